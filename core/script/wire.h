/* msgpack on the socket between host and plugin child: a writer, a checked reader, and the frames.
 *
 * A frame is a u32 length (little endian) and one msgpack array that starts with its kind. Writing goes
 * through msgpack-c. Reading walks the bytes in place: the child pushes values straight onto the Lua stack
 * and the parent checks replies without building a tree. The reader trusts nothing: every length is
 * checked against the bytes that are there.
 */
#ifndef SCRIPT_WIRE_H
#define SCRIPT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Parent to child.
 *   LOAD [1, slot, [instructions, memory, cpu_us], [[path, bytes], ...]]
 *   CALL [2, slot, function, flags, [optional name, ...], settings or nil, [row, ...]]
 *   INSPECT [7, [instructions, memory, cpu_us], [[path, bytes], ...], [[owner, name, type], ...]]
 * Child to parent.
 *   LOADED [3, listing]       ERROR [4, failure]
 *   FACTS [8, [fact, ...]], as fact.h says
 *   ROWS [5, [row reply, ...]] any number of times, then DONE [6, verdict]
 * A failure is [code, message, file, line, plugin_code]; a row reply is
 *   [kind, value or failure or nil, trace array or nil, instructions, peak]. */
enum wire_frame {
    FRAME_LOAD = 1,
    FRAME_CALL,
    FRAME_LOADED,
    FRAME_ERROR,
    FRAME_ROWS,
    FRAME_DONE,
    FRAME_INSPECT,
    FRAME_FACTS
};
enum wire_flag {
    CALL_COUNTED = 1, /* the counting hook from the start */
    CALL_TRACE = 2,
    CALL_ALONE = 4, /* one row: limits and impurity are its verdict, not the batch's */
};
enum wire_row { ROW_VALUE, ROW_FAILURE, ROW_RECOUNT /* needs to be counted alone */ };
/* IMPURE: the rows sent are void. */
enum wire_verdict { BATCH_GOOD, BATCH_IMPURE };

enum {
    WIRE_REQUEST = 24 * 1024 * 1024, /* largest frame to the child */
    WIRE_REPLY = 2 * 1024 * 1024,    /* largest frame from the child */
    WIRE_FLUSH = 256 * 1024,         /* the child sends rows once it holds this much */
    HOST_SLOTS = 4,                  /* releases that a child holds at once */
    RESULT_DEPTH = 8,
    RESULT_NODES = 4096,
    RESULT_BYTES = 256 * 1024,
    TRACE_STEPS = 200,
    TRACE_BYTES = 32 * 1024,
};
/* Whole numbers beyond this lose their neighbours as double. */
#define NUMBER_MAX 9007199254740992.0

enum wire_type {
    WIRE_BAD,
    WIRE_NIL,
    WIRE_BOOL,
    WIRE_INT,
    WIRE_REAL,
    WIRE_TEXT,
    WIRE_BIN,
    WIRE_ARRAY,
    WIRE_MAP
};
struct wire {
    const uint8_t *p, *end;
};
struct wire_item {
    enum wire_type type;
    bool b;
    int64_t i;  /* WIRE_INT */
    double r;   /* WIRE_REAL */
    uint32_t n; /* bytes of text, elements of an array, pairs of a map */
    const char *s;
};

/* The next item, WIRE_BAD at rubbish or at the end. The n elements of an array or the 2n of a map follow. */
enum wire_type wire_next(struct wire *w, struct wire_item *out);
/* Steps over one whole value; false if it is cut or nested over 64 deep. */
bool wire_skip(struct wire *w);

void wire_bin(struct buf *out, const void *p, size_t n);

/* One whole frame of up to three pieces, blocking. false: the other end is gone. The parent asks for
 * `no_signal` (no SIGPIPE where the child has died); the child's seccomp table knows only the plain way. */
bool wire_write(int fd, bool no_signal, const struct buf *const *pieces, size_t n);

#endif

/* What the plugin child found in the sources of a package: notes without judgement, which the parent weighs
 * against manifest and plugin-api.json (check.h). Both sides know this header; the child fills, the parent
 * reads a frame that it does not trust.
 */
#ifndef SCRIPT_FACT_H
#define SCRIPT_FACT_H

#include <stdbool.h>

#include "base/err.h"
#include "script/wire.h"

enum fact_kind {
    FACT_FAILURE,    /* a: error code, b: sentence; syntax, or what loading died of */
    FACT_READ,       /* a: name of a global */
    FACT_WRITE,      /* a: name of a global, or "text.trim" */
    FACT_MEMBER,     /* a: "text" (or a global that is no library), b: what is read of it */
    FACT_METHOD,     /* a: name, b: "teks" where the receiver is certainly text */
    FACT_NAME,       /* a: a constant text of the code, once for all files */
    FACT_STORED,     /* a: a key that is written into some table, once for all files */
    FACT_FIELD,      /* a: type of an object, b: the field read */
    FACT_WHOLE,      /* a: type of an object that is read by computed keys, or as a whole */
    FACT_LOST,       /* a: type of an object that goes where it cannot be followed */
    FACT_LASTING,    /* a: what outlives a call and is written in one: a variable's name, "" for some table */
    FACT_REGISTERED, /* a: "indikator", b: its code; where init.lua registered it */
    FACT_SILENT,     /* a: "indikator kode realisasi": no way through it returns a value */
    FACT_CUT,        /* there were more than fit: nothing follows from a name's absence */
    FACT_KINDS
};

struct fact {
    enum fact_kind kind;
    const char *file; /* "" where places mean nothing */
    int line, column; /* 0: not known */
    const char *a, *b;
};

enum { FACT_MOST = 6000, FACT_WORD = 200 };

/* The child's collection; everything once. */
struct facts {
    struct arena *a;
    size_t n, nwords; /* nwords: of them FACT_NAME and FACT_STORED */
    struct fact list[FACT_MOST];
    uint32_t slots[FACT_MOST * 2]; /* 0 or 1 + index: open hashing */
};

struct facts *facts_new(struct arena *a);
void fact_add(struct facts *f, enum fact_kind kind, const char *file, int line, const char *a, const char *b);
/* The last fact's column. */
void fact_column(struct facts *f, int column);
void facts_pack(const struct facts *f, struct buf *out);
/* The parent's side: false where the frame is not one. Lives in `a`. */
MUST_USE bool facts_unpack(struct wire *w, struct arena *a, struct fact **list, size_t *n);

#endif

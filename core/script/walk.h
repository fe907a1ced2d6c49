/* Walks the instructions of a compiled function and notes what it does with names: globals, members of
 * libraries, methods, fields of the objects that the host gives. No value is computed; what a register holds
 * is followed only where it is certain, so that a note is never a guess.
 *
 * Runs in the plugin child, on chunks of the loaded release. Functions that begin with l_ may raise.
 */
#ifndef SCRIPT_WALK_H
#define SCRIPT_WALK_H

#include "script/chunk.h"
#include "script/fact.h"
#include "script/sandbox.h"

enum known {
    ANY,     /* nothing is known */
    ENV,     /* the globals */
    WORD,    /* a constant text: p is its struct chunk_value */
    STRING,  /* some text */
    GLOBAL,  /* the value of a global: p its name */
    LIBRARY, /* math, text, …: p its name */
    MEMBER,  /* of a library: p "list.map" */
    OBJECT,  /* given by the host: p its type, "evaluasi", "setelan", "isian indikator KODE" */
    LIST,    /* of objects: p the type of one */
    ITER,    /* what ipairs made of a LIST */
    PROTO,   /* a function made here: p its struct chunk */
    LIVE,    /* a value of the loaded plugin: n its place in the table at walk.live */
};
struct frame;
struct value {
    enum known known;
    const void *p;
    int n;
};

enum { WALK_DEEP = 24 }; /* functions in functions, and calls that are followed */

struct walk_seen {
    const void *f, *args[4];
    long list; /* one bit for each that is a LIST */
};

/* What plugin-api.json says, as the parent sends it: field `name` of object `owner` is a `type` ("teks",
 * "periode", "daftar indikator"), and function `name` of "skema()" is given an object of that type. */
struct walk_type {
    const char *owner, *name, *type;
};
struct walk_types {
    size_t n;
    struct walk_type *list;
};
const char *walk_type(const struct walk_types *t, const char *owner, const char *name); /* NULL: none */

struct walk {
    const struct walk_types *types;
    lua_State *L;
    int live;  /* stack index of the table of LIVE values; 0: none */
    int nlive; /* how many it has */
    struct facts *facts;
    struct arena *a;
    int depth;
    struct frame *frames[WALK_DEEP];
    struct walk_seen seen[400]; /* calls that were followed */
    unsigned nseen;
    int64_t work;           /* instructions looked at: bounded */
    const char *blame_file; /* code of the shared library speaks for the line that called it */
    int blame_line;
};

/* Walks `f` and all functions within it. `up` has f->nupvalues values; `args` are its first parameters. */
void l_walk(struct walk *w, const struct chunk *f, const struct value *up, const struct value *args,
            unsigned nargs);
/* The Lua function at the top of the stack, which stays: dumped, read, walked with its live upvalues. */
void l_walk_live(struct walk *w, const struct value *args, unsigned nargs);
/* The chunk of the Lua function at the top, NULL if it is not one. */
const struct chunk *l_walk_chunk(struct walk *w);

#endif

/* One Lua state that may run one release: what its code can reach, and what of it may change.
 *
 * Lives in the plugin child only. A state is made for one load or one batch and then closed. Functions that
 * may raise (longjmp) begin with l_ or say so; everything the worker calls is protected and returns bool or
 * enum, with sb->failure filled.
 */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "script/budget.h"
#include "script/wire.h"

struct source_file {
    const char *path;
    const char *data;
    size_t len;
};

/* The .lua files of a release as the child keeps them. */
struct source {
    struct limits limits;
    size_t nfiles;
    struct source_file *files;
};

enum phase { PHASE_LOAD, PHASE_RUN };

/* What a call or a load died of. */
struct failure {
    struct err err;
    int column; /* of a syntax error; 0: not known */
    char plugin_code[64];
};

struct facts;
struct sandbox {
    lua_State *L;
    struct budget budget;
    const struct source *src;
    enum phase phase;
    struct failure failure;
    bool trace;          /* steps are wanted */
    struct facts *facts; /* a check: what registering refuses is noted here, and loading goes on; else NULL */
    bool parsing;        /* the parser's own errors are no end of the call */
    bool absent;         /* this row holds fields with the value nil: they are in R_ABSENT */
    struct buf steps;    /* their msgpack, of this row */
    unsigned nsteps;
    bool steps_full;
};

/* Where the state keeps what the host needs: integer keys of the registry. */
enum registry {
    R_ENV = 3,   /* _ENV of plugin code: an empty proxy */
    R_GLOBALS,   /* what it reads through */
    R_DAFTAR,    /* {indikator = {kode = table}, skema = …, pelatihan = …, fungsi = …} */
    R_MODULES,   /* name → value of `use` */
    R_LOADING,   /* array of names that are being loaded, for cycles */
    R_SETTINGS,  /* of this batch */
    R_OPTIONAL,  /* {name = true}: fields that may be absent */
    R_ABSENT,    /* {name = true}: fields of this row that are nil */
    R_STRICT_MT, /* metatable of argument objects */
    R_LIST_MT,   /* marks an empty table as a list */
    R_ERROR_MT,  /* of coded errors */
    R_CALL,      /* the function that this batch calls */
    R_SARAN,     /* the second one of `nilai` */
    R_PLACES,    /* {registration = "init.lua:12"} */
};

static inline struct sandbox *sandbox_of(lua_State *L)
{
    return *(struct sandbox **)lua_getextraspace(L);
}

/* sandbox_open for the static check: keeps where things are registered, and their faults in `facts`. */
bool sandbox_open_inspect(struct sandbox *sb, const struct source *src, struct facts *facts);
/* Makes the state and runs init.lua of `src`, counted. false: sb->failure says why; close it all the same. */
bool sandbox_open(struct sandbox *sb, const struct source *src);
void sandbox_close(struct sandbox *sb);
/* Walks all that the globals reach and compares it with the compiled-in list. */
bool sandbox_self_check(struct buf *report);
/* The start of it: a state with the globals and nothing loaded. May raise. */
void l_sandbox_globals(lua_State *L);

/* Runs the C function `f` with the light userdata `arg`, protected and within a budget of its own, and
 * leaves `nresults` on the stack. false: sb->failure. */
bool sandbox_run(struct sandbox *sb, lua_CFunction f, void *arg, int nresults, const struct limits *limits,
                 bool counted);

/* What registering `kind` takes, for those who describe it: the i-th field, false behind the last. */
struct daftar_field {
    const char *name, *type; /* "teks", "angka", "tabel", "fungsi" */
    const char *words;       /* " naik turun tepat ", NULL where any will do */
    bool must;
};
bool daftar_field(const char *kind, size_t i, struct daftar_field *out);

/* The source as a function at the top, its globals set. May raise: bytecode, syntax, size. */
void l_source_load(lua_State *L, const struct source_file *f);

/* Everything that outlives a call: globals, modules, registered functions and settings, through tables and
 * upvalues. Two equal values mean that nothing changed. O(reachable). */
uint64_t purity_fingerprint(lua_State *L);
void purity_key(void); /* once a process, before the sandbox of the process is up */

/* Fills f from the error value on the top of the stack (message handler; may not raise). */
int galat_handler(lua_State *L);
/* What the budget's stop means as an error. */
void galat_of_stop(const struct budget *b, struct failure *f);
/* Indonesian for what Lua says; the text itself where no rule fits. */
void galat_translate(const char *lua, struct buf *out);

/* msgpack to Lua and back (value.c). */
void l_value_push(lua_State *L, struct wire *w); /* may raise; protocol errors too */
void value_absent_reset(struct sandbox *sb);
/* The value at idx as a result. May raise E_PLUGIN_HASIL, E_PLUGIN_ANGKA, E_PLUGIN_BATAS_HASIL. */
void l_value_pack(lua_State *L, int idx, struct buf *out);
/* What was registered, functions as true. May raise. */
void l_listing_pack(lua_State *L, struct buf *out);

/* "indikator.KODE.realisasi" → the function on the stack. May raise E_PLUGIN_FUNGSI. */
void l_function_find(lua_State *L, const char *kind, const char *kode, const char *member);

#endif

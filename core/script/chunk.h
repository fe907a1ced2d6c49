/* A compiled Lua 5.4 chunk as lua_dump writes it (not stripped), read into structures: functions, their
 * instructions with lines, constants, names of upvalues. What the static check needs to know of a source
 * without a parser of its own.
 *
 * The reader trusts nothing: every length is checked against the bytes that are there, and what is refused
 * leaves no half result. It runs in the plugin child all the same.
 */
#ifndef SCRIPT_CHUNK_H
#define SCRIPT_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

enum chunk_type { CHUNK_NIL, CHUNK_FALSE, CHUNK_TRUE, CHUNK_INTEGER, CHUNK_REAL, CHUNK_TEXT };

struct chunk_value {
    enum chunk_type type;
    int64_t i;
    double r;
    const char *s; /* NUL behind it; may hold others */
    size_t len;
};

struct chunk_upvalue {
    const char *name; /* "" where the chunk has none */
    bool in_stack;    /* a register of the enclosing function, else one of its upvalues */
    uint8_t index;
};

struct chunk {
    const struct chunk *parent; /* NULL: the outermost function */
    const char *source;         /* "init.lua", without Lua's '@'; inherited from the parent */
    int line, last_line;        /* 0 for a whole file */
    unsigned nparams, nregs;
    bool vararg;
    uint32_t ncode, nvalues, nupvalues, nfunctions;
    uint32_t *code;
    int *lines; /* of each instruction */
    struct chunk_value *values;
    struct chunk_upvalue *upvalues;
    struct chunk *functions;
};

/* false: not a chunk of this Lua, or damaged. *out lives in `a`. */
MUST_USE bool chunk_read(const void *data, size_t len, struct arena *a, struct chunk **out);

/* Where the instruction at `pc` may jump to, other than to the next; -1: nowhere. May lie outside of the
 * code. */
int64_t chunk_target(const struct chunk *f, uint32_t pc);

/* Instructions of Lua 5.4, in their order. */
enum chunk_op {
    OP_MOVE,
    OP_LOADI,
    OP_LOADF,
    OP_LOADK,
    OP_LOADKX,
    OP_LOADFALSE,
    OP_LFALSESKIP,
    OP_LOADTRUE,
    OP_LOADNIL,
    OP_GETUPVAL,
    OP_SETUPVAL,
    OP_GETTABUP,
    OP_GETTABLE,
    OP_GETI,
    OP_GETFIELD,
    OP_SETTABUP,
    OP_SETTABLE,
    OP_SETI,
    OP_SETFIELD,
    OP_NEWTABLE,
    OP_SELF,
    OP_ADDI,
    OP_ADDK,
    OP_SHRI = OP_ADDK + 10,
    OP_SHLI,
    OP_ADD,
    OP_SHR = OP_ADD + 11,
    OP_MMBIN,
    OP_MMBINI,
    OP_MMBINK,
    OP_UNM,
    OP_BNOT,
    OP_NOT,
    OP_LEN,
    OP_CONCAT,
    OP_CLOSE,
    OP_TBC,
    OP_JMP,
    OP_EQ,
    OP_LT,
    OP_LE,
    OP_EQK,
    OP_EQI,
    OP_LTI,
    OP_LEI,
    OP_GTI,
    OP_GEI,
    OP_TEST,
    OP_TESTSET,
    OP_CALL,
    OP_TAILCALL,
    OP_RETURN,
    OP_RETURN0,
    OP_RETURN1,
    OP_FORLOOP,
    OP_FORPREP,
    OP_TFORPREP,
    OP_TFORCALL,
    OP_TFORLOOP,
    OP_SETLIST,
    OP_CLOSURE,
    OP_VARARG,
    OP_VARARGPREP,
    OP_EXTRAARG,
    OP_COUNT
};

static inline unsigned op_of(uint32_t i)
{
    return i & 0x7F;
}
static inline unsigned op_a(uint32_t i)
{
    return i >> 7 & 0xFF;
}
static inline unsigned op_b(uint32_t i)
{
    return i >> 16 & 0xFF;
}
static inline unsigned op_c(uint32_t i)
{
    return i >> 24;
}
static inline bool op_k(uint32_t i)
{
    return i >> 15 & 1;
}
static inline unsigned op_bx(uint32_t i)
{
    return i >> 15;
}
static inline int op_sbx(uint32_t i)
{
    return (int)op_bx(i) - 0xFFFF;
}
static inline int op_sj(uint32_t i)
{
    return (int)(i >> 7) - 0xFFFFFF;
}
static inline unsigned op_ax(uint32_t i)
{
    return i >> 7;
}

#endif

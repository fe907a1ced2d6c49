/* What one call of a plugin may use: instructions, memory, CPU time.
 *
 * The instruction count is the verdict, time only the trigger. A count hook that is always armed makes every
 * instruction dearer (1.4 to 1.9 times), so a *timed* call runs without it. No machine runs a Lua instruction
 * in less than 0.2 ns; a timed call that took less CPU than its limit times 0.2 ns therefore stayed within
 * its limit for certain, and one that took longer is repeated alone with the hook from the start (*counted*),
 * where only the count decides. Work in C (list, text, ...) is charged by its elements in both modes.
 *
 * Whatever ends a call is sticky: `stop` stays set until the next call and our pcall raises it again.
 * One budget runs at a time in a process (the timer's handler must find it).
 */
#ifndef SCRIPT_BUDGET_H
#define SCRIPT_BUDGET_H

#include <lua.h>
#include <stdbool.h>

#include "script/package.h"

enum stop {
    STOP_NONE,
    STOP_INSTRUCTIONS,
    STOP_MEMORY,
    STOP_STACK,   /* memory again, or C stack, within deep recursion */
    STOP_TIME,    /* counted, and still no verdict: the row stays undecided */
    STOP_RECOUNT, /* timed, and long enough that it must be counted */
};

enum {
    BUDGET_STEP = 100,         /* instructions between two calls of the hook */
    BUDGET_BLOCK = 512 * 1024, /* no single block is larger: bounds what one instruction can cost */
    BUDGET_DENIALS = 8,        /* refused blocks a call: each costs a full collection */
    BUDGET_DEEP = 1000,        /* calls within calls: memory that ends there was eaten by recursion */
    BUDGET_STUCK = 97,         /* exit status of a child stuck in one C function or in the parser */
};

struct budget {
    lua_State *L;
    struct limits limits;
    bool counted;
    enum stop stop;
    int64_t used;       /* instructions of this call */
    size_t bytes, peak; /* of the whole state; peak since the call began */
    int denials;
    int64_t cpu_start;            /* ns, at the first tick of this call; 0 before */
    int64_t wall_start, cpu_mark; /* ns; the mark only where the batch reads the CPU clock */
    uint32_t seed;                /* of the state's string hashes: fixed, see heap.h */
    unsigned blocks;              /* asked for so far */
    char *first;                  /* the first of them */
    size_t first_size;
};

/* lua_Alloc; `ud` is the struct budget. */
void *budget_alloc(void *ud, void *ptr, size_t old_size, size_t new_size);

/* SIGPROF and its handler, once a process. */
void budget_timer_init(void);
/* The ticks: on while plugins run, off while the child waits for work. */
void budget_timer(bool on);

void budget_begin(struct budget *b, const struct limits *limits, bool counted);
/* Disarms; in timed mode sets STOP_RECOUNT if the call was too long to be believed. */
void budget_end(struct budget *b);

/* May raise. Charges n units of library work. */
void budget_charge(lua_State *L, int64_t n);
/* Raises: the call is over. */
_Noreturn void budget_abort(lua_State *L);

#endif

#include "script/budget.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "script/heap.h"
#include "script/sandbox.h"

enum { TICK_US = 4000, NS = 1000000000 };

/* How many times its CPU limit a counted call may take before it stays undecided: counting is slower, and the
 * verdict should be the count's on slow machines too. */
#ifdef TENAYAN_SANITIZER
enum { PATIENCE = 9 };
#else
enum { PATIENCE = 4 };
#endif

static struct budget *volatile running;
/* This batch met a machine that takes its turn away for a while: its rows read the CPU clock too, a system
 * call each, so that waiting is not taken for work. */
static bool sampling;

static int64_t cpu_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * NS + t.tv_nsec;
}

static int64_t wall_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NS + t.tv_nsec;
}

/* CPU time below which a timed call cannot have run its limit of instructions: 0.2 ns each. */
static int64_t believable(const struct budget *b)
{
    return b->limits.instructions / 5;
}

_Noreturn void budget_abort(lua_State *L)
{
    static const char mark;

    lua_pushlightuserdata(L, (void *)(uintptr_t)&mark); /* needs no memory */
    lua_error(L);
    abort();
}

/* A function with thousands of extra arguments copies them all in one instruction (`...`). Every fourth of
 * its instructions is taken for such a copy; few programs have more than MANY of them. */
static int64_t copies(lua_State *L, const lua_Debug *ar)
{
    enum { MANY = 256, MOST = 65536 };
    int low = MANY, high = MOST;

    if (!lua_getlocal(L, ar, -low))
        return 0;
    lua_pop(L, 1);
    while (high - low > MANY) {
        int middle = (low + high) / 2;

        if (lua_getlocal(L, ar, -middle)) {
            lua_pop(L, 1);
            low = middle;
        } else {
            high = middle;
        }
    }
    return (int64_t)low * (BUDGET_STEP / 4);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    struct budget *b = &sandbox_of(L)->budget;

    if (b->counted && !b->stop) {
        b->used += BUDGET_STEP + copies(L, ar);
        if (b->used > b->limits.instructions)
            b->stop = STOP_INSTRUCTIONS;
    }
    if (b->stop)
        budget_abort(L);
}

/* Runs in the signal handler or in the allocator: lua_sethook may be called from both. */
static void stop_soon(struct budget *b, enum stop why)
{
    if (!b->stop)
        b->stop = why;
    lua_sethook(b->L, on_count, LUA_MASKCOUNT, 1);
}

static void on_tick(int sig)
{
    struct budget *b = running;
    int64_t now, spent;

    (void)sig;
    if (!b)
        return;
    now = cpu_now();
    if (!b->cpu_start) {
        b->cpu_start = now;
        return;
    }
    spent = now - b->cpu_start;
    /* A stop that the hook has not turned into an error: the process sits in the parser or in C code that
     * does not charge. The parent gives the verdict. */
    if (spent > b->limits.cpu_us * 1000 * (PATIENCE + 1))
        _exit(BUDGET_STUCK);
    if (b->counted) {
        if (spent > b->limits.cpu_us * 1000 * PATIENCE)
            stop_soon(b, STOP_TIME);
    } else if (spent > believable(b)) {
        stop_soon(b, STOP_RECOUNT);
    }
}

void budget_timer_init(void)
{
    struct sigaction sa = { .sa_handler = on_tick, .sa_flags = SA_RESTART };

    sigaction(SIGPROF, &sa, NULL);
}

void budget_timer(bool on)
{
    struct itimerval t = { .it_interval = { 0, on ? TICK_US : 0 }, .it_value = { 0, on ? TICK_US : 0 } };

    sampling = false;
    setitimer(ITIMER_PROF, &t, NULL);
}

void budget_begin(struct budget *b, const struct limits *limits, bool counted)
{
    b->limits = *limits;
    b->counted = counted;
    b->stop = STOP_NONE;
    b->used = 0;
    b->denials = 0;
    b->peak = b->bytes;
    b->cpu_start = 0;
    if (counted)
        lua_sethook(b->L, on_count, LUA_MASKCOUNT, BUDGET_STEP);
    b->wall_start = wall_now();
    b->cpu_mark = sampling && !counted ? cpu_now() : 0;
    running = b;
}

void budget_end(struct budget *b)
{
    running = NULL;
    if (b->counted || b->stop) {
        lua_sethook(b->L, NULL, 0, 0);
    } else if (wall_now() - b->wall_start > believable(b)) {
        if (!b->cpu_mark || cpu_now() - b->cpu_mark > believable(b))
            b->stop = STOP_RECOUNT;
        sampling = true;
    }
}

void budget_charge(lua_State *L, int64_t n)
{
    struct budget *b = &sandbox_of(L)->budget;

    b->used += n;
    if (b->used > b->limits.instructions && !b->stop)
        b->stop = b->counted ? STOP_INSTRUCTIONS : STOP_RECOUNT;
    if (b->stop)
        budget_abort(L);
}

static void *deny(struct budget *b, size_t new_size)
{
    /* Lua collects all garbage after the first refusal and asks again. Near the limit that happens at every
     * block, thousands of full collections that no instruction count sees. */
    lua_Debug ar;

    if (!b->L)
        return NULL;
    b->denials++;
    if (b->denials > BUDGET_DENIALS || new_size > BUDGET_BLOCK)
        stop_soon(b, lua_getstack(b->L, BUDGET_DEEP, &ar) ? STOP_STACK : STOP_MEMORY);
    return NULL;
}

/* Between its first and its second block a state has drawn its seed and hashed nothing yet. The first block
 * holds the state's globals, which begin with allocator and `ud`; the seed follows six words, the string
 * table and two values (lstate.h of Lua 5.4). sandbox_self_check proves that this is the seed. */
static void fix_seed(struct budget *b)
{
    enum { SEED_BEHIND = 96 };
    struct {
        lua_Alloc alloc;
        void *ud;
    } mark;
    uint32_t seed = b->seed;

    memset(&mark, 0, sizeof(mark));
    mark.alloc = budget_alloc;
    mark.ud = b;
    for (size_t i = 0; i + SEED_BEHIND + sizeof(seed) <= b->first_size; i += sizeof(void *))
        if (memcmp(b->first + i, &mark, sizeof(mark)) == 0) {
            memcpy(b->first + i + SEED_BEHIND, &seed, sizeof(seed));
            return;
        }
}

void *budget_alloc(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct budget *b = ud;
    void *q;

    if (!new_size) {
        if (ptr)
            b->bytes -= old_size;
        heap_free(ptr, old_size);
        return NULL;
    }
    if (!ptr) {
        if (++b->blocks == 2)
            fix_seed(b);
        /* Copying long strings costs time that instructions do not show. */
        if (old_size == LUA_TSTRING && new_size > 1024)
            b->used += (int64_t)(new_size / 32);
        old_size = 0;
    }
    if (new_size > old_size &&
        (new_size > BUDGET_BLOCK || b->bytes - old_size + new_size > (size_t)b->limits.memory))
        return deny(b, new_size);
    q = heap_realloc(ptr, old_size, new_size);
    if (!q)
        return deny(b, new_size);
    if (b->blocks == 1) {
        b->first = q;
        b->first_size = new_size;
    }
    b->bytes += new_size - old_size;
    if (b->bytes > b->peak)
        b->peak = b->bytes;
    return q;
}

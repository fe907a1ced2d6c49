#include "script/walk.h"

#include <stdio.h>
#include <string.h>

#include "script/lib.h"

enum {
    REGISTERS = 256,
    WORK = 4000000,  /* instructions looked at in one walk */
    CALL_WORK = 100, /* and what a function costs besides its instructions */
    LIVES = 400,     /* live values kept */
    WAITING = 200,   /* forward jumps on the way at once */
};

/* Where a forward jump will arrive, with what the registers held when it left. */
struct arrival {
    struct arrival *next;
    uint32_t pc;
    struct value regs[REGISTERS];
};

struct frame {
    const struct chunk *f;
    const struct value *up;
    struct value regs[REGISTERS];
    bool fixed[REGISTERS];  /* a parameter that nothing writes again: what a closure takes is it */
    bool shared[REGISTERS]; /* a closure writes it: never known */
    struct arrival *arrivals, *spare;
    unsigned waiting;
    uint32_t *loops; /* for each instruction: the last one that jumps back to it, + 1 */
    bool dead;       /* nothing falls through to here */
    bool blind;      /* too many jumps: nothing is followed any more */
    uint32_t pc;
};

static const struct value nothing = { ANY, NULL, 0 };

static bool equal(const struct value *x, const struct value *y)
{
    return x->known == y->known && x->p == y->p && x->n == y->n;
}

/* --- notes --- */

static bool shared_library(const char *source)
{
    return strncmp(source, "lib/", 4) == 0;
}

static void note_at(struct walk *w, enum fact_kind kind, const char *file, int line, const char *a,
                    const char *b)
{
    if (w->blame_file && shared_library(file)) {
        file = w->blame_file;
        line = w->blame_line;
    }
    fact_add(w->facts, kind, file, line, a, b);
}

static void note(struct walk *w, const struct frame *fr, enum fact_kind kind, const char *a, const char *b)
{
    note_at(w, kind, fr->f->source, fr->f->lines[fr->pc], a, b);
}

/* --- values --- */

static const char *word(const struct value *v)
{
    const struct chunk_value *c = v->p;

    return v->known == WORD && strlen(c->s) == c->len ? c->s : NULL;
}

static const struct value *constant(const struct frame *fr, uint32_t i, struct value *out)
{
    *out = nothing;
    if (i < fr->f->nvalues && fr->f->values[i].type == CHUNK_TEXT) {
        out->known = WORD;
        out->p = &fr->f->values[i];
    }
    return out;
}

static struct value reg(const struct frame *fr, unsigned i)
{
    return i < REGISTERS && !fr->shared[i] ? fr->regs[i] : nothing;
}

static void set(struct frame *fr, unsigned i, struct value v)
{
    if (i < REGISTERS)
        fr->regs[i] = v;
}

static void forget_from(struct frame *fr, unsigned i)
{
    for (; i < REGISTERS; i++)
        fr->regs[i] = nothing;
}

static struct value up(const struct frame *fr, unsigned i)
{
    return i < fr->f->nupvalues ? fr->up[i] : nothing;
}

const char *walk_type(const struct walk_types *t, const char *owner, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->list[i].owner, owner) == 0 && strcmp(t->list[i].name, name) == 0)
            return t->list[i].type;
    return NULL;
}

/* What a field of a described object holds. */
static struct value field_value(const struct walk *w, const char *owner, const char *field)
{
    const char *type = walk_type(w->types, owner, field);

    if (!type)
        return nothing;
    if (strcmp(type, "teks") == 0 || strcmp(type, "tanggal") == 0)
        return (struct value){ STRING, NULL, 0 };
    if (strncmp(type, "daftar ", 7) == 0)
        return (struct value){ LIST, type + 7, 0 };
    if (strcmp(type, "bulat") == 0 || strcmp(type, "bilangan") == 0 || strcmp(type, "ya_tidak") == 0)
        return nothing;
    return (struct value){ OBJECT, type, 0 };
}

/* May raise. */
static bool library(struct walk *w, const char *name)
{
    bool is;

    lua_rawgeti(w->L, LUA_REGISTRYINDEX, R_GLOBALS);
    lua_pushstring(w->L, name);
    is = lua_rawget(w->L, -2) == LUA_TTABLE;
    lua_pop(w->L, 2);
    return is;
}

/* The value at the top of the Lua stack, which it takes. May raise. */
static struct value live_value(struct walk *w)
{
    struct value v = nothing;
    int type = lua_type(w->L, -1);

    if (type == LUA_TSTRING) {
        v.known = STRING;
    } else if ((type == LUA_TFUNCTION || type == LUA_TTABLE) && w->nlive < LIVES) {
        v = (struct value){ LIVE, NULL, ++w->nlive };
        lua_pushvalue(w->L, -1);
        lua_rawseti(w->L, w->live, v.n);
    }
    lua_pop(w->L, 1);
    return v;
}

/* What reading `key` of `t` gives, with the notes that it leaves. May raise. */
static struct value read_key(struct walk *w, const struct frame *fr, struct value t, const struct value *key)
{
    const char *name = word(key), *owner = t.p;
    struct value v = nothing;

    switch (t.known) {
    case ENV:
        if (!name)
            break;
        note(w, fr, FACT_READ, name, NULL);
        v = (struct value){ library(w, name) ? LIBRARY : GLOBAL, name, 0 };
        break;
    case LIBRARY:
    case GLOBAL:
        if (!name)
            break;
        note(w, fr, FACT_MEMBER, owner, name);
        if (t.known == LIBRARY)
            v = (struct value){ MEMBER, arena_printf(w->a, "%s.%s", owner, name), 0 };
        break;
    case OBJECT:
        if (name) {
            note(w, fr, FACT_FIELD, owner, name);
            v = field_value(w, owner, name);
        } else {
            note(w, fr, FACT_WHOLE, owner, NULL);
        }
        break;
    case LIST:
        if (!name)
            v = (struct value){ OBJECT, t.p, 0 };
        break;
    case LIVE:
        lua_rawgeti(w->L, w->live, t.n);
        if (name && lua_istable(w->L, -1)) {
            lua_pushstring(w->L, name);
            lua_rawget(w->L, -2);
            v = live_value(w);
        }
        lua_pop(w->L, 1);
        break;
    default:
        break;
    }
    return v;
}

static void write_key(struct walk *w, const struct frame *fr, struct value t, const struct value *key)
{
    const char *name = word(key);

    if (!name)
        return;
    if (t.known == ENV)
        note(w, fr, FACT_WRITE, name, NULL);
    else if (t.known == LIBRARY)
        note(w, fr, FACT_WRITE, arena_printf(w->a, "%s.%s", (const char *)t.p, name), NULL);
    else
        fact_add(w->facts, FACT_STORED, NULL, 0, name, NULL);
}

/* --- calls --- */

static void walk_inner(struct walk *w, const struct frame *fr, const struct chunk *f,
                       const struct value *args, unsigned nargs)
{
    struct value ups[256];

    for (uint32_t i = 0; i < f->nupvalues; i++) {
        const struct chunk_upvalue *u = &f->upvalues[i];

        ups[i] = !u->in_stack ? up(fr, u->index) : fr->fixed[u->index] ? fr->regs[u->index] : nothing;
    }
    l_walk(w, f, ups, args, nargs);
}

/* The same function with the same kinds of arguments has nothing new to say. */
static bool seen(struct walk *w, const void *f, const struct value *args, unsigned nargs)
{
    struct walk_seen x = { .f = f };

    for (unsigned i = 0; i < nargs && i < COUNT(x.args); i++)
        if (args[i].known == OBJECT || args[i].known == LIST) {
            x.args[i] = args[i].p;
            x.list |= (args[i].known == LIST) << i;
        }
    for (unsigned i = 0; i < w->nseen; i++)
        if (memcmp(&w->seen[i], &x, sizeof(x)) == 0)
            return true;
    if (w->nseen == COUNT(w->seen))
        return true;
    w->seen[w->nseen++] = x;
    return false;
}

/* Follows a call of `f`; `what` is worth it only where something is known of an argument. */
static void follow(struct walk *w, const struct frame *fr, struct value f, const struct value *args,
                   unsigned nargs)
{
    const char *file = w->blame_file;
    int line = w->blame_line;
    bool known = false;

    for (unsigned i = 0; i < nargs; i++)
        known = known || args[i].known == OBJECT || args[i].known == LIST;
    if (!known)
        return;
    if (!shared_library(fr->f->source)) {
        w->blame_file = fr->f->source;
        w->blame_line = fr->f->lines[fr->pc];
    }
    if (f.known == PROTO && !seen(w, f.p, args, nargs)) {
        walk_inner(w, fr, f.p, args, nargs);
    } else if (f.known == LIVE) {
        lua_rawgeti(w->L, w->live, f.n);
        if (lua_isfunction(w->L, -1) && !seen(w, lua_topointer(w->L, -1), args, nargs))
            l_walk_live(w, args, nargs);
        lua_pop(w->L, 1);
    }
    w->blame_file = file;
    w->blame_line = line;
}

/* Functions of `list` that call their function with each element. */
static bool walks_elements(const char *member)
{
    static const char *const names[] = { "list.map", "list.filter", "list.sum", "list.mean",
                                         "list.max", "list.min",    "list.sort" };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i], member) == 0)
            return true;
    return false;
}

static struct value call(struct walk *w, const struct frame *fr, struct value f, const struct value *args,
                         unsigned nargs)
{
    struct value first = nargs ? args[0] : nothing;

    if (f.known == GLOBAL && strcmp(f.p, "ipairs") == 0 && first.known == LIST)
        return (struct value){ ITER, first.p, 0 };
    if (f.known == GLOBAL && strcmp(f.p, "pairs") == 0 && first.known == LIST)
        return (struct value){ ITER, first.p, 0 };
    if (f.known == GLOBAL && strcmp(f.p, "pairs") == 0 && first.known == OBJECT)
        note(w, fr, FACT_WHOLE, first.p, NULL);
    if (f.known == MEMBER && walks_elements(f.p) && first.known == LIST) {
        struct value element[2] = { { OBJECT, first.p, 0 }, nothing };

        if (strcmp(f.p, "list.sort") == 0)
            element[1] = element[0];
        if (nargs > 1)
            follow(w, fr, args[1], element, 2);
        if (strcmp(f.p, "list.filter") == 0 || strcmp(f.p, "list.sort") == 0)
            return first;
        return nothing;
    }
    if (f.known == MEMBER && first.known == LIST &&
        (strcmp(f.p, "list.copy") == 0 || strcmp(f.p, "list.reverse") == 0))
        return first;
    follow(w, fr, f, args, nargs);
    return nothing;
}

/* --- jumps --- */

static bool test(unsigned op)
{
    return op >= OP_EQ && op <= OP_TESTSET;
}

/* The registers that an instruction may write: from *low up to *high. */
static void writes(uint32_t i, unsigned *low, unsigned *high)
{
    unsigned op = op_of(i), a = op_a(i);

    *low = *high = a;
    if ((op >= OP_SETUPVAL && op <= OP_SETUPVAL) || (op >= OP_SETTABUP && op <= OP_SETFIELD) ||
        (op >= OP_MMBIN && op <= OP_MMBINK) || (op >= OP_CLOSE && op <= OP_TEST) ||
        (op >= OP_RETURN && op <= OP_RETURN1) || op == OP_SETLIST || op >= OP_VARARGPREP)
        *low = 1, *high = 0;
    else if (op == OP_SELF)
        *high = a + 1;
    else if (op == OP_LOADNIL)
        *high = a + op_b(i);
    else if (op == OP_CALL || op == OP_TAILCALL || op == OP_VARARG)
        *high = REGISTERS - 1;
    else if (op == OP_FORLOOP || op == OP_FORPREP || op == OP_TFORPREP)
        *high = a + 3;
    else if (op == OP_TFORCALL)
        *low = a + 4, *high = REGISTERS - 1;
    else if (op == OP_TFORLOOP)
        *low = a + 2, *high = a + 4;
}

static void forget_written(struct frame *fr, uint32_t from, uint32_t to, int64_t *work)
{
    unsigned low, high;

    *work += to - from;
    if (*work > WORK) {
        forget_from(fr, 0);
        return;
    }
    for (uint32_t pc = from; pc <= to && pc < fr->f->ncode; pc++) {
        writes(fr->f->code[pc], &low, &high);
        for (; low <= high && low < REGISTERS; low++)
            fr->regs[low] = nothing;
    }
}

/* Where the instruction at `pc` may jump to, other than to the next; -1: nowhere. */
static int64_t target(const struct chunk *f, uint32_t pc)
{
    uint32_t i = f->code[pc];
    int64_t at = pc;

    switch (op_of(i)) {
    case OP_JMP:
        return at + 1 + op_sj(i);
    case OP_LFALSESKIP:
        return at + 2;
    case OP_FORLOOP:
    case OP_TFORLOOP:
        return at + 1 - (int64_t)op_bx(i);
    case OP_FORPREP:
        return at + 2 + (int64_t)op_bx(i);
    case OP_TFORPREP:
        return at + 1 + (int64_t)op_bx(i);
    default:
        return -1;
    }
}

static void leave(struct frame *fr, struct walk *w, int64_t to)
{
    struct arrival *x = fr->arrivals;

    if (fr->dead || fr->blind || to <= fr->pc || to >= fr->f->ncode)
        return;
    while (x && x->pc != to)
        x = x->next;
    if (x) {
        for (unsigned i = 0; i < fr->f->nregs; i++)
            if (!equal(&x->regs[i], &fr->regs[i]))
                x->regs[i] = nothing;
        return;
    }
    if (fr->waiting >= WAITING) {
        fr->blind = true;
        return;
    }
    if ((x = fr->spare))
        fr->spare = x->next;
    else
        x = arena_new_of(w->a, struct arrival);
    memcpy(x->regs, fr->regs, sizeof(x->regs));
    x->pc = (uint32_t)to;
    x->next = fr->arrivals;
    fr->arrivals = x;
    fr->waiting++;
}

/* What is known where jumps arrive is what all ways there agree on. */
static void meet(struct frame *fr)
{
    bool here = false;

    for (struct arrival **at = &fr->arrivals; *at;) {
        struct arrival *x = *at;

        if (x->pc != fr->pc) {
            at = &x->next;
            continue;
        }
        for (unsigned i = 0; i < fr->f->nregs; i++)
            if (fr->dead)
                fr->regs[i] = x->regs[i];
            else if (!equal(&x->regs[i], &fr->regs[i]))
                fr->regs[i] = nothing;
        here = true;
        *at = x->next;
        x->next = fr->spare;
        fr->spare = x;
        fr->waiting--;
    }
    if ((fr->dead && !here) || fr->blind)
        forget_from(fr, 0);
    fr->dead = false;
}

static void arrive(struct walk *w, struct frame *fr)
{
    uint32_t before = fr->pc ? fr->f->code[fr->pc - 1] : 0;

    meet(fr);
    if (fr->loops[fr->pc])
        forget_written(fr, fr->pc, fr->loops[fr->pc] - 1, &w->work);
    /* The body of a generic for: its second variable is an element. */
    if (fr->pc && op_of(before) == OP_TFORPREP) {
        struct value iter = reg(fr, op_a(before));

        forget_from(fr, op_a(before) + 4);
        if (iter.known == ITER)
            set(fr, op_a(before) + 5, (struct value){ OBJECT, iter.p, 0 });
    }
}

/* --- one function --- */

static void do_call(struct walk *w, struct frame *fr, uint32_t i)
{
    unsigned a = op_a(i), b = op_b(i);
    struct value f = reg(fr, a), args[8], v;
    unsigned n = b ? b - 1 : 1; /* up to the top: how many is not known, the first is there or nothing */

    if (n > COUNT(args))
        n = COUNT(args);
    for (unsigned k = 0; k < n; k++)
        args[k] = reg(fr, a + 1 + k);
    v = call(w, fr, f, args, n);
    forget_from(fr, a);
    set(fr, a, v);
}

static void do_self(struct walk *w, struct frame *fr, uint32_t i)
{
    struct value object = reg(fr, op_b(i)), k, v = nothing;
    const char *name;

    k = op_k(i) ? *constant(fr, op_c(i), &k) : reg(fr, op_c(i));
    name = word(&k);
    if (name && (object.known == WORD || object.known == STRING))
        note(w, fr, FACT_METHOD, name, "teks");
    else if (name && object.known == ANY)
        note(w, fr, FACT_METHOD, name, NULL);
    else
        v = read_key(w, fr, object, &k);
    set(fr, op_a(i) + 1, object);
    set(fr, op_a(i), v);
}

static void step(struct walk *w, struct frame *fr)
{
    const struct chunk *f = fr->f;
    uint32_t i = f->code[fr->pc];
    unsigned a = op_a(i), low, high;
    struct value k, v;

    switch (op_of(i)) {
    case OP_MOVE:
        set(fr, a, reg(fr, op_b(i)));
        break;
    case OP_LOADK:
        set(fr, a, *constant(fr, op_bx(i), &k));
        break;
    case OP_LOADKX:
        set(fr, a, fr->pc + 1 < f->ncode ? *constant(fr, op_ax(f->code[fr->pc + 1]), &k) : nothing);
        break;
    case OP_GETUPVAL:
        set(fr, a, up(fr, op_b(i)));
        break;
    case OP_GETTABUP:
        v = read_key(w, fr, up(fr, op_b(i)), constant(fr, op_c(i), &k));
        set(fr, a, v);
        break;
    case OP_GETTABLE:
        k = reg(fr, op_c(i));
        set(fr, a, read_key(w, fr, reg(fr, op_b(i)), &k));
        break;
    case OP_GETI:
        k = nothing;
        set(fr, a, read_key(w, fr, reg(fr, op_b(i)), &k));
        break;
    case OP_GETFIELD:
        v = read_key(w, fr, reg(fr, op_b(i)), constant(fr, op_c(i), &k));
        set(fr, a, v);
        break;
    case OP_SETTABUP:
        write_key(w, fr, up(fr, a), constant(fr, op_b(i), &k));
        break;
    case OP_SETTABLE:
        k = reg(fr, op_b(i));
        write_key(w, fr, reg(fr, a), &k);
        break;
    case OP_SETFIELD:
        write_key(w, fr, reg(fr, a), constant(fr, op_b(i), &k));
        break;
    case OP_SELF:
        do_self(w, fr, i);
        break;
    case OP_CALL:
    case OP_TAILCALL:
        do_call(w, fr, i);
        break;
    case OP_CLOSURE:
        v = nothing;
        if (op_bx(i) < f->nfunctions) {
            walk_inner(w, fr, &f->functions[op_bx(i)], NULL, 0);
            v = (struct value){ PROTO, &f->functions[op_bx(i)], 0 };
        }
        set(fr, a, v);
        break;
    default:
        writes(i, &low, &high);
        for (; low <= high && low < REGISTERS; low++)
            set(fr, low, nothing);
    }
}

/* Marks the registers of `f` that a closure in it writes: `inner` is one, `level` how far in. */
static void mark_shared(struct frame *fr, const struct chunk *inner, int level)
{
    for (uint32_t i = 0; i < inner->ncode; i++) {
        const struct chunk *c = inner;
        unsigned u = op_b(inner->code[i]);

        if (op_of(inner->code[i]) != OP_SETUPVAL)
            continue;
        for (int n = level; n && u < c->nupvalues && !c->upvalues[u].in_stack; n--) {
            u = c->upvalues[u].index;
            c = c->parent;
        }
        if (c && c->parent == fr->f && u < c->nupvalues && c->upvalues[u].in_stack)
            fr->shared[c->upvalues[u].index] = true;
    }
    for (uint32_t i = 0; i < inner->nfunctions; i++)
        mark_shared(fr, &inner->functions[i], level + 1);
}

static void prepare(struct walk *w, struct frame *fr)
{
    const struct chunk *f = fr->f;
    unsigned low, high;

    for (uint32_t i = 0; i < f->nfunctions; i++)
        mark_shared(fr, &f->functions[i], 0);
    for (unsigned i = 0; i < f->nparams; i++)
        fr->fixed[i] = !fr->shared[i];
    fr->loops = arena_array(w->a, uint32_t, f->ncode + 1);
    for (uint32_t pc = 0; pc < f->ncode; pc++) {
        int64_t to = target(f, pc);

        if (to >= 0 && to <= pc && fr->loops[to] < pc + 1)
            fr->loops[to] = pc + 1;
        writes(f->code[pc], &low, &high);
        for (; low <= high && low < f->nparams; low++)
            fr->fixed[low] = false;
    }
}

static void note_words(struct walk *w, const struct chunk *f)
{
    for (uint32_t i = 0; i < f->nvalues; i++) {
        const struct chunk_value *v = &f->values[i];

        if (v->type == CHUNK_TEXT && v->len <= 64 && strlen(v->s) == v->len)
            fact_add(w->facts, FACT_NAME, NULL, 0, v->s, NULL);
    }
}

void l_walk(struct walk *w, const struct chunk *f, const struct value *ups, const struct value *args,
            unsigned nargs)
{
    struct frame *fr;
    struct arrival *spare;

    if (w->depth >= WALK_DEEP || (w->work += f->ncode + CALL_WORK) > WORK)
        return;
    if (!w->frames[w->depth])
        w->frames[w->depth] = arena_new_of(w->a, struct frame);
    fr = w->frames[w->depth++];
    spare = fr->spare;
    *fr = (struct frame){ .f = f, .up = ups, .spare = spare };
    for (unsigned i = 0; i < nargs && i < f->nparams; i++)
        fr->regs[i] = args[i];
    prepare(w, fr);
    note_words(w, f);
    for (fr->pc = 0; fr->pc < f->ncode; fr->pc++) {
        unsigned op = op_of(f->code[fr->pc]);
        int64_t to = target(f, fr->pc);

        arrive(w, fr);
        step(w, fr);
        if (to >= 0)
            leave(fr, w, to);
        /* A jump behind a test is taken or not; every other one is taken. */
        if (op == OP_JMP)
            fr->dead = !fr->pc || !test(op_of(f->code[fr->pc - 1]));
        else
            fr->dead = op == OP_LFALSESKIP || (op >= OP_RETURN && op <= OP_RETURN1);
    }
    w->depth--;
}

/* --- live functions --- */

static int append(lua_State *L, const void *p, size_t n, void *ud)
{
    (void)L;
    buf_add(ud, p, n);
    return 0;
}

const struct chunk *l_walk_chunk(struct walk *w)
{
    struct buf dumped = BUF_NONE;
    struct chunk *f = NULL;

    if (!lua_iscfunction(w->L, -1) && lua_dump(w->L, append, &dumped, 0) == 0 &&
        !chunk_read(dumped.p, dumped.len, w->a, &f))
        f = NULL;
    buf_free(&dumped);
    return f;
}

void l_walk_live(struct walk *w, const struct value *args, unsigned nargs)
{
    const struct chunk *f;
    struct value ups[256];
    const char *name;

    if (w->depth >= WALK_DEEP || w->work > WORK || lua_iscfunction(w->L, -1) || !(f = l_walk_chunk(w)))
        return;
    luaL_checkstack(w->L, 8, NULL);
    for (uint32_t i = 0; i < f->nupvalues; i++) {
        ups[i] = nothing;
        if (!(name = lua_getupvalue(w->L, -1, (int)i + 1)))
            continue;
        lua_rawgeti(w->L, LUA_REGISTRYINDEX, R_ENV);
        if (lua_rawequal(w->L, -1, -2))
            ups[i].known = ENV;
        lua_pop(w->L, 1);
        if (ups[i].known == ENV)
            lua_pop(w->L, 1);
        else
            ups[i] = live_value(w);
    }
    l_walk(w, f, ups, args, nargs);
}

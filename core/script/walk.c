#include "script/walk.h"

#include <string.h>

#include "script/walk_inside.h"

static bool equal(const struct value *x, const struct value *y)
{
    return x->known == y->known && x->p == y->p && x->n == y->n;
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
    else if (op == OP_FORLOOP || op == OP_FORPREP)
        *high = a + 3;
    else if (op == OP_TFORPREP)
        *low = *high = a + 3;
    else if (op == OP_TFORCALL)
        *low = a + 4, *high = REGISTERS - 1;
    else if (op == OP_TFORLOOP)
        *low = a + 2, *high = a + 4;
}

/* What a register held is not certain any more. */
static void drop(struct walk *w, struct frame *fr, unsigned i)
{
    walk_lose(w, &fr->regs[i]);
    fr->regs[i] = NOTHING;
}

static void forget_written(struct walk *w, struct frame *fr, uint32_t from, uint32_t to)
{
    unsigned low, high;

    if ((w->work += to - from) > WORK) {
        for (unsigned i = 0; i < REGISTERS; i++)
            drop(w, fr, i);
        return;
    }
    for (uint32_t pc = from; pc <= to && pc < fr->f->ncode; pc++) {
        writes(fr->f->code[pc], &low, &high);
        for (; low <= high && low < REGISTERS; low++)
            drop(w, fr, low);
    }
}

/* The registers that matter at `pc`: the variables of a generic for are made anew by its own instruction. */
static unsigned alive_at(const struct frame *fr, uint32_t pc)
{
    uint32_t i = fr->f->code[pc];

    return op_of(i) == OP_TFORCALL && op_a(i) + 4 < fr->f->nregs ? op_a(i) + 4 : fr->f->nregs;
}

static void leave(struct frame *fr, struct walk *w, int64_t to)
{
    struct arrival *x = fr->arrivals;

    if (fr->dead || fr->blind || to <= fr->pc || to >= fr->f->ncode)
        return;
    while (x && x->pc != to)
        x = x->next;
    if (x) {
        for (unsigned i = 0; i < alive_at(fr, x->pc); i++)
            if (!equal(&x->regs[i], &fr->regs[i])) {
                walk_lose(w, &x->regs[i]);
                walk_lose(w, &fr->regs[i]);
                x->regs[i] = NOTHING;
            }
        return;
    }
    if (fr->waiting >= WAITING) {
        fact_add(w->facts, FACT_CUT, NULL, 0, NULL, NULL);
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
static void meet(struct walk *w, struct frame *fr)
{
    unsigned n = alive_at(fr, fr->pc);
    bool here = false;

    if (n < fr->f->nregs)
        forget_from(fr, n);
    for (struct arrival **at = &fr->arrivals; *at;) {
        struct arrival *x = *at;

        if (x->pc != fr->pc) {
            at = &x->next;
            continue;
        }
        for (unsigned k = 0; k < n; k++)
            if (fr->dead)
                fr->regs[k] = x->regs[k];
            else if (!equal(&x->regs[k], &fr->regs[k])) {
                walk_lose(w, &x->regs[k]);
                drop(w, fr, k);
            }
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

    meet(w, fr);
    if (fr->loops[fr->pc])
        forget_written(w, fr, fr->pc, fr->loops[fr->pc] - 1);
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
    for (unsigned k = n; !b && a + 1 + k < REGISTERS; k++)
        walk_lose(w, &fr->regs[a + 1 + k]);
    v = l_walk_call(w, fr, f, args, n);
    forget_from(fr, a);
    set(fr, a, v);
}

static void do_self(struct walk *w, struct frame *fr, uint32_t i)
{
    struct value object = reg(fr, op_b(i)), k, v = NOTHING;
    const char *name;

    k = op_k(i) ? *constant(fr, op_c(i), &k) : reg(fr, op_c(i));
    name = walk_word(&k);
    if (name && (object.known == WORD || object.known == STRING))
        walk_note(w, fr, FACT_METHOD, name, "teks");
    else if (name && object.known == ANY)
        walk_note(w, fr, FACT_METHOD, name, NULL);
    else
        v = l_walk_read(w, fr, object, &k);
    set(fr, op_a(i) + 1, object);
    set(fr, op_a(i), v);
}

/* What a closure takes, unless walk_inner follows it. */
static void lose_taken(struct walk *w, const struct frame *fr, const struct chunk *inner)
{
    for (uint32_t i = 0; i < inner->nupvalues; i++) {
        const struct chunk_upvalue *u = &inner->upvalues[i];

        if (u->in_stack && !fr->fixed[u->index])
            walk_lose(w, &fr->regs[u->index]);
    }
}

/* n registers from `a` on; 0: up to the top. */
static void lose_some(struct walk *w, const struct frame *fr, unsigned a, unsigned n)
{
    for (unsigned k = a; k < REGISTERS && (!n || k < a + n); k++)
        walk_lose(w, &fr->regs[k]);
}

/* t[k] = v */
static void lose_stored(struct walk *w, const struct frame *fr, uint32_t i)
{
    if (!op_k(i))
        walk_lose(w, &fr->regs[op_c(i)]);
}

/* Upvalue u is assigned: does it belong to the function that was registered, and so outlive the call? */
static void note_outer(struct walk *w, const struct frame *fr, unsigned u)
{
    const struct chunk *c = fr->f;

    for (; c->parent && u < c->nupvalues && !c->upvalues[u].in_stack; c = c->parent)
        u = c->upvalues[u].index;
    if (!c->parent && u < c->nupvalues)
        walk_lasting(w, fr, c->upvalues[u].name);
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
        set(fr, a, fr->pc + 1 < f->ncode ? *constant(fr, op_ax(f->code[fr->pc + 1]), &k) : NOTHING);
        break;
    case OP_GETUPVAL:
        set(fr, a, up(fr, op_b(i)));
        break;
    case OP_GETTABUP:
        v = l_walk_read(w, fr, up(fr, op_b(i)), constant(fr, op_c(i), &k));
        set(fr, a, v);
        break;
    case OP_GETTABLE:
        k = reg(fr, op_c(i));
        set(fr, a, l_walk_read(w, fr, reg(fr, op_b(i)), &k));
        break;
    case OP_GETI:
        k = NOTHING;
        set(fr, a, l_walk_read(w, fr, reg(fr, op_b(i)), &k));
        break;
    case OP_GETFIELD:
        v = l_walk_read(w, fr, reg(fr, op_b(i)), constant(fr, op_c(i), &k));
        set(fr, a, v);
        break;
    case OP_SETUPVAL:
        note_outer(w, fr, op_b(i));
        walk_lose(w, &fr->regs[a]);
        break;
    case OP_TESTSET:
        walk_lose(w, &fr->regs[op_b(i)]);
        set(fr, a, NOTHING);
        break;
    case OP_SETLIST:
        lose_some(w, fr, a + 1, op_b(i));
        break;
    case OP_RETURN:
        if (op_b(i) != 1)
            lose_some(w, fr, a, op_b(i) ? op_b(i) - 1 : 0);
        break;
    case OP_RETURN1:
        lose_some(w, fr, a, 1);
        break;
    case OP_SETI:
        k = NOTHING;
        lose_stored(w, fr, i);
        walk_write(w, fr, reg(fr, a), &k);
        break;
    case OP_SETTABUP:
        lose_stored(w, fr, i);
        walk_write(w, fr, up(fr, a), constant(fr, op_b(i), &k));
        break;
    case OP_SETTABLE:
        lose_stored(w, fr, i);
        k = reg(fr, op_b(i));
        walk_write(w, fr, reg(fr, a), &k);
        break;
    case OP_SETFIELD:
        lose_stored(w, fr, i);
        walk_write(w, fr, reg(fr, a), constant(fr, op_b(i), &k));
        break;
    case OP_SELF:
        do_self(w, fr, i);
        break;
    case OP_CALL:
    case OP_TAILCALL:
        do_call(w, fr, i);
        break;
    case OP_CLOSURE:
        v = NOTHING;
        if (op_bx(i) < f->nfunctions) {
            lose_taken(w, fr, &f->functions[op_bx(i)]);
            l_walk_inner(w, fr, &f->functions[op_bx(i)], NULL, 0);
            v = (struct value){ PROTO, &f->functions[op_bx(i)], 0 };
        }
        set(fr, a, v);
        break;
    default:
        writes(i, &low, &high);
        for (; low <= high && low < REGISTERS; low++)
            set(fr, low, NOTHING);
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
        int64_t to = chunk_target(f, pc);

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

    if (w->depth >= WALK_DEEP || (w->work += f->ncode + CALL_WORK) > WORK) {
        fact_add(w->facts, FACT_CUT, NULL, 0, NULL, NULL);
        return;
    }
    if (!w->frames[w->depth])
        w->frames[w->depth] = arena_new_of(w->a, struct frame);
    fr = w->frames[w->depth++];
    spare = fr->spare;
    *fr = (struct frame){ .f = f, .up = ups, .spare = spare };
    for (unsigned i = 0; i < nargs; i++)
        if (i < f->nparams)
            fr->regs[i] = args[i];
        else if (f->vararg)
            walk_lose(w, &args[i]);
    prepare(w, fr);
    note_words(w, f);
    for (fr->pc = 0; fr->pc < f->ncode; fr->pc++) {
        unsigned op = op_of(f->code[fr->pc]);
        int64_t to = chunk_target(f, fr->pc);

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

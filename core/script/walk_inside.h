/* The inside of walk*.c: what is known while one function is walked. */
#ifndef SCRIPT_WALK_INSIDE_H
#define SCRIPT_WALK_INSIDE_H

#include "script/walk.h"

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
    bool fixed[REGISTERS];  /* a parameter that NOTHING writes again: what a closure takes is it */
    bool shared[REGISTERS]; /* a closure writes it: never known */
    struct arrival *arrivals, *spare;
    unsigned waiting;
    uint32_t *loops; /* for each instruction: the last one that jumps back to it, + 1 */
    bool dead;       /* NOTHING falls through to here */
    bool blind;      /* too many jumps: NOTHING is followed any more */
    uint32_t pc;
};

#define NOTHING ((struct value){ ANY, NULL, 0 })

static inline bool tracked(const struct value *v)
{
    return v->known == OBJECT || v->known == LIST;
}

static inline const struct value *constant(const struct frame *fr, uint32_t i, struct value *out)
{
    *out = NOTHING;
    if (i < fr->f->nvalues && fr->f->values[i].type == CHUNK_TEXT) {
        out->known = WORD;
        out->p = &fr->f->values[i];
    }
    return out;
}

static inline struct value reg(const struct frame *fr, unsigned i)
{
    return i < REGISTERS && !fr->shared[i] ? fr->regs[i] : NOTHING;
}

static inline void set(struct frame *fr, unsigned i, struct value v)
{
    if (i < REGISTERS)
        fr->regs[i] = v;
}

static inline void forget_from(struct frame *fr, unsigned i)
{
    for (; i < REGISTERS; i++)
        fr->regs[i] = NOTHING;
}

static inline struct value up(const struct frame *fr, unsigned i)
{
    return i < fr->f->nupvalues ? fr->up[i] : NOTHING;
}

/* A note at the instruction that the frame is at. */
void walk_note(struct walk *w, const struct frame *fr, enum fact_kind kind, const char *a, const char *b);
/* An object goes where nobody looks: what is not seen to be read of it may be read all the same. */
void walk_lose(struct walk *w, const struct value *v);
/* Something is written that outlives the call; `name` "" where it is some table. */
void walk_lasting(struct walk *w, const struct frame *fr, const char *name);
/* The text of a WORD, else NULL. */
const char *walk_word(const struct value *v);
/* What reading or writing `key` of `t` gives, with the notes that it leaves. */
struct value l_walk_read(struct walk *w, const struct frame *fr, struct value t, const struct value *key);
void walk_write(struct walk *w, const struct frame *fr, struct value t, const struct value *key);
/* What a call gives; goes into functions that are known if they are given objects. */
struct value l_walk_call(struct walk *w, const struct frame *fr, struct value f, const struct value *args,
                         unsigned nargs);
/* A function within the one of `fr`. */
void l_walk_inner(struct walk *w, const struct frame *fr, const struct chunk *f, const struct value *args,
                  unsigned nargs);

#endif

/* What walked code does with values: keys read and written, calls, functions of the loaded plugin. */
#include <stdio.h>
#include <string.h>

#include "script/lib.h"
#include "script/walk_inside.h"

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

void walk_note(struct walk *w, const struct frame *fr, enum fact_kind kind, const char *a, const char *b)
{
    note_at(w, kind, fr->f->source, fr->f->lines[fr->pc], a, b);
}

/* An object goes where nobody looks: what is not seen to be read of it may be read all the same. */
void walk_lose(struct walk *w, const struct value *v)
{
    if (tracked(v))
        fact_add(w->facts, FACT_LOST, NULL, 0, v->p, NULL);
}

void walk_lasting(struct walk *w, const struct frame *fr, const char *name)
{
    if (w->live && !shared_library(fr->f->source))
        walk_note(w, fr, FACT_LASTING, name, NULL);
}

/* --- values --- */

const char *walk_word(const struct value *v)
{
    const struct chunk_value *c = v->p;

    return v->known == WORD && strlen(c->s) == c->len ? c->s : NULL;
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
        return NOTHING;
    if (strcmp(type, "teks") == 0 || strcmp(type, "tanggal") == 0)
        return (struct value){ STRING, NULL, 0 };
    if (strncmp(type, "daftar ", 7) == 0)
        return (struct value){ LIST, type + 7, 0 };
    if (strcmp(type, "bulat") == 0 || strcmp(type, "bilangan") == 0 || strcmp(type, "ya_tidak") == 0)
        return NOTHING;
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
    struct value v = NOTHING;
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
struct value l_walk_read(struct walk *w, const struct frame *fr, struct value t, const struct value *key)
{
    const char *name = walk_word(key), *owner = t.p;
    struct value v = NOTHING;

    switch (t.known) {
    case ENV:
        if (!name)
            break;
        walk_note(w, fr, FACT_READ, name, NULL);
        v = (struct value){ library(w, name) ? LIBRARY : GLOBAL, name, 0 };
        break;
    case LIBRARY:
    case GLOBAL:
        if (!name)
            break;
        walk_note(w, fr, FACT_MEMBER, owner, name);
        if (t.known == LIBRARY)
            v = (struct value){ MEMBER, arena_printf(w->a, "%s.%s", owner, name), 0 };
        break;
    case OBJECT:
        if (name) {
            walk_note(w, fr, FACT_FIELD, owner, name);
            v = field_value(w, owner, name);
        } else {
            walk_note(w, fr, FACT_WHOLE, owner, NULL);
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

void walk_write(struct walk *w, const struct frame *fr, struct value t, const struct value *key)
{
    const char *name = walk_word(key);

    if (t.known == LIVE)
        walk_lasting(w, fr, "");
    if (!name)
        return;
    if (t.known == ENV)
        walk_note(w, fr, FACT_WRITE, name, NULL);
    else if (t.known == LIBRARY)
        walk_note(w, fr, FACT_WRITE, arena_printf(w->a, "%s.%s", (const char *)t.p, name), NULL);
    else
        fact_add(w->facts, FACT_STORED, NULL, 0, name, NULL);
}

/* --- calls --- */

void l_walk_inner(struct walk *w, const struct frame *fr, const struct chunk *f, const struct value *args,
                  unsigned nargs)
{
    struct value ups[256];

    for (uint32_t i = 0; i < f->nupvalues; i++) {
        const struct chunk_upvalue *u = &f->upvalues[i];

        ups[i] = !u->in_stack ? up(fr, u->index) : fr->fixed[u->index] ? fr->regs[u->index] : NOTHING;
    }
    l_walk(w, f, ups, args, nargs);
}

/* The same function with the same kinds of arguments has nothing new to say. */
static bool seen(struct walk *w, const void *f, const struct value *args, unsigned nargs)
{
    struct walk_seen x = { .f = f };

    for (unsigned i = 0; i < nargs && i < COUNT(x.args); i++)
        if (tracked(&args[i])) {
            x.args[i] = args[i].p;
            x.list |= (args[i].known == LIST) << i;
        }
    for (unsigned i = 0; i < w->nseen; i++)
        if (memcmp(&w->seen[i], &x, sizeof(x)) == 0)
            return true;
    if (w->nseen == COUNT(w->seen)) {
        fact_add(w->facts, FACT_CUT, NULL, 0, NULL, NULL);
        return true;
    }
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
        known = known || tracked(&args[i]);
    if (!known)
        return;
    if (!shared_library(fr->f->source)) {
        w->blame_file = fr->f->source;
        w->blame_line = fr->f->lines[fr->pc];
    }
    if (f.known == PROTO) {
        if (!seen(w, f.p, args, nargs))
            l_walk_inner(w, fr, f.p, args, nargs);
    } else if (f.known == LIVE) {
        lua_rawgeti(w->L, w->live, f.n);
        if (lua_isfunction(w->L, -1) && !seen(w, lua_topointer(w->L, -1), args, nargs))
            l_walk_live(w, args, nargs);
        lua_pop(w->L, 1);
    } else if (f.known != GLOBAL || (strcmp(f.p, "type") != 0 && strcmp(f.p, "tostring") != 0)) {
        for (unsigned i = 0; i < nargs; i++)
            walk_lose(w, &args[i]);
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

struct value l_walk_call(struct walk *w, const struct frame *fr, struct value f, const struct value *args,
                         unsigned nargs)
{
    struct value first = nargs ? args[0] : NOTHING;

    if (f.known == MEMBER && first.known == LIVE &&
        (strcmp(f.p, "list.insert") == 0 || strcmp(f.p, "list.remove") == 0 || strcmp(f.p, "list.sort") == 0))
        walk_lasting(w, fr, "");
    if (f.known == GLOBAL && strcmp(f.p, "ipairs") == 0 && first.known == LIST)
        return (struct value){ ITER, first.p, 0 };
    if (f.known == GLOBAL && strcmp(f.p, "pairs") == 0 && first.known == LIST)
        return (struct value){ ITER, first.p, 0 };
    if (f.known == GLOBAL && strcmp(f.p, "pairs") == 0 && first.known == OBJECT) {
        walk_note(w, fr, FACT_WHOLE, first.p, NULL);
        return NOTHING;
    }
    if (f.known == MEMBER && walks_elements(f.p) && first.known == LIST) {
        struct value element[2] = { { OBJECT, first.p, 0 }, NOTHING };

        if (strcmp(f.p, "list.sort") == 0)
            element[1] = element[0];
        if (nargs > 1)
            follow(w, fr, args[1], element, 2);
        if (strcmp(f.p, "list.filter") == 0 || strcmp(f.p, "list.sort") == 0)
            return first;
        return NOTHING;
    }
    if (f.known == MEMBER && first.known == LIST &&
        (strcmp(f.p, "list.copy") == 0 || strcmp(f.p, "list.reverse") == 0))
        return first;
    follow(w, fr, f, args, nargs);
    return NOTHING;
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
        ups[i] = NOTHING;
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

#include "script/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "script/lib.h"

struct inspection {
    const struct source *src;
    const struct walk_types *types;
    const struct source_file *file;
    struct facts *facts;
    struct walk *walk;
    struct arena *a;
};

static void note_failure(struct inspection *in, const struct failure *f)
{
    fact_add(in->facts, FACT_FAILURE, f->err.file, f->err.line, code_row(f->err.code)->name, f->err.msg);
    fact_column(in->facts, f->column);
}

static struct walk *walk_new(struct inspection *in, lua_State *L)
{
    struct walk *w = arena_new_of(in->a, struct walk);

    w->L = L;
    w->a = in->a;
    w->facts = in->facts;
    w->types = in->types;
    return w;
}

/* --- one file, without running it --- */

static int walk_file(lua_State *L)
{
    struct inspection *in = lua_touserdata(L, 1);
    struct walk *w = walk_new(in, L);
    const struct value env = { ENV, NULL, 0 };
    const struct chunk *f;

    l_source_load(L, in->file);
    if ((f = l_walk_chunk(w)) && f->nupvalues == 1)
        l_walk(w, f, &env, NULL, 0);
    return 0;
}

static bool inspect_file(struct inspection *in, const struct source_file *file)
{
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;
    bool good;

    in->file = file;
    good = sandbox_open(&sb, NULL) && sandbox_run(&sb, walk_file, in, 0, &limits, true);
    if (!good)
        note_failure(in, &sb.failure);
    sandbox_close(&sb);
    return good;
}

/* --- what was registered --- */

/* The type of the first argument that the host gives. */
static const char *argument(struct inspection *in, const char *kind, const char *code, const char *member)
{
    const char *type = walk_type(in->types, arena_printf(in->a, "%s()", kind), member);

    return type ? type : arena_printf(in->a, "isian %s %s", kind, code);
}

/* Can a value come out? */
static bool answers(const struct chunk *f)
{
    for (uint32_t i = 0; i < f->ncode; i++) {
        unsigned op = op_of(f->code[i]);

        if (op == OP_RETURN1 || op == OP_TAILCALL || (op == OP_RETURN && op_b(f->code[i]) != 1))
            return true;
    }
    return false;
}

/* Does `f` end with a call of error, which no way goes around? Then it means to refuse always. */
static bool refuses(const struct chunk *f)
{
    uint32_t last = f->ncode ? f->ncode - 1 : 0, i;

    if (last < 2 || op_of(f->code[last - 1]) != OP_CALL)
        return false;
    for (uint32_t pc = 0; pc < last; pc++)
        if (chunk_target(f, pc) == (int64_t)last)
            return false;
    for (i = last - 1;
         i && !(op_of(f->code[i]) == OP_GETTABUP && op_a(f->code[i]) == op_a(f->code[last - 1]));)
        i--;
    return i < last && op_of(f->code[i]) == OP_GETTABUP && op_c(f->code[i]) < f->nvalues &&
           f->values[op_c(f->code[i])].type == CHUNK_TEXT &&
           strcmp(f->values[op_c(f->code[i])].s, "error") == 0;
}

/* The function at the top, member `member` of the registration whose place is `file`:`line`. */
static void walk_member(struct inspection *in, const char *kind, const char *code, const char *member,
                        const char *file, int line)
{
    struct walk *w = in->walk;
    struct value args[2] = { { OBJECT, argument(in, kind, code, member), 0 }, { OBJECT, "setelan", 0 } };
    const struct chunk *f = l_walk_chunk(w);

    if (!f)
        return;
    w->blame_file = file;
    w->blame_line = line;
    if (!answers(f) && !refuses(f)) {
        bool shared = strncmp(f->source, "lib/", 4) == 0;

        fact_add(in->facts, FACT_SILENT, shared ? file : f->source, shared ? line : f->last_line,
                 arena_printf(in->a, "%s %s %s", kind, code, member), NULL);
    }
    l_walk_live(w, args, 2);
}

/* The registration at the top: its place, then each of its functions. */
static void walk_registration(lua_State *L, struct inspection *in, const char *kind)
{
    int at = lua_gettop(L);
    const char *code, *file = "init.lua";
    int line = 0;

    lua_getfield(L, at, strcmp(kind, "fungsi") == 0 ? "nama" : "kode");
    code = arena_strdup(in->a, lua_tostring(L, -1));
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_PLACES);
    lua_pushvalue(L, at);
    if (lua_rawget(L, -2) == LUA_TSTRING) {
        const char *place = lua_tostring(L, -1), *colon = strrchr(place, ':');

        file = arena_strndup(in->a, place, (size_t)(colon - place));
        line = (int)strtol(colon + 1, NULL, 10);
    }
    fact_add(in->facts, FACT_REGISTERED, file, line, kind, code);
    lua_settop(L, at);
    lua_pushnil(L);
    while (lua_next(L, at)) {
        if (lua_isfunction(L, -1))
            walk_member(in, kind, code, lua_tostring(L, -2), file, line);
        lua_pop(L, 1);
    }
}

static int walk_registered(lua_State *L)
{
    static const char *const kinds[] = { "indikator", "skema", "pelatihan", "fungsi" };
    struct inspection *in = lua_touserdata(L, 1);

    in->walk = walk_new(in, L);
    lua_newtable(L);
    in->walk->live = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    for (size_t k = 0; k < COUNT(kinds); k++) {
        int top = lua_gettop(L);

        if (lua_getfield(L, -1, kinds[k]) == LUA_TTABLE)
            for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
                walk_registration(L, in, kinds[k]);
                lua_settop(L, top + 1);
            }
        lua_settop(L, top);
    }
    return 0;
}

static void inspect_loaded(struct inspection *in)
{
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;

    limits.memory *= 2; /* what the check keeps is not the plugin's */
    if (!sandbox_open_inspect(&sb, in->src, in->facts) ||
        !sandbox_run(&sb, walk_registered, in, 0, &limits, true))
        note_failure(in, &sb.failure);
    sandbox_close(&sb);
}

/* --- the frame --- */

static bool read_word(struct wire *w, struct arena *a, const char **out)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_TEXT)
        return false;
    *out = arena_strndup(a, it.s, it.n);
    return true;
}

bool inspect_types(struct wire *w, struct arena *a, struct walk_types *out)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_ARRAY || it.n > 10000)
        return false;
    out->list = arena_array(a, struct walk_type, it.n + 1);
    for (uint32_t i = it.n; i; i--) {
        struct walk_type *t = &out->list[out->n++];

        if (wire_next(w, &it) != WIRE_ARRAY || it.n != 3 || !read_word(w, a, &t->owner) ||
            !read_word(w, a, &t->name) || !read_word(w, a, &t->type))
            return false;
    }
    return true;
}

void inspect_sources(const struct source *src, const struct walk_types *types, struct facts *facts)
{
    struct inspection in = { .src = src, .types = types, .facts = facts, .a = facts->a };
    bool good = true;

    for (size_t i = 0; i < src->nfiles; i++)
        good = inspect_file(&in, &src->files[i]) && good;
    /* With a file that cannot be read, loading would say the same again. */
    if (good)
        inspect_loaded(&in);
}

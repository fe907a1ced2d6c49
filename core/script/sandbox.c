#include "script/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/heap.h"
#include "script/lib.h"

enum {
    SEED = 0x7E4A7A11, /* of every state: heap.h */
    PLACES = 64,
};

static int refuse_global(lua_State *L)
{
    if (lua_type(L, 2) == LUA_TSTRING)
        return l_raise(L, E_PLUGIN_GLOBAL, "Nama global '%s' tidak boleh diisi; tulis local %s = …",
                       lua_tostring(L, 2), lua_tostring(L, 2));
    return l_raise(L, E_PLUGIN_GLOBAL, "Lingkungan plugin tidak boleh diisi.");
}

static int refuse_library(lua_State *L)
{
    return l_raise(L, E_PLUGIN_GLOBAL, "Pustaka %s tidak boleh diubah.",
                   lua_tostring(L, lua_upvalueindex(1)));
}

static int unknown_global(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    const char *hint = absent_hint(name);

    if (hint)
        return l_raise(L, E_PLUGIN_NAMA, "'%s' tidak tersedia bagi plugin: %s", name, hint);
    return l_raise(L, E_PLUGIN_NAMA,
                   "Nama '%s' tidak dikenal. Periksa ejaannya, atau tulis local %s lebih dulu.", name, name);
}

static int unknown_member(lua_State *L)
{
    const char *library = lua_tostring(L, lua_upvalueindex(1));
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    const char *hint;
    char full[96];

    snprintf(full, sizeof(full), "%s.%s", library, name);
    hint = absent_hint(full);
    if (!hint && strcmp(library, "text") == 0) {
        snprintf(full, sizeof(full), "string.%s", name);
        hint = absent_hint(full);
    }
    if (hint)
        return l_raise(L, E_PLUGIN_NAMA, "%s.%s tidak ada: %s", library, name, hint);
    return l_raise(L, E_PLUGIN_NAMA, "%s.%s tidak ada dalam pustaka %s.", library, name, library);
}

/* What plugin code gets for a table that it must not change: the table at the top gives place to an empty
 * proxy that reads through to it and refuses every new key. The proxy's metatable carries [1] = true: C code
 * that writes raw (list.insert) refuses such tables. */
static void proxy(lua_State *L, const char *name)
{
    lua_newtable(L);
    lua_createtable(L, 1, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, strcmp(name, "_ENV") == 0 ? refuse_global : refuse_library, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 1);
    lua_rawseti(L, -2, 1);
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

/* Gives the table at the top a reader for what it does not have. */
static void answer_absent(lua_State *L, const char *name, lua_CFunction f)
{
    lua_createtable(L, 0, 1);
    lua_pushstring(L, name);
    lua_pushcclosure(L, f, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

static int absent_field(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const char *name;

    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_OPTIONAL);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL)
        return 0;
    if (sb->absent) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, R_ABSENT);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, -2) != LUA_TNIL)
            return 0;
    }
    name = lua_tostring(L, 2);
    return l_raise(
        L, E_PLUGIN_MEDAN,
        "Medan '%s' tidak ada pada objek ini. Periksa ejaannya; medan evaluasi harus disebut di reads.",
        name);
}

static int error_field(lua_State *L)
{
    const struct coded *e = coded_at(L, 1);
    const char *name = lua_tostring(L, 2);

    if (!e || lua_type(L, 2) != LUA_TSTRING)
        return 0;
    if (strcmp(name, "pesan") == 0)
        lua_pushstring(L, e->msg);
    else if (strcmp(name, "code") == 0)
        lua_pushstring(L, code_row(e->code)->name);
    else if (strcmp(name, "baris") == 0)
        lua_pushinteger(L, e->line);
    else
        return 0;
    return 1;
}

static void metatable_with_index(lua_State *L, int ref, lua_CFunction f)
{
    lua_createtable(L, 0, 1);
    if (f) {
        lua_pushcfunction(L, f);
        lua_setfield(L, -2, "__index");
    }
    lua_rawseti(L, LUA_REGISTRYINDEX, ref);
}

static const struct {
    const char *name;
    void (*open)(lua_State *);
} libraries[] = {
    { "math", l_open_math }, { "text", l_open_text }, { "list", l_open_list },
    { "num", l_open_num },   { "date", l_open_date },
};

void l_sandbox_globals(lua_State *L)
{
    static const int tables[] = {
        R_DAFTAR, R_MODULES, R_LOADING, R_SETTINGS, R_OPTIONAL, R_ABSENT, R_PLACES
    };

    luaL_checkstack(L, 20, NULL);
    /* Also fills the array part up to the last index, so that reads stay cheap. */
    for (int i = R_ENV; i <= R_PLACES; i++) {
        lua_pushboolean(L, 0);
        lua_rawseti(L, LUA_REGISTRYINDEX, i);
    }
    for (size_t i = 0; i < COUNT(tables); i++) {
        lua_newtable(L);
        lua_rawseti(L, LUA_REGISTRYINDEX, tables[i]);
    }
    metatable_with_index(L, R_STRICT_MT, absent_field);
    metatable_with_index(L, R_LIST_MT, NULL);
    metatable_with_index(L, R_ERROR_MT, error_field);

    lua_newtable(L);
    l_open_base(L);
    l_open_use(L);
    l_open_catat(L);
    l_open_daftar(L);
    for (size_t i = 0; i < COUNT(libraries); i++) {
        libraries[i].open(L);
        answer_absent(L, libraries[i].name, unknown_member);
        if (libraries[i].open == l_open_text) {
            lua_pushliteral(L, "");
            lua_createtable(L, 0, 1);
            lua_pushvalue(L, -3);
            lua_setfield(L, -2, "__index");
            lua_setmetatable(L, -2);
            lua_pop(L, 1);
        }
        proxy(L, libraries[i].name);
        lua_setfield(L, -2, libraries[i].name);
    }
    answer_absent(L, "_ENV", unknown_global);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, R_GLOBALS);
    proxy(L, "_ENV");
    lua_rawseti(L, LUA_REGISTRYINDEX, R_ENV);
}

/* --- running --- */

bool sandbox_run(struct sandbox *sb, lua_CFunction f, void *arg, int nresults, const struct limits *limits,
                 bool counted)
{
    lua_State *L = sb->L;
    int status;

    sb->failure = (struct failure){ 0 };
    lua_pushcfunction(L, galat_handler);
    lua_pushcfunction(L, f);
    lua_pushlightuserdata(L, arg);
    budget_begin(&sb->budget, limits, counted);
    status = lua_pcall(L, 1, nresults, -3);
    budget_end(&sb->budget);
    if (status == LUA_ERRMEM && !sb->budget.stop)
        sb->budget.stop = STOP_MEMORY;
    if (status != LUA_OK && !sb->failure.err.code && !sb->budget.stop)
        sb->budget.stop = STOP_STACK; /* an error within the handling of an error */
    if (sb->budget.stop) {
        galat_of_stop(&sb->budget, &sb->failure);
        lua_settop(L, 0);
        return false;
    }
    if (status != LUA_OK) {
        lua_settop(L, 0);
        return false;
    }
    lua_remove(L, -nresults - 1);
    return true;
}

static int open_globals(lua_State *L)
{
    l_sandbox_globals(L);
    return 0;
}

static int run_init(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_GLOBALS);
    lua_getfield(L, -1, "use");
    lua_pushnil(L); /* nil is init.lua itself */
    lua_call(L, 1, 0);
    return 0;
}

static bool open_seeded(struct sandbox *sb, const struct source *src, uint32_t seed, struct facts *facts)
{
    struct limits limits = LIMITS_LOAD;

    memset(sb, 0, sizeof(*sb));
    sb->src = src;
    sb->facts = facts;
    sb->phase = PHASE_LOAD;
    sb->budget.limits = limits;
    sb->budget.seed = seed;
    sb->L = lua_newstate(budget_alloc, &sb->budget);
    if (!sb->L) {
        (void)err_set(&sb->failure.err, E_PLUGIN_BATAS_MEMORI, NULL);
        return false;
    }
    *(struct sandbox **)lua_getextraspace(sb->L) = sb;
    sb->budget.L = sb->L;
    if (src && src->limits.memory < limits.memory)
        limits.memory = src->limits.memory;
    if (!sandbox_run(sb, open_globals, NULL, 0, &limits, true))
        return false;
    if (!src)
        return true;
    if (!sandbox_run(sb, run_init, NULL, 0, &limits, true))
        return false;
    sb->phase = PHASE_RUN; /* registering is E_PLUGIN_FASE from now on */
    return true;
}

bool sandbox_open(struct sandbox *sb, const struct source *src)
{
    return open_seeded(sb, src, SEED, NULL);
}

bool sandbox_open_inspect(struct sandbox *sb, const struct source *src, struct facts *facts)
{
    return open_seeded(sb, src, SEED, facts);
}

void sandbox_close(struct sandbox *sb)
{
#ifdef TENAYAN_SANITIZER
    if (sb->L)
        lua_close(sb->L);
#endif
    heap_reset(); /* nothing in a state has a finalizer */
    buf_free(&sb->steps);
    sb->L = NULL;
}

void l_function_find(lua_State *L, const char *kind, const char *kode, const char *member)
{
    const char *key = strcmp(kind, "fungsi") == 0 ? "nama" : "kode";
    int top = lua_gettop(L);

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    if (lua_getfield(L, -1, kind) == LUA_TTABLE) {
        for (lua_Integer i = 1; lua_rawgeti(L, top + 2, i) == LUA_TTABLE; i++) {
            lua_getfield(L, -1, key);
            if (strcmp(lua_tostring(L, -1), kode) == 0 && lua_getfield(L, -2, member) == LUA_TFUNCTION) {
                lua_replace(L, top + 1);
                lua_settop(L, top + 1);
                return;
            }
            lua_settop(L, top + 2);
        }
    }
    l_raise(L, E_PLUGIN_FUNGSI, "Plugin tidak mempunyai %s '%s' dengan fungsi %s.", kind, kode, member);
}

/* --- self-check --- */

/* Every name that plugin code can reach from its globals, sorted; a change here is a change of `api`. */
static const char *const reachable[] = {
#include "script/reachable.def"
};

struct walk {
    size_t n;
    const char *names[256];
};

static int name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void note(struct walk *w, const char *prefix, const char *name, int type)
{
    char full[128];

    snprintf(full, sizeof(full), "%s%s%s %s", prefix, *prefix ? "." : "", name, lua_typename(NULL, type));
    if (w->n < COUNT(w->names))
        w->names[w->n++] = mem_strdup(full);
}

/* The table at the top is what a proxy reads through. */
static void walk_table(lua_State *L, struct walk *w, const char *prefix, int depth)
{
    luaL_checkstack(L, 8, NULL);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "#";

        note(w, prefix, name, lua_type(L, -1));
        if (lua_iscfunction(L, -1)) {
            if (lua_getupvalue(L, -1, 1))
                lua_pop(L, 1);
            else
                note(w, prefix, "(bukan closure)", LUA_TFUNCTION); /* heap.h says why not */
        }
        if (lua_type(L, -1) == LUA_TTABLE && depth < 4) {
            walk_table(L, w, name, depth + 1);
            if (lua_getmetatable(L, -1)) {
                if (lua_getfield(L, -1, "__index") == LUA_TTABLE)
                    walk_table(L, w, name, depth + 1);
                lua_pop(L, 2);
            }
        }
        lua_pop(L, 1);
    }
}

static int self_check(lua_State *L)
{
    struct walk *w = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ENV);
    walk_table(L, w, "", 0); /* the proxy itself must be empty */
    lua_getmetatable(L, -1);
    lua_getfield(L, -1, "__index");
    walk_table(L, w, "", 0);
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_getfield(L, -1, "__index");
    walk_table(L, w, "\"\"", 0);
    return 0;
}

/* The order in which a table of text keys lies in memory: it follows from the seed. */
static int key_places(lua_State *L)
{
    char *out = lua_touserdata(L, 1);

    lua_newtable(L);
    for (int i = 0; i < PLACES; i++) {
        lua_pushinteger(L, i);
        lua_pushfstring(L, "kunci %d", i);
        lua_insert(L, -2);
        lua_rawset(L, -3);
    }
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        *out++ = (char)lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return 0;
}

/* That a fixed seed is what decides, and that we know where it stands in this Lua. */
static bool seed_check(void)
{
    static const uint32_t seeds[] = { SEED, ~(uint32_t)SEED, SEED };
    char order[COUNT(seeds)][PLACES];
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;
    bool good = true;

    for (size_t i = 0; i < COUNT(seeds); i++) {
        good = open_seeded(&sb, NULL, seeds[i], NULL) &&
               sandbox_run(&sb, key_places, order[i], 0, &limits, true) && good;
        sandbox_close(&sb);
    }
    return good && memcmp(order[0], order[1], PLACES) != 0 && memcmp(order[0], order[2], PLACES) == 0;
}

bool sandbox_self_check(struct buf *report)
{
    struct walk w = { .n = 0 };
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;
    size_t i = 0, k = 0;
    bool good = sandbox_open(&sb, NULL) && sandbox_run(&sb, self_check, &w, 0, &limits, true);

    if (w.n > 1)
        sort_stable(w.names, w.n, sizeof(w.names[0]), name_order);
    while (i < w.n || k < COUNT(reachable)) {
        int c = i == w.n ? 1 : k == COUNT(reachable) ? -1 : strcmp(w.names[i], reachable[k]);

        if (c) {
            buf_printf(report, "%c %s\n", c < 0 ? '+' : '-', c < 0 ? w.names[i] : reachable[k]);
            good = false;
        }
        i += c <= 0;
        k += c >= 0;
    }
    for (i = 0; i < w.n; i++)
        free((void *)(uintptr_t)w.names[i]);
    sandbox_close(&sb);
    if (!seed_check()) {
        buf_str(report, "! benih hash Lua ini tidak dapat ditetapkan\n");
        good = false;
    }
    return good;
}

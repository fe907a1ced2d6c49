/* use "nama": another file of the release, run once in a state, its value kept. */
#include <stdio.h>
#include <string.h>

#include "script/lib.h"

static const struct source_file *find(const struct source *src, const char *fmt, const char *name)
{
    char path[96];

    snprintf(path, sizeof(path), fmt, name);
    for (size_t i = 0; i < src->nfiles; i++)
        if (strcmp(src->files[i].path, path) == 0)
            return &src->files[i];
    return NULL;
}

/* A name is a file name without its ending; that alone rules out paths and `..`. */
static bool name_ok(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

/* Raises if `name` is being loaded: a → b → a. */
static void check_cycle(lua_State *L, const char *name, int loading)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, loading);
    char chain[256] = "";
    bool found = false;

    for (lua_Integer i = 1; i <= n; i++) {
        size_t used = strlen(chain);

        lua_rawgeti(L, loading, i);
        found = found || strcmp(lua_tostring(L, -1), name) == 0;
        if (found)
            snprintf(chain + used, sizeof(chain) - used, "%s → ", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    if (found)
        l_raise(L, E_PLUGIN_USE, "use berputar: %s%s.", chain, name);
    if (n >= 20)
        l_raise(L, E_PLUGIN_USE, "use bersarang lebih dari 20 tingkat.");
}

/* nil as name is init.lua, from the host only. */
static int l_use(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct source_file *f = NULL;
    bool init = lua_type(L, 1) == LUA_TNIL && sb->phase == PHASE_LOAD;
    size_t len = 4;
    const char *name = init ? "init" : l_text(L, 1, "use", &len);
    lua_Integer depth;

    lua_settop(L, 1);
    if (strlen(name) != len || !name_ok(name))
        return l_raise(L, E_PLUGIN_USE, "use: nama '%.64s' tidak sah; tulis nama berkas tanpa .lua.", name);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_MODULES); /* 2 */
    lua_pushstring(L, name);
    if (lua_rawget(L, 2) != LUA_TNIL)
        return 1;
    if (sb->phase != PHASE_LOAD)
        return l_raise(L, E_PLUGIN_FASE, "use \"%s\": panggil di bagian atas berkas, bukan di dalam fungsi.",
                       name);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_LOADING); /* 4 */
    check_cycle(L, name, 4);
    if (sb->src)
        f = find(sb->src, "%s.lua", name);
    if (sb->src && !f)
        f = find(sb->src, "lib/%s.lua", name);
    if (!f)
        return l_raise(L, E_PLUGIN_USE, "Berkas %s.lua tidak ada di paket ini maupun di pustaka bersama.",
                       name);
    depth = (lua_Integer)lua_rawlen(L, 4) + 1;
    lua_pushstring(L, name);
    lua_rawseti(L, 4, depth);
    l_source_load(L, f);
    lua_call(L, 0, 1);
    lua_pushnil(L);
    lua_rawseti(L, 4, depth);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushstring(L, name);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}

void l_open_use(lua_State *L)
{
    static const luaL_Reg functions[] = { { "use", l_use }, { NULL, NULL } };

    l_functions(L, functions);
}

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

struct piece {
    const char *data;
    size_t len;
};

static const char *read_piece(lua_State *L, void *ud, size_t *len)
{
    struct piece *p = ud;
    const char *data = p->data;

    (void)L;
    *len = p->len;
    p->len = 0;
    return *len ? data : NULL;
}

static int syntax_error(lua_State *L, const struct source_file *f)
{
    const char *text = lua_tostring(L, -1), *place = text;
    struct coded e = { .code = E_PLUGIN_SINTAKS };
    struct buf words = BUF_NONE;
    size_t n = strlen(f->path);
    struct coded *raised;

    snprintf(e.file, sizeof(e.file), "%s", f->path);
    if (strncmp(text, f->path, n) == 0 && text[n] == ':') {
        int used = 0;

        if (sscanf(text + n, ":%d: %n", &e.line, &used) == 1 && used)
            place = text + n + used;
    }
    galat_translate(place, &words);
    snprintf(e.msg, sizeof(e.msg), "%s", words.p ? words.p : "");
    buf_free(&words);
    raised = lua_newuserdatauv(L, sizeof(*raised), 0);
    *raised = e;
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ERROR_MT);
    lua_setmetatable(L, -2);
    return lua_error(L);
}

void l_source_load(lua_State *L, const struct source_file *f)
{
    struct piece p = { f->data, f->len };
    char chunk[100];
    int status;

    if (f->len > PACKAGE_SOURCE)
        l_raise(L, E_PLUGIN_BATAS_SUMBER, "%s lebih dari %d KiB.", f->path, PACKAGE_SOURCE / 1024);
    /* An editor's byte order mark. */
    if (p.len >= 3 && memcmp(p.data, "\xEF\xBB\xBF", 3) == 0) {
        p.data += 3;
        p.len -= 3;
    }
    if (p.len && p.data[0] == LUA_SIGNATURE[0])
        l_raise(L, E_PLUGIN_BYTECODE, "%s berisi bytecode, bukan teks.", f->path);
    budget_charge(L, (int64_t)p.len / 4);
    snprintf(chunk, sizeof(chunk), "@%s", f->path);
    sandbox_of(L)->parsing = true;
    status = lua_load(L, read_piece, &p, chunk, "t");
    sandbox_of(L)->parsing = false;
    if (status == LUA_ERRMEM) {
        struct budget *b = &sandbox_of(L)->budget;

        if (!b->stop)
            b->stop = STOP_MEMORY;
        budget_abort(L);
    }
    if (status != LUA_OK)
        syntax_error(L, f);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ENV);
    lua_setupvalue(L, -2, 1);
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

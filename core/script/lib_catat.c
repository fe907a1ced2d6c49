/* catat(label, nilai, rumus): one step of the trace. Whether a trace is asked for never changes a result:
 * arguments are checked and charged alike, and a flood is cut, not refused. */
#include <string.h>

#include "base/json.h"
#include "script/host.h"
#include "script/lib.h"

static void field(struct buf *out, lua_State *L, int idx, const char *key)
{
    size_t n;
    const char *s;

    wire_text(out, key, SIZE_MAX);
    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, idx))
            wire_int(out, lua_tointeger(L, idx));
        else
            wire_real(out, lua_tonumber(L, idx));
        break;
    case LUA_TBOOLEAN:
        wire_bool(out, lua_toboolean(L, idx));
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, idx, &n);
        wire_text(out, s, n);
        break;
    default:
        wire_nil(out);
    }
}

static void check(lua_State *L, int arg)
{
    int type = lua_type(L, arg);
    size_t n;
    const char *s;
    double v;

    if (type == LUA_TSTRING) {
        s = lua_tolstring(L, arg, &n);
        if (n > 2000 || !utf8_valid(s, n) || memchr(s, 0, n))
            l_raise(L, E_PLUGIN_GALAT, "catat: argumen ke-%d harus teks UTF-8 sampai 2000 byte.", arg);
    } else if (type == LUA_TNUMBER) {
        v = lua_tonumber(L, arg);
        if (!(v <= NUMBER_MAX && v >= -NUMBER_MAX))
            l_raise(L, E_PLUGIN_ANGKA, "catat: argumen ke-%d bukan angka yang dapat dipakai.", arg);
    } else if (type != LUA_TNIL && type != LUA_TNONE && type != LUA_TBOOLEAN) {
        l_wrong(L, arg, "catat", "teks, angka atau boolean");
    }
}

static int l_catat(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    size_t before;

    lua_settop(L, 3);
    budget_charge(L, 10);
    if (sb->phase == PHASE_LOAD)
        return l_raise(L, E_PLUGIN_FASE, "catat hanya berarti di dalam fungsi yang menghitung.");
    l_text(L, 1, "catat", NULL);
    for (int i = 1; i <= 3; i++)
        check(L, i);
    if (!sb->trace || sb->steps_full)
        return 0;
    before = sb->steps.len;
    wire_map(&sb->steps, 3);
    field(&sb->steps, L, 1, "label");
    field(&sb->steps, L, 2, "nilai");
    field(&sb->steps, L, 3, "rumus");
    sb->nsteps++;
    if (sb->nsteps == TRACE_STEPS || sb->steps.len > TRACE_BYTES) {
        /* The last place says that something is missing. */
        sb->steps.len = before;
        wire_map(&sb->steps, 3);
        lua_pushliteral(L, "(jejak dipotong: terlalu panjang)");
        lua_pushnil(L);
        field(&sb->steps, L, 4, "label");
        field(&sb->steps, L, 5, "nilai");
        field(&sb->steps, L, 5, "rumus");
        sb->steps_full = true;
    }
    return 0;
}

void l_open_catat(lua_State *L)
{
    lua_pushcfunction(L, l_catat);
    lua_setfield(L, -2, "catat");
}

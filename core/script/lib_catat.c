/* catat(label, nilai, rumus): one step of the trace. Whether a trace is asked for never changes a result:
 * arguments are checked and charged alike, what cannot be shown is replaced, and a flood is cut. */
#include <string.h>

#include "base/json.h"
#include "script/host.h"
#include "script/lib.h"

enum { STEP_TEXT = 1000 }; /* bytes of one text in a step */

/* Text of the plugin: what is no UTF-8 becomes '?', what is long is cut; a trace is for reading. */
static void text(struct buf *out, const char *s, size_t n)
{
    char clean[STEP_TEXT];

    if (n > sizeof(clean))
        for (n = sizeof(clean); n && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
            ;
    if (utf8_valid(s, n) && !memchr(s, 0, n)) {
        wire_text(out, s, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        clean[i] = s[i] > 0 && s[i] < 127 ? s[i] : '?';
    wire_text(out, clean, n);
}

static void field(struct buf *out, lua_State *L, int idx, const char *key)
{
    size_t n;
    const char *s;
    double v;

    wire_text(out, key, SIZE_MAX);
    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
        v = lua_tonumber(L, idx);
        if (!(v <= NUMBER_MAX && v >= -NUMBER_MAX))
            wire_text(out, "(bukan angka)", SIZE_MAX);
        else if (lua_isinteger(L, idx))
            wire_int(out, lua_tointeger(L, idx));
        else
            wire_real(out, v);
        break;
    case LUA_TBOOLEAN:
        wire_bool(out, lua_toboolean(L, idx));
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, idx, &n);
        text(out, s, n);
        break;
    default:
        wire_nil(out);
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
    for (int i = 1; i <= 3; i++) {
        int type = lua_type(L, i);

        if (type > LUA_TSTRING || type == LUA_TLIGHTUSERDATA || (i == 1 && type != LUA_TSTRING))
            return l_wrong(L, i, "catat", i == 1 ? "teks" : "teks, angka atau boolean");
    }
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
    static const luaL_Reg functions[] = { { "catat", l_catat }, { NULL, NULL } };

    l_functions(L, functions);
}

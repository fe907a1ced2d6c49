/* assert error ipairs pairs pcall select tonumber tostring type: as in Lua, except that pairs walks a sorted
 * snapshot, pcall cannot hold up the end of a call, and nothing shows an address. */
#include <ctype.h>
#include <string.h>

#include "script/lib.h"

static int l_assert(lua_State *L)
{
    if (lua_toboolean(L, 1))
        return lua_gettop(L);
    if (lua_isnone(L, 1))
        return l_wrong(L, 1, "assert", "sebuah nilai");
    if (lua_isnoneornil(L, 2))
        return luaL_error(L, "Pernyataan assert tidak terpenuhi.");
    lua_settop(L, 2);
    return lua_error(L);
}

static int l_error(lua_State *L)
{
    lua_Integer level = l_int_or(L, 2, "error", 0, 100, 1);

    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING && level > 0) {
        luaL_where(L, (int)level);
        lua_insert(L, 1);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int ipairs_next(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, 2) + 1;

    lua_pushinteger(L, i);
    return lua_rawgeti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int l_ipairs(lua_State *L)
{
    l_table(L, 1, "ipairs");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* Upvalues: the table, its sorted keys, the index of the last key given. */
static int pairs_next(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

    lua_settop(L, 0);
    for (;;) {
        i++;
        if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            break;
        lua_settop(L, 0); /* removed since the snapshot */
        budget_charge(L, 1);
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

static int l_pairs(lua_State *L)
{
    l_table(L, 1, "pairs");
    lua_settop(L, 1);
    l_sorted_keys(L, 1, "pairs");
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_next, 3);
    return 1;
}

/* What ended the call (limits) is not the plugin's to catch. */
static int l_pcall(lua_State *L)
{
    struct budget *b = &sandbox_of(L)->budget;
    int status;

    if (lua_isnone(L, 1))
        return l_wrong(L, 1, "pcall", "fungsi");
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    if (status == LUA_ERRMEM && !b->stop)
        b->stop = STOP_MEMORY;
    if (status != LUA_OK && !b->stop && lua_type(L, -1) == LUA_TSTRING) {
        const char *text = lua_tostring(L, -1);

        if (status == LUA_ERRERR || strstr(text, "stack overflow"))
            b->stop = STOP_STACK;
        else if (strcmp(text, "not enough memory") == 0)
            b->stop = STOP_MEMORY;
    }
    if (b->stop)
        budget_abort(L);
    budget_charge(L, status == LUA_OK ? 20 : 60);
    if (status == LUA_OK)
        return lua_gettop(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static int l_select(lua_State *L)
{
    int n = lua_gettop(L);
    lua_Integer i;

    budget_charge(L, n);
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    i = l_int(L, 1, "select", -LUA_MAXINTEGER, LUA_MAXINTEGER);
    if (i < 0)
        i = n + i;
    else if (i > n)
        i = n;
    if (i < 1)
        return l_raise(L, E_PLUGIN_GALAT, "select: nomor di luar jangkauan.");
    return n - (int)i;
}

static int digit(char c)
{
    if (isdigit((unsigned char)c))
        return c - '0';
    return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 99;
}

static int in_base(lua_State *L, const char *s, size_t n, int base)
{
    lua_Integer v = 0;
    bool minus;
    size_t i;

    while (n && isspace((unsigned char)*s))
        s++, n--;
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    minus = n && *s == '-';
    i = minus;
    if (i == n || n > 70)
        return 0;
    for (; i < n; i++) {
        if (digit(s[i]) >= base)
            return 0;
        v = (lua_Integer)((lua_Unsigned)v * (lua_Unsigned)base + (lua_Unsigned)digit(s[i]));
    }
    lua_pushinteger(L, minus ? (lua_Integer)(0u - (lua_Unsigned)v) : v);
    return 1;
}

static int l_tonumber(lua_State *L)
{
    size_t n;
    const char *s;

    if (!lua_isnoneornil(L, 2)) {
        lua_Integer base = l_int(L, 2, "tonumber", 2, 36);

        s = l_text(L, 1, "tonumber", &n);
        if (in_base(L, s, n, (int)base))
            return 1;
    } else if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
        return 1;
    } else if (lua_type(L, 1) == LUA_TSTRING) {
        s = lua_tolstring(L, 1, &n);
        budget_charge(L, (lua_Integer)n / 16);
        if (lua_stringtonumber(L, s) == n + 1)
            return 1;
    }
    lua_pushnil(L);
    return 1;
}

static int l_tostring(lua_State *L)
{
    const struct coded *e;

    if (lua_isnone(L, 1))
        return l_wrong(L, 1, "tostring", "sebuah nilai");
    lua_settop(L, 1);
    switch (lua_type(L, 1)) {
    case LUA_TNUMBER:
        lua_tostring(L, 1);
        return 1;
    case LUA_TSTRING:
        return 1;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
        return 1;
    case LUA_TNIL:
        lua_pushliteral(L, "nil");
        return 1;
    default:
        e = coded_at(L, 1);
        lua_pushstring(L, e ? e->msg : type_words(lua_type(L, 1)));
        return 1;
    }
}

static int l_type(lua_State *L)
{
    if (lua_isnone(L, 1))
        return l_wrong(L, 1, "type", "sebuah nilai");
    lua_pushstring(L, lua_typename(L, lua_type(L, 1)));
    return 1;
}

void l_open_base(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "assert", l_assert },     { "error", l_error },       { "pairs", l_pairs },
        { "pcall", l_pcall },       { "select", l_select },     { "type", l_type },
        { "tonumber", l_tonumber }, { "tostring", l_tostring }, { NULL, NULL },
    };

    l_functions(L, functions);
    lua_pushboolean(L, 0);
    lua_pushcclosure(L, ipairs_next, 1);
    lua_pushcclosure(L, l_ipairs, 1);
    lua_setfield(L, -2, "ipairs");
}

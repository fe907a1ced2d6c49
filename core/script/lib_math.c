/* math: abs ceil floor max min tointeger pi huge. What differs between machines (sin, log, ...) is absent. */
#include <math.h>

#include "script/lib.h"

static int l_abs(lua_State *L)
{
    double v = l_number(L, 1, "math.abs");

    if (lua_isinteger(L, 1)) {
        lua_Integer n = lua_tointeger(L, 1);

        lua_pushinteger(L, n < 0 ? (lua_Integer)(0u - (lua_Unsigned)n) : n);
    } else {
        lua_pushnumber(L, fabs(v));
    }
    return 1;
}

/* Whole results become integers where they fit, as in Lua. */
static void push_whole(lua_State *L, double v)
{
    lua_Integer n;

    if (lua_numbertointeger(v, &n))
        lua_pushinteger(L, n);
    else
        lua_pushnumber(L, v);
}

static int l_ceil(lua_State *L)
{
    double v = l_number(L, 1, "math.ceil");

    if (lua_isinteger(L, 1))
        lua_settop(L, 1);
    else
        push_whole(L, ceil(v));
    return 1;
}

static int l_floor_of(lua_State *L)
{
    double v = l_number(L, 1, "math.floor");

    if (lua_isinteger(L, 1))
        lua_settop(L, 1);
    else
        push_whole(L, floor(v));
    return 1;
}

static int extreme(lua_State *L, const char *name, int less_wins)
{
    int n = lua_gettop(L), best = 1;

    l_number(L, 1, name);
    budget_charge(L, n);
    for (int i = 2; i <= n; i++) {
        l_number(L, i, name);
        if (less_wins ? lua_compare(L, i, best, LUA_OPLT) : lua_compare(L, best, i, LUA_OPLT))
            best = i;
    }
    lua_pushvalue(L, best);
    return 1;
}

static int l_max(lua_State *L)
{
    return extreme(L, "math.max", 0);
}

static int l_min(lua_State *L)
{
    return extreme(L, "math.min", 1);
}

static int l_tointeger(lua_State *L)
{
    int whole = 0;
    lua_Integer v = lua_type(L, 1) == LUA_TNUMBER ? lua_tointegerx(L, 1, &whole) : 0;

    if (whole)
        lua_pushinteger(L, v);
    else
        lua_pushnil(L);
    return 1;
}

void l_open_math(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "abs", l_abs }, { "ceil", l_ceil },           { "floor", l_floor_of }, { "max", l_max },
        { "min", l_min }, { "tointeger", l_tointeger }, { NULL, NULL },
    };

    lua_newtable(L);
    l_functions(L, functions);
    lua_pushnumber(L, 3.141592653589793238462643383279502884);
    lua_setfield(L, -2, "pi");
    lua_pushnumber(L, HUGE_VAL);
    lua_setfield(L, -2, "huge");
}

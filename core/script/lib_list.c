/* list: tables with 1..n. New lists are marked, so that an empty one is [] and not {} in a result. */
#include <math.h>
#include <string.h>

#include "script/lib.h"

enum { LIST_MAX = 1 << 15 }; /* more does not fit in one block */

static void new_list(lua_State *L, lua_Integer n)
{
    lua_createtable(L, (int)(n < LIST_MAX ? n : 0), 0);
    l_mark_list(L, -1);
}

static int l_new(lua_State *L)
{
    int n = lua_gettop(L);

    budget_charge(L, n);
    new_list(L, n);
    lua_insert(L, 1);
    while (n) {
        lua_rawseti(L, 1, n);
        n--;
    }
    return 1;
}

/* list.insert(t, v) at the end, list.insert(t, i, v) before the i-th. */
static int l_insert(lua_State *L)
{
    lua_Integer n, at;

    l_table_own(L, 1, "list.insert");
    n = (lua_Integer)lua_rawlen(L, 1);
    l_mark_list(L, 1);
    if (lua_gettop(L) == 2) {
        budget_charge(L, 1);
        lua_rawseti(L, 1, n + 1);
        return 0;
    }
    at = l_int(L, 2, "list.insert", 1, n + 1);
    lua_settop(L, 3);
    budget_charge(L, n - at + 2);
    for (lua_Integer i = n; i >= at; i--) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 1, i + 1);
    }
    lua_rawseti(L, 1, at);
    return 0;
}

/* list.remove(t [, i]): gives what it took out, nil from an empty list. */
static int l_remove(lua_State *L)
{
    lua_Integer n, at;

    l_table_own(L, 1, "list.remove");
    n = (lua_Integer)lua_rawlen(L, 1);
    if (!n) {
        lua_pushnil(L);
        return 1;
    }
    at = l_int_or(L, 2, "list.remove", 1, n, n);
    budget_charge(L, n - at + 1);
    lua_rawgeti(L, 1, at);
    for (lua_Integer i = at; i <= n; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    return 1;
}

/* --- sort: a stable merge over a copy; whatever the comparator answers, it ends --- */

/* Whether b must stand before a, both at the top: a at -2, b at -1. Pops them. */
static bool before(lua_State *L, int less)
{
    bool yes;

    budget_charge(L, 2);
    if (less) {
        lua_pushvalue(L, less);
        lua_insert(L, -3);
        lua_insert(L, -2); /* less, b, a */
        lua_call(L, 2, 1);
        yes = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return yes;
    }
    if (lua_type(L, -1) != lua_type(L, -2) ||
        (lua_type(L, -1) != LUA_TNUMBER && lua_type(L, -1) != LUA_TSTRING))
        l_raise(L, E_PLUGIN_GALAT, "list.sort: %s dan %s tidak dapat diurutkan; beri fungsi pembanding.",
                type_words(lua_type(L, -2)), type_words(lua_type(L, -1)));
    yes = lua_compare(L, -1, -2, LUA_OPLT);
    lua_pop(L, 2);
    return yes;
}

static void merge(lua_State *L, int from, int to, lua_Integer start, lua_Integer mid, lua_Integer end,
                  int less)
{
    lua_Integer a = start, b = mid;

    for (lua_Integer k = start; k < end; k++) {
        bool right = a == mid;

        if (!right && b < end) {
            lua_rawgeti(L, from, a);
            lua_rawgeti(L, from, b);
            right = before(L, less);
        }
        lua_rawgeti(L, from, right ? b++ : a++);
        lua_rawseti(L, to, k);
    }
}

static int l_sort(lua_State *L)
{
    lua_Integer n;
    int less = 0, from = 3, to = 4;

    l_table_own(L, 1, "list.sort");
    n = l_list_len(L, 1, "list.sort");
    if (!lua_isnoneornil(L, 2)) {
        l_function(L, 2, "list.sort");
        less = 2;
    }
    lua_settop(L, 2);
    new_list(L, n);
    new_list(L, n);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, from, i);
    }
    for (lua_Integer run = 1; run < n; run *= 2) {
        int swap = from;

        for (lua_Integer start = 1; start <= n; start += 2 * run) {
            lua_Integer mid = start + run, end = mid + run;

            merge(L, from, to, start, mid > n ? n + 1 : mid, end > n ? n + 1 : end, less);
        }
        from = to;
        to = swap;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, 1, i);
    }
    lua_settop(L, 1);
    return 1;
}

/* list.concat(a, b, ...): a new list of all elements. */
static int l_concat(lua_State *L)
{
    int lists = lua_gettop(L);
    lua_Integer n = 0, k = 0;

    for (int i = 1; i <= lists; i++)
        n += l_list_len(L, i, "list.concat");
    new_list(L, n);
    for (int i = 1; i <= lists; i++)
        for (lua_Integer j = 1, m = (lua_Integer)lua_rawlen(L, i); j <= m; j++) {
            lua_rawgeti(L, i, j);
            lua_rawseti(L, -2, ++k);
        }
    return 1;
}

/* list.map(t, f): f(v, i); a nil result is an error, filter is there for leaving out. */
static int l_map(lua_State *L)
{
    lua_Integer n = l_list_len(L, 1, "list.map");

    l_function(L, 2, "list.map");
    lua_settop(L, 2);
    new_list(L, n);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_pushvalue(L, 2);
        lua_rawgeti(L, 1, i);
        lua_pushinteger(L, i);
        lua_call(L, 2, 1);
        if (lua_isnil(L, -1))
            return l_raise(L, E_PLUGIN_GALAT, "list.map: fungsi mengembalikan nil untuk unsur ke-%lld.",
                           (long long)i);
        lua_rawseti(L, 3, i);
    }
    return 1;
}

static int l_filter(lua_State *L)
{
    lua_Integer n = l_list_len(L, 1, "list.filter"), k = 0;

    l_function(L, 2, "list.filter");
    lua_settop(L, 2);
    new_list(L, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        lua_pushvalue(L, 2);
        lua_pushvalue(L, -2);
        lua_pushinteger(L, i);
        lua_call(L, 2, 1);
        if (lua_toboolean(L, -1)) {
            lua_pop(L, 1);
            lua_rawseti(L, 3, ++k);
        } else {
            lua_pop(L, 2);
        }
    }
    return 1;
}

/* Element i, or f of it where the function at index 2 is given; must be a number. */
static void number_of(lua_State *L, lua_Integer i, const char *name)
{
    if (lua_isnil(L, 2)) {
        lua_rawgeti(L, 1, i);
    } else {
        lua_pushvalue(L, 2);
        lua_rawgeti(L, 1, i);
        lua_pushinteger(L, i);
        lua_call(L, 2, 1);
    }
    if (lua_type(L, -1) != LUA_TNUMBER)
        l_raise(L, E_PLUGIN_GALAT, "%s: unsur ke-%lld harus angka, bukan %s.", name, (long long)i,
                type_words(lua_type(L, -1)));
}

static lua_Integer numbers(lua_State *L, const char *name)
{
    lua_Integer n = l_list_len(L, 1, name);

    if (!lua_isnoneornil(L, 2))
        l_function(L, 2, name);
    lua_settop(L, 2);
    return n;
}

/* list.sum(t [, f]); 0 of an empty list. Order of addition is the list's. */
static int l_sum(lua_State *L)
{
    lua_Integer n = numbers(L, "list.sum");

    lua_pushinteger(L, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        number_of(L, i, "list.sum");
        lua_arith(L, LUA_OPADD);
    }
    return 1;
}

/* nil of an empty list. */
static int extreme(lua_State *L, const char *name, bool less_wins)
{
    lua_Integer n = numbers(L, name);

    if (!n) {
        lua_pushnil(L);
        return 1;
    }
    number_of(L, 1, name);
    for (lua_Integer i = 2; i <= n; i++) {
        number_of(L, i, name);
        if (less_wins ? lua_compare(L, -1, -2, LUA_OPLT) : lua_compare(L, -2, -1, LUA_OPLT))
            lua_replace(L, -2);
        else
            lua_pop(L, 1);
    }
    return 1;
}

static int l_min(lua_State *L)
{
    return extreme(L, "list.min", true);
}

static int l_max(lua_State *L)
{
    return extreme(L, "list.max", false);
}

/* list.mean(t [, f]); nil of an empty list. */
static int l_mean(lua_State *L)
{
    lua_Integer n = numbers(L, "list.mean");

    if (!n) {
        lua_pushnil(L);
        return 1;
    }
    l_sum(L);
    lua_pushnumber(L, lua_tonumber(L, -1) / (double)n);
    return 1;
}

static lua_Integer index_of(lua_State *L, const char *name)
{
    lua_Integer n = l_list_len(L, 1, name);

    for (lua_Integer i = 1; i <= n; i++) {
        bool same;

        lua_rawgeti(L, 1, i);
        same = lua_rawequal(L, -1, 2);
        lua_pop(L, 1);
        if (same)
            return i;
    }
    return 0;
}

static int l_contains(lua_State *L)
{
    lua_settop(L, 2);
    lua_pushboolean(L, index_of(L, "list.contains") > 0);
    return 1;
}

static int l_index_of(lua_State *L)
{
    lua_Integer i;

    lua_settop(L, 2);
    i = index_of(L, "list.index_of");
    if (i)
        lua_pushinteger(L, i);
    else
        lua_pushnil(L);
    return 1;
}

static int l_keys(lua_State *L)
{
    l_table(L, 1, "list.keys");
    l_sorted_keys(L, 1, "list.keys");
    l_mark_list(L, -1);
    return 1;
}

/* list.copy(t): one level, lists and objects alike. */
static int l_copy(lua_State *L)
{
    lua_Integer n = 0;

    l_table(L, 1, "list.copy");
    lua_settop(L, 1);
    lua_createtable(L, (int)(lua_rawlen(L, 1) < LIST_MAX ? lua_rawlen(L, 1) : 0), 0);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, 2);
        if (++n % 64 == 0)
            budget_charge(L, 64);
    }
    if (lua_rawlen(L, 1) || !n)
        l_mark_list(L, 2);
    return 1;
}

static int l_reverse(lua_State *L)
{
    lua_Integer n = l_list_len(L, 1, "list.reverse");

    new_list(L, n);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, n + 1 - i);
        lua_rawseti(L, -2, i);
    }
    return 1;
}

/* list.range(a, b [, step]) of whole numbers. */
static int l_range(lua_State *L)
{
    lua_Integer limit = 1 << 30, a = l_int(L, 1, "list.range", -limit, limit);
    lua_Integer b = l_int(L, 2, "list.range", -limit, limit),
                step = l_int_or(L, 3, "list.range", -limit, limit, 1);
    lua_Integer n;

    if (!step)
        return l_raise(L, E_PLUGIN_GALAT, "list.range: langkah tidak boleh nol.");
    n = (step > 0 ? a <= b : a >= b) ? (b - a) / step + 1 : 0;
    if (n > LIST_MAX)
        return l_raise(L, E_PLUGIN_GALAT, "list.range: lebih dari %d unsur.", LIST_MAX);
    budget_charge(L, n);
    new_list(L, n);
    for (lua_Integer i = 1; i <= n; i++, a += step) {
        lua_pushinteger(L, a);
        lua_rawseti(L, -2, i);
    }
    return 1;
}

void l_open_list(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "new", l_new },           { "insert", l_insert }, { "remove", l_remove },
        { "sort", l_sort },         { "concat", l_concat }, { "map", l_map },
        { "filter", l_filter },     { "sum", l_sum },       { "mean", l_mean },
        { "min", l_min },           { "max", l_max },       { "contains", l_contains },
        { "index_of", l_index_of }, { "keys", l_keys },     { "copy", l_copy },
        { "reverse", l_reverse },   { "range", l_range },   { NULL, NULL },
    };

    lua_newtable(L);
    l_functions(L, functions);
}

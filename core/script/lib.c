#include "script/lib.h"

#include <stdlib.h>
#include <string.h>

int l_wrong(lua_State *L, int arg, const char *name, const char *wanted)
{
    return l_raise(L, E_PLUGIN_GALAT, "%s: argumen ke-%d harus %s, bukan %s.", name, arg, wanted,
                   type_words(lua_type(L, arg)));
}

const char *l_text(lua_State *L, int arg, const char *name, size_t *len)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        l_wrong(L, arg, name, "teks");
    return lua_tolstring(L, arg, len);
}

lua_Integer l_int(lua_State *L, int arg, const char *name, lua_Integer low, lua_Integer high)
{
    int whole = 0;
    lua_Integer v = 0;

    if (lua_type(L, arg) == LUA_TNUMBER)
        v = lua_tointegerx(L, arg, &whole);
    if (!whole)
        l_wrong(L, arg, name, "bilangan bulat");
    if (v < low || v > high)
        l_raise(L, E_PLUGIN_GALAT, "%s: argumen ke-%d harus antara %lld dan %lld.", name, arg, (long long)low,
                (long long)high);
    return v;
}

lua_Integer l_int_or(lua_State *L, int arg, const char *name, lua_Integer low, lua_Integer high,
                     lua_Integer other)
{
    return lua_isnoneornil(L, arg) ? other : l_int(L, arg, name, low, high);
}

double l_number(lua_State *L, int arg, const char *name)
{
    if (lua_type(L, arg) != LUA_TNUMBER)
        l_wrong(L, arg, name, "angka");
    return lua_tonumber(L, arg);
}

void l_table(lua_State *L, int arg, const char *name)
{
    if (lua_type(L, arg) != LUA_TTABLE)
        l_wrong(L, arg, name, "tabel");
}

void l_table_own(lua_State *L, int arg, const char *name)
{
    bool locked = false;

    l_table(L, arg, name);
    if (lua_getmetatable(L, arg)) {
        locked = lua_rawgeti(L, -1, 1) == LUA_TBOOLEAN;
        lua_pop(L, 2);
    }
    if (locked)
        l_raise(L, E_PLUGIN_GLOBAL, "%s: pustaka tidak boleh diubah.", name);
}

void l_function(lua_State *L, int arg, const char *name)
{
    if (lua_type(L, arg) != LUA_TFUNCTION)
        l_wrong(L, arg, name, "fungsi");
}

lua_Integer l_list_len(lua_State *L, int arg, const char *name)
{
    lua_Integer n;

    l_table(L, arg, name);
    n = (lua_Integer)lua_rawlen(L, arg);
    budget_charge(L, n);
    return n;
}

char *l_room(lua_State *L, size_t n)
{
    return lua_newuserdatauv(L, n ? n : 1, 0);
}

void l_result(lua_State *L, const char *room, size_t used)
{
    lua_pushlstring(L, room, used);
    lua_remove(L, -2);
}

void l_functions(lua_State *L, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        lua_pushboolean(L, 0);
        lua_pushcclosure(L, functions->func, 1);
        lua_setfield(L, -2, functions->name);
    }
}

void l_mark_list(lua_State *L, int idx)
{
    idx = lua_absindex(L, idx);
    if (lua_getmetatable(L, idx)) {
        lua_pop(L, 1);
        return;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_LIST_MT);
    lua_setmetatable(L, idx);
}

/* --- sorting --- */

void sort_stable(void *base, size_t n, size_t width, int (*order)(const void *, const void *))
{
    char *from = base, *to, *spare;

    if (n < 2)
        return;
    spare = mem_alloc(n * width);
    to = spare;
    for (size_t run = 1; run < n; run *= 2) {
        char *swap;

        for (size_t start = 0; start < n; start += 2 * run) {
            size_t a = start, a_end = start + run < n ? start + run : n;
            size_t b = a_end, b_end = start + 2 * run < n ? start + 2 * run : n, k = start;

            while (a < a_end || b < b_end) {
                bool left = b == b_end || (a < a_end && order(from + a * width, from + b * width) <= 0);

                memcpy(to + k++ * width, from + (left ? a++ : b++) * width, width);
            }
        }
        swap = from;
        from = to;
        to = swap;
    }
    if (from != base)
        memcpy(base, from, n * width);
    free(spare);
}

struct sort_key {
    int rank; /* numbers, then text, then booleans */
    double number;
    lua_Integer integer;
    const char *s;
    size_t n;
};

static int key_order(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;
    size_t n = x->n < y->n ? x->n : y->n;
    int c;

    if (x->rank != y->rank)
        return x->rank - y->rank;
    if (x->rank != 1) {
        if (x->number < y->number || x->number > y->number)
            return x->number < y->number ? -1 : 1;
        return x->integer < y->integer ? -1 : x->integer > y->integer;
    }
    c = memcmp(x->s, y->s, n);
    return c ? c : x->n < y->n ? -1 : x->n > y->n;
}

static void read_key(lua_State *L, int idx, struct sort_key *k, const char *name)
{
    *k = (struct sort_key){ 0 };
    switch (lua_type(L, idx)) {
    case LUA_TNUMBER:
        k->number = lua_tonumber(L, idx);
        k->integer = lua_isinteger(L, idx) ? lua_tointeger(L, idx) : 0;
        break;
    case LUA_TSTRING:
        k->rank = 1;
        k->s = lua_tolstring(L, idx, &k->n);
        break;
    case LUA_TBOOLEAN:
        k->rank = 2;
        k->number = lua_toboolean(L, idx);
        break;
    default:
        l_raise(L, E_PLUGIN_GALAT, "%s: kunci berupa %s tidak berurutan; pakai teks atau angka.", name,
                type_words(lua_type(L, idx)));
    }
}

lua_Integer l_sorted_keys(lua_State *L, int idx, const char *name)
{
    struct sort_key *keys;
    size_t n = 0, i = 0;
    bool sorted = true;

    idx = lua_absindex(L, idx);
    luaL_checkstack(L, 6, name);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        n++;
        lua_pop(L, 1);
    }
    budget_charge(L, 30 + (lua_Integer)n * 4);
    keys = lua_newuserdatauv(L, (n + 1) * sizeof(*keys), 0);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        read_key(L, -1, &keys[i], name);
        if (i && key_order(&keys[i - 1], &keys[i]) > 0)
            sorted = false;
        i++;
    }
    if (!sorted)
        sort_stable(keys, n, sizeof(*keys), key_order);
    lua_createtable(L, (int)n, 0);
    for (i = 0; i < n; i++) {
        if (keys[i].rank == 1)
            lua_pushlstring(L, keys[i].s, keys[i].n);
        else if (keys[i].rank == 2)
            lua_pushboolean(L, keys[i].number > 0);
        else if (keys[i].integer || keys[i].number == 0)
            lua_pushinteger(L, keys[i].integer);
        else
            lua_pushnumber(L, keys[i].number);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_remove(L, -2);
    return (lua_Integer)n;
}

/* msgpack to Lua values and back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "script/host.h"
#include "script/lib.h"

enum { INPUT_DEPTH = 32 };

void value_absent_reset(struct sandbox *sb)
{
    if (!sb->absent)
        return;
    sb->absent = false;
    lua_newtable(sb->L);
    lua_rawseti(sb->L, LUA_REGISTRYINDEX, R_ABSENT);
}

/* The key at the top has the value nil in this row: reading it is no mistake. */
static void note_absent(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_ABSENT);
    lua_insert(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    sandbox_of(L)->absent = true;
}

static void push(lua_State *L, struct wire *w, int depth, int strict);

static void push_map(lua_State *L, struct wire *w, uint32_t n, int depth, int strict)
{
    struct wire_item key;

    lua_createtable(L, 0, (int)n);
    for (uint32_t i = 0; i < n; i++) {
        if (wire_next(w, &key) != WIRE_TEXT)
            luaL_error(L, "kunci bukan teks");
        lua_pushlstring(L, key.s, key.n);
        push(L, w, depth, strict);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            note_absent(L);
        } else {
            lua_rawset(L, -3);
        }
    }
    lua_pushvalue(L, strict);
    lua_setmetatable(L, -2);
}

static void push_array(lua_State *L, struct wire *w, uint32_t n, int depth, int strict)
{
    lua_createtable(L, (int)n, 0);
    for (uint32_t i = 0; i < n; i++) {
        push(L, w, depth, strict);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    if (!n)
        l_mark_list(L, -1);
}

static void push(lua_State *L, struct wire *w, int depth, int strict)
{
    struct wire_item it;

    if (depth > INPUT_DEPTH)
        luaL_error(L, "isian terlalu dalam");
    switch (wire_next(w, &it)) {
    case WIRE_NIL:
        lua_pushnil(L);
        break;
    case WIRE_BOOL:
        lua_pushboolean(L, it.b);
        break;
    case WIRE_INT:
        if ((double)it.i > NUMBER_MAX || (double)it.i < -NUMBER_MAX)
            lua_pushnumber(L, (double)it.i);
        else
            lua_pushinteger(L, it.i);
        break;
    case WIRE_REAL:
        lua_pushnumber(L, it.r);
        break;
    case WIRE_TEXT:
        lua_pushlstring(L, it.s, it.n);
        break;
    case WIRE_MAP:
        luaL_checkstack(L, 6, "isian");
        push_map(L, w, it.n, depth + 1, strict);
        break;
    case WIRE_ARRAY:
        luaL_checkstack(L, 6, "isian");
        push_array(L, w, it.n, depth + 1, strict);
        break;
    case WIRE_BIN:
    case WIRE_BAD:
        luaL_error(L, "isian bukan msgpack");
    }
}

void l_value_push(lua_State *L, struct wire *w)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_STRICT_MT);
    push(L, w, 0, lua_gettop(L));
    lua_remove(L, -2);
}

struct key {
    const char *s; /* anchored by its table */
    size_t n;
};

struct pack {
    lua_State *L;
    struct buf *out;
    size_t start;
    unsigned nodes;
    bool listing; /* functions become true, limits are wider */
    const void *path[2 * RESULT_DEPTH + 1];
};

static void pack(struct pack *p, int idx, int depth);

static int key_order(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    size_t n = x->n < y->n ? x->n : y->n;
    int c = memcmp(x->s, y->s, n);

    return c ? c : x->n < y->n ? -1 : x->n > y->n;
}

static void check_text(lua_State *L, const char *s, size_t n, const char *what)
{
    if (!utf8_valid(s, n))
        l_raise(L, E_PLUGIN_HASIL, "%s bukan UTF-8 yang sah.", what);
    if (memchr(s, 0, n))
        l_raise(L, E_PLUGIN_HASIL, "%s berisi byte NUL.", what);
}

/* Pairs in the table, and how many of the keys are text; a key of another kind than text and whole number
 * is an error. */
static unsigned count_keys(struct pack *p, int idx, unsigned *texts)
{
    lua_State *L = p->L;
    unsigned n = 0;

    *texts = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        if (++n > RESULT_NODES)
            l_raise(L, E_PLUGIN_BATAS_HASIL, "Hasil berisi lebih dari %d nilai.", RESULT_NODES);
        if (lua_type(L, -2) == LUA_TSTRING)
            ++*texts;
        else if (!lua_isinteger(L, -2))
            l_raise(L, E_PLUGIN_HASIL, "Kunci hasil harus teks; ini %s.", type_words(lua_type(L, -2)));
        lua_pop(L, 1);
    }
    return n;
}

static void pack_object(struct pack *p, int idx, unsigned n, int depth)
{
    lua_State *L = p->L;
    struct key *keys = lua_newuserdatauv(L, sizeof(*keys) * (n + 1), 0);
    unsigned i = 0;

    lua_pushnil(L);
    while (lua_next(L, idx)) {
        keys[i].s = lua_tolstring(L, -2, &keys[i].n);
        i++;
        lua_pop(L, 1);
    }
    if (n > 1)
        sort_stable(keys, n, sizeof(*keys), key_order);
    wire_map(p->out, n);
    for (i = 0; i < n; i++) {
        check_text(L, keys[i].s, keys[i].n, "Kunci hasil");
        wire_text(p->out, keys[i].s, keys[i].n);
        lua_pushlstring(L, keys[i].s, keys[i].n);
        lua_rawget(L, idx);
        pack(p, lua_gettop(L), depth);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static bool is_list(lua_State *L, int idx)
{
    bool yes = false;

    if (lua_getmetatable(L, idx)) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, R_LIST_MT);
        yes = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    return yes;
}

static void pack_table(struct pack *p, int idx, int depth)
{
    lua_State *L = p->L;
    const void *self = lua_topointer(L, idx);
    int most = p->listing ? 2 * RESULT_DEPTH : RESULT_DEPTH;
    unsigned n, texts;

    for (int i = 0; i < depth; i++)
        if (p->path[i] == self)
            l_raise(L, E_PLUGIN_HASIL, "Hasil berputar: sebuah tabel berisi dirinya sendiri.");
    if (depth >= most)
        l_raise(L, E_PLUGIN_BATAS_HASIL, "Hasil bersarang lebih dari %d tingkat.", most);
    p->path[depth] = self;
    luaL_checkstack(L, 8, "hasil");
    n = count_keys(p, idx, &texts);
    if (texts && texts < n)
        l_raise(L, E_PLUGIN_HASIL, "Tabel hasil mencampur kunci teks dan nomor.");
    if (texts || (!n && !is_list(L, idx))) {
        pack_object(p, idx, n, depth + 1);
        return;
    }
    wire_array(p->out, n);
    for (unsigned i = 1; i <= n; i++) {
        if (lua_rawgeti(L, idx, i) == LUA_TNIL)
            l_raise(L, E_PLUGIN_HASIL, "Daftar hasil berlubang: unsur ke-%u tidak ada.", i);
        pack(p, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
}

static void pack_number(struct pack *p, int idx)
{
    lua_State *L = p->L;

    if (lua_isinteger(L, idx)) {
        lua_Integer v = lua_tointeger(L, idx);

        if (v > (lua_Integer)NUMBER_MAX || v < -(lua_Integer)NUMBER_MAX)
            l_raise(L, E_PLUGIN_ANGKA, "Hasil berisi bilangan di luar ±2^53.");
        wire_int(p->out, v);
    } else {
        double v = lua_tonumber(L, idx);

        if (isnan(v))
            l_raise(L, E_PLUGIN_ANGKA, "Hasil berisi NaN (misalnya 0/0).");
        if (isinf(v))
            l_raise(L, E_PLUGIN_ANGKA, "Hasil berisi bilangan tak hingga (misalnya pembagian dengan nol).");
        if (fabs(v) > NUMBER_MAX)
            l_raise(L, E_PLUGIN_ANGKA, "Hasil berisi bilangan di luar ±2^53.");
        wire_real(p->out, v);
    }
}

static void pack(struct pack *p, int idx, int depth)
{
    lua_State *L = p->L;
    size_t n;
    const char *s;

    if (++p->nodes > RESULT_NODES)
        l_raise(L, E_PLUGIN_BATAS_HASIL, "Hasil berisi lebih dari %d nilai.", RESULT_NODES);
    switch (lua_type(L, idx)) {
    case LUA_TNIL:
    case LUA_TLIGHTUSERDATA: /* null within a table: only the worker makes these */
        wire_nil(p->out);
        break;
    case LUA_TBOOLEAN:
        wire_bool(p->out, lua_toboolean(L, idx));
        break;
    case LUA_TNUMBER:
        pack_number(p, idx);
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, idx, &n);
        if (p->out->len - p->start + n > RESULT_BYTES)
            l_raise(L, E_PLUGIN_BATAS_HASIL, "Hasil lebih dari %d KiB.", RESULT_BYTES / 1024);
        check_text(L, s, n, "Teks hasil");
        wire_text(p->out, s, n);
        break;
    case LUA_TTABLE:
        pack_table(p, idx, depth);
        break;
    case LUA_TFUNCTION:
        if (p->listing) {
            wire_bool(p->out, true);
            break;
        }
        /* fall through */
    default:
        l_raise(L, E_PLUGIN_HASIL, "Hasil tidak boleh berisi %s.", type_words(lua_type(L, idx)));
    }
    if (p->out->len - p->start > RESULT_BYTES)
        l_raise(L, E_PLUGIN_BATAS_HASIL, "Hasil lebih dari %d KiB.", RESULT_BYTES / 1024);
}

void l_value_pack(lua_State *L, int idx, struct buf *out)
{
    struct pack p = { .L = L, .out = out, .start = out->len };

    pack(&p, lua_absindex(L, idx), 0);
}

void l_listing_pack(lua_State *L, struct buf *out)
{
    struct pack p = { .L = L, .out = out, .start = out->len, .listing = true };

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_DAFTAR);
    pack(&p, lua_gettop(L), 0);
    lua_pop(L, 1);
}

/* The fingerprint of what outlives a call.
 *
 * Each reachable object adds a keyed hash of its address and its direct contents; the sum does not depend on
 * the order of the walk. Objects do not move, so equal sums mean the same objects with the same contents.
 * The key is secret: plugin code cannot look for two states with one fingerprint.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "script/sandbox.h"

static uint8_t key[crypto_shorthash_KEYBYTES];

void purity_key(void)
{
    randombytes_buf(key, sizeof(key));
}

struct seen {
    const void **slots;
    size_t n, cap;
};

static bool add_seen(struct seen *s, const void *p)
{
    size_t i;

    if (s->n * 2 >= s->cap) {
        struct seen next = { .cap = s->cap ? s->cap * 2 : 1024 };

        next.slots = mem_alloc(sizeof(*next.slots) * next.cap);
        for (i = 0; i < s->cap; i++)
            if (s->slots[i])
                add_seen(&next, s->slots[i]);
        free(s->slots);
        *s = next;
    }
    i = ((uintptr_t)p >> 4) * (uintptr_t)0x9E3779B97F4A7C15u;
    for (i >>= 20;; i++) {
        const void **slot = &s->slots[i & (s->cap - 1)];

        if (*slot == p)
            return false;
        if (!*slot) {
            *slot = p;
            s->n++;
            return true;
        }
    }
}

struct print {
    lua_State *L;
    struct seen seen;
    uint64_t sum;
    int queue; /* stack index of the array of objects to visit */
    lua_Integer nqueue;
};

static uint64_t mac(const void *p, size_t n)
{
    uint64_t h;

    crypto_shorthash((unsigned char *)&h, p, n, key);
    return h;
}

/* What a value is, in one word: content for scalars and text, identity for objects, which are queued. */
static uint64_t atom(struct print *p, int idx)
{
    lua_State *L = p->L;
    struct {
        uint64_t type, bits;
    } w = { (uint64_t)lua_type(L, idx), 0 };
    size_t n;
    const char *s;
    double d;

    switch (w.type) {
    case LUA_TNIL:
        break;
    case LUA_TBOOLEAN:
        w.bits = (uint64_t)lua_toboolean(L, idx);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, idx)) {
            w.bits = (uint64_t)lua_tointeger(L, idx);
        } else {
            d = lua_tonumber(L, idx);
            w.type |= 256;
            memcpy(&w.bits, &d, sizeof(d));
        }
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, idx, &n);
        w.bits = mac(s, n);
        break;
    default:
        w.bits = (uint64_t)(uintptr_t)lua_topointer(L, idx);
        if ((w.type == LUA_TTABLE || w.type == LUA_TFUNCTION) && add_seen(&p->seen, lua_topointer(L, idx))) {
            lua_pushvalue(L, idx);
            lua_rawseti(L, p->queue, ++p->nqueue);
        }
    }
    return mac(&w, sizeof(w));
}

static void visit_table(struct print *p, int idx)
{
    lua_State *L = p->L;
    struct {
        uint64_t self, key, value;
    } w = { (uint64_t)(uintptr_t)lua_topointer(L, idx), 0, 0 };

    if (lua_getmetatable(L, idx)) {
        w.value = atom(p, lua_gettop(L));
        lua_pop(L, 1);
    }
    p->sum += mac(&w, sizeof(w));
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        w.key = atom(p, lua_gettop(L) - 1);
        w.value = atom(p, lua_gettop(L));
        p->sum += mac(&w, sizeof(w));
        lua_pop(L, 1);
    }
}

static void visit_function(struct print *p, int idx)
{
    lua_State *L = p->L;
    struct {
        uint64_t self, n, value;
    } w = { (uint64_t)(uintptr_t)lua_topointer(L, idx), 0, 0 };

    for (int n = 1; lua_getupvalue(L, idx, n); n++) {
        w.n = (uint64_t)n;
        w.value = atom(p, lua_gettop(L));
        p->sum += mac(&w, sizeof(w));
        lua_pop(L, 1);
    }
}

uint64_t purity_fingerprint(lua_State *L)
{
    static const int roots[] = { R_ENV, R_GLOBALS, R_DAFTAR, R_MODULES, R_LOADING, R_SETTINGS };
    struct print p = { .L = L };

    lua_newtable(L);
    p.queue = lua_gettop(L);
    for (size_t i = 0; i < COUNT(roots); i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, roots[i]);
        p.sum += atom(&p, lua_gettop(L)) * (i + 1);
        lua_pop(L, 1);
    }
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    p.sum += atom(&p, lua_gettop(L));
    lua_pop(L, 2);
    for (lua_Integer i = 1; i <= p.nqueue; i++) {
        if (lua_rawgeti(L, p.queue, i) == LUA_TTABLE)
            visit_table(&p, lua_gettop(L));
        else
            visit_function(&p, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    free(p.seen.slots);
    return p.sum;
}

/* text: what plugins need of strings, without patterns. Positions and lengths count characters (UTF-8), and
 * upper, lower and fold change the letters A to Z only: names, codes and labels here are written with them,
 * and the answer never depends on a version of Unicode. Also the methods of strings: s:trim(). */
#include <string.h>

#include "script/lib.h"

static bool is_lead(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static size_t chars(const char *s, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        k += is_lead(s[i]);
    return k;
}

/* Byte offset of character `at` (from 0), n if there is none. */
static size_t offset(const char *s, size_t n, size_t at)
{
    size_t i = 0;

    for (; i < n; i++)
        if (is_lead(s[i]) && at-- == 0)
            break;
    return i;
}

static const char *arg_text(lua_State *L, int arg, const char *name, size_t *n)
{
    const char *s = l_text(L, arg, name, n);

    budget_charge(L, (int64_t)(*n / 16) + 1);
    return s;
}

static int l_len(lua_State *L)
{
    size_t n;
    const char *s = arg_text(L, 1, "text.len", &n);

    lua_pushinteger(L, (lua_Integer)chars(s, n));
    return 1;
}

static int mapped(lua_State *L, const char *name, char low, char high, int shift)
{
    size_t n;
    const char *s = arg_text(L, 1, name, &n);
    char *out = l_room(L, n);

    for (size_t i = 0; i < n; i++)
        out[i] = s[i] >= low && s[i] <= high ? (char)(s[i] + shift) : s[i];
    l_result(L, out, n);
    return 1;
}

static int l_upper(lua_State *L)
{
    return mapped(L, "text.upper", 'a', 'z', 'A' - 'a');
}

static int l_lower(lua_State *L)
{
    return mapped(L, "text.lower", 'A', 'Z', 'a' - 'A');
}

/* Length of the white space at s: ASCII blanks and the no-break space that spreadsheets leave behind. */
static size_t blank_at(const char *s, size_t n)
{
    if (n && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
        return 1;
    return n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static int l_trim(lua_State *L)
{
    size_t n, k;
    const char *s = arg_text(L, 1, "text.trim", &n);

    while ((k = blank_at(s, n))) {
        s += k;
        n -= k;
    }
    for (;;) {
        if (n >= 2 && blank_at(s + n - 2, 2) == 2)
            n -= 2;
        else if (n && blank_at(s + n - 1, 1))
            n--;
        else
            break;
    }
    lua_pushlstring(L, s, n);
    return 1;
}

/* Runs of white space become one space, none at the ends; `lower` for comparing labels. */
static int collapsed(lua_State *L, const char *name, bool lower)
{
    size_t n, k, used = 0;
    const char *s = arg_text(L, 1, name, &n);
    char *out = l_room(L, n);
    bool gap = false;

    while (n) {
        if ((k = blank_at(s, n))) {
            gap = used > 0;
            s += k;
            n -= k;
            continue;
        }
        if (gap)
            out[used++] = ' ';
        gap = false;
        out[used++] = lower && *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
        s++;
        n--;
    }
    l_result(L, out, used);
    return 1;
}

static int l_collapse(lua_State *L)
{
    return collapsed(L, "text.collapse", false);
}

static int l_fold(lua_State *L)
{
    return collapsed(L, "text.fold", true);
}

/* text.sub(s, i [, j]): as string.sub, in characters. */
static int l_sub(lua_State *L)
{
    size_t n, from, to;
    const char *s = arg_text(L, 1, "text.sub", &n);
    lua_Integer len = (lua_Integer)chars(s, n);
    lua_Integer i = l_int(L, 2, "text.sub", LUA_MININTEGER, LUA_MAXINTEGER);
    lua_Integer j = l_int_or(L, 3, "text.sub", LUA_MININTEGER, LUA_MAXINTEGER, -1);

    if (i < 0)
        i = i < -len ? 1 : len + i + 1;
    else if (i == 0)
        i = 1;
    if (j < 0)
        j = j < -len ? 0 : len + j + 1;
    else if (j > len)
        j = len;
    if (i > j) {
        lua_pushliteral(L, "");
        return 1;
    }
    from = offset(s, n, (size_t)i - 1);
    to = from + offset(s + from, n - from, (size_t)(j - i) + 1);
    lua_pushlstring(L, s + from, to - from);
    return 1;
}

static const char *search(const char *s, size_t n, const char *what, size_t k)
{
    return k == 0 ? s : memmem(s, n, what, k);
}

/* text.find(s, what [, start]): position of the first character, or nil. */
static int l_find(lua_State *L)
{
    size_t n, k, from;
    const char *s = arg_text(L, 1, "text.find", &n), *what = arg_text(L, 2, "text.find", &k), *hit;
    lua_Integer start = l_int_or(L, 3, "text.find", 1, LUA_MAXINTEGER, 1);

    from = offset(s, n, (size_t)start - 1);
    hit = search(s + from, n - from, what, k);
    if (hit)
        lua_pushinteger(L, (lua_Integer)chars(s, (size_t)(hit - s)) + 1);
    else
        lua_pushnil(L);
    return 1;
}

static int l_contains(lua_State *L)
{
    size_t n, k;
    const char *s = arg_text(L, 1, "text.contains", &n), *what = arg_text(L, 2, "text.contains", &k);

    lua_pushboolean(L, search(s, n, what, k) != NULL);
    return 1;
}

static int l_starts_with(lua_State *L)
{
    size_t n, k;
    const char *s = arg_text(L, 1, "text.starts_with", &n), *what = arg_text(L, 2, "text.starts_with", &k);

    lua_pushboolean(L, k <= n && memcmp(s, what, k) == 0);
    return 1;
}

static int l_ends_with(lua_State *L)
{
    size_t n, k;
    const char *s = arg_text(L, 1, "text.ends_with", &n), *what = arg_text(L, 2, "text.ends_with", &k);

    lua_pushboolean(L, k <= n && memcmp(s + n - k, what, k) == 0);
    return 1;
}

/* text.split(s, separator): at least one piece. */
static int l_split(lua_State *L)
{
    size_t n, k;
    const char *s = arg_text(L, 1, "text.split", &n), *sep = arg_text(L, 2, "text.split", &k), *hit;
    lua_Integer i = 0;

    if (!k)
        return l_raise(L, E_PLUGIN_GALAT, "text.split: pemisah tidak boleh kosong.");
    lua_newtable(L);
    l_mark_list(L, -1);
    do {
        hit = search(s, n, sep, k);
        lua_pushlstring(L, s, hit ? (size_t)(hit - s) : n);
        lua_rawseti(L, -2, ++i);
        if (hit) {
            n -= (size_t)(hit - s) + k;
            s = hit + k;
        }
        if (i % 64 == 0)
            budget_charge(L, 64);
    } while (hit);
    return 1;
}

static int l_chars(lua_State *L)
{
    size_t n;
    const char *s = arg_text(L, 1, "text.chars", &n);
    lua_Integer i = 0;

    budget_charge(L, (int64_t)n);
    lua_createtable(L, (int)chars(s, n), 0);
    l_mark_list(L, -1);
    while (n) {
        size_t k = 1;

        while (k < n && !is_lead(s[k]))
            k++;
        lua_pushlstring(L, s, k);
        lua_rawseti(L, -2, ++i);
        s += k;
        n -= k;
    }
    return 1;
}

/* The text of element i of the list at idx; numbers are written as tostring does. */
static const char *element(lua_State *L, int idx, lua_Integer i, const char *name, size_t *n)
{
    int type = lua_rawgeti(L, idx, i);

    if (type != LUA_TSTRING && type != LUA_TNUMBER)
        l_raise(L, E_PLUGIN_GALAT, "%s: unsur ke-%lld harus teks atau angka, bukan %s.", name, (long long)i,
                type_words(type));
    return lua_tolstring(L, -1, n);
}

/* text.join(list [, separator]) */
static int l_join(lua_State *L)
{
    lua_Integer len = l_list_len(L, 1, "text.join");
    size_t sep_n = 0, n, total = 0;
    const char *sep = lua_isnoneornil(L, 2) ? "" : l_text(L, 2, "text.join", &sep_n);
    char *out, *p;

    for (lua_Integer i = 1; i <= len; i++) {
        element(L, 1, i, "text.join", &n);
        total += n + (i < len ? sep_n : 0);
        lua_pop(L, 1);
        if (total > BUDGET_BLOCK)
            break; /* the room below will be refused */
    }
    budget_charge(L, (int64_t)(total / 16));
    p = out = l_room(L, total);
    for (lua_Integer i = 1; i <= len; i++) {
        const char *s = element(L, 1, i, "text.join", &n);

        memcpy(p, s, n);
        p += n;
        lua_pop(L, 1);
        if (i < len) {
            memcpy(p, sep, sep_n);
            p += sep_n;
        }
    }
    l_result(L, out, (size_t)(p - out));
    return 1;
}

/* text.rep(s, n [, separator]) */
static int l_rep(lua_State *L)
{
    size_t n, sep_n = 0, total;
    const char *s = l_text(L, 1, "text.rep", &n);
    lua_Integer times = l_int(L, 2, "text.rep", 0, BUDGET_BLOCK);
    const char *sep = lua_isnoneornil(L, 3) ? "" : l_text(L, 3, "text.rep", &sep_n);
    char *out, *p;

    total = times ? n * (size_t)times + sep_n * (size_t)(times - 1) : 0;
    budget_charge(L, (int64_t)(total < BUDGET_BLOCK ? total / 16 : 0) + times / 4);
    p = out = l_room(L, total);
    for (lua_Integer i = 0; i < times; i++) {
        memcpy(p, s, n);
        p += n;
        if (i + 1 < times) {
            memcpy(p, sep, sep_n);
            p += sep_n;
        }
    }
    l_result(L, out, total);
    return 1;
}

/* text.replace(s, old, new): every occurrence. */
static int l_replace(lua_State *L)
{
    size_t n, old_n, new_n, hits = 0, total;
    const char *s = arg_text(L, 1, "text.replace", &n), *old = arg_text(L, 2, "text.replace", &old_n);
    const char *by = arg_text(L, 3, "text.replace", &new_n), *end = s + n, *hit, *at;
    char *out, *p;

    if (!old_n)
        return l_raise(L, E_PLUGIN_GALAT, "text.replace: teks yang dicari tidak boleh kosong.");
    for (at = s; (hit = search(at, (size_t)(end - at), old, old_n)); at = hit + old_n)
        hits++;
    total = n + hits * new_n - hits * old_n;
    budget_charge(L, (int64_t)hits + (int64_t)(total < BUDGET_BLOCK ? total / 16 : 0));
    p = out = l_room(L, total);
    for (at = s; (hit = search(at, (size_t)(end - at), old, old_n)); at = hit + old_n) {
        memcpy(p, at, (size_t)(hit - at));
        p += hit - at;
        memcpy(p, by, new_n);
        p += new_n;
    }
    memcpy(p, at, (size_t)(end - at));
    l_result(L, out, total);
    return 1;
}

/* text.fill("Nilai {nilai} dari {n}", {nilai = 3, n = 5}); "{{" writes "{". One pass counts, one writes. */
static size_t fill(lua_State *L, const char *s, size_t n, char *out)
{
    const char *end = s + n;
    size_t total = 0, k;

    while (s < end) {
        const char *piece = s, *close;

        k = 1;
        if (*s == '{' && s + 1 < end && s[1] == '{') {
            s += 2;
        } else if (*s == '{') {
            close = memchr(s, '}', (size_t)(end - s));
            if (!close)
                l_raise(L, E_PLUGIN_GALAT, "text.fill: '{' tanpa '}'.");
            lua_pushlstring(L, s + 1, (size_t)(close - s - 1));
            lua_pushvalue(L, -1);
            lua_rawget(L, 2);
            if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
                l_raise(L, E_PLUGIN_GALAT, "text.fill: '%.40s' harus teks atau angka, bukan %s.",
                        lua_tostring(L, -2), type_words(lua_type(L, -1)));
            piece = lua_tolstring(L, -1, &k);
            if (out)
                memcpy(out + total, piece, k);
            total += k;
            lua_pop(L, 2);
            s = close + 1;
            budget_charge(L, 2);
            continue;
        } else {
            s++;
        }
        if (out)
            out[total] = *piece;
        total++;
    }
    return total;
}

static int l_fill(lua_State *L)
{
    size_t n, total;
    const char *s = arg_text(L, 1, "text.fill", &n);
    char *out;

    l_table(L, 2, "text.fill");
    lua_settop(L, 2);
    total = fill(L, s, n, NULL);
    budget_charge(L, (int64_t)(total < BUDGET_BLOCK ? total / 16 : 0));
    out = l_room(L, total);
    fill(L, s, n, out);
    l_result(L, out, total);
    return 1;
}

/* text.pad(s, width [, fill]): to the left, for numbers in columns. */
static int l_pad(lua_State *L)
{
    size_t n, k = 1;
    const char *s = arg_text(L, 1, "text.pad", &n);
    size_t width = (size_t)l_int(L, 2, "text.pad", 0, 1000), have = chars(s, n);
    const char *with = lua_isnoneornil(L, 3) ? " " : l_text(L, 3, "text.pad", &k);
    size_t missing = width > have ? width - have : 0;
    char *out;

    if (k != 1)
        return l_raise(L, E_PLUGIN_GALAT, "text.pad: pengisi harus satu huruf.");
    out = l_room(L, n + missing);
    memset(out, *with, missing);
    memcpy(out + missing, s, n);
    l_result(L, out, n + missing);
    return 1;
}

static int l_is_digits(lua_State *L)
{
    size_t n, i = 0;
    const char *s = arg_text(L, 1, "text.is_digits", &n);

    while (i < n && s[i] >= '0' && s[i] <= '9')
        i++;
    lua_pushboolean(L, n && i == n);
    return 1;
}

void l_open_text(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "len", l_len },
        { "upper", l_upper },
        { "lower", l_lower },
        { "trim", l_trim },
        { "collapse", l_collapse },
        { "fold", l_fold },
        { "sub", l_sub },
        { "find", l_find },
        { "contains", l_contains },
        { "starts_with", l_starts_with },
        { "ends_with", l_ends_with },
        { "split", l_split },
        { "chars", l_chars },
        { "join", l_join },
        { "rep", l_rep },
        { "replace", l_replace },
        { "fill", l_fill },
        { "pad", l_pad },
        { "is_digits", l_is_digits },
        { NULL, NULL },
    };

    lua_newtable(L);
    l_functions(L, functions);
}

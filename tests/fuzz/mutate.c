#include "mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 */
uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->s += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

struct rng rng_of(uint64_t seed, uint64_t n)
{
    struct rng r = { seed * 0xD1342543DE82EF95u + n };

    r.s = rng_next(&r);
    return r;
}

size_t rng_below(struct rng *r, size_t n)
{
    return n ? (size_t)(rng_next(r) % n) : 0;
}

#define PICK(r, array) (array)[rng_below((r), COUNT(array))]

/* Bytes ------------------------------------------------------------------------------------------------ */

static void replace(struct mutant_file *f, size_t from, size_t upto, const void *data, size_t len,
                    struct arena *a)
{
    size_t n = f->len - (upto - from) + len;
    uint8_t *copy = arena_alloc(a, n + 1);

    memcpy(copy, f->data, from);
    if (len)
        memcpy(copy + from, data, len);
    memcpy(copy + from + len, f->data + upto, f->len - upto);
    f->data = copy;
    f->len = n;
}

static void range(struct rng *r, const struct mutant_file *f, size_t most, size_t *from, size_t *upto)
{
    *from = rng_below(r, f->len + 1);
    *upto = *from + rng_below(r, most);
    if (*upto > f->len)
        *upto = f->len;
}

static void flip_bit(struct rng *r, struct mutant_file *f, struct arena *a)
{
    uint8_t c;
    size_t at = rng_below(r, f->len);

    if (!f->len)
        return;
    c = (uint8_t)(f->data[at] ^ (1u << rng_below(r, 8)));
    replace(f, at, at + 1, &c, 1, a);
}

static void put_byte(struct rng *r, struct mutant_file *f, struct arena *a)
{
    static const uint8_t odd[] = { 0,   9,   10,  13,  27,  '"',  '\'', '\\', '{',
                                   '}', '[', ']', '-', '=', 0x7f, 0x80, 0xc3, 0xff };
    uint8_t c = PICK(r, odd);
    size_t from, upto;

    range(r, f, 2, &from, &upto);
    replace(f, from, upto, &c, 1, a);
}

static void cut(struct rng *r, struct mutant_file *f, struct arena *a)
{
    size_t from, upto;

    range(r, f, 1 + f->len / 4, &from, &upto);
    replace(f, from, upto, NULL, 0, a);
}

static void repeat(struct rng *r, struct mutant_file *f, struct arena *a)
{
    size_t from, upto;

    range(r, f, 200, &from, &upto);
    replace(f, upto, upto, f->data + from, upto - from, a);
}

static void truncate_file(struct rng *r, struct mutant_file *f, struct arena *a)
{
    (void)a;
    f->len = rng_below(r, f->len + 1);
}

static void noise(struct rng *r, struct mutant_file *f, struct arena *a)
{
    uint8_t block[64];
    size_t n = 1 + rng_below(r, sizeof(block)), from, upto;

    for (size_t i = 0; i < n; i++)
        block[i] = (uint8_t)rng_next(r);
    range(r, f, n, &from, &upto);
    replace(f, from, upto, block, n, a);
}

static void swell(struct rng *r, struct mutant_file *f, struct arena *a)
{
    size_t n = (size_t)1024 << rng_below(r, 11);
    uint8_t *block = arena_alloc(a, n);

    memset(block, PICK(r, " \n-a["), n);
    replace(f, f->len, f->len, block, n, a);
}

/* JSON ------------------------------------------------------------------------------------------------- */

static json_t *odd_value(struct rng *r)
{
    static const char *const texts[] = {
        "null",
        "true",
        "0",
        "-1",
        "1",
        "9007199254740993",
        "-9223372036854775808",
        "1e308",
        "5e-324",
        "1e999",
        "1.5",
        "\"\"",
        "\"*\"",
        "\"../x\"",
        "\"a b\"",
        "\"init.lua\"",
        "\"1.0.0\"",
        "\"integer\"",
        "\"kode:x\"",
        "\"\\u0001\"",
        "\"\\ud83d\\ude00\"",
        "[]",
        "[[]]",
        "[null]",
        "[0,0]",
        "{}",
        "{\"\":0}",
        "{\"type\":\"integer\"}",
        "{\"type\":\"object\",\"properties\":{}}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    };
    json_t *v = json_loads(PICK(r, texts), JSON_DECODE_ANY, NULL);

    if (!v) { /* 1e999 is none: a long text instead */
        char *s = mem_alloc(5000);

        memset(s, 'p', 4999);
        v = json_string(s);
        free(s);
    }
    return v;
}

static size_t count_values(const json_t *v)
{
    const char *key;
    json_t *e;
    size_t n = 1, i;

    if (json_is_object(v))
        json_object_foreach((json_t *)v, key, e) n += count_values(e);
    json_array_foreach(v, i, e) n += count_values(e);
    return n;
}

/* The value number *left in the order of the text. */
static json_t *value_at(json_t *v, size_t *left)
{
    const char *key;
    json_t *e, *found = NULL;
    size_t i;

    if ((*left)-- == 0)
        return v;
    if (json_is_object(v))
        json_object_foreach(v, key, e) if (!found) found = value_at(e, left);
    json_array_foreach(v, i, e) if (!found) found = value_at(e, left);
    return found;
}

static json_t *some_value(struct rng *r, json_t *v)
{
    size_t n = rng_below(r, count_values(v));

    return value_at(v, &n);
}

/* A number near the old one: the digit that somebody mistypes. */
static json_t *near(struct rng *r, const json_t *v)
{
    if (json_is_integer(v))
        return json_integer(json_integer_value(v) + (json_int_t)rng_below(r, 21) - 10);
    if (json_is_real(v))
        return json_real(json_real_value(v) * (double)(rng_below(r, 5)));
    return odd_value(r);
}

static void change_object(struct rng *r, json_t *o, json_t *root)
{
    const char *key = NULL;
    size_t at = rng_below(r, json_object_size(o)), i = 0;
    json_t *old;

    json_object_foreach(o, key, old) if (i++ == at) break;
    if (!key)
        return;
    json_incref(old);
    switch (rng_below(r, 5)) {
    case 0:
        json_object_del(o, key);
        break;
    case 1: {
        char name[80];

        snprintf(name, sizeof(name), "%.70s%c", key, "xX _s"[rng_below(r, 5)]);
        json_object_set(o, name, old);
        if (rng_below(r, 2))
            json_object_del(o, key);
        break;
    }
    case 2:
        json_object_set_new(o, key, json_deep_copy(some_value(r, root)));
        break;
    case 3:
        json_object_set_new(o, key, near(r, old));
        break;
    default:
        json_object_set_new(o, key, odd_value(r));
    }
    json_decref(old);
}

static void change_array(struct rng *r, json_t *l, json_t *root)
{
    size_t n = json_array_size(l), at = rng_below(r, n);

    switch (n ? rng_below(r, 5) : 3) {
    case 0:
        json_array_remove(l, at);
        break;
    case 1:
        json_array_insert_new(l, rng_below(r, n), json_deep_copy(json_array_get(l, at)));
        break;
    case 2:
        json_array_set_new(l, at, near(r, json_array_get(l, at)));
        break;
    case 3:
        json_array_append_new(l, odd_value(r));
        break;
    default:
        json_array_set_new(l, at, json_deep_copy(some_value(r, root)));
    }
}

json_t *mutate_json(struct rng *r, json_t *v)
{
    for (int tries = 0; tries < 20; tries++) {
        json_t *place = some_value(r, v);

        if (json_is_object(place)) {
            change_object(r, place, v);
            return v;
        }
        if (json_is_array(place)) {
            change_array(r, place, v);
            return v;
        }
    }
    json_decref(v);
    return odd_value(r);
}

static void change_json(struct rng *r, struct mutant_file *f, struct arena *a)
{
    json_t *v = json_loadb((const char *)f->data, f->len, JSON_DECODE_ANY, NULL);
    char *text;

    if (!v) {
        flip_bit(r, f, a);
        return;
    }
    v = mutate_json(r, v);
    if ((text = json_dumps(v, JSON_ENCODE_ANY | JSON_INDENT(1)))) {
        replace(f, 0, f->len, text, strlen(text), a);
        free(text);
    }
    json_decref(v);
}

/* Lua -------------------------------------------------------------------------------------------------- */

static bool word_char(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A word or a single sign, from a random place on. */
static void some_word(struct rng *r, const struct mutant_file *f, size_t *from, size_t *upto)
{
    size_t at = rng_below(r, f->len);

    while (at && word_char(f->data[at]) && word_char(f->data[at - 1]))
        at--;
    while (at + 1 < f->len && strchr(" \n\t", f->data[at]))
        at++;
    *from = at;
    while (at < f->len && word_char(f->data[at]))
        at++;
    *upto = at > *from ? at : at + (at < f->len);
}

static void change_word(struct rng *r, struct mutant_file *f, struct arena *a)
{
    static const char *const odd[] = {
        " nil ",
        " 0 ",
        " -1 ",
        " 1e308 ",
        " 0/0 ",
        " 1//0 ",
        " {} ",
        " '' ",
        " true ",
        " ... ",
        " not ",
        " .. ",
        " # ",
        " == ",
        " = ",
        ",",
        ";",
        "(",
        ")",
        "{",
        "}",
        "[[",
        "]]",
        "--[==[",
        " end ",
        " do ",
        " then ",
        " function ",
        " function() end ",
        " return ",
        " local ",
        " goto x ",
        " ::x:: ",
        " break ",
        " repeat ",
        " until ",
        " while true do end ",
        " for i = 1, 1e9 do end ",
        " error('isian belum lengkap') ",
        " error({}) ",
        " pcall ",
        " use 'matriks' ",
        " use 'tidak-ada' ",
        " catat('a', 1, 'b') ",
        " text.rep('a', 1e9) ",
        " list.range(1, 1e9) ",
        " os.exit() ",
        " string.format ",
        " _G ",
        " math.huge ",
        " isian ",
        " setelan ",
        " evaluasi ",
        " 9007199254740993 ",
        " 0x7fffffffffffffff ",
        " \"\\xff\" ",
        " \"\\u{10ffff}\" ",
        " indikator { kode = 'a' } ",
        " fungsi { nama = 'a', hitung = function() return 1 end } ",
        " <close> ",
        " <const> ",
    };
    struct mutant_file before = *f;
    size_t from, upto, from2, upto2;
    const char *word;

    if (!f->len)
        return;
    some_word(r, f, &from, &upto);
    some_word(r, f, &from2, &upto2);
    switch (rng_below(r, 4)) {
    case 0:
        replace(f, from, upto, NULL, 0, a);
        break;
    case 1:
        replace(f, from, from, before.data + from, upto - from, a);
        break;
    case 2:
        replace(f, from, upto, before.data + from2, upto2 - from2, a);
        break;
    default:
        word = PICK(r, odd);
        replace(f, from, rng_below(r, 2) ? upto : from, word, strlen(word), a);
    }
}

static void change_line(struct rng *r, struct mutant_file *f, struct arena *a)
{
    size_t from = rng_below(r, f->len), upto = from, to = rng_below(r, f->len);
    struct mutant_file before = *f;

    while (from && before.data[from - 1] != '\n')
        from--;
    while (upto < f->len && before.data[upto++] != '\n')
        ;
    while (to && before.data[to - 1] != '\n')
        to--;
    if (rng_below(r, 3))
        replace(f, to, to, before.data + from, upto - from, a);
    else
        replace(f, from, upto, NULL, 0, a);
}

/* Files ------------------------------------------------------------------------------------------------ */

static const char *odd_name(struct rng *r, const struct mutant *m, struct arena *a)
{
    static const char *const names[] = {
        "../init.lua", "/init.lua",    "a/../b.lua",      "./plugin.json", "init.lua/x",   "tests",
        "tests/",      "tests/x.lua",  "lib/matriks.lua", "x.so",          ".git",         "tests/.x.json",
        "x\n.lua",     "x\xff.lua",    "Init.lua",        "INIT.LUA",      "materi/x.svg", "materi/a/b.md",
        "con.lua",     "plugin.json",  "init.lua",        "README.md",     "\xc3\xa4.lua", "a b.lua",
        "x.lua.",      "tests/y.json", "z.lua",           "materi/x.md",
    };

    if (rng_below(r, 8) == 0)
        return arena_printf(a, "%0*d.lua", (int)(90 + rng_below(r, 200)), 1);
    return rng_below(r, 3) ? PICK(r, names) : m->f[rng_below(r, m->n)].path;
}

static void add_file(struct mutant *m, const struct mutant_file *f, const char *path)
{
    if (m->n < MUTANT_FILES) {
        m->f[m->n] = *f;
        m->f[m->n++].path = path;
    }
}

static void change_files(struct rng *r, struct mutant *m, const struct mutant *other, struct arena *a)
{
    size_t i = rng_below(r, m->n), j = rng_below(r, m->n), o = rng_below(r, other->n);
    struct mutant_file keep = m->f[i];

    switch (rng_below(r, 7)) {
    case 0:
        if (m->n > 1)
            m->f[i] = m->f[--m->n];
        break;
    case 1:
        add_file(m, &m->f[i], odd_name(r, m, a));
        break;
    case 2:
        m->f[i].path = odd_name(r, m, a);
        break;
    case 3: /* contents change places */
        m->f[i].data = m->f[j].data;
        m->f[i].len = m->f[j].len;
        m->f[j].data = keep.data;
        m->f[j].len = keep.len;
        break;
    case 4:
        add_file(m, &other->f[o], other->f[o].path);
        break;
    case 5: /* the other package's file of that name */
        for (o = 0; o < other->n; o++)
            if (strcmp(other->f[o].path, keep.path) == 0) {
                m->f[i].data = other->f[o].data;
                m->f[i].len = other->f[o].len;
            }
        break;
    default: /* a piece of it */
        if (other->f[o].len && m->f[i].len) {
            size_t from = rng_below(r, other->f[o].len), to, upto;
            size_t n = 1 + rng_below(r, other->f[o].len - from);

            range(r, &m->f[i], 1 + m->f[i].len / 2, &to, &upto);
            replace(&m->f[i], to, upto, other->f[o].data + from, n, a);
        }
    }
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), k = strlen(tail);

    return n >= k && strcmp(s + n - k, tail) == 0;
}

/* One in eight changes concerns the package as a whole; else the kind of the file decides what may happen to
 * it. */
static void mutate_once(struct rng *r, struct mutant *m, const struct mutant *other, struct arena *a)
{
    static void (*const bytes[])(struct rng *, struct mutant_file *, struct arena *) = {
        flip_bit, put_byte, cut, repeat, truncate_file, noise, swell,
    };
    struct mutant_file *f;

    if (rng_below(r, 8) == 0) {
        change_files(r, m, other, a);
        return;
    }
    f = &m->f[rng_below(r, m->n)];
    /* Most of a package's files are lessons, pictures and tests; what is behind the manifest matters more
     * than it. */
    for (int tries = 0; tries < 6 && !ends(f->path, ".lua"); tries++)
        f = &m->f[rng_below(r, m->n)];
    if (ends(f->path, ".json") && rng_below(r, 10))
        change_json(r, f, a);
    else if (ends(f->path, ".lua") && rng_below(r, 10))
        (rng_below(r, 4) ? change_word : change_line)(r, f, a);
    else
        PICK(r, bytes)(r, f, a);
}

void mutate(struct rng *r, struct mutant *m, const struct mutant *other, struct arena *a)
{
    for (size_t n = 1 + rng_below(r, 3); n; n--)
        mutate_once(r, m, other, a);
}

/* Tar -------------------------------------------------------------------------------------------------- */

enum { BLOCK = 512, SUM = 148, TYPE = 156, SIZE = 124, MAGIC = 257 };

static void seal(uint8_t *h)
{
    unsigned sum = 0;
    char text[24];

    memset(h + SUM, ' ', 8);
    for (int i = 0; i < BLOCK; i++)
        sum += h[i];
    snprintf(text, sizeof(text), "%06o", sum);
    memcpy(h + SUM, text, 7);
}

static void head(uint8_t h[BLOCK], const char *name, char type, size_t size)
{
    char text[24];
    size_t n = strlen(name);

    memset(h, 0, BLOCK);
    memcpy(h, name, n < 100 ? n : 100);
    memcpy(h + 100, "0000644", 8);
    snprintf(text, sizeof(text), "%011o", (unsigned)size);
    memcpy(h + SIZE, text, 12);
    memcpy(h + MAGIC, "ustar\00000", 8);
    h[TYPE] = (uint8_t)type;
    seal(h);
}

static void member(struct buf *out, const char *name, char type, const void *data, size_t len)
{
    static const uint8_t zeros[BLOCK];
    uint8_t h[BLOCK];

    head(h, name, type, len);
    buf_add(out, h, BLOCK);
    if (len)
        buf_add(out, data, len);
    buf_add(out, zeros, (BLOCK - len % BLOCK) % BLOCK);
}

static void long_name(struct rng *r, struct buf *out, const char *name)
{
    char record[400];
    int n = (int)strlen(name) + 6, total;

    if (rng_below(r, 2)) {
        member(out, "././@LongLink", 'L', name, strlen(name) + 1);
        return;
    }
    for (total = n + 2; total != n + 1 + snprintf(NULL, 0, "%d", total);)
        total = n + 1 + snprintf(NULL, 0, "%d", total);
    snprintf(record, sizeof(record), "%d path=%.380s\n", total, name);
    member(out, "PaxHeaders/x", 'x', record, strlen(record));
}

/* One head of the archive gets another field; most of them keep a right sum, so that what stands behind it is
 * read. */
static void change_head(struct rng *r, struct buf *tar, const size_t *at, size_t n)
{
    static const char *const sizes[] = { "77777777777",
                                         "00000000000",
                                         "-0000000001",
                                         "           ",
                                         "9999999999",
                                         "00004000000",
                                         "\x80\0\0\0\0\0\0\0\xff\xff\xff",
                                         "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" };
    static const char types[] = "012345678gxLKSDMNVX\0\xff";
    uint8_t *h = (uint8_t *)tar->p + at[rng_below(r, n)];

    switch (rng_below(r, 5)) {
    case 0:
        h[TYPE] = (uint8_t)types[rng_below(r, sizeof(types))];
        break;
    case 1:
        memcpy(h + SIZE, PICK(r, sizes), 11);
        break;
    case 2:
        h[rng_below(r, 100)] = (uint8_t)PICK(r, "./\\\0 x");
        break;
    case 3:
        memcpy(h + 345, "../../etc", 10);
        break;
    default:
        h[rng_below(r, BLOCK)] ^= (uint8_t)(1u << rng_below(r, 8));
    }
    if (rng_below(r, 4))
        seal(h);
}

static void change_blocks(struct rng *r, struct buf *tar)
{
    size_t blocks = tar->len / BLOCK, i = rng_below(r, blocks), j = rng_below(r, blocks);
    uint8_t keep[BLOCK];

    switch (rng_below(r, 4)) {
    case 0:
        tar->len = rng_below(r, tar->len + 1);
        break;
    case 1:
        memcpy(keep, tar->p + i * BLOCK, BLOCK);
        memcpy(tar->p + i * BLOCK, tar->p + j * BLOCK, BLOCK);
        memcpy(tar->p + j * BLOCK, keep, BLOCK);
        break;
    case 2:
        memset(tar->p + i * BLOCK, 0, BLOCK);
        break;
    default:
        buf_add(tar, (uint8_t[BLOCK]){ 1 }, BLOCK - rng_below(r, BLOCK));
    }
}

void mutate_tar(struct rng *r, const struct mutant *m, struct buf *out)
{
    static const uint8_t end[2 * BLOCK];
    static const char *const sound[] = { "", "./", "paket/" }, *const odd[] = { "a/b/", "../", "/",
                                                                                "paket/../" };
    const char *folder = rng_below(r, 40) ? PICK(r, sound) : PICK(r, odd);
    size_t at[2 * MUTANT_FILES], n = 0;

    for (size_t i = 0; i < m->n; i++) {
        char name[400];

        snprintf(name, sizeof(name), "%s%.380s", folder, m->f[i].path);
        if (strlen(name) > 100 || rng_below(r, 40) == 0) {
            at[n++] = out->len;
            long_name(r, out, name);
        }
        at[n++] = out->len;
        member(out, name, '0', m->f[i].data, m->f[i].len);
    }
    buf_add(out, end, sizeof(end));
    if (rng_below(r, 12) == 0)
        change_head(r, out, at, n);
    if (rng_below(r, 30) == 0)
        change_blocks(r, out);
}

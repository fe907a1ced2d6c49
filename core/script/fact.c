#include "script/fact.h"

#include <string.h>

#include "base/json.h"
#include "script/host.h"

struct facts *facts_new(struct arena *a)
{
    struct facts *f = arena_new_of(a, struct facts);

    f->a = a;
    return f;
}

static uint32_t mix(uint32_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return (h ^ 0xFFu) * 16777619u;
}

static bool same(const struct fact *x, const struct fact *y)
{
    return x->kind == y->kind && x->line == y->line && strcmp(x->a, y->a) == 0 && strcmp(x->b, y->b) == 0 &&
           strcmp(x->file, y->file) == 0;
}

/* The slot of `x`, or the empty one where it belongs. */
static uint32_t *slot(struct facts *f, const struct fact *x)
{
    uint32_t h = mix(mix(mix((uint32_t)x->kind * 31u + (uint32_t)x->line, x->file), x->a), x->b);

    for (h %= COUNT(f->slots); f->slots[h] && !same(&f->list[f->slots[h] - 1], x);)
        h = (h + 1) % COUNT(f->slots);
    return &f->slots[h];
}

/* Not longer than FACT_WORD, cut between characters. */
static const char *keep(struct facts *f, const char *s)
{
    size_t n = strlen(s);

    if (n > FACT_WORD)
        for (n = FACT_WORD; n && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
            ;
    return arena_strndup(f->a, s, n);
}

void fact_add(struct facts *f, enum fact_kind kind, const char *file, int line, const char *a, const char *b)
{
    struct fact x = { kind, file ? file : "", line, 0, a ? a : "", b ? b : "" };
    uint32_t *at = slot(f, &x);
    bool word = kind == FACT_NAME || kind == FACT_STORED;

    if (*at || f->n > FACT_MOST - 2 || !utf8_valid(x.a, strlen(x.a)) || !utf8_valid(x.b, strlen(x.b)))
        return;
    /* Words must not crowd out what is wrong. */
    if (word && f->nwords == FACT_MOST / 2) {
        fact_add(f, FACT_CUT, NULL, 0, NULL, NULL);
        return;
    }
    if (f->n == FACT_MOST - 2)
        x = (struct fact){ FACT_CUT, "", 0, 0, "", "" };
    x.file = keep(f, x.file);
    x.a = keep(f, x.a);
    x.b = kind == FACT_FAILURE ? arena_strdup(f->a, x.b) : keep(f, x.b);
    f->list[f->n++] = x;
    f->nwords += word;
    *at = (uint32_t)f->n;
}

void fact_column(struct facts *f, int column)
{
    if (f->n && column > 0)
        f->list[f->n - 1].column = column;
}

void facts_pack(const struct facts *f, struct buf *out)
{
    wire_array(out, (uint32_t)f->n);
    for (size_t i = 0; i < f->n; i++) {
        const struct fact *x = &f->list[i];

        wire_array(out, 6);
        wire_int(out, x->kind);
        wire_text(out, x->file, SIZE_MAX);
        wire_int(out, x->line);
        wire_int(out, x->column);
        wire_text(out, x->a, SIZE_MAX);
        wire_text(out, x->b, SIZE_MAX);
    }
}

static bool read_text(struct wire *w, struct arena *a, const char **out)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_TEXT || !utf8_valid(it.s, it.n) || memchr(it.s, 0, it.n))
        return false;
    *out = arena_strndup(a, it.s, it.n);
    return true;
}

static bool read_small(struct wire *w, int most, int *out)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_INT || it.i < 0 || it.i > most)
        return false;
    *out = (int)it.i;
    return true;
}

bool facts_unpack(struct wire *w, struct arena *a, struct fact **list, size_t *n)
{
    struct wire_item it;
    int kind;

    *n = 0;
    if (wire_next(w, &it) != WIRE_ARRAY || it.n > FACT_MOST)
        return false;
    *list = arena_array(a, struct fact, it.n + 1);
    for (uint32_t i = it.n; i; i--) {
        struct fact *x = &(*list)[(*n)++];

        if (wire_next(w, &it) != WIRE_ARRAY || it.n != 6 || !read_small(w, FACT_KINDS - 1, &kind) ||
            !read_text(w, a, &x->file) || !read_small(w, INT32_MAX, &x->line) ||
            !read_small(w, INT32_MAX, &x->column) || !read_text(w, a, &x->a) || !read_text(w, a, &x->b))
            return false;
        x->kind = (enum fact_kind)kind;
    }
    return true;
}

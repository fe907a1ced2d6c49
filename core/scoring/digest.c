#include "scoring/digest.h"

#include <stdlib.h>
#include <string.h>

struct digest_kept {
    const char *from, *copy;
};

void digest_init(struct digest_lines *d)
{
    *d = (struct digest_lines){ .a = arena_new() };
}

void digest_clear(struct digest_lines *d)
{
    if (d->a)
        arena_free(d->a);
    free(d->line);
    free(d->kept);
    *d = (struct digest_lines){ 0 };
}

static size_t slot_of(const struct digest_lines *d, const char *from)
{
    size_t i = (size_t)((uintptr_t)from * 0x9e3779b97f4a7c15U >> 20) % d->ckept;

    while (d->kept[i].from && d->kept[i].from != from)
        i = (i + 1) % d->ckept;
    return i;
}

static void grow_kept(struct digest_lines *d)
{
    struct digest_kept *old = d->kept;
    size_t n = d->ckept;

    d->ckept = n ? 2 * n : 64;
    d->kept = mem_alloc(d->ckept * sizeof(*d->kept));
    for (size_t i = 0; i < n; i++)
        if (old[i].from)
            d->kept[slot_of(d, old[i].from)] = old[i];
    free(old);
}

const char *digest_keep(struct digest_lines *d, const char *text)
{
    size_t i;

    if (2 * d->nkept >= d->ckept)
        grow_kept(d);
    i = slot_of(d, text);
    if (!d->kept[i].from) {
        d->kept[i] = (struct digest_kept){ text, arena_strdup(d->a, text) };
        d->nkept++;
    }
    return d->kept[i].copy;
}

void digest_add(struct digest_lines *d, const struct digest_line *line)
{
    if (d->n == d->cap) {
        d->cap = d->cap ? 2 * d->cap : 1024;
        d->line = mem_grow(d->line, d->cap * sizeof(*d->line));
    }
    d->line[d->n] = *line;
    d->line[d->n++].nilai = arena_strdup(d->a, line->nilai);
}

static int by_nip(const void *a, const void *b)
{
    const struct digest_line *const *x = a, *const *y = b;

    return strcmp((*x)->nip, (*y)->nip);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void render(const struct digest_line *l, const char *periode, struct buf *out)
{
    char hex[DIGEST_HEX];

    digest_hex(&l->masukan, hex);
    buf_printf(out, "%s\t%s\t%d\t%s", l->nip, periode, l->segmen, l->kode);
    if (l->rhk)
        buf_printf(out, "#%d.%d", l->rhk, l->no);
    buf_printf(out, "\t%s\t%s\t%s\t", l->release, l->setelan, hex);
    buf_str(out, l->nilai);
    buf_char(out, '\n');
}

/* Lines of one person, in the order of their bytes. All numbers have 18 digits and stand first, so sorting by
 * them and then within each sorts all. */
static void add_person(struct hash_state *h, const struct digest_line *const *lines, size_t n,
                       const char *periode, struct buf *text, const char ***order, size_t *cap)
{
    size_t at = 0;

    if (n > *cap) {
        *cap = 2 * n;
        *order = mem_grow(*order, *cap * sizeof(**order));
    }
    buf_clear(text);
    for (size_t i = 0; i < n; i++) {
        render(lines[i], periode, text);
        buf_char(text, '\0');
    }
    for (size_t i = 0; i < n; i++) {
        (*order)[i] = text->p + at;
        at += strlen(text->p + at) + 1;
    }
    qsort(*order, n, sizeof(**order), by_text);
    for (size_t i = 0; i < n; i++)
        hash_add(h, (*order)[i], strlen((*order)[i]));
}

void digest_finish(const struct digest_lines *const *sets, size_t n, const char *periode,
                   char out[DIGEST_HEX])
{
    const struct digest_line **all;
    const char **order = NULL;
    size_t total = 0, at = 0, cap = 0;
    struct buf text = BUF_NONE;
    struct hash_state h;
    struct digest d;

    for (size_t i = 0; i < n; i++)
        total += sets[i]->n;
    all = mem_alloc((total + 1) * sizeof(*all));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sets[i]->n; k++)
            all[at++] = &sets[i]->line[k];
    qsort(all, total, sizeof(*all), by_nip);
    hash_start_blake2b(&h);
    for (size_t from = 0, to; from < total; from = to) {
        for (to = from + 1; to < total && strcmp(all[to]->nip, all[from]->nip) == 0; to++)
            ;
        add_person(&h, all + from, to - from, periode, &text, &order, &cap);
    }
    hash_finish(&h, &d);
    digest_hex(&d, out);
    free(all);
    free(order);
    buf_free(&text);
}

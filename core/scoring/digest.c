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
    d->line[d->n++].nilai = strlen(line->nilai) > DIGEST_KEEP ? NULL : arena_strdup(d->a, line->nilai);
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

/* What all lines of one digest share. */
struct work {
    const char *periode;
    digest_fetch *fetch;
    void *arg;
    struct hash_state hash;
    struct buf text;    /* the lines of one person, each with its NUL */
    const char **order; /* into `text` */
    size_t cap;
};

static enum status render(struct work *w, const struct digest_line *l, struct err *e)
{
    char hex[DIGEST_HEX];
    enum status st = ST_OK;

    digest_hex(&l->masukan, hex);
    buf_printf(&w->text, "%s\t%s\t%d\t%s", l->nip, w->periode, l->segmen, l->kode);
    if (l->rhk)
        buf_printf(&w->text, "#%d.%d", l->rhk, l->no);
    buf_printf(&w->text, "\t%s\t%s\t%s\t", l->release, l->setelan, hex);
    if (l->nilai)
        buf_str(&w->text, l->nilai);
    else
        st = w->fetch(w->arg, l, &w->text, e);
    buf_add(&w->text, "\n", 2);
    return st;
}

/* Lines of one person, in the order of their bytes. All numbers have 18 digits and stand first, so sorting by
 * them and then within each sorts all. */
static enum status add_person(struct work *w, const struct digest_line *const *lines, size_t n, struct err *e)
{
    size_t at = 0;
    enum status st = ST_OK;

    if (n > w->cap) {
        w->cap = 2 * n;
        w->order = mem_grow(w->order, w->cap * sizeof(*w->order));
    }
    buf_clear(&w->text);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = render(w, lines[i], e);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        w->order[i] = w->text.p + at;
        at += strlen(w->text.p + at) + 1;
    }
    if (st != ST_OK)
        return st;
    qsort(w->order, n, sizeof(*w->order), by_text);
    for (size_t i = 0; i < n; i++)
        hash_add(&w->hash, w->order[i], strlen(w->order[i]));
    return ST_OK;
}

enum status digest_finish(const struct digest_lines *const *sets, size_t n, const char *periode,
                          digest_fetch *fetch, void *arg, char out[DIGEST_HEX], struct err *e)
{
    struct work w = { .periode = periode, .fetch = fetch, .arg = arg };
    const struct digest_line **all;
    size_t total = 0, at = 0;
    struct digest d;
    enum status st = ST_OK;

    for (size_t i = 0; i < n; i++)
        total += sets[i]->n;
    all = mem_alloc((total + 1) * sizeof(*all));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sets[i]->n; k++)
            all[at++] = &sets[i]->line[k];
    qsort(all, total, sizeof(*all), by_nip);
    hash_start_blake2b(&w.hash);
    for (size_t from = 0, to; st == ST_OK && from < total; from = to) {
        for (to = from + 1; to < total && strcmp(all[to]->nip, all[from]->nip) == 0; to++)
            ;
        st = add_person(&w, all + from, to - from, e);
    }
    hash_finish(&w.hash, &d);
    digest_hex(&d, out);
    free(all);
    free(w.order);
    buf_free(&w.text);
    return st;
}

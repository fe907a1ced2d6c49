#include "script/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct findings *findings_new(struct arena *a)
{
    struct findings *f = arena_new_of(a, struct findings);

    f->a = a;
    return f;
}

void finding_add(struct findings *f, const struct finding *where, const char *fmt, ...)
{
    struct finding x = *where;
    char msg[600];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    for (size_t i = 0; i < f->n; i++)
        if (f->list[i].line == x.line && strcmp(f->list[i].msg, msg) == 0 &&
            strcmp(f->list[i].file, x.file ? x.file : "") == 0)
            return;
    f->nerrors += !x.warning;
    if (f->n == FINDINGS_MOST)
        return;
    x.file = arena_strdup(f->a, x.file ? x.file : "");
    x.at = arena_strdup(f->a, x.at ? x.at : "");
    x.msg = arena_strdup(f->a, msg);
    f->list[f->n++] = x;
}

/* "init.lua:12: …" without its place, which stands beside it. */
static const char *without_place(const char *msg, const char *file)
{
    size_t n = strlen(file);
    const char *rest = msg + n;

    if (!n || strncmp(msg, file, n) != 0)
        return msg;
    if (*rest == ':' && rest[1] >= '0' && rest[1] <= '9')
        rest += 1 + strspn(rest + 1, "0123456789");
    return strncmp(rest, ": ", 2) == 0 ? rest + 2 : msg;
}

void finding_err(struct findings *f, const struct err *e, const char *file)
{
    struct finding x = { .code = e->code, .file = e->file[0] ? e->file : file, .line = e->line };
    const char *where = e->code == E_JSON ? strstr(e->msg, "kolom ") : NULL;

    if (where) /* the reader's own words: only they have it */
        x.column = (int)strtol(where + 6, NULL, 10);
    if (!e->nfaults)
        finding_add(f, &x, "%s", without_place(e->msg, x.file));
    for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
        x.at = e->faults[i].at;
        finding_add(f, &x, "%s", e->faults[i].msg);
    }
}

/* The manifest, init.lua, then the others by name. */
static int rank(const char *file)
{
    return strcmp(file, "plugin.json") == 0 ? 1 : strcmp(file, "init.lua") == 0 ? 2 : file[0] ? 3 : 0;
}

static int order(const void *p, const void *q)
{
    const struct finding *x = p, *y = q;
    int d = rank(x->file) - rank(y->file);

    if (!d)
        d = strcmp(x->file, y->file);
    if (!d)
        d = (x->line > y->line) - (x->line < y->line);
    if (!d)
        d = (x->column > y->column) - (x->column < y->column);
    return d ? d : strcmp(x->msg, y->msg);
}

void findings_sort(struct findings *f)
{
    qsort(f->list, f->n, sizeof(*f->list), order);
}

enum status findings_status(const struct findings *f, struct err *e)
{
    *e = ERR_NONE;
    for (size_t i = 0; i < f->n; i++) {
        const struct finding *x = &f->list[i];
        char at[128];

        if (x->warning)
            continue;
        if (!e->code) {
            (void)err_set(e, x->code, "%s", x->msg);
            snprintf(e->file, sizeof(e->file), "%.90s", x->file);
            e->line = x->line;
        }
        snprintf(at, sizeof(at), x->line ? "%.90s:%d" : "%.90s", x->file, x->line);
        err_fault(e, x->at[0] ? x->at : at, "%s", x->msg);
    }
    return err_status(e);
}

static void put(struct jw *w, const struct finding *x)
{
    jw_open(w, '{');
    jw_ktext(w, "code", code_row(x->code)->name);
    jw_ktext(w, "pesan", x->msg);
    if (x->file[0])
        jw_ktext(w, "berkas", x->file);
    if (x->line)
        jw_kint(w, "baris", x->line);
    if (x->column)
        jw_kint(w, "kolom", x->column);
    if (x->at[0])
        jw_ktext(w, "letak", x->at);
    jw_close(w);
}

void findings_json(struct jw *w, const struct findings *f)
{
    static const char *const keys[] = { "galat", "peringatan" };

    for (int warning = 0; warning < 2; warning++) {
        jw_key(w, keys[warning]);
        jw_open(w, '[');
        for (size_t i = 0; i < f->n; i++)
            if (f->list[i].warning == (warning == 1))
                put(w, &f->list[i]);
        jw_close(w);
    }
}

#include "base/err.h"

#include <stdio.h>
#include <string.h>

static const struct code_row rows[E_COUNT] = {
    [E_NONE] = { "", ST_OK, 200, 0, "", "", "" },
#define CODE(symbol, name, status, http, exit, id, en, todo)                                                 \
    [E_##symbol] = { name, status, http, exit, id, en, todo },
#include "codes/all.def"
#undef CODE
};

const struct code_row *code_row(enum code c)
{
    return &rows[c < E_COUNT ? c : E_NONE];
}

enum code code_find(const char *name)
{
    for (int c = 1; c < E_COUNT; c++)
        if (strcmp(rows[c].name, name) == 0)
            return (enum code)c;
    return E_NONE;
}

enum status err_set(struct err *e, enum code c, const char *fmt, ...)
{
    va_list ap;

    e->code = c;
    if (!fmt) {
        snprintf(e->msg, sizeof(e->msg), "%s", rows[c].id);
    } else {
        va_start(ap, fmt);
        vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
        va_end(ap);
    }
    return rows[c].status;
}

void err_fault(struct err *e, const char *at, const char *fmt, ...)
{
    va_list ap;

    if (e->nfaults < ERR_FAULTS) {
        struct fault *f = &e->faults[e->nfaults];

        snprintf(f->at, sizeof(f->at), "%s", at);
        va_start(ap, fmt);
        vsnprintf(f->msg, sizeof(f->msg), fmt, ap);
        va_end(ap);
    }
    e->nfaults++;
}

enum status err_status(const struct err *e)
{
    return rows[e->code].status;
}

void err_clear(struct err *e)
{
    *e = ERR_NONE;
}

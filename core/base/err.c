#include "base/err.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

static const struct code_row rows[E_COUNT] = {
    [E_NONE] = { "", ST_OK, 200, 0, "", "", "" },
#define CODE(symbol, name, status, http, exit, id, en, tindakan)                                             \
    [E_##symbol] = { name, status, http, exit, id, en, tindakan },
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

/* What is quoted in a message (a file's name, a word of a plugin) is any bytes, and a long one is cut:
 * people, terminals and JSON get text of one line. */
static void tidy(char *s)
{
    size_t n = strlen(s), at = n;

    /* A cut within a letter leaves its beginning. */
    while (at && n - at < 3 && ((unsigned char)s[at - 1] & 0xC0) == 0x80)
        at--;
    if (at && (unsigned char)s[at - 1] >= 0xC0 && !utf8_valid(s + at - 1, n - at + 1))
        s[n = at - 1] = '\0';
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
            s[i] = ' ';
    if (!utf8_valid(s, n))
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)s[i] >= 0x80)
                s[i] = '?';
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
        tidy(e->msg);
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
        tidy(f->at);
        tidy(f->msg);
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

/* A stream of bytes through grammar and guard, in two ways of cutting it: what is read must not depend on
 * packets, must keep to the limits, and a head that is let in must be what the guard promises. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "http/conn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
    struct buf out; /* what was read, as text */
    size_t body;
};

static enum code take(void *arg, const char *p, size_t n)
{
    struct reading *r = arg;

    buf_add(&r->out, p, n);
    r->body += n;
    return r->body > 4096 ? E_TERLALU_BESAR : E_NONE;
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* What every handler may rely on. */
static void check(const struct head *h)
{
    const char *s;
    const struct param *query;
    size_t n;

    must(h->path && h->path[0] == '/' && strlen(h->path) <= GUARD_TARGET);
    must(utf8_valid(h->path, strlen(h->path)));
    must(!strchr(h->path, '\\') && !strstr(h->path, "//"));
    must(!strstr(h->path, "/../") && !strstr(h->path, "/./"));
    for (s = h->path; *s; s++)
        must((unsigned char)*s >= 0x20 && *s != 0x7F);
    must(h->value[FIELD_HOST] && h->value[FIELD_HOST][0]);
    must(!(h->chunked && h->length >= 0));
    must(h->fields <= GUARD_FIELDS);
    if (guard_query(h, &query, &n) == E_NONE)
        for (size_t i = 0; i < n; i++)
            must(query[i].name[0] && utf8_valid(query[i].value, strlen(query[i].value)));
    (void)guard_cookie(h, "tenayan");
}

static void read_all(const uint8_t *data, size_t size, size_t step, struct reading *r)
{
    struct conn *c = conn_new(take, r);
    struct arena *a = arena_new();
    size_t at = 0;

    conn_start(c, a);
    for (;;) {
        size_t n = size - at < step ? size - at : step, used;
        enum conn_event ev = conn_feed(c, (const char *)data + at, n, &used);

        must(used <= n);
        at += used;
        if (ev == CONN_HEAD) {
            check(conn_head(c));
            buf_printf(&r->out, "<%s %s>", method_name(conn_head(c)->method), conn_head(c)->path);
        } else if (ev == CONN_DONE) {
            buf_str(&r->out, "<done>");
            r->body = 0;
            arena_reset(a);
            conn_start(c, a);
        } else if (ev == CONN_BAD) {
            must(conn_fault(c) != E_NONE);
            break;
        } else if (at == size) {
            break;
        }
    }
    buf_printf(&r->out, "<%d>", conn_fault(c) != E_NONE);
    conn_free(c);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reading whole = { .out = BUF_NONE }, cut = { .out = BUF_NONE };
    size_t step = size > 0 ? data[size - 1] % 7 + 1 : 1;

    read_all(data, size, 1 << 20, &whole);
    read_all(data, size, step, &cut);
    /* A fault may be seen a few bytes of body earlier or later; what was let in before it is the same. */
    if (whole.body <= 4096 && cut.body <= 4096 && !strstr(whole.out.p, "<1>"))
        must(whole.out.len == cut.out.len && memcmp(whole.out.p, cut.out.p, whole.out.len) == 0);
    buf_free(&whole.out);
    buf_free(&cut.out);
    return 0;
}

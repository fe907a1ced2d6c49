#include "http/conn.h"

#include <llhttp.h>
#include <stdlib.h>
#include <string.h>

struct conn {
    llhttp_t parser;
    enum code (*body)(void *arg, const char *p, size_t n);
    void *arg;
    struct head head;
    struct arena *a;
    enum code fault;
    bool begun, head_done, done, keep;

    /* Of the head, as bytes. */
    size_t total, line; /* read so far; of the current line */
    bool first;         /* no line was complete yet */
    char last;          /* the byte before; '\n' at the start of a line */

    /* The request line, kept until the version is known; then the field that is being read. */
    struct buf method, target, name, value;
};

static const llhttp_settings_t settings;

struct conn *conn_new(enum code (*body)(void *arg, const char *p, size_t n), void *arg)
{
    struct conn *c = mem_alloc(sizeof(*c));

    c->body = body;
    c->arg = arg;
    return c;
}

void conn_free(struct conn *c)
{
    if (!c)
        return;
    buf_free(&c->method);
    buf_free(&c->target);
    buf_free(&c->name);
    buf_free(&c->value);
    free(c);
}

void conn_start(struct conn *c, struct arena *a)
{
    llhttp_init(&c->parser, HTTP_REQUEST, &settings);
    c->parser.data = c;
    c->a = a;
    guard_start(&c->head, a);
    c->fault = E_NONE;
    c->begun = c->head_done = c->done = c->keep = false;
    c->total = c->line = 0;
    c->first = true;
    c->last = '\n';
    buf_clear(&c->method);
    buf_clear(&c->target);
    buf_clear(&c->name);
    buf_clear(&c->value);
}

const struct head *conn_head(const struct conn *c)
{
    return &c->head;
}

enum code conn_fault(const struct conn *c)
{
    return c->fault;
}

bool conn_begun(const struct conn *c)
{
    return c->begun;
}

bool conn_keep(const struct conn *c)
{
    return c->keep;
}

/* llhttp's callbacks: 0 goes on, anything else stops it with c->fault set. ---------------------------- */

static int refuse(struct conn *c, enum code code)
{
    if (c->fault == E_NONE)
        c->fault = code;
    return code == E_NONE ? 0 : HPE_USER;
}

static int on_method(llhttp_t *p, const char *s, size_t n)
{
    buf_add(&((struct conn *)p->data)->method, s, n);
    return 0;
}

static int on_url(llhttp_t *p, const char *s, size_t n)
{
    buf_add(&((struct conn *)p->data)->target, s, n);
    return 0;
}

static int on_version_complete(llhttp_t *p)
{
    struct conn *c = p->data;

    return refuse(c, guard_line(&c->head, c->method.p ? c->method.p : "", c->method.len,
                                c->target.p ? c->target.p : "", c->target.len, p->http_major, p->http_minor));
}

static int on_name(llhttp_t *p, const char *s, size_t n)
{
    struct conn *c = p->data;

    if (c->head_done) /* trailers: they would be fields that no check has seen */
        return refuse(c, E_HTTP_RUSAK);
    buf_add(&c->name, s, n);
    return 0;
}

static int on_value(llhttp_t *p, const char *s, size_t n)
{
    buf_add(&((struct conn *)p->data)->value, s, n);
    return 0;
}

static int on_value_complete(llhttp_t *p)
{
    struct conn *c = p->data;
    enum code code = guard_field(&c->head, c->name.p ? c->name.p : "", c->name.len,
                                 c->value.p ? c->value.p : "", c->value.len);

    buf_clear(&c->name);
    buf_clear(&c->value);
    return refuse(c, code);
}

static int on_headers_complete(llhttp_t *p)
{
    struct conn *c = p->data;

    c->head_done = true;
    c->keep = llhttp_should_keep_alive(p);
    p->upgrade = 0; /* an offer that we do not take up */
    return refuse(c, guard_finish(&c->head)) ? -1 : 0;
}

static int on_body(llhttp_t *p, const char *s, size_t n)
{
    struct conn *c = p->data;

    return refuse(c, c->body(c->arg, s, n));
}

static int on_chunk_extension(llhttp_t *p, const char *s, size_t n)
{
    (void)s;
    (void)n;
    return refuse(p->data, E_HTTP_RUSAK);
}

static int on_message_complete(llhttp_t *p)
{
    ((struct conn *)p->data)->done = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
    .on_method = on_method,
    .on_url = on_url,
    .on_version_complete = on_version_complete,
    .on_header_field = on_name,
    .on_header_value = on_value,
    .on_header_value_complete = on_value_complete,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_chunk_extension_name = on_chunk_extension,
    .on_chunk_extension_value = on_chunk_extension,
    .on_message_complete = on_message_complete,
};

/* How many of `n` bytes belong to the head; *end if it ends there. Faults as in the header's comment. */
static size_t head_bytes(struct conn *c, const char *p, size_t n, bool *end)
{
    for (size_t i = 0; i < n;) {
        const char *lf = memchr(p + i, '\n', n - i);
        size_t stop = lf ? (size_t)(lf - p) : n, part = stop - i;
        char before = stop > 0 ? p[stop - 1] : c->last;

        if (c->last == '\n' && part > 0 && (p[i] == ' ' || p[i] == '\t'))
            c->fault = E_HTTP_RUSAK; /* folded, or a blank before the first field */
        c->line += part;
        c->total += part + 1;
        if (c->line > GUARD_LINE)
            c->fault = c->first ? E_HTTP_ALAMAT_PANJANG : E_HTTP_KEPALA;
        else if (c->total > GUARD_HEAD)
            c->fault = E_HTTP_KEPALA;
        if (part > 0 && memchr(p + i, '\0', part))
            c->fault = E_HTTP_RUSAK;
        if (part > 0) {
            /* A CR only as the last byte of a line; one that ends this part is judged with the next. */
            const char *cr = memchr(p + i, '\r', part);

            if ((c->last == '\r') || (cr && cr != p + stop - 1))
                c->fault = E_HTTP_RUSAK;
        }
        if (c->fault != E_NONE || !lf) {
            if (n > 0)
                c->last = p[n - 1];
            return n;
        }
        if (before != '\r')
            c->fault = E_HTTP_RUSAK;
        i = stop + 1;
        c->last = '\n';
        *end = c->line == 1 && !c->first;
        if (c->line > 1)
            c->first = false;
        c->line = 0;
        if (*end)
            return i;
    }
    return n;
}

static enum conn_event failed(struct conn *c)
{
    static const struct {
        int error;
        enum code code;
    } rows[] = {
        { HPE_UNEXPECTED_CONTENT_LENGTH, E_HTTP_PANJANG },
        { HPE_INVALID_CONTENT_LENGTH, E_HTTP_PANJANG },
        { HPE_INVALID_TRANSFER_ENCODING, E_HTTP_PENGODEAN },
        { HPE_INVALID_VERSION, E_HTTP_VERSI },
        { HPE_INVALID_URL, E_HTTP_ALAMAT },
    };

    for (size_t i = 0; c->fault == E_NONE && i < COUNT(rows); i++)
        if (c->parser.error == rows[i].error)
            c->fault = rows[i].code;
    if (c->fault == E_NONE)
        c->fault = E_HTTP_RUSAK;
    return CONN_BAD;
}

enum conn_event conn_feed(struct conn *c, const char *p, size_t n, size_t *used)
{
    bool end = false;
    llhttp_errno_t rc;

    *used = 0;
    if (c->fault != E_NONE)
        return CONN_BAD;
    if (c->done)
        return CONN_DONE;
    if (n == 0)
        return CONN_MORE;
    c->begun = true;
    if (c->head_done) {
        rc = llhttp_execute(&c->parser, p, n);
        if (rc == HPE_PAUSED && c->done) {
            *used = (size_t)(llhttp_get_error_pos(&c->parser) - p);
            return CONN_DONE;
        }
        *used = n;
        return rc == HPE_OK ? CONN_MORE : failed(c);
    }
    n = head_bytes(c, p, n, &end);
    *used = n;
    if (c->fault != E_NONE)
        return CONN_BAD;
    rc = llhttp_execute(&c->parser, p, n);
    if (rc != HPE_OK && !(rc == HPE_PAUSED && c->done))
        return failed(c);
    if (end != c->head_done) /* the two readings of the head differ */
        return failed(c);
    return end ? CONN_HEAD : CONN_MORE;
}

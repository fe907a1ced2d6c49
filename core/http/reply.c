#include "http/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/request.h"

enum { KEEP = 64 * 1024 /* a body buffer larger than this is not kept for the next request */ };

static const struct {
    int status;
    const char *text;
} reasons[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "No Content" },
    { 304, "Not Modified" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 412, "Precondition Failed" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 417, "Expectation Failed" },
    { 422, "Unprocessable Content" },
    { 428, "Precondition Required" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
    { 505, "HTTP Version Not Supported" },
    { 507, "Insufficient Storage" },
};

const char *reply_reason(int status)
{
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Unknown";
}

void reply_drop(struct reply *r)
{
    struct buf keep = r->body;

    if (r->file > 0)
        close(r->file);
    if (keep.cap > KEEP)
        buf_free(&keep);
    buf_clear(&keep);
    memset(r, 0, sizeof(*r));
    r->body = keep;
}

struct jw reply_json(struct request *rq, int status)
{
    struct jw w;

    reply_drop(&rq->reply);
    rq->reply.status = status;
    jw_start(&w, &rq->reply.body);
    return w;
}

void reply_empty(struct request *rq)
{
    reply_drop(&rq->reply);
    rq->reply.status = 204;
}

void reply_fixed(struct request *rq, const char *type, const void *p, size_t n)
{
    reply_drop(&rq->reply);
    rq->reply.type = type;
    rq->reply.fixed = p;
    rq->reply.fixed_len = n;
}

void reply_file(struct request *rq, int fd, int64_t len, const char *type, const char *name)
{
    reply_drop(&rq->reply);
    rq->reply.type = type;
    rq->reply.download = name;
    rq->reply.file = fd;
    rq->reply.file_len = len;
}

void reply_problem(struct request *rq, const struct err *e)
{
    const struct code_row *row = code_row(e->code == E_NONE ? E_GAGAL : e->code);
    const char *allow = rq->reply.allow;
    bool closes = rq->reply.close;
    struct jw w = reply_json(rq, row->http);
    char type[96];

    rq->reply.type = "application/problem+json";
    rq->reply.allow = allow;
    rq->reply.close = closes;
    if (row->http == 503 || row->http == 429)
        rq->reply.retry_after = row->http == 503 ? 5 : 60;
    snprintf(type, sizeof(type), "urn:tenayan:galat:%s", row->name);
    jw_open(&w, '{');
    jw_ktext(&w, "type", type);
    jw_ktext(&w, "title", row->id);
    jw_kint(&w, "status", row->http);
    jw_ktext(&w, "detail", e->msg[0] ? e->msg : row->id);
    jw_ktext(&w, "code", row->name);
    jw_ktext(&w, "tindakan", row->tindakan);
    jw_ktext(&w, "instance", rq->id);
    if (e->file[0])
        jw_ktext(&w, "berkas", e->file);
    if (e->file[0] && e->line > 0)
        jw_kint(&w, "baris", e->line);
    if (e->nfaults > 0) {
        jw_key(&w, "isian");
        jw_open(&w, '[');
        for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
            jw_open(&w, '{');
            jw_ktext(&w, "letak", e->faults[i].at);
            jw_ktext(&w, "pesan", e->faults[i].msg);
            jw_close(&w);
        }
        jw_close(&w);
    }
    jw_close(&w);
}

/* The head --------------------------------------------------------------------------------------------- */

/* What every reply says to a browser. */
static const char security[] =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'; object-src 'none'\r\n";

/* A value that would end its line is a fault of ours and must not become a header of somebody else's. */
static void field(struct buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    for (const char *s = value; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7F) {
            log_event(LOG_ERROR, "http.header", "%s holds a control character and was left out", name);
            return;
        }
    buf_str(out, name);
    buf_add(out, ": ", 2);
    buf_str(out, value);
    buf_add(out, "\r\n", 2);
}

static void number(struct buf *out, const char *name, int64_t v)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)v);
    field(out, name, text);
}

/* RFC 6266: a plain name for old clients, the real one percent-encoded. */
static void disposition(struct buf *out, const char *name)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

    buf_str(out, "Content-Disposition: attachment; filename=\"");
    for (const char *s = name; *s; s++)
        buf_char(out, strchr(safe, *s) ? *s : '_');
    buf_str(out, "\"; filename*=UTF-8''");
    for (const char *s = name; *s; s++)
        if (strchr(safe, *s))
            buf_char(out, *s);
        else
            buf_printf(out, "%%%02X", (unsigned char)*s);
    buf_add(out, "\r\n", 2);
}

static void etag(struct buf *out, const struct reply *r)
{
    char text[80];

    if (r->etag > 0)
        snprintf(text, sizeof(text), "\"%lld\"", (long long)r->etag);
    else if (r->etag_text)
        snprintf(text, sizeof(text), "\"%s\"", r->etag_text);
    else
        return;
    field(out, "ETag", text);
}

int64_t reply_length(const struct reply *r)
{
    return r->file > 0 ? r->file_len : r->fixed ? (int64_t)r->fixed_len : (int64_t)r->body.len;
}

void reply_head(const struct request *rq, const char *date, bool keep, struct buf *out)
{
    const struct reply *r = &rq->reply;
    int status = r->status ? r->status : 200;
    bool bodyless = status == 204 || status == 304;

    buf_clear(out);
    buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status, reply_reason(status), date);
    if (!bodyless)
        field(out, "Content-Type", r->type ? r->type : "application/json");
    if (!bodyless && !r->stream)
        number(out, "Content-Length", reply_length(r));
    field(out, "Cache-Control", r->cache ? r->cache : "no-store");
    etag(out, r);
    if (!bodyless)
        field(out, "Content-Encoding", r->coding);
    if (r->varies)
        buf_str(out, "Vary: Accept-Encoding\r\n");
    field(out, "Location", r->location);
    field(out, "Allow", r->allow);
    for (int i = 0; i < REPLY_COOKIES; i++)
        field(out, "Set-Cookie", r->cookie[i]);
    if (r->retry_after > 0)
        number(out, "Retry-After", r->retry_after);
    if (r->download)
        disposition(out, r->download);
    if (status == 401)
        field(out, "WWW-Authenticate", "Bearer");
    field(out, "X-Request-Id", rq->id);
    buf_add(out, security, sizeof(security) - 1);
    if (!keep)
        buf_str(out, "Connection: close\r\n");
    buf_add(out, "\r\n", 2);
}

/* What the server says of itself: health, numbers, its description, and the page at "/". */
#include <string.h>

#include "http/loop.h"
#include "http/static.h"

static struct server *server_of(struct request *rq)
{
    return ((struct exchange *)rq)->server;
}

static enum status plain(struct request *rq, const char *text)
{
    reply_drop(&rq->reply);
    rq->reply.type = "text/plain; charset=utf-8";
    buf_str(&rq->reply.body, text);
    return ST_OK;
}

/* The process lives and its workers take work. */
static enum status healthz(struct request *rq)
{
    return plain(rq, "hidup\n");
}

static enum status do_nothing(struct perintah *p, struct db *db, struct err *e)
{
    (void)p;
    (void)db;
    (void)e;
    return ST_OK;
}

static void after_ready(struct request *rq, struct perintah *p)
{
    (void)p;
    (void)(plain(rq, "siap\n") == ST_OK);
}

/* A row can be read, and the writer gets the write lock and settles a command that changes nothing. */
static enum status readyz(struct request *rq)
{
    struct who who;
    int64_t n;
    enum status st;

    if (atomic_load(&server_of(rq)->stopping))
        return err_set(&rq->err, E_HTTP_BERHENTI, NULL);
    if ((st = db_int(rq->db, &n, &rq->err, "SELECT count(*) FROM generasi", "")) != ST_OK)
        return st;
    who_system(&who);
    return request_command_as(rq, &who, do_nothing, NULL, after_ready);
}

static enum status metrics(struct request *rq)
{
    struct server *s = server_of(rq);

    if (!rq->loopback && !s->conf->metrics_open)
        return err_set(&rq->err, E_HANYA_LOKAL, NULL);
    reply_drop(&rq->reply);
    rq->reply.type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(s, &rq->reply.body);
    return ST_OK;
}

static enum status openapi(struct request *rq)
{
    return static_reply(rq, "schema/openapi.json");
}

/* The page -------------------------------------------------------------------------------------------- */

static void html(struct buf *out, const char *text)
{
    for (const char *s = text; *s; s++) {
        const char *safe = *s == '&'   ? "&amp;"
                           : *s == '<' ? "&lt;"
                           : *s == '>' ? "&gt;"
                           : *s == '"' ? "&quot;"
                                       : NULL;

        if (safe)
            buf_str(out, safe);
        else
            buf_char(out, *s);
    }
}

/* A value of the table meta, `absent` if there is none. */
static enum status meta(struct request *rq, const char *key, const char *absent, char **out)
{
    struct rows r;
    enum status st = db_rows(rq->db, &r, &rq->err, "SELECT nilai FROM meta WHERE kunci = $1", "t", key);

    *out = arena_strdup(rq->a, absent);
    if (st == ST_OK && rows_next(&r))
        *out = row_dup(&r, 0, rq->a);
    return rows_end(&r, st, &rq->err);
}

static enum status home(struct request *rq)
{
    char *name, *demo;
    struct buf *b;
    enum status st;

    if ((st = meta(rq, "instansi.nama", "", &name)) != ST_OK ||
        (st = meta(rq, "data_contoh", "", &demo)) != ST_OK)
        return st;
    reply_drop(&rq->reply);
    rq->reply.type = "text/html; charset=utf-8";
    b = &rq->reply.body;
    buf_str(b, "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Tenayan");
    if (*name)
        buf_str(b, " – "), html(b, name);
    buf_str(b, "</title>\n<link rel=\"stylesheet\" href=\"/gaya.css\">\n</head>\n<body>\n<main>\n");
    if (*demo && strcmp(demo, "0") != 0)
        buf_str(
            b, "<p class=\"contoh\" role=\"note\"><strong>Data contoh.</strong> Semua orang dan angka di sini"
               " rekaan.</p>\n");
    buf_str(b, "<h1>Tenayan</h1>\n<p>Pengelolaan kinerja pegawai");
    if (*name)
        buf_str(b, ": "), html(b, name);
    buf_printf(b, ".</p>\n<dl>\n<dt>Versi</dt><dd>%s</dd>\n<dt>Zona waktu</dt><dd>%s</dd>\n</dl>\n",
               TENAYAN_VERSION, clock_zone());
    buf_str(b, "<ul>\n<li><a href=\"/api/v1/openapi.json\">Uraian API (OpenAPI 3.1)</a></li>\n"
               "<li><a href=\"/healthz\">Keadaan proses</a>, <a href=\"/readyz\">kesiapan</a></li>\n</ul>\n"
               "</main>\n</body>\n</html>\n");
    return ST_OK;
}

static const char style[] =
    ":root{color-scheme:light dark;font:1rem/1.6 system-ui,sans-serif}\n"
    "body{margin:0}\nmain{max-width:40rem;margin:0 auto;padding:2rem 1rem}\n"
    "h1{margin:0 0 .5rem}\ndl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}\n"
    "dd{margin:0}\n.contoh{padding:.75rem 1rem;border:2px solid;border-radius:.5rem}\n";

static enum status stylesheet(struct request *rq)
{
    reply_fixed(rq, "text/css; charset=utf-8", style, sizeof(style) - 1);
    rq->reply.cache = "max-age=3600";
    return ST_OK;
}

const struct route routes_system[] = {
    { .method = METHOD_GET,
      .path = "/healthz",
      .lane = LANE_LOGIN,
      .flags = ROUTE_PUBLIC,
      .handler = healthz },
    { .method = METHOD_GET, .path = "/readyz", .lane = LANE_LOGIN, .flags = ROUTE_PUBLIC, .handler = readyz },
    { .method = METHOD_GET,
      .path = "/metrics",
      .lane = LANE_LOGIN,
      .flags = ROUTE_PUBLIC,
      .handler = metrics },
    { .method = METHOD_GET,
      .path = "/api/v1/openapi.json",
      .lane = LANE_READ,
      .flags = ROUTE_PUBLIC,
      .handler = openapi },
    { .method = METHOD_GET, .path = "/", .lane = LANE_READ, .flags = ROUTE_PUBLIC, .handler = home },
    { .method = METHOD_GET,
      .path = "/gaya.css",
      .lane = LANE_READ,
      .flags = ROUTE_PUBLIC,
      .handler = stylesheet },
    { .path = NULL },
};

/* What the server says of itself: health, numbers, its description. */
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
    return static_reply(rq, "schema/openapi.json", false);
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
    { .path = NULL },
};

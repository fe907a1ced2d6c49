/* A request on its thread: login, right, body, handler. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jschema.h"
#include "base/log.h"
#include "http/loop.h"

struct worker {
    struct server *s;
    struct queue *q;
    struct db *db;
    struct host *host;
    int host_pid;
    bool pinned; /* the snapshot of the current request was opened */
};

static enum status check_login(struct exchange *x)
{
    struct request *rq = &x->rq;
    const struct route *row = rq->route;
    enum status st;

    if (x->logged_in)
        return ST_OK;
    st = x->server->conf->login(rq);
    if (st == ST_OK && !(row->flags & ROUTE_PUBLIC) && row->aksi != ROUTE_ANYONE &&
        !right_possible(&rq->who, (enum aksi)row->aksi))
        st = err_set(&rq->err, E_TIDAK_BERHAK, NULL);
    x->logged_in = st == ST_OK;
    return st;
}

/* Of what kind the body has to be; before it is read where that is a phase of its own. */
static enum status check_type(struct request *rq, bool admit)
{
    bool streams = route_streams(rq);

    if (streams && !admit && !rq->upload)
        return err_set(&rq->err, E_TANPA_ISI, NULL);
    if (streams && !media_type_is(rq->type, "application/octet-stream"))
        return err_set(&rq->err, E_JENIS_ISI, "Kirim berkas sebagai application/octet-stream%s.",
                       rq->route->schema ? ", atau isian sebagai application/json" : "");
    if (!streams && rq->route->schema && !media_type_is(rq->type, "application/json"))
        return err_set(&rq->err, E_JENIS_ISI, "Kirim isian sebagai application/json.");
    return ST_OK;
}

static enum status read_json(struct exchange *x)
{
    struct request *rq = &x->rq;
    const json_t *all = json_object_get(json_object_get(x->server->api, "components"), "schemas");
    struct jschema js = { .schema = json_object_get(all, rq->route->schema),
                          .root = x->server->api,
                          .flags = JSCHEMA_TRUSTED | JSCHEMA_STRICT };
    enum status st;

    if (rq->json) /* run again */
        return ST_OK;
    if (rq->body_len == 0)
        return err_set(&rq->err, E_TANPA_ISI, NULL);
    if (json_weight(rq->body, rq->body_len) > ROUTE_VALUES)
        return err_set(&rq->err, E_TERLALU_BESAR, "Isian memuat lebih dari %d nilai.", ROUTE_VALUES);
    if ((st = json_read(rq->body, rq->body_len, &rq->json, &rq->err)) != ST_OK)
        return st;
    if ((st = jschema_check(&js, rq->json, E_MASUKAN, &rq->err)) == ST_OK)
        jschema_defaults(js.schema, rq->json);
    return st;
}

static enum status run(struct worker *w, struct exchange *x)
{
    struct request *rq = &x->rq;
    enum status st;

    if ((st = db_snapshot(w->db, &rq->err)) != ST_OK)
        return st;
    w->pinned = true;
    if ((st = check_login(x)) != ST_OK || (st = check_type(rq, x->admit)) != ST_OK)
        return st;
    if (x->admit)
        return rq->route->admit ? rq->route->admit(rq) : ST_OK;
    if (rq->route->schema && !route_streams(rq) && (st = read_json(x)) != ST_OK)
        return st;
    return rq->route->handler(rq);
}

/* What a handler left of an upload; it has renamed what it wants to keep. */
static void remove_upload(char *path)
{
    if (path)
        unlink(path);
    free(path);
}

static void note_restart(struct worker *w)
{
    int pid = w->host && w->s->conf->host_pid ? w->s->conf->host_pid(w->host) : 0;

    if (w->host_pid && pid != w->host_pid)
        atomic_fetch_add_explicit(&w->s->metrics.host_restarts, 1, memory_order_relaxed);
    w->host_pid = pid;
}

static void lend(struct worker *w, struct exchange *x)
{
    x->rq.db = w->db;
    x->rq.plugins = w->host;
    x->rq.writer = w->s->conf->writer;
}

/* One user's plugin calls run one after the other, so the user must be known. False: it waits its turn. */
static bool claim(struct worker *w, struct exchange *x, enum status *st)
{
    struct request *rq = &x->rq;

    if ((*st = db_snapshot(w->db, &rq->err)) == ST_OK) {
        *st = check_login(x);
        db_snapshot_end(w->db);
    }
    return *st != ST_OK || queue_claim(w->q, &x->work, rq->who.akun_id);
}

static void exchange_run(struct worker *w, struct exchange *x)
{
    struct request *rq = &x->rq;
    bool slow = x->work.slow, heavy = x->work.heavy, admit = x->admit;
    enum status st = ST_OK;
    int64_t user;
    char *upload = NULL; /* its path; the request may be gone when it is needed */

    lend(w, x);
    if (slow && !atomic_load(&x->gone) && !claim(w, x, &st))
        return;
    user = x->work.user;
    if (rq->upload)
        upload = mem_strdup(rq->upload->path);
    if (st == ST_OK && atomic_load(&x->gone)) /* nobody waits, nothing was promised */
        st = err_set(&rq->err, E_SIBUK, NULL);
    else if (st == ST_OK)
        st = run(w, x);
    /* After ST_END the request is another thread's: from here on only what is ours. */
    if (w->pinned)
        db_snapshot_end(w->db);
    w->pinned = false;
    remove_upload(upload);
    if (slow) {
        if (w->host && w->s->conf->host_report)
            w->s->conf->host_report(w->host, "permintaan", w->s->conf->writer);
        note_restart(w);
        queue_release(w->q, user, heavy);
    }
    if (st == ST_END)
        return;
    if (st != ST_OK)
        reply_problem(rq, &rq->err);
    if (st != ST_OK && err_status(&rq->err) == ST_FAIL)
        log_request(LOG_ERROR, "http.failed", rq->id, "%s %s: %s", method_name(rq->method), rq->path,
                    rq->err.msg);
    server_post(x, st == ST_OK && admit ? HAND_ADMITTED : HAND_REPLY);
}

static void serve(struct server *s, struct queue *q, bool plugins)
{
    struct worker w = { .s = s, .q = q };
    struct err e = ERR_NONE;
    struct work *work;
    enum status st = db_open(s->conf->url, DB_READ, &w.db, &e);

    if (st != ST_OK)
        log_event(LOG_ERROR, "http.worker", "%s", e.msg);
    if (plugins && s->conf->host_new)
        w.host = s->conf->host_new(NULL);
    while ((work = queue_pop(q))) {
        struct exchange *x = (struct exchange *)(void *)((char *)work - offsetof(struct exchange, work));

        if (w.db) {
            exchange_run(&w, x);
            continue;
        }
        /* The start has looked at the database, so this is rare: refuse rather than hang. */
        x->rq.err = e;
        reply_problem(&x->rq, &x->rq.err);
        if (work->slow)
            queue_release(q, work->user, work->heavy);
        server_post(x, HAND_REPLY);
    }
    if (w.host)
        s->conf->host_free(w.host);
    db_close(w.db);
}

void worker_run(void *server, size_t i)
{
    struct server *s = server;

    (void)i;
    serve(s, s->queue, true);
}

void hasher_run(void *server, size_t i)
{
    struct server *s = server;

    (void)i;
    serve(s, s->hash_queue, false);
}

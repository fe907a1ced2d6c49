/* Set-up, the way back from other threads, and the drain at the end. Everything here runs on the loop. */
#include "http/server.h"

#include <errno.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/assets.h"
#include "base/log.h"
#include "http/loop.h"

enum { HASH_QUEUE = 64, LISTENERS = 8, BACKLOG = 511 };

/* Exchanges ------------------------------------------------------------------------------------------- */

void server_abandon(struct exchange *x)
{
    x->client = NULL;
    atomic_store(&x->gone, true);
    if (x->away)
        return;
    if (x->held)
        event_del(x->timer);
    exchange_put(x);
}

void server_hurry(struct exchange *x)
{
    if (x->held)
        event_active(x->timer, EV_TIMEOUT, 0);
}

const char *server_date(struct server *s)
{
    time_t now = time(NULL);
    struct tm tm;

    if (now != s->date_at) {
        s->date_at = now;
        gmtime_r(&now, &tm);
        strftime(s->date, sizeof(s->date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
    }
    return s->date;
}

/* There and back -------------------------------------------------------------------------------------- */

void server_post(struct exchange *x, enum hand hand)
{
    struct server *s = x->server;
    struct exchange *top = atomic_load_explicit(&s->back, memory_order_relaxed);
    uint64_t one = 1;

    x->hand = hand;
    do
        x->next = top;
    while (!atomic_compare_exchange_weak_explicit(&s->back, &top, x, memory_order_release,
                                                  memory_order_relaxed));
    /* Whoever pushed onto a stack that was not empty knows that the bell has been rung for it. */
    if (!top && write(s->bell, &one, sizeof(one)) < 0)
        log_event(LOG_ERROR, "http.bell", "%s", strerror(errno));
}

/* Does the handler call a plugin for this request? A member `isian` is spelt as it is, or with \u: there is
 * no other way to write its letters. */
static bool calls_plugin(const struct exchange *x)
{
    unsigned flags = x->rq.route->flags;
    const struct buf *b = &x->body;

    if (!(flags & ROUTE_PLUGIN) || (flags & ROUTE_HASH))
        return false;
    return !(flags & ROUTE_ISIAN) || x->admit || memmem(b->p ? b->p : "", b->len, "isian", 5) ||
           memmem(b->p ? b->p : "", b->len, "\\u", 2);
}

static bool enqueue(struct exchange *x)
{
    struct server *s = x->server;
    const struct route *row = x->rq.route;
    bool hash = row->flags & ROUTE_HASH;

    x->work = (struct work){ .lane = x->paced ? LANE_REPORT : row->lane,
                             .slow = calls_plugin(x),
                             .heavy = row->flags & ROUTE_PACKAGE };
    x->away = true;
    s->out++;
    if (queue_push(hash ? s->hash_queue : s->queue, &x->work))
        return true;
    x->away = false;
    s->out--;
    return false;
}

static void hold(struct exchange *x, int64_t us);

static void on_hold(evutil_socket_t fd, short what, void *arg)
{
    struct exchange *x = arg;

    (void)fd;
    (void)what;
    x->held = false;
    if (enqueue(x))
        return;
    if (x->part_sent) { /* a stream has time */
        hold(x, 250000);
        return;
    }
    (void)(err_set(&x->rq.err, E_SIBUK, NULL) == ST_OK);
    reply_problem(&x->rq, &x->rq.err);
    client_reply(x);
}

static void hold(struct exchange *x, int64_t us)
{
    struct timeval tv = { .tv_sec = us / 1000000, .tv_usec = us % 1000000 };

    if (!x->timer)
        x->timer = evtimer_new(x->server->base, on_hold, x);
    x->held = true;
    event_add(x->timer, &tv);
}

bool server_dispatch(struct exchange *x)
{
    struct server *s = x->server;
    unsigned login = ROUTE_PUBLIC | ROUTE_HASH;

    if ((x->rq.route->flags & login) == login && !s->conf->login_throttle_off) {
        struct address a = address_client(&x->address);
        int64_t wait = throttle_attempt(s->throttle, &a, clock_monotonic());

        x->paced = wait > 0;
        if (x->paced) {
            hold(x, wait);
            return true;
        }
    }
    return enqueue(x);
}

/* The writer has settled: what the command left is the reply. */
static void take_command(struct exchange *x)
{
    struct request *rq = &x->rq;
    struct perintah *p = &x->order->p;

    if (p->cmd.st != ST_OK) {
        rq->err = p->cmd.err;
        if (err_status(&rq->err) == ST_FAIL)
            log_request(LOG_ERROR, "http.failed", rq->id, "%s %s: %s", method_name(rq->method), rq->path,
                        rq->err.msg);
        reply_problem(rq, &rq->err);
        return;
    }
    reply_drop(&rq->reply);
    buf_free(&rq->reply.body);
    rq->reply.body = p->reply.body;
    p->reply.body = BUF_NONE;
    rq->reply.status = p->reply.status;
    rq->reply.etag = p->reply.etag;
    rq->reply.location = p->reply.lokasi[0] ? p->reply.lokasi : NULL;
    if (x->order->after)
        x->order->after(rq, p);
}

static void take_again(struct exchange *x)
{
    x->rq.again++;
    x->logged_in = false; /* who left meanwhile hears no more */
    err_clear(&x->rq.err);
    if (x->rq.reply.stream) {
        hold(x, x->again_us);
        client_part(x); /* may close, and then drops x */
        return;
    }
    hold(x, x->server->draining ? 0 : x->again_us);
}

static void deliver(struct exchange *x)
{
    x->away = false;
    x->server->out--;
    if (x->hand == HAND_STORED)
        upload_returned(x);
    if (!x->client) {
        exchange_put(x);
        return;
    }
    switch (x->hand) {
    case HAND_ADMITTED:
        client_admitted(x);
        break;
    case HAND_STORED:
        client_stored(x);
        break;
    case HAND_AGAIN:
        take_again(x);
        break;
    case HAND_COMMAND:
        take_command(x);
        client_reply(x);
        break;
    case HAND_REPLY:
        client_reply(x);
        break;
    }
}

void server_check_drained(struct server *s)
{
    if (s->draining && s->nclients == 0 && s->out == 0)
        event_base_loopbreak(s->base);
}

static void on_bell(evutil_socket_t fd, short what, void *arg)
{
    struct server *s = arg;
    struct exchange *x, *next, *list = NULL;
    uint64_t n;

    (void)what;
    if (read(fd, &n, sizeof(n)) < 0 && errno != EAGAIN)
        log_event(LOG_ERROR, "http.bell", "%s", strerror(errno));
    for (x = atomic_exchange_explicit(&s->back, NULL, memory_order_acquire); x; x = next) {
        next = x->next;
        x->next = list;
        list = x;
    }
    for (x = list; x; x = next) { /* in the order in which they came */
        next = x->next;
        deliver(x);
    }
    server_check_drained(s);
}

/* Listening and stopping ------------------------------------------------------------------------------ */

static void on_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
    (void)l;
    (void)len;
    client_accept(arg, fd, sa);
}

static void on_accept_again(evutil_socket_t fd, short what, void *arg)
{
    struct server *s = arg;

    (void)fd;
    (void)what;
    for (size_t i = 0; i < s->nlisteners; i++)
        evconnlistener_enable(s->listeners[i]);
}

/* Out of descriptors, most likely: a moment for connections to close, instead of failing in a circle. */
static void on_accept_error(struct evconnlistener *l, void *arg)
{
    struct server *s = arg;
    struct timeval tv = { .tv_usec = 100000 };

    log_event(LOG_ERROR, "http.accept", "%s", strerror(errno));
    evconnlistener_disable(l);
    event_add(s->accept_event, &tv);
}

static void close_listeners(struct server *s)
{
    for (size_t i = 0; i < s->nlisteners; i++)
        evconnlistener_free(s->listeners[i]);
    s->nlisteners = 0;
}

static void drain_clients(struct server *s, bool now)
{
    for (struct client *c = s->clients, *next; c; c = next) {
        next = client_next(c);
        client_drain(c, now);
    }
    server_check_drained(s);
}

static void on_drain_end(evutil_socket_t fd, short what, void *arg)
{
    struct server *s = arg;

    (void)fd;
    (void)what;
    log_event(LOG_WARN, "server.drain", "%zu connections closed at the end of the drain", s->nclients);
    drain_clients(s, true);
}

static void on_stop(evutil_socket_t sig, short what, void *arg)
{
    struct server *s = arg;
    struct timeval tv = { .tv_sec = s->conf->drain_ms / 1000, .tv_usec = s->conf->drain_ms % 1000 * 1000 };

    (void)what;
    if (s->draining) { /* asked twice: no more patience */
        on_drain_end(-1, 0, s);
        return;
    }
    log_event(LOG_INFO, "server.drain", "signal %d: %zu connections, %zu requests in flight", (int)sig,
              s->nclients, s->out);
    s->draining = true;
    atomic_store(&s->stopping, true);
    close_listeners(s);
    if (s->conf->draining)
        s->conf->draining(s->conf->arg);
    event_add(s->drain_event, &tv);
    drain_clients(s, false);
}

static enum status listen_on(struct server *s, const char *word, struct err *e)
{
    struct sockaddr_storage sa;
    int len;
    struct evconnlistener *l;
    struct address a;
    char text[ADDRESS_TEXT], shown[ADDRESS_TEXT + 16];
    socklen_t slen = sizeof(sa);
    unsigned short port;

    if (s->nlisteners == LISTENERS || !address_listen(word, &sa, &len))
        return err_set(e, E_KONFIGURASI, "server.listen: \"%s\" bukan ALAMAT:PORT.", word);
    l = evconnlistener_new_bind(s->base, on_accept, s,
                                LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE, BACKLOG,
                                (struct sockaddr *)&sa, len);
    if (!l)
        return err_set(e, E_KONFIGURASI, "Tidak dapat mendengarkan di %s: %s.", word, strerror(errno));
    evconnlistener_set_error_cb(l, on_accept_error);
    s->listeners[s->nlisteners++] = l;
    if (getsockname(evconnlistener_get_fd(l), (struct sockaddr *)&sa, &slen) != 0 ||
        !address_of((struct sockaddr *)&sa, &a))
        return err_set(e, E_GAGAL, NULL);
    address_text(&a, text);
    /* The port stands at the same place in both families. */
    port = ntohs(((struct sockaddr_in *)(void *)&sa)->sin_port);
    snprintf(shown, sizeof(shown), strchr(text, ':') ? "[%s]:%u" : "%s:%u", text, port);
    log_event(LOG_INFO, "server.listen", "http://%s", shown);
    if (s->conf->ready)
        s->conf->ready(s->conf->arg, shown);
    return ST_OK;
}

static enum status listen_all(struct server *s, struct err *e)
{
    char *copy = mem_strdup(s->conf->listen), *save = NULL;
    enum status st = ST_OK;

    for (char *w = strtok_r(copy, ", ", &save); w && st == ST_OK; w = strtok_r(NULL, ", ", &save))
        st = listen_on(s, w, e);
    free(copy);
    return st;
}

/* Set-up ---------------------------------------------------------------------------------------------- */

/* Every schema that a route names must be there: a body that nobody checks would be worse than no start. */
static enum status check_schemas(const struct server *s, struct err *e)
{
    const json_t *all = json_object_get(json_object_get(s->api, "components"), "schemas");

    for (const struct route *const *set = s->conf->routes; *set; set++)
        for (const struct route *row = *set; row->path; row++)
            if (row->schema && !json_object_get(all, row->schema))
                return err_set(e, E_GAGAL, "Skema %s untuk %s tidak ada di openapi.yaml.", row->schema,
                               row->path);
    return ST_OK;
}

static enum status load_api(struct server *s, struct err *e)
{
    const struct asset *a = asset_find("schema/openapi.json");
    json_t *api = NULL;
    enum status st = ST_OK;

    if (s->conf->openapi)
        st = json_read(s->conf->openapi, strlen(s->conf->openapi), &api, e);
    else if (a)
        st = json_read((const char *)a->data, a->len, &api, e);
    s->api = api;
    return st == ST_OK ? check_schemas(s, e) : st;
}

/* Each connection is a descriptor. */
static void raise_descriptors(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_NOFILE, &r);
    }
}

static enum status loop_new(struct server *s, struct err *e)
{
    static const int stops[] = { SIGTERM, SIGINT };

    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->base = event_base_new();
    if (s->bell < 0 || !s->base)
        return err_set(e, E_GAGAL, "Putaran peristiwa tidak dapat dibuat: %s.", strerror(errno));
    s->bell_event = event_new(s->base, s->bell, EV_READ | EV_PERSIST, on_bell, s);
    event_add(s->bell_event, NULL);
    s->drain_event = evtimer_new(s->base, on_drain_end, s);
    s->accept_event = evtimer_new(s->base, on_accept_again, s);
    for (size_t i = 0; i < COUNT(stops); i++) {
        s->stop_events[i] = evsignal_new(s->base, stops[i], on_stop, s);
        event_add(s->stop_events[i], NULL);
    }
    s->listeners = mem_alloc(LISTENERS * sizeof(s->listeners[0]));
    return ST_OK;
}

/* Plugins get at most half of the workers, and always one fewer than all; strangers' packages half of that.
 */
static struct queue *work_queue(const struct server_conf *c)
{
    int half = c->workers < 4 ? 1 : c->workers / 2,
        calls = c->plugins > 0 && c->plugins < half ? c->plugins : half;

    return queue_new((size_t)c->queue, (struct places){ .heavy = (size_t)(half < 2 ? 1 : half / 2),
                                                        .other = (size_t)calls,
                                                        .all = (size_t)half });
}

static enum status threads_start(struct server *s, struct err *e)
{
    const struct server_conf *c = s->conf;
    enum status st;

    s->queue = work_queue(c);
    s->hash_queue = queue_new(HASH_QUEUE, (struct places){ 0 });
    if ((st = uploads_new(s, &s->uploads, e)) != ST_OK)
        return st;
    if ((st = pool_start((size_t)c->workers, worker_run, s, &s->workers, e)) != ST_OK)
        return st;
    return pool_start((size_t)c->hash_threads, hasher_run, s, &s->hashers, e);
}

static void threads_stop(struct server *s)
{
    if (s->queue)
        queue_close(s->queue);
    if (s->hash_queue)
        queue_close(s->hash_queue);
    pool_join(s->workers);
    pool_join(s->hashers);
    uploads_free(s->uploads);
    queue_free(s->queue);
    queue_free(s->hash_queue);
}

static void server_clear(struct server *s)
{
    struct exchange *x;

    while ((x = s->spare)) {
        s->spare = x->next;
        exchange_free(x);
    }
    for (size_t i = 0; i < COUNT(s->stop_events); i++)
        if (s->stop_events[i])
            event_free(s->stop_events[i]);
    if (s->drain_event)
        event_free(s->drain_event);
    if (s->accept_event)
        event_free(s->accept_event);
    if (s->bell_event)
        event_free(s->bell_event);
    close_listeners(s);
    free(s->listeners);
    if (s->base)
        event_base_free(s->base);
    if (s->bell >= 0)
        close(s->bell);
    census_free(s->census);
    throttle_free(s->throttle);
    throttle_free(s->lookups);
    router_free(s->router);
    json_decref((json_t *)(uintptr_t)s->api);
    buf_free(&s->head);
}

enum status server_run(const struct server_conf *conf, struct err *e)
{
    struct server *s = mem_alloc(sizeof(*s));
    struct db *db = NULL;
    enum status st;

    s->conf = conf;
    s->bell = -1;
    random_hex(s->boot, 5);
    raise_descriptors();
    signal(SIGPIPE, SIG_IGN);
    s->census = census_new();
    s->throttle = throttle_new();
    s->lookups = throttle_new();
    /* Opened once before anything listens: a missing or old database is told at the start. */
    if ((st = db_open(conf->url, DB_READ, &db, e)) != ST_OK)
        goto out;
    if ((st = router_new(conf->routes, &s->router, e)) != ST_OK)
        goto out;
    if ((st = networks_parse(conf->proxies, &s->proxies, e)) != ST_OK || (st = load_api(s, e)) != ST_OK)
        goto out;
    if ((st = loop_new(s, e)) != ST_OK || (st = threads_start(s, e)) != ST_OK)
        goto out;
    if ((st = listen_all(s, e)) != ST_OK)
        goto out;
    event_base_dispatch(s->base);
    log_event(LOG_INFO, "server.stop", "drained");
out:
    db_close(db);
    threads_stop(s);
    server_clear(s);
    free(s);
    return st;
}

enum status server_conf_read(struct server_conf *s, const struct conf *c, struct err *e)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int workers = (int)conf_int(c, "server.workers"), hashers = (int)conf_int(c, "server.hash_threads");
    struct networks check;

    snprintf(s->listen, sizeof(s->listen), "%s", conf_text(c, "server.listen"));
    snprintf(s->bantuan, sizeof(s->bantuan), "%s", conf_text(c, "instansi.bantuan"));
    snprintf(s->proxies, sizeof(s->proxies), "%s", conf_text(c, "server.proxies"));
    s->plain_cookie = conf_bool(c, "server.plain_cookie");
    s->metrics_open = conf_bool(c, "server.metrics_open");
    /* More than cores: some always wait for a plugin. At least two, so that one of them never does. */
    s->workers = workers > 1 ? workers : workers == 1 ? 2 : cores < 2 ? 4 : cores > 8 ? 16 : (int)cores * 2;
    /* Where as many plugins loop as there are cores, every save waits for their time slices: one core is left
     * to the others, unless somebody has said how many workers there are. */
    s->plugins = workers > 0 ? 0 : cores > 2 ? (int)cores - 1 : 1;
    s->hash_threads = hashers > 0 ? hashers : cores > 2 ? 2 : 1;
    s->queue = (int)conf_int(c, "limits.queue");
    s->clients = (int)conf_int(c, "limits.clients");
    s->clients_address = (int)conf_int(c, "limits.clients_address");
    s->header_ms = (int)conf_int(c, "limits.header_ms");
    s->body_ms = (int)conf_int(c, "limits.body_ms");
    s->upload_ms = (int)conf_int(c, "limits.upload_ms");
    s->idle_ms = (int)conf_int(c, "limits.idle_ms");
    s->write_ms = (int)conf_int(c, "limits.write_ms");
    s->drain_ms = (int)conf_int(c, "limits.drain_ms");
    return networks_parse(s->proxies, &check, e);
}

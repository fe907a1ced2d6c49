/* One connection: what it sends becomes requests, what is answered goes back in order.
 *
 * A connection has at most one request under way; what a client pipelines waits in the input buffer, whose
 * watermark stops reading. Deadlines are absolute, so that a byte now and then does not keep a connection.
 * One timer a connection; moving the deadline back costs nothing, the timer notices when it fires.
 * Functions only mark a connection as dead; settle, the last call of every entry from the loop, frees it. */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/loop.h"
#include "http/output.h"

enum {
    INPUT_MARK = 64 * 1024,   /* bytes that a client may send ahead */
    OUTPUT_MARK = 256 * 1024, /* unsent bytes at which its next request waits */
    FEED = 16 * 1024,
    LINGER_MS = 2000,
    LINGER_BYTES = 1024 * 1024,
};

enum state {
    AT_HEAD,   /* waits for a request, or reads its head */
    AT_ADMIT,  /* a worker checks login and right before the body is read */
    AT_BODY,   /* reads the body */
    AT_WORK,   /* the request is under way */
    AT_FLUSH,  /* sends the rest of the last reply */
    AT_LINGER, /* has sent all; reads what the client still sends, so that the reply is not torn away */
    AT_DEAD,
};

struct client {
    struct server *s;
    struct client *next, **link;
    struct bufferevent *be;
    int fd;
    struct conn *conn;
    struct exchange *x; /* the request under way, or the one that is being read */
    enum state state;
    bool eof;     /* the client sends no more */
    bool unread;  /* part of a request was not read: linger */
    bool timing;  /* `since` holds for this state */
    bool counted; /* in the census */
    bool inside;  /* in `advance`, which goes on by itself */
    struct address peer, census;
    struct event *timer;
    int64_t since, idle_since; /* monotonic µs */
    int64_t deadline, armed;   /* 0: none */
    size_t discarded;
};

static void advance(struct client *c);
static void settle(struct client *c);

static struct evbuffer *input(const struct client *c)
{
    return bufferevent_get_input(c->be);
}

static size_t unsent(const struct client *c)
{
    return output_unsent(c->be);
}

/* Sending --------------------------------------------------------------------------------------------- */

static void send_text(struct client *c, const char *text)
{
    if (!output_bytes(c->be, text, strlen(text)))
        c->state = AT_DEAD;
}

static void send_reply(struct client *c, struct exchange *x, bool with_head)
{
    buf_clear(&c->s->head);
    if (with_head)
        reply_head(&x->rq, server_date(c->s), x->keep, &c->s->head);
    if (!output_reply(c->be, &c->s->head, &x->rq.reply, !x->is_head))
        c->state = AT_DEAD;
}

/* The end of a connection: first what is unsent, then, if the client is still sending, a while of listening:
 * closing at once would make the kernel reset the connection, and the client might never see the reply. */
static void close_down(struct client *c)
{
    if (c->state == AT_DEAD)
        return;
    c->timing = false;
    if (unsent(c) > 0) {
        c->state = AT_FLUSH;
    } else if ((c->unread || evbuffer_get_length(input(c)) > 0) && !c->eof && shutdown(c->fd, SHUT_WR) == 0) {
        c->state = AT_LINGER;
        evbuffer_drain(input(c), evbuffer_get_length(input(c)));
    } else {
        c->state = AT_DEAD;
    }
}

/* Numbers, and with log.level = debug a line a request. Status 0: its client has gone. */
static void account(struct client *c, struct exchange *x, int status)
{
    int64_t us = clock_monotonic() - x->started;

    metrics_request(&c->s->metrics, x->rq.route->lane, status, us);
    log_request(LOG_DEBUG, "http.reply", x->rq.id, "%s %s %d %lld us %s", method_name(x->rq.method),
                x->rq.path, status, (long long)us, x->peer);
}

/* The reply in c->x goes out, and with it the request ends. */
static void respond(struct client *c)
{
    struct exchange *x = c->x;
    bool keep;

    if ((c->eof && evbuffer_get_length(input(c)) == 0) || c->s->draining || x->rq.reply.close ||
        x->rq.reply.stream)
        x->keep = false;
    keep = x->keep;
    if (x->part_sent && !x->rq.reply.stream) /* a stream that failed ends; a problem has no place in it */
        reply_drop(&x->rq.reply);
    send_reply(c, x, !x->part_sent);
    if (x->rq.route)
        account(c, x, x->rq.reply.status ? x->rq.reply.status : 200);
    c->x = NULL;
    server_abandon(x);
    c->timing = false;
    c->idle_since = clock_monotonic();
    if (!keep)
        close_down(c);
    else if (c->state != AT_DEAD)
        c->state = AT_HEAD;
}

/* Answers a request that no worker gets. Where a body is under way the connection ends with it. */
static void refuse(struct client *c, const struct err *e, bool unread)
{
    reply_problem(&c->x->rq, e);
    c->unread = c->unread || unread;
    if (unread)
        c->x->keep = false;
    respond(c);
}

static void refuse_code(struct client *c, enum code code, bool unread)
{
    struct err e = ERR_NONE;

    (void)(err_set(&e, code, NULL) == ST_OK);
    refuse(c, &e, unread);
}

/* A request ------------------------------------------------------------------------------------------- */

static bool has_body(const struct head *h)
{
    return h->chunked || h->length > 0;
}

static void dispatch(struct client *c)
{
    struct exchange *x = c->x;

    c->state = x->admit ? AT_ADMIT : AT_WORK;
    c->timing = false;
    if (server_dispatch(x))
        return;
    atomic_fetch_add_explicit(&c->s->metrics.refused[x->rq.route->lane], 1, memory_order_relaxed);
    if (x->rq.route->lane == LANE_LOGIN || x->rq.route->lane == LANE_SAVE)
        metrics_shed();
    refuse_code(c, c->s->draining ? E_HTTP_BERHENTI : E_SIBUK, x->admit);
}

/* The body is complete. */
static void on_done(struct client *c)
{
    struct exchange *x = c->x;

    if (x->up) {
        c->state = AT_WORK; /* for the client; client_stored goes on when the file is written */
        c->timing = false;
        upload_end(x);
        return;
    }
    x->rq.body = x->body.len > 0 ? x->body.p : NULL;
    x->rq.body_len = x->body.len;
    dispatch(c);
}

static void read_body(struct client *c)
{
    size_t used;

    c->state = AT_BODY;
    c->timing = false;
    if (conn_head(c->conn)->expects && evbuffer_get_length(input(c)) == 0 && has_body(conn_head(c->conn)))
        send_text(c, "HTTP/1.1 100 Continue\r\n\r\n");
    if (c->state == AT_BODY && conn_feed(c->conn, "", 0, &used) == CONN_DONE)
        on_done(c);
}

static void on_head(struct client *c)
{
    struct exchange *x = c->x;
    const struct head *h = conn_head(c->conn);
    enum code code = exchange_fill(x, &c->peer, h);
    size_t limit;

    x->keep = conn_keep(c->conn) && h->minor == 1;
    if (code != E_NONE) {
        refuse_code(c, code, has_body(h));
        return;
    }
    if (router_find(c->s->router, &x->rq) != ST_OK) {
        refuse(c, &x->rq.err, has_body(h));
        return;
    }
    limit = exchange_body_limit(&x->rq);
    if (has_body(h) && (limit == 0 || h->length > (int64_t)limit)) {
        (void)(err_set(&x->rq.err, E_TERLALU_BESAR,
                       limit ? "Isian melebihi %zu byte." : "Alamat ini tidak menerima isian.",
                       limit) == ST_OK);
        refuse(c, &x->rq.err, true);
        return;
    }
    if (h->length > 0 && !route_streams(&x->rq) && h->length <= BODY_FREE)
        buf_reserve(&x->body, (size_t)h->length);
    x->admit = (route_streams(&x->rq) && has_body(h)) || h->length > BODY_FREE;
    if (x->admit)
        dispatch(c);
    else
        read_body(c);
}

/* Called by conn_feed. */
static enum code on_body(void *arg, const char *p, size_t n)
{
    struct client *c = arg;
    struct exchange *x = c->x;

    x->received += n;
    if (x->received > exchange_body_limit(&x->rq))
        return E_TERLALU_BESAR;
    if (x->up)
        upload_add(x, p, n);
    else
        buf_add(&x->body, p, n);
    return E_NONE;
}

static void begin(struct client *c)
{
    c->x = exchange_get(c->s);
    c->x->client = c;
    conn_start(c->conn, c->x->rq.a);
}

/* Whether more input may be looked at now. */
static bool may_read(const struct client *c)
{
    if (c->state == AT_HEAD)
        return unsent(c) <= OUTPUT_MARK;
    return c->state == AT_BODY && !(c->x->up && upload_full(c->x));
}

static void feed(struct client *c, const char *p, size_t n)
{
    size_t used;
    enum conn_event ev;

    if (!c->x)
        begin(c);
    ev = conn_feed(c->conn, p, n < FEED ? n : FEED, &used);
    evbuffer_drain(input(c), used);
    if (ev == CONN_HEAD) {
        on_head(c);
    } else if (ev == CONN_DONE) {
        on_done(c);
    } else if (ev == CONN_BAD) {
        atomic_fetch_add_explicit(&c->s->metrics.bad, 1, memory_order_relaxed);
        refuse_code(c, conn_fault(c->conn), true);
    } else if (c->state == AT_BODY && c->x->received > BODY_FREE && !c->x->logged_in) {
        c->x->admit = true; /* a chunked body that has grown */
        dispatch(c);
    }
}

static void advance(struct client *c)
{
    struct evbuffer_iovec v;

    if (c->inside)
        return;
    c->inside = true;
    while (may_read(c) && evbuffer_peek(input(c), -1, NULL, &v, 1) > 0 && v.iov_len > 0)
        feed(c, v.iov_base, v.iov_len);
    c->inside = false;
    if (c->state == AT_LINGER) {
        c->discarded += evbuffer_get_length(input(c));
        evbuffer_drain(input(c), evbuffer_get_length(input(c)));
        if (c->discarded > LINGER_BYTES)
            c->state = AT_DEAD;
    }
    if (!c->eof || evbuffer_get_length(input(c)) > 0)
        return;
    /* No more comes: what is incomplete stays so. */
    if (c->state == AT_HEAD)
        close_down(c);
    else if (c->state == AT_BODY || c->state == AT_LINGER)
        c->state = AT_DEAD;
}

/* Deadlines ------------------------------------------------------------------------------------------- */

static int64_t deadline_of(struct client *c, int64_t now)
{
    const struct server_conf *conf = c->s->conf;
    bool started = c->state != AT_HEAD || (c->x && conn_begun(c->conn));
    int64_t ms;

    if (c->state == AT_ADMIT || c->state == AT_WORK || c->state == AT_FLUSH)
        return 0;
    if (!started)
        return c->idle_since + (int64_t)conf->idle_ms * 1000;
    if (!c->timing) {
        c->timing = true;
        c->since = now;
    }
    ms = c->state == AT_HEAD ? conf->header_ms : c->state == AT_LINGER ? LINGER_MS : conf->body_ms;
    if (c->state == AT_BODY && c->x->up)
        ms = conf->upload_ms;
    return c->since + ms * 1000;
}

static void client_free(struct client *c)
{
    struct server *s = c->s;
    struct exchange *x = c->x;

    c->s->nclients--;
    atomic_fetch_sub_explicit(&c->s->metrics.open, 1, memory_order_relaxed);
    if (c->counted)
        census_leave(c->s->census, &c->census);
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    if (x) {
        if (x->rq.route)
            account(c, x, 0);
        server_abandon(x);
    }
    event_free(c->timer);
    bufferevent_free(c->be);
    conn_free(c->conn);
    free(c);
    server_check_drained(s);
}

static void settle(struct client *c)
{
    int64_t now;

    if (c->state == AT_DEAD) {
        client_free(c);
        return;
    }
    now = clock_monotonic();
    c->deadline = deadline_of(c, now);
    if (c->deadline != 0 && (c->armed == 0 || c->deadline < c->armed)) {
        int64_t left = c->deadline > now ? c->deadline - now : 1;
        struct timeval tv = { .tv_sec = left / 1000000, .tv_usec = left % 1000000 };

        event_add(c->timer, &tv);
        c->armed = c->deadline;
    }
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct client *c = arg;
    bool late = c->deadline != 0 && clock_monotonic() >= c->deadline;

    (void)fd;
    (void)what;
    c->armed = 0;
    if (late && (c->state == AT_BODY || (c->state == AT_HEAD && c->x && conn_begun(c->conn))))
        refuse_code(c, E_HTTP_WAKTU, true);
    else if (late)
        c->state = AT_DEAD;
    settle(c);
}

/* Events of the connection ---------------------------------------------------------------------------- */

static void on_read(struct bufferevent *be, void *arg)
{
    (void)be;
    advance(arg);
    settle(arg);
}

/* All output is with the kernel. */
static void on_write(struct bufferevent *be, void *arg)
{
    struct client *c = arg;

    (void)be;
    if (c->state == AT_FLUSH)
        close_down(c);
    advance(c);
    settle(c);
}

static void on_event(struct bufferevent *be, short what, void *arg)
{
    struct client *c = arg;

    (void)be;
    if ((what & BEV_EVENT_EOF) && (what & BEV_EVENT_READING))
        c->eof = true; /* maybe only of its sending half: a request under way is still answered */
    else
        c->state = AT_DEAD; /* reset, or no progress in sending */
    advance(c);
    settle(c);
}

/* No room: says so without making a client of it. */
static void turn_away(struct server *s, int fd)
{
    struct exchange *x = exchange_get(s);
    struct err e = ERR_NONE;

    (void)(err_set(&e, E_HTTP_SAMBUNGAN, NULL) == ST_OK);
    reply_problem(&x->rq, &e);
    reply_head(&x->rq, server_date(s), false, &s->head);
    buf_add(&s->head, x->rq.reply.body.p, x->rq.reply.body.len);
    if (send(fd, s->head.p, s->head.len, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        shutdown(fd, SHUT_WR);
    close(fd);
    exchange_put(x);
    atomic_fetch_add_explicit(&s->metrics.rejected, 1, memory_order_relaxed);
}

void client_accept(struct server *s, int fd, const struct sockaddr *sa)
{
    struct client *c;
    struct timeval progress = { .tv_sec = s->conf->write_ms / 1000,
                                .tv_usec = s->conf->write_ms % 1000 * 1000 };
    struct address peer, key;
    bool counted;
    int one = 1;

    atomic_fetch_add_explicit(&s->metrics.connections, 1, memory_order_relaxed);
    if (!address_of(sa, &peer)) {
        close(fd);
        return;
    }
    key = address_client(&peer);
    counted = !networks_have(&s->proxies, &peer); /* a proxy stands for many */
    if (s->nclients >= (size_t)s->conf->clients) {
        turn_away(s, fd);
        return;
    }
    if (counted && census_enter(s->census, &key) > s->conf->clients_address) {
        census_leave(s->census, &key);
        turn_away(s, fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    c = mem_alloc(sizeof(*c));
    c->s = s;
    c->fd = fd;
    c->peer = peer;
    c->census = key;
    c->counted = counted;
    c->idle_since = clock_monotonic();
    c->conn = conn_new(on_body, c);
    c->timer = evtimer_new(s->base, on_timer, c);
    c->be = bufferevent_socket_new(s->base, fd, BEV_OPT_CLOSE_ON_FREE);
    c->link = &s->clients;
    c->next = s->clients;
    if (c->next)
        c->next->link = &c->next;
    s->clients = c;
    s->nclients++;
    atomic_fetch_add_explicit(&s->metrics.open, 1, memory_order_relaxed);
    bufferevent_setcb(c->be, on_read, on_write, on_event, c);
    bufferevent_setwatermark(c->be, EV_READ, 0, INPUT_MARK);
    bufferevent_set_timeouts(c->be, NULL, &progress);
    bufferevent_enable(c->be, EV_READ | EV_WRITE);
    settle(c);
}

/* From the server ------------------------------------------------------------------------------------- */

void client_admitted(struct exchange *x)
{
    struct client *c = x->client;

    x->admit = false;
    if (route_streams(&x->rq))
        upload_start(x);
    read_body(c);
    advance(c);
    settle(c);
}

void client_stored(struct exchange *x)
{
    struct client *c = x->client;

    if (upload_next(x)) {
        /* more to write */
    } else if (upload_fault(x) != E_NONE) {
        refuse_code(c, upload_fault(x), c->state == AT_BODY);
    } else if (x->rq.upload) {
        dispatch(c);
    }
    advance(c);
    settle(c);
}

void client_reply(struct exchange *x)
{
    struct client *c = x->client;

    if (c->state == AT_ADMIT) { /* refused before its body was read */
        x->keep = false;
        c->unread = true;
    }
    respond(c);
    advance(c);
    settle(c);
}

void client_part(struct exchange *x)
{
    struct client *c = x->client;

    x->keep = false;
    send_reply(c, x, !x->part_sent);
    x->part_sent = true;
    if (unsent(c) > OUTPUT_MARK || c->eof) /* it does not read, or it has left */
        c->state = AT_DEAD;
    settle(c);
}

void client_drain(struct client *c, bool now)
{
    bool idle = c->state == AT_HEAD && !(c->x && conn_begun(c->conn));

    if (now || idle || (c->x && c->x->held && c->x->part_sent))
        c->state = AT_DEAD;
    else if (c->x && c->x->held)
        server_hurry(c->x);
    settle(c);
}

struct client *client_next(struct client *c)
{
    return c->next;
}

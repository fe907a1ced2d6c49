/* What the parts of the server share: server.c (set-up, delivery, drain), client.c (one connection),
 * exchange.c (a request), worker.c (a request on its thread), upload.c (bodies that go to files). Private to
 * them.
 *
 * Who owns what: clients, deadlines and everything marked "loop" belong to the loop thread. An exchange
 * belongs to one thread at a time; `away` (loop) says that it is with another one, which hands it back
 * through server_post, the only way into the loop.
 */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include <event2/event.h>
#include <stdatomic.h>

#include "base/pool.h"
#include "http/address.h"
#include "http/conn.h"
#include "http/metrics.h"
#include "http/server.h"
#include "http/throttle.h"

enum { BODY_FREE = 64 * 1024 /* bytes of a body that are read before login and right are checked */ };

enum hand {                /* why an exchange comes back to the loop */
            HAND_ADMITTED, /* login and right hold: read the body */
            HAND_REPLY,    /* the reply is in it */
            HAND_COMMAND,  /* the writer has settled its command */
            HAND_AGAIN,    /* run the handler again after again_us */
            HAND_STORED,   /* the upload thread has written what it had */
};

struct order { /* a command on its way to the writer and back */
    struct perintah p;
    struct exchange *x;
    void (*after)(struct request *rq, struct perintah *p);
};

struct exchange {
    struct request rq; /* first */
    struct server *server;
    struct work work;      /* in a queue */
    struct exchange *next; /* in the list of what came back, or of the spare ones */
    enum hand hand;
    struct client *client; /* loop: NULL once it has gone */
    _Atomic bool gone;     /* the same for the other threads: nobody waits for the reply */
    bool away;             /* loop */
    bool held;             /* loop: waits for `timer` */
    bool admit;            /* only login and right are wanted, the body comes later */
    bool logged_in;        /* they were checked */
    bool paced;            /* loop: its address fails often, it goes behind everybody else's */
    bool part_sent;        /* loop: the head of a streamed reply is out */
    bool keep, is_head;    /* of the client's request */
    int64_t started;       /* monotonic µs, when its head was complete */
    int64_t again_us;
    struct event *timer; /* loop; made on first use */
    struct order *order;
    struct address address; /* the client behind proxies */
    struct buf body;
    size_t received; /* bytes of the body so far */
    struct upload_file *up;
    char id[40], peer[ADDRESS_TEXT];
};

struct worker;

struct server {
    const struct server_conf *conf;
    struct router *router;
    struct networks proxies;
    const json_t *api; /* openapi.json, for the schemas; read-only */
    struct queue *queue, *hash_queue;
    struct pool *workers, *hashers;
    struct uploads *uploads;
    struct throttle *throttle;
    struct throttle *lookups; /* of receipts, by anybody */
    struct metrics metrics;
    _Atomic bool stopping;

    /* The way back: a stack that other threads push to; whoever finds it empty rings the bell. */
    _Atomic(struct exchange *) back;
    int bell; /* eventfd */

    /* Loop. */
    struct event_base *base;
    struct event *bell_event, *stop_events[2], *drain_event, *accept_event;
    struct evconnlistener **listeners;
    size_t nlisteners;
    struct client *clients; /* list */
    struct census *census;
    size_t nclients;
    size_t out; /* exchanges that are away */
    bool draining;
    struct exchange *spare;
    size_t nspare;
    uint64_t serial; /* of request ids */
    char boot[12];
    time_t date_at;
    char date[40];
    struct buf head; /* scratch for reply heads */
};

/* server.c */
struct exchange *exchange_get(struct server *s);
void exchange_put(struct exchange *x);  /* not while it is away */
void exchange_free(struct exchange *x); /* a spare one, at the end */
/* The request of `x` from its head, as of now; a code where a field is not to be read. */
enum code exchange_fill(struct exchange *x, const struct address *peer, const struct head *h);
/* Bytes that the body may have; 0: none at all. For a request whose route is known. */
size_t exchange_body_limit(const struct request *rq);
/* Any thread. The exchange must not be touched afterwards. */
void server_post(struct exchange *x, enum hand hand);
/* Loop: gives it to the queue of its route; false: that is full, or the server is stopping. */
bool server_dispatch(struct exchange *x);
/* Loop: the client of `x` has gone, or its reply is written. */
void server_abandon(struct exchange *x);
/* Loop: ends its waiting. */
void server_hurry(struct exchange *x);
/* Loop: a connection has closed; ends the loop if that was the last thing to wait for. */
void server_check_drained(struct server *s);
const char *server_date(struct server *s);

/* client.c. All on the loop. */
void client_accept(struct server *s, int fd, const struct sockaddr *sa);
void client_admitted(struct exchange *x);
void client_stored(struct exchange *x);
void client_reply(struct exchange *x);
void client_part(struct exchange *x);
/* At shutdown: closes it if no request of its is under way (or `now`), and has it closed after that. */
void client_drain(struct client *c, bool now);
struct client *client_next(struct client *c);

/* worker.c */
void worker_run(void *server, size_t i);
void hasher_run(void *server, size_t i);

/* upload.c */
struct uploads;
MUST_USE enum status uploads_new(struct server *s, struct uploads **out, struct err *e);
void uploads_free(struct uploads *u);
/* Loop: a body begins; its bytes; its end. After upload_end the exchange comes back as HAND_STORED with
 * x->rq.upload set, or with a code. */
void upload_start(struct exchange *x);
void upload_add(struct exchange *x, const char *p, size_t n);
void upload_end(struct exchange *x);
bool upload_full(const struct exchange *x); /* more than enough waits to be written: stop reading */
enum code upload_fault(const struct exchange *x);
/* Loop: the exchange has come back from the thread. */
void upload_returned(struct exchange *x);
/* Loop: then, if somebody still wants it; true: there was more, it went there again. */
bool upload_next(struct exchange *x);
/* Loop: nobody wants it. True: the thread removes the file and the exchange comes back once more. */
bool upload_drop(struct exchange *x);

#endif

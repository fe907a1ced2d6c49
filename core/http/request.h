/* One HTTP request on its way: loop → worker (→ writer) → loop. Whoever holds it owns it alone.
 *
 * Everything in it lies in its arena and lives until the reply is written, so a handler may let a command
 * point into it. A handler returns
 *   ST_OK    the reply is ready in rq->reply,
 *   ST_END   the reply comes later: the request was handed on (request_command, request_again) and must not
 *            be touched any more,
 *   other    rq->err says why; it becomes the reply (problem+json).
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <jansson.h>

#include "base/hash.h"
#include "domain/sesi.h"
#include "http/reply.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };
const char *method_name(enum method m);

struct param {
    const char *name, *value;
};
enum { REQUEST_PARAMS = 4 };

/* A body that was streamed to a file while it came in: DIR/bukti/tmp/…, not yet synced. The handler renames
 * the file to keep it; what is left of it is removed with the request. */
struct upload {
    const char *path;
    int64_t size;
    struct digest sha256;
};

/* A handler of another operation that runs within this request, for somebody else (request_titip). */
struct titipan {
    const struct route *row;
    struct param params[REQUEST_PARAMS];
    size_t nparams;
    json_t *isi;                  /* its body, checked against the row's schema; borrowed */
    struct who who;               /* as whom it reads */
    perintah_fn *bungkus;         /* what goes to the writer instead of its command, … */
    void *masukan;                /* … with this input, … */
    struct perintah_dalam *dalam; /* … in which its command is put here */
    struct who aktor;             /* filled: who really asks */
};

struct host;
struct route;
struct writer;

struct request {
    enum method method; /* HEAD comes as METHOD_GET; the server leaves the body out */
    const struct route *route;
    const char *path; /* decoded, without the query */
    struct param params[REQUEST_PARAMS];
    size_t nparams;
    const struct param *query; /* decoded; a name occurs once */
    size_t nquery;
    const char *host, *type, *agent;   /* Host, Content-Type, User-Agent; NULL if absent */
    const char *none_match;            /* If-None-Match, NULL if absent */
    const char *codings;               /* Accept-Encoding, NULL if absent */
    const char *kunci;                 /* Idempotency-Key or NULL */
    int64_t if_match;                  /* row version in If-Match; 0: none */
    const char *token, *bearer, *csrf; /* session cookie, Authorization: Bearer, X-CSRF-Token; or NULL */
    const char *id;                    /* the help code, X-Request-Id */
    const char *peer;                  /* client's address, through trusted proxies */
    bool secure, loopback;             /* came over TLS; came from this machine */
    bool cookie_ok;                    /* a session cookie may be given and is believed on this connection */

    const char *body; /* NUL-terminated; NULL without one */
    size_t body_len;
    json_t *json;                /* where the route names a schema: the body, validated, defaults added */
    const struct upload *upload; /* where the route streams */

    /* Filled by the login hook (session.h) before the handler runs; akun_id 0 on public routes. */
    struct sesi sesi;
    struct who who;
    bool csrf_ok; /* a bearer token, or the header fits; without it no route but a public one is reached */

    /* The thread's own. db is inside a snapshot that covers login, right and handler; a handler that waits
     * long (plugin, password hash) ends it first with request_unpin. */
    struct db *db;
    struct host *plugins; /* the worker's plugin host; NULL on hash threads */
    struct writer *writer;
    int again; /* how often request_again was called */

    /* What a handler made outside the arena for a command that is on its way; freed with the request. */
    void *owned;
    void (*owned_free)(void *owned);

    const struct titipan *titipan; /* set while another operation's handler runs within this one */

    struct arena *a;
    struct err err;
    struct reply reply;
};

/* "{kode}" of the route's path. Asking for one that the route has not is a fault of the program. */
const char *request_param(const struct request *rq, const char *name);
/* The same as an id, 1 … 2^53; ST_NOT_FOUND E_TIDAK_ADA for anything else. */
MUST_USE enum status request_id(struct request *rq, const char *name, int64_t *out);
/* Value of a query parameter, NULL if absent. */
const char *request_query(const struct request *rq, const char *name);
/* An integer within min … max, `absent` if it is not given; E_MASUKAN names the parameter otherwise. */
MUST_USE enum status request_query_int(struct request *rq, const char *name, int64_t min, int64_t max,
                                       int64_t absent, int64_t *out);

/* Gives a domain command to the writer; `input` and what it points to lie in rq->a. When it is durable, the
 * reply is what the command left in p->reply (status, ETag, Location, body), or its error as a problem.
 * `after`, if given, runs on the loop after a success and may change rq->reply instead: it must be short and
 * must not ask the database. Returns ST_END, or E_SIBUK where the writer's queue is full. */
MUST_USE enum status request_command(struct request *rq, perintah_fn *run, void *input,
                                     void (*after)(struct request *rq, struct perintah *p));
/* Runs the handler of another operation with its own parameters and body, as t->who. Where that gives a
 * command to the writer, t->bungkus goes instead, as who really asks, under this request's key and If-Match.
 * `t` lies in rq->a. Faults of the body are named below "/isi". */
MUST_USE enum status request_titip(struct request *rq, struct titipan *t);
/* The same for a command that acts as somebody else than rq->who (login: the account itself). */
MUST_USE enum status request_command_as(struct request *rq, const struct who *who, perintah_fn *run,
                                        void *input, void (*after)(struct request *rq, struct perintah *p));
/* Runs the handler again after `us` without holding a thread meanwhile; rq->again counts. With
 * reply.stream set, what the body holds is sent first, and the client sees it at once (server-sent events);
 * the stream ends with the run that returns ST_OK. Not for uploads, whose file ends with the first run.
 * Returns ST_END. */
MUST_USE enum status request_again(struct request *rq, int64_t us);
/* Ends the snapshot of rq->db early. */
void request_unpin(struct request *rq);
/* Counts a failed login for the client's address (throttle.h). True: this address has failed so often that
 * the reply should be E_TERLALU_SERING (429) instead of the plain refusal. */
bool request_login_failed(struct request *rq);
/* Counts a look-up that needs no login, apart from logins. True: this address has asked so often that the
 * reply should be E_TERLALU_SERING. */
bool request_looked_up(struct request *rq);

#endif

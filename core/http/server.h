/* The HTTP server: one loop thread, worker threads, hash threads. See docs/internals/http.md. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/conf.h"
#include "http/route.h"
#include "store/writer.h"

enum { SERVER_TEXT = 512 };

/* All of it may come from tenayan.conf and the environment (server_conf_read); 0 or NULL takes the default.
 */
struct server_conf {
    /* From the caller, always. */
    const char *url;                   /* database, for the readers */
    const char *tmp;                   /* folder of uploads in progress: DIR/bukti/tmp; created if missing */
    struct writer *writer;             /* outlives the server */
    const struct route *const *routes; /* routes_all */
    enum status (*login)(struct request *rq);  /* session_login */
    struct host *(*host_new)(const char *exe); /* host_new and host_free of script/host.h, */
    void (*host_free)(struct host *h);         /* or NULL: no plugin host */
    int (*host_pid)(const struct host *h);     /* for the count of restarts */
    /* After a request that called a plugin: tells the writer what the host saw. May be NULL. */
    void (*host_report)(struct host *h, const char *asal, struct writer *w);

    void (*ready)(void *arg, const char *address); /* listening on "127.0.0.1:8080"; may be NULL */
    void (*draining)(void *arg); /* a stop was asked for: jobs should end soon; may be NULL */
    void *arg;

    /* Settings. */
    char listen[SERVER_TEXT];     /* "127.0.0.1:8080", "[::1]:0"; several with commas */
    char proxies[SERVER_TEXT];    /* addresses and networks whose X-Forwarded-For is believed */
    bool plain_cookie;            /* cookies over plain HTTP from other machines */
    bool metrics_open;            /* /metrics for other machines than this */
    int workers;                  /* at least 2; default: twice the cores, 4 … 16 */
    int plugins;                  /* plugin calls at once; 0: half of the workers, which is also the most */
    int hash_threads;             /* 1 or 2 */
    int queue;                    /* waiting requests */
    int clients, clients_address; /* connections in all, and for one address */
    int header_ms, body_ms, upload_ms, idle_ms, write_ms; /* deadlines; all but idle and write absolute */
    int drain_ms;                                         /* after SIGTERM */
    bool login_throttle_off;                              /* for tests of load only */
    char bantuan[SERVER_TEXT]; /* whom to ask for help with logging in; "": not said */
    const char *tema;    /* file with the agency's colours, DIR/tema.css; it need not exist. NULL: none */
    const char *openapi; /* for tests: instead of the embedded description */
};

/* The settings from `c`; NULL: the defaults. */
MUST_USE enum status server_conf_read(struct server_conf *s, const struct conf *c, struct err *e);

/* Serves until SIGTERM or SIGINT, then drains: no request is lost that was accepted. Returns when every
 * thread has ended and no command of the server's is with the writer any more; the caller then stops the
 * writer, which checkpoints. */
MUST_USE enum status server_run(const struct server_conf *c, struct err *e);

#endif

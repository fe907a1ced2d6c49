/* A domain command: validated input that the writer applies, with idempotency and audit around it.
 *
 * Every change of data from HTTP, CLI and jobs is one of these. `perintah_init` fills the store's command;
 * its apply looks up the idempotency key first (before version and state), then calls `run`, then stores the
 * reply under the key, all in the command's own savepoint. `run` must check right, guard, state and version
 * again (the worker's checks only answer early), change the rows, and leave exactly one audit row or more.
 */
#ifndef DOMAIN_PERINTAH_H
#define DOMAIN_PERINTAH_H

#include "domain/audit.h"
#include "store/writer.h"

struct reply_data {   /* what the command answers, kept for a repeated key */
    int status;       /* HTTP status, 200 or 201 or 204 */
    int64_t etag;     /* row version; 0 none */
    char lokasi[128]; /* Location, "" none */
    struct buf body;  /* JSON; freed by perintah_clear */
};

struct perintah;
/* The change itself, in the writer's transaction. */
typedef enum status perintah_fn(struct perintah *p, struct db *db, struct err *e);

struct perintah {
    struct command cmd; /* first: the store's */
    struct who who;
    const char *kunci;        /* Idempotency-Key or NULL; lives as long as the command */
    struct digest permintaan; /* hash of method, path, If-Match and body */
    int64_t if_match;         /* row version that the caller saw; 0: not given */
    perintah_fn *run;
    void *input; /* the noun's own input struct */
    struct reply_data reply;
    bool ulang; /* answered from the stored reply */
};
/* A command within another one, which decides when and as whom it runs. */
struct perintah_dalam {
    perintah_fn *run;
    void *input;
};
/* Runs it as `who` on the version that was seen, within the savepoint of `p`; the reply is its own
 * afterwards. What the outer command has written into the reply before is gone. */
MUST_USE enum status perintah_dalam(struct perintah *p, const struct perintah_dalam *d, const struct who *who,
                                    int64_t versi, struct db *db, struct err *e);
void perintah_init(struct perintah *p, const struct who *who, perintah_fn *run, void *input);
void perintah_clear(struct perintah *p);
/* The whole of it as the system, for what needs no reply: on a write connection in a transaction of its own,
 * or through the writer. */
MUST_USE enum status perintah_sistem(struct db *db, perintah_fn *run, void *input, struct err *e);
MUST_USE enum status perintah_sistem_antre(struct writer *w, perintah_fn *run, void *input, struct err *e);
/* 428 E_TANPA_VERSI if if_match is 0 and the actor is not the system, 412 E_VERSI if it differs. */
MUST_USE enum status perintah_versi(const struct perintah *p, int64_t versi, struct err *e);
/* Removes replies older than 72 h (a look-up already takes them for absent). Writer only. */
MUST_USE enum status perintah_sweep(struct db *db, struct err *e);

#endif

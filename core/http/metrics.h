/* Numbers of the server for Prometheus. Counters are relaxed atomics: any thread adds, any reads. */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/queue.h"

enum { METRICS_BUCKETS = 12, METRICS_STATUS = 6 /* 1xx … 5xx by hundreds; 0: no reply, client gone */ };

struct metrics {
    _Atomic uint64_t requests[LANES][METRICS_STATUS];
    _Atomic uint64_t bucket[METRICS_BUCKETS + 1]; /* the last: beyond all */
    _Atomic uint64_t total_us;
    _Atomic uint64_t refused[LANES];        /* shed with 503 */
    _Atomic uint64_t connections, rejected; /* accepted; over a cap */
    _Atomic int64_t open;
    _Atomic uint64_t bad; /* refused by the guard */
    _Atomic uint64_t host_restarts;
    _Atomic uint64_t login_failed;
};

/* A reply with `status` went out (0: its client had gone) `us` after its head was complete. */
void metrics_request(struct metrics *m, enum lane lane, int status, int64_t us);
/* Logins and saves that all servers of this process have turned away: what takes time from people. */
void metrics_shed(void);
uint64_t metrics_shed_total(void);
struct server;
void metrics_write(struct server *s, struct buf *out);

#endif

/* A bounded queue of work for a pool of threads, in lanes by urgency.
 *
 * A higher lane always goes first. All lanes share one limit, but a lane may fill it only up to its own
 * share, so that under load reports are refused first, drafts before submissions, and submissions last: none
 * of them is refused while a draft would still be taken. Slow work (it calls a plugin) runs on a few threads
 * at once only, and once for a user; what has to wait for that waits in the report lane, whatever lane it
 * came in, and never holds up other work. Heavy work (a stranger's package and its tests) is slow work of
 * seconds: it gets some of the places, never the last one.
 */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>

#include "base/mem.h"

/* Submit: what hands a thing over (submissions, approvals, decisions); save: drafts. */
enum lane { LANE_LOGIN, LANE_SUBMIT, LANE_SAVE, LANE_READ, LANE_REPORT, LANES };

struct work { /* embed it */
    struct work *next;
    enum lane lane;
    bool slow, heavy; /* heavy: slow too */
    int64_t user;     /* of slow work, 0: not known yet */
};

struct queue;
/* How many threads at most run slow work at once: heavy, other than heavy, and both. */
struct places {
    size_t heavy, other, all;
};
struct queue *queue_new(size_t limit, struct places slow);
void queue_free(struct queue *q); /* must be empty */
/* False if its lane is full (shed it) or the queue is closed. */
bool queue_push(struct queue *q, struct work *w);
/* Waits for work. NULL: the queue is closed and empty. A popped slow work holds a slow place, which
 * queue_release gives back. */
struct work *queue_pop(struct queue *q);
/* Says whose slow work this is. False: that user has one running; the work went back to wait, the place
 * is given back, take other work. */
bool queue_claim(struct queue *q, struct work *w, int64_t user);
/* The slow work of `user` (as claimed; 0: not claimed) has left its thread. */
void queue_release(struct queue *q, int64_t user, bool heavy);
/* No more work comes in; what is queued is still handed out. */
void queue_close(struct queue *q);
/* Waiting work per lane. */
void queue_depths(struct queue *q, size_t out[LANES]);

#endif

#include "base/queue.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOW_MAX = 64 };

struct list {
    struct work *head, **tail;
    size_t n;
};

/* All fields under `lock`. */
struct queue {
    pthread_mutex_t lock;
    pthread_cond_t some; /* there is work for an idle thread, or the queue was closed */
    struct list lanes[LANES];
    size_t n, limit;
    size_t idle; /* threads in queue_pop */
    bool waking; /* one of them was called and has not come yet */
    bool closed;
    struct places used, places;
    int64_t users[SLOW_MAX]; /* whose slow work runs; 0: not claimed */
    size_t parked;           /* slow work in the report lane */
};

/* Of the common limit, in sixteenths: reports go first, submissions last. */
static const size_t share[LANES] = {
    [LANE_LOGIN] = 15, [LANE_SUBMIT] = 16, [LANE_SAVE] = 15, [LANE_READ] = 12, [LANE_REPORT] = 4
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct queue *queue_new(size_t limit, struct places slow)
{
    struct queue *q = mem_alloc(sizeof(*q));

    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->some, NULL);
    for (int i = 0; i < LANES; i++)
        q->lanes[i].tail = &q->lanes[i].head;
    q->limit = limit < 16 ? 16 : limit;
    q->places = (struct places){ slow.heavy, slow.other, least(slow.all, SLOW_MAX) };
    return q;
}

void queue_free(struct queue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->some);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static void append(struct queue *q, struct work *w)
{
    struct list *l = &q->lanes[w->lane];

    w->next = NULL;
    *l->tail = w;
    l->tail = &w->next;
    l->n++;
    q->n++;
    if (w->slow && w->lane == LANE_REPORT)
        q->parked++;
}

/* Takes the work that *at points to out of lane `lane`. */
static struct work *unlink_at(struct queue *q, int lane, struct work **at)
{
    struct list *l = &q->lanes[lane];
    struct work *w = *at;

    *at = w->next;
    if (l->tail == &w->next)
        l->tail = at;
    l->n--;
    q->n--;
    if (w->slow && lane == LANE_REPORT)
        q->parked--;
    return w;
}

static bool user_runs(const struct queue *q, int64_t user)
{
    for (size_t i = 0; i < q->places.all; i++)
        if (user != 0 && q->users[i] == user)
            return true;
    return false;
}

/* The number that work of its kind counts in. */
static size_t *used(struct queue *q, bool heavy)
{
    return heavy ? &q->used.heavy : &q->used.other;
}

static bool place_free(struct queue *q, bool heavy)
{
    return q->used.all < q->places.all && *used(q, heavy) < (heavy ? q->places.heavy : q->places.other);
}

static bool runnable(struct queue *q, const struct work *w)
{
    return !w->slow || (place_free(q, w->heavy) && !user_runs(q, w->user));
}

/* A place for slow work; of whom is known at once if it was parked before. */
static void place_take(struct queue *q, bool heavy, int64_t user)
{
    ++*used(q, heavy);
    q->used.all++;
    for (size_t i = 0; user != 0 && i < q->places.all; i++)
        if (q->users[i] == 0) {
            q->users[i] = user;
            break;
        }
}

static void place_give(struct queue *q, bool heavy)
{
    --*used(q, heavy);
    q->used.all--;
}

static struct work *take(struct queue *q)
{
    for (int lane = 0; lane < LANES; lane++) {
        struct work **at = &q->lanes[lane].head;

        while (*at) {
            struct work *w = *at;

            if (runnable(q, w)) {
                if (w->slow)
                    place_take(q, w->heavy, w->user);
                return unlink_at(q, lane, at);
            }
            if (lane == LANE_REPORT) {
                at = &w->next;
            } else {
                unlink_at(q, lane, at);
                w->lane = LANE_REPORT;
                append(q, w);
            }
        }
    }
    return NULL;
}

/* One idle thread at a time is called; it calls the next if it finds more than it takes. A burst of short
 * work is so done by few threads that stay awake, and long work still spreads over all of them. The call
 * itself comes after the unlocking, so that who wakes up finds the lock free. */
static bool call(struct queue *q)
{
    if (q->idle == 0 || q->waking)
        return false;
    q->waking = true;
    return true;
}

bool queue_push(struct queue *q, struct work *w)
{
    bool ok, wake = false;

    pthread_mutex_lock(&q->lock);
    ok = !q->closed && q->n < q->limit * share[w->lane] / 16;
    if (ok) {
        append(q, w);
        wake = call(q);
    }
    pthread_mutex_unlock(&q->lock);
    if (wake)
        pthread_cond_signal(&q->some);
    return ok;
}

struct work *queue_pop(struct queue *q)
{
    struct work *w;
    bool wake;

    pthread_mutex_lock(&q->lock);
    while (!(w = take(q)) && !(q->closed && q->n == 0)) {
        q->idle++;
        pthread_cond_wait(&q->some, &q->lock);
        q->idle--;
        q->waking = false;
    }
    wake = w && q->n > 0 && call(q);
    if (!w)
        pthread_cond_broadcast(&q->some); /* the others may leave too */
    pthread_mutex_unlock(&q->lock);
    if (wake)
        pthread_cond_signal(&q->some);
    return w;
}

bool queue_claim(struct queue *q, struct work *w, int64_t user)
{
    bool ok, wake = false;

    if (w->user == user && user != 0) /* since it was popped */
        return true;
    pthread_mutex_lock(&q->lock);
    ok = !user_runs(q, user);
    place_give(q, w->heavy);
    w->user = user;
    if (ok) {
        place_take(q, w->heavy, user);
    } else {
        w->lane = LANE_REPORT;
        append(q, w);
        /* The place may be for parked work of another user, and this thread may find more urgent work. */
        wake = q->parked > 1 && call(q);
    }
    pthread_mutex_unlock(&q->lock);
    if (wake)
        pthread_cond_signal(&q->some);
    return ok;
}

void queue_release(struct queue *q, int64_t user, bool heavy)
{
    bool wake;

    pthread_mutex_lock(&q->lock);
    place_give(q, heavy);
    for (size_t i = 0; i < q->places.all; i++)
        if (user != 0 && q->users[i] == user) {
            q->users[i] = 0;
            break;
        }
    /* This thread takes the most urgent work next; what was parked may be for another. */
    wake = q->parked > 0 && call(q);
    pthread_mutex_unlock(&q->lock);
    if (wake)
        pthread_cond_signal(&q->some);
}

void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->some);
    pthread_mutex_unlock(&q->lock);
}

void queue_depths(struct queue *q, size_t out[LANES])
{
    pthread_mutex_lock(&q->lock);
    for (int i = 0; i < LANES; i++)
        out[i] = q->lanes[i].n;
    pthread_mutex_unlock(&q->lock);
}

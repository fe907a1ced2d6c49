/* The writer thread: writer.h. `lock` guards the queues, the flags and the numbers; the connection and the
 * group belong to the thread alone. Commands are applied and acknowledged without the lock. */
#include "store/writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    GROUP_MAX = 256,     /* commands in one transaction */
    GROUP_US = 5000,     /* work after which no further command is taken, … */
    PATIENCE_US = 50000, /* … or as long as the last COMMIT took, at most this */
    BULK_QUEUE = 4,      /* chunks that may wait; further ones hold up their job, not the memory */
    BULK_PATIENCE = 3,   /* full groups that a waiting chunk lets pass */
};

struct queue {
    struct command *head, **tail;
    size_t n;
};

struct writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work; /* something is queued, or stopping */
    pthread_cond_t room; /* the bulk queue has room, or stopping */
    struct queue interactive, bulk;
    size_t limit;
    bool stopping;
    size_t waiting; /* threads inside writer_run */
    pthread_cond_t left;
    struct writer_stats stats;

    struct db *db;
    int passed_over;   /* groups since a waiting chunk was last taken */
    int64_t commit_us; /* what the last COMMIT took */
};

/* Commands of one transaction, in the order in which they were applied. */
struct group {
    struct queue q;
    bool full;       /* takes no further interactive command */
    int64_t started; /* when it got the write lock */
};

static void push(struct queue *q, struct command *c)
{
    c->next = NULL;
    *q->tail = c;
    q->tail = &c->next;
    q->n++;
}

static struct command *pop(struct queue *q)
{
    struct command *c = q->head;

    if (c) {
        q->head = c->next;
        if (!q->head)
            q->tail = &q->head;
        q->n--;
    }
    return c;
}

/* Applying ------------------------------------------------------------------------------------------- */

/* One command in its savepoint, or `alone` in its transaction, which then is the savepoint: the caller rolls
 * back. SQLite keeps a copy of every page that changes after a savepoint and walks along it after each
 * statement, so that a chunk of many rows would take time by their square. False if an error ended the
 * transaction, and with it what came before. */
static bool apply_one(struct db *db, struct command *c, bool alone)
{
    err_clear(&c->err);
    c->st = alone ? ST_OK : db_savepoint(db, &c->err);
    if (c->st == ST_OK) {
        c->st = c->apply(c, db, &c->err);
        if (c->st == ST_OK && !alone && db_in_transaction(db))
            c->st = db_release(db, &c->err);
        if (c->st != ST_OK && !alone)
            db_rollback_savepoint(db);
    }
    return db_in_transaction(db);
}

static void fail_all(struct queue *q, enum status st, const struct err *e)
{
    for (struct command *c = q->head; c; c = c->next) {
        c->st = st;
        c->err = *e;
    }
}

enum status command_run(struct db *db, struct command *c, struct err *e)
{
    if ((c->st = db_begin(db, e)) != ST_OK) {
        c->err = *e;
        return c->st;
    }
    apply_one(db, c, true);
    if (c->st == ST_OK)
        c->st = db_commit(db, &c->err);
    else
        db_rollback(db);
    if (c->st != ST_OK)
        *e = c->err;
    return c->st;
}

/* Each command in a transaction of its own: for a group that one of its commands brought down. */
static void run_alone(struct db *db, struct queue *q)
{
    for (struct command *c = q->head; c; c = c->next) {
        struct err e = ERR_NONE;

        (void)(command_run(db, c, &e) == ST_OK); /* the command keeps its own error */
    }
}

/* Groups --------------------------------------------------------------------------------------------- */

/* Where a COMMIT is dear, more share it: nobody waits longer for the group than for the disk. */
static int64_t group_us(const struct writer *w)
{
    return w->commit_us < GROUP_US ? GROUP_US : w->commit_us > PATIENCE_US ? PATIENCE_US : w->commit_us;
}

/* The next command of this group: interactive first, at most one chunk and that last; a chunk that was
 * passed over for long is taken although interactive commands wait. NULL: commit. */
static struct command *take(struct writer *w, struct group *g)
{
    struct command *c = NULL;

    if (g->q.n >= GROUP_MAX || (g->q.n > 0 && clock_monotonic() - g->started >= group_us(w)))
        g->full = true;
    pthread_mutex_lock(&w->lock);
    if (!g->full && (c = pop(&w->interactive)) == NULL) {
        c = pop(&w->bulk);
    } else if (g->full && w->bulk.n > 0 && w->passed_over >= BULK_PATIENCE) {
        c = pop(&w->bulk);
    } else if (g->full && w->bulk.n > 0) {
        w->passed_over++;
    }
    if (c && c->bulk) {
        w->passed_over = 0;
        pthread_cond_broadcast(&w->room);
    }
    pthread_mutex_unlock(&w->lock);
    if (c)
        push(&g->q, c);
    return c;
}

static void group_apply(struct writer *w, struct group *g)
{
    struct err e = ERR_NONE;
    enum status st = db_begin(w->db, &e);
    struct command *c;
    int64_t began;

    g->started = clock_monotonic();
    if (st != ST_OK) {
        while ((c = take(w, g)) && !c->bulk)
            ;
        log_event(LOG_ERROR, "writer.begin", "%zu commands: %s", g->q.n, e.msg);
        fail_all(&g->q, st, &e);
        return;
    }
    while ((c = take(w, g))) {
        bool alone = c->bulk && g->q.n == 1; /* a chunk ends its group */

        if (!apply_one(w->db, c, alone)) {
            run_alone(w->db, &g->q);
            return;
        }
        if (alone && c->st != ST_OK) {
            db_rollback(w->db);
            return;
        }
        if (c->bulk)
            break;
    }
    began = clock_monotonic();
    st = db_commit(w->db, &e);
    w->commit_us = clock_monotonic() - began;
    if (st == ST_OK)
        return;
    log_event(LOG_ERROR, "writer.commit", "%zu commands: %s", g->q.n, e.msg);
    /* A deferred foreign key speaks only at COMMIT: only the command that broke it shall fail. */
    if (e.code == E_DB_ACUAN)
        run_alone(w->db, &g->q);
    else
        fail_all(&g->q, st, &e);
}

static void group_settle(struct writer *w, struct group *g)
{
    uint64_t failed = 0, n = g->q.n;
    struct command *c;

    for (c = g->q.head; c; c = c->next)
        failed += c->st != ST_OK;
    pthread_mutex_lock(&w->lock);
    w->stats.commands += n;
    w->stats.failed += failed;
    w->stats.groups++;
    pthread_mutex_unlock(&w->lock);
    while ((c = pop(&g->q)))
        c->done(c);
}

static void *run(void *arg)
{
    struct writer *w = arg;
    sigset_t all;

    sigfillset(&all); /* signals belong to the thread that waits for them */
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    for (;;) {
        struct group g = { .full = false };
        bool idle;

        g.q.tail = &g.q.head;
        pthread_mutex_lock(&w->lock);
        while (w->interactive.n == 0 && w->bulk.n == 0 && !w->stopping)
            pthread_cond_wait(&w->work, &w->lock);
        idle = w->interactive.n == 0 && w->bulk.n == 0;
        pthread_mutex_unlock(&w->lock);
        if (idle)
            break;
        group_apply(w, &g);
        group_settle(w, &g);
    }
    db_checkpoint(w->db);
    db_close(w->db);
    return NULL;
}

/* From other threads ---------------------------------------------------------------------------------- */

enum status writer_start(const char *url, size_t limit, struct writer **out, struct err *e)
{
    struct writer *w = mem_alloc(sizeof(*w));
    enum status st = db_open(url, DB_WRITE, &w->db, e);

    *out = NULL;
    if (st != ST_OK) {
        free(w);
        return st;
    }
    w->limit = limit;
    w->interactive.tail = &w->interactive.head;
    w->bulk.tail = &w->bulk.head;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    pthread_cond_init(&w->room, NULL);
    pthread_cond_init(&w->left, NULL);
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        db_close(w->db);
        free(w);
        return err_set(e, E_GAGAL, NULL);
    }
    *out = w;
    return ST_OK;
}

void writer_stop(struct writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->work);
    pthread_cond_broadcast(&w->room);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_mutex_lock(&w->lock);
    while (w->waiting > 0)
        pthread_cond_wait(&w->left, &w->lock);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&w->left);
    pthread_cond_destroy(&w->room);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

/* With the lock held. */
static bool has_room(const struct writer *w, const struct command *c)
{
    return c->bulk ? w->bulk.n < BULK_QUEUE : w->interactive.n < w->limit - (c->firm ? 0 : w->limit / 16);
}

static void enqueue(struct writer *w, struct command *c)
{
    push(c->bulk ? &w->bulk : &w->interactive, c);
    pthread_cond_signal(&w->work);
}

bool writer_submit(struct writer *w, struct command *c)
{
    bool ok;

    pthread_mutex_lock(&w->lock);
    ok = !w->stopping && has_room(w, c);
    if (ok)
        enqueue(w, c);
    pthread_mutex_unlock(&w->lock);
    return ok;
}

/* Stands in the queue for a command whose owner waits. */
struct waiter {
    struct command c;
    struct command *inner;
    struct writer *w;
    pthread_cond_t settled;
    bool done;
};

static enum status waiter_apply(struct command *c, struct db *db, struct err *e)
{
    struct command *inner = ((struct waiter *)c)->inner;

    return inner->apply(inner, db, e);
}

static void waiter_done(struct command *c)
{
    struct waiter *me = (struct waiter *)c;
    struct writer *w = me->w;

    /* Under the lock: once the owner sees `done`, the waiter on its stack is gone. */
    pthread_mutex_lock(&w->lock);
    me->done = true;
    pthread_cond_signal(&me->settled);
    pthread_mutex_unlock(&w->lock);
}

enum status writer_run(struct writer *w, struct command *c, struct err *e)
{
    struct waiter me = { .c = { .apply = waiter_apply, .done = waiter_done, .bulk = c->bulk },
                         .inner = c,
                         .w = w };
    bool queued;

    pthread_cond_init(&me.settled, NULL);
    pthread_mutex_lock(&w->lock);
    w->waiting++;
    while (c->bulk && !w->stopping && !has_room(w, c))
        pthread_cond_wait(&w->room, &w->lock);
    queued = !w->stopping && has_room(w, c);
    if (queued) {
        enqueue(w, &me.c);
        while (!me.done)
            pthread_cond_wait(&me.settled, &w->lock);
    }
    if (--w->waiting == 0)
        pthread_cond_signal(&w->left);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&me.settled);
    if (queued) {
        c->st = me.c.st;
        c->err = me.c.err;
    } else {
        err_clear(&c->err);
        c->st = err_set(&c->err, E_SIBUK, NULL);
    }
    if (c->st != ST_OK)
        *e = c->err;
    return c->st;
}

void writer_stats(struct writer *w, struct writer_stats *out)
{
    pthread_mutex_lock(&w->lock);
    *out = w->stats;
    out->queued = w->interactive.n + w->bulk.n;
    pthread_mutex_unlock(&w->lock);
}

#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct thread {
    struct pool *pool;
    size_t i;
    pthread_t id;
};

struct pool {
    void (*run)(void *arg, size_t i);
    void *arg;
    size_t n; /* that were started */
    struct thread threads[];
};

static void *enter(void *arg)
{
    struct thread *t = arg;

    t->pool->run(t->pool->arg, t->i);
    return NULL;
}

enum status pool_start(size_t n, void (*run)(void *arg, size_t i), void *arg, struct pool **out,
                       struct err *e)
{
    struct pool *p = mem_alloc(sizeof(*p) + n * sizeof(p->threads[0]));
    sigset_t all, old;
    enum status st = ST_OK;

    p->run = run;
    p->arg = arg;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old); /* inherited, so that no signal slips in at the start */
    while (p->n < n && st == ST_OK) {
        struct thread *t = &p->threads[p->n];
        int rc;

        t->pool = p;
        t->i = p->n;
        if ((rc = pthread_create(&t->id, NULL, enter, t)) != 0)
            st = err_set(e, E_GAGAL, "Utas tidak dapat dibuat: %s.", strerror(rc));
        else
            p->n++;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    *out = p;
    return st;
}

void pool_join(struct pool *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        pthread_join(p->threads[i].id, NULL);
    free(p);
}

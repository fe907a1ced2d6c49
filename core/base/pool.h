/* A fixed number of threads that run one function each until it returns. Signals are blocked in them: they
 * belong to the thread that waits for them. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/err.h"

struct pool;
/* `run` gets `arg` and the thread's number, 0 … n-1. *out is set also on failure, where fewer threads run:
 * make them end (close their queue), then join. */
MUST_USE enum status pool_start(size_t n, void (*run)(void *arg, size_t i), void *arg, struct pool **out,
                                struct err *e);
/* Waits for all of them and frees the pool; NULL is fine. */
void pool_join(struct pool *p);

#endif

/* Jobs of kind "score.verify": a thread that takes them, re-derives every stored result (verify.h) and leaves
 * {"diperiksa","berbeda","beda":[…]} as the job's `hasil`. */
#ifndef SCORING_VERIFY_JOB_H
#define SCORING_VERIFY_JOB_H

#include "store/writer.h"

struct verify_runner;
MUST_USE enum status verify_runner_start(const char *url, struct writer *w, const char *host,
                                         struct verify_runner **out, struct err *e);
/* NULL is fine for both. */
void verify_runner_wake(struct verify_runner *r);
/* Waits for a verification that runs and gives the job back to the queue if it did not end. Before
 * writer_stop. */
void verify_runner_stop(struct verify_runner *r);

#endif

/* Jobs of kind "score.verify": every stored result is derived again (verify.h);
 * {"diperiksa","berbeda","beda":[…]} becomes the job's `hasil`. */
#ifndef SCORING_VERIFY_JOB_H
#define SCORING_VERIFY_JOB_H

#include "scoring/job_thread.h"

extern const struct job_kind verify_jobs;

#endif

/* A thread that runs queued jobs of one kind, one after the other: it takes a job, shows its progress, sees
 * somebody's wish to end it, and leaves its end in the row. What a shutdown interrupts goes back into the
 * queue and begins again at the next start.
 */
#ifndef SCORING_JOB_THREAD_H
#define SCORING_JOB_THREAD_H

#include <stdatomic.h>

#include "domain/job.h"

struct job_thread;

struct job_kind {
    const char *jenis;
    /* On the thread. ST_OK: `hasil` (JSON) ends the job as selesai, or the job was ended by a command of its
     * own (job_thread_ended). E_RUN_BATAL where job_thread_cancel came true; any other error ends it as
     * gagal. */
    enum status (*run)(struct job_thread *t, const struct job *job, struct buf *hasil, struct err *e);
};
/* `kind` is kept. `host` as of host_new. */
MUST_USE enum status job_thread_start(const struct job_kind *kind, const char *url, struct writer *w,
                                      const char *host, struct job_thread **out, struct err *e);
/* NULL is fine for both. The end waits for what runs to see the wish; before writer_stop. */
void job_thread_wake(struct job_thread *t);
void job_thread_stop(struct job_thread *t);

/* For `run`. ----------------------------------------------------------------------------------------------
 */

const char *job_thread_url(const struct job_thread *t);
const char *job_thread_host(const struct job_thread *t);
const atomic_bool *job_thread_cancel(const struct job_thread *t);
/* Shape of a progress callback; `t` is the thread. From one thread at a time, not only its own. */
void job_thread_progress(void *t, int64_t done, int64_t total);
/* Has the writer run a command as the system. */
MUST_USE enum status job_thread_command(struct job_thread *t, perintah_fn *run, void *input, struct err *e);
void job_thread_ended(struct job_thread *t);

#endif

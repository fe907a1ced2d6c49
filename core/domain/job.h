/* Jobs: long work as rows with owner, state, progress and cancel, so that a restart resumes it and 202 and
 * events read it.
 *
 * States: antri → jalan → selesai | gagal | batal; `jalan` at start means that a server died: it is taken up
 * again. `isi` says what to do, `hasil` what came of it (JSON), both are the kind's own.
 */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include "domain/perintah.h"

struct job {
    int64_t id, akun_id;                /* akun_id 0: the command line */
    char *jenis, *status, *isi, *hasil; /* "score.run"; hasil NULL until it has ended */
    int64_t maju, total;                /* total 0: unknown yet */
    bool batal;                         /* somebody asked for the end */
    char *dibuat, *diubah;
};
/* E_JOB_TIDAK_ADA. */
MUST_USE enum status job_load(struct db *db, int64_t id, struct arena *a, struct job *out, struct err *e);
/* Newest first, ids below `sebelum` (0: from the newest). */
MUST_USE enum status job_list(struct db *db, int64_t sebelum, int limit, struct arena *a, struct job **out,
                              size_t *n, struct err *e);
/* As an object, for API and --json. */
struct jw;
void job_json(const struct job *j, struct jw *w);

/* Commands (perintah `run`). What a kind asks for stands in a table in job.c: for most scoring.jalankan, for
 * a simulation plugin.ubah for its unit. ------------------------------------------------------------- */

/* 202 with {"id","status"} and Location /api/v1/jobs/ID. Wake the runner (job_runner_wake) in `done`. */
struct job_buat {
    const char *jenis;
    const char *isi; /* JSON object */
    int64_t unit_id; /* what it is about; 0: the whole institution */
    int64_t out_id;
};
MUST_USE enum status job_buat(struct perintah *p, struct db *db, struct err *e);
/* A kind whose asker may end it himself, and `who` is he: beside those who may start one for the whole
 * institution. */
bool job_milik(const struct job *j, const struct who *who);
/* Asks for the end; a queued one ends at once. E_JOB_SELESAI if it has ended. */
struct job_batal {
    int64_t id;
};
MUST_USE enum status job_batal(struct perintah *p, struct db *db, struct err *e);

/* For whoever runs them (writer only). --------------------------------------------------------------------
 */

/* The oldest queued job of the kind becomes jalan. ST_NOT_FOUND if there is none; its text lives in `a`. */
MUST_USE enum status job_take(struct db *db, const char *jenis, struct arena *a, struct job *out,
                              struct err *e);
MUST_USE enum status job_progress(struct db *db, int64_t id, int64_t maju, int64_t total, struct err *e);
/* `status`: selesai, gagal or batal, or antri to give it back at a shutdown. */
MUST_USE enum status job_end(struct db *db, int64_t id, const char *status, const char *hasil, struct err *e);
/* At start: jalan becomes antri, for the server that ran them is gone. */
MUST_USE enum status job_requeue(struct db *db, struct err *e);

#endif

/* What a run writes: commands for the writer. Each blocks until it is durable. */
#ifndef SCORING_RUN_TULIS_H
#define SCORING_RUN_TULIS_H

#include "domain/hasil.h"
#include "store/writer.h"

enum { RUN_CHUNK = 500 }; /* rows of `hasil` in one transaction */

struct run_angka {
    int64_t sampai, dinilai, gagal, tertunda;
};

/* Takes up the interrupted run of the same period and unit, or begins one; an interrupted one that is too old
 * to be taken up is ended without digest. `unit_id` 0: all. */
MUST_USE enum status run_mulai(struct writer *w, int64_t periode_id, int64_t unit_id, int64_t job_id,
                               int64_t *run_id, struct run_angka *angka, bool *dilanjutkan, struct err *e);
/* Up to RUN_CHUNK results, and that they hold in this run. */
MUST_USE enum status run_simpan(struct writer *w, int64_t run_id, const struct hasil_baru *rows, size_t n,
                                struct err *e);
/* How far everything is done. With a job: its progress too, and whether its end was asked for. */
MUST_USE enum status run_maju(struct writer *w, int64_t run_id, const struct run_angka *angka, int64_t job_id,
                              int64_t maju, int64_t total, bool *batal, struct err *e);
/* `digest` NULL: ended without one. With a job: all of its `total` is done. */
MUST_USE enum status run_selesai(struct writer *w, int64_t run_id, const struct run_angka *angka,
                                 const char *digest, int64_t job_id, int64_t total, struct err *e);

#endif

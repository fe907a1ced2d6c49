/* A scoring run: every evaluation of a period, each by the scheme and settings that hold for its unit.
 *
 * Worker threads read by short statements, call their own plugin host in batches, and hand chunks of at most
 * 500 rows to the writer. Results are append-only; `run` remembers how far everything is done, so that a
 * killed run is taken up again (within RUN_RESUME_HOURS: after that the data has moved on, and a new run
 * begins). The digest depends on nothing but inputs, settings and releases.
 */
#ifndef SCORING_RUN_H
#define SCORING_RUN_H

#include <stdatomic.h>

#include "base/hash.h"
#include "store/writer.h"

enum { RUN_RESUME_HOURS = 24 };

enum run_stop {
    RUN_GO,
    RUN_PAUSE,  /* a shutdown: E_RUN_JEDA, the next one takes it up */
    RUN_CANCEL, /* somebody's wish: E_RUN_BATAL, the run has ended without a digest */
};

struct run_options {
    const char *periode; /* kode */
    const char *unit;    /* kode: this unit and all below it; NULL: all */
    int threads;         /* 0: one a core */
    int batch;           /* evaluations a batch, 1..500; 0: 500 */
    int64_t job_id;      /* 0: none */
    const char *host;    /* executable of the plugin host, NULL: this one */
    /* Called now and then from one of the threads; may be NULL. */
    void (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
    /* Looked at between batches; may be NULL. */
    const atomic_int *stop; /* an enum run_stop */
};

/* Evaluations that are not computed, in their order. */
struct run_sisa {
    int64_t evaluasi_id;
    char nip[19];
    int segmen;
    enum code code; /* why; E_PLUGIN_BATAS_WAKTU: undecided */
    char pesan[256];
};
enum { RUN_SISA = 1000 };

struct run_result {
    int64_t run_id;
    int64_t dinilai, gagal; /* gagal: not computed, with a reason */
    int64_t tertunda;       /* undecided, outside the digest: exit 75 */
    int64_t detik_us;
    char digest[DIGEST_HEX];
    bool dilanjutkan;      /* an interrupted run was taken up */
    struct run_sisa *sisa; /* failed and undecided ones, at most RUN_SISA */
    size_t nsisa;
};
/* `url` for the readers, `w` for what is written. E_SCORE_PERIODE, E_SCORE_UNIT, E_RUN_JALAN if
 * another process runs the same. */
MUST_USE enum status run_score(const char *url, struct writer *w, const struct run_options *o,
                               struct run_result *out, struct err *e);
void run_result_free(struct run_result *r);
/* {"dinilai","gagal","detik","digest"} and, where there are such, "tertunda", "sisa". */
struct jw;
void run_result_json(const struct run_result *r, struct jw *w);

/* A thread that takes jobs of kind "score.run" ({"periode","unit"?}), one after the other. What an earlier
 * server left is taken up again if the caller has put it back (job_requeue). */
struct job_runner;
MUST_USE enum status job_runner_start(const char *url, struct writer *w, const char *host,
                                      struct job_runner **out, struct err *e);
void job_runner_wake(struct job_runner *r);
/* Stops after the chunks in flight and gives the job back to the queue. Before writer_stop. NULL is fine. */
void job_runner_stop(struct job_runner *r);

#endif

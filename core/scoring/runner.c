/* The thread that runs queued scoring jobs: run.h. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/log.h"
#include "domain/job.h"
#include "scoring/run.h"

enum { LOOK_SECONDS = 30 }; /* for jobs that the command line has queued */

struct job_runner {
    char *url, *host;
    struct writer *w;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool woken;
    atomic_int stop; /* enum run_stop */
};

struct job_command {
    struct command cmd;
    struct arena *a;
    struct job job;
    int64_t id;
    const char *status, *hasil;
};

static enum status take_apply(struct command *c, struct db *db, struct err *e)
{
    struct job_command *t = (struct job_command *)c;

    return job_take(db, "score.run", t->a, &t->job, e);
}

static enum status end_apply(struct command *c, struct db *db, struct err *e)
{
    const struct job_command *t = (const struct job_command *)c;

    return job_end(db, t->id, t->status, t->hasil, e);
}

static void end_job(struct job_runner *r, int64_t id, const char *status, const char *hasil)
{
    struct job_command c = { .cmd.apply = end_apply, .id = id, .status = status, .hasil = hasil };
    struct err e = ERR_NONE;

    if (writer_run(r->w, &c.cmd, &e) != ST_OK)
        log_event(LOG_ERROR, "job.end", "job %lld: %s", (long long)id, e.msg);
}

/* What became of a run, as the job's state. A pause gives the job back. */
static const char *state_after(enum status st, const struct err *e)
{
    if (st == ST_OK)
        return "selesai";
    if (e->code == E_RUN_JEDA || e->code == E_RUN_JALAN)
        return "antri";
    return e->code == E_RUN_BATAL ? "batal" : "gagal";
}

/* False where the job went back into the queue. */
static bool run_job(struct job_runner *r, const struct job *job)
{
    struct run_options o = { .threads = 0, .job_id = job->id, .host = r->host, .stop = &r->stop };
    struct run_result result = { 0 };
    struct err e = ERR_NONE;
    struct buf hasil = BUF_NONE;
    struct jw w;
    const char *state;
    json_t *isi = NULL;
    enum status st = json_read(job->isi, strlen(job->isi), &isi, &e);

    o.periode = json_string_value(json_object_get(isi, "periode"));
    o.unit = json_string_value(json_object_get(isi, "unit"));
    if (st == ST_OK && !o.periode)
        st = err_set(&e, E_JOB_ISI, NULL);
    if (st == ST_OK)
        st = run_score(r->url, r->w, &o, &result, &e);
    if (st == ST_OK) {
        jw_start(&w, &hasil);
        run_result_json(&result, &w);
    } else {
        log_event(LOG_WARN, "job.run", "job %lld: %s", (long long)job->id, e.msg);
        json_galat(&e, &hasil);
    }
    state = state_after(st, &e);
    end_job(r, job->id, state, hasil.p);
    run_result_free(&result);
    json_decref(isi);
    buf_free(&hasil);
    return strcmp(state, "antri") != 0;
}

/* True if there may be another one. A run that goes on elsewhere leaves its job in the queue: wait, do not
 * spin. */
static bool run_next(struct job_runner *r)
{
    struct job_command c = { .cmd.apply = take_apply, .a = arena_new() };
    struct err e = ERR_NONE;
    enum status st = writer_run(r->w, &c.cmd, &e);
    bool more = false;

    if (st == ST_OK)
        more = run_job(r, &c.job);
    else if (st != ST_NOT_FOUND && atomic_load(&r->stop) == RUN_GO)
        log_event(LOG_ERROR, "job.take", "%s", e.msg);
    arena_free(c.a);
    return more;
}

static void wait_for_work(struct job_runner *r)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_SECONDS;
    pthread_mutex_lock(&r->lock);
    while (!r->woken && atomic_load(&r->stop) == RUN_GO)
        if (pthread_cond_timedwait(&r->wake, &r->lock, &until) != 0)
            break;
    r->woken = false;
    pthread_mutex_unlock(&r->lock);
}

static void *loop(void *arg)
{
    struct job_runner *r = arg;

    while (atomic_load(&r->stop) == RUN_GO) {
        while (atomic_load(&r->stop) == RUN_GO && run_next(r))
            ;
        wait_for_work(r);
    }
    return NULL;
}

enum status job_runner_start(const char *url, struct writer *w, const char *host, struct job_runner **out,
                             struct err *e)
{
    struct job_runner *r = mem_alloc(sizeof(*r));

    r->url = mem_strdup(url);
    r->host = host ? mem_strdup(host) : NULL;
    r->w = w;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    if (pthread_create(&r->thread, NULL, loop, r) != 0) {
        free(r->url);
        free(r->host);
        free(r);
        return err_set(e, E_GAGAL, "Benang pekerjaan tidak dapat dibuat.");
    }
    *out = r;
    return ST_OK;
}

void job_runner_wake(struct job_runner *r)
{
    pthread_mutex_lock(&r->lock);
    r->woken = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

void job_runner_stop(struct job_runner *r)
{
    if (!r)
        return;
    atomic_store(&r->stop, RUN_PAUSE);
    job_runner_wake(r);
    pthread_join(r->thread, NULL);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->wake);
    free(r->url);
    free(r->host);
    free(r);
}

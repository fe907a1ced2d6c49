#include "scoring/job_thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"

enum {
    LOOK_SECONDS = 30,     /* without a nudge: another process may have queued a job */
    PROGRESS_US = 1000000, /* between two rows of progress */
};

struct job_thread {
    const struct job_kind *kind;
    char *url, *host;
    struct writer *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* of `nudged` */
    pthread_cond_t wake;
    bool nudged;
    atomic_bool stop;
    /* While a job runs: the thread's own, and whoever calls for progress. */
    int64_t job_id, shown; /* shown: moment (monotonic) of the last progress row */
    bool ended;
    atomic_bool cancel;
};

/* Commands ----------------------------------------------------------------------------------------------- */

enum status job_thread_command(struct job_thread *t, perintah_fn *run, void *input, struct err *e)
{
    return perintah_sistem_antre(t->writer, run, input, e);
}

/* For what the job itself does not depend on. */
static enum status quietly(struct job_thread *t, perintah_fn *run, void *input)
{
    struct err e = ERR_NONE;
    enum status st = job_thread_command(t, run, input, &e);

    if (st != ST_OK && st != ST_NOT_FOUND)
        log_event(LOG_ERROR, "job.gagal", "%s: %s: %s", t->kind->jenis, code_row(e.code)->name, e.msg);
    return st;
}

struct take {
    const char *jenis;
    struct arena *a;
    struct job job;
};

static enum status take(struct perintah *p, struct db *db, struct err *e)
{
    struct take *t = p->input;

    return job_take(db, t->jenis, t->a, &t->job, e);
}

struct mark {
    int64_t id, done, total;
    bool batal; /* out: somebody asked for the end */
};

static enum status mark(struct perintah *p, struct db *db, struct err *e)
{
    struct mark *m = p->input;
    int64_t batal = 0;
    enum status st = job_progress(db, m->id, m->done, m->total, e);

    if (st == ST_OK)
        st = db_int(db, &batal, e, "SELECT batal FROM job WHERE id = $1", "i", m->id);
    m->batal = batal != 0;
    return st;
}

struct finish {
    int64_t id;
    const char *status, *hasil;
};

static enum status finish(struct perintah *p, struct db *db, struct err *e)
{
    const struct finish *f = p->input;

    return job_end(db, f->id, f->status, f->hasil, e);
}

/* One job ------------------------------------------------------------------------------------------------ */

void job_thread_progress(void *arg, int64_t done, int64_t total)
{
    struct job_thread *t = arg;
    struct mark m = { .id = t->job_id, .done = done, .total = total };
    int64_t now = clock_monotonic();

    if (atomic_load(&t->stop))
        atomic_store(&t->cancel, true);
    if (now - t->shown < PROGRESS_US && done < total)
        return;
    t->shown = now;
    if (quietly(t, mark, &m) == ST_OK && m.batal)
        atomic_store(&t->cancel, true);
}

static void run_job(struct job_thread *t, const struct job *job)
{
    struct finish f = { .id = job->id, .status = "selesai" };
    struct err e = ERR_NONE;
    struct buf hasil = BUF_NONE;
    enum status st;

    t->job_id = job->id;
    t->shown = 0;
    t->ended = false;
    atomic_store(&t->cancel, atomic_load(&t->stop));
    st = t->kind->run(t, job, &hasil, &e);
    if (st != ST_OK && e.code == E_RUN_BATAL) {
        /* A shutdown gives the job back; a person's wish ends it. */
        f.status = atomic_load(&t->stop) ? "antri" : "batal";
        buf_clear(&hasil);
    } else if (st != ST_OK) {
        f.status = "gagal";
        buf_clear(&hasil);
        json_galat(&e, &hasil);
    }
    f.hasil = hasil.len ? hasil.p : NULL;
    if (!t->ended)
        (void)quietly(t, finish, &f);
    buf_free(&hasil);
}

static bool next_job(struct job_thread *t)
{
    struct take k = { .jenis = t->kind->jenis, .a = arena_new() };
    bool got = !atomic_load(&t->stop) && quietly(t, take, &k) == ST_OK;

    if (got)
        run_job(t, &k.job);
    arena_free(k.a);
    return got;
}

static void *main_loop(void *arg)
{
    struct job_thread *t = arg;
    struct timespec until;

    while (!atomic_load(&t->stop)) {
        if (next_job(t))
            continue;
        pthread_mutex_lock(&t->lock);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!t->nudged && pthread_cond_timedwait(&t->wake, &t->lock, &until) == 0) {
        }
        t->nudged = false;
        pthread_mutex_unlock(&t->lock);
    }
    return NULL;
}

/* For `run` ---------------------------------------------------------------------------------------------- */

const char *job_thread_url(const struct job_thread *t)
{
    return t->url;
}

const char *job_thread_host(const struct job_thread *t)
{
    return t->host;
}

const atomic_bool *job_thread_cancel(const struct job_thread *t)
{
    return &t->cancel;
}

void job_thread_ended(struct job_thread *t)
{
    t->ended = true;
}

/* The thread --------------------------------------------------------------------------------------------- */

static void drop(struct job_thread *t)
{
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    free(t->url);
    free(t->host);
    free(t);
}

enum status job_thread_start(const struct job_kind *kind, const char *url, struct writer *w, const char *host,
                             struct job_thread **out, struct err *e)
{
    struct job_thread *t = mem_alloc(sizeof(*t));

    t->kind = kind;
    t->url = mem_strdup(url);
    t->host = host ? mem_strdup(host) : NULL;
    t->writer = w;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->wake, NULL);
    if (pthread_create(&t->thread, NULL, main_loop, t) != 0) {
        drop(t);
        return err_set(e, E_GAGAL, "Utas pekerjaan %s tidak dapat dimulai.", kind->jenis);
    }
    *out = t;
    return ST_OK;
}

void job_thread_wake(struct job_thread *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->nudged = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
}

void job_thread_stop(struct job_thread *t)
{
    if (!t)
        return;
    atomic_store(&t->stop, true);
    atomic_store(&t->cancel, true);
    job_thread_wake(t);
    pthread_join(t->thread, NULL);
    drop(t);
}

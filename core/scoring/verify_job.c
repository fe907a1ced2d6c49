#include "scoring/verify_job.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/job.h"
#include "scoring/verify.h"

enum {
    LOOK_SECONDS = 30,     /* without a nudge: another process may have queued a job */
    PROGRESS_US = 1000000, /* between two rows of progress */
    SHOWN = 50,            /* differences in the job's result */
};

struct verify_runner {
    char *url, *host;
    struct writer *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* of `nudged` */
    pthread_cond_t wake;
    bool nudged;
    atomic_bool stop;
    /* The thread's own, while a job runs. */
    int64_t job_id, shown; /* shown: moment (monotonic) of the last progress row */
    atomic_bool cancel;
};

/* Commands ------------------------------------------------------------------------------------------------
 */

static enum status command(struct verify_runner *r,
                           enum status (*run)(struct perintah *p, struct db *db, struct err *e), void *input)
{
    struct perintah p;
    struct err e = ERR_NONE;
    struct who who;
    enum status st;

    who_system(&who);
    perintah_init(&p, &who, run, input);
    st = writer_run(r->writer, &p.cmd, &e);
    if (st != ST_OK && st != ST_NOT_FOUND)
        log_event(LOG_ERROR, "verify.gagal", "%s: %s", code_row(e.code)->name, e.msg);
    perintah_clear(&p);
    return st;
}

struct take {
    struct arena *a;
    struct job job;
};
static enum status take(struct perintah *p, struct db *db, struct err *e)
{
    struct take *t = p->input;

    return job_take(db, "score.verify", t->a, &t->job, e);
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

/* One job -------------------------------------------------------------------------------------------------
 */

static void progress(void *arg, int64_t done, int64_t total)
{
    struct verify_runner *r = arg;
    struct mark m = { .id = r->job_id, .done = done, .total = total };
    int64_t now = clock_monotonic();

    if (atomic_load(&r->stop))
        atomic_store(&r->cancel, true);
    if (now - r->shown < PROGRESS_US)
        return;
    r->shown = now;
    if (command(r, mark, &m) == ST_OK && m.batal)
        atomic_store(&r->cancel, true);
}

static void result_json(const struct verify_result *v, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "diperiksa", v->diperiksa);
    jw_kint(&w, "berbeda", v->berbeda);
    jw_key(&w, "beda");
    jw_open(&w, '[');
    for (size_t i = 0; i < v->nbeda && i < SHOWN; i++) {
        jw_open(&w, '{');
        jw_kint(&w, "hasil_id", v->beda[i].hasil_id);
        jw_kint(&w, "evaluasi_id", v->beda[i].evaluasi_id);
        jw_ktext(&w, "kode", v->beda[i].kode);
        jw_ktext(&w, "sebab", verify_sebab_kode(v->beda[i].sebab));
        jw_ktext(&w, "rincian", v->beda[i].rincian);
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
}

static void run_job(struct verify_runner *r, const struct job *j)
{
    struct verify_options o = { .host = r->host, .progress = progress, .arg = r, .cancel = &r->cancel };
    struct finish f = { .id = j->id, .status = "selesai" };
    struct verify_result v = { 0 };
    struct err e = ERR_NONE;
    struct buf hasil = BUF_NONE;
    struct mark last = { .id = j->id };
    enum status st;

    r->job_id = j->id;
    r->shown = 0;
    atomic_store(&r->cancel, false);
    st = verify_all(r->url, &o, &v, &e);
    if (st == ST_OK) {
        result_json(&v, &hasil);
        last.done = last.total = v.diperiksa;
        (void)command(r, mark, &last);
    } else if (e.code == E_RUN_BATAL) {
        /* A shutdown gives the job back; a person's wish ends it. */
        f.status = atomic_load(&r->stop) ? "antri" : "batal";
    } else {
        f.status = "gagal";
        json_galat(&e, &hasil);
    }
    f.hasil = hasil.p;
    (void)command(r, finish, &f);
    verify_result_free(&v);
    buf_free(&hasil);
}

static bool next_job(struct verify_runner *r)
{
    struct take t = { .a = arena_new() };
    bool got = !atomic_load(&r->stop) && command(r, take, &t) == ST_OK;

    if (got)
        run_job(r, &t.job);
    arena_free(t.a);
    return got;
}

static void *main_loop(void *arg)
{
    struct verify_runner *r = arg;
    struct timespec until;

    while (!atomic_load(&r->stop)) {
        if (next_job(r))
            continue;
        pthread_mutex_lock(&r->lock);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!r->nudged && pthread_cond_timedwait(&r->wake, &r->lock, &until) == 0) {
        }
        r->nudged = false;
        pthread_mutex_unlock(&r->lock);
    }
    return NULL;
}

/* The runner ----------------------------------------------------------------------------------------------
 */

static void drop(struct verify_runner *r)
{
    pthread_cond_destroy(&r->wake);
    pthread_mutex_destroy(&r->lock);
    free(r->url);
    free(r->host);
    free(r);
}

enum status verify_runner_start(const char *url, struct writer *w, const char *host,
                                struct verify_runner **out, struct err *e)
{
    struct verify_runner *r = mem_alloc(sizeof(*r));

    r->url = mem_strdup(url);
    r->host = host ? mem_strdup(host) : NULL;
    r->writer = w;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    if (pthread_create(&r->thread, NULL, main_loop, r) != 0) {
        drop(r);
        return err_set(e, E_GAGAL, "Utas verifikasi tidak dapat dimulai.");
    }
    *out = r;
    return ST_OK;
}

void verify_runner_wake(struct verify_runner *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->nudged = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

void verify_runner_stop(struct verify_runner *r)
{
    if (!r)
        return;
    atomic_store(&r->stop, true);
    atomic_store(&r->cancel, true);
    verify_runner_wake(r);
    pthread_join(r->thread, NULL);
    drop(r);
}

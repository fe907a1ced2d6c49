#include "scoring/simulate_job.h"

#include <string.h>

#include "base/json.h"
#include "scoring/simulate.h"
#include "script/release.h"

/* Small batches: a wish to end is seen between two of them, and a row of a candidate that never ends takes a
 * twentieth of a second alone. */
enum { BATCH = 100 };

/* Storing ------------------------------------------------------------------------------------------------ */

struct simpan {
    const struct job *job;
    struct simulasi *s;
};

static void result_json(const struct simulasi *s, struct buf *out)
{
    struct jw w;

    buf_clear(out);
    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "simulasi_id", s->out_id);
    jw_kint(&w, "evaluasi", s->evaluasi);
    jw_kint(&w, "berubah", s->berubah);
    jw_kint(&w, "gagal", s->gagal);
    jw_kint(&w, "tertunda", s->tertunda);
    jw_kbool(&w, "lengkap", s->tertunda == 0);
    jw_close(&w);
}

/* Whoever lost his right, or his account, while it was computed, stores nothing. */
static enum status simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct simpan *in = p->input;
    struct buf hasil = BUF_NONE;
    enum status st = ST_OK;

    if (in->job->akun_id)
        st = who_load(db, in->job->akun_id, &p->who, e);
    if (st == ST_OK)
        st = simulasi_tulis(p, db, in->s, e);
    if (st == ST_OK) {
        result_json(in->s, &hasil);
        st = job_end(db, in->job->id, "selesai", hasil.p, e);
    }
    buf_free(&hasil);
    return st;
}

/* Running ------------------------------------------------------------------------------------------------ */

static enum status compute(struct job_thread *t, const struct job *job, const json_t *isi, struct simulasi *s,
                           struct err *e)
{
    struct simulasi_minta m = { .url = job_thread_url(t),
                                .periode = json_string_value(json_object_get(isi, "periode")),
                                .unit = json_string_value(json_object_get(isi, "unit")),
                                .setelan = json_object_get(isi, "setelan"),
                                .batch = BATCH,
                                .host = job_thread_host(t),
                                .progress = job_thread_progress,
                                .arg = t,
                                .cancel = job_thread_cancel(t) };
    int64_t id = json_integer_value(json_object_get(isi, "release_id"));
    const struct release *r = NULL;
    struct simpan in = { .job = job, .s = s };
    struct db *db = NULL;
    enum status st;

    if (!m.periode || !id)
        return err_set(e, E_JOB_ISI, NULL);
    if ((st = db_open(m.url, DB_READ, &db, e)) != ST_OK || (st = simulasi_rilis(db, id, e)) != ST_OK ||
        (st = release_get(db, id, &r, e)) != ST_OK)
        goto out;
    m.package = &r->package;
    st = simulasi_hitung(&m, s, e);
    if (st == ST_OK)
        st = job_thread_command(t, simpan, &in, e);
    if (st == ST_OK)
        job_thread_ended(t);
out:
    release_put(r);
    db_close(db);
    return st;
}

static enum status run(struct job_thread *t, const struct job *job, struct buf *hasil, struct err *e)
{
    struct simulasi s = { .out_id = 0 };
    json_t *isi = NULL;
    enum status st = json_read(job->isi, strlen(job->isi), &isi, e);

    (void)hasil;
    if (st == ST_OK)
        st = compute(t, job, isi, &s, e);
    simulasi_clear(&s);
    json_decref(isi);
    return st;
}

const struct job_kind simulate_jobs = { "plugin.simulasi", run };

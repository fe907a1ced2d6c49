#include "scoring/verify_job.h"

#include "base/json.h"
#include "scoring/karantina.h"
#include "scoring/verify.h"

enum { SHOWN = 50 }; /* differences in the job's result */

static void result_json(const struct verify_result *v, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_kint(&w, "diperiksa", v->diperiksa);
    jw_kint(&w, "berbeda", v->berbeda);
    if (v->karantina)
        jw_kint(&w, "karantina", v->karantina);
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

static void lapor(void *arg, struct host *host)
{
    struct karantina_catat in = { .asal = "verify" };
    struct err ignored = ERR_NONE; /* logged by the thread */

    in.n = host_kills(host, in.kill);
    if (in.n && job_thread_command(arg, karantina_catat, &in, &ignored) != ST_OK)
        err_clear(&ignored);
}

static enum status run(struct job_thread *t, const struct job *job, struct buf *hasil, struct err *e)
{
    struct verify_options o = { .host = job_thread_host(t),
                                .progress = job_thread_progress,
                                .arg = t,
                                .cancel = job_thread_cancel(t),
                                .lapor = lapor };
    struct verify_result v = { 0 };
    enum status st = verify_all(job_thread_url(t), &o, &v, e);

    (void)job;
    if (st == ST_OK) {
        result_json(&v, hasil);
        job_thread_progress(t, v.diperiksa, v.diperiksa);
    }
    verify_result_free(&v);
    return st;
}

const struct job_kind verify_jobs = { "score.verify", run };

/* /api/v1/plugin/{id}/simulasi and /api/v1/simulasi: what a release would change, before it is enabled. */
#include <string.h>

#include "base/json.h"
#include "domain/job.h"
#include "domain/unit.h"
#include "http/api.h"
#include "http/jobs.h"
#include "scoring/simulate.h"
#include "scoring/simulate_baca.h"
#include "script/release.h"

/* Starting ------------------------------------------------------------------------------------------------
 */

static void wake(struct request *rq, struct perintah *p)
{
    (void)rq;
    (void)p;
    jobs_wake();
}

/* The unit of the body; none means the whole institution. */
static enum status place(struct request *rq, struct unit *u)
{
    int64_t id = api_int(rq->json, "unit");
    enum status st = ST_OK;

    *u = (struct unit){ .id = 0 };
    if (id)
        st = unit_load(rq->db, id, rq->who.hari, rq->a, u, &rq->err);
    if (st == ST_OK)
        st = right_check(rq->db, &rq->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = u->id }, &rq->err);
    return st;
}

/* What will not work is told now, not by a job that fails. */
static enum status check_settings(struct request *rq, int64_t release_id)
{
    const struct release *r;
    json_t *all = NULL;
    struct buf canonical = BUF_NONE;
    struct digest digest;
    enum status st = simulasi_rilis(rq->db, release_id, &rq->err);

    if (st != ST_OK || (st = release_get(rq->db, release_id, &r, &rq->err)) != ST_OK)
        return st;
    st = package_settings(&r->package, json_object_get(rq->json, "setelan"), &all, &canonical, &digest,
                          &rq->err);
    json_decref(all);
    buf_free(&canonical);
    release_put(r);
    return st;
}

static const char *job_text(struct request *rq, int64_t release_id, const struct periode *p,
                            const struct unit *u)
{
    const json_t *settings = json_object_get(rq->json, "setelan");
    struct buf isi = BUF_NONE;
    const char *text;
    struct jw w;

    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_kint(&w, "release_id", release_id);
    jw_ktext(&w, "periode", p->kode);
    if (u->id)
        jw_ktext(&w, "unit", u->kode);
    if (settings) {
        jw_key(&w, "setelan");
        jw_json(&w, settings);
    }
    jw_close(&w);
    text = arena_strdup(rq->a, isi.p);
    buf_free(&isi);
    return text;
}

static enum status mulai(struct request *rq)
{
    struct job_buat *in = arena_new_of(rq->a, struct job_buat);
    struct periode p;
    struct unit u;
    int64_t id;
    enum status st;

    if ((st = request_id(rq, "id", &id)) != ST_OK || (st = place(rq, &u)) != ST_OK ||
        (st = periode_find(rq->db, api_text(rq->json, "periode"), &p, &rq->err)) != ST_OK ||
        (st = check_settings(rq, id)) != ST_OK)
        return st;
    in->jenis = "plugin.simulasi";
    in->unit_id = u.id;
    in->isi = job_text(rq, id, &p, &u);
    return request_command(rq, job_buat, in, wake);
}

/* Reading -------------------------------------------------------------------------------------------------
 */

static enum status daftar(struct request *rq)
{
    struct simulasi_saring f = { .plugin = request_query(rq, "plugin") };
    struct api_page page;
    struct periode p;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, INT64_MAX, &f.sebelum)) != ST_OK ||
        (st = api_periode_query(rq, "periode", &p)) != ST_OK)
        return st;
    if (f.plugin && (!*f.plugin || strlen(f.plugin) > 64))
        return api_fault(rq, "plugin", "Id plugin paling panjang 64.");
    f.periode_id = p.id;
    f.batas = page.batas;
    w = api_list_open(rq);
    st = simulasi_list(rq->db, &rq->who, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

static enum status baca(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    if ((st = simulasi_baca(rq->db, &rq->who, id, &w, &rq->err)) == ST_OK)
        api_no_aksi(&w);
    jw_close(&w);
    return st;
}

const struct route routes_simulasi[] = {
    { METHOD_POST, "/api/v1/plugin/{id}/simulasi", LANE_SAVE, 0, AKSI_PLUGIN_UBAH, 0, "SimulasiMulai", mulai,
      NULL },
    { METHOD_GET, "/api/v1/simulasi", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/simulasi/{id}", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, baca, NULL },
    { .path = NULL },
};

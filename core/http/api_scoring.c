/* /api/v1/scoring and /api/v1/jobs: long work is a row; 202 names it, polling and events read it. */
#include <string.h>

#include "base/json.h"
#include "domain/job.h"
#include "domain/unit.h"
#include "http/api.h"
#include "http/jobs.h"

/* Starting ------------------------------------------------------------------------------------------------
 */

/* The loop's thread: nothing but a nudge. */
static void wake(struct request *rq, struct perintah *p)
{
    (void)rq;
    (void)p;
    jobs_wake();
}

static enum status start(struct request *rq, const char *jenis, const char *isi)
{
    struct job_buat *in = arena_new_of(rq->a, struct job_buat);

    in->jenis = jenis;
    in->isi = isi;
    return request_command(rq, job_buat, in, wake);
}

static enum status run(struct request *rq)
{
    struct buf isi = BUF_NONE;
    struct periode p;
    struct unit u;
    struct jw w;
    int64_t unit_id = api_int(rq->json, "unit");
    const char *text;
    enum status st = periode_find(rq->db, api_text(rq->json, "periode"), &p, &rq->err);

    if (st == ST_OK && unit_id)
        st = unit_load(rq->db, unit_id, rq->who.hari, rq->a, &u, &rq->err);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "periode", p.kode);
    if (unit_id)
        jw_ktext(&w, "unit", u.kode);
    jw_close(&w);
    text = arena_strdup(rq->a, isi.p);
    buf_free(&isi);
    return start(rq, "score.run", text);
}

static enum status verify(struct request *rq)
{
    enum status st = api_institution(rq, AKSI_SCORING_LIHAT);

    return st == ST_OK ? start(rq, "score.verify", "{}") : st;
}

/* Reading -------------------------------------------------------------------------------------------------
 */

/* Its owner, and whoever may look at scoring of the whole institution. */
static enum status load(struct request *rq, struct job *j)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = job_load(rq->db, id, rq->a, j, &rq->err)) != ST_OK)
        return st;
    if (j->akun_id && j->akun_id == rq->who.akun_id)
        return ST_OK;
    st = api_institution(rq, AKSI_SCORING_LIHAT);
    return st == ST_DENIED ? err_set(&rq->err, E_JOB_TIDAK_ADA, NULL) : st;
}

static bool ended(const struct job *j)
{
    return strcmp(j->status, "antri") != 0 && strcmp(j->status, "jalan") != 0;
}

/* job_json is a whole object: `aksi` goes in front of its closing bracket. */
static void job_with_aksi(struct request *rq, const struct job *j, struct buf *out)
{
    bool mine = who_has(&rq->who, PERAN_ADMIN_PUSAT) || job_milik(j, &rq->who);
    bool boleh = mine && !ended(j) && !j->batal;
    struct jw w;

    jw_start(&w, out);
    job_json(j, &w);
    out->p[--out->len] = '\0';
    buf_printf(out, ",\"aksi\":[%s]}", boleh ? "{\"aksi\":\"batal\",\"boleh\":true}" : "");
}

static enum status baca(struct request *rq)
{
    struct job j;
    enum status st = load(rq, &j);

    if (st != ST_OK)
        return st;
    (void)reply_json(rq, 200);
    job_with_aksi(rq, &j, &rq->reply.body);
    return ST_OK;
}

static enum status daftar(struct request *rq)
{
    struct api_page page;
    struct job *rows;
    int64_t before;
    size_t n, shown;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &before)) != ST_OK ||
        (st = api_institution(rq, AKSI_SCORING_LIHAT)) != ST_OK ||
        (st = job_list(rq->db, before, api_page_ask(&page), rq->a, &rows, &n, &rq->err)) != ST_OK)
        return st;
    shown = n > (size_t)page.batas ? (size_t)page.batas : n;
    w = api_list_open(rq);
    for (size_t i = 0; i < shown; i++) {
        struct buf one = BUF_NONE;

        job_with_aksi(rq, &rows[i], &one);
        jw_raw(&w, one.p, one.len);
        buf_free(&one);
    }
    api_list_close_int(&w, n > shown ? rows[shown - 1].id : 0);
    return ST_OK;
}

static enum status batal(struct request *rq)
{
    struct job_batal *in = arena_new_of(rq->a, struct job_batal);
    struct job j;
    enum status st = load(rq, &j);

    if (st != ST_OK)
        return st;
    if (strcmp(api_text(rq->json, "aksi"), "batal") != 0)
        return err_set(&rq->err, E_ALUR_PERISTIWA, "Pekerjaan hanya mengenal aksi batal.");
    in->id = j.id;
    return request_command(rq, job_batal, in, wake);
}

/* Events --------------------------------------------------------------------------------------------------
 */

enum {
    EVENT_US = 500000,  /* between two looks at the row */
    EVENT_LOOKS = 7200, /* an hour; then the client asks again */
};

/* Server-sent events: the state whenever it differs from the one sent last, until the job has ended. A
 * comment now and then tells a client that is gone from one that waits. */
static enum status peristiwa(struct request *rq)
{
    struct buf text = BUF_NONE;
    struct job j;
    enum status st = load(rq, &j);

    if (st != ST_OK)
        return st;
    rq->reply.type = "text/event-stream";
    rq->reply.stream = true;
    job_with_aksi(rq, &j, &text);
    buf_printf(&rq->reply.body, "event: %s\ndata: %s\n\n", ended(&j) ? "selesai" : "maju", text.p);
    buf_free(&text);
    if (ended(&j) || rq->again >= EVENT_LOOKS)
        return ST_OK;
    return request_again(rq, EVENT_US);
}

const struct route routes_scoring[] = {
    { METHOD_POST, "/api/v1/scoring/run", LANE_SAVE, 0, AKSI_SCORING_JALANKAN, 0, "ScoringRun", run, NULL },
    { METHOD_POST, "/api/v1/scoring/verify", LANE_SAVE, 0, AKSI_SCORING_LIHAT, 0, NULL, verify, NULL },
    { METHOD_GET, "/api/v1/jobs", LANE_READ, 0, AKSI_SCORING_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/jobs/{id}", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/jobs/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", batal, NULL },
    { METHOD_GET, "/api/v1/jobs/{id}/peristiwa", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, peristiwa, NULL },
    { .path = NULL },
};

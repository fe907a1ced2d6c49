/* Consolidation by the tim pengelola kinerja: the table of a unit and period, its marks and questions. */
#include "domain/pemeriksaan.h"

#include "domain/unit.h"
#include "http/api.h"
#include "http/reads.h"

static enum status load_unit(struct request *rq, struct unit *u, struct periode *p)
{
    struct subject s = { .unit_id = 0 };
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = unit_load(rq->db, id, rq->who.hari, rq->a, u, &rq->err)) != ST_OK)
        return st;
    s.unit_id = id;
    if ((st = right_check(rq->db, &rq->who, AKSI_KONSOLIDASI_LIHAT, &s, &rq->err)) != ST_OK)
        return st;
    return api_periode(rq, "periode", p);
}

static enum status tabel(struct request *rq)
{
    struct evaluasi_saring f = { .lingkup = SKP_SEMUA };
    struct evaluasi *rows;
    struct api_page page;
    struct periode p;
    struct unit u;
    size_t n;
    bool more;
    struct jw w;
    enum status st = api_page(rq, &page);

    if (st != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = load_unit(rq, &u, &p)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.unit_id = u.id;
    f.batas = page.batas;
    if ((st = evaluasi_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &more, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "ringkas");
    if ((st = rekap_ringkas_json(rq->db, u.id, p.id, rq->who.hari, &w, &rq->err)) != ST_OK)
        return st;
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        st = reads_note(rq, DIBACA_EVALUASI, rows[i].id, AKSI_EVALUASI_LIHAT, &rows[i].subject);
        if (st == ST_OK)
            st = rekap_baris_json(rq->db, &rq->who, &rows[i], &w, &rq->err);
    }
    api_list_close_int(&w, more ? rows[n - 1].id : 0);
    return st;
}

static enum status csv(struct request *rq)
{
    struct periode p;
    struct unit u;
    enum status st = load_unit(rq, &u, &p);

    if (st != ST_OK)
        return st;
    (void)reply_json(rq, 200);
    rq->reply.type = "text/csv; charset=utf-8";
    rq->reply.download = arena_printf(rq->a, "predikat-%s-%s.csv", u.kode, p.kode);
    return rekap_csv(rq->db, &rq->who, u.id, &p, &rq->reply.body, &rq->err);
}

/* Marks and questions
 * ---------------------------------------------------------------------------------------- */

static enum status daftar(struct request *rq)
{
    struct pemeriksaan_saring f = { .lingkup = SKP_SEMUA };
    struct api_page page;
    struct periode p;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK || (st = api_periode_query(rq, "periode", &p)) != ST_OK ||
        (st = api_query_word(rq, "status", pemeriksaan_kode, &f.status)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.batas = page.batas;
    w = api_list_open(rq);
    st = pemeriksaan_list(rq->db, &rq->who, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

static enum status baca(struct request *rq)
{
    struct pemeriksaan m;
    struct evaluasi v;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = pemeriksaan_load(rq->db, &rq->who, id, rq->a, &v, &m, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = m.versi;
    return pemeriksaan_json(rq->db, &rq->who, &v, &m, &w, &rq->err);
}

static enum status aksi(struct request *rq)
{
    struct pemeriksaan_langkah *in = arena_new_of(rq->a, struct pemeriksaan_langkah);
    enum status st = request_id(rq, "id", &in->evaluasi_id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, pemeriksaan_langkah, in, NULL);
}

const struct route routes_konsolidasi[] = {
    { METHOD_GET, "/api/v1/unit/{id}/konsolidasi/{periode}", LANE_REPORT, 0, AKSI_KONSOLIDASI_LIHAT, 0, NULL,
      tabel, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/konsolidasi/{periode}/csv", LANE_REPORT, 0, AKSI_KONSOLIDASI_LIHAT, 0,
      NULL, csv, NULL },
    { METHOD_GET, "/api/v1/pemeriksaan", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}/pemeriksaan", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, baca,
      NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/pemeriksaan/aksi", LANE_SAVE, 0, AKSI_EVALUASI_LIHAT, 0, "Aksi",
      aksi, NULL },
    { .path = NULL },
};

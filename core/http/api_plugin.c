/* /api/v1/plugin and /api/v1/indikator: what is installed, where it holds, and which indicators it offers. */
#include <string.h>

#include "domain/unit.h"
#include "http/api.h"
#include "scoring/pasang.h"
#include "scoring/saran.h"

static enum status daftar(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    enum status st;

    jw_open(&w, '{');
    jw_key(&w, "data");
    st = pasang_list(rq->db, &w, &rq->err);
    jw_close(&w);
    return st;
}

static enum status aktivasi(struct request *rq, struct jw *w, int64_t release_id)
{
    struct rows r;
    enum status st;

    jw_key(w, "aktivasi");
    jw_open(w, '[');
    st = db_rows(rq->db, &r, &rq->err,
                 "SELECT u.id, u.kode, u.nama, a.mulai, a.selesai, s.isi FROM aktivasi a"
                 " JOIN unit u ON u.id = a.unit_id JOIN setelan s ON s.hash = a.setelan_hash"
                 " WHERE a.release_id = $1 ORDER BY a.mulai, u.kode, a.id",
                 "i", release_id);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_key(w, "unit");
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_ktext(w, "kode", row_text(&r, 1));
        jw_ktext(w, "nama", row_text(&r, 2));
        jw_close(w);
        jw_ktext(w, "mulai", row_text(&r, 3));
        jw_ktext(w, "selesai", row_text(&r, 4));
        api_kraw(w, "setelan", row_text(&r, 5));
        jw_close(w);
    }
    st = rows_end(&r, st, &rq->err);
    jw_close(w);
    return st;
}

static enum status baca(struct request *rq)
{
    struct rows r;
    struct jw w;
    int64_t id;
    bool found = false;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    st = db_rows(rq->db, &r, &rq->err,
                 "SELECT plugin, label, sha256, api, manifest, daftar, skema, status, alasan, dipasang, versi"
                 " FROM release WHERE id = $1",
                 "i", id);
    if (st == ST_OK && rows_next(&r)) {
        found = true;
        jw_kint(&w, "id", id);
        jw_ktext(&w, "plugin", row_text(&r, 0));
        jw_ktext(&w, "versi", row_text(&r, 1));
        jw_ktext(&w, "sha256", row_text(&r, 2));
        jw_kint(&w, "api", row_int(&r, 3));
        api_kraw(&w, "manifest", row_text(&r, 4));
        api_kraw(&w, "daftar", row_text(&r, 5));
        jw_ktext(&w, "skema", row_text(&r, 6));
        jw_ktext(&w, "status", row_text(&r, 7));
        jw_ktext(&w, "alasan", row_text(&r, 8));
        jw_ktext(&w, "dipasang", row_text(&r, 9));
        jw_kint(&w, "versi_baris", row_int(&r, 10));
        rq->reply.etag = row_int(&r, 10);
    }
    st = rows_end(&r, st, &rq->err);
    if (st == ST_OK && !found)
        return err_set(&rq->err, E_PLUGIN_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = aktivasi(rq, &w, id);
    api_no_aksi(&w);
    jw_close(&w);
    return st;
}

static enum status indikator(struct request *rq)
{
    struct periode p;
    struct unit u;
    struct jw w;
    int64_t unit_id;
    enum status st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &unit_id);

    if (st != ST_OK)
        return st;
    if (!unit_id)
        return api_fault(rq, "unit", "Wajib diisi.");
    if (!request_query(rq, "periode"))
        return api_fault(rq, "periode", "Wajib diisi.");
    if ((st = unit_load(rq->db, unit_id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK ||
        (st = api_periode_query(rq, "periode", &p)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    st = indikator_tersedia(rq->db, u.id, p.id, &w, &rq->err);
    jw_close(&w);
    return st;
}

const struct route routes_plugin[] = {
    { METHOD_GET, "/api/v1/plugin", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/plugin/{id}", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, baca, NULL },
    { METHOD_GET, "/api/v1/indikator", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, indikator, NULL },
    { .path = NULL },
};

/* /api/v1/plugin and /api/v1/indikator: what is installed, where it holds, and which indicators it offers. */
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

static enum status baca(struct request *rq)
{
    struct jw w;
    int64_t id, versi = 0;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    st = pasang_json(rq->db, &rq->who, id, &w, &versi, &rq->err);
    jw_close(&w);
    rq->reply.etag = versi;
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

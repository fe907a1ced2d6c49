/* Pending work: one's own list, and the figures of a unit. */
#include "domain/pekerjaan.h"
#include "domain/unit.h"
#include "http/api.h"

static enum status saya(struct request *rq)
{
    struct pekerjaan *rows;
    struct jw w;
    size_t n;
    enum status st = pekerjaan_saya(rq->db, &rq->who, rq->a, &rows, &n, &rq->err);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n; i++)
        pekerjaan_json(&rows[i], &w);
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

static enum status unit(struct request *rq)
{
    struct subject s = { .unit_id = 0 };
    struct unit u;
    struct jw w;
    enum status st = request_id(rq, "id", &s.unit_id);

    if (st != ST_OK || (st = unit_load(rq->db, s.unit_id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_UNIT_ANGKA, &s, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return pekerjaan_unit_json(rq->db, u.id, rq->who.hari, &w, &rq->err);
}

const struct route routes_pekerjaan[] = {
    { METHOD_GET, "/api/v1/saya/pekerjaan", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, saya, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/pekerjaan", LANE_REPORT, 0, AKSI_UNIT_ANGKA, 0, NULL, unit, NULL },
    { .path = NULL },
};

/* /api/v1/skp/{id}/rencana-aksi/{periode}: what is to be done in a period. */
#include "domain/rencana_aksi.h"
#include "http/api.h"

enum { ROWS_BYTES = 512 * 1024 };

static enum status target(struct request *rq, struct rencana_aksi *out)
{
    struct periode p;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK)
        return st;
    return rencana_aksi_load(rq->db, &rq->who, id, p.id, rq->a, out, &rq->err);
}

static enum status baca(struct request *rq)
{
    struct rencana_aksi r;
    struct jw w;
    enum status st = target(rq, &r);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = r.versi;
    rencana_aksi_json(&rq->who, &r, &w);
    return ST_OK;
}

static enum status admit(struct request *rq)
{
    struct rencana_aksi r;
    enum status st = target(rq, &r);

    return st == ST_OK ? right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err) : st;
}

static enum status simpan(struct request *rq)
{
    struct rencana_aksi_simpan *in = arena_new_of(rq->a, struct rencana_aksi_simpan);
    struct rencana_aksi r;
    enum status st = target(rq, &r);

    if (st != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err)) != ST_OK ||
        (st = rencana_aksi_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->skp_id = r.skp_id;
    in->periode_id = r.periode.id;
    return request_command(rq, rencana_aksi_simpan, in, NULL);
}

const struct route routes_rencana[] = {
    { METHOD_GET, "/api/v1/skp/{id}/rencana-aksi/{periode}", LANE_READ, 0, AKSI_REALISASI_LIHAT, 0, NULL,
      baca, NULL },
    { METHOD_PUT, "/api/v1/skp/{id}/rencana-aksi/{periode}", LANE_SAVE, 0, ROUTE_ANYONE, ROWS_BYTES,
      "RencanaAksiIsi", simpan, admit },
    { .path = NULL },
};

/* /api/v1/unit/{id}/jabatan: posts of a unit, and the line along which evaluators are found. */
#include "domain/jabatan_perintah.h"

#include "domain/unit.h"
#include "http/api.h"

static enum status daftar(struct request *rq)
{
    struct jabatan *rows;
    struct unit u;
    int64_t id;
    size_t n;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = unit_load(rq->db, id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK ||
        (st = jabatan_list(rq->db, id, rq->a, &rows, &n, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n; i++)
        if ((st = jabatan_json(rq->db, &rows[i], rq->who.hari, &w, &rq->err)) != ST_OK)
            return st;
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

static enum status buat(struct request *rq)
{
    struct jabatan_buat *in = arena_new_of(rq->a, struct jabatan_buat);
    struct unit u;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = unit_load(rq->db, id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK ||
        (st = jabatan_buat_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->unit_id = id;
    return request_command(rq, jabatan_buat, in, NULL);
}

static enum status baca(struct request *rq)
{
    struct jabatan j;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = jabatan_load(rq->db, id, rq->a, &j, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = j.versi;
    return jabatan_json(rq->db, &j, rq->who.hari, &w, &rq->err);
}

static enum status atasan(struct request *rq)
{
    struct jabatan_ubah_atasan *in = arena_new_of(rq->a, struct jabatan_ubah_atasan);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->atasan_id = api_int(rq->json, "atasan_id");
    in->mulai = api_text(rq->json, "mulai");
    return request_command(rq, jabatan_ubah_atasan, in, NULL);
}

const struct route routes_jabatan[] = {
    { METHOD_GET, "/api/v1/unit/{id}/jabatan", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/jabatan", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "JabatanBaru", buat, NULL },
    { METHOD_GET, "/api/v1/jabatan/{id}", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, baca, NULL },
    { METHOD_PUT, "/api/v1/jabatan/{id}/atasan", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "JabatanAtasan", atasan,
      NULL },
    { .path = NULL },
};

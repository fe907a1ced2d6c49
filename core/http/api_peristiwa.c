/* /api/v1/peristiwa: personnel events of a person; requests for feedback that follow from them. */
#include "domain/peristiwa.h"

#include "domain/pegawai.h"
#include "http/api.h"

/* The person, as the asker may see him. */
static enum status person(struct request *rq, int64_t *id)
{
    struct subject s;
    enum status st = request_id(rq, "id", id);

    if (st != ST_OK || (st = pegawai_subject(rq->db, *id, rq->who.hari, &s, &rq->err)) != ST_OK)
        return st;
    st = right_check(rq->db, &rq->who, AKSI_PEGAWAI_LIHAT, &s, &rq->err);
    return st == ST_NOT_FOUND ? err_set(&rq->err, E_PEGAWAI_TIDAK_ADA, NULL) : st;
}

static enum status jenis(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    enum status st;

    jw_open(&w, '{');
    jw_key(&w, "data");
    st = peristiwa_jenis_json(rq->db, &w, &rq->err);
    jw_close(&w);
    return st;
}

static enum status daftar(struct request *rq)
{
    int64_t id;
    struct jw w;
    enum status st = person(rq, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return peristiwa_daftar(rq->db, &rq->who, id, &w, &rq->err);
}

static enum status catat(struct request *rq)
{
    struct peristiwa_catat *in = arena_new_of(rq->a, struct peristiwa_catat);
    int64_t id;
    enum status st = person(rq, &id);

    if (st != ST_OK || (st = peristiwa_catat_baca(rq->json, false, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->pegawai_id = id;
    return request_command(rq, peristiwa_catat, in, NULL);
}

static enum status pegawai_baru(struct request *rq)
{
    struct peristiwa_catat *in = arena_new_of(rq->a, struct peristiwa_catat);
    enum status st = peristiwa_catat_baca(rq->json, true, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, peristiwa_catat, in, NULL) : st;
}

static enum status baca(struct request *rq)
{
    struct peristiwa p;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = peristiwa_load(rq->db, &rq->who, id, rq->a, &p, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    return peristiwa_json(rq->db, &rq->who, &p, &w, &rq->err);
}

static enum status batal(struct request *rq)
{
    struct peristiwa_batal *in = arena_new_of(rq->a, struct peristiwa_batal);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, peristiwa_batal, in, NULL);
}

static enum status koreksi(struct request *rq)
{
    struct peristiwa_koreksi *in = arena_new_of(rq->a, struct peristiwa_koreksi);
    const json_t *baru = json_object_get(rq->json, "menjadi");
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK || (st = peristiwa_catat_baca(baru, false, rq->a, &in->baru, &rq->err)) != ST_OK)
        return st;
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, peristiwa_koreksi, in, NULL);
}

/* Requests for feedback -----------------------------------------------------------------------------------
 */

static enum status permintaan_saya(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    return permintaan_umpan_json(rq->db, rq->who.pegawai_id, false, &w, &rq->err);
}

static enum status permintaan_tentang(struct request *rq)
{
    int64_t id;
    struct jw w;
    enum status st = person(rq, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return permintaan_umpan_json(rq->db, id, true, &w, &rq->err);
}

static enum status permintaan_tutup(struct request *rq)
{
    struct permintaan_selesai *in = arena_new_of(rq->a, struct permintaan_selesai);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, permintaan_selesai, in, NULL) : st;
}

const struct route routes_peristiwa[] = {
    { METHOD_GET, "/api/v1/peristiwa/jenis", LANE_READ, 0, AKSI_PERIODE_LIHAT, 0, NULL, jenis, NULL },
    { METHOD_POST, "/api/v1/pegawai", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, "PegawaiBaru", pegawai_baru, NULL },
    { METHOD_GET, "/api/v1/pegawai/{id}/peristiwa", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/pegawai/{id}/peristiwa", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, "PeristiwaBaru",
      catat, NULL },
    { METHOD_GET, "/api/v1/peristiwa/{id}", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/peristiwa/{id}/batal", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, "PeristiwaBatal",
      batal, NULL },
    { METHOD_POST, "/api/v1/peristiwa/{id}/koreksi", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, "PeristiwaKoreksi",
      koreksi, NULL },
    { METHOD_GET, "/api/v1/saya/permintaan-umpan-balik", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL,
      permintaan_saya, NULL },
    { METHOD_GET, "/api/v1/pegawai/{id}/permintaan-umpan-balik", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL,
      permintaan_tentang, NULL },
    { METHOD_POST, "/api/v1/permintaan-umpan-balik/{id}/selesai", LANE_SAVE, 0, AKSI_SKP_SETUJUI, 0, NULL,
      permintaan_tutup, NULL },
    { .path = NULL },
};

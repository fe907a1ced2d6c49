/* /api/v1/evaluasi/{id}/segmen: the segments of a year; what units chose about it; reorganisation. */
#include "domain/segmen.h"

#include "domain/aturan_penilaian.h"
#include "domain/pegawai.h"
#include "domain/reorganisasi.h"
#include "domain/unit.h"
#include "http/api.h"
#include "http/reads.h"

static enum status segmen(struct request *rq)
{
    struct evaluasi v;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = evaluasi_load(rq->db, &rq->who, id, rq->a, &v, &rq->err)) != ST_OK ||
        (st = reads_note(rq, DIBACA_EVALUASI, v.id, AKSI_EVALUASI_LIHAT, &v.subject)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return segmen_json(rq->db, &rq->who, &v, &w, &rq->err);
}

/* A predikat is nobody's business who may not see evaluations of the person. */
static enum status luar_daftar(struct request *rq)
{
    struct subject s;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = pegawai_subject(rq->db, id, rq->who.hari, &s, &rq->err)) != ST_OK)
        return st;
    if ((st = right_check(rq->db, &rq->who, AKSI_EVALUASI_LIHAT, &s, &rq->err)) != ST_OK)
        return st == ST_NOT_FOUND ? err_set(&rq->err, E_PEGAWAI_TIDAK_ADA, NULL) : st;
    w = reply_json(rq, 200);
    return segmen_luar_json(rq->db, id, &w, &rq->err);
}

static enum status luar_catat(struct request *rq)
{
    struct segmen_luar_catat *in = arena_new_of(rq->a, struct segmen_luar_catat);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = segmen_luar_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->pegawai_id = id;
    return request_command(rq, segmen_luar_catat, in, NULL);
}

static enum status luar_hapus(struct request *rq)
{
    struct segmen_luar_hapus *in = arena_new_of(rq->a, struct segmen_luar_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, segmen_luar_hapus, in, NULL) : st;
}

static enum status unit_id(struct request *rq, int64_t *id)
{
    struct unit u;
    enum status st = request_id(rq, "id", id);

    return st == ST_OK ? unit_load(rq->db, *id, rq->who.hari, rq->a, &u, &rq->err) : st;
}

static enum status aturan(struct request *rq)
{
    int64_t id;
    struct jw w;
    enum status st = unit_id(rq, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return aturan_penilaian_json(rq->db, id, rq->who.hari, &w, &rq->err);
}

static enum status aturan_baru(struct request *rq)
{
    struct aturan_penilaian_tetapkan *in = arena_new_of(rq->a, struct aturan_penilaian_tetapkan);
    int64_t id;
    enum status st = unit_id(rq, &id);

    if (st != ST_OK || (st = aturan_penilaian_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->unit_id = id;
    return request_command(rq, aturan_penilaian_tetapkan, in, NULL);
}

static enum status reorg(struct request *rq)
{
    struct reorganisasi *in = arena_new_of(rq->a, struct reorganisasi);
    enum status st = reorganisasi_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, reorganisasi, in, NULL) : st;
}

const struct route routes_segmen[] = {
    { METHOD_GET, "/api/v1/evaluasi/{id}/segmen", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, segmen, NULL },
    { METHOD_GET, "/api/v1/pegawai/{id}/segmen-luar", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, luar_daftar,
      NULL },
    { METHOD_POST, "/api/v1/pegawai/{id}/segmen-luar", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, "SegmenLuarBaru",
      luar_catat, NULL },
    { METHOD_DELETE, "/api/v1/segmen-luar/{id}", LANE_SAVE, 0, AKSI_PEGAWAI_UBAH, 0, NULL, luar_hapus, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/aturan-penilaian", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, aturan,
      NULL },
    { METHOD_POST, "/api/v1/unit/{id}/aturan-penilaian", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0,
      "AturanPenilaianBaru", aturan_baru, NULL },
    { METHOD_POST, "/api/v1/reorganisasi", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "Reorganisasi", reorg, NULL },
    { .path = NULL },
};

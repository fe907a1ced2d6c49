/* Evidence: uploads below a realisation, downloads and removal by id. */
#include "domain/realisasi.h"
#include "http/api.h"
#include "http/berkas.h"
#include "http/reads.h"

static enum status unggah(struct request *rq)
{
    struct bukti_tambah *in = arena_new_of(rq->a, struct bukti_tambah);
    struct periode p;
    enum status st;

    if ((st = request_id(rq, "id", &in->skp_id)) != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = request_query_int(rq, "indikator", 1, INT64_MAX, 0, &in->indikator_id)) != ST_OK)
        return st;
    in->periode_id = p.id;
    if ((st = berkas_simpan(rq, &in->berkas)) != ST_OK)
        return st;
    return request_command(rq, bukti_tambah, in, NULL);
}

/* Before a byte of the file is taken. */
static enum status admit(struct request *rq)
{
    struct realisasi r;
    struct periode p;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK)
        return st;
    return right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err);
}

static enum status unduh(struct request *rq)
{
    struct bukti b;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = bukti_load(rq->db, &rq->who, id, rq->a, &b, &rq->err)) != ST_OK ||
        (st = reads_note(rq, DIBACA_BUKTI, b.id, AKSI_BUKTI_LIHAT, &b.subject)) != ST_OK)
        return st;
    return berkas_kirim(rq, b.sha256, b.tipe, b.nama);
}

static enum status hapus(struct request *rq)
{
    struct bukti_hapus *in = arena_new_of(rq->a, struct bukti_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, bukti_hapus, in, NULL) : st;
}

enum { EVIDENCE_BYTES = 20 * 1024 * 1024 }; /* bukti_batas(): the largest row of its table */

const struct route routes_bukti[] = {
    { METHOD_POST, "/api/v1/skp/{id}/realisasi/{periode}/bukti", LANE_SAVE, ROUTE_UPLOAD, ROUTE_ANYONE,
      EVIDENCE_BYTES, NULL, unggah, admit },
    { METHOD_GET, "/api/v1/bukti/{id}", LANE_READ, 0, AKSI_BUKTI_LIHAT, 0, NULL, unduh, NULL },
    { METHOD_DELETE, "/api/v1/bukti/{id}", LANE_SAVE, 0, ROUTE_ANYONE, 0, NULL, hapus, NULL },
    { .path = NULL },
};

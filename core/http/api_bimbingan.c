/* Sessions of guidance and counselling; forms B.1.8 and B.1.9. */
#include "domain/bimbingan.h"

#include <stdlib.h>

#include "http/api.h"
#include "http/reads.h"

static enum status plan_list(struct request *rq,
                             enum status (*fn)(struct db *db, const struct who *who, int64_t skp_id,
                                               struct jw *w, struct err *e))
{
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    st = fn(rq->db, &rq->who, id, &w, &rq->err);
    jw_close(&w);
    jw_close(&w);
    return st;
}

static enum status daftar(struct request *rq)
{
    return plan_list(rq, bimbingan_list);
}

static enum status buat(struct request *rq)
{
    struct bimbingan_buat *in = arena_new_of(rq->a, struct bimbingan_buat);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = bimbingan_buat_baca(rq->json, rq->a, in, &rq->err);
    in->skp_id = id;
    return st == ST_OK ? request_command(rq, bimbingan_buat, in, NULL) : st;
}

/* Loads it and notes the read. */
static enum status load(struct request *rq, struct bimbingan *out)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = bimbingan_load(rq->db, &rq->who, id, rq->a, out, &rq->err);
    return st == ST_OK ? reads_note(rq, DIBACA_BIMBINGAN, id, bimbingan_aksi(out), &out->subject) : st;
}

static enum status baca(struct request *rq)
{
    struct bimbingan b;
    struct jw w;
    enum status st = load(rq, &b);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = b.versi;
    return bimbingan_json(rq->db, &rq->who, &b, &w, &rq->err);
}

static enum status aksi(struct request *rq)
{
    struct bimbingan_langkah *in = arena_new_of(rq->a, struct bimbingan_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, bimbingan_langkah, in, NULL);
}

static enum status jawaban(struct request *rq)
{
    struct bimbingan b;
    struct jw w;
    enum status st = load(rq, &b);

    if (st != ST_OK)
        return st;
    if (b.konseling)
        return err_set(&rq->err, E_BIMBINGAN_TIDAK_ADA, NULL);
    w = reply_json(rq, 200);
    rq->reply.etag = b.versi;
    return bimbingan_jawaban_json(rq->db, &rq->who, &b, &w, &rq->err);
}

static enum status jawab(struct request *rq)
{
    struct bimbingan_jawab *in = arena_new_of(rq->a, struct bimbingan_jawab);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = bimbingan_jawab_baca(rq->json, rq->a, in, &rq->err);
    in->id = id;
    return st == ST_OK ? request_command(rq, bimbingan_jawab, in, NULL) : st;
}

static enum status angka(struct request *rq)
{
    int64_t id, tahun;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    st = right_check(rq->db, &rq->who, AKSI_UNIT_ANGKA, &(struct subject){ .unit_id = id }, &rq->err);
    if (st != ST_OK ||
        (st = request_query_int(rq, "tahun", 1900, 2200, strtol(rq->who.hari, NULL, 10), &tahun)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return bimbingan_angka(rq->db, id, (int)tahun, rq->who.hari, &w, &rq->err);
}

/* Form B.1.9 ----------------------------------------------------------------------------------------------
 */

static enum status kompetensi(struct request *rq)
{
    return plan_list(rq, kompetensi_list);
}

static enum status kompetensi_buat(struct request *rq)
{
    struct kompetensi_isi *in = arena_new_of(rq->a, struct kompetensi_isi);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = kompetensi_baca(rq->json, rq->a, in, &rq->err);
    in->skp_id = id;
    return st == ST_OK ? request_command(rq, kompetensi_isi, in, NULL) : st;
}

const struct route routes_bimbingan[] = {
    { METHOD_GET, "/api/v1/skp/{id}/bimbingan", LANE_READ, 0, AKSI_BIMBINGAN_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/skp/{id}/bimbingan", LANE_SAVE, 0, AKSI_BIMBINGAN_CATAT, 0, "BimbinganBaru", buat,
      NULL },
    { METHOD_GET, "/api/v1/bimbingan/{id}", LANE_READ, 0, AKSI_BIMBINGAN_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/bimbingan/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_GET, "/api/v1/bimbingan/{id}/jawaban", LANE_READ, 0, AKSI_BIMBINGAN_LIHAT, 0, NULL, jawaban,
      NULL },
    { METHOD_PUT, "/api/v1/bimbingan/{id}/jawaban", LANE_SAVE, 0, AKSI_BIMBINGAN_LIHAT, 0, "JawabanBimbingan",
      jawab, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/bimbingan", LANE_READ, 0, AKSI_UNIT_ANGKA, 0, NULL, angka, NULL },
    { METHOD_GET, "/api/v1/skp/{id}/kompetensi", LANE_READ, 0, AKSI_BIMBINGAN_LIHAT, 0, NULL, kompetensi,
      NULL },
    { METHOD_POST, "/api/v1/skp/{id}/kompetensi", LANE_SAVE, 0, AKSI_BIMBINGAN_CATAT, 0, "KompetensiBaru",
      kompetensi_buat, NULL },
    { .path = NULL },
};

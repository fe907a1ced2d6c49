/* Feedback on results and behaviour, and requests for it. */
#include "domain/umpan_balik.h"

#include "domain/umpan_minta.h"
#include "http/api.h"
#include "http/reads.h"

static enum status page_of(struct request *rq, struct umpan_saring *f)
{
    struct api_page page;
    enum status st = api_page(rq, &page);

    if (st == ST_OK)
        st = api_page_int(rq, &page, 0, &f->sesudah);
    f->batas = page.batas;
    return st;
}

/* A list of the domain between the brackets of a page. */
typedef enum status list_fn(struct db *db, const struct who *who, struct umpan_saring *f, struct jw *w,
                            struct err *e);

static enum status list(struct request *rq, list_fn *fn, struct umpan_saring *f)
{
    struct jw w;
    enum status st = page_of(rq, f);

    if (st != ST_OK)
        return st;
    w = api_list_open(rq);
    if ((st = fn(rq->db, &rq->who, f, &w, &rq->err)) == ST_OK)
        api_list_close_int(&w, f->out_lagi ? f->out_akhir : 0);
    return st;
}

/* Feedback ------------------------------------------------------------------------------------------------
 */

static enum status daftar(struct request *rq)
{
    struct umpan_saring f = { .skp_id = 0 };
    struct umpan_rencana plan;
    enum status st = request_id(rq, "id", &f.skp_id);

    if (st != ST_OK || (st = list(rq, umpan_balik_list, &f)) != ST_OK ||
        (st = umpan_rencana(rq->db, f.skp_id, &plan, &rq->err)) != ST_OK)
        return st;
    return reads_note(rq, DIBACA_UMPAN_BALIK, f.skp_id, AKSI_UMPAN_LIHAT, &plan.subject);
}

static enum status beri(struct request *rq)
{
    struct umpan_beri *in = arena_new_of(rq->a, struct umpan_beri);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = umpan_beri_baca(rq->json, rq->a, in, &rq->err);
    in->skp_id = id;
    return st == ST_OK ? request_command(rq, umpan_beri, in, NULL) : st;
}

static enum status milik(struct request *rq)
{
    struct umpan_saring f = { .skp_id = 0 };

    return list(rq, umpan_balik_list, &f);
}

static enum status penerima(struct request *rq)
{
    struct umpan_saring f = { .skp_id = 0 };

    return list(rq, umpan_penerima_list, &f);
}

static enum status bahan(struct request *rq)
{
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return umpan_bahan_json(rq->db, &rq->who, id, &w, &rq->err);
}

static enum status baca(struct request *rq)
{
    struct umpan_balik u;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = umpan_balik_load(rq->db, &rq->who, id, rq->a, &u, &rq->err)) != ST_OK)
        return st;
    if (rq->who.pegawai_id != u.oleh_id &&
        (st = reads_note(rq, DIBACA_UMPAN_BALIK, u.skp_id, AKSI_UMPAN_LIHAT, &u.subject)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = u.versi;
    return umpan_balik_json(rq->db, &rq->who, &u, &w, &rq->err);
}

static enum status step(struct request *rq, perintah_fn *fn)
{
    struct umpan_langkah *in = arena_new_of(rq->a, struct umpan_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, fn, in, NULL);
}

static enum status aksi(struct request *rq)
{
    return step(rq, umpan_langkah);
}

/* Requests ------------------------------------------------------------------------------------------------
 */

static enum status minta(struct request *rq)
{
    struct umpan_minta *in = arena_new_of(rq->a, struct umpan_minta);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = umpan_minta_baca(rq->json, rq->a, in, &rq->err);
    in->skp_id = id;
    return st == ST_OK ? request_command(rq, umpan_minta, in, NULL) : st;
}

static enum status incoming(struct db *db, const struct who *who, struct umpan_saring *f, struct jw *w,
                            struct err *e)
{
    return umpan_minta_list(db, who, true, f, w, e);
}

static enum status outgoing(struct db *db, const struct who *who, struct umpan_saring *f, struct jw *w,
                            struct err *e)
{
    return umpan_minta_list(db, who, false, f, w, e);
}

static enum status permintaan(struct request *rq)
{
    static const char *const words[] = { "masuk", "keluar", NULL };
    struct umpan_saring f = { .skp_id = 0 };
    const char *arah;
    enum status st = api_query_word(rq, "arah", words, &arah);

    return st == ST_OK ? list(rq, arah && arah[0] == 'k' ? outgoing : incoming, &f) : st;
}

static enum status permintaan_baca(struct request *rq)
{
    struct umpan_permintaan m;
    int64_t id;
    struct jw w;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = umpan_minta_load(rq->db, &rq->who, id, rq->a, &m, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = m.versi;
    return umpan_minta_json(rq->db, &rq->who, &m, &w, &rq->err);
}

static enum status permintaan_aksi(struct request *rq)
{
    return step(rq, umpan_minta_langkah);
}

const struct route routes_umpan_balik[] = {
    { METHOD_GET, "/api/v1/skp/{id}/umpan-balik", LANE_READ, 0, AKSI_UMPAN_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/skp/{id}/umpan-balik", LANE_SAVE, 0, AKSI_UMPAN_BERI, 0, "UmpanBalikBaru", beri,
      NULL },
    { METHOD_GET, "/api/v1/skp/{id}/bahan-umpan-balik", LANE_READ, 0, AKSI_UMPAN_BERI, 0, NULL, bahan, NULL },
    { METHOD_POST, "/api/v1/skp/{id}/minta-umpan-balik", LANE_SAVE, 0, AKSI_UMPAN_BERI, 0,
      "PermintaanUmpanBalikBaru", minta, NULL },
    { METHOD_GET, "/api/v1/saya/umpan-balik", LANE_READ, 0, AKSI_UMPAN_BERI, 0, NULL, milik, NULL },
    { METHOD_GET, "/api/v1/saya/penerima-umpan-balik", LANE_READ, 0, AKSI_UMPAN_BERI, 0, NULL, penerima,
      NULL },
    { METHOD_GET, "/api/v1/saya/minta-umpan-balik", LANE_READ, 0, AKSI_UMPAN_BERI, 0, NULL, permintaan,
      NULL },
    { METHOD_GET, "/api/v1/umpan-balik/{id}", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/umpan-balik/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_GET, "/api/v1/minta-umpan-balik/{id}", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, permintaan_baca,
      NULL },
    { METHOD_POST, "/api/v1/minta-umpan-balik/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi",
      permintaan_aksi, NULL },
    { .path = NULL },
};

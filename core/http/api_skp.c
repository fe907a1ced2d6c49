/* /api/v1/skp: plans, their drafts, versions and flow. */
#include "domain/penugasan.h"
#include "http/api.h"
#include "http/reads.h"

static const char *const status_words[] = { "draf",    "diajukan", "dikembalikan", "disetujui", "berjalan",
                                            "selesai", "revisi",   "digantikan",   "batal",     NULL };

static enum status daftar(struct request *rq)
{
    struct skp_saring f = { .lingkup = SKP_SEMUA };
    struct skp_baris *rows;
    struct api_page page;
    int64_t tahun;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK ||
        (st = request_query_int(rq, "tahun", 2000, 2200, 0, &tahun)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.tahun = (int)tahun;
    f.batas = page.batas;
    if ((st = skp_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        skp_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status reply_skp(struct request *rq, int64_t n)
{
    struct skp s;
    struct subject sub;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, n, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    skp_subject(&s, &sub);
    if ((st = reads_note(rq, DIBACA_SKP, s.id, AKSI_SKP_LIHAT, &sub)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = s.versi;
    return skp_json(rq->db, &rq->who, &s, &w, &rq->err);
}

static enum status baca(struct request *rq)
{
    return reply_skp(rq, 0);
}

static enum status versi_baca(struct request *rq)
{
    int64_t n;
    enum status st = request_id(rq, "n", &n);

    return st == ST_OK ? reply_skp(rq, n) : st;
}

/* My own plan; without more words in the post that I hold on its first day. */
static enum status complete(struct request *rq)
{
    const char *mulai = api_text(rq->json, "mulai");
    int32_t day;
    struct penugasan t;
    enum status st;

    if (!rq->who.pegawai_id)
        return err_set(&rq->err, E_TIDAK_BERHAK, "Akun ini bukan milik seorang pegawai.");
    json_object_set_new(rq->json, "pegawai_id", json_integer(rq->who.pegawai_id));
    if (api_int(rq->json, "penugasan_id") || !date_parse(mulai, &day))
        return ST_OK; /* a date that is none is the reader's to refuse */
    if ((st = penugasan_of(rq->db, rq->who.pegawai_id, mulai, &t, &rq->err)) == ST_OK)
        json_object_set_new(rq->json, "penugasan_id", json_integer(t.id));
    return st;
}

static enum status buat(struct request *rq)
{
    struct skp_buat *in = arena_new_of(rq->a, struct skp_buat);
    enum status st = complete(rq);

    if (st != ST_OK || (st = skp_buat_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, skp_buat, in, NULL);
}

static enum status simpan(struct request *rq)
{
    struct skp_simpan *in = arena_new_of(rq->a, struct skp_simpan);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK || (st = skp_isi_baca(rq->json, rq->a, &in->isi, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, skp_simpan, in, NULL);
}

static enum status ekspektasi(struct request *rq)
{
    struct skp_ekspektasi *in = arena_new_of(rq->a, struct skp_ekspektasi);
    enum status st = request_id(rq, "id", &in->id);
    int64_t id = in->id;

    if (st != ST_OK || (st = skp_ekspektasi_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->id = id;
    return request_command(rq, skp_ekspektasi, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct skp_langkah *in = arena_new_of(rq->a, struct skp_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    in->selesai = api_text(rq->json, "selesai");
    return request_command(rq, skp_langkah, in, NULL);
}

/* A revision is an event of the flow that makes something new: 201 and its address. */
static void versi_dibuat(struct request *rq, struct perintah *p)
{
    const struct skp_revisi *in = p->input;

    rq->reply.status = 201;
    rq->reply.location = arena_printf(rq->a, "/api/v1/skp/%lld", (long long)in->id);
}

static enum status versi_buat(struct request *rq)
{
    struct skp_revisi *in = arena_new_of(rq->a, struct skp_revisi);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->alasan = api_text(rq->json, "alasan");
    in->kode = api_text(rq->json, "kode");
    return request_command(rq, skp_revisi, in, versi_dibuat);
}

/* RHK of the evaluator on which this plan may hang its own. */
static enum status pilihan_rhk(struct request *rq)
{
    struct rhk_pilihan *p;
    struct skp s;
    struct jw w;
    int64_t id;
    size_t n;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, 0, rq->a, &s, &rq->err)) != ST_OK ||
        (st = rhk_pilihan(rq->db, s.penilai_id, s.mulai, s.selesai, rq->a, &p, &n, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n; i++) {
        jw_open(&w, '{');
        jw_kint(&w, "id", p[i].id);
        jw_ktext(&w, "teks", p[i].teks);
        jw_ktext(&w, "nama", p[i].nama);
        jw_ktext(&w, "status", p[i].status);
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

/* Links that should be looked at again, with what is there for them now. */
static enum status tautan(struct request *rq)
{
    struct skp s;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, 0, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = s.versi;
    return skp_tautan_json(rq->db, &s, rq->a, &w, &rq->err);
}

static enum status tautkan(struct request *rq)
{
    struct skp_tautkan *in = arena_new_of(rq->a, struct skp_tautkan);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->rhk_id = api_int(rq->json, "rhk_id");
    in->induk_rhk_id = api_int(rq->json, "induk_rhk_id");
    return request_command(rq, skp_tautkan, in, NULL);
}

enum { DRAFT_BYTES = 512 * 1024 };

/* Only who may draft at all may send more than a small body. */
static enum status admit_draft(struct request *rq)
{
    struct skp s;
    struct subject sub;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, 0, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    skp_subject(&s, &sub);
    return right_check(rq->db, &rq->who, AKSI_SKP_SUSUN, &sub, &rq->err);
}

const struct route routes_skp[] = {
    { METHOD_GET, "/api/v1/skp", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/skp", LANE_SAVE, 0, ROUTE_ANYONE, 0, "SkpBaru", buat, NULL },
    { METHOD_GET, "/api/v1/skp/{id}", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, baca, NULL },
    { METHOD_PUT, "/api/v1/skp/{id}", LANE_SAVE, 0, ROUTE_ANYONE, DRAFT_BYTES, "SkpIsi", simpan,
      admit_draft },
    { METHOD_POST, "/api/v1/skp/{id}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "AksiSkp", aksi, NULL },
    { METHOD_PUT, "/api/v1/skp/{id}/ekspektasi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "SkpEkspektasi", ekspektasi,
      NULL },
    { METHOD_POST, "/api/v1/skp/{id}/versi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "SkpRevisi", versi_buat, NULL },
    { METHOD_GET, "/api/v1/skp/{id}/versi/{n}", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, versi_baca, NULL },
    { METHOD_GET, "/api/v1/skp/{id}/pilihan-rhk", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, pilihan_rhk, NULL },
    { METHOD_GET, "/api/v1/skp/{id}/tautan", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, tautan, NULL },
    { METHOD_POST, "/api/v1/skp/{id}/tautan", LANE_SAVE, 0, ROUTE_ANYONE, 0, "SkpTautkan", tautkan, NULL },
    { .path = NULL },
};

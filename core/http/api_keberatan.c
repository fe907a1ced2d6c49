/* /api/v1/keberatan: an objection from its reasons to the decision of the evaluator's superior;
 * /api/v1/aturan: the dated limits that it goes by. */
#include "domain/keberatan.h"

#include "domain/aturan.h"
#include "http/api.h"
#include "http/reads.h"
#include "scoring/saran.h"

static const char *const status_words[] = { "diajukan", "pemeriksaan",    "ditolak", "diubah",
                                            "dicabut",  "tidak_diterima", NULL };

static enum status daftar(struct request *rq)
{
    struct keberatan_saring f = { .lingkup = SKP_SEMUA };
    struct keberatan *rows;
    struct api_page page;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.batas = page.batas;
    if ((st = keberatan_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        keberatan_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status load(struct request *rq, struct keberatan *out)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    return st == ST_OK ? keberatan_load(rq->db, &rq->who, id, rq->a, out, &rq->err) : st;
}

static enum status baca(struct request *rq)
{
    struct keberatan k;
    struct jw w;
    enum status st = load(rq, &k);

    /* It shows the ratings that it is about. */
    if (st == ST_OK)
        st = reads_note(rq, DIBACA_EVALUASI, k.evaluasi_id, AKSI_KEBERATAN_LIHAT, &k.subject);
    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = k.versi;
    return keberatan_json(rq->db, &rq->who, &k, &w, &rq->err);
}

static enum status ajukan(struct request *rq)
{
    struct keberatan_ajukan *in = arena_new_of(rq->a, struct keberatan_ajukan);
    enum status st = request_id(rq, "id", &in->evaluasi_id);

    if (st != ST_OK)
        return st;
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, keberatan_ajukan, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct keberatan_langkah *in = arena_new_of(rq->a, struct keberatan_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, keberatan_langkah, in, NULL);
}

/* New ratings: the scheme's matrix says which predikat they make, as when the evaluator rated. */
static enum status putusan(struct request *rq)
{
    struct keberatan_putus *in = arena_new_of(rq->a, struct keberatan_putus);
    struct predikat_hasil pr;
    struct keberatan k;
    enum status st = load(rq, &k);

    if (st != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_KEBERATAN_PUTUS, &k.subject, &rq->err)) != ST_OK ||
        (st = keberatan_putus_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->id = k.id;
    request_unpin(rq);
    st = predikat_hitung(rq->db, rq->plugins, k.evaluasi_id, in->nilai.rating_hasil,
                         in->nilai.rating_perilaku, false, rq->a, &pr, &rq->err);
    if (st != ST_OK)
        return st;
    if (pr.tertunda)
        return err_set(&rq->err, E_PLUGIN_BATAS_WAKTU, NULL);
    if (pr.hasil.galat)
        return err_set(&rq->err, E_PLUGIN_GAGAL, "Predikat tidak dapat dihitung: %s", pr.hasil.pesan);
    in->nilai.predikat = arena_strdup(rq->a, pr.predikat);
    in->nilai.hasil = arena_array(rq->a, struct hasil_baru, 1);
    in->nilai.hasil[0] = pr.hasil;
    in->nilai.nhasil = 1;
    in->nilai.predikat_hasil = 0;
    return request_command(rq, keberatan_putus, in, NULL);
}

/* Rules ---------------------------------------------------------------------------------------------------
 */

static enum status aturan(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    enum status st;

    jw_open(&w, '{');
    jw_key(&w, "data");
    st = aturan_json(rq->db, &w, &rq->err);
    jw_close(&w);
    return st;
}

static enum status aturan_baru(struct request *rq)
{
    struct aturan_tetapkan *in = arena_new_of(rq->a, struct aturan_tetapkan);
    enum status st = api_institution(rq, AKSI_PERIODE_UBAH);

    if (st != ST_OK || (st = aturan_tetapkan_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, aturan_tetapkan, in, NULL);
}

const struct route routes_keberatan[] = {
    { METHOD_GET, "/api/v1/keberatan", LANE_READ, 0, AKSI_KEBERATAN_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/keberatan/{id}", LANE_READ, 0, AKSI_KEBERATAN_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/keberatan", LANE_SUBMIT, 0, AKSI_EVALUASI_LIHAT, 0, "KeberatanBaru",
      ajukan, NULL },
    { METHOD_POST, "/api/v1/keberatan/{id}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_POST, "/api/v1/keberatan/{id}/putusan", LANE_SUBMIT, ROUTE_PLUGIN, AKSI_KEBERATAN_PUTUS, 0,
      "Putusan", putusan, NULL },
    { METHOD_GET, "/api/v1/aturan", LANE_READ, 0, AKSI_PERIODE_LIHAT, 0, NULL, aturan, NULL },
    { METHOD_POST, "/api/v1/aturan", LANE_SAVE, 0, AKSI_PERIODE_UBAH, 0, "AturanBaru", aturan_baru, NULL },
    { .path = NULL },
};

/* /api/v1/evaluasi: the evaluator's two ratings beside the plugin's suggestion, and the way to the predikat.
 */
#include "domain/evaluasi.h"

#include <string.h>

#include "http/api.h"
#include "http/nilai.h"
#include "http/reads.h"
#include "scoring/pola.h"
#include "scoring/replay.h"
#include "scoring/saran.h"

static const char *const status_words[] = { "belum",   "dinilai", "ditetapkan",    "keberatan",
                                            "diputus", "final",   "tidak_dinilai", NULL };

static enum status daftar(struct request *rq)
{
    struct evaluasi_saring f = { .lingkup = SKP_SEMUA };
    struct evaluasi *rows;
    struct api_page page;
    struct periode p;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK || (st = api_periode_query(rq, "periode", &p)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK ||
        (st = request_query_int(rq, "skp", 1, INT64_MAX, 0, &f.skp_id)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.batas = page.batas;
    if ((st = evaluasi_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    /* A row shows ratings and predikat: whoever turns the pages reads them. */
    for (size_t i = 0; i < n; i++)
        if ((st = reads_note(rq, DIBACA_EVALUASI, rows[i].id, AKSI_EVALUASI_LIHAT, &rows[i].subject)) !=
            ST_OK)
            return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        evaluasi_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status load(struct request *rq, struct evaluasi *out)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = evaluasi_load(rq->db, &rq->who, id, rq->a, out, &rq->err);
    return st == ST_OK ? reads_note(rq, DIBACA_EVALUASI, out->id, AKSI_EVALUASI_LIHAT, &out->subject) : st;
}

static enum status baca(struct request *rq)
{
    struct evaluasi v;
    struct jw w;
    enum status st = load(rq, &v);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = v.versi;
    return evaluasi_json(rq->db, &rq->who, &v, &w, &rq->err);
}

/* Only who rates may ask plugins about it: the suggestion is the evaluator's. */
static enum status load_to_rate(struct request *rq, struct evaluasi *out)
{
    enum status st = load(rq, out);

    return st == ST_OK ? right_check(rq->db, &rq->who, AKSI_EVALUASI_NILAI, &out->subject, &rq->err) : st;
}

/* Suggestion -------------------------------------------------------------------------------------------- */

static void json_hasil(struct jw *w, const struct saran *s)
{
    const struct hasil_baru *h = s->skema;

    jw_ktext(w, "kode", h->kode);
    jw_ktext(w, "plugin", s->plugin);
    jw_ktext(w, "release", s->sha256);
    jw_ktext(w, "setelan", h->setelan_hash);
    jw_ktext(w, "masukan", h->masukan_hash);
    jw_kraw(w, "nilai", h->nilai);
    jw_key(w, "galat");
    if (h->galat) {
        jw_open(w, '{');
        jw_ktext(w, "code", h->galat);
        jw_ktext(w, "pesan", h->pesan);
        jw_close(w);
    } else {
        jw_null(w);
    }
}

static enum status saran(struct request *rq)
{
    struct evaluasi v;
    struct saran s;
    struct jw w;
    enum status st = load_to_rate(rq, &v);

    if (st != ST_OK)
        return st;
    request_unpin(rq);
    if ((st = saran_hitung(rq->db, rq->plugins, v.id, true, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    if (s.tertunda)
        return err_set(&rq->err, E_PLUGIN_BATAS_WAKTU, NULL);
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kint(&w, "evaluasi_id", v.id);
    api_ktext_or_null(&w, "rating_hasil", s.rating_hasil);
    api_ktext_or_null(&w, "rating_perilaku", s.rating_perilaku);
    json_hasil(&w, &s);
    jw_kraw(&w, "jejak", s.jejak ? s.jejak : "[]");
    jw_key(&w, "aksi");
    jw_open(&w, '[');
    jw_open(&w, '{');
    jw_ktext(&w, "aksi", "nilai");
    jw_kbool(&w, "boleh", true);
    jw_close(&w);
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

/* Rating --------------------------------------------------------------------------------------------------
 */

/* The suggestion as the evaluator saw it and the matrix's word on his ratings become rows of one command,
 * which refuses (409) if anything that they were computed from has moved meanwhile. */
enum status nilai_siapkan(struct request *rq, const struct evaluasi *v, struct evaluasi_nilai *in)
{
    struct kepala_hasil *head = arena_new_of(rq->a, struct kepala_hasil);
    struct predikat_hasil pr;
    struct saran s;
    enum status st;

    in->id = v->id;
    request_unpin(rq);
    if ((st = kepala_hitung(rq->db, rq->plugins, v, rq->a, head, &rq->err)) != ST_OK)
        return st;
    if (head->perlu)
        in->kepala = &head->hasil;
    if ((st = saran_hitung(rq->db, rq->plugins, v->id, false, rq->a, &s, &rq->err)) != ST_OK ||
        (st = predikat_hitung(rq->db, rq->plugins, v->id, in->rating_hasil, in->rating_perilaku, false, rq->a,
                              &pr, &rq->err)) != ST_OK)
        return st;
    if (pr.tertunda)
        return err_set(&rq->err, E_PLUGIN_BATAS_WAKTU, NULL);
    if (pr.hasil.galat)
        return err_set(&rq->err, E_PLUGIN_GAGAL, "Predikat tidak dapat dihitung: %s", pr.hasil.pesan);
    in->predikat = arena_strdup(rq->a, pr.predikat);
    in->hasil = arena_array(rq->a, struct hasil_baru, s.nhasil + 1);
    for (size_t i = 0; i < s.nhasil; i++)
        in->hasil[in->nhasil++] = s.hasil[i];
    /* A suggestion that timed out is no reason to keep the evaluator waiting: he rates without it. */
    in->saran = s.indeks;
    in->predikat_hasil = (int)in->nhasil;
    in->hasil[in->nhasil++] = pr.hasil;
    memcpy(in->masukan_hash, s.keadaan, sizeof(in->masukan_hash));
    in->masukan = saran_masukan_hash;
    return ST_OK;
}

static enum status nilai(struct request *rq)
{
    struct evaluasi_nilai *in = arena_new_of(rq->a, struct evaluasi_nilai);
    struct evaluasi v;
    enum status st = load_to_rate(rq, &v);

    if (st != ST_OK || (st = evaluasi_nilai_baca(rq->json, rq->a, in, &rq->err)) != ST_OK ||
        (st = nilai_siapkan(rq, &v, in)) != ST_OK)
        return st;
    return request_command(rq, evaluasi_nilai, in, NULL);
}

/* Trace ---------------------------------------------------------------------------------------------------
 */

/* The stored results called again by their own release, settings and input, with every step; `aksi` goes in
 * front of the closing bracket of what the replay writes. */
static enum status jejak(struct request *rq)
{
    struct evaluasi v;
    struct replay r;
    struct buf *body;
    struct jw w;
    enum status st = load(rq, &v);

    if (st != ST_OK)
        return st;
    if (v.tertutup)
        return err_set(&rq->err, E_TIDAK_BERHAK, "Jejak terlihat sesudah evaluasi ini ditetapkan.");
    request_unpin(rq);
    if ((st = replay_load(rq->db, rq->plugins, v.id, rq->a, &r, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    replay_json(&r, &w);
    body = &rq->reply.body;
    body->p[--body->len] = '\0';
    buf_str(body, ",\"aksi\":[]}");
    return ST_OK;
}

static enum status aksi(struct request *rq)
{
    struct evaluasi_langkah *in = arena_new_of(rq->a, struct evaluasi_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, evaluasi_langkah, in, NULL);
}

/* Who may see it and why: the person's own question. */
static enum status terlihat(struct request *rq)
{
    struct evaluasi v;
    struct jw w;
    enum status st = load(rq, &v);

    if (st == ST_OK && (!rq->who.pegawai_id || rq->who.pegawai_id != v.pegawai_id))
        st = err_set(&rq->err, E_TIDAK_BERHAK, NULL);
    if (st != ST_OK)
        return st;
    w = api_list_open(rq);
    st = terlihat_json(rq->db, &v, rq->who.hari, &w, &rq->err);
    api_list_close(&w, NULL);
    return st;
}

const struct route routes_evaluasi[] = {
    { METHOD_GET, "/api/v1/evaluasi", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/saran", LANE_READ, ROUTE_PLUGIN, AKSI_EVALUASI_NILAI, 0, NULL,
      saran, NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/nilai", LANE_SAVE, ROUTE_PLUGIN, AKSI_EVALUASI_NILAI, 0, "Nilai",
      nilai, NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}/terlihat", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, terlihat,
      NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}/jejak", LANE_READ, ROUTE_PLUGIN, AKSI_EVALUASI_LIHAT, 0, NULL, jejak,
      NULL },
    { .path = NULL },
};

/* /api/v1/kuasa: who may draft for whom, and what the holder reads through it. */
#include "domain/kuasa.h"

#include "domain/evaluasi.h"
#include "domain/naskah.h"
#include "http/api.h"
#include "http/api_naskah.h"
#include "http/reads.h"

static enum status daftar(struct request *rq)
{
    static const char *const words[] = { "pemberi", "penerima", NULL };
    static const char *const bools[] = { "true", "false", NULL };
    struct kuasa_saring f = { .sebagai = NULL };
    struct kuasa *rows;
    struct api_page page;
    const char *now;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_query_word(rq, "sebagai", words, &f.sebagai)) != ST_OK ||
        (st = api_query_word(rq, "berlaku", bools, &now)) != ST_OK)
        return st;
    f.berlaku = now && now[0] == 't';
    f.batas = page.batas;
    if ((st = kuasa_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        kuasa_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status baca(struct request *rq)
{
    struct kuasa k;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = kuasa_load(rq->db, &rq->who, id, rq->a, &k, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = k.versi;
    return kuasa_json(rq->db, &rq->who, &k, &w, &rq->err);
}

static enum status beri(struct request *rq)
{
    struct kuasa_beri *in = arena_new_of(rq->a, struct kuasa_beri);
    enum status st = kuasa_beri_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, kuasa_beri, in, NULL) : st;
}

static enum status aksi(struct request *rq)
{
    struct kuasa_langkah *in = arena_new_of(rq->a, struct kuasa_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, kuasa_langkah, in, NULL);
}

/* What the holder reads -----------------------------------------------------------------------------------
 */

static enum status kind(struct request *rq, const struct naskah_jenis **j)
{
    *j = naskah_jenis(request_query(rq, "jenis"));
    return *j ? ST_OK : api_fault(rq, "jenis", "Wajib diisi dengan jenis naskah yang dikenal.");
}

/* The authorisation as its holder, and the person. */
static enum status hold(struct request *rq, const struct naskah_jenis *j, struct who *orang)
{
    struct kuasa k;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = kuasa_pegang(rq->db, &rq->who, id, j->kuasa, rq->a, &k, &rq->err)) != ST_OK)
        return st;
    return naskah_orang(rq->db, k.pegawai_id, orang, &rq->err);
}

/* The person sees who read: a drafter's reading too. */
static void note(struct request *rq, const struct naskah_jenis *j, const struct naskah_sasaran *s,
                 const struct naskah_keadaan *now)
{
    if (j->objek == OBJEK_SKP)
        reads_note_kuasa(rq, DIBACA_SKP, s->skp_id, now->pegawai_id);
    else if (j->objek == OBJEK_REALISASI)
        reads_note_kuasa(rq, DIBACA_REALISASI, now->id, now->pegawai_id);
    else if (j->objek == OBJEK_EVALUASI)
        reads_note_kuasa(rq, DIBACA_EVALUASI, s->evaluasi_id, now->pegawai_id);
}

static enum status objek(struct request *rq)
{
    const struct naskah_jenis *j;
    struct naskah_sasaran s = { 0 };
    struct naskah_keadaan now;
    struct buf b = BUF_NONE;
    struct who orang;
    struct jw w;
    enum status st = kind(rq, &j);

    if (st != ST_OK || (st = api_naskah_sasaran_query(rq, j, &s)) != ST_OK ||
        (st = hold(rq, j, &orang)) != ST_OK)
        return st;
    st = naskah_objek(rq->db, &orang, j, &s, rq->a, &now, &b, &rq->err);
    if (st == ST_OK)
        st = naskah_bukan_sendiri(rq->db, j, &s, now.pegawai_id, rq->who.pegawai_id, rq->who.hari, &rq->err);
    if (st == ST_OK) {
        note(rq, j, &s, &now);
        w = reply_json(rq, 200);
        jw_open(&w, '{');
        jw_ktext(&w, "jenis", j->kode);
        jw_kint(&w, "versi", now.versi);
        jw_kraw(&w, "isi", b.p);
        api_no_aksi(&w);
        jw_close(&w);
    }
    buf_free(&b);
    return st;
}

static void put_target(struct jw *w, int64_t skp_id, int64_t evaluasi_id, const char *nama,
                       const char *periode, const char *mulai, const char *selesai, const char *status)
{
    jw_open(w, '{');
    jw_kint(w, "skp_id", skp_id);
    jw_kid(w, "evaluasi_id", evaluasi_id);
    jw_ktext(w, "nama", nama);
    jw_ktext(w, "periode", periode);
    jw_ktext(w, "mulai", mulai);
    jw_ktext(w, "selesai", selesai);
    jw_ktext(w, "status", status);
    jw_close(w);
}

static enum status list_evaluations(struct request *rq, const struct who *orang, const struct api_page *page,
                                    int64_t after)
{
    struct evaluasi_saring f = { .lingkup = SKP_TIM, .sesudah = after, .batas = page->batas };
    struct evaluasi *rows;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st = evaluasi_list(rq->db, orang, &f, rq->a, &rows, &n, &lagi, &rq->err);

    if (st != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        if (rows[i].pegawai_id != rq->who.pegawai_id)
            put_target(&w, rows[i].skp_id, rows[i].id, rows[i].nama, rows[i].periode.kode, rows[i].skp_mulai,
                       rows[i].skp_selesai, evaluasi_machine.states[rows[i].status]);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status list_plans(struct request *rq, const struct who *orang, const struct naskah_jenis *j,
                              const struct api_page *page, int64_t after)
{
    struct skp_saring f = { .lingkup = j->penilai ? SKP_TIM : SKP_DIRI,
                            .sesudah = after,
                            .batas = page->batas };
    struct skp_baris *rows;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st = skp_list(rq->db, orang, &f, rq->a, &rows, &n, &lagi, &rq->err);

    if (st != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        if (!j->penilai || rows[i].pegawai_id != rq->who.pegawai_id)
            put_target(&w, rows[i].id, 0, rows[i].nama, NULL, rows[i].mulai, rows[i].selesai, rows[i].status);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

/* Names and states, no ratings: which plans and evaluations the kind can be about. */
static enum status sasaran(struct request *rq)
{
    const struct naskah_jenis *j;
    struct api_page page;
    struct who orang;
    struct jw w;
    int64_t after;
    enum status st = kind(rq, &j);

    if (st != ST_OK || (st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, 0, &after)) != ST_OK || (st = hold(rq, j, &orang)) != ST_OK)
        return st;
    if (j->objek == OBJEK_EVALUASI)
        return list_evaluations(rq, &orang, &page, after);
    if (j->objek == OBJEK_SKP || j->objek == OBJEK_REALISASI)
        return list_plans(rq, &orang, j, &page, after);
    w = api_list_open(rq); /* a new plan, or a unit of the public list */
    api_list_close_int(&w, 0);
    return ST_OK;
}

const struct route routes_kuasa[] = {
    { METHOD_GET, "/api/v1/kuasa", LANE_READ, 0, AKSI_KUASA_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/kuasa", LANE_SAVE, ROUTE_PERSON, AKSI_KUASA_BERI, 0, "KuasaBaru", beri, NULL },
    { METHOD_GET, "/api/v1/kuasa/{id}", LANE_READ, 0, AKSI_KUASA_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/kuasa/{id}/aksi", LANE_SAVE, ROUTE_PERSON, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_GET, "/api/v1/kuasa/{id}/objek", LANE_READ, 0, AKSI_KUASA_LIHAT, 0, NULL, objek, NULL },
    { METHOD_GET, "/api/v1/kuasa/{id}/sasaran", LANE_READ, 0, AKSI_KUASA_LIHAT, 0, NULL, sasaran, NULL },
    { .path = NULL },
};

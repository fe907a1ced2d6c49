/* /api/v1/kalibrasi: sessions in which evaluators look at their ratings together; /api/v1/usul-kalibrasi:
 * what is proposed there for one person, and what the evaluator makes of it. */
#include "domain/kalibrasi.h"

#include "http/api.h"
#include "http/nilai.h"
#include "http/reads.h"

static const char *const status_words[] = { "dijadwalkan", "dibuka", "ditutup", "batal", NULL };

static enum status daftar(struct request *rq)
{
    struct kalibrasi_saring f = { .batas = 0 };
    struct api_page page;
    struct periode p;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_periode_query(rq, "periode", &p)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.batas = page.batas;
    w = api_list_open(rq);
    st = kalibrasi_list(rq->db, &rq->who, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

static enum status baca(struct request *rq)
{
    struct kalibrasi k;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = kalibrasi_load(rq->db, &rq->who, id, rq->a, &k, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = k.versi;
    return kalibrasi_json(rq->db, &rq->who, &k, &w, &rq->err);
}

static enum status buat(struct request *rq)
{
    struct kalibrasi_buat *in = arena_new_of(rq->a, struct kalibrasi_buat);
    const char *tempat = api_text(rq->json, "tempat"), *agenda = api_text(rq->json, "agenda");
    struct periode p;
    enum status st = periode_find(rq->db, api_text(rq->json, "periode"), &p, &rq->err);

    if (st != ST_OK)
        return st;
    in->unit_id = api_int(rq->json, "unit_id");
    in->periode_id = p.id;
    in->tanggal = api_text(rq->json, "tanggal");
    in->tempat = tempat ? tempat : "";
    in->agenda = agenda ? agenda : "";
    return request_command(rq, kalibrasi_buat, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct kalibrasi_langkah *in = arena_new_of(rq->a, struct kalibrasi_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, kalibrasi_langkah, in, NULL);
}

/* Proposals
 * -------------------------------------------------------------------------------------------------- */

static enum status usulkan(struct request *rq)
{
    struct usul_buat *in = arena_new_of(rq->a, struct usul_buat);
    enum status st = request_id(rq, "id", &in->kalibrasi_id);

    if (st != ST_OK || (st = usul_buat_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, usul_buat, in, NULL);
}

static enum status load_proposal(struct request *rq, struct usul_kalibrasi *u)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = usul_load(rq->db, &rq->who, id, rq->a, u, &rq->err);
    /* It shows ratings. */
    return st == ST_OK ? reads_note(rq, DIBACA_EVALUASI, u->evaluasi_id, AKSI_EVALUASI_LIHAT, &u->subject)
                       : st;
}

static enum status usul_baca(struct request *rq)
{
    struct usul_kalibrasi u;
    struct jw w;
    enum status st = load_proposal(rq, &u);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = u.versi;
    return usul_json(rq->db, &rq->who, &u, &w, &rq->err);
}

static enum status usul_aksi(struct request *rq)
{
    struct usul_langkah *in = arena_new_of(rq->a, struct usul_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, usul_langkah, in, NULL);
}

/* The evaluator takes the proposed ratings as his own: computed like any rating of his. */
static enum status terima(struct request *rq)
{
    struct usul_terima *in = arena_new_of(rq->a, struct usul_terima);
    struct usul_kalibrasi u;
    struct evaluasi v;
    enum status st = load_proposal(rq, &u);

    if (st != ST_OK || (st = evaluasi_load(rq->db, &rq->who, u.evaluasi_id, rq->a, &v, &rq->err)) != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_EVALUASI_NILAI, &v.subject, &rq->err)) != ST_OK)
        return st;
    in->id = u.id;
    in->tanggapan = api_text(rq->json, "tanggapan");
    in->nilai = (struct evaluasi_nilai){ .rating_hasil = u.menjadi[0],
                                         .rating_perilaku = u.menjadi[1],
                                         .alasan = u.alasan,
                                         .catatan = "",
                                         .saran = -1,
                                         .predikat_hasil = -1 };
    if ((st = nilai_siapkan(rq, &v, &in->nilai)) != ST_OK)
        return st;
    return request_command(rq, usul_terima, in, NULL);
}

/* One's own rating: what calibration changed in it, and why. */
static enum status riwayat(struct request *rq)
{
    struct evaluasi v;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = evaluasi_load(rq->db, &rq->who, id, rq->a, &v, &rq->err)) != ST_OK ||
        (st = reads_note(rq, DIBACA_EVALUASI, v.id, AKSI_EVALUASI_LIHAT, &v.subject)) != ST_OK)
        return st;
    w = api_list_open(rq);
    st = kalibrasi_riwayat_json(rq->db, &rq->who, &v, &w, &rq->err);
    api_list_close(&w, NULL);
    return st;
}

const struct route routes_kalibrasi[] = {
    { METHOD_GET, "/api/v1/kalibrasi", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/kalibrasi", LANE_SAVE, 0, AKSI_KALIBRASI_KELOLA, 0, "KalibrasiBaru", buat, NULL },
    { METHOD_GET, "/api/v1/kalibrasi/{id}", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/kalibrasi/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_POST, "/api/v1/kalibrasi/{id}/usul", LANE_SAVE, 0, AKSI_EVALUASI_LIHAT, 0, "UsulKalibrasiBaru",
      usulkan, NULL },
    { METHOD_GET, "/api/v1/usul-kalibrasi/{id}", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, usul_baca,
      NULL },
    { METHOD_POST, "/api/v1/usul-kalibrasi/{id}/aksi", LANE_SAVE, 0, AKSI_EVALUASI_LIHAT, 0, "Aksi",
      usul_aksi, NULL },
    { METHOD_POST, "/api/v1/usul-kalibrasi/{id}/terima", LANE_SAVE, ROUTE_PLUGIN, AKSI_EVALUASI_NILAI, 0,
      "UsulTerima", terima, NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}/kalibrasi", LANE_READ, 0, AKSI_EVALUASI_LIHAT, 0, NULL, riwayat,
      NULL },
    { .path = NULL },
};

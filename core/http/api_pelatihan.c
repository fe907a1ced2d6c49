/* /api/v1/pelatihan: training records from enrolment or certificate to verification. Lessons, quiz and
 * grading: api_kuis.c; catalogue, recommendations and JP of a year: api_katalog.c. */
#include "domain/pelatihan.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/api.h"
#include "http/berkas.h"

static const char *const status_words[] = { "diundang",     "terdaftar", "berjalan",   "tidak_lulus", "lulus",
                                            "diverifikasi", "ditolak",   "dibatalkan", NULL };
static const char *const cara_words[] = { "modul", "acara", "luar", NULL };

static enum status daftar(struct request *rq)
{
    struct pelatihan_saring f = { .lingkup = SKP_SEMUA };
    struct pelatihan *rows;
    struct api_page page;
    int64_t tahun;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sebelum)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK ||
        (st = request_query_int(rq, "acara", 1, INT64_MAX, 0, &f.acara_id)) != ST_OK ||
        (st = request_query_int(rq, "tahun", 2000, 2200, 0, &tahun)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK ||
        (st = api_query_word(rq, "cara", cara_words, &f.cara)) != ST_OK)
        return st;
    f.tahun = (int)tahun;
    f.batas = page.batas;
    if ((st = pelatihan_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        pelatihan_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status load(struct request *rq, struct pelatihan *out)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    return st == ST_OK ? pelatihan_load(rq->db, &rq->who, id, rq->a, out, &rq->err) : st;
}

static enum status baca(struct request *rq)
{
    struct pelatihan p;
    struct jw w;
    enum status st = load(rq, &p);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    return pelatihan_json(rq->db, &rq->who, &p, &w, &rq->err);
}

static enum status ikut(struct request *rq)
{
    struct pelatihan_daftar *in = arena_new_of(rq->a, struct pelatihan_daftar);

    in->plugin = api_text(rq->json, "plugin");
    in->kode = api_text(rq->json, "kode");
    return request_command(rq, pelatihan_daftar, in, NULL);
}

static enum status luar(struct request *rq)
{
    struct pelatihan_luar *in = arena_new_of(rq->a, struct pelatihan_luar);
    enum status st = pelatihan_luar_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, pelatihan_luar, in, NULL) : st;
}

static enum status aksi(struct request *rq)
{
    struct pelatihan_langkah *in = arena_new_of(rq->a, struct pelatihan_langkah);
    const json_t *jp = json_object_get(rq->json, "jp");
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    if (json_is_integer(jp)) {
        int64_t *v = arena_new_of(rq->a, int64_t);

        *v = json_integer_value(jp);
        in->jp = v;
    }
    return request_command(rq, pelatihan_langkah, in, NULL);
}

/* The certificate's file -----------------------------------------------------------------------------------
 */

static enum status unggah(struct request *rq)
{
    struct pelatihan_bukti *in = arena_new_of(rq->a, struct pelatihan_bukti);
    enum status st = request_id(rq, "id", &in->id);

    if (st == ST_OK)
        st = berkas_simpan(rq, &in->berkas);
    return st == ST_OK ? request_command(rq, pelatihan_bukti, in, NULL) : st;
}

/* Before a byte of the file is taken. */
static enum status admit(struct request *rq)
{
    struct pelatihan p;
    enum status st = load(rq, &p);

    return st == ST_OK ? right_check(rq->db, &rq->who, AKSI_PELATIHAN_IKUTI, &p.subject, &rq->err) : st;
}

static enum status unduh(struct request *rq)
{
    struct pelatihan p;
    enum status st = load(rq, &p);

    if (st != ST_OK)
        return st;
    if (!p.bukti.sha256[0])
        return err_set(&rq->err, E_BUKTI_TIDAK_ADA, NULL);
    return berkas_kirim(rq, p.bukti.sha256, p.bukti.tipe, p.bukti.nama);
}

enum { EVIDENCE_BYTES = 20 * 1024 * 1024 }; /* bukti_batas(): the largest row of its table */

const struct route routes_pelatihan[] = {
    { METHOD_GET, "/api/v1/pelatihan", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/pelatihan", LANE_SAVE, 0, AKSI_PELATIHAN_IKUTI, 0, "PelatihanDaftar", ikut,
      NULL },
    { METHOD_POST, "/api/v1/pelatihan/luar", LANE_SAVE, 0, AKSI_PELATIHAN_IKUTI, 0, "PelatihanLuar", luar,
      NULL },
    { METHOD_GET, "/api/v1/pelatihan/{id}", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/pelatihan/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "AksiPelatihan", aksi,
      NULL },
    { METHOD_POST, "/api/v1/pelatihan/{id}/bukti", LANE_SAVE, ROUTE_UPLOAD, AKSI_PELATIHAN_IKUTI,
      EVIDENCE_BYTES, NULL, unggah, admit },
    { METHOD_GET, "/api/v1/pelatihan/{id}/bukti", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, unduh, NULL },
    { .path = NULL },
};

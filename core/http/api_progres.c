/* /api/v1/progres: what people did, day by day. */
#include "domain/progres.h"

#include <string.h>

#include "base/json.h"
#include "http/api.h"
#include "http/berkas.h"
#include "scoring/harian.h"

static const char *const status_words[] = { "draf", "diajukan", "dikembalikan", "disetujui", NULL };

static enum status day(struct request *rq, const char *name, const char **out)
{
    int32_t d;

    *out = request_query(rq, name);
    return !*out || date_parse(*out, &d) ? ST_OK : api_fault(rq, name, "Tanggal ditulis seperti 2026-11-24.");
}

static enum status daftar(struct request *rq)
{
    struct progres_saring f = { .lingkup = SKP_SEMUA };
    struct progres *rows;
    struct api_page page;
    struct jw w;
    size_t n;
    bool lagi;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK ||
        (st = day(rq, "dari", &f.dari)) != ST_OK || (st = day(rq, "sampai", &f.sampai)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.batas = page.batas;
    if ((st = progres_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        progres_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status baca(struct request *rq)
{
    struct progres p;
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = progres_load(rq->db, &rq->who, id, rq->a, &p, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    return progres_json(rq->db, &rq->who, &p, &w, &rq->err);
}

/* The day's inputs against the indicator's schema. Whose indicator it is, the command asks. */
static enum status check_inputs(struct request *rq, struct progres_isi *x)
{
    char *plugin = NULL, *kode = NULL;
    int64_t unit = 0;
    struct buf b = BUF_NONE;
    json_t *isian;
    struct rows r;
    enum status st;

    if (!x->isian)
        return ST_OK;
    st = db_rows(rq->db, &r, &rq->err,
                 "SELECT i.plugin, i.kode, s.unit_id FROM indikator i JOIN rhk h ON h.id = i.rhk_id"
                 " JOIN skp_versi v ON v.id = h.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                 " WHERE i.id = $1 AND s.pegawai_id = $2",
                 "ii", x->indikator_id, rq->who.pegawai_id);
    if (st == ST_OK && rows_next(&r)) {
        plugin = row_dup(&r, 0, rq->a);
        kode = row_dup(&r, 1, rq->a);
        unit = row_int(&r, 2);
    }
    if ((st = rows_end(&r, st, &rq->err)) != ST_OK || !plugin)
        return st;
    if ((st = json_read(x->isian, strlen(x->isian), &isian, &rq->err)) != ST_OK)
        return st;
    st = harian_periksa(rq->db, unit, x->tanggal, plugin, kode, isian, "/isian", &rq->err);
    json_canonical(isian, &b);
    x->isian = arena_strndup(rq->a, b.p, b.len);
    buf_free(&b);
    json_decref(isian);
    return st;
}

static enum status write_entry(struct request *rq, int64_t id)
{
    struct progres_tulis *in = arena_new_of(rq->a, struct progres_tulis);
    enum status st = progres_isi_baca(rq->json, rq->a, &in->isi, &rq->err);

    in->id = id;
    if (st != ST_OK || (st = check_inputs(rq, &in->isi)) != ST_OK)
        return st;
    return request_command(rq, progres_tulis, in, NULL);
}

static enum status buat(struct request *rq)
{
    return write_entry(rq, 0);
}

static enum status simpan(struct request *rq)
{
    struct progres p;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = progres_load(rq->db, &rq->who, id, rq->a, &p, &rq->err)) != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_PROGRES_ISI, &p.subject, &rq->err)) != ST_OK)
        return st;
    return write_entry(rq, id);
}

static enum status hapus(struct request *rq)
{
    struct progres_hapus *in = arena_new_of(rq->a, struct progres_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, progres_hapus, in, NULL) : st;
}

static enum status aksi(struct request *rq)
{
    struct progres_langkah *in = arena_new_of(rq->a, struct progres_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, progres_langkah, in, NULL);
}

static enum status banyak(struct request *rq)
{
    struct progres_banyak *in = arena_new_of(rq->a, struct progres_banyak);
    enum status st = progres_banyak_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, progres_banyak, in, NULL) : st;
}

static enum status salin(struct request *rq)
{
    struct progres_salin *in = arena_new_of(rq->a, struct progres_salin);
    int32_t d;

    in->dari = api_text(rq->json, "dari");
    in->ke = api_text(rq->json, "ke");
    if (!date_parse(in->dari, &d))
        return api_fault(rq, "/dari", "Harus berupa tanggal, misalnya 2026-01-31.");
    if (!date_parse(in->ke, &d))
        return api_fault(rq, "/ke", "Harus berupa tanggal, misalnya 2026-01-31.");
    return request_command(rq, progres_salin, in, NULL);
}

static enum status papan(struct request *rq)
{
    struct api_page page;
    const char *tanggal;
    int64_t after;
    struct jw w;
    enum status st = day(rq, "tanggal", &tanggal);

    if (st != ST_OK || (st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, 0, &after)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return progres_papan_json(rq->db, &rq->who, tanggal ? tanggal : rq->who.hari, after, page.batas, &w,
                              &rq->err);
}

static enum status favorit_daftar(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    return progres_favorit_json(rq->db, &rq->who, &w, &rq->err);
}

static enum status favorit_simpan(struct request *rq)
{
    struct progres_favorit *in = arena_new_of(rq->a, struct progres_favorit);
    enum status st = progres_favorit_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, progres_favorit_simpan, in, NULL) : st;
}

static enum status favorit_hapus(struct request *rq)
{
    struct progres_favorit_hapus *in = arena_new_of(rq->a, struct progres_favorit_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, progres_favorit_hapus, in, NULL) : st;
}

/* Evidence -------------------------------------------------------------------------------------------- */

static enum status bukti_unggah(struct request *rq)
{
    struct progres_bukti_tambah *in = arena_new_of(rq->a, struct progres_bukti_tambah);
    enum status st = request_id(rq, "id", &in->id);

    if (st == ST_OK)
        st = berkas_simpan(rq, &in->berkas);
    return st == ST_OK ? request_command(rq, progres_bukti_tambah, in, NULL) : st;
}

static enum status bukti_admit(struct request *rq)
{
    struct progres p;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = progres_load(rq->db, &rq->who, id, rq->a, &p, &rq->err);
    return st == ST_OK ? right_check(rq->db, &rq->who, AKSI_PROGRES_ISI, &p.subject, &rq->err) : st;
}

static enum status bukti_unduh(struct request *rq)
{
    int64_t id, bukti_id;
    struct bukti b;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = request_id(rq, "bukti", &bukti_id)) != ST_OK ||
        (st = progres_bukti_load(rq->db, &rq->who, id, bukti_id, rq->a, &b, &rq->err)) != ST_OK)
        return st;
    return berkas_kirim(rq, b.sha256, b.tipe, b.nama);
}

static enum status bukti_hapus(struct request *rq)
{
    struct progres_bukti_hapus *in = arena_new_of(rq->a, struct progres_bukti_hapus);
    enum status st = request_id(rq, "id", &in->id);

    if (st == ST_OK)
        st = request_id(rq, "bukti", &in->bukti_id);
    return st == ST_OK ? request_command(rq, progres_bukti_hapus, in, NULL) : st;
}

enum { EVIDENCE_BYTES = 20 * 1024 * 1024 }; /* bukti_batas(): the largest row of its table */

const struct route routes_progres[] = {
    { METHOD_POST, "/api/v1/progres/{id}/bukti", LANE_SAVE, ROUTE_UPLOAD, AKSI_PROGRES_ISI, EVIDENCE_BYTES,
      NULL, bukti_unggah, bukti_admit },
    { METHOD_GET, "/api/v1/progres/{id}/bukti/{bukti}", LANE_READ, 0, AKSI_BUKTI_LIHAT, 0, NULL, bukti_unduh,
      NULL },
    { METHOD_DELETE, "/api/v1/progres/{id}/bukti/{bukti}", LANE_SAVE, 0, AKSI_PROGRES_ISI, 0, NULL,
      bukti_hapus, NULL },
    { METHOD_GET, "/api/v1/progres", LANE_READ, 0, AKSI_PROGRES_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/progres", LANE_SAVE, 0, ROUTE_ANYONE, 0, "ProgresIsi", buat, NULL },
    { METHOD_POST, "/api/v1/progres/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "ProgresBanyak", banyak, NULL },
    { METHOD_POST, "/api/v1/progres/salin", LANE_SAVE, 0, ROUTE_ANYONE, 0, "ProgresSalin", salin, NULL },
    { METHOD_GET, "/api/v1/progres/papan", LANE_READ, 0, AKSI_PROGRES_SETUJUI, 0, NULL, papan, NULL },
    { METHOD_GET, "/api/v1/progres/favorit", LANE_READ, 0, AKSI_PROGRES_ISI, 0, NULL, favorit_daftar, NULL },
    { METHOD_POST, "/api/v1/progres/favorit", LANE_SAVE, 0, AKSI_PROGRES_ISI, 0, "FavoritBaru",
      favorit_simpan, NULL },
    { METHOD_DELETE, "/api/v1/progres/favorit/{id}", LANE_SAVE, 0, AKSI_PROGRES_ISI, 0, NULL, favorit_hapus,
      NULL },
    { METHOD_GET, "/api/v1/progres/{id}", LANE_READ, 0, AKSI_PROGRES_LIHAT, 0, NULL, baca, NULL },
    { METHOD_PUT, "/api/v1/progres/{id}", LANE_SAVE, 0, ROUTE_ANYONE, 0, "ProgresIsi", simpan, NULL },
    { METHOD_DELETE, "/api/v1/progres/{id}", LANE_SAVE, 0, ROUTE_ANYONE, 0, NULL, hapus, NULL },
    { METHOD_POST, "/api/v1/progres/{id}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { .path = NULL },
};

/* Segments that another agency evaluated: entered from its document. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/perintah_baca.h"
#include "domain/segmen.h"

static const char *const kunci[] = { "mulai",   "selesai",      "instansi",        "jabatan",
                                     "penilai", "rating_hasil", "rating_perilaku", "predikat",
                                     "sumber",  "nomor",        "tanggal" };
#define KOLOM                                                                                                \
    "SELECT mulai, selesai, instansi, jabatan, penilai, rating_hasil, rating_perilaku, predikat, sumber,"    \
    " nomor, tanggal, id, versi FROM segmen_luar"

static void row_json(const struct rows *r, struct jw *w)
{
    jw_open(w, '{');
    for (int i = 0; i < (int)COUNT(kunci); i++)
        jw_ktext(w, kunci[i], row_text(r, i));
    jw_kint(w, "id", row_int(r, 11));
    jw_kint(w, "versi", row_int(r, 12));
    jw_close(w);
}

enum status segmen_luar_json(struct db *db, int64_t pegawai_id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e, KOLOM " WHERE pegawai_id = $1 ORDER BY mulai DESC LIMIT 200", "i", pegawai_id);

    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r))
        row_json(&r, w);
    jw_close(w);
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status segmen_luar_baca(const json_t *body, struct arena *a, struct segmen_luar_catat *out,
                             struct err *e)
{
#define F(field) offsetof(struct segmen_luar_catat, field)
    static const char *const rating[] = { "di_atas", "sesuai", "di_bawah", NULL };
    static const char *const predikat[] = { "sangat_baik", "baik",          "butuh_perbaikan",
                                            "kurang",      "sangat_kurang", NULL };
    static const char *const sumber[] = { "kertas", "siasn", NULL };
    static const struct baca_medan medan[] = {
        { "mulai", BACA_TANGGAL, F(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, F(selesai), true, 0, NULL },
        { "instansi", BACA_TEKS, F(instansi), true, 200, NULL },
        { "jabatan", BACA_TEKS, F(jabatan), false, 200, NULL },
        { "penilai", BACA_TEKS, F(penilai), true, 200, NULL },
        { "rating_hasil", BACA_KODE, F(rating_hasil), false, 0, rating },
        { "rating_perilaku", BACA_KODE, F(rating_perilaku), false, 0, rating },
        { "predikat", BACA_KODE, F(predikat), true, 0, predikat },
        { "sumber", BACA_KODE, F(sumber), true, 0, sumber },
        { "nomor", BACA_TEKS, F(nomor), true, 100, NULL },
        { "tanggal", BACA_TANGGAL, F(tanggal), true, 0, NULL },
    };
#undef F

    *out = (struct segmen_luar_catat){ .jabatan = "" };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
    if (out->instansi && !out->instansi[strspn(out->instansi, " ")])
        err_fault(e, "/instansi", "Wajib diisi.");
    if (out->penilai && !out->penilai[strspn(out->penilai, " ")])
        err_fault(e, "/penilai", "Wajib diisi.");
    if (out->nomor && !out->nomor[strspn(out->nomor, " ")])
        err_fault(e, "/nomor", "Wajib diisi: nomor dokumen.");
    return baca_akhir(e);
}

static enum status may_change(struct perintah *p, struct db *db, int64_t pegawai_id, struct err *e)
{
    struct subject s;
    enum status st = pegawai_subject(db, pegawai_id, p->who.hari, &s, e);

    if (st == ST_OK && (st = right_check(db, &p->who, AKSI_PEGAWAI_UBAH, &s, e)) == ST_NOT_FOUND)
        return err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
    return st;
}

static enum status year_open(struct db *db, const char *mulai, const char *selesai, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM periode WHERE jenis = 'tahunan' AND status = 'ditutup'"
                            " AND mulai <= $2 AND selesai >= $1",
                            "tt", mulai, selesai);

    return st == ST_OK && n ? err_set(e, E_PERISTIWA_PERIODE, "Tahun itu sudah ditutup.") : st;
}

static enum status no_overlap(struct db *db, const struct segmen_luar_catat *in, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e,
        "SELECT (SELECT count(*) FROM segmen_luar WHERE pegawai_id = $1 AND mulai <= $3 AND selesai >= $2) +"
        " (SELECT count(*) FROM skp s WHERE s.pegawai_id = $1 AND s.versi_berlaku IS NOT NULL AND s.mulai <="
        " $3 AND s.selesai >= $2)",
        "itt", in->pegawai_id, in->mulai, in->selesai);

    return st == ST_OK && n ? err_set(e, E_SEGMEN_TUMPANG, NULL) : st;
}

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *what, int64_t pegawai_id,
                         struct err *e)
{
    struct audit_entry entry = {
        .objek = "segmen_luar", .objek_id = id, .peristiwa = what, .peran = "admin"
    };
    char isi[48];

    snprintf(isi, sizeof(isi), "{\"pegawai\":%lld}", (long long)pegawai_id);
    entry.isi = isi;
    return audit_add(db, &p->who, &entry, NULL, e);
}

enum status segmen_luar_catat(struct perintah *p, struct db *db, struct err *e)
{
    struct segmen_luar_catat *in = p->input;
    char now[TIME_TEXT];
    struct rows r;
    struct jw w;
    enum status st = may_change(p, db, in->pegawai_id, e);

    if (st != ST_OK || (st = year_open(db, in->mulai, in->selesai, e)) != ST_OK ||
        (st = no_overlap(db, in, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(
        db, &in->out_id, e,
        "INSERT INTO segmen_luar (pegawai_id, mulai, selesai, instansi, jabatan, penilai, rating_hasil,"
        " rating_perilaku, predikat, sumber, nomor, tanggal, akun_id, waktu) VALUES ($1, $2, $3, $4,"
        " $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
        "itttttttttttIt", in->pegawai_id, in->mulai, in->selesai, in->instansi, in->jabatan, in->penilai,
        in->rating_hasil, in->rating_perilaku, in->predikat, in->sumber, in->nomor, in->tanggal,
        p->who.akun_id ? &p->who.akun_id : NULL, now);
    if (st == ST_OK)
        st = audit(p, db, in->out_id, "catat", in->pegawai_id, e);
    if (st != ST_OK)
        return st;
    p->reply.status = 201;
    jw_start(&w, &p->reply.body);
    st = db_rows(db, &r, e, KOLOM " WHERE id = $1", "i", in->out_id);
    if (st == ST_OK && rows_next(&r))
        row_json(&r, &w);
    return rows_end(&r, st, e);
}

enum status segmen_luar_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct segmen_luar_hapus *in = p->input;
    char mulai[DATE_TEXT] = "", selesai[DATE_TEXT] = "";
    int64_t pegawai_id = 0;
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT pegawai_id, mulai, selesai FROM segmen_luar WHERE id = $1", "i", in->id);

    if (st == ST_OK && rows_next(&r)) {
        pegawai_id = row_int(&r, 0);
        snprintf(mulai, sizeof(mulai), "%s", row_text(&r, 1));
        snprintf(selesai, sizeof(selesai), "%s", row_text(&r, 2));
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !pegawai_id)
        st = err_set(e, E_TIDAK_ADA, NULL);
    if (st == ST_OK && (st = may_change(p, db, pegawai_id, e)) == ST_NOT_FOUND)
        st = err_set(e, E_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = year_open(db, mulai, selesai, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM segmen_luar WHERE id = $1", "i", in->id);
    p->reply.status = 204;
    return st == ST_OK ? audit(p, db, in->id, "hapus", pegawai_id, e) : st;
}

/* The table of the tim pengelola kinerja: a unit's ratings in a period, complete or not, and as CSV. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/csv.h"
#include "domain/pemeriksaan.h"
#include "domain/sebaran.h"

/* What the row itself does not say. */
struct samping {
    char saran[16];
    int64_t realisasi; /* submitted ones within the period */
};

static enum status beside(struct db *db, const struct evaluasi *v, struct samping *out, struct err *e)
{
    json_t *nilai = NULL;
    const char *hasil;
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT nilai FROM hasil WHERE id = $1 AND nilai IS NOT NULL", "i",
                             v->saran_hasil_id);

    *out = (struct samping){ .realisasi = 0 };
    if (st == ST_OK && rows_next(&r) &&
        json_read(row_text(&r, 0), strlen(row_text(&r, 0)), &nilai, e) == ST_OK) {
        hasil = json_string_value(json_object_get(nilai, "hasil"));
        snprintf(out->saran, sizeof(out->saran), "%s", hasil ? hasil : "");
    }
    json_decref(nilai);
    st = rows_end(&r, st, e);
    return st == ST_OK ? db_int(db, &out->realisasi, e,
                                "SELECT count(*) FROM realisasi x JOIN skp_versi k ON k.id = x.skp_versi_id"
                                " JOIN periode p ON p.id = x.periode_id WHERE k.skp_id = $1 AND p.mulai >= $2"
                                " AND p.selesai <= $3 AND x.status IN ('diajukan', 'diterima')",
                                "itt", v->skp_id, v->periode.mulai, v->periode.selesai)
                       : st;
}

static void warnings(const struct who *who, const struct evaluasi *v, const struct samping *s,
                     const struct pemeriksaan *m, struct jw *w)
{
    bool rated = v->status != EVALUASI_BELUM && v->status != EVALUASI_TIDAK_DINILAI;
    bool open = v->status == EVALUASI_BELUM || v->status == EVALUASI_DINILAI;
    const struct {
        const char *kode;
        bool is;
    } rows[] = {
        { "belum_dinilai", v->status == EVALUASI_BELUM },
        { "belum_ditetapkan", v->status == EVALUASI_DINILAI },
        { "lewat_periode", open && strcmp(v->periode.selesai, who->hari) < 0 },
        { "tanpa_realisasi", v->status != EVALUASI_TIDAK_DINILAI && !s->realisasi },
        { "beda_saran", rated && v->rating_hasil && s->saran[0] && strcmp(s->saran, v->rating_hasil) != 0 },
        { "tanpa_penilai", open && !v->subject.penilai_id },
        { "berubah_sesudah_diperiksa",
          m->status == PERIKSA_DIPERIKSA && m->predikat_hasil_id != v->predikat_hasil_id },
    };

    jw_key(w, "peringatan");
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].is)
            jw_text(w, rows[i].kode);
    jw_close(w);
}

enum status rekap_baris_json(struct db *db, const struct who *who, const struct evaluasi *v, struct jw *w,
                             struct err *e)
{
    struct arena *a = arena_new();
    bool own = who->pegawai_id && who->pegawai_id == v->pegawai_id;
    struct pemeriksaan m;
    struct samping s;
    enum status st = beside(db, v, &s, e);

    if (st == ST_OK)
        st = pemeriksaan_muat(db, v->id, a, &m, e);
    if (st != ST_OK)
        goto out;
    if (own) /* what the team asks about him is not for himself */
        m = (struct pemeriksaan){ .catatan = "", .jawaban = "" };
    jw_open(w, '{');
    jw_kint(w, "evaluasi_id", v->id);
    jw_ktext(w, "nip", v->nip);
    jw_ktext(w, "nama", v->nama);
    jw_ktext(w, "jabatan", v->jabatan);
    jw_ktext(w, "unit", v->unit_kode);
    jw_kint(w, "segmen", v->segmen);
    jw_ktext(w, "rating_hasil", v->rating_hasil);
    jw_ktext(w, "rating_perilaku", v->rating_perilaku);
    jw_ktext(w, "predikat", v->predikat);
    jw_ktext(w, "status", evaluasi_machine.states[v->status]);
    jw_ktext(w, "penilai", v->penilai_nama);
    jw_ktext(w, "saran_hasil", s.saran[0] ? s.saran : NULL);
    jw_ktext(w, "alasan", v->alasan);
    jw_ktext(w, "pemeriksaan", pemeriksaan_kode[m.status]);
    jw_ktext(w, "catatan", m.catatan);
    jw_ktext(w, "jawaban", m.jawaban);
    jw_kbool(w, "tertutup", v->tertutup);
    warnings(who, v, &s, &m, w);
    jw_close(w);
out:
    arena_free(a);
    return st;
}

enum status rekap_ringkas_json(struct db *db, int64_t unit_id, int64_t periode_id, const char *hari,
                               struct jw *w, struct err *e)
{
    static const char *const keys[] = { "total",         "belum",     "dinilai",   "ditetapkan",
                                        "tidak_dinilai", "diperiksa", "ditanyakan" };
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "WITH RECURSIVE garis(id) AS (SELECT $1 UNION SELECT i.unit_id FROM unit_induk i JOIN garis"
        " ON i.induk_id = garis.id WHERE i.mulai <= $3 AND (i.selesai IS NULL OR i.selesai >= $3))"
        " SELECT count(*), coalesce(sum(CASE v.status WHEN 'belum' THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE v.status WHEN 'dinilai' THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN v.status IN ('belum', 'dinilai', 'tidak_dinilai') THEN 0 ELSE 1 END), 0),"
        " coalesce(sum(CASE v.status WHEN 'tidak_dinilai' THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE m.status WHEN 'diperiksa' THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE m.status WHEN 'ditanyakan' THEN 1 ELSE 0 END), 0)"
        " FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"
        " LEFT JOIN pemeriksaan m ON m.evaluasi_id = v.id"
        " WHERE v.periode_id = $2 AND s.unit_id IN (SELECT id FROM garis)",
        "iit", unit_id, periode_id, hari);

    jw_open(w, '{');
    if (st == ST_OK && rows_next(&r)) {
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_kint(w, keys[i], row_int(&r, i));
        jw_kbool(w, "lengkap", row_int(&r, 1) == 0 && row_int(&r, 2) == 0);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

/* CSV
 * -------------------------------------------------------------------------------------------------------- */

/* Codes as the official forms write them. */
static const char *label(const char *kode)
{
    static const char *const labels[][2] = {
        { "di_atas", "Di Atas Ekspektasi" },
        { "sesuai", "Sesuai Ekspektasi" },
        { "di_bawah", "Di Bawah Ekspektasi" },
        { "sangat_baik", "Sangat Baik" },
        { "baik", "Baik" },
        { "butuh_perbaikan", "Butuh Perbaikan" },
        { "kurang", "Kurang" },
        { "sangat_kurang", "Sangat Kurang" },
    };

    for (size_t i = 0; kode && i < COUNT(labels); i++)
        if (strcmp(labels[i][0], kode) == 0)
            return labels[i][1];
    return kode;
}

static void csv_row(struct buf *out, int64_t no, const struct evaluasi *v)
{
    csv_angka(out, no);
    csv_nip(out, v->nip);
    csv_teks(out, v->nama);
    csv_teks(out, label(v->rating_hasil));
    csv_teks(out, label(v->rating_perilaku));
    csv_teks(out, label(v->predikat));
    csv_akhir(out);
}

static void csv_sum(struct buf *out, const int64_t count[PREDIKAT_N])
{
    int64_t total = 0;

    for (int i = 0; i < PREDIKAT_N; i++)
        total += count[i];
    csv_akhir(out);
    for (int i = 0; i < PREDIKAT_N; i++) {
        char percent[32];

        /* Two decimals, rounded half up, in whole numbers. */
        int64_t hundredths = total ? (count[i] * 20000 + total) / (2 * total) : 0;

        snprintf(percent, sizeof(percent), "%lld,%02lld %%", (long long)(hundredths / 100),
                 (long long)(hundredths % 100));
        csv_teks(out, label(sebaran_predikat[i]));
        csv_angka(out, count[i]);
        csv_teks(out, percent);
        csv_akhir(out);
    }
}

enum status rekap_csv(struct db *db, const struct who *who, int64_t unit_id, const struct periode *p,
                      struct buf *out, struct err *e)
{
    static const char *const judul[] = {
        "No", "NIP", "Nama", "Rating Hasil Kerja", "Rating Perilaku Kerja", "Predikat Kinerja"
    };
    struct evaluasi_saring f = {
        .lingkup = SKP_SEMUA, .periode_id = p->id, .unit_id = unit_id, .batas = 200
    };
    int64_t count[PREDIKAT_N] = { 0 }, no = 0;
    enum status st = ST_OK;
    bool more = true;

    csv_mulai(out);
    for (size_t i = 0; i < COUNT(judul); i++)
        csv_teks(out, judul[i]);
    csv_akhir(out);
    while (st == ST_OK && more) {
        struct arena *a = arena_new();
        struct evaluasi *rows;
        size_t n = 0;

        st = evaluasi_list(db, who, &f, a, &rows, &n, &more, e);
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            f.sesudah = rows[i].id;
            if (rows[i].status == EVALUASI_BELUM || rows[i].status == EVALUASI_DINILAI ||
                rows[i].status == EVALUASI_TIDAK_DINILAI || !rows[i].predikat)
                continue;
            csv_row(out, ++no, &rows[i]);
            for (int k = 0; k < PREDIKAT_N; k++)
                count[k] += strcmp(rows[i].predikat, sebaran_predikat[k]) == 0;
        }
        arena_free(a);
    }
    csv_sum(out, count);
    return st;
}

/* A plan with a year of work: what people write month by month, and how they were rated. Every value follows
 * from the person's number, so that two loads give the same rows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/demo_bagian.h"
#include "domain/periode.h"

/* Ratings and their predikat as PermenPANRB 6/2022 pairs them (the scheme's tests hold all nine pairs), with
 * how many of a hundred people get them. */
static const struct rating {
    const char *hasil, *perilaku, *predikat;
    int tingkat; /* of the work: 1 above, 0 as expected, -1 below */
    int persen;
} ratings[] = {
    { "di_atas", "di_atas", "sangat_baik", 1, 14 },
    { "di_atas", "sesuai", "baik", 1, 10 },
    { "sesuai", "di_atas", "baik", 0, 10 },
    { "sesuai", "sesuai", "baik", 0, 51 },
    { "di_bawah", "sesuai", "butuh_perbaikan", -1, 11 },
    { "sesuai", "di_bawah", "kurang", 0, 3 },
    { "di_bawah", "di_bawah", "sangat_kurang", -1, 1 },
};

/* The units' achievement is "baik", so their heads' result rating is "sesuai" (SE MenPANRB 3/2023). */
static const struct rating *rating_of(const struct demo_skp *s, int quarter)
{
    int roll = (int)(demo_acak((uint64_t)s->no, 11, (uint64_t)s->tahun, 0) % 100);

    /* One quarter in four turns out otherwise than the year. */
    if (quarter > 0 && demo_acak((uint64_t)s->no, 12, (uint64_t)s->tahun, (uint64_t)quarter) % 4 == 0)
        roll = (int)(demo_acak((uint64_t)s->no, 13, (uint64_t)s->tahun, (uint64_t)quarter) % 100);
    if (s->kepala)
        return &ratings[roll < 25 ? 2 : 3];
    for (size_t i = 0; i < COUNT(ratings); i++) {
        roll -= ratings[i].persen;
        if (roll < 0)
            return &ratings[i];
    }
    return &ratings[3];
}

/* Months ---------------------------------------------------------------------------------------------- */

/* How indicator `k` of someone with that level of work stands against its target. */
static int level_of(int tingkat, int k)
{
    if (tingkat == 0)
        return k == 0 ? 1 : 0; /* one indicator above makes nobody exceptional */
    if (tingkat < 0)
        return k < (DEMO_RHK - 1) * DEMO_IKI ? -1 : 0;
    return 1;
}

static double one_decimal(double v)
{
    return floor(v * 10 + 0.5) / 10;
}

/* A number on the right side of the target. */
static double around(const struct demo_indikator *i, int level, uint64_t r)
{
    double part = (double)(r % 8 + 2) / 100; /* 2 … 9 percent */
    double v = i->bawah;

    if (strcmp(i->arah, "turun") == 0)
        level = -level;
    v *= 1 + level * part;
    return one_decimal(v);
}

static int64_t whole(const struct demo_indikator *i, int level, uint64_t r)
{
    int64_t t = (int64_t)i->bawah, step = t / 50 + 1 + (int64_t)(r % 2) * (t / 25);

    return level > 0 ? t + step : level < 0 ? (t > step ? t - step : 0) : t;
}

/* The part of `i->penuh` that gives the target, a little more or a little less. */
static int64_t part_of(const struct demo_indikator *i, int level, uint64_t r)
{
    int64_t t = (int64_t)llround(i->penuh * i->bawah / 100), step = i->penuh / 40 + 1 + (int64_t)(r % 2);

    if (strcmp(i->arah, "turun") == 0)
        level = -level;
    t += level * step;
    return t < 0 ? 0 : t > i->penuh ? i->penuh : t;
}

/* Inputs {f1: part, f2: whole}, keys sorted; part / whole * factor, two decimals. */
static double pair(const struct demo_indikator *i, int64_t part, int factor, struct buf *isian)
{
    bool sorted = strcmp(i->f1, i->f2) < 0;

    buf_printf(isian, "{\"%s\":%lld,\"%s\":%lld}", sorted ? i->f1 : i->f2,
               (long long)(sorted ? part : i->penuh), sorted ? i->f2 : i->f1,
               (long long)(sorted ? i->penuh : part));
    return floor((double)part * factor * 100 / i->penuh + 0.5) / 100;
}

/* Value and canonical inputs of one month. */
static double entry(const struct demo_indikator *i, int level, uint64_t r, struct buf *isian)
{
    double v;

    buf_clear(isian);
    switch (i->isian) {
    case ISI_RASIO:
        return pair(i, part_of(i, level, r), 100, isian);
    case ISI_RATA:
        return pair(i, (int64_t)llround(around(i, level, r) * i->penuh), 1, isian);
    case ISI_JUMLAH:
        v = (double)whole(i, level, r);
        break;
    case ISI_NILAI:
        v = around(i, level, r);
        break;
    case ISI_BEBAS:
    default:
        return strcmp(i->konsolidasi, "jumlah") == 0 ? (double)whole(i, level, r) : around(i, level, r);
    }
    buf_printf(isian, "{\"%s\":", i->f1);
    json_number(isian, v);
    buf_char(isian, '}');
    return v;
}

static enum status month(struct db *db, const struct demo_skp *s, const struct demo_periode *p,
                         int64_t versi_id, int m, const int64_t iki[DEMO_INDIKATOR], const char *status,
                         struct buf *isian, int64_t *nilai, struct err *e)
{
    int tingkat = rating_of(s, (m - 1) / 3 + 1)->tingkat;
    int64_t id;
    enum status st = db_int(db, &id, e,
                            "INSERT INTO realisasi (skp_versi_id, periode_id, status) VALUES ($1, $2, $3) "
                            "RETURNING id",
                            "iit", versi_id, p->id[4 + m], status);

    for (int k = 0; st == ST_OK && k < DEMO_INDIKATOR; k++) {
        const struct demo_indikator *i = &demo_rhk[s->templat][k / DEMO_IKI].iki[k % DEMO_IKI];
        uint64_t r = demo_acak((uint64_t)s->no, (uint64_t)(s->tahun * 12 + m), (uint64_t)k, 5);
        double v = entry(i, level_of(tingkat, k), r, isian);

        int64_t release = !i->plugin ? 0 : i->plugin[0] == 'p' ? p->puskesmas : p->kecamatan;

        st = db_exec(
            db, NULL, e,
            "INSERT INTO realisasi_nilai (realisasi_id, indikator_id, isian, nilai, release_id, sumber) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            "iitrIt", id, iki[k], i->plugin ? isian->p : NULL, v, release ? &release : NULL,
            i->plugin ? "Register pelayanan" : "Laporan bulanan");
        *nilai += 1;
    }
    return st;
}

/* Plan ------------------------------------------------------------------------------------------------ */

static enum status plan_rows(struct db *db, struct demo_skp *s, int64_t versi_id, int64_t iki[DEMO_INDIKATOR],
                             struct err *e)
{
    enum status st = ST_OK;

    for (int n = 0; st == ST_OK && n < DEMO_RHK; n++) {
        const struct demo_rhk *r = &demo_rhk[s->templat][n];

        st = db_int(
            db, &s->out_rhk[n], e,
            "INSERT INTO rhk (skp_versi_id, no, jenis, klasifikasi, teks, induk_rhk_id, perspektif, metode) "
            "VALUES ($1, $2, 'utama', 'organisasi', $3, $4, $5, $6) RETURNING id",
            "iitItt", versi_id, (int64_t)n + 1, r->teks, s->induk[n] ? &s->induk[n] : NULL,
            s->form[0] == 'A' ? r->perspektif : NULL, s->induk[n] ? r->metode : NULL);
        for (int k = 0; st == ST_OK && k < DEMO_IKI; k++) {
            const struct demo_indikator *i = &r->iki[k];

            st = db_int(
                db, &iki[n * DEMO_IKI + k], e,
                "INSERT INTO indikator (rhk_id, no, aspek, teks, target_teks, bawah, satuan, arah, per, "
                "konsolidasi, plugin, kode) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
                "RETURNING id",
                "iitttrtttttt", s->out_rhk[n], (int64_t)k + 1, i->aspek, i->teks, i->target_teks, i->bawah,
                i->satuan, i->arah, i->per, i->konsolidasi, i->plugin, i->kode);
        }
    }
    return st;
}

/* The three annex blocks and one special expectation: little, but none empty. */
static enum status annex(struct db *db, int64_t versi_id, struct err *e)
{
    static const char *const rows[][2] = {
        { "dukungan", "Peralatan kerja, data dan anggaran sesuai rencana kegiatan" },
        { "pertanggungjawaban", "Laporan bulanan kepada atasan disertai bukti dukung" },
        { "konsekuensi", "Predikat menjadi dasar tambahan penghasilan dan pengembangan kompetensi" },
    };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(rows); i++)
        st = db_exec(db, NULL, e,
                     "INSERT INTO lampiran (skp_versi_id, jenis, no, teks) VALUES ($1, $2, 1, $3)", "itt",
                     versi_id, rows[i][0], rows[i][1]);
    return st == ST_OK ? db_exec(db, NULL, e,
                                 "INSERT INTO perilaku (skp_versi_id, nilai, ekspektasi) VALUES ($1, 1, $2)",
                                 "it", versi_id, "Ramah dan tuntas melayani, tanpa menunda")
                       : st;
}

static enum status plan(struct db *db, struct demo_skp *s, int64_t *versi_id, int64_t iki[DEMO_INDIKATOR],
                        struct err *e)
{
    char from[DATE_TEXT], until[DATE_TEXT];
    bool done = s->tahun == 2025;
    int64_t id;
    enum status st;

    date_format(date_day(s->tahun, s->mulai_bulan, 1), from);
    date_format(date_day(s->tahun, 12, 31), until);
    st = db_int(
        db, &id, e,
        "INSERT INTO skp (pegawai_id, penugasan_id, unit_id, mulai, selesai, form, pendekatan, penilai_id, "
        "penilai_cara, penilai_alasan, atasan_penilai_id, versi_berlaku, dibuat) VALUES ($1, $2, $3, $4, $5, "
        "$6, 'kuantitatif', $7, $8, $9, $10, 1, $11) RETURNING id",
        "iiitttIttIt", s->pegawai_id, s->penugasan_id, s->unit_id, from, until, s->form,
        s->penilai_id ? &s->penilai_id : NULL, s->cara, s->alasan,
        s->atasan_penilai_id ? &s->atasan_penilai_id : NULL, DEMO_DIBUAT);
    s->out_skp = id;
    if (st == ST_OK)
        st = db_int(db, versi_id, e,
                    "INSERT INTO skp_versi (skp_id, n, status) VALUES ($1, 1, $2) RETURNING id", "it", id,
                    done ? "selesai" : "berjalan");
    if (st == ST_OK)
        st = plan_rows(db, s, *versi_id, iki, e);
    return st == ST_OK ? annex(db, *versi_id, e) : st;
}

/* Evaluation ------------------------------------------------------------------------------------------ */

static enum status evaluation(struct db *db, const struct demo_skp *s, int64_t versi_id, int64_t periode_id,
                              int quarter, struct err *e)
{
    const struct rating *r = rating_of(s, quarter);
    char when[TIME_TEXT];
    int32_t day = date_day(quarter ? s->tahun : s->tahun + 1, quarter ? quarter * 3 : 1, 25);

    time_format((int64_t)day * 86400 * 1000000 + (int64_t)4 * 3600 * 1000000, when);
    return db_exec(db, NULL, e,
                   "INSERT INTO evaluasi (skp_versi_id, periode_id, status, penilai_id, rating_hasil, "
                   "rating_perilaku, predikat, ditetapkan) VALUES ($1, $2, 'ditetapkan', $3, $4, $5, $6, $7)",
                   "iiItttt", versi_id, periode_id, s->penilai_id ? &s->penilai_id : NULL, r->hasil,
                   r->perilaku, r->predikat, when);
}

enum status demo_skp(struct db *db, struct demo_skp *s, const struct demo_periode *p, bool evaluasi,
                     int64_t *nilai, struct err *e)
{
    struct buf isian = BUF_NONE;
    int64_t versi_id = 0, iki[DEMO_INDIKATOR];
    enum status st = plan(db, s, &versi_id, iki, e);

    s->out_versi = versi_id;
    for (int m = s->mulai_bulan; st == ST_OK && m <= s->sampai_bulan; m++)
        st = month(db, s, p, versi_id, m, iki, "diterima", &isian, nilai, e);
    if (st == ST_OK && !evaluasi && s->sampai_bulan >= s->mulai_bulan)
        st = month(db, s, p, versi_id, s->sampai_bulan + 1, iki, "diajukan", &isian, nilai, e);
    for (int q = (s->mulai_bulan - 1) / 3 + 1; st == ST_OK && evaluasi && q <= 4; q++)
        st = evaluation(db, s, versi_id, p->id[q], q, e);
    if (st == ST_OK && evaluasi)
        st = evaluation(db, s, versi_id, p->id[0], 0, e);
    buf_free(&isian);
    return st;
}

enum status demo_periode(struct db *db, int tahun, struct demo_periode *out, struct err *e)
{
    struct periode p;
    char kode[16];
    enum status st = ST_OK;

    for (int i = 0; st == ST_OK && i < 17; i++) {
        if (i == 0)
            snprintf(kode, sizeof(kode), "%d", tahun);
        else if (i <= 4)
            snprintf(kode, sizeof(kode), "%d-TW%d", tahun, i);
        else
            snprintf(kode, sizeof(kode), "%d-%02d", tahun, i - 4);
        st = periode_find(db, kode, &p, e);
        out->id[i] = p.id;
    }
    if (st == ST_OK)
        st = db_int(db, &out->puskesmas, e,
                    "SELECT coalesce(max(id), 0) FROM release WHERE plugin = 'puskesmas'", "");
    if (st == ST_OK)
        st = db_int(db, &out->kecamatan, e,
                    "SELECT coalesce(max(id), 0) FROM release WHERE plugin = 'kecamatan'", "");
    return st;
}

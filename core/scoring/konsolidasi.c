#include "scoring/konsolidasi.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int8_t span_of[] = { [PER_BULAN] = 1, [PER_TRIWULAN] = 3, [PER_TAHUN] = 12 };

/* Calendar ------------------------------------------------------------------------------------------- */

static int month_of(const char *date)
{
    return (date[5] - '0') * 10 + date[6] - '0' - 1;
}

static int slot_of(const char *jenis, const char *mulai)
{
    switch (jenis[0]) {
    case 'b': /* bulanan */
        return month_of(mulai);
    case 't': /* triwulanan, tahunan */
        return jenis[1] == 'r' ? SLOT_TRIWULAN + month_of(mulai) / 3 : SLOT_TAHUN;
    default:
        return -1;
    }
}

static enum status load_parts(struct db *db, struct kalender *k, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e, "SELECT id, jenis, mulai FROM periode WHERE mulai >= $1 AND selesai <= $2 ORDER BY id",
        "tt", k->mulai, k->selesai);

    while (st == ST_OK && rows_next(&r) && k->n < COUNT(k->isi)) {
        int64_t id = row_int(&r, 0);

        k->isi[k->n].id = id;
        k->isi[k->n++].slot = (int8_t)slot_of(row_text(&r, 1), row_text(&r, 2));
        k->id_min = k->n == 1 ? id : k->id_min;
        k->id_max = id;
    }
    return rows_end(&r, st, e);
}

static enum status load(struct db *db, int64_t id, const char *kode, struct kalender *k, struct err *e)
{
    struct rows r;
    bool there = false;
    enum status st = db_rows(
        db, &r, e,
        "SELECT id, kode, jenis, mulai, selesai, CASE WHEN status = 'ditutup' THEN 1 ELSE 0 END FROM periode"
        " WHERE id = $1 OR kode = $2",
        "it", id, kode);

    *k = (struct kalender){ 0 };
    if (st == ST_OK && rows_next(&r)) {
        k->id = row_int(&r, 0);
        snprintf(k->kode, sizeof(k->kode), "%s", row_text(&r, 1));
        snprintf(k->jenis, sizeof(k->jenis), "%s", row_text(&r, 2));
        snprintf(k->mulai, sizeof(k->mulai), "%s", row_text(&r, 3));
        snprintf(k->selesai, sizeof(k->selesai), "%s", row_text(&r, 4));
        k->ditutup = row_int(&r, 5) != 0;
        there = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !there)
        st = err_set(e, E_SCORE_PERIODE, kode ? "Periode %s tidak ada." : NULL, kode);
    if (st != ST_OK)
        return st;
    k->tahun = atoi(k->mulai);
    k->bulan_pertama = month_of(k->mulai);
    k->nbulan = month_of(k->selesai) - k->bulan_pertama + 1;
    return load_parts(db, k, e);
}

enum status kalender_load(struct db *db, int64_t periode_id, struct kalender *out, struct err *e)
{
    return load(db, periode_id, NULL, out, e);
}

enum status kalender_find(struct db *db, const char *kode, struct kalender *out, struct err *e)
{
    return load(db, 0, kode, out, e);
}

int kalender_slot(const struct kalender *k, int64_t periode_id)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->isi[i].id == periode_id)
            return k->isi[i].slot;
    return -1;
}

int bulan_tengah(const struct kalender *k, const char *mulai, const char *selesai)
{
    int n = 0;
    char day[32];

    snprintf(day, sizeof(day), "%04d-00-15", k->tahun);
    for (int m = k->bulan_pertama; m < k->bulan_pertama + k->nbulan; m++) {
        day[5] = (char)('0' + (m + 1) / 10);
        day[6] = (char)('0' + (m + 1) % 10);
        n += strcmp(mulai, day) <= 0 && strcmp(day, selesai) <= 0;
    }
    return n;
}

int bulan_bertugas(const struct kalender *k, const char *mulai, const char *selesai)
{
    int n = bulan_tengah(k, mulai, selesai);

    if (n == 0 && strcmp(mulai, k->selesai) <= 0 && strcmp(k->mulai, selesai) <= 0)
        n = 1;
    return n;
}

/* Numbers -------------------------------------------------------------------------------------------- */

enum konsolidasi konsolidasi_parse(const char *kode)
{
    return kode[0] == 'j'   ? KONS_JUMLAH
           : kode[0] == 'r' ? KONS_RATA_RATA
           : kode[0] == 'h' ? KONS_HITUNG_ULANG
                            : KONS_TERAKHIR;
}

enum per per_parse(const char *kode)
{
    return kode[0] == 'b' ? PER_BULAN : kode[1] == 'r' ? PER_TRIWULAN : PER_TAHUN;
}

size_t konsolidasi_bagian(const struct kalender *k, uint32_t ada, int8_t slots[SLOTS])
{
    size_t n = 0;
    int last = k->bulan_pertama + k->nbulan;

    for (int q = k->bulan_pertama / 3; q * 3 < last; q++) {
        uint32_t months = ada >> (3 * q) & 7;

        for (int m = 0; m < 3; m++)
            if (months >> m & 1)
                slots[n++] = (int8_t)(3 * q + m);
        if (!months && ada >> (SLOT_TRIWULAN + q) & 1)
            slots[n++] = (int8_t)(SLOT_TRIWULAN + q);
    }
    if (!n && ada >> SLOT_TAHUN & 1)
        slots[n++] = SLOT_TAHUN;
    return n;
}

double bulat6(double x)
{
    /* Beyond this a double has less than six decimals anyway. */
    if (fabs(x) < 9e9)
        x = copysign(floor(fabs(x) * 1e6 + 0.5) / 1e6, x);
    return x + 0.0; /* no minus zero */
}

static int weight(int slot)
{
    return slot < SLOT_TRIWULAN ? 1 : slot < SLOT_TAHUN ? 3 : 12;
}

double konsolidasi_nilai(enum konsolidasi kind, const int8_t *slots, size_t n, const double nilai[SLOTS])
{
    double sum = 0;
    int months = 0;

    if (n == 1 || kind == KONS_TERAKHIR)
        return nilai[slots[n - 1]] + 0.0;
    for (size_t i = 0; i < n; i++) {
        int w = kind == KONS_RATA_RATA ? weight(slots[i]) : 1;

        sum += nilai[slots[i]] * w;
        months += w;
    }
    return bulat6(kind == KONS_RATA_RATA ? sum / months : sum);
}

double konsolidasi_target(double target, enum per per, enum konsolidasi kind, int bulan)
{
    if (kind != KONS_JUMLAH || bulan == span_of[per])
        return target + 0.0;
    return bulat6(target * bulan / span_of[per]);
}

/* Words ---------------------------------------------------------------------------------------------- */

const char *slot_nama(int slot)
{
    static const char *const names[SLOTS] = { "Januari",    "Februari",   "Maret",      "April",
                                              "Mei",        "Juni",       "Juli",       "Agustus",
                                              "September",  "Oktober",    "November",   "Desember",
                                              "triwulan 1", "triwulan 2", "triwulan 3", "triwulan 4",
                                              "setahun" };

    return slot >= 0 && slot < SLOTS ? names[slot] : "";
}

void angka_tulis(struct buf *out, double x)
{
    char text[64];
    char *p = text, *dot;
    size_t whole;

    if (!isfinite(x) || fabs(x) >= 1e15) {
        buf_printf(out, "%.15g", x);
        return;
    }
    snprintf(text, sizeof(text), "%.6f", bulat6(x));
    dot = strchr(text, '.');
    for (char *end = text + strlen(text) - 1; end >= dot && (*end == '0' || end == dot); end--)
        *end = '\0';
    if (*p == '-')
        buf_char(out, *p++);
    whole = (size_t)(dot - p);
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            buf_char(out, '.');
        buf_char(out, p[i]);
    }
    if (*dot) {
        buf_char(out, ',');
        buf_str(out, dot + 1);
    }
}

void konsolidasi_teks(struct buf *out, enum konsolidasi kind, const int8_t *slots, size_t n,
                      const double nilai[SLOTS], double hasil)
{
    static const char *const sign[] = { " + ", " + ", "; ", "; " };
    bool mean = kind == KONS_RATA_RATA && n > 1;
    int months = 0;

    if (mean)
        buf_char(out, '(');
    for (size_t i = 0; i < n; i++) {
        int w = weight(slots[i]);

        months += w;
        if (i)
            buf_str(out, sign[kind]);
        if (mean && w > 1)
            buf_printf(out, "%d × ", w);
        angka_tulis(out, nilai[slots[i]]);
        buf_printf(out, " (%s)", slot_nama(slots[i]));
    }
    if (mean)
        buf_printf(out, ") ÷ %d", months);
    if (n > 1) {
        buf_str(out, kind == KONS_TERAKHIR ? "; yang terakhir " : " = ");
        angka_tulis(out, hasil);
    }
}

void target_teks(struct buf *out, double target, enum per per, enum konsolidasi kind, int bulan)
{
    static const char *const names[] = { "bulan", "triwulan", "tahun" };
    double scaled = konsolidasi_target(target, per, kind, bulan);

    angka_tulis(out, target);
    if (kind != KONS_JUMLAH) {
        buf_str(out, " (bukan penjumlahan, tidak bergantung pada banyaknya bulan)");
        return;
    }
    buf_printf(out, " per %s × %d bulan", names[per], bulan);
    if (span_of[per] > 1)
        buf_printf(out, " ÷ %d", span_of[per]);
    buf_str(out, " = ");
    angka_tulis(out, scaled);
}

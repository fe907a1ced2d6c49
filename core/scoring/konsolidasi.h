/* How a longer period follows from its months: realisation and target of a quarter or a year.
 *
 * jumlah adds, rata_rata takes the mean, terakhir the last known; hitung_ulang adds the inputs and lets the
 * indicator compute again, because percentages are never averaged. Within each quarter the finest granularity
 * counts: its months if any was handed in, else the quarter itself; the year's own number only if there is
 * nothing finer. A mean weighs a piece by its months.
 *
 * Two rules of ours that no regulation gives [I]: a month counts as served if the plan holds on its 15th day
 * (so that two plans of one year never share a month; a plan that touches the period without any such day
 * counts one month), and only the target of a sum grows with the months, for 95 percent a month stay 95
 * percent a year. Sums, means and scaled targets are rounded half up to six decimals, once.
 */
#ifndef SCORING_KONSOLIDASI_H
#define SCORING_KONSOLIDASI_H

#include <stdbool.h>

#include "base/clock.h"
#include "store/db.h"

/* Where a number stands within its year: months 0..11, quarters 12..15, the year 16. */
enum { SLOT_TRIWULAN = 12, SLOT_TAHUN = 16, SLOTS = 17 };

/* A period and the periods within it, itself included. */
struct kalender {
    int64_t id;
    char kode[16], jenis[16], mulai[DATE_TEXT], selesai[DATE_TEXT];
    bool ditutup;
    int tahun, bulan_pertama, nbulan; /* bulan_pertama from 0 */
    int64_t id_min, id_max;           /* of the periods within it */
    size_t n;
    struct {
        int64_t id;
        int8_t slot;
    } isi[32];
};
/* E_SCORE_PERIODE. */
MUST_USE enum status kalender_load(struct db *db, int64_t periode_id, struct kalender *out, struct err *e);
MUST_USE enum status kalender_find(struct db *db, const char *kode, struct kalender *out, struct err *e);
/* -1 where the period does not lie within this one. */
int kalender_slot(const struct kalender *k, int64_t periode_id);
/* Months of the period that a plan from `mulai` to `selesai` counts as served. */
int bulan_bertugas(const struct kalender *k, const char *mulai, const char *selesai);
/* Those whose 15th day lies within, which may be none. */
int bulan_tengah(const struct kalender *k, const char *mulai, const char *selesai);

enum konsolidasi { KONS_JUMLAH, KONS_RATA_RATA, KONS_TERAKHIR, KONS_HITUNG_ULANG };
enum per { PER_BULAN, PER_TRIWULAN, PER_TAHUN };
enum konsolidasi konsolidasi_parse(const char *kode);
enum per per_parse(const char *kode);

/* Which of the numbers that are there (bit mask of slots) count, in the order of time. */
size_t konsolidasi_bagian(const struct kalender *k, uint32_t ada, int8_t slots[SLOTS]);
/* Not for KONS_HITUNG_ULANG with more than one piece; n >= 1. */
double konsolidasi_nilai(enum konsolidasi kind, const int8_t *slots, size_t n, const double nilai[SLOTS]);
double konsolidasi_target(double target, enum per per, enum konsolidasi kind, int bulan);
double bulat6(double x);

/* "1.500 (Januari) + 1.400 (Februari) = 2.900" */
void konsolidasi_teks(struct buf *out, enum konsolidasi kind, const int8_t *slots, size_t n,
                      const double nilai[SLOTS], double hasil);
/* "1.500 per bulan × 7 bulan = 10.500" */
void target_teks(struct buf *out, double target, enum per per, enum konsolidasi kind, int bulan);
const char *slot_nama(int slot); /* "Januari", "triwulan 1", "tahun" */
/* As people here write a number: 10.500,25 */
void angka_tulis(struct buf *out, double x);

/* Inputs added up over several periods ------------------------------------------------------------------- */

/* Numbers are added, of anything else the last one counts. Texts are canonical JSON objects and must outlive
 * the sum. */
struct isian_bagian {
    const char *kunci; /* as in the JSON, between its quotes */
    size_t nkunci;
    bool angka, bulat;
    double jumlah;
    const char *lain; /* the value's JSON where it is no number */
    size_t nlain;
};
enum { ISIAN_MAX = 64 };
struct isian_jumlah {
    size_t n;
    struct isian_bagian bagian[ISIAN_MAX]; /* sorted by kunci */
};
void isian_mulai(struct isian_jumlah *j);
/* False where the text is not a flat JSON object with at most ISIAN_MAX members. */
bool isian_tambah(struct isian_jumlah *j, const char *json, size_t len);
/* Canonical JSON of the sum. */
void isian_json(const struct isian_jumlah *j, struct buf *out);

#endif

/* Shared by demo*.c: the tables of the story and the deterministic sources. Private to them. */
#ifndef DOMAIN_DEMO_BAGIAN_H
#define DOMAIN_DEMO_BAGIAN_H

#include "domain/demo.h"
#include "domain/jabatan.h"

/* Units ----------------------------------------------------------------------------------------------- */

struct demo_unit {
    const char *kode, *nama, *jenis, *induk, *wilayah; /* induk, wilayah: kode or NULL */
    bool opd;
};
extern const struct demo_unit demo_units[];
extern const size_t demo_units_n;

/* Posts with their holders ---------------------------------------------------------------------------- */

enum demo_templat {
    TPL_UMUM,
    TPL_PERAWAT,
    TPL_BIDAN,
    TPL_PUSKESMAS,
    TPL_KECAMATAN,
    TPL_KELURAHAN,
    TPL_COUNT,
};
struct demo_pos {
    const char *kode, *unit, *nama;
    enum jabatan_jenis jenis;
    const char *jenjang, *eselon;
    int kelas;
    bool kepala;
    const char *atasan; /* kode of the superior post; stands before this row */
    int jumlah;         /* holders; 0: vacant */
    const char *status, *golongan, *pendidikan, *gelar;
    enum demo_templat templat;
};
extern const struct demo_pos demo_pos[];
extern const size_t demo_pos_n;

/* People ---------------------------------------------------------------------------------------------- */

struct demo_orang {
    char nip[19], nama[64], lahir[DATE_TEXT], tmt[DATE_TEXT];
    char kelamin;
};
/* The i-th invented person; every i gives another NIP. `status` decides the form of the NIP. */
void demo_orang(int64_t i, const char *status, struct demo_orang *out);

/* The same number for the same four, evenly spread: all "chance" of the demonstration data. */
uint64_t demo_acak(uint64_t a, uint64_t b, uint64_t c, uint64_t d);

/* Plans ----------------------------------------------------------------------------------------------- */

enum { DEMO_RHK = 4, DEMO_IKI = 2, DEMO_INDIKATOR = DEMO_RHK * DEMO_IKI };

/* What an employee enters for an indicator each month. */
enum demo_isian {
    ISI_BEBAS,  /* a typed number, no plugin */
    ISI_NILAI,  /* {f1: number} → that number */
    ISI_JUMLAH, /* {f1: count} → that count */
    ISI_RASIO,  /* {f1: part, f2: whole} → part / whole * 100 */
    ISI_RATA,   /* {f1: sum, f2: count} → sum / count */
};
struct demo_indikator {
    const char *aspek, *teks, *target_teks;
    double bawah;
    const char *satuan, *arah, *per, *konsolidasi;
    const char *plugin, *kode; /* NULL: free */
    enum demo_isian isian;
    const char *f1, *f2;
    int penuh; /* ISI_RASIO, ISI_RATA: what f2 is in a month */
};
struct demo_rhk {
    const char *teks, *metode, *perspektif;
    struct demo_indikator iki[DEMO_IKI];
};
extern const struct demo_rhk demo_rhk[TPL_COUNT][DEMO_RHK];

/* Whom a plan is for; all that the writers of demo_kinerja.c need. */
struct demo_skp {
    int64_t no; /* number of the person: the source of his "chance" */
    int64_t pegawai_id, penugasan_id, unit_id, penilai_id, atasan_penilai_id;
    const char *cara, *alasan;
    const char *form; /* "A" or "B" */
    enum demo_templat templat;
    bool kepala;
    int64_t induk[DEMO_RHK]; /* the superior's RHK, 0 none */
    int tahun, mulai_bulan;  /* first month of service in that year */
    int sampai_bulan;        /* last month with a realisation; the month after it is submitted in 2026 */
    int64_t out_skp, out_versi, out_rhk[DEMO_RHK];
};
/* Period ids of a year: [0] the year, [1..4] quarters, [5..16] months; and the releases that compute. */
struct demo_periode {
    int64_t id[17];
    int64_t puskesmas, kecamatan; /* release ids, 0 where the package is not installed */
};
MUST_USE enum status demo_periode(struct db *db, int tahun, struct demo_periode *out, struct err *e);
/* Plan, version, RHK, indicators; the months' realisations; with `evaluasi` the quarters and the year. */
MUST_USE enum status demo_skp(struct db *db, struct demo_skp *s, const struct demo_periode *p, bool evaluasi,
                              int64_t *nilai, struct err *e);

/* The generated rest of a city of d->pegawai people, without (susun) and with (tahun) their work. */
MUST_USE enum status demo_kota_susun(struct db *db, struct demo *d, struct err *e);
MUST_USE enum status demo_kota_tahun(struct db *db, struct demo *d, struct err *e);

/* Calendars, limits, rosters and absence; and, for a plan of the running year, its action plan and the daily
 * entries of four weeks. Nothing of it is an input of any score. */
MUST_USE enum status demo_hari(struct db *db, struct err *e);
MUST_USE enum status demo_progres(struct db *db, const struct demo_skp *s, struct err *e);

/* Runs `apply` in a transaction with one audit row about `n` things. */
struct demo_langkah {
    struct command cmd; /* first */
    struct demo *d;
    enum status (*apply)(struct db *db, struct demo_langkah *l, struct err *e);
    const char *apa; /* "unit", "pegawai", … for the audit row */
    int64_t dari, n; /* which part; n: how many were written */
    void *data;
};
MUST_USE enum status demo_langkah(struct db *db, struct demo_langkah *l, struct err *e);

/* When the plans of a year were made: fixed, so that two loads give the same rows. */
#define DEMO_DIBUAT "2025-01-06T02:00:00.000Z"

#endif

/* A simulation's report while it is written: simulate_laporan.c counts and writes what is about units,
 * simulate_orang.c what is about people. */
#ifndef SCORING_SIMULATE_LAPORAN_H
#define SCORING_SIMULATE_LAPORAN_H

#include <jansson.h>

#include "scoring/simulate_bagian.h"

enum { P = SIM_PREDIKAT, R = SIM_RATING };

/* What a change can be; one row of the counts each. */
enum ubah { U_ADA, U_SARAN, U_PREDIKAT, U_PREDIKAT_SARAN, U_NILAI, UBAH };

struct sim_unit {
    int64_t id;
    const char *kode, *nama;
    int64_t evaluasi, tidak_dinilai, ubah[UBAH], gagal[SIM_SISI], tertunda;
    int64_t gagal_baru;          /* with the candidate, where what is in force can compute */
    int64_t jumlah[SIM_SISI][P]; /* without the head of the unit, as the pattern counts */
    int8_t organisasi;
};

struct laporan {
    struct sim *s;
    struct db *db;
    struct host *host;
    struct sim_calon calon;
    struct hitung h[SIM_SISI]; /* with trace */
    struct sim_unit *unit;     /* by id, then by kode */
    size_t nunit;
    struct sim_unit semua;
    int64_t pindah[P][P], pindah_saran[P][P], pindah_rating[R][R];
    int64_t dihitung, muncul, hilang;
    int64_t code[SIM_SISI][E_COUNT], code_baru[E_COUNT];
    struct sim_orang **berubah; /* sorted: the largest move first */
    size_t nberubah;
};

bool sim_computed(const struct sim_sisi *x);
/* Members "terbesar" and "gagal_per_kode", "gagal" of the report. */
MUST_USE enum status sim_put_movers(struct laporan *l, json_t *out, struct err *e);
void sim_put_failures(const struct laporan *l, json_t *out);
/* Member "peringatan": what somebody must know before he believes the rest. */
void sim_put_warnings(const struct laporan *l, json_t *out);

#endif

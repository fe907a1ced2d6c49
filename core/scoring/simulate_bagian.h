/* Between the parts of a simulation: simulate.c (whom, by what), simulate_hitung.c (batches in threads),
 * simulate_laporan.c (the report). */
#ifndef SCORING_SIMULATE_BAGIAN_H
#define SCORING_SIMULATE_BAGIAN_H

#include "scoring/hitung.h"
#include "scoring/simulate.h"
#include "script/release.h"

enum {
    SIM_PREDIKAT = 5,
    SIM_RATING = 3,
    SIM_BATCH = 500,
    SIM_TERBESAR = 20,
    SIM_GAGAL = 1000,
    SIM_PESAN = 240
};
/* From the lowest to the highest: the difference of two indices is the size of a move. */
extern const char *const sim_predikat[SIM_PREDIKAT];
extern const char *const sim_rating[SIM_RATING];
int8_t sim_indeks(const char *const *codes, int n, const char *text); /* -1 */

enum sim_nama { SIM_BERLAKU, SIM_CALON, SIM_SISI };
extern const char *const sim_sisi_nama[SIM_SISI];

/* One evaluation on one side; indices are -1 where there is nothing. */
struct sim_sisi {
    enum code gagal;
    char *pesan;  /* owned; NULL unless it failed: a city has a million of these */
    char *berkas; /* owned; NULL unless it failed in a line of the plugin */
    int baris;
    bool tertunda, ada_nilai;
    double nilai;
    int8_t hasil, perilaku; /* suggested */
    int8_t predikat;        /* of the two ratings that were given */
    int8_t predikat_saran;  /* of the suggestion; where it leaves behaviour open, with the rating given */
};

struct sim_orang {
    int64_t evaluasi_id, unit_id;
    char nip[24];
    int segmen;
    int8_t hasil, perilaku; /* as rated */
    int8_t organisasi;      /* of its unit, as a predikat's index; 5: istimewa; -1 */
    bool kepala, tidak_dinilai;
    bool nilai_beda;
    double selisih; /* of the value, or the largest of an indicator's capaian */
    struct sim_sisi sisi[SIM_SISI];
};

/* The candidate of one thread: releases and JSON are never shared between threads. */
struct sim_calon {
    struct release release;
    json_t *setelan;
};

struct sim {
    const struct simulasi_minta *m;
    struct arena *a;
    struct kalender kalender;
    int64_t unit_id;
    json_t *daftar;  /* what the candidate registers */
    json_t *setelan; /* with all defaults */
    char skema[64], sha256[DIGEST_HEX], setelan_hash[DIGEST_HEX];
    struct aktivasi_peta *peta[SIM_SISI];
    bool semua_skema;        /* the candidate is a scheme under a new name: it replaces every scheme */
    size_t semua;            /* evaluations in scope */
    struct sim_orang *orang; /* those concerned, by evaluasi id */
    size_t n;
};

enum { SIM_CALON_ID = -1 }; /* its release id: the store has none like it */
MUST_USE enum status sim_calon_make(const struct sim *s, struct sim_calon *out, struct err *e);
void sim_calon_clear(struct sim_calon *c);
/* One side's batch worker: rules, with the candidate's among those of its side. */
void sim_hitung_init(const struct sim *s, enum sim_nama side, const struct sim_calon *c, struct host *host,
                     struct hitung *h);

/* Fills `orang`. */
MUST_USE enum status sim_jalan(struct sim *s, struct err *e);
/* Writes the report into out->laporan, and its numbers. */
MUST_USE enum status sim_laporan(struct sim *s, struct db *db, struct host *host, struct simulasi *out,
                                 struct err *e);

#endif

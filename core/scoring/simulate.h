/* Simulation: what a candidate (a package with settings) would change, before it is enabled.
 *
 * The candidate is computed beside what is in force, over the stored inputs of a past period, for the
 * evaluations whose scheme or whose indicators' plugin it would replace. Scores are only read; the report is
 * stored by a command. It is canonical JSON and depends on inputs, releases and settings alone: the time that
 * it took stands beside it. docs/internals/simulate.md.
 */
#ifndef SCORING_SIMULATE_H
#define SCORING_SIMULATE_H

#include <stdatomic.h>

#include "domain/perintah.h"
#include "script/host.h"

struct simulasi_minta {
    const char *url;     /* database, for readers */
    const char *periode; /* kode */
    const char *unit;    /* kode: this unit and all below it; NULL: all */
    const struct package *package;
    const json_t *setelan; /* over the manifest's defaults, as enabling takes them; NULL: the defaults */
    int threads;           /* 0: one a core */
    int batch;             /* 1..500; 0: 500 */
    const char *host;      /* executable of the plugin host, NULL: this one */
    /* Called now and then, from one thread at a time; may be NULL. */
    void (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
    const atomic_bool *cancel; /* looked at between batches; may be NULL: E_RUN_BATAL */
};

/* Input of simulasi_simpan. */
struct simulasi {
    int64_t periode_id, unit_id; /* unit_id 0: all */
    char plugin[64], label[40], sha256[DIGEST_HEX], setelan_hash[DIGEST_HEX];
    int64_t evaluasi, berubah, gagal;
    int64_t tertunda; /* evaluations for which there was no time; 0: the simulation is complete */
    struct buf laporan;
    char hash[DIGEST_HEX];
    int64_t durasi_us;
    int64_t out_id;
};
/* A candidate that fails for some is data of the report. E_SCORE_PERIODE, E_SCORE_UNIT, E_PLUGIN_SETELAN, or
 * the gate's error where the package does not load. Works in threads of its own. */
MUST_USE enum status simulasi_hitung(const struct simulasi_minta *m, struct simulasi *out, struct err *e);
void simulasi_clear(struct simulasi *s);

/* Command: stores the report with one audit row. Right plugin.ubah for the unit, or for the whole
 * institution where there is none. 201 {"id","hash","berubah","evaluasi","gagal","tertunda"}.
 *
 * Only a complete one (column `tertunda` is 0) may count for enabling: an incomplete one is stored, because
 * somebody waited for it, and says so in `catatan` and by exit 75. */
MUST_USE enum status simulasi_simpan(struct perintah *p, struct db *db, struct err *e);
/* The same within another command; p->input is that one's. */
MUST_USE enum status simulasi_tulis(struct perintah *p, struct db *db, struct simulasi *s, struct err *e);
/* May this release be simulated? E_RELEASE_TIDAK_ADA, E_RELEASE_KARANTINA. */
MUST_USE enum status simulasi_rilis(struct db *db, int64_t release_id, struct err *e);

#endif

/* Recommendations of the modules that hold for a person's unit today, from one evaluation of that person: for
 * a worker or the command line, with a read connection and a host. Nothing is written here; anjuran_simpan
 * (domain/anjuran.h) stores what came out, after the writer has seen that the inputs still stand.
 */
#ifndef SCORING_SARANKAN_H
#define SCORING_SARANKAN_H

#include "domain/anjuran.h"
#include "script/host.h"

struct sarankan {
    struct anjuran_baru *baru;
    size_t n;
    char keadaan[DIGEST_HEX]; /* compare with sarankan_keadaan later */
    /* Modules whose rule failed: not stored, said to who asked. */
    size_t ngagal;
    struct {
        const char *plugin, *kode, *code, *pesan;
    } * gagal;
};
/* Everything lives in `a`. E_SCORE_EVALUASI, E_AKTIVASI_TIDAK_ADA (no scheme holds), the reason where the
 * evaluation's indicators cannot be computed. `indikator.capaian` is not among what a module is given. */
MUST_USE enum status sarankan_hitung(struct db *db, struct host *host, int64_t evaluasi_id, const char *hari,
                                     struct arena *a, struct sarankan *out, struct err *e);
/* Digest over all that sarankan_hitung would read now. Calls no plugin; also in the writer. */
MUST_USE enum status sarankan_keadaan(struct db *db, int64_t evaluasi_id, char out[DIGEST_HEX],
                                      struct err *e);

/* Every evaluation of a period, by the system, on a write connection outside a transaction: computed and
 * stored one by one. What cannot be computed is counted and told (`gagal`, may be NULL), and holds up nobody
 * else. */
struct sarankan_jumlah {
    int64_t diperiksa, dianjurkan, gagal, total;
};
typedef void sarankan_lapor(void *arg, const struct sarankan_jumlah *n, int64_t evaluasi_id, const char *kode,
                            const char *pesan); /* kode and pesan NULL: one more was looked at */
MUST_USE enum status sarankan_periode(struct db *db, struct host *host, const char *periode,
                                      sarankan_lapor *lapor, void *arg, struct sarankan_jumlah *out,
                                      struct err *e);

#endif

/* Requests for feedback: the person asks a colleague, the evaluator asks anybody, the system asks the
 * evaluator who leaves.
 *
 * diminta → dipenuhi (by giving it) | ditolak | dibatalkan. An open request lets somebody speak who works
 * neither in the unit nor for the same evaluator; only the evaluator may ask somebody as ketua tim.
 */
#ifndef DOMAIN_UMPAN_MINTA_H
#define DOMAIN_UMPAN_MINTA_H

#include "domain/umpan_balik.h"

enum umpan_minta_status { MINTA_DIMINTA, MINTA_DIPENUHI, MINTA_DITOLAK, MINTA_DIBATALKAN };
extern const struct machine umpan_minta_machine;

struct umpan_permintaan {
    int64_t id, versi, skp_id, oleh_id, kepada_id, rhk_id;
    int nilai;
    enum umpan_minta_status status;
    struct subject subject;
    const char *nip, *nama, *oleh_nip, *oleh_nama, *kepada_nip, *kepada_nama;
    const char *rhk, *sebagai, *pesan, *dibuat, *alasan;
};
/* Readers: who asks, who is asked, the plan's evaluator, and its owner where the evaluator did not ask. */
MUST_USE enum status umpan_minta_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                                      struct umpan_permintaan *out, struct err *e);
MUST_USE enum status umpan_minta_json(struct db *db, const struct who *who, const struct umpan_permintaan *m,
                                      struct jw *w, struct err *e);
/* Those that ask me (`masuk`) or that I made, by id, into the open list; f->skp_id is not used. */
MUST_USE enum status umpan_minta_list(struct db *db, const struct who *who, bool masuk,
                                      struct umpan_saring *f, struct jw *w, struct err *e);

/* By the owner or the evaluator. E_PERMINTAAN_ADA, E_PERMINTAAN_BANYAK, E_PERMINTAAN_ORANG. 201. */
struct umpan_minta {
    int64_t skp_id, rhk_id, nilai;
    const char *nip, *sebagai, *pesan;
    int64_t out_id;
};
MUST_USE enum status umpan_minta_baca(const json_t *body, struct arena *a, struct umpan_minta *out,
                                      struct err *e);
MUST_USE enum status umpan_minta(struct perintah *p, struct db *db, struct err *e);

/* tolak (who was asked, with a reason), batalkan (owner or evaluator). */
MUST_USE enum status umpan_minta_langkah(struct perintah *p, struct db *db, struct err *e);

/* Writer only. It was answered. */
MUST_USE enum status umpan_minta_dipenuhi(struct db *db, const struct who *who, int64_t id, struct err *e);
/* The evaluator of a plan has changed: who leaves is asked, once. Nothing for a plan that nobody approved. */
MUST_USE enum status umpan_minta_penilai_lama(struct db *db, const struct who *who, int64_t skp_id,
                                              int64_t penilai_id, struct err *e);

#endif

/* Recommendations: what the modules that hold for a unit said about one evaluation, with the reason. Rows
 * stay, so that each can be computed again; `berlaku` marks those of the last time. Somebody without a gap
 * gets none. */
#ifndef DOMAIN_ANJURAN_H
#define DOMAIN_ANJURAN_H

#include "base/json.h"
#include "domain/perintah.h"
#include "domain/skp.h"

struct anjuran_baru {
    const char *plugin, *kode, *judul;
    int64_t jp, release_id;
    const char *setelan_hash;
    int api;
    const char *masukan, *masukan_hash;
    bool sarankan;
    const char *nilai, *alasan, *jejak; /* jejak may be NULL */
};
/* What was computed for one evaluation; replaces what held. Refused (409) if `keadaan` moved meanwhile. The
 * right: anjuran_boleh_hitung. Reply: the list that holds now. */
typedef enum status anjuran_keadaan_fn(struct db *db, int64_t evaluasi_id, char hash[DIGEST_HEX],
                                       struct err *e);
struct anjuran_simpan {
    int64_t evaluasi_id;
    size_t n;
    const struct anjuran_baru *baru;
    const char *gagal; /* JSON list of modules whose rule failed, for the reply */
    char keadaan[DIGEST_HEX];
    anjuran_keadaan_fn *hitung_keadaan;
};
MUST_USE enum status anjuran_simpan(struct perintah *p, struct db *db, struct err *e);

struct anjuran_saring {
    enum skp_lingkup lingkup;
    int64_t pegawai_id, evaluasi_id; /* 0 all */
    int64_t sebelum;                 /* newest first */
    int batas;
};
/* Into the open list, those that hold, recommend, and were not taken up since; *next the cursor, 0 at the
 * end. */
MUST_USE enum status anjuran_list(struct db *db, const struct who *who, const struct anjuran_saring *f,
                                  struct jw *w, int64_t *next, struct err *e);
/* The newest reason for which this module is recommended to the person; "" where it is not. */
MUST_USE enum status anjuran_alasan(struct db *db, int64_t pegawai_id, const char *plugin, const char *kode,
                                    struct arena *a, const char **alasan, struct err *e);
/* The person, who rates him, and who manages training there. */
MUST_USE enum status anjuran_boleh_hitung(struct db *db, const struct who *who, const struct subject *s,
                                          struct err *e);
/* Whom the evaluation is about and who rated him, if `who` may see that person's training; else
 * E_EVALUASI_TIDAK_ADA. */
MUST_USE enum status anjuran_subject(struct db *db, const struct who *who, int64_t evaluasi_id,
                                     struct subject *out, struct err *e);

#endif

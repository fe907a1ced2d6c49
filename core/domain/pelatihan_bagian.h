/* Shared by pelatihan*.c and acara*.c. Private to them. */
#ifndef DOMAIN_PELATIHAN_BAGIAN_H
#define DOMAIN_PELATIHAN_BAGIAN_H

#include "domain/pelatihan.h"

/* What a step carries through the engine. */
struct pelatihan_jalan {
    const struct pelatihan *p;
    const int64_t
        *jp;          /* proposed by a pass; by a verifier: recognised instead of the proposal, may be NULL */
    const char *hari; /* the day that counts */
};
/* One step with audit. */
MUST_USE enum status pelatihan_terapkan(struct db *db, const struct who *who, const struct pelatihan_jalan *l,
                                        const char *peristiwa, const char *catatan, struct audit_entry *audit,
                                        struct err *e);
/* Stores what the server itself found, as the system on behalf of the person: luluskan, gagalkan. */
MUST_USE enum status pelatihan_putuskan(struct db *db, const struct who *who, int64_t id,
                                        const struct penilaian *hasil, const char *hari, struct err *e);
/* An attempt with its grade; `n` is its number, `masukan` what it was graded from. */
MUST_USE enum status percobaan_tambah(struct db *db, const struct pelatihan *p, const struct modul *m,
                                      int64_t n, const int64_t *jawaban, const struct buf *masukan,
                                      const char *masukan_hash, const struct penilaian *hasil, struct err *e);
/* Replies 201 with the record and its place. */
MUST_USE enum status pelatihan_balas_baru(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                          struct err *e);

#endif

/* Shared by evaluasi*.c. Private to them. */
#ifndef DOMAIN_EVALUASI_BAGIAN_H
#define DOMAIN_EVALUASI_BAGIAN_H

#include "domain/evaluasi.h"

/* Marks as not evaluated, with the reason, those of the period who had no day of work in it. */
MUST_USE enum status evaluasi_usulkan_lewati(struct db *db, const struct who *who, int64_t periode_id,
                                             int64_t *n, struct err *e);
/* Codes of periods of the same kind that come before this one and are not fixed yet; for a year all of its
 * shorter ones. */
MUST_USE enum status evaluasi_mendahului(struct db *db, const struct evaluasi *v, struct arena *a,
                                         const char ***kode, size_t *n, struct err *e);
/* A later one before an earlier one needs a note: E_EVALUASI_URUTAN. */
MUST_USE enum status evaluasi_urutan(struct db *db, const struct evaluasi *v, const char *catatan,
                                     struct arena *a, struct err *e);

#endif

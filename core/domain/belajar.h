/* What a person has learnt in some days, as figures: the fields `belajar` that a scheme may read.
 *
 * A training counts by the day on which it was finished, and only once it was verified. Moments of a record
 * are never changed, so the figures of a closed period can be had as they were when it was closed: what is
 * verified later moves no closed result.
 */
#ifndef DOMAIN_BELAJAR_H
#define DOMAIN_BELAJAR_H

#include "store/db.h"

struct belajar {
    int64_t jp, jp_tahun; /* verified: within the days; since the beginning of the last day's year */
    int64_t jp_usulan;    /* passed within the days, not verified */
    int64_t modul_berjalan, modul_selesai;
};
/* Of the person whose plan is `skp_id`, first and last day included. `ditutup`: the closed period as of whose
 * closing to look, 0: now. */
MUST_USE enum status belajar_read(struct db *db, int64_t skp_id, const char *mulai, const char *selesai,
                                  int64_t ditutup, struct belajar *out, struct err *e);

#endif

/* What the scheme in force says of a distribution of predikat, and of a unit's head: plugin calls for a
 * worker or the command line. Nothing is written; commands carry what came out and check in the writer that
 * it still stands.
 */
#ifndef SCORING_POLA_H
#define SCORING_POLA_H

#include "domain/kepala.h"
#include "domain/sebaran.h"
#include "script/host.h"

/* The pattern of the unit in which `unit_id` counts, by the scheme of that counting unit. Where nothing can
 * be said (achievement not fixed, no scheme, a scheme without a pattern, a failing plugin) nilai is NULL and
 * `sebab` says why: that is ST_OK. Lives in `a`. `db` must not be within db_snapshot. */
MUST_USE enum status pola_hitung(struct db *db, struct host *host, int64_t unit_id, int64_t periode_id,
                                 struct arena *a, struct pola_hasil *out, struct err *e);

struct kepala_hasil {
    bool perlu;              /* the person heads the unit, and the scheme says what that means */
    struct hasil_baru hasil; /* to store, where `perlu` */
    char rating[16];
};
/* E_KEPALA_MENUNGGU while the achievement is not fixed; E_PLUGIN_GAGAL, E_PLUGIN_BATAS_WAKTU where the scheme
 * cannot answer: without its answer nobody can rate a head. */
MUST_USE enum status kepala_hitung(struct db *db, struct host *host, const struct evaluasi *v,
                                   struct arena *a, struct kepala_hasil *out, struct err *e);

#endif

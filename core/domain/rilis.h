/* A plugin release as the workflow sees it: uploaded → validated → enabled → disabled | quarantined.
 *
 * `enabled` means that an activation without an end names it somewhere. What must hold before it comes into
 * force is a proposal's matter (usulan.h) and core/scoring/pasang_syarat.c's; here are only the states.
 */
#ifndef DOMAIN_RILIS_H
#define DOMAIN_RILIS_H

#include "domain/flow.h"

enum rilis_status {
    RILIS_UPLOADED,    /* loads, but its gate has refused it */
    RILIS_VALIDATED,   /* passed its gate */
    RILIS_ENABLED,     /* holds in some unit */
    RILIS_DISABLED,    /* held once */
    RILIS_QUARANTINED, /* must not run, wherever it holds */
};
extern const struct machine rilis_machine;

struct rilis {
    int64_t id, versi;
    enum rilis_status status;
    char plugin[64], sha256[DIGEST_HEX];
    char alasan[512];
};
/* E_RELEASE_TIDAK_ADA. */
MUST_USE enum status rilis_load(struct db *db, int64_t id, struct rilis *out, struct err *e);

/* What the gate said; guard of `lulus` and `pulihkan`, which without it only ask who may. */
struct rilis_uji {
    bool lulus;
    struct err galat;
};
/* One step of the machine with its audit row. `unit_id` is the unit that the step is about, 0 where it is
 * about none: then a role for any unit will do for `lulus`, and `karantina` and `pulihkan` want one for the
 * whole institution in any case. Writer only. */
struct rilis_langkah {
    int64_t id, unit_id;
    const char *peristiwa, *catatan;
    const struct rilis_uji *uji;
    const char *isi; /* for the audit, may be NULL */
};
MUST_USE enum status rilis_langkah(struct db *db, const struct who *who, const struct rilis_langkah *in,
                                   struct err *e);
/* `aksi` of a release: what `who` may do with it in some unit. */
MUST_USE enum status rilis_aksi(struct db *db, const struct who *who, const struct rilis *r, struct jw *w,
                                struct err *e);

#endif

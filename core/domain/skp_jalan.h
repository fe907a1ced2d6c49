/* What a step of a plan carries through the engine. Private to skp*.c. */
#ifndef DOMAIN_SKP_JALAN_H
#define DOMAIN_SKP_JALAN_H

#include "domain/skp.h"

struct skp_jalan {
    const struct skp *skp; /* as it was before the step */
    const char *selesai;   /* new last day, for gantikan */
    const char *kode;      /* of the reason, for revisi; NULL none */
    struct arena *a;
    struct audit_entry audit;
    char hash[DIGEST_HEX];
};

/* Both signatures are under what stood there: an edit takes them off. Writer only. */
MUST_USE enum status skp_ttd_hapus(struct db *db, int64_t skp_versi_id, struct err *e);

#endif

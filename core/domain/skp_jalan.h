/* What a step of a plan carries through the engine. Private to skp*.c. */
#ifndef DOMAIN_SKP_JALAN_H
#define DOMAIN_SKP_JALAN_H

#include "domain/skp.h"

struct skp_jalan {
    const struct skp *skp; /* as it was before the step */
    const char *selesai;   /* new last day, for gantikan */
    struct arena *a;
    struct audit_entry audit;
    char hash[DIGEST_HEX];
};

#endif

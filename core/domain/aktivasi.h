/* Which release and settings of a plugin hold for a unit in a period: the nearest ancestor's activation on
 * the first day of the period, or what was pinned when the period was closed. */
#ifndef DOMAIN_AKTIVASI_H
#define DOMAIN_AKTIVASI_H

#include "base/hash.h"
#include "store/db.h"

struct aktivasi {
    int64_t release_id;
    char plugin[64];
    char setelan_hash[DIGEST_HEX];
    char skema[64];  /* kode of its scoring scheme, "" if it has none */
    int64_t unit_id; /* whose activation it is */
};
/* `plugin` NULL: the one that brings the scoring scheme. ST_NOT_FOUND with E_AKTIVASI_TIDAK_ADA. */
MUST_USE enum status aktivasi_find(struct db *db, int64_t unit_id, const char *plugin, int64_t periode_id,
                                   struct aktivasi *out, struct err *e);
/* Writes the pins of a period that is being closed, for every unit. Writer only. */
MUST_USE enum status aktivasi_pin(struct db *db, int64_t periode_id, struct err *e);

#endif

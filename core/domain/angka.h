/* Figures of a unit: how many, never who. What a territory's head may see of a unit that is not his. */
#ifndef DOMAIN_ANGKA_H
#define DOMAIN_ANGKA_H

#include "domain/periode.h"

/* How many plans of the unit (and below it on `hari`) that touch the period are in which state of their
 * newest version: an object {status: count}, only states that occur. The caller checks UNIT_ANGKA. */
struct jw;
MUST_USE enum status angka_skp(struct db *db, int64_t unit_id, const struct periode *p, const char *hari,
                               struct jw *w, struct err *e);

#endif

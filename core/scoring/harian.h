/* Inputs of indicators that come day by day: checked like a period's, but a day need not fill every field. */
#ifndef SCORING_HARIAN_H
#define SCORING_HARIAN_H

#include <jansson.h>

#include "store/db.h"

/* The fields that are there fit the indicator's schema in the release that holds on that day; E_PLUGIN_ISIAN
 * with a pointer for each fault (prefix `at`). `isian` may be changed (3.0 → 3). Calls no plugin. */
MUST_USE enum status harian_periksa(struct db *db, int64_t unit_id, const char *tanggal, const char *plugin,
                                    const char *kode, json_t *isian, const char *at, struct err *e);

#endif

/* Which release and settings of a plugin hold for a unit in a period: the nearest ancestor's activation on
 * the first day of the period, or what was pinned when the period was closed.
 *
 * A unit has at most one scoring scheme: that of the nearest ancestor that has one, and there the activation
 * that begins last. Tree and activations are looked at as of the period's first day, so that nothing that
 * changes within a period changes who is judged by what.
 */
#ifndef DOMAIN_AKTIVASI_H
#define DOMAIN_AKTIVASI_H

#include <stdbool.h>

#include "base/hash.h"
#include "store/db.h"

struct aktivasi {
    int64_t release_id;
    char plugin[64];
    char setelan_hash[DIGEST_HEX];
    char skema[64];  /* kode of its scoring scheme, "" if it has none */
    int64_t unit_id; /* whose activation it is; of a pin: the unit asked for */
    bool karantina;  /* the release must not run */
};
/* `plugin` NULL: the one that brings the scoring scheme. ST_NOT_FOUND with E_AKTIVASI_TIDAK_ADA. */
MUST_USE enum status aktivasi_find(struct db *db, int64_t unit_id, const char *plugin, int64_t periode_id,
                                   struct aktivasi *out, struct err *e);
/* What holds on a day, whatever was pinned: for things that belong to no period, such as training. */
MUST_USE enum status aktivasi_find_hari(struct db *db, int64_t unit_id, const char *plugin, const char *hari,
                                        struct aktivasi *out, struct err *e);
/* Writes the pins of a period that is being closed, for every unit. Writer only. */
MUST_USE enum status aktivasi_pin(struct db *db, int64_t periode_id, struct err *e);

/* All of a period at once, read in one go: what a run uses from its first to its last row. Read-only once
 * loaded, so threads may share it. */
struct aktivasi_peta;
MUST_USE enum status aktivasi_peta_load(struct db *db, int64_t periode_id, struct aktivasi_peta **out,
                                        struct err *e);
/* The same answer as aktivasi_find; NULL if there is none. */
const struct aktivasi *aktivasi_peta_find(const struct aktivasi_peta *p, int64_t unit_id, const char *plugin);
/* What would hold if another release came in place: every entry of `plugin` (NULL: every scheme) becomes
 * `ini`, in its own unit. The number of entries. Before threads share it. */
size_t aktivasi_peta_ganti(struct aktivasi_peta *p, const char *plugin, const struct aktivasi *ini);
void aktivasi_peta_free(struct aktivasi_peta *p);

/* Every plugin that holds for a unit in a period, by plugin; the array lives in `a`. */
MUST_USE enum status aktivasi_list(struct db *db, int64_t unit_id, int64_t periode_id, struct arena *a,
                                   struct aktivasi **out, size_t *n, struct err *e);
MUST_USE enum status aktivasi_list_hari(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                                        struct aktivasi **out, size_t *n, struct err *e);

#endif

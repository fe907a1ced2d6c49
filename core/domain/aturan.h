/* Limits and deadlines of the law as dated rows with their source: nothing of the kind stands in C.
 *
 * A row holds from `mulai` on until a later one of the same kode begins. What has been fixed by a rule (the
 * last day of an objection, say) is stored with the case and does not move with a later row.
 */
#ifndef DOMAIN_ATURAN_H
#define DOMAIN_ATURAN_H

#include <jansson.h>

#include "domain/perintah.h"

/* The number that holds on `hari` (date). E_ATURAN_TIDAK_ADA where no row does. */
MUST_USE enum status aturan_nilai(struct db *db, const char *kode, const char *hari, int64_t *nilai,
                                  struct err *e);
/* The day `kode` (a number of days) after `hari`, by the rule that holds on `hari`. */
MUST_USE enum status aturan_batas(struct db *db, const char *kode, const char *hari, char out[DATE_TEXT],
                                  struct err *e);
/* [{"kode","mulai","nilai","satuan","sumber","keyakinan"}] by kode and date. */
struct jw;
MUST_USE enum status aturan_json(struct db *db, struct jw *w, struct err *e);

/* A new row of a known kode, with the decree that says so; PERIODE_UBAH for the whole institution. Days that
 * have begun are not ruled anew: E_ATURAN_MULAI. 201 with the row. */
struct aturan_tetapkan {
    const char *kode, *mulai, *sumber;
    int64_t nilai;
};
MUST_USE enum status aturan_tetapkan_baca(const json_t *body, struct arena *a, struct aturan_tetapkan *out,
                                          struct err *e);
MUST_USE enum status aturan_tetapkan(struct perintah *p, struct db *db, struct err *e);

#endif

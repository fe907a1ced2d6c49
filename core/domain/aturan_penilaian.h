/* What a unit chose, dated: which kind of period its people are evaluated in (months or quarters), and how
 * the segments of a year are weighed after a transfer. The nearest ancestor's latest row that says anything
 * about the matter holds; nothing chosen: both kinds, and the last evaluator decides. DOMAIN.md 2.3 and 2.5.
 */
#ifndef DOMAIN_ATURAN_PENILAIAN_H
#define DOMAIN_ATURAN_PENILAIAN_H

#include <jansson.h>

#include "domain/perintah.h"

enum kebijakan_segmen { KEBIJAKAN_PENILAI_TERAKHIR, KEBIJAKAN_SEGMEN_TERLAMA, KEBIJAKAN_TERTIMBANG_BULAN };
const char *kebijakan_kode(enum kebijakan_segmen k); /* "penilai_terakhir" */

struct kebijakan {
    enum kebijakan_segmen kode;
    int64_t unit_id; /* where it was chosen; 0: the default */
    const char *mulai, *dasar;
};
MUST_USE enum status kebijakan_find(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                                    struct kebijakan *out, struct err *e);

/* SQL: "naik" with (unit_id, jenis, k), where k = 1 is the kind that holds for a unit on day $2. Starts with
 * WITH RECURSIVE. */
extern const char jenis_periode_sql[];

/* {"jenis_periode","kebijakan","aturan":[{"unit","mulai","jenis_periode","kebijakan","dasar"}]}: what holds
 * for the unit on the day, and all rows of it and above. */
struct jw;
MUST_USE enum status aturan_penilaian_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w,
                                           struct err *e);

/* A row of a unit, by right unit.ubah; days of closed periods are not ruled anew. 201 with what holds then.
 */
struct aturan_penilaian_tetapkan {
    int64_t unit_id;
    const char *mulai, *jenis_periode, *kebijakan, *dasar;
};
MUST_USE enum status aturan_penilaian_baca(const json_t *body, struct arena *a,
                                           struct aturan_penilaian_tetapkan *out, struct err *e);
MUST_USE enum status aturan_penilaian_tetapkan(struct perintah *p, struct db *db, struct err *e);

#endif

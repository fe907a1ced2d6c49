/* A unit's achievement in a period, five levels, fixed one level above: by who heads the unit over it, or by
 * the central administrator. It is the result rating of the unit's head and guides the distribution. */
#ifndef DOMAIN_CAPAIAN_ORGANISASI_H
#define DOMAIN_CAPAIAN_ORGANISASI_H

#include <jansson.h>

#include "domain/perintah.h"

extern const char *const capaian_organisasi_kode[5]; /* istimewa … sangat_kurang */

struct capaian_organisasi {
    int64_t unit_id, periode_id, versi; /* versi 0: not fixed yet */
    char predikat[24], waktu[TIME_TEXT];
};
/* A unit without one is no error: versi 0 and "". */
MUST_USE enum status capaian_organisasi_muat(struct db *db, int64_t unit_id, int64_t periode_id,
                                             struct capaian_organisasi *out, struct err *e);
void capaian_organisasi_json(const struct capaian_organisasi *c, struct jw *w);

/* if_match is not needed the first time. Reply: the resource, etag its versi. */
struct capaian_organisasi_tetapkan {
    int64_t unit_id, periode_id;
    const char *predikat;
};
MUST_USE enum status capaian_organisasi_baca(const json_t *body, struct arena *a,
                                             struct capaian_organisasi_tetapkan *out, struct err *e);
MUST_USE enum status capaian_organisasi_tetapkan(struct perintah *p, struct db *db, struct err *e);

#endif

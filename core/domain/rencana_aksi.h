/* Rencana aksi: what somebody does in one period for each RHK of the plan, and when.
 *
 * It belongs to (plan, period) and is the owner's: no state, no lock but the period's. Evidence and daily
 * entries never wait for it; a daily entry may name one of its butir.
 */
#ifndef DOMAIN_RENCANA_AKSI_H
#define DOMAIN_RENCANA_AKSI_H

#include <jansson.h>

#include "domain/periode.h"
#include "domain/skp.h"

enum { RENCANA_AKSI_MAX = 200 };

struct rencana_butir {
    int64_t id; /* 0: new */
    int64_t rhk_id;
    const char *rhk;                             /* its text */
    const char *teks, *target, *mulai, *selesai; /* days may be NULL */
    int64_t progres;                             /* how many daily entries name it */
};
struct rencana_aksi {
    int64_t id, versi; /* id 0: nothing was written yet */
    int64_t skp_id, pegawai_id;
    struct periode periode;
    struct subject subject;
    size_t n;
    struct rencana_butir *butir;
};
/* As `who` may see the realisations of the plan. E_SKP_TIDAK_ADA, E_PERIODE_LUAR. */
MUST_USE enum status rencana_aksi_load(struct db *db, const struct who *who, int64_t skp_id,
                                       int64_t periode_id, struct arena *a, struct rencana_aksi *out,
                                       struct err *e);
void rencana_aksi_json(const struct who *who, const struct rencana_aksi *r, struct jw *w);

/* The whole of it at once; rows that keep their id stay the same rows. Reply: the resource. E_RENCANA_DIACU
 * where a row would go that daily entries name. */
struct rencana_aksi_simpan {
    int64_t skp_id, periode_id;
    size_t n;
    struct rencana_butir *butir;
};
MUST_USE enum status rencana_aksi_baca(const json_t *body, struct arena *a, struct rencana_aksi_simpan *out,
                                       struct err *e);
MUST_USE enum status rencana_aksi_simpan(struct perintah *p, struct db *db, struct err *e);

#endif

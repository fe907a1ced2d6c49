/* Stored simulations as the interface shows them: to whoever may see simulations of their unit, and people in
 * them only as far as the reader's units go. */
#ifndef SCORING_SIMULATE_BACA_H
#define SCORING_SIMULATE_BACA_H

#include "base/json.h"
#include "domain/right.h"

struct simulasi_saring {
    const char *plugin; /* NULL: all */
    int64_t periode_id; /* 0: all */
    int64_t sebelum;    /* only rows with a smaller id */
    int batas;
    int64_t out_lagi; /* cursor of the next page, 0 at the end */
};
/* Rows into the open list, newest first: {"id","plugin","versi","sha256","setelan_hash","release_id"|null,
 * "periode","unit"|null,"evaluasi","berubah","gagal","tertunda","lengkap","hash","detik","oleh"|null,"waktu"}.
 */
MUST_USE enum status simulasi_list(struct db *db, const struct who *who, struct simulasi_saring *f,
                                   struct jw *w, struct err *e);

/* The same members and "laporan" into the open object: the stored report, where each person has a name
 * besides, without those in units that `who` has no right over; `tersembunyi` in the report says how many
 * were left out. E_SIMULASI_TIDAK_ADA. */
MUST_USE enum status simulasi_baca(struct db *db, const struct who *who, int64_t id, struct jw *w,
                                   struct err *e);

#endif

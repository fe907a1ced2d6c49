/* belum → dinilai → ditetapkan; belum ⇄ tidak_dinilai. The states of an objection (keberatan, diputus, final)
 * are named here because rows may hold them; its own machine brings the way there. */
#include "domain/evaluasi.h"

static const char *const states[] = { "belum",   "dinilai", "ditetapkan",   "keberatan",
                                      "diputus", "final",   "tidak_dinilai" };

static enum status belum_ditutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st = db_int(db, &periode_id, e, "SELECT periode_id FROM evaluasi WHERE id = $1", "i", o->id);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

/* Both ratings and the predikat, not only the state. */
static enum status lengkap(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = belum_ditutup(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM evaluasi WHERE id = $1 AND rating_hasil IS NOT NULL"
                    " AND rating_perilaku IS NOT NULL AND predikat IS NOT NULL",
                    "i", o->id);
    return st == ST_OK && n == 0 ? err_set(e, E_ALUR_PERISTIWA, "Evaluasi belum dinilai lengkap.") : st;
}

static enum status dilewati(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE evaluasi SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);
}

#define PENILAI_PENGELOLA (WHO_PENILAI | WHO_PENGELOLA)
static const struct transition rows[] = {
    { EVALUASI_BELUM, "nilai", EVALUASI_DINILAI, WHO_PENILAI, false, belum_ditutup, evaluasi_dinilai,
      DL_EVALUASI },
    { EVALUASI_DINILAI, "nilai", EVALUASI_DINILAI, WHO_PENILAI, false, belum_ditutup, evaluasi_dinilai,
      DL_EVALUASI },
    { EVALUASI_DINILAI, "tetapkan", EVALUASI_DITETAPKAN, WHO_PENILAI, false, lengkap, evaluasi_ditetapkan,
      DL_EVALUASI },
    { EVALUASI_BELUM, "lewati", EVALUASI_TIDAK_DINILAI, PENILAI_PENGELOLA, true, belum_ditutup, dilewati,
      DL_NONE },
    { EVALUASI_TIDAK_DINILAI, "pulihkan", EVALUASI_BELUM, PENILAI_PENGELOLA, true, belum_ditutup, NULL,
      DL_NONE },
};
const struct machine evaluasi_machine = {
    "evaluasi", "evaluasi", states, COUNT(states), rows, COUNT(rows), "evaluasi", "status",
};

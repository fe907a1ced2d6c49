/* belum → dinilai → ditetapkan → keberatan → diputus → final; belum ⇄ tidak_dinilai. The objection has its
 * own machine (keberatan_flow.c), whose steps bring the evaluation along. */
#include "domain/aturan.h"
#include "domain/keberatan.h"
#include "domain/kepala.h"

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

/* Complete, and a head's rating is still that of his unit's achievement. */
static enum status siap_ditetapkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct arena *a = arena_new();
    struct evaluasi v;
    enum status st = lengkap(db, who, o, e);

    if (st == ST_OK)
        st = evaluasi_muat(db, o->id, a, &v, e);
    if (st == ST_OK)
        st = kepala_masih(db, &v, e);
    arena_free(a);
    return st;
}

static enum status dilewati(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE evaluasi SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);
}

/* Somebody wants it rated after all: the system does not propose the contrary again. */
static enum status dipulihkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return who_has(who, PERAN_SISTEM)
               ? ST_OK
               : db_exec(db, NULL, e, "UPDATE evaluasi SET tetap_dinilai = 1 WHERE id = $1", "i", o->id);
}

/* Receipt ---------------------------------------------------------------------------------------------- */

static enum status belum_ditanggapi(struct db *db, const struct who *who, struct flow_object *o,
                                    struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM evaluasi WHERE id = $1 AND tanggapan = ''", "i", o->id);

    (void)who;
    return st == ST_OK && n == 0 ? err_set(e, E_EVALUASI_DITANGGAPI, NULL) : st;
}

static enum status belum_diterima(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM evaluasi WHERE id = $1 AND diterima IS NULL", "i", o->id);

    (void)who;
    return st == ST_OK && n == 0 ? err_set(e, E_EVALUASI_DITANGGAPI, NULL) : st;
}

/* The clock of the objection starts once, on the day on which the person first got to know the result. */
static enum status ditanggapi(struct db *db, const struct who *who, const struct flow_object *o,
                              const char *tanggapan, struct err *e)
{
    char last[DATE_TEXT];
    enum status st = aturan_batas(db, "keberatan.hari", who->hari, last, e);

    if (st != ST_OK)
        return st;
    return db_exec(db, NULL, e,
                   "UPDATE evaluasi SET tanggapan = $2, batas_keberatan = coalesce(batas_keberatan, $4),"
                   " diterima = coalesce(diterima, $3) WHERE id = $1",
                   "ittt", o->id, tanggapan, who->hari, last);
}

static enum status menerima(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return ditanggapi(db, who, o, "menerima", e);
}

/* Refusing to sign changes nothing but the record: the evaluation stands. */
static enum status menolak(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return ditanggapi(db, who, o, "menolak", e);
}

static enum status diserahkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    return ditanggapi(db, who, o, "", e);
}

#define PENILAI_PENGELOLA (WHO_PENILAI | WHO_PENGELOLA)
#define PENGELOLA_PUSAT (WHO_PENGELOLA | WHO_ADMIN_PUSAT)
#define TETAP EVALUASI_DITETAPKAN
static const struct transition rows[] = {
    { EVALUASI_BELUM, "nilai", EVALUASI_DINILAI, WHO_PENILAI, false, belum_ditutup, evaluasi_dinilai,
      DL_EVALUASI },
    { EVALUASI_DINILAI, "nilai", EVALUASI_DINILAI, WHO_PENILAI, false, belum_ditutup, evaluasi_dinilai,
      DL_EVALUASI },
    { EVALUASI_DINILAI, "tetapkan", EVALUASI_DITETAPKAN, WHO_PENILAI, false, siap_ditetapkan,
      evaluasi_ditetapkan, DL_EVALUASI },
    { TETAP, "terima", TETAP, WHO_PEMILIK, false, belum_ditanggapi, menerima, DL_NONE },
    { TETAP, "tolak", TETAP, WHO_PEMILIK, true, belum_ditanggapi, menolak, DL_NONE },
    { TETAP, "serahkan", TETAP, PENILAI_PENGELOLA, true, belum_diterima, diserahkan, DL_NONE },
    { TETAP, "catat_penolakan", TETAP, PENILAI_PENGELOLA, true, belum_ditanggapi, menolak, DL_NONE },
    { TETAP, "keberatan", EVALUASI_KEBERATAN, WHO_PEMILIK, true, keberatan_boleh, NULL, DL_KEBERATAN },
    { EVALUASI_KEBERATAN, "cabut", TETAP, WHO_PEMILIK, false, keberatan_sudah_dicabut, NULL, DL_NONE },
    { EVALUASI_KEBERATAN, "putus", EVALUASI_DIPUTUS, WHO_ATASAN_PENILAI, false, keberatan_sudah_diputus, NULL,
      DL_KEBERATAN },
    { TETAP, "finalkan", EVALUASI_FINAL, PENGELOLA_PUSAT, false, keberatan_lewat, NULL, DL_NONE },
    { EVALUASI_DIPUTUS, "finalkan", EVALUASI_FINAL, PENGELOLA_PUSAT, false, keberatan_lewat, NULL, DL_NONE },
    { EVALUASI_BELUM, "lewati", EVALUASI_TIDAK_DINILAI, PENILAI_PENGELOLA, true, belum_ditutup, dilewati,
      DL_NONE },
    { EVALUASI_DINILAI, "lewati", EVALUASI_TIDAK_DINILAI, WHO_SISTEM, true, belum_ditutup, dilewati,
      DL_NONE },
    { EVALUASI_TIDAK_DINILAI, "pulihkan", EVALUASI_BELUM, PENILAI_PENGELOLA, true, belum_ditutup, dipulihkan,
      DL_NONE },
};
const struct machine evaluasi_machine = {
    "evaluasi", "evaluasi", states, COUNT(states), rows, COUNT(rows), "evaluasi", "status",
};

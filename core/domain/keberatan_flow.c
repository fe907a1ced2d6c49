/* diajukan → pemeriksaan → ditolak | diubah; and the guards with which an evaluation follows. */
#include "domain/keberatan.h"

#include "domain/aturan.h"
#include "domain/gangguan.h"

static const char *const states[] = { "diajukan", "pemeriksaan", "ditolak",
                                      "diubah",   "dicabut",     "tidak_diterima" };

static enum status periode_terbuka_of(struct db *db, const struct who *who, struct flow_object *o,
                                      struct err *e)
{
    int64_t periode_id = 0;
    enum status st =
        db_int(db, &periode_id, e,
               "SELECT v.periode_id FROM keberatan k JOIN evaluasi v ON v.id = k.evaluasi_id WHERE k.id = $1",
               "i", o->id);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

/* A decision waits for both statements, but not beyond the day that was set for them. */
static enum status keduanya_didengar(struct db *db, const struct who *who, struct flow_object *o,
                                     struct err *e)
{
    int64_t missing = 0;
    enum status st = periode_terbuka_of(db, who, o, e);

    if (st != ST_OK)
        return st;
    st = db_int(db, &missing, e,
                "SELECT count(*) FROM keberatan WHERE id = $1 AND batas_penjelasan >= $2"
                " AND (penjelasan_pegawai = '' OR penjelasan_penilai = '')",
                "it", o->id, who->hari);
    return st == ST_OK && missing ? err_set(e, E_KEBERATAN_PENJELASAN, NULL) : st;
}

static enum status diperiksa(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char last[DATE_TEXT];
    enum status st = aturan_batas(db, "keberatan.penjelasan_hari", who->hari, last, e);

    return st == ST_OK ? db_exec(db, NULL, e, "UPDATE keberatan SET batas_penjelasan = $1 WHERE id = $2",
                                 "ti", last, o->id)
                       : st;
}

/* Each side has one statement; a new one takes the place of the old, which the audit keeps. */
static enum status dijelaskan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    if (who->pegawai_id == o->subject.pegawai_id)
        return db_exec(db, NULL, e, "UPDATE keberatan SET penjelasan_pegawai = $1 WHERE id = $2", "ti",
                       o->catatan, o->id);
    return db_exec(db, NULL, e, "UPDATE keberatan SET penjelasan_penilai = $1 WHERE id = $2", "ti",
                   o->catatan, o->id);
}

#define KEDUANYA (WHO_PEMILIK | WHO_PENILAI)
static const struct transition rows[] = {
    { KEBERATAN_DIAJUKAN, "periksa", KEBERATAN_PEMERIKSAAN, WHO_ATASAN_PENILAI, false, periode_terbuka_of,
      diperiksa, DL_NONE },
    { KEBERATAN_PEMERIKSAAN, "jelaskan", KEBERATAN_PEMERIKSAAN, KEDUANYA, true, periode_terbuka_of,
      dijelaskan, DL_NONE },
    { KEBERATAN_PEMERIKSAAN, "tolak", KEBERATAN_DITOLAK, WHO_ATASAN_PENILAI, true, keduanya_didengar,
      keberatan_ditutup, DL_KEBERATAN },
    { KEBERATAN_PEMERIKSAAN, "ubah", KEBERATAN_DIUBAH, WHO_ATASAN_PENILAI, true, keduanya_didengar,
      keberatan_ditutup, DL_KEBERATAN },
    { KEBERATAN_DIAJUKAN, "cabut", KEBERATAN_DICABUT, WHO_PEMILIK, false, periode_terbuka_of,
      keberatan_ditutup, DL_NONE },
    { KEBERATAN_PEMERIKSAAN, "cabut", KEBERATAN_DICABUT, WHO_PEMILIK, false, periode_terbuka_of,
      keberatan_ditutup, DL_NONE },
};
const struct machine keberatan_machine = {
    "keberatan", "keberatan", states, COUNT(states), rows, COUNT(rows), "keberatan", "status",
};

/* Guards of the evaluation --------------------------------------------------------------------------------
 */

static enum status evaluasi_terbuka(struct db *db, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st = db_int(db, &periode_id, e, "SELECT periode_id FROM evaluasi WHERE id = $1", "i", o->id);

    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

enum status keberatan_boleh(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t there = 0, late = 0;
    char day[DATE_TEXT];
    enum status st =
        db_int(db, &there, e, "SELECT count(*) FROM keberatan WHERE evaluasi_id = $1", "i", o->id);

    if (st == ST_OK && there)
        return err_set(e, E_KEBERATAN_ADA, NULL);
    if (st != ST_OK || (st = evaluasi_terbuka(db, o, e)) != ST_OK)
        return st;
    if ((st = gangguan_hari(db, who->hari, day, e)) != ST_OK)
        return st;
    st = db_int(db, &late, e, "SELECT count(*) FROM evaluasi WHERE id = $1 AND batas_keberatan < $2", "it",
                o->id, day);
    return st == ST_OK && late ? err_set(e, E_KEBERATAN_TERLAMBAT, NULL) : st;
}

/* The evaluation's own event comes with the decision of its objection, never by itself. */
static enum status objection_is(struct db *db, int64_t evaluasi_id, const char *a, const char *b,
                                struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e, "SELECT count(*) FROM keberatan WHERE evaluasi_id = $1 AND (status = $2 OR status = $3)",
        "itt", evaluasi_id, a, b);

    return st == ST_OK && !n ? err_set(e, E_KEBERATAN_BELUM_DIPUTUS, NULL) : st;
}

enum status keberatan_sudah_diputus(struct db *db, const struct who *who, struct flow_object *o,
                                    struct err *e)
{
    (void)who;
    return objection_is(db, o->id, "ditolak", "diubah", e);
}

enum status keberatan_sudah_dicabut(struct db *db, const struct who *who, struct flow_object *o,
                                    struct err *e)
{
    (void)who;
    return objection_is(db, o->id, "dicabut", "dicabut", e);
}

enum status keberatan_lewat(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t over = 0;
    char day[DATE_TEXT];
    enum status st = gangguan_hari(db, who->hari, day, e);

    if (st != ST_OK)
        return st;
    st = db_int(db, &over, e,
                "SELECT count(*) FROM evaluasi v WHERE v.id = $1 AND (v.status = 'diputus'"
                " OR v.batas_keberatan < $2 OR EXISTS (SELECT 1 FROM keberatan k WHERE k.evaluasi_id = v.id"
                " AND k.status = 'dicabut'))",
                "it", o->id, day);

    return st == ST_OK && !over ? err_set(e, E_KEBERATAN_BERJALAN, NULL) : st;
}

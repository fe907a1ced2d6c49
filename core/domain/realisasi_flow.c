/* draf → diajukan → diterima | dikembalikan. */
#include "domain/realisasi.h"

#include "base/json.h"

static const char *const states[] = { "draf", "diajukan", "diterima", "dikembalikan" };

static enum status period_of(struct db *db, int64_t id, int64_t *periode_id, struct err *e)
{
    return db_int(db, periode_id, e, "SELECT periode_id FROM realisasi WHERE id = $1", "i", id);
}

static enum status terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st = period_of(db, o->id, &periode_id, e);

    (void)who;
    return st == ST_OK ? periode_terbuka(db, periode_id, e) : st;
}

/* One value is enough: what is missing is a warning. */
static enum status terisi(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st;

    if (o->id == 0)
        return err_set(e, E_REALISASI_KOSONG, NULL);
    if ((st = terbuka(db, who, o, e)) != ST_OK)
        return st;
    st = db_int(db, &n, e, "SELECT count(*) FROM realisasi_nilai WHERE realisasi_id = $1", "i", o->id);
    return st == ST_OK && n == 0 ? err_set(e, E_REALISASI_KOSONG, NULL) : st;
}

/* The evaluator may still decide while the period is locked: only what people enter ends with the lock. */
static enum status belum_ditutup(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st = period_of(db, o->id, &periode_id, e);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

static enum status dikembalikan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE realisasi SET catatan = $1 WHERE id = $2", "ti", o->catatan, o->id);
}

/* Returning what the owner could not correct any more would be a dead end: `kembalikan` needs an open
 * period. */
static const struct transition rows[] = {
    { REALISASI_DRAF, "ajukan", REALISASI_DIAJUKAN, WHO_PEMILIK, false, terisi, NULL, DL_REALISASI },
    { REALISASI_DIKEMBALIKAN, "ajukan", REALISASI_DIAJUKAN, WHO_PEMILIK, false, terisi, NULL, DL_REALISASI },
    { REALISASI_DIAJUKAN, "tarik", REALISASI_DRAF, WHO_PEMILIK, false, terbuka, NULL, DL_NONE },
    { REALISASI_DIAJUKAN, "terima", REALISASI_DITERIMA, WHO_PENILAI, false, belum_ditutup, NULL,
      DL_REALISASI },
    { REALISASI_DIAJUKAN, "kembalikan", REALISASI_DIKEMBALIKAN, WHO_PENILAI, true, terbuka, dikembalikan,
      DL_NONE },
};
const struct machine realisasi_machine = {
    "realisasi", "realisasi", states, COUNT(states), rows, COUNT(rows), "realisasi", "status",
};

enum status realisasi_boleh_isi(struct db *db, const struct realisasi *r, struct err *e)
{
    enum status st = periode_terbuka(db, r->periode.id, e);

    if (st == ST_OK && r->status != REALISASI_DRAF && r->status != REALISASI_DIKEMBALIKAN)
        st =
            err_set(e, E_REALISASI_TERKUNCI, "Realisasi berstatus %s tidak dapat diubah.", states[r->status]);
    return st;
}

enum status realisasi_aksi(struct db *db, const struct who *who, const struct realisasi *r,
                           struct flow_object *o, struct jw *w, struct err *e)
{
    struct err save = ERR_NONE, evidence = ERR_NONE;
    enum status st;

    jw_open(w, '[');
    if (who->pegawai_id && who->pegawai_id == r->pegawai_id) {
        (void)(realisasi_boleh_isi(db, r, &save) == ST_OK);
        (void)(periode_terbuka(db, r->periode.id, &evidence) == ST_OK);
        flow_aksi_baris(w, "simpan", false, &save);
        flow_aksi_baris(w, "unggah_bukti", false, &evidence);
    }
    st = flow_aksi_isi(db, &realisasi_machine, o, who, w, e);
    jw_close(w);
    return st;
}

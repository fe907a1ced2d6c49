/* Sessions: dijadwalkan → dibuka → ditutup | batal. Proposals: diusulkan → diterima | dipertahankan |
 * dicabut. */
#include <string.h>

#include "domain/kalibrasi.h"

/* Sessions
 * --------------------------------------------------------------------------------------------------- */

static enum status periode_terbuka_of(struct db *db, const struct who *who, struct flow_object *o,
                                      struct err *e)
{
    int64_t periode_id = 0;
    enum status st = db_int(db, &periode_id, e, "SELECT periode_id FROM kalibrasi WHERE id = $1", "i", o->id);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

static enum status harinya(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = periode_terbuka_of(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e, "SELECT count(*) FROM kalibrasi WHERE id = $1 AND tanggal > $2", "it", o->id,
                    who->hari);
    return st == ST_OK && n ? err_set(e, E_KALIBRASI_TANGGAL, "Rapat kalibrasi ini belum tiba harinya.") : st;
}

static enum status semua_diputus(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(
        db, &n, e, "SELECT count(*) FROM kalibrasi_usul WHERE kalibrasi_id = $1 AND status = 'diusulkan'",
        "i", o->id);

    (void)who;
    return st == ST_OK && n ? err_set(e, E_KALIBRASI_TERBUKA, NULL) : st;
}

#define PEMANGGIL (WHO_PEMILIK | WHO_PENGELOLA)
static const char *const session_states[] = { "dijadwalkan", "dibuka", "ditutup", "batal" };
static const struct transition session_rows[] = {
    { KALIBRASI_DIJADWALKAN, "buka", KALIBRASI_DIBUKA, PEMANGGIL, false, harinya, kalibrasi_dibuka, DL_NONE },
    { KALIBRASI_DIBUKA, "tutup", KALIBRASI_DITUTUP, PEMANGGIL, true, semua_diputus, kalibrasi_ditutup,
      DL_NONE },
    { KALIBRASI_DIJADWALKAN, "batalkan", KALIBRASI_BATAL, PEMANGGIL, true, NULL, NULL, DL_NONE },
};
const struct machine kalibrasi_machine = {
    "kalibrasi",  "kalibrasi",         session_states, COUNT(session_states),
    session_rows, COUNT(session_rows), "kalibrasi",    "status",
};

/* Proposals
 * -------------------------------------------------------------------------------------------------- */

static enum status rapat_dibuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM kalibrasi_usul u JOIN kalibrasi k ON k.id = u.kalibrasi_id"
                            " AND k.status = 'dibuka' WHERE u.id = $1",
                            "i", o->id);

    (void)who;
    return st == ST_OK && !n ? err_set(e, E_KALIBRASI_DITUTUP, NULL) : st;
}

static enum status masih_dinilai(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = rapat_dibuka(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM kalibrasi_usul u JOIN evaluasi v ON v.id = u.evaluasi_id"
                    " AND v.status = 'dinilai' WHERE u.id = $1",
                    "i", o->id);
    return st == ST_OK && !n ? err_set(e, E_KALIBRASI_DITETAPKAN, NULL) : st;
}

static enum status pengusulnya(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t by = 0;
    enum status st = rapat_dibuka(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &by, e, "SELECT coalesce(akun_id, 0) FROM kalibrasi_usul WHERE id = $1", "i", o->id);
    return st == ST_OK && by != who->akun_id ? err_set(e, E_USULAN_BUKAN_PENGUSUL, NULL) : st;
}

static enum status disampaikan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE kalibrasi_usul SET kata_pimpinan = $2 WHERE id = $1", "it", o->id,
                   o->catatan);
}

static enum status diputus(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(
        db, NULL, e, "UPDATE kalibrasi_usul SET tanggapan = $2, diputus = $3, penilai_id = $4 WHERE id = $1",
        "ittI", o->id, o->catatan ? o->catatan : "", now, who->pegawai_id ? &who->pegawai_id : NULL);
}

/* atasan_penilai of a proposal is who leads the counting unit: the superior of its evaluators. */
#define PENGUSUL (WHO_PENILAI | WHO_ATASAN_PENILAI | WHO_PENGELOLA)
static const char *const states[] = { "diusulkan", "diterima", "dipertahankan", "dicabut" };
static const struct transition rows[] = {
    { USUL_DIUSULKAN, "sampaikan", USUL_DIUSULKAN, WHO_ATASAN_PENILAI, true, rapat_dibuka, disampaikan,
      DL_NONE },
    { USUL_DIUSULKAN, "terima", USUL_DITERIMA, WHO_PENILAI, false, masih_dinilai, usul_diterima, DL_NONE },
    { USUL_DIUSULKAN, "pertahankan", USUL_DIPERTAHANKAN, WHO_PENILAI, true, rapat_dibuka, diputus, DL_NONE },
    { USUL_DIUSULKAN, "cabut", USUL_DICABUT, PENGUSUL, false, pengusulnya, diputus, DL_NONE },
};
const struct machine usul_kalibrasi_machine = {
    "usul_kalibrasi", "usul kalibrasi", states, COUNT(states), rows, COUNT(rows), "kalibrasi_usul", "status",
};

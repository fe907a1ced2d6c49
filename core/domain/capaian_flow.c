/* belum → capaian_diusulkan → capaian_ditetapkan → pola_disetel → predikat_ditetapkan, and the ways back. */
#include <string.h>

#include "domain/capaian_organisasi.h"
#include "domain/periode.h"

static const char *const states[] = { "belum",        "capaian_diusulkan",
                                      "dikembalikan", "capaian_ditetapkan",
                                      "pola_disetel", "predikat_ditetapkan" };

static enum status terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st =
        db_int(db, &periode_id, e, "SELECT periode_id FROM capaian_organisasi WHERE id = $1", "i", o->id);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

/* Whatever other office he has: nobody judges the unit that he heads. */
static enum status bukan_sendiri(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    if (who->pegawai_id && who->pegawai_id == o->subject.pegawai_id)
        return err_set(e, E_CAPAIAN_DIRI, NULL);
    return terbuka(db, who, o, e);
}

/* The head's evaluation was fixed by it: changing it now would leave him with a rating that is nobody's. */
static enum status belum_dipakai(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = bukan_sendiri(db, who, o, e);

    if (st == ST_OK)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM capaian_organisasi c JOIN evaluasi v ON v.periode_id = c.periode_id"
                    " JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"
                    " AND s.unit_id = c.unit_id WHERE c.id = $1 AND v.kepala_hasil_id IS NOT NULL"
                    " AND v.status NOT IN ('belum', 'dinilai')",
                    "i", o->id);
    return st == ST_OK && n ? err_set(e, E_CAPAIAN_DIPAKAI, NULL) : st;
}

#define UNIT_PENGELOLA (WHO_PEMILIK | WHO_PENGELOLA)
#define PIMPINAN (WHO_PENILAI | WHO_ADMIN_PUSAT)
#define POLA_OLEH (WHO_PEMILIK | WHO_PENILAI | WHO_ADMIN_PUSAT)
#define DIUSULKAN CAPAIAN_DIUSULKAN
#define DITETAPKAN CAPAIAN_DITETAPKAN
static const struct transition rows[] = {
    { CAPAIAN_BELUM, "usulkan", DIUSULKAN, UNIT_PENGELOLA, true, terbuka, capaian_diusulkan, DL_NONE },
    { CAPAIAN_DIKEMBALIKAN, "usulkan", DIUSULKAN, UNIT_PENGELOLA, true, terbuka, capaian_diusulkan, DL_NONE },
    { DIUSULKAN, "usulkan", DIUSULKAN, UNIT_PENGELOLA, true, terbuka, capaian_diusulkan, DL_NONE },
    { DIUSULKAN, "tarik", CAPAIAN_BELUM, UNIT_PENGELOLA, false, terbuka, NULL, DL_NONE },
    { DIUSULKAN, "kembalikan", CAPAIAN_DIKEMBALIKAN, PIMPINAN, true, bukan_sendiri, capaian_dicatat,
      DL_NONE },
    { CAPAIAN_BELUM, "tetapkan", DITETAPKAN, PIMPINAN, false, bukan_sendiri, capaian_ditetapkan,
      DL_EVALUASI },
    { DIUSULKAN, "tetapkan", DITETAPKAN, PIMPINAN, false, bukan_sendiri, capaian_ditetapkan, DL_EVALUASI },
    { CAPAIAN_DIKEMBALIKAN, "tetapkan", DITETAPKAN, PIMPINAN, false, bukan_sendiri, capaian_ditetapkan,
      DL_EVALUASI },
    { DITETAPKAN, "tetapkan", DITETAPKAN, PIMPINAN, false, belum_dipakai, capaian_ditetapkan, DL_EVALUASI },
    { DITETAPKAN, "batalkan", CAPAIAN_BELUM, PIMPINAN, true, belum_dipakai, capaian_dibatalkan, DL_NONE },
    { DITETAPKAN, "setel_pola", CAPAIAN_POLA, POLA_OLEH, false, terbuka, capaian_pola_dilihat, DL_EVALUASI },
    { CAPAIAN_POLA, "tetapkan_predikat", CAPAIAN_PREDIKAT, PIMPINAN, false, bukan_sendiri,
      capaian_pola_dilihat, DL_EVALUASI },
    { CAPAIAN_POLA, "buka", DITETAPKAN, POLA_OLEH, true, terbuka, capaian_dicatat, DL_NONE },
    { CAPAIAN_PREDIKAT, "buka", CAPAIAN_POLA, PIMPINAN, true, bukan_sendiri, capaian_dicatat, DL_NONE },
};
const struct machine capaian_organisasi_machine = {
    "capaian_organisasi", "capaian organisasi", states,   COUNT(states), rows,
    COUNT(rows),          "capaian_organisasi", "status",
};

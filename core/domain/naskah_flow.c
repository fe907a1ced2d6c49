/* Which steps can be prepared for somebody, and the way of a prepared one. */
#include "domain/naskah.h"

#include <string.h>

#define SKP "/api/v1/skp/{id}"
#define REALISASI "/api/v1/skp/{id}/realisasi/{periode}"
#define EVALUASI "/api/v1/evaluasi/{id}"

/* clang-format off */
const struct naskah_jenis naskah_jenis_table[] = {
    { "skp.buat", KUASA_SKP, OBJEK_BARU, "POST", "/api/v1/skp", NULL, false },
    { "skp.simpan", KUASA_SKP, OBJEK_SKP, "PUT", SKP, NULL, false },
    { "skp.ajukan", KUASA_SKP, OBJEK_SKP, "POST", SKP "/aksi", "ajukan", false },
    { "realisasi.simpan", KUASA_REALISASI, OBJEK_REALISASI, "PUT", REALISASI, NULL, false },
    { "realisasi.ajukan", KUASA_REALISASI, OBJEK_REALISASI, "POST", REALISASI "/aksi", "ajukan", false },
    { "capaian_organisasi.tetapkan", KUASA_CAPAIAN, OBJEK_CAPAIAN, "PUT",
      "/api/v1/unit/{id}/capaian-organisasi/{periode}", NULL, true },
    { "skp.ekspektasi", KUASA_PUTUSAN_SKP, OBJEK_SKP, "PUT", SKP "/ekspektasi", NULL, true },
    { "skp.setujui", KUASA_PUTUSAN_SKP, OBJEK_SKP, "POST", SKP "/aksi", "setujui", true },
    { "skp.kembalikan", KUASA_PUTUSAN_SKP, OBJEK_SKP, "POST", SKP "/aksi", "kembalikan", true },
    { "realisasi.terima", KUASA_PUTUSAN_REALISASI, OBJEK_REALISASI, "POST", REALISASI "/aksi", "terima", true },
    { "realisasi.kembalikan", KUASA_PUTUSAN_REALISASI, OBJEK_REALISASI, "POST", REALISASI "/aksi", "kembalikan",
      true },
    { "evaluasi.nilai", KUASA_EVALUASI, OBJEK_EVALUASI, "POST", EVALUASI "/nilai", NULL, true },
    { "evaluasi.tetapkan", KUASA_EVALUASI, OBJEK_EVALUASI, "POST", EVALUASI "/aksi", "tetapkan", true },
    { .kode = NULL },
};
/* clang-format on */

const struct naskah_jenis *naskah_jenis(const char *kode)
{
    for (const struct naskah_jenis *j = naskah_jenis_table; kode && j->kode; j++)
        if (strcmp(j->kode, kode) == 0)
            return j;
    return NULL;
}

/* The machine ---------------------------------------------------------------------------------------------
 */

static const char *const states[] = { "disiapkan", "dikonfirmasi", "dikembalikan",    "ditolak",
                                      "ditarik",   "kedaluwarsa",  "lembar_diunggah", "diperiksa" };

/* It can still take effect: its last day has not passed, and its authorisation holds. */
static enum status masih_berlaku(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct naskah *n = o->data;

    (void)db;
    if (strcmp(n->batas, who->hari) < 0)
        return err_set(e, E_NASKAH_KEDALUWARSA, "Naskah ini hanya dapat diberlakukan sampai %s.", n->batas);
    return kuasa_berlaku(&n->kuasa, who->hari, e);
}

/* The second officer is a second one: not who drafted, not who is meant or judged by it, and not who entered
 * the authorisation. */
static enum status petugas_kedua(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct naskah *n = o->data;
    int64_t me = who->pegawai_id;
    enum status st = masih_berlaku(db, who, o, e);

    if (st != ST_OK)
        return st;
    if (!who->akun_id || (me && (me == n->penyiap_id || me == n->pegawai_id || me == n->objek_pegawai_id)) ||
        (n->kuasa.akun_id && n->kuasa.akun_id == who->akun_id))
        return err_set(e, E_NASKAH_PEMERIKSA, NULL);
    return naskah_bukan_sendiri(db, n->jenis, &n->sasaran, n->objek_pegawai_id, me, who->hari, e);
}

static enum status sudah_lewat(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct err ended = ERR_NONE;

    return masih_berlaku(db, who, o, &ended) == ST_OK ? err_set(e, E_NASKAH_MASIH_BERLAKU, NULL) : ST_OK;
}

static enum status simpan_catatan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE naskah SET catatan = $2 WHERE id = $1", "it", o->id,
                   o->catatan ? o->catatan : "");
}

#define PETUGAS (WHO_PENGELOLA | WHO_ADMIN_UNIT | WHO_ADMIN_PUSAT)
#define TERBUKA(state)                                                                                       \
    { state, "perbarui", NASKAH_DISIAPKAN, WHO_PENYIAP, false, masih_berlaku, NULL, DL_NONE },               \
        { state, "tarik", NASKAH_DITARIK, WHO_PENYIAP, false, NULL, NULL, DL_NONE },                         \
        { state, "tolak", NASKAH_DITOLAK, WHO_PEMILIK, true, NULL, simpan_catatan, DL_NONE },                \
    {                                                                                                        \
        state, "kedaluwarsa", NASKAH_KEDALUWARSA, WHO_SISTEM, false, sudah_lewat, NULL, DL_NONE              \
    }
static const struct transition rows[] = {
    { NASKAH_DISIAPKAN, "konfirmasi", NASKAH_DIKONFIRMASI, WHO_PEMILIK, false, masih_berlaku, NULL, DL_NONE },
    { NASKAH_DISIAPKAN, "unggah", NASKAH_LEMBAR_DIUNGGAH, WHO_PENYIAP, false, masih_berlaku, NULL, DL_NONE },
    { NASKAH_DISIAPKAN, "kembalikan", NASKAH_DIKEMBALIKAN, WHO_PEMILIK, true, NULL, simpan_catatan, DL_NONE },
    { NASKAH_LEMBAR_DIUNGGAH, "konfirmasi", NASKAH_DIKONFIRMASI, WHO_PEMILIK, false, masih_berlaku, NULL,
      DL_NONE },
    { NASKAH_LEMBAR_DIUNGGAH, "periksa", NASKAH_DIPERIKSA, PETUGAS, false, petugas_kedua, NULL, DL_NONE },
    { NASKAH_LEMBAR_DIUNGGAH, "kembalikan", NASKAH_DIKEMBALIKAN, WHO_PEMILIK | PETUGAS, true, NULL,
      simpan_catatan, DL_NONE },
    TERBUKA(NASKAH_DISIAPKAN),
    TERBUKA(NASKAH_DIKEMBALIKAN),
    TERBUKA(NASKAH_LEMBAR_DIUNGGAH),
};
const struct machine naskah_machine = {
    "naskah", "naskah", states, COUNT(states), rows, COUNT(rows), "naskah", "status",
};

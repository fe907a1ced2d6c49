/* dijadwalkan → dilaksanakan → dijawab → diterima. */
#include "domain/bimbingan.h"

static const char *const states[] = { "dijadwalkan", "dilaksanakan", "dijawab", "diterima", "dibatalkan" };

static enum status sudah_waktunya(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t early = 0;
    enum status st = db_int(db, &early, e, "SELECT count(*) FROM bimbingan WHERE id = $1 AND tanggal > $2",
                            "it", o->id, who->hari);

    return st == ST_OK && early ? err_set(e, E_BIMBINGAN_TANGGAL, NULL) : st;
}

static enum status disepakati(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE bimbingan SET langkah = $1 WHERE id = $2", "ti", o->catatan, o->id);
}

static enum status bukan_konseling(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t other = 0;
    enum status st = db_int(
        db, &other, e, "SELECT count(*) FROM bimbingan WHERE id = $1 AND jenis <> 'bimbingan'", "i", o->id);

    (void)who;
    return st == ST_OK && other ? err_set(e, E_BIMBINGAN_JENIS, NULL) : st;
}

static const struct transition rows[] = {
    { BIMBINGAN_DIJADWALKAN, "laksanakan", BIMBINGAN_DILAKSANAKAN, WHO_PENILAI, true, sudah_waktunya,
      disepakati, DL_NONE },
    { BIMBINGAN_DIJADWALKAN, "batalkan", BIMBINGAN_DIBATALKAN, WHO_PENILAI, true, NULL, NULL, DL_NONE },
    { BIMBINGAN_DILAKSANAKAN, "jawab", BIMBINGAN_DIJAWAB, WHO_PEMILIK, false, bukan_konseling, NULL,
      DL_NONE },
    { BIMBINGAN_DIJAWAB, "terima", BIMBINGAN_DITERIMA, WHO_ATASAN_PENILAI, false, NULL, NULL, DL_NONE },
};
const struct machine bimbingan_machine = {
    "bimbingan", "bimbingan", states, COUNT(states), rows, COUNT(rows), "bimbingan", "status",
};

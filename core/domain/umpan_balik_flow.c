/* tercatat → ditarik; corrections and replies leave the state. */
#include <stdio.h>
#include <string.h>

#include "domain/umpan_balik.h"

static const char *const states[] = { "tercatat", "ditarik" };

/* Within the author's time, and no evaluator has rated on it yet. */
static enum status masih_dapat_diubah(struct db *db, const struct who *who, struct flow_object *o,
                                      struct err *e)
{
    char now[TIME_TEXT];
    int64_t late = 0, used = 0;
    enum status st;

    (void)who;
    time_format(clock_now(), now);
    st = db_int(db, &late, e, "SELECT count(*) FROM umpan_balik WHERE id = $1 AND batas_koreksi < $2", "it",
                o->id, now);
    if (st == ST_OK && late)
        return err_set(e, E_UMPAN_BATAS, NULL);
    if (st == ST_OK)
        st = db_int(db, &used, e,
                    "SELECT count(*) FROM umpan_balik u JOIN skp_versi k ON k.skp_id = u.skp_id"
                    " JOIN evaluasi v ON v.skp_versi_id = k.id JOIN periode p ON p.id = v.periode_id"
                    " WHERE u.id = $1 AND v.status <> 'belum' AND u.tanggal BETWEEN p.mulai AND p.selesai",
                    "i", o->id);
    return st == ST_OK && used ? err_set(e, E_UMPAN_DINILAI, NULL) : st;
}

/* The words that stood before are kept beside. */
static enum status diubah(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];
    enum status st;

    (void)who;
    time_format(clock_now(), now);
    st = db_exec(db, NULL, e,
                 "INSERT INTO umpan_balik_lama (umpan_balik_id, n, waktu, teks) SELECT id,"
                 " (SELECT count(*) + 1 FROM umpan_balik_lama WHERE umpan_balik_id = $1), $2, teks"
                 " FROM umpan_balik WHERE id = $1",
                 "it", o->id, now);
    return st == ST_OK ? db_exec(db, NULL, e, "UPDATE umpan_balik SET teks = $1 WHERE id = $2", "ti",
                                 o->catatan, o->id)
                       : st;
}

static enum status dibalas(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];

    (void)who;
    time_format(clock_now(), now);
    return db_exec(db, NULL, e, "UPDATE umpan_balik SET balasan = $1, dibalas = $2 WHERE id = $3", "tti",
                   o->catatan, now, o->id);
}

static const struct transition rows[] = {
    { UMPAN_TERCATAT, "ubah", UMPAN_TERCATAT, WHO_PIHAK, true, masih_dapat_diubah, diubah, DL_NONE },
    { UMPAN_TERCATAT, "tarik", UMPAN_DITARIK, WHO_PIHAK, false, masih_dapat_diubah, NULL, DL_NONE },
    { UMPAN_TERCATAT, "balas", UMPAN_TERCATAT, WHO_PEMILIK, true, NULL, dibalas, DL_NONE },
};
const struct machine umpan_balik_machine = {
    "umpan_balik", "umpan balik", states, COUNT(states), rows, COUNT(rows), "umpan_balik", "status",
};

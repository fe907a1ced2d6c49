#include "domain/hasil.h"

#include "base/clock.h"

enum status hasil_add(struct db *db, const struct hasil_baru *h, int64_t *id, struct err *e)
{
    char now[TIME_TEXT];
    enum status st;

    time_format(clock_now(), now);
    st = db_insert(
        db, id, e,
        "INSERT INTO hasil (evaluasi_id, kode, release_id, setelan_hash, masukan_hash, masukan, api,"
        " nilai, galat, pesan, waktu) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " ON CONFLICT (evaluasi_id, kode, release_id, setelan_hash, masukan_hash) DO NOTHING",
        "ititttitttt", h->evaluasi_id, h->kode, h->release_id, h->setelan_hash, h->masukan_hash, h->masukan,
        (int64_t)h->api, h->nilai, h->galat, h->pesan, now);
    if (st != ST_OK || *id)
        return st;
    /* The equal row that was there: a function of the same release, settings and input has one value. */
    return db_int(db, id, e,
                  "SELECT id FROM hasil WHERE evaluasi_id = $1 AND kode = $2 AND release_id = $3"
                  " AND setelan_hash = $4 AND masukan_hash = $5",
                  "ititt", h->evaluasi_id, h->kode, h->release_id, h->setelan_hash, h->masukan_hash);
}

#include "domain/belajar.h"

#include <stdio.h>

#include "base/clock.h"

/* When the period was closed the last time. */
static enum status closed_at(struct db *db, int64_t periode_id, char out[TIME_TEXT], struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT waktu FROM audit WHERE objek = 'periode' AND objek_id = $1 AND ke = 'ditutup'"
                " ORDER BY n DESC LIMIT 1",
                "i", periode_id);

    if (st == ST_OK && rows_next(&r))
        snprintf(out, TIME_TEXT, "%s", row_text(&r, 0));
    return rows_end(&r, st, e);
}

/* $1 person, $2 first and $3 last day, $4 the moment as of which, $5 first day of the year. A record is
 * verified, proposed or going on by its moments, not by its state: the state says only how it is now. */
static const char figures[] =
    "SELECT COALESCE(SUM(CASE WHEN sah = 1 AND selesai >= $2 THEN jp END), 0),"
    " COALESCE(SUM(CASE WHEN sah = 1 THEN jp END), 0),"
    " COALESCE(SUM(CASE WHEN sah = 0 AND usul = 1 AND selesai >= $2 THEN jp_usulan END), 0),"
    " COALESCE(SUM(1 - sah), 0),"
    " COALESCE(SUM(CASE WHEN sah = 1 AND selesai >= $2 THEN 1 END), 0)"
    " FROM (SELECT selesai, COALESCE(jp_diakui, 0) AS jp, jp_usulan,"
    " CASE WHEN diverifikasi IS NOT NULL AND diverifikasi <= $4 THEN 1 ELSE 0 END AS sah,"
    " CASE WHEN diusulkan IS NOT NULL AND diusulkan <= $4 THEN 1 ELSE 0 END AS usul"
    " FROM pelatihan WHERE pegawai_id = $1 AND diikuti <= $4 AND (berakhir IS NULL OR berakhir > $4)"
    " AND ((selesai BETWEEN $5 AND $3) OR (selesai IS NULL AND substr(diikuti, 1, 10) <= $3))) x";

enum status belajar_read(struct db *db, int64_t skp_id, const char *mulai, const char *selesai,
                         int64_t ditutup, struct belajar *out, struct err *e)
{
    char moment[TIME_TEXT], year[DATE_TEXT];
    int64_t pegawai_id;
    struct rows r;
    enum status st = db_int(db, &pegawai_id, e, "SELECT pegawai_id FROM skp WHERE id = $1", "i", skp_id);

    *out = (struct belajar){ 0 };
    time_format(clock_now(), moment);
    snprintf(year, sizeof(year), "%.4s-01-01", selesai);
    if (st == ST_OK && ditutup)
        st = closed_at(db, ditutup, moment, e);
    if (st != ST_OK)
        return st;
    st = db_rows(db, &r, e, figures, "itttt", pegawai_id, mulai, selesai, moment, year);
    if (st == ST_OK && rows_next(&r))
        *out = (struct belajar){
            .jp = row_int(&r, 0),
            .jp_tahun = row_int(&r, 1),
            .jp_usulan = row_int(&r, 2),
            .modul_berjalan = row_int(&r, 3),
            .modul_selesai = row_int(&r, 4),
        };
    return rows_end(&r, st, e);
}

#include "domain/angka.h"

#include "base/json.h"

enum status angka_skp(struct db *db, int64_t unit_id, const struct periode *p, const char *hari, struct jw *w,
                      struct err *e)
{
    struct rows r;
    enum status st;

    jw_open(w, '{');
    st = db_rows(db, &r, e,
                 "WITH RECURSIVE bawah(id) AS (SELECT $1 UNION SELECT i.unit_id FROM unit_induk i"
                 " JOIN bawah b ON i.induk_id = b.id"
                 " WHERE i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2))"
                 " SELECT v.status, count(*) FROM skp s JOIN skp_versi v ON v.skp_id = s.id"
                 " WHERE s.unit_id IN (SELECT id FROM bawah) AND s.mulai <= $4 AND s.selesai >= $3"
                 " AND v.n = (SELECT max(n) FROM skp_versi WHERE skp_id = s.id)"
                 " GROUP BY v.status ORDER BY v.status",
                 "ittt", unit_id, hari, p->mulai, p->selesai);
    while (st == ST_OK && rows_next(&r))
        jw_kint(w, row_text(&r, 0), row_int(&r, 1));
    st = rows_end(&r, st, e);
    jw_close(w);
    return st;
}

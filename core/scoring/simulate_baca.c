#include "scoring/simulate_baca.h"

#include <stdio.h>
#include <string.h>

/* Rows --------------------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                              \
    "m.id, m.plugin, m.label, m.sha256, m.setelan_hash, r.id, p.kode, u.kode, m.evaluasi, m.berubah,"        \
    " m.gagal, m.tertunda, m.hash, m.durasi_us, a.nama, m.waktu"
#define FROM                                                                                                 \
    " FROM simulasi m JOIN periode p ON p.id = m.periode_id LEFT JOIN unit u ON u.id = m.unit_id"            \
    " LEFT JOIN release r ON r.sha256 = m.sha256 LEFT JOIN akun a ON a.id = m.akun_id WHERE "

static void put_row(const struct rows *r, struct jw *w)
{
    jw_kint(w, "id", row_int(r, 0));
    jw_ktext(w, "plugin", row_text(r, 1));
    jw_ktext(w, "versi", row_text(r, 2));
    jw_ktext(w, "sha256", row_text(r, 3));
    jw_ktext(w, "setelan_hash", row_text(r, 4));
    jw_key(w, "release_id");
    if (row_null(r, 5))
        jw_null(w);
    else
        jw_int(w, row_int(r, 5));
    jw_ktext(w, "periode", row_text(r, 6));
    jw_ktext(w, "unit", row_text(r, 7));
    jw_kint(w, "evaluasi", row_int(r, 8));
    jw_kint(w, "berubah", row_int(r, 9));
    jw_kint(w, "gagal", row_int(r, 10));
    jw_kint(w, "tertunda", row_int(r, 11));
    jw_kbool(w, "lengkap", row_int(r, 11) == 0);
    jw_ktext(w, "hash", row_text(r, 12));
    jw_kreal(w, "detik", (double)row_int(r, 13) / 1e6);
    jw_ktext(w, "oleh", row_text(r, 14));
    jw_ktext(w, "waktu", row_text(r, 15));
}

static void where_seen(const struct who *who, const char *unit, struct buf *sql)
{
    right_where(who, AKSI_PLUGIN_TELAAH, &(struct right_columns){ .unit = unit }, sql);
}

enum status simulasi_list(struct db *db, const struct who *who, struct simulasi_saring *f, struct jw *w,
                          struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    int n = 0;
    int64_t last = 0;
    enum status st;

    buf_str(&sql, "SELECT " COLUMNS FROM);
    where_seen(who, "m.unit_id", &sql);
    buf_str(&sql, " AND m.id < $1 AND ($2 = '' OR m.plugin = $2) AND ($3 = 0 OR m.periode_id = $3)"
                  " ORDER BY m.id DESC LIMIT $4");
    f->out_lagi = 0;
    st = db_rows(db, &r, e, sql.p, "itii", f->sebelum, f->plugin ? f->plugin : "", f->periode_id,
                 (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == f->batas) {
            f->out_lagi = last;
            break;
        }
        last = row_int(&r, 0);
        jw_open(w, '{');
        put_row(&r, w);
        jw_close(w);
    }
    buf_free(&sql);
    return rows_end(&r, st, e);
}

/* People ------------------------------------------------------------------------------------------------- */

static int64_t evaluasi_of(const json_t *o)
{
    return json_integer_value(json_object_get(o, "evaluasi"));
}

static void list_ids(const json_t *people, struct buf *sql, bool *first)
{
    size_t i;
    json_t *o;

    json_array_foreach(people, i, o)
    {
        buf_printf(sql, "%s%lld", *first ? "" : ",", (long long)evaluasi_of(o));
        *first = false;
    }
}

/* {"EVALUASI": "nama"} of those that the reader may see. */
static enum status names(struct db *db, const struct who *who, const json_t *report, json_t *out,
                         struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    bool first = true;
    enum status st;

    buf_str(&sql,
            "SELECT e.id, trim(g.gelar_depan || ' ' || g.nama) || CASE g.gelar_belakang WHEN '' THEN ''"
            " ELSE ', ' || g.gelar_belakang END FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id"
            " JOIN skp s ON s.id = v.skp_id JOIN pegawai g ON g.id = s.pegawai_id WHERE ");
    where_seen(who, "s.unit_id", &sql);
    buf_str(&sql, " AND e.id IN (");
    list_ids(json_object_get(report, "terbesar"), &sql, &first);
    list_ids(json_object_get(report, "gagal"), &sql, &first);
    buf_str(&sql, first ? "0)" : ")");
    st = db_rows(db, &r, e, sql.p, "");
    while (st == ST_OK && rows_next(&r)) {
        char key[24];

        snprintf(key, sizeof(key), "%lld", (long long)row_int(&r, 0));
        json_object_set_new(out, key, json_string(row_text(&r, 1)));
    }
    buf_free(&sql);
    return rows_end(&r, st, e);
}

/* Gives each a name; who has none for the reader leaves the list. */
static int64_t keep_seen(json_t *people, const json_t *names)
{
    int64_t hidden = 0;

    for (size_t i = json_array_size(people); i-- > 0;) {
        json_t *o = json_array_get(people, i), *name;
        char key[24];

        snprintf(key, sizeof(key), "%lld", (long long)evaluasi_of(o));
        name = json_object_get(names, key);
        if (name) {
            json_object_set(o, "nama", name);
            continue;
        }
        json_array_remove(people, i);
        hidden++;
    }
    return hidden;
}

static enum status show_people(struct db *db, const struct who *who, json_t *report, struct err *e)
{
    json_t *seen = json_object();
    int64_t hidden;
    enum status st = names(db, who, report, seen, e);

    if (st == ST_OK) {
        hidden = keep_seen(json_object_get(report, "terbesar"), seen);
        hidden += keep_seen(json_object_get(report, "gagal"), seen);
        json_object_set_new(report, "tersembunyi", json_integer(hidden));
    }
    json_decref(seen);
    return st;
}

/* One ---------------------------------------------------------------------------------------------------- */

enum status simulasi_baca(struct db *db, const struct who *who, int64_t id, struct jw *w, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    json_t *report = NULL;
    enum status st;

    buf_str(&sql, "SELECT " COLUMNS ", m.laporan" FROM);
    where_seen(who, "m.unit_id", &sql);
    buf_str(&sql, " AND m.id = $1");
    st = db_rows(db, &r, e, sql.p, "i", id);
    if (st == ST_OK && rows_next(&r)) {
        const char *text = row_text(&r, 16);

        put_row(&r, w);
        st = json_read(text, strlen(text), &report, e);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !report)
        st = err_set(e, E_SIMULASI_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = show_people(db, who, report, e);
    if (st == ST_OK) {
        jw_key(w, "laporan");
        jw_json(w, report);
    }
    json_decref(report);
    buf_free(&sql);
    return st;
}

/* Calendars, holidays and limits of a unit as a resource. */
#include <stdio.h>

#include "base/json.h"
#include "domain/harikerja.h"
#include "domain/unit.h"
#include "domain/view.h"

/* The line of units over a year: a unit that moves in mid-year shows what held on its last day. */
struct tahun {
    char mulai[DATE_TEXT], selesai[DATE_TEXT];
    struct unit_ids atas;
    struct arena *a;
};

static void line(const struct tahun *t, struct buf *sql)
{
    for (size_t i = 0; i < t->atas.n; i++)
        buf_printf(sql, "%s%lld", i ? "," : "", (long long)t->atas.id[i]);
}

static void ktext(struct jw *w, const char *key, const struct rows *r, int col)
{
    jw_ktext(w, key, row_null(r, col) ? NULL : row_text(r, col));
}

static void unit_ref(struct jw *w, const struct rows *r, int col)
{
    jw_key(w, "unit");
    jw_open(w, '{');
    jw_kint(w, "id", row_int(r, col));
    jw_ktext(w, "kode", row_text(r, col + 1));
    jw_ktext(w, "nama", row_text(r, col + 2));
    jw_close(w);
}

/* Rows of calendars come once for each weekday. */
static enum status calendars(struct db *db, const struct tahun *t, struct jw *w, struct err *e)
{
    struct buf sql = BUF_NONE;
    int64_t open = 0;
    struct rows r;
    enum status st;

    buf_str(&sql,
            "SELECT k.id, u.id, u.kode, u.nama, k.jenis, k.hari_kerja, k.nama, k.mulai, k.selesai, k.dasar,"
            " j.hari, j.masuk, j.pulang, j.istirahat FROM kalender k JOIN unit u ON u.id = k.unit_id"
            " LEFT JOIN kalender_jam j ON j.kalender_id = k.id"
            " WHERE k.mulai <= $2 AND (k.selesai IS NULL OR k.selesai >= $1) AND k.unit_id IN (");
    line(t, &sql);
    buf_str(&sql, ") ORDER BY k.mulai, k.id, j.hari");
    jw_key(w, "kalender");
    jw_open(w, '[');
    st = db_rows(db, &r, e, sql.p, "tt", t->mulai, t->selesai);
    while (st == ST_OK && rows_next(&r)) {
        if (open != row_int(&r, 0)) {
            if (open) {
                jw_close(w);
                jw_close(w);
            }
            open = row_int(&r, 0);
            jw_open(w, '{');
            jw_kint(w, "id", open);
            unit_ref(w, &r, 1);
            jw_ktext(w, "jenis", row_text(&r, 4));
            jw_kint(w, "hari_kerja", row_int(&r, 5));
            jw_ktext(w, "nama", row_text(&r, 6));
            jw_ktext(w, "mulai", row_text(&r, 7));
            ktext(w, "selesai", &r, 8);
            jw_ktext(w, "dasar", row_text(&r, 9));
            jw_key(w, "jam");
            jw_open(w, '[');
        }
        if (row_null(&r, 10))
            continue;
        jw_open(w, '{');
        jw_kint(w, "hari", row_int(&r, 10));
        jw_ktext(w, "masuk", row_text(&r, 11));
        jw_ktext(w, "pulang", row_text(&r, 12));
        jw_kint(w, "istirahat", row_int(&r, 13));
        jw_close(w);
    }
    if (open) {
        jw_close(w);
        jw_close(w);
    }
    jw_close(w);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

static enum status holidays(struct db *db, const struct tahun *t, struct jw *w, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, "SELECT u.id, u.kode, u.nama, l.tanggal, l.jenis, l.nama, l.dasar FROM hari_libur l"
                  " JOIN unit u ON u.id = l.unit_id WHERE l.tanggal BETWEEN $1 AND $2 AND l.unit_id IN (");
    line(t, &sql);
    buf_str(&sql, ") ORDER BY l.tanggal, u.id");
    jw_key(w, "libur");
    jw_open(w, '[');
    st = db_rows(db, &r, e, sql.p, "tt", t->mulai, t->selesai);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        unit_ref(w, &r, 0);
        jw_ktext(w, "tanggal", row_text(&r, 3));
        jw_ktext(w, "jenis", row_text(&r, 4));
        jw_ktext(w, "nama", row_text(&r, 5));
        jw_ktext(w, "dasar", row_text(&r, 6));
        jw_close(w);
    }
    jw_close(w);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

static void kint_or_null(struct jw *w, const char *key, const struct rows *r, int col)
{
    jw_key(w, key);
    if (row_null(r, col))
        jw_null(w);
    else
        jw_int(w, row_int(r, col));
}

static enum status limits(struct db *db, const struct tahun *t, struct jw *w, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(
        &sql,
        "SELECT u.id, u.kode, u.nama, a.mulai, a.batas_hari, a.tutup_hari, a.dasar FROM batas_aturan a"
        " JOIN unit u ON u.id = a.unit_id WHERE a.langkah = 'progres' AND a.mulai <= $1 AND a.unit_id IN (");
    line(t, &sql);
    buf_str(&sql, ") ORDER BY a.mulai, u.id");
    jw_key(w, "aturan_progres");
    jw_open(w, '[');
    st = db_rows(db, &r, e, sql.p, "t", t->selesai);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        unit_ref(w, &r, 0);
        jw_ktext(w, "mulai", row_text(&r, 3));
        kint_or_null(w, "batas_hari", &r, 4);
        kint_or_null(w, "tutup_hari", &r, 5);
        jw_ktext(w, "dasar", row_text(&r, 6));
        jw_close(w);
    }
    jw_close(w);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

enum status kalender_json(struct db *db, int64_t unit_id, int tahun, struct jw *w, struct err *e)
{
    struct tahun t = { .a = arena_new() };
    enum status st;

    date_format(date_day(tahun, 1, 1), t.mulai);
    date_format(date_day(tahun, 12, 31), t.selesai);
    st = unit_ancestors(db, unit_id, t.selesai, t.a, &t.atas, e);
    jw_open(w, '{');
    if (st == ST_OK)
        st = view_unit(db, w, "unit", unit_id, e);
    jw_kint(w, "tahun", tahun);
    if (st == ST_OK)
        st = calendars(db, &t, w, e);
    if (st == ST_OK)
        st = holidays(db, &t, w, e);
    if (st == ST_OK)
        st = limits(db, &t, w, e);
    jw_close(w);
    arena_free(t.a);
    return st;
}

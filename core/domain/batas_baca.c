/* Limits as the interface shows them. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/batas.h"
#include "domain/gangguan.h"
#include "domain/tanggal.h"
#include "domain/unit.h"
#include "domain/view.h"

static void day_or_null(struct jw *w, const char *key, const char *day)
{
    jw_ktext(w, key, day[0] ? day : NULL);
}

/* The moment at which a day ends, with what outages added. */
static enum status end_of(struct db *db, const char *day, char out[TIME_TEXT], struct err *e)
{
    char next[DATE_TEXT];
    int64_t us = 0, more = 0;
    enum status st = gangguan_perpanjangan(db, day, &more, e);

    tanggal_geser(day, 1, next);
    snprintf(out, TIME_TEXT, "%sT00:00:00.000Z", next);
    (void)time_parse(out, &us);
    time_format(us - (int64_t)time_minute(us) * 60000000 + more, out);
    return st;
}

enum status batas_isi_json(struct db *db, const struct batas *b, const char *hari, struct jw *w,
                           struct err *e)
{
    char moment[TIME_TEXT] = "", why[160] = "";
    int32_t now = 0, last = 0;
    enum status st = ST_OK;

    if (b->batas[0]) {
        st = end_of(db, b->batas, moment, e);
        if (st == ST_OK)
            st = gangguan_kalimat(db, b->batas, why, sizeof(why), e);
    }
    day_or_null(w, "batas", b->batas);
    day_or_null(w, "tutup", b->tutup);
    jw_ktext(w, "berakhir", moment[0] ? moment : NULL);
    jw_ktext(w, "perpanjangan", why[0] ? why : NULL);
    jw_ktext(w, "keadaan", batas_keadaan_kode(b->keadaan));
    jw_kint(w, "hari_lewat", b->hari_lewat);
    jw_key(w, "sisa_hari");
    if (b->batas[0] && date_parse(b->batas, &last) && date_parse(hari, &now))
        jw_int(w, last - now);
    else
        jw_null(w);
    jw_ktext(w, "asal", b->asal[0] ? b->asal : NULL);
    return st;
}

static enum status step_json(struct db *db, const struct who *who, int64_t unit_id, const struct periode *p,
                             enum langkah_batas l, struct jw *w, struct err *e)
{
    struct batas_soal s = { .langkah = l,
                            .unit_id = unit_id,
                            .periode_id = p->id,
                            .jenis = periode_jenis_kode(p->jenis),
                            .acuan = p->selesai };
    struct batas b;
    enum status st;

    if (l == LB_SKP_AJUKAN || l == LB_SKP_SETUJUI)
        s.acuan = p->mulai;
    if (l == LB_PROGRES)
        s.acuan = who->hari;
    if ((st = batas_hitung(db, &s, who->hari, &b, e)) != ST_OK)
        return st;
    jw_open(w, '{');
    jw_ktext(w, "langkah", batas_langkah_kode(l));
    jw_ktext(w, "judul", batas_langkah_judul(l));
    st = batas_isi_json(db, &b, who->hari, w, e);
    jw_kbool(w, "kunci", b.kunci);
    if (st == ST_OK)
        st = view_unit(db, w, "unit", b.unit_id, e);
    jw_close(w);
    return st;
}

/* What was granted in the unit and below, while it runs. */
static enum status exceptions(struct db *db, int64_t unit_id, const char *hari, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct unit_ids tree = { NULL, 0 };
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st = unit_subtree(db, unit_id, hari, a, &tree, e);

    buf_str(&sql,
            "SELECT x.id, x.langkah, p.kode, x.sampai, x.alasan, x.waktu, x.versi, u.nama, g.nama, g.nip"
            " FROM batas_pengecualian x LEFT JOIN periode p ON p.id = x.periode_id"
            " LEFT JOIN unit u ON u.id = x.unit_id LEFT JOIN pegawai g ON g.id = x.pegawai_id"
            " WHERE x.dicabut IS NULL AND x.sampai >= $1 AND (x.unit_id IN (0");
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < tree.n; i++)
            buf_printf(&sql, ",%lld", (long long)tree.id[i]);
        if (pass == 0)
            buf_str(&sql, ") OR EXISTS (SELECT 1 FROM penugasan n JOIN jabatan j ON j.id = n.jabatan_id"
                          " WHERE n.pegawai_id = x.pegawai_id AND n.mulai <= $1"
                          " AND (n.selesai IS NULL OR n.selesai >= $1) AND j.unit_id IN (0");
    }
    buf_str(&sql, "))) ORDER BY x.id DESC LIMIT 200");
    jw_open(w, '[');
    if (st == ST_OK)
        st = db_rows(db, &r, e, sql.p, "t", hari);
    else
        r = (struct rows){ .st = st };
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_ktext(w, "langkah", row_text(&r, 1)[0] ? row_text(&r, 1) : NULL);
        jw_ktext(w, "periode", row_null(&r, 2) ? NULL : row_text(&r, 2));
        jw_ktext(w, "sampai", row_text(&r, 3));
        jw_ktext(w, "alasan", row_text(&r, 4));
        jw_ktext(w, "waktu", row_text(&r, 5));
        jw_kint(w, "versi", row_int(&r, 6));
        jw_ktext(w, "unit", row_null(&r, 7) ? NULL : row_text(&r, 7));
        jw_ktext(w, "pegawai", row_null(&r, 8) ? NULL : row_text(&r, 8));
        jw_ktext(w, "nip", row_null(&r, 9) ? NULL : row_text(&r, 9));
        jw_close(w);
    }
    jw_close(w);
    if (tree.n)
        st = rows_end(&r, st, e);
    buf_free(&sql);
    arena_free(a);
    return st;
}

static enum status may(struct db *db, const struct who *who, enum aksi a, int64_t unit_id, const char *name,
                       struct jw *w, bool *yes, struct err *e)
{
    struct subject s = { .unit_id = unit_id };
    struct err why = ERR_NONE;
    enum status st = right_check(db, who, a, &s, &why);

    *yes = st == ST_OK;
    if (st == ST_FAIL || st == ST_UNREACHABLE) {
        *e = why;
        return st;
    }
    flow_aksi_baris(w, name, false, &why);
    return ST_OK;
}

enum status batas_unit_json(struct db *db, const struct who *who, int64_t unit_id, const struct periode *p,
                            struct jw *w, struct err *e)
{
    struct buf aksi = BUF_NONE;
    struct jw x;
    bool rule = false, except = false;
    enum status st;

    jw_start(&x, &aksi);
    jw_open(&x, '[');
    st = may(db, who, AKSI_BATAS_UBAH, unit_id, "atur", &x, &rule, e);
    if (st == ST_OK)
        st = may(db, who, AKSI_BATAS_KECUALIKAN, unit_id, "kecualikan", &x, &except, e);
    jw_close(&x);
    jw_open(w, '{');
    if (st == ST_OK)
        st = view_unit(db, w, "unit", unit_id, e);
    jw_ktext(w, "periode", p->kode);
    jw_key(w, "langkah");
    jw_open(w, '[');
    for (int l = 0; l < LB_JUMLAH && st == ST_OK; l++)
        if (p->jenis == PERIODE_TAHUNAN || (l != LB_SKP_AJUKAN && l != LB_SKP_SETUJUI))
            st = step_json(db, who, unit_id, p, (enum langkah_batas)l, w, e);
    jw_close(w);
    jw_key(w, "pengecualian");
    if (st == ST_OK && except)
        st = exceptions(db, unit_id, who->hari, w, e);
    else
        jw_null(w);
    jw_kraw(w, "aksi", aksi.p);
    jw_close(w);
    buf_free(&aksi);
    return st;
}

/* Accounts as their administrators see them. */
#include <string.h>

#include "base/json.h"
#include "domain/akun.h"
#include "domain/flow.h"
#include "domain/view.h"

/* The account's columns, with the unit of its person's post on day $1. */
#define ACCOUNTS                                                                                             \
    "SELECT a.id, a.nama, a.pegawai_id, a.aktif, a.faktor, a.sandi, a.ganti_sandi, a.kode_sampai, "          \
    "a.dibuat, "                                                                                             \
    "a.versi, p.nama AS orang, (SELECT j.unit_id FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id "    \
    "WHERE t.pegawai_id = a.pegawai_id AND t.mulai <= $1 AND (t.selesai IS NULL OR t.selesai >= $1) "        \
    "ORDER BY CASE t.jenis WHEN 'definitif' THEN 0 ELSE 1 END, t.mulai DESC LIMIT 1) AS unit_id "            \
    "FROM akun a LEFT JOIN pegawai p ON p.id = a.pegawai_id"

static const char *sandi_kode(const struct rows *r)
{
    return row_text(r, 5)[0] != '$' ? "belum" : row_int(r, 6) ? "kode_sekali" : "ada";
}

/* The roles that hold today or will hold; with `all` those that have ended too. */
static enum status roles_json(struct db *db, const struct who *who, int64_t akun_id, bool all, struct jw *w,
                              struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT peran, unit_id, mulai, selesai FROM peran WHERE akun_id = $1 AND ($3 = 1 "
                "OR selesai IS NULL OR selesai >= $2) ORDER BY mulai DESC, id DESC LIMIT 200",
                "iti", akun_id, who->hari, (int64_t)all);

    jw_key(w, "peran");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_ktext(w, "peran", row_text(&r, 0));
        st = view_unit(db, w, "unit", row_int(&r, 1), e);
        jw_ktext(w, "mulai", row_text(&r, 2));
        jw_ktext(w, "selesai", row_text(&r, 3));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

/* Members of the row into the open object. */
static enum status members(struct db *db, const struct who *who, const struct rows *r, bool all, struct jw *w,
                           struct err *e)
{
    enum status st;

    jw_kint(w, "id", row_int(r, 0));
    jw_ktext(w, "nama", row_text(r, 1));
    if ((st = view_pegawai(db, w, "pegawai", row_int(r, 2), e)) != ST_OK ||
        (st = view_unit(db, w, "unit", row_int(r, 11), e)) != ST_OK)
        return st;
    jw_kbool(w, "aktif", row_int(r, 3) != 0);
    jw_kbool(w, "faktor_kedua", row_int(r, 4) != 0);
    jw_ktext(w, "sandi", sandi_kode(r));
    jw_ktext(w, "kode_sampai", row_text(r, 7));
    jw_ktext(w, "dibuat", row_text(r, 8));
    return roles_json(db, who, row_int(r, 0), all, w, e);
}

enum status akun_list(struct db *db, const struct who *who, struct akun_saring *f, struct jw *w,
                      struct err *e)
{
    const struct right_columns c = { .pegawai = "x.pegawai_id", .unit = "x.unit_id" };
    struct buf sql = BUF_NONE;
    struct rows r;
    int64_t last = 0;
    int shown = 0;
    enum status st;

    buf_str(&sql, "SELECT * FROM (" ACCOUNTS ") x WHERE x.id > $2 AND ($3 = '' OR instr(lower(x.nama), "
                  "lower($3)) > 0 OR instr(lower(x.orang), lower($3)) > 0) AND ($4 = '' OR EXISTS (SELECT 1 "
                  "FROM peran q WHERE q.akun_id = x.id AND q.peran = $4 AND q.mulai <= $1 AND (q.selesai IS "
                  "NULL OR q.selesai >= $1))) AND ");
    right_where(who, AKSI_AKUN_UBAH, &c, &sql);
    buf_str(&sql, " ORDER BY x.id LIMIT $5");
    f->out_lagi = 0;
    st = db_rows(db, &r, e, sql.p, "tittI", who->hari, f->sesudah, f->teks ? f->teks : "",
                 f->peran ? f->peran : "", &(int64_t){ f->batas + 1 });
    while (st == ST_OK && rows_next(&r)) {
        if (shown++ == f->batas) {
            f->out_lagi = last;
            break;
        }
        last = row_int(&r, 0);
        jw_open(w, '{');
        st = members(db, who, &r, false, w, e);
        jw_key(w, "aksi");
        jw_open(w, '[');
        jw_close(w);
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* What this administrator may do with the account now and, where not, why not. */
static enum status aksi_json(struct db *db, const struct who *who, const struct akun *k, struct jw *w,
                             struct err *e)
{
    struct err why = ERR_NONE, state = ERR_NONE;
    enum status st = akun_boleh_urus(db, who, k->id, &why);

    if (st != ST_OK && st != ST_DENIED && st != ST_NOT_FOUND) {
        *e = why;
        return st;
    }
    jw_key(w, "aksi");
    jw_open(w, '[');
    flow_aksi_baris(w, k->aktif ? "tutup" : "buka", true, &why);
    flow_aksi_baris(w, "kode", false, &why);
    flow_aksi_baris(w, "akhiri_sesi", false, &why);
    if (!k->faktor)
        (void)err_set(&state, E_FAKTOR_BELUM, "Akun ini tidak memakai faktor kedua.");
    flow_aksi_baris(w, "cabut_faktor", true, why.code ? &why : &state);
    jw_close(w);
    return ST_OK;
}

enum status akun_json(struct db *db, const struct who *who, int64_t id, struct jw *w, int64_t *versi,
                      struct err *e)
{
    struct akun k;
    struct rows r;
    enum status st = akun_boleh_lihat(db, who, id, e);

    if (st != ST_OK || (st = akun_load(db, id, &k, e)) != ST_OK)
        return st;
    *versi = k.versi;
    jw_open(w, '{');
    st = db_rows(db, &r, e, ACCOUNTS " WHERE a.id = $2", "ti", who->hari, id);
    if (st == ST_OK && rows_next(&r))
        st = members(db, who, &r, true, w, e);
    st = rows_end(&r, st, e);
    jw_kint(w, "versi", k.versi);
    if (st == ST_OK)
        st = aksi_json(db, who, &k, w, e);
    jw_close(w);
    return st;
}

#include "domain/view.h"

#include <string.h>

static void three(struct jw *w, int64_t id, const char *code, const char *value, const char *nama)
{
    jw_open(w, '{');
    jw_kint(w, "id", id);
    jw_ktext(w, code, value);
    jw_ktext(w, "nama", nama);
    jw_close(w);
}

static enum status ref(struct db *db, struct jw *w, const char *key, const char *code, const char *sql,
                       int64_t id, struct err *e)
{
    struct rows r;
    enum status st;
    bool found = false;

    jw_key(w, key);
    if (!id) {
        jw_null(w);
        return ST_OK;
    }
    st = db_rows(db, &r, e, sql, "i", id);
    if (st == ST_OK && rows_next(&r)) {
        found = true;
        three(w, id, code, row_text(&r, 0), row_text(&r, 1));
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_GAGAL, NULL) : st;
}

enum status view_unit(struct db *db, struct jw *w, const char *key, int64_t id, struct err *e)
{
    return ref(db, w, key, "kode", "SELECT kode, nama FROM unit WHERE id = $1", id, e);
}

enum status view_pegawai(struct db *db, struct jw *w, const char *key, int64_t id, struct err *e)
{
    return ref(db, w, key, "nip",
               "SELECT nip, trim(gelar_depan || ' ' || nama) ||"
               " CASE gelar_belakang WHEN '' THEN '' ELSE ', ' || gelar_belakang END"
               " FROM pegawai WHERE id = $1",
               id, e);
}

void view_orang(struct jw *w, const char *key, int64_t id, const char *nip, const char *nama)
{
    jw_key(w, key);
    three(w, id, "nip", nip, nama);
}

enum { HISTORY = 200 };

enum status view_penugasan(struct db *db, int64_t pegawai_id, const char *hari, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st;

    jw_open(w, '[');
    st = db_rows(db, &r, e,
                 "SELECT p.id, p.jenis, j.nama, u.id, u.kode, u.nama, p.mulai, p.selesai, p.dasar_nomor,"
                 " p.dasar_tanggal FROM penugasan p JOIN jabatan j ON j.id = p.jabatan_id"
                 " JOIN unit u ON u.id = j.unit_id WHERE p.pegawai_id = $1"
                 " AND ($2 = '' OR (p.mulai <= $2 AND (p.selesai IS NULL OR p.selesai >= $2)))"
                 " ORDER BY p.mulai DESC, p.id DESC LIMIT $3",
                 "iti", pegawai_id, hari ? hari : "", (int64_t)HISTORY);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_ktext(w, "jenis", row_text(&r, 1));
        jw_ktext(w, "jabatan", row_text(&r, 2));
        jw_key(w, "unit");
        three(w, row_int(&r, 3), "kode", row_text(&r, 4), row_text(&r, 5));
        jw_ktext(w, "mulai", row_text(&r, 6));
        jw_ktext(w, "selesai", row_text(&r, 7));
        jw_ktext(w, "dasar_nomor", row_text(&r, 8));
        jw_ktext(w, "dasar_tanggal", row_text(&r, 9));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    jw_close(w);
    return st;
}

enum status view_instansi(struct db *db, struct jw *w, struct err *e)
{
    struct rows r;
    bool named = false, contoh = false;
    enum status st = db_rows(
        db, &r, e, "SELECT kunci, nilai FROM meta WHERE kunci IN ('instansi.nama', 'data_contoh')", "");

    while (st == ST_OK && rows_next(&r)) {
        if (strcmp(row_text(&r, 0), "data_contoh") == 0) {
            contoh = strcmp(row_text(&r, 1), "0") != 0;
        } else {
            named = true;
            jw_ktext(w, "instansi", row_text(&r, 1));
        }
    }
    st = rows_end(&r, st, e);
    if (!named)
        jw_ktext(w, "instansi", "");
    jw_kbool(w, "data_contoh", contoh);
    return st;
}

/* Releases ------------------------------------------------------------------------------------------------
 */

static enum status activations(struct db *db, int64_t release_id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st;

    jw_key(w, "aktivasi");
    jw_open(w, '[');
    st = db_rows(db, &r, e,
                 "SELECT u.id, u.kode, u.nama, a.mulai, a.selesai, s.isi FROM aktivasi a"
                 " JOIN unit u ON u.id = a.unit_id JOIN setelan s ON s.hash = a.setelan_hash"
                 " WHERE a.release_id = $1 ORDER BY a.mulai, u.kode, a.id",
                 "i", release_id);
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_key(w, "unit");
        three(w, row_int(&r, 0), "kode", row_text(&r, 1), row_text(&r, 2));
        jw_ktext(w, "mulai", row_text(&r, 3));
        jw_ktext(w, "selesai", row_text(&r, 4));
        jw_kraw(w, "setelan", row_text(&r, 5));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    jw_close(w);
    return st;
}

enum status view_release(struct db *db, int64_t id, struct jw *w, int64_t *versi, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e,
                             "SELECT plugin, label, sha256, api, manifest, daftar, skema, status, alasan,"
                             " dipasang, versi FROM release WHERE id = $1",
                             "i", id);

    if (st == ST_OK && rows_next(&r)) {
        found = true;
        jw_kint(w, "id", id);
        jw_ktext(w, "plugin", row_text(&r, 0));
        jw_ktext(w, "versi", row_text(&r, 1));
        jw_ktext(w, "sha256", row_text(&r, 2));
        jw_kint(w, "api", row_int(&r, 3));
        jw_kraw(w, "manifest", row_text(&r, 4));
        jw_kraw(w, "daftar", row_text(&r, 5));
        jw_ktext(w, "skema", row_text(&r, 6));
        jw_ktext(w, "status", row_text(&r, 7));
        jw_ktext(w, "alasan", row_text(&r, 8));
        jw_ktext(w, "dipasang", row_text(&r, 9));
        *versi = row_int(&r, 10);
        jw_kint(w, "versi_baris", *versi);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_RELEASE_TIDAK_ADA, NULL);
    return st == ST_OK ? activations(db, id, w, e) : st;
}

/* Audit ---------------------------------------------------------------------------------------------------
 */

static void audit_row(struct jw *w, const struct rows *r)
{
    static const char *const texts[] = { "objek",   "peristiwa", "dari",  "ke",
                                         "catatan", "dokumen",   "peran", "hash" };

    jw_open(w, '{');
    jw_kint(w, "n", row_int(r, 0));
    jw_ktext(w, "waktu", row_text(r, 1));
    jw_ktext(w, "akun", row_text(r, 2));
    jw_key(w, "atas_nama");
    if (row_null(r, 3))
        jw_null(w);
    else
        jw_int(w, row_int(r, 3));
    jw_kint(w, "objek_id", row_int(r, 4));
    jw_kraw(w, "isi", row_text(r, 5));
    for (int i = 0; i < (int)COUNT(texts); i++)
        jw_ktext(w, texts[i], row_text(r, 6 + i));
    jw_close(w);
}

enum status view_audit(struct db *db, struct view_audit *f, struct jw *w, struct err *e)
{
    struct rows r;
    int64_t last = 0;
    int n = 0;
    enum status st = db_rows(
        db, &r, e,
        "SELECT a.n, a.waktu, k.nama, a.atas_nama, a.objek_id, a.isi, a.objek, a.peristiwa, a.dari,"
        " a.ke, a.catatan, a.dokumen, a.peran, a.hash FROM audit a LEFT JOIN akun k ON k.id = a.akun_id"
        " WHERE a.n < $1 AND ($2 = '' OR a.objek = $2) AND ($3 = 0 OR a.objek_id = $3)"
        " ORDER BY a.n DESC LIMIT $4",
        "itii", f->sebelum, f->objek ? f->objek : "", f->objek_id, (int64_t)f->batas + 1);

    f->out_lagi = 0;
    while (st == ST_OK && rows_next(&r)) {
        if (++n > f->batas) {
            f->out_lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        audit_row(w, &r);
    }
    return rows_end(&r, st, e);
}

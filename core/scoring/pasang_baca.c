/* Releases as they are listed and shown: pasang.h. */
#include "base/json.h"
#include "domain/view.h"
#include "scoring/pasang.h"

static enum status put_activations(struct db *db, int64_t release_id, struct jw *w, struct err *e)
{
    static const char *const keys[] = { "unit", "mulai", "selesai", "setelan_hash", "waktu", "dasar_nomor" };
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT a.id, u.kode, a.mulai, a.selesai, a.setelan_hash, a.waktu, a.dasar_nomor"
                " FROM aktivasi a JOIN unit u ON u.id = a.unit_id WHERE a.release_id = $1 ORDER BY a.id",
                "i", release_id);

    jw_key(w, "aktivasi");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_ktext(w, keys[i], row_text(&r, i + 1));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

void pasang_galat(struct jw *w, const char *code, const char *berkas, int64_t baris)
{
    if (!code || !*code) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_ktext(w, "code", code);
    jw_ktext(w, "berkas", berkas);
    jw_kint(w, "baris", baris);
    jw_close(w);
}

enum status pasang_list(struct db *db, struct jw *out, struct err *e)
{
    static const char *const keys[] = {
        "plugin", "versi", "sha256", "status", "alasan", "skema", "dipasang"
    };
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, plugin, label, sha256, status, alasan, skema, dipasang, alasan_kode,"
                             " alasan_berkas, alasan_baris FROM release ORDER BY plugin, id",
                             "");

    jw_open(out, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(out, '{');
        jw_kint(out, "id", row_int(&r, 0));
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_ktext(out, keys[i], row_text(&r, i + 1));
        jw_key(out, "galat");
        pasang_galat(out, row_text(&r, 8), row_text(&r, 9), row_int(&r, 10));
        st = put_activations(db, row_int(&r, 0), out, e);
        jw_close(out);
    }
    jw_close(out);
    return rows_end(&r, st, e);
}

static enum status put_galat(struct db *db, int64_t id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT alasan_kode, alasan_berkas, alasan_baris, tunda FROM release WHERE id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        jw_key(w, "galat");
        pasang_galat(w, row_text(&r, 0), row_text(&r, 1), row_int(&r, 2));
        jw_ktext(w, "akan_dikarantina", *row_text(&r, 3) ? row_text(&r, 3) : NULL);
    }
    return rows_end(&r, st, e);
}

enum status pasang_json(struct db *db, const struct who *who, int64_t release_id, struct jw *w,
                        int64_t *versi, struct err *e)
{
    struct rilis r;
    enum status st;

    if ((st = view_release(db, release_id, w, versi, e)) != ST_OK ||
        (st = put_galat(db, release_id, w, e)) != ST_OK || (st = rilis_load(db, release_id, &r, e)) != ST_OK)
        return st;
    jw_key(w, "riwayat");
    if (who_has(who, PERAN_SISTEM) || right_possible(who, AKSI_PLUGIN_TELAAH)) {
        st = audit_history(db, rilis_machine.nama, release_id, w, e);
    } else {
        jw_open(w, '[');
        jw_close(w);
    }
    if (st != ST_OK)
        return st;
    jw_key(w, "aksi");
    return rilis_aksi(db, who, &r, w, e);
}

/* What is shown of a proposal: release, unit, settings, and what its simulation says in short. */
#include "base/json.h"
#include "domain/usulan.h"

#include <string.h>

/* The report is a person's only where it must be; here only its counts and tables of moves. */
static enum status put_simulasi(struct db *db, const struct usulan *u, struct jw *w, struct err *e)
{
    static const char *const counts[] = { "evaluasi", "berubah", "gagal" };
    struct rows r;
    json_t *report = NULL;
    enum status st = db_rows(db, &r, e,
                             "SELECT p.kode, n.kode, s.waktu, s.laporan, s.evaluasi, s.berubah, s.gagal"
                             " FROM simulasi s JOIN periode p ON p.id = s.periode_id"
                             " LEFT JOIN unit n ON n.id = s.unit_id WHERE s.id = $1",
                             "i", u->simulasi_id);

    if (st == ST_OK && rows_next(&r)) {
        const char *text = row_text(&r, 3);

        jw_open(w, '{');
        jw_kint(w, "id", u->simulasi_id);
        jw_ktext(w, "hash", u->simulasi_hash);
        jw_ktext(w, "periode", row_text(&r, 0));
        jw_ktext(w, "unit", row_text(&r, 1));
        jw_ktext(w, "waktu", row_text(&r, 2));
        for (int i = 0; i < (int)COUNT(counts); i++)
            jw_kint(w, counts[i], row_int(&r, 4 + i));
        if ((st = json_read(text, strlen(text), &report, e)) == ST_OK) {
            const json_t *catatan = json_object_get(report, "catatan");

            jw_ktext(w, "catatan", json_string_value(catatan));
            jw_key(w, "perpindahan");
            jw_json(w, json_object_get(report, "perpindahan"));
        }
        jw_close(w);
        json_decref(report);
    }
    return rows_end(&r, st, e);
}

static void put_person(struct jw *w, const char *key, const struct rows *r, int id, int name)
{
    jw_key(w, key);
    if (row_null(r, id) && row_null(r, name)) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_key(w, "akun");
    if (row_null(r, id))
        jw_null(w);
    else
        jw_int(w, row_int(r, id));
    jw_ktext(w, "nama", row_text(r, name));
    jw_close(w);
}

/* Release, unit and people, in one statement. */
static enum status put_head(struct db *db, const struct usulan *u, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT l.label, l.sha256, n.kode, n.nama, p.kode, q.akun_id, COALESCE(a.nama, k.nama, 'operator'),"
        " q.waktu, q.pemutus_id, CASE WHEN q.diputus IS NULL THEN NULL ELSE COALESCE(b.nama, m.nama, "
        "'operator')"
        " END, q.diputus, q.catatan FROM usulan_aktivasi q JOIN release l ON l.id = q.release_id"
        " JOIN unit n ON n.id = q.unit_id LEFT JOIN periode p ON p.id = q.periode_id"
        " LEFT JOIN akun k ON k.id = q.akun_id LEFT JOIN pegawai a ON a.id = k.pegawai_id"
        " LEFT JOIN akun m ON m.id = q.pemutus_id LEFT JOIN pegawai b ON b.id = m.pegawai_id"
        " WHERE q.id = $1",
        "i", u->id);

    if (st == ST_OK && rows_next(&r)) {
        jw_key(w, "rilis");
        jw_open(w, '{');
        jw_kint(w, "id", u->release_id);
        jw_ktext(w, "plugin", u->plugin);
        jw_ktext(w, "versi", row_text(&r, 0));
        jw_ktext(w, "sha256", row_text(&r, 1));
        jw_close(w);
        jw_key(w, "unit");
        jw_open(w, '{');
        jw_kint(w, "id", u->unit_id);
        jw_ktext(w, "kode", row_text(&r, 2));
        jw_ktext(w, "nama", row_text(&r, 3));
        jw_close(w);
        jw_ktext(w, "periode", row_text(&r, 4));
        put_person(w, "pengusul", &r, 5, 6);
        jw_ktext(w, "waktu", row_text(&r, 7));
        put_person(w, "pemutus", &r, 8, 9);
        jw_ktext(w, "diputus", row_text(&r, 10));
        jw_ktext(w, "catatan", row_text(&r, 11));
    }
    return rows_end(&r, st, e);
}

static void put_id(struct jw *w, const char *key, int64_t id)
{
    jw_key(w, key);
    if (id)
        jw_int(w, id);
    else
        jw_null(w);
}

enum status usulan_json(struct db *db, struct usulan *u, const struct who *who, struct jw *w, struct err *e)
{
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", u->id);
    jw_ktext(w, "status", usulan_machine.states[u->status]);
    jw_kint(w, "versi", u->versi);
    st = put_head(db, u, w, e);
    jw_ktext(w, "mulai", u->mulai);
    jw_key(w, "setelan");
    jw_raw(w, u->setelan, strlen(u->setelan));
    jw_ktext(w, "setelan_hash", u->setelan_hash);
    jw_ktext(w, "dasar_nomor", u->dasar_nomor ? u->dasar_nomor : "");
    jw_ktext(w, "dasar_tanggal", u->dasar_tanggal);
    jw_ktext(w, "dasar_berkas", u->dasar_berkas);
    jw_ktext(w, "alasan", u->alasan ? u->alasan : "");
    jw_ktext(w, "cara", u->cara);
    put_id(w, "aktivasi", u->aktivasi_id);
    jw_ktext(w, "tanpa_simulasi", u->simulasi_id ? NULL : u->tanpa_simulasi);
    jw_key(w, "simulasi");
    if (!u->simulasi_id)
        jw_null(w);
    else if (st == ST_OK)
        st = put_simulasi(db, u, w, e);
    if (st == ST_OK && who) {
        struct flow_object o = {
            .id = u->id, .state = (int)u->status, .subject.unit_id = u->unit_id, .data = u
        };

        jw_key(w, "aksi");
        st = flow_aksi(db, &usulan_machine, &o, who, w, e);
    }
    jw_close(w);
    return st;
}

enum status usulan_daftar(struct db *db, const struct who *who, const struct usulan_saring *f,
                          struct arena *a, int64_t **ids, size_t *n, struct err *e)
{
    const struct right_columns columns = { .unit = "q.unit_id" };
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    *n = 0;
    *ids = arena_array(a, int64_t, (size_t)f->batas + 1);
    buf_str(&sql, "SELECT q.id FROM usulan_aktivasi q WHERE q.id < $1 AND ($2 = '' OR q.status = $2)"
                  " AND ($3 = '' OR q.cara = $3) AND ($4 = '' OR q.plugin = $4)"
                  " AND ($5 = 0 OR q.release_id = $5) AND ($6 = 0 OR q.unit_id = $6) AND ");
    right_where(who, AKSI_PLUGIN_TELAAH, &columns, &sql);
    buf_str(&sql, " ORDER BY q.id DESC LIMIT $7");
    st = db_rows(db, &r, e, sql.p, "itttiii", f->sebelum, f->status ? f->status : "", f->cara ? f->cara : "",
                 f->plugin ? f->plugin : "", f->release_id, f->unit_id, (int64_t)f->batas);
    while (st == ST_OK && *n < (size_t)f->batas && rows_next(&r))
        (*ids)[(*n)++] = row_int(&r, 0);
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* Reading events. Commands: acara_perintah.c. */
#include "domain/acara.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/view.h"

/* Every participant but the cancelled and the refused holds a seat. */
#define SEATED "l.status NOT IN ('dibatalkan', 'ditolak')"
#define COLUMNS                                                                                              \
    "SELECT c.id, c.versi, c.unit_id, u.kode, u.nama, c.plugin, c.kode, c.release_id, c.setelan_hash, "      \
    "c.judul,"                                                                                               \
    " c.bentuk, c.jenis, c.jp, c.mulai, c.selesai, c.tempat, c.penyelenggara, c.kursi, c.surat_nomor,"       \
    " c.surat_tanggal, c.status, c.catatan, c.dibuat, (SELECT count(*) FROM pelatihan l"                     \
    " WHERE l.acara_id = c.id AND " SEATED ") FROM acara c JOIN unit u ON u.id = c.unit_id "

static void read_row(const struct rows *r, struct arena *a, struct acara *out)
{
    int status = 0;

    *out = (struct acara){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .unit_id = row_int(r, 2),
        .unit_kode = row_dup(r, 3, a),
        .unit = row_dup(r, 4, a),
        .plugin = row_dup(r, 5, a),
        .kode = row_dup(r, 6, a),
        .release_id = row_int(r, 7),
        .setelan_hash = row_dup(r, 8, a),
        .judul = row_dup(r, 9, a),
        .bentuk = row_dup(r, 10, a),
        .jenis = row_dup(r, 11, a),
        .jp = row_int(r, 12),
        .mulai = row_dup(r, 13, a),
        .selesai = row_dup(r, 14, a),
        .tempat = row_dup(r, 15, a),
        .penyelenggara = row_dup(r, 16, a),
        .kursi = row_int(r, 17),
        .surat_nomor = row_dup(r, 18, a),
        .surat_tanggal = row_dup(r, 19, a),
        .catatan = row_dup(r, 21, a),
        .dibuat = row_dup(r, 22, a),
        .terisi = row_int(r, 23),
        .subject = { .unit_id = row_int(r, 2) },
    };
    if (flow_state(&acara_machine, row_text(r, 20), &status))
        out->status = (enum acara_status)status;
}

enum status acara_muat(struct db *db, int64_t id, struct arena *a, struct acara *out, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE c.id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        read_row(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_ACARA_TIDAK_ADA, NULL) : st;
}

/* Whoever may see the training of its unit sees its events, with everybody who was invited. */
static enum status sees(struct db *db, const struct who *who, const struct acara *v, bool *yes, struct err *e)
{
    enum status st = right_check(db, who, AKSI_PELATIHAN_LIHAT, &v->subject, e);

    *yes = st == ST_OK;
    if (st != ST_DENIED && st != ST_NOT_FOUND)
        return st;
    err_clear(e);
    return ST_OK;
}

static enum status own_record(struct db *db, const struct who *who, int64_t acara_id, int64_t *id,
                              struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT id FROM pelatihan WHERE acara_id = $1 AND pegawai_id = $2 ORDER BY id DESC"
                " LIMIT 1",
                "ii", acara_id, who->pegawai_id);

    *id = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    return rows_end(&r, st, e);
}

enum status acara_load(struct db *db, const struct who *who, int64_t id, struct arena *a, struct acara *out,
                       int64_t *peserta, struct err *e)
{
    bool yes = false;
    enum status st = acara_muat(db, id, a, out, e);

    *peserta = 0;
    if (st == ST_OK && who->pegawai_id)
        st = own_record(db, who, id, peserta, e);
    if (st == ST_OK)
        st = sees(db, who, out, &yes, e);
    return st == ST_OK && !yes && !*peserta ? err_set(e, E_ACARA_TIDAK_ADA, NULL) : st;
}

enum status acara_list(struct db *db, const struct who *who, const struct acara_saring *f, struct arena *a,
                       struct acara **out, size_t *n, bool *lagi, struct err *e)
{
    struct right_columns kolom = { .unit = "c.unit_id" };
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, COLUMNS "WHERE c.id < $1 AND ($2 IS NULL OR c.status = $2)");
    skp_where_id("c.unit_id", f->unit_id, &sql);
    buf_printf(&sql,
               " AND (EXISTS (SELECT 1 FROM pelatihan l WHERE l.acara_id = c.id AND l.pegawai_id = %lld) OR ",
               (long long)who->pegawai_id);
    right_where(who, AKSI_PELATIHAN_LIHAT, &kolom, &sql);
    buf_str(&sql, ") ORDER BY c.id DESC LIMIT $3");
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct acara, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iti", f->sebelum ? f->sebelum : INT64_MAX, f->status,
                 (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas)
            *lagi = true;
        else
            read_row(&r, a, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* JSON -----------------------------------------------------------------------------------------------------
 */

static void members(const struct acara *v, struct jw *w)
{
    jw_kint(w, "id", v->id);
    jw_kint(w, "versi", v->versi);
    jw_key(w, "unit");
    jw_open(w, '{');
    jw_kint(w, "id", v->unit_id);
    jw_ktext(w, "kode", v->unit_kode);
    jw_ktext(w, "nama", v->unit);
    jw_close(w);
    jw_ktext(w, "plugin", v->plugin);
    jw_ktext(w, "kode", v->kode);
    jw_ktext(w, "judul", v->judul);
    jw_ktext(w, "bentuk", v->bentuk);
    jw_ktext(w, "jenis", v->jenis);
    jw_kint(w, "jp", v->jp);
    jw_ktext(w, "mulai", v->mulai);
    jw_ktext(w, "selesai", v->selesai);
    jw_ktext(w, "tempat", v->tempat);
    jw_ktext(w, "penyelenggara", v->penyelenggara);
    jw_kint(w, "kursi", v->kursi);
    jw_kint(w, "terisi", v->terisi);
    jw_ktext(w, "surat_nomor", v->surat_nomor);
    jw_ktext(w, "surat_tanggal", v->surat_tanggal);
    jw_ktext(w, "status", acara_machine.states[v->status]);
    jw_ktext(w, "catatan", v->catatan);
    jw_ktext(w, "dibuat", v->dibuat);
}

void acara_baris_json(const struct acara *v, struct jw *w)
{
    jw_open(w, '{');
    members(v, w);
    jw_close(w);
}

/* `saya`: only that person's row; 0 all. */
static enum status participants(struct db *db, int64_t id, int64_t saya, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT l.id, l.pegawai_id, p.nip, p.nama, l.alasan, l.status, l.catatan FROM pelatihan l"
                " JOIN pegawai p ON p.id = l.pegawai_id WHERE l.acara_id = $1"
                " AND ($2 = 0 OR l.pegawai_id = $2) ORDER BY l.id",
                "ii", id, saya);

    jw_key(w, "peserta");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "pelatihan_id", row_int(&r, 0));
        view_orang(w, "pegawai", row_int(&r, 1), row_text(&r, 2), row_text(&r, 3));
        jw_ktext(w, "alasan", row_text(&r, 4));
        jw_ktext(w, "status", row_text(&r, 5));
        jw_ktext(w, "catatan", row_text(&r, 6));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status acara_json(struct db *db, const struct who *who, const struct acara *v, struct jw *w,
                       struct err *e)
{
    struct flow_object o = { .id = v->id, .state = (int)v->status, .subject = v->subject };
    bool yes = false;
    enum status st = sees(db, who, v, &yes, e);

    if (st != ST_OK)
        return st;
    jw_open(w, '{');
    members(v, w);
    st = participants(db, v->id, yes ? 0 : who->pegawai_id, w, e);
    jw_key(w, "aksi");
    if (st == ST_OK)
        st = flow_aksi(db, &acara_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

void acara_catatan(const struct acara *v, const struct modul *m, struct buf *json, char hash[DIGEST_HEX])
{
    struct pelatihan x = { .jenis = v->jenis,
                           .acara_id = v->id,
                           .jp = &v->jp,
                           .selesai = v->selesai,
                           .materi_selesai = (int64_t)m->nmateri };

    pelatihan_catatan(&x, m, -1, v->selesai, json, hash);
}

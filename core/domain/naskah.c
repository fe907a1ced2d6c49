/* Prepared steps: reading one, as a resource, and the lists of those whom they concern. */
#include "domain/naskah.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/view.h"

/* $1 is the day: the unit is where the person stands then. */
#define KOLOM                                                                                                \
    "SELECT n.id, n.versi, n.kuasa_id, n.pegawai_id, n.penyiap_id, n.jenis, n.skp_id, n.periode_id,"         \
    " n.unit_id, n.evaluasi_id, n.objek_pegawai_id, n.objek_versi, n.isi, n.hash, n.sebelum, n.sesudah,"     \
    " n.status, n.disiapkan, n.batas, n.catatan, n.lembar_nomor, n.lembar_tanggal, n.lembar_sha256,"         \
    " n.lembar_nama, n.lembar_tipe, n.lembar_ukuran, n.pemeriksa_id, n.diputus, j.unit_id, g.nip, g.nama,"   \
    " y.nip, y.nama, p.kode, coalesce(o.nama, u.nama), coalesce(m.nama, a.nama) FROM naskah n"               \
    " JOIN pegawai g ON g.id = n.pegawai_id JOIN pegawai y ON y.id = n.penyiap_id"                           \
    " LEFT JOIN pegawai o ON o.id = n.objek_pegawai_id LEFT JOIN unit u ON u.id = n.unit_id"                 \
    " LEFT JOIN periode p ON p.id = n.periode_id LEFT JOIN akun a ON a.id = n.pemeriksa_id"                  \
    " LEFT JOIN pegawai m ON m.id = a.pegawai_id"                                                            \
    " LEFT JOIN penugasan t ON t.pegawai_id = n.pegawai_id AND t.jenis = 'definitif' AND t.mulai <= $1"      \
    " AND (t.selesai IS NULL OR t.selesai >= $1) LEFT JOIN jabatan j ON j.id = t.jabatan_id"

static void from_row(const struct rows *r, struct arena *a, struct naskah *out)
{
    int status = 0;

    flow_state(&naskah_machine, row_text(r, 16), &status);
    *out = (struct naskah){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .kuasa_id = row_int(r, 2),
        .pegawai_id = row_int(r, 3),
        .penyiap_id = row_int(r, 4),
        .jenis = naskah_jenis(row_text(r, 5)),
        .sasaran = { row_int(r, 6), row_int(r, 7), row_int(r, 8), row_int(r, 9) },
        .objek_pegawai_id = row_int(r, 10),
        .objek_versi = row_int(r, 11),
        .isi = row_dup(r, 12, a),
        .hash = row_dup(r, 13, a),
        .sebelum = row_dup(r, 14, a),
        .sesudah = row_dup(r, 15, a),
        .status = (enum naskah_status)status,
        .disiapkan = row_dup(r, 17, a),
        .batas = row_dup(r, 18, a),
        .catatan = row_dup(r, 19, a),
        .lembar_nomor = row_dup(r, 20, a),
        .lembar_tanggal = row_dup(r, 21, a),
        .lembar_sha256 = row_dup(r, 22, a),
        .lembar_nama = row_dup(r, 23, a),
        .lembar_tipe = row_dup(r, 24, a),
        .lembar_ukuran = row_int(r, 25),
        .pemeriksa_id = row_int(r, 26),
        .diputus = row_dup(r, 27, a),
        .subject = { .pegawai_id = row_int(r, 3), .unit_id = row_int(r, 28) },
        .nip = row_dup(r, 29, a),
        .nama = row_dup(r, 30, a),
        .penyiap_nip = row_dup(r, 31, a),
        .penyiap_nama = row_dup(r, 32, a),
        .periode = row_dup(r, 33, a),
        .objek_nama = row_dup(r, 34, a),
        .pemeriksa_nama = row_dup(r, 35, a),
    };
}

enum status naskah_muat(struct db *db, int64_t id, const char *hari, struct arena *a, struct naskah *out,
                        struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE n.id = $2", "ti", hari, id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!found || !out->jenis)
        return err_set(e, E_NASKAH_TIDAK_ADA, NULL);
    return kuasa_muat(db, out->kuasa_id, hari, a, &out->kuasa, e);
}

/* Who drafted it sees it without a row of the rights' table, as he sees his authorisation. */
static bool drafted(const struct who *who, int64_t penyiap_id)
{
    return who->pegawai_id && who->pegawai_id == penyiap_id && right_in_scope(who, AKSI_NASKAH_LIHAT) &&
           !who->token.unit_id;
}

/* What others judge of me is not mine to read before it stands. */
static bool about_me(const struct who *who, const struct naskah *n)
{
    return who->pegawai_id && n->objek_pegawai_id == who->pegawai_id && n->pegawai_id != who->pegawai_id;
}

static bool has_sheet(const struct naskah *n)
{
    return n->status == NASKAH_LEMBAR_DIUNGGAH || n->status == NASKAH_DIPERIKSA;
}

enum status naskah_load(struct db *db, const struct who *who, int64_t id, struct arena *a, struct naskah *out,
                        struct err *e)
{
    struct err no = ERR_NONE;
    enum status st = naskah_muat(db, id, who->hari, a, out, e);

    if (st != ST_OK || drafted(who, out->penyiap_id))
        return st;
    if (about_me(who, out))
        return err_set(e, E_NASKAH_TIDAK_ADA, NULL);
    st = right_check(db, who, AKSI_NASKAH_LIHAT, &out->subject, &no);
    if ((st == ST_DENIED || st == ST_NOT_FOUND) && has_sheet(out)) {
        err_clear(&no);
        st = right_check(db, who, AKSI_NASKAH_PERIKSA, &out->subject, &no);
    }
    if (st == ST_DENIED || st == ST_NOT_FOUND)
        return err_set(e, E_NASKAH_TIDAK_ADA, NULL);
    if (st != ST_OK)
        *e = no;
    return st;
}

/* JSON ----------------------------------------------------------------------------------------------------
 */

static void put_sheet(const struct naskah *n, struct jw *w)
{
    jw_key(w, "lembar");
    if (!n->lembar_sha256) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_ktext(w, "nomor", n->lembar_nomor);
    jw_ktext(w, "tanggal", n->lembar_tanggal);
    jw_ktext(w, "nama", n->lembar_nama);
    jw_ktext(w, "tipe", n->lembar_tipe);
    jw_kint(w, "ukuran", n->lembar_ukuran);
    jw_ktext(w, "sha256", n->lembar_sha256);
    jw_close(w);
}

static void members(const struct naskah *n, struct jw *w)
{
    jw_kint(w, "id", n->id);
    jw_kint(w, "versi", n->versi);
    jw_kint(w, "kuasa_id", n->kuasa_id);
    jw_ktext(w, "jenis", n->jenis ? n->jenis->kode : "");
    jw_ktext(w, "status", naskah_machine.states[n->status]);
    view_orang(w, "pegawai", n->pegawai_id, n->nip, n->nama);
    view_orang(w, "penyiap", n->penyiap_id, n->penyiap_nip, n->penyiap_nama);
    jw_key(w, "objek");
    jw_open(w, '{');
    jw_kid(w, "skp_id", n->sasaran.skp_id);
    jw_ktext(w, "periode", n->periode);
    jw_kid(w, "unit_id", n->sasaran.unit_id);
    jw_kid(w, "evaluasi_id", n->sasaran.evaluasi_id);
    jw_ktext(w, "nama", n->objek_nama);
    jw_kint(w, "versi", n->objek_versi);
    jw_close(w);
    jw_ktext(w, "hash", n->hash);
    jw_ktext(w, "disiapkan", n->disiapkan);
    jw_ktext(w, "batas", n->batas);
    jw_ktext(w, "catatan", n->catatan);
    put_sheet(n, w);
    jw_ktext(w, "pemeriksa", n->pemeriksa_nama);
    jw_ktext(w, "diputus", n->diputus);
}

void naskah_baris_json(const struct naskah *n, struct jw *w)
{
    jw_open(w, '{');
    members(n, w);
    jw_close(w);
}

static bool open_state(const struct naskah *n)
{
    return n->status == NASKAH_DISIAPKAN || n->status == NASKAH_DIKEMBALIKAN ||
           n->status == NASKAH_LEMBAR_DIUNGGAH;
}

/* Has the object moved since, and how? What the person may no longer see has moved. */
static enum status put_moved(struct db *db, const struct naskah *n, struct arena *a, struct jw *w,
                             struct err *e)
{
    struct naskah_keadaan now = { 0 };
    struct buf b = BUF_NONE;
    struct err gone = ERR_NONE;
    struct who person;
    bool moved = false;
    enum status st = ST_OK;

    if (open_state(n)) {
        if ((st = naskah_orang(db, n->pegawai_id, &person, &gone)) == ST_OK)
            st = naskah_objek(db, &person, n->jenis, &n->sasaran, a, &now, &b, &gone);
        moved = st != ST_OK || now.versi != n->objek_versi;
        if (st == ST_FAIL || st == ST_UNREACHABLE) {
            *e = gone;
            goto out;
        }
    }
    jw_kbool(w, "usang", moved);
    jw_key(w, "berubah");
    if (moved && st == ST_OK) {
        st = naskah_beda(n->sebelum, b.p, w, e);
    } else {
        jw_open(w, '[');
        jw_close(w);
        st = ST_OK;
    }
out:
    buf_free(&b);
    return st;
}

static enum status put_content(struct db *db, const struct naskah *n, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    enum status st;

    jw_kraw(w, "isi", n->isi);
    jw_key(w, "perbedaan");
    if ((st = naskah_beda(n->sebelum, n->sesudah, w, e)) == ST_OK)
        st = put_moved(db, n, a, w, e);
    arena_free(a);
    return st;
}

enum status naskah_json(struct db *db, const struct who *who, const struct naskah *n, struct jw *w,
                        struct err *e)
{
    struct flow_object o = { .id = n->id,
                             .state = (int)n->status,
                             .subject = n->subject,
                             .penyiap_id = n->penyiap_id,
                             .data = (void *)(uintptr_t)n };
    struct err ended = ERR_NONE;
    enum status st = ST_OK;

    jw_open(w, '{');
    members(n, w);
    if (who->pegawai_id == n->penyiap_id && kuasa_berlaku(&n->kuasa, who->hari, &ended) != ST_OK) {
        jw_kraw(w, "isi", NULL);
        jw_kraw(w, "perbedaan", "[]");
        jw_kbool(w, "usang", false);
        jw_kraw(w, "berubah", "[]");
    } else {
        st = put_content(db, n, w, e);
    }
    if (st == ST_OK) {
        jw_key(w, "aksi");
        st = flow_aksi(db, &naskah_machine, &o, who, w, e);
    }
    jw_close(w);
    return st;
}

/* List ----------------------------------------------------------------------------------------------------
 */

static void where_seen(const struct who *who, const char *sebagai, struct buf *sql)
{
    static const struct right_columns columns = { "n.pegawai_id", NULL, NULL, "j.unit_id" };
    long long me = who->pegawai_id;
    bool sheets = sebagai && strcmp(sebagai, "pemeriksa") == 0;

    buf_str(sql, "(");
    if (!sheets) {
        right_where(who, AKSI_NASKAH_LIHAT, &columns, sql);
        if (drafted(who, who->pegawai_id))
            buf_printf(sql, " OR n.penyiap_id = %lld", me);
        buf_str(sql, " OR ");
    }
    buf_str(sql, sheets ? "(n.status = 'lembar_diunggah' AND "
                        : "(n.status IN ('lembar_diunggah', 'diperiksa') AND ");
    right_where(who, AKSI_NASKAH_PERIKSA, &columns, sql);
    buf_str(sql, "))");
    /* What judges the asker is not his to read; see about_me. */
    if (me)
        buf_printf(sql,
                   " AND (n.objek_pegawai_id IS NULL OR n.objek_pegawai_id <> %lld OR n.pegawai_id = %lld)",
                   me, me);
    if (sebagai && !sheets)
        buf_printf(sql, " AND %s = %lld", strcmp(sebagai, "penyiap") == 0 ? "n.penyiap_id" : "n.pegawai_id",
                   me);
}

enum status naskah_list(struct db *db, const struct who *who, const struct naskah_saring *f, struct arena *a,
                        struct naskah **out, size_t *n, bool *lagi, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, KOLOM " WHERE n.id > $2 AND ($4 IS NULL OR n.status = $4) AND ");
    where_seen(who, f->sebagai, &sql);
    buf_str(&sql, " ORDER BY n.id LIMIT $3");
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct naskah, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "tiit", who->hari, f->sesudah, (int64_t)f->batas + 1, f->status);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas)
            *lagi = true;
        else
            from_row(&r, a, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

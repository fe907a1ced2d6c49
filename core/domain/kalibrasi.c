/* Reading calibration sessions: one with its participants and proposals, the list, what became of one rating.
 */
#include "domain/kalibrasi.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kalibrasi_bagian.h"
#include "domain/unit.h"
#include "domain/view.h"

static const char *const bagian[3] = { "rating_hasil", "rating_perilaku", "predikat" };

static void columns_of(const struct rows *r, struct arena *a, struct kalibrasi *out)
{
    int status = 0;

    flow_state(&kalibrasi_machine, row_text(r, 3), &status);
    *out = (struct kalibrasi){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .unit_id = row_int(r, 2),
        .status = (enum kalibrasi_status)status,
        .periode = { .id = row_int(r, 4) },
        .tanggal = row_dup(r, 5, a),
        .tempat = row_dup(r, 6, a),
        .agenda = row_dup(r, 7, a),
        .risalah = row_dup(r, 8, a),
        .hash = row_dup(r, 9, a),
        .dibuka = row_dup(r, 10, a),
        .ditutup = row_dup(r, 11, a),
    };
    out->subject.unit_id = out->unit_id;
}

enum status kalibrasi_muat(struct db *db, int64_t id, struct arena *a, struct kalibrasi *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st =
        db_rows(db, &r, e,
                "SELECT id, versi, unit_id, status, periode_id, tanggal, tempat, agenda, risalah, hash,"
                " dibuka, ditutup FROM kalibrasi WHERE id = $1",
                "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        columns_of(&r, a, out);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_KALIBRASI_TIDAK_ADA, NULL);
    return st == ST_OK ? periode_load(db, out->periode.id, &out->periode, e) : st;
}

enum status kalibrasi_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                           struct kalibrasi *out, struct err *e)
{
    struct subject s = { 0 };
    int64_t n = 0;
    enum status st = kalibrasi_muat(db, id, a, out, e);

    if (st == ST_OK)
        st = unit_kepala(db, out->unit_id, who->hari, &out->subject.pegawai_id, e);
    if (st == ST_OK)
        st = db_int(db, &n, e,
                    "SELECT count(*) FROM kalibrasi_peserta WHERE kalibrasi_id = $1 AND pegawai_id = $2",
                    "ii", id, who->pegawai_id);
    if (st != ST_OK)
        return st;
    out->peserta = n > 0 && right_in_scope(who, AKSI_EVALUASI_LIHAT);
    s.unit_id = out->unit_id;
    if (out->peserta)
        return ST_OK;
    st = right_check(db, who, AKSI_KONSOLIDASI_LIHAT, &s, e);
    return st == ST_DENIED || st == ST_NOT_FOUND ? err_set(e, E_KALIBRASI_TIDAK_ADA, NULL) : st;
}

/* Proposals
 * -------------------------------------------------------------------------------------------------- */

#define KOLOM                                                                                                \
    "SELECT x.id, x.versi, x.kalibrasi_id, x.evaluasi_id, x.status, s.pegawai_id, s.penilai_id, s.unit_id,"  \
    " g.nip, g.nama, x.alasan, x.kata_pimpinan, x.tanggapan, x.dibuat, x.diputus, x.semula_hasil,"           \
    " x.semula_perilaku, x.semula_predikat, x.menjadi_hasil, x.menjadi_perilaku, x.menjadi_predikat,"        \
    " coalesce(x.akun_id, 0), b.unit_id FROM kalibrasi_usul x JOIN kalibrasi b ON b.id = x.kalibrasi_id"     \
    " JOIN evaluasi v ON v.id = x.evaluasi_id JOIN skp_versi k ON k.id = v.skp_versi_id"                     \
    " JOIN skp s ON s.id = k.skp_id JOIN pegawai g ON g.id = s.pegawai_id"

static void proposal_from(const struct rows *r, struct arena *a, struct usul_kalibrasi *out, int64_t *unit_id)
{
    int status = 0;

    flow_state(&usul_kalibrasi_machine, row_text(r, 4), &status);
    *out = (struct usul_kalibrasi){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .kalibrasi_id = row_int(r, 2),
        .evaluasi_id = row_int(r, 3),
        .status = (enum usul_status)status,
        .subject = { row_int(r, 5), row_int(r, 6), 0, row_int(r, 7) },
        .nip = row_dup(r, 8, a),
        .nama = row_dup(r, 9, a),
        .alasan = row_dup(r, 10, a),
        .kata_pimpinan = row_dup(r, 11, a),
        .tanggapan = row_dup(r, 12, a),
        .dibuat = row_dup(r, 13, a),
        .diputus = row_dup(r, 14, a),
        .akun_id = row_int(r, 21),
    };
    for (int i = 0; i < 3; i++) {
        out->semula[i] = row_dup(r, 15 + i, a);
        out->menjadi[i] = row_dup(r, 18 + i, a);
    }
    *unit_id = row_int(r, 22);
}

enum status usul_muat(struct db *db, const char *hari, int64_t id, struct arena *a,
                      struct usul_kalibrasi *out, struct err *e)
{
    struct rows r;
    int64_t unit = 0;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE x.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        proposal_from(&r, a, out, &unit);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_USUL_TIDAK_ADA, NULL);
    return st == ST_OK ? unit_kepala(db, unit, hari, &out->subject.atasan_penilai_id, e) : st;
}

/* Who may see the evaluation and the session; never the person himself, for whom kalibrasi_riwayat_json is.
 */
enum status usul_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                      struct usul_kalibrasi *out, struct err *e)
{
    struct kalibrasi k;
    struct evaluasi v;
    enum status st = usul_muat(db, who->hari, id, a, out, e);

    if (st != ST_OK)
        return st;
    if (who->pegawai_id && who->pegawai_id == out->subject.pegawai_id)
        return err_set(e, E_USUL_TIDAK_ADA, NULL);
    st = kalibrasi_load(db, who, out->kalibrasi_id, a, &k, e);
    if (st == ST_OK)
        st = evaluasi_load(db, who, out->evaluasi_id, a, &v, e);
    return st == ST_NOT_FOUND || st == ST_DENIED ? err_set(e, E_USUL_TIDAK_ADA, NULL) : st;
}

static void ratings(struct jw *w, const char *key, const char *const nilai[3])
{
    jw_key(w, key);
    jw_open(w, '{');
    for (int i = 0; i < 3; i++)
        jw_ktext(w, bagian[i], nilai[i]);
    jw_close(w);
}

enum status usul_json(struct db *db, const struct who *who, const struct usul_kalibrasi *u, struct jw *w,
                      struct err *e)
{
    struct flow_object o = { .id = u->id, .state = (int)u->status, .subject = u->subject };
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", u->id);
    jw_kint(w, "versi", u->versi);
    jw_kint(w, "kalibrasi_id", u->kalibrasi_id);
    jw_kint(w, "evaluasi_id", u->evaluasi_id);
    view_orang(w, "pegawai", u->subject.pegawai_id, u->nip, u->nama);
    jw_ktext(w, "status", usul_kalibrasi_machine.states[u->status]);
    jw_ktext(w, "alasan", u->alasan);
    ratings(w, "semula", u->semula);
    ratings(w, "menjadi", u->menjadi);
    jw_ktext(w, "kata_pimpinan", u->kata_pimpinan);
    jw_ktext(w, "tanggapan", u->tanggapan);
    jw_ktext(w, "dibuat", u->dibuat);
    jw_ktext(w, "diputus", u->diputus);
    jw_key(w, "aksi");
    st = flow_aksi(db, &usul_kalibrasi_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

/* The session as a resource
 * ---------------------------------------------------------------------------------- */

static enum status participants(struct db *db, int64_t id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT g.id, g.nip, g.nama, p.sebagai FROM kalibrasi_peserta p JOIN pegawai g"
                " ON g.id = p.pegawai_id WHERE p.kalibrasi_id = $1 ORDER BY p.sebagai DESC, g.nip",
                "i", id);

    jw_key(w, "peserta");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        view_orang(w, "pegawai", row_int(&r, 0), row_text(&r, 1), row_text(&r, 2));
        jw_ktext(w, "sebagai", row_text(&r, 3));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

/* Of people whose evaluations the reader may see, and not about himself. */
static enum status proposals(struct db *db, const struct who *who, const struct kalibrasi *k, struct jw *w,
                             struct err *e)
{
    struct arena *a = arena_new();
    struct buf sql = BUF_NONE, list = BUF_NONE;
    struct usul_kalibrasi u;
    struct rows r;
    int64_t unit;
    enum status st;

    buf_printf(&sql, KOLOM " WHERE x.kalibrasi_id = $1 AND s.pegawai_id <> %lld AND ",
               (long long)who->pegawai_id);
    right_where(who, AKSI_EVALUASI_LIHAT, &skp_kolom_hak, &sql);
    buf_str(&sql, " ORDER BY x.id");
    st = db_rows(db, &r, e, sql.p, "i", k->id);
    while (st == ST_OK && rows_next(&r)) {
        proposal_from(&r, a, &u, &unit);
        u.subject.atasan_penilai_id = k->subject.pegawai_id;
        buf_add(&list, &u, sizeof(u));
    }
    st = rows_end(&r, st, e);
    jw_key(w, "usul");
    jw_open(w, '[');
    for (size_t i = 0; st == ST_OK && i < list.len / sizeof(u); i++)
        st = usul_json(db, who, (const struct usul_kalibrasi *)(const void *)list.p + i, w, e);
    jw_close(w);
    buf_free(&sql);
    buf_free(&list);
    arena_free(a);
    return st;
}

enum status kalibrasi_json(struct db *db, const struct who *who, const struct kalibrasi *k, struct jw *w,
                           struct err *e)
{
    struct flow_object o = { .id = k->id, .state = (int)k->status, .subject = k->subject };
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", k->id);
    jw_kint(w, "versi", k->versi);
    if ((st = view_unit(db, w, "unit", k->unit_id, e)) != ST_OK)
        return st;
    jw_ktext(w, "periode", k->periode.kode);
    jw_ktext(w, "status", kalibrasi_machine.states[k->status]);
    jw_ktext(w, "tanggal", k->tanggal);
    jw_ktext(w, "tempat", k->tempat);
    jw_ktext(w, "agenda", k->agenda);
    jw_ktext(w, "risalah", k->risalah);
    jw_ktext(w, "hash", k->hash);
    jw_ktext(w, "dibuka", k->dibuka);
    jw_ktext(w, "ditutup", k->ditutup);
    if ((st = participants(db, k->id, w, e)) != ST_OK || (st = proposals(db, who, k, w, e)) != ST_OK)
        return st;
    jw_key(w, "aksi");
    st = flow_aksi(db, &kalibrasi_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

/* Lists
 * ------------------------------------------------------------------------------------------------------ */

enum status kalibrasi_list(struct db *db, const struct who *who, struct kalibrasi_saring *f, struct jw *w,
                           struct err *e)
{
    static const struct right_columns columns = { .unit = "b.unit_id" };
    struct buf sql = BUF_NONE;
    int64_t n = 0, last = 0;
    struct rows r;
    enum status st;

    f->out_lagi = 0;
    buf_str(&sql, "SELECT b.id, u.id, u.kode, u.nama, p.kode, b.status, b.tanggal, b.tempat FROM kalibrasi b"
                  " JOIN unit u ON u.id = b.unit_id JOIN periode p ON p.id = b.periode_id"
                  " WHERE b.id > $1 AND ($2 IS NULL OR b.status = $2)");
    skp_where_id("b.periode_id", f->periode_id, &sql);
    skp_where_id("b.unit_id", f->unit_id, &sql);
    buf_str(&sql, " AND (");
    right_where(who, AKSI_KONSOLIDASI_LIHAT, &columns, &sql);
    if (who->pegawai_id && right_in_scope(who, AKSI_EVALUASI_LIHAT))
        buf_printf(&sql,
                   " OR EXISTS (SELECT 1 FROM kalibrasi_peserta x WHERE x.kalibrasi_id = b.id"
                   " AND x.pegawai_id = %lld)",
                   (long long)who->pegawai_id);
    buf_str(&sql, ") ORDER BY b.id LIMIT $3");
    st = db_rows(db, &r, e, sql.p, "iti", f->sesudah, f->status, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == f->batas) {
            f->out_lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        jw_open(w, '{');
        jw_kint(w, "id", last);
        jw_key(w, "unit");
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 1));
        jw_ktext(w, "kode", row_text(&r, 2));
        jw_ktext(w, "nama", row_text(&r, 3));
        jw_close(w);
        jw_ktext(w, "periode", row_text(&r, 4));
        jw_ktext(w, "status", row_text(&r, 5));
        jw_ktext(w, "tanggal", row_text(&r, 6));
        jw_ktext(w, "tempat", row_text(&r, 7));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

enum status kalibrasi_riwayat_json(struct db *db, const struct who *who, const struct evaluasi *v,
                                   struct jw *w, struct err *e)
{
    bool own = who->pegawai_id && who->pegawai_id == v->pegawai_id;
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT b.tanggal, x.status, x.alasan, x.tanggapan, x.diputus, x.semula_hasil, x.semula_perilaku,"
        " x.semula_predikat, x.menjadi_hasil, x.menjadi_perilaku, x.menjadi_predikat FROM kalibrasi_usul x"
        " JOIN kalibrasi b ON b.id = x.kalibrasi_id WHERE x.evaluasi_id = $1"
        " AND ($2 = 0 OR x.status = 'diterima') ORDER BY x.id",
        "ii", v->tertutup ? (int64_t)0 : v->id, (int64_t)own);

    while (st == ST_OK && rows_next(&r)) {
        const char *semula[3], *menjadi[3];

        for (int i = 0; i < 3; i++) {
            semula[i] = row_text(&r, 5 + i);
            menjadi[i] = row_text(&r, 8 + i);
        }
        jw_open(w, '{');
        jw_ktext(w, "tanggal", row_text(&r, 0));
        jw_ktext(w, "status", row_text(&r, 1));
        jw_ktext(w, "alasan", row_text(&r, 2));
        ratings(w, "semula", semula);
        ratings(w, "menjadi", menjadi);
        jw_ktext(w, "tanggapan", row_text(&r, 3));
        jw_ktext(w, "diputus", row_text(&r, 4));
        jw_close(w);
    }
    return rows_end(&r, st, e);
}

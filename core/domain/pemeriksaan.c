/* The machine of the review, its marks and questions. The table is rekap.c. */
#include "domain/pemeriksaan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/view.h"

const char *const pemeriksaan_kode[] = { "belum", "ditanyakan", "dijawab", "diperiksa", NULL };

/* Machine
 * ---------------------------------------------------------------------------------------------------- */

static enum status terbuka(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t periode_id = 0;
    enum status st = db_int(db, &periode_id, e,
                            "SELECT v.periode_id FROM pemeriksaan m JOIN evaluasi v ON v.id = m.evaluasi_id"
                            " WHERE m.id = $1",
                            "i", o->id);

    (void)who;
    return st == ST_OK ? periode_belum_ditutup(db, periode_id, e) : st;
}

static enum status orang_lain(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    if (who->pegawai_id && who->pegawai_id == o->subject.pegawai_id)
        return err_set(e, E_PERIKSA_DIRI, NULL);
    return terbuka(db, who, o, e);
}

static enum status sudah_dinilai(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    int64_t n = 0;
    enum status st = orang_lain(db, who, o, e);

    if (st == ST_OK)
        st = db_int(
            db, &n, e,
            "SELECT count(*) FROM pemeriksaan m JOIN evaluasi v ON v.id = m.evaluasi_id WHERE m.id = $1"
            " AND v.status <> 'belum'",
            "i", o->id);
    return st == ST_OK && !n ? err_set(e, E_PERIKSA_BELUM, NULL) : st;
}

/* The last word of each side stands; the audit keeps the others. */
static enum status ditulis(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    if (o->state == PERIKSA_DIJAWAB)
        return db_exec(db, NULL, e, "UPDATE pemeriksaan SET jawaban = $2, waktu = $3 WHERE id = $1", "itt",
                       o->id, o->catatan, now);
    return db_exec(
        db, NULL, e,
        "UPDATE pemeriksaan SET catatan = $2, waktu = $3, akun_id = $4, predikat_hasil_id ="
        " (SELECT v.predikat_hasil_id FROM evaluasi v WHERE v.id = pemeriksaan.evaluasi_id) WHERE id = $1",
        "ittI", o->id, o->catatan ? o->catatan : "", now, who->akun_id ? &who->akun_id : NULL);
}

#define TIM WHO_PENGELOLA
static const struct transition rows[] = {
    { PERIKSA_BELUM, "tanyakan", PERIKSA_DITANYAKAN, TIM, true, orang_lain, ditulis, DL_NONE },
    { PERIKSA_DIJAWAB, "tanyakan", PERIKSA_DITANYAKAN, TIM, true, orang_lain, ditulis, DL_NONE },
    { PERIKSA_DIPERIKSA, "tanyakan", PERIKSA_DITANYAKAN, TIM, true, orang_lain, ditulis, DL_NONE },
    { PERIKSA_DITANYAKAN, "jawab", PERIKSA_DIJAWAB, WHO_PENILAI, true, terbuka, ditulis, DL_NONE },
    { PERIKSA_BELUM, "periksa", PERIKSA_DIPERIKSA, TIM, false, sudah_dinilai, ditulis, DL_NONE },
    { PERIKSA_DITANYAKAN, "periksa", PERIKSA_DIPERIKSA, TIM, false, sudah_dinilai, ditulis, DL_NONE },
    { PERIKSA_DIJAWAB, "periksa", PERIKSA_DIPERIKSA, TIM, false, sudah_dinilai, ditulis, DL_NONE },
    { PERIKSA_DIPERIKSA, "periksa", PERIKSA_DIPERIKSA, TIM, false, sudah_dinilai, ditulis, DL_NONE },
    { PERIKSA_DIPERIKSA, "batalkan", PERIKSA_BELUM, TIM, true, orang_lain, ditulis, DL_NONE },
};
const struct machine pemeriksaan_machine = {
    "pemeriksaan", "pemeriksaan", pemeriksaan_kode, 4, rows, COUNT(rows), "pemeriksaan", "status",
};

/* Reading
 * ---------------------------------------------------------------------------------------------------- */

enum status pemeriksaan_muat(struct db *db, int64_t evaluasi_id, struct arena *a, struct pemeriksaan *out,
                             struct err *e)
{
    struct rows r;
    int state = PERIKSA_BELUM;
    enum status st =
        db_rows(db, &r, e,
                "SELECT id, status, catatan, jawaban, waktu, predikat_hasil_id, versi FROM pemeriksaan"
                " WHERE evaluasi_id = $1",
                "i", evaluasi_id);

    *out = (struct pemeriksaan){ .evaluasi_id = evaluasi_id, .catatan = "", .jawaban = "" };
    if (st == ST_OK && rows_next(&r)) {
        out->id = row_int(&r, 0);
        flow_state(&pemeriksaan_machine, row_text(&r, 1), &state);
        out->catatan = row_dup(&r, 2, a);
        out->jawaban = row_dup(&r, 3, a);
        out->waktu = row_dup(&r, 4, a);
        out->predikat_hasil_id = row_int(&r, 5);
        out->versi = row_int(&r, 6);
    }
    out->status = (enum pemeriksaan_status)state;
    return rows_end(&r, st, e);
}

enum status pemeriksaan_load(struct db *db, const struct who *who, int64_t evaluasi_id, struct arena *a,
                             struct evaluasi *v, struct pemeriksaan *out, struct err *e)
{
    enum status st = evaluasi_load(db, who, evaluasi_id, a, v, e);

    if (st == ST_OK && who->pegawai_id && who->pegawai_id == v->pegawai_id)
        st = err_set(e, E_PERIKSA_DIRI, NULL);
    return st == ST_OK ? pemeriksaan_muat(db, evaluasi_id, a, out, e) : st;
}

enum status pemeriksaan_json(struct db *db, const struct who *who, const struct evaluasi *v,
                             const struct pemeriksaan *m, struct jw *w, struct err *e)
{
    struct flow_object o = { .id = m->id, .state = (int)m->status, .subject = v->subject };
    enum status st = ST_OK;

    jw_open(w, '{');
    jw_kint(w, "evaluasi_id", m->evaluasi_id);
    jw_ktext(w, "status", pemeriksaan_kode[m->status]);
    jw_ktext(w, "catatan", m->catatan);
    jw_ktext(w, "jawaban", m->jawaban);
    jw_ktext(w, "waktu", m->waktu);
    jw_kbool(w, "berubah", m->status == PERIKSA_DIPERIKSA && m->predikat_hasil_id != v->predikat_hasil_id);
    jw_kint(w, "versi", m->versi);
    jw_key(w, "aksi");
    jw_open(w, '[');
    if (m->id)
        st = flow_aksi_isi(db, &pemeriksaan_machine, &o, who, w, e);
    jw_close(w);
    jw_close(w);
    return st;
}

enum status pemeriksaan_list(struct db *db, const struct who *who, struct pemeriksaan_saring *f, struct jw *w,
                             struct err *e)
{
    struct buf sql = BUF_NONE;
    int64_t n = 0, last = 0;
    struct rows r;
    enum status st;

    f->out_lagi = 0;
    buf_str(
        &sql,
        "SELECT m.evaluasi_id, s.pegawai_id, g.nip, g.nama, u.nama, p.kode, m.status, m.catatan, m.jawaban,"
        " m.waktu, m.versi FROM pemeriksaan m JOIN evaluasi v ON v.id = m.evaluasi_id JOIN skp_versi k"
        " ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id JOIN pegawai g ON g.id = s.pegawai_id"
        " JOIN unit u ON u.id = s.unit_id JOIN periode p ON p.id = v.periode_id"
        " WHERE m.evaluasi_id > $1 AND ($2 IS NULL OR m.status = $2)");
    buf_printf(&sql, " AND s.pegawai_id <> %lld", (long long)who->pegawai_id);
    skp_where_id("v.periode_id", f->periode_id, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_EVALUASI_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    buf_str(&sql, " ORDER BY m.evaluasi_id LIMIT $3");
    st = db_rows(db, &r, e, sql.p, "iti", f->sesudah, f->status, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == f->batas) {
            f->out_lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        jw_open(w, '{');
        jw_kint(w, "evaluasi_id", last);
        view_orang(w, "pegawai", row_int(&r, 1), row_text(&r, 2), row_text(&r, 3));
        jw_ktext(w, "unit", row_text(&r, 4));
        jw_ktext(w, "periode", row_text(&r, 5));
        jw_ktext(w, "status", row_text(&r, 6));
        jw_ktext(w, "catatan", row_text(&r, 7));
        jw_ktext(w, "jawaban", row_text(&r, 8));
        jw_ktext(w, "waktu", row_text(&r, 9));
        jw_kint(w, "versi", row_int(&r, 10));
        jw_close(w);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* Steps
 * ------------------------------------------------------------------------------------------------------ */

static enum status open_row(struct perintah *p, struct db *db, struct pemeriksaan *m, struct err *e)
{
    if (m->id)
        return perintah_versi(p, m->versi, e);
    return db_int(db, &m->id, e, "INSERT INTO pemeriksaan (evaluasi_id, versi) VALUES ($1, 0) RETURNING id",
                  "i", m->evaluasi_id);
}

enum status pemeriksaan_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct pemeriksaan_langkah *in = p->input;
    struct arena *a = arena_new();
    struct flow_object o = { .catatan = in->catatan };
    struct audit_entry audit = { .objek = NULL };
    char isi[48];
    struct pemeriksaan m;
    struct evaluasi v;
    struct jw w;
    enum status st = pemeriksaan_load(db, &p->who, in->evaluasi_id, a, &v, &m, e);

    if (st != ST_OK || (st = open_row(p, db, &m, e)) != ST_OK)
        goto out;
    o.id = m.id;
    o.state = (int)m.status;
    o.subject = v.subject;
    snprintf(isi, sizeof(isi), "{\"evaluasi\":%lld}", (long long)v.id);
    audit.isi = isi;
    if ((st = flow_apply(db, &pemeriksaan_machine, &o, in->peristiwa, &p->who, &audit, e)) != ST_OK ||
        (st = pemeriksaan_muat(db, v.id, a, &m, e)) != ST_OK)
        goto out;
    p->reply.etag = m.versi;
    jw_start(&w, &p->reply.body);
    st = pemeriksaan_json(db, &p->who, &v, &m, &w, e);
out:
    arena_free(a);
    return st;
}

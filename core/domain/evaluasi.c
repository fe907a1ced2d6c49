/* Reading evaluations: one, as a resource, as the signed document, lists and figures. */
#include "domain/evaluasi.h"
#include "domain/tanda_terima.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/kepala.h"
#include "domain/umpan_balik.h"
#include "domain/view.h"

#define KOLOM                                                                                                \
    "SELECT v.id, v.versi, s.id, v.skp_versi_id, k.n, v.segmen, s.pegawai_id, s.unit_id, g.nip, g.nama,"     \
    " j.nama, u.kode, u.nama, s.mulai, s.selesai, v.status, s.penilai_id, s.atasan_penilai_id, n.nama,"      \
    " v.penilai_id, v.rating_hasil, v.rating_perilaku, v.predikat, v.alasan, v.catatan, v.ditetapkan,"       \
    " v.saran_hasil_id, v.predikat_hasil_id, v.tanggapan, v.diterima, v.batas_keberatan,"                    \
    " (SELECT b.id FROM keberatan b WHERE b.evaluasi_id = v.id), v.periode_id, p.kode, p.jenis, p.mulai,"    \
    " p.selesai, p.status, v.kepala_hasil_id"                                                                \
    " FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"               \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"                       \
    " JOIN jabatan j ON j.id = t.jabatan_id JOIN unit u ON u.id = s.unit_id"                                 \
    " JOIN periode p ON p.id = v.periode_id LEFT JOIN pegawai n ON n.id = s.penilai_id"

static void period_from(const struct rows *r, int col, struct periode *out)
{
    int status = 0;

    *out = (struct periode){ .id = row_int(r, col) };
    snprintf(out->kode, sizeof(out->kode), "%s", row_text(r, col + 1));
    periode_jenis_parse(row_text(r, col + 2), &out->jenis);
    snprintf(out->mulai, sizeof(out->mulai), "%s", row_text(r, col + 3));
    snprintf(out->selesai, sizeof(out->selesai), "%s", row_text(r, col + 4));
    flow_state(&periode_machine, row_text(r, col + 5), &status);
    out->status = (enum periode_status)status;
}

static void from_row(const struct rows *r, struct arena *a, struct evaluasi *out)
{
    int status = 0;

    flow_state(&evaluasi_machine, row_text(r, 15), &status);
    *out = (struct evaluasi){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .skp_id = row_int(r, 2),
        .skp_versi_id = row_int(r, 3),
        .n = row_int(r, 4),
        .segmen = row_int(r, 5),
        .pegawai_id = row_int(r, 6),
        .unit_id = row_int(r, 7),
        .nip = row_dup(r, 8, a),
        .nama = row_dup(r, 9, a),
        .jabatan = row_dup(r, 10, a),
        .unit_kode = row_dup(r, 11, a),
        .unit = row_dup(r, 12, a),
        .skp_mulai = row_dup(r, 13, a),
        .skp_selesai = row_dup(r, 14, a),
        .status = (enum evaluasi_status)status,
        .subject = { row_int(r, 6), row_int(r, 16), row_int(r, 17), row_int(r, 7) },
        .penilai_nama = row_dup(r, 18, a),
        .dinilai_oleh = row_int(r, 19),
        .rating_hasil = row_dup(r, 20, a),
        .rating_perilaku = row_dup(r, 21, a),
        .predikat = row_dup(r, 22, a),
        .alasan = row_dup(r, 23, a),
        .catatan = row_dup(r, 24, a),
        .ditetapkan = row_dup(r, 25, a),
        .saran_hasil_id = row_int(r, 26),
        .predikat_hasil_id = row_int(r, 27),
        .tanggapan = row_dup(r, 28, a),
        .diterima = row_dup(r, 29, a),
        .batas_keberatan = row_dup(r, 30, a),
        .keberatan_id = row_int(r, 31),
        .kepala_hasil_id = row_int(r, 38),
    };
    period_from(r, 32, &out->periode);
}

enum status evaluasi_muat(struct db *db, int64_t id, struct arena *a, struct evaluasi *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE v.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_EVALUASI_TIDAK_ADA, NULL) : st;
}

/* Before it is fixed a rating is the evaluator's draft; the employee's other offices do not change that. */
static void close_to(const struct who *who, struct evaluasi *v)
{
    if (!who->pegawai_id || who->pegawai_id != v->pegawai_id ||
        (v->status != EVALUASI_BELUM && v->status != EVALUASI_DINILAI))
        return;
    v->tertutup = true;
    v->rating_hasil = v->rating_perilaku = v->predikat = NULL;
    v->alasan = v->catatan = "";
    v->saran_hasil_id = v->predikat_hasil_id = v->kepala_hasil_id = 0;
}

enum status evaluasi_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                          struct evaluasi *out, struct err *e)
{
    enum status st = evaluasi_muat(db, id, a, out, e);

    if (st != ST_OK)
        return st;
    if ((st = right_check(db, who, AKSI_EVALUASI_LIHAT, &out->subject, e)) != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_EVALUASI_TIDAK_ADA, NULL) : st;
    close_to(who, out);
    return ST_OK;
}

/* JSON ----------------------------------------------------------------------------------------------------
 */

static void members(const struct evaluasi *v, struct jw *w)
{
    jw_kint(w, "id", v->id);
    jw_kint(w, "versi", v->versi);
    jw_kint(w, "skp_id", v->skp_id);
    jw_kint(w, "skp_versi_id", v->skp_versi_id);
    jw_kint(w, "n", v->n);
    jw_kint(w, "segmen", v->segmen);
    view_orang(w, "pegawai", v->pegawai_id, v->nip, v->nama);
    jw_ktext(w, "jabatan", v->jabatan);
    jw_ktext(w, "unit_kode", v->unit_kode);
    jw_ktext(w, "unit", v->unit);
    jw_ktext(w, "skp_mulai", v->skp_mulai);
    jw_ktext(w, "skp_selesai", v->skp_selesai);
    jw_ktext(w, "periode", v->periode.kode);
    jw_ktext(w, "status", evaluasi_machine.states[v->status]);
    jw_ktext(w, "penilai", v->penilai_nama);
    jw_ktext(w, "rating_hasil", v->rating_hasil);
    jw_ktext(w, "rating_perilaku", v->rating_perilaku);
    jw_ktext(w, "predikat", v->predikat);
    jw_ktext(w, "ditetapkan", v->ditetapkan);
}

void evaluasi_baris_json(const struct evaluasi *v, struct jw *w)
{
    jw_open(w, '{');
    members(v, w);
    jw_close(w);
}

/* The suggestion that the evaluator saw, as it is stored. */
static enum status saran_json(struct db *db, const struct evaluasi *v, struct jw *w, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st;

    jw_key(w, "saran");
    if (!v->saran_hasil_id) {
        jw_null(w);
        return ST_OK;
    }
    st = db_rows(db, &r, e,
                 "SELECT h.id, h.nilai, h.galat, h.pesan, h.waktu, r.plugin, r.label, r.sha256 FROM hasil h"
                 " JOIN release r ON r.id = h.release_id WHERE h.id = $1",
                 "i", v->saran_hasil_id);
    if (st == ST_OK && (found = rows_next(&r))) {
        jw_open(w, '{');
        jw_kint(w, "hasil_id", row_int(&r, 0));
        jw_key(w, "nilai");
        if (row_null(&r, 1))
            jw_null(w);
        else
            jw_raw(w, row_text(&r, 1), strlen(row_text(&r, 1)));
        jw_ktext(w, "galat", row_text(&r, 2));
        jw_ktext(w, "pesan", row_text(&r, 3));
        jw_ktext(w, "waktu", row_text(&r, 4));
        jw_ktext(w, "plugin", row_text(&r, 5));
        jw_ktext(w, "versi_plugin", row_text(&r, 6));
        jw_ktext(w, "sha256", row_text(&r, 7));
        jw_close(w);
    }
    if (!found)
        jw_null(w);
    return rows_end(&r, st, e);
}

enum status evaluasi_json(struct db *db, const struct who *who, const struct evaluasi *v, struct jw *w,
                          struct err *e)
{
    struct flow_object o = { .id = v->id, .state = (int)v->status, .subject = v->subject };
    enum status st;

    jw_open(w, '{');
    members(v, w);
    jw_ktext(w, "periode_status", periode_machine.states[v->periode.status]);
    jw_ktext(w, "alasan", v->alasan);
    jw_ktext(w, "catatan", v->catatan);
    jw_kid(w, "dinilai_oleh", v->dinilai_oleh);
    jw_kid(w, "predikat_hasil_id", v->predikat_hasil_id);
    jw_ktext(w, "tanggapan", v->tanggapan);
    jw_ktext(w, "diterima", v->diterima);
    jw_ktext(w, "batas_keberatan", v->batas_keberatan);
    jw_kid(w, "keberatan_id", v->keberatan_id);
    jw_kbool(w, "tertutup", v->tertutup);
    st = saran_json(db, v, w, e);
    if (st == ST_OK)
        st = kepala_json(db, v, w, e);
    if (st == ST_OK)
        st = tanda_terima_member(db, "evaluasi", v->id, w, e);
    if (st == ST_OK)
        st = umpan_balik_evaluasi(db, who, v, w, e);
    jw_key(w, "aksi");
    if (st == ST_OK) {
        st = flow_aksi(db, &evaluasi_machine, &o, who, w, e);
    } else {
        jw_open(w, '[');
        jw_close(w);
    }
    jw_close(w);
    return st;
}

/* Document ------------------------------------------------------------------------------------------------
 */

static void set(json_t *o, const char *key, const char *s)
{
    json_object_set_new(o, key, s ? json_string(s) : json_null());
}

void evaluasi_dokumen(const struct evaluasi *v, struct buf *out)
{
    json_t *o = json_object();

    set(o, "dokumen", "evaluasi");
    json_object_set_new(o, "id", json_integer(v->id));
    json_object_set_new(o, "skp_id", json_integer(v->skp_id));
    json_object_set_new(o, "n", json_integer(v->n));
    json_object_set_new(o, "segmen", json_integer(v->segmen));
    set(o, "nip", v->nip);
    set(o, "periode", v->periode.kode);
    set(o, "rating_hasil", v->rating_hasil);
    set(o, "rating_perilaku", v->rating_perilaku);
    set(o, "predikat", v->predikat);
    set(o, "alasan", v->alasan);
    set(o, "catatan", v->catatan);
    json_object_set_new(o, "dinilai_oleh", json_integer(v->dinilai_oleh));
    json_object_set_new(o, "saran_hasil_id", json_integer(v->saran_hasil_id));
    json_object_set_new(o, "predikat_hasil_id", json_integer(v->predikat_hasil_id));
    json_canonical(o, out);
    json_decref(o);
}

/* Lists and figures ---------------------------------------------------------------------------------------
 */

enum status evaluasi_list(struct db *db, const struct who *who, const struct evaluasi_saring *f,
                          struct arena *a, struct evaluasi **out, size_t *n, bool *lagi, struct err *e)
{
    const char *plus = skp_cari(who, AKSI_EVALUASI_LIHAT, f->lingkup, f->pegawai_id | f->skp_id);
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, KOLOM " WHERE ($3 IS NULL OR v.status = $3)");
    buf_printf(&sql, " AND %sv.id > $1", plus);
    skp_where_id(*plus ? "+v.periode_id" : "v.periode_id", f->periode_id, &sql);
    skp_where_id("s.pegawai_id", f->pegawai_id, &sql);
    skp_where_id("k.skp_id", f->skp_id, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_EVALUASI_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    skp_where_unit(who, f->unit_id, &sql);
    buf_printf(&sql, " ORDER BY %sv.id LIMIT $2", plus);
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct evaluasi, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iit", f->sesudah, (int64_t)f->batas + 1, f->status);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas) {
            *lagi = true;
            continue;
        }
        from_row(&r, a, &(*out)[*n]);
        close_to(who, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

enum status evaluasi_angka(struct db *db, int64_t unit_id, int64_t periode_id, const char *hari, struct jw *w,
                           struct err *e)
{
    static const char *const predikat[] = { "sangat_baik", "baik", "butuh_perbaikan", "kurang",
                                            "sangat_kurang" };
    int64_t count[COUNT(predikat)] = { 0 }, open = 0, skipped = 0;
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "WITH RECURSIVE garis(id) AS (SELECT $1 UNION SELECT i.unit_id FROM unit_induk i"
        " JOIN garis ON i.induk_id = garis.id"
        " WHERE i.mulai <= $3 AND (i.selesai IS NULL OR i.selesai >= $3))"
        " SELECT CASE WHEN v.status IN ('belum', 'dinilai') THEN NULL ELSE v.predikat END,"
        " v.status = 'tidak_dinilai', count(*) FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id"
        " JOIN skp s ON s.id = k.skp_id WHERE v.periode_id = $2 AND s.unit_id IN (SELECT id FROM garis)"
        " GROUP BY 1, 2",
        "iit", unit_id, periode_id, hari);

    while (st == ST_OK && rows_next(&r)) {
        const char *kode = row_text(&r, 0);

        if (row_int(&r, 1))
            skipped += row_int(&r, 2);
        else if (!kode)
            open += row_int(&r, 2);
        for (size_t i = 0; kode && i < COUNT(predikat); i++)
            if (strcmp(kode, predikat[i]) == 0)
                count[i] += row_int(&r, 2);
    }
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    jw_open(w, '{');
    for (size_t i = 0; i < COUNT(predikat); i++)
        jw_kint(w, predikat[i], count[i]);
    jw_kint(w, "belum", open);
    jw_kint(w, "tidak_dinilai", skipped);
    jw_close(w);
    return ST_OK;
}

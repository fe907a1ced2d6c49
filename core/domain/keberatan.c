/* Reading objections: one, as a resource, as the signed document, and the list. */
#include "domain/keberatan.h"
#include "domain/tanda_terima.h"

#include <string.h>

#include "base/json.h"
#include "domain/view.h"

static const char *const bagian[3] = { "rating_hasil", "rating_perilaku", "predikat" };

#define KOLOM                                                                                                \
    "SELECT b.id, b.versi, b.evaluasi_id, s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id,"       \
    " b.pemutus_id, b.status, g.nip, g.nama, u.nama, p.kode, n.nama, b.alasan, b.diajukan,"                  \
    " b.batas_penjelasan, b.batas_putusan, b.penjelasan_pegawai, b.penjelasan_penilai, b.semula_hasil,"      \
    " b.semula_perilaku, b.semula_predikat, b.menjadi_hasil, b.menjadi_perilaku, b.menjadi_predikat,"        \
    " b.putusan, b.diputus FROM keberatan b JOIN evaluasi v ON v.id = b.evaluasi_id"                         \
    " JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"                               \
    " JOIN pegawai g ON g.id = s.pegawai_id JOIN unit u ON u.id = s.unit_id"                                 \
    " JOIN periode p ON p.id = v.periode_id LEFT JOIN pegawai n ON n.id = s.penilai_id"

static void from_row(const struct rows *r, struct arena *a, struct keberatan *out)
{
    int status = 0;

    flow_state(&keberatan_machine, row_text(r, 8), &status);
    *out = (struct keberatan){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .evaluasi_id = row_int(r, 2),
        .pegawai_id = row_int(r, 3),
        .pemutus_id = row_int(r, 7),
        .status = (enum keberatan_status)status,
        .subject = { row_int(r, 3), row_int(r, 4), row_int(r, 5), row_int(r, 6) },
        .nip = row_dup(r, 9, a),
        .nama = row_dup(r, 10, a),
        .unit = row_dup(r, 11, a),
        .periode = row_dup(r, 12, a),
        .penilai_nama = row_dup(r, 13, a),
        .alasan = row_dup(r, 14, a),
        .diajukan = row_dup(r, 15, a),
        .batas_penjelasan = row_dup(r, 16, a),
        .batas_putusan = row_dup(r, 17, a),
        .penjelasan_pegawai = row_dup(r, 18, a),
        .penjelasan_penilai = row_dup(r, 19, a),
        .putusan = row_dup(r, 26, a),
        .diputus = row_dup(r, 27, a),
    };
    for (int i = 0; i < 3; i++) {
        out->semula[i] = row_dup(r, 20 + i, a);
        out->menjadi[i] = row_dup(r, 23 + i, a);
    }
}

enum status keberatan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                           struct keberatan *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE b.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!found)
        return err_set(e, E_KEBERATAN_TIDAK_ADA, NULL);
    st = right_check(db, who, AKSI_KEBERATAN_LIHAT, &out->subject, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_KEBERATAN_TIDAK_ADA, NULL) : st;
}

/* JSON ----------------------------------------------------------------------------------------------------
 */

static void members(const struct keberatan *k, struct jw *w)
{
    jw_kint(w, "id", k->id);
    jw_kint(w, "versi", k->versi);
    jw_kint(w, "evaluasi_id", k->evaluasi_id);
    view_orang(w, "pegawai", k->pegawai_id, k->nip, k->nama);
    jw_ktext(w, "unit", k->unit);
    jw_ktext(w, "periode", k->periode);
    jw_ktext(w, "penilai", k->penilai_nama);
    jw_ktext(w, "status", keberatan_machine.states[k->status]);
    jw_ktext(w, "diajukan", k->diajukan);
    jw_ktext(w, "batas_putusan", k->batas_putusan);
    jw_ktext(w, "diputus", k->diputus);
}

void keberatan_baris_json(const struct keberatan *k, struct jw *w)
{
    jw_open(w, '{');
    members(k, w);
    jw_close(w);
}

static void penilaian(struct jw *w, const char *key, const char *const nilai[3])
{
    jw_key(w, key);
    if (!nilai[0]) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    for (int i = 0; i < 3; i++)
        jw_ktext(w, bagian[i], nilai[i]);
    jw_close(w);
}

enum status keberatan_json(struct db *db, const struct who *who, const struct keberatan *k, struct jw *w,
                           struct err *e)
{
    struct flow_object o = { .id = k->id, .state = (int)k->status, .subject = k->subject };
    enum status st;

    jw_open(w, '{');
    members(k, w);
    jw_ktext(w, "alasan", k->alasan);
    jw_ktext(w, "batas_penjelasan", k->batas_penjelasan);
    jw_ktext(w, "penjelasan_pegawai", k->penjelasan_pegawai);
    jw_ktext(w, "penjelasan_penilai", k->penjelasan_penilai);
    penilaian(w, "semula", k->semula);
    penilaian(w, "menjadi", k->menjadi);
    jw_ktext(w, "putusan", k->putusan);
    if ((st = tanda_terima_member(db, "keberatan", k->id, w, e)) != ST_OK)
        return st;
    jw_key(w, "aksi");
    st = flow_aksi(db, &keberatan_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

void keberatan_dokumen(const struct keberatan *k, struct buf *out)
{
    json_t *o =
        json_pack("{s:s, s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s?}", "dokumen", "keberatan", "id",
                  (json_int_t)k->id, "evaluasi_id", (json_int_t)k->evaluasi_id, "nip", k->nip, "periode",
                  k->periode, "alasan", k->alasan, "penjelasan_pegawai", k->penjelasan_pegawai,
                  "penjelasan_penilai", k->penjelasan_penilai, "putusan", k->putusan, "diputus", k->diputus);
    static const char *const keys[2] = { "semula", "menjadi" };

    for (int i = 0; i < 2; i++) {
        const char *const *nilai = i ? k->menjadi : k->semula;

        json_object_set_new(o, keys[i], json_pack("[s?, s?, s?]", nilai[0], nilai[1], nilai[2]));
    }
    json_object_set_new(o, "status", json_string(keberatan_machine.states[k->status]));
    json_canonical(o, out);
    json_decref(o);
}

/* List ----------------------------------------------------------------------------------------------------
 */

enum status keberatan_list(struct db *db, const struct who *who, const struct keberatan_saring *f,
                           struct arena *a, struct keberatan **out, size_t *n, bool *lagi, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, KOLOM " WHERE b.id > $1 AND ($3 IS NULL OR b.status = $3) AND ");
    right_where(who, AKSI_KEBERATAN_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    buf_str(&sql, " ORDER BY b.id LIMIT $2");
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct keberatan, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iit", f->sesudah, (int64_t)f->batas + 1, f->status);
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

/* Reading minutes: what a client sends, one with its people and follow-up, the list, the document. */
#include "domain/dialog.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"

static const char *const cara_kode[] = { "tatap_muka", "daring", "telepon", "tertulis", NULL };
static const char *const sepakat_kode[] = { "sepakat", "tidak_sepakat", NULL };

/* From the client -----------------------------------------------------------------------------------------
 */

enum { POKOK_MAX = 4000 };

#define D(field) offsetof(struct dialog_isi, field)
static const struct baca_medan medan[] = {
    { "tanggal", BACA_TANGGAL, D(tanggal), true, 0, NULL },
    { "pukul", BACA_TEKS, D(pukul), false, 40, NULL },
    { "cara", BACA_KODE, D(cara), true, 0, cara_kode },
    { "tempat", BACA_TEKS, D(tempat), false, 400, NULL },
    { "rencana", BACA_TEKS, D(rencana), false, POKOK_MAX, NULL },
    { "sumber_daya", BACA_TEKS, D(sumber_daya), false, POKOK_MAX, NULL },
    { "pertanggungjawaban", BACA_TEKS, D(pertanggungjawaban), false, POKOK_MAX, NULL },
    { "konsekuensi", BACA_TEKS, D(konsekuensi), false, POKOK_MAX, NULL },
    { "kesepakatan", BACA_KODE, D(kesepakatan), true, 0, sepakat_kode },
    { "keberatan_pegawai", BACA_TEKS, D(keberatan_pegawai), false, POKOK_MAX, NULL },
    { "keputusan_pimpinan", BACA_TEKS, D(keputusan_pimpinan), false, POKOK_MAX, NULL },
    { "catatan", BACA_TEKS, D(catatan), false, POKOK_MAX, NULL },
    { "peserta", BACA_LAIN, 0, false, 0, NULL },
    { "tindak_lanjut", BACA_LAIN, 0, false, 0, NULL },
};

static bool blank(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

static void read_people(const json_t *body, struct arena *a, struct dialog_isi *out, struct err *e)
{
    static const struct baca_medan m[] = {
        { "pegawai_id", BACA_BULAT, offsetof(struct dialog_peserta, pegawai_id), false, 0, NULL },
        { "nama", BACA_TEKS, offsetof(struct dialog_peserta, nama), false, 200, NULL },
        { "peran", BACA_TEKS, offsetof(struct dialog_peserta, peran), false, 200, NULL },
    };
    const json_t *list = baca_daftar(body, "", "peserta", false, DIALOG_PESERTA_MAX, e);
    char at[64];

    out->npeserta = json_array_size(list);
    out->peserta = arena_array(a, struct dialog_peserta, out->npeserta + 1);
    for (size_t i = 0; i < out->npeserta; i++) {
        struct dialog_peserta *p = &out->peserta[i];

        *p = (struct dialog_peserta){ 0, "", "" };
        snprintf(at, sizeof(at), "/peserta/%zu", i);
        baca_objek(json_array_get(list, i), at, m, COUNT(m), p, a, e);
        if (!p->pegawai_id && blank(p->nama))
            err_fault(e, at, "Sebutkan pegawai_id, atau nama bila bukan pegawai.");
    }
}

static void read_actions(const json_t *body, struct arena *a, struct dialog_isi *out, struct err *e)
{
    static const struct baca_medan m[] = {
        { "teks", BACA_TEKS, offsetof(struct dialog_tindak, teks), true, 2000, NULL },
        { "penanggung_jawab", BACA_TEKS, offsetof(struct dialog_tindak, penanggung_jawab), false, 200, NULL },
        { "batas", BACA_TANGGAL, offsetof(struct dialog_tindak, batas), false, 0, NULL },
    };
    const json_t *list = baca_daftar(body, "", "tindak_lanjut", false, DIALOG_TINDAK_MAX, e);
    char at[64];

    out->ntindak = json_array_size(list);
    out->tindak = arena_array(a, struct dialog_tindak, out->ntindak + 1);
    for (size_t i = 0; i < out->ntindak; i++) {
        out->tindak[i] = (struct dialog_tindak){ "", "", NULL };
        snprintf(at, sizeof(at), "/tindak_lanjut/%zu", i);
        baca_objek(json_array_get(list, i), at, m, COUNT(m), &out->tindak[i], a, e);
    }
}

enum status dialog_baca(const json_t *body, struct arena *a, struct dialog_isi *out, struct err *e)
{
    static const char empty[] = "";

    *out = (struct dialog_isi){ empty, empty, empty, empty, empty, empty, empty, empty,
                                empty, empty, empty, empty, 0,     0,     NULL,  NULL };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (strcmp(out->kesepakatan, "tidak_sepakat") == 0) {
        if (blank(out->keberatan_pegawai))
            err_fault(e, "/keberatan_pegawai", "Wajib diisi bila tidak sepakat: pendapat pegawai.");
        if (blank(out->keputusan_pimpinan))
            err_fault(e, "/keputusan_pimpinan",
                      "Wajib diisi bila tidak sepakat: keputusan pimpinan berlaku.");
    }
    read_people(body, a, out, e);
    read_actions(body, a, out, e);
    return baca_akhir(e);
}

/* From the rows -------------------------------------------------------------------------------------------
 */

#define KOLOM                                                                                                \
    "SELECT d.id, d.versi, v.skp_id, v.id, v.n, d.status, s.pegawai_id, s.penilai_id, s.atasan_penilai_id,"  \
    " s.unit_id, d.tanggal, d.pukul, d.cara, d.tempat, d.rencana, d.sumber_daya, d.pertanggungjawaban,"      \
    " d.konsekuensi, d.kesepakatan, d.keberatan_pegawai, d.keputusan_pimpinan, d.catatan, d.hash,"           \
    " d.sah_pegawai, d.sah_penilai, g.nama, coalesce(x.nama, n.nama), d.dibuat"                              \
    " FROM dialog d JOIN skp_versi v ON v.id = d.skp_versi_id JOIN skp s ON s.id = v.skp_id"                 \
    " JOIN pegawai g ON g.id = s.pegawai_id LEFT JOIN pegawai n ON n.id = s.penilai_id"                      \
    " LEFT JOIN pegawai x ON x.id = d.sah_penilai_id"

static void from_row(const struct rows *r, struct arena *a, struct dialog *out)
{
    int status = 0;

    flow_state(&dialog_machine, row_text(r, 5), &status);
    *out = (struct dialog){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .skp_id = row_int(r, 2),
        .skp_versi_id = row_int(r, 3),
        .n = row_int(r, 4),
        .status = (enum dialog_status)status,
        .subject = { row_int(r, 6), row_int(r, 7), row_int(r, 8), row_int(r, 9) },
        .isi = { .tanggal = row_dup(r, 10, a),
                 .pukul = row_dup(r, 11, a),
                 .cara = row_dup(r, 12, a),
                 .tempat = row_dup(r, 13, a),
                 .rencana = row_dup(r, 14, a),
                 .sumber_daya = row_dup(r, 15, a),
                 .pertanggungjawaban = row_dup(r, 16, a),
                 .konsekuensi = row_dup(r, 17, a),
                 .kesepakatan = row_dup(r, 18, a),
                 .keberatan_pegawai = row_dup(r, 19, a),
                 .keputusan_pimpinan = row_dup(r, 20, a),
                 .catatan = row_dup(r, 21, a) },
        .hash = row_dup(r, 22, a),
        .sah_pegawai = row_dup(r, 23, a),
        .sah_penilai = row_dup(r, 24, a),
        .pegawai_nama = row_dup(r, 25, a),
        .penilai_nama = row_dup(r, 26, a),
        .dibuat = row_dup(r, 27, a),
    };
}

static enum status load_lists(struct db *db, struct arena *a, struct dialog *d, struct err *e)
{
    struct dialog_isi *x = &d->isi;
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT p.pegawai_id, p.nama, p.peran FROM dialog_peserta p"
                             " WHERE p.dialog_id = $1 ORDER BY p.no",
                             "i", d->id);

    x->peserta = arena_array(a, struct dialog_peserta, DIALOG_PESERTA_MAX);
    x->tindak = arena_array(a, struct dialog_tindak, DIALOG_TINDAK_MAX);
    while (st == ST_OK && x->npeserta < DIALOG_PESERTA_MAX && rows_next(&r))
        x->peserta[x->npeserta++] =
            (struct dialog_peserta){ row_int(&r, 0), row_dup(&r, 1, a), row_dup(&r, 2, a) };
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    st = db_rows(db, &r, e,
                 "SELECT teks, penanggung_jawab, batas FROM dialog_tindak_lanjut WHERE dialog_id = $1"
                 " ORDER BY no",
                 "i", d->id);
    while (st == ST_OK && x->ntindak < DIALOG_TINDAK_MAX && rows_next(&r))
        x->tindak[x->ntindak++] =
            (struct dialog_tindak){ row_dup(&r, 0, a), row_dup(&r, 1, a), row_dup(&r, 2, a) };
    return rows_end(&r, st, e);
}

enum status dialog_load(struct db *db, const struct who *who, int64_t skp_id, int64_t id, struct arena *a,
                        struct dialog *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE d.id = $1 AND v.skp_id = $2", "ii", id, skp_id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    if (!found)
        return err_set(e, E_DIALOG_TIDAK_ADA, NULL);
    st = right_check(db, who, AKSI_SKP_LIHAT, &out->subject, e);
    if (st != ST_OK)
        return e->code == E_TIDAK_ADA ? err_set(e, E_DIALOG_TIDAK_ADA, NULL) : st;
    return load_lists(db, a, out, e);
}

enum status dialog_list(struct db *db, int64_t skp_id, struct arena *a, struct dialog **out, size_t *n,
                        struct err *e)
{
    enum { MAX = 200 };
    struct rows r;
    enum status st = db_rows(
        db, &r, e, KOLOM " WHERE v.skp_id = $1 ORDER BY d.tanggal DESC, d.id DESC LIMIT 200", "i", skp_id);

    *n = 0;
    *out = arena_array(a, struct dialog, MAX);
    while (st == ST_OK && *n < MAX && rows_next(&r))
        from_row(&r, a, &(*out)[(*n)++]);
    return rows_end(&r, st, e);
}

/* JSON ----------------------------------------------------------------------------------------------------
 */

static void members(const struct dialog *d, struct jw *w)
{
    jw_kint(w, "id", d->id);
    jw_kint(w, "versi", d->versi);
    jw_kint(w, "skp_id", d->skp_id);
    jw_kint(w, "n", d->n);
    jw_ktext(w, "status", dialog_machine.states[d->status]);
    jw_ktext(w, "tanggal", d->isi.tanggal);
    jw_ktext(w, "cara", d->isi.cara);
    jw_ktext(w, "tempat", d->isi.tempat);
    jw_ktext(w, "kesepakatan", d->isi.kesepakatan);
    jw_ktext(w, "pegawai", d->pegawai_nama);
    jw_ktext(w, "penilai", d->penilai_nama);
    jw_ktext(w, "sah_pegawai", d->sah_pegawai);
    jw_ktext(w, "sah_penilai", d->sah_penilai);
}

void dialog_baris_json(const struct dialog *d, struct jw *w)
{
    jw_open(w, '{');
    members(d, w);
    jw_close(w);
}

static void lists_json(const struct dialog_isi *x, struct jw *w)
{
    jw_key(w, "peserta");
    jw_open(w, '[');
    for (size_t i = 0; i < x->npeserta; i++) {
        jw_open(w, '{');
        jw_kid(w, "pegawai_id", x->peserta[i].pegawai_id);
        jw_ktext(w, "nama", x->peserta[i].nama);
        jw_ktext(w, "peran", x->peserta[i].peran);
        jw_close(w);
    }
    jw_close(w);
    jw_key(w, "tindak_lanjut");
    jw_open(w, '[');
    for (size_t i = 0; i < x->ntindak; i++) {
        jw_open(w, '{');
        jw_ktext(w, "teks", x->tindak[i].teks);
        jw_ktext(w, "penanggung_jawab", x->tindak[i].penanggung_jawab);
        jw_ktext(w, "batas", x->tindak[i].batas);
        jw_close(w);
    }
    jw_close(w);
}

enum status dialog_json(struct db *db, const struct who *who, const struct dialog *d, struct jw *w,
                        struct err *e)
{
    struct flow_object o = { .id = d->id, .state = (int)d->status, .subject = d->subject };
    enum status st;

    jw_open(w, '{');
    members(d, w);
    jw_ktext(w, "pukul", d->isi.pukul);
    jw_ktext(w, "rencana", d->isi.rencana);
    jw_ktext(w, "sumber_daya", d->isi.sumber_daya);
    jw_ktext(w, "pertanggungjawaban", d->isi.pertanggungjawaban);
    jw_ktext(w, "konsekuensi", d->isi.konsekuensi);
    jw_ktext(w, "keberatan_pegawai", d->isi.keberatan_pegawai);
    jw_ktext(w, "keputusan_pimpinan", d->isi.keputusan_pimpinan);
    jw_ktext(w, "catatan", d->isi.catatan);
    lists_json(&d->isi, w);
    jw_ktext(w, "hash", d->hash);
    jw_ktext(w, "dibuat", d->dibuat);
    jw_key(w, "aksi");
    st = flow_aksi(db, &dialog_machine, &o, who, w, e);
    jw_close(w);
    return st;
}

void dialog_dokumen(const struct dialog *d, struct buf *out)
{
    const struct dialog_isi *x = &d->isi;
    json_t *o =
        json_pack("{s:s, s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "dokumen",
                  "dialog", "id", (json_int_t)d->id, "skp_versi_id", (json_int_t)d->skp_versi_id, "tanggal",
                  x->tanggal, "pukul", x->pukul, "cara", x->cara, "tempat", x->tempat, "rencana", x->rencana,
                  "sumber_daya", x->sumber_daya, "pertanggungjawaban", x->pertanggungjawaban, "konsekuensi",
                  x->konsekuensi, "kesepakatan", x->kesepakatan, "keberatan_pegawai", x->keberatan_pegawai,
                  "keputusan_pimpinan", x->keputusan_pimpinan, "catatan", x->catatan);
    json_t *people = json_array(), *actions = json_array();

    for (size_t i = 0; i < x->npeserta; i++)
        json_array_append_new(people,
                              json_pack("{s:I, s:s, s:s}", "pegawai_id", (json_int_t)x->peserta[i].pegawai_id,
                                        "nama", x->peserta[i].nama, "peran", x->peserta[i].peran));
    for (size_t i = 0; i < x->ntindak; i++)
        json_array_append_new(actions,
                              json_pack("{s:s, s:s, s:s?}", "teks", x->tindak[i].teks, "penanggung_jawab",
                                        x->tindak[i].penanggung_jawab, "batas", x->tindak[i].batas));
    json_object_set_new(o, "peserta", people);
    json_object_set_new(o, "tindak_lanjut", actions);
    json_canonical(o, out);
    json_decref(o);
}

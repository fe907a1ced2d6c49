/* Commands on the achievement of a unit: propose, fix, look at the pattern, fix the predikat, and back. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/capaian_organisasi.h"
#include "domain/perintah_baca.h"

static const char *const organisasi_kode[] = { "istimewa", "baik",          "butuh_perbaikan",
                                               "kurang",   "sangat_kurang", NULL };
static const char *const rating_kode[] = { "di_atas", "sesuai", "di_bawah", NULL };
static const char *const dari_kode[] = { "perencanaan", "kepegawaian", "pengawasan", NULL };

/* Reading a body -------------------------------------------------------------------------------------------
 */

#define I(field) offsetof(struct capaian_organisasi_tetapkan, field)
enum status capaian_organisasi_baca(const json_t *body, struct arena *a,
                                    struct capaian_organisasi_tetapkan *out, struct err *e)
{
    static const struct baca_medan medan[] = {
        { "predikat", BACA_KODE, I(predikat), true, 0, organisasi_kode },
        { "capaian_pk", BACA_KODE, I(capaian_pk), false, 0, rating_kode },
        { "ekspektasi", BACA_KODE, I(ekspektasi), false, 0, rating_kode },
        { "alasan", BACA_TEKS, I(alasan), false, 2000, NULL },
    };

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    return baca_akhir(e);
}
#undef I

struct rekomendasi {
    const char *dari, *isi;
};

/* The recommendations as canonical JSON; at most one of each office makes sense, ten are enough. */
static const char *recommendations(const json_t *body, struct arena *a, struct err *e)
{
    static const struct baca_medan medan[] = {
        { "dari", BACA_KODE, offsetof(struct rekomendasi, dari), true, 0, dari_kode },
        { "isi", BACA_TEKS, offsetof(struct rekomendasi, isi), true, 2000, NULL },
    };
    const json_t *list = baca_daftar(body, "", "rekomendasi", false, 10, e), *x;
    struct buf b = BUF_NONE;
    const char *text;
    json_t *out;
    size_t i;

    if (!list)
        return NULL;
    out = json_array();
    json_array_foreach(list, i, x)
    {
        struct rekomendasi r = { NULL, NULL };
        char at[40];

        snprintf(at, sizeof(at), "/rekomendasi/%zu", i);
        baca_objek(x, at, medan, COUNT(medan), &r, a, e);
        if (r.dari && r.isi)
            json_array_append_new(out, json_pack("{s:s, s:s}", "dari", r.dari, "isi", r.isi));
    }
    json_canonical(out, &b);
    text = arena_strndup(a, b.p, b.len);
    json_decref(out);
    buf_free(&b);
    return text;
}

enum status capaian_langkah_baca(const json_t *body, struct arena *a, struct capaian_langkah *out,
                                 struct err *e)
{
#define L(field) offsetof(struct capaian_langkah, field)
    static const struct baca_medan medan[] = {
        { "aksi", BACA_TEKS, L(peristiwa), true, 40, NULL },
        { "predikat", BACA_KODE, L(isi.predikat), false, 0, organisasi_kode },
        { "capaian_pk", BACA_KODE, L(isi.capaian_pk), false, 0, rating_kode },
        { "ekspektasi", BACA_KODE, L(isi.ekspektasi), false, 0, rating_kode },
        { "catatan", BACA_TEKS, L(isi.alasan), false, 2000, NULL },
        { "rekomendasi", BACA_LAIN, 0, false, 0, NULL },
    };
#undef L

    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    out->rekomendasi = recommendations(body, a, e);
    return baca_akhir(e);
}

/* Effects --------------------------------------------------------------------------------------------------
 */

struct jalan {
    const struct capaian_organisasi *lama;
    const struct capaian_langkah *in;
    struct arena *a;
    struct audit_entry audit;
    struct buf isi;
    char hash[DIGEST_HEX];
};

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

enum status capaian_diusulkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    const struct capaian_langkah *in = ((struct jalan *)o->data)->in;
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(
        db, NULL, e,
        "UPDATE capaian_organisasi SET usul_predikat = $2, usul_pk = $3, usul_ekspektasi = $4,"
        " usul_alasan = $5, usul_rekomendasi = $6, usul_akun_id = $7, usul_waktu = $8 WHERE id = $1",
        "itttttIt", o->id, in->isi.predikat, in->isi.capaian_pk, in->isi.ekspektasi, o->catatan,
        in->rekomendasi ? in->rekomendasi : "[]", who->akun_id ? &who->akun_id : NULL, now);
}

enum status capaian_ditetapkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct jalan *j = o->data;
    const struct capaian_organisasi_tetapkan *in = &j->in->isi;
    char now[TIME_TEXT];

    if (j->lama->predikat[0] && strcmp(j->lama->predikat, in->predikat) != 0 && blank(in->alasan)) {
        err_fault(e, "/alasan", "Wajib diisi karena capaian yang sudah ditetapkan berubah.");
        return err_set(e, E_TANPA_CATATAN, NULL);
    }
    time_format(clock_now(), now);
    return db_exec(
        db, NULL, e,
        "UPDATE capaian_organisasi SET predikat = $2, capaian_pk = $3, ekspektasi = $4, alasan = $5,"
        " akun_id = $6, waktu = $7, catatan = '' WHERE id = $1",
        "ittttIt", o->id, in->predikat, in->capaian_pk, in->ekspektasi, in->alasan ? in->alasan : "",
        who->akun_id ? &who->akun_id : NULL, now);
}

enum status capaian_dibatalkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e,
                   "UPDATE capaian_organisasi SET predikat = NULL, capaian_pk = NULL, ekspektasi = NULL,"
                   " alasan = '', akun_id = NULL, waktu = NULL, catatan = $2 WHERE id = $1",
                   "it", o->id, o->catatan);
}

enum status capaian_dicatat(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    (void)who;
    return db_exec(db, NULL, e, "UPDATE capaian_organisasi SET catatan = $2 WHERE id = $1", "it", o->id,
                   o->catatan);
}

/* The figures that the scheme was asked about are those of now. */
static enum status still_so(struct db *db, const struct jalan *j, struct err *e)
{
    const struct pola_hasil *p = j->in->pola;
    struct buf now = BUF_NONE;
    struct sebaran s;
    enum status st;

    if (!p)
        return err_set(e, E_ALUR_PERISTIWA, "Langkah ini memerlukan hitungan pola.");
    st = sebaran_muat(db, j->lama->unit_id, j->lama->periode_id, j->a, &s, NULL, NULL, e);
    if (st != ST_OK)
        return st;
    sebaran_masukan(&s, &now);
    if (s.unit_id != p->sebaran.unit_id || strcmp(now.p, p->masukan) != 0)
        st = err_set(e, E_MASUKAN_BERUBAH, "Sebaran predikat baru saja berubah.");
    buf_free(&now);
    return st;
}

/* Evaluations of the unit itself that are not fixed. */
static enum status open_ones(struct db *db, const struct jalan *j, int64_t *n, struct err *e)
{
    return db_int(db, n, e,
                  "SELECT count(*) FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s"
                  " ON s.id = k.skp_id WHERE v.periode_id = $1 AND s.unit_id = $2"
                  " AND v.status IN ('belum', 'dinilai')",
                  "ii", j->lama->periode_id, j->lama->unit_id);
}

static enum status reason_needed(const struct jalan *j, bool fixing, int64_t open, const char *note,
                                 struct err *e)
{
    const struct pola_hasil *p = j->in->pola;
    bool off = p->nilai && !p->informasi && !p->memenuhi;

    if ((!off && !(fixing && open)) || !blank(note))
        return ST_OK;
    err_fault(e, "/catatan",
              off ? "Wajib diisi karena pola distribusi tidak terpenuhi."
                  : "Wajib diisi karena masih ada evaluasi yang belum ditetapkan.");
    return err_set(e, E_POLA_ALASAN, NULL);
}

/* DOMAIN.md 9.6: what the leader signs. */
static enum status sign(struct db *db, struct jalan *j, struct err *e)
{
    const struct capaian_organisasi *c = j->lama;
    json_t *o = json_pack("{s:s, s:I, s:I, s:s, s:s}", "dokumen", "penetapan_predikat", "unit_id",
                          (json_int_t)c->unit_id, "periode_id", (json_int_t)c->periode_id,
                          "capaian_organisasi", c->predikat, "pola", j->in->pola->masukan);
    json_t *list = json_array();
    struct buf b = BUF_NONE;
    struct digest d;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT g.nip, v.rating_hasil, v.rating_perilaku, v.predikat, v.status FROM evaluasi v"
                " JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id JOIN pegawai g"
                " ON g.id = s.pegawai_id WHERE v.periode_id = $1 AND s.unit_id = $2 ORDER BY g.nip, v.segmen",
                "ii", c->periode_id, c->unit_id);

    while (st == ST_OK && rows_next(&r))
        json_array_append_new(list, json_pack("[s?, s?, s?, s?, s?]", row_text(&r, 0), row_text(&r, 1),
                                              row_text(&r, 2), row_text(&r, 3), row_text(&r, 4)));
    st = rows_end(&r, st, e);
    json_object_set_new(o, "daftar", list);
    json_canonical(o, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, j->hash);
    j->audit.dokumen = j->hash;
    json_decref(o);
    buf_free(&b);
    return st;
}

enum status capaian_pola_dilihat(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct jalan *j = o->data;
    const struct pola_hasil *p = j->in->pola;
    bool fixing = o->state == CAPAIAN_PREDIKAT;
    int64_t open = 0, met;
    char now[TIME_TEXT], hash[DIGEST_HEX];
    struct digest d;
    enum status st = still_so(db, j, e);

    if (st != ST_OK || (st = open_ones(db, j, &open, e)) != ST_OK ||
        (st = reason_needed(j, fixing, open, o->catatan, e)) != ST_OK)
        return st;
    hash_blake2b(p->masukan, strlen(p->masukan), &d);
    digest_hex(&d, hash);
    time_format(clock_now(), now);
    met = p->memenuhi;
    st = db_exec(db, NULL, e,
                 "INSERT INTO capaian_pola (capaian_id, peristiwa, hitung_id, belum, memenuhi, release_id,"
                 " setelan_hash, masukan_hash, masukan, nilai, alasan, akun_id, waktu)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                 "itiiIItttttIt", o->id, fixing ? "tetapkan_predikat" : "setel_pola", p->sebaran.unit_id,
                 open, p->nilai && !p->informasi ? &met : NULL, p->release_id ? &p->release_id : NULL,
                 p->release_id ? p->setelan_hash : NULL, hash, p->masukan, p->nilai,
                 o->catatan ? o->catatan : "", who->akun_id ? &who->akun_id : NULL, now);
    return st == ST_OK && fixing ? sign(db, j, e) : st;
}

/* Steps ----------------------------------------------------------------------------------------------------
 */

/* The row of a unit and period, with versi 0 before its first step. */
static enum status open_row(struct perintah *p, struct db *db, struct capaian_organisasi *c, struct err *e)
{
    if (c->id)
        return perintah_versi(p, c->versi, e);
    return db_int(
        db, &c->id, e,
        "INSERT INTO capaian_organisasi (unit_id, periode_id, status, versi) VALUES ($1, $2, 'belum', 0)"
        " RETURNING id",
        "ii", c->unit_id, c->periode_id);
}

/* A year is judged by its two parts; shorter periods by the action plan alone. */
static enum status check_parts(struct db *db, const struct capaian_organisasi_tetapkan *in, struct err *e)
{
    struct periode p;
    enum status st = periode_load(db, in->periode_id, &p, e);

    if (st != ST_OK)
        return st;
    if (!in->predikat) {
        err_fault(e, "/predikat", "Wajib diisi.");
        return err_set(e, E_MASUKAN, NULL);
    }
    if (p.jenis == PERIODE_TAHUNAN && (!in->capaian_pk || !in->ekspektasi)) {
        err_fault(e, in->capaian_pk ? "/ekspektasi" : "/capaian_pk", "Wajib diisi untuk periode tahunan.");
        return err_set(e, E_CAPAIAN_BAGIAN, NULL);
    }
    if (p.jenis != PERIODE_TAHUNAN && (in->capaian_pk || in->ekspektasi)) {
        err_fault(e, in->capaian_pk ? "/capaian_pk" : "/ekspektasi", "Hanya untuk periode tahunan.");
        return err_set(e, E_CAPAIAN_BAGIAN, NULL);
    }
    return ST_OK;
}

static enum status step(struct perintah *p, struct db *db, const struct capaian_langkah *in,
                        struct capaian_organisasi *c, struct err *e)
{
    struct arena *a = arena_new();
    struct jalan j = { .lama = c, .in = in, .a = a };
    struct flow_object o = { .state = (int)c->status, .catatan = in->isi.alasan, .data = &j };
    struct jw w;
    unsigned have = 0;
    enum status st = capaian_organisasi_subjek(db, p->who.hari, c, e);

    if (st == ST_OK)
        st = flow_bits(db, &p->who, &c->subject, WHO_PEMILIK | WHO_PENILAI | WHO_PENGELOLA | WHO_ADMIN_PUSAT,
                       &have, e);
    if (st == ST_OK && (st = open_row(p, db, c, e)) != ST_OK && !have)
        st = err_set(e, E_TIDAK_BERHAK, NULL); /* no version helps whoever has no part in it */
    if (st != ST_OK)
        goto out;
    o.id = c->id;
    o.subject = c->subject;
    jw_start(&w, &j.isi);
    jw_open(&w, '{');
    jw_kint(&w, "periode", c->periode_id);
    jw_ktext(&w, "predikat", in->isi.predikat);
    jw_kint(&w, "unit", c->unit_id);
    jw_close(&w);
    j.audit.isi = j.isi.p;
    if ((st = flow_apply(db, &capaian_organisasi_machine, &o, in->peristiwa, &p->who, &j.audit, e)) !=
            ST_OK ||
        (st = capaian_organisasi_muat(db, c->unit_id, c->periode_id, c, e)) != ST_OK)
        goto out;
    p->reply.etag = c->versi;
    jw_start(&w, &p->reply.body);
    st = capaian_organisasi_json(db, &p->who, c, &w, e);
out:
    buf_free(&j.isi);
    arena_free(a);
    return st;
}

/* The unit above on the actor's day; 0 for a root, which only the whole institution's administrator fixes. */
static enum status above(struct db *db, const struct who *who, int64_t unit_id, int64_t *induk, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT i.induk_id FROM unit u LEFT JOIN unit_induk i ON i.unit_id = u.id"
                             " AND i.mulai <= $2 AND (i.selesai IS NULL OR i.selesai >= $2) WHERE u.id = $1",
                             "it", unit_id, who->hari);
    bool found = st == ST_OK && rows_next(&r);

    *induk = found ? row_int(&r, 0) : 0;
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_UNIT_TIDAK_ADA, NULL) : st;
}

enum status capaian_organisasi_tetapkan(struct perintah *p, struct db *db, struct err *e)
{
    const struct capaian_langkah step_of = { .isi = *(const struct capaian_organisasi_tetapkan *)p->input,
                                             .peristiwa = "tetapkan" };
    struct capaian_organisasi c;
    struct subject s = { 0 };
    enum status st = above(db, &p->who, step_of.isi.unit_id, &s.unit_id, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_CAPAIAN_ORGANISASI_UBAH, &s, e)) != ST_OK ||
        (st = periode_belum_ditutup(db, step_of.isi.periode_id, e)) != ST_OK ||
        (st = check_parts(db, &step_of.isi, e)) != ST_OK ||
        (st = capaian_organisasi_muat(db, step_of.isi.unit_id, step_of.isi.periode_id, &c, e)) != ST_OK)
        return st;
    return step(p, db, &step_of, &c, e);
}

enum status capaian_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct capaian_langkah *in = p->input;
    struct capaian_organisasi c;
    int64_t induk;
    enum status st = above(db, &p->who, in->isi.unit_id, &induk, e);

    if (st != ST_OK ||
        (st = capaian_organisasi_muat(db, in->isi.unit_id, in->isi.periode_id, &c, e)) != ST_OK)
        return st;
    if ((strcmp(in->peristiwa, "usulkan") == 0 || strcmp(in->peristiwa, "tetapkan") == 0) &&
        (st = check_parts(db, &in->isi, e)) != ST_OK)
        return st;
    return step(p, db, in, &c, e);
}

/* Commands on evaluations: prepare a period, rate, fix. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/aturan_penilaian.h"
#include "domain/evaluasi_bagian.h"
#include "domain/kepala.h"
#include "domain/perintah_baca.h"

static const char *const rating_kode[] = { "di_atas", "sesuai", "di_bawah", NULL };
static const char *const predikat_kode[] = { "sangat_baik", "baik",          "butuh_perbaikan",
                                             "kurang",      "sangat_kurang", NULL };

static enum status reply(struct perintah *p, struct db *db, int64_t id, struct arena *a, struct err *e)
{
    struct evaluasi v;
    struct jw w;
    enum status st = evaluasi_load(db, &p->who, id, a, &v, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = v.versi;
    jw_start(&w, &p->reply.body);
    return evaluasi_json(db, &p->who, &v, &w, e);
}

/* The evaluation as the actor may see it, with the evaluator of today. */
static enum status open_evaluation(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                   struct evaluasi *v, struct err *e)
{
    enum status st = evaluasi_muat(db, id, a, v, e);

    if (st != ST_OK || (st = skp_penilai_segarkan(db, &p->who, v->skp_id, e)) != ST_OK ||
        (st = evaluasi_load(db, &p->who, id, a, v, e)) != ST_OK)
        return st;
    return perintah_versi(p, v->versi, e);
}

/* Prepare -------------------------------------------------------------------------------------------------
 */

/* The version in force of every plan that touches the period, where the period is of the kind in which its
 * owner is evaluated: what his employment status prescribes, else what his unit chose, else any. */
#define BERLAKU                                                                                              \
    " FROM periode p JOIN skp s ON s.mulai <= p.selesai AND s.selesai >= p.mulai"                            \
    " JOIN skp_versi k ON k.skp_id = s.id AND k.n = s.versi_berlaku JOIN pegawai g ON g.id = s.pegawai_id"   \
    " LEFT JOIN naik ON naik.unit_id = s.unit_id AND naik.k = 1"                                             \
    " WHERE p.id = $1 AND (p.jenis = 'tahunan' OR p.jenis = coalesce((SELECT z.jenis FROM"                   \
    " jenis_periode_status z WHERE z.mulai <= $2 AND z.status = coalesce((SELECT f.status FROM"              \
    " pegawai_status f WHERE f.pegawai_id = g.id AND f.mulai <= $2 ORDER BY f.mulai DESC LIMIT 1), "         \
    "g.status)"                                                                                              \
    " ORDER BY z.mulai DESC LIMIT 1), naik.jenis, p.jenis))"

enum status evaluasi_siapkan(struct perintah *p, struct db *db, struct err *e)
{
    struct evaluasi_siapkan *in = p->input;
    struct audit_entry entry = { .objek = "periode",
                                 .objek_id = in->periode_id,
                                 .peristiwa = "siapkan_evaluasi" };
    char isi[128];
    struct periode per;
    struct buf sql = BUF_NONE;
    struct jw w;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    if (st != ST_OK || (st = periode_belum_ditutup(db, in->periode_id, e)) != ST_OK ||
        (st = periode_load(db, in->periode_id, &per, e)) != ST_OK)
        return st;
    /* Not rated yet: the plan as it is now in force. Rated ones keep the version that was rated. */
    st =
        db_exec(db, &in->out_dipindah, e,
                "UPDATE evaluasi SET versi = versi + 1, skp_versi_id = (SELECT b.id FROM skp_versi a"
                " JOIN skp s ON s.id = a.skp_id JOIN skp_versi b ON b.skp_id = s.id AND b.n = s.versi_berlaku"
                " WHERE a.id = evaluasi.skp_versi_id) WHERE periode_id = $1 AND status = 'belum'"
                " AND EXISTS (SELECT 1 FROM skp_versi a JOIN skp s ON s.id = a.skp_id"
                " WHERE a.id = evaluasi.skp_versi_id AND s.versi_berlaku <> a.n)",
                "i", in->periode_id);
    buf_printf(&sql, "%s%s", jenis_periode_sql,
               "INSERT INTO evaluasi (skp_versi_id, periode_id, segmen)"
               " SELECT x.versi_id, $1, x.segmen FROM (SELECT s.id AS skp_id, k.id AS versi_id,"
               " row_number() OVER (PARTITION BY s.pegawai_id ORDER BY s.mulai, s.id) AS segmen" BERLAKU
               ") x WHERE NOT EXISTS (SELECT 1 FROM evaluasi v JOIN skp_versi y ON y.id = v.skp_versi_id"
               " WHERE v.periode_id = $1 AND y.skp_id = x.skp_id)");
    if (st == ST_OK)
        st = db_exec(db, &in->out_dibuat, e, sql.p, "it", in->periode_id, per.mulai);
    buf_free(&sql);
    if (st == ST_OK)
        st = evaluasi_usulkan_lewati(db, &p->who, in->periode_id, &in->out_dilewati, e);
    if (st != ST_OK)
        return st;
    snprintf(isi, sizeof(isi), "{\"dibuat\":%lld,\"dilewati\":%lld,\"dipindah\":%lld}",
             (long long)in->out_dibuat, (long long)in->out_dilewati, (long long)in->out_dipindah);
    entry.isi = isi;
    entry.peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "admin_pusat";
    jw_start(&w, &p->reply.body);
    jw_raw(&w, isi, strlen(isi));
    return audit_add(db, &p->who, &entry, NULL, e);
}

/* Rate ----------------------------------------------------------------------------------------------------
 */

enum status evaluasi_nilai_baca(const json_t *body, struct arena *a, struct evaluasi_nilai *out,
                                struct err *e)
{
#define N(field) offsetof(struct evaluasi_nilai, field)
    static const struct baca_medan medan[] = {
        { "rating_hasil", BACA_KODE, N(rating_hasil), true, 0, rating_kode },
        { "rating_perilaku", BACA_KODE, N(rating_perilaku), true, 0, rating_kode },
        { "alasan", BACA_TEKS, N(alasan), false, 2000, NULL },
        { "catatan", BACA_TEKS, N(catatan), false, 4000, NULL },
    };
#undef N

    *out = (struct evaluasi_nilai){ .alasan = "", .catatan = "", .saran = -1, .predikat_hasil = -1 };
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    return baca_akhir(e);
}

struct langkah {
    const struct evaluasi *v;
    const struct evaluasi_nilai *in;
    int64_t saran_id, predikat_id, kepala_id;
    struct arena *a;
    struct audit_entry audit;
    char hash[DIGEST_HEX];
    struct buf isi;
};

/* The result rating that the suggestion names; "" where it names none. */
static enum status suggested(const struct hasil_baru *h, char out[16], struct err *e)
{
    json_t *v = NULL;
    const char *s;
    enum status st = ST_OK;

    out[0] = '\0';
    if (!h->nilai)
        return ST_OK;
    if ((st = json_read(h->nilai, strlen(h->nilai), &v, e)) != ST_OK)
        return st;
    s = json_string_value(json_object_get(v, "hasil"));
    if (s && kode_ada(rating_kode, s))
        snprintf(out, 16, "%s", s);
    json_decref(v);
    return ST_OK;
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

enum status evaluasi_predikat_cocok(struct db *db, const struct evaluasi *v, const struct evaluasi_nilai *in,
                                    struct err *e)
{
    const struct hasil_baru *matrix;
    struct aktivasi akt;
    char quoted[40];
    enum status st;

    if (in->predikat_hasil < 0 || (size_t)in->predikat_hasil >= in->nhasil || !in->predikat ||
        !kode_ada(predikat_kode, in->predikat))
        return err_set(e, E_PREDIKAT_GAGAL, NULL);
    matrix = &in->hasil[in->predikat_hasil];
    snprintf(quoted, sizeof(quoted), "\"%s\"", in->predikat);
    if (!matrix->nilai || strcmp(matrix->nilai, quoted) != 0)
        return err_set(e, E_PREDIKAT_GAGAL, "Predikat tidak dapat ditentukan: %s",
                       matrix->pesan ? matrix->pesan : code_row(E_PREDIKAT_GAGAL)->id);
    if ((st = aktivasi_find(db, v->unit_id, NULL, v->periode.id, &akt, e)) != ST_OK)
        return st;
    if (akt.release_id != matrix->release_id || strcmp(akt.setelan_hash, matrix->setelan_hash) != 0)
        return err_set(e, E_MASUKAN_BERUBAH, "Skema penilaian baru saja diganti.");
    return ST_OK;
}

/* What the worker computed must be about these ratings, this evaluation and what is active and stored now. */
static enum status check_computed(struct db *db, const struct evaluasi *v, const struct evaluasi_nilai *in,
                                  struct err *e)
{
    char now[DIGEST_HEX], rating[16] = "";
    enum status st = evaluasi_predikat_cocok(db, v, in, e);

    if (st != ST_OK || (st = in->masukan(db, v->id, now, e)) != ST_OK)
        return st;
    if (strcmp(now, in->masukan_hash) != 0)
        return err_set(e, E_MASUKAN_BERUBAH, NULL);
    if ((st = kepala_cocok(db, v, in->kepala, in->rating_hasil, e)) != ST_OK)
        return st;
    /* A head's rating is the achievement's word: there is nothing of his evaluator's to explain. */
    if (!in->kepala && in->saran >= 0 && (size_t)in->saran < in->nhasil &&
        (st = suggested(&in->hasil[in->saran], rating, e)) != ST_OK)
        return st;
    if (rating[0] && strcmp(rating, in->rating_hasil) != 0 && blank(in->alasan)) {
        err_fault(e, "/alasan", "Wajib diisi karena saran adalah %s.", rating);
        return err_set(e, E_ALASAN_WAJIB, NULL);
    }
    return ST_OK;
}

static enum status store_results(struct db *db, const struct evaluasi_nilai *in, struct langkah *l,
                                 struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < in->nhasil && st == ST_OK; i++) {
        struct hasil_baru h = in->hasil[i];
        int64_t id;

        h.evaluasi_id = in->id;
        st = hasil_add(db, &h, &id, e);
        if ((int)i == in->saran)
            l->saran_id = id;
        if ((int)i == in->predikat_hasil)
            l->predikat_id = id;
    }
    if (st == ST_OK && in->kepala) {
        struct hasil_baru h = *in->kepala;

        h.evaluasi_id = in->id;
        st = hasil_add(db, &h, &l->kepala_id, e);
    }
    return st;
}

#define OR_NULL(id) ((id) ? &(id) : NULL)

enum status evaluasi_dinilai(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct langkah *l = o->data;
    const struct evaluasi_nilai *in = l->in;
    struct jw w;
    enum status st = store_results(db, in, l, e);

    if (st != ST_OK)
        return st;
    jw_start(&w, &l->isi);
    jw_open(&w, '{');
    if (l->kepala_id)
        jw_kint(&w, "kepala_hasil", l->kepala_id);
    jw_ktext(&w, "predikat", in->predikat);
    jw_kint(&w, "predikat_hasil", l->predikat_id);
    jw_ktext(&w, "rating_hasil", in->rating_hasil);
    jw_ktext(&w, "rating_perilaku", in->rating_perilaku);
    jw_kint(&w, "saran_hasil", l->saran_id);
    jw_close(&w);
    l->audit.isi = l->isi.p;
    l->audit.catatan = in->alasan;
    return db_exec(
        db, NULL, e,
        "UPDATE evaluasi SET penilai_id = $1, rating_hasil = $2, rating_perilaku = $3, predikat = $4,"
        " saran_hasil_id = $5, predikat_hasil_id = $6, alasan = $7, catatan = $8, kepala_hasil_id = $10"
        " WHERE id = $9",
        "itttIIttiI", who->pegawai_id, in->rating_hasil, in->rating_perilaku, in->predikat,
        OR_NULL(l->saran_id), OR_NULL(l->predikat_id), in->alasan, in->catatan, o->id, OR_NULL(l->kepala_id));
}

static enum status self_refused(const struct who *who, const struct evaluasi *v, struct err *e)
{
    if (who->pegawai_id && who->pegawai_id == v->pegawai_id)
        return err_set(e, E_NILAI_DIRI, NULL);
    return ST_OK;
}

static enum status step(struct perintah *p, struct db *db, const char *event, const char *catatan,
                        struct langkah *l, struct err *e)
{
    struct flow_object o = {
        .id = l->v->id, .state = (int)l->v->status, .subject = l->v->subject, .catatan = catatan, .data = l
    };
    enum status st = flow_apply(db, &evaluasi_machine, &o, event, &p->who, &l->audit, e);

    return st == ST_OK ? reply(p, db, l->v->id, l->a, e) : st;
}

enum status evaluasi_nilai(struct perintah *p, struct db *db, struct err *e)
{
    const struct evaluasi_nilai *in = p->input;
    struct arena *a = arena_new();
    struct evaluasi v;
    struct langkah l = { .v = &v, .in = in, .a = a };
    enum status st = open_evaluation(p, db, in->id, a, &v, e);

    if (st != ST_OK || (st = self_refused(&p->who, &v, e)) != ST_OK ||
        (st = right_check(db, &p->who, AKSI_EVALUASI_NILAI, &v.subject, e)) != ST_OK)
        goto out;
    /* State and period before the numbers: a closed period is the reason that a person can act on. */
    if ((v.status == EVALUASI_BELUM || v.status == EVALUASI_DINILAI) &&
        ((st = periode_belum_ditutup(db, v.periode.id, e)) != ST_OK ||
         (st = check_computed(db, &v, in, e)) != ST_OK))
        goto out;
    st = step(p, db, "nilai", NULL, &l, e);
out:
    buf_free(&l.isi);
    arena_free(a);
    return st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

/* The evaluator's signature: time, and the digest of what now stands in the row. */
enum status evaluasi_ditetapkan(struct db *db, const struct who *who, struct flow_object *o, struct err *e)
{
    struct langkah *l = o->data;
    struct buf b = BUF_NONE;
    char now[TIME_TEXT];
    struct evaluasi v;
    struct digest d;
    enum status st;

    (void)who;
    time_format(clock_now(), now);
    st = db_exec(db, NULL, e, "UPDATE evaluasi SET ditetapkan = $1 WHERE id = $2", "ti", now, o->id);
    if (st != ST_OK || (st = evaluasi_muat(db, o->id, l->a, &v, e)) != ST_OK)
        return st;
    evaluasi_dokumen(&v, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, l->hash);
    buf_free(&b);
    l->audit.dokumen = l->hash;
    return ST_OK;
}

/* Events that come with more than a note. */
static enum status has_own_command(const char *event, struct err *e)
{
    static const struct {
        const char *event, *why;
    } rows[] = {
        { "nilai", "Penilaian memerlukan kedua rating." },
        { "keberatan", "Keberatan diajukan dengan alasannya, lewat keberatan evaluasi ini." },
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(event, rows[i].event) == 0)
            return err_set(e, E_ALUR_PERISTIWA, "%s", rows[i].why);
    return ST_OK;
}

enum status evaluasi_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct evaluasi_langkah *in = p->input;
    struct arena *a = arena_new();
    struct evaluasi v;
    struct langkah l = { .v = &v, .a = a };
    enum status st = open_evaluation(p, db, in->id, a, &v, e);

    if (st == ST_OK && (st = has_own_command(in->peristiwa, e)) == ST_OK &&
        (v.status != EVALUASI_DINILAI || strcmp(in->peristiwa, "tetapkan") != 0 ||
         (st = evaluasi_urutan(db, &v, in->catatan, a, e)) == ST_OK))
        st = step(p, db, in->peristiwa, in->catatan, &l, e);
    arena_free(a);
    return st;
}

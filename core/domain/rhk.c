/* Content of a plan: reading what the client sends, reading rows, writing JSON. Writing rows: rhk_tulis.c. */
#include "domain/rhk.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"

const char *const perilaku_nama[PERILAKU_NILAI] = {
    "Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif",
};
const char *const lampiran_kode[LAMPIRAN_JENIS] = { "dukungan", "pertanggungjawaban", "konsekuensi" };

static const char *const jenis_kode[] = { "utama", "tambahan", NULL };
static const char *const klasifikasi_kode[] = { "organisasi", "individu", NULL };
static const char *const perspektif_kode[] = { "penerima_layanan", "proses_bisnis", "penguatan_internal",
                                               "anggaran", NULL };
static const char *const metode_kode[] = { "langsung", "tidak_langsung", NULL };
static const char *const aspek_kode[] = { "kuantitas", "kualitas", "waktu", "biaya", NULL };
static const char *const arah_kode[] = { "naik", "turun", "tepat", NULL };
static const char *const per_kode[] = { "bulan", "triwulan", "tahun", NULL };
static const char *const konsolidasi_kode[] = { "jumlah", "rata_rata", "terakhir", "hitung_ulang", NULL };

/* From the client -----------------------------------------------------------------------------------------
 */

#define R(field) offsetof(struct rhk, field)
static const struct baca_medan rhk_medan[] = {
    { "id", BACA_BULAT, R(id), false, 0, NULL },
    { "jenis", BACA_KODE, R(jenis), true, 0, jenis_kode },
    { "klasifikasi", BACA_KODE, R(klasifikasi), true, 0, klasifikasi_kode },
    { "teks", BACA_TEKS, R(teks), true, 2000, NULL },
    { "induk_rhk_id", BACA_BULAT, R(induk_rhk_id), false, 0, NULL },
    { "induk_sementara", BACA_TEKS, R(induk_sementara), false, 2000, NULL },
    { "dikerjakan_sendiri", BACA_YA, R(dikerjakan_sendiri), false, 0, NULL },
    { "penugasan_dari", BACA_TEKS, R(penugasan_dari), false, 400, NULL },
    { "perspektif", BACA_KODE, R(perspektif), false, 0, perspektif_kode },
    { "metode", BACA_KODE, R(metode), false, 0, metode_kode },
    { "indikator", BACA_LAIN, 0, true, 0, NULL },
    { "induk", BACA_LAIN, 0, false, 0, NULL }, /* read only; a client may send back what it got */
    { "pokok_id", BACA_LAIN, 0, false, 0, NULL },
    { "dari_rhk_id", BACA_LAIN, 0, false, 0, NULL },
    { "no", BACA_LAIN, 0, false, 0, NULL },
};
#undef R

#define I(field) offsetof(struct indikator, field)
static const struct baca_medan indikator_medan[] = {
    { "id", BACA_BULAT, I(id), false, 0, NULL },
    { "aspek", BACA_KODE, I(aspek), false, 0, aspek_kode },
    { "teks", BACA_TEKS, I(teks), true, 2000, NULL },
    { "target_teks", BACA_TEKS, I(target_teks), false, 400, NULL },
    { "bawah", BACA_BILANGAN, I(bawah), false, 0, NULL },
    { "atas", BACA_BILANGAN, I(atas), false, 0, NULL },
    { "satuan", BACA_TEKS, I(satuan), false, 80, NULL },
    { "arah", BACA_KODE, I(arah), false, 0, arah_kode },
    { "per", BACA_KODE, I(per), false, 0, per_kode },
    { "konsolidasi", BACA_KODE, I(konsolidasi), false, 0, konsolidasi_kode },
    { "target_maksimal", BACA_YA, I(target_maksimal), false, 0, NULL },
    { "plugin", BACA_TEKS, I(plugin), false, 64, NULL },
    { "kode", BACA_TEKS, I(kode), false, 64, NULL },
    { "asal_id", BACA_LAIN, 0, false, 0, NULL },
    { "no", BACA_LAIN, 0, false, 0, NULL },
};
#undef I

static void read_indikator(const json_t *v, const char *at, struct arena *a, struct indikator *out,
                           struct err *e)
{
    char here[192];

    *out = (struct indikator){
        .target_teks = "", .satuan = "", .arah = "naik", .per = "tahun", .konsolidasi = "terakhir"
    };
    baca_objek(v, at, indikator_medan, COUNT(indikator_medan), out, a, e);
    if (!out->plugin != !out->kode) {
        snprintf(here, sizeof(here), "%s/%s", at, out->plugin ? "kode" : "plugin");
        err_fault(e, here, "plugin dan kode harus diisi bersama.");
    }
    if (!out->plugin && strcmp(out->konsolidasi, "hitung_ulang") == 0) {
        snprintf(here, sizeof(here), "%s/konsolidasi", at);
        err_fault(e, here, "hitung_ulang hanya untuk indikator plugin.");
    }
    if (out->bawah && out->atas && *out->atas < *out->bawah) {
        snprintf(here, sizeof(here), "%s/atas", at);
        err_fault(e, here, "Batas atas tidak boleh kurang dari batas bawah.");
    }
    if (out->atas && !out->bawah) {
        snprintf(here, sizeof(here), "%s/bawah", at);
        err_fault(e, here, "Target rentang memerlukan batas bawah.");
    }
}

static void read_rhk(const json_t *v, const char *at, struct arena *a, struct rhk *out, struct err *e)
{
    const json_t *list;
    char here[128];

    *out = (struct rhk){ .penugasan_dari = "", .induk_sementara = "" };
    baca_objek(v, at, rhk_medan, COUNT(rhk_medan), out, a, e);
    if (out->induk_rhk_id && out->induk_sementara[0]) {
        snprintf(here, sizeof(here), "%s/induk_sementara", at);
        err_fault(e, here, "Kosongkan bila rencana hasil kerja pimpinan sudah dipilih.");
    }
    list = baca_daftar(v, at, "indikator", false, RHK_INDIKATOR_MAX, e);
    out->nindikator = json_array_size(list);
    out->indikator = arena_array(a, struct indikator, out->nindikator + 1);
    for (size_t i = 0; i < out->nindikator; i++) {
        snprintf(here, sizeof(here), "%s/indikator/%zu", at, i);
        read_indikator(json_array_get(list, i), here, a, &out->indikator[i], e);
    }
}

/* One of the seven with its text; each may come once, in any order. */
struct ekspektasi {
    int64_t nilai;
    const char *teks;
};
static void read_perilaku(const json_t *body, struct arena *a, const char *out[PERILAKU_NILAI], struct err *e)
{
    static const struct baca_medan medan[] = {
        { "nilai", BACA_BULAT, offsetof(struct ekspektasi, nilai), true, 0, NULL },
        { "ekspektasi", BACA_TEKS, offsetof(struct ekspektasi, teks), false, 2000, NULL },
        { "nama", BACA_LAIN, 0, false, 0, NULL },
    };
    const json_t *list = baca_daftar(body, "", "perilaku", false, PERILAKU_NILAI, e);
    unsigned seen = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        struct ekspektasi x = { 0, "" };
        char at[64], here[96];

        snprintf(at, sizeof(at), "/perilaku/%zu", i);
        snprintf(here, sizeof(here), "%s/nilai", at);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), &x, a, e);
        if (x.nilai < 1 || x.nilai > PERILAKU_NILAI) {
            err_fault(e, here, "Nilai perilaku bernomor 1 sampai %d.", PERILAKU_NILAI);
        } else if (seen & 1u << x.nilai) {
            err_fault(e, here, "Nilai %lld sudah disebut.", (long long)x.nilai);
        } else {
            seen |= 1u << x.nilai;
            out[x.nilai - 1] = x.teks;
        }
    }
}

static void read_lampiran(const json_t *body, struct arena *a, struct skp_isi *out, struct err *e)
{
    static const struct baca_medan medan[] = {
        { "dukungan", BACA_LAIN, 0, false, 0, NULL },
        { "pertanggungjawaban", BACA_LAIN, 0, false, 0, NULL },
        { "konsekuensi", BACA_LAIN, 0, false, 0, NULL },
    };
    const json_t *v = json_object_get(body, "lampiran");

    if (!v || json_is_null(v))
        return;
    baca_objek(v, "/lampiran", medan, COUNT(medan), out, a, e);
    for (int j = 0; j < LAMPIRAN_JENIS; j++) {
        const json_t *list = baca_daftar(v, "/lampiran", lampiran_kode[j], false, LAMPIRAN_MAX, e);

        out->lampiran[j].n = json_array_size(list);
        out->lampiran[j].teks = arena_array(a, const char *, out->lampiran[j].n + 1);
        for (size_t i = 0; i < out->lampiran[j].n; i++) {
            const char *s = json_string_value(json_array_get(list, i));
            char at[64];

            snprintf(at, sizeof(at), "/lampiran/%s/%zu", lampiran_kode[j], i);
            if (!s || s[strspn(s, " \t\r\n")] == '\0' || strlen(s) > 2000)
                err_fault(e, at, "Harus berupa teks, tidak kosong, paling banyak 2000 karakter.");
            out->lampiran[j].teks[i] = arena_strdup(a, s ? s : "");
        }
    }
}

static void empty(struct skp_isi *out)
{
    *out = (struct skp_isi){ .nrhk = 0 };
    for (int i = 0; i < PERILAKU_NILAI; i++)
        out->ekspektasi[i] = "";
}

enum status skp_isi_baca(const json_t *body, struct arena *a, struct skp_isi *out, struct err *e)
{
    static const struct baca_medan medan[] = {
        { "rhk", BACA_LAIN, 0, true, 0, NULL },
        { "perilaku", BACA_LAIN, 0, false, 0, NULL },
        { "lampiran", BACA_LAIN, 0, false, 0, NULL },
    };
    const json_t *list;

    empty(out);
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    list = baca_daftar(body, "", "rhk", false, SKP_RHK_MAX, e);
    out->nrhk = json_array_size(list);
    out->rhk = arena_array(a, struct rhk, out->nrhk + 1);
    for (size_t i = 0; i < out->nrhk; i++) {
        char at[64];

        snprintf(at, sizeof(at), "/rhk/%zu", i);
        read_rhk(json_array_get(list, i), at, a, &out->rhk[i], e);
    }
    read_perilaku(body, a, out->ekspektasi, e);
    read_lampiran(body, a, out, e);
    return baca_akhir(e);
}

enum status skp_ekspektasi_isi_baca(const json_t *body, struct arena *a, const char *out[PERILAKU_NILAI],
                                    struct err *e)
{
    static const struct baca_medan medan[] = { { "perilaku", BACA_LAIN, 0, true, 0, NULL } };

    for (int i = 0; i < PERILAKU_NILAI; i++)
        out[i] = "";
    baca_objek(body, "", medan, COUNT(medan), (void *)out, a, e);
    read_perilaku(body, a, out, e);
    return baca_akhir(e);
}

/* From the rows -------------------------------------------------------------------------------------------
 */

static const double *real_dup(const struct rows *r, int col, struct arena *a)
{
    double *p;

    if (row_null(r, col))
        return NULL;
    p = arena_new_of(a, double);
    *p = row_real(r, col);
    return p;
}

static enum status load_rhk(struct db *db, int64_t versi_id, struct arena *a, struct skp_isi *out,
                            struct err *e)
{
    struct rhk *list = arena_array(a, struct rhk, SKP_RHK_MAX);
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT r.id, r.jenis, r.klasifikasi, r.teks, r.induk_rhk_id, r.penugasan_dari,"
                " r.perspektif, r.metode, i.teks, p.nama, r.induk_sementara, r.dikerjakan_sendiri,"
                " r.pokok_id, r.taut_rhk_id, r.dari_rhk_id, s.id, s.pegawai_id, k.id, k.teks FROM rhk r"
                " LEFT JOIN rhk i ON i.id = coalesce(r.taut_rhk_id, r.induk_rhk_id)"
                " LEFT JOIN skp_versi v ON v.id = i.skp_versi_id LEFT JOIN skp s ON s.id = v.skp_id"
                " LEFT JOIN pegawai p ON p.id = s.pegawai_id"
                " LEFT JOIN skp_versi kv ON kv.skp_id = s.id AND kv.n = " SKP_VERSI_KINI(
                    "s") " LEFT JOIN rhk k ON k.skp_versi_id = kv.id"
                         " AND coalesce(k.pokok_id, k.id) = coalesce(i.pokok_id, i.id)"
                         " WHERE r.skp_versi_id = $1 ORDER BY r.no",
                "i", versi_id);

    while (st == ST_OK && out->nrhk < SKP_RHK_MAX && rows_next(&r))
        list[out->nrhk++] = (struct rhk){
            .id = row_int(&r, 0),
            .jenis = row_dup(&r, 1, a),
            .klasifikasi = row_dup(&r, 2, a),
            .teks = row_dup(&r, 3, a),
            .induk_rhk_id = row_int(&r, 4),
            .penugasan_dari = row_dup(&r, 5, a),
            .perspektif = row_dup(&r, 6, a),
            .metode = row_dup(&r, 7, a),
            .induk_teks = row_dup(&r, 8, a),
            .induk_nama = row_dup(&r, 9, a),
            .induk_sementara = row_dup(&r, 10, a),
            .dikerjakan_sendiri = row_int(&r, 11) != 0,
            .pokok_id = row_int(&r, 12),
            .taut_rhk_id = row_int(&r, 13),
            .dari_rhk_id = row_int(&r, 14),
            .induk_skp_id = row_int(&r, 15),
            .induk_pegawai_id = row_int(&r, 16),
            .kini_id = row_int(&r, 17),
            .kini_teks = row_dup(&r, 18, a),
            .indikator = arena_array(a, struct indikator, RHK_INDIKATOR_MAX),
        };
    out->rhk = list;
    return rows_end(&r, st, e);
}

/* All indicators of the version in the order of its RHK, so that one pass distributes them. */
static enum status load_indikator(struct db *db, int64_t versi_id, struct arena *a, struct skp_isi *out,
                                  struct err *e)
{
    struct rows r;
    size_t at = 0;
    enum status st =
        db_rows(db, &r, e,
                "SELECT i.rhk_id, i.id, i.asal_id, i.aspek, i.teks, i.target_teks, i.bawah, i.atas,"
                " i.satuan, i.arah, i.per, i.konsolidasi, i.target_maksimal, i.plugin, i.kode"
                " FROM rhk r JOIN indikator i ON i.rhk_id = r.id"
                " WHERE r.skp_versi_id = $1 ORDER BY r.no, i.no",
                "i", versi_id);

    while (st == ST_OK && rows_next(&r)) {
        struct rhk *parent;

        while (at < out->nrhk && out->rhk[at].id != row_int(&r, 0))
            at++;
        if (at == out->nrhk)
            break;
        parent = &out->rhk[at];
        if (parent->nindikator == RHK_INDIKATOR_MAX)
            continue;
        parent->indikator[parent->nindikator++] = (struct indikator){
            .id = row_int(&r, 1),
            .asal_id = row_int(&r, 2),
            .aspek = row_dup(&r, 3, a),
            .teks = row_dup(&r, 4, a),
            .target_teks = row_dup(&r, 5, a),
            .bawah = real_dup(&r, 6, a),
            .atas = real_dup(&r, 7, a),
            .satuan = row_dup(&r, 8, a),
            .arah = row_dup(&r, 9, a),
            .per = row_dup(&r, 10, a),
            .konsolidasi = row_dup(&r, 11, a),
            .target_maksimal = row_int(&r, 12) != 0,
            .plugin = row_dup(&r, 13, a),
            .kode = row_dup(&r, 14, a),
        };
    }
    return rows_end(&r, st, e);
}

static enum status load_rest(struct db *db, int64_t versi_id, struct arena *a, struct skp_isi *out,
                             struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e, "SELECT nilai, ekspektasi FROM perilaku WHERE skp_versi_id = $1", "i", versi_id);

    while (st == ST_OK && rows_next(&r))
        out->ekspektasi[row_int(&r, 0) - 1] = row_dup(&r, 1, a);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    st = db_rows(db, &r, e, "SELECT jenis, teks FROM lampiran WHERE skp_versi_id = $1 ORDER BY jenis, no",
                 "i", versi_id);
    while (st == ST_OK && rows_next(&r))
        for (int j = 0; j < LAMPIRAN_JENIS; j++) {
            if (strcmp(row_text(&r, 0), lampiran_kode[j]) != 0 || out->lampiran[j].n == LAMPIRAN_MAX)
                continue;
            if (!out->lampiran[j].teks)
                out->lampiran[j].teks = arena_array(a, const char *, LAMPIRAN_MAX);
            out->lampiran[j].teks[out->lampiran[j].n++] = row_dup(&r, 1, a);
        }
    return rows_end(&r, st, e);
}

enum status skp_isi_muat(struct db *db, int64_t skp_versi_id, struct arena *a, struct skp_isi *out,
                         struct err *e)
{
    enum status st;

    empty(out);
    if ((st = load_rhk(db, skp_versi_id, a, out, e)) != ST_OK ||
        (st = load_indikator(db, skp_versi_id, a, out, e)) != ST_OK)
        return st;
    return load_rest(db, skp_versi_id, a, out, e);
}

/* To JSON -------------------------------------------------------------------------------------------------
 */

static void indikator_json(const struct indikator *i, size_t no, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", i->id);
    jw_kint(w, "no", (int64_t)no);
    jw_ktext(w, "aspek", i->aspek);
    jw_ktext(w, "teks", i->teks);
    jw_ktext(w, "target_teks", i->target_teks);
    jw_kreal_or_null(w, "bawah", i->bawah);
    jw_kreal_or_null(w, "atas", i->atas);
    jw_ktext(w, "satuan", i->satuan);
    jw_ktext(w, "arah", i->arah);
    jw_ktext(w, "per", i->per);
    jw_ktext(w, "konsolidasi", i->konsolidasi);
    jw_kbool(w, "target_maksimal", i->target_maksimal);
    jw_ktext(w, "plugin", i->plugin);
    jw_ktext(w, "kode", i->kode);
    jw_kid(w, "asal_id", i->asal_id);
    jw_close(w);
}

static void rhk_json(const struct rhk *r, size_t no, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", r->id);
    jw_kint(w, "no", (int64_t)no);
    jw_ktext(w, "jenis", r->jenis);
    jw_ktext(w, "klasifikasi", r->klasifikasi);
    jw_ktext(w, "teks", r->teks);
    jw_kid(w, "induk_rhk_id", r->induk_rhk_id);
    jw_key(w, "induk");
    if (r->induk_rhk_id || r->taut_rhk_id) {
        jw_open(w, '{');
        jw_ktext(w, "teks", r->induk_teks);
        jw_ktext(w, "nama", r->induk_nama);
        jw_kbool(w, "tertaut", r->taut_rhk_id != 0);
        jw_kid(w, "rhk_id", r->kini_id);
        jw_ktext(w, "kini", r->kini_teks);
        jw_close(w);
    } else {
        jw_null(w);
    }
    jw_ktext(w, "induk_sementara", r->induk_sementara);
    jw_kbool(w, "dikerjakan_sendiri", r->dikerjakan_sendiri);
    jw_kid(w, "pokok_id", r->pokok_id ? r->pokok_id : r->id);
    jw_kid(w, "dari_rhk_id", r->dari_rhk_id);
    jw_ktext(w, "penugasan_dari", r->penugasan_dari);
    jw_ktext(w, "perspektif", r->perspektif);
    jw_ktext(w, "metode", r->metode);
    jw_key(w, "indikator");
    jw_open(w, '[');
    for (size_t i = 0; i < r->nindikator; i++)
        indikator_json(&r->indikator[i], i + 1, w);
    jw_close(w);
    jw_close(w);
}

void skp_isi_json(const struct skp_isi *isi, struct jw *w)
{
    jw_key(w, "rhk");
    jw_open(w, '[');
    for (size_t i = 0; i < isi->nrhk; i++)
        rhk_json(&isi->rhk[i], i + 1, w);
    jw_close(w);
    jw_key(w, "perilaku");
    jw_open(w, '[');
    for (int i = 0; i < PERILAKU_NILAI; i++) {
        jw_open(w, '{');
        jw_kint(w, "nilai", i + 1);
        jw_ktext(w, "nama", perilaku_nama[i]);
        jw_ktext(w, "ekspektasi", isi->ekspektasi[i]);
        jw_close(w);
    }
    jw_close(w);
    jw_key(w, "lampiran");
    jw_open(w, '{');
    for (int j = 0; j < LAMPIRAN_JENIS; j++) {
        jw_key(w, lampiran_kode[j]);
        jw_open(w, '[');
        for (size_t i = 0; i < isi->lampiran[j].n; i++)
            jw_text(w, isi->lampiran[j].teks[i]);
        jw_close(w);
    }
    jw_close(w);
}

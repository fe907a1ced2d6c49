/* What an experienced pengelola kinerja would point at in a plan. Warnings, never in the way of a step.
 *
 * Sources: cascading, DOMAIN.md 3.2 (every utama RHK of form B has a parent; direct: the children's targets
 * add up to the parent's, within the tolerance of the dated rule kaskade.toleransi_persen; each RHK of a
 * leader has a child or is done by himself); forms and columns, 3.1 and 3.3; annex, 3.5; dialogue, 2.2(1).
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/skp.h"
#include "domain/tanggal.h"

enum { MAX = 200 };

struct senarai {
    struct peringatan *list;
    size_t n;
    struct arena *a;
};

static void warn(struct senarai *l, const char *kode, const char *letak, const char *fmt, ...) PRINTF(4, 5);
static void warn(struct senarai *l, const char *kode, const char *letak, const char *fmt, ...)
{
    char text[512];
    va_list ap;

    if (l->n == MAX)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    l->list[l->n++] = (struct peringatan){ kode, arena_strdup(l->a, letak), arena_strdup(l->a, text) };
}

void peringatan_json(const struct peringatan *list, size_t n, struct jw *w)
{
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        jw_open(w, '{');
        jw_ktext(w, "kode", list[i].kode);
        jw_ktext(w, "letak", list[i].letak);
        jw_ktext(w, "pesan", list[i].pesan);
        jw_close(w);
    }
    jw_close(w);
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* Indicators ----------------------------------------------------------------------------------------------
 */

static void check_indikator(struct senarai *l, const struct skp *s, const struct indikator *i, const char *at)
{
    bool number = i->bawah != NULL;

    if (!number && blank(i->target_teks))
        warn(l, "target_kosong", at, "Indikator \"%.80s\" belum mempunyai target.", i->teks);
    if (number && blank(i->satuan))
        warn(l, "tanpa_satuan", at, "Target indikator \"%.80s\" belum bersatuan.", i->teks);
    if (strcmp(s->pendekatan, "kuantitatif") != 0)
        return;
    if (!number)
        warn(l, "target_bukan_angka", at,
             "Target \"%.80s\" hanya berupa teks; capaiannya tidak dapat dihitung.", i->teks);
    else if (*i->bawah == 0 && strcmp(i->arah, "naik") == 0)
        warn(l, "target_nol", at, "Target indikator \"%.80s\" nol: apa pun hasilnya tercapai.", i->teks);
    if (!i->aspek)
        warn(l, "tanpa_aspek", at,
             "Indikator \"%.80s\" belum menyebut aspek (kuantitas, kualitas, waktu, biaya).", i->teks);
}

/* RHK by themselves ---------------------------------------------------------------------------------------
 */

static void check_parent(struct senarai *l, const struct skp *s, const struct rhk *r, const char *at)
{
    if (r->induk_skp_id && !r->kini_id)
        warn(
            l, "induk_dilepas", at,
            "RHK pimpinan yang didukung tidak ada lagi pada versi SKP pimpinan yang berlaku; tautkan ulang.");
    else if (r->induk_skp_id && s->penilai_id && r->induk_pegawai_id != s->penilai_id)
        warn(l, "induk_penilai_lain", at,
             "RHK yang didukung milik %s, bukan penilai yang sekarang; tautkan ulang.", r->induk_nama);
    else if (!r->induk_skp_id && r->induk_sementara[0])
        warn(l, "induk_sementara", at,
             "Induk masih sementara; tautkan ke RHK pimpinan sesudah SKP pimpinan tersedia.");
    else if (!r->induk_skp_id && s->form[0] == 'B' && strcmp(r->jenis, "utama") == 0)
        warn(l, "tanpa_induk", at, "RHK utama ini belum mendukung satu pun RHK pimpinan.");
}

static void check_rhk(struct senarai *l, const struct skp *s, size_t no)
{
    const struct rhk *r = &s->isi.rhk[no];
    bool utama = strcmp(r->jenis, "utama") == 0;
    char at[64];

    snprintf(at, sizeof(at), "/rhk/%zu", no);
    check_parent(l, s, r, at);
    if (utama && r->nindikator == 0)
        warn(l, "tanpa_indikator", at, "RHK utama ini belum mempunyai indikator.");
    if (!utama && blank(r->penugasan_dari))
        warn(l, "tambahan_tanpa_penugasan", at, "RHK tambahan belum menyebut siapa yang menugaskan.");
    if (s->form[0] == 'A' && !r->perspektif)
        warn(l, "tanpa_perspektif", at, "Formulir pimpinan memerlukan perspektif pada setiap RHK.");
    for (size_t k = 0; k < no; k++)
        if (strcmp(s->isi.rhk[k].teks, r->teks) == 0) {
            warn(l, "rhk_ganda", at, "RHK ini sama dengan nomor %zu.", k + 1);
            break;
        }
    for (size_t i = 0; i < r->nindikator; i++) {
        snprintf(at, sizeof(at), "/rhk/%zu/indikator/%zu", no, i);
        check_indikator(l, s, &r->indikator[i], at);
    }
}

/* The plan as a whole -------------------------------------------------------------------------------------
 */

static void check_annex(struct senarai *l, const struct skp *s)
{
    static const char *const nama[LAMPIRAN_JENIS] = { "Dukungan sumber daya", "Skema pertanggungjawaban",
                                                      "Konsekuensi" };
    bool hope = false;

    for (int j = 0; j < LAMPIRAN_JENIS; j++)
        if (s->isi.lampiran[j].n == 0)
            warn(l, "lampiran_kosong", arena_printf(l->a, "/lampiran/%s", lampiran_kode[j]),
                 "%s pada lampiran masih kosong.", nama[j]);
    for (int i = 0; i < PERILAKU_NILAI; i++)
        hope |= !blank(s->isi.ekspektasi[i]);
    if (!hope)
        warn(l, "tanpa_ekspektasi", "/perilaku", "Belum ada ekspektasi khusus pimpinan atas perilaku kerja.");
}

static void check_main(struct senarai *l, const struct skp *s)
{
    size_t utama = 0;

    for (size_t i = 0; i < s->isi.nrhk; i++)
        utama += strcmp(s->isi.rhk[i].jenis, "utama") == 0;
    if (utama == 0)
        warn(l, "tanpa_utama", "/rhk", "SKP belum memuat hasil kerja utama.");
}

static enum status check_dialog(struct senarai *l, struct db *db, const struct skp *s, struct err *e)
{
    int64_t done = 0;
    enum status st =
        db_int(db, &done, e, "SELECT count(*) FROM dialog WHERE skp_versi_id = $1 AND status = 'sah'", "i",
               s->versi_id);

    if (st == ST_OK && !done)
        warn(l, "tanpa_dialog", "", "Belum ada risalah dialog kinerja yang disahkan kedua pihak.");
    return st;
}

/* Cascading -----------------------------------------------------------------------------------------------
 */

/* A child's RHK under one of a plan's, with one of its indicators that add up (NULL texts: none). */
struct anak {
    int64_t pokok_id, rhk_id;
    bool langsung;
    const char *plugin, *kode, *teks, *satuan;
    double setahun; /* the target of the child's whole plan */
};

static double over_the_plan(double target, const char *per, const char *mulai, const char *selesai)
{
    int32_t a = 0, b = 0;
    double months;

    if (strcmp(per, "tahun") == 0 || !date_parse(mulai, &a) || !date_parse(selesai, &b))
        return target;
    months = round((b - a + 1) / (365.25 / 12));
    return target * (strcmp(per, "bulan") == 0 ? months : months / 3);
}

/* Children of the plan `induk_skp`: of every other plan the version that counts, of plan `s` the one that is
 * looked at. */
static enum status children(struct db *db, int64_t induk_skp, const struct skp *s, struct arena *a,
                            struct anak **out, size_t *n, struct err *e)
{
    enum { ANAK_MAX = 4000 };
    struct rows r;
    size_t cap = 64;
    enum status st =
        db_rows(db, &r, e,
                "SELECT coalesce(i.pokok_id, i.id), c.id, c.metode, x.plugin, x.kode, x.teks, x.satuan,"
                " x.bawah, x.per, cs.mulai, cs.selesai FROM skp_versi iv JOIN rhk i ON i.skp_versi_id = iv.id"
                " JOIN rhk c ON c.taut_rhk_id = i.id OR (c.induk_rhk_id = i.id AND c.taut_rhk_id IS NULL)"
                " JOIN skp_versi cv ON cv.id = c.skp_versi_id JOIN skp cs ON cs.id = cv.skp_id"
                " LEFT JOIN indikator x ON x.rhk_id = c.id AND x.konsolidasi = 'jumlah'"
                " AND x.bawah IS NOT NULL WHERE iv.skp_id = $1 AND cv.n = CASE WHEN cs.id = $2 THEN $3 ELSE"
                " " SKP_VERSI_KINI("cs") " END ORDER BY c.id, x.no",
                "iii", induk_skp, s->id, s->n);

    *n = 0;
    *out = arena_array(a, struct anak, cap);
    while (st == ST_OK && *n < ANAK_MAX && rows_next(&r)) {
        const char *metode = row_text(&r, 2);

        if (*n == cap) {
            struct anak *more = arena_array(a, struct anak, cap * 2);

            memcpy(more, *out, cap * sizeof(*more));
            *out = more;
            cap *= 2;
        }
        (*out)[(*n)++] = (struct anak){
            .pokok_id = row_int(&r, 0),
            .rhk_id = row_int(&r, 1),
            .langsung = metode && strcmp(metode, "langsung") == 0,
            .plugin = row_dup(&r, 3, a),
            .kode = row_dup(&r, 4, a),
            .teks = row_dup(&r, 5, a),
            .satuan = row_dup(&r, 6, a),
            .setahun = row_null(&r, 7) ? 0
                                       : over_the_plan(row_real(&r, 7), row_text(&r, 8), row_text(&r, 9),
                                                       row_text(&r, 10)),
        };
    }
    return rows_end(&r, st, e);
}

/* The split indicator is the parent's: by its plugin, or by its words and unit. */
static bool same_indikator(const struct indikator *p, const struct anak *c)
{
    if (!c->teks)
        return false;
    if (p->plugin || c->plugin)
        return p->plugin && c->plugin && strcmp(p->plugin, c->plugin) == 0 && strcmp(p->kode, c->kode) == 0;
    return strcmp(p->teks, c->teks) == 0 && strcmp(p->satuan, c->satuan) == 0;
}

/* Direct cascading of one parent: Σ child = parent for what adds up; shares and means are never added. */
static void check_sums(struct senarai *l, const struct rhk *parent, const char *mulai, const char *selesai,
                       const struct anak *c, size_t n, int64_t persen, const char *at)
{
    int64_t pokok = parent->pokok_id ? parent->pokok_id : parent->id;

    for (size_t k = 0; k < parent->nindikator; k++) {
        const struct indikator *p = &parent->indikator[k];
        double sum = 0, want;
        size_t shares = 0;

        if (!p->bawah || strcmp(p->konsolidasi, "jumlah") != 0)
            continue;
        for (size_t i = 0; i < n; i++)
            if (c[i].langsung && c[i].pokok_id == pokok && same_indikator(p, &c[i])) {
                sum += c[i].setahun;
                shares++;
            }
        want = over_the_plan(*p->bawah, p->per, mulai, selesai);
        if (shares && fabs(sum - want) > fabs(want) * (double)persen / 100)
            warn(l, "jumlah_tidak_sama", at,
                 "Pembagian langsung \"%.60s\": jumlah %zu bawahan %.10g %s, target pimpinan %.10g %s.",
                 p->teks, shares, sum, p->satuan, want, p->satuan);
    }
}

/* He has people: somebody's post is under one of his. */
static enum status leads(struct db *db, const struct skp *s, bool *yes, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM penugasan t JOIN jabatan b ON b.atasan_id = t.jabatan_id"
                            " WHERE t.pegawai_id = $1 AND t.mulai <= $3 AND (t.selesai IS NULL"
                            " OR t.selesai >= $2) AND EXISTS (SELECT 1 FROM penugasan x"
                            " WHERE x.jabatan_id = b.id AND x.mulai <= $3"
                            " AND (x.selesai IS NULL OR x.selesai >= $2))",
                            "itt", s->pegawai_id, s->mulai, s->selesai);

    *yes = n > 0;
    return st;
}

/* As the parent's side. */
static enum status check_down(struct senarai *l, struct db *db, const struct skp *s, int64_t persen,
                              struct err *e)
{
    struct anak *c;
    size_t n;
    bool leader;
    enum status st = leads(db, s, &leader, e);

    if (st != ST_OK || (st = children(db, s->id, s, l->a, &c, &n, e)) != ST_OK || (!leader && n == 0))
        return st;
    for (size_t i = 0; i < s->isi.nrhk; i++) {
        const struct rhk *r = &s->isi.rhk[i];
        int64_t pokok = r->pokok_id ? r->pokok_id : r->id;
        const char *at = arena_printf(l->a, "/rhk/%zu", i);
        bool child = r->dikerjakan_sendiri;

        for (size_t k = 0; k < n && !child; k++)
            child = c[k].pokok_id == pokok;
        if (!child)
            warn(l, "tanpa_anak", at,
                 "Belum ada RHK bawahan yang mendukung, dan RHK ini tidak dikerjakan pimpinan sendiri.");
        check_sums(l, r, s->mulai, s->selesai, c, n, persen, at);
    }
    return st;
}

/* As the child's side: with its brothers and sisters under each parent that is split. */
static enum status check_up(struct senarai *l, struct db *db, const struct skp *s, int64_t persen,
                            struct err *e)
{
    struct skp parent = { .id = 0 };
    struct anak *c = NULL;
    size_t n = 0;
    enum status st = ST_OK;

    for (size_t i = 0; i < s->isi.nrhk && st == ST_OK; i++) {
        const struct rhk *r = &s->isi.rhk[i];
        const struct rhk *p = NULL;

        if (!r->kini_id || !r->metode || strcmp(r->metode, "langsung") != 0)
            continue;
        if (parent.id != r->induk_skp_id) {
            int64_t kini = 0;

            st = db_int(db, &kini, e,
                        "SELECT v.n FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id WHERE r.id = $1",
                        "i", r->kini_id);
            if (st == ST_OK)
                st = skp_muat(db, r->induk_skp_id, kini, l->a, &parent, e);
            if (st == ST_OK)
                st = children(db, parent.id, s, l->a, &c, &n, e);
        }
        for (size_t k = 0; st == ST_OK && k < parent.isi.nrhk && !p; k++)
            if (parent.isi.rhk[k].id == r->kini_id)
                p = &parent.isi.rhk[k];
        if (p)
            check_sums(l, p, parent.mulai, parent.selesai, c, n, persen, arena_printf(l->a, "/rhk/%zu", i));
    }
    return st;
}

/* Without the rule (a plan of before it) nothing is said about sums. */
static enum status tolerance(struct db *db, const struct skp *s, int64_t *persen, struct err *e)
{
    struct err none = ERR_NONE;
    enum status st = aturan_nilai(db, "kaskade.toleransi_persen", s->mulai, persen, &none);

    if (st == ST_NOT_FOUND) {
        *persen = -1;
        return ST_OK;
    }
    if (st != ST_OK)
        *e = none;
    return st;
}

enum status skp_peringatan(struct db *db, const struct skp *s, struct arena *a, struct peringatan **out,
                           size_t *n, struct err *e)
{
    struct senarai l = { .list = arena_array(a, struct peringatan, MAX), .a = a };
    int64_t persen = -1;
    enum status st = ST_OK;

    check_main(&l, s);
    for (size_t i = 0; i < s->isi.nrhk; i++)
        check_rhk(&l, s, i);
    check_annex(&l, s);
    st = check_dialog(&l, db, s, e);
    if (st == ST_OK)
        st = tolerance(db, s, &persen, e);
    if (st == ST_OK)
        st = check_down(&l, db, s, persen < 0 ? INT32_MAX : persen, e);
    if (st == ST_OK && persen >= 0)
        st = check_up(&l, db, s, persen, e);
    *out = l.list;
    *n = l.n;
    return st;
}

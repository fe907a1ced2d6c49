#include "scoring/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/kepala.h"
#include "domain/aturan.h"

void sheets_init(struct sheets *s)
{
    *s = (struct sheets){ .a = arena_new() };
}

void sheets_reset(struct sheets *s)
{
    arena_reset(s->a);
    s->n = s->nindikator = 0;
}

void sheets_clear(struct sheets *s)
{
    arena_free(s->a);
    free(s->sheet);
    free(s->indikator);
    *s = (struct sheets){ 0 };
}

void sheet_fail(struct sheets *s, struct sheet *x, enum code c, const char *fmt, ...)
{
    char text[512];
    va_list ap;

    if (x->gagal)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    x->gagal = c;
    x->pesan = arena_strdup(s->a, text);
}

/* The one copy of a code of the law, so that rows need no memory for it. */
static const char *known(const char *text)
{
    static const char *const codes[] = {
        "utama",
        "tambahan",
        "naik",
        "turun",
        "tepat",
        "kuantitas",
        "kualitas",
        "waktu",
        "biaya",
        "A",
        "B",
        "kuantitatif",
        "kualitatif",
        "pns",
        "cpns",
        "pppk",
        "pppk_paruh_waktu",
        "jpt",
        "administrator",
        "pengawas",
        "pelaksana",
        "fungsional",
        "pemula",
        "terampil",
        "mahir",
        "penyelia",
        "ahli_pertama",
        "ahli_muda",
        "ahli_madya",
        "ahli_utama",
        "istimewa",
        "baik",
        "butuh_perbaikan",
        "kurang",
        "sangat_kurang",
    };

    if (!text)
        return NULL;
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i][0] == text[0] && strcmp(codes[i], text) == 0)
            return codes[i];
    return NULL; /* the schema's CHECKs allow no other */
}

/* Head ----------------------------------------------------------------------------------------------- */

static const char head_sql[] =
    "SELECT e.skp_versi_id, v.skp_id, v.n, e.segmen, CASE WHEN e.status = 'tidak_dinilai' THEN 1 ELSE 0 END,"
    " s.unit_id, s.mulai, s.selesai, s.form, s.pendekatan, p.nip, p.status, j.jenis, j.jenjang,"
    " " KEPALA_UNIT(
        "$3") ", c.predikat, s.pegawai_id, (SELECT count(*) FROM ketidakhadiran x JOIN"
              " jenis_ketidakhadiran y ON y.kode = x.jenis AND y.panjang = 1 WHERE x.pegawai_id = "
              "s.pegawai_id"
              " AND x.mulai <= s.selesai AND x.selesai >= s.mulai)"
              " FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
              " JOIN pegawai p ON p.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"
              " JOIN jabatan j ON j.id = t.jabatan_id"
              " LEFT JOIN capaian_organisasi c ON c.unit_id = s.unit_id AND c.periode_id = e.periode_id"
              " WHERE e.id = $1 AND e.periode_id = $2";

static void fill_head(const struct rows *r, const struct kalender *k, struct sheet *x)
{
    x->skp_versi_id = row_int(r, 0);
    x->skp_id = row_int(r, 1);
    x->n = (int)row_int(r, 2);
    x->segmen = (int)row_int(r, 3);
    x->tidak_dinilai = row_int(r, 4) != 0;
    x->unit_id = row_int(r, 5);
    snprintf(x->mulai, sizeof(x->mulai), "%s", row_text(r, 6));
    snprintf(x->selesai, sizeof(x->selesai), "%s", row_text(r, 7));
    x->form = known(row_text(r, 8));
    x->pendekatan = known(row_text(r, 9));
    snprintf(x->nip, sizeof(x->nip), "%s", row_text(r, 10));
    x->status_pegawai = known(row_text(r, 11));
    x->jenis_jabatan = known(row_text(r, 12));
    x->jenjang = known(row_text(r, 13));
    x->kepala_unit = row_int(r, 14) != 0;
    x->capaian_organisasi = known(row_text(r, 15));
    x->bulan = bulan_bertugas(k, x->mulai, x->selesai);
}

/* Months of long leave are not served: their share of a target is nobody's to reach (U4). The rule says from
 * how many days on a leave is long. */
static enum status without_leave(struct db *db, const struct kalender *k, int64_t pegawai_id, struct sheet *x,
                                 struct err *e)
{
    int64_t days = 0;
    int away = 0;
    struct rows r;
    enum status st = aturan_nilai(db, "cuti.panjang_hari", k->mulai, &days, e);

    if (st != ST_OK)
        return st;
    st =
        db_rows(db, &r, e,
                "SELECT CASE WHEN a.mulai > $2 THEN a.mulai ELSE $2 END, CASE WHEN a.selesai < $3 THEN"
                " a.selesai ELSE $3 END, a.mulai, a.selesai FROM ketidakhadiran a JOIN jenis_ketidakhadiran j"
                " ON j.kode = a.jenis AND j.panjang = 1 WHERE a.pegawai_id = $1 AND a.mulai <= $3 AND"
                " a.selesai >= $2",
                "itt", pegawai_id, x->mulai, x->selesai);
    while (st == ST_OK && rows_next(&r)) {
        int32_t from = 0, until = 0;

        if (date_parse(row_text(&r, 2), &from) && date_parse(row_text(&r, 3), &until) &&
            until - from + 1 >= days)
            away += bulan_tengah(k, row_text(&r, 0), row_text(&r, 1));
    }
    x->bulan = x->bulan - away > 1 ? x->bulan - away : 1;
    return rows_end(&r, st, e);
}

enum status sheet_head(struct db *db, struct sheets *s, const struct kalender *k, int64_t id, struct err *e)
{
    struct sheet *x;
    struct rows r;
    int64_t pegawai_id = 0, leave = 0;
    bool there = false;
    enum status st;

    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 16;
        s->sheet = mem_grow(s->sheet, s->cap * sizeof(*s->sheet));
    }
    x = &s->sheet[s->n];
    *x = (struct sheet){ .evaluasi_id = id, .first = s->nindikator };
    st = db_rows(db, &r, e, head_sql, "iit", id, k->id, k->selesai);
    if (st == ST_OK && rows_next(&r)) {
        fill_head(&r, k, x);
        pegawai_id = row_int(&r, 16);
        leave = row_int(&r, 17);
        there = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && leave)
        st = without_leave(db, k, pegawai_id, x, e);
    if (st == ST_OK && !there)
        st = err_set(e, E_SCORE_EVALUASI, NULL);
    s->n += st == ST_OK;
    return st;
}

/* Indicators ----------------------------------------------------------------------------------------- */

static struct sheet_indikator *new_indikator(struct sheets *s)
{
    if (s->nindikator == s->cindikator) {
        s->cindikator = s->cindikator ? 2 * s->cindikator : 64;
        s->indikator = mem_grow(s->indikator, s->cindikator * sizeof(*s->indikator));
    }
    return &s->indikator[s->nindikator++];
}

static uint32_t text_hash(const char *s)
{
    uint32_t h = 2166136261U;

    for (; *s; s++)
        h = (h ^ (uint8_t)*s) * 16777619U;
    return h;
}

static void fill_indikator(const struct rows *r, struct sheets *s, uint64_t reads, struct sheet_indikator *i)
{
    i->id = row_int(r, 0);
    i->rhk = (int)row_int(r, 1);
    i->no = (int)row_int(r, 2);
    i->jenis = known(row_text(r, 3));
    i->arah = known(row_text(r, 4));
    i->aspek = known(row_text(r, 5));
    i->ada_bawah = !row_null(r, 6);
    i->bawah = i->ada_bawah ? row_real(r, 6) : 0;
    i->ada_atas = !row_null(r, 7);
    i->atas = i->ada_atas ? row_real(r, 7) : 0;
    i->per = per_parse(row_text(r, 8));
    i->konsolidasi = konsolidasi_parse(row_text(r, 9));
    i->target_maksimal = row_int(r, 10) != 0;
    i->plugin = row_dup(r, 11, s->a);
    i->bebas = !i->plugin;
    i->kode = i->bebas ? arena_printf(s->a, "%d.%d", i->rhk, i->no) : row_dup(r, 12, s->a);
    i->kode_hash = text_hash(i->kode);
    i->judul = reads & FIELD_BIT(F_INDIKATOR_JUDUL) ? row_dup(r, 13, s->a) : NULL;
    i->satuan = reads & FIELD_BIT(F_INDIKATOR_SATUAN) ? row_dup(r, 14, s->a) : NULL;
    i->bukti = 0;
    i->ada = 0;
}

static enum status read_indikator(struct db *db, struct sheets *s, uint64_t reads, struct err *e)
{
    struct sheet *x = &s->sheet[s->n - 1];
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT i.id, h.no, i.no, h.jenis, i.arah, i.aspek, i.bawah, i.atas, i.per, i.konsolidasi,"
        " i.target_maksimal, i.plugin, i.kode, i.teks, i.satuan"
        " FROM rhk h JOIN indikator i ON i.rhk_id = h.id WHERE h.skp_versi_id = $1 ORDER BY h.no, i.no",
        "i", x->skp_versi_id);

    while (st == ST_OK && rows_next(&r))
        fill_indikator(&r, s, reads, new_indikator(s));
    x->nindikator = s->nindikator - x->first;
    return rows_end(&r, st, e);
}

/* Earlier versions ----------------------------------------------------------------------------------- */

/* indikator.id of an earlier version → the one that stands in the sheet; sorted by neither, there are few. */
struct asal {
    size_t n;
    struct {
        int64_t id, asal_id;
    } * link;
};

static enum status read_asal(struct db *db, struct sheets *s, const struct sheet *x, struct asal *out,
                             struct err *e)
{
    size_t cap = 0;
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT i.id, i.asal_id FROM skp_versi v JOIN rhk h ON h.skp_versi_id = v.id"
                             " JOIN indikator i ON i.rhk_id = h.id"
                             " WHERE v.skp_id = $1 AND v.n <= $2 AND i.asal_id IS NOT NULL",
                             "ii", x->skp_id, (int64_t)x->n);

    *out = (struct asal){ 0 };
    while (st == ST_OK && rows_next(&r)) {
        if (out->n == cap) {
            void *more = arena_alloc(s->a, (cap = cap ? 2 * cap : 32) * sizeof(*out->link));

            if (out->n)
                memcpy(more, out->link, out->n * sizeof(*out->link));
            out->link = more;
        }
        out->link[out->n].id = row_int(&r, 0);
        out->link[out->n++].asal_id = row_int(&r, 1);
    }
    return rows_end(&r, st, e);
}

/* The later indicator that `id` became in the next version that kept it; `id` itself if none did. */
static int64_t successor(const struct asal *asal, int64_t id)
{
    for (size_t i = 0; i < asal->n; i++)
        if (asal->link[i].asal_id == id)
            return asal->link[i].id;
    return id;
}

/* `hint`: where the last one was found; rows come in the order of ids, mostly that of the sheet. */
static struct sheet_indikator *find(struct sheets *s, const struct sheet *x, const struct asal *asal,
                                    int64_t id, size_t *hint)
{
    struct sheet_indikator *first = &s->indikator[x->first];

    for (size_t hop = 0; hop <= asal->n; hop++) {
        int64_t next;

        for (size_t i = 0; i < x->nindikator; i++) {
            size_t at = *hint + i < x->nindikator ? *hint + i : *hint + i - x->nindikator;

            if (first[at].id == id) {
                *hint = at + 1 < x->nindikator ? at + 1 : 0;
                return &first[at];
            }
        }
        next = successor(asal, id);
        if (next == id)
            return NULL;
        id = next;
    }
    return NULL;
}

/* Realisations --------------------------------------------------------------------------------------- */

static void put_realisasi(struct sheets *s, struct sheet_indikator *i, int slot, int n, const struct rows *r)
{
    if (i->ada >> slot & 1 && i->versi[slot] > n)
        return;
    i->ada |= 1U << slot;
    i->versi[slot] = n;
    i->nilai[slot] = row_real(r, 3);
    i->isian[slot] = NULL;
    if (i->konsolidasi == KONS_HITUNG_ULANG && (i->isian[slot] = row_dup(r, 4, s->a)) != NULL)
        i->nisian[slot] = strlen(i->isian[slot]);
}

static enum status read_realisasi(struct db *db, struct sheets *s, const struct kalender *k,
                                  const struct asal *asal, struct err *e)
{
    const struct sheet *x = &s->sheet[s->n - 1];
    int64_t periode = 0;
    int slot = -1;
    size_t hint = 0;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT v.n, r.periode_id, n.indikator_id, n.nilai, n.isian FROM skp_versi v"
                " JOIN realisasi r ON r.skp_versi_id = v.id JOIN realisasi_nilai n ON n.realisasi_id = r.id"
                " WHERE v.skp_id = $1 AND v.n <= $2 AND r.periode_id BETWEEN $3 AND $4"
                " AND r.status IN ('diajukan', 'diterima') AND n.nilai IS NOT NULL",
                "iiii", x->skp_id, (int64_t)x->n, k->id_min, k->id_max);

    while (st == ST_OK && rows_next(&r)) {
        int64_t at = row_int(&r, 1);
        struct sheet_indikator *i;

        if (at != periode) {
            periode = at;
            slot = kalender_slot(k, at);
        }
        if (slot >= 0 && (i = find(s, x, asal, row_int(&r, 2), &hint)) != NULL)
            put_realisasi(s, i, slot, (int)row_int(&r, 0), &r);
    }
    return rows_end(&r, st, e);
}

static enum status read_bukti(struct db *db, struct sheets *s, const struct kalender *k,
                              const struct asal *asal, struct err *e)
{
    const struct sheet *x = &s->sheet[s->n - 1];
    size_t hint = 0;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT r.periode_id, b.indikator_id, count(*) FROM skp_versi v"
                " JOIN realisasi r ON r.skp_versi_id = v.id JOIN bukti b ON b.realisasi_id = r.id"
                " WHERE v.skp_id = $1 AND v.n <= $2 AND b.indikator_id IS NOT NULL"
                " AND r.status IN ('diajukan', 'diterima') GROUP BY r.periode_id, b.indikator_id",
                "ii", x->skp_id, (int64_t)x->n);

    while (st == ST_OK && rows_next(&r)) {
        struct sheet_indikator *i = find(s, x, asal, row_int(&r, 1), &hint);

        if (i && kalender_slot(k, row_int(&r, 0)) >= 0)
            i->bukti += row_int(&r, 2);
    }
    return rows_end(&r, st, e);
}

/* The learning of the days that both plan and period cover. */
static enum status read_belajar(struct db *db, struct sheet *x, const struct kalender *k, struct err *e)
{
    const char *mulai = strcmp(x->mulai, k->mulai) > 0 ? x->mulai : k->mulai;
    const char *selesai = strcmp(x->selesai, k->selesai) < 0 ? x->selesai : k->selesai;

    return belajar_read(db, x->skp_id, mulai, selesai, k->ditutup ? k->id : 0, &x->belajar, e);
}

static void consolidate(const struct kalender *k, const struct sheet *x, struct sheet_indikator *i)
{
    i->target = i->ada_bawah ? konsolidasi_target(i->bawah, i->per, i->konsolidasi, x->bulan) : 0;
    i->target_atas = i->ada_atas ? konsolidasi_target(i->atas, i->per, i->konsolidasi, x->bulan) : 0;
    i->nbagian = konsolidasi_bagian(k, i->ada, i->bagian);
    i->hitung = i->konsolidasi == KONS_HITUNG_ULANG && i->nbagian > 1;
    i->ada_realisasi = i->nbagian > 0 && !i->hitung;
    i->realisasi = i->ada_realisasi ? konsolidasi_nilai(i->konsolidasi, i->bagian, i->nbagian, i->nilai) : 0;
}

enum status sheet_body(struct db *db, struct sheets *s, const struct kalender *k, uint64_t reads,
                       struct err *e)
{
    struct sheet *x = &s->sheet[s->n - 1];
    struct asal asal = { 0 };
    enum status st = read_indikator(db, s, reads, e);

    if (st == ST_OK && x->n > 1)
        st = read_asal(db, s, x, &asal, e);
    if (st == ST_OK && x->nindikator)
        st = read_realisasi(db, s, k, &asal, e);
    if (st == ST_OK && x->nindikator && reads & FIELD_BIT(F_INDIKATOR_BUKTI))
        st = read_bukti(db, s, k, &asal, e);
    if (st == ST_OK && reads & FIELDS_BELAJAR)
        st = read_belajar(db, x, k, e);
    for (size_t i = 0; st == ST_OK && i < x->nindikator; i++)
        consolidate(k, x, &s->indikator[x->first + i]);
    return st;
}

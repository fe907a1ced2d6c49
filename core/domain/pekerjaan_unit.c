/* What waits in a unit and below it, in figures; and what waits for its office. */
#include "domain/pekerjaan.h"

#include <stdio.h>
#include <string.h>

#include "domain/batas.h"
#include "domain/unit.h"
#include "domain/view.h"

/* Columns: unit, period (0 none), its kind, day counted from (NULL no limit), last day of the object or NULL,
 * how many. Parameters: $1 day, $2 first day of its year. "%s" stands for the condition on the unit. */
#define VERSI_AKHIR                                                                                          \
    " JOIN skp_versi v ON v.skp_id = s.id AND v.n = (SELECT max(m.n) FROM skp_versi m WHERE m.skp_id = "     \
    "s.id)"
#define SQL_SKP(where)                                                                                       \
    "SELECT s.unit_id, CASE WHEN p.mulai = s.mulai THEN p.id ELSE 0 END, 'tahunan',"                         \
    " CASE WHEN v.n = 1 THEN s.mulai END, NULL, count(*) FROM skp s" VERSI_AKHIR                             \
    " LEFT JOIN periode p ON p.kode = substr(s.mulai, 1, 4) WHERE s.selesai >= $2 AND s.mulai <= $1"         \
    " AND " where " AND s.unit_id%s GROUP BY 1, 2, 4"
#define SQL_PERIODE(table, where)                                                                            \
    "SELECT s.unit_id, p.id, p.jenis, p.selesai, NULL, count(*) FROM periode p JOIN " table                  \
    " x ON x.periode_id = p.id JOIN skp_versi v ON v.id = x.skp_versi_id JOIN skp s ON s.id = v.skp_id"      \
    " WHERE p.selesai < $1 AND p.status <> 'ditutup' AND " where " AND s.unit_id%s"                          \
    " GROUP BY 1, 2, 3, 4"

static const struct jenis {
    const char *kode, *judul;
    int langkah;
    bool kantor; /* the office itself has to do it */
    const char *sql;
} jenis_table[] = {
    { "tanpa_skp", "Pegawai tanpa SKP", LB_SKP_AJUKAN, true,
      "SELECT j.unit_id, 0, 'tahunan', CASE WHEN t.mulai > $2 THEN t.mulai ELSE $2 END, NULL,"
      " count(DISTINCT t.pegawai_id) FROM jabatan j JOIN penugasan t ON t.jabatan_id = j.id WHERE t.mulai <= "
      "$1"
      " AND (t.selesai IS NULL OR t.selesai >= $1) AND t.jenis = 'definitif' AND NOT EXISTS (SELECT 1 FROM "
      "skp s"
      " WHERE s.pegawai_id = t.pegawai_id AND s.mulai <= $1 AND s.selesai >= $1) AND j.unit_id%s GROUP BY 1, "
      "4" },
    { "tanpa_penilai", "SKP tanpa pejabat penilai", -1, true,
      "SELECT s.unit_id, 0, '', NULL, NULL, count(*) FROM skp s WHERE s.penilai_id IS NULL AND s.mulai <= $1"
      " AND s.selesai >= $1 AND s.unit_id%s GROUP BY 1" },
    { "skp_ajukan", "SKP belum diajukan", LB_SKP_AJUKAN, false,
      SQL_SKP("v.status IN ('draf', 'dikembalikan')") },
    { "skp_setujui", "SKP menunggu persetujuan", LB_SKP_SETUJUI, false, SQL_SKP("v.status = 'diajukan'") },
    { "realisasi_ajukan", "Realisasi belum diajukan", LB_REALISASI_AJUKAN, false,
      "SELECT s.unit_id, p.id, p.jenis, p.selesai, NULL, count(*) FROM periode p JOIN skp s"
      " ON s.mulai <= p.selesai AND s.selesai >= p.mulai WHERE p.jenis = 'bulanan' AND p.status = 'terbuka'"
      " AND p.selesai < $1 AND p.selesai >= $2 AND s.versi_berlaku IS NOT NULL AND NOT EXISTS (SELECT 1"
      " FROM skp_versi v JOIN realisasi r ON r.skp_versi_id = v.id AND r.periode_id = p.id"
      " WHERE v.skp_id = s.id AND r.status IN ('diajukan', 'diterima')) AND s.unit_id%s GROUP BY 1, 2, 3, "
      "4" },
    { "realisasi_terima", "Realisasi menunggu keputusan", LB_REALISASI_TERIMA, false,
      SQL_PERIODE("realisasi", "x.status = 'diajukan'") },
    /* Kinds of period count once the institution evaluates in them. */
    { "evaluasi_siapkan", "Evaluasi belum disiapkan", LB_EVALUASI_NILAI, true,
      "SELECT s.unit_id, p.id, p.jenis, p.selesai, NULL, count(*) FROM (SELECT * FROM periode q"
      " WHERE q.status <> 'ditutup' AND q.selesai < $1 AND q.selesai >= $2 AND (q.jenis = 'tahunan'"
      " OR EXISTS (SELECT 1 FROM periode o JOIN evaluasi z ON z.periode_id = o.id WHERE o.jenis = q.jenis)))"
      " p JOIN skp s ON s.mulai <= p.selesai AND s.selesai >= p.mulai WHERE s.versi_berlaku IS NOT NULL"
      " AND NOT EXISTS (SELECT 1 FROM skp_versi v JOIN evaluasi x ON x.skp_versi_id = v.id"
      " AND x.periode_id = p.id WHERE v.skp_id = s.id) AND s.unit_id%s GROUP BY 1, 2, 3, 4" },
    { "evaluasi_nilai", "Evaluasi belum dinilai", LB_EVALUASI_NILAI, false,
      SQL_PERIODE("evaluasi", "x.status = 'belum'") },
    { "evaluasi_tetapkan", "Evaluasi belum ditetapkan", LB_EVALUASI_TETAPKAN, false,
      SQL_PERIODE("evaluasi", "x.status = 'dinilai'") },
    { "keberatan_putus", "Keberatan belum diputus", -1, false,
      "SELECT s.unit_id, 0, '', NULL, b.batas_putusan, count(*) FROM keberatan b JOIN evaluasi x"
      " ON x.id = b.evaluasi_id JOIN skp_versi v ON v.id = x.skp_versi_id JOIN skp s ON s.id = v.skp_id"
      " WHERE b.status IN ('diajukan', 'pemeriksaan') AND s.unit_id%s"
      " GROUP BY 1, 5" },
};
enum { NJENIS = COUNT(jenis_table) };

struct angka {
    int64_t jumlah, terlambat;
    char batas[DATE_TEXT];
};

/* Limits repeat: one a step, period and first day, as long as no unit below has rules of its own. */
struct ingat {
    int langkah;
    int64_t unit_id, periode_id;
    char acuan[DATE_TEXT], batas[DATE_TEXT];
};
enum { INGAT = 256 };
struct lihat {
    struct db *db;
    const char *hari;
    int64_t puncak; /* the unit asked for, 0: all */
    bool seragam;   /* no unit has a limit of its own: the one of `puncak` is everybody's */
    struct arena *a;
    struct ingat ingat[INGAT];
    int ningat;
};

static enum status uniform(struct lihat *l, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(l->db, &n, e,
               "SELECT (SELECT count(*) FROM batas_aturan WHERE unit_id IS NOT NULL AND unit_id <> $1)"
               " + (SELECT count(*) FROM batas_periode WHERE unit_id <> $1) + (SELECT count(*)"
               " FROM batas_pengecualian WHERE unit_id IS NOT NULL AND unit_id <> $1 AND dicabut IS NULL"
               " AND sampai >= $2)",
               "it", l->puncak, l->hari);

    l->seragam = n == 0;
    return st;
}

static enum status deadline(struct lihat *l, int langkah, const struct rows *r, char out[DATE_TEXT],
                            struct err *e)
{
    struct batas_soal s = { .langkah = (enum langkah_batas)langkah, .periode_id = row_int(r, 1) };
    struct ingat *k;
    struct batas b;
    enum status st;

    out[0] = '\0';
    if (!row_null(r, 4))
        snprintf(out, DATE_TEXT, "%.10s", row_text(r, 4));
    if (langkah < 0 || row_null(r, 3))
        return ST_OK;
    s.unit_id = l->seragam && l->puncak ? l->puncak : row_int(r, 0);
    s.jenis = row_dup(r, 2, l->a);
    s.acuan = row_dup(r, 3, l->a);
    for (int i = 0; i < (l->ningat < INGAT ? l->ningat : INGAT); i++) {
        k = &l->ingat[i];
        if (k->langkah == langkah && k->periode_id == s.periode_id && strcmp(k->acuan, s.acuan) == 0 &&
            (l->seragam || k->unit_id == s.unit_id)) {
            snprintf(out, DATE_TEXT, "%s", k->batas);
            return ST_OK;
        }
    }
    if ((st = batas_hitung(l->db, &s, l->hari, &b, e)) != ST_OK)
        return st;
    k = &l->ingat[l->ningat++ % INGAT];
    *k = (struct ingat){ .langkah = langkah, .unit_id = s.unit_id, .periode_id = s.periode_id };
    snprintf(k->acuan, DATE_TEXT, "%.10s", s.acuan);
    snprintf(k->batas, DATE_TEXT, "%s", b.batas);
    snprintf(out, DATE_TEXT, "%s", b.batas);
    return ST_OK;
}

static void add(struct angka *x, int64_t n, const char *batas, const char *hari)
{
    x->jumlah += n;
    if (!batas[0])
        return;
    if (strcmp(batas, hari) < 0)
        x->terlambat += n;
    if (!x->batas[0] || strcmp(batas, x->batas) < 0)
        snprintf(x->batas, DATE_TEXT, "%s", batas);
}

/* Statements take exactly the parameters that they name. */
static const char *format_of(const char *sql)
{
    return strstr(sql, "$2") ? "tt" : strstr(sql, "$1") ? "t" : "";
}

typedef void each_fn(void *ctx, int jenis, int64_t unit_id, int64_t n, const char *batas);

/* Every row of every kind, with its deadline. */
static enum status walk(struct lihat *l, const struct unit_ids *tree, bool kantor, each_fn *each, void *ctx,
                        struct err *e)
{
    char first[DATE_TEXT], day[DATE_TEXT];
    struct buf in = BUF_NONE;
    enum status st = uniform(l, e);

    snprintf(first, sizeof(first), "%.4s-01-01", l->hari);
    buf_str(&in, tree ? " IN (0" : " > 0");
    for (size_t i = 0; tree && i < tree->n; i++)
        buf_printf(&in, ",%lld", (long long)tree->id[i]);
    if (tree)
        buf_str(&in, ")");
    for (int j = 0; j < NJENIS && st == ST_OK; j++) {
        const char *gap = strstr(jenis_table[j].sql, "%s");
        struct rows r;

        if (kantor && !jenis_table[j].kantor)
            continue;
        st = db_rows(l->db, &r, e,
                     arena_printf(l->a, "%.*s%s%s", (int)(gap - jenis_table[j].sql), jenis_table[j].sql, in.p,
                                  gap + 2),
                     format_of(jenis_table[j].sql), l->hari, first);
        while (st == ST_OK && rows_next(&r))
            if ((st = deadline(l, jenis_table[j].langkah, &r, day, e)) == ST_OK)
                each(ctx, j, row_int(&r, 0), row_int(&r, 5), day);
        st = rows_end(&r, st, e);
    }
    buf_free(&in);
    return st;
}

/* For the office -------------------------------------------------------------------------------------------
 */

struct kantor {
    struct angka angka[NJENIS];
    int64_t unit[NJENIS][PEKERJAAN_CONTOH];
    const char *hari;
};

static void office_row(void *ctx, int j, int64_t unit_id, int64_t n, const char *batas)
{
    struct kantor *k = ctx;

    add(&k->angka[j], n, batas, k->hari);
    for (int i = 0; i < PEKERJAAN_CONTOH && k->unit[j][i] != unit_id; i++)
        if (!k->unit[j][i]) {
            k->unit[j][i] = unit_id;
            break;
        }
}

static enum status office_list(struct lihat *l, const struct kantor *k, struct pekerjaan *out, size_t *n,
                               struct err *e)
{
    char *name;
    enum status st = ST_OK;

    for (int j = 0; j < NJENIS && st == ST_OK; j++) {
        struct pekerjaan *p = &out[*n];

        if (!k->angka[j].jumlah)
            continue;
        *p = (struct pekerjaan){ .kode = jenis_table[j].kode,
                                 .judul = jenis_table[j].judul,
                                 .jumlah = k->angka[j].jumlah,
                                 .terlambat = k->angka[j].terlambat };
        snprintf(p->batas, DATE_TEXT, "%s", k->angka[j].batas);
        p->tautan = l->puncak ? arena_printf(l->a, "/api/v1/unit/%lld/pekerjaan", (long long)l->puncak)
                              : "/api/v1/unit";
        for (int i = 0; st == ST_OK && i < PEKERJAAN_CONTOH && k->unit[j][i]; i++) {
            st = db_text(l->db, &name, l->a, e, "SELECT nama FROM unit WHERE id = $1", "i", k->unit[j][i]);
            p->contoh[i] = st == ST_OK ? name : NULL;
        }
        (*n)++;
    }
    return st;
}

enum status pekerjaan_kantor(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                             struct pekerjaan *out, size_t *n, struct err *e)
{
    struct lihat *l = arena_new_of(a, struct lihat);
    struct kantor *k = arena_new_of(a, struct kantor);
    struct unit_ids tree = { NULL, 0 };
    enum status st = unit_id ? unit_subtree(db, unit_id, hari, a, &tree, e) : ST_OK;

    *l = (struct lihat){ .db = db, .hari = hari, .puncak = unit_id, .a = a };
    k->hari = hari;
    if (st == ST_OK)
        st = walk(l, unit_id ? &tree : NULL, true, office_row, k, e);
    return st == ST_OK ? office_list(l, k, out, n, e) : st;
}

/* In figures ------------------------------------------------------------------------------------------------
 */

struct cabang { /* a unit right below, with everything under it */
    int64_t id;
    struct unit_ids tree;
    struct angka angka[NJENIS];
};
struct laporan {
    struct angka angka[NJENIS];
    struct cabang *cabang;
    size_t n;
    const char *hari;
};

static void report_row(void *ctx, int j, int64_t unit_id, int64_t n, const char *batas)
{
    struct laporan *p = ctx;

    add(&p->angka[j], n, batas, p->hari);
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->cabang[i].tree.n; k++)
            if (p->cabang[i].tree.id[k] == unit_id) {
                add(&p->cabang[i].angka[j], n, batas, p->hari);
                return;
            }
}

static enum status branches(struct lihat *l, struct laporan *p, size_t max, struct err *e)
{
    struct rows r;
    enum status st = db_rows(l->db, &r, e,
                             "SELECT x.unit_id FROM unit_induk x JOIN unit u ON u.id = x.unit_id"
                             " WHERE x.induk_id = $1 AND x.mulai <= $2 AND (x.selesai IS NULL"
                             " OR x.selesai >= $2) ORDER BY u.kode",
                             "it", l->puncak, l->hari);

    p->cabang = arena_array(l->a, struct cabang, max);
    while (st == ST_OK && p->n < max && rows_next(&r))
        p->cabang[p->n++] = (struct cabang){ .id = row_int(&r, 0) };
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < p->n; i++)
        st = unit_subtree(l->db, p->cabang[i].id, l->hari, l->a, &p->cabang[i].tree, e);
    return st;
}

static void steps_json(const struct angka *x, bool all, const char *hari, struct jw *w)
{
    int32_t now = 0, last = 0;

    jw_key(w, "langkah");
    jw_open(w, '[');
    for (int j = 0; j < NJENIS; j++) {
        if (!all && !x[j].jumlah)
            continue;
        jw_open(w, '{');
        jw_ktext(w, "kode", jenis_table[j].kode);
        jw_ktext(w, "judul", jenis_table[j].judul);
        jw_kint(w, "jumlah", x[j].jumlah);
        jw_kint(w, "terlambat", x[j].terlambat);
        jw_ktext(w, "batas", x[j].batas[0] ? x[j].batas : NULL);
        jw_key(w, "sisa_hari");
        if (x[j].batas[0] && date_parse(x[j].batas, &last) && date_parse(hari, &now))
            jw_int(w, last - now);
        else
            jw_null(w);
        jw_close(w);
    }
    jw_close(w);
}

static enum status report_json(struct lihat *l, const struct laporan *p, struct jw *w, struct err *e)
{
    enum status st;

    jw_open(w, '{');
    st = view_unit(l->db, w, "unit", l->puncak, e);
    jw_ktext(w, "hari", l->hari);
    steps_json(p->angka, true, l->hari, w);
    jw_key(w, "bawahan");
    jw_open(w, '[');
    for (size_t i = 0; st == ST_OK && i < p->n; i++) {
        jw_open(w, '{');
        st = view_unit(l->db, w, "unit", p->cabang[i].id, e);
        steps_json(p->cabang[i].angka, false, l->hari, w);
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
    return st;
}

enum status pekerjaan_unit_json(struct db *db, int64_t unit_id, const char *hari, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct lihat *l = arena_new_of(a, struct lihat);
    struct laporan *p = arena_new_of(a, struct laporan);
    struct unit_ids tree = { NULL, 0 };
    enum status st = unit_subtree(db, unit_id, hari, a, &tree, e);

    *l = (struct lihat){ .db = db, .hari = hari, .puncak = unit_id, .a = a };
    p->hari = hari;
    if (st == ST_OK)
        st = branches(l, p, tree.n, e);
    if (st == ST_OK)
        st = walk(l, &tree, false, report_row, p, e);
    if (st == ST_OK)
        st = report_json(l, p, w, e);
    arena_free(a);
    return st;
}

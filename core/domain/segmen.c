#include "domain/segmen.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan_penilaian.h"
#include "domain/evaluasi_bagian.h"
#include "domain/view.h"

enum { SEGMEN_MAX = 32 };

/* By rank, from the lowest: the order of the scale is the law's, and nothing is computed with it but a
 * suggestion. */
static const struct {
    const char *kode, *nama;
} skala[] = { { "sangat_kurang", "Sangat Kurang" },
              { "kurang", "Kurang" },
              { "butuh_perbaikan", "Butuh Perbaikan" },
              { "baik", "Baik" },
              { "sangat_baik", "Sangat Baik" } };

static int rank_of(const char *predikat)
{
    for (int i = 0; predikat && i < (int)COUNT(skala); i++)
        if (strcmp(skala[i].kode, predikat) == 0)
            return i + 1;
    return 0;
}

struct segmen {
    int64_t evaluasi_id; /* 0: elsewhere */
    const char *mulai, *selesai, *unit, *jabatan, *penilai, *status;
    const char *rating_hasil, *rating_perilaku, *predikat, *sumber, *nomor, *tanggal; /* may be NULL */
    int bulan;
};

/* Months whose 15th day lies within, as the scoring counts them; at least one. */
static int months(const char *mulai, const char *selesai)
{
    int n = 0, y1, m1, d1, y2, m2, d2;
    int32_t a = 0, b = 0;

    if (!date_parse(mulai, &a) || !date_parse(selesai, &b))
        return 1;
    date_civil(a, &y1, &m1, &d1);
    date_civil(b, &y2, &m2, &d2);
    n = (y2 * 12 + m2) - (y1 * 12 + m1) + 1 - (d1 > 15) - (d2 < 15);
    return n > 0 ? n : 1;
}

static void own_row(const struct rows *r, struct arena *a, struct segmen *s)
{
    const char *status = row_text(r, 7);
    bool fixed = strcmp(status, "belum") != 0 && strcmp(status, "dinilai") != 0;

    *s = (struct segmen){
        .evaluasi_id = row_int(r, 0),
        .mulai = row_dup(r, 1, a),
        .selesai = row_dup(r, 2, a),
        .unit = row_dup(r, 3, a),
        .jabatan = row_dup(r, 4, a),
        .penilai = row_dup(r, 5, a),
        .status = row_dup(r, 7, a),
        .rating_hasil = fixed ? row_dup(r, 8, a) : NULL,
        .rating_perilaku = fixed ? row_dup(r, 9, a) : NULL,
        .predikat = fixed ? row_dup(r, 10, a) : NULL,
    };
    s->bulan = months(s->mulai, s->selesai);
}

/* The days of each within the period, oldest first. */
static enum status load(struct db *db, const struct evaluasi *v, struct arena *a, struct segmen *out,
                        size_t *n, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT x.id, CASE WHEN s.mulai > p.mulai THEN s.mulai ELSE p.mulai END, CASE WHEN s.selesai <"
        " p.selesai THEN s.selesai ELSE p.selesai END, u.nama, j.nama, g.nama, 0, x.status, x.rating_hasil,"
        " x.rating_perilaku, x.predikat FROM evaluasi x JOIN periode p ON p.id = x.periode_id"
        " JOIN skp_versi y ON y.id = x.skp_versi_id JOIN skp s ON s.id = y.skp_id JOIN unit u ON u.id ="
        " s.unit_id JOIN penugasan t ON t.id = s.penugasan_id JOIN jabatan j ON j.id = t.jabatan_id"
        " LEFT JOIN pegawai g ON g.id = coalesce(x.penilai_id, s.penilai_id)"
        " WHERE s.pegawai_id = $1 AND x.periode_id = $2 ORDER BY s.mulai, x.id LIMIT 16",
        "ii", v->pegawai_id, v->periode.id);

    *n = 0;
    while (st == ST_OK && rows_next(&r))
        own_row(&r, a, &out[(*n)++]);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    st =
        db_rows(db, &r, e,
                "SELECT CASE WHEN mulai > $2 THEN mulai ELSE $2 END, CASE WHEN selesai < $3 THEN selesai ELSE"
                " $3 END, instansi, jabatan, penilai, rating_hasil, rating_perilaku, predikat, sumber, nomor,"
                " tanggal FROM segmen_luar WHERE pegawai_id = $1 AND mulai <= $3 AND selesai >= $2"
                " ORDER BY mulai LIMIT 16",
                "itt", v->pegawai_id, v->periode.mulai, v->periode.selesai);
    while (st == ST_OK && *n < SEGMEN_MAX && rows_next(&r)) {
        struct segmen s = { .mulai = row_dup(&r, 0, a),
                            .selesai = row_dup(&r, 1, a),
                            .unit = row_dup(&r, 2, a),
                            .jabatan = row_dup(&r, 3, a),
                            .penilai = row_dup(&r, 4, a),
                            .status = "dari_luar",
                            .rating_hasil = row_dup(&r, 5, a),
                            .rating_perilaku = row_dup(&r, 6, a),
                            .predikat = row_dup(&r, 7, a),
                            .sumber = row_dup(&r, 8, a),
                            .nomor = row_dup(&r, 9, a),
                            .tanggal = row_dup(&r, 10, a) };
        size_t at = (*n)++;

        s.bulan = months(s.mulai, s.selesai);
        for (; at > 0 && strcmp(out[at - 1].mulai, s.mulai) > 0; at--)
            out[at] = out[at - 1];
        out[at] = s;
    }
    return rows_end(&r, st, e);
}

static void segment_json(const struct segmen *s, struct jw *w)
{
    jw_open(w, '{');
    jw_ktext(w, "asal", s->evaluasi_id ? "sini" : "luar");
    jw_kid(w, "evaluasi_id", s->evaluasi_id);
    jw_ktext(w, "mulai", s->mulai);
    jw_ktext(w, "selesai", s->selesai);
    jw_kint(w, "bulan", s->bulan);
    jw_ktext(w, "unit", s->unit);
    jw_ktext(w, "jabatan", s->jabatan);
    jw_ktext(w, "penilai", s->penilai);
    jw_ktext(w, "status", s->status);
    jw_ktext(w, "rating_hasil", s->rating_hasil);
    jw_ktext(w, "rating_perilaku", s->rating_perilaku);
    jw_ktext(w, "predikat", s->predikat);
    jw_ktext(w, "sumber", s->sumber);
    jw_ktext(w, "nomor", s->nomor);
    jw_ktext(w, "tanggal", s->tanggal);
    jw_close(w);
}

/* What the policy suggests --------------------------------------------------------------------------------
 */

static void longest(const struct segmen *s, size_t n, struct jw *w, const char **predikat)
{
    const struct segmen *best = NULL;
    char text[240];

    for (size_t i = 0; i < n; i++)
        if (s[i].predikat && (!best || s[i].bulan >= best->bulan))
            best = &s[i];
    if (!best) {
        jw_text(w, "Belum ada segmen yang sudah ditetapkan.");
        return;
    }
    *predikat = best->predikat;
    snprintf(text, sizeof(text), "Segmen terlama adalah %s sampai %s (%d bulan): %s.", best->mulai,
             best->selesai, best->bulan, skala[rank_of(best->predikat) - 1].nama);
    jw_text(w, text);
}

static void weighted(const struct segmen *s, size_t n, struct jw *w, const char **predikat)
{
    struct buf b = BUF_NONE;
    int sum = 0, total = 0, rank;

    for (size_t i = 0; i < n; i++) {
        int r = rank_of(s[i].predikat);

        if (!r)
            continue;
        buf_printf(&b, "%s%d bulan × %d (%s)", total ? " + " : "", s[i].bulan, r, skala[r - 1].nama);
        sum += s[i].bulan * r;
        total += s[i].bulan;
    }
    if (!total) {
        jw_text(w, "Belum ada segmen yang sudah ditetapkan.");
    } else {
        /* Half up, in integers: 4,5 is 5. */
        rank = (2 * sum + total) / (2 * total);
        buf_printf(&b, " = %d", sum);
        jw_text(w, b.p);
        buf_clear(&b);
        buf_printf(&b, "%d ÷ %d bulan, dibulatkan = %d (%s)", sum, total, rank, skala[rank - 1].nama);
        jw_text(w, b.p);
        *predikat = skala[rank - 1].kode;
    }
    buf_free(&b);
}

static void suggestion(const struct kebijakan *k, const struct segmen *s, size_t n, struct jw *w)
{
    const char *predikat = NULL;
    int open = 0;

    jw_key(w, "saran");
    jw_open(w, '{');
    jw_key(w, "langkah");
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        open += !s[i].predikat;
    switch (k->kode) {
    case KEBIJAKAN_PENILAI_TERAKHIR:
        jw_text(w,
                "Pejabat penilai pada akhir tahun menetapkan predikat dengan mempertimbangkan semua segmen.");
        break;
    case KEBIJAKAN_SEGMEN_TERLAMA:
        longest(s, n, w, &predikat);
        break;
    case KEBIJAKAN_TERTIMBANG_BULAN:
        weighted(s, n, w, &predikat);
        break;
    }
    if (open && k->kode != KEBIJAKAN_PENILAI_TERAKHIR) {
        char text[80];

        snprintf(text, sizeof(text), "%d segmen belum ditetapkan dan tidak ikut diperhitungkan.", open);
        jw_text(w, text);
    }
    jw_close(w);
    jw_ktext(w, "predikat", predikat);
    jw_close(w);
}

/* The year's shorter periods, and the middle one of their ranks: of two in the middle the lower. */
static enum status periodic(struct db *db, const struct evaluasi *v, struct jw *w, struct err *e)
{
    int count[COUNT(skala) + 1] = { 0 }, n = 0, rank = 0;
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT p.kode, x.status, CASE WHEN x.status IN ('belum', 'dinilai') THEN NULL"
                             " ELSE x.predikat END FROM evaluasi x JOIN periode p ON p.id = x.periode_id"
                             " JOIN skp_versi y ON y.id = x.skp_versi_id JOIN skp s ON s.id = y.skp_id"
                             " WHERE s.pegawai_id = $1 AND p.mulai >= $2 AND p.selesai <= $3 AND p.jenis <>"
                             " 'tahunan' ORDER BY p.mulai, p.selesai, x.segmen LIMIT 64",
                             "itt", v->pegawai_id, v->periode.mulai, v->periode.selesai);

    jw_key(w, "berkala");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        int k = rank_of(row_text(&r, 2));

        jw_open(w, '{');
        jw_ktext(w, "periode", row_text(&r, 0));
        jw_ktext(w, "status", row_text(&r, 1));
        jw_ktext(w, "predikat", row_text(&r, 2));
        jw_close(w);
        count[k] += k > 0;
        n += k > 0;
    }
    jw_close(w);
    for (int seen = 0; n && rank < (int)COUNT(skala) && 2 * seen < n;)
        seen += count[++rank];
    jw_ktext(w, "median", rank ? skala[rank - 1].kode : NULL);
    return rows_end(&r, st, e);
}

static enum status policy(struct db *db, const struct kebijakan *k, struct jw *w, struct err *e)
{
    enum status st;

    jw_key(w, "kebijakan");
    jw_open(w, '{');
    jw_ktext(w, "kode", kebijakan_kode(k->kode));
    st = view_unit(db, w, "unit", k->unit_id, e);
    jw_ktext(w, "mulai", k->mulai);
    jw_ktext(w, "dasar", k->dasar);
    jw_close(w);
    return st;
}

enum status segmen_json(struct db *db, const struct who *who, const struct evaluasi *v, struct jw *w,
                        struct err *e)
{
    struct arena *a = arena_new();
    struct segmen *s = arena_array(a, struct segmen, SEGMEN_MAX);
    struct kebijakan k;
    const char **first;
    size_t n = 0, nfirst = 0;
    enum status st = kebijakan_find(db, v->unit_id, v->periode.mulai, a, &k, e);

    (void)who;
    if (st == ST_OK)
        st = load(db, v, a, s, &n, e);
    if (st == ST_OK)
        st = evaluasi_mendahului(db, v, a, &first, &nfirst, e);
    if (st != ST_OK)
        goto out;
    jw_open(w, '{');
    st = policy(db, &k, w, e);
    jw_key(w, "segmen");
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        segment_json(&s[i], w);
    jw_close(w);
    suggestion(&k, s, n, w);
    if (st == ST_OK)
        st = periodic(db, v, w, e);
    jw_key(w, "mendahului");
    jw_open(w, '[');
    for (size_t i = 0; i < nfirst; i++)
        jw_text(w, first[i]);
    jw_close(w);
    jw_close(w);
out:
    arena_free(a);
    return st;
}

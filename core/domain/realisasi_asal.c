#include "domain/realisasi_asal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/unit.h"

/* Versions -------------------------------------------------------------------------------------------- */

/* Every indicator of the plan's versions with the one of the first version that it goes back to; and where
 * the realisation's own stand in the list that is being made (-1: not yet). Roots are looked up once for
 * each. */
struct akar {
    size_t n, nsendiri;
    struct {
        int64_t id, asal_id, akar;
    } * row;
    struct {
        const struct rhk *rhk;
        const struct indikator *indikator;
        int64_t akar;
        int letak;
    } * sendiri;
};

static int64_t root(const struct akar *k, int64_t id)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->row[i].id == id)
            return k->row[i].akar;
    return id;
}

/* Rows come by id, and what a row goes back to is older: its root is known already. */
static void find_roots(struct akar *k)
{
    for (size_t i = 0; i < k->n; i++) {
        k->row[i].akar = k->row[i].id;
        for (size_t j = 0; j < i && k->row[i].asal_id; j++)
            if (k->row[j].id == k->row[i].asal_id)
                k->row[i].akar = k->row[j].akar;
    }
}

static void take_own(struct akar *k, const struct realisasi *r, struct arena *a)
{
    size_t max = 1;

    for (size_t i = 0; i < r->isi.nrhk; i++)
        max += r->isi.rhk[i].nindikator;
    k->sendiri = arena_alloc(a, max * sizeof(*k->sendiri));
    for (size_t i = 0; i < r->isi.nrhk; i++)
        for (size_t j = 0; j < r->isi.rhk[i].nindikator; j++) {
            k->sendiri[k->nsendiri].rhk = &r->isi.rhk[i];
            k->sendiri[k->nsendiri].indikator = &r->isi.rhk[i].indikator[j];
            k->sendiri[k->nsendiri].akar = root(k, r->isi.rhk[i].indikator[j].id);
            k->sendiri[k->nsendiri++].letak = -1;
        }
}

static enum status load_roots(struct db *db, const struct realisasi *r, struct arena *a, struct akar *out,
                              struct err *e)
{
    struct rows rows;
    int64_t n = 0;
    enum status st = db_int(db, &n, e,
                            "SELECT count(*) FROM skp_versi v JOIN rhk h ON h.skp_versi_id = v.id"
                            " JOIN indikator i ON i.rhk_id = h.id WHERE v.skp_id = $1",
                            "i", r->skp_id);

    *out = (struct akar){ .row = arena_alloc(a, (size_t)(n + 1) * sizeof(*out->row)) };
    if (st != ST_OK)
        return st;
    st = db_rows(db, &rows, e,
                 "SELECT i.id, i.asal_id FROM skp_versi v JOIN rhk h ON h.skp_versi_id = v.id"
                 " JOIN indikator i ON i.rhk_id = h.id WHERE v.skp_id = $1 ORDER BY i.id",
                 "i", r->skp_id);
    while (st == ST_OK && out->n < (size_t)n && rows_next(&rows)) {
        out->row[out->n].id = row_int(&rows, 0);
        out->row[out->n++].asal_id = row_int(&rows, 1);
    }
    st = rows_end(&rows, st, e);
    find_roots(out);
    take_own(out, r, a);
    return st;
}

/* Days ------------------------------------------------------------------------------------------------ */

/* NULL: dropped by a revision. */
static struct asal *place(struct asal *list, size_t *n, struct akar *k, int64_t indikator_id)
{
    int64_t want = root(k, indikator_id);

    for (size_t i = 0; i < k->nsendiri; i++) {
        if (k->sendiri[i].akar != want)
            continue;
        if (k->sendiri[i].letak < 0) {
            k->sendiri[i].letak = (int)*n;
            list[(*n)++] = (struct asal){ .rhk = k->sendiri[i].rhk, .indikator = k->sendiri[i].indikator };
        }
        return &list[k->sendiri[i].letak];
    }
    return NULL;
}

static void add_day(struct asal *x, const struct rows *r, struct arena *a)
{
    struct asal_hari *d;
    double *v = arena_new_of(a, double);

    if (x->n == ASAL_HARI_MAX)
        return;
    if ((x->n & (x->n - 1)) == 0) { /* 0, 1, 2, 4, …: full */
        struct asal_hari *more = arena_array(a, struct asal_hari, x->n ? 2 * x->n : 1);

        if (x->n)
            memcpy(more, x->hari, x->n * sizeof(*more));
        x->hari = more;
    }
    d = &x->hari[x->n++];
    *v = row_real(r, 5);
    *d = (struct asal_hari){
        .progres_id = row_int(r, 0),
        .tanggal = row_dup(r, 1, a),
        .uraian = row_dup(r, 2, a),
        .isian = row_dup(r, 4, a),
        .nilai = row_null(r, 5) ? NULL : v,
    };
}

static enum status load_days(struct db *db, const struct realisasi *r, struct akar *k, struct arena *a,
                             struct asal *list, size_t *n, struct err *e)
{
    struct rows rows;
    enum status st =
        db_rows(db, &rows, e,
                "SELECT id, tanggal, uraian, indikator_id, isian, nilai FROM progres WHERE skp_id = $1"
                " AND tanggal BETWEEN $2 AND $3 AND status = 'disetujui'"
                " AND (isian IS NOT NULL OR nilai IS NOT NULL) ORDER BY tanggal, id",
                "itt", r->skp_id, r->periode.mulai, r->periode.selesai);

    while (st == ST_OK && rows_next(&rows)) {
        struct asal *x = place(list, n, k, row_int(&rows, 3));

        if (x)
            add_day(x, &rows, a);
    }
    return rows_end(&rows, st, e);
}

/* Consolidation --------------------------------------------------------------------------------------- */

/* One rounding, half up, as everywhere in a year's sums. */
static double round6(double x)
{
    return fabs(x) < 9e9 ? copysign(floor(fabs(x) * 1e6 + 0.5) / 1e6, x) + 0.0 : x;
}

static bool adds(const char *kind)
{
    return strcmp(kind, "jumlah") == 0 || strcmp(kind, "hitung_ulang") == 0;
}

/* A number, whole ones as integers so that counts stay counts. */
static json_t *number(double v)
{
    v = round6(v);
    return v == floor(v) && fabs(v) <= 9007199254740992.0 ? json_integer((json_int_t)v) : json_real(v);
}

/* Members of one day into the sum; how often each occurred, for the mean. */
static void add_inputs(json_t *sum, json_t *times, const json_t *day, const char *kind)
{
    const char *key;
    json_t *v;

    json_object_foreach((json_t *)day, key, v)
    {
        const json_t *before = json_object_get(sum, key);

        if (!json_is_number(v) || strcmp(kind, "terakhir") == 0)
            json_object_set(sum, key, v);
        else
            json_object_set_new(sum, key, json_real(json_number_value(before) + json_number_value(v)));
        json_object_set_new(times, key, json_integer(json_integer_value(json_object_get(times, key)) + 1));
    }
}

static enum status propose_inputs(struct asal *x, struct arena *a, struct err *e)
{
    const char *kind = x->indikator->konsolidasi;
    json_t *sum = json_object(), *times = json_object(), *v;
    struct buf b = BUF_NONE;
    const char *key;
    enum status st = ST_OK;

    for (size_t i = 0; i < x->n && st == ST_OK; i++) {
        json_t *day;

        if (!x->hari[i].isian)
            continue;
        if ((st = json_read(x->hari[i].isian, strlen(x->hari[i].isian), &day, e)) == ST_OK) {
            add_inputs(sum, times, day, kind);
            json_decref(day);
        }
    }
    json_object_foreach(sum, key, v)
    {
        double d = json_number_value(v);

        if (!json_is_number(v))
            continue;
        if (!adds(kind) && strcmp(kind, "terakhir") != 0)
            d /= (double)json_integer_value(json_object_get(times, key));
        json_object_set_new(sum, key, number(d));
    }
    if (st == ST_OK && json_object_size(sum)) {
        json_canonical(sum, &b);
        x->isian = arena_strndup(a, b.p, b.len);
    }
    buf_free(&b);
    json_decref(sum);
    json_decref(times);
    return st;
}

static void propose_value(struct asal *x, struct arena *a)
{
    const char *kind = x->indikator->konsolidasi;
    double *v = arena_new_of(a, double);
    size_t n = 0;

    for (size_t i = 0; i < x->n; i++)
        if (x->hari[i].nilai) {
            *v = strcmp(kind, "terakhir") == 0 ? *x->hari[i].nilai : *v + *x->hari[i].nilai;
            n++;
        }
    /* Nothing computes a free percentage again, and a mean of percentages would be wrong. */
    if (!n || strcmp(kind, "hitung_ulang") == 0)
        return;
    *v = round6(strcmp(kind, "rata_rata") == 0 ? *v / (double)n : *v);
    x->nilai = v;
}

/* Data officers --------------------------------------------------------------------------------------- */

/* One row of data_indikator; `dekat`: 0 the person's own, else how far up the line of units its unit stands.
 */
struct data_baris {
    size_t dekat;
    const char *plugin, *kode;
    struct asal x; /* only .data */
};

static size_t nearness(const struct unit_ids *line, int64_t unit_id)
{
    for (size_t i = 0; i < line->n; i++)
        if (line->id[i] == unit_id)
            return i + 1;
    return 0;
}

static enum status read_data(struct db *db, const struct realisasi *r, const struct unit_ids *line,
                             struct arena *a, struct buf *out, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows rows;
    enum status st;

    buf_str(&sql,
            "SELECT d.id, d.plugin, d.kode, d.unit_id, d.isian, d.nilai, d.release_id, d.sumber, d.waktu,"
            " coalesce(p.nama, k.nama, 'sistem'), coalesce(o.nama, u.nama) FROM data_indikator d"
            " LEFT JOIN akun k ON k.id = d.akun_id LEFT JOIN pegawai p ON p.id = k.pegawai_id"
            " LEFT JOIN pegawai o ON o.id = d.pegawai_id LEFT JOIN unit u ON u.id = d.unit_id"
            " WHERE d.periode_id = $1 AND (d.pegawai_id = $2");
    for (size_t i = 0; i < line->n; i++)
        buf_printf(&sql, "%s%lld", i ? "," : " OR d.unit_id IN (", (long long)line->id[i]);
    buf_str(&sql, line->n ? "))" : ")");
    st = db_rows(db, &rows, e, sql.p, "ii", r->periode.id, r->pegawai_id);
    while (st == ST_OK && rows_next(&rows)) {
        struct data_baris b = { .dekat = row_null(&rows, 3) ? 0 : nearness(line, row_int(&rows, 3)),
                                .plugin = row_dup(&rows, 1, a),
                                .kode = row_dup(&rows, 2, a) };

        b.x.data.id = row_int(&rows, 0);
        b.x.data.isian = row_dup(&rows, 4, a);
        b.x.data.nilai = row_real(&rows, 5);
        b.x.data.release_id = row_int(&rows, 6);
        b.x.data.sumber = row_dup(&rows, 7, a);
        b.x.data.waktu = row_dup(&rows, 8, a);
        b.x.data.petugas = row_dup(&rows, 9, a);
        b.x.data.untuk = row_dup(&rows, 10, a);
        buf_add(out, &b, sizeof(b));
    }
    st = rows_end(&rows, st, e);
    buf_free(&sql);
    return st;
}

/* The person's own value, else that of the nearest unit. */
static const struct data_baris *nearest(const struct buf *rows, const struct indikator *i)
{
    const struct data_baris *b = (const struct data_baris *)(const void *)rows->p, *best = NULL;

    for (size_t k = 0; i->plugin && k < rows->len / sizeof(*b); k++)
        if (strcmp(b[k].plugin, i->plugin) == 0 && strcmp(b[k].kode, i->kode) == 0 &&
            (!best || b[k].dekat < best->dekat))
            best = &b[k];
    return best;
}

static enum status load_data(struct db *db, const struct realisasi *r, struct akar *k, struct arena *a,
                             struct asal *list, size_t *n, struct err *e)
{
    struct buf rows = BUF_NONE;
    struct unit_ids line;
    enum status st = unit_ancestors(db, r->subject.unit_id, r->periode.mulai, a, &line, e);

    if (st == ST_OK)
        st = read_data(db, r, &line, a, &rows, e);
    for (size_t i = 0; st == ST_OK && rows.len && i < r->isi.nrhk; i++)
        for (size_t j = 0; j < r->isi.rhk[i].nindikator; j++) {
            const struct data_baris *b = nearest(&rows, &r->isi.rhk[i].indikator[j]);

            if (b)
                place(list, n, k, r->isi.rhk[i].indikator[j].id)->data = b->x.data;
        }
    buf_free(&rows);
    return st;
}

/* All ------------------------------------------------------------------------------------------------- */

enum status realisasi_asal(struct db *db, const struct realisasi *r, struct arena *a, struct asal **out,
                           size_t *n, struct err *e)
{
    struct akar k;
    size_t max = 0;
    enum status st = load_roots(db, r, a, &k, e);

    for (size_t i = 0; i < r->isi.nrhk; i++)
        max += r->isi.rhk[i].nindikator;
    *n = 0;
    *out = arena_array(a, struct asal, max + 1);
    if (st != ST_OK || (st = load_days(db, r, &k, a, *out, n, e)) != ST_OK ||
        (st = load_data(db, r, &k, a, *out, n, e)) != ST_OK)
        return st;
    for (size_t i = 0; i < *n && st == ST_OK; i++) {
        struct asal *x = &(*out)[i];

        if (x->indikator->plugin)
            st = propose_inputs(x, a, e);
        else
            propose_value(x, a);
    }
    return st;
}

const struct asal *asal_cari(const struct asal *list, size_t n, int64_t indikator_id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].indikator->id == indikator_id)
            return &list[i];
    return NULL;
}

static bool holds_all(const char *isian, const char *proposed)
{
    struct err ignored = ERR_NONE;
    json_t *have = NULL, *want = NULL, *v;
    const char *key;
    bool all = isian && json_read(isian, strlen(isian), &have, &ignored) == ST_OK &&
               json_read(proposed, strlen(proposed), &want, &ignored) == ST_OK;

    if (all) {
        json_object_foreach(want, key, v)
        {
            const json_t *x = json_object_get(have, key);

            all =
                all && (json_is_number(v) ? json_is_number(x) && json_number_value(x) == json_number_value(v)
                                          : json_equal(x, v));
        }
    }
    json_decref(have);
    json_decref(want);
    return all;
}

bool asal_sama(const struct asal *x, const struct realisasi_nilai *v)
{
    if (x->isian)
        return holds_all(v->isian, x->isian);
    if (x->nilai)
        return v->nilai && *v->nilai == *x->nilai;
    return true; /* nothing was proposed */
}

enum status asal_pasang(struct db *db, const struct realisasi *r, const struct asal *list, size_t n,
                        struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < n && st == ST_OK; i++) {
        const struct asal *x = &list[i];
        struct aktivasi akt;

        if (!x->data.id)
            continue;
        if ((st = aktivasi_find(db, r->subject.unit_id, x->indikator->plugin, r->periode.id, &akt, e)) !=
            ST_OK)
            return st;
        if (akt.release_id != x->data.release_id)
            return err_set(
                e, E_MASUKAN_BERUBAH,
                "Plugin %s sudah diganti sejak sumber data mengisi %s; petugasnya perlu mengisi lagi.",
                x->indikator->plugin, x->indikator->kode);
        st = db_exec(
            db, NULL, e,
            "INSERT INTO realisasi_nilai (realisasi_id, indikator_id, isian, nilai, release_id, sumber, asal)"
            " VALUES ($1, $2, $3, $4, $5, $6, 'sumber_data') ON CONFLICT (realisasi_id, indikator_id)"
            " DO UPDATE SET isian = $3, nilai = $4, release_id = $5, sumber = $6, asal = 'sumber_data',"
            " alasan = ''",
            "iitrit", r->id, x->indikator->id, x->data.isian, x->data.nilai, x->data.release_id,
            x->data.sumber);
    }
    return st;
}

#include "score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int month_of(const char *date)
{
    return (date[5] - '0') * 10 + date[6] - '1';
}

void period_find(sqlite3 *db, const char *kode, struct period *p)
{
    sqlite3_stmt *s =
        db_prepare(db, "SELECT id, kode, mulai, selesai FROM periode WHERE kode = ? AND status <> 'ditutup'");

    *p = (struct period){ 0 };
    bind_text(s, 1, kode);
    if (!db_row(s))
        die("no open period %s", kode);
    p->id = sqlite3_column_int64(s, 0);
    snprintf(p->kode, sizeof(p->kode), "%s", col_text(s, 1));
    snprintf(p->mulai, sizeof(p->mulai), "%s", col_text(s, 2));
    snprintf(p->selesai, sizeof(p->selesai), "%s", col_text(s, 3));
    sqlite3_finalize(s);
    p->year = atoi(p->mulai);
    p->first = month_of(p->mulai);
    p->months = month_of(p->selesai) - p->first + 1;
    s = db_prepare(db, "SELECT id, jenis, mulai FROM periode WHERE mulai >= ? AND selesai <= ? ORDER BY id");
    bind_text(s, 1, p->mulai);
    bind_text(s, 2, p->selesai);
    while (p->n < 32 && db_row(s)) {
        const char *jenis = col_text(s, 1);
        int month = month_of(col_text(s, 2));

        p->part[p->n].id = p->id_max = sqlite3_column_int64(s, 0);
        p->part[p->n++].slot = jenis[0] == 'b' ? month : jenis[1] == 'r' ? 12 + month / 3 : 16;
    }
    p->id_min = p->part[0].id;
    sqlite3_finalize(s);
}

struct reader {
    const struct period *period;
    sqlite3_stmt *head, *indikator, *realisasi;
};

struct reader *reader_open(sqlite3 *db, const struct period *p)
{
    struct reader *r = calloc(1, sizeof(*r));

    if (!r)
        die("out of memory");
    r->period = p;
    r->head = db_prepare(
        db,
        "SELECT v.skp_id, v.id, v.n, e.segmen, e.status, s.unit_id, s.mulai, s.selesai, p.nip, c.predikat,"
        " j.kepala = 1 OR EXISTS (SELECT 1 FROM penugasan t2 JOIN jabatan j2 ON j2.id = t2.jabatan_id"
        " WHERE t2.pegawai_id = s.pegawai_id AND t2.jenis IN ('tugas_tambahan', 'plt') AND j2.kepala = 1"
        " AND j2.unit_id = s.unit_id AND t2.mulai <= min(s.selesai, ?2)"
        " AND (t2.selesai IS NULL OR t2.selesai >= min(s.selesai, ?2)))"
        " FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
        " JOIN pegawai p ON p.id = s.pegawai_id JOIN penugasan t ON t.id = s.penugasan_id"
        " JOIN jabatan j ON j.id = t.jabatan_id"
        " LEFT JOIN capaian_organisasi c ON c.unit_id = s.unit_id AND c.periode_id = e.periode_id"
        " WHERE e.id = ?1");
    r->indikator =
        db_prepare(db, "SELECT i.id, h.no, i.no, h.jenis, i.arah, i.bawah, i.atas, i.per, i.konsolidasi,"
                       " i.target_maksimal, i.plugin, i.kode FROM rhk h JOIN indikator i ON i.rhk_id = h.id"
                       " WHERE h.skp_versi_id = ? ORDER BY h.no, i.no");
    r->realisasi = db_prepare(db, "SELECT r.periode_id, n.indikator_id, n.nilai, n.isian FROM realisasi r"
                                  " JOIN realisasi_nilai n ON n.realisasi_id = r.id WHERE r.skp_versi_id = ?"
                                  " AND r.periode_id BETWEEN ? AND ? AND r.status IN ('diajukan', 'diterima')"
                                  " AND n.nilai IS NOT NULL");
    return r;
}

/* A month is served if the plan holds on its 15th day. */
static int months_served(const struct period *p, const char *from, const char *to)
{
    int n = 0;
    char day[16];

    for (int m = p->first; m < p->first + p->months; m++) {
        snprintf(day, sizeof(day), "%04d-%02d-15", p->year % 10000, (m + 1) % 100);
        n += strcmp(from, day) <= 0 && strcmp(day, to) <= 0;
    }
    return n ? n : strcmp(from, p->selesai) <= 0 && strcmp(p->mulai, to) <= 0;
}

static void read_head(struct reader *r, int64_t id, struct sheet *x)
{
    sqlite3_stmt *s = r->head;

    sqlite3_bind_int64(s, 1, id);
    bind_text(s, 2, r->period->selesai);
    if (!db_row(s))
        die("no evaluation %lld", (long long)id);
    if (sqlite3_column_int(s, 2) != 1)
        die("the generated city has no revised plans");
    x->id = id;
    x->skp_id = sqlite3_column_int64(s, 0);
    x->versi_id = sqlite3_column_int64(s, 1);
    x->segmen = sqlite3_column_int(s, 3);
    x->skip = strcmp(col_text(s, 4), "tidak_dinilai") == 0;
    x->unit_id = sqlite3_column_int64(s, 5);
    x->months = months_served(r->period, col_text(s, 6), col_text(s, 7));
    snprintf(x->nip, sizeof(x->nip), "%s", col_text(s, 8));
    snprintf(x->capaian, sizeof(x->capaian), "%s", col_text(s, 9));
    x->head = sqlite3_column_int(s, 10) != 0;
    sqlite3_reset(s);
}

static void read_indikator(struct reader *r, struct sheet *x)
{
    sqlite3_stmt *s = r->indikator;

    sqlite3_bind_int64(s, 1, x->versi_id);
    for (x->n = 0; db_row(s); x->n++) {
        struct indikator *i = &x->indikator[x->n];
        const char *per = col_text(s, 7), *kind = col_text(s, 8);

        if (x->n == INDIKATOR_MAX)
            die("more than %d indicators", INDIKATOR_MAX);
        i->id = sqlite3_column_int64(s, 0);
        i->rhk = sqlite3_column_int(s, 1);
        i->no = sqlite3_column_int(s, 2);
        snprintf(i->jenis, sizeof(i->jenis), "%s", col_text(s, 3));
        snprintf(i->arah, sizeof(i->arah), "%s", col_text(s, 4));
        i->has_target = sqlite3_column_type(s, 5) != SQLITE_NULL;
        i->target = sqlite3_column_double(s, 5);
        i->has_upper = sqlite3_column_type(s, 6) != SQLITE_NULL;
        i->upper = sqlite3_column_double(s, 6);
        i->span = per[0] == 'b' ? 1 : per[1] == 'r' ? 3 : 12;
        i->kind = kind[0] == 'j'   ? JUMLAH
                  : kind[0] == 'r' ? RATA_RATA
                  : kind[0] == 'h' ? HITUNG_ULANG
                                   : TERAKHIR;
        i->maksimal = sqlite3_column_int(s, 9) != 0;
        snprintf(i->plugin, sizeof(i->plugin), "%s", col_text(s, 10));
        snprintf(i->kode, sizeof(i->kode), "%s", col_text(s, 11));
        i->there = 0;
    }
}

static int slot_of(const struct period *p, int64_t id)
{
    for (int i = 0; i < p->n; i++)
        if (p->part[i].id == id)
            return p->part[i].slot;
    return -1;
}

static void read_realisasi(struct reader *r, struct sheet *x)
{
    sqlite3_stmt *s = r->realisasi;
    int at = 0, slot = -1;
    int64_t period = 0;

    sqlite3_bind_int64(s, 1, x->versi_id);
    sqlite3_bind_int64(s, 2, r->period->id_min);
    sqlite3_bind_int64(s, 3, r->period->id_max);
    x->texts.len = 0;
    while (db_row(s)) {
        int64_t p = sqlite3_column_int64(s, 0), id = sqlite3_column_int64(s, 1);
        struct indikator *i;

        if (p != period)
            slot = slot_of(r->period, period = p);
        for (int tries = 0; tries < x->n && x->indikator[at].id != id; tries++)
            at = (at + 1) % x->n;
        i = &x->indikator[at];
        if (slot < 0 || x->n == 0 || i->id != id)
            continue;
        i->there |= 1u << slot;
        i->nilai[slot] = sqlite3_column_double(s, 2);
        if (i->kind == HITUNG_ULANG) {
            i->isian[slot] = x->texts.len;
            text_add(&x->texts, col_text(s, 3), (size_t)sqlite3_column_bytes(s, 3) + 1);
        }
    }
}

/* Consolidation -------------------------------------------------------------------------------------- */

static double six_decimals(double v)
{
    return fabs(v) < 9e9 ? copysign(floor(fabs(v) * 1e6 + 0.5) / 1e6, v) + 0.0 : v;
}

/* The months of each quarter if there are any, else the quarter; the year only where there is nothing else.
 */
static void find_parts(const struct period *p, struct indikator *i)
{
    i->nparts = 0;
    for (int q = p->first / 3; q * 3 < p->first + p->months; q++) {
        unsigned months = i->there >> (3 * q) & 7;

        for (int m = 0; m < 3; m++)
            if (months >> m & 1)
                i->parts[i->nparts++] = 3 * q + m;
        if (!months && i->there >> (12 + q) & 1)
            i->parts[i->nparts++] = 12 + q;
    }
    if (!i->nparts && i->there >> 16 & 1)
        i->parts[i->nparts++] = 16;
}

static double consolidated(const struct indikator *i)
{
    double sum = 0;
    int months = 0;

    if (i->nparts == 1 || i->kind == TERAKHIR)
        return i->nilai[i->parts[i->nparts - 1]] + 0.0;
    for (int k = 0; k < i->nparts; k++) {
        int w = i->kind != RATA_RATA || i->parts[k] < 12 ? 1 : i->parts[k] < 16 ? 3 : 12;

        sum += i->nilai[i->parts[k]] * w;
        months += w;
    }
    return six_decimals(i->kind == RATA_RATA ? sum / months : sum);
}

static double scaled(const struct indikator *i, double target, int months)
{
    return i->kind != JUMLAH || months == i->span ? target + 0.0 : six_decimals(target * months / i->span);
}

void sheet_read(struct reader *r, int64_t id, struct sheet *x)
{
    read_head(r, id, x);
    if (x->skip)
        return;
    read_indikator(r, x);
    read_realisasi(r, x);
    for (int k = 0; k < x->n; k++) {
        struct indikator *i = &x->indikator[k];

        i->target = i->has_target ? scaled(i, i->target, x->months) : 0;
        i->upper = i->has_upper ? scaled(i, i->upper, x->months) : 0;
        find_parts(r->period, i);
        i->recompute = i->kind == HITUNG_ULANG && i->nparts > 1;
        i->known = i->nparts > 0 && !i->recompute;
        i->realisasi = i->known ? consolidated(i) : 0;
    }
}

/* Inputs --------------------------------------------------------------------------------------------- */

/* Flat objects of numbers with sorted keys are all that the generated city holds. */
static void add_inputs(struct sum *s, const char *json)
{
    const char *p = json + 1;
    int at = 0;

    while (*p == '"') {
        const char *key = ++p;
        size_t n = strcspn(key, "\"");
        char *end;

        if (at == s->n) {
            if (at == MEMBER_MAX || n >= sizeof(s->member[0].key))
                die("inputs too large: %s", json);
            memcpy(s->member[at].key, key, n);
            s->member[at].key[n] = '\0';
            s->member[at].v = 0;
            s->n++;
        }
        if (strncmp(s->member[at].key, key, n) != 0 || s->member[at].key[n])
            die("inputs differ from month to month: %s", json);
        s->member[at++].v += strtod(key + n + 2, &end);
        p = end + (*end == ',');
    }
    if (*p != '}')
        die("not a flat object of numbers: %s", json);
}

void sheet_sum(const struct sheet *x, const struct indikator *i, struct sum *out)
{
    out->n = 0;
    for (int k = 0; k < i->nparts; k++)
        add_inputs(out, x->texts.p + i->isian[i->parts[k]]);
    for (int k = 0; k < out->n; k++)
        if (out->member[k].v != floor(out->member[k].v))
            out->member[k].v = six_decimals(out->member[k].v);
}

void sum_json(const struct sum *s, struct text *out)
{
    text_char(out, '{');
    for (int k = 0; k < s->n; k++) {
        text_key(out, s->member[k].key);
        text_number(out, s->member[k].v);
    }
    text_char(out, '}');
}

void sheet_json(const struct sheet *x, struct text *out)
{
    text_char(out, '{');
    if (x->capaian[0]) {
        text_key(out, "capaian_organisasi");
        text_quote(out, x->capaian);
    }
    text_key(out, "indikator");
    text_char(out, '[');
    for (int k = 0; k < x->n; k++) {
        const struct indikator *i = &x->indikator[k];

        text_str(out, k ? ",{\"arah\":" : "{\"arah\":");
        text_quote(out, i->arah);
        text_str(out, ",\"jenis\":");
        text_quote(out, i->jenis);
        if (i->known) {
            text_str(out, ",\"realisasi\":");
            text_number(out, i->realisasi);
        }
        text_str(out, ",\"rhk\":");
        text_int(out, i->rhk);
        text_str(out, ",\"target\":");
        if (i->has_target)
            text_number(out, i->target);
        else
            text_str(out, "null");
        if (i->has_upper) {
            text_str(out, ",\"target_atas\":");
            text_number(out, i->upper);
        }
        text_str(out, i->maksimal ? ",\"target_maksimal\":true}" : ",\"target_maksimal\":false}");
    }
    text_str(out, x->head ? "],\"kepala_unit\":true}" : "],\"kepala_unit\":false}");
}

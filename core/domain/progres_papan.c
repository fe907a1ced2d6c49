/* Days at a glance: a person's month, and the board of those whom somebody evaluates. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/progres.h"
#include "domain/view.h"

/* The four states of a day (DOMAIN.md 2.6): what is returned is a draft again. */
static const char *state_of(int64_t drafts, int64_t sent, int64_t approved)
{
    return drafts ? "draf" : sent ? "diajukan" : approved ? "disetujui" : "belum_mulai";
}

struct jumlah {
    int64_t draf, diajukan, disetujui, menit;
};

static void day_json(struct jw *w, const struct jumlah *j)
{
    jw_open(w, '{');
    jw_ktext(w, "status", state_of(j->draf, j->diajukan, j->disetujui));
    jw_kint(w, "entri", j->draf + j->diajukan + j->disetujui);
    jw_kint(w, "menit", j->menit);
    jw_close(w);
}

#define SUMS                                                                                                 \
    "coalesce(sum(CASE WHEN g.status IN ('draf', 'dikembalikan') THEN 1 ELSE 0 END), 0),"                    \
    " coalesce(sum(CASE WHEN g.status = 'diajukan' THEN 1 ELSE 0 END), 0),"                                  \
    " coalesce(sum(CASE WHEN g.status = 'disetujui' THEN 1 ELSE 0 END), 0), coalesce(sum(g.menit), 0)"

static void take(const struct rows *r, int col, struct jumlah *out)
{
    *out = (struct jumlah){ row_int(r, col), row_int(r, col + 1), row_int(r, col + 2), row_int(r, col + 3) };
}

/* Month ----------------------------------------------------------------------------------------------- */

static enum status sums_of(struct db *db, int64_t pegawai_id, const struct harikerja *days, size_t n,
                           struct jumlah *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT g.tanggal, " SUMS " FROM progres g WHERE g.pegawai_id = $1"
                             " AND g.tanggal BETWEEN $2 AND $3 GROUP BY g.tanggal",
                             "itt", pegawai_id, days[0].tanggal, days[n - 1].tanggal);

    while (st == ST_OK && rows_next(&r))
        for (size_t i = 0; i < n; i++)
            if (strcmp(days[i].tanggal, row_text(&r, 0)) == 0)
                take(&r, 1, &out[i]);
    return rows_end(&r, st, e);
}

/* The work is shown to whom a day's entry would be shown; the days themselves to whoever sees the person. */
static enum status sees_work(struct db *db, const struct who *who, const struct subject *s, bool *yes,
                             struct err *e)
{
    struct err no = ERR_NONE;
    enum status st = right_check(db, who, AKSI_PROGRES_LIHAT, s, &no);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    *e = no;
    return st;
}

static void totals_json(struct jw *w, const struct harikerja *days, size_t n, const struct jumlah *sums,
                        const char *today)
{
    int64_t due = 0, minutes = 0, working = 0, empty = 0;

    for (size_t i = 0; i < n; i++) {
        due += days[i].menit;
        working += days[i].menit > 0;
        minutes += sums ? sums[i].menit : 0;
        empty += sums && days[i].menit > 0 && strcmp(days[i].tanggal, today) <= 0 &&
                 sums[i].draf + sums[i].diajukan + sums[i].disetujui == 0;
    }
    jw_key(w, "jumlah");
    jw_open(w, '{');
    jw_kint(w, "hari_kerja", working);
    jw_kint(w, "menit_wajib", due);
    jw_key(w, "menit");
    if (sums)
        jw_int(w, minutes);
    else
        jw_null(w);
    jw_key(w, "belum_mulai");
    if (sums)
        jw_int(w, empty);
    else
        jw_null(w);
    jw_close(w);
}

enum status progres_bulan_json(struct db *db, const struct who *who, int64_t pegawai_id, const char *bulan,
                               struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    char from[DATE_TEXT], until[DATE_TEXT], duty[DATE_TEXT];
    struct jumlah sums[HARIKERJA_MAX] = { { 0 } };
    struct harikerja *days = NULL;
    struct subject s;
    int32_t first = 0;
    int y, m, d;
    size_t n = 0;
    bool work = false;
    enum status st;

    snprintf(from, sizeof(from), "%.7s-01", bulan);
    if (strlen(bulan) != 7 || !date_parse(from, &first)) {
        st = err_set(e, E_MASUKAN, "Bulan ditulis seperti 2026-11.");
        goto out;
    }
    date_civil(first, &y, &m, &d);
    date_format(first + date_days_in_month(y, m) - 1, until);
    if ((st = pegawai_subject(db, pegawai_id, who->hari, &s, e)) != ST_OK ||
        (st = sees_work(db, who, &s, &work, e)) != ST_OK ||
        (st = harikerja_dinas(db, pegawai_id, clock_now(), duty, e)) != ST_OK ||
        (st = harikerja_rentang(db, pegawai_id, from, until, a, &days, &n, e)) != ST_OK ||
        (work && (st = sums_of(db, pegawai_id, days, n, sums, e)) != ST_OK))
        goto out;
    jw_open(w, '{');
    if ((st = view_pegawai(db, w, "pegawai", pegawai_id, e)) != ST_OK)
        goto out;
    jw_ktext(w, "bulan", bulan);
    jw_ktext(w, "hari_dinas", duty);
    jw_key(w, "hari");
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        harikerja_json(&days[i], w);
        jw_key(w, "progres");
        if (work)
            day_json(w, &sums[i]);
        else
            jw_null(w);
        jw_close(w);
    }
    jw_close(w);
    totals_json(w, days, n, work ? sums : NULL, who->hari);
    jw_close(w);
out:
    arena_free(a);
    return st;
}

/* Board ----------------------------------------------------------------------------------------------- */

struct orang_papan {
    int64_t id;
    const char *nip, *nama;
    struct jumlah jumlah;
};

static enum status people(struct db *db, const struct who *who, const char *tanggal, int64_t sesudah,
                          int batas, struct arena *a, struct orang_papan *out, size_t *n, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT o.id, o.nip, o.nama, " SUMS " FROM pegawai o LEFT JOIN progres g"
                             " ON g.pegawai_id = o.id AND g.tanggal = $2"
                             " WHERE o.id > $3 AND o.id <> $1 AND o.id IN (SELECT s.pegawai_id FROM skp s"
                             " WHERE s.penilai_id = $1 AND s.mulai <= $2 AND s.selesai >= $2)"
                             " GROUP BY o.id, o.nip, o.nama ORDER BY o.id LIMIT $4",
                             "itii", who->pegawai_id, tanggal, sesudah, (int64_t)batas);

    *n = 0;
    while (st == ST_OK && *n < (size_t)batas && rows_next(&r)) {
        out[*n] =
            (struct orang_papan){ .id = row_int(&r, 0), .nip = row_dup(&r, 1, a), .nama = row_dup(&r, 2, a) };
        take(&r, 3, &out[(*n)++].jumlah);
    }
    return rows_end(&r, st, e);
}

enum status progres_papan_json(struct db *db, const struct who *who, const char *tanggal, int64_t sesudah,
                               int batas, struct jw *w, struct err *e)
{
    struct arena *a = arena_new();
    struct orang_papan *o = arena_array(a, struct orang_papan, batas + 1);
    char cursor[24];
    size_t n, shown;
    enum status st = people(db, who, tanggal, sesudah, batas + 1, a, o, &n, e);

    shown = n > (size_t)batas ? (size_t)batas : n;
    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    for (size_t i = 0; st == ST_OK && i < shown; i++) {
        struct harikerja h;

        if ((st = harikerja_satu(db, o[i].id, tanggal, a, &h, e)) != ST_OK)
            break;
        jw_open(w, '{');
        view_orang(w, "pegawai", o[i].id, o[i].nip, o[i].nama);
        jw_key(w, "hari");
        harikerja_json(&h, w);
        jw_key(w, "progres");
        day_json(w, &o[i].jumlah);
        jw_close(w);
        jw_close(w);
    }
    jw_close(w);
    snprintf(cursor, sizeof(cursor), "%lld", n > shown ? (long long)o[shown - 1].id : 0);
    jw_ktext(w, "berikut", n > shown ? cursor : NULL);
    jw_close(w);
    arena_free(a);
    return st;
}

/* Who has not worked a single day of a period is not evaluated in it: proposed when evaluations are prepared.
 * DOMAIN.md 2.5; the office may overrule it, and is not asked again. */
#include <stdio.h>
#include <string.h>

#include "domain/evaluasi_bagian.h"
#include "domain/harikerja.h"

/* An evaluation with an absence in its days. */
struct calon {
    int64_t id, pegawai_id;
    char mulai[DATE_TEXT], selesai[DATE_TEXT]; /* the days of the plan within the period */
    char absen_mulai[DATE_TEXT], absen_selesai[DATE_TEXT];
    char nama[80];
    int absen; /* days of absence among them, of all its rows */
};

static int days(const char *from, const char *until)
{
    int32_t a = 0, b = 0;

    return date_parse(from, &a) && date_parse(until, &b) && b >= a ? (int)(b - a) + 1 : 0;
}

static const char *later(const char *a, const char *b)
{
    return strcmp(a, b) > 0 ? a : b;
}

static const char *earlier(const char *a, const char *b)
{
    return strcmp(a, b) < 0 ? a : b;
}

/* All that are still to be rated and have an absence without work; one row an evaluation. */
static enum status candidates(struct db *db, int64_t periode_id, struct buf *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT v.id, s.pegawai_id, CASE WHEN s.mulai > p.mulai THEN s.mulai ELSE p.mulai END,"
        " CASE WHEN s.selesai < p.selesai THEN s.selesai ELSE p.selesai END, a.mulai, a.selesai, j.nama"
        " FROM evaluasi v JOIN periode p ON p.id = v.periode_id JOIN skp_versi y ON y.id = v.skp_versi_id"
        " JOIN skp s ON s.id = y.skp_id JOIN ketidakhadiran a ON a.pegawai_id = s.pegawai_id"
        " AND a.mulai <= p.selesai AND a.selesai >= p.mulai AND a.mulai <= s.selesai AND a.selesai >= s.mulai"
        " JOIN jenis_ketidakhadiran j ON j.kode = a.jenis AND j.bekerja = 0"
        " WHERE v.periode_id = $1 AND v.status = 'belum' AND v.tetap_dinilai = 0 ORDER BY v.id, a.mulai",
        "i", periode_id);

    while (st == ST_OK && rows_next(&r)) {
        size_t n = out->len / sizeof(struct calon);
        struct calon *last = n ? (struct calon *)(void *)out->p + (n - 1) : NULL;
        struct calon c = { .id = row_int(&r, 0), .pegawai_id = row_int(&r, 1) };

        snprintf(c.mulai, sizeof(c.mulai), "%s", row_text(&r, 2));
        snprintf(c.selesai, sizeof(c.selesai), "%s", row_text(&r, 3));
        snprintf(c.absen_mulai, sizeof(c.absen_mulai), "%s", row_text(&r, 4));
        snprintf(c.absen_selesai, sizeof(c.absen_selesai), "%s", row_text(&r, 5));
        snprintf(c.nama, sizeof(c.nama), "%s", row_text(&r, 6));
        c.absen = days(later(c.mulai, c.absen_mulai), earlier(c.selesai, c.absen_selesai));
        if (last && last->id == c.id)
            last->absen += c.absen;
        else
            buf_add(out, &c, sizeof(c));
    }
    return rows_end(&r, st, e);
}

/* No day of work, and at least one that would have been. Without a calendar every day would have been one. */
static enum status not_worked(struct db *db, const struct calon *c, bool *yes, struct err *e)
{
    struct arena *a = arena_new();
    int32_t from = 0, until = 0;
    int worked = 0, excused = 0, unknown = 0;
    enum status st = ST_OK;

    *yes = false;
    (void)(date_parse(c->mulai, &from) && date_parse(c->selesai, &until));
    for (int32_t d = from; st == ST_OK && !worked && d <= until; d += HARIKERJA_MAX) {
        int32_t last = d + HARIKERJA_MAX - 1 < until ? d + HARIKERJA_MAX - 1 : until;
        char one[DATE_TEXT], two[DATE_TEXT];
        struct harikerja *h;
        size_t n = 0;

        date_format(d, one);
        date_format(last, two);
        st = harikerja_rentang(db, c->pegawai_id, one, two, a, &h, &n, e);
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            enum hari_jenis j = h[i].jenis;

            excused += j == HARI_CUTI || j == HARI_SAKIT;
            unknown += j == HARI_TANPA_KALENDER;
            worked += j == HARI_KERJA || j == HARI_SHIFT || j == HARI_DINAS_LUAR || j == HARI_TUGAS_BELAJAR;
        }
    }
    if (unknown)
        *yes = !worked && c->absen >= days(c->mulai, c->selesai);
    else
        *yes = !worked && excused > 0;
    arena_free(a);
    return st;
}

enum status evaluasi_usulkan_lewati(struct db *db, const struct who *who, int64_t periode_id, int64_t *n,
                                    struct err *e)
{
    struct buf list = BUF_NONE;
    const struct calon *c;
    struct who sys = *who;
    enum status st = candidates(db, periode_id, &list, e);

    *n = 0;
    sys.nperan = 1;
    sys.peran[0].peran = PERAN_SISTEM;
    sys.peran[0].unit_id = 0;
    sys.pegawai_id = 0;
    c = (const struct calon *)(const void *)list.p;
    for (size_t i = 0; st == ST_OK && i < list.len / sizeof(*c); i++) {
        char why[160];
        struct flow_object o = { .id = c[i].id, .state = EVALUASI_BELUM, .catatan = why };
        bool yes = false;

        /* A few days of leave never fill a period. */
        if (2 * c[i].absen < days(c[i].mulai, c[i].selesai))
            continue;
        st = not_worked(db, &c[i], &yes, e);
        snprintf(why, sizeof(why), "Tidak ada hari kerja dalam periode ini: %s", c[i].nama);
        if (st == ST_OK && yes) {
            st = flow_apply(db, &evaluasi_machine, &o, "lewati", &sys, NULL, e);
            ++*n;
        }
    }
    buf_free(&list);
    return st;
}

/* Order ---------------------------------------------------------------------------------------------------
 */

enum status evaluasi_mendahului(struct db *db, const struct evaluasi *v, struct arena *a, const char ***kode,
                                size_t *n, struct err *e)
{
    enum { MOST = 17 };
    struct rows r;
    char year[DATE_TEXT];
    enum status st;

    *n = 0;
    *kode = arena_array(a, const char *, MOST);
    snprintf(year, sizeof(year), "%.4s-01-01", v->periode.mulai);
    st = db_rows(db, &r, e,
                 "SELECT DISTINCT p.kode, p.mulai FROM evaluasi x JOIN periode p ON p.id = x.periode_id"
                 " JOIN skp_versi y ON y.id = x.skp_versi_id JOIN skp s ON s.id = y.skp_id"
                 " WHERE s.pegawai_id = $1 AND x.status IN ('belum', 'dinilai') AND p.mulai >= $2"
                 " AND CASE $3 WHEN 'tahunan' THEN p.jenis <> 'tahunan' AND p.selesai <= $5"
                 " ELSE p.jenis = $3 AND p.selesai < $4 END ORDER BY p.mulai, p.kode",
                 "itttt", v->pegawai_id, year, periode_jenis_kode(v->periode.jenis), v->periode.mulai,
                 v->periode.selesai);
    while (st == ST_OK && *n < MOST && rows_next(&r))
        (*kode)[(*n)++] = row_dup(&r, 0, a);
    return rows_end(&r, st, e);
}

enum status evaluasi_urutan(struct db *db, const struct evaluasi *v, const char *catatan, struct arena *a,
                            struct err *e)
{
    const char **kode;
    size_t n;
    enum status st;

    /* A year has gaps for good reasons: there it is said, and nobody is locked out. */
    if (v->periode.jenis == PERIODE_TAHUNAN || (catatan && catatan[strspn(catatan, " \t\r\n")]))
        return ST_OK;
    if ((st = evaluasi_mendahului(db, v, a, &kode, &n, e)) != ST_OK || !n)
        return st;
    err_fault(e, "/catatan", "Wajib diisi: evaluasi %s belum ditetapkan.", kode[0]);
    return err_set(e, E_EVALUASI_URUTAN,
                   "Evaluasi %s belum ditetapkan. Tulis dalam catatan mengapa %s mendahuluinya.", kode[0],
                   v->periode.kode);
}

/* What each day is for a person: harikerja.h. Writing the rows: harikerja_tulis.c. */
#include "domain/harikerja.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

enum { DAY = 1440, BASES_MAX = 16, CALENDARS_MAX = 256 };

const char *hari_jenis_kode(enum hari_jenis j)
{
    static const char *const kode[HARI_JENIS] = {
        "kerja",         "libur", "cuti",  "sakit",          "dinas_luar",
        "tugas_belajar", "shift", "lepas", "tanpa_kalender", "di_luar",
    };

    return kode[j];
}

static bool hari_jenis_parse(const char *kode, enum hari_jenis *out)
{
    for (int i = 0; i < HARI_JENIS; i++)
        if (strcmp(hari_jenis_kode((enum hari_jenis)i), kode) == 0) {
            *out = (enum hari_jenis)i;
            return true;
        }
    return false;
}

int jam_baca(const char *text)
{
    int h, m;

    if (strlen(text) != 5 || text[2] != ':')
        return -1;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (text[i] < '0' || text[i] > '9'))
            return -1;
    h = (text[0] - '0') * 10 + text[1] - '0';
    m = (text[3] - '0') * 10 + text[4] - '0';
    return h < 24 && m < 60 ? h * 60 + m : -1;
}

void jam_tulis(int menit, char out[6])
{
    unsigned m = (unsigned)menit % DAY;

    snprintf(out, 6, "%02u:%02u", m / 60, m % 60);
}

/* Minutes from `masuk` to `pulang`, over midnight where it is not later. */
static int span(int masuk, int *pulang)
{
    if (*pulang <= masuk)
        *pulang += DAY;
    return *pulang - masuk;
}

static int due(int masuk, int *pulang, int istirahat)
{
    int n = span(masuk, pulang) - istirahat;

    return n > 0 ? n : 0;
}

/* The unit's side ------------------------------------------------------------------------------------- */

/* Calendars and holidays of a line of units, in the order of nearness. */
struct garis {
    int64_t unit_id;
    char hari[DATE_TEXT]; /* the line of units was read for this day */
    struct unit_ids atas;
    size_t n;
    struct garis_kalender {
        int dekat; /* index in `atas` */
        int64_t id;
        bool khusus;
        int hari_kerja;
        char mulai[DATE_TEXT], selesai[DATE_TEXT]; /* "" open */
        const char *nama;
        struct {
            bool ada;
            int masuk, pulang, menit;
        } jam[8]; /* 1: Monday */
    } * kalender;
    size_t nlibur;
    struct garis_libur {
        int dekat;
        char tanggal[DATE_TEXT];
        bool masuk;
        const char *nama;
    } * libur;
};

static int near(const struct unit_ids *atas, int64_t unit_id)
{
    for (size_t i = 0; i < atas->n; i++)
        if (atas->id[i] == unit_id)
            return (int)i;
    return -1;
}

static void ids(const struct unit_ids *u, struct buf *sql)
{
    for (size_t i = 0; i < u->n; i++)
        buf_printf(sql, "%s%lld", i ? "," : "", (long long)u->id[i]);
}

static enum status load_calendars(struct db *db, struct garis *g, const char *mulai, const char *selesai,
                                  struct arena *a, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql,
            "SELECT k.id, k.unit_id, k.jenis, k.hari_kerja, k.mulai, k.selesai, k.nama, j.hari, j.masuk,"
            " j.pulang, j.istirahat FROM kalender k LEFT JOIN kalender_jam j ON j.kalender_id = k.id"
            " WHERE k.mulai <= $2 AND (k.selesai IS NULL OR k.selesai >= $1) AND k.unit_id IN (");
    ids(&g->atas, &sql);
    buf_str(&sql, ") ORDER BY k.id, j.hari");
    g->kalender = arena_array(a, struct garis_kalender, CALENDARS_MAX);
    st = db_rows(db, &r, e, sql.p, "tt", mulai, selesai);
    while (st == ST_OK && rows_next(&r)) {
        struct garis_kalender *k = g->n ? &g->kalender[g->n - 1] : NULL;

        if (!k || k->id != row_int(&r, 0)) {
            if (g->n == CALENDARS_MAX)
                break;
            k = &g->kalender[g->n++];
            k->id = row_int(&r, 0);
            k->dekat = near(&g->atas, row_int(&r, 1));
            k->khusus = row_text(&r, 2)[0] == 'k';
            k->hari_kerja = (int)row_int(&r, 3);
            snprintf(k->mulai, sizeof(k->mulai), "%s", row_text(&r, 4));
            snprintf(k->selesai, sizeof(k->selesai), "%s", row_null(&r, 5) ? "" : row_text(&r, 5));
            k->nama = row_dup(&r, 6, a);
        }
        if (!row_null(&r, 7)) {
            int64_t d = row_int(&r, 7);

            k->jam[d].ada = true;
            k->jam[d].masuk = jam_baca(row_text(&r, 8));
            k->jam[d].pulang = jam_baca(row_text(&r, 9));
            k->jam[d].menit = due(k->jam[d].masuk, &k->jam[d].pulang, (int)row_int(&r, 10));
        }
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

static enum status load_holidays(struct db *db, struct garis *g, const char *mulai, const char *selesai,
                                 struct arena *a, struct err *e)
{
    enum { MAX = HARIKERJA_MAX * 32 }; /* a line of units is at most 32 long */
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql, "SELECT unit_id, tanggal, jenis, nama FROM hari_libur WHERE tanggal BETWEEN $1 AND $2"
                  " AND unit_id IN (");
    ids(&g->atas, &sql);
    buf_char(&sql, ')');
    g->libur = arena_array(a, struct garis_libur, MAX);
    st = db_rows(db, &r, e, sql.p, "tt", mulai, selesai);
    while (st == ST_OK && g->nlibur < MAX && rows_next(&r)) {
        struct garis_libur *l = &g->libur[g->nlibur++];

        l->dekat = near(&g->atas, row_int(&r, 0));
        snprintf(l->tanggal, sizeof(l->tanggal), "%s", row_text(&r, 1));
        l->masuk = strcmp(row_text(&r, 2), "masuk") == 0;
        l->nama = row_dup(&r, 3, a);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

static enum status load_line(struct db *db, int64_t unit_id, const char *hari, const char *mulai,
                             const char *selesai, struct arena *a, struct garis *g, struct err *e)
{
    enum status st;

    *g = (struct garis){ .unit_id = unit_id };
    snprintf(g->hari, sizeof(g->hari), "%s", hari);
    if ((st = unit_ancestors(db, unit_id, hari, a, &g->atas, e)) != ST_OK ||
        (st = load_calendars(db, g, mulai, selesai, a, e)) != ST_OK)
        return st;
    return load_holidays(db, g, mulai, selesai, a, e);
}

/* The nearest calendar of that kind on that day; among two of one unit the one that begins later. */
static const struct garis_kalender *calendar(const struct garis *g, const char *hari, bool khusus,
                                             int hari_kerja)
{
    const struct garis_kalender *best = NULL;

    for (size_t i = 0; i < g->n; i++) {
        const struct garis_kalender *k = &g->kalender[i];

        if (k->khusus != khusus || (hari_kerja && k->hari_kerja != hari_kerja) ||
            strcmp(k->mulai, hari) > 0 || (k->selesai[0] && strcmp(k->selesai, hari) < 0))
            continue;
        if (!best || k->dekat < best->dekat || (k->dekat == best->dekat && strcmp(k->mulai, best->mulai) > 0))
            best = k;
    }
    return best;
}

static const struct garis_libur *holiday(const struct garis *g, const char *hari)
{
    const struct garis_libur *best = NULL;

    for (size_t i = 0; i < g->nlibur; i++)
        if (strcmp(g->libur[i].tanggal, hari) == 0 && (!best || g->libur[i].dekat < best->dekat))
            best = &g->libur[i];
    return best && !best->masuk ? best : NULL;
}

/* 1: Monday … 7: Sunday. */
static int weekday(const char *hari)
{
    int32_t day = 0;
    int d;

    (void)date_parse(hari, &day);
    d = date_weekday(day);
    return d ? d : 7;
}

static void by_calendar(const struct garis *g, struct harikerja *h)
{
    const struct garis_kalender *k = calendar(g, h->tanggal, false, 0), *other;
    const struct garis_libur *l = holiday(g, h->tanggal);
    int d = weekday(h->tanggal);

    if (l || !k) {
        h->jenis = l ? HARI_LIBUR : HARI_TANPA_KALENDER;
        h->keterangan = l ? l->nama : "";
        return;
    }
    if ((other = calendar(g, h->tanggal, true, k->hari_kerja)) != NULL)
        k = other;
    h->keterangan = k->nama;
    if (!k->jam[d].ada) {
        h->jenis = HARI_LIBUR;
        return;
    }
    h->jenis = HARI_KERJA;
    h->menit = k->jam[d].menit;
    h->masuk = k->jam[d].masuk;
    h->pulang = k->jam[d].pulang;
}

/* The person's side ----------------------------------------------------------------------------------- */

/* What is known of one person in a span. */
struct orang {
    char aktif_mulai[DATE_TEXT], aktif_selesai[DATE_TEXT];
    struct arena *a;
    bool pohon_tetap; /* the tree of units does not change within the span */
    size_t ntugas, nabsen;
    struct {
        int64_t unit_id;
        char mulai[DATE_TEXT], selesai[DATE_TEXT];
    } tugas[BASES_MAX];
    struct {
        enum hari_jenis hari;
        const char *nama;
        char mulai[DATE_TEXT], selesai[DATE_TEXT];
    } absen[HARIKERJA_MAX];
};

static enum status load_person(struct db *db, int64_t id, const char *mulai, const char *selesai,
                               struct orang *o, struct err *e)
{
    struct rows r;
    bool found;
    int64_t moves = 0;
    enum status st =
        db_rows(db, &r, e, "SELECT aktif_mulai, aktif_selesai FROM pegawai WHERE id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found) {
        snprintf(o->aktif_mulai, sizeof(o->aktif_mulai), "%s", row_text(&r, 0));
        snprintf(o->aktif_selesai, sizeof(o->aktif_selesai), "%s",
                 row_null(&r, 1) ? "9999-12-31" : row_text(&r, 1));
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_PEGAWAI_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st =
            db_rows(db, &r, e,
                    "SELECT j.unit_id, t.mulai, coalesce(t.selesai, '9999-12-31') FROM penugasan t"
                    " JOIN jabatan j ON j.id = t.jabatan_id WHERE t.pegawai_id = $1 AND t.jenis = 'definitif'"
                    " AND t.mulai <= $3 AND (t.selesai IS NULL OR t.selesai >= $2) ORDER BY t.mulai",
                    "itt", id, mulai, selesai);
    while (st == ST_OK && o->ntugas < BASES_MAX && rows_next(&r)) {
        o->tugas[o->ntugas].unit_id = row_int(&r, 0);
        snprintf(o->tugas[o->ntugas].mulai, DATE_TEXT, "%s", row_text(&r, 1));
        snprintf(o->tugas[o->ntugas++].selesai, DATE_TEXT, "%s", row_text(&r, 2));
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK)
        st = db_int(
            db, &moves, e,
            "SELECT count(*) FROM unit_induk WHERE mulai BETWEEN $1 AND $2 OR selesai BETWEEN $1 AND $2",
            "tt", mulai, selesai);
    o->pohon_tetap = moves == 0;
    return st;
}

static enum status load_absence(struct db *db, int64_t id, const char *mulai, const char *selesai,
                                struct orang *o, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT j.hari, j.nama, k.mulai, k.selesai FROM ketidakhadiran k"
                             " JOIN jenis_ketidakhadiran j ON j.kode = k.jenis"
                             " WHERE k.pegawai_id = $1 AND k.mulai <= $3 AND k.selesai >= $2 ORDER BY k.id",
                             "itt", id, mulai, selesai);

    while (st == ST_OK && o->nabsen < HARIKERJA_MAX && rows_next(&r)) {
        hari_jenis_parse(row_text(&r, 0), &o->absen[o->nabsen].hari);
        o->absen[o->nabsen].nama = row_dup(&r, 1, o->a);
        snprintf(o->absen[o->nabsen].mulai, DATE_TEXT, "%s", row_text(&r, 2));
        snprintf(o->absen[o->nabsen++].selesai, DATE_TEXT, "%s", row_text(&r, 3));
    }
    return rows_end(&r, st, e);
}

static int64_t unit_on(const struct orang *o, const char *hari)
{
    if (strcmp(hari, o->aktif_mulai) < 0 || strcmp(hari, o->aktif_selesai) > 0)
        return 0;
    for (size_t i = 0; i < o->ntugas; i++)
        if (strcmp(o->tugas[i].mulai, hari) <= 0 && strcmp(o->tugas[i].selesai, hari) >= 0)
            return o->tugas[i].unit_id;
    return 0;
}

/* Rows of the roster into the days; a month that has any makes the rest of its days free. Months are read
 * whole, for a span may begin within one. */
static enum status by_roster(struct db *db, int64_t id, struct harikerja *days, size_t n, struct arena *a,
                             struct err *e)
{
    char from[DATE_TEXT], until[DATE_TEXT], months[4][8] = { "" };
    size_t nmonths = 0;
    struct rows r;
    enum status st;

    snprintf(from, sizeof(from), "%.8s01", days[0].tanggal);
    snprintf(until, sizeof(until), "%.8s31", days[n - 1].tanggal);
    st = db_rows(db, &r, e,
                 "SELECT tanggal, kode, masuk, pulang, istirahat FROM roster WHERE pegawai_id = $1"
                 " AND tanggal BETWEEN $2 AND $3 ORDER BY tanggal, masuk",
                 "itt", id, from, until);
    while (st == ST_OK && rows_next(&r)) {
        const char *date = row_text(&r, 0), *kode = row_text(&r, 1);
        int masuk = row_null(&r, 2) ? -1 : jam_baca(row_text(&r, 2));
        int pulang = row_null(&r, 3) ? -1 : jam_baca(row_text(&r, 3));

        if (nmonths < COUNT(months) && (!nmonths || strncmp(months[nmonths - 1], date, 7) != 0))
            snprintf(months[nmonths++], 8, "%.7s", date);
        for (size_t i = 0; i < n; i++) {
            struct harikerja *h = &days[i];

            if (strcmp(h->tanggal, date) != 0)
                continue;
            if (masuk < 0) {
                h->jenis = h->jenis == HARI_SHIFT ? HARI_SHIFT : HARI_LEPAS;
                h->keterangan = h->keterangan ? h->keterangan : arena_strdup(a, kode);
                continue;
            }
            h->keterangan = h->jenis == HARI_SHIFT ? arena_printf(a, "%s, %s", h->keterangan, kode)
                                                   : arena_strdup(a, kode);
            h->jenis = HARI_SHIFT;
            h->menit += due(masuk, &pulang, (int)row_int(&r, 4));
            h->masuk = h->masuk < 0 ? masuk : h->masuk;
            h->pulang = pulang > h->pulang ? pulang : h->pulang;
        }
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < nmonths; m++)
            if (strncmp(days[i].tanggal, months[m], 7) == 0 && days[i].jenis != HARI_SHIFT) {
                days[i].jenis = HARI_LEPAS;
                days[i].keterangan = days[i].keterangan ? days[i].keterangan : "";
            }
    return st;
}

static void excuse(const struct orang *o, struct harikerja *h)
{
    if (!h->menit)
        return;
    for (size_t i = 0; i < o->nabsen; i++)
        if (strcmp(o->absen[i].mulai, h->tanggal) <= 0 && strcmp(o->absen[i].selesai, h->tanggal) >= 0) {
            h->jenis = o->absen[i].hari;
            h->keterangan = o->absen[i].nama;
            h->menit = 0;
            return;
        }
}

static enum status fill(struct db *db, struct orang *o, struct harikerja *days, size_t n, struct err *e)
{
    struct garis g = { 0 };
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct harikerja *h = &days[i];

        h->unit_id = unit_on(o, h->tanggal);
        if (!h->unit_id) {
            h->jenis = HARI_DI_LUAR;
            h->menit = 0;
            h->keterangan = "";
            continue;
        }
        if (h->jenis == HARI_JENIS) {
            if (g.unit_id != h->unit_id || (!o->pohon_tetap && strcmp(g.hari, h->tanggal) != 0))
                st = load_line(db, h->unit_id, h->tanggal, h->tanggal, days[n - 1].tanggal, o->a, &g, e);
            if (st == ST_OK)
                by_calendar(&g, h);
        }
        excuse(o, h);
    }
    return st;
}

enum status harikerja_rentang(struct db *db, int64_t pegawai_id, const char *mulai, const char *selesai,
                              struct arena *a, struct harikerja **out, size_t *n, struct err *e)
{
    struct orang *o = arena_new_of(a, struct orang);
    int32_t from = 0, until = 0;
    enum status st;

    *n = 0;
    if (!date_parse(mulai, &from) || !date_parse(selesai, &until) || until < from ||
        until - from >= HARIKERJA_MAX)
        return err_set(e, E_MASUKAN, "Rentang hari tidak benar, atau lebih dari %d hari.", HARIKERJA_MAX);
    *n = (size_t)(until - from + 1);
    *out = arena_array(a, struct harikerja, *n);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] = (struct harikerja){ .jenis = HARI_JENIS, .masuk = -1, .pulang = -1 };
        date_format(from + (int32_t)i, (*out)[i].tanggal);
    }
    o->a = a;
    if ((st = load_person(db, pegawai_id, mulai, selesai, o, e)) != ST_OK ||
        (st = load_absence(db, pegawai_id, mulai, selesai, o, e)) != ST_OK ||
        (st = by_roster(db, pegawai_id, *out, *n, a, e)) != ST_OK)
        return st;
    return fill(db, o, *out, *n, e);
}

enum status harikerja_satu(struct db *db, int64_t pegawai_id, const char *tanggal, struct arena *a,
                           struct harikerja *out, struct err *e)
{
    struct harikerja *day;
    size_t n;
    enum status st = harikerja_rentang(db, pegawai_id, tanggal, tanggal, a, &day, &n, e);

    if (st == ST_OK)
        *out = day[0];
    return st;
}

enum status harikerja_dinas(struct db *db, int64_t pegawai_id, int64_t us, char out[DATE_TEXT], struct err *e)
{
    struct arena *a = arena_new();
    char today[DATE_TEXT], before[DATE_TEXT];
    struct harikerja h;
    enum status st;

    time_date(us, today);
    tanggal_geser(today, -1, before);
    st = harikerja_satu(db, pegawai_id, before, a, &h, e);
    if (st == ST_OK)
        snprintf(out, DATE_TEXT, "%s",
                 h.jenis == HARI_SHIFT && h.pulang > DAY && time_minute(us) < h.pulang - DAY ? before
                                                                                             : today);
    arena_free(a);
    return st;
}

void harikerja_akhir(const struct harikerja *h, char out[DATE_TEXT])
{
    tanggal_geser(h->tanggal, h->pulang > DAY ? 1 : 0, out);
}

static void clock_json(struct jw *w, const char *key, int minute)
{
    char text[6];

    jam_tulis(minute < 0 ? 0 : minute, text);
    jw_ktext(w, key, minute < 0 ? NULL : text);
}

void harikerja_json(const struct harikerja *h, struct jw *w)
{
    jw_open(w, '{');
    jw_ktext(w, "tanggal", h->tanggal);
    jw_ktext(w, "jenis", hari_jenis_kode(h->jenis));
    jw_kint(w, "menit_wajib", h->menit);
    clock_json(w, "masuk", h->masuk);
    clock_json(w, "pulang", h->pulang);
    jw_kbool(w, "sampai_esok", h->pulang > DAY);
    jw_ktext(w, "keterangan", h->keterangan ? h->keterangan : "");
}

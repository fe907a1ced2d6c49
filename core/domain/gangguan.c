#include "domain/gangguan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aturan.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"

#define MINUTE ((int64_t)60 * 1000000)
#define HOUR (60 * MINUTE)
enum { SEKALI = 200, HARI_MAKS = 8 };

struct rentang {
    int64_t dari, sampai;
};
struct ukuran { /* the rules that hold on a day */
    bool perpanjang;
    int64_t minimum, sebelum, maksimum;
};

/* The moment at which a day ends. The zone has no summer time, so its distance from UTC is that of now. */
static int64_t end_of(const char *hari)
{
    char next[DATE_TEXT], text[TIME_TEXT];
    int64_t us = 0;

    tanggal_geser(hari, 1, next);
    snprintf(text, sizeof(text), "%sT00:00:00.000Z", next);
    (void)time_parse(text, &us);
    /* Midnight in the zone comes before midnight UTC by as many minutes as the zone then shows. */
    return us - time_minute(us) * MINUTE;
}

static enum status rules(struct db *db, const char *hari, struct ukuran *u, struct err *e)
{
    static const char *const kode[] = { "gangguan.perpanjang", "gangguan.menit_minimum",
                                        "gangguan.jam_sebelum", "gangguan.jam_maksimum" };
    int64_t n[4] = { 0 };
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT(kode) && st == ST_OK; i++)
        st = aturan_nilai(db, kode[i], hari, &n[i], e);
    *u = (struct ukuran){ n[0] != 0, n[1] * MINUTE, n[2] * HOUR, n[3] * HOUR };
    if (st != ST_OK && e->code == E_ATURAN_TIDAK_ADA) { /* a day before the first rule */
        err_clear(e);
        st = ST_OK;
    }
    return st;
}

/* Outages that end after `since`, by their beginning; those that overlap count once. */
static enum status read_outages(struct db *db, int64_t since, struct rentang list[SEKALI], size_t *n,
                                struct err *e)
{
    char from[TIME_TEXT];
    struct rows r;
    enum status st;

    time_format(since, from);
    *n = 0;
    st = db_rows(db, &r, e, "SELECT dari, sampai FROM gangguan WHERE sampai > $1 ORDER BY dari LIMIT $2",
                 "ti", from, (int64_t)SEKALI);
    while (st == ST_OK && rows_next(&r)) {
        struct rentang x = { 0, 0 };

        (void)time_parse(row_text(&r, 0), &x.dari);
        (void)time_parse(row_text(&r, 1), &x.sampai);
        if (*n && x.dari <= list[*n - 1].sampai)
            list[*n - 1].sampai = x.sampai > list[*n - 1].sampai ? x.sampai : list[*n - 1].sampai;
        else
            list[(*n)++] = x;
    }
    return rows_end(&r, st, e);
}

/* What an outage takes from the hours before `end` is given back behind it, also what it takes from that. */
static int64_t won(const struct ukuran *u, const struct rentang *list, size_t n, int64_t end)
{
    int64_t window = end - u->sebelum, moved = end;

    if (!u->perpanjang)
        return 0;
    for (size_t i = 0; i < n; i++) {
        int64_t from = list[i].dari > window ? list[i].dari : window;

        if (list[i].sampai - list[i].dari >= u->minimum && list[i].sampai > window && list[i].dari < moved)
            moved += list[i].sampai - from;
    }
    return moved - end > u->maksimum ? u->maksimum : moved - end;
}

enum status gangguan_perpanjangan(struct db *db, const char *hari, int64_t *us, struct err *e)
{
    struct rentang list[SEKALI];
    int64_t end = end_of(hari);
    struct ukuran u = { .perpanjang = false };
    size_t n = 0;
    enum status st = rules(db, hari, &u, e);

    *us = 0;
    if (st == ST_OK && u.perpanjang)
        st = read_outages(db, end - u.sebelum, list, &n, e);
    if (st == ST_OK)
        *us = won(&u, list, n, end);
    return st;
}

enum status gangguan_hari(struct db *db, const char *hari, char out[DATE_TEXT], struct err *e)
{
    char today[DATE_TEXT], day[DATE_TEXT];
    struct rentang list[SEKALI];
    int64_t now = clock_now();
    struct ukuran u = { .perpanjang = false };
    size_t n = 0;
    enum status st;

    clock_today(today);
    snprintf(out, DATE_TEXT, "%s", hari);
    if (strcmp(today, hari) != 0 || (st = rules(db, hari, &u, e)) != ST_OK)
        return strcmp(today, hari) != 0 ? ST_OK : st;
    tanggal_geser(hari, -HARI_MAKS, day);
    if (!u.perpanjang || (st = read_outages(db, end_of(day) - u.sebelum, list, &n, e)) != ST_OK || n == 0)
        return u.perpanjang ? st : ST_OK;
    for (int k = HARI_MAKS; k >= 1; k--) {
        tanggal_geser(hari, -k, day);
        if (end_of(day) + won(&u, list, n, end_of(day)) > now) {
            memcpy(out, day, DATE_TEXT);
            break;
        }
    }
    return ST_OK;
}

enum status gangguan_kalimat(struct db *db, const char *hari, char *out, size_t size, struct err *e)
{
    int64_t us = 0, end;
    char until[DATE_TEXT], day[TANGGAL_TEXT];
    enum status st = gangguan_perpanjangan(db, hari, &us, e);

    out[0] = '\0';
    if (st != ST_OK || us == 0)
        return st;
    end = end_of(hari) + us;
    time_date(end, until);
    snprintf(out, size, "diperpanjang %lld menit karena gangguan layanan, sampai %s pukul %02d.%02d",
             (long long)(us / MINUTE), tanggal_tulis(until, day), time_minute(end) / 60,
             time_minute(end) % 60);
    return ST_OK;
}

/* Record --------------------------------------------------------------------------------------------------
 */

/* The days that go on because of this outage, for the audit: from the day before it began to the day after
 * it ended. */
static enum status prolonged(struct db *db, const struct gangguan_catat *in, struct jw *w, struct err *e)
{
    char day[DATE_TEXT], last[DATE_TEXT];
    enum status st = ST_OK;

    time_date(in->dari, day);
    tanggal_geser(day, -1, day);
    time_date(in->sampai, last);
    tanggal_geser(last, 1, last);
    jw_key(w, "perpanjangan");
    jw_open(w, '[');
    for (int i = 0; i < 2 * HARI_MAKS && strcmp(day, last) <= 0 && st == ST_OK; i++) {
        int64_t us = 0;

        st = gangguan_perpanjangan(db, day, &us, e);
        if (st == ST_OK && us > 0) {
            jw_open(w, '{');
            jw_ktext(w, "hari", day);
            jw_kint(w, "menit", us / MINUTE);
            jw_close(w);
        }
        tanggal_geser(day, 1, day);
    }
    jw_close(w);
    return st;
}

static enum status audit(struct perintah *p, struct db *db, const struct gangguan_catat *in, const char *dari,
                         const char *sampai, struct err *e)
{
    bool measured = strcmp(in->sebab, "luar") != 0;
    struct audit_entry entry = {
        .objek = "gangguan", .objek_id = in->out_id, .peristiwa = "catat", .catatan = in->keterangan
    };
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st;

    entry.peran = measured || who_has(&p->who, PERAN_SISTEM) ? "sistem" : "admin_pusat";
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "dari", dari);
    st = prolonged(db, in, &w, e);
    jw_ktext(&w, "sampai", sampai);
    jw_ktext(&w, "sebab", in->sebab);
    jw_close(&w);
    entry.isi = isi.p;
    if (st == ST_OK)
        st = audit_add(db, &p->who, &entry, NULL, e);
    buf_free(&isi);
    return st;
}

static void row_json(struct jw *w, int64_t id, const char *const text[5])
{
    jw_open(w, '{');
    jw_kint(w, "id", id);
    jw_ktext(w, "dari", text[0]);
    jw_ktext(w, "sampai", text[1]);
    jw_ktext(w, "sebab", text[2]);
    jw_ktext(w, "keterangan", text[3]);
    jw_ktext(w, "dicatat", text[4]);
    jw_close(w);
}

enum status gangguan_catat(struct perintah *p, struct db *db, struct err *e)
{
    struct gangguan_catat *in = p->input;
    bool measured = strcmp(in->sebab, "luar") != 0;
    char dari[TIME_TEXT], sampai[TIME_TEXT], now[TIME_TEXT];
    int64_t akun = p->who.akun_id, there = 0;
    struct jw w;
    enum status st = right_check(db, &p->who, AKSI_PERIODE_UBAH, &(struct subject){ 0 }, e);

    in->out_id = 0;
    if (st != ST_OK)
        return st;
    if (!measured && (in->sampai <= in->dari || in->sampai > clock_now())) {
        err_fault(e, "/sampai", "Harus sesudah `dari` dan tidak di masa depan.");
        return err_set(e, E_MASUKAN, NULL);
    }
    time_format(in->dari, dari);
    time_format(in->sampai, sampai);
    time_format(clock_now(), now);
    st = db_int(db, &there, e, "SELECT count(*) FROM gangguan WHERE dari <= $1 AND sampai >= $2", "tt", dari,
                sampai);
    if (st != ST_OK || (measured && (there || in->sampai - in->dari < 1000000))) {
        p->reply.status = 204;
        return st;
    }
    st = db_int(db, &in->out_id, e,
                "INSERT INTO gangguan (dari, sampai, sebab, keterangan, akun_id, waktu)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                "ttttIt", dari, sampai, in->sebab, in->keterangan, akun ? &akun : NULL, now);
    if (st != ST_OK || (st = audit(p, db, in, dari, sampai, e)) != ST_OK)
        return st;
    p->reply.status = 201;
    jw_start(&w, &p->reply.body);
    row_json(&w, in->out_id, (const char *const[]){ dari, sampai, in->sebab, in->keterangan, now });
    return ST_OK;
}

enum status gangguan_catat_baca(const json_t *body, struct arena *a, struct gangguan_catat *out,
                                struct err *e)
{
    struct isi {
        const char *dari, *sampai, *keterangan;
    } in = { NULL, NULL, NULL };
#define F(field) offsetof(struct isi, field)
    static const struct baca_medan medan[] = {
        { "dari", BACA_TEKS, F(dari), true, 40, NULL },
        { "sampai", BACA_TEKS, F(sampai), true, 40, NULL },
        { "keterangan", BACA_TEKS, F(keterangan), true, 400, NULL },
    };
#undef F

    *out = (struct gangguan_catat){ .sebab = "luar" };
    baca_objek(body, "", medan, COUNT(medan), &in, a, e);
    if (in.dari && !time_parse(in.dari, &out->dari))
        err_fault(e, "/dari", "Bukan waktu, misalnya 2026-02-01T13:00:00Z.");
    if (in.sampai && !time_parse(in.sampai, &out->sampai))
        err_fault(e, "/sampai", "Bukan waktu, misalnya 2026-02-01T15:00:00Z.");
    if (in.keterangan && !in.keterangan[strspn(in.keterangan, " \t\r\n")])
        err_fault(e, "/keterangan", "Wajib diisi: apa yang terganggu dan siapa yang menyatakannya.");
    out->keterangan = in.keterangan;
    return baca_akhir(e);
}

enum status gangguan_json(struct db *db, int64_t sebelum, int batas, struct jw *w, int64_t *lagi,
                          struct err *e)
{
    struct rows r;
    int64_t last = 0;
    int n = 0;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, dari, sampai, sebab, keterangan, waktu FROM gangguan"
                             " WHERE $1 = 0 OR id < $1 ORDER BY id DESC LIMIT $2",
                             "ii", sebelum, (int64_t)batas + 1);

    *lagi = 0;
    while (st == ST_OK && rows_next(&r)) {
        if (n++ == batas) {
            *lagi = last;
            continue;
        }
        last = row_int(&r, 0);
        row_json(w, last,
                 (const char *const[]){ row_text(&r, 1), row_text(&r, 2), row_text(&r, 3), row_text(&r, 4),
                                        row_text(&r, 5) });
    }
    return rows_end(&r, st, e);
}

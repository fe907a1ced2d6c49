/* Commands on people's days: rosters of shifts and absence. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/harikerja_bagian.h"
#include "domain/pegawai.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"

static enum status person_right(const struct perintah *p, struct db *db, int64_t pegawai_id, struct err *e)
{
    struct subject s;
    enum status st = pegawai_subject(db, pegawai_id, p->who.hari, &s, e);

    if (st == ST_OK)
        st = right_check(db, &p->who, AKSI_PEGAWAI_UBAH, &s, e);
    return st == ST_NOT_FOUND ? err_set(e, E_PEGAWAI_TIDAK_ADA, NULL) : st;
}

/* Roster --------------------------------------------------------------------------------------------- */

enum { ROSTER_MAX = 93 };

enum status roster_pasang_baca(const json_t *body, struct arena *a, struct roster_pasang *out, struct err *e)
{
#define S(field) offsetof(struct shift, field)
    static const struct baca_medan top[] = { { "shift", BACA_LAIN, 0, true, 0, NULL } };
    static const struct baca_medan medan[] = {
        { "tanggal", BACA_TANGGAL, S(tanggal), true, 0, NULL },
        { "kode", BACA_TEKS, S(kode), true, 20, NULL },
        { "masuk", BACA_TEKS, S(masuk), false, 5, NULL },
        { "pulang", BACA_TEKS, S(pulang), false, 5, NULL },
        { "istirahat", BACA_BULAT, S(istirahat), false, 0, NULL },
    };
#undef S
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "shift", true, ROSTER_MAX, e);
    out->n = json_array_size(list);
    out->shift = arena_array(a, struct shift, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        struct shift *s = &out->shift[i];
        char at[32];

        snprintf(at, sizeof(at), "/shift/%zu", i);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), s, a, e);
        if ((s->masuk || s->pulang) &&
            (!harikerja_jam(s->masuk) || !harikerja_jam(s->pulang) || s->istirahat > 480))
            err_fault(e, at, "Jam masuk dan pulang ditulis seperti 07:30, keduanya atau tidak sama sekali.");
    }
    return baca_akhir(e);
}

struct span {
    int64_t from, until; /* minutes since 1970 */
};

static struct span span_of(const char *tanggal, const char *masuk, const char *pulang)
{
    int in = jam_baca(masuk), out = jam_baca(pulang);
    int32_t day = 0;

    (void)date_parse(tanggal, &day);
    return (struct span){ (int64_t)day * 1440 + in, (int64_t)day * 1440 + out + (out <= in ? 1440 : 0) };
}

/* No two shifts of one person at one time; the month's neighbours count too. */
static enum status no_overlap(struct db *db, int64_t pegawai_id, const char *from, const char *until,
                              struct err *e)
{
    char day[TANGGAL_TEXT];
    struct span last = { 0, 0 };
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT tanggal, masuk, pulang FROM roster WHERE pegawai_id = $1 AND masuk IS NOT"
                " NULL AND tanggal BETWEEN $2 AND $3 ORDER BY tanggal, masuk",
                "itt", pegawai_id, from, until);

    while (st == ST_OK && rows_next(&r)) {
        struct span s = span_of(row_text(&r, 0), row_text(&r, 1), row_text(&r, 2));

        if (s.from < last.until)
            st = err_set(e, E_ROSTER_TUMPANG, "Jadwal jaga pada %s bertumpang tindih dengan yang sebelumnya.",
                         tanggal_tulis(row_text(&r, 0), day));
        last = s;
    }
    return rows_end(&r, st, e);
}

static enum status write_shift(struct db *db, const struct roster_pasang *in, size_t i, struct err *e)
{
    const struct shift *s = &in->shift[i];
    char at[48];
    enum status st;

    snprintf(at, sizeof(at), "/shift/%zu/tanggal", i);
    if (strncmp(s->tanggal, in->bulan, 7) != 0) {
        err_fault(e, at, "Tanggal itu bukan dalam bulan %s.", in->bulan);
        return baca_akhir(e);
    }
    st = db_exec(db, NULL, e,
                 "INSERT INTO roster (pegawai_id, tanggal, kode, masuk, pulang, istirahat)"
                 " VALUES ($1, $2, $3, $4, $5, $6)",
                 "ittttI", in->pegawai_id, s->tanggal, s->kode, s->masuk, s->pulang, &s->istirahat);
    if (st != ST_OK && e->code == E_DB_GANDA) {
        err_clear(e);
        err_fault(e, at, "Shift itu disebut dua kali.");
        return baca_akhir(e);
    }
    return st;
}

enum status roster_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct roster_pasang *in = p->input;
    char from[DATE_TEXT], until[DATE_TEXT], before[DATE_TEXT], after[DATE_TEXT];
    struct buf isi = BUF_NONE;
    int y = 0, m = 0;
    int32_t day;
    struct jw w;
    enum status st = person_right(p, db, in->pegawai_id, e);

    if (st != ST_OK)
        return st;
    snprintf(from, sizeof(from), "%.7s-01", in->bulan);
    if (strlen(in->bulan) != 7 || !date_parse(from, &day))
        return err_set(e, E_MASUKAN, "Bulan ditulis seperti 2026-11.");
    date_civil(day, &y, &m, &(int){ 0 });
    snprintf(until, sizeof(until), "%.7s-%02d", in->bulan, date_days_in_month(y, m));
    tanggal_geser(from, -1, before);
    tanggal_geser(until, 1, after);
    st = db_exec(db, NULL, e, "DELETE FROM roster WHERE pegawai_id = $1 AND tanggal BETWEEN $2 AND $3", "itt",
                 in->pegawai_id, from, until);
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = write_shift(db, in, i, e);
    if (st != ST_OK || (st = no_overlap(db, in->pegawai_id, before, after, e)) != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    jw_ktext(&w, "bulan", in->bulan);
    jw_kint(&w, "shift", (int64_t)in->n);
    jw_close(&w);
    st = harikerja_audit(p, db, "roster", in->pegawai_id, "pasang", isi.p, e);
    buf_free(&isi);
    p->reply.status = 204;
    return st;
}

/* Absence -------------------------------------------------------------------------------------------- */

enum status ketidakhadiran_buat_baca(const json_t *body, struct arena *a, struct ketidakhadiran_buat *out,
                                     struct err *e)
{
#define T(field) offsetof(struct ketidakhadiran_buat, field)
    static const struct baca_medan medan[] = {
        { "jenis", BACA_TEKS, T(jenis), true, 40, NULL },
        { "mulai", BACA_TANGGAL, T(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, T(selesai), true, 0, NULL },
        { "dasar", BACA_TEKS, T(dasar), false, 400, NULL },
    };
#undef T

    out->dasar = "";
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
    return baca_akhir(e);
}

static enum status check_absence(struct db *db, const struct ketidakhadiran_buat *in, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(db, &n, e, "SELECT count(*) FROM jenis_ketidakhadiran WHERE kode = $1", "t", in->jenis);

    if (st == ST_OK && !n) {
        err_fault(e, "/jenis", "Jenis ketidakhadiran %.40s tidak dikenal.", in->jenis);
        return baca_akhir(e);
    }
    if (st == ST_OK)
        st = db_int(
            db, &n, e,
            "SELECT count(*) FROM ketidakhadiran WHERE pegawai_id = $1 AND mulai <= $3 AND selesai >= $2",
            "itt", in->pegawai_id, in->mulai, in->selesai);
    return st == ST_OK && n ? err_set(e, E_KETIDAKHADIRAN_TUMPANG, NULL) : st;
}

static void absence_json(struct jw *w, int64_t id, const char *jenis, const char *nama, const char *mulai,
                         const char *selesai, const char *dasar)
{
    jw_open(w, '{');
    jw_kint(w, "id", id);
    jw_ktext(w, "jenis", jenis);
    jw_ktext(w, "nama", nama);
    jw_ktext(w, "mulai", mulai);
    jw_ktext(w, "selesai", selesai);
    jw_ktext(w, "dasar", dasar);
    jw_close(w);
}

static void absence_audit(const char *jenis, const char *mulai, const char *selesai, int64_t id,
                          struct buf *out)
{
    buf_printf(out, "{\"id\":%lld,\"jenis\":\"%s\",\"mulai\":\"%s\",\"selesai\":\"%s\"}", (long long)id,
               jenis, mulai, selesai);
}

static enum status absence_reply(struct db *db, int64_t id, struct buf *out, struct err *e)
{
    struct rows r;
    struct jw w;
    enum status st = db_rows(db, &r, e,
                             "SELECT k.jenis, j.nama, k.mulai, k.selesai, k.dasar FROM ketidakhadiran k"
                             " JOIN jenis_ketidakhadiran j ON j.kode = k.jenis WHERE k.id = $1",
                             "i", id);

    jw_start(&w, out);
    if (st == ST_OK && rows_next(&r))
        absence_json(&w, id, row_text(&r, 0), row_text(&r, 1), row_text(&r, 2), row_text(&r, 3),
                     row_text(&r, 4));
    return rows_end(&r, st, e);
}

enum status ketidakhadiran_buat(struct perintah *p, struct db *db, struct err *e)
{
    struct ketidakhadiran_buat *in = p->input;
    struct buf isi = BUF_NONE;
    char now[TIME_TEXT];
    enum status st = person_right(p, db, in->pegawai_id, e);

    if (st != ST_OK || (st = check_absence(db, in, e)) != ST_OK)
        return st;
    time_format(clock_now(), now);
    st = db_int(db, &in->out_id, e,
                "INSERT INTO ketidakhadiran (pegawai_id, jenis, mulai, selesai, dasar, waktu)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                "ittttt", in->pegawai_id, in->jenis, in->mulai, in->selesai, in->dasar, now);
    if (st != ST_OK)
        return st;
    absence_audit(in->jenis, in->mulai, in->selesai, in->out_id, &isi);
    st = harikerja_audit(p, db, "ketidakhadiran", in->pegawai_id, "buat", isi.p, e);
    buf_free(&isi);
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/pegawai/%lld/ketidakhadiran",
             (long long)in->pegawai_id);
    return st == ST_OK ? absence_reply(db, in->out_id, &p->reply.body, e) : st;
}

enum status ketidakhadiran_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct ketidakhadiran_hapus *in = p->input;
    struct buf isi = BUF_NONE;
    int64_t pegawai_id = 0;
    struct rows r;
    enum status st = db_rows(
        db, &r, e, "SELECT pegawai_id, jenis, mulai, selesai FROM ketidakhadiran WHERE id = $1", "i", in->id);

    if (st == ST_OK && rows_next(&r)) {
        pegawai_id = row_int(&r, 0);
        absence_audit(row_text(&r, 1), row_text(&r, 2), row_text(&r, 3), in->id, &isi);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !pegawai_id)
        st = err_set(e, E_KETIDAKHADIRAN_TIDAK_ADA, NULL);
    if (st == ST_OK && (st = person_right(p, db, pegawai_id, e)) == ST_NOT_FOUND)
        st = err_set(e, E_KETIDAKHADIRAN_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM ketidakhadiran WHERE id = $1", "i", in->id);
    if (st == ST_OK)
        st = harikerja_audit(p, db, "ketidakhadiran", pegawai_id, "hapus", isi.p, e);
    p->reply.status = 204;
    buf_free(&isi);
    return st;
}

enum status ketidakhadiran_json(struct db *db, int64_t pegawai_id, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT k.id, k.jenis, j.nama, k.mulai, k.selesai, k.dasar FROM ketidakhadiran k"
                             " JOIN jenis_ketidakhadiran j ON j.kode = k.jenis WHERE k.pegawai_id = $1"
                             " ORDER BY k.mulai DESC LIMIT 500",
                             "i", pegawai_id);

    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r))
        absence_json(w, row_int(&r, 0), row_text(&r, 1), row_text(&r, 2), row_text(&r, 3), row_text(&r, 4),
                     row_text(&r, 5));
    jw_close(w);
    jw_close(w);
    return rows_end(&r, st, e);
}

/* Commands on calendars, holidays and limits of units. Rosters and absence: harikerja_orang.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/batas.h"
#include "domain/harikerja_bagian.h"
#include "domain/perintah_baca.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

/* Shared --------------------------------------------------------------------------------------------- */

static enum status unit_right(const struct perintah *p, struct db *db, int64_t unit_id, struct err *e)
{
    struct subject s = { .unit_id = unit_id };
    int64_t there = 0;
    enum status st = db_int(db, &there, e, "SELECT count(*) FROM unit WHERE id = $1", "i", unit_id);

    if (st == ST_OK && !there)
        return err_set(e, E_UNIT_TIDAK_ADA, NULL);
    return st == ST_OK ? right_check(db, &p->who, AKSI_UNIT_UBAH, &s, e) : st;
}

enum status harikerja_audit(const struct perintah *p, struct db *db, const char *objek, int64_t id,
                            const char *peristiwa, const char *isi, struct err *e)
{
    struct audit_entry a = { .objek = objek,
                             .objek_id = id,
                             .peristiwa = peristiwa,
                             .isi = isi,
                             .peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "admin" };

    return audit_add(db, &p->who, &a, NULL, e);
}

bool harikerja_jam(const char *s)
{
    return s && jam_baca(s) >= 0;
}

/* Calendar ------------------------------------------------------------------------------------------- */

static const char *const kalender_jenis[] = { "biasa", "khusus", NULL };

static void read_hours(const json_t *body, struct arena *a, struct kalender_pasang *out, struct err *e)
{
#define J(field) offsetof(struct kalender_jam, field)
    static const struct baca_medan medan[] = {
        { "hari", BACA_BULAT, J(hari), true, 0, NULL },
        { "masuk", BACA_TEKS, J(masuk), true, 5, NULL },
        { "pulang", BACA_TEKS, J(pulang), true, 5, NULL },
        { "istirahat", BACA_BULAT, J(istirahat), false, 0, NULL },
    };
#undef J
    const json_t *list = baca_daftar(body, "", "jam", true, 7, e);
    bool seen[8] = { false };

    out->njam = json_array_size(list);
    out->jam = arena_array(a, struct kalender_jam, out->njam + 1);
    for (size_t i = 0; i < out->njam; i++) {
        struct kalender_jam *j = &out->jam[i];
        char at[32];

        snprintf(at, sizeof(at), "/jam/%zu", i);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), j, a, e);
        if (j->hari < 1 || j->hari > 7 || seen[j->hari])
            err_fault(e, at, "Hari 1 (Senin) sampai 7 (Minggu), masing-masing sekali.");
        else
            seen[j->hari] = true;
        if (!harikerja_jam(j->masuk) || !harikerja_jam(j->pulang) || j->istirahat > 480)
            err_fault(e, at, "Jam ditulis seperti 07:30; istirahat paling lama 480 menit.");
    }
}

enum status kalender_pasang_baca(const json_t *body, struct arena *a, struct kalender_pasang *out,
                                 struct err *e)
{
#define K(field) offsetof(struct kalender_pasang, field)
    static const struct baca_medan medan[] = {
        { "jenis", BACA_KODE, K(jenis), true, 0, kalender_jenis },
        { "nama", BACA_TEKS, K(nama), true, 200, NULL },
        { "mulai", BACA_TANGGAL, K(mulai), true, 0, NULL },
        { "selesai", BACA_TANGGAL, K(selesai), false, 0, NULL },
        { "dasar", BACA_TEKS, K(dasar), false, 400, NULL },
        { "hari_kerja", BACA_BULAT, K(hari_kerja), true, 0, NULL },
        { "jam", BACA_LAIN, 0, true, 0, NULL },
    };
#undef K

    out->dasar = "";
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (out->hari_kerja != 5 && out->hari_kerja != 6)
        err_fault(e, "/hari_kerja", "Pilih 5 atau 6.");
    if (out->jenis && strcmp(out->jenis, "khusus") == 0 && !out->selesai)
        err_fault(e, "/selesai", "Jam khusus memerlukan tanggal selesai.");
    if (out->mulai && out->selesai && strcmp(out->selesai, out->mulai) < 0)
        err_fault(e, "/selesai", "Tidak boleh sebelum mulai.");
    read_hours(body, a, out, e);
    if (e->nfaults == 0 && out->njam != (size_t)out->hari_kerja)
        err_fault(e, "/jam", "Jam diisi untuk %lld hari.", (long long)out->hari_kerja);
    return baca_akhir(e);
}

/* The usual calendar that held before ends the day before; of one number of days only one begins on a day. */
static enum status make_room(struct db *db, const struct kalender_pasang *in, struct err *e)
{
    char before[DATE_TEXT];
    enum status st =
        db_exec(db, NULL, e,
                "DELETE FROM kalender_jam WHERE kalender_id IN (SELECT id FROM kalender WHERE"
                " unit_id = $1 AND jenis = $2 AND mulai = $3 AND ($2 = 'biasa' OR hari_kerja = $4))",
                "itti", in->unit_id, in->jenis, in->mulai, in->hari_kerja);

    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "DELETE FROM kalender WHERE unit_id = $1 AND jenis = $2 AND mulai = $3"
                     " AND ($2 = 'biasa' OR hari_kerja = $4)",
                     "itti", in->unit_id, in->jenis, in->mulai, in->hari_kerja);
    tanggal_geser(in->mulai, -1, before);
    if (st == ST_OK && strcmp(in->jenis, "biasa") == 0)
        st = db_exec(
            db, NULL, e,
            "UPDATE kalender SET selesai = $1, versi = versi + 1 WHERE unit_id = $2 AND jenis = 'biasa'"
            " AND mulai < $3 AND (selesai IS NULL OR selesai >= $3)",
            "tit", before, in->unit_id, in->mulai);
    return st;
}

static enum status write_calendar(struct db *db, const struct kalender_pasang *in, int64_t *id, struct err *e)
{
    enum status st = db_int(db, id, e,
                            "INSERT INTO kalender (unit_id, jenis, hari_kerja, nama, mulai, selesai, dasar)"
                            " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                            "ititttt", in->unit_id, in->jenis, in->hari_kerja, in->nama, in->mulai,
                            in->selesai, in->dasar);

    for (size_t i = 0; i < in->njam && st == ST_OK; i++)
        st =
            db_exec(db, NULL, e,
                    "INSERT INTO kalender_jam (kalender_id, hari, masuk, pulang, istirahat)"
                    " VALUES ($1, $2, $3, $4, $5)",
                    "iitti", *id, in->jam[i].hari, in->jam[i].masuk, in->jam[i].pulang, in->jam[i].istirahat);
    return st;
}

/* The whole calendar stands in the audit row: a later replacement loses nothing. */
static void describe(const struct kalender_pasang *in, struct buf *out)
{
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_ktext(&w, "dasar", in->dasar);
    jw_kint(&w, "hari_kerja", in->hari_kerja);
    jw_key(&w, "jam");
    jw_open(&w, '[');
    for (size_t i = 0; i < in->njam; i++) {
        jw_open(&w, '[');
        jw_int(&w, in->jam[i].hari);
        jw_text(&w, in->jam[i].masuk);
        jw_text(&w, in->jam[i].pulang);
        jw_int(&w, in->jam[i].istirahat);
        jw_close(&w);
    }
    jw_close(&w);
    jw_ktext(&w, "jenis", in->jenis);
    jw_ktext(&w, "mulai", in->mulai);
    jw_ktext(&w, "nama", in->nama);
    jw_ktext(&w, "selesai", in->selesai);
    jw_close(&w);
}

enum status kalender_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct kalender_pasang *in = p->input;
    struct buf isi = BUF_NONE;
    int64_t id = 0;
    struct jw w;
    enum status st = unit_right(p, db, in->unit_id, e);

    if (st != ST_OK || (st = make_room(db, in, e)) != ST_OK || (st = write_calendar(db, in, &id, e)) != ST_OK)
        return st;
    describe(in, &isi);
    st = harikerja_audit(p, db, "kalender", in->unit_id, "pasang", isi.p, e);
    buf_free(&isi);
    if (st != ST_OK)
        return st;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/unit/%lld/kalender", (long long)in->unit_id);
    jw_start(&w, &p->reply.body);
    return kalender_json(db, in->unit_id, atoi(in->mulai), &w, e);
}

/* Holidays ------------------------------------------------------------------------------------------- */

enum { LIBUR_MAX = 366 };

static const char *const libur_jenis[] = { "nasional", "cuti_bersama", "daerah", "masuk", NULL };

enum status libur_pasang_baca(const json_t *body, struct arena *a, struct libur_pasang *out, struct err *e)
{
#define L(field) offsetof(struct libur, field)
    static const struct baca_medan top[] = {
        { "dasar", BACA_TEKS, offsetof(struct libur_pasang, dasar), false, 400, NULL },
        { "libur", BACA_LAIN, 0, true, 0, NULL },
    };
    static const struct baca_medan medan[] = {
        { "tanggal", BACA_TANGGAL, L(tanggal), true, 0, NULL },
        { "jenis", BACA_KODE, L(jenis), true, 0, libur_jenis },
        { "nama", BACA_TEKS, L(nama), true, 200, NULL },
        { "dasar", BACA_TEKS, L(dasar), false, 400, NULL },
    };
#undef L
    const json_t *list;

    out->dasar = "";
    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "libur", true, LIBUR_MAX, e);
    out->n = json_array_size(list);
    out->libur = arena_array(a, struct libur, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        char at[32];

        snprintf(at, sizeof(at), "/libur/%zu", i);
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), &out->libur[i], a, e);
    }
    return baca_akhir(e);
}

static enum status write_holiday(struct db *db, const struct libur_pasang *in, size_t i, struct err *e)
{
    const struct libur *l = &in->libur[i];
    char at[48];
    enum status st;

    snprintf(at, sizeof(at), "/libur/%zu/tanggal", i);
    if (atoi(l->tanggal) != in->tahun) {
        err_fault(e, at, "Tanggal itu bukan dalam tahun %d.", in->tahun);
        return baca_akhir(e);
    }
    st = db_exec(db, NULL, e,
                 "INSERT INTO hari_libur (unit_id, tanggal, jenis, nama, dasar) VALUES ($1, $2, $3, $4, $5)",
                 "itttt", in->unit_id, l->tanggal, l->jenis, l->nama, l->dasar ? l->dasar : in->dasar);
    if (st != ST_OK && e->code == E_DB_GANDA) {
        err_clear(e);
        err_fault(e, at, "Tanggal itu disebut dua kali.");
        return baca_akhir(e);
    }
    return st;
}

enum status libur_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct libur_pasang *in = p->input;
    char from[DATE_TEXT], until[DATE_TEXT];
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st = unit_right(p, db, in->unit_id, e);

    date_format(date_day(in->tahun, 1, 1), from);
    date_format(date_day(in->tahun, 12, 31), until);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "DELETE FROM hari_libur WHERE unit_id = $1 AND tanggal BETWEEN $2 AND $3",
                     "itt", in->unit_id, from, until);
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = write_holiday(db, in, i, e);
    if (st != ST_OK)
        return st;
    buf_printf(&isi, "{\"jumlah\":%zu,\"tahun\":%d}", in->n, in->tahun);
    st = harikerja_audit(p, db, "hari_libur", in->unit_id, "pasang", isi.p, e);
    buf_free(&isi);
    if (st != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    return kalender_json(db, in->unit_id, in->tahun, &w, e);
}

/* Limits --------------------------------------------------------------------------------------------- */

static bool is_days(const double *d)
{
    return !d || (*d >= 0 && *d <= 366 && *d == (double)(int)*d);
}

enum status aturan_progres_baca(const json_t *body, struct arena *a, struct aturan_progres *out,
                                struct err *e)
{
#define A(field) offsetof(struct aturan_progres, field)
    static const struct baca_medan medan[] = {
        { "mulai", BACA_TANGGAL, A(mulai), true, 0, NULL },
        { "batas_hari", BACA_BILANGAN, A(batas_hari), false, 0, NULL },
        { "tutup_hari", BACA_BILANGAN, A(tutup_hari), false, 0, NULL },
        { "dasar", BACA_TEKS, A(dasar), false, 400, NULL },
    };
#undef A

    out->dasar = "";
    baca_objek(body, "", medan, COUNT(medan), out, a, e);
    if (!is_days(out->batas_hari))
        err_fault(e, "/batas_hari", "Hari 0 sampai 366.");
    if (!is_days(out->tutup_hari))
        err_fault(e, "/tutup_hari", "Hari 0 sampai 366.");
    if (out->batas_hari && out->tutup_hari && *out->tutup_hari < *out->batas_hari)
        err_fault(e, "/tutup_hari", "Tidak boleh lebih singkat daripada batas_hari.");
    return baca_akhir(e);
}

enum status aturan_progres_pasang(struct perintah *p, struct db *db, struct err *e)
{
    const struct aturan_progres *in = p->input;
    int64_t batas = in->batas_hari ? (int64_t)*in->batas_hari : 0;
    int64_t tutup = in->tutup_hari ? (int64_t)*in->tutup_hari : 0;
    struct buf isi = BUF_NONE;
    struct jw w;
    enum status st = unit_right(p, db, in->unit_id, e);

    if (st == ST_OK)
        st = batas_aturan_simpan(db, in->unit_id, batas_langkah_kode(LB_PROGRES), "", in->mulai,
                                 in->batas_hari ? &batas : NULL, in->tutup_hari ? &tutup : NULL, false,
                                 in->dasar, e);
    if (st != ST_OK)
        return st;
    jw_start(&w, &isi);
    jw_open(&w, '{');
    if (in->batas_hari)
        jw_kint(&w, "batas_hari", batas);
    jw_ktext(&w, "dasar", in->dasar);
    jw_ktext(&w, "mulai", in->mulai);
    if (in->tutup_hari)
        jw_kint(&w, "tutup_hari", tutup);
    jw_close(&w);
    st = harikerja_audit(p, db, "aturan_progres", in->unit_id, "pasang", isi.p, e);
    buf_free(&isi);
    if (st != ST_OK)
        return st;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/unit/%lld/kalender", (long long)in->unit_id);
    jw_start(&w, &p->reply.body);
    return kalender_json(db, in->unit_id, atoi(in->mulai), &w, e);
}

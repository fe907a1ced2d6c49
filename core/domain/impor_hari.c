/* Kinds of tables about days: holidays, rosters, absence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/harikerja.h"
#include "domain/impor_bagian.h"
#include "domain/impor_tabel.h"

/* Runs a command of the nouns within the import's own; its reply is nobody's. */
static enum status inner(struct tabel *t, perintah_fn *run, void *input, struct err *e)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, t->who, run, input);
    st = run(&p, t->db, e);
    perintah_clear(&p);
    return st;
}

static const char *fold(struct tabel *t, const char *s)
{
    char *out = impor_lipat(s, t->in.a);

    for (char *p = out; *p; p++)
        *p = *p == ' ' ? '_' : *p;
    return out;
}

/* Holidays: the file is the whole list of each unit and year that it names ------------------------------ */

enum { L_TANGGAL, L_NAMA, L_JENIS, L_DASAR, L_UNIT, L_N };
static const char *const libur_judul[] = { "Tanggal", "Nama", "Jenis", "Dasar", "Unit" };

struct libur_baris {
    int64_t unit_id;
    struct libur libur;
};

static enum status libur_baca(struct tabel *t, struct tabel_baris *b, struct err *e)
{
    static const char *const kinds[] = { "nasional", "cuti_bersama", "daerah", "masuk", NULL };
    struct libur_baris *x = arena_new_of(t->in.a, struct libur_baris);
    const int64_t *unit = t->arg;
    const char *kind = b->sel[L_JENIS][0] ? fold(t, b->sel[L_JENIS]) : kinds[0];

    (void)e;
    b->isi = x;
    x->unit_id = *unit;
    if (b->sel[L_UNIT][0])
        (void)tabel_unit(t, b, L_UNIT, &x->unit_id);
    else if (!x->unit_id)
        tabel_tolak(t, b, L_UNIT, E_UNIT_TIDAK_ADA, "Unit kosong; isi kolom Unit atau pakai --unit.");
    x->libur.tanggal = tabel_tanggal(t, b, L_TANGGAL);
    for (size_t i = 0; kinds[i]; i++)
        if (strcmp(kinds[i], kind) == 0)
            x->libur.jenis = kinds[i];
    if (!x->libur.jenis)
        tabel_tolak(t, b, L_JENIS, E_MASUKAN, "Jenis: nasional, cuti_bersama, daerah atau masuk.");
    x->libur.nama = b->sel[L_NAMA];
    x->libur.dasar = b->sel[L_DASAR];
    if (!x->libur.nama[0] || strlen(x->libur.nama) > 200)
        tabel_tolak(t, b, L_NAMA, E_MASUKAN, "Nama hari libur 1 sampai 200 karakter.");
    if (!b->salah)
        b->kunci = arena_printf(t->in.a, "%lld %.4s", (long long)x->unit_id, x->libur.tanggal);
    return ST_OK;
}

static enum status libur_terap(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e)
{
    const struct libur_baris *first = rows[0]->isi;
    struct libur_pasang in = { .unit_id = first->unit_id,
                               .tahun = atoi(first->libur.tanggal),
                               .dasar = "",
                               .n = n,
                               .libur = arena_array(t->in.a, struct libur, n) };

    for (size_t i = 0; i < n; i++)
        in.libur[i] = ((const struct libur_baris *)rows[i]->isi)->libur;
    return inner(t, libur_pasang, &in, e);
}

const struct tabel_jenis tabel_libur = { "libur", libur_judul, L_N, 2, false, libur_baca, libur_terap };

/* Rosters: the file is the whole month of each person that it names ------------------------------------- */

enum { R_NIP, R_TANGGAL, R_KODE, R_MASUK, R_PULANG, R_ISTIRAHAT, R_N };
static const char *const roster_judul[] = { "NIP", "Tanggal", "Kode", "Masuk", "Pulang", "Istirahat" };

struct roster_baris {
    int64_t pegawai_id;
    struct shift shift;
};

static enum status roster_baca(struct tabel *t, struct tabel_baris *b, struct err *e)
{
    struct roster_baris *x = arena_new_of(t->in.a, struct roster_baris);
    const char *rest = b->sel[R_ISTIRAHAT];
    struct shift *s = &x->shift;

    (void)e;
    b->isi = x;
    (void)tabel_pegawai(t, b, R_NIP, &x->pegawai_id);
    s->tanggal = tabel_tanggal(t, b, R_TANGGAL);
    s->kode = b->sel[R_KODE];
    s->masuk = tabel_jam(t, b, R_MASUK);
    s->pulang = tabel_jam(t, b, R_PULANG);
    s->istirahat = atoi(rest);
    if (!s->kode[0] || strlen(s->kode) > 20)
        tabel_tolak(t, b, R_KODE, E_MASUKAN, "Kode shift 1 sampai 20 karakter.");
    if (strspn(rest, "0123456789") != strlen(rest) || strlen(rest) > 3 || s->istirahat > 480)
        tabel_tolak(t, b, R_ISTIRAHAT, E_MASUKAN, "Istirahat dalam menit, paling lama 480.");
    if (s->masuk && s->pulang && !s->masuk[0] != !s->pulang[0])
        tabel_tolak(t, b, R_PULANG, E_MASUKAN,
                    "Jam masuk dan pulang diisi keduanya, atau dikosongkan untuk lepas jaga.");
    if (b->salah)
        return ST_OK;
    if (!s->masuk[0])
        s->masuk = s->pulang = NULL;
    b->kunci = arena_printf(t->in.a, "%lld %.7s", (long long)x->pegawai_id, s->tanggal);
    return ST_OK;
}

static enum status roster_terap(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e)
{
    const struct roster_baris *first = rows[0]->isi;
    struct roster_pasang in = { .pegawai_id = first->pegawai_id,
                                .bulan = arena_strndup(t->in.a, first->shift.tanggal, 7),
                                .n = n,
                                .shift = arena_array(t->in.a, struct shift, n) };

    for (size_t i = 0; i < n; i++)
        in.shift[i] = ((const struct roster_baris *)rows[i]->isi)->shift;
    return inner(t, roster_pasang, &in, e);
}

const struct tabel_jenis tabel_roster = { "roster", roster_judul, R_N, 3, false, roster_baca, roster_terap };

/* Absence ----------------------------------------------------------------------------------------------- */

enum { K_NIP, K_JENIS, K_MULAI, K_SELESAI, K_DASAR, K_N };
static const char *const absen_judul[] = { "NIP", "Jenis", "Mulai", "Selesai", "Dasar" };

static enum status absen_baca(struct tabel *t, struct tabel_baris *b, struct err *e)
{
    struct ketidakhadiran_buat *x = arena_new_of(t->in.a, struct ketidakhadiran_buat);

    (void)e;
    b->isi = x;
    (void)tabel_pegawai(t, b, K_NIP, &x->pegawai_id);
    x->jenis = fold(t, b->sel[K_JENIS]);
    x->mulai = tabel_tanggal(t, b, K_MULAI);
    x->selesai = b->sel[K_SELESAI][0] ? tabel_tanggal(t, b, K_SELESAI) : x->mulai;
    x->dasar = b->sel[K_DASAR];
    if (x->mulai && x->selesai && strcmp(x->selesai, x->mulai) < 0)
        tabel_tolak(t, b, K_SELESAI, E_MASUKAN, "Selesai tidak boleh sebelum mulai.");
    if (strlen(x->dasar) > 400)
        tabel_tolak(t, b, K_DASAR, E_MASUKAN, "Dasar paling panjang 400 karakter.");
    return ST_OK;
}

/* The same row once more changes nothing: a file may be imported again when it has grown. */
static enum status absen_terap(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e)
{
    struct ketidakhadiran_buat *x = rows[0]->isi;
    int64_t same = 0;
    enum status st = db_int(t->db, &same, e,
                            "SELECT count(*) FROM ketidakhadiran WHERE pegawai_id = $1 AND jenis = $2"
                            " AND mulai = $3 AND selesai = $4",
                            "ittt", x->pegawai_id, x->jenis, x->mulai, x->selesai);

    (void)n;
    if (st != ST_OK || same)
        return st;
    return inner(t, ketidakhadiran_buat, x, e);
}

const struct tabel_jenis tabel_ketidakhadiran = { "ketidakhadiran", absen_judul, K_N, 3, false,
                                                  absen_baca,       absen_terap };

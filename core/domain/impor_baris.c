/* What a row says, and whether it can be: cell by cell, every fault of the file in one go. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/impor_bagian.h"
#include "domain/tanggal.h"

const char *const impor_judul[KOL_COUNT] = {
    "NIP",  "Nama",       "Gelar Depan",   "Gelar Belakang", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin",
    "Gol",  "TMT Gol",    "Jenis Jabatan", "Jabatan",        "TMT Jabatan",  "Eselon",        "Kelas",
    "Unor", "Unor Induk", "Pendidikan",    "Status",         "NIP Atasan",
};

/* Other titles that people's files have. */
static const struct {
    const char *title;
    enum impor_kolom kolom;
} aliases[] = {
    { "nip baru", KOL_NIP },
    { "nama lengkap", KOL_NAMA },
    { "nama pegawai", KOL_NAMA },
    { "tgl lahir", KOL_TANGGAL_LAHIR },
    { "kelamin", KOL_KELAMIN },
    { "jk", KOL_KELAMIN },
    { "golongan", KOL_GOL },
    { "gol ruang", KOL_GOL },
    { "tmt golongan", KOL_TMT_GOL },
    { "nama jabatan", KOL_JABATAN },
    { "kelas jabatan", KOL_KELAS },
    { "unit kerja", KOL_UNOR },
    { "nama unor", KOL_UNOR },
    { "status pegawai", KOL_STATUS },
    { "status kepegawaian", KOL_STATUS },
    { "tingkat pendidikan", KOL_PENDIDIKAN },
    { "atasan", KOL_NIP_ATASAN },
};

/* Notes ----------------------------------------------------------------------------------------------- */

static void note(struct impor_kerja *k, struct buf *list, const struct impor_baris *b, int kolom,
                 enum code code, const char *fmt, va_list ap)
{
    char text[400];
    struct impor_catatan c = { .baris = b->nomor,
                               .kolom = kolom < 0 ? "" : impor_judul[kolom],
                               .code = code };

    if (fmt)
        vsnprintf(text, sizeof(text), fmt, ap);
    c.pesan = arena_strdup(k->in->a, fmt ? text : code_row(code)->id);
    buf_add(list, &c, sizeof(c));
}

void impor_tolak(struct impor_kerja *k, struct impor_baris *b, int kolom, enum code code, const char *fmt,
                 ...)
{
    va_list ap;

    va_start(ap, fmt);
    note(k, &k->galat, b, kolom, code, fmt, ap);
    va_end(ap);
    b->salah = true;
}

void impor_ingatkan(struct impor_kerja *k, struct impor_baris *b, int kolom, enum code code, const char *fmt,
                    ...)
{
    va_list ap;

    va_start(ap, fmt);
    note(k, &k->peringatan, b, kolom, code, fmt, ap);
    va_end(ap);
}

void impor_catat_beda(struct impor_kerja *k, struct impor_baris *b, const char *kolom, const char *lama,
                      const char *baru)
{
    struct impor_beda d = { .baris = b->nomor,
                            .nip = b->nip.teks,
                            .nama = b->lama.nama,
                            .kolom = kolom,
                            .lama = arena_strdup(k->in->a, lama ? lama : ""),
                            .baru = arena_strdup(k->in->a, baru ? baru : "") };

    b->berubah = true;
    buf_add(&k->beda, &d, sizeof(d));
}

/* Titles ---------------------------------------------------------------------------------------------- */

char *impor_lipat(const char *s, struct arena *a)
{
    char *out = arena_alloc(a, strlen(s) + 1), *t = out;

    for (; *s; s++) {
        if (strchr(" .\t\n_", *s)) {
            if (t > out && t[-1] != ' ')
                *t++ = ' ';
        } else {
            *t++ = (char)tolower((unsigned char)*s);
        }
    }
    while (t > out && t[-1] == ' ')
        *--t = '\0';
    return out;
}

static int column_of(const char *title, struct arena *a)
{
    const char *s = impor_lipat(title, a);

    for (int i = 0; i < KOL_COUNT; i++)
        if (strcasecmp(s, impor_judul[i]) == 0)
            return i;
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (strcmp(s, aliases[i].title) == 0)
            return (int)aliases[i].kolom;
    return -1;
}

/* Which cell of a row is which column; -1 none. Titles that mean nothing to us are named in a warning. */
static enum status read_titles(struct impor_kerja *k, const struct csv_tabel *t, int at[KOL_COUNT],
                               struct err *e)
{
    struct impor_baris head = { .nomor = t->judul.nomor };

    for (int i = 0; i < KOL_COUNT; i++)
        at[i] = -1;
    for (size_t c = 0; c < t->judul.n; c++) {
        char *title = csv_bersih(t->judul.sel[c]);
        int i = column_of(title, k->in->a);

        if (i < 0 && title[0])
            impor_ingatkan(k, &head, -1, E_IMPOR_KOLOM, "Kolom \"%.60s\" tidak dikenal dan tidak dibaca.",
                           title);
        if (i >= 0 && at[i] >= 0)
            return err_set(e, E_IMPOR_KOLOM, "Kolom %s ada dua kali.", impor_judul[i]);
        if (i >= 0)
            at[i] = (int)c;
    }
    if (at[KOL_NIP] < 0)
        return err_set(e, E_IMPOR_KOLOM, "Kolom NIP tidak ada; pemisah yang terbaca \"%c\".", t->pemisah);
    return ST_OK;
}

static void read_rows(struct impor_kerja *k, const struct csv_tabel *t, const int at[KOL_COUNT])
{
    k->n = t->nbaris;
    k->baris = arena_array(k->in->a, struct impor_baris, t->nbaris + 1);
    for (size_t r = 0; r < t->nbaris; r++) {
        struct impor_baris *b = &k->baris[r];

        b->nomor = t->baris[r].nomor;
        for (int i = 0; i < KOL_COUNT; i++)
            b->sel[i] = at[i] >= 0 && (size_t)at[i] < t->baris[r].n ? csv_bersih(t->baris[r].sel[at[i]])
                                                                    : arena_strdup(k->in->a, "");
        if (t->baris[r].n > t->judul.n)
            impor_tolak(k, b, -1, E_IMPOR_BENTUK, "Baris ini mempunyai %zu sel, judulnya %zu.", t->baris[r].n,
                        t->judul.n);
    }
}

/* NIP ------------------------------------------------------------------------------------------------- */

/* "1,98501E+17" and the like: digits are gone for good. */
static bool exponent(const char *s)
{
    size_t n = strspn(s, "0123456789.,");

    return n > 0 && (s[n] == 'e' || s[n] == 'E') && strpbrk(s + n + 1, "0123456789");
}

static const char broken[] = "%s rusak oleh lembar sebar (%s). Ekspor ulang dari sumbernya tanpa membukanya, "
                             "atau impor kolom NIP sebagai "
                             "Teks.";

/* Reads a NIP cell; false with a fault in the row. A zero serial is what remains of 18 digits in a number
 * cell: spreadsheets keep fifteen. */
static bool read_nip(struct impor_kerja *k, struct impor_baris *b, int kolom, const struct nip_acuan *ref,
                     struct nip *out)
{
    const char *s = b->sel[kolom];

    nip_check(s, ref, out);
    if (exponent(s)) {
        impor_tolak(k, b, kolom, E_NIP_RUSAK, broken, impor_judul[kolom], s);
        return false;
    }
    if (out->teks[0] && strcmp(out->teks + 15, "000") == 0) {
        impor_tolak(k, b, kolom, E_NIP_RUSAK, broken, impor_judul[kolom], "berakhiran 000");
        return false;
    }
    for (int i = 0; i < out->ngalat; i++)
        impor_tolak(k, b, kolom, out->galat[i], NULL);
    return out->valid;
}

static int by_nip(const void *a, const void *b, void *rows)
{
    const struct impor_baris *all = rows;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int c = strcmp(all[x].nip.teks, all[y].nip.teks);

    return c ? c : x < y ? -1 : x > y;
}

static size_t lower_bound(const struct impor_kerja *k, const char *nip)
{
    size_t lo = 0, hi = k->nurut;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (strcmp(k->baris[k->urut[mid]].nip.teks, nip) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct impor_baris *impor_cari(struct impor_kerja *k, const char *nip)
{
    size_t i = lower_bound(k, nip);

    return i < k->nurut && strcmp(k->baris[k->urut[i]].nip.teks, nip) == 0 ? &k->baris[k->urut[i]] : NULL;
}

/* Against what is stored ------------------------------------------------------------------------------ */

static void fill_new(struct impor_kerja *k, struct impor_baris *b)
{
    static const int needed[] = { KOL_NAMA, KOL_JABATAN, KOL_UNOR, KOL_TMT_JABATAN };
    char sex[2] = { b->nip.kelamin, '\0' };

    for (size_t i = 0; i < COUNT(needed); i++)
        if (!b->sel[needed[i]][0])
            impor_tolak(k, b, needed[i], E_MASUKAN, "%s kosong; pegawai baru memerlukannya.",
                        impor_judul[needed[i]]);
    if (!b->isi.tanggal_lahir && b->nip.lahir[0])
        b->isi.tanggal_lahir = arena_strdup(k->in->a, b->nip.lahir);
    if (!b->isi.kelamin && sex[0])
        b->isi.kelamin = arena_strdup(k->in->a, sex);
    if (!b->isi.status)
        b->isi.status = arena_strdup(k->in->a, b->nip.jenis == NIP_PPPK ? "pppk" : "pns");
}

/* Mismatch of NIP and data is never an error: both may be the wrong one. */
static void warn_mismatch(struct impor_kerja *k, struct impor_baris *b)
{
    const char *birth = b->isi.tanggal_lahir ? b->isi.tanggal_lahir : b->lama.tanggal_lahir,
               *sex = b->isi.kelamin ? b->isi.kelamin : b->lama.kelamin,
               *status = b->isi.status ? b->isi.status : b->lama.status;
    struct nip_acuan ref = { .lahir = birth, .kelamin = sex ? sex[0] : '\0' };
    struct nip n;

    nip_check(b->nip.teks, &ref, &n);
    for (int i = 0; i < n.nperingatan; i++)
        impor_ingatkan(k, b, n.peringatan[i] == E_NIP_KELAMIN_BEDA ? KOL_KELAMIN : KOL_NIP, n.peringatan[i],
                       NULL);
    if (status && (strncmp(status, "pppk", 4) == 0) != (n.jenis == NIP_PPPK))
        impor_ingatkan(k, b, KOL_STATUS, E_NIP_TMT,
                       "Perlu dibetulkan: bentuk NIP tidak cocok dengan status %s.", status);
}

static void compare_known(struct impor_kerja *k, struct impor_baris *b)
{
    for (int i = 0; i < PEGAWAI_FIELDS; i++) {
        const char *v = pegawai_field(&b->isi, i), *was = pegawai_field(&b->lama, i);

        if (v && strcmp(v, was ? was : "") != 0)
            impor_catat_beda(k, b, pegawai_kolom[i], was, v);
    }
}

static enum status check_right(struct impor_kerja *k, struct impor_baris *b, int64_t unit_id, struct err *e)
{
    struct subject s = { .pegawai_id = b->pegawai_id, .unit_id = unit_id };
    enum status st = right_check(k->db, k->who, AKSI_PEGAWAI_UBAH, &s, e);

    if (st == ST_DENIED || st == ST_NOT_FOUND) {
        err_clear(e);
        impor_tolak(k, b, KOL_UNOR, E_TIDAK_BERHAK, "Anda tidak berhak mengubah pegawai unit ini.");
        return ST_OK;
    }
    return st;
}

static enum status match_known(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    enum status st = pegawai_find(k->db, b->nip.teks, &b->pegawai_id, e);

    if (st == ST_NOT_FOUND) {
        err_clear(e);
        b->pegawai_id = 0;
        fill_new(k, b);
        st = ST_OK;
    } else if (st == ST_OK) {
        st = pegawai_load(k->db, b->pegawai_id, b->tmt[0] ? b->tmt : k->who->hari, k->in->a, &b->lama, e);
        if (st == ST_OK && b->lama.unit_id)
            st = check_right(k, b, b->lama.unit_id, e);
        if (st == ST_OK)
            compare_known(k, b);
    }
    if (st == ST_OK)
        warn_mismatch(k, b);
    return st == ST_OK && b->unit_id ? check_right(k, b, b->unit_id, e) : st;
}

static void read_superior(struct impor_kerja *k, struct impor_baris *b)
{
    struct nip n;

    if (!b->sel[KOL_NIP_ATASAN][0] || strcmp(b->sel[KOL_NIP_ATASAN], "-") == 0)
        return;
    if (!read_nip(k, b, KOL_NIP_ATASAN, NULL, &n))
        return;
    if (strcmp(n.teks, b->nip.teks) == 0)
        impor_tolak(k, b, KOL_NIP_ATASAN, E_DELEGASI_DIRI, "Pegawai tidak dapat menjadi atasannya sendiri.");
    else
        memcpy(b->atasan, n.teks, sizeof(b->atasan));
}

/* A superior is somebody whom we know, or a sound row of this file. */
static enum status check_superior(struct impor_kerja *k, struct impor_baris *b, struct err *e)
{
    struct impor_baris *up;
    int64_t id;
    enum status st;

    if (!b->atasan[0])
        return ST_OK;
    st = pegawai_find(k->db, b->atasan, &id, e);
    if (st != ST_NOT_FOUND)
        return st;
    err_clear(e);
    up = impor_cari(k, b->atasan);
    if (!up)
        impor_tolak(k, b, KOL_NIP_ATASAN, E_PEGAWAI_TIDAK_ADA,
                    "Atasan %s tidak ada di basis data dan di berkas ini.", b->atasan);
    else if (up->salah)
        impor_tolak(k, b, KOL_NIP_ATASAN, E_PEGAWAI_TIDAK_ADA, "Baris atasan %s (baris %d) salah.", b->atasan,
                    up->nomor);
    return ST_OK;
}

static void refuse_doubles(struct impor_kerja *k)
{
    k->urut = arena_array(k->in->a, size_t, k->n + 1);
    for (size_t i = 0; i < k->n; i++)
        if (k->baris[i].nip.teks[0])
            k->urut[k->nurut++] = i;
    qsort_r(k->urut, k->nurut, sizeof(*k->urut), by_nip, k->baris);
    for (size_t i = 1; i < k->nurut; i++) {
        struct impor_baris *a = &k->baris[k->urut[i - 1]], *b = &k->baris[k->urut[i]];

        if (strcmp(a->nip.teks, b->nip.teks) == 0)
            impor_tolak(k, b, KOL_NIP, E_PEGAWAI_GANDA, "NIP %s sudah ada di baris %d berkas ini.",
                        b->nip.teks, a->nomor);
    }
}

enum status impor_periksa(struct impor_kerja *k, struct err *e)
{
    struct csv_tabel t;
    int at[KOL_COUNT];
    size_t bad;
    enum status st = csv_baca(k->in->bytes, k->in->len, k->in->a, &t, e);

    if (st == ST_OK)
        st = read_titles(k, &t, at, e);
    if (st == ST_OK)
        st = impor_muat_unit(k, e);
    if (st != ST_OK)
        return st;
    read_rows(k, &t, at);
    for (size_t i = 0; i < k->n; i++) {
        struct impor_baris *b = &k->baris[i];

        (void)read_nip(k, b, KOL_NIP, NULL, &b->nip);
        impor_baca_orang(k, b);
        impor_baca_jabatan(k, b);
        read_superior(k, b);
    }
    refuse_doubles(k);
    for (size_t i = 0; st == ST_OK && i < k->n; i++)
        if (k->baris[i].nip.valid)
            st = match_known(k, &k->baris[i], e);
    /* A row whose superior's row is bad is bad too, and so on upward. */
    do {
        bad = 0;
        for (size_t i = 0; st == ST_OK && i < k->n; i++)
            if (!k->baris[i].salah) {
                st = check_superior(k, &k->baris[i], e);
                bad += k->baris[i].salah;
            }
    } while (st == ST_OK && bad > 0);
    return st;
}

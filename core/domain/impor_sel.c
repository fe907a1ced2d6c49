/* What the cells of a row say: the person, the unit, the post. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/impor_bagian.h"
#include "domain/tanggal.h"

/* Cells ----------------------------------------------------------------------------------------------- */

/* A word of a short list, compared without case; NULL if it is none. */
static const char *word(const char *s, const char *const (*list)[2], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(s, list[i][0]) == 0)
            return list[i][1];
    return NULL;
}

static const char *const sexes[][2] = {
    { "L", "L" },         { "P", "P" },      { "Laki-laki", "L" }, { "Laki laki", "L" }, { "Pria", "L" },
    { "Perempuan", "P" }, { "Wanita", "P" }, { "M", "L" },         { "F", "P" },
};
static const char *const statuses[][2] = {
    { "PNS", "pns" },
    { "CPNS", "cpns" },
    { "PPPK", "pppk" },
    { "P3K", "pppk" },
    { "PPPK Penuh Waktu", "pppk" },
    { "PPPK Paruh Waktu", "pppk_paruh_waktu" },
    { "pppk_paruh_waktu", "pppk_paruh_waktu" },
};
static const char *const grades[][2] = {
    { "I/a", "I/a" },     { "I/b", "I/b" },     { "I/c", "I/c" },     { "I/d", "I/d" },
    { "II/a", "II/a" },   { "II/b", "II/b" },   { "II/c", "II/c" },   { "II/d", "II/d" },
    { "III/a", "III/a" }, { "III/b", "III/b" }, { "III/c", "III/c" }, { "III/d", "III/d" },
    { "IV/a", "IV/a" },   { "IV/b", "IV/b" },   { "IV/c", "IV/c" },   { "IV/d", "IV/d" },
    { "IV/e", "IV/e" },   { "I", "I" },         { "II", "II" },       { "III", "III" },
    { "IV", "IV" },       { "V", "V" },         { "VI", "VI" },       { "VII", "VII" },
    { "VIII", "VIII" },   { "IX", "IX" },       { "X", "X" },         { "XI", "XI" },
    { "XII", "XII" },     { "XIII", "XIII" },   { "XIV", "XIV" },     { "XV", "XV" },
    { "XVI", "XVI" },     { "XVII", "XVII" },
};
static const char *const kinds[][2] = {
    { "jpt", "jpt" },
    { "jpt utama", "jpt" },
    { "jpt madya", "jpt" },
    { "jpt pratama", "jpt" },
    { "jabatan pimpinan tinggi", "jpt" },
    { "administrator", "administrator" },
    { "pengawas", "pengawas" },
    { "pelaksana", "pelaksana" },
    { "fungsional umum", "pelaksana" },
    { "fungsional", "fungsional" },
    { "fungsional tertentu", "fungsional" },
    { "jf", "fungsional" },
    { "jft", "fungsional" },
    { "jfu", "pelaksana" },
    { "struktural", "" }, /* the eselon says which */
};
static const char *const levels[][2] = {
    { "ahli pertama", "ahli_pertama" },
    { "ahli muda", "ahli_muda" },
    { "ahli madya", "ahli_madya" },
    { "ahli utama", "ahli_utama" },
    { "pemula", "pemula" },
    { "terampil", "terampil" },
    { "mahir", "mahir" },
    { "penyelia", "penyelia" },
};

/* A text cell into a field of the person; empty leaves it alone. */
static void take_text(struct impor_kerja *k, struct impor_baris *b, int kolom, char **field)
{
    if (strlen(b->sel[kolom]) > 200)
        impor_tolak(k, b, kolom, E_MASUKAN, "%s lebih dari 200 karakter.", impor_judul[kolom]);
    else if (b->sel[kolom][0])
        *field = b->sel[kolom];
}

static void take_word(struct impor_kerja *k, struct impor_baris *b, int kolom, const char *const (*list)[2],
                      size_t n, char **field)
{
    const char *v;

    if (!b->sel[kolom][0])
        return;
    v = word(b->sel[kolom], list, n);
    if (v)
        *field = arena_strdup(k->in->a, v);
    else
        impor_tolak(k, b, kolom, E_MASUKAN, "%s \"%.60s\" tidak dikenal.", impor_judul[kolom], b->sel[kolom]);
}

static void take_date(struct impor_kerja *k, struct impor_baris *b, int kolom, char **field)
{
    char d[DATE_TEXT];

    if (!b->sel[kolom][0])
        return;
    if (tanggal_baca(b->sel[kolom], d))
        *field = arena_strdup(k->in->a, d);
    else
        impor_tolak(k, b, kolom, E_TANGGAL,
                    "%s \"%.40s\" bukan tanggal. Tulis 2025-02-01, 01/02/2025 atau 1 Februari 2025.",
                    impor_judul[kolom], b->sel[kolom]);
}

void impor_baca_orang(struct impor_kerja *k, struct impor_baris *b)
{
    struct pegawai *p = &b->isi;

    take_text(k, b, KOL_NAMA, &p->nama);
    take_text(k, b, KOL_GELAR_DEPAN, &p->gelar_depan);
    take_text(k, b, KOL_GELAR_BELAKANG, &p->gelar_belakang);
    take_text(k, b, KOL_TEMPAT_LAHIR, &p->tempat_lahir);
    take_text(k, b, KOL_PENDIDIKAN, &p->pendidikan);
    take_date(k, b, KOL_TANGGAL_LAHIR, &p->tanggal_lahir);
    take_date(k, b, KOL_TMT_GOL, &p->tmt_golongan);
    take_word(k, b, KOL_KELAMIN, sexes, COUNT(sexes), &p->kelamin);
    take_word(k, b, KOL_STATUS, statuses, COUNT(statuses), &p->status);
    take_word(k, b, KOL_GOL, grades, COUNT(grades), &p->golongan);
}

/* Units ----------------------------------------------------------------------------------------------- */

enum status impor_muat_unit(struct impor_kerja *k, struct err *e)
{
    struct buf list = BUF_NONE;
    struct rows r;
    enum status st =
        db_rows(k->db, &r, e,
                "SELECT u.id, coalesce(i.induk_id, 0), u.kode, u.nama FROM unit u LEFT JOIN unit_induk i "
                "ON i.unit_id = u.id AND i.mulai <= $1 AND (i.selesai IS NULL OR i.selesai >= $1) "
                "ORDER BY u.id",
                "t", k->who->hari);

    while (st == ST_OK && rows_next(&r)) {
        struct impor_unit u = { .id = row_int(&r, 0),
                                .induk = row_int(&r, 1),
                                .kode = impor_lipat(row_text(&r, 2), k->in->a),
                                .nama = impor_lipat(row_text(&r, 3), k->in->a) };

        buf_add(&list, &u, sizeof(u));
    }
    st = rows_end(&r, st, e);
    k->nunit = list.len / sizeof(struct impor_unit);
    k->unit = arena_array(k->in->a, struct impor_unit, k->nunit + 1);
    if (list.len)
        memcpy(k->unit, list.p, list.len);
    buf_free(&list);
    return st;
}

static const struct impor_unit *unit_by_id(const struct impor_kerja *k, int64_t id)
{
    for (size_t i = 0; i < k->nunit; i++)
        if (k->unit[i].id == id)
            return &k->unit[i];
    return NULL;
}

static bool named(const struct impor_unit *u, const char *name)
{
    return strcmp(u->nama, name) == 0 || strcmp(u->kode, name) == 0;
}

/* One of the units above is called so. */
static bool lies_under(const struct impor_kerja *k, const struct impor_unit *u, const char *name)
{
    for (int n = 0; u && n < 32; n++, u = unit_by_id(k, u->induk))
        if (named(u, name))
            return true;
    return false;
}

static void read_unit(struct impor_kerja *k, struct impor_baris *b)
{
    const char *name = impor_lipat(b->sel[KOL_UNOR], k->in->a),
               *above = impor_lipat(b->sel[KOL_UNOR_INDUK], k->in->a);
    bool above_known = !above[0];
    int found = 0;

    for (size_t i = 0; i < k->nunit; i++) {
        above_known = above_known || named(&k->unit[i], above);
        if (named(&k->unit[i], name) && (!above[0] || lies_under(k, &k->unit[i], above))) {
            b->unit_id = k->unit[i].id;
            found++;
        }
    }
    if (!above_known)
        impor_tolak(k, b, KOL_UNOR_INDUK, E_UNIT_TIDAK_ADA, "Unor induk \"%.100s\" tidak ada.",
                    b->sel[KOL_UNOR_INDUK]);
    else if (found == 0)
        impor_tolak(k, b, KOL_UNOR, E_UNIT_TIDAK_ADA, "Unor \"%.100s\" tidak ada%s.", b->sel[KOL_UNOR],
                    above[0] ? " di bawah unor induk itu" : "");
    else if (found > 1)
        impor_tolak(k, b, KOL_UNOR, E_UNIT_TIDAK_ADA,
                    "Ada %d unor bernama \"%.100s\": isi Unor Induk, atau kodenya.", found, b->sel[KOL_UNOR]);
}

/* Posts ----------------------------------------------------------------------------------------------- */

/* "III.a" from "III.a", "IIIa", "III/A"; NULL if it is none. */
static const char *eselon(const char *s, struct arena *a)
{
    static const char *const roman[] = { "III", "II", "IV", "I", "V" };

    for (size_t i = 0; i < COUNT(roman); i++) {
        size_t n = strlen(roman[i]);

        if (strncasecmp(s, roman[i], n) != 0)
            continue;
        s += n;
        s += *s == '.' || *s == '/';
        if ((*s != 'a' && *s != 'b' && *s != 'A' && *s != 'B') || s[1])
            return NULL;
        return arena_printf(a, "%s.%c", roman[i], tolower((unsigned char)*s));
    }
    return NULL;
}

static enum jabatan_jenis kind_of_eselon(const char *es)
{
    return strncmp(es, "III", 3) == 0                              ? JAB_ADMINISTRATOR
           : strncmp(es, "IV", 2) == 0 || strncmp(es, "V", 1) == 0 ? JAB_PENGAWAS
                                                                   : JAB_JPT;
}

/* The level that a functional post's name ends in, NULL none. */
static const char *level_of(const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < COUNT(levels); i++) {
        size_t m = strlen(levels[i][0]);

        if (n > m && strcasecmp(name + n - m, levels[i][0]) == 0)
            return levels[i][1];
    }
    return NULL;
}

/* Kind, level, eselon and class of a post, as far as the file says; the kind follows from the others where it
 * is empty. */
static void read_kind(struct impor_kerja *k, struct impor_baris *b)
{
    const char *kind = b->sel[KOL_JENIS_JABATAN][0]
                           ? word(impor_lipat(b->sel[KOL_JENIS_JABATAN], k->in->a), kinds, COUNT(kinds))
                           : "";
    char *end;

    if (b->sel[KOL_ESELON][0] && strcmp(b->sel[KOL_ESELON], "-") != 0 &&
        !(b->eselon = eselon(b->sel[KOL_ESELON], k->in->a)))
        impor_tolak(k, b, KOL_ESELON, E_MASUKAN, "Eselon \"%.20s\" tidak dikenal.", b->sel[KOL_ESELON]);
    b->kelas = b->sel[KOL_KELAS][0] ? strtoll(b->sel[KOL_KELAS], &end, 10) : 0;
    if (b->sel[KOL_KELAS][0] && (*end || b->kelas < 1 || b->kelas > 17))
        impor_tolak(k, b, KOL_KELAS, E_MASUKAN, "Kelas jabatan harus 1 sampai 17.");
    b->jenjang = level_of(b->sel[KOL_JABATAN]);
    if (!kind)
        impor_tolak(k, b, KOL_JENIS_JABATAN, E_MASUKAN, "Jenis jabatan \"%.60s\" tidak dikenal.",
                    b->sel[KOL_JENIS_JABATAN]);
    else if (kind[0])
        (void)jabatan_jenis_parse(kind, &b->jenis);
    else if (b->eselon)
        b->jenis = kind_of_eselon(b->eselon);
    else if (b->sel[KOL_JENIS_JABATAN][0])
        impor_tolak(k, b, KOL_ESELON, E_MASUKAN, "Jabatan struktural memerlukan eselon.");
    else
        b->jenis = b->jenjang ? JAB_FUNGSIONAL : JAB_PELAKSANA;
    if (b->jenis != JAB_FUNGSIONAL)
        b->jenjang = NULL;
}

void impor_baca_jabatan(struct impor_kerja *k, struct impor_baris *b)
{
    char *tmt = NULL;

    take_date(k, b, KOL_TMT_JABATAN, &tmt);
    if (tmt)
        snprintf(b->tmt, sizeof(b->tmt), "%s", tmt);
    if (!b->sel[KOL_JABATAN][0] && !b->sel[KOL_UNOR][0])
        return;
    if (strlen(b->sel[KOL_JABATAN]) > 200)
        impor_tolak(k, b, KOL_JABATAN, E_MASUKAN, "Jabatan lebih dari 200 karakter.");
    else if (!b->sel[KOL_JABATAN][0])
        impor_tolak(k, b, KOL_JABATAN, E_MASUKAN, "Jabatan kosong, padahal Unor diisi.");
    else if (!b->sel[KOL_UNOR][0])
        impor_tolak(k, b, KOL_UNOR, E_MASUKAN, "Unor kosong, padahal Jabatan diisi.");
    else
        b->jabatan = b->sel[KOL_JABATAN];
    if (b->sel[KOL_UNOR][0])
        read_unit(k, b);
    read_kind(k, b);
}

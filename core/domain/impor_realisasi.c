/* The table of indicator values: Periode;Indikator;Sumber;Unit;NIP;Plugin and a column for each input. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/impor_realisasi.h"

enum { V_PERIODE, V_INDIKATOR, V_SUMBER, V_UNIT, V_NIP, V_PLUGIN, V_N };
static const char *const judul[] = { "Periode", "Indikator", "Sumber", "Unit", "NIP", "Plugin" };

/* "1400", "8.5" and "8,5"; no thousands. */
static bool number(const char *s, double *out)
{
    char text[40], *end;
    size_t n = strlen(s);

    if (!n || n >= sizeof(text) || strspn(s, "0123456789.,-") != n)
        return false;
    memcpy(text, s, n + 1);
    if (strchr(text, ','))
        *strchr(text, ',') = '.';
    *out = strtod(text, &end);
    return *end == '\0';
}

static void inputs(struct tabel *t, struct tabel_baris *b, struct data_baris_impor *x)
{
    json_t *o = json_object();
    struct buf text = BUF_NONE;

    for (size_t i = 0; i < t->nlain; i++) {
        const char *cell = b->sel[V_N + i];
        double v;

        if (!cell[0])
            continue;
        if (number(cell, &v))
            json_object_set_new(o, t->lain[i],
                                v == (double)(json_int_t)v ? json_integer((json_int_t)v) : json_real(v));
        else
            json_object_set_new(o, t->lain[i], json_string(cell));
    }
    if (!json_object_size(o))
        tabel_tolak(t, b, -1, E_MASUKAN,
                    "Tidak ada isian pada baris ini; judul kolomnya nama isian indikator.");
    json_canonical(o, &text);
    x->mentah = arena_strndup(t->in.a, text.p, text.len);
    buf_free(&text);
    json_decref(o);
}

static enum status baca(struct tabel *t, struct tabel_baris *b, struct err *e)
{
    struct data_baris_impor *x = arena_new_of(t->in.a, struct data_baris_impor);
    struct err none = ERR_NONE;
    struct periode p;

    (void)e;
    b->isi = x;
    if (periode_find(t->db, b->sel[V_PERIODE], &p, &none) == ST_OK)
        x->isi.periode_id = p.id;
    else
        tabel_tolak(t, b, V_PERIODE, E_PERIODE_TIDAK_ADA, "Tidak ada periode \"%.20s\".", b->sel[V_PERIODE]);
    if (!b->sel[V_UNIT][0] == !b->sel[V_NIP][0])
        tabel_tolak(t, b, V_UNIT, E_MASUKAN, "Isi Unit atau NIP, salah satu.");
    else if (b->sel[V_UNIT][0])
        (void)tabel_unit(t, b, V_UNIT, &x->isi.unit_id);
    else
        (void)tabel_pegawai(t, b, V_NIP, &x->isi.pegawai_id);
    x->isi.kode = b->sel[V_INDIKATOR];
    x->isi.plugin = b->sel[V_PLUGIN][0] ? b->sel[V_PLUGIN] : NULL;
    x->isi.sumber = b->sel[V_SUMBER];
    if (!x->isi.kode[0] || strlen(x->isi.kode) > 64)
        tabel_tolak(t, b, V_INDIKATOR, E_MASUKAN, "Kode indikator 1 sampai 64 karakter.");
    if (!x->isi.sumber[0] || strlen(x->isi.sumber) > 400)
        tabel_tolak(t, b, V_SUMBER, E_MASUKAN, "Sumber data 1 sampai 400 karakter.");
    inputs(t, b, x);
    return ST_OK;
}

static enum status terap(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e)
{
    struct data_baris_impor *x = rows[0]->isi;
    struct perintah p;
    enum status st;

    (void)n;
    perintah_init(&p, t->who, data_isi, &x->isi);
    st = data_isi(&p, t->db, e);
    perintah_clear(&p);
    return st;
}

const struct tabel_jenis tabel_realisasi = { "realisasi", judul, V_N, 3, true, baca, terap };

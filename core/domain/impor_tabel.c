#include "domain/impor_tabel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/harikerja.h"
#include "domain/impor_bagian.h"
#include "domain/tanggal.h"
#include "domain/unit.h"

/* Faults ---------------------------------------------------------------------------------------------- */

void tabel_tolak(struct tabel *t, struct tabel_baris *b, int kolom, enum code code, const char *fmt, ...)
{
    char text[512];
    struct impor_catatan c = { .baris = b->nomor, .code = code };
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt ? fmt : code_row(code)->id, ap);
    va_end(ap);
    c.kolom = kolom < 0                     ? ""
              : (size_t)kolom < t->jenis->n ? t->jenis->judul[kolom]
                                            : t->lain[(size_t)kolom - t->jenis->n];
    c.pesan = arena_strdup(t->in.a, text);
    buf_add(&t->galat, &c, sizeof(c));
    b->salah = true;
}

/* Cells ----------------------------------------------------------------------------------------------- */

bool tabel_pegawai(struct tabel *t, struct tabel_baris *b, int kolom, int64_t *id)
{
    const struct nip_acuan ref = { .hari = t->who->hari };
    struct err e = ERR_NONE;
    struct nip n;

    nip_check(b->sel[kolom], &ref, &n);
    if (!n.teks[0]) {
        tabel_tolak(t, b, kolom, b->sel[kolom][0] ? E_NIP_BENTUK : E_NIP_KOSONG, NULL);
        return false;
    }
    if (pegawai_find(t->db, n.teks, id, &e) != ST_OK) {
        tabel_tolak(t, b, kolom, E_PEGAWAI_TIDAK_ADA, "Tidak ada pegawai dengan NIP %s.", n.teks);
        return false;
    }
    return true;
}

bool tabel_unit(struct tabel *t, struct tabel_baris *b, int kolom, int64_t *id)
{
    struct err e = ERR_NONE;

    if (unit_find(t->db, b->sel[kolom], id, &e) == ST_OK)
        return true;
    tabel_tolak(t, b, kolom, E_UNIT_TIDAK_ADA, "Tidak ada unit dengan kode \"%.60s\".", b->sel[kolom]);
    return false;
}

const char *tabel_tanggal(struct tabel *t, struct tabel_baris *b, int kolom)
{
    char *out = arena_alloc(t->in.a, DATE_TEXT);

    if (tanggal_baca(b->sel[kolom], out))
        return out;
    tabel_tolak(t, b, kolom, E_TANGGAL, "%s",
                b->sel[kolom][0] ? "Tanggal tidak dikenal." : "Tanggal kosong.");
    return NULL;
}

const char *tabel_jam(struct tabel *t, struct tabel_baris *b, int kolom)
{
    char *out = arena_alloc(t->in.a, 8);
    int h, m, end = 0;

    if (!b->sel[kolom][0])
        return "";
    if ((sscanf(b->sel[kolom], "%2d:%2d%n", &h, &m, &end) == 2 ||
         sscanf(b->sel[kolom], "%2d.%2d%n", &h, &m, &end) == 2) &&
        (b->sel[kolom][end] == '\0' || strcmp(b->sel[kolom] + end, ":00") == 0) && h >= 0 && h < 24 &&
        m >= 0 && m < 60) {
        snprintf(out, 8, "%02u:%02u", (unsigned)h % 24, (unsigned)m % 60);
        return out;
    }
    tabel_tolak(t, b, kolom, E_MASUKAN, "Jam ditulis seperti 07:30.");
    return NULL;
}

/* Reading --------------------------------------------------------------------------------------------- */

static int column_of(const struct tabel *t, const char *title)
{
    const char *want = impor_lipat(title, t->in.a);

    for (size_t i = 0; i < t->jenis->n; i++)
        if (strcmp(impor_lipat(t->jenis->judul[i], t->in.a), want) == 0)
            return (int)i;
    return -1;
}

static enum status read_titles(struct tabel *t, const struct csv_tabel *csv, int *at, struct err *e)
{
    t->lain = arena_array(t->in.a, char *, csv->judul.n + 1);
    for (size_t i = 0; i < t->jenis->n + csv->judul.n; i++)
        at[i] = -1;
    for (size_t c = 0; c < csv->judul.n; c++) {
        char *title = csv_bersih(csv->judul.sel[c]);
        int i = column_of(t, title);

        if (i < 0 && title[0] && !t->jenis->lain)
            return err_set(e, E_IMPOR_KOLOM, "Kolom \"%.60s\" tidak dikenal.", title);
        if (i >= 0 && at[i] >= 0)
            return err_set(e, E_IMPOR_KOLOM, "Kolom %s ada dua kali.", title);
        if (i < 0 && title[0]) {
            t->lain[t->nlain] = title;
            i = (int)(t->jenis->n + t->nlain++);
        }
        if (i >= 0)
            at[i] = (int)c;
    }
    for (size_t i = 0; i < t->jenis->wajib; i++)
        if (at[i] < 0)
            return err_set(e, E_IMPOR_KOLOM, "Kolom %s tidak ada; pemisah yang terbaca \"%c\".",
                           t->jenis->judul[i], csv->pemisah);
    return ST_OK;
}

static enum status read_row(struct tabel *t, const struct csv_tabel *csv, const int *at, size_t r,
                            struct err *e)
{
    struct tabel_baris *b = &t->baris[r];
    size_t n = t->jenis->n + t->nlain;

    b->nomor = csv->baris[r].nomor;
    b->sel = arena_array(t->in.a, char *, n + 1);
    for (size_t i = 0; i < n; i++)
        b->sel[i] = at[i] >= 0 && (size_t)at[i] < csv->baris[r].n ? csv_bersih(csv->baris[r].sel[at[i]])
                                                                  : arena_strdup(t->in.a, "");
    if (csv->baris[r].n > csv->judul.n)
        tabel_tolak(t, b, -1, E_IMPOR_BENTUK, "Baris ini mempunyai %zu sel, judulnya %zu.", csv->baris[r].n,
                    csv->judul.n);
    return b->salah ? ST_OK : t->jenis->baca(t, b, e);
}

enum status tabel_baca(struct tabel *t, struct db *db, const struct who *who, struct err *e)
{
    struct csv_tabel csv;
    int *at;
    enum status st = csv_baca(t->in.bytes, t->in.len, t->in.a, &csv, e);

    t->db = db;
    t->who = who;
    if (st != ST_OK)
        return st;
    at = arena_array(t->in.a, int, t->jenis->n + csv.judul.n + 1);
    if ((st = read_titles(t, &csv, at, e)) != ST_OK)
        return st;
    t->n = csv.nbaris;
    t->baris = arena_array(t->in.a, struct tabel_baris, t->n + 1);
    for (size_t r = 0; r < t->n && st == ST_OK; r++)
        st = read_row(t, &csv, at, r, e);
    return st;
}

/* Applying -------------------------------------------------------------------------------------------- */

static bool refusal(enum status st)
{
    return st == ST_DENIED || st == ST_NOT_FOUND || st == ST_CONFLICT || st == ST_INVALID || st == ST_LIMIT;
}

/* Groups keep the order in which their first row stands in the file. */
static int by_key(const void *a, const void *b)
{
    const struct tabel_baris *x = *(struct tabel_baris *const *)a, *y = *(struct tabel_baris *const *)b;
    int c;

    if (!x->kunci || !y->kunci)
        c = (x->kunci != NULL) - (y->kunci != NULL);
    else
        c = strcmp(x->kunci, y->kunci);
    return c ? c : (x->nomor > y->nomor) - (x->nomor < y->nomor);
}

static enum status group(struct tabel *t, struct tabel_baris **rows, size_t n, struct err *e)
{
    enum status st = db_savepoint(t->db, e);

    if (st != ST_OK)
        return st;
    st = t->jenis->terap(t, rows, n, e);
    if (st == ST_OK)
        return db_release(t->db, e);
    if (!refusal(st))
        return st;
    db_rollback_savepoint(t->db);
    for (size_t i = 0; i < n; i++)
        tabel_tolak(t, rows[i], -1, e->code, "%s", e->msg);
    err_clear(e);
    return ST_OK;
}

static enum status all_groups(struct tabel *t, struct err *e)
{
    struct tabel_baris **sound = arena_array(t->in.a, struct tabel_baris *, t->n + 1);
    size_t n = 0, end;
    enum status st = ST_OK;

    for (size_t i = 0; i < t->n; i++)
        if (!t->baris[i].salah)
            sound[n++] = &t->baris[i];
    qsort(sound, n, sizeof(*sound), by_key);
    for (size_t i = 0; i < n && st == ST_OK; i = end) {
        for (end = i + 1; end < n && sound[i]->kunci && sound[end]->kunci &&
                          strcmp(sound[i]->kunci, sound[end]->kunci) == 0;)
            end++;
        st = group(t, sound + i, end - i, e);
    }
    return st;
}

static int by_line(const void *a, const void *b)
{
    const struct impor_catatan *x = a, *y = b;

    return (x->baris > y->baris) - (x->baris < y->baris);
}

static void finish(struct tabel *t)
{
    t->in.dibaca = (int64_t)t->n;
    t->in.salah = 0;
    for (size_t i = 0; i < t->n; i++)
        t->in.salah += t->baris[i].salah;
    t->in.baru = t->in.dibaca - t->in.salah;
    t->in.ngalat = t->galat.len / sizeof(struct impor_catatan);
    t->in.galat = arena_array(t->in.a, struct impor_catatan, t->in.ngalat + 1);
    if (t->galat.len)
        memcpy(t->in.galat, t->galat.p, t->galat.len);
    qsort(t->in.galat, t->in.ngalat, sizeof(*t->in.galat), by_line);
    t->in.diterapkan = !t->in.coba && (t->in.salah == 0 || t->in.lewati_salah);
}

static enum status audit_file(struct tabel *t, struct err *e)
{
    struct audit_entry a = {
        .objek = "impor", .peristiwa = t->jenis->apa, .catatan = t->in.nama, .peran = "admin"
    };
    struct buf isi = BUF_NONE;
    char hex[DIGEST_HEX];
    struct digest d;
    enum status st;

    hash_sha256(t->in.bytes, t->in.len, &d);
    digest_hex(&d, hex);
    buf_printf(&isi, "{\"dibaca\":%lld,\"salah\":%lld,\"sha256\":\"%s\"}", (long long)t->in.dibaca,
               (long long)t->in.salah, hex);
    a.isi = isi.p;
    st = audit_add(t->db, t->who, &a, NULL, e);
    buf_free(&isi);
    return st;
}

/* As impor_pegawai: what is not to be applied is undone here, so that the command ends well with its report.
 */
enum status tabel_terapkan(struct perintah *p, struct db *db, struct err *e)
{
    struct tabel *t = p->input;
    enum status st = db_savepoint(db, e);

    t->db = db;
    t->who = &p->who;
    if (st == ST_OK)
        st = all_groups(t, e);
    if (st != ST_OK)
        goto out;
    finish(t);
    if (!t->in.diterapkan)
        db_rollback_savepoint(db);
    else if ((st = audit_file(t, e)) == ST_OK)
        st = db_release(db, e);
out:
    buf_free(&t->galat);
    return st;
}

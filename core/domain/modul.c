#include "domain/modul.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Registration → struct ------------------------------------------------------------------------------------
 */

static const char *text(const json_t *o, const char *key, struct arena *a)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? arena_strdup(a, s) : NULL;
}

/* A whole number within 0 … most; plugins may write 4.0. */
static int64_t whole(const json_t *o, const char *key, int64_t most)
{
    double d = json_number_value(json_object_get(o, key));

    return d >= 0 && d <= (double)most ? (int64_t)d : 0;
}

/* The texts of a list; false where it holds anything else or too many. */
static bool texts(const json_t *list, size_t most, struct arena *a, const char ***out, size_t *n)
{
    *n = json_array_size(list);
    if (*n > most)
        return false;
    *out = arena_array(a, const char *, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        const char *s = json_string_value(json_array_get(list, i));

        if (!s)
            return false;
        (*out)[i] = arena_strdup(a, s);
    }
    return true;
}

static bool read_materi(const json_t *list, struct arena *a, struct modul *out)
{
    out->nmateri = json_array_size(list);
    if (out->nmateri > MODUL_MATERI)
        return false;
    out->materi = arena_array(a, struct materi, out->nmateri + 1);
    for (size_t i = 0; i < out->nmateri; i++) {
        const json_t *v = json_array_get(list, i);
        struct materi *x = &out->materi[i];

        x->judul = text(v, "judul", a);
        x->berkas = text(v, "berkas", a);
        x->menit = whole(v, "menit", 10000);
        if (!x->judul || !x->berkas ||
            !texts(json_object_get(v, "gambar"), MODUL_MATERI, a, &x->gambar, &x->ngambar))
            return false;
    }
    return true;
}

static bool read_kuis(const json_t *list, struct arena *a, struct modul *out)
{
    out->nkuis = json_array_size(list);
    if (out->nkuis > MODUL_SOAL)
        return false;
    out->kuis = arena_array(a, struct soal, out->nkuis + 1);
    for (size_t i = 0; i < out->nkuis; i++) {
        const json_t *v = json_array_get(list, i);
        struct soal *x = &out->kuis[i];

        x->teks = text(v, "soal", a);
        x->alasan = text(v, "alasan", a);
        if (!x->alasan)
            x->alasan = "";
        x->jawaban = (int)whole(v, "jawaban", MODUL_PILIHAN);
        if (!x->teks || !texts(json_object_get(v, "pilihan"), MODUL_PILIHAN, a, &x->pilihan, &x->npilihan) ||
            x->npilihan < 2 || x->jawaban < 1 || (size_t)x->jawaban > x->npilihan)
            return false;
    }
    return true;
}

/* What the release's row says is in `out` already. */
static bool read_module(const json_t *v, struct arena *a, struct modul *out)
{
    out->kode = text(v, "kode", a);
    out->judul = text(v, "judul", a);
    out->jenis = text(v, "jenis", a);
    out->definisi = text(v, "definisi", a);
    out->dasar = text(v, "dasar", a);
    out->jp = whole(v, "jp", JP_MAX);
    out->percobaan = whole(v, "percobaan", 10000);
    out->jeda_jam = whole(v, "jeda_jam", 10000);
    out->ada_lulus = json_is_true(json_object_get(v, "lulus"));
    out->ada_jp = json_is_true(json_object_get(v, "jp_diakui"));
    out->ada_sarankan = json_is_true(json_object_get(v, "sarankan"));
    return out->kode && out->judul && out->jenis &&
           texts(json_object_get(v, "kompetensi"), MODUL_MATERI, a, &out->kompetensi, &out->nkompetensi) &&
           read_materi(json_object_get(v, "materi"), a, out) && read_kuis(json_object_get(v, "kuis"), a, out);
}

/* Releases -------------------------------------------------------------------------------------------------
 */

/* *daftar: the caller frees it. */
static enum status read_release(struct db *db, int64_t release_id, struct arena *a, struct modul *out,
                                json_t **daftar, struct err *e)
{
    struct rows r;
    char *json = NULL;
    enum status st =
        db_rows(db, &r, e, "SELECT plugin, label, sha256, api, daftar, status FROM release WHERE id = $1",
                "i", release_id);

    *out = (struct modul){ .release_id = release_id };
    *daftar = NULL;
    if (st == ST_OK && rows_next(&r)) {
        out->plugin = row_dup(&r, 0, a);
        out->label = row_dup(&r, 1, a);
        out->sha256 = row_dup(&r, 2, a);
        out->api = (int)row_int(&r, 3);
        json = row_dup(&r, 4, a);
        out->karantina = strcmp(row_text(&r, 5), "quarantined") == 0;
    }
    st = rows_end(&r, st, e);
    if (st != ST_OK)
        return st;
    return json ? json_read(json, strlen(json), daftar, e) : err_set(e, E_MODUL_TIDAK_ADA, NULL);
}

enum status modul_muat(struct db *db, int64_t release_id, const char *kode, struct arena *a,
                       struct modul *out, struct err *e)
{
    json_t *daftar, *v, *found = NULL;
    size_t i;
    enum status st = read_release(db, release_id, a, out, &daftar, e);

    if (st != ST_OK)
        return st;
    json_array_foreach(json_object_get(daftar, "pelatihan"), i, v)
    {
        const char *s = json_string_value(json_object_get(v, "kode"));

        if (s && strcmp(s, kode) == 0)
            found = v;
    }
    if (!found)
        st = err_set(e, E_MODUL_TIDAK_ADA, "Modul %.64s tidak ada dalam plugin %s.", kode, out->plugin);
    else if (!read_module(found, a, out))
        st = err_set(e, E_MODUL_RUSAK, "Materi atau kuis modul %.64s tidak dapat dibaca.", kode);
    json_decref(daftar);
    return st;
}

enum status modul_cari(struct db *db, int64_t unit_id, const char *plugin, const char *kode, const char *hari,
                       struct arena *a, struct modul *out, struct err *e)
{
    struct aktivasi x;
    enum status st = aktivasi_find_hari(db, unit_id, plugin, hari, &x, e);

    if (st == ST_OK)
        st = modul_muat(db, x.release_id, kode, a, out, e);
    if (st == ST_OK)
        memcpy(out->setelan_hash, x.setelan_hash, sizeof(out->setelan_hash));
    return st;
}

/* Appends the readable modules of one activation. */
static enum status add_release(struct db *db, const struct aktivasi *x, struct arena *a, struct buf *list,
                               struct err *e)
{
    struct modul head, next;
    json_t *daftar, *v;
    size_t i;
    enum status st = read_release(db, x->release_id, a, &head, &daftar, e);

    if (st != ST_OK)
        return st;
    memcpy(head.setelan_hash, x->setelan_hash, sizeof(head.setelan_hash));
    json_array_foreach(json_object_get(daftar, "pelatihan"), i, v)
    {
        next = head;
        if (read_module(v, a, &next))
            buf_add(list, &next, sizeof(next));
    }
    json_decref(daftar);
    return ST_OK;
}

enum status modul_katalog(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                          struct modul **out, size_t *n, struct err *e)
{
    struct aktivasi *held;
    struct buf list = BUF_NONE;
    size_t nheld;
    enum status st = aktivasi_list_hari(db, unit_id, hari, a, &held, &nheld, e);

    *n = 0;
    *out = NULL;
    for (size_t i = 0; st == ST_OK && i < nheld; i++)
        st = add_release(db, &held[i], a, &list, e);
    if (st == ST_OK && list.len) {
        *n = list.len / sizeof(**out);
        *out = arena_array(a, struct modul, *n);
        memcpy(*out, list.p, list.len);
    }
    buf_free(&list);
    return st;
}

/* Quiz -----------------------------------------------------------------------------------------------------
 */

void kuis_urutan(int64_t pelatihan_id, int64_t n, size_t nkuis, size_t *out)
{
    struct digest d;
    char seed[64];

    for (size_t i = 0; i < nkuis; i++)
        out[i] = i;
    for (size_t i = nkuis; i > 1; i--) {
        uint32_t x;
        size_t j, keep = out[i - 1];
        int len =
            snprintf(seed, sizeof(seed), "kuis %lld %lld %zu", (long long)pelatihan_id, (long long)n, i);

        hash_blake2b(seed, (size_t)len, &d);
        x = (uint32_t)d.b[0] | (uint32_t)d.b[1] << 8 | (uint32_t)d.b[2] << 16;
        j = x % i;
        out[i - 1] = out[j];
        out[j] = keep;
    }
}

int64_t kuis_benar(const struct modul *m, const int64_t *jawaban)
{
    int64_t benar = 0;

    for (size_t i = 0; i < m->nkuis; i++)
        benar += jawaban[i] == m->kuis[i].jawaban;
    return benar;
}

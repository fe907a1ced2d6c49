#include "script/beda.h"

#include <string.h>

#include "base/lines.h"

enum perubahan { TAMBAH, HAPUS, UBAH };
static const char *const perubahan[] = { "tambah", "hapus", "ubah" };

/* Files -------------------------------------------------------------------------------------------------- */

static void put_lines(struct jw *w, const struct package_file *a, const struct package_file *b)
{
    struct lines_diff d = { 0 };
    bool text = (!a || package_is_text(a)) && (!b || package_is_text(b));

    if (text)
        lines_diff(a ? (const void *)a->data : "", a ? a->len : 0, b ? (const void *)b->data : "",
                   b ? b->len : 0, &d);
    jw_key(w, "baris_tambah");
    if (text)
        jw_int(w, d.added);
    else
        jw_null(w);
    jw_key(w, "baris_hapus");
    if (text)
        jw_int(w, d.removed);
    else
        jw_null(w);
    jw_kbool(w, "kira", d.rough);
}

static void put_file(struct jw *w, const struct package_file *a, const struct package_file *b)
{
    const struct package_file *f = a ? a : b;

    if (a && b && a->len == b->len && memcmp(a->data, b->data, a->len) == 0)
        return;
    jw_open(w, '{');
    jw_ktext(w, "path", f->path);
    jw_ktext(w, "perubahan", perubahan[!a ? TAMBAH : !b ? HAPUS : UBAH]);
    put_lines(w, a, b);
    jw_kbool(w, "pustaka", !package_own(f));
    jw_close(w);
}

/* Both lists are sorted by path. */
static void put_files(struct jw *w, const struct package *a, const struct package *b)
{
    size_t i = 0, k = 0;

    jw_key(w, "berkas");
    jw_open(w, '[');
    while (i < a->nfiles || k < b->nfiles) {
        int d = i == a->nfiles ? 1 : k == b->nfiles ? -1 : strcmp(a->files[i].path, b->files[k].path);

        put_file(w, d <= 0 ? &a->files[i] : NULL, d >= 0 ? &b->files[k] : NULL);
        i += d <= 0;
        k += d >= 0;
    }
    jw_close(w);
}

/* Manifest ----------------------------------------------------------------------------------------------- */

static void put_value(struct jw *w, const char *key, const json_t *v)
{
    jw_key(w, key);
    if (v)
        jw_json(w, v);
    else
        jw_null(w);
}

static void put_setting(struct jw *w, const char *name, const json_t *a, const json_t *b)
{
    if (a && b && json_equal(a, b))
        return;
    jw_open(w, '{');
    jw_ktext(w, "nama", name);
    jw_ktext(w, "perubahan", perubahan[!a ? TAMBAH : !b ? HAPUS : UBAH]);
    put_value(w, "dari", a);
    put_value(w, "ke", b);
    jw_close(w);
}

static void put_settings(struct jw *w, const json_t *a, const json_t *b)
{
    const char *name;
    json_t *v;

    jw_key(w, "setelan");
    jw_open(w, '[');
    json_object_foreach((json_t *)a, name, v) put_setting(w, name, v, json_object_get(b, name));
    json_object_foreach((json_t *)b, name, v) if (!json_object_get(a, name)) put_setting(w, name, NULL, v);
    jw_close(w);
}

static bool has(const json_t *list, const json_t *v)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_equal(json_array_get(list, i), v))
            return true;
    return false;
}

/* What one of both lists of a kind has and the other has not. */
static void put_names(struct jw *w, const char *kind, const json_t *here, const json_t *there,
                      enum perubahan how)
{
    for (size_t i = 0; i < json_array_size(here); i++) {
        const json_t *name = json_array_get(here, i);

        if (has(there, name))
            continue;
        jw_open(w, '{');
        jw_ktext(w, "jenis", kind);
        jw_ktext(w, "nama", json_string_value(name));
        jw_ktext(w, "perubahan", perubahan[how]);
        jw_close(w);
    }
}

static void put_provides(struct jw *w, const json_t *a, const json_t *b)
{
    static const char *const kinds[] = { "indikator", "skema", "pelatihan", "fungsi" };

    jw_key(w, "daftar");
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const json_t *x = json_object_get(a, kinds[i]), *y = json_object_get(b, kinds[i]);

        put_names(w, kinds[i], y, x, TAMBAH);
        put_names(w, kinds[i], x, y, HAPUS);
    }
    jw_close(w);
}

static void put_member(struct jw *w, const char *name, const json_t *a, const json_t *b)
{
    if (strcmp(name, "settings") == 0 || strcmp(name, "provides") == 0 || (a && b && json_equal(a, b)))
        return;
    jw_open(w, '{');
    jw_ktext(w, "nama", name);
    put_value(w, "dari", a);
    put_value(w, "ke", b);
    jw_close(w);
}

static void put_manifest(struct jw *w, const json_t *a, const json_t *b)
{
    const char *name;
    json_t *v;

    jw_key(w, "manifes");
    jw_open(w, '[');
    json_object_foreach((json_t *)a, name, v) put_member(w, name, v, json_object_get(b, name));
    json_object_foreach((json_t *)b, name, v) if (!json_object_get(a, name)) put_member(w, name, NULL, v);
    jw_close(w);
}

void beda_json(struct jw *w, const struct package *dari, const struct package *ke)
{
    const struct manifest *a = &dari->manifest, *b = &ke->manifest;

    put_files(w, dari, ke);
    put_settings(w, a->settings, b->settings);
    put_provides(w, a->provides, b->provides);
    put_manifest(w, a->json, b->json);
}

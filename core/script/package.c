#include "script/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assets.h"
#include "base/jschema.h"
#include "base/json.h"
#include "script/finding.h"
#include "script/manifest.h"
#include "script/package_build.h"

void build_start(struct build *b, bool closed, struct findings *notes)
{
    *b = (struct build){ .a = arena_new(), .closed = closed, .notes = notes };
    b->files = arena_array(b->a, struct package_file, PACKAGE_FILES + PACKAGE_LIBRARY);
}

enum status build_note(const struct build *b, enum status st, struct err *e)
{
    if (!b->notes || (st != ST_INVALID && st != ST_LIMIT))
        return st;
    finding_err(b->notes, e, "");
    *e = ERR_NONE;
    return ST_OK;
}

static const char *suffix(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot ? dot : "";
}

static bool one_of(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(s, *list) == 0)
            return true;
    return false;
}

/* Lower case, so that a folder means the same on every file system. */
static bool plain(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool word = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9');

        if (!word && (i == 0 || !strchr("._-", s[i])))
            return false;
    }
    return n > 0;
}

enum status build_path(const struct build *b, const char *path, struct err *e)
{
    static const char *const any[] = { ".lua", ".md", ".png", ".jpg", ".jpeg", NULL };
    const char *slash = strchr(path, '/'), *name = slash ? slash + 1 : path, *why = NULL;
    size_t folder = slash ? (size_t)(slash - path) : 0;

    if (strlen(path) > 100)
        why = "namanya lebih dari 100 huruf";
    else if (path[0] == '.' || name[0] == '.')
        why = "berkas tersembunyi dan .. tidak diperbolehkan";
    else if (strchr(name, '/'))
        why = "folder hanya boleh satu tingkat";
    else if (strcmp(path, "README.md") == 0 || strcmp(path, "plugin.json") == 0)
        return ST_OK;
    else if ((slash && !plain(path, folder)) || !plain(name, strlen(name)))
        why = "nama berkas hanya huruf kecil, angka, titik, - dan _";
    else if (folder == 5 && strncmp(path, "tests", 5) == 0)
        why = strcmp(suffix(name), ".json") == 0 ? NULL : "di tests hanya berkas .json";
    else if (folder == 3 && strncmp(path, "lib", 3) == 0 && !b->closed)
        why = "folder lib dipakai untuk pustaka bersama";
    else if (slash && strcmp(suffix(name), ".lua") == 0 && !b->closed)
        why = "berkas .lua harus langsung di folder plugin, supaya use dapat menemukannya";
    else if (!one_of(suffix(name), any))
        why = "jenis berkas ini tidak dikenal (boleh .lua, .md, .png, .jpg)";
    if (!why)
        return ST_OK;
    snprintf(e->file, sizeof(e->file), "%.90s", path);
    return err_set(e, E_PLUGIN_PAKET, "%.100s: %s.", path, why);
}

enum status build_reserve(struct build *b, const char *path, size_t len, uint8_t **data, struct err *e)
{
    size_t most = strcmp(suffix(path), ".lua") == 0 ? PACKAGE_SOURCE : PACKAGE_FILE;
    enum status st;

    if ((st = build_path(b, path, e)) != ST_OK)
        return st;
    snprintf(e->file, sizeof(e->file), "%.90s", path); /* until it is taken in */
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->files[i].path, path) == 0)
            return err_set(e, E_PLUGIN_PAKET, "%s: ada dua kali dalam paket.", path);
    if (len > most)
        return err_set(e, E_PLUGIN_BESAR, "%s: %zu bita, paling besar %zu KiB.", path, len, most / 1024);
    if (b->n >= PACKAGE_FILES + (size_t)(b->closed ? PACKAGE_LIBRARY : 0))
        return err_set(e, E_PLUGIN_BESAR, "Paket memuat lebih dari %d berkas.", PACKAGE_FILES);
    if (b->bytes + len > PACKAGE_BYTES)
        return err_set(e, E_PLUGIN_BESAR, "Paket lebih dari %d MiB.", PACKAGE_BYTES >> 20);
    e->file[0] = '\0';
    *data = arena_alloc(b->a, len + 1);
    b->bytes += len;
    b->files[b->n++] = (struct package_file){ arena_strdup(b->a, path), *data, len };
    return ST_OK;
}

enum status build_add(struct build *b, const char *path, const void *data, size_t len, struct err *e)
{
    uint8_t *copy;
    enum status st = build_reserve(b, path, len, &copy, e);

    if (st == ST_OK && len)
        memcpy(copy, data, len);
    return st;
}

static int by_path(const void *x, const void *y)
{
    return strcmp(((const struct package_file *)x)->path, ((const struct package_file *)y)->path);
}

static void add_number(struct hash_state *h, uint64_t v, int bytes)
{
    uint8_t le[8];

    for (int i = 0; i < bytes; i++)
        le[i] = (uint8_t)(v >> (8 * i));
    hash_add(h, le, (size_t)bytes);
}

static void identify(struct package *p)
{
    struct hash_state h;

    hash_start_sha256(&h);
    for (size_t i = 0; i < p->nfiles; i++) {
        size_t n = strlen(p->files[i].path);

        add_number(&h, n, 4);
        hash_add(&h, p->files[i].path, n);
        add_number(&h, p->files[i].len, 8);
        hash_add(&h, p->files[i].data, p->files[i].len);
    }
    hash_finish(&h, &p->digest);
}

static enum status check_text(const struct build *b, const struct package *p, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < p->nfiles && st == ST_OK; i++) {
        const struct package_file *f = &p->files[i];

        /* .lua is not looked at here: what the loader refuses, it refuses with its own reason. */
        if (strcmp(suffix(f->path), ".md") != 0 || utf8_valid((const char *)f->data, f->len))
            continue;
        snprintf(e->file, sizeof(e->file), "%.90s", f->path);
        st = build_note(b, err_set(e, E_PLUGIN_PAKET, "%s: bukan teks UTF-8.", f->path), e);
    }
    return st;
}

enum status build_finish(struct build *b, struct package *out, struct err *e)
{
    enum status st;

    *out = (struct package){ .a = b->a, .files = b->files, .nfiles = b->n, .notes = b->notes };
    b->a = NULL;
    qsort(out->files, out->nfiles, sizeof(*out->files), by_path);
    identify(out);
    if ((st = manifest_read(out, e)) != ST_OK)
        return st;
    if (!package_file(out, "init.lua") &&
        (st = build_note(b, err_set(e, E_PLUGIN_PAKET, "Paket tidak memuat init.lua."), e)) != ST_OK)
        return st;
    return check_text(b, out, e);
}

enum status build_close(struct build *b, enum status st, struct package *out, struct err *e)
{
    if (st == ST_OK)
        st = build_use(b, e);
    if (st == ST_OK)
        return build_finish(b, out, e);
    *out = (struct package){ .a = b->a, .notes = b->notes };
    return st;
}

const struct package_file *package_file(const struct package *p, const char *path)
{
    struct package_file key = { .path = path };

    return p->nfiles ? bsearch(&key, p->files, p->nfiles, sizeof(key), by_path) : NULL;
}

enum status package_read_json(const struct package_file *f, json_t **out, struct err *e)
{
    size_t mark = f->len >= 3 && memcmp(f->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    return json_read((const char *)f->data + mark, f->len - mark, out, e);
}

enum status package_from_files(const struct package_file *files, size_t n, struct package *out, struct err *e)
{
    struct build b;
    enum status st = ST_OK;

    build_start(&b, true, NULL);
    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = build_add(&b, files[i].path, files[i].data, files[i].len, e);
    if (st == ST_OK)
        return build_finish(&b, out, e);
    *out = (struct package){ .a = b.a };
    return st;
}

enum status package_note_shipped(const char *id, struct findings *notes, struct package *out, struct err *e)
{
    struct build b;
    char prefix[96];
    size_t n;
    enum status st = ST_OK;

    build_start(&b, false, notes);
    n = (size_t)snprintf(prefix, sizeof(prefix), "plugins/%.64s/", id);
    for (size_t i = 0; i < assets_count && st == ST_OK && id[0] != '_'; i++)
        if (strncmp(assets[i].path, prefix, n) == 0)
            st = build_add(&b, assets[i].path + n, assets[i].data, assets[i].len, e);
    if (st == ST_OK && b.n == 0)
        st = err_set(e, E_TIDAK_ADA, "Tidak ada plugin bawaan \"%.64s\".", id);
    return build_close(&b, st, out, e);
}

void package_free(struct package *p)
{
    json_decref(p->manifest.json);
    arena_free(p->a);
    *p = (struct package){ 0 };
}

enum status package_settings(const struct package *p, const json_t *given, json_t **out,
                             struct buf *canonical, struct digest *digest, struct err *e)
{
    json_t *schema = jschema_object(p->manifest.settings);
    json_t *settings = given ? json_deep_copy(given) : json_object();
    struct jschema s = { .schema = schema, .flags = JSCHEMA_STRICT };
    enum status st;

    *out = NULL;
    jschema_defaults(schema, settings);
    st = jschema_check(&s, settings, E_PLUGIN_SETELAN, e);
    json_decref(schema);
    if (st != ST_OK) {
        json_decref(settings);
        return st;
    }
    buf_clear(canonical);
    json_canonical(settings, canonical);
    hash_blake2b(canonical->p, canonical->len, digest);
    *out = settings;
    return ST_OK;
}

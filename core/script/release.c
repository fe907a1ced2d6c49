#include "script/release.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

enum { UNUSED_MAX = 16 };

/* What one thread holds. `pub` comes first: release_put gets its address back. */
struct held {
    struct release pub;
    int used;
    struct held *next; /* taken last comes first */
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void held_free(struct held *h)
{
    json_decref(h->pub.daftar);
    package_free(&h->pub.package);
    free(h);
}

static void thread_end(void *list)
{
    struct held *h = list;

    while (h) {
        struct held *next = h->next;

        held_free(h);
        h = next;
    }
}

static void make_key(void)
{
    if (pthread_key_create(&key, thread_end) != 0)
        abort();
}

static struct held *first(void)
{
    pthread_once(&once, make_key);
    return pthread_getspecific(key);
}

static void set_first(struct held *h)
{
    if (pthread_setspecific(key, h) != 0)
        abort();
}

/* Frees what nobody uses beyond the `keep` that were taken last. */
static void trim(int keep)
{
    struct held *list = first(), **p = &list;

    while (*p) {
        struct held *h = *p;

        if (h->used || keep-- > 0) {
            p = &h->next;
        } else {
            *p = h->next;
            held_free(h);
        }
    }
    set_first(list);
}

void release_forget(void)
{
    trim(0);
}

static struct held *find(const char *sha256)
{
    struct held *list = first(), **p = &list, *h;

    while (*p && strcmp((*p)->pub.sha256, sha256) != 0)
        p = &(*p)->next;
    h = *p;
    if (h) {
        *p = h->next;
        h->next = list;
        set_first(h);
    }
    return h;
}

/* Reading -------------------------------------------------------------------------------------------- */

static enum status files_of(struct db *db, int64_t id, struct arena *a, struct package_file **files,
                            size_t *n, struct err *e)
{
    struct rows r;
    enum status st;

    *files = arena_array(a, struct package_file, PACKAGE_FILES + 64);
    *n = 0;
    st = db_rows(db, &r, e, "SELECT path, isi FROM release_berkas WHERE release_id = $1 ORDER BY path", "i",
                 id);
    while (st == ST_OK && rows_next(&r)) {
        struct package_file *f = &(*files)[*n];
        const void *p = row_blob(&r, 1, &f->len);

        if (++*n == PACKAGE_FILES + 64)
            st = err_set(e, E_RELEASE_RUSAK, NULL);
        f->path = row_dup(&r, 0, a);
        f->data = (const uint8_t *)arena_strndup(a, p ? p : "", f->len);
    }
    return rows_end(&r, st, e);
}

static enum status fill(struct db *db, int64_t id, struct arena *a, struct release *out, struct err *e)
{
    struct package_file *files;
    struct digest want;
    char *daftar;
    size_t n;
    enum status st = files_of(db, id, a, &files, &n, e);

    if (st == ST_OK)
        st = package_from_files(files, n, &out->package, e);
    /* The name is the content: whatever else was read could not be this release. */
    if (st == ST_OK && (!digest_parse(out->sha256, &want) || !digest_equal(&want, &out->package.digest)))
        st = err_set(e, E_RELEASE_RUSAK, "Isi rilis %s %s tidak sesuai dengan SHA-256-nya.", out->plugin,
                     out->label);
    if (st == ST_OK)
        st = db_text(db, &daftar, a, e, "SELECT daftar FROM release WHERE id = $1", "i", id);
    if (st == ST_OK)
        st = json_read(daftar, strlen(daftar), &out->daftar, e);
    if (st == ST_OK)
        st = fields_parse(out->package.manifest.reads, &out->reads, e);
    return st;
}

static enum status read_release(struct db *db, const struct release *head, struct held **out, struct err *e)
{
    struct held *h = mem_alloc(sizeof(*h));
    struct arena *a = arena_new();
    enum status st;

    h->pub = *head;
    st = fill(db, head->id, a, &h->pub, e);
    arena_free(a);
    if (st != ST_OK) {
        held_free(h);
        return st;
    }
    h->next = first();
    set_first(h);
    *out = h;
    return ST_OK;
}

enum status release_get(struct db *db, int64_t id, const struct release **out, struct err *e)
{
    struct release head = { .id = id };
    struct held *h;
    struct rows r;
    bool there = false;
    enum status st =
        db_rows(db, &r, e,
                "SELECT sha256, plugin, label, COALESCE(skema, ''), api FROM release WHERE id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        snprintf(head.sha256, sizeof(head.sha256), "%s", row_text(&r, 0));
        snprintf(head.plugin, sizeof(head.plugin), "%s", row_text(&r, 1));
        snprintf(head.label, sizeof(head.label), "%s", row_text(&r, 2));
        snprintf(head.skema, sizeof(head.skema), "%s", row_text(&r, 3));
        head.api = (int)row_int(&r, 4);
        there = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !there)
        st = err_set(e, E_RELEASE_TIDAK_ADA, NULL);
    if (st != ST_OK)
        return st;
    h = find(head.sha256);
    if (!h) {
        trim(UNUSED_MAX - 1);
        st = read_release(db, &head, &h, e);
    } else if (h->pub.id != id && h->used) {
        /* Another database gave the same content another id; tests do that, nothing else. */
        st = read_release(db, &head, &h, e);
    } else {
        h->pub.id = id;
    }
    if (st != ST_OK)
        return st;
    h->used++;
    *out = &h->pub;
    return ST_OK;
}

void release_put(const struct release *r)
{
    struct held *h = first();

    if (!r)
        return;
    while (&h->pub != r)
        h = h->next;
    h->used--;
}

const json_t *release_indikator(const struct release *r, const char *kode)
{
    const json_t *list = json_object_get(r->daftar, "indikator");
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x)
    {
        const char *k = json_string_value(json_object_get(x, "kode"));

        if (k && strcmp(k, kode) == 0)
            return x;
    }
    return NULL;
}

/* Writing -------------------------------------------------------------------------------------------- */

void release_skema(const json_t *daftar, char out[64])
{
    const json_t *list = json_object_get(daftar, "skema");
    const char *kode = json_string_value(json_object_get(json_array_get(list, 0), "kode"));

    snprintf(out, 64, "%s", kode ? kode : "");
}

static enum status add_files(struct db *db, int64_t id, const struct package *p, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < p->nfiles; i++)
        st = db_exec(db, NULL, e, "INSERT INTO release_berkas (release_id, path, isi) VALUES ($1, $2, $3)",
                     "itb", id, p->files[i].path, (const void *)p->files[i].data, p->files[i].len);
    return st;
}

enum status release_add(struct db *db, const struct package *p, const json_t *daftar, const char *status,
                        const char *alasan, int64_t *id, bool *baru, struct err *e)
{
    char sha256[DIGEST_HEX], skema[64], now[TIME_TEXT];
    struct buf manifest = BUF_NONE, list = BUF_NONE;
    struct rows r;
    enum status st;

    *id = 0;
    digest_hex(&p->digest, sha256);
    st = db_rows(db, &r, e, "SELECT id FROM release WHERE sha256 = $1", "t", sha256);
    if (st == ST_OK && rows_next(&r))
        *id = row_int(&r, 0);
    st = rows_end(&r, st, e);
    if (baru)
        *baru = !*id;
    if (st != ST_OK || *id)
        return st;
    json_canonical(p->manifest.json, &manifest);
    json_canonical(daftar, &list);
    release_skema(daftar, skema);
    time_format(clock_now(), now);
    st = db_int(
        db, id, e,
        "INSERT INTO release (plugin, label, sha256, api, manifest, daftar, skema, status, alasan, dipasang)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        "tttitttttt", p->manifest.id, p->manifest.version, sha256, (int64_t)p->manifest.api, manifest.p,
        list.p, skema[0] ? skema : NULL, status, alasan ? alasan : "", now);
    if (st == ST_OK)
        st = add_files(db, *id, p, e);
    buf_free(&manifest);
    buf_free(&list);
    return st;
}

/* /api/v1/plugin, for authors: everything that the kit on the command line does, so that an editor in the
 * browser can do it on a machine where nothing is installed. Testing and calling are in api_rilis.c; here are
 * templates, the description of the interface, all findings of the static check, and what an installed
 * release holds.
 *
 * A release's source holds the answers of its quizzes: whoever may put it in force sees it, and the auditor.
 */
#include <string.h>

#include "base/assets.h"
#include "http/api.h"
#include "script/beda.h"
#include "script/fields.h"
#include "script/release.h"
#include "script/report.h"
#include "script/template.h"

/* Packages out --------------------------------------------------------------------------------------------
 */

/* {"berkas":[…]}, or the archive where ?bentuk=tar asks for it. */
static enum status answer_package(struct request *rq, const char *name, const struct package_file *files,
                                  size_t n)
{
    static const char *const words[] = { "json", "tar", NULL };
    const char *word;
    struct jw w;
    enum status st = api_query_word(rq, "bentuk", words, &word);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    if (word && strcmp(word, "tar") == 0) {
        package_tar(&rq->reply.body, files, n);
        rq->reply.type = "application/x-tar";
        rq->reply.download = arena_printf(rq->a, "%s.tar", name);
        return ST_OK;
    }
    jw_open(&w, '{');
    jw_key(&w, "berkas");
    package_json(&w, files, n);
    jw_close(&w);
    return ST_OK;
}

static enum status kerangka(struct request *rq)
{
    const char *kind = request_param(rq, "jenis"), *name = request_query(rq, "nama");
    struct package_file *files;
    size_t n;
    enum status st;

    if (!template_known(kind))
        return err_set(&rq->err, E_TIDAK_ADA, "Jenis plugin harus indikator, skema, pelatihan atau fungsi.");
    if (name && (!*name || strlen(name) > 60))
        return api_fault(rq, "nama", "Paling panjang 60.");
    if (!name)
        name = arena_printf(rq->a, "%s-baru", kind);
    st = template_files(kind, name, rq->a, &files, &n, &rq->err);
    return st == ST_OK ? answer_package(rq, kind, files, n) : st;
}

/* Findings ------------------------------------------------------------------------------------------------
 */

/* `plugin check`: everything that is wrong, at once. A faulty package is what was asked about, not a fault of
 * the request; only what cannot be read as a package at all is. */
static enum status temuan(struct request *rq)
{
    struct package p = { .notes = findings_new(rq->a) };
    struct host *host = host_new(host_exe(rq->plugins));
    struct check check = { 0 };
    struct jw w;
    enum status st;

    request_unpin(rq);
    if ((st = api_package(rq, p.notes, &p)) != ST_OK)
        goto out;
    st = package_check(host, &p, rq->a, &check, &rq->err);
    if (!check.findings)
        goto out;
    w = reply_json(rq, 200);
    report_check(&w, NULL, &p, &check);
    st = ST_OK;
out:
    host_free(host);
    package_free(&p);
    return st;
}

/* The interface -------------------------------------------------------------------------------------------
 */

static enum status uraian(struct request *rq)
{
    const struct asset *a = asset_find("schema/plugin-api.json");

    reply_fixed(rq, "application/json", a->data, a->len);
    return ST_OK;
}

static enum status medan(struct request *rq)
{
    const json_t *objects = json_object_get(plugin_api(), "objek");
    struct jw w = reply_json(rq, 200);
    const char *name;
    json_t *object;

    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    json_object_foreach((json_t *)objects, name, object)
    {
        jw_open(&w, '{');
        jw_ktext(&w, "objek", name);
        jw_ktext(&w, "keterangan", json_string_value(json_object_get(object, "keterangan")));
        jw_key(&w, "medan");
        jw_json(&w, json_object_get(object, "medan"));
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

/* Installed releases --------------------------------------------------------------------------------------
 */

static enum status with_release(struct request *rq,
                                enum status (*answer)(struct request *rq, const struct release *r))
{
    const struct release *r;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = release_get(rq->db, id, &r, &rq->err)) != ST_OK)
        return st;
    st = answer(rq, r);
    release_put(r);
    return st;
}

static enum status list_files(struct request *rq, const struct release *r)
{
    struct jw w = reply_json(rq, 200);

    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < r->package.nfiles; i++) {
        const struct package_file *f = &r->package.files[i];

        jw_open(&w, '{');
        jw_ktext(&w, "path", f->path);
        jw_kint(&w, "bita", (int64_t)f->len);
        jw_kbool(&w, "teks", package_is_text(f));
        jw_kbool(&w, "pustaka", !package_own(f));
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

static enum status berkas(struct request *rq)
{
    return with_release(rq, list_files);
}

/* Always as plain text, whatever the name says: a browser must not run a stranger's file. */
static enum status show_file(struct request *rq, const struct release *r)
{
    const char *path = request_query(rq, "path");
    const struct package_file *f = path ? package_file(&r->package, path) : NULL;

    if (!path || !*path || strlen(path) > 200)
        return api_fault(rq, "path", "Wajib diisi, paling panjang 200.");
    if (!f)
        return err_set(&rq->err, E_TIDAK_ADA, "Rilis ini tidak memuat berkas itu.");
    if (!package_is_text(f))
        return api_fault(rq, "path", "Berkas ini bukan teks; ambil paketnya di /paket.");
    (void)reply_json(rq, 200);
    buf_add(&rq->reply.body, f->data, f->len);
    rq->reply.type = "text/plain; charset=utf-8";
    return ST_OK;
}

static enum status isi(struct request *rq)
{
    return with_release(rq, show_file);
}

static enum status show_package(struct request *rq, const struct release *r)
{
    return answer_package(rq, arena_printf(rq->a, "%s-%s", r->plugin, r->label), r->package.files,
                          r->package.nfiles);
}

static enum status paket(struct request *rq)
{
    return with_release(rq, show_package);
}

/* Differences ---------------------------------------------------------------------------------------------
 */

static void put_release(struct jw *w, const char *key, const struct release *r)
{
    jw_key(w, key);
    jw_open(w, '{');
    jw_kint(w, "id", r->id);
    jw_ktext(w, "plugin", r->plugin);
    jw_ktext(w, "versi", r->label);
    jw_ktext(w, "sha256", r->sha256);
    jw_close(w);
}

static enum status differences(struct request *rq, const struct release *to)
{
    const struct release *from;
    struct jw w;
    int64_t id;
    enum status st = request_query_int(rq, "dari", 1, INT64_MAX, 0, &id);

    if (st != ST_OK)
        return st;
    if (!id)
        return api_fault(rq, "dari", "Wajib diisi: nomor rilis yang dibandingkan.");
    if ((st = release_get(rq->db, id, &from, &rq->err)) != ST_OK)
        return st;
    request_unpin(rq);
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    put_release(&w, "dari", from);
    put_release(&w, "ke", to);
    beda_json(&w, &from->package, &to->package);
    jw_close(&w);
    release_put(from);
    return ST_OK;
}

static enum status beda(struct request *rq)
{
    return with_release(rq, differences);
}

const struct route routes_kit[] = {
    { METHOD_POST, "/api/v1/plugin/temuan", LANE_READ, ROUTE_PLUGIN | ROUTE_PACKAGE | ROUTE_UPLOAD,
      AKSI_PLUGIN_UBAH, PACKAGE_TAR, "PluginBerkas", temuan, NULL },
    { METHOD_GET, "/api/v1/plugin/kerangka/{jenis}", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, kerangka,
      NULL },
    { METHOD_GET, "/api/v1/plugin/uraian", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, uraian, NULL },
    { METHOD_GET, "/api/v1/plugin/medan", LANE_READ, 0, AKSI_PLUGIN_LIHAT, 0, NULL, medan, NULL },
    { METHOD_GET, "/api/v1/plugin/{id}/berkas", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, berkas, NULL },
    { METHOD_GET, "/api/v1/plugin/{id}/berkas/isi", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, isi, NULL },
    { METHOD_GET, "/api/v1/plugin/{id}/paket", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, paket, NULL },
    { METHOD_GET, "/api/v1/plugin/{id}/beda", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, beda, NULL },
    { .path = NULL },
};

/* /api/v1/plugin, what changes: an author's package is checked and tried, a release installed, proposed for a
 * unit from a period on and decided about, ended, quarantined and brought back.
 *
 * Packages of strangers run in hosts of their own, so that whatever they do to them, the worker's host goes
 * on with everybody else's rows. They are read from the request alone; nothing of them is written anywhere.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/unit.h"
#include "http/api.h"
#include "scoring/karantina.h"
#include "scoring/pasang.h"
#include "script/gate.h"
#include "script/release.h"
#include "script/report.h"

/* The author's kit ----------------------------------------------------------------------------------------
 */

static void answer_check(struct request *rq, const struct package *p, const json_t *listing,
                         const struct test_report *report)
{
    struct jw w = reply_json(rq, 200);

    jw_open(&w, '{');
    jw_key(&w, "paket");
    report_package(&w, p, listing);
    jw_key(&w, "uji");
    report_test(&w, report);
    jw_close(&w);
}

static enum status periksa(struct request *rq)
{
    struct host *host = host_new(host_exe(rq->plugins));
    struct package p = { 0 };
    struct test_report report = { 0 };
    const json_t *listing;
    enum status st;

    request_unpin(rq);
    if ((st = api_package(rq, NULL, &p)) == ST_OK &&
        (st = gate_load(host, &p, &listing, &rq->err)) == ST_OK) {
        st = package_test(host_exe(host), &p, rq->a, &report, &rq->err);
        /* Failed cases are what was asked for, not a failure to answer. */
        if (st == ST_OK || report.nfailed) {
            answer_check(rq, &p, listing, &report);
            st = ST_OK;
        }
    }
    host_free(host);
    package_free(&p);
    return st;
}

static enum status call(struct request *rq, struct host *host, const struct package *p)
{
    json_t *given = json_object_get(rq->json, "isian"), *input = given ? json_incref(given) : json_object();
    struct buf answer = BUF_NONE;
    enum status st = plugin_call_cost(host, p, api_text(rq->json, "fungsi"), input,
                                      json_object_get(rq->json, "setelan"), &answer, &rq->err);

    if (st == ST_OK) {
        struct jw w = reply_json(rq, 200);

        jw_raw(&w, answer.p, answer.len);
    }
    buf_free(&answer);
    json_decref(input);
    return st;
}

static enum status coba_rilis(struct request *rq, int64_t id)
{
    const struct release *r;
    enum status st = release_get(rq->db, id, &r, &rq->err);

    if (st != ST_OK)
        return st;
    if ((st = karantina_periksa(rq->db, id, &rq->err)) == ST_OK) {
        request_unpin(rq);
        st = call(rq, rq->plugins, &r->package);
        karantina_abaikan(rq->plugins);
    }
    release_put(r);
    return st;
}

static enum status coba_berkas(struct request *rq)
{
    struct host *host = host_new(host_exe(rq->plugins));
    struct package p = { 0 };
    enum status st;

    request_unpin(rq);
    if ((st = api_package(rq, NULL, &p)) == ST_OK)
        st = call(rq, host, &p);
    host_free(host);
    package_free(&p);
    return st;
}

static enum status coba(struct request *rq)
{
    int64_t id = api_int(rq->json, "release_id");

    if (!id == !json_object_get(rq->json, "berkas"))
        return api_fault(rq, "/berkas", "Isi tepat satu dari berkas dan release_id.");
    return id ? coba_rilis(rq, id) : coba_berkas(rq);
}

/* Releases ------------------------------------------------------------------------------------------------
 */

/* Lives until the writer has taken the package in. */
struct pemasangan {
    struct package package;
    struct pasang_install in;
};

static void pemasangan_free(void *owned)
{
    struct pemasangan *x = owned;

    pasang_install_clear(&x->in);
    package_free(&x->package);
    free(x);
}

/* What loads is kept; what its gate refuses waits as `uploaded` with the reason, code, file and line. */
static enum status pasang(struct request *rq)
{
    struct host *host = host_new(host_exe(rq->plugins));
    struct pemasangan *x = mem_alloc(sizeof(*x));
    enum status st;

    rq->owned = x;
    rq->owned_free = pemasangan_free;
    request_unpin(rq);
    if ((st = api_package(rq, NULL, &x->package)) == ST_OK)
        st = pasang_periksa(host, &x->package, &x->in, &rq->err);
    host_free(host);
    return st == ST_OK ? request_command(rq, pasang_install, &x->in, NULL) : st;
}

/* Unit and period of the body, where the asker may change plugins; the writer looks again. */
static enum status place(struct request *rq, int64_t *unit_id, const char **mulai, int64_t *periode_id)
{
    struct periode p;
    struct unit u;
    enum status st = unit_load(rq->db, api_int(rq->json, "unit"), rq->who.hari, rq->a, &u, &rq->err);

    if (st != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_PLUGIN_UBAH, &(struct subject){ .unit_id = u.id },
                          &rq->err)) != ST_OK ||
        (st = periode_find(rq->db, api_text(rq->json, "periode"), &p, &rq->err)) != ST_OK ||
        (st = periode_belum_ditutup(rq->db, p.id, &rq->err)) != ST_OK)
        return st;
    *unit_id = u.id;
    *periode_id = p.id;
    *mulai = arena_strdup(rq->a, p.mulai);
    return ST_OK;
}

static enum status aktivasi(struct request *rq)
{
    struct pasang_enable *in = arena_new_of(rq->a, struct pasang_enable);
    int64_t id;
    enum status st;

    if ((st = request_id(rq, "id", &id)) != ST_OK ||
        (st = place(rq, &in->unit_id, &in->mulai, &in->periode_id)) != ST_OK ||
        (st = pasang_setelan(rq->db, id, json_object_get(rq->json, "setelan"), rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->dasar_nomor = api_text(rq->json, "dasar_nomor");
    in->dasar_tanggal = api_text(rq->json, "dasar_tanggal");
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, pasang_enable, in, NULL);
}

static enum status hentikan(struct request *rq)
{
    struct pasang_disable *in = arena_new_of(rq->a, struct pasang_disable);
    struct rilis r;
    int64_t id;
    enum status st;

    if ((st = request_id(rq, "id", &id)) != ST_OK ||
        (st = place(rq, &in->unit_id, &in->mulai, &in->periode_id)) != ST_OK ||
        (st = rilis_load(rq->db, id, &r, &rq->err)) != ST_OK)
        return st;
    in->plugin = arena_strdup(rq->a, r.plugin);
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, pasang_disable, in, NULL);
}

/* karantina, and pulihkan, for which the gate runs again here; who may not do it is told so before. */
static enum status langkah(struct request *rq)
{
    struct pasang_langkah *in = arena_new_of(rq->a, struct pasang_langkah);
    struct rilis r;
    enum status st;

    if ((st = request_id(rq, "id", &in->id)) != ST_OK ||
        (st = rilis_load(rq->db, in->id, &r, &rq->err)) != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    if (strcmp(in->peristiwa, "pulihkan") == 0 && r.status == RILIS_QUARANTINED) {
        if ((st = api_institution(rq, AKSI_PLUGIN_UBAH)) != ST_OK)
            return st;
        request_unpin(rq);
        st = pasang_uji(rq->db, host_exe(rq->plugins), in->id, &in->uji, &rq->err);
    }
    return st == ST_OK ? request_command(rq, pasang_langkah, in, NULL) : st;
}

/* Proposals -----------------------------------------------------------------------------------------------
 */

static enum status usulan_satu(struct request *rq, int64_t id, struct jw *w, int64_t *versi)
{
    struct usulan u;
    enum status st = pasang_usulan(rq->db, &rq->who, id, rq->a, &u, &rq->err);

    *versi = st == ST_OK ? u.versi : 0;
    return st == ST_OK ? usulan_json(rq->db, &u, &rq->who, w, &rq->err) : st;
}

static enum status usulan_daftar_(struct request *rq)
{
    static const char *const status[] = { "diajukan", "disetujui", "ditolak", "dibatalkan", NULL };
    static const char *const cara[] = { "persetujuan", "konfirmasi", "operator", NULL };
    struct usulan_saring f = { .plugin = request_query(rq, "plugin") };
    struct api_page page;
    int64_t *ids, versi;
    size_t n;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, INT64_MAX, &f.sebelum)) != ST_OK ||
        (st = api_query_word(rq, "status", status, &f.status)) != ST_OK ||
        (st = api_query_word(rq, "cara", cara, &f.cara)) != ST_OK ||
        (st = request_query_int(rq, "rilis", 1, INT64_MAX, 0, &f.release_id)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK)
        return st;
    if (f.plugin && (!*f.plugin || strlen(f.plugin) > 63))
        return api_fault(rq, "plugin", "Paling panjang 63.");
    f.batas = api_page_ask(&page);
    if ((st = usulan_daftar(rq->db, &rq->who, &f, rq->a, &ids, &n, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; st == ST_OK && i < n && i < (size_t)page.batas; i++)
        st = usulan_satu(rq, ids[i], &w, &versi);
    api_list_close_int(&w, n > (size_t)page.batas ? ids[page.batas - 1] : 0);
    return st;
}

static enum status usulan_baca(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return usulan_satu(rq, id, &w, &rq->reply.etag);
}

static enum status usulan_aksi(struct request *rq)
{
    struct pasang_putus *in = arena_new_of(rq->a, struct pasang_putus);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, pasang_putus, in, NULL);
}

const struct route routes_rilis[] = {
    { METHOD_POST, "/api/v1/plugin/periksa", LANE_READ, ROUTE_PLUGIN | ROUTE_PACKAGE | ROUTE_UPLOAD,
      AKSI_PLUGIN_UBAH, PACKAGE_TAR, "PluginBerkas", periksa, NULL },
    { METHOD_POST, "/api/v1/plugin/coba", LANE_READ, ROUTE_PLUGIN | ROUTE_PACKAGE, AKSI_PLUGIN_UBAH,
      ROUTE_JSON, "PluginCoba", coba, NULL },
    { METHOD_POST, "/api/v1/plugin", LANE_SAVE, ROUTE_PLUGIN | ROUTE_PACKAGE | ROUTE_UPLOAD, AKSI_PLUGIN_UBAH,
      PACKAGE_TAR, "PluginBerkas", pasang, NULL },
    { METHOD_POST, "/api/v1/plugin/{id}/aktivasi", LANE_SAVE, 0, AKSI_PLUGIN_UBAH, 0, "PluginAktivasi",
      aktivasi, NULL },
    { METHOD_POST, "/api/v1/plugin/{id}/hentikan", LANE_SAVE, 0, AKSI_PLUGIN_UBAH, 0, "PluginHentikan",
      hentikan, NULL },
    { METHOD_POST, "/api/v1/plugin/{id}/aksi", LANE_SAVE, ROUTE_PLUGIN | ROUTE_PACKAGE, AKSI_PLUGIN_UBAH, 0,
      "Aksi", langkah, NULL },
    { METHOD_GET, "/api/v1/plugin/usulan", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, usulan_daftar_, NULL },
    { METHOD_GET, "/api/v1/plugin/usulan/{id}", LANE_READ, 0, AKSI_PLUGIN_TELAAH, 0, NULL, usulan_baca,
      NULL },
    { METHOD_POST, "/api/v1/plugin/usulan/{id}/aksi", LANE_SAVE, 0, AKSI_PLUGIN_TELAAH, 0, "Aksi",
      usulan_aksi, NULL },
    { .path = NULL },
};

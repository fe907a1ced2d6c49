/* /api/v1/acara: trainings as events, their invitations and attendance. */
#include "domain/acara.h"

#include <string.h>

#include "http/api.h"
#include "scoring/kelulusan.h"

static const char *const status_words[] = { "terbuka", "selesai", "batal", NULL };

static enum status daftar(struct request *rq)
{
    struct acara_saring f = { .unit_id = 0 };
    struct acara *rows;
    struct api_page page;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sebelum)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    f.batas = page.batas;
    if ((st = acara_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        acara_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status load(struct request *rq, struct acara *out)
{
    int64_t id, peserta;
    enum status st = request_id(rq, "id", &id);

    return st == ST_OK ? acara_load(rq->db, &rq->who, id, rq->a, out, &peserta, &rq->err) : st;
}

static enum status baca(struct request *rq)
{
    struct acara v;
    struct jw w;
    enum status st = load(rq, &v);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = v.versi;
    return acara_json(rq->db, &rq->who, &v, &w, &rq->err);
}

static enum status buat(struct request *rq)
{
    struct acara_simpan *in = arena_new_of(rq->a, struct acara_simpan);
    enum status st = acara_simpan_baca(rq->json, rq->a, in, &rq->err);

    return st == ST_OK ? request_command(rq, acara_simpan, in, NULL) : st;
}

static enum status ubah(struct request *rq)
{
    struct acara_simpan *in = arena_new_of(rq->a, struct acara_simpan);
    enum status st = request_id(rq, "id", &in->id);

    if (st == ST_OK)
        st = acara_simpan_baca(rq->json, rq->a, in, &rq->err);
    return st == ST_OK ? request_command(rq, acara_simpan, in, NULL) : st;
}

static enum status undang(struct request *rq)
{
    struct acara_undang *in = arena_new_of(rq->a, struct acara_undang);
    enum status st = request_id(rq, "id", &in->id);

    if (st == ST_OK)
        st = acara_undang_baca(rq->json, rq->a, in, &rq->err);
    return st == ST_OK ? request_command(rq, acara_undang, in, NULL) : st;
}

/* A module without a quiz: its rule is asked once for everybody who was there. */
static enum status grade(struct request *rq, const struct acara *v, struct acara_hadir *in)
{
    struct buf json = BUF_NONE;
    struct modul m;
    const char *masukan;
    enum status st = modul_muat(rq->db, v->release_id, v->kode, rq->a, &m, &rq->err);

    if (st != ST_OK || m.nkuis || !m.ada_lulus)
        return st;
    acara_catatan(v, &m, &json, in->masukan_hash);
    masukan = arena_strndup(rq->a, json.p, json.len);
    buf_free(&json);
    in->dinilai = true;
    request_unpin(rq);
    return kelulusan_hitung(rq->db, rq->plugins, &m, v->setelan_hash, masukan, rq->a, &in->hasil, &rq->err);
}

static enum status hadir(struct request *rq)
{
    struct acara_hadir *in = arena_new_of(rq->a, struct acara_hadir);
    struct acara v;
    enum status st = load(rq, &v);

    if (st != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_PELATIHAN_KELOLA, &v.subject, &rq->err)) != ST_OK ||
        (st = acara_hadir_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->id = v.id;
    if (v.plugin && in->nhadir && (st = grade(rq, &v, in)) != ST_OK)
        return st;
    return request_command(rq, acara_hadir, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct acara_langkah *in = arena_new_of(rq->a, struct acara_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, acara_langkah, in, NULL);
}

#define DI "/api/v1/acara/{id}"
const struct route routes_acara[] = {
    { METHOD_GET, "/api/v1/acara", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/acara", LANE_SAVE, 0, AKSI_PELATIHAN_KELOLA, 0, "AcaraBaru", buat, NULL },
    { METHOD_GET, DI, LANE_READ, 0, ROUTE_ANYONE, 0, NULL, baca, NULL },
    { METHOD_PUT, DI, LANE_SAVE, 0, ROUTE_ANYONE, 0, "AcaraBaru", ubah, NULL },
    { METHOD_POST, DI "/undang", LANE_SAVE, 0, ROUTE_ANYONE, 0, "AcaraUndangan", undang, NULL },
    { METHOD_POST, DI "/hadir", LANE_SAVE, ROUTE_PLUGIN, ROUTE_ANYONE, 0, "AcaraHadir", hadir, NULL },
    { METHOD_POST, DI "/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { .path = NULL },
};

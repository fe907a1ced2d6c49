/* /api/v1/data-indikator: values that data officers enter once; /api/v1/unit/{id}/petugas-data: who they are.
 */
#include "domain/data_indikator.h"

#include <string.h>

#include "base/json.h"
#include "domain/unit.h"
#include "http/api.h"
#include "scoring/data_hitung.h"

static enum status daftar(struct request *rq)
{
    struct data_saring f = { .batas = API_BATAS };
    struct api_page page;
    struct periode p;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_periode_query(rq, "periode", &p)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &f.unit_id)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.batas = page.batas;
    w = api_list_open(rq);
    if ((st = data_json(rq->db, &rq->who, &f, &w, &rq->err)) != ST_OK)
        return st;
    api_list_close_int(&w, f.out_lagi);
    return ST_OK;
}

static enum status isi(struct request *rq)
{
    struct data_isi *in = arena_new_of(rq->a, struct data_isi);
    struct data_permintaan q = { .unit = 0 };
    struct periode p;
    struct unit u;
    enum status st = data_permintaan_baca(rq->json, rq->a, &q, &rq->err);

    if (st != ST_OK || (st = periode_find(rq->db, q.periode, &p, &rq->err)) != ST_OK ||
        (q.unit && (st = unit_load(rq->db, q.unit, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK))
        return st;
    *in = (struct data_isi){ .periode_id = p.id,
                             .unit_id = q.unit,
                             .pegawai_id = q.pegawai,
                             .plugin = q.plugin,
                             .kode = q.kode,
                             .sumber = q.sumber };
    if ((st = data_boleh(rq->db, &rq->who, in, &rq->err)) != ST_OK)
        /* Who is no officer learns nothing of people. */
        return q.pegawai && st == ST_NOT_FOUND ? err_set(&rq->err, E_TIDAK_BERHAK, NULL) : st;
    request_unpin(rq);
    if ((st = data_hitung(rq->db, rq->plugins, in, json_object_get(rq->json, "isian"), rq->a, &rq->err)) !=
        ST_OK)
        return st;
    return request_command(rq, data_isi, in, NULL);
}

static enum status hapus(struct request *rq)
{
    struct data_hapus *in = arena_new_of(rq->a, struct data_hapus);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, data_hapus, in, NULL) : st;
}

static enum status the_unit(struct request *rq, int64_t *id)
{
    struct unit u;
    enum status st = request_id(rq, "id", id);

    return st == ST_OK ? unit_load(rq->db, *id, rq->who.hari, rq->a, &u, &rq->err) : st;
}

static enum status petugas(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = the_unit(rq, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return petugas_json(rq->db, id, rq->who.hari, &w, &rq->err);
}

static enum status tunjuk(struct request *rq)
{
    struct petugas_tunjuk *in = arena_new_of(rq->a, struct petugas_tunjuk);
    int64_t id;
    enum status st = petugas_tunjuk_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, &id)) != ST_OK)
        return st;
    in->unit_id = id;
    return request_command(rq, petugas_tunjuk, in, NULL);
}

static enum status akhiri(struct request *rq)
{
    struct petugas_akhiri *in = arena_new_of(rq->a, struct petugas_akhiri);
    enum status st = request_id(rq, "id", &in->id);

    return st == ST_OK ? request_command(rq, petugas_akhiri, in, NULL) : st;
}

const struct route routes_data[] = {
    { METHOD_GET, "/api/v1/data-indikator", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_PUT, "/api/v1/data-indikator", LANE_SAVE, ROUTE_PLUGIN, ROUTE_ANYONE, 0, "DataIndikatorIsi", isi,
      NULL },
    { METHOD_DELETE, "/api/v1/data-indikator/{id}", LANE_SAVE, 0, ROUTE_ANYONE, 0, NULL, hapus, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/petugas-data", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, petugas, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/petugas-data", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "PetugasDataBaru",
      tunjuk, NULL },
    { METHOD_DELETE, "/api/v1/petugas-data/{id}", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, NULL, akhiri, NULL },
    { .path = NULL },
};

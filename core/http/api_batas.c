/* Limits of steps, exceptions, outages of the service, and receipts that anybody may check. */
#include "domain/batas.h"

#include <string.h>

#include "domain/gangguan.h"
#include "domain/tanda_terima.h"
#include "domain/unit.h"
#include "http/api.h"

static enum status the_unit(struct request *rq, enum aksi a, int64_t *id)
{
    struct subject s = { .unit_id = 0 };
    struct unit u;
    enum status st = request_id(rq, "id", id);

    if (st != ST_OK || (st = unit_load(rq->db, *id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK)
        return st;
    s.unit_id = *id;
    return right_check(rq->db, &rq->who, a, &s, &rq->err);
}

static enum status baca(struct request *rq)
{
    struct periode p;
    int64_t id;
    struct jw w;
    enum status st = the_unit(rq, AKSI_UNIT_LIHAT, &id);

    if (st != ST_OK)
        return st;
    if (!request_query(rq, "periode"))
        return api_fault(rq, "periode", "Wajib diisi.");
    if ((st = api_periode_query(rq, "periode", &p)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return batas_unit_json(rq->db, &rq->who, id, &p, &w, &rq->err);
}

static enum status aturan(struct request *rq)
{
    struct batas_aturan *in = arena_new_of(rq->a, struct batas_aturan);
    enum status st = batas_aturan_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, AKSI_BATAS_UBAH, &in->unit_id)) != ST_OK)
        return st;
    return request_command(rq, batas_aturan_pasang, in, NULL);
}

static enum status tetapkan(struct request *rq)
{
    struct batas_periode *in = arena_new_of(rq->a, struct batas_periode);
    struct periode p;
    enum status st = batas_periode_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, AKSI_BATAS_UBAH, &in->unit_id)) != ST_OK ||
        (st = api_periode(rq, "periode", &p)) != ST_OK)
        return st;
    in->periode_id = p.id;
    return request_command(rq, batas_periode_pasang, in, NULL);
}

static enum status kecualikan(struct request *rq)
{
    struct batas_kecualikan *in = arena_new_of(rq->a, struct batas_kecualikan);
    enum status st = batas_kecualikan_baca(rq->json, rq->a, in, &rq->err);

    if (st != ST_OK || (st = the_unit(rq, AKSI_BATAS_KECUALIKAN, &in->unit_id)) != ST_OK)
        return st;
    return request_command(rq, batas_kecualikan, in, NULL);
}

static enum status cabut(struct request *rq)
{
    struct batas_cabut *in = arena_new_of(rq->a, struct batas_cabut);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->alasan = api_text(rq->json, "alasan");
    return request_command(rq, batas_cabut, in, NULL);
}

/* Outages -------------------------------------------------------------------------------------------------
 */

static enum status gangguan(struct request *rq)
{
    struct api_page page;
    int64_t before, next = 0;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &before)) != ST_OK)
        return st;
    w = api_list_open(rq);
    st = gangguan_json(rq->db, before, page.batas, &w, &next, &rq->err);
    api_list_close_int(&w, next);
    return st;
}

static enum status gangguan_baru(struct request *rq)
{
    struct gangguan_catat *in = arena_new_of(rq->a, struct gangguan_catat);
    enum status st = api_institution(rq, AKSI_PERIODE_UBAH);

    if (st != ST_OK || (st = gangguan_catat_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, gangguan_catat, in, NULL);
}

/* Receipts ------------------------------------------------------------------------------------------------
 */

/* Mistyped and unknown are one answer: nobody learns here which codes could be. */
static enum status tanda_terima(struct request *rq)
{
    struct tanda_terima t;
    struct jw w;
    enum status st;

    if (request_looked_up(rq))
        return err_set(&rq->err, E_TERLALU_SERING, "Terlalu banyak pemeriksaan dari alamat ini.");
    st = tanda_terima_cari(rq->db, request_param(rq, "kode"), &t, &rq->err);
    if (st != ST_OK && st != ST_NOT_FOUND && st != ST_INVALID)
        return st;
    err_clear(&rq->err);
    w = reply_json(rq, 200);
    tanda_terima_json(st == ST_OK ? &t : NULL, &w);
    return ST_OK;
}

const struct route routes_batas[] = {
    { METHOD_GET, "/api/v1/unit/{id}/batas", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/batas-aturan", LANE_SAVE, 0, AKSI_BATAS_UBAH, 0, "BatasAturanBaru",
      aturan, NULL },
    { METHOD_PUT, "/api/v1/unit/{id}/batas/{periode}", LANE_SAVE, 0, AKSI_BATAS_UBAH, 0, "BatasPeriodeIsi",
      tetapkan, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/pengecualian", LANE_SAVE, 0, AKSI_BATAS_KECUALIKAN, 0,
      "PengecualianBaru", kecualikan, NULL },
    { METHOD_POST, "/api/v1/pengecualian/{id}/cabut", LANE_SAVE, 0, AKSI_BATAS_KECUALIKAN, 0, "Pencabutan",
      cabut, NULL },
    { METHOD_GET, "/api/v1/gangguan", LANE_READ, 0, AKSI_PERIODE_LIHAT, 0, NULL, gangguan, NULL },
    { METHOD_POST, "/api/v1/gangguan", LANE_SAVE, 0, AKSI_PERIODE_UBAH, 0, "GangguanBaru", gangguan_baru,
      NULL },
    { METHOD_GET, "/api/v1/tanda-terima/{kode}", LANE_READ, ROUTE_PUBLIC, ROUTE_ANYONE, 0, NULL, tanda_terima,
      NULL },
    { .path = NULL },
};

/* /api/v1/unit: units, their figures without people, and their achievement. */
#include "domain/unit.h"

#include <string.h>

#include "domain/angka.h"
#include "domain/capaian_organisasi.h"
#include "domain/evaluasi.h"
#include "domain/view.h"
#include "http/api.h"

static void aksi_entry(struct jw *w, const char *aksi, bool boleh)
{
    jw_open(w, '{');
    jw_ktext(w, "aksi", aksi);
    jw_kbool(w, "boleh", boleh);
    jw_close(w);
}

static void unit_members(struct jw *w, const struct unit *u)
{
    jw_kint(w, "id", u->id);
    jw_ktext(w, "kode", u->kode);
    jw_ktext(w, "nama", u->nama);
    jw_ktext(w, "jenis", u->jenis);
    jw_kbool(w, "opd", u->opd);
    jw_kid(w, "induk_id", u->induk_id);
    jw_kid(w, "wilayah_id", u->wilayah_id);
}

static enum status daftar(struct request *rq)
{
    struct api_page page;
    struct unit *rows;
    size_t n, shown;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK ||
        (st = unit_list(rq->db, &rq->who, page.kursor, api_page_ask(&page), rq->a, &rows, &n, &rq->err)) !=
            ST_OK)
        return st;
    shown = n > (size_t)page.batas ? (size_t)page.batas : n;
    w = api_list_open(rq);
    for (size_t i = 0; i < shown; i++) {
        jw_open(&w, '{');
        unit_members(&w, &rows[i]);
        api_no_aksi(&w);
        jw_close(&w);
    }
    api_list_close(&w, n > shown ? rows[shown - 1].kode : NULL);
    return ST_OK;
}

static enum status load(struct request *rq, struct unit *u)
{
    struct subject s = { .unit_id = 0 };
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = unit_load(rq->db, id, rq->who.hari, rq->a, u, &rq->err)) != ST_OK)
        return st;
    s.unit_id = id;
    return right_check(rq->db, &rq->who, AKSI_UNIT_LIHAT, &s, &rq->err);
}

/* May `who` do this to the unit? Only a denial is an answer, other errors are errors. */
static enum status may(struct request *rq, enum aksi a, int64_t unit_id, bool *yes)
{
    struct subject s = { .unit_id = unit_id };
    struct err e = ERR_NONE;
    enum status st = right_check(rq->db, &rq->who, a, &s, &e);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    rq->err = e;
    return st;
}

static enum status baca(struct request *rq)
{
    struct unit u;
    struct jw w;
    bool angka = false;
    enum status st = load(rq, &u);

    if (st != ST_OK || (st = may(rq, AKSI_UNIT_ANGKA, u.id, &angka)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = u.versi;
    jw_open(&w, '{');
    unit_members(&w, &u);
    jw_kint(&w, "versi", u.versi);
    if ((st = view_unit(rq->db, &w, "induk", u.induk_id, &rq->err)) != ST_OK ||
        (st = view_unit(rq->db, &w, "wilayah", u.wilayah_id, &rq->err)) != ST_OK)
        return st;
    jw_key(&w, "aksi");
    jw_open(&w, '[');
    aksi_entry(&w, "angka", angka);
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

static enum status angka(struct request *rq)
{
    struct subject s = { .unit_id = 0 };
    struct capaian_organisasi c;
    struct periode p;
    struct unit u;
    struct jw w;
    enum status st;

    if ((st = load(rq, &u)) != ST_OK)
        return st;
    s.unit_id = u.id;
    if ((st = right_check(rq->db, &rq->who, AKSI_UNIT_ANGKA, &s, &rq->err)) != ST_OK)
        return st;
    if (!request_query(rq, "periode"))
        return api_fault(rq, "periode", "Wajib diisi.");
    if ((st = api_periode_query(rq, "periode", &p)) != ST_OK ||
        (st = capaian_organisasi_muat(rq->db, u.id, p.id, &c, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    if ((st = view_unit(rq->db, &w, "unit", u.id, &rq->err)) != ST_OK)
        return st;
    jw_ktext(&w, "periode", p.kode);
    jw_key(&w, "skp");
    if ((st = angka_skp(rq->db, u.id, &p, rq->who.hari, &w, &rq->err)) != ST_OK)
        return st;
    jw_key(&w, "predikat");
    if ((st = evaluasi_angka(rq->db, u.id, p.id, rq->who.hari, &w, &rq->err)) != ST_OK)
        return st;
    api_ktext_or_null(&w, "capaian_organisasi", c.predikat);
    api_no_aksi(&w);
    jw_close(&w);
    return ST_OK;
}

/* Achievement of the unit ---------------------------------------------------------------------------------
 */

static enum status capaian_baca(struct request *rq)
{
    struct subject s = { .unit_id = 0 };
    struct capaian_organisasi c;
    struct periode p;
    struct unit u;
    struct jw w;
    enum status st;

    if ((st = load(rq, &u)) != ST_OK)
        return st;
    s.unit_id = u.id;
    if ((st = right_check(rq->db, &rq->who, AKSI_UNIT_ANGKA, &s, &rq->err)) != ST_OK ||
        (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = capaian_organisasi_muat(rq->db, u.id, p.id, &c, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = c.versi;
    return capaian_organisasi_json(rq->db, &rq->who, &c, &w, &rq->err);
}

static enum status capaian_tetapkan(struct request *rq)
{
    struct capaian_organisasi_tetapkan *in = arena_new_of(rq->a, struct capaian_organisasi_tetapkan);
    struct periode p;
    struct unit u;
    enum status st;

    if ((st = load(rq, &u)) != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = capaian_organisasi_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->unit_id = u.id;
    in->periode_id = p.id;
    return request_command(rq, capaian_organisasi_tetapkan, in, NULL);
}

const struct route routes_unit[] = {
    { METHOD_GET, "/api/v1/unit", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/unit/{id}", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, baca, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/angka", LANE_REPORT, 0, AKSI_UNIT_ANGKA, 0, NULL, angka, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/capaian-organisasi/{periode}", LANE_READ, 0, AKSI_UNIT_ANGKA, 0, NULL,
      capaian_baca, NULL },
    { METHOD_PUT, "/api/v1/unit/{id}/capaian-organisasi/{periode}", LANE_SAVE, 0, ROUTE_ANYONE, 0,
      "CapaianOrganisasiIsi", capaian_tetapkan, NULL },
    { .path = NULL },
};

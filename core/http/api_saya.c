/* /api/v1/saya: who I am, my roles and the posts that I hold today. */
#include "domain/view.h"
#include "http/api.h"

static enum status peran(struct request *rq, struct jw *w)
{
    enum status st = ST_OK;

    jw_key(w, "peran");
    jw_open(w, '[');
    for (int i = 0; i < rq->who.nperan && st == ST_OK; i++) {
        jw_open(w, '{');
        jw_ktext(w, "peran", peran_kode(rq->who.peran[i].peran));
        st = view_unit(rq->db, w, "unit", rq->who.peran[i].unit_id, &rq->err);
        jw_close(w);
    }
    jw_close(w);
    return st;
}

static void aksi(struct request *rq, struct jw *w)
{
    jw_key(w, "aksi");
    jw_open(w, '[');
    for (int a = 0; a < AKSI_COUNT; a++) {
        if (!right_possible(&rq->who, (enum aksi)a))
            continue;
        jw_open(w, '{');
        jw_ktext(w, "aksi", aksi_nama((enum aksi)a));
        jw_kbool(w, "boleh", true);
        jw_close(w);
    }
    jw_close(w);
}

static enum status saya(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    enum status st;

    jw_open(&w, '{');
    jw_kint(&w, "akun_id", rq->who.akun_id);
    jw_ktext(&w, "nama", rq->who.nama);
    jw_ktext(&w, "hari", rq->who.hari);
    if ((st = view_pegawai(rq->db, &w, "pegawai", rq->who.pegawai_id, &rq->err)) != ST_OK ||
        (st = peran(rq, &w)) != ST_OK || (st = view_instansi(rq->db, &w, &rq->err)) != ST_OK)
        return st;
    jw_ktext(&w, "zona", clock_zone());
    jw_key(&w, "penugasan");
    if ((st = view_penugasan(rq->db, rq->who.pegawai_id, rq->who.hari, &w, &rq->err)) != ST_OK)
        return st;
    aksi(rq, &w);
    jw_close(&w);
    return ST_OK;
}

const struct route routes_saya[] = {
    { METHOD_GET, "/api/v1/saya", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, saya, NULL },
    { .path = NULL },
};

/* /api/v1/saya: who I am, my roles and the posts that I hold today. */
#include <string.h>

#include "http/api.h"

static enum status peran(struct request *rq, struct jw *w)
{
    enum status st = ST_OK;

    jw_key(w, "peran");
    jw_open(w, '[');
    for (int i = 0; i < rq->who.nperan && st == ST_OK; i++) {
        jw_open(w, '{');
        jw_ktext(w, "peran", peran_kode(rq->who.peran[i].peran));
        st = api_unit_ref(rq->db, w, "unit", rq->who.peran[i].unit_id, &rq->err);
        jw_close(w);
    }
    jw_close(w);
    return st;
}

/* What the institution says of itself; `data_contoh` makes every page say so. */
static enum status instansi(struct request *rq, struct jw *w)
{
    const char *nama = "Tenayan";
    bool contoh = false;
    struct rows r;
    enum status st =
        db_rows(rq->db, &r, &rq->err,
                "SELECT kunci, nilai FROM meta WHERE kunci IN ('instansi.nama', 'data_contoh')", "");

    while (st == ST_OK && rows_next(&r)) {
        if (strcmp(row_text(&r, 0), "data_contoh") == 0)
            contoh = strcmp(row_text(&r, 1), "0") != 0;
        else
            nama = row_dup(&r, 1, rq->a);
    }
    st = rows_end(&r, st, &rq->err);
    jw_ktext(w, "instansi", nama);
    jw_ktext(w, "zona", clock_zone());
    jw_kbool(w, "data_contoh", contoh);
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
    if ((st = api_pegawai_ref(rq->db, &w, "pegawai", rq->who.pegawai_id, &rq->err)) != ST_OK ||
        (st = peran(rq, &w)) != ST_OK ||
        (st = api_penugasan(rq, &w, rq->who.pegawai_id, rq->who.hari)) != ST_OK ||
        (st = instansi(rq, &w)) != ST_OK)
        return st;
    aksi(rq, &w);
    jw_close(&w);
    return ST_OK;
}

const struct route routes_saya[] = {
    { METHOD_GET, "/api/v1/saya", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, saya, NULL },
    { .path = NULL },
};

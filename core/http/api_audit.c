/* /api/v1/audit: the chain, newest first, and its verification. */
#include <string.h>

#include "domain/audit.h"
#include "domain/view.h"
#include "http/api.h"

static enum status daftar(struct request *rq)
{
    struct view_audit f = { .objek = request_query(rq, "objek") };
    struct api_page page;
    struct jw w;
    enum status st;

    if ((st = api_institution(rq, AKSI_AUDIT_LIHAT)) != ST_OK || (st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, INT64_MAX, &f.sebelum)) != ST_OK ||
        (st = request_query_int(rq, "objek_id", 1, INT64_MAX, 0, &f.objek_id)) != ST_OK)
        return st;
    if (f.objek && (!*f.objek || strlen(f.objek) > 40))
        return api_fault(rq, "objek", "Paling panjang 40.");
    f.batas = page.batas;
    w = api_list_open(rq);
    st = view_audit(rq->db, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

static enum status verify(struct request *rq)
{
    struct audit_report rep;
    struct jw w;
    enum status st = api_institution(rq, AKSI_AUDIT_LIHAT);

    if (st != ST_OK)
        return st;
    /* It takes its own snapshot: the whole chain as of one moment. */
    request_unpin(rq);
    if ((st = audit_verify(rq->db, &rep, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kint(&w, "baris", rep.baris);
    jw_kint(&w, "rusak", rep.rusak);
    jw_kid(&w, "pertama_rusak", rep.pertama_rusak);
    jw_ktext(&w, "hash_akhir", rep.hash_akhir);
    jw_ktext(&w, "masalah", rep.masalah);
    jw_close(&w);
    return ST_OK;
}

const struct route routes_audit[] = {
    { METHOD_GET, "/api/v1/audit", LANE_REPORT, 0, AKSI_AUDIT_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/audit/verify", LANE_REPORT, 0, AKSI_AUDIT_LIHAT, 0, NULL, verify, NULL },
    { .path = NULL },
};

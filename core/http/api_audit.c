/* /api/v1/audit: the chain, newest first, and its verification. */
#include <string.h>

#include "domain/audit.h"
#include "http/api.h"

static void row_json(struct jw *w, const struct rows *r)
{
    static const char *const texts[] = { "objek",   "peristiwa", "dari",  "ke",
                                         "catatan", "dokumen",   "peran", "hash" };

    jw_open(w, '{');
    jw_kint(w, "n", row_int(r, 0));
    jw_ktext(w, "waktu", row_text(r, 1));
    jw_ktext(w, "akun", row_text(r, 2));
    api_kint_or_null(w, "atas_nama", row_int(r, 3));
    jw_kint(w, "objek_id", row_int(r, 4));
    api_kraw(w, "isi", row_text(r, 5));
    for (int i = 0; i < (int)COUNT(texts); i++)
        jw_ktext(w, texts[i], row_text(r, 6 + i));
    jw_close(w);
}

static enum status daftar(struct request *rq)
{
    const char *objek = request_query(rq, "objek");
    int64_t before, objek_id, last = 0;
    struct api_page page;
    struct rows r;
    struct jw w;
    int n = 0;
    enum status st;

    if ((st = api_institution(rq, AKSI_AUDIT_LIHAT)) != ST_OK || (st = api_page(rq, &page)) != ST_OK ||
        (st = api_page_int(rq, &page, INT64_MAX, &before)) != ST_OK ||
        (st = request_query_int(rq, "objek_id", 1, INT64_MAX, 0, &objek_id)) != ST_OK)
        return st;
    if (objek && (!*objek || strlen(objek) > 40))
        return api_fault(rq, "objek", "Paling panjang 40.");
    w = api_list_open(rq);
    st = db_rows(
        rq->db, &r, &rq->err,
        "SELECT a.n, a.waktu, k.nama, a.atas_nama, a.objek_id, a.isi, a.objek, a.peristiwa, a.dari,"
        " a.ke, a.catatan, a.dokumen, a.peran, a.hash FROM audit a LEFT JOIN akun k ON k.id = a.akun_id"
        " WHERE a.n < $1 AND ($2 = '' OR a.objek = $2) AND ($3 = 0 OR a.objek_id = $3)"
        " ORDER BY a.n DESC LIMIT $4",
        "itii", before, objek ? objek : "", objek_id, (int64_t)api_page_ask(&page));
    while (st == ST_OK && rows_next(&r)) {
        if (++n > page.batas)
            continue;
        last = row_int(&r, 0);
        row_json(&w, &r);
    }
    st = rows_end(&r, st, &rq->err);
    api_list_close_int(&w, n > page.batas ? last : 0);
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
    api_kint_or_null(&w, "pertama_rusak", rep.pertama_rusak);
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

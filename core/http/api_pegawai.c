/* /api/v1/pegawai: people that the asker may see, their posts and evaluators. */
#include "domain/pegawai.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain/penugasan.h"
#include "domain/view.h"
#include "http/api.h"

static void orang_members(struct jw *w, const struct pegawai *p)
{
    jw_kint(w, "id", p->id);
    jw_ktext(w, "nip", p->nip);
    jw_ktext(w, "nama", p->nama);
    jw_ktext(w, "gelar_depan", p->gelar_depan);
    jw_ktext(w, "gelar_belakang", p->gelar_belakang);
    jw_ktext(w, "status", p->status);
    jw_ktext(w, "golongan", p->golongan);
    jw_ktext(w, "jabatan", p->jabatan);
}

/* The cursor is "ID NAMA": rows come by name, and names are not unique. */
static enum status cursor(struct request *rq, const struct api_page *page, struct pegawai_cari *q)
{
    char *end;

    if (!page->kursor)
        return ST_OK;
    errno = 0;
    q->sesudah_id = strtoll(page->kursor, &end, 10);
    if (errno || *end != ' ' || q->sesudah_id <= 0)
        return api_fault(rq, "kursor", "Kursor tidak dikenal.");
    q->sesudah_nama = end + 1;
    return ST_OK;
}

static enum status daftar(struct request *rq)
{
    struct pegawai_cari q = { .teks = request_query(rq, "cari") };
    struct api_page page;
    struct pegawai *rows;
    size_t n, shown;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = cursor(rq, &page, &q)) != ST_OK ||
        (st = request_query_int(rq, "unit", 1, INT64_MAX, 0, &q.unit_id)) != ST_OK)
        return st;
    if (q.teks && (!*q.teks || strlen(q.teks) > 100))
        return api_fault(rq, "cari", "Isi 1 sampai 100 huruf.");
    q.limit = api_page_ask(&page);
    if ((st = pegawai_list(rq->db, &rq->who, &q, rq->a, &rows, &n, &rq->err)) != ST_OK)
        return st;
    shown = n > (size_t)page.batas ? (size_t)page.batas : n;
    w = api_list_open(rq);
    for (size_t i = 0; i < shown; i++) {
        jw_open(&w, '{');
        orang_members(&w, &rows[i]);
        if ((st = view_unit(rq->db, &w, "unit", rows[i].unit_id, &rq->err)) != ST_OK)
            return st;
        api_no_aksi(&w);
        jw_close(&w);
    }
    api_list_close(
        &w, n > shown ? arena_printf(rq->a, "%lld %s", (long long)rows[shown - 1].id, rows[shown - 1].nama)
                      : NULL);
    return ST_OK;
}

/* Who evaluates him today and why; null where nobody does. */
static enum status penilai(struct request *rq, struct jw *w, int64_t pegawai_id)
{
    struct penilai p;
    struct err e = ERR_NONE;
    enum status st = penilai_resolve(rq->db, pegawai_id, 0, rq->who.hari, &p, &e);

    jw_key(w, "penilai");
    if (st == ST_NOT_FOUND || st == ST_CONFLICT) {
        jw_null(w);
        return ST_OK;
    }
    if (st != ST_OK) {
        rq->err = e;
        return st;
    }
    jw_open(w, '{');
    st = view_pegawai(rq->db, w, "pegawai", p.penilai_id, &rq->err);
    jw_ktext(w, "cara", penilai_cara_kode(p.cara));
    jw_ktext(w, "alasan", p.alasan);
    if (st == ST_OK)
        st = view_pegawai(rq->db, w, "atasan", p.atasan_penilai_id, &rq->err);
    jw_close(w);
    return st;
}

/* Who may not be known is answered like who never was. */
static enum status load(struct request *rq, struct pegawai *out)
{
    struct subject s;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = pegawai_subject(rq->db, id, rq->who.hari, &s, &rq->err)) != ST_OK)
        return st;
    st = right_check(rq->db, &rq->who, AKSI_PEGAWAI_LIHAT, &s, &rq->err);
    if (st == ST_NOT_FOUND)
        return err_set(&rq->err, E_PEGAWAI_TIDAK_ADA, NULL);
    return st == ST_OK ? pegawai_load(rq->db, id, rq->who.hari, rq->a, out, &rq->err) : st;
}

static enum status baca(struct request *rq)
{
    struct pegawai p;
    struct jw w;
    enum status st = load(rq, &p);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    jw_open(&w, '{');
    orang_members(&w, &p);
    if ((st = view_unit(rq->db, &w, "unit", p.unit_id, &rq->err)) != ST_OK)
        return st;
    jw_ktext(&w, "pendidikan", p.pendidikan);
    jw_kint(&w, "versi", p.versi);
    jw_key(&w, "penugasan");
    if ((st = view_penugasan(rq->db, p.id, NULL, &w, &rq->err)) != ST_OK ||
        (st = penilai(rq, &w, p.id)) != ST_OK)
        return st;
    api_no_aksi(&w);
    jw_close(&w);
    return ST_OK;
}

const struct route routes_pegawai[] = {
    { METHOD_GET, "/api/v1/pegawai", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/pegawai/{id}", LANE_READ, 0, AKSI_PEGAWAI_LIHAT, 0, NULL, baca, NULL },
    { .path = NULL },
};

/* /api/v1/periode: periods, their flow, and the evaluations that they call for. */
#include "domain/evaluasi.h"
#include "http/api.h"

static enum status daftar(struct request *rq)
{
    static const char *const words[] = { "tahunan", "triwulanan", "bulanan", NULL };
    struct periode *rows;
    enum periode_jenis jenis;
    const char *word;
    int64_t tahun;
    size_t n;
    struct jw w;
    enum status st;

    if ((st = request_query_int(rq, "tahun", 2000, 2200, 0, &tahun)) != ST_OK ||
        (st = api_query_word(rq, "jenis", words, &word)) != ST_OK)
        return st;
    if (word && !periode_jenis_parse(word, &jenis))
        return err_set(&rq->err, E_GAGAL, NULL);
    st = periode_list(rq->db, (int)tahun, word ? &jenis : NULL, rq->a, &rows, &n, &rq->err);
    if (st != ST_OK)
        return st;
    /* Seventeen a year: a page holds what there is. */
    w = api_list_open(rq);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = periode_json(rq->db, &rows[i], &rq->who, &w, &rq->err);
    api_list_close_int(&w, 0);
    return st;
}

static enum status baca(struct request *rq)
{
    struct periode p;
    struct jw w;
    enum status st = api_periode(rq, "kode", &p);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    return periode_json(rq->db, &p, &rq->who, &w, &rq->err);
}

static enum status buat(struct request *rq)
{
    struct periode_buat *in = arena_new_of(rq->a, struct periode_buat);

    in->kode = api_text(rq->json, "kode");
    in->tahun = (int)api_int(rq->json, "tahun");
    if (!in->kode == !in->tahun)
        return api_fault(rq, "/kode", "Isi kode atau tahun, salah satu.");
    return request_command(rq, periode_buat, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct periode_langkah *in = arena_new_of(rq->a, struct periode_langkah);
    struct periode p;
    enum status st = api_periode(rq, "kode", &p);

    if (st != ST_OK)
        return st;
    in->id = p.id;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, periode_langkah, in, NULL);
}

static enum status siapkan(struct request *rq)
{
    struct evaluasi_siapkan *in = arena_new_of(rq->a, struct evaluasi_siapkan);
    struct periode p;
    enum status st = api_periode(rq, "kode", &p);

    if (st != ST_OK)
        return st;
    in->periode_id = p.id;
    return request_command(rq, evaluasi_siapkan, in, NULL);
}

const struct route routes_periode[] = {
    { METHOD_GET, "/api/v1/periode", LANE_READ, 0, AKSI_PERIODE_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/periode", LANE_SAVE, 0, AKSI_PERIODE_UBAH, 0, "PeriodeBaru", buat, NULL },
    { METHOD_GET, "/api/v1/periode/{kode}", LANE_READ, 0, AKSI_PERIODE_LIHAT, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/periode/{kode}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_POST, "/api/v1/periode/{kode}/evaluasi", LANE_SAVE, 0, AKSI_PERIODE_UBAH, 0, NULL, siapkan,
      NULL },
    { .path = NULL },
};

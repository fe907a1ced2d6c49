/* /api/v1/skp/{id}/dialog: minutes of the dialogues about a plan. */
#include "domain/dialog.h"

#include "http/api.h"
#include "http/reads.h"

enum { MINUTES_BYTES = 256 * 1024 };

static enum status daftar(struct request *rq)
{
    struct dialog *rows;
    struct skp s;
    struct subject sub;
    struct jw w;
    int64_t id;
    size_t n;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, 0, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    skp_subject(&s, &sub);
    if ((st = reads_note(rq, DIBACA_SKP, s.id, AKSI_SKP_LIHAT, &sub)) != ST_OK ||
        (st = dialog_list(rq->db, id, rq->a, &rows, &n, &rq->err)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n; i++)
        dialog_baris_json(&rows[i], &w);
    jw_close(&w);
    jw_close(&w);
    return ST_OK;
}

static enum status ids(struct request *rq, int64_t *skp_id, int64_t *id)
{
    enum status st = request_id(rq, "id", skp_id);

    return st == ST_OK ? request_id(rq, "dialog", id) : st;
}

static enum status baca(struct request *rq)
{
    struct dialog d;
    struct jw w;
    int64_t skp_id, id;
    enum status st = ids(rq, &skp_id, &id);

    if (st != ST_OK || (st = dialog_load(rq->db, &rq->who, skp_id, id, rq->a, &d, &rq->err)) != ST_OK ||
        (st = reads_note(rq, DIBACA_SKP, d.skp_id, AKSI_SKP_LIHAT, &d.subject)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = d.versi;
    return dialog_json(rq->db, &rq->who, &d, &w, &rq->err);
}

static enum status buat(struct request *rq)
{
    struct dialog_simpan *in = arena_new_of(rq->a, struct dialog_simpan);
    enum status st = request_id(rq, "id", &in->skp_id);

    if (st != ST_OK || (st = dialog_baca(rq->json, rq->a, &in->isi, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, dialog_buat, in, NULL);
}

static enum status simpan(struct request *rq)
{
    struct dialog_simpan *in = arena_new_of(rq->a, struct dialog_simpan);
    enum status st = ids(rq, &in->skp_id, &in->id);

    if (st != ST_OK || (st = dialog_baca(rq->json, rq->a, &in->isi, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, dialog_simpan, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct dialog_langkah *in = arena_new_of(rq->a, struct dialog_langkah);
    enum status st = ids(rq, &in->skp_id, &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, dialog_langkah, in, NULL);
}

/* Minutes are long: only who may write them at all may send more than a small body. */
static enum status admit(struct request *rq)
{
    struct skp s;
    struct subject sub;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, id, 0, rq->a, &s, &rq->err)) != ST_OK)
        return st;
    skp_subject(&s, &sub);
    return right_check(rq->db, &rq->who, AKSI_DIALOG_ISI, &sub, &rq->err);
}

const struct route routes_dialog[] = {
    { METHOD_GET, "/api/v1/skp/{id}/dialog", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/skp/{id}/dialog", LANE_SAVE, 0, AKSI_DIALOG_ISI, MINUTES_BYTES, "Dialog", buat,
      admit },
    { METHOD_GET, "/api/v1/skp/{id}/dialog/{dialog}", LANE_READ, 0, AKSI_SKP_LIHAT, 0, NULL, baca, NULL },
    { METHOD_PUT, "/api/v1/skp/{id}/dialog/{dialog}", LANE_SAVE, 0, ROUTE_ANYONE, MINUTES_BYTES, "Dialog",
      simpan, admit },
    { METHOD_POST, "/api/v1/skp/{id}/dialog/{dialog}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi,
      NULL },
    { .path = NULL },
};

/* /api/v1/saya/sesi and /api/v1/saya/token: where I am logged in, and the tokens of my scripts. */
#include "domain/dibaca.h"
#include "domain/token.h"
#include "http/api.h"
#include "http/session.h"

static enum status sesi_daftar(struct request *rq)
{
    struct jw w = api_list_open(rq);
    enum status st = sesi_list(rq->db, rq->who.akun_id, rq->sesi.id, &w, &rq->err);

    api_list_close(&w, NULL);
    return st;
}

static enum status sesi_akhiri(struct request *rq)
{
    struct sesi_cabut *in = arena_new_of(rq->a, struct sesi_cabut);
    enum status st = request_id(rq, "id", &in->id);

    in->akun_id = rq->who.akun_id;
    return st == ST_OK ? request_command(rq, sesi_cabut, in, NULL) : st;
}

/* The only time that anybody sees it. */
static void token_selesai(struct request *rq, struct perintah *p)
{
    const struct token_buat *in = p->input;
    char until[TIME_TEXT];
    struct jw w = reply_json(rq, 201);

    time_format(in->out.out_berakhir, until);
    jw_open(&w, '{');
    jw_kint(&w, "id", in->out.out_id);
    jw_ktext(&w, "nama", in->nama);
    jw_ktext(&w, "token", in->out.out_token);
    jw_ktext(&w, "berakhir", until);
    jw_close(&w);
}

static enum status token_baru(struct request *rq)
{
    struct token_buat *in = arena_new_of(rq->a, struct token_buat);
    const json_t *aksi = json_object_get(rq->json, "aksi");
    const char **names = arena_array(rq->a, const char *, json_array_size(aksi) + 1);
    struct akun *k;
    enum status st;

    /* Never kept under a key: the stored reply would hold the token. */
    rq->kunci = NULL;
    *in = (struct token_buat){ .akun_id = rq->who.akun_id,
                               .nama = api_text(rq->json, "nama"),
                               .baca = json_is_true(json_object_get(rq->json, "baca")),
                               .aksi = names,
                               .naksi = json_array_size(aksi),
                               .unit_id = api_int(rq->json, "unit"),
                               .hari = (int)api_int(rq->json, "hari") };
    for (size_t i = 0; i < in->naksi; i++)
        names[i] = json_string_value(json_array_get(aksi, i));
    /* What outlives the session is not made by an open session alone. */
    if ((st = session_password(rq, api_text(rq->json, "sandi"), &k)) != ST_OK)
        return st;
    return request_command(rq, token_buat, in, token_selesai);
}

/* Who read what is about me. */
static enum status dibaca(struct request *rq)
{
    struct dibaca_saring f = { .kursor = NULL };
    struct api_page page;
    struct jw w;
    enum status st = api_page(rq, &page);

    if (st != ST_OK)
        return st;
    f.kursor = page.kursor;
    f.batas = page.batas;
    w = api_list_open(rq);
    st = dibaca_list(rq->db, rq->who.pegawai_id, &f, &w, &rq->err);
    api_list_close(&w, f.out_kursor[0] ? f.out_kursor : NULL);
    return st;
}

const struct route routes_akses[] = {
    { METHOD_GET, "/api/v1/saya/dibaca", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, dibaca, NULL },
    { METHOD_GET, "/api/v1/saya/sesi", LANE_READ, ROUTE_PERSON, ROUTE_ANYONE, 0, NULL, sesi_daftar, NULL },
    { METHOD_DELETE, "/api/v1/saya/sesi/{id}", LANE_SAVE, ROUTE_PERSON, ROUTE_ANYONE, 0, NULL, sesi_akhiri,
      NULL },
    { METHOD_POST, "/api/v1/saya/token", LANE_SAVE, ROUTE_PERSON | ROUTE_HASH, ROUTE_ANYONE, 4096,
      "TokenBaru", token_baru, NULL },
    { .path = NULL },
};

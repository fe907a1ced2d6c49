/* /api/v1/sesi: login as a sequence of steps, the session itself, leaving. */
#include <string.h>

#include "http/api.h"
#include "http/session.h"

static void sesi_body(struct jw *w, enum langkah langkah, const char *csrf, int64_t berakhir,
                      const char *nama)
{
    char until[TIME_TEXT];

    time_format(berakhir, until);
    jw_open(w, '{');
    jw_ktext(w, "langkah", langkah_kode(langkah));
    jw_ktext(w, "csrf", csrf);
    jw_ktext(w, "berakhir", until);
    jw_ktext(w, "nama", nama);
    jw_key(w, "aksi");
    jw_open(w, '[');
    jw_open(w, '{');
    jw_ktext(w, "aksi", "ganti_sandi");
    jw_kbool(w, "boleh", true);
    jw_close(w);
    jw_open(w, '{');
    jw_ktext(w, "aksi", "keluar");
    jw_kbool(w, "boleh", true);
    jw_close(w);
    jw_close(w);
    jw_close(w);
}

/* First step: name and password ------------------------------------------------------------------------- */

struct masuk {
    struct akun_masuk in; /* first: the command's input */
    char nama[65];
};

/* The loop's thread. An address that has failed too often is told so, with the same refusal. */
static void masuk_selesai(struct request *rq, struct perintah *p)
{
    struct masuk *m = p->input;
    struct jw w;

    if (!m->in.out_diterima) {
        err_clear(&rq->err);
        (void)err_set(&rq->err, request_login_failed(rq) ? E_TERLALU_SERING : E_MASUK_SALAH, NULL);
        reply_problem(rq, &rq->err);
        return;
    }
    w = reply_json(rq, 200);
    sesi_body(&w, m->in.out_langkah, m->in.out_csrf, m->in.out_berakhir, m->nama);
    session_give(rq, m->in.out_token, (m->in.out_berakhir - clock_now()) / 1000000);
}

static enum status masuk(struct request *rq)
{
    struct masuk *m = arena_new_of(rq->a, struct masuk);
    struct who who = { .akun_id = 0 };
    const char *nama = api_text(rq->json, "nama"), *sandi = api_text(rq->json, "sandi");
    struct akun *k = arena_new_of(rq->a, struct akun);
    enum status st;
    int64_t wait;

    if (!nama)
        return api_fault(rq, "/nama", "Wajib diisi.");
    if (!sandi)
        return api_fault(rq, "/sandi", "Wajib diisi.");
    if ((st = session_allowed(rq)) != ST_OK)
        return st;
    st = akun_find(rq->db, nama, k, &rq->err);
    if (st != ST_OK && st != ST_NOT_FOUND)
        return st;
    request_unpin(rq);
    if (st == ST_NOT_FOUND) {
        /* As slow as a known name, so that the time tells nothing. */
        (void)sandi_verify(NULL, sandi);
        err_clear(&rq->err);
        return err_set(&rq->err, request_login_failed(rq) ? E_TERLALU_SERING : E_MASUK_SALAH, NULL);
    }
    /* The attempt is held back once, without a thread, and then compared whatever happened meanwhile. */
    wait = rq->again ? 0 : akun_tunda(k->gagal, k->gagal_pada, clock_now());
    if (wait > 0)
        return request_again(rq, wait);
    m->in = (struct akun_masuk){ .akun_id = k->id,
                                 .benar = sandi_verify(k->sandi, sandi),
                                 .sandi = k->sandi,
                                 .alamat = session_place(rq) };
    m->in.agen = session_agent(rq);
    memcpy(m->nama, k->nama, sizeof(m->nama));
    who.akun_id = k->id;
    memcpy(who.nama, k->nama, sizeof(who.nama));
    return request_command_as(rq, &who, akun_masuk, m, masuk_selesai);
}

/* A new password: the forced step after a reset, or by choice with the old one ----------------------------
 */

static void ganti_selesai(struct request *rq, struct perintah *p)
{
    struct jw w = reply_json(rq, 200);

    (void)p;
    sesi_body(&w, LANGKAH_SELESAI, rq->sesi.csrf, rq->sesi.berakhir, rq->who.nama);
}

static enum status ganti_sandi(struct request *rq)
{
    struct akun_ganti_sandi *in = arena_new_of(rq->a, struct akun_ganti_sandi);
    const char *lama = api_text(rq->json, "sandi_lama"), *baru = api_text(rq->json, "sandi_baru");
    struct akun *k = arena_new_of(rq->a, struct akun);
    char *hash = arena_alloc(rq->a, SANDI_TEXT);
    enum status st;

    if (!rq->sesi.akun_id)
        return err_set(&rq->err, E_BELUM_MASUK, NULL);
    if (!rq->csrf_ok)
        return err_set(&rq->err, E_CSRF, NULL);
    if (rq->sesi.bearer)
        return err_set(&rq->err, E_TIDAK_BERHAK, "Token mesin tidak dapat mengganti kata sandi.");
    if (!baru)
        return api_fault(rq, "/sandi_baru", "Wajib diisi.");
    if ((st = akun_load(rq->db, rq->sesi.akun_id, k, &rq->err)) != ST_OK)
        return st;
    request_unpin(rq);
    if (!k->ganti_sandi && !lama)
        return api_fault(rq, "/sandi_lama", "Wajib diisi.");
    if ((st = sandi_check(baru, k->nama, &rq->err)) != ST_OK) {
        err_fault(&rq->err, "/sandi_baru", "%s", rq->err.msg);
        return st;
    }
    *in = (struct akun_ganti_sandi){ .akun_id = k->id, .baru = hash, .sesi = rq->sesi.token };
    if (!k->ganti_sandi) {
        in->lama = k->sandi;
        in->lama_benar = sandi_verify(k->sandi, lama);
    }
    sandi_hash(baru, hash);
    return request_command(rq, akun_ganti_sandi, in, ganti_selesai);
}

static enum status sesi_langkah(struct request *rq)
{
    /* Steps of login are never stored under a key: a stored reply would hold what only the owner may have. */
    rq->kunci = NULL;
    return strcmp(api_text(rq->json, "langkah"), "ganti_sandi") == 0 ? ganti_sandi(rq) : masuk(rq);
}

static enum status sesi_baca(struct request *rq)
{
    struct jw w = reply_json(rq, 200);

    sesi_body(&w, rq->sesi.langkah, rq->sesi.csrf, rq->sesi.berakhir, rq->who.nama);
    return ST_OK;
}

static void keluar_selesai(struct request *rq, struct perintah *p)
{
    (void)p;
    reply_empty(rq);
    session_take(rq);
}

static enum status keluar(struct request *rq)
{
    rq->kunci = NULL;
    return request_command(rq, sesi_keluar, rq->sesi.token, keluar_selesai);
}

const struct route routes_sesi[] = {
    { METHOD_POST, "/api/v1/sesi", LANE_LOGIN, ROUTE_PUBLIC | ROUTE_HASH | ROUTE_STEP, ROUTE_ANYONE, 4096,
      "SesiLangkah", sesi_langkah, NULL },
    { METHOD_GET, "/api/v1/sesi", LANE_LOGIN, ROUTE_STEP, ROUTE_ANYONE, 0, NULL, sesi_baca, NULL },
    { METHOD_DELETE, "/api/v1/sesi", LANE_LOGIN, ROUTE_STEP, ROUTE_ANYONE, 0, NULL, keluar, NULL },
    { .path = NULL },
};

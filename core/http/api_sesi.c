/* /api/v1/sesi: login as a sequence of steps, the session itself, leaving. */
#include <string.h>

#include "domain/faktor.h"
#include "http/api.h"
#include "http/session.h"

/* What the session may do about itself at its step. */
static void sesi_aksi(struct jw *w, enum langkah langkah)
{
    static const struct {
        const char *aksi;
        unsigned at; /* bits of enum langkah */
    } rows[] = {
        { "kode", 1u << LANGKAH_KODE },
        { "ganti_sandi", 1u << LANGKAH_GANTI_SANDI | 1u << LANGKAH_DAFTAR_FAKTOR | 1u << LANGKAH_SELESAI },
        { "daftar_faktor", 1u << LANGKAH_DAFTAR_FAKTOR },
        { "keluar", ~0u },
    };

    jw_key(w, "aksi");
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].at >> langkah & 1) {
            jw_open(w, '{');
            jw_ktext(w, "aksi", rows[i].aksi);
            jw_kbool(w, "boleh", true);
            jw_close(w);
        }
    jw_close(w);
}

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
    sesi_aksi(w, langkah);
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

    if (m->in.out_kedaluwarsa) {
        (void)err_set(&rq->err, E_MASUK_KEDALUWARSA, NULL);
        reply_problem(rq, &rq->err);
        return;
    }
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
    sesi_body(&w, faktor_langkah_sesi(&rq->who, LANGKAH_SELESAI), rq->sesi.csrf, rq->sesi.berakhir,
              rq->who.nama);
}

/* Of a session that was opened by the first step, with the header that goes with it. */
static enum status own_session(struct request *rq)
{
    if (!rq->sesi.akun_id)
        return err_set(&rq->err, E_BELUM_MASUK, NULL);
    if (!rq->csrf_ok)
        return err_set(&rq->err, E_CSRF, NULL);
    return rq->sesi.bearer ? err_set(&rq->err, E_TOKEN_ORANG, NULL) : ST_OK;
}

static enum status ganti_sandi(struct request *rq)
{
    struct akun_ganti_sandi *in = arena_new_of(rq->a, struct akun_ganti_sandi);
    const char *lama = api_text(rq->json, "sandi_lama"), *baru = api_text(rq->json, "sandi_baru");
    struct akun *k = arena_new_of(rq->a, struct akun);
    char *hash = arena_alloc(rq->a, SANDI_TEXT), *nip = NULL;
    enum status st = own_session(rq);

    if (st != ST_OK)
        return st;
    if (rq->sesi.langkah == LANGKAH_KODE)
        return err_set(&rq->err, E_MASUK_LANGKAH, "Kirim kode lebih dahulu.");
    if (!baru)
        return api_fault(rq, "/sandi_baru", "Wajib diisi.");
    if ((st = akun_load(rq->db, rq->sesi.akun_id, k, &rq->err)) != ST_OK ||
        (st = akun_nip(rq->db, k, rq->a, &nip, &rq->err)) != ST_OK)
        return st;
    if (!k->ganti_sandi && !lama)
        return api_fault(rq, "/sandi_lama", "Wajib diisi.");
    if ((st = sandi_check(baru, k->nama, nip, &rq->err)) != ST_OK) {
        err_fault(&rq->err, "/sandi_baru", "%s", rq->err.msg);
        return st;
    }
    *in = (struct akun_ganti_sandi){ .akun_id = k->id, .baru = hash, .sesi = rq->sesi.token };
    if (!k->ganti_sandi) {
        if ((st = session_password(rq, lama, &k)) != ST_OK)
            return st;
        in->lama = k->sandi;
        in->lama_benar = true;
    }
    request_unpin(rq);
    sandi_hash(baru, hash);
    return request_command(rq, akun_ganti_sandi, in, ganti_selesai);
}

/* The second factor: a session that waits for it gives way to one that has passed
 * ---------------------------- */

static void kode_selesai(struct request *rq, struct perintah *p)
{
    const struct akun_masuk_kode *in = p->input;
    struct jw w;

    if (!in->out_diterima) {
        api_kode_salah(rq, in->out_ditahan, in->out_tunda);
        return;
    }
    w = reply_json(rq, 200);
    sesi_body(&w, in->out_langkah, in->out_csrf, in->out_berakhir, rq->who.nama);
    session_give(rq, in->out_token, (in->out_berakhir - clock_now()) / 1000000);
}

static enum status kode(struct request *rq)
{
    struct akun_masuk_kode *in = arena_new_of(rq->a, struct akun_masuk_kode);
    enum status st = own_session(rq);

    if (st != ST_OK)
        return st;
    if (rq->sesi.langkah != LANGKAH_KODE)
        return err_set(&rq->err, E_MASUK_LANGKAH, "Sesi ini tidak sedang menunggu kode.");
    *in = (struct akun_masuk_kode){ .akun_id = rq->sesi.akun_id,
                                    .kode = api_text(rq->json, "kode"),
                                    .sesi = rq->sesi.token,
                                    .alamat = session_place(rq),
                                    .agen = session_agent(rq) };
    if (!in->kode)
        return api_fault(rq, "/kode", "Wajib diisi.");
    return request_command(rq, akun_masuk_kode, in, kode_selesai);
}

static enum status sesi_langkah(struct request *rq)
{
    const char *langkah = api_text(rq->json, "langkah");

    /* Steps of login are never stored under a key: a stored reply would hold what only the owner may have. */
    rq->kunci = NULL;
    if (strcmp(langkah, "kode") == 0)
        return kode(rq);
    return strcmp(langkah, "ganti_sandi") == 0 ? ganti_sandi(rq) : masuk(rq);
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

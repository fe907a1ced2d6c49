#include "http/session.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/log.h"
#include "domain/faktor.h"
#include "http/reads.h"
#include "http/route.h"

static enum status find(struct request *rq)
{
    const char *token = rq->bearer ? rq->bearer : rq->token;
    enum status st = sesi_find(rq->db, token, clock_now(), &rq->sesi, &rq->err);

    /* A browser's session does not work as a machine's token, nor the other way round. */
    if (st == ST_OK && rq->sesi.bearer != (rq->bearer != NULL))
        st = err_set(&rq->err, E_SESI_TIDAK_SAH, NULL);
    if (st == ST_OK)
        st = who_load(rq->db, rq->sesi.akun_id, &rq->who, &rq->err);
    rq->who.token = rq->sesi.lingkup;
    rq->sesi.langkah = faktor_langkah_sesi(&rq->who, rq->sesi.langkah);
    if (st == ST_OK)
        rq->csrf_ok = rq->sesi.bearer || (rq->csrf && sesi_csrf_cocok(&rq->sesi, rq->csrf));
    return st;
}

/* What a machine's token is not for, whatever its owner may do. */
static enum status check_token(struct request *rq)
{
    if (!rq->sesi.bearer)
        return ST_OK;
    if (rq->route->flags & ROUTE_PERSON)
        return err_set(&rq->err, E_TOKEN_ORANG, NULL);
    if (rq->sesi.baca && rq->method != METHOD_GET)
        return err_set(&rq->err, E_TOKEN_LINGKUP, "Token ini hanya untuk membaca.");
    if (rq->route->aksi != ROUTE_ANYONE && !right_in_scope(&rq->who, (enum aksi)rq->route->aksi))
        return err_set(&rq->err, E_TOKEN_LINGKUP, NULL);
    return ST_OK;
}

/* What is left to do before the session may do anything else. */
static enum status check_step(struct request *rq)
{
    static const char *const berikutnya[] = {
        [LANGKAH_SANDI] = "Login belum selesai.",
        [LANGKAH_KODE] = "Login belum selesai: kirim kode dari aplikasi autentikator, atau kode pemulihan.",
        [LANGKAH_GANTI_SANDI] = "Login belum selesai: kata sandi baru harus dibuat dahulu.",
        [LANGKAH_DAFTAR_FAKTOR] =
            "Peran Anda memerlukan faktor kedua: daftarkan aplikasi autentikator dahulu.",
    };
    enum langkah l = rq->sesi.langkah;
    unsigned flags = rq->route->flags;

    if (l == LANGKAH_SELESAI || (flags & ROUTE_STEP) || (l == LANGKAH_DAFTAR_FAKTOR && (flags & ROUTE_ENROL)))
        return ST_OK;
    return err_set(&rq->err, E_MASUK_LANGKAH, "%s", berikutnya[l]);
}

enum status session_login(struct request *rq)
{
    unsigned flags = rq->route->flags;
    enum status st;

    if (!rq->token && !rq->bearer)
        return flags & ROUTE_PUBLIC ? ST_OK : err_set(&rq->err, E_BELUM_MASUK, NULL);
    st = find(rq);
    if (flags & ROUTE_PUBLIC) {
        if (st == ST_OK || err_status(&rq->err) == ST_FAIL)
            return st;
        /* An old cookie must not stand in the way of logging in again. */
        err_clear(&rq->err);
        rq->who = (struct who){ .akun_id = 0 };
        rq->sesi = (struct sesi){ .akun_id = 0 };
        rq->csrf_ok = false;
        return ST_OK;
    }
    if (st != ST_OK)
        return st;
    if ((st = check_step(rq)) != ST_OK)
        return st;
    if (rq->method != METHOD_GET && !rq->csrf_ok)
        return err_set(&rq->err, E_CSRF, NULL);
    if (rq->method != METHOD_GET && rq->who.mantan && !(flags & ROUTE_STEP))
        return err_set(&rq->err, E_AKUN_MANTAN,
                       "Anda sudah tidak bertugas: sampai %s akun ini hanya untuk membaca milik sendiri.",
                       rq->who.baca_sampai);
    reads_session(&rq->sesi);
    return check_token(rq);
}

/* A password asked for again --------------------------------------------------------------------------------
 */

static void sandi_salah(struct request *rq, struct perintah *p)
{
    (void)p;
    err_clear(&rq->err);
    (void)err_set(&rq->err, request_login_failed(rq) ? E_TERLALU_SERING : E_MASUK_SALAH, "Kata sandi salah.");
    reply_problem(rq, &rq->err);
}

enum status session_password(struct request *rq, const char *sandi, struct akun **out)
{
    struct akun *k = arena_new_of(rq->a, struct akun);
    struct akun_masuk *in = arena_new_of(rq->a, struct akun_masuk);
    int64_t wait;
    enum status st = akun_load(rq->db, rq->sesi.akun_id, k, &rq->err);

    if (st != ST_OK)
        return st;
    request_unpin(rq);
    wait = rq->again ? 0 : akun_tunda(k->gagal, k->gagal_pada, clock_now());
    if (wait > 0)
        return request_again(rq, wait);
    *out = k;
    if (sandi_verify(k->sandi, sandi))
        return ST_OK;
    /* Counted like a failed login: an open session is no place to guess at ease. */
    *in = (struct akun_masuk){ .akun_id = k->id };
    return request_command_as(rq, &rq->who, akun_masuk, in, sandi_salah);
}

/* Where from ----------------------------------------------------------------------------------------------
 */

const char *session_place(struct request *rq)
{
    struct in6_addr six;
    struct in_addr four;
    char text[INET6_ADDRSTRLEN];

    if (!rq->peer)
        return "";
    if (inet_pton(AF_INET, rq->peer, &four) == 1) {
        four.s_addr &= htonl(0xffffff00);
        return arena_printf(rq->a, "%s/24", inet_ntop(AF_INET, &four, text, sizeof(text)));
    }
    if (inet_pton(AF_INET6, rq->peer, &six) != 1)
        return "";
    memset(six.s6_addr + 8, 0, 8);
    return arena_printf(rq->a, "%s/64", inet_ntop(AF_INET6, &six, text, sizeof(text)));
}

/* The first row whose mark stands in the text: programs name others in theirs, so the order matters. */
struct mark {
    const char *mark, *name;
};

static const char *recognise(const char *text, const struct mark *rows)
{
    while (rows->mark && !strstr(text, rows->mark))
        rows++;
    return rows->name;
}

const char *session_agent(struct request *rq)
{
    static const struct mark programs[] = {
        { "Edg", "Edge" },        { "OPR/", "Opera" },      { "SamsungBrowser", "Samsung Internet" },
        { "Firefox", "Firefox" }, { "FxiOS", "Firefox" },   { "CriOS", "Chrome" },
        { "Chrome", "Chrome" },   { "Safari", "Safari" },   { "curl", "curl" },
        { "Python", "Python" },   { NULL, "Program lain" },
    };
    static const struct mark systems[] = {
        { "Windows", "Windows" }, { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" },
        { "Mac OS", "macOS" },    { "CrOS", "ChromeOS" },   { "Linux", "Linux" },   { NULL, NULL },
    };
    const char *system;

    if (!rq->agent || !*rq->agent)
        return "";
    system = recognise(rq->agent, systems);
    return arena_printf(rq->a, "%s%s%s", recognise(rq->agent, programs), system ? " di " : "",
                        system ? system : "");
}

enum status session_allowed(struct request *rq)
{
    return rq->cookie_ok ? ST_OK : err_set(&rq->err, E_TANPA_TLS, NULL);
}

static void set_cookie(struct request *rq, const char *value, int64_t seconds)
{
    rq->reply.cookie[0] = arena_printf(rq->a, "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                                       rq->secure ? "__Host-tenayan" : "tenayan", value, (long long)seconds,
                                       rq->secure ? "; Secure" : "");
}

void session_give(struct request *rq, const char *token, int64_t seconds)
{
    set_cookie(rq, token, seconds);
}

void session_take(struct request *rq)
{
    set_cookie(rq, "", 0);
}

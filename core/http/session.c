#include "http/session.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/log.h"
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
    if (rq->sesi.langkah != LANGKAH_SELESAI && !(flags & ROUTE_STEP))
        return err_set(&rq->err, E_MASUK_LANGKAH, NULL);
    if (rq->method != METHOD_GET && !rq->csrf_ok)
        return err_set(&rq->err, E_CSRF, NULL);
    return check_token(rq);
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

#include "http/session.h"

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
    if (st == ST_OK)
        rq->csrf_ok = rq->sesi.bearer || (rq->csrf && sesi_csrf_cocok(&rq->sesi, rq->csrf));
    return st;
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
    return ST_OK;
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

/* Who a request is: cookie or bearer token, the step of login, CSRF, and the cookie that carries it. */
#include "../domain/org.h"

#include "domain/akun.h"
#include "http/route.h"
#include "http/session.h"

static int64_t account_id;

static struct sesi_baru open_session(bool bearer, enum langkah step, int64_t until)
{
    struct sesi_baru s = { .akun_id = account_id, .bearer = bearer, .langkah = step, .berakhir = until };

    OK(db_begin(db, &err));
    OK(sesi_add(db, &s, &err));
    OK(db_commit(db, &err));
    return s;
}

static int open_all(void **state)
{
    struct akun_tambah in = { .nama = "budi", .sandi_hash = "!" };
    struct perintah p;
    struct who sys;

    org_open(state);
    who_system(&sys);
    perintah_init(&p, &sys, akun_tambah, &in);
    OK(command_run(db, &p.cmd, &err));
    perintah_clear(&p);
    account_id = in.out_id;
    return 0;
}

enum given {
    NOTHING,
    COOKIE,
    BEARER,
    BOTH,
    COOKIE_AS_BEARER,
    BEARER_AS_COOKIE,
    UNKNOWN,
    EXPIRED,
    UNFINISHED
};

static void test_login(void **state)
{
    static const struct {
        const char *id;
        enum given given;
        unsigned flags;
        enum method method;
        int csrf; /* 0 none, 1 right, 2 wrong */
        enum code code;
        bool known, csrf_ok;
    } rows[] = {
        { "no login", NOTHING, 0, METHOD_GET, 0, E_BELUM_MASUK, false, false },
        { "no login, public", NOTHING, ROUTE_PUBLIC, METHOD_POST, 0, E_NONE, false, false },
        { "read", COOKIE, 0, METHOD_GET, 0, E_NONE, true, false },
        { "write without header", COOKIE, 0, METHOD_POST, 0, E_CSRF, true, false },
        { "write with wrong header", COOKIE, 0, METHOD_DELETE, 2, E_CSRF, true, false },
        { "write", COOKIE, 0, METHOD_PUT, 1, E_NONE, true, true },
        { "machine writes", BEARER, 0, METHOD_POST, 0, E_NONE, true, true },
        { "machine with a cookie beside", BOTH, 0, METHOD_POST, 0, E_NONE, true, true },
        { "cookie's token as bearer", COOKIE_AS_BEARER, 0, METHOD_GET, 0, E_SESI_TIDAK_SAH, false, false },
        { "bearer's token as cookie", BEARER_AS_COOKIE, 0, METHOD_GET, 0, E_SESI_TIDAK_SAH, false, false },
        { "unknown", UNKNOWN, 0, METHOD_GET, 0, E_SESI_TIDAK_SAH, false, false },
        { "expired", EXPIRED, 0, METHOD_GET, 0, E_SESI_TIDAK_SAH, false, false },
        { "old cookie at the door", EXPIRED, ROUTE_PUBLIC, METHOD_POST, 0, E_NONE, false, false },
        { "cookie at the door", COOKIE, ROUTE_PUBLIC, METHOD_POST, 0, E_NONE, true, false },
        { "cookie and header at the door", COOKIE, ROUTE_PUBLIC, METHOD_POST, 1, E_NONE, true, true },
        { "before the last step", UNFINISHED, 0, METHOD_GET, 0, E_MASUK_LANGKAH, true, false },
        { "before the last step, where it may", UNFINISHED, ROUTE_STEP, METHOD_GET, 0, E_NONE, true, false },
        { "step without header", UNFINISHED, ROUTE_STEP, METHOD_POST, 0, E_CSRF, true, false },
    };
    struct sesi_baru cookie = open_session(false, LANGKAH_SELESAI, 0),
                     machine = open_session(true, LANGKAH_SELESAI, 0),
                     half = open_session(false, LANGKAH_GANTI_SANDI, 0),
                     old = open_session(false, LANGKAH_SELESAI, clock_now() - 1000000);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum given g = rows[i].given;
        struct sesi_baru *s = g == EXPIRED ? &old : g == UNFINISHED ? &half : &cookie;
        struct route row = { .method = rows[i].method, .flags = rows[i].flags };
        struct request rq = { .method = rows[i].method, .route = &row, .db = db, .a = mem };

        if (g == COOKIE || g == EXPIRED || g == UNFINISHED || g == BOTH)
            rq.token = s->out_token;
        if (g == BEARER || g == BOTH)
            rq.bearer = machine.out_token;
        if (g == COOKIE_AS_BEARER)
            rq.bearer = cookie.out_token;
        if (g == BEARER_AS_COOKIE)
            rq.token = machine.out_token;
        if (g == UNKNOWN)
            rq.token = "0000000000000000000000000000000000000000000000000000000000000000";
        if (rows[i].csrf)
            rq.csrf = rows[i].csrf == 1 ? s->out_csrf : half.out_token;
        (void)(session_login(&rq) == ST_OK);
        if (rq.err.code != rows[i].code)
            fail_msg("%s: %s", rows[i].id, code_row(rq.err.code)->name);
        if (rq.err.code == E_NONE &&
            (rq.csrf_ok != rows[i].csrf_ok || rq.who.akun_id != (rows[i].known ? account_id : 0) ||
             rq.sesi.akun_id != rq.who.akun_id))
            fail_msg("%s: account %lld, csrf %d", rows[i].id, (long long)rq.who.akun_id, rq.csrf_ok);
    }
}

/* A closed account ends with the next request, whatever it holds. */
static void test_closed_account(void **state)
{
    struct sesi_baru s = open_session(true, LANGKAH_SELESAI, 0);
    struct akun_aktif in = { .akun_id = account_id, .aktif = false };
    struct route row = { .method = METHOD_GET };
    struct request rq = { .route = &row, .db = db, .a = mem, .bearer = s.out_token };
    struct perintah p;
    struct who sys;

    (void)state;
    OK(session_login(&rq));
    who_system(&sys);
    perintah_init(&p, &sys, akun_setel_aktif, &in);
    OK(command_run(db, &p.cmd, &err));
    perintah_clear(&p);
    assert_int_not_equal(session_login(&rq), ST_OK);
    assert_int_equal(code_row(rq.err.code)->http, 401);
}

static void test_cookies(void **state)
{
    struct request rq = { .a = mem };

    (void)state;
    assert_int_equal(session_allowed(&rq), ST_DENIED);
    assert_int_equal(rq.err.code, E_TANPA_TLS);
    rq.cookie_ok = true;
    assert_int_equal(session_allowed(&rq), ST_OK);
    session_give(&rq, "abc", 60);
    assert_string_equal(rq.reply.cookie[0], "tenayan=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
    rq.secure = true;
    session_give(&rq, "abc", 60);
    assert_string_equal(rq.reply.cookie[0],
                        "__Host-tenayan=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
    session_take(&rq);
    assert_string_equal(rq.reply.cookie[0],
                        "__Host-tenayan=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_login, open_all, org_close),
        cmocka_unit_test_setup_teardown(test_closed_account, open_all, org_close),
        cmocka_unit_test_setup_teardown(test_cookies, org_open, org_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

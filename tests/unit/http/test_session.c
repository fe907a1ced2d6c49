/* Who a request is: cookie or bearer token, the step of login, CSRF, and the cookie that carries it. */
#include "../domain/org.h"

#include <qrencode.h>

#include "domain/faktor.h"
#include "domain/token.h"
#include "http/qr.h"
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

/* A machine's token on routes and methods; a person who must enrol first. */
static void test_scopes(void **state)
{
    static const struct {
        const char *id;
        bool bearer, baca;
        const char *aksi; /* of the token, NULL all */
        unsigned flags;
        int route; /* its action */
        enum method method;
        bool must_enrol;
        enum code code;
    } rows[] = {
        { "a token reads", true, true, NULL, 0, ROUTE_ANYONE, METHOD_GET, false, E_NONE },
        { "a reading token writes", true, true, NULL, 0, ROUTE_ANYONE, METHOD_POST, false, E_TOKEN_LINGKUP },
        { "a writing token writes", true, false, NULL, 0, ROUTE_ANYONE, METHOD_PUT, false, E_NONE },
        { "a route for people", true, false, NULL, ROUTE_PERSON, ROUTE_ANYONE, METHOD_GET, false,
          E_TOKEN_ORANG },
        { "a person there", false, false, NULL, ROUTE_PERSON, ROUTE_ANYONE, METHOD_GET, false, E_NONE },
        { "a chosen action", true, false, "skp.susun", 0, AKSI_SKP_SUSUN, METHOD_GET, false, E_NONE },
        { "what it shows", true, false, "skp.susun", 0, AKSI_SKP_LIHAT, METHOD_GET, false, E_NONE },
        { "another action", true, false, "skp.susun", 0, AKSI_EVALUASI_LIHAT, METHOD_GET, false,
          E_TOKEN_LINGKUP },
        { "an action that this version does not know", true, false, "skp.terbang", 0, AKSI_SKP_LIHAT,
          METHOD_GET, false, E_TOKEN_LINGKUP },
        { "must enrol", false, false, NULL, 0, ROUTE_ANYONE, METHOD_GET, true, E_MASUK_LANGKAH },
        { "must enrol, and does", false, false, NULL, ROUTE_ENROL, ROUTE_ANYONE, METHOD_GET, true, E_NONE },
        { "must enrol, and leaves", false, false, NULL, ROUTE_STEP, ROUTE_ANYONE, METHOD_GET, true, E_NONE },
        { "must enrol, with a token", true, true, NULL, 0, ROUTE_ANYONE, METHOD_GET, true, E_MASUK_LANGKAH },
    };

    (void)state;
    OK(db_exec(db, NULL, &err,
               "INSERT INTO peran (akun_id, peran, mulai) VALUES ($1, 'admin_pusat', '2020-01-01')", "i",
               account_id));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sesi_baru s = { .akun_id = account_id,
                               .bearer = rows[i].bearer,
                               .langkah = LANGKAH_SELESAI,
                               .baca = rows[i].baca,
                               .aksi = rows[i].aksi };
        struct route row = { .method = rows[i].method, .flags = rows[i].flags, .aksi = rows[i].route };
        struct request rq = { .method = rows[i].method, .route = &row, .db = db, .a = mem };

        OK(faktor_wajib_peran(rows[i].must_enrol ? "admin_pusat" : "", &err));
        OK(sesi_add(db, &s, &err));
        rq.token = rows[i].bearer ? NULL : s.out_token;
        rq.bearer = rows[i].bearer ? s.out_token : NULL;
        (void)(session_login(&rq) == ST_OK);
        if (rq.err.code != rows[i].code)
            fail_msg("%s: %s", rows[i].id, code_row(rq.err.code)->name);
    }
    OK(faktor_wajib_peran("", &err));
}

static void test_where_from(void **state)
{
    static const struct {
        const char *peer, *agent, *place, *program;
    } rows[] = {
        { "10.1.2.3", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
          "10.1.2.0/24", "Firefox di Windows" },
        { "2001:db8:1:2:3:4:5:6",
          "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile "
          "Safari/537.36",
          "2001:db8:1:2::/64", "Chrome di Android" },
        { "::1",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 "
          "Safari/604.1",
          "::/64", "Safari di iPhone" },
        { "192.0.2.255", "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "192.0.2.0/24",
          "Edge di Windows" },
        { "127.0.0.1", "curl/7.88.1", "127.0.0.0/24", "curl" },
        { "?", "<script>alert(1)</script>", "", "Program lain" },
        { NULL, NULL, "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct request rq = { .a = mem, .peer = rows[i].peer, .agent = rows[i].agent };

        assert_string_equal(session_place(&rq), rows[i].place);
        assert_string_equal(session_agent(&rq), rows[i].program);
    }
}

/* Every dark module of the code stands in the picture, and no other. */
static void test_qr(void **state)
{
    static const char text[] =
        "otpauth://totp/Tenayan:1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tenayan";
    QRcode *q = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    struct buf svg = BUF_NONE;
    unsigned char *got;
    const char *at;
    int n = 0, x, y, run;

    (void)state;
    assert_non_null(q);
    assert_true(qr_svg(text, &svg));
    got = mem_alloc((size_t)q->width * (size_t)q->width);
    at = strstr(svg.p, "<path d=\"");
    assert_non_null(at);
    for (at += 9; sscanf(at, "M%d %dh%dv1h-%*dz%n", &x, &y, &run, &n) == 3; at += n)
        for (int i = 0; i < run; i++)
            got[(y - 4) * q->width + x - 4 + i] = 1;
    assert_string_equal(at, "\"/></svg>");
    for (int i = 0; i < q->width * q->width; i++)
        assert_int_equal(got[i], q->data[i] & 1);
    free(got);
    buf_free(&svg);
    QRcode_free(q);
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
        cmocka_unit_test_setup_teardown(test_scopes, open_all, org_close),
        cmocka_unit_test_setup_teardown(test_where_from, org_open, org_close),
        cmocka_unit_test(test_qr),
        cmocka_unit_test_setup_teardown(test_closed_account, open_all, org_close),
        cmocka_unit_test_setup_teardown(test_cookies, org_open, org_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

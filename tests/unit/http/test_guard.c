#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/guard.h"

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static enum code line(struct head *h, const char *method, const char *target)
{
    guard_start(h, a);
    return guard_line(h, method, strlen(method), target, strlen(target), 1, 1);
}

static void test_targets(void **state)
{
    static const struct {
        const char *target;
        enum code code;
        const char *path; /* decoded, where it is let in */
    } rows[] = {
        { "/", E_NONE, "/" },
        { "/a/b", E_NONE, "/a/b" },
        { "/a/", E_NONE, "/a/" },
        { "/a%20b", E_NONE, "/a b" },
        { "/%C3%A9", E_NONE, "/\xC3\xA9" },
        { "/a..b/.c/d.", E_NONE, "/a..b/.c/d." },
        { "/...", E_NONE, "/..." },
        { "/100%25", E_NONE, "/100%" },
        { "/a?b=/../x", E_NONE, "/a" },
        { "", E_HTTP_ALAMAT, NULL },
        { "a", E_HTTP_ALAMAT, NULL },
        { "*", E_HTTP_ALAMAT, NULL },
        { "http://a/b", E_HTTP_ALAMAT, NULL },
        { "//a", E_HTTP_ALAMAT, NULL },
        { "/a//b", E_HTTP_ALAMAT, NULL },
        { "/.", E_HTTP_ALAMAT, NULL },
        { "/..", E_HTTP_ALAMAT, NULL },
        { "/a/../b", E_HTTP_ALAMAT, NULL },
        { "/a/.", E_HTTP_ALAMAT, NULL },
        { "/%2e", E_HTTP_ALAMAT, NULL },
        { "/%2e%2e/a", E_HTTP_ALAMAT, NULL },
        { "/.%2E/a", E_HTTP_ALAMAT, NULL },
        { "/a%2fb", E_HTTP_ALAMAT, NULL },
        { "/a%5Cb", E_HTTP_ALAMAT, NULL },
        { "/a\\b", E_HTTP_ALAMAT, NULL },
        { "/a%00b", E_HTTP_ALAMAT, NULL },
        { "/a%0ab", E_HTTP_ALAMAT, NULL },
        { "/a%7f", E_HTTP_ALAMAT, NULL },
        { "/a%252fb", E_HTTP_ALAMAT, NULL },
        { "/a%252e", E_HTTP_ALAMAT, NULL },
        { "/a%2500", E_HTTP_ALAMAT, NULL },
        { "/a%2525", E_HTTP_ALAMAT, NULL },
        { "/a%", E_HTTP_ALAMAT, NULL },
        { "/a%4", E_HTTP_ALAMAT, NULL },
        { "/a%4g", E_HTTP_ALAMAT, NULL },
        { "/a%ff", E_HTTP_ALAMAT, NULL },
        { "/a%c0%ae", E_HTTP_ALAMAT, NULL },
        { "/a#b", E_HTTP_ALAMAT, NULL },
        { "/a?b#c", E_HTTP_ALAMAT, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct head h;
        enum code code = line(&h, "GET", rows[i].target);

        if (code != rows[i].code || (rows[i].path && strcmp(h.path, rows[i].path) != 0))
            fail_msg("%s: code %d, path %s", rows[i].target, code, h.path ? h.path : "-");
    }
}

static void test_methods_and_versions(void **state)
{
    static const struct {
        const char *method;
        enum code code;
        enum method m;
        bool head;
    } rows[] = {
        { "GET", E_NONE, METHOD_GET, false },     { "HEAD", E_NONE, METHOD_GET, true },
        { "POST", E_NONE, METHOD_POST, false },   { "PUT", E_NONE, METHOD_PUT, false },
        { "PATCH", E_NONE, METHOD_PATCH, false }, { "DELETE", E_NONE, METHOD_DELETE, false },
        { "OPTIONS", E_HTTP_METODE, 0, false },   { "TRACE", E_HTTP_METODE, 0, false },
        { "GE", E_HTTP_METODE, 0, false },        { "GETX", E_HTTP_METODE, 0, false },
        { "get", E_HTTP_METODE, 0, false },       { "", E_HTTP_METODE, 0, false },
    };
    struct head h;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum code code = line(&h, rows[i].method, "/a");

        assert_int_equal(code, rows[i].code);
        if (code == E_NONE) {
            assert_int_equal(h.method, rows[i].m);
            assert_int_equal(h.is_head, rows[i].head);
        }
    }
    guard_start(&h, a);
    assert_int_equal(guard_line(&h, "GET", 3, "/", 1, 1, 0), E_NONE);
    assert_int_equal(guard_line(&h, "GET", 3, "/", 1, 2, 0), E_HTTP_VERSI);
    assert_int_equal(guard_line(&h, "GET", 3, "/", 1, 1, 2), E_HTTP_VERSI);
    assert_int_equal(guard_line(&h, "GET", 3, "/", 1, 0, 9), E_HTTP_VERSI);
}

/* Fields, one a line; the code of the first that is refused, or of the whole. */
static void test_fields(void **state)
{
    static const struct {
        const char *fields;
        enum code code;
    } rows[] = {
        { "Host: a", E_NONE },
        { "hOST:a:80", E_NONE },
        { "Host: [::1]", E_NONE },
        { "", E_HTTP_HOST },
        { "Host: ", E_HTTP_HOST },
        { "Host: a\nHost: a", E_HTTP_HOST },
        { "Host: a/b", E_HTTP_HOST },
        { "Host: a b", E_HTTP_HOST },
        { "Host: a,b", E_HTTP_HOST },
        { "Host: a\nContent-Length: 0", E_NONE },
        { "Host: a\nContent-Length: 12", E_NONE },
        { "Host: a\nContent-Length: 1\nContent-Length: 1", E_HTTP_PANJANG },
        { "Host: a\nContent-Length: +1", E_HTTP_PANJANG },
        { "Host: a\nContent-Length: 1,1", E_HTTP_PANJANG },
        { "Host: a\nContent-Length:", E_HTTP_PANJANG },
        { "Host: a\nContent-Length: 9999999999999999999", E_HTTP_PANJANG },
        { "Host: a\nTransfer-Encoding: chunked", E_NONE },
        { "Host: a\nTransfer-Encoding: CHUNKED", E_HTTP_PENGODEAN },
        { "Host: a\nTransfer-Encoding: chunked, chunked", E_HTTP_PENGODEAN },
        { "Host: a\nTransfer-Encoding: chunked\t", E_HTTP_PENGODEAN },
        { "Host: a\nTransfer-Encoding: ", E_HTTP_PENGODEAN },
        { "Host: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked", E_HTTP_PENGODEAN },
        { "Host: a\nTransfer-Encoding: chunked\nContent-Length: 1", E_HTTP_PANJANG },
        { "Host: a\nContent-Length: 1\nTransfer-Encoding: chunked", E_HTTP_PANJANG },
        { "Host: a\nExpect: 100-Continue", E_NONE },
        { "Host: a\nExpect: 101-continue", E_HTTP_HARAPAN },
        { "Host: a\nExpect: 100-continue\nExpect: 100-continue", E_HTTP_RUSAK },
        { "Host: a\nCookie: a=1\nCookie: b=2", E_NONE },
        { "Host: a\nX-Forwarded-For: a\nX-Forwarded-For: b", E_NONE },
        { "Host: a\nAuthorization: a\nAuthorization: b", E_HTTP_RUSAK },
        { "Host: a\nX: a\x01", E_HTTP_RUSAK },
        { "Host: a\n: b", E_HTTP_RUSAK },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct head h;
        enum code code = line(&h, "POST", "/a");

        for (const char *s = rows[i].fields; *s && code == E_NONE;) {
            size_t len = strcspn(s, "\n"), name = strcspn(s, ":");
            const char *v = s + name + 1;

            v += *v == ' ';
            code = guard_field(&h, s, name, v, (size_t)(s + len - v));
            s += len + (s[len] != '\0');
        }
        if (code == E_NONE)
            code = guard_finish(&h);
        if (code != rows[i].code)
            fail_msg("row %zu (%s): code %s", i, rows[i].fields, code ? code_row(code)->name : "none");
    }
}

static void test_limits(void **state)
{
    static char long_[GUARD_TARGET + 2];
    struct head h;

    (void)state;
    memset(long_, 'a', sizeof(long_));
    long_[0] = '/';
    guard_start(&h, a);
    assert_int_equal(guard_line(&h, "GET", 3, long_, GUARD_TARGET, 1, 1), E_NONE);
    assert_int_equal(guard_line(&h, "GET", 3, long_, GUARD_TARGET + 1, 1, 1), E_HTTP_ALAMAT_PANJANG);
    for (int i = 0; i < GUARD_FIELDS; i++)
        assert_int_equal(guard_field(&h, "x", 1, "y", 1), E_NONE);
    assert_int_equal(guard_field(&h, "x", 1, "y", 1), E_HTTP_KEPALA);
}

static void test_queries(void **state)
{
    static const struct {
        const char *query;
        int n; /* -1: refused */
        const char *last;
    } rows[] = {
        { "", 0, NULL },
        { "a", 1, "" },
        { "a=", 1, "" },
        { "a=1", 1, "1" },
        { "a=1&b=x%20y+z", 2, "x y z" },
        { "a=b=c", 1, "b=c" },
        { "a=%2F%5C%0A", 1, "/\\\n" },
        { "a%3D=1", 1, "1" },
        { "a=1&", -1, NULL },
        { "&a=1", -1, NULL },
        { "=1", -1, NULL },
        { "a=1&a=1", -1, NULL },
        { "a=1&%61=2", -1, NULL },
        { "a=%00", -1, NULL },
        { "a=%1b", -1, NULL },
        { "a=%zz", -1, NULL },
        { "a=%e9", -1, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct head h = { .a = a, .query = rows[i].query };
        const struct param *p;
        size_t n;
        enum code code = guard_query(&h, &p, &n);

        if ((code == E_NONE) != (rows[i].n >= 0) || (code == E_NONE && (int)n != rows[i].n) ||
            (rows[i].last && strcmp(p[n - 1].value, rows[i].last) != 0))
            fail_msg("%s: code %d, %zu", rows[i].query, code, n);
    }
}

static void test_cookies(void **state)
{
    static const struct {
        const char *field, *value; /* of the cookie "s"; NULL: not there */
    } rows[] = {
        { NULL, NULL },    { "s=1", "1" },       { "a=b; s=1; c=d", "1" }, { "as=2; s=1", "1" },
        { "s=", "" },      { "s=a=b", "a=b" },   { "S=1", NULL },          { "s", NULL },
        { "x=s=1", NULL }, { "s=1; s=2", NULL }, { ";;; s=1;", "1" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct head h = { .a = a };
        const char *v;

        h.value[FIELD_COOKIE] = rows[i].field;
        v = guard_cookie(&h, "s");
        if ((v == NULL) != (rows[i].value == NULL) || (v && strcmp(v, rows[i].value) != 0))
            fail_msg("%s: %s", rows[i].field, v ? v : "none");
    }
}

static void test_etags(void **state)
{
    int64_t v;

    (void)state;
    assert_true(guard_etag("\"17\"", &v));
    assert_int_equal(v, 17);
    assert_true(guard_etag("\"999999999999999999\"", &v));
    assert_false(guard_etag("17", &v));
    assert_false(guard_etag("\"\"", &v));
    assert_false(guard_etag("\"0\"", &v));
    assert_false(guard_etag("\"-1\"", &v));
    assert_false(guard_etag("W/\"17\"", &v));
    assert_false(guard_etag("\"1\", \"2\"", &v));
    assert_false(guard_etag("\"99999999999999999999\"", &v));
    assert_false(guard_etag("\"", &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets), cmocka_unit_test(test_methods_and_versions),
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_queries), cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_etags),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

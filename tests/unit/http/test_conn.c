#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/conn.h"

/* What a stream of bytes is read as: "METHOD path [body]" of each request, then the fault's code if any. */
static struct buf seen, body;
static size_t body_max;

static enum code take(void *arg, const char *p, size_t n)
{
    (void)arg;
    buf_add(&body, p, n);
    return body.len > body_max ? E_TERLALU_BESAR : E_NONE;
}

static const char *read_all(const char *bytes, size_t len, size_t step)
{
    struct conn *c = conn_new(take, NULL);
    struct arena *a = arena_new();
    size_t at = 0;

    buf_clear(&seen);
    buf_clear(&body);
    conn_start(c, a);
    for (;;) {
        size_t n = len - at < step ? len - at : step, used;
        enum conn_event ev = conn_feed(c, bytes + at, n, &used);

        assert_true(used <= n);
        at += used;
        if (ev == CONN_HEAD) {
            buf_printf(&seen, "%s %s", method_name(conn_head(c)->method), conn_head(c)->path);
        } else if (ev == CONN_DONE) {
            buf_printf(&seen, " [%s]%s ", body.p ? body.p : "", conn_keep(c) ? "" : " close");
            buf_clear(&body);
            arena_reset(a);
            conn_start(c, a);
            assert_false(conn_begun(c));
        } else if (ev == CONN_BAD) {
            buf_printf(&seen, "! %s", code_row(conn_fault(c))->name);
            break;
        } else if (at == len) {
            break;
        }
    }
    conn_free(c);
    arena_free(a);
    return seen.p ? seen.p : "";
}

#define GET "GET /a HTTP/1.1\r\nHost: u\r\n\r\n"
#define HEAD(rest) "POST /b HTTP/1.1\r\nHost: u\r\n" rest "\r\n"

static const struct {
    const char *in, *out;
} rows[] = {
    { GET, "GET /a [] " },
    { GET GET GET, "GET /a [] GET /a [] GET /a [] " },
    { "\r\n\r\n" GET, "GET /a [] " },
    { HEAD("Content-Length: 3\r\n") "abc" GET, "POST /b [abc] GET /a [] " },
    { HEAD("Content-Length: 0\r\n") GET, "POST /b [] GET /a [] " },
    { HEAD("Content-Length: 5\r\n") "abc", "POST /b" },
    { HEAD("Transfer-Encoding: chunked\r\n") "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" GET,
      "POST /b [abcde] GET /a [] " },
    { HEAD("Transfer-Encoding: chunked\r\n") "0\r\n\r\n" GET, "POST /b [] GET /a [] " },
    { HEAD("Transfer-Encoding: chunked\r\n") "a\r\n0123456789\r\n0\r\n\r\n", "POST /b [0123456789] " },
    { HEAD("Transfer-Encoding: chunked\r\n") "1;x\r\na\r\n", "POST /b! http.rusak" },
    { HEAD("Transfer-Encoding: chunked\r\n") "0\r\nX: y\r\n\r\n", "POST /b! http.rusak" },
    { HEAD("Transfer-Encoding: chunked\r\n") "1\nx\r\n0\r\n\r\n", "POST /b! http.rusak" },
    { HEAD("Content-Length: 30\r\n") "0123456789012345678901234567890", "POST /b! umum.terlalu_besar" },
    { "GET /a HTTP/1.1\r\nHost: u\r\nConnection: close\r\n\r\n" GET, "GET /a [] close GET /a [] " },
    { "GET /a HTTP/1.0\r\nHost: u\r\n\r\n", "GET /a [] close " },
    { "GET /a HTTP/1.1\r\nHost: u\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n" GET, "GET /a [] GET /a [] " },
    { "GET /a HTTP/1.1\nHost: u\r\n\r\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\nHost: u\n\r\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\nHost: u\r\n\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\nHost: u\r\n x\r\n\r\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\n\tHost: u\r\n\r\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\nHost: u\rX: y\r\n\r\n", "! http.rusak" },
    { "GET /a HTTP/1.1\r\nHost: u\r\r\n\r\n", "! http.rusak" },
    { "GET /a\r\n\r\n", "! http.versi" },
    { "GET /a HTTP/1.1\r\n\r\n", "! http.host" },
    { HEAD("Content-Length: 1\r\nContent-Length: 1\r\n") "a", "! http.panjang" },
    { HEAD("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n") "a", "! http.panjang" },
    { "XYZ /a HTTP/1.1\r\nHost: u\r\n\r\n", "! http.rusak" },
};

static void test_streams(void **state)
{
    (void)state;
    body_max = 29;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t step = 1; step < 200; step = step < 8 ? step + 1 : step * 5) {
            const char *out = read_all(rows[i].in, strlen(rows[i].in), step);

            if (strcmp(out, rows[i].out) != 0)
                fail_msg("row %zu in steps of %zu: %s", i, step, out);
        }
}

static void test_long_heads(void **state)
{
    static char big[GUARD_HEAD * 2];
    size_t at;

    (void)state;
    memset(big, 'a', sizeof(big));
    memcpy(big, "GET /", 5);
    assert_string_equal(read_all(big, sizeof(big), 4096), "! http.alamat_panjang");
    at = (size_t)snprintf(big, sizeof(big), "GET / HTTP/1.1\r\nHost: u\r\nX: ");
    memset(big + at, 'a', sizeof(big) - at);
    assert_string_equal(read_all(big, sizeof(big), 1000), "! http.kepala_besar");
    while (at < sizeof(big) - 100) {
        memcpy(big + at, "\r\n", 2);
        at += 60;
    }
    assert_string_equal(read_all(big, sizeof(big), 1000), "! http.rusak");
    for (at = 0; at < sizeof(big); at += 2)
        memcpy(big + at, "\r\n", 2);
    assert_string_equal(read_all(big, sizeof(big), 1000), "! http.kepala_besar");
    /* A NUL is no end: it is in the head, and not allowed there. */
    assert_string_equal(read_all("GET /\0 HTTP/1.1\r\nHost: u\r\n\r\n", 28, 100), "! http.rusak");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_long_heads),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    buf_free(&seen);
    buf_free(&body);
    return failed;
}

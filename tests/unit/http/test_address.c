#include <netinet/in.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/throttle.h"

static struct address at(const char *text)
{
    struct address a;

    if (!address_parse(text, &a))
        fail_msg("%s", text);
    return a;
}

static void test_networks(void **state)
{
    static const struct {
        const char *net, *address;
        bool in;
    } rows[] = {
        { "127.0.0.1", "127.0.0.1", true },
        { "127.0.0.1", "127.0.0.2", false },
        { "10.1.0.0/16", "10.1.255.1", true },
        { "10.1.0.0/16", "10.2.0.0", false },
        { "10.0.0.0/9", "10.127.0.1", true },
        { "10.0.0.0/9", "10.128.0.1", false },
        { "0.0.0.0/0", "9.9.9.9", true },
        { "0.0.0.0/0", "2001:db8::1", false },
        { "fd00::/8", "fdff::1", true },
        { "fd00::/8", "fe00::1", false },
        { "::/0", "2001:db8::1", true },
        { "127.0.0.1, ::1", "::1", true },
        { "", "127.0.0.1", false },
    };
    static const char *const bad[] = { "x",      "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
                                       "::/129", "10.0.0.0/8x", "10.0.0" };
    struct networks n;
    struct err e = ERR_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct address a = at(rows[i].address);

        assert_int_equal(networks_parse(rows[i].net, &n, &e), ST_OK);
        if (networks_have(&n, &a) != rows[i].in)
            fail_msg("row %zu", i);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(networks_parse(bad[i], &n, &e), ST_CONFIG);
}

static void test_behind_proxies(void **state)
{
    static const struct {
        const char *peer, *field, *client;
    } rows[] = {
        { "9.9.9.9", "1.1.1.1", "9.9.9.9" }, /* not a proxy of ours: what it says is its own affair */
        { "10.0.0.1", NULL, "10.0.0.1" },
        { "10.0.0.1", "1.1.1.1", "1.1.1.1" },
        { "10.0.0.1", "2.2.2.2, 1.1.1.1", "1.1.1.1" }, /* the client may have written the left part */
        { "10.0.0.1", "2.2.2.2, 1.1.1.1 , 10.0.0.2", "1.1.1.1" },
        { "10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3" },
        { "10.0.0.1", "rubbish", "10.0.0.1" },
        { "10.0.0.1", "1.1.1.1, ", "10.0.0.1" },
        { "10.0.0.1", "", "10.0.0.1" },
        { "10.0.0.1", "1.1.1.1:80", "10.0.0.1" },
        { "10.0.0.1", "2001:db8::1", "2001:db8::1" },
    };
    struct networks n;
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(networks_parse("10.0.0.0/24", &n, &e), ST_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct address peer = at(rows[i].peer), got = address_behind(&n, &peer, rows[i].field);
        char text[ADDRESS_TEXT];

        address_text(&got, text);
        if (strcmp(text, rows[i].client) != 0)
            fail_msg("row %zu: %s", i, text);
    }
}

static void test_listen(void **state)
{
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        { "127.0.0.1:8080", true }, { "0.0.0.0:0", true },        { "localhost:80", true },
        { "[::1]:65535", true },    { "127.0.0.1", false },       { ":80", false },
        { "127.0.0.1:", false },    { "127.0.0.1:65536", false }, { "127.0.0.1:-1", false },
        { "::1:80", false },        { "[127.0.0.1]:80", false },  { "uji:80", false },
        { "127.0.0.1:8x", false },  { "[::1]", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sockaddr_storage sa;
        int len;

        if (address_listen(rows[i].text, &sa, &len) != rows[i].ok)
            fail_msg("%s", rows[i].text);
    }
}

static void test_census(void **state)
{
    struct census *c = census_new();
    struct address a = at("1.2.3.4"), b = at("1.2.3.5");

    (void)state;
    assert_int_equal(census_enter(c, &a), 1);
    assert_int_equal(census_enter(c, &a), 2);
    assert_int_equal(census_enter(c, &b), 1);
    census_leave(c, &a);
    assert_int_equal(census_enter(c, &a), 2);
    census_leave(c, &a);
    census_leave(c, &a);
    census_leave(c, &a); /* one too many changes nothing */
    assert_int_equal(census_enter(c, &a), 1);
    for (uint32_t i = 0; i < 5000; i++) {
        memcpy(b.b + 12, &i, 4);
        assert_int_equal(census_enter(c, &b), i == 0x04030201 ? 2 : 1);
    }
    census_free(c);
}

static void test_clients(void **state)
{
    struct address a = at("2001:db8::1"), b = at("2001:db8::ffff"), c = at("2001:db8:0:1::1"),
                   d = at("1.2.3.4");
    struct address ca = address_client(&a), cb = address_client(&b), cc = address_client(&c),
                   cd = address_client(&d);

    (void)state;
    assert_true(address_equal(&ca, &cb));
    assert_false(address_equal(&ca, &cc));
    assert_true(address_equal(&cd, &d));
    assert_true(address_loopback(&(struct address){ .b = { [15] = 1 } }));
    d = at("127.9.9.9");
    assert_true(address_loopback(&d));
    d = at("128.0.0.1");
    assert_false(address_loopback(&d));
}

static const int64_t second = 1000000;

static void test_throttle(void **state)
{
    struct throttle *t = throttle_new();
    struct address a = at("1.2.3.4"), b = at("1.2.3.5");
    int64_t now = 1000 * second;

    (void)state;
    for (int i = 0; i < THROTTLE_FAILURES - 1; i++) {
        assert_int_equal(throttle_attempt(t, &a, now), 0);
        assert_false(throttle_failed(t, &a, now));
    }
    assert_int_equal(throttle_attempt(t, &a, now), 0);
    assert_true(throttle_failed(t, &a, now));
    /* Over the limit: one attempt a second, none is held longer than ten, none is refused. */
    for (int i = 1; i <= 30; i++)
        assert_int_equal(throttle_attempt(t, &a, now), (i < 10 ? i : 10) * second);
    assert_int_equal(throttle_attempt(t, &b, now), 0);
    now += 60 * second;
    assert_int_equal(throttle_attempt(t, &a, now), second);
    /* Ten minutes later they no longer count, and the count starts anew; each minute leaves by itself. */
    now += 9 * 60 * second;
    assert_int_equal(throttle_attempt(t, &a, now), 0);
    for (int i = 0; i < 60; i++)
        assert_false(throttle_failed(t, &a, now));
    now += 6 * 60 * second;
    for (int i = 0; i < 39; i++)
        assert_false(throttle_failed(t, &a, now));
    now += 4 * 60 * second;
    for (int i = 0; i < 60; i++)
        assert_false(throttle_failed(t, &a, now));
    assert_true(throttle_failed(t, &a, now));
    throttle_free(t);
}

/* A flood of addresses neither grows the table nor makes it forget who fails right now. */
static void test_throttle_flood(void **state)
{
    struct throttle *t = throttle_new();
    struct address a = at("1.2.3.4"), b = at("2.0.0.0");
    int64_t now = 1000 * second;

    (void)state;
    for (uint32_t i = 0; i < 200000; i++) {
        memcpy(b.b + 12, &i, 4);
        throttle_failed(t, &b, now + i);
        if (i % 100 == 0)
            throttle_failed(t, &a, now + i);
    }
    throttle_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_networks),       cmocka_unit_test(test_behind_proxies),
        cmocka_unit_test(test_listen),         cmocka_unit_test(test_census),
        cmocka_unit_test(test_clients),        cmocka_unit_test(test_throttle),
        cmocka_unit_test(test_throttle_flood),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

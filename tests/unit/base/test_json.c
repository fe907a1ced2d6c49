#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/json.h"

static const struct {
    const char *in, *out; /* out NULL: refused */
} rows[] = {
    { "{\"b\":1,\"a\":[true,null,\"x\"]}", "{\"a\":[true,null,\"x\"],\"b\":1}" },
    { " { \"a\" : 1500.0 } ", "{\"a\":1500}" },
    { "[0.1, 1e2, -0.0, 95.238095238095241]", "[0.1,100,0,95.23809523809524]" },
    { "[0.01, -0.5, 99.99, 1234567.80, -2.675]", "[0.01,-0.5,99.99,1234567.8,-2.675]" },
    { "\"baris\\nbaru \\u00e9\"", "\"baris\\nbaru \xC3\xA9\"" },
    { "7", "7" },
    { "{\"a\":1,\"a\":2}", NULL },
    { "{\"a\":1} x", NULL },
    { "{\"a\":\"\xff\"}", NULL },
    { "[\"\\u0000\"]", NULL },
    { "{a:1}", NULL },
    { "", NULL },
    { "[1,]", NULL },
    { "[NaN]", NULL },
};

static void strict_in_canonical_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err e = ERR_NONE;
        struct buf b = BUF_NONE;
        json_t *v;
        enum status st = json_read(rows[i].in, strlen(rows[i].in), &v, &e);

        if ((st == ST_OK) != (rows[i].out != NULL))
            fail_msg("row %zu: %s", i, rows[i].in);
        if (st == ST_OK) {
            json_canonical(v, &b);
            assert_string_equal(b.p, rows[i].out);
        } else {
            assert_int_equal(e.code, E_JSON);
        }
        json_decref(v);
        buf_free(&b);
    }
}

static void nesting_is_limited(void **state)
{
    struct err e = ERR_NONE;
    char deep[2 * JSON_DEPTH + 3];
    json_t *v;

    (void)state;
    for (int depth = JSON_DEPTH; depth <= JSON_DEPTH + 1; depth++) {
        memset(deep, '[', (size_t)depth);
        memset(deep + depth, ']', (size_t)depth);
        assert_int_equal(json_read(deep, (size_t)(2 * depth), &v, &e),
                         depth <= JSON_DEPTH ? ST_OK : ST_INVALID);
        json_decref(v);
    }
}

static void numbers_read_back_the_same(void **state)
{
    static const double values[] = {
        0.1, 1.0 / 3, 2.675, 1e-300, 123456789.125, 9007199254740992.0, -7.5e22
    };

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct buf b = BUF_NONE;

        json_number(&b, values[i]);
        assert_true(strtod(b.p, NULL) == values[i]);
        buf_free(&b);
    }
    struct buf b = BUF_NONE;
    json_number(&b, NAN);
    assert_string_equal(b.p, "null");
    buf_free(&b);
}

static void quoting_never_writes_bad_utf8(void **state)
{
    struct buf b = BUF_NONE;

    (void)state;
    json_quote(&b, "a\"\\\x01\xC3\xA9\xFFz\xE2\x82", SIZE_MAX);
    assert_true(utf8_valid(b.p, b.len));
    assert_string_equal(b.p, "\"a\\\"\\\\\\u0001\xC3\xA9\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\"");
    buf_free(&b);
    assert_false(utf8_valid("\xC0\x80", 2));
    assert_false(utf8_valid("\xED\xA0\x80", 3));
    assert_false(utf8_valid("\xF4\x90\x80\x80", 4));
    assert_true(utf8_valid("\xF0\x9F\x99\x82", 4));
}

static void the_writer_places_commas(void **state)
{
    struct buf b = BUF_NONE;
    struct jw w;

    (void)state;
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_ktext(&w, "nama", NULL);
    jw_key(&w, "daftar");
    jw_open(&w, '[');
    jw_int(&w, 1);
    jw_open(&w, '{');
    jw_kbool(&w, "ya", true);
    jw_kreal(&w, "x", 2.5);
    jw_close(&w);
    jw_open(&w, '[');
    jw_close(&w);
    jw_close(&w);
    jw_kint(&w, "n", -3);
    jw_close(&w);
    assert_string_equal(b.p, "{\"nama\":null,\"daftar\":[1,{\"ya\":true,\"x\":2.5},[]],\"n\":-3}");
    buf_free(&b);
}

static void every_code_has_a_whole_row(void **state)
{
    (void)state;
    for (int c = 1; c < E_COUNT; c++) {
        const struct code_row *r = code_row((enum code)c);

        assert_true(strchr(r->name, '.') != NULL && r->id[0] && r->en[0] && r->tindakan[0]);
        assert_true(r->http >= 400 && r->http <= 599 && r->exit >= 1 && r->exit <= 75 && r->status > ST_END);
        assert_int_equal(code_find(r->name), c); /* no name twice */
    }
}

static void digests_are_those_of_the_standards(void **state)
{
    struct digest d, back;
    struct hash_state h;
    char hex[DIGEST_HEX];

    (void)state;
    hash_sha256("abc", 3, &d); /* FIPS 180-4 example */
    digest_hex(&d, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(digest_parse(hex, &back) && digest_equal(&d, &back));
    assert_false(digest_parse("ba78", &back));
    hash_blake2b("abc", 3, &d); /* BLAKE2b-256 */
    digest_hex(&d, hex);
    assert_string_equal(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    hash_start_blake2b(&h);
    hash_add(&h, "a", 1);
    hash_add(&h, "bc", 2);
    hash_finish(&h, &back);
    assert_true(digest_equal(&d, &back));
}

static void an_arena_keeps_what_it_gave(void **state)
{
    struct arena *a = arena_new();
    char *s[2000];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2000; i++)
            s[i] = arena_printf(a, "%d-%0*d", i, i % 300, i);
        for (int i = 0; i < 2000; i++) {
            assert_int_equal(atoi(s[i]), i);
            assert_int_equal((uintptr_t)s[i] % 16, 0);
        }
        char *big = arena_alloc(a, 3 << 20);
        assert_int_equal(big[(3 << 20) - 1], 0);
        arena_reset(a);
    }
    arena_free(a);
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict_in_canonical_out),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(numbers_read_back_the_same),
        cmocka_unit_test(quoting_never_writes_bad_utf8),
        cmocka_unit_test(the_writer_places_commas),
        cmocka_unit_test(every_code_has_a_whole_row),
        cmocka_unit_test(digests_are_those_of_the_standards),
        cmocka_unit_test(an_arena_keeps_what_it_gave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

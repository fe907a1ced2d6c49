/* Lines between two texts, against what a slow and sure way counts; and Base64. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/lines.h"

static const struct {
    const char *a, *b;
    int64_t added, removed;
} rows[] = {
    { "", "", 0, 0 },
    { "", "a\n", 1, 0 },
    { "a\nb\n", "", 0, 2 },
    { "a\nb\nc\n", "a\nb\nc\n", 0, 0 },
    { "a\nb\nc\n", "a\nx\nc\n", 1, 1 },
    { "a\nb\nc\n", "a\nc\n", 0, 1 },
    { "a\nc\n", "a\nb\nc\nd\n", 2, 0 },
    { "a\nb\n", "b\na\n", 1, 1 },
    { "a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", 2, 3 },
    { "a", "a\n", 0, 0 }, /* a last line without its end is a line */
    { "\n\n\n", "\n", 0, 2 },
};

static void known_differences(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct lines_diff d;

        lines_diff(rows[i].a, strlen(rows[i].a), rows[i].b, strlen(rows[i].b), &d);
        if (d.added != rows[i].added || d.removed != rows[i].removed || d.rough)
            fail_msg("row %zu: +%lld -%lld", i, (long long)d.added, (long long)d.removed);
    }
}

/* Longest common subsequence by the table of all pairs. */
static int64_t common(const char *a, size_t n, const char *b, size_t m)
{
    static int64_t t[41][41];

    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= m; k++)
            t[i][k] = !i || !k                    ? 0
                      : a[i - 1] == b[k - 1]      ? t[i - 1][k - 1] + 1
                      : t[i - 1][k] > t[i][k - 1] ? t[i - 1][k]
                                                  : t[i][k - 1];
    return t[n][m];
}

static void random_differences(void **state)
{
    uint32_t seed = 12345;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char a[40], b[40], ta[80], tb[80];
        size_t len[2];
        struct lines_diff d;
        int64_t same;

        for (int side = 0; side < 2; side++) {
            char *s = side ? b : a, *t = side ? tb : ta;

            seed = seed * 1103515245u + 12345u;
            len[side] = (seed >> 16) % 40;
            for (size_t i = 0; i < len[side]; i++) {
                seed = seed * 1103515245u + 12345u;
                s[i] = (char)('a' + (seed >> 16) % 3);
                t[2 * i] = s[i];
                t[2 * i + 1] = '\n';
            }
        }
        lines_diff(ta, 2 * len[0], tb, 2 * len[1], &d);
        same = common(a, len[0], b, len[1]);
        assert_int_equal(d.removed, (int64_t)len[0] - same);
        assert_int_equal(d.added, (int64_t)len[1] - same);
    }
}

/* A million lines that have nothing in common, and then nearly everything, but shuffled. */
static void the_work_is_bounded(void **state)
{
    size_t n = 200000;
    char *a = malloc(n * 8 + 1), *b = malloc(n * 8 + 1);
    struct lines_diff d;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        snprintf(a + i * 8, 9, "%07zu\n", i);
        snprintf(b + i * 8, 9, "%07zu\n", n - 1 - i);
    }
    lines_diff(a, n * 8, b, n * 8, &d);
    assert_true(d.rough);
    assert_int_equal(d.added, 0);
    assert_int_equal(d.removed, 0);
    free(a);
    free(b);
}

static void base64_both_ways(void **state)
{
    static const char *const bad[] = { "QQ", "QQ=", "QQ==\n", "QR==", "Q===", "Q*==", "QQ==QQ==", " QQ==" };
    uint8_t bytes[256];
    struct buf text = BUF_NONE, back = BUF_NONE;

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(255 - i);
    for (size_t n = 0; n <= sizeof(bytes); n++) {
        buf_clear(&text);
        buf_clear(&back);
        base64_encode(&text, bytes, n);
        assert_int_equal(text.len, (n + 2) / 3 * 4);
        assert_true(base64_decode(&back, text.p, text.len));
        assert_int_equal(back.len, n);
        assert_memory_equal(back.p, bytes, n);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        size_t before = back.len;

        if (base64_decode(&back, bad[i], strlen(bad[i])) || back.len != before)
            fail_msg("taken: %s", bad[i]);
    }
    buf_free(&text);
    buf_free(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_differences),
        cmocka_unit_test(random_differences),
        cmocka_unit_test(the_work_is_bounded),
        cmocka_unit_test(base64_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

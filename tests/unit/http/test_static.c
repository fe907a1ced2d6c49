#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/static.h"

static void test_coding(void **state)
{
    static const struct {
        const char *accept;
        enum coding want;
    } rows[] = {
        { NULL, CODING_PLAIN },
        { "", CODING_PLAIN },
        { ",", CODING_PLAIN },
        { " , ,", CODING_PLAIN },
        { "identity", CODING_PLAIN },
        { "deflate", CODING_PLAIN },
        { "br", CODING_BR },
        { "BR", CODING_BR },
        { "gzip", CODING_GZIP },
        { "gzip, deflate, br, zstd", CODING_BR },
        { "gzip;q=1.0, br;q=0.9", CODING_GZIP },
        { "gzip;q=0.5,br;q=0.5", CODING_BR },
        { "br;q=0, gzip", CODING_GZIP },
        { "br;q=0.000, gzip;q=0", CODING_PLAIN },
        { "br ; q=0 , gzip", CODING_GZIP },
        { "br;Q=0.001", CODING_BR },
        { "*", CODING_BR },
        { "*;q=0", CODING_PLAIN },
        { "br;q=0, *", CODING_GZIP },
        { "brotli, gzipx, b", CODING_PLAIN },
        { "br;q=", CODING_PLAIN },
        { "br;x=1", CODING_PLAIN },
        { "br;q=abc", CODING_PLAIN },
        { "br;q=9", CODING_BR },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (static_coding(rows[i].accept) != rows[i].want)
            fail_msg("\"%s\": %d", rows[i].accept ? rows[i].accept : "-", (int)static_coding(rows[i].accept));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

static const struct {
    const char *text;
    bool ok;
    int32_t day;
} dates[] = {
    { "1970-01-01", true, 0 },     { "1969-12-31", true, -1 },
    { "2000-02-29", true, 11016 }, { "2024-02-29", true, 19782 },
    { "2025-02-29", false, 0 },    { "1900-02-29", false, 0 },
    { "2026-13-01", false, 0 },    { "2026-00-10", false, 0 },
    { "2026-04-31", false, 0 },    { "2026-1-01", false, 0 },
    { "2026-01-01 ", false, 0 },   { "1899-12-31", false, 0 },
    { "2201-01-01", false, 0 },    { "", false, 0 },
    { "2026/01/01", false, 0 },
};

static void dates_parse_and_print(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        int32_t day = -99;
        char back[DATE_TEXT];

        if (date_parse(dates[i].text, &day) != dates[i].ok)
            fail_msg("%s", dates[i].text);
        if (!dates[i].ok)
            continue;
        assert_int_equal(day, dates[i].day);
        date_format(day, back);
        assert_string_equal(back, dates[i].text);
    }
}

static void every_day_comes_back(void **state)
{
    int y, m, d;

    (void)state;
    for (int32_t day = date_day(1900, 1, 1); day <= date_day(2200, 12, 31); day++) {
        date_civil(day, &y, &m, &d);
        if (date_day(y, m, d) != day || d < 1 || d > date_days_in_month(y, m))
            fail_msg("day %d", day);
    }
    assert_int_equal(date_weekday(0), 4);
    assert_int_equal(date_weekday(-1), 3);
    assert_int_equal(date_weekday(date_day(2026, 11, 24)), 2);
}

static const struct {
    const char *in, *out; /* out NULL: refused */
} moments[] = {
    { "2026-02-02T03:04:05.678Z", "2026-02-02T03:04:05.678Z" },
    { "2026-02-02T03:04:05Z", "2026-02-02T03:04:05.000Z" },
    { "2026-02-02T03:04:05+07:00", "2026-02-01T20:04:05.000Z" },
    { "2026-02-02T03:04:05-01:30", "2026-02-02T04:34:05.000Z" },
    { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
    { "2026-02-02 03:04:05Z", NULL },
    { "2026-02-02T24:00:00Z", NULL },
    { "2026-02-02T03:04:05", NULL },
    { "2026-02-02T03:04:05Zx", NULL },
    { "2026-02-30T03:04:05Z", NULL },
};

static void moments_parse_and_print(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(moments); i++) {
        int64_t us;
        char back[TIME_TEXT];
        bool ok = time_parse(moments[i].in, &us);

        if (ok != (moments[i].out != NULL))
            fail_msg("%s", moments[i].in);
        if (!ok)
            continue;
        time_format(us, back);
        assert_string_equal(back, moments[i].out);
    }
}

static void a_date_is_of_the_zone(void **state)
{
    struct err e = ERR_NONE;
    char date[DATE_TEXT];
    int64_t us;

    (void)state;
    assert_true(time_parse("2026-01-31T16:30:00Z", &us));
    time_date(us, date);
    assert_string_equal(date, "2026-01-31");
    assert_int_equal(clock_zone_set("Asia/Makassar", &e), ST_OK);
    time_date(us, date);
    assert_string_equal(date, "2026-02-01");
    assert_int_equal(clock_zone_set("Europe/Paris", &e), ST_CONFIG);
    assert_int_equal(clock_zone_set("Asia/Jakarta", &e), ST_OK);
}

static void the_test_clock_is_read_at_each_use(void **state)
{
    char path[] = "/tmp/tenayan-clock-XXXXXX", now[TIME_TEXT];
    struct err e = ERR_NONE;
    int fd = mkstemp(path);
    FILE *f;

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(clock_test_file(path, &e), ST_CONFIG); /* empty */
    assert_false(clock_is_test());
    dprintf(fd, "2025-03-05T01:00:00Z\n");
    assert_int_equal(clock_test_file(path, &e), ST_OK);
    time_format(clock_now(), now);
    assert_string_equal(now, "2025-03-05T01:00:00.000Z");
    f = fopen(path, "w");
    assert_non_null(f);
    fputs("2025-03-17T01:00:00Z", f);
    fclose(f);
    time_format(clock_now(), now);
    assert_string_equal(now, "2025-03-17T01:00:00.000Z");
    close(fd);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_parse_and_print),
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(moments_parse_and_print),
        cmocka_unit_test(a_date_is_of_the_zone),
        cmocka_unit_test(the_test_clock_is_read_at_each_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

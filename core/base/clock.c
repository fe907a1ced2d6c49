#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct zone {
    const char *name;
    int hours;
} zones[] = { { "Asia/Jakarta", 7 }, { "Asia/Makassar", 8 }, { "Asia/Jayapura", 9 } };

static _Atomic(const struct zone *) zone = &zones[0];
static char *test_file; /* set once before threads start */

static bool read_test_clock(int64_t *us)
{
    char text[64] = "";
    FILE *f = fopen(test_file, "re");
    bool ok;

    if (!f)
        return false;
    ok = fgets(text, sizeof(text), f) != NULL;
    fclose(f);
    text[strcspn(text, " \r\n")] = '\0';
    return ok && time_parse(text, us);
}

enum status clock_test_file(const char *path, struct err *e)
{
    int64_t us;

    free(test_file);
    test_file = mem_strdup(path);
    if (!read_test_clock(&us)) {
        free(test_file);
        test_file = NULL;
        return err_set(e, E_KONFIGURASI, "Berkas jam uji %s tidak memuat waktu RFC 3339.", path);
    }
    return ST_OK;
}

bool clock_is_test(void)
{
    return test_file != NULL;
}

int64_t clock_now(void)
{
    static _Atomic int64_t last; /* a file caught in the middle of a rewrite repeats the last time */
    struct timespec ts;
    int64_t us;

    if (test_file) {
        if (read_test_clock(&us))
            atomic_store(&last, us);
        return atomic_load(&last);
    }
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t clock_monotonic(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

enum status clock_zone_set(const char *name, struct err *e)
{
    for (size_t i = 0; i < COUNT(zones); i++)
        if (strcmp(zones[i].name, name) == 0) {
            atomic_store(&zone, &zones[i]);
            return ST_OK;
        }
    return err_set(e, E_KONFIGURASI,
                   "Zona waktu %s tidak dikenal; pakai Asia/Jakarta, Asia/Makassar atau Asia/Jayapura.",
                   name);
}

const char *clock_zone(void)
{
    return atomic_load(&zone)->name;
}

void clock_today(char out[DATE_TEXT])
{
    time_date(clock_now(), out);
}

/* Days from civil and back: proleptic Gregorian calendar with the year starting in March, so that the
 * leap day is the last of its year. */
int32_t date_day(int y, int m, int d)
{
    int era, yoe, doy, doe;

    y -= m <= 2;
    era = (y >= 0 ? y : y - 399) / 400;
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void date_civil(int32_t day, int *y, int *m, int *d)
{
    int z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = yoe + era * 400 + (*m <= 2);
}

int date_days_in_month(int y, int m)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (m < 1 || m > 12)
        return 0;
    return days[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0));
}

int date_weekday(int32_t day)
{
    return (int)(((day % 7) + 11) % 7); /* 1970-01-01 was a Thursday */
}

static bool digits(const char *s, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

static bool parse_civil(const char *s, int32_t *day)
{
    int y, m, d;

    if (!digits(s, 4, &y) || s[4] != '-' || !digits(s + 5, 2, &m) || s[7] != '-' || !digits(s + 8, 2, &d))
        return false;
    if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 || d > date_days_in_month(y, m))
        return false;
    *day = date_day(y, m, d);
    return true;
}

bool date_parse(const char *text, int32_t *day)
{
    return text && strlen(text) == 10 && parse_civil(text, day);
}

void date_format(int32_t day, char out[DATE_TEXT])
{
    int y, m, d;

    date_civil(day, &y, &m, &d);
    snprintf(out, DATE_TEXT, "%04u-%02u-%02u", (unsigned)y % 10000U, (unsigned)m % 100U, (unsigned)d % 100U);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

void time_format(int64_t us, char out[TIME_TEXT])
{
    int64_t ms = floor_div(us, 1000), day = floor_div(ms, 86400000), rest = ms - day * 86400000;
    char date[DATE_TEXT];

    date_format((int32_t)day, date);
    snprintf(out, TIME_TEXT, "%sT%02u:%02u:%02u.%03uZ", date, (unsigned)(rest / 3600000) % 100U,
             (unsigned)(rest / 60000 % 60), (unsigned)(rest / 1000 % 60), (unsigned)(rest % 1000));
}

bool time_parse(const char *s, int64_t *us)
{
    int32_t day;
    int h, m, sec, zh = 0, zm = 0, frac = 0, scale = 1000000;
    const char *p;

    if (!s || strlen(s) < 20 || !parse_civil(s, &day) || (s[10] != 'T' && s[10] != 't'))
        return false;
    if (!digits(s + 11, 2, &h) || s[13] != ':' || !digits(s + 14, 2, &m) || s[16] != ':' ||
        !digits(s + 17, 2, &sec))
        return false;
    if (h > 23 || m > 59 || sec > 60)
        return false;
    p = s + 19;
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++)
            if (scale > 1) {
                scale /= 10;
                frac += (*p - '0') * scale;
            }
    }
    if (*p == '+' || *p == '-') {
        if (strlen(p) != 6 || !digits(p + 1, 2, &zh) || p[3] != ':' || !digits(p + 4, 2, &zm))
            return false;
        if (*p == '-') {
            zh = -zh;
            zm = -zm;
        }
    } else if ((*p != 'Z' && *p != 'z') || p[1]) {
        return false;
    }
    *us = ((int64_t)day * 86400 + (h - zh) * 3600 + (m - zm) * 60 + sec) * 1000000 + frac;
    return true;
}

void time_date(int64_t us, char out[DATE_TEXT])
{
    date_format((int32_t)floor_div(us + (int64_t)atomic_load(&zone)->hours * 3600 * 1000000, 86400000000LL),
                out);
}

int time_minute(int64_t us)
{
    int64_t local = us + (int64_t)atomic_load(&zone)->hours * 3600 * 1000000;

    return (int)((local - floor_div(local, 86400000000LL) * 86400000000LL) / 60000000);
}

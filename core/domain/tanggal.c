#include "domain/tanggal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const months[12] = {
    "Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
    "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"
};

/* Old spellings and English leftovers of spreadsheets; the first three letters of `months` come on top. */
static const struct {
    const char *name;
    int month;
} aliases[] = { { "pebruari", 2 }, { "peb", 2 },  { "nopember", 11 }, { "nop", 11 },
                { "agt", 8 },      { "agus", 8 }, { "agu", 8 },       { "may", 5 },
                { "aug", 8 },      { "oct", 10 }, { "sept", 9 },      { "dec", 12 } };

static int month_by_name(const char *s, size_t n)
{
    for (int i = 0; i < 12; i++)
        if ((n == strlen(months[i]) || n == 3) && strncasecmp(s, months[i], n) == 0)
            return i + 1;
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (n == strlen(aliases[i].name) && strncasecmp(s, aliases[i].name, n) == 0)
            return aliases[i].month;
    return 0;
}

/* Reads 1..`most` digits at *s and moves on; -1 if there are none or more. */
static int digits(const char **s, int most)
{
    int v = 0, n = 0;

    for (; isdigit((unsigned char)**s); (*s)++, n++) {
        if (n == most)
            return -1;
        v = v * 10 + (**s - '0');
    }
    return n ? v : -1;
}

static bool finish(int y, int m, int d, char out[DATE_TEXT])
{
    int32_t day;

    if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 || d > date_days_in_month(y, m))
        return false;
    day = date_day(y, m, d);
    date_format(day, out);
    return true;
}

bool tanggal_baca(const char *text, char out[DATE_TEXT])
{
    int32_t day;
    int d, m, y;
    const char *s = text;

    if (date_parse(text, &day)) {
        date_format(day, out);
        return true;
    }
    if ((d = digits(&s, 2)) < 0)
        return false;
    if (*s == '-' || *s == '/' || *s == '.') {
        char sep = *s++;

        if ((m = digits(&s, 2)) < 0 || *s++ != sep)
            return false;
    } else if (*s == ' ') {
        size_t n;

        s += strspn(s, " ");
        n = strcspn(s, " .");
        m = month_by_name(s, n);
        s += n;
        s += strspn(s, " .");
    } else {
        return false;
    }
    if (strspn(s, "0123456789") != 4 || (y = digits(&s, 4)) < 0 || *s != '\0')
        return false;
    return finish(y, m, d, out);
}

const char *tanggal_tulis(const char *date, char out[TANGGAL_TEXT])
{
    int32_t day;
    int y, m, d;

    out[0] = '\0';
    if (!date || !date_parse(date, &day))
        return out;
    date_civil(day, &y, &m, &d);
    snprintf(out, TANGGAL_TEXT, "%d %s %d", d, months[m - 1], y);
    return out;
}

void tanggal_geser(const char *date, int n, char out[DATE_TEXT])
{
    int32_t day = 0;

    if (date_parse(date, &day))
        date_format(day + n, out);
    else
        out[0] = '\0';
}

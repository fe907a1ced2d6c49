/* date: ISO dates as text ("2025-03-31"), which compare with < as they are. No clock. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "script/lib.h"

static const char *const months[] = { "Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                      "Juli",    "Agustus",  "September", "Oktober", "November", "Desember" };
static const char *const weekdays[] = { "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu" };

static int32_t l_day(lua_State *L, int arg, const char *name)
{
    size_t n;
    const char *s = l_text(L, arg, name, &n);
    int32_t day = 0;

    if (strlen(s) != n || !date_parse(s, &day))
        l_raise(L, E_PLUGIN_GALAT, "%s: '%.32s' bukan tanggal TTTT-BB-HH yang sah.", name, s);
    return day;
}

static int push_day(lua_State *L, int64_t day, const char *name)
{
    char text[DATE_TEXT];
    int32_t low, high;

    if (!date_parse("1900-01-01", &low) || !date_parse("2200-12-31", &high) || day < low || day > high)
        return l_raise(L, E_PLUGIN_GALAT, "%s: hasilnya di luar tahun 1900 sampai 2200.", name);
    date_format((int32_t)day, text);
    lua_pushstring(L, text);
    return 1;
}

static int l_is_valid(lua_State *L)
{
    int32_t day;
    size_t n = 0;
    const char *s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;

    lua_pushboolean(L, s && strlen(s) == n && date_parse(s, &day));
    return 1;
}

/* date.parse("2025-03-31") → { tahun = 2025, bulan = 3, hari = 31 } */
static int l_parse(lua_State *L)
{
    int y, m, d;

    date_civil(l_day(L, 1, "date.parse"), &y, &m, &d);
    lua_createtable(L, 0, 3);
    lua_pushinteger(L, y);
    lua_setfield(L, -2, "tahun");
    lua_pushinteger(L, m);
    lua_setfield(L, -2, "bulan");
    lua_pushinteger(L, d);
    lua_setfield(L, -2, "hari");
    return 1;
}

static int l_make(lua_State *L)
{
    int y = (int)l_int(L, 1, "date.make", 1900, 2200), m = (int)l_int(L, 2, "date.make", 1, 12);
    int d = (int)l_int(L, 3, "date.make", 1, date_days_in_month(y, m));

    return push_day(L, date_day(y, m, d), "date.make");
}

static int part(lua_State *L, const char *name, int which)
{
    int v[3];

    date_civil(l_day(L, 1, name), &v[0], &v[1], &v[2]);
    lua_pushinteger(L, v[which]);
    return 1;
}

static int l_year(lua_State *L)
{
    return part(L, "date.year", 0);
}

static int l_month(lua_State *L)
{
    return part(L, "date.month", 1);
}

static int l_day_of(lua_State *L)
{
    return part(L, "date.day", 2);
}

/* 1 Senin … 7 Minggu */
static int l_weekday(lua_State *L)
{
    int w = date_weekday(l_day(L, 1, "date.weekday"));

    lua_pushinteger(L, w ? w : 7);
    return 1;
}

static int l_days_between(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)l_day(L, 2, "date.days_between") - l_day(L, 1, "date.days_between"));
    return 1;
}

/* Whole months from the first to the second date; negative if the second is earlier. */
static int l_months_between(lua_State *L)
{
    int32_t a = l_day(L, 1, "date.months_between"), b = l_day(L, 2, "date.months_between");
    bool back = b < a;
    int y, m, d, y2, m2, d2, n;

    date_civil(back ? b : a, &y, &m, &d);
    date_civil(back ? a : b, &y2, &m2, &d2);
    n = (y2 - y) * 12 + m2 - m;
    /* From the 31st, the last day of a shorter month completes the month. */
    if (d2 < d && d2 < date_days_in_month(y2, m2))
        n--;
    lua_pushinteger(L, back ? -n : n);
    return 1;
}

static int l_add_days(lua_State *L)
{
    int32_t day = l_day(L, 1, "date.add_days");

    return push_day(L, (int64_t)day + l_int(L, 2, "date.add_days", -200000, 200000), "date.add_days");
}

/* The day is kept where the month has it, otherwise the month's last day. */
static int l_add_months(lua_State *L)
{
    int y, m, d, last, total;
    int32_t day = l_day(L, 1, "date.add_months");
    int n = (int)l_int(L, 2, "date.add_months", -6000, 6000);

    date_civil(day, &y, &m, &d);
    total = y * 12 + m - 1 + n;
    if (total < 1900 * 12 || total >= 2201 * 12)
        return l_raise(L, E_PLUGIN_GALAT, "date.add_months: hasilnya di luar tahun 1900 sampai 2200.");
    y = total / 12;
    m = total % 12 + 1;
    last = date_days_in_month(y, m);
    return push_day(L, date_day(y, m, d < last ? d : last), "date.add_months");
}

static int l_days_in_month(lua_State *L)
{
    int y = (int)l_int(L, 1, "date.days_in_month", 1900, 2200),
        m = (int)l_int(L, 2, "date.days_in_month", 1, 12);

    lua_pushinteger(L, date_days_in_month(y, m));
    return 1;
}

/* date.format("2025-03-31") → "31 Maret 2025"; with "hari" → "Senin, 31 Maret 2025". */
static int l_format(lua_State *L)
{
    int32_t day = l_day(L, 1, "date.format");
    bool with = !lua_isnoneornil(L, 2);
    int y, m, d;

    if (with && strcmp(l_text(L, 2, "date.format", NULL), "hari") != 0)
        return l_raise(L, E_PLUGIN_GALAT, "date.format: gaya yang dikenal hanya \"hari\".");
    date_civil(day, &y, &m, &d);
    lua_pushfstring(L, "%s%s%d %s %d", with ? weekdays[date_weekday(day)] : "", with ? ", " : "", d,
                    months[m - 1], y);
    return 1;
}

void l_open_date(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "is_valid", l_is_valid },
        { "parse", l_parse },
        { "make", l_make },
        { "year", l_year },
        { "month", l_month },
        { "day", l_day_of },
        { "weekday", l_weekday },
        { "days_between", l_days_between },
        { "months_between", l_months_between },
        { "add_days", l_add_days },
        { "add_months", l_add_months },
        { "days_in_month", l_days_in_month },
        { "format", l_format },
        { NULL, NULL },
    };

    lua_newtable(L);
    l_functions(L, functions);
}

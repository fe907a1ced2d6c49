/* num: rounding and writing numbers as a person does on paper.
 *
 * Rounding works on the shortest decimal text that reads back as the same double, not on the double's exact
 * value: 2.675 is 2.67499… in binary, but whoever wrote 2.675 expects 2.68. Where the scaled number is
 * clearly not at a boundary, plain arithmetic gives the same answer without the text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/lib.h"

enum { DIGITS_MAX = 15 };
enum rule { HALF_UP, HALF_EVEN, DOWN, UP, FLOOR, CEIL };

static const char *const rule_names[] = {
    [HALF_UP] = "half_up", [HALF_EVEN] = "half_even", [DOWN] = "down",
    [UP] = "up",           [FLOOR] = "floor",         [CEIL] = "ceil",
};

static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };

static bool rule_of(const char *name, enum rule *out)
{
    for (size_t i = 0; i < COUNT(rule_names); i++)
        if (strcmp(rule_names[i], name) == 0) {
            *out = (enum rule)i;
            return true;
        }
    return false;
}

/* The significant digits of |x| and the power of ten of the first one: 0.0267 → "267", -2. */
static int decimal_of(double x, char digits[20])
{
    char text[40];
    size_t n = 0;
    const char *e;

    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision, fabs(x));
        if (strtod(text, NULL) == fabs(x))
            break;
    }
    e = strchr(text, 'e');
    for (const char *p = text; p < e; p++)
        if (*p != '.')
            digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return atoi(e + 1);
}

/* Whether the digits behind `keep` make the kept ones grow by one. */
static bool grows(enum rule rule, bool minus, const char *digits, int keep)
{
    int n = (int)strlen(digits);
    int next = keep >= 0 && keep < n ? digits[keep] - '0' : 0;
    bool rest = keep < n; /* trailing zeros were cut, so anything behind is not zero */
    bool odd = keep > 0 && keep <= n && (digits[keep - 1] - '0') % 2;

    switch (rule) {
    case HALF_UP: /* away from zero, as taught in school */
        return next >= 5;
    case HALF_EVEN:
        return next > 5 || (next == 5 && (keep + 1 < n || odd));
    case DOWN:
        return false;
    case UP:
        return rest;
    case FLOOR:
        return rest && minus;
    case CEIL:
        return rest && !minus;
    }
    return false;
}

static double round_text(double x, int digits, enum rule rule)
{
    char d[20], text[64];
    int first = decimal_of(x, d), n = (int)strlen(d);
    int keep = first + 1 + digits; /* how many significant digits stay */
    bool minus = x < 0, up;

    if (x == 0 || keep >= n)
        return x;
    up = grows(rule, minus, d, keep);
    if (keep <= 0) {
        snprintf(text, sizeof(text), "%s%de%d", minus ? "-" : "", up ? 1 : 0, -digits);
        return strtod(text, NULL);
    }
    d[keep] = '\0';
    if (up) {
        int i = keep - 1;

        while (i >= 0 && d[i] == '9')
            d[i--] = '0';
        if (i >= 0) {
            d[i]++;
        } else {
            memmove(d + 1, d, (size_t)keep);
            d[0] = '1';
            d[keep + 1] = '\0';
        }
    }
    snprintf(text, sizeof(text), "%s%se%d", minus ? "-" : "", d, -digits);
    return strtod(text, NULL);
}

/* low + up over a power of ten: both exact, so the quotient is the double nearest to that decimal. */
static double over(double whole, double power, bool minus)
{
    return minus ? -(whole / power) : whole / power;
}

static double round_by(double x, int digits, enum rule rule)
{
    double power = powers[digits], y = fabs(x) * power, low = floor(y), part = y - low;
    double doubt = 1e-9 + y * 4.5e-16; /* more than the error of y */
    bool minus = x < 0, nearest = rule == HALF_UP || rule == HALF_EVEN;
    bool at_whole = part <= doubt || part >= 1 - doubt, at_half = fabs(part - 0.5) <= doubt;

    /* Beyond 2^43 the fraction has too few bits to be judged. */
    if (!(y < 8796093022208.0))
        return round_text(x, digits, rule);
    if (at_whole) {
        double whole = floor(y + 0.5);

        /* A decimal of at most 15 digits that gives x is the one that people see. */
        if (nearest || whole / power == fabs(x))
            return over(whole, power, minus);
        return round_text(x, digits, rule);
    }
    if (at_half && nearest) {
        if ((low + 0.5) / power != fabs(x))
            return round_text(x, digits, rule);
        return over(low + (rule == HALF_UP || fmod(low, 2) != 0), power, minus);
    }
    switch (rule) {
    case HALF_UP:
    case HALF_EVEN:
        return over(low + (part > 0.5), power, minus);
    case UP:
        return over(low + 1, power, minus);
    case FLOOR:
        return over(low + minus, power, minus);
    case CEIL:
        return over(low + !minus, power, minus);
    case DOWN:
        break;
    }
    return over(low, power, minus);
}

bool num_round(double x, int digits, const char *rule, double *out)
{
    enum rule r;

    if (!rule_of(rule, &r) || digits < 0 || digits > DIGITS_MAX)
        return false;
    *out = isfinite(x) ? round_by(x, digits, r) : x;
    if (*out == 0)
        *out = 0; /* no -0 */
    return true;
}

static enum rule l_rule(lua_State *L, int arg, const char *name)
{
    enum rule r = HALF_UP;

    if (!rule_of(l_text(L, arg, name, NULL), &r))
        l_raise(L, E_PLUGIN_GALAT,
                "%s: aturan pembulatan '%.20s' tidak dikenal; pakai half_up, half_even, down, up, floor atau "
                "ceil.",
                name, lua_tostring(L, arg));
    return r;
}

static double l_finite(lua_State *L, int arg, const char *name)
{
    double x = l_number(L, arg, name);

    if (!isfinite(x))
        l_raise(L, E_PLUGIN_ANGKA, "%s: argumen ke-%d tak hingga atau NaN (pembagian dengan nol?).", name,
                arg);
    return x;
}

static int l_round(lua_State *L)
{
    double x = l_finite(L, 1, "num.round");
    int digits = (int)l_int(L, 2, "num.round", 0, DIGITS_MAX);
    enum rule rule = l_rule(L, 3, "num.round");

    budget_charge(L, 5);
    x = round_by(x, digits, rule);
    lua_pushnumber(L, x == 0 ? 0 : x);
    return 1;
}

static int l_clamp(lua_State *L)
{
    double x = l_number(L, 1, "num.clamp"), low = l_number(L, 2, "num.clamp"),
           high = l_number(L, 3, "num.clamp");

    if (!(low <= high))
        return l_raise(L, E_PLUGIN_GALAT, "num.clamp: batas bawah melebihi batas atas.");
    lua_pushvalue(L, x < low ? 2 : x > high ? 3 : 1);
    return 1;
}

static int l_is_integer(lua_State *L)
{
    double x = lua_type(L, 1) == LUA_TNUMBER ? lua_tonumber(L, 1) : 0.5;

    lua_pushboolean(L, lua_isinteger(L, 1) || (isfinite(x) && x == floor(x)));
    return 1;
}

/* num.format(x, digits [, "id"]): rounded half_up; "id" writes 1.234,50. */
static int l_format(lua_State *L)
{
    double x = l_finite(L, 1, "num.format");
    int digits = (int)l_int(L, 2, "num.format", 0, DIGITS_MAX);
    bool local = !lua_isnoneornil(L, 3);
    char plain[64], out[96];
    size_t whole, k = 0, i = 0;

    if (local && strcmp(l_text(L, 3, "num.format", NULL), "id") != 0)
        return l_raise(L, E_PLUGIN_GALAT, "num.format: gaya yang dikenal hanya \"id\".");
    if (fabs(x) > NUMBER_MAX)
        return l_raise(L, E_PLUGIN_ANGKA, "num.format: bilangan di luar ±2^53.");
    budget_charge(L, 5);
    x = round_by(x, digits, HALF_UP);
    snprintf(plain, sizeof(plain), "%.*f", digits, x == 0 ? 0 : x);
    if (!local) {
        lua_pushstring(L, plain);
        return 1;
    }
    whole = strcspn(plain, ".");
    if (plain[0] == '-')
        out[k++] = plain[i++];
    for (; i < whole; i++) {
        out[k++] = plain[i];
        if (whole - i > 1 && (whole - i - 1) % 3 == 0)
            out[k++] = '.';
    }
    if (plain[whole])
        k += (size_t)snprintf(out + k, sizeof(out) - k, ",%s", plain + whole + 1);
    lua_pushlstring(L, out, k);
    return 1;
}

/* num.percent(part, whole): unrounded. */
static int l_percent(lua_State *L)
{
    double part = l_finite(L, 1, "num.percent"), whole = l_finite(L, 2, "num.percent");

    if (whole == 0)
        return l_raise(L, E_PLUGIN_ANGKA, "num.percent: pembagi nol.");
    lua_pushnumber(L, part / whole * 100);
    return 1;
}

/* num.text(x): the shortest decimal text: "18.75", "12.5", "3". */
static int l_text_of(lua_State *L)
{
    double x = l_finite(L, 1, "num.text");
    char text[40];

    budget_charge(L, 5);
    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        lua_tostring(L, 1);
        return 1;
    }
    if (x == floor(x) && fabs(x) <= NUMBER_MAX) {
        snprintf(text, sizeof(text), "%.0f", x == 0 ? 0 : x);
    } else {
        for (int precision = 15; precision <= 17; precision++) {
            snprintf(text, sizeof(text), "%.*g", precision, x);
            if (strtod(text, NULL) == x)
                break;
        }
    }
    lua_pushstring(L, text);
    return 1;
}

void l_open_num(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "round", l_round },   { "clamp", l_clamp },     { "is_integer", l_is_integer },
        { "format", l_format }, { "percent", l_percent }, { "text", l_text_of },
        { NULL, NULL },
    };

    lua_newtable(L);
    l_functions(L, functions);
}

/* Inputs of an indicator added up over several periods: konsolidasi.h. The texts are canonical JSON that we
 * stored ourselves, flat objects; a reader of that small form is several times faster than a tree. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "scoring/konsolidasi.h"

struct scan {
    const char *p, *end;
};

/* Behind a text that starts at s->p; false if it does not end. */
static bool skip_text(struct scan *s)
{
    for (s->p++; s->p < s->end; s->p++) {
        if (*s->p == '\\')
            s->p++;
        else if (*s->p == '"') {
            s->p++;
            return true;
        }
    }
    return false;
}

/* Behind any value; nested ones by counting brackets. */
static bool skip_value(struct scan *s)
{
    int depth = 0;

    while (s->p < s->end) {
        char c = *s->p;

        if (c == '"') {
            if (!skip_text(s))
                return false;
            continue;
        }
        if (!depth && (c == ',' || c == '}'))
            return true;
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        s->p++;
    }
    return false;
}

static bool read_number(struct scan *s, double *out, bool *whole)
{
    const char *p = s->p, *digits;
    bool minus = *p == '-';
    double v = 0;
    char *end;

    p += minus;
    for (digits = p; p < s->end && *p >= '0' && *p <= '9' && p - digits < 15; p++)
        v = v * 10 + (*p - '0');
    *whole = p < s->end && *p != '.' && *p != 'e' && *p != 'E' && (*p < '0' || *p > '9');
    if (!*whole) {
        v = strtod(s->p, &end); /* stops at the comma or bracket: the object is closed */
        if (end == s->p)
            return false;
        s->p = end;
        *out = v;
        *whole = fabs(v) <= 9007199254740992.0 && v == floor(v);
        return true;
    }
    s->p = p;
    *out = minus ? -v : v;
    return p > digits;
}

static int key_order(const struct isian_bagian *b, const char *key, size_t n)
{
    size_t less = b->nkunci < n ? b->nkunci : n;
    int c = memcmp(b->kunci, key, less);

    return c ? c : b->nkunci < n ? -1 : b->nkunci > n;
}

/* The member of that key; `hint` is where the last one stood, keys come sorted. NULL if there are too many.
 */
static struct isian_bagian *place(struct isian_jumlah *j, size_t hint, const char *key, size_t n)
{
    size_t i = hint;

    while (i < j->n && key_order(&j->bagian[i], key, n) < 0)
        i++;
    if (i < j->n && key_order(&j->bagian[i], key, n) == 0)
        return &j->bagian[i];
    if (j->n == ISIAN_MAX)
        return NULL;
    memmove(&j->bagian[i + 1], &j->bagian[i], (j->n - i) * sizeof(j->bagian[0]));
    j->n++;
    j->bagian[i] = (struct isian_bagian){ .kunci = key, .nkunci = n, .angka = true, .bulat = true };
    return &j->bagian[i];
}

static bool read_member(struct isian_jumlah *j, struct scan *s, size_t *hint)
{
    const char *key = s->p + 1, *value;
    struct isian_bagian *b;
    double v;
    bool whole;

    if (*s->p != '"' || !skip_text(s) || s->p >= s->end || *s->p != ':')
        return false;
    b = place(j, *hint, key, (size_t)(s->p - 1 - key));
    if (!b || ++s->p >= s->end)
        return false;
    *hint = (size_t)(b - j->bagian) + 1;
    value = s->p;
    if (*value == '-' || (*value >= '0' && *value <= '9')) {
        if (!read_number(s, &v, &whole))
            return false;
        b->jumlah += v;
        b->bulat &= whole;
        b->angka = true;
        return true;
    }
    if (!skip_value(s) || s->p == value)
        return false;
    b->angka = false;
    b->lain = value;
    b->nlain = (size_t)(s->p - value);
    return true;
}

void isian_mulai(struct isian_jumlah *j)
{
    j->n = 0;
}

bool isian_tambah(struct isian_jumlah *j, const char *json, size_t len)
{
    struct scan s = { json, json + len };
    size_t hint = 0;

    if (len < 2 || json[0] != '{' || json[len - 1] != '}')
        return false;
    s.p++;
    if (*s.p == '}')
        return len == 2;
    for (;;) {
        if (!read_member(j, &s, &hint) || s.p >= s.end)
            return false;
        if (*s.p == '}')
            return s.p + 1 == s.end;
        if (*s.p++ != ',' || s.p >= s.end)
            return false;
    }
}

void isian_json(const struct isian_jumlah *j, struct buf *out)
{
    buf_char(out, '{');
    for (size_t i = 0; i < j->n; i++) {
        const struct isian_bagian *b = &j->bagian[i];

        if (i)
            buf_char(out, ',');
        buf_char(out, '"');
        buf_add(out, b->kunci, b->nkunci);
        buf_str(out, "\":");
        if (b->angka)
            json_number(out, b->bulat ? b->jumlah + 0.0 : bulat6(b->jumlah));
        else
            buf_add(out, b->lain, b->nlain);
    }
    buf_char(out, '}');
}

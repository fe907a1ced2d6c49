#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* jansson limits nesting to 2048 by itself; ours is smaller so that every walker may recurse. */
static bool depth_within(const char *s, size_t n, int limit)
{
    int depth = 0;
    bool in = false;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];

        if (in) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in = false;
        } else if (c == '"') {
            in = true;
        } else if (c == '{' || c == '[') {
            if (++depth > limit)
                return false;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return true;
}

/* What jansson says of a fault, by how it begins, for people. */
static const struct {
    const char *lib, *id;
} faults[] = {
    { "string or '}' expected", "diharapkan nama dalam tanda kutip atau '}'" },
    { "':' expected", "diharapkan ':' di belakang nama" },
    { "'}' expected", "diharapkan koma atau '}'" },
    { "']' expected", "diharapkan koma atau ']'" },
    { "invalid token", "bukan nilai JSON" },
    { "unexpected token", "diharapkan sebuah nilai" },
    { "end of file expected", "ada isi lain di belakang nilai JSON" },
    { "unable to decode byte", "bukan teks UTF-8" },
    { "unexpected newline", "teks belum ditutup tanda kutip" },
    { "premature end of input", "teks belum ditutup tanda kutip" },
    { "control character", "huruf kendali di dalam teks" },
    { "invalid escape", "urutan '\\' yang tidak dikenal" },
    { "invalid Unicode", "urutan \\u yang bukan huruf" },
    { "too big", "bilangan bulat terlalu besar" },
    { "real number overflow", "angka terlalu besar" },
    { "duplicate object key", "nama yang sama ada dua kali" },
    { "\\u0000", "huruf \\u0000 tidak diperbolehkan" },
    { "NUL byte in object key", "huruf \\u0000 tidak diperbolehkan dalam nama" },
};

static enum status unreadable(const json_error_t *je, struct err *e)
{
    const char *why = "penulisannya keliru", *near = strstr(je->text, " near "), *place = "", *found = "";

    for (size_t i = 0; i < COUNT(faults); i++)
        if (strncmp(je->text, faults[i].lib, strlen(faults[i].lib)) == 0)
            why = faults[i].id;
    if (near && strcmp(near, " near end of file") == 0) {
        place = " di akhir berkas";
    } else if (near) {
        place = " di dekat ";
        found = near + strlen(" near ");
    }
    return err_set(e, E_JSON, "JSON tidak dapat dibaca pada baris %d kolom %d: %s%s%s.", je->line, je->column,
                   why, place, found);
}

enum status json_read(const char *text, size_t len, json_t **out, struct err *e)
{
    json_error_t je;

    *out = NULL;
    if (!depth_within(text, len, JSON_DEPTH))
        return err_set(e, E_JSON, "JSON bersarang lebih dari %d tingkat.", JSON_DEPTH);
    *out = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &je);
    if (!*out) {
        e->line = je.line;
        return unreadable(&je, e);
    }
    return ST_OK;
}

bool utf8_valid(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;

    while (p < end) {
        unsigned c = *p++, need, min;

        if (c < 0x80)
            continue;
        if (c >= 0xC2 && c <= 0xDF)
            need = 1, min = 0x80, c &= 0x1F;
        else if (c >= 0xE0 && c <= 0xEF)
            need = 2, min = 0x800, c &= 0x0F;
        else if (c >= 0xF0 && c <= 0xF4)
            need = 3, min = 0x10000, c &= 0x07;
        else
            return false;
        while (need--) {
            if (p == end || (*p & 0xC0) != 0x80)
                return false;
            c = c << 6 | (*p++ & 0x3F);
        }
        if (c < min || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            return false;
    }
    return true;
}

static size_t utf8_step(const char *s, size_t left)
{
    size_t n = (unsigned char)*s < 0xE0 ? 2 : (unsigned char)*s < 0xF0 ? 3 : 4;

    return n <= left && utf8_valid(s, n) ? n : 0;
}

void json_quote(struct buf *out, const char *s, size_t len)
{
    if (len == SIZE_MAX)
        len = strlen(s);
    buf_reserve(out, len + 2);
    buf_char(out, '"');
    for (size_t i = 0, run = 0; i <= len; i++) {
        unsigned char c = i < len ? (unsigned char)s[i] : 0;

        if (i < len && c >= 0x20 && c < 0x80 && c != '"' && c != '\\')
            continue;
        buf_add(out, s + run, i - run);
        run = i + 1;
        if (i == len)
            break;
        if (c == '"' || c == '\\') {
            buf_char(out, '\\');
            buf_char(out, (char)c);
        } else if (c == '\n') {
            buf_str(out, "\\n");
        } else if (c < 0x20) {
            buf_printf(out, "\\u%04x", c);
        } else {
            size_t n = utf8_step(s + i, len - i);

            if (n) {
                buf_add(out, s + i, n);
                i += n - 1;
                run = i + 1;
            } else {
                buf_str(out, "\xEF\xBF\xBD");
            }
        }
    }
    buf_char(out, '"');
}

void json_number(struct buf *out, double v)
{
    char text[40];

    if (!isfinite(v)) {
        buf_str(out, "null");
        return;
    }
    if (v == trunc(v) && fabs(v) <= 9007199254740992.0) {
        buf_printf(out, "%lld", (long long)v); /* also turns -0 into 0 */
        return;
    }
    /* Most of ours have two decimals: if a decimal of at most 15 digits gives v, it is the shortest. */
    if (fabs(v) < 1e12 && fabs(v) >= 1e-2 && rint(v * 100) / 100 == v) {
        long long cents = llrint(fabs(v) * 100);
        int n = snprintf(text, sizeof(text), "%s%lld.%02lld", v < 0 ? "-" : "", cents / 100, cents % 100);

        buf_add(out, text, (size_t)n - (cents % 10 == 0));
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    buf_str(out, text);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void canonical_object(const json_t *v, struct buf *out)
{
    size_t n = json_object_size(v), i = 0;
    const char **keys = mem_alloc(sizeof(*keys) * (n + 1));

    for (void *it = json_object_iter((json_t *)v); it; it = json_object_iter_next((json_t *)v, it))
        keys[i++] = json_object_iter_key(it);
    qsort(keys, n, sizeof(*keys), by_bytes);
    buf_char(out, '{');
    for (i = 0; i < n; i++) {
        if (i)
            buf_char(out, ',');
        json_quote(out, keys[i], SIZE_MAX);
        buf_char(out, ':');
        json_canonical(json_object_get(v, keys[i]), out);
    }
    buf_char(out, '}');
    free(keys);
}

size_t json_weight(const char *text, size_t len)
{
    bool string = false;
    size_t n = 1;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (string && c == '\\')
            i++;
        else if (c == '"')
            string = !string;
        else if (!string && (c == ',' || c == '[' || c == '{'))
            n++;
    }
    return n;
}

void json_canonical(const json_t *v, struct buf *out)
{
    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_OBJECT:
        canonical_object(v, out);
        break;
    case JSON_ARRAY:
        buf_char(out, '[');
        for (size_t i = 0; i < json_array_size(v); i++) {
            if (i)
                buf_char(out, ',');
            json_canonical(json_array_get(v, i), out);
        }
        buf_char(out, ']');
        break;
    case JSON_STRING:
        json_quote(out, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER:
        buf_printf(out, "%lld", (long long)json_integer_value(v));
        break;
    case JSON_REAL:
        json_number(out, json_real_value(v));
        break;
    case JSON_TRUE:
        buf_str(out, "true");
        break;
    case JSON_FALSE:
        buf_str(out, "false");
        break;
    case JSON_NULL:
        buf_str(out, "null");
        break;
    }
}

void jw_start(struct jw *w, struct buf *out)
{
    *w = (struct jw){ .out = out };
}

static void value(struct jw *w)
{
    uint64_t bit = (uint64_t)1 << w->depth;

    if (w->array & bit) {
        if (w->comma & bit)
            buf_char(w->out, ',');
        w->comma |= bit;
    }
}

void jw_open(struct jw *w, char bracket)
{
    uint64_t bit;

    value(w);
    buf_char(w->out, bracket);
    bit = (uint64_t)1 << ++w->depth;
    w->comma &= ~bit;
    w->array = bracket == '[' ? w->array | bit : w->array & ~bit;
}

void jw_close(struct jw *w)
{
    buf_char(w->out, w->array & (uint64_t)1 << w->depth ? ']' : '}');
    w->depth--;
}

void jw_key(struct jw *w, const char *key)
{
    uint64_t bit = (uint64_t)1 << w->depth;

    if (w->comma & bit)
        buf_char(w->out, ',');
    w->comma |= bit;
    json_quote(w->out, key, SIZE_MAX);
    buf_char(w->out, ':');
}

void jw_text(struct jw *w, const char *s)
{
    value(w);
    if (s)
        json_quote(w->out, s, SIZE_MAX);
    else
        buf_str(w->out, "null");
}

void jw_int(struct jw *w, int64_t v)
{
    value(w);
    buf_printf(w->out, "%lld", (long long)v);
}

void jw_real(struct jw *w, double v)
{
    value(w);
    json_number(w->out, v);
}

void jw_bool(struct jw *w, bool v)
{
    value(w);
    buf_str(w->out, v ? "true" : "false");
}

void jw_null(struct jw *w)
{
    value(w);
    buf_str(w->out, "null");
}

void jw_raw(struct jw *w, const char *json, size_t len)
{
    value(w);
    buf_add(w->out, json, len);
}

void jw_json(struct jw *w, const json_t *v)
{
    value(w);
    json_canonical(v, w->out);
}

void jw_ktext(struct jw *w, const char *key, const char *s)
{
    jw_key(w, key);
    jw_text(w, s);
}

void jw_kint(struct jw *w, const char *key, int64_t v)
{
    jw_key(w, key);
    jw_int(w, v);
}

void jw_kid(struct jw *w, const char *key, int64_t id)
{
    jw_key(w, key);
    if (id)
        jw_int(w, id);
    else
        jw_null(w);
}

void jw_kreal_or_null(struct jw *w, const char *key, const double *v)
{
    jw_key(w, key);
    if (v)
        jw_real(w, *v);
    else
        jw_null(w);
}

void jw_kraw(struct jw *w, const char *key, const char *json)
{
    jw_key(w, key);
    if (json)
        jw_raw(w, json, strlen(json));
    else
        jw_null(w);
}

void jw_kreal(struct jw *w, const char *key, double v)
{
    jw_key(w, key);
    jw_real(w, v);
}

void jw_kbool(struct jw *w, const char *key, bool v)
{
    jw_key(w, key);
    jw_bool(w, v);
}

void json_galat(const struct err *e, struct buf *out)
{
    const struct code_row *row = code_row(e->code);
    struct jw w;

    jw_start(&w, out);
    jw_open(&w, '{');
    jw_key(&w, "galat");
    jw_open(&w, '{');
    jw_ktext(&w, "code", row->name);
    jw_ktext(&w, "pesan", e->msg);
    jw_ktext(&w, "tindakan", row->tindakan);
    if (e->file[0])
        jw_ktext(&w, "berkas", e->file);
    if (e->line)
        jw_kint(&w, "baris", e->line);
    if (e->nfaults) {
        jw_key(&w, "isian");
        jw_open(&w, '[');
        for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
            jw_open(&w, '{');
            jw_ktext(&w, "letak", e->faults[i].at);
            jw_ktext(&w, "pesan", e->faults[i].msg);
            jw_close(&w);
        }
        jw_close(&w);
    }
    jw_close(&w);
    jw_close(&w);
}

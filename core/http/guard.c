#include "http/guard.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned char len;
    bool list; /* may come several times; joined as the field's grammar says */
} known[FIELDS] = {
    [FIELD_HOST] = { "host", 4, false },
    [FIELD_LENGTH] = { "content-length", 14, false },
    [FIELD_ENCODING] = { "transfer-encoding", 17, false },
    [FIELD_EXPECT] = { "expect", 6, false },
    [FIELD_TYPE] = { "content-type", 12, false },
    [FIELD_COOKIE] = { "cookie", 6, true },
    [FIELD_AUTHORIZATION] = { "authorization", 13, false },
    [FIELD_CSRF] = { "x-csrf-token", 12, false },
    [FIELD_IF_MATCH] = { "if-match", 8, false },
    [FIELD_NONE_MATCH] = { "if-none-match", 13, false },
    [FIELD_KEY] = { "idempotency-key", 15, false },
    [FIELD_FORWARDED_FOR] = { "x-forwarded-for", 15, true },
    [FIELD_FORWARDED_PROTO] = { "x-forwarded-proto", 17, false },
    [FIELD_AGENT] = { "user-agent", 10, false },
    [FIELD_ACCEPT_ENCODING] = { "accept-encoding", 15, true },
};

void guard_start(struct head *h, struct arena *a)
{
    memset(h, 0, sizeof(*h));
    h->a = a;
    h->length = -1;
}

/* The target ------------------------------------------------------------------------------------------ */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XY" at s stands for, -1 if it is none. */
static int escape(const char *s, size_t left)
{
    int hi = left >= 3 ? hex(s[1]) : -1, lo = left >= 3 ? hex(s[2]) : -1;

    return hi < 0 || lo < 0 ? -1 : hi * 16 + lo;
}

static bool control(int c)
{
    return c < 0x20 || c == 0x7F;
}

/* Whether what stands behind a "%25" would be an escape that we refuse by itself: somebody counts on a
 * second decoding further in. */
static bool twice(const char *s, size_t left)
{
    int c;

    if (left < 5 || (c = hex(s[3])) < 0 || hex(s[4]) < 0)
        return false;
    c = c * 16 + hex(s[4]);
    return c == 0 || c == '/' || c == '\\' || c == '.' || c == '%';
}

/* Decodes into `out` (n + 1 bytes). In a path no escape may stand for what has a meaning there. */
static bool decode(const char *s, size_t n, bool path, char *out, size_t *len)
{
    char *w = out;

    for (size_t i = 0; i < n; i++) {
        int c = (unsigned char)s[i];

        if (c == '%') {
            if ((c = escape(s + i, n - i)) < 0)
                return false;
            if (path && (c == '/' || c == '\\' || (c == '%' && twice(s + i, n - i))))
                return false;
            i += 2;
        } else if (c == '+' && !path) {
            c = ' ';
        } else if (path && (c == '\\' || c == '#')) {
            return false;
        }
        if (control(c) && (path || (c != '\t' && c != '\n' && c != '\r')))
            return false;
        *w++ = (char)c;
    }
    *w = '\0';
    *len = (size_t)(w - out);
    return utf8_valid(out, *len);
}

/* No empty segment but the last, no "." and no "..", however they were written. */
static bool segments_sound(const char *path)
{
    const char *s = path;

    while (*s == '/') {
        size_t n = strcspn(++s, "/");

        if ((n == 0 && s[0] == '/') || (n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
            return false;
        s += n;
    }
    return true;
}

enum code guard_line(struct head *h, const char *method, size_t mlen, const char *target, size_t tlen,
                     int major, int minor)
{
    const char *mark;
    size_t len;
    char *path;
    int m = 0;

    if (major != 1 || (minor != 0 && minor != 1))
        return E_HTTP_VERSI;
    h->minor = minor;
    h->is_head = mlen == 4 && memcmp(method, "HEAD", 4) == 0;
    while (!h->is_head && m < METHOD_COUNT &&
           (strlen(method_name((enum method)m)) != mlen ||
            memcmp(method_name((enum method)m), method, mlen) != 0))
        m++;
    if (m == METHOD_COUNT)
        return E_HTTP_METODE;
    h->method = (enum method)m;
    if (tlen > GUARD_TARGET)
        return E_HTTP_ALAMAT_PANJANG;
    if (tlen == 0 || target[0] != '/') /* absolute-form, authority-form, "*" */
        return E_HTTP_ALAMAT;
    mark = memchr(target, '?', tlen);
    len = mark ? (size_t)(mark - target) : tlen;
    h->query = mark ? arena_strndup(h->a, mark + 1, tlen - len - 1) : "";
    path = arena_alloc(h->a, len + 1);
    if (memchr(target + len, '#', tlen - len) || !decode(target, len, true, path, &len) ||
        !segments_sound(path))
        return E_HTTP_ALAMAT;
    h->path = path;
    return E_NONE;
}

enum code guard_query(const struct head *h, const struct param **out, size_t *n)
{
    struct param *p;
    const char *s = h->query;

    *out = NULL;
    *n = 0;
    if (*s == '\0')
        return E_NONE;
    p = arena_array(h->a, struct param, GUARD_QUERY);
    for (;;) {
        size_t len = strcspn(s, "&"), name = strcspn(s, "=&"), got;
        char *k = arena_alloc(h->a, name + 1), *v = arena_alloc(h->a, len + 1);

        if (*n == GUARD_QUERY || name == 0 || !decode(s, name, false, k, &got))
            return E_PARAMETER;
        if (len > name && !decode(s + name + 1, len - name - 1, false, v, &got))
            return E_PARAMETER;
        for (size_t i = 0; i < *n; i++)
            if (strcmp(p[i].name, k) == 0)
                return E_PARAMETER;
        p[*n].name = k;
        p[(*n)++].value = v;
        if (s[len] == '\0')
            break;
        s += len + 1;
    }
    *out = p;
    return E_NONE;
}

/* The fields ------------------------------------------------------------------------------------------ */

static int lookup(const char *name, size_t len)
{
    for (int i = 0; i < FIELDS; i++)
        if (known[i].len == len && strncasecmp(known[i].name, name, len) == 0)
            return i;
    return FIELDS;
}

static bool host_sound(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= 255 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:[]") == n;
}

static enum code length_read(struct head *h, const char *s)
{
    size_t n = strlen(s);

    if (n == 0 || n > 18 || strspn(s, "0123456789") != n)
        return E_HTTP_PANJANG;
    h->length = 0;
    for (size_t i = 0; i < n; i++)
        h->length = h->length * 10 + (s[i] - '0');
    return E_NONE;
}

enum code guard_field(struct head *h, const char *name, size_t nlen, const char *value, size_t vlen)
{
    int f = lookup(name, nlen);
    bool trimmed = false;

    if (++h->fields > GUARD_FIELDS || nlen + vlen > GUARD_LINE)
        return E_HTTP_KEPALA;
    if (nlen == 0)
        return E_HTTP_RUSAK;
    while (vlen > 0 && (value[vlen - 1] == ' ' || value[vlen - 1] == '\t'))
        vlen--, trimmed = true;
    while (vlen > 0 && (value[0] == ' ' || value[0] == '\t'))
        value++, vlen--;
    for (size_t i = 0; i < vlen; i++)
        if (control((unsigned char)value[i]) && value[i] != '\t')
            return E_HTTP_RUSAK;
    if (f == FIELDS)
        return E_NONE;
    if (h->value[f] && f == FIELD_HOST)
        return E_HTTP_HOST;
    if (h->value[f] && !known[f].list)
        return f == FIELD_LENGTH ? E_HTTP_PANJANG : f == FIELD_ENCODING ? E_HTTP_PENGODEAN : E_HTTP_RUSAK;
    if (h->value[f])
        h->value[f] =
            arena_printf(h->a, "%s%s%.*s", h->value[f], f == FIELD_COOKIE ? "; " : ", ", (int)vlen, value);
    else
        h->value[f] = arena_strndup(h->a, value, vlen);
    if (f == FIELD_LENGTH)
        return length_read(h, h->value[f]);
    if (f == FIELD_ENCODING) {
        /* Byte for byte: what one parser trims or folds, another does not. */
        if (trimmed || strcmp(h->value[f], "chunked") != 0)
            return E_HTTP_PENGODEAN;
        h->chunked = true;
    }
    return E_NONE;
}

enum code guard_finish(struct head *h)
{
    if (!h->path) /* a request line without a version */
        return E_HTTP_VERSI;
    if (!h->value[FIELD_HOST] || !host_sound(h->value[FIELD_HOST]))
        return E_HTTP_HOST;
    if (h->chunked && h->length >= 0)
        return E_HTTP_PANJANG;
    if (h->chunked && h->minor == 0)
        return E_HTTP_PENGODEAN;
    if (h->value[FIELD_EXPECT]) {
        if (strcasecmp(h->value[FIELD_EXPECT], "100-continue") != 0)
            return E_HTTP_HARAPAN;
        h->expects = h->minor == 1;
    }
    return E_NONE;
}

const char *guard_cookie(const struct head *h, const char *name)
{
    const char *s = h->value[FIELD_COOKIE], *found = NULL;
    size_t n = strlen(name);

    while (s && *s) {
        size_t len;

        s += strspn(s, " \t;");
        len = strcspn(s, ";");
        if (len > n && strncmp(s, name, n) == 0 && s[n] == '=') {
            /* A second one was planted by a page of a sibling domain: neither can be believed. */
            if (found)
                return NULL;
            found = arena_strndup(h->a, s + n + 1, len - n - 1);
        }
        s += len;
    }
    return found;
}

bool guard_etag(const char *text, int64_t *version)
{
    size_t n = strlen(text);

    if (n < 3 || n > 20 || text[0] != '"' || text[n - 1] != '"' || strspn(text + 1, "0123456789") != n - 2)
        return false;
    *version = 0;
    for (size_t i = 1; i < n - 1; i++)
        *version = *version * 10 + (text[i] - '0');
    return *version > 0;
}

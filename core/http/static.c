#include "http/static.h"

#include <string.h>
#include <strings.h>

#include "base/assets.h"

static const struct {
    const char *suffix, *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".json", "application/json" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".webmanifest", "application/manifest+json" },
    { ".txt", "text/plain; charset=utf-8" },
};

static const char *type_of(const char *path)
{
    size_t n = strlen(path);

    for (size_t i = 0; i < COUNT(types); i++) {
        size_t len = strlen(types[i].suffix);

        if (n > len && strcmp(path + n - len, types[i].suffix) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static const struct {
    const char *name, *suffix;
} codings[] = {
    [CODING_BR] = { "br", ".br" },
    [CODING_GZIP] = { "gzip", ".gz" },
};

/* The weight behind a coding's name, in thousandths: ";q=0.8". What cannot be read counts as refused. */
static int weight(const char *s, const char *end)
{
    int q = 0, unit = 1000;

    s += strspn(s, " \t");
    if (s >= end || *s != ';')
        return 1000;
    s++;
    s += strspn(s, " \t");
    if (end - s < 3 || (*s != 'q' && *s != 'Q') || s[1] != '=')
        return 0;
    for (s += 2; s < end && unit > 0; s++) {
        if (*s == '.')
            continue;
        if (*s < '0' || *s > '9')
            break;
        q += (*s - '0') * unit;
        unit /= 10;
    }
    return q > 1000 ? 1000 : q;
}

enum coding static_coding(const char *accept)
{
    int q[CODING_PLAIN] = { -1, -1 }, any = -1, best = 0;
    enum coding c = CODING_PLAIN;

    while (accept && *accept) {
        const char *end = accept + strcspn(accept, ",");
        size_t n;

        accept += strspn(accept, " \t");
        n = strcspn(accept, " \t;,");
        for (int i = 0; i < CODING_PLAIN; i++)
            if (strlen(codings[i].name) == n && strncasecmp(accept, codings[i].name, n) == 0)
                q[i] = weight(accept + n, end);
        if (n == 1 && *accept == '*')
            any = weight(accept + n, end);
        accept = *end ? end + 1 : end;
    }
    for (int i = 0; i < CODING_PLAIN; i++) {
        int mine = q[i] >= 0 ? q[i] : any;

        if (mine > best) {
            best = mine;
            c = (enum coding)i;
        }
    }
    return c;
}

/* The compressed form of `path` that the client takes, or the file itself. */
static const struct asset *choose(struct request *rq, const char *path, const char **coding)
{
    enum coding c = static_coding(rq->codings);
    const struct asset *f = NULL;

    *coding = NULL;
    if (c != CODING_PLAIN)
        f = asset_find(arena_printf(rq->a, "%s%s", path, codings[c].suffix));
    if (f)
        *coding = codings[c].name;
    return f ? f : asset_find(path);
}

static void tag(struct request *rq, const void *p, size_t n)
{
    char hex[DIGEST_HEX];
    struct digest d;

    hash_blake2b(p, n, &d);
    digest_hex(&d, hex);
    rq->reply.etag_text = arena_printf(rq->a, "%.16s", hex);
    rq->reply.cache = "no-cache"; /* kept, but asked about each time */
    if (rq->none_match && strstr(rq->none_match, arena_printf(rq->a, "\"%s\"", rq->reply.etag_text)))
        rq->reply.status = 304;
}

enum status static_reply(struct request *rq, const char *path, bool fixed)
{
    const char *coding;
    const struct asset *f = choose(rq, path, &coding);

    if (!f)
        return err_set(&rq->err, E_ALAMAT_TIDAK_ADA, NULL);
    reply_fixed(rq, type_of(path), f->data, f->len);
    rq->reply.coding = coding;
    rq->reply.varies = true;
    tag(rq, f->data, f->len);
    if (fixed)
        rq->reply.cache = "public, max-age=31536000, immutable";
    return ST_OK;
}

void static_bytes(struct request *rq, const char *type, const char *p, size_t n)
{
    reply_drop(&rq->reply);
    rq->reply.type = type;
    buf_add(&rq->reply.body, p, n);
    tag(rq, p, n);
}

#include "http/static.h"

#include <string.h>

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

enum status static_reply(struct request *rq, const char *path)
{
    const struct asset *f = asset_find(path);
    char hex[DIGEST_HEX], *tag, *quoted;
    struct digest d;

    if (!f)
        return err_set(&rq->err, E_ALAMAT_TIDAK_ADA, NULL);
    hash_blake2b(f->data, f->len, &d);
    digest_hex(&d, hex);
    tag = arena_printf(rq->a, "%.16s", hex);
    quoted = arena_printf(rq->a, "\"%s\"", tag);
    reply_fixed(rq, type_of(path), f->data, f->len);
    rq->reply.etag_text = tag;
    rq->reply.cache = "no-cache"; /* kept, but asked about each time */
    if (rq->none_match && strstr(rq->none_match, quoted))
        rq->reply.status = 304;
    return ST_OK;
}

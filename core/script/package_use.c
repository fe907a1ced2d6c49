/* Which files a source reaches by `use "name"`, found in the text, so that a release can be closed before any
 * Lua runs. A name that is computed is not found here, and then not at load either, since a release holds
 * nothing else. */
#include <stdio.h>
#include <string.h>

#include "base/assets.h"
#include "base/jschema.h"
#include "script/lex.h"
#include "script/package_build.h"

/* The next name that is used; false at the end. A field or method called `use` is another thing. */
static bool next_use(struct lex *l, char *name, size_t size, int *line)
{
    struct token t = { .type = TOKEN_END }, before;

    do {
        before = t;
        if (!lex_next(l, &t))
            return false;
        if (!token_is(&t, "use") || token_is(&before, ".") || token_is(&before, ":"))
            continue;
        if (lex_next(l, &t) && token_is(&t, "("))
            lex_next(l, &t);
        if (t.type == TOKEN_TEXT) {
            snprintf(name, size, "%.*s", (int)(t.len < size ? t.len : size - 1), t.s);
            *line = t.line;
            return true;
        }
    } while (t.type != TOKEN_END);
    return false;
}

static bool has(const struct build *b, const char *path)
{
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->files[i].path, path) == 0)
            return true;
    return false;
}

static bool good_name(const char *name)
{
    return strlen(name) <= 60 && name[0] != '\0' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

/* The names that could have been meant. */
static const char *suggestion(const struct build *b, const char *name, char out[64])
{
    int distance = 4, d;
    const char *found = NULL;

    for (size_t i = 0; i < b->n + assets_count; i++) {
        const char *path = i < b->n ? b->files[i].path : assets[i - b->n].path;
        size_t n = strlen(path);
        char candidate[64];

        if (i >= b->n && strncmp(path, "scripts/lua/", 12) != 0)
            continue;
        path += i >= b->n ? 12 : 0;
        n = strlen(path);
        if (n < 5 || n > 60 || strcmp(path + n - 4, ".lua") != 0)
            continue;
        snprintf(candidate, sizeof(candidate), "%.*s", (int)n - 4, path);
        if ((d = text_distance(name, candidate, distance)) < distance) {
            distance = d;
            snprintf(out, 64, "%s", candidate);
            found = out;
        }
    }
    return found;
}

static enum status reach(struct build *b, const char *from, int line, const char *name, struct err *e)
{
    char path[96], near[64];
    const struct asset *asset;

    snprintf(path, sizeof(path), "%.60s.lua", name);
    if (good_name(name) && has(b, path))
        return ST_OK;
    snprintf(path, sizeof(path), "lib/%.60s.lua", name);
    if (good_name(name) && has(b, path))
        return ST_OK;
    snprintf(path, sizeof(path), "scripts/lua/%.60s.lua", name);
    if (!good_name(name) || !(asset = asset_find(path))) {
        const char *meant = suggestion(b, name, near);

        snprintf(e->file, sizeof(e->file), "%.90s", from);
        e->line = line;
        return err_set(
            e, E_PLUGIN_USE, "%s:%d: use \"%.60s\": berkas itu tidak ada dalam paket maupun pustaka.%s%s%s",
            from, line, name, meant ? " Mungkin maksudnya \"" : "", meant ? meant : "", meant ? "\"." : "");
    }
    snprintf(path, sizeof(path), "lib/%.60s.lua", name);
    b->closed = true;
    return build_add(b, path, asset->data, asset->len, e);
}

enum status build_use(struct build *b, struct err *e)
{
    char name[64];

    /* b->n grows while we walk: what was taken in is read in its turn. */
    for (size_t i = 0; i < b->n; i++) {
        const struct package_file *f = &b->files[i];
        size_t n = strlen(f->path);
        struct lex l;
        int line;
        enum status st = ST_OK;

        if (n < 4 || strcmp(f->path + n - 4, ".lua") != 0)
            continue;
        lex_start(&l, (const char *)f->data, f->len);
        while (st == ST_OK && next_use(&l, name, sizeof(name), &line))
            st = build_note(b, reach(b, f->path, line, name, e), e);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

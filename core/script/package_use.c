/* Which files a source reaches by `use "name"`: a light lexer that knows Lua's comments and strings, so that
 * a release can be closed before any Lua runs. A name that is computed is not found here, and then not at
 * load either, since a release holds nothing else. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/assets.h"
#include "base/jschema.h"
#include "script/package_build.h"

struct lexer {
    const char *p, *end;
    int line;
};

/* At "[": the level of a long bracket, -1 if it is none. */
static int long_level(const struct lexer *l)
{
    const char *q = l->p + 1;

    while (q < l->end && *q == '=')
        q++;
    return q < l->end && *q == '[' ? (int)(q - l->p - 1) : -1;
}

static void skip_long(struct lexer *l, int level)
{
    l->p += level + 2;
    for (; l->p < l->end; l->p++) {
        if (*l->p == '\n')
            l->line++;
        if (*l->p != ']')
            continue;
        if (l->end - l->p > level + 1 && l->p[level + 1] == ']' && (int)strspn(l->p + 1, "=") >= level) {
            l->p += level + 2;
            return;
        }
    }
}

static void skip_comment(struct lexer *l)
{
    int level;

    l->p += 2;
    if (l->p < l->end && *l->p == '[' && (level = long_level(l)) >= 0) {
        skip_long(l, level);
        return;
    }
    while (l->p < l->end && *l->p != '\n')
        l->p++;
}

/* A quoted string; its text without escapes goes to `out` (cut to fit). */
static void read_string(struct lexer *l, char *out, size_t size)
{
    char quote = *l->p++;
    size_t n = 0;

    while (l->p < l->end && *l->p != quote && *l->p != '\n') {
        if (*l->p == '\\' && l->p + 1 < l->end)
            l->p++;
        if (n + 1 < size)
            out[n++] = *l->p;
        l->line += *l->p == '\n';
        l->p++;
    }
    if (l->p < l->end && *l->p == quote)
        l->p++;
    out[n] = '\0';
}

static void skip_blank(struct lexer *l)
{
    while (l->p < l->end) {
        if (isspace((unsigned char)*l->p)) {
            l->line += *l->p == '\n';
            l->p++;
        } else if (l->end - l->p >= 2 && l->p[0] == '-' && l->p[1] == '-') {
            skip_comment(l);
        } else {
            return;
        }
    }
}

/* The next name that is used; false at the end. A field or method called `use` is another thing. */
static bool next_use(struct lexer *l, char *name, size_t size)
{
    char before = ' ';

    for (;;) {
        const char *start;

        skip_blank(l);
        if (l->p >= l->end)
            return false;
        if (*l->p == '"' || *l->p == '\'') {
            read_string(l, name, size);
            before = '"';
        } else if (*l->p == '[' && long_level(l) >= 0) {
            skip_long(l, long_level(l));
            before = '"';
        } else if (isalpha((unsigned char)*l->p) || *l->p == '_') {
            bool field = before == '.' || before == ':';

            for (start = l->p; l->p < l->end && (isalnum((unsigned char)*l->p) || *l->p == '_');)
                l->p++;
            before = 'a';
            if (field || l->p - start != 3 || memcmp(start, "use", 3) != 0)
                continue;
            skip_blank(l);
            if (l->p < l->end && *l->p == '(') {
                l->p++;
                skip_blank(l);
            }
            if (l->p < l->end && (*l->p == '"' || *l->p == '\'')) {
                read_string(l, name, size);
                return true;
            }
        } else {
            before = *l->p++;
        }
    }
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
        struct lexer l = { (const char *)f->data, (const char *)f->data + f->len, 1 };
        enum status st = ST_OK;

        if (n < 4 || strcmp(f->path + n - 4, ".lua") != 0)
            continue;
        while (st == ST_OK && next_use(&l, name, sizeof(name)))
            st = reach(b, f->path, l.line, name, e);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

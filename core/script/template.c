#include "script/template.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assets.h"

static const char root[] = "plugins/_template/";

/* "Indeks Baru/" → "indeks-baru": what the manifest accepts as an id. */
static void make_id(const char *dir, char out[64])
{
    size_t end = strlen(dir), start, n = 0;

    while (end && dir[end - 1] == '/')
        end--;
    for (start = end; start && dir[start - 1] != '/';)
        start--;
    if (!isalpha((unsigned char)dir[start]))
        n = (size_t)snprintf(out, 64, "plugin-");
    for (; start < end && n < 60; start++) {
        char c = (char)tolower((unsigned char)dir[start]);

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    if (n < 2)
        snprintf(out, 64, "plugin-baru");
}

/* The asset's text with every @ID@ replaced. */
static void fill(const struct asset *asset, const char *id, struct buf *out)
{
    const char *p = (const char *)asset->data, *hit;

    while ((hit = strstr(p, "@ID@"))) {
        buf_add(out, p, (size_t)(hit - p));
        buf_str(out, id);
        p = hit + 4;
    }
    buf_str(out, p);
}

static bool prefix_of(const char *kind, char prefix[64])
{
    return !strchr(kind, '/') && snprintf(prefix, 64, "%s%s/", root, kind) < 64;
}

static enum status write_file(int dir, const char *path, const struct buf *b, struct err *e)
{
    int fd = openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool sound = fd >= 0 && (b->len == 0 || write(fd, b->p, b->len) == (ssize_t)b->len);
    int number = errno;

    if (fd >= 0 && close(fd) != 0)
        sound = false;
    return sound ? ST_OK : err_set(e, E_IO, "%s tidak dapat ditulis: %s.", path, strerror(number));
}

/* The n-th file of the template at or after *i, without its prefix; NULL at the end. */
static const char *next_file(const char *prefix, size_t *i, const struct asset **asset)
{
    size_t n = strlen(prefix);

    for (; *i < assets_count; ++*i) {
        if (strncmp(assets[*i].path, prefix, n) == 0) {
            *asset = &assets[*i];
            return assets[(*i)++].path + n;
        }
    }
    return NULL;
}

bool template_known(const char *kind)
{
    char prefix[64];
    const struct asset *asset;
    size_t i = 0;

    return prefix_of(kind, prefix) && next_file(prefix, &i, &asset);
}

static enum status unknown_kind(struct err *e)
{
    return err_set(e, E_PENGGUNAAN, "Jenis plugin harus indikator, skema, pelatihan atau fungsi.");
}

enum status template_files(const char *kind, const char *name, struct arena *a, struct package_file **out,
                           size_t *n, struct err *e)
{
    char prefix[64], id[64];
    const struct asset *asset;
    const char *path;
    size_t i = 0;

    if (!template_known(kind) || !prefix_of(kind, prefix))
        return unknown_kind(e);
    make_id(name, id);
    *n = 0;
    *out = arena_array(a, struct package_file, PACKAGE_FILES);
    while (*n < PACKAGE_FILES && (path = next_file(prefix, &i, &asset))) {
        struct buf text = BUF_NONE;

        fill(asset, id, &text);
        (*out)[(*n)++] = (struct package_file){ .path = path,
                                                .data = (const uint8_t *)arena_strndup(a, text.p, text.len),
                                                .len = text.len };
        buf_free(&text);
    }
    return ST_OK;
}

/* The folder in front of a path's last slash; false if there is none. */
static bool folder_of(const char *path, char out[128])
{
    const char *slash = strchr(path, '/');

    snprintf(out, 128, "%.*s", slash ? (int)(slash - path) : 0, path);
    return slash != NULL;
}

/* Removes what was written of a template that could not be finished. */
static void unwrite(int dir, const char *prefix)
{
    const struct asset *asset;
    const char *path;
    char folder[128];
    size_t i = 0;

    while ((path = next_file(prefix, &i, &asset)))
        unlinkat(dir, path, 0);
    i = 0;
    while ((path = next_file(prefix, &i, &asset)))
        if (folder_of(path, folder))
            unlinkat(dir, folder, AT_REMOVEDIR);
}

static enum status write_all(int dir, const char *prefix, const char *id, struct err *e)
{
    const struct asset *asset;
    const char *path;
    char folder[128];
    size_t i = 0;

    while ((path = next_file(prefix, &i, &asset))) {
        struct buf b = BUF_NONE;
        enum status st;

        if (folder_of(path, folder) && mkdirat(dir, folder, 0755) != 0 && errno != EEXIST)
            return err_set(e, E_IO, "%s tidak dapat dibuat: %s.", folder, strerror(errno));
        fill(asset, id, &b);
        st = write_file(dir, path, &b, e);
        buf_free(&b);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

enum status template_write(const char *kind, const char *dir, struct err *e)
{
    char prefix[64], id[64], aside[4096];
    size_t n = strlen(dir);
    int fd = -1;
    enum status st;

    while (n > 1 && dir[n - 1] == '/')
        n--;
    if (!template_known(kind) || !prefix_of(kind, prefix))
        return unknown_kind(e);
    if (snprintf(aside, sizeof(aside), "%.*s.XXXXXX", (int)n, dir) >= (int)sizeof(aside) || !mkdtemp(aside))
        return err_set(e, E_IO, "%s tidak dapat dibuat: %s.", dir, strerror(errno));
    make_id(dir, id);
    fd = open(aside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fchmod(fd, 0755) != 0)
        st = err_set(e, E_IO, "%s: %s.", aside, strerror(errno));
    else
        st = write_all(fd, prefix, id, e);
    /* Onto nothing or an empty folder; anything else stays as it is. */
    if (st == ST_OK && rename(aside, dir) != 0)
        st = err_set(e, errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR ? E_KONFLIK : E_IO,
                     "%s sudah ada atau tidak dapat dibuat: %s.", dir, strerror(errno));
    if (st != ST_OK) {
        unwrite(fd, prefix);
        rmdir(aside);
    }
    if (fd >= 0)
        close(fd);
    return st;
}

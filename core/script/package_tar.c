/* Reads and writes a package as a .tar: ustar, read also with pax and GNU long names. Only plain files and
 * folders; sizes, sums and names are checked before anything is copied. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/package_build.h"

enum { BLOCK = 512, NAME = 1024 };

struct header { /* ustar, POSIX.1-1988 */
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100];
    char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], pad[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a tar header is one block");

static bool octal(const char *s, size_t n, uint64_t *v)
{
    size_t i = 0;

    *v = 0;
    while (i < n && s[i] == ' ')
        i++;
    for (; i < n && s[i] >= '0' && s[i] <= '7'; i++)
        *v = *v << 3 | (uint64_t)(s[i] - '0');
    return i == n || s[i] == '\0' || s[i] == ' ';
}

static bool sound(const struct header *h)
{
    const unsigned char *p = (const unsigned char *)h;
    uint64_t said, sum = 0;

    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : p[i];
    return octal(h->sum, sizeof(h->sum), &said) && said == sum;
}

static bool zeros(const uint8_t *p)
{
    for (int i = 0; i < BLOCK; i++)
        if (p[i])
            return false;
    return true;
}

/* "path" among pax records "LENGTH KEY=VALUE\n"; false if they are malformed. */
static bool pax_path(const char *p, size_t len, char out[NAME])
{
    while (len) {
        char *end;
        unsigned long n = strtoul(p, &end, 10);
        size_t head = (size_t)(end - p) + 1;

        if (end == p || *end != ' ' || n > len || n <= head || p[n - 1] != '\n')
            return false;
        if (n - head > 5 && memcmp(p + head, "path=", 5) == 0) {
            size_t size = n - head - 6;

            if (size >= NAME || memchr(p + head + 5, '\0', size))
                return false;
            memcpy(out, p + head + 5, size);
            out[size] = '\0';
        }
        p += n;
        len -= n;
    }
    return true;
}

/* The name without "./" in front and "/" behind. */
static void member_name(const struct header *h, const char *longer, char out[NAME])
{
    const char *s = out;
    size_t n;

    if (longer[0])
        snprintf(out, NAME, "%s", longer);
    else if (memcmp(h->magic, "ustar", 6) == 0 && h->prefix[0])
        snprintf(out, NAME, "%.155s/%.100s", h->prefix, h->name);
    else
        snprintf(out, NAME, "%.100s", h->name);
    while (s[0] == '.' && s[1] == '/')
        s += 2;
    n = strlen(s);
    memmove(out, s, n + 1);
    while (n && out[n - 1] == '/')
        out[--n] = '\0';
}

/* Archives of a folder often hold its name in front; the folder of plugin.json is the package's. */
struct member {
    char *path;
    const uint8_t *data;
    size_t len;
};

struct archive {
    struct arena *a;
    struct member *m;
    size_t n;
    char longer[NAME];
};

static enum status take(struct archive *t, const struct header *h, const uint8_t *data, size_t len,
                        struct err *e)
{
    char name[NAME];

    if (h->type == 'g')
        return ST_OK;
    if (h->type == 'x' || h->type == 'L') {
        /* A copy, since strtoul needs an end. */
        char *copy = len < 65536 ? arena_strndup(t->a, (const char *)data, len) : NULL;

        if (!copy || (h->type == 'x' && !pax_path(copy, len, t->longer)))
            return err_set(e, E_PLUGIN_PAKET, "Arsip tar rusak: keterangan nama berkas tidak terbaca.");
        if (h->type == 'L')
            snprintf(t->longer, NAME, "%s", copy);
        return ST_OK;
    }
    member_name(h, t->longer, name);
    t->longer[0] = '\0';
    if (h->type == '5' || name[0] == '\0' || strcmp(name, ".") == 0)
        return ST_OK;
    if (h->type != '0' && h->type != '\0')
        return err_set(e, E_PLUGIN_PAKET, "%.100s: tautan dan perangkat tidak diperbolehkan dalam paket.",
                       name);
    if (t->n >= PACKAGE_FILES)
        return err_set(e, E_PLUGIN_BESAR, "Paket memuat lebih dari %d berkas.", PACKAGE_FILES);
    t->m[t->n++] = (struct member){ arena_strdup(t->a, name), data, len };
    return ST_OK;
}

static enum status read_members(struct archive *t, const uint8_t *p, size_t len, struct err *e)
{
    size_t at = 0;
    int entries = 0;
    enum status st = ST_OK;

    while (st == ST_OK && len - at >= BLOCK && !zeros(p + at)) {
        const struct header *h = (const struct header *)(const void *)(p + at);
        uint64_t size;

        if (!sound(h) || !octal(h->size, sizeof(h->size), &size) || size > len - at - BLOCK)
            return err_set(e, E_PLUGIN_PAKET, "Arsip tar rusak atau terpotong.");
        if (++entries > 4 * PACKAGE_FILES)
            return err_set(e, E_PLUGIN_BESAR, "Paket memuat lebih dari %d berkas.", PACKAGE_FILES);
        st = take(t, h, p + at + BLOCK, (size_t)size, e);
        at += BLOCK + (size_t)((size + BLOCK - 1) / BLOCK * BLOCK);
        if (at > len)
            break; /* the last block may lack its padding */
    }
    if (st == ST_OK && t->n == 0)
        return err_set(e, E_PLUGIN_PAKET, "Bukan arsip tar, atau arsip kosong.");
    return st;
}

static size_t prefix_length(const struct archive *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->m[i].path, "plugin.json") == 0)
            return 0;
    for (size_t i = 0; i < t->n; i++) {
        const char *slash = strrchr(t->m[i].path, '/');

        if (slash && strcmp(slash, "/plugin.json") == 0 && strchr(t->m[i].path, '/') == slash &&
            strncmp(t->m[i].path, "..", 2) != 0)
            return (size_t)(slash - t->m[i].path) + 1;
    }
    return 0;
}

enum status package_note_tar(const void *data, size_t len, struct findings *notes, struct package *out,
                             struct err *e)
{
    struct build b;
    struct archive t = { 0 };
    size_t skip;
    enum status st;

    build_start(&b, false, notes);
    t.a = b.a;
    t.m = arena_array(b.a, struct member, PACKAGE_FILES);
    st = read_members(&t, data, len, e);
    skip = st == ST_OK ? prefix_length(&t) : 0;
    for (size_t i = 0; i < t.n && st == ST_OK; i++) {
        if (strncmp(t.m[i].path, t.m[0].path, skip) != 0)
            st = err_set(e, E_PLUGIN_PAKET, "%.100s: di luar folder plugin.", t.m[i].path);
        else
            st = build_add(&b, t.m[i].path + skip, t.m[i].data, t.m[i].len, e);
        st = build_note(&b, st, e);
    }
    return build_close(&b, st, out, e);
}

static enum status read_whole(const char *path, struct buf *out, struct err *e)
{
    char chunk[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    enum status st = ST_OK;

    if (!f)
        return err_set(e, E_IO, "Berkas %s tidak dapat dibaca.", path);
    while (st == ST_OK && (n = fread(chunk, 1, sizeof(chunk), f)) > 0) {
        buf_add(out, chunk, n);
        if (out->len > PACKAGE_TAR)
            st = err_set(e, E_PLUGIN_BESAR, NULL);
    }
    if (ferror(f))
        st = err_set(e, E_IO, "Berkas %s tidak dapat dibaca.", path);
    fclose(f);
    return st;
}

enum status package_note_tar_file(const char *path, struct findings *notes, struct package *out,
                                  struct err *e)
{
    struct buf tar = BUF_NONE;
    enum status st = read_whole(path, &tar, e);

    if (st == ST_OK)
        st = package_note_tar(tar.p ? tar.p : "", tar.len, notes, out, e);
    else
        *out = (struct package){ .notes = notes };
    buf_free(&tar);
    return st;
}

/* Writing -------------------------------------------------------------------------------------------------
 */

/* Names are at most 100 bytes (build_path), so they fit; no time and no owner, so equal files are equal. */
static void put_header(struct buf *out, const struct package_file *f)
{
    struct header h;
    unsigned char *p = (unsigned char *)&h;
    unsigned sum = 0;

    memset(&h, 0, sizeof(h));
    memcpy(h.name, f->path, strnlen(f->path, sizeof(h.name)));
    snprintf(h.mode, sizeof(h.mode), "%07o", 0644u);
    snprintf(h.uid, sizeof(h.uid), "%07o", 0u);
    snprintf(h.gid, sizeof(h.gid), "%07o", 0u);
    snprintf(h.size, sizeof(h.size), "%011llo", (unsigned long long)f->len);
    snprintf(h.mtime, sizeof(h.mtime), "%011o", 0u);
    h.type = '0';
    memcpy(h.magic, "ustar", 6);
    memcpy(h.version, "00", 2);
    memset(h.sum, ' ', sizeof(h.sum));
    for (size_t i = 0; i < BLOCK; i++)
        sum += p[i];
    snprintf(h.sum, sizeof(h.sum), "%06o", sum);
    buf_add(out, &h, sizeof(h));
}

void package_tar(struct buf *out, const struct package_file *files, size_t n)
{
    static const uint8_t nothing[2 * BLOCK];

    for (size_t i = 0; i < n; i++) {
        if (!package_own(&files[i]))
            continue;
        put_header(out, &files[i]);
        buf_add(out, files[i].data, files[i].len);
        buf_add(out, nothing, (BLOCK - files[i].len % BLOCK) % BLOCK);
    }
    buf_add(out, nothing, sizeof(nothing));
}

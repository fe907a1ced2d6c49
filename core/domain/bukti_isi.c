#include "domain/bukti_isi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void isi_mulai(struct isi_periksa *p, const struct bukti_tipe *t)
{
    *p = (struct isi_periksa){ .tipe = t };
}

/* Spreadsheets write CSV in the Windows code page as well as in UTF-8: bytes from 0x80 on are anything. */
static bool is_text(const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((s[i] < 0x20 && s[i] != '\t' && s[i] != '\r' && s[i] != '\n' && s[i] != '\f') || s[i] == 0x7F)
            return false;
    return true;
}

bool isi_lihat(struct isi_periksa *p, const void *data, size_t n)
{
    size_t room = sizeof(p->awal) - p->n, take = n < room ? n : room, have;

    memcpy(p->awal + p->n, data, take);
    p->n += take;
    if (p->tipe->cara == ISI_TEKS)
        return is_text(data, n);
    have = p->n < p->tipe->nawal ? p->n : p->tipe->nawal;
    if (memcmp(p->awal, p->tipe->awal, have) != 0)
        return false;
    return p->tipe->cara != ISI_WEBP || p->n < 12 || memcmp(p->awal + 8, "WEBP", 4) == 0;
}

/* ZIP: the end record, then the central directory's names. -------------------------------------------------
 */

static unsigned le16(const unsigned char *s)
{
    return (unsigned)s[0] | (unsigned)s[1] << 8;
}

static uint32_t le32(const unsigned char *s)
{
    return (uint32_t)le16(s) | (uint32_t)le16(s + 2) << 16;
}

/* The end record is the last one of the file, before a comment of at most 64 KiB. */
static const unsigned char *find_end(const unsigned char *s, size_t n)
{
    size_t from = n > 65557 ? n - 65557 : 0;

    if (n < 22)
        return NULL;
    for (size_t i = n - 22 + 1; i-- > from;)
        if (memcmp(s + i, "PK\5\6", 4) == 0 && i + 22 + le16(s + i + 20) == n)
            return s + i;
    return NULL;
}

struct zip_seen {
    bool types, word, xl, ppt, macro;
};

static bool is(const unsigned char *name, size_t n, const char *what)
{
    return n == strlen(what) && memcmp(name, what, n) == 0;
}

static bool begins(const unsigned char *name, size_t n, const char *what)
{
    return n >= strlen(what) && memcmp(name, what, strlen(what)) == 0;
}

static void see_name(const unsigned char *name, size_t n, struct zip_seen *z)
{
    z->types |= is(name, n, "[Content_Types].xml");
    z->word |= begins(name, n, "word/");
    z->xl |= begins(name, n, "xl/");
    z->ppt |= begins(name, n, "ppt/");
    z->macro |= n >= 14 && memcmp(name + n - 14, "vbaProject.bin", 14) == 0;
    z->macro |= begins(name, n, "Basic/") || begins(name, n, "Scripts/"); /* OpenDocument */
}

static bool walk(const unsigned char *s, size_t n, struct zip_seen *z)
{
    const unsigned char *end = find_end(s, n);
    size_t at, stop;
    unsigned entries;

    if (!end)
        return false;
    entries = le16(end + 10);
    at = le32(end + 16);
    stop = (size_t)(end - s);
    for (unsigned i = 0; i < entries; i++) {
        size_t name, skip;

        if (at > stop || stop - at < 46 || memcmp(s + at, "PK\1\2", 4) != 0)
            return false;
        name = le16(s + at + 28);
        skip = name + le16(s + at + 30) + le16(s + at + 32);
        if (stop - at - 46 < skip)
            return false;
        see_name(s + at + 46, name, z);
        at += 46 + skip;
    }
    return entries > 0;
}

static bool zip_fits(const struct isi_periksa *p, const char *path, int64_t size)
{
    struct zip_seen z = { .types = false };
    unsigned char *all = mem_alloc((size_t)size + 1);
    FILE *f = fopen(path, "rbe");
    bool ok = f && fread(all, 1, (size_t)size, f) == (size_t)size && walk(all, (size_t)size, &z);

    if (f)
        fclose(f);
    free(all);
    if (!ok || z.macro)
        return false;
    switch (p->tipe->cara) {
    case ISI_DOCX:
        return z.types && z.word;
    case ISI_XLSX:
        return z.types && z.xl;
    case ISI_PPTX:
        return z.types && z.ppt;
    default:
        /* OpenDocument: the first entry is "mimetype", stored, its content names the type. */
        return p->n > 38 + strlen(p->tipe->tipe) && memcmp(p->awal + 30, "mimetype", 8) == 0 &&
               memcmp(p->awal + 38, p->tipe->tipe, strlen(p->tipe->tipe)) == 0 &&
               p->awal[38 + strlen(p->tipe->tipe)] == 'P';
    }
}

bool isi_selesai(const struct isi_periksa *p, const char *path, int64_t size)
{
    if (p->n < p->tipe->nawal || (p->tipe->cara == ISI_WEBP && p->n < 12))
        return false;
    return p->tipe->cara < ISI_DOCX || zip_fits(p, path, size);
}

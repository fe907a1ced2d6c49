/* Is a file what its name says? Looks at the bytes as they pass, and at a ZIP's directory at the end. */
#ifndef DOMAIN_BUKTI_ISI_H
#define DOMAIN_BUKTI_ISI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum isi_cara {
    ISI_MAGIC, /* begins with `awal`, that is all */
    ISI_WEBP,  /* RIFF????WEBP */
    ISI_TEKS,  /* UTF-8 (or Latin-1) without control characters */
    ISI_DOCX,  /* ZIP with [Content_Types].xml and word/, no macros */
    ISI_XLSX,
    ISI_PPTX,
    ISI_ODF, /* ZIP whose first entry is mimetype */
};

struct bukti_tipe {
    const char *ekor, *tipe; /* ending of the name, media type */
    int64_t maks;            /* bytes */
    const char *awal;        /* how the file begins */
    size_t nawal;
    enum isi_cara cara;
};

struct isi_periksa {
    const struct bukti_tipe *tipe;
    unsigned char awal[128];
    size_t n; /* bytes of `awal` seen */
};
void isi_mulai(struct isi_periksa *p, const struct bukti_tipe *t);
/* The next bytes; false: refused. */
bool isi_lihat(struct isi_periksa *p, const void *data, size_t n);
/* All bytes were seen and lie in the file. */
bool isi_selesai(const struct isi_periksa *p, const char *path, int64_t size);

#endif

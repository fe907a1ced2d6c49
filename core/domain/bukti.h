/* Evidence files, by content: DIR/bukti/ab/cdef… is the file whose SHA-256 is abcdef….
 *
 * A file is written aside, synced, renamed and its folder synced before the command that names it is queued:
 * whatever was acknowledged is there. A crash leaves a stray at most, which the sweep at start-up removes
 * when it is older than a day. Types and limits are a table; what a file says it is and what it begins with
 * must agree.
 */
#ifndef DOMAIN_BUKTI_H
#define DOMAIN_BUKTI_H

#include "base/hash.h"
#include "domain/right.h"

struct bukti {
    int64_t id, realisasi_id, indikator_id;
    const char *sha256, *nama, *tipe;
    int64_t ukuran;
    const char *diunggah;
    struct subject subject; /* of the plan that it belongs to; filled where one file is loaded */
};

struct bukti_berkas {
    char sha256[DIGEST_HEX];
    char nama[200]; /* as the person named it, without folders and control characters */
    char tipe[80];  /* media type */
    int64_t ukuran;
};

/* Largest size of any type: what a route may let through. */
int64_t bukti_batas(void);
/* "pdf, jpg, …": for sentences. */
void bukti_jenis(struct buf *out);

/* Writing, any thread. `dir` is the folder bukti itself. E_BUKTI_JENIS (unknown type by name). On an error of
 * any of the three the file is gone and only bukti_batal(w) is left to call (NULL is fine). */
struct bukti_tulis;
MUST_USE enum status bukti_mulai(const char *dir, const char *nama, struct bukti_tulis **out, struct err *e);
MUST_USE enum status bukti_isi(struct bukti_tulis *w, const void *data, size_t n, struct err *e);
/* E_BUKTI_KOSONG, E_BUKTI_BESAR, E_BUKTI_ISI (content is not what the name says). Frees `w` if ST_OK. */
MUST_USE enum status bukti_selesai(struct bukti_tulis *w, struct bukti_berkas *out, struct err *e);
void bukti_batal(struct bukti_tulis *w);

/* Path of a stored file. */
void bukti_path(const char *dir, const char *sha256, char *out, size_t size);
/* Removes strays older than a day that no row names; *removed may be NULL. At start, before requests. */
MUST_USE enum status bukti_sweep(struct db *db, const char *dir, int64_t *removed, struct err *e);

#endif

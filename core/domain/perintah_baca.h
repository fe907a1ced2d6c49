/* Reading a client's JSON object into a struct by a table; every fault gets its JSON Pointer. */
#ifndef DOMAIN_PERINTAH_BACA_H
#define DOMAIN_PERINTAH_BACA_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"

enum baca_jenis {
    BACA_TEKS,     /* const char *, at most `maks` characters */
    BACA_KODE,     /* const char *, one of `kode` (ends with NULL) */
    BACA_BULAT,    /* int64_t within 0..2^53 */
    BACA_BILANGAN, /* const double *, NULL where absent */
    BACA_YA,       /* bool */
    BACA_TANGGAL,  /* const char * */
    BACA_LAIN,     /* known, but read by the caller: a list or an object */
};
struct baca_medan {
    const char *key;
    enum baca_jenis jenis;
    size_t offset; /* in the struct */
    bool wajib;
    int maks;
    const char *const *kode;
};
/* Absent and null leave the field of `out` as it is. Unknown keys are faults. `at` is the object's pointer,
 * "" for the body. Strings are copied into `a`. */
void baca_objek(const json_t *v, const char *at, const struct baca_medan *m, size_t n, void *out,
                struct arena *a, struct err *e);
/* The list under `key`: NULL (and a fault, unless it is absent and not `wajib`) if it is none or too long. */
const json_t *baca_daftar(const json_t *v, const char *at, const char *key, bool wajib, size_t maks,
                          struct err *e);
/* ST_OK without faults, else E_MASUKAN with the first fault in the sentence. */
MUST_USE enum status baca_akhir(struct err *e);
/* True for a code of the list (ends with NULL). */
bool kode_ada(const char *const *kode, const char *s);

#endif

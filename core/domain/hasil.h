/* Scores, append-only: (evaluasi, function, release, settings, input, api) → value or error. An equal row is
 * referred to, nothing is ever updated. */
#ifndef DOMAIN_HASIL_H
#define DOMAIN_HASIL_H

#include "base/hash.h"
#include "store/db.h"

struct hasil_baru {
    int64_t evaluasi_id;
    const char *kode; /* "skema.permenpanrb-6-2022.nilai" */
    int64_t release_id;
    char setelan_hash[DIGEST_HEX], masukan_hash[DIGEST_HEX];
    const char *masukan; /* canonical JSON: exactly what the function saw */
    int api;
    const char *nilai;         /* canonical JSON, or NULL with … */
    const char *galat, *pesan; /* … a code and a sentence */
};
/* Inserts the row or finds the equal one; its id. Writer only. */
MUST_USE enum status hasil_add(struct db *db, const struct hasil_baru *h, int64_t *id, struct err *e);

#endif

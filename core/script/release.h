/* Releases in the store: a closed package with its whole content, append-only, so that an old result can
 * always be computed again.
 *
 * A release that was read is kept by its thread (content never changes, so nothing goes stale): take it with
 * release_get, give it back with release_put on the same thread. Few stay in memory unused.
 */
#ifndef SCRIPT_RELEASE_H
#define SCRIPT_RELEASE_H

#include "script/fields.h"
#include "script/package.h"
#include "store/db.h"

struct release {
    int64_t id;
    char sha256[DIGEST_HEX];
    char plugin[64], label[40];
    char skema[64]; /* kode of its scoring scheme, "" if it brings none */
    int api;
    uint64_t reads; /* the manifest's `reads` as a mask of fields */
    json_t *daftar; /* what init.lua registers */
    struct package package;
};

/* What host_load listed: the one scheme that it registers ("" if none). */
void release_skema(const json_t *daftar, char out[64]);
/* Inserts package and files, or finds the release with the same content; `baru` may be NULL. The state of a
 * new one is `status`; that of an old one stays. Writer only. */
MUST_USE enum status release_add(struct db *db, const struct package *p, const json_t *daftar,
                                 const char *status, const char *alasan, int64_t *id, bool *baru,
                                 struct err *e);
/* E_RELEASE_TIDAK_ADA; E_RELEASE_RUSAK if what is stored is not what its SHA-256 names. */
MUST_USE enum status release_get(struct db *db, int64_t id, const struct release **out, struct err *e);
void release_put(const struct release *r); /* NULL is fine */
/* Drops what the calling thread holds and does not use: before a leak check, or after memory got dear. */
void release_forget(void);
/* The registration of an indicator, NULL if the release has none of that kode. */
const json_t *release_indikator(const struct release *r, const char *kode);

#endif

/* Sessions: the cookie of a browser or the bearer token of a machine.
 *
 * A token is 32 random bytes as hex, known to its holder alone: the database keeps its BLAKE2b. Browser
 * sessions last SESI_JAM hours from login, so that a deadline day does not hash passwords again and again.
 */
#ifndef DOMAIN_SESI_H
#define DOMAIN_SESI_H

#include "domain/akun.h"

enum { SESI_JAM = 12, SESI_TOKEN = 65 };

struct sesi {
    char token[DIGEST_HEX]; /* as stored */
    int64_t akun_id;
    bool bearer;   /* jenis token: needs no CSRF header */
    char csrf[65]; /* what X-CSRF-Token must equal (compare with sesi_csrf_cocok) */
    enum langkah langkah;
    int64_t dibuat, berakhir; /* moments */
    char nama[65];            /* label of a bearer token */
};
/* By what the client sent. Unknown, expired, or of a closed account: E_SESI_TIDAK_SAH (401). One statement.
 */
MUST_USE enum status sesi_find(struct db *db, const char *token, int64_t now, struct sesi *out,
                               struct err *e);
/* Constant time. */
bool sesi_csrf_cocok(const struct sesi *s, const char *header);
void sesi_token_hash(const char *token, char out[DIGEST_HEX]);

/* For writers. `berakhir` 0: SESI_JAM from now. */
struct sesi_baru {
    int64_t akun_id;
    bool bearer;
    enum langkah langkah;
    const char *alamat, *nama; /* NULL is "" */
    int64_t berakhir;
    char out_token[SESI_TOKEN], out_csrf[65];
    int64_t out_berakhir;
};
MUST_USE enum status sesi_add(struct db *db, struct sesi_baru *s, struct err *e);
/* Ends all sessions of an account but `kecuali` (stored token, may be NULL). */
MUST_USE enum status sesi_cabut_semua(struct db *db, int64_t akun_id, const char *kecuali, struct err *e);
/* Removes what has expired. */
MUST_USE enum status sesi_sweep(struct db *db, int64_t now, struct err *e);

/* Commands. input: the stored token (const char *). Leaving twice is no error. */
MUST_USE enum status sesi_keluar(struct perintah *p, struct db *db, struct err *e);
/* input: struct sesi_baru with bearer = true; audited, the token itself is not. */
MUST_USE enum status sesi_token_buat(struct perintah *p, struct db *db, struct err *e);

/* The sessions of an account, newest first: what a person sees of his own log-ins. */
struct sesi_baris {
    char token[DIGEST_HEX];
    bool bearer;
    char *alamat, *nama, *dibuat, *berakhir;
};
MUST_USE enum status sesi_list(struct db *db, int64_t akun_id, int64_t now, struct arena *a,
                               struct sesi_baris **out, size_t *n, struct err *e);

#endif

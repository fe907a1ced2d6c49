/* Sessions: the cookie of a browser or the bearer token of a machine (token.h).
 *
 * A token is 32 random bytes as hex, known to its holder alone: the database keeps its BLAKE2b. Browser
 * sessions last SESI_JAM hours from login, so that a deadline day does not hash passwords again and again;
 * one that waits for the second factor only SESI_KODE_MENIT minutes. What ends a session deletes its row, and
 * each request looks the row up, so the end holds from the next request on.
 */
#ifndef DOMAIN_SESI_H
#define DOMAIN_SESI_H

#include "domain/akun.h"

enum { SESI_JAM = 12, SESI_KODE_MENIT = 10, SESI_TOKEN = 65, SESI_PAKAI_MENIT = 5 };

struct sesi {
    int64_t id;
    char token[DIGEST_HEX]; /* as stored */
    int64_t akun_id;
    bool bearer;   /* jenis token: needs no CSRF header */
    char csrf[65]; /* what X-CSRF-Token must equal (compare with sesi_csrf_cocok) */
    enum langkah langkah;
    int64_t dibuat, berakhir; /* moments */
    int64_t terakhir;         /* last use that was noted, 0 none */
    bool baca;                /* of a bearer token: only reads */
    struct lingkup lingkup;   /* and what it leaves of its owner's rights, for struct who */
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
    const char *alamat, *agen, *nama; /* NULL is "" */
    int64_t berakhir;
    bool baca;        /* of a bearer token, as in struct sesi */
    const char *aksi; /* names with spaces between; NULL: all */
    int64_t unit_id;  /* 0: no limit */
    char out_token[SESI_TOKEN], out_csrf[65];
    int64_t out_id, out_berakhir;
};
MUST_USE enum status sesi_add(struct db *db, struct sesi_baru *s, struct err *e);
/* Ends all sessions and tokens of an account but `kecuali` (stored token, may be NULL). */
MUST_USE enum status sesi_cabut_semua(struct db *db, int64_t akun_id, const char *kecuali, struct err *e);
/* Removes what has expired. */
MUST_USE enum status sesi_sweep(struct db *db, int64_t now, struct err *e);
/* Notes that these were used, at moment `now`; writer only. What has ended meanwhile stays ended. */
MUST_USE enum status sesi_pakai(struct db *db, const int64_t *id, size_t n, int64_t now, struct err *e);

/* Commands. input: the stored token (const char *). Leaving twice is no error. */
MUST_USE enum status sesi_keluar(struct perintah *p, struct db *db, struct err *e);
/* Ends one session or token, or all of another's account (id 0), own or (with akun.ubah over the account)
 * another's. E_SESI_TIDAK_ADA; what ended meanwhile is no error. */
struct sesi_cabut {
    int64_t akun_id, id;
};
MUST_USE enum status sesi_cabut(struct perintah *p, struct db *db, struct err *e);

/* The live sessions of an account, newest first, as objects into the open list; `ini` is the id of the one
 * that asks. */
MUST_USE enum status sesi_list(struct db *db, int64_t akun_id, int64_t ini, struct jw *w, struct err *e);

#endif

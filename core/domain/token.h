/* Bearer tokens for machines: sessions that a person makes for a script, with a label, an end, and a scope.
 *
 * A token acts as its owner with the rights that he has on the day of each request, narrowed by its scope:
 * only reading, chosen actions (of the rights' table), or one unit with what lies under it. It ends when it
 * expires, is taken back, when the owner's password changes or his account is closed. It cannot manage
 * accounts, sessions, tokens or factors: such routes want a person (ROUTE_PERSON). What is done with it is
 * audited as its owner's act that names the token.
 */
#ifndef DOMAIN_TOKEN_H
#define DOMAIN_TOKEN_H

#include "domain/sesi.h"

enum { TOKEN_HARI_MAX = 366, TOKEN_BANYAK = 20 };

/* Names of actions with spaces between, as stored; NULL: all. Fills `terbatas` and `aksi`. A name that this
 * version does not know gives nothing. */
void token_lingkup(const char *aksi, struct lingkup *out);
/* The same as an array of names, or null. */
void token_aksi_json(const char *aksi, struct jw *w);
/* {"id":7,"nama":"skrip","sidik":"1f2e3d4c"}: how the audit names it; `sidik` begins its digest, because ids
 * of what was removed may come back. NULL for a browser's session. */
MUST_USE enum status token_sebut(struct db *db, int64_t id, struct arena *a, char **out, struct err *e);

/* For the actor himself, or by the system for `akun_id`. 201 without a body: the caller shows out_token once.
 * E_TOKEN_BANYAK. */
struct token_buat {
    int64_t akun_id;
    const char *nama; /* 1 … 64 characters */
    bool baca;
    const char *const *aksi; /* names; the owner must have each somewhere: E_MASUKAN at /aksi/N */
    size_t naksi;            /* 0: all */
    int64_t unit_id;         /* 0: no limit */
    int hari;                /* 1 … TOKEN_HARI_MAX */
    struct sesi_baru out;    /* out_id, out_token, out_berakhir */
};
MUST_USE enum status token_buat(struct perintah *p, struct db *db, struct err *e);

#endif

/* Tanda terima: proof of what was submitted and when, by a code that can be typed.
 *
 * Every audit row of a submission (the table in tanda_terima.c) makes one, in the same savepoint: the
 * server's time, the hash of the canonical document, and the limit that held. The code is 13 random
 * characters (65 bits) of Crockford's alphabet and two check characters, which find every single slip and
 * every swap of neighbours; who has no code finds none by trying. Whoever knows the code learns kind, time
 * and hash, and nothing about people.
 */
#ifndef DOMAIN_TANDA_TERIMA_H
#define DOMAIN_TANDA_TERIMA_H

#include "domain/audit.h"

enum { TANDA_KODE = 15, TANDA_CETAK = 18 }; /* characters, plain and with hyphens; without NUL */

/* Called by audit_add: a row if the entry is a submission, nothing otherwise. */
MUST_USE enum status tanda_terima_dari_audit(struct db *db, const struct who *who,
                                             const struct audit_entry *a, const char *waktu, struct err *e);

/* What people type (any case, spaces, hyphens, O for 0, I and L for 1) as the stored code; false if it cannot
 * be one. */
bool tanda_terima_kode(const char *text, char out[TANDA_KODE + 1]);
void tanda_terima_cetak(const char *kode, char out[TANDA_CETAK + 1]); /* "ABCDE-FGHJK-MNPQR" */

struct tanda_terima {
    const char *jenis, *judul; /* "skp_ajukan", "Pengajuan SKP" */
    char waktu[TIME_TEXT], hash[DIGEST_HEX];
};
/* ST_NOT_FOUND E_TIDAK_ADA; E_TANDA_TERIMA_KODE for one that fails its check. */
MUST_USE enum status tanda_terima_cari(struct db *db, const char *text, struct tanda_terima *out,
                                       struct err *e);
/* {"sah":true,"jenis","judul","waktu","waktu_setempat","zona","hash"}; t NULL: {"sah":false,…null}. */
struct jw;
void tanda_terima_json(const struct tanda_terima *t, struct jw *w);
/* "tanda_terima": the latest receipt of an object, or null, as a member of the open object. The caller has
 * checked that the asker may see the object. */
MUST_USE enum status tanda_terima_member(struct db *db, const char *objek, int64_t objek_id, struct jw *w,
                                         struct err *e);

#endif

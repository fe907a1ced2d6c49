/* The audit chain: one row per command, linked by BLAKE2b-256 over the previous hash and the canonical row.
 *
 * The head is signed with an ed25519 key that lies outside the database and its backup (file `kunci-audit`
 * beside it by default, or conf audit.kunci), so that a cut tail shows. A signature of the law's kind is an
 * audit row too: hash of the canonical document, signer, role and time.
 */
#ifndef DOMAIN_AUDIT_H
#define DOMAIN_AUDIT_H

#include "base/hash.h"
#include "domain/right.h"

struct audit_entry {
    const char *objek; /* "skp" */
    int64_t objek_id;
    const char *peristiwa, *dari, *ke, *catatan; /* NULL is "" */
    const char *dokumen;                         /* hex digest or NULL */
    const char *peran;                           /* as what the actor acted: "pemilik", "penilai", … */
    const char *isi;                             /* canonical JSON object or NULL */
    int64_t atas_nama;                           /* pegawai id or 0 */
    const char *batas;                           /* of a submission: the last day that held, NULL none */
    int64_t hari_lewat;                          /* and how many days later it was */
};
/* Appends within the current transaction. `n` (may be NULL) gets the row's number. What is a submission gets
 * its receipt with it (tanda_terima.h). */
MUST_USE enum status audit_add(struct db *db, const struct who *who, const struct audit_entry *a, int64_t *n,
                               struct err *e);
/* Signing key for the head; created on first use with mode 0600. Without it the head stays unsigned. */
MUST_USE enum status audit_key_load(const char *path, struct err *e);
bool audit_key_loaded(void);
void audit_key_drop(void); /* forgets it: the end of the process, tests */

struct audit_report {
    int64_t baris, rusak;
    int64_t pertama_rusak; /* number of the first broken row, 0 if none */
    char hash_akhir[DIGEST_HEX];
    char masalah[256]; /* what is wrong, in Indonesian; "" if nothing */
};
/* Walks the whole chain and the signed head, in one snapshot (the connection must not be in a transaction).
 * A changed row counts once, a gap and a cut tail once per missing row. */
MUST_USE enum status audit_verify(struct db *db, struct audit_report *out, struct err *e);

/* The rows of one object, oldest first, as a JSON array: {n, waktu, peristiwa, dari, ke, catatan, dokumen,
 * peran, oleh, hash}. The caller has checked that the asker may see the object. */
struct jw;
MUST_USE enum status audit_history(struct db *db, const char *objek, int64_t objek_id, struct jw *w,
                                   struct err *e);

#endif

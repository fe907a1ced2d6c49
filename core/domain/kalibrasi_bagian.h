/* Between kalibrasi.c and its commands. Private to them. */
#ifndef DOMAIN_KALIBRASI_BAGIAN_H
#define DOMAIN_KALIBRASI_BAGIAN_H

#include "domain/kalibrasi.h"

/* Without rights. The session's subject holds its unit only; a proposal's holds who leads the unit on `hari`.
 */
MUST_USE enum status kalibrasi_muat(struct db *db, int64_t id, struct arena *a, struct kalibrasi *out,
                                    struct err *e);
MUST_USE enum status usul_muat(struct db *db, const char *hari, int64_t id, struct arena *a,
                               struct usul_kalibrasi *out, struct err *e);
/* Reply of a command about a proposal. */
MUST_USE enum status usul_jawab(struct perintah *p, struct db *db, int64_t id, struct arena *a,
                                struct err *e);

#endif

/* The access key: what must be read again but not by who holds the database or a backup (secrets of the
 * second factor) is sealed with it; short secrets that are only compared (recovery codes) are hashed with it.
 *
 * It lies in `kunci-akses` beside the database or where akses.kunci says, as the audit key does (kunci.h),
 * and belongs into no backup of the database. Lost, it costs every second factor: an administrator takes them
 * away and people enrol again. One key a process, set before threads start, read only afterwards.
 */
#ifndef DOMAIN_SEGEL_H
#define DOMAIN_SEGEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"

MUST_USE enum status segel_kunci(const char *path, struct err *e);
void segel_lepas(void); /* forgets it: the end of the process, tests */

enum { SEGEL_ISI = 64, SEGEL_TEXT = 2 * (24 + 16 + SEGEL_ISI) + 1 };
/* XChaCha20-Poly1305 under a random nonce, as hex. `untuk` is what it belongs to ("faktor 12") and has to be
 * said again to open it: sealed text moved to another row stays closed. At most SEGEL_ISI bytes.
 * E_KUNCI_AKSES without a key. */
MUST_USE enum status segel_tutup(const char *untuk, const void *isi, size_t n, char out[SEGEL_TEXT],
                                 struct err *e);
/* E_KUNCI_AKSES if it was sealed with another key, for something else, or was changed. */
MUST_USE enum status segel_buka(const char *untuk, const char *text, void *isi, size_t size, size_t *n,
                                struct err *e);
/* Keyed BLAKE2b of a secret that belongs to `untuk`. */
MUST_USE enum status segel_hash(const char *untuk, const char *rahasia, char out[DIGEST_HEX], struct err *e);

#endif

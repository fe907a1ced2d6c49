/* Keys that must not lie in the database: 32 random bytes as hex in a file of their own, mode 0600, made at
 * the first start (written aside, synced and linked, so that of two first starts one key wins). A file that
 * others may read is refused. */
#ifndef DOMAIN_KUNCI_H
#define DOMAIN_KUNCI_H

#include <stdint.h>

#include "base/err.h"

enum { KUNCI_BYTES = 32 };

/* Reads the key at `path`, and makes it if it is not there. Every failure is `code`, in a sentence that
 * begins with `sebut` ("Kunci audit"). */
MUST_USE enum status kunci_baca(const char *path, const char *sebut, enum code code, uint8_t out[KUNCI_BYTES],
                                struct err *e);

#endif

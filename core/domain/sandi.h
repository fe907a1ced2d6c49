/* Passwords and one-time codes: hashing, comparing, and what is too weak. */
#ifndef DOMAIN_SANDI_H
#define DOMAIN_SANDI_H

#include <stdbool.h>

#include "base/err.h"

enum { SANDI_TEXT = 128, SANDI_MIN = 10, SANDI_MAX = 256, KODE_SEKALI = 20 };

/* argon2id, m = 19456 KiB, t = 2, p = 1: about 20 ms and 19 MiB each. Pure; any thread, but cap how many. */
void sandi_hash(const char *sandi, char out[SANDI_TEXT]);
/* `hash` NULL or "!" (no such account, no usable password) costs the same time and is false. */
bool sandi_verify(const char *hash, const char *sandi);
/* E_SANDI_LEMAH: shorter than SANDI_MIN, longer than SANDI_MAX, fewer than three different characters, with
 * the login name or the NIP in it (either may be NULL), digits only, or only words that everybody tries
 * first. */
MUST_USE enum status sandi_check(const char *sandi, const char *nama, const char *nip, struct err *e);
/* A random code such as "k7mq-x2vd-p9rt-w4hn" (79 bits, no look-alikes). */
void sandi_acak(char out[KODE_SEKALI]);

#endif

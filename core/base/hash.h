/* Digests (libsodium): SHA-256 names content (releases, evidence), BLAKE2b-256 chains and inputs. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <sodium.h>
#include <stdbool.h>

#include "base/mem.h"

struct digest {
    uint8_t b[32];
};
enum { DIGEST_HEX = 65 }; /* with NUL */

void hash_sha256(const void *p, size_t n, struct digest *out);
void hash_blake2b(const void *p, size_t n, struct digest *out);

/* Streaming, one of the two kinds. */
struct hash_state {
    bool sha;
    union {
        crypto_hash_sha256_state sha256;
        crypto_generichash_state blake2b;
    } u;
};
void hash_start_sha256(struct hash_state *h);
void hash_start_blake2b(struct hash_state *h);
void hash_add(struct hash_state *h, const void *p, size_t n);
void hash_finish(struct hash_state *h, struct digest *out);

void digest_hex(const struct digest *d, char out[DIGEST_HEX]);
bool digest_parse(const char *hex, struct digest *out);
bool digest_equal(const struct digest *a, const struct digest *b);
/* `n` random bytes as lower-case hex; out has 2n+1 bytes. */
void random_hex(char *out, size_t n);

#endif

#include "base/hash.h"

#include <string.h>

void hash_sha256(const void *p, size_t n, struct digest *out)
{
    crypto_hash_sha256(out->b, p, n);
}

void hash_blake2b(const void *p, size_t n, struct digest *out)
{
    crypto_generichash(out->b, sizeof(out->b), p, n, NULL, 0);
}

void hash_start_sha256(struct hash_state *h)
{
    h->sha = true;
    crypto_hash_sha256_init(&h->u.sha256);
}

void hash_start_blake2b(struct hash_state *h)
{
    h->sha = false;
    crypto_generichash_init(&h->u.blake2b, NULL, 0, sizeof(struct digest));
}

void hash_add(struct hash_state *h, const void *p, size_t n)
{
    if (h->sha)
        crypto_hash_sha256_update(&h->u.sha256, p, n);
    else
        crypto_generichash_update(&h->u.blake2b, p, n);
}

void hash_finish(struct hash_state *h, struct digest *out)
{
    if (h->sha)
        crypto_hash_sha256_final(&h->u.sha256, out->b);
    else
        crypto_generichash_final(&h->u.blake2b, out->b, sizeof(out->b));
}

void digest_hex(const struct digest *d, char out[DIGEST_HEX])
{
    sodium_bin2hex(out, DIGEST_HEX, d->b, sizeof(d->b));
}

bool digest_parse(const char *hex, struct digest *out)
{
    size_t n = 0;

    return strlen(hex) == 64 && sodium_hex2bin(out->b, sizeof(out->b), hex, 64, NULL, &n, NULL) == 0 &&
           n == sizeof(out->b);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return sodium_memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

void random_hex(char *out, size_t n)
{
    static const char hex[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        uint8_t b;

        randombytes_buf(&b, 1);
        out[2 * i] = hex[b >> 4];
        out[2 * i + 1] = hex[b & 15];
    }
    out[2 * n] = '\0';
}

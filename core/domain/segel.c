#include "domain/segel.h"

#include <sodium.h>
#include <string.h>

#include "domain/kunci.h"

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
};
_Static_assert(NONCE == 24 && TAG == 16, "SEGEL_TEXT counts with these");
_Static_assert(KUNCI_BYTES == crypto_kdf_KEYBYTES, "a key is a master key");

/* Two keys from one: nothing that is hashed with the one can be sealed with the other. */
static struct {
    bool loaded;
    uint8_t seal[KEY], hash[crypto_generichash_KEYBYTES];
} key;

enum status segel_kunci(const char *path, struct err *e)
{
    uint8_t master[KUNCI_BYTES];
    enum status st = kunci_baca(path, "Kunci akses", E_KUNCI_AKSES, master, e);

    if (st == ST_OK) {
        crypto_kdf_derive_from_key(key.seal, sizeof(key.seal), 1, "tenayan ", master);
        crypto_kdf_derive_from_key(key.hash, sizeof(key.hash), 2, "tenayan ", master);
        key.loaded = true;
    }
    sodium_memzero(master, sizeof(master));
    return st;
}

void segel_lepas(void)
{
    sodium_memzero(&key, sizeof(key));
}

static enum status need_key(struct err *e)
{
    return key.loaded ? ST_OK : err_set(e, E_KUNCI_AKSES, NULL);
}

enum status segel_tutup(const char *untuk, const void *isi, size_t n, char out[SEGEL_TEXT], struct err *e)
{
    uint8_t box[NONCE + SEGEL_ISI + TAG];
    unsigned long long len = 0;
    enum status st = need_key(e);

    if (st != ST_OK)
        return st;
    if (n > SEGEL_ISI)
        return err_set(e, E_GAGAL, "segel: %zu byte", n);
    randombytes_buf(box, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &len, isi, n, (const uint8_t *)untuk,
                                               strlen(untuk), NULL, box, key.seal);
    sodium_bin2hex(out, SEGEL_TEXT, box, NONCE + (size_t)len);
    return ST_OK;
}

enum status segel_buka(const char *untuk, const char *text, void *isi, size_t size, size_t *n, struct err *e)
{
    uint8_t box[NONCE + SEGEL_ISI + TAG];
    size_t len = 0;
    unsigned long long got = 0;
    enum status st = need_key(e);

    *n = 0;
    if (st != ST_OK)
        return st;
    if (sodium_hex2bin(box, sizeof(box), text, strlen(text), NULL, &len, NULL) != 0 || len < NONCE + TAG ||
        len - NONCE - TAG > size ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(isi, &got, NULL, box + NONCE, len - NONCE,
                                                   (const uint8_t *)untuk, strlen(untuk), box, key.seal) != 0)
        return err_set(e, E_KUNCI_AKSES, "Rahasia faktor kedua tidak dapat dibuka dengan kunci akses ini.");
    *n = (size_t)got;
    return ST_OK;
}

enum status segel_hash(const char *untuk, const char *rahasia, char out[DIGEST_HEX], struct err *e)
{
    crypto_generichash_state s;
    struct digest d;
    enum status st = need_key(e);

    if (st != ST_OK)
        return st;
    crypto_generichash_init(&s, key.hash, sizeof(key.hash), sizeof(d.b));
    /* With its end, so that no other pair gives the same bytes. */
    crypto_generichash_update(&s, (const uint8_t *)untuk, strlen(untuk) + 1);
    crypto_generichash_update(&s, (const uint8_t *)rahasia, strlen(rahasia));
    crypto_generichash_final(&s, d.b, sizeof(d.b));
    digest_hex(&d, out);
    return ST_OK;
}

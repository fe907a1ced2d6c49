/* One-time passwords by time: RFC 6238 with SHA-1, 30 s and 6 digits, what every authenticator application
 * understands. Pure. */
#ifndef DOMAIN_TOTP_H
#define DOMAIN_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TOTP_RAHASIA = 20, /* bytes, as long as the hash (RFC 4226, section 4) */
    TOTP_BASE32 = 33,  /* of those, as text */
    TOTP_DETIK = 30,
    TOTP_ANGKA = 6,
    TOTP_SELISIH = 1, /* steps that a clock may be off, either way */
};

/* The step in which moment `us` lies. */
int64_t totp_langkah(int64_t us);
void totp_kode(const uint8_t rahasia[TOTP_RAHASIA], int64_t langkah, char out[TOTP_ANGKA + 1]);
/* Does `kode` belong to the step of `us` or one beside it, and to a later one than `terpakai`? Then *langkah
 * is the step: who stores it as the next `terpakai` takes no code twice. Looks at all steps whatever it
 * finds. */
bool totp_cocok(const uint8_t rahasia[TOTP_RAHASIA], const char *kode, int64_t us, int64_t terpakai,
                int64_t *langkah);
/* RFC 4648 without padding: what is typed where no QR code can be read. */
void totp_base32(const uint8_t rahasia[TOTP_RAHASIA], char out[TOTP_BASE32]);

#endif

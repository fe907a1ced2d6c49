#include "domain/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

int64_t totp_langkah(int64_t us)
{
    return us / 1000000 / TOTP_DETIK;
}

void totp_kode(const uint8_t rahasia[TOTP_RAHASIA], int64_t langkah, char out[TOTP_ANGKA + 1])
{
    /* It only fails on arguments that are constant here, or without memory (base/mem.h). */
    if (oath_hotp_generate((const char *)rahasia, TOTP_RAHASIA, (uint64_t)langkah, TOTP_ANGKA, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, out) != OATH_OK)
        abort();
}

bool totp_cocok(const uint8_t rahasia[TOTP_RAHASIA], const char *kode, int64_t us, int64_t terpakai,
                int64_t *langkah)
{
    int64_t now = totp_langkah(us);
    bool found = false;

    if (strlen(kode) != TOTP_ANGKA)
        return false;
    for (int64_t step = now - TOTP_SELISIH; step <= now + TOTP_SELISIH; step++) {
        char right[TOTP_ANGKA + 1];
        bool same;

        if (step < 0)
            continue;
        totp_kode(rahasia, step, right);
        same = sodium_memcmp(right, kode, TOTP_ANGKA) == 0;
        if (same && step > terpakai && !found) {
            *langkah = step;
            found = true;
        }
    }
    return found;
}

void totp_base32(const uint8_t rahasia[TOTP_RAHASIA], char out[TOTP_BASE32])
{
    char *text = NULL;
    size_t n = 0;

    if (oath_base32_encode((const char *)rahasia, TOTP_RAHASIA, &text, &n) != OATH_OK || n >= TOTP_BASE32)
        abort();
    memcpy(out, text, n);
    out[n] = '\0';
    sodium_memzero(text, n);
    free(text);
}

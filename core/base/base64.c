#include "base/base64.h"

#include <sodium.h>
#include <string.h>

void base64_encode(struct buf *out, const void *p, size_t n)
{
    size_t size = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);

    buf_reserve(out, size);
    sodium_bin2base64(out->p + out->len, size, p, n, sodium_base64_VARIANT_ORIGINAL);
    out->len += size - 1;
}

bool base64_decode(struct buf *out, const char *text, size_t n)
{
    size_t got = 0;
    const char *end = NULL;

    buf_reserve(out, n / 4 * 3 + 4);
    if (n % 4 != 0 ||
        sodium_base642bin((unsigned char *)out->p + out->len, n / 4 * 3, text, n, NULL, &got, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text + n)
        return false;
    out->len += got;
    out->p[out->len] = '\0';
    return true;
}

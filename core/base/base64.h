/* Base64 (RFC 4648, with padding), strictly: what is written down in another way is refused. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>

#include "base/err.h"

void base64_encode(struct buf *out, const void *p, size_t n);
/* Appends the bytes; false, and nothing appended, where the text is not Base64. */
MUST_USE bool base64_decode(struct buf *out, const char *text, size_t n);

#endif

/* A QR code as an SVG picture (libqrencode). */
#ifndef HTTP_QR_H
#define HTTP_QR_H

#include <stdbool.h>

#include "base/mem.h"

/* Appends the whole element; one path, black on white, with the quiet zone of four modules. False if the text
 * is too long for a code. */
bool qr_svg(const char *text, struct buf *out);

#endif

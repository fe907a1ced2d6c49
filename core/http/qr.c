#include "http/qr.h"

#include <qrencode.h>

enum { QUIET = 4, DARK = 1 };

bool qr_svg(const char *text, struct buf *out)
{
    QRcode *q = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    int side;

    if (!q)
        return false;
    side = q->width + 2 * QUIET;
    buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
        "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
        side, side, side, side);
    /* A run of dark modules in a row is one rectangle. */
    for (int y = 0; y < q->width; y++)
        for (int x = 0; x < q->width;) {
            int run = 0;

            while (x + run < q->width && (q->data[y * q->width + x + run] & DARK))
                run++;
            if (run)
                buf_printf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
            x += run ? run : 1;
        }
    buf_str(out, "\"/></svg>");
    QRcode_free(q);
    return true;
}

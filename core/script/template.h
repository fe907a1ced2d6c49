/* `plugin new`: a package that passes its gate as it is, from plugins/_template/KIND in the binary. */
#ifndef SCRIPT_TEMPLATE_H
#define SCRIPT_TEMPLATE_H

#include "base/err.h"

/* `kind`: indikator, skema, pelatihan or fungsi. DIR must not exist, or be empty; it appears whole or not at
 * all. The plugin's id comes from DIR's last part. */
MUST_USE enum status template_write(const char *kind, const char *dir, struct err *e);

#endif

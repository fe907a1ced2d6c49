/* `plugin new`: a package that passes its gate as it is, from plugins/_template/KIND in the binary. */
#ifndef SCRIPT_TEMPLATE_H
#define SCRIPT_TEMPLATE_H

#include "script/package.h"

/* `kind`: indikator, skema, pelatihan or fungsi. DIR must not exist, or be empty; it appears whole or not at
 * all. The plugin's id comes from DIR's last part. */
/* The same in memory, for a package called `name`; what `out` points to lives in `a`. */
MUST_USE enum status template_files(const char *kind, const char *name, struct arena *a,
                                    struct package_file **out, size_t *n, struct err *e);
/* Is there a template of that kind? */
bool template_known(const char *kind);
MUST_USE enum status template_write(const char *kind, const char *dir, struct err *e);

#endif

/* plugin.json, validated in C before any Lua of the package runs: schema/plugin.schema.json for the shape,
 * and here what a schema cannot say (names that clash, fields that exist, limits that are only lowered). */
#ifndef SCRIPT_MANIFEST_H
#define SCRIPT_MANIFEST_H

#include "script/package.h"

/* Fills p->manifest from the package's plugin.json. Faults name file, line and pointer. */
MUST_USE enum status manifest_read(struct package *p, struct err *e);
/* May it be enabled in a unit of this kind and code? */
bool manifest_fits(const struct manifest *m, const char *kind, const char *code);
/* What init.lua registered (host_load's listing) against `provides`: E_PLUGIN_DAFTAR. */
MUST_USE enum status manifest_match(const struct package *p, const json_t *listing, struct err *e);

#endif

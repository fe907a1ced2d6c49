/* How commands name plugins. */
#ifndef APP_CMD_PLUGIN_STORE_H
#define APP_CMD_PLUGIN_STORE_H

#include "app/tulis.h"
#include "script/package.h"

/* A folder, a .tar, or the id of a shipped plugin. package_free also after an error. */
MUST_USE enum status plugin_open_package(const char *where, struct package *p, struct err *e);
/* A release by its number, or the newest of a plugin that has passed. E_RELEASE_TIDAK_ADA. */
MUST_USE enum status plugin_find_release(struct db *db, const char *name, int64_t *id, struct err *e);

#endif

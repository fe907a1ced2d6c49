/* Checked reading of what a plugin child answers. The child may be in an attacker's hands: nothing here
 * believes a length, a type, a text or a number, and false means that the child is not to be trusted. */
#ifndef SCRIPT_REPLY_H
#define SCRIPT_REPLY_H

#include "script/host.h"
#include "script/wire.h"

/* One value as canonical JSON. `listing` allows for what a release registers. */
bool reply_value(struct wire *w, bool listing, struct buf *json);
/* [code, message, file, line, plugin_code] */
bool reply_failure(struct wire *w, struct err *e, char plugin_code[64]);
/* One row reply into *out (memory in `a`). */
bool reply_row(struct wire *w, struct arena *a, bool trace, bool counted, struct host_row *out,
               bool *recount);

#endif

/* The plugin child's side of the static check: compiles every source of a release without running it, walks
 * what was compiled, then loads the release and follows what it registered. Only notes facts (fact.h). */
#ifndef SCRIPT_INSPECT_H
#define SCRIPT_INSPECT_H

#include "script/fact.h"
#include "script/sandbox.h"
#include "script/walk.h"

/* The types at the end of an INSPECT frame (wire.h). */
bool inspect_types(struct wire *w, struct arena *a, struct walk_types *out);
void inspect_sources(const struct source *src, const struct walk_types *types, struct facts *facts);

#endif

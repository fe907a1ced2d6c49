#ifndef SCRIPT_LIB_NAMES_H
#define SCRIPT_LIB_NAMES_H

/* What to use instead of a standard name that is absent ("string.format"), or NULL. */
const char *absent_hint(const char *name);

#endif

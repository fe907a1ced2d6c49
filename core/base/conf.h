/* Settings: an INI file, and the environment over it (TENAYAN_SECTION_KEY).
 *
 * Every key is a row of a table, so that a misspelt key is an error with file and line and not a silent
 * default. A text may also be given as KEY_file = PATH: the first line of that file, which must not be
 * readable by everybody. That is the way for secrets.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>

#include "base/err.h"

enum conf_type { CONF_TEXT, CONF_INT, CONF_BOOL };

struct conf_key {
    const char *name; /* "server.listen" */
    enum conf_type type;
    const char *absent; /* default as text; NULL: none */
    int64_t min, max;   /* of CONF_INT */
    const char *help;
};
extern const struct conf_key conf_keys[];
extern const size_t conf_count;

struct conf;
/* `path` NULL: /etc/tenayan/tenayan.conf if there is one. E_KONFIGURASI names file, line and key. */
MUST_USE enum status conf_load(const char *path, struct conf **out, struct err *e);
void conf_free(struct conf *c);
/* Asking for a name that is no row is a fault of the program. Text is NULL where there is no default. */
const char *conf_text(const struct conf *c, const char *name);
int64_t conf_int(const struct conf *c, const char *name);
bool conf_bool(const struct conf *c, const char *name);
/* Where the value came from: "/etc/tenayan/tenayan.conf:12", "TENAYAN_SERVER_LISTEN" or "bawaan". */
const char *conf_origin(const struct conf *c, const char *name);

#endif

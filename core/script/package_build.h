/* The inside of package*.c: how the readers of folders, archives and assets gather files. */
#ifndef SCRIPT_PACKAGE_BUILD_H
#define SCRIPT_PACKAGE_BUILD_H

#include "script/package.h"

enum { PACKAGE_LIBRARY = 32 }; /* shared files that a release may take in besides its own */

struct build {
    struct arena *a;
    struct package_file *files;
    size_t n, bytes;
    bool closed;            /* lib/ comes with the files */
    struct findings *notes; /* of the package that is read: package.h */
};

void build_start(struct build *b, bool closed, struct findings *notes);
/* Where notes are taken, a fault of its content becomes one and reading goes on: ST_OK. */
MUST_USE enum status build_note(const struct build *b, enum status st, struct err *e);
/* Is `path` one that the format names? Faults say why not, without `path` having been opened. */
MUST_USE enum status build_path(const struct build *b, const char *path, struct err *e);
/* Room for `len` bytes of `path` (checked), which the caller fills; NUL-terminated. */
MUST_USE enum status build_reserve(struct build *b, const char *path, size_t len, uint8_t **data,
                                   struct err *e);
MUST_USE enum status build_add(struct build *b, const char *path, const void *data, size_t len,
                               struct err *e);
/* Takes in what `use` reaches of scripts/lua. */
MUST_USE enum status build_use(struct build *b, struct err *e);
/* The end of every reader but that of closed releases: `st` is how it went; build_use and build_finish if
 * well. The package owns the arena from here on, also after an error. */
MUST_USE enum status build_close(struct build *b, enum status st, struct package *out, struct err *e);
/* Sorts, hashes, reads the manifest. The package owns the arena from here on, also after an error. */
MUST_USE enum status build_finish(struct build *b, struct package *out, struct err *e);

#endif

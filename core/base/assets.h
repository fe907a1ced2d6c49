/* The files that the binary carries (schema/, scripts/lua/, plugins/), sorted by path; each is followed
 * by one NUL that does not count. Written by scripts/embed at build time. */
#ifndef BASE_ASSETS_H
#define BASE_ASSETS_H

#include <stddef.h>

struct asset {
    const char *path; /* from the project's root, such as "schema/0001_awal.sql" */
    const unsigned char *data;
    size_t len;
};

extern const struct asset assets[];
extern const size_t assets_count;

/* The asset at exactly `path`, or NULL. */
const struct asset *asset_find(const char *path);

#endif

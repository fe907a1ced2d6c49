/* Packages made worse: a shipped package or template with some of its bytes, JSON values, Lua words, files or
 * tar heads changed. Everything follows from one number, so that a finding can be made again.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <stdint.h>

#include "base/json.h"

struct rng {
    uint64_t s;
};
struct rng rng_of(uint64_t seed, uint64_t n);
uint64_t rng_next(struct rng *r);
size_t rng_below(struct rng *r, size_t n); /* 0..n-1; 0 for n = 0 */

enum { MUTANT_FILES = 256 };

/* Files in any order, names of any shape. What they point to lives in the caller's arena. */
struct mutant {
    struct mutant_file {
        const char *path;
        uint8_t *data;
        size_t len;
    } f[MUTANT_FILES];
    size_t n;
};

/* Changes 1 to 3 places of `m`; `other` is where foreign pieces come from. */
void mutate(struct rng *r, struct mutant *m, const struct mutant *other, struct arena *a);
/* One value somewhere in `v` becomes another; the caller owns what comes back, `v` is used up. */
json_t *mutate_json(struct rng *r, json_t *v);
/* The .tar of `m`: sound, or with heads and blocks changed too. */
void mutate_tar(struct rng *r, const struct mutant *m, struct buf *out);

#endif

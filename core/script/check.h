/* The static check of a package: everything that can be said of it before its tests run, all in one go.
 * `plugin check`, the API and the gate call the same function.
 */
#ifndef SCRIPT_CHECK_H
#define SCRIPT_CHECK_H

#include "script/finding.h"
#include "script/host.h"

struct check {
    struct findings *findings;
    const json_t *listing; /* what it registers, as of host_load; NULL where it does not load */
};

/* Adds to what the reader of the package noted (p->notes), if it did. ST_OK where no finding is an error;
 * otherwise the first one. Where no host can run, out->findings is NULL. */
MUST_USE enum status package_check(struct host *h, const struct package *p, struct arena *a,
                                   struct check *out, struct err *e);

#endif

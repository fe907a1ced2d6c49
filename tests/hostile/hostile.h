/* Shared by the parts of the suite of hostile plugins. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stdbool.h>

#include "script/host.h"

extern const char *exe_path;

void verdict(const char *name, bool good, const char *why);
char *slurp(const char *path); /* NUL-terminated; the caller frees it */

struct hand {
    struct package p;
    struct package_file files[64];
};
void pack_begin(struct hand *h);
void pack_add(struct hand *h, const char *path, const char *data, size_t len);
void pack_end(struct hand *h);

/* `args` is a JSON array of argument objects. */
enum status run_rows(struct host *host, const struct package *p, const char *function, const char *args,
                     bool trace, struct arena *a, struct host_row *rows, struct err *e);
bool neighbour_fine(struct host *host);

/* hosts.c: children that die in the middle of a batch. */
void killed_hosts(void);
/* folders.c: packages as folders, and their own tests. */
void packages(void);
void test_case(const char *name, const char *text, const char *want);

/* export.c: the same attacks as files, FOLDER/NAME.VARIANT/…, and what is expected of them in its `expect`.
 */
void export_case(const char *to, const char *name, const char *variant, const char *want, const char *results,
                 const struct hand *h);
void export_test(const char *to, const char *name, const char *want, const char *text);

#endif

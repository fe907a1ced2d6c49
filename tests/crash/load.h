/* A load for the writer whose rows can be checked after a crash.
 *
 * Command n writes one row that names it, three rows with content that follows from n, spread over the tree,
 * and raises a counter. Every thirteenth fails on purpose after its second row. Lines on `fd`, one write
 * each, made by the command's done: "ack N" or "nak N CODE"; "bad REASON" from the reader that looks on.
 */
#ifndef CRASH_LOAD_H
#define CRASH_LOAD_H

#include <stdbool.h>
#include <stdint.h>

struct load {
    const char *url;
    int64_t first; /* number of the first command, from 1 */
    int count;
    int in_flight;  /* 1: each command in a transaction of its own */
    int checkpoint; /* pages of WAL after which SQLite moves them to the database; 0: as it is */
    int fd;
    bool early; /* acknowledge before COMMIT: to show that a test notices */
};

/* Creates the database with the real schema and the load's tables. False, with a line on stderr, on failure.
 */
bool load_prepare(const char *url);
bool load_run(const struct load *l);
/* Opens the database as any program would and compares: acked[n] for n < limit must all be there, denied[n]
 * (may be NULL) must not, no command may be half there, and SQLite must find its structure sound. */
bool load_check(const char *url, const bool *acked, const bool *denied, int64_t limit, char *why,
                unsigned size);

#endif

/* The writer: one thread, one writing connection, group commit.
 *
 * A command is a struct that embeds struct command as its first member. The writer takes what is queued
 * (interactive first, at most one bulk chunk), opens a transaction, runs each command's `apply` in its own
 * savepoint, commits, and only then calls every command's `done` — so that nothing is acknowledged before it
 * is durable. A failing command rolls back alone. `apply` may be run again (after a serialisation failure),
 * so it must have no effect outside its transaction, and never touches network, files or plugins.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/db.h"

struct command {
    /* Runs on the writer thread inside a savepoint, or alone in its transaction. */
    enum status (*apply)(struct command *c, struct db *db, struct err *e);
    /* Runs on the writer thread after COMMIT (or after this command's failure was settled); c->st and c->err
     * say how it ended. The command may be freed here. Must not block. */
    void (*done)(struct command *c);
    bool bulk; /* a chunk of a run or an import, at most 500 rows */
    bool firm; /* may take the last sixteenth of the queue, which drafts leave free */
    enum status st;
    struct err err;
    struct command *next; /* the writer's */
};

struct writer;
/* Opens its own DB_WRITE connection to `url`. Queue holds at most `limit` interactive commands. */
MUST_USE enum status writer_start(const char *url, size_t limit, struct writer **out, struct err *e);
/* Drains the queue, lets threads in writer_run leave, checkpoints, ends the thread. */
void writer_stop(struct writer *w);
/* false if the queue is full (reply 503) or the writer is stopping; `done` is then not called. */
bool writer_submit(struct writer *w, struct command *c);
/* Submits and waits; for job threads and the CLI. Sets no done (leave it NULL). Waits for room for bulk. */
MUST_USE enum status writer_run(struct writer *w, struct command *c, struct err *e);
/* The same contract without a thread, for CLI commands: BEGIN, apply, COMMIT on `db`. */
MUST_USE enum status command_run(struct db *db, struct command *c, struct err *e);

struct writer_stats {
    uint64_t commands, groups, failed; /* settled commands, transactions, commands that ended in an error */
    size_t queued;
};
void writer_stats(struct writer *w, struct writer_stats *out);

#endif

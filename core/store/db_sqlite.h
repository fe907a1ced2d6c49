/* What db.c and statement.c share: one SQLite connection and its cache of statements. Private to the store.
 */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db.h"

struct stmt {
    sqlite3_stmt *h;
    char *sql;
    size_t len;
    uint64_t hash;
    bool busy;          /* between db_rows and rows_end; a second use of the text gets its own statement */
    int count;          /* parameters */
    int *index;         /* index[n-1] is SQLite's number of $n */
    struct stmt *chain; /* same bucket */
    struct stmt *prev, *next; /* by last use; the head was used last */
};

enum { STMT_BUCKETS = 256, STMT_LIMIT = 192 };

struct db {
    sqlite3 *h;
    char *path;
    enum db_mode mode;
    int turn; /* descriptor of PATH.lock, for the turn to write; -1 on readers */
    int64_t busy_since;
    enum status (*before_commit)(struct db *db, struct err *e); /* NULL: nothing to do */
    size_t stmts;
    struct stmt *bucket[STMT_BUCKETS];
    struct stmt *head, *tail;
};

/* How long a statement and db_begin wait for another connection: 30 s; tests shorten it before they open. */
extern int db_busy_ms;

/* Fills `e` from the connection's last error `rc` (extended result code); `sql` may be NULL. */
enum status sql_fail(struct db *db, int rc, struct err *e, const char *sql);
void stmt_drop_all(struct db *db);

#endif

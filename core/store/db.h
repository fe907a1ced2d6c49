/* The store: connections, statements and rows. The only code that knows an SQL engine.
 *
 * A struct db is one connection and belongs to one thread. SQL text stands beside the domain function
 * that uses it, as a string literal in the dialect that SQLite and PostgreSQL share: parameters $1..$n
 * (numbered, each may occur several times and in any order), RETURNING, ON CONFLICT. Statements are
 * cached per connection by their text.
 *
 * Parameters are given by a format, one letter each:
 *   i int64_t · I const int64_t * (NULL pointer → NULL) · t const char * (NULL → NULL)
 *   r double · R const double * (NULL → NULL) · b const void *, size_t (blob) · n (NULL, takes no argument)
 *
 *   struct rows r;
 *   st = db_rows(db, &r, e, "SELECT id, nama FROM unit WHERE induk = $1", "i", id);
 *   while (st == ST_OK && rows_next(&r))
 *       use(row_int(&r, 0), row_text(&r, 1));
 *   st = rows_end(&r, st, e);
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

enum db_mode {
    DB_READ,  /* one reader per worker; never writes */
    DB_WRITE, /* the writer, or a CLI command that writes */
};

/* `url`: "sqlite:PATH". Opens an existing database of exactly our schema version; E_SKEMA_LAMA and
 * E_SKEMA_BARU otherwise, E_DB_TIDAK_ADA if there is none. */
MUST_USE enum status db_open(const char *url, enum db_mode mode, struct db **out, struct err *e);
/* The same without looking at the schema version; creates the file if `create`. For migrate and tests. */
MUST_USE enum status db_open_any(const char *url, enum db_mode mode, bool create, struct db **out,
                                 struct err *e);
void db_close(struct db *db);
/* The path of the database file, for the folder `bukti` beside it. */
const char *db_path(const struct db *db);
/* "sqlite:PATH" from --db URL or --data DIR (DIR/tenayan.db); into `out`. */
MUST_USE enum status db_url(const char *url, const char *data_dir, char *out, size_t size, struct err *e);

struct rows {
    struct db *db;
    void *stmt;
    enum status st;
    bool done;
};
MUST_USE enum status db_rows(struct db *db, struct rows *r, struct err *e, const char *sql, const char *fmt,
                             ...);
/* True with a row; false at the end or on an error, which rows_end reports. */
bool rows_next(struct rows *r);
/* Always call it, once, after db_rows; returns `st` unless that is ST_OK and a row failed. */
enum status rows_end(struct rows *r, enum status st, struct err *e);

bool row_null(const struct rows *r, int col);
int64_t row_int(const struct rows *r, int col);
double row_real(const struct rows *r, int col);
const char *row_text(const struct rows *r, int col); /* NULL for NULL; valid until the next rows_next */
const void *row_blob(const struct rows *r, int col, size_t *len);
char *row_dup(const struct rows *r, int col, struct arena *a); /* NULL for NULL */

/* A statement without rows. `changed` may be NULL. Constraint failures: E_DB_GANDA (unique), E_DB_ACUAN
 * (foreign key), E_DB_BATASAN (check), which domain code turns into its own code where a person meets them.
 */
MUST_USE enum status db_exec(struct db *db, int64_t *changed, struct err *e, const char *sql, const char *fmt,
                             ...);
/* INSERT, perhaps with ON CONFLICT DO NOTHING, into a table with a surrogate key `id`: the new row's id, or 0
 * where the row was there. Cheaper than RETURNING, for which SQLite builds a table each time; for rows by the
 * million. */
MUST_USE enum status db_insert(struct db *db, int64_t *id, struct err *e, const char *sql, const char *fmt,
                               ...);
/* Exactly one integer (first column of the first row), such as INSERT … RETURNING id; ST_NOT_FOUND with
 * E_TIDAK_ADA if there is no row. */
MUST_USE enum status db_int(struct db *db, int64_t *out, struct err *e, const char *sql, const char *fmt,
                            ...);
/* Exactly one text, copied into `a`. */
MUST_USE enum status db_text(struct db *db, char **out, struct arena *a, struct err *e, const char *sql,
                             const char *fmt, ...);

/* A consistent view over several reads of a DB_READ connection; keep it short. */
MUST_USE enum status db_snapshot(struct db *db, struct err *e);
void db_snapshot_end(struct db *db);

/* For the writer and for CLI commands: BEGIN IMMEDIATE, waits for another process up to 30 s. */
MUST_USE enum status db_begin(struct db *db, struct err *e);
/* Durable when it returns ST_OK; otherwise the transaction was rolled back. */
MUST_USE enum status db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
/* Could somebody write now? Waits `ms` for the lock, changes nothing; E_SIBUK. While no other thread of this
 * process uses the store. */
MUST_USE enum status db_try_write(const char *url, int ms, struct err *e);
/* Runs `fn` once, last before the COMMIT of the present transaction, however often it was asked for; its
 * error fails the commit. A rollback of the whole transaction forgets it, one to a savepoint does not. */
void db_before_commit(struct db *db, enum status (*fn)(struct db *db, struct err *e));
/* False after an error that ended the whole transaction (disk full, IO), not only the statement. */
bool db_in_transaction(const struct db *db);
MUST_USE enum status db_savepoint(struct db *db, struct err *e);
MUST_USE enum status db_release(struct db *db, struct err *e);
void db_rollback_savepoint(struct db *db);

/* PRAGMA wal_checkpoint(TRUNCATE), at shutdown. */
void db_checkpoint(struct db *db);
/* Online copy into a new file. */
MUST_USE enum status db_backup(struct db *db, const char *path, struct err *e);
/* Several statements separated by ';', without parameters (migrations). */
MUST_USE enum status db_script(struct db *db, const char *sql, struct err *e);

#endif

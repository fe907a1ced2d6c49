/* What the plain programs share: a growable text, SQLite without wrapping, and the audit row.
 *
 * The plain programs are the other side of every ratio of scripts/bench: the bare libraries doing the same
 * work on the same database, written as directly as they allow. They link nothing of core/, stop at the first
 * surprise, and know only what the generated city contains.
 */
#ifndef BENCH_PLAIN_H
#define BENCH_PLAIN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

enum { HEX = 65, NOW = 25 }; /* sizes with their NUL */

noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

struct text {
    char *p;
    size_t len, cap;
};
void text_add(struct text *t, const void *p, size_t n); /* keeps a NUL behind it */
void text_str(struct text *t, const char *s);
void text_char(struct text *t, char c);
void text_int(struct text *t, int64_t v);
void text_number(struct text *t, double v);      /* as JSON, the shortest that reads back */
void text_quote(struct text *t, const char *s);  /* as JSON */
void text_key(struct text *t, const char *name); /* "name": with a comma unless after a bracket */

/* Opens with the settings of the server: WAL, synchronous FULL, the same caches and checks. */
sqlite3 *db_open(const char *path);
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql);
void db_exec(sqlite3 *db, const char *sql);
bool db_row(sqlite3_stmt *s);                          /* false at the end, where it resets the statement */
void db_run(sqlite3_stmt *s);                          /* without rows */
void bind_text(sqlite3_stmt *s, int i, const char *v); /* NULL is NULL; must live until the reset */
void bind_id(sqlite3_stmt *s, int i, int64_t v);       /* 0 is NULL */
const char *col_text(sqlite3_stmt *s, int i);          /* "" for NULL */

void now_text(char out[NOW]);
void blake2b_hex(const void *p, size_t n, char out[HEX]);

/* A row of the chain within the current transaction; the head is signed once, last before COMMIT. */
struct audit;
struct audit *audit_open(sqlite3 *db, const char *key_path);
struct audit_row {
    int64_t akun_id, objek_id; /* akun_id 0: the system */
    const char *objek, *peristiwa, *dari, *ke, *dokumen, *peran, *isi;
};
void audit_add(struct audit *a, const struct audit_row *r);
void audit_seal(struct audit *a);

#endif

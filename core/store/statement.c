/* Statements, parameters and rows of db.h on SQLite. */
#include "store/db_sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* Statement cache ------------------------------------------------------------------------------------ */

static uint64_t text_hash(const char *s, size_t n)
{
    uint64_t h = 0x9e3779b97f4a7c15U ^ n, w;

    for (; n >= 8; s += 8, n -= 8) {
        memcpy(&w, s, 8);
        h = (h ^ w) * 0xff51afd7ed558ccdU;
        h ^= h >> 32;
    }
    w = 0;
    memcpy(&w, s, n);
    h = (h ^ w) * 0xff51afd7ed558ccdU;
    return h ^ (h >> 29);
}

static void lru_unlink(struct db *db, struct stmt *s)
{
    *(s->prev ? &s->prev->next : &db->head) = s->next;
    *(s->next ? &s->next->prev : &db->tail) = s->prev;
}

static void lru_push(struct db *db, struct stmt *s)
{
    s->prev = NULL;
    s->next = db->head;
    *(db->head ? &db->head->prev : &db->tail) = s;
    db->head = s;
}

static void stmt_free(struct stmt *s)
{
    if (!s)
        return;
    sqlite3_finalize(s->h);
    free(s->sql);
    free(s->index);
    free(s);
}

static void stmt_drop(struct db *db, struct stmt *s)
{
    struct stmt **p = &db->bucket[s->hash % STMT_BUCKETS];

    while (*p != s)
        p = &(*p)->chain;
    *p = s->chain;
    lru_unlink(db, s);
    db->stmts--;
    stmt_free(s);
}

void stmt_drop_all(struct db *db)
{
    while (db->head)
        stmt_drop(db, db->head);
}

/* The parameters of a statement are exactly $1..$count. SQLite takes "$2" for a name and numbers names by
 * their first appearance, so the numbers are looked up once here. */
static bool stmt_map(struct stmt *s)
{
    char name[16];

    s->count = sqlite3_bind_parameter_count(s->h);
    s->index = mem_alloc(sizeof(int) * (size_t)s->count);
    for (int n = 0; n < s->count; n++) {
        snprintf(name, sizeof(name), "$%d", n + 1);
        s->index[n] = sqlite3_bind_parameter_index(s->h, name);
        if (s->index[n] == 0)
            return false;
    }
    return true;
}

static enum status stmt_prepare(struct db *db, const char *sql, size_t len, uint64_t hash, struct stmt **out,
                                struct err *e)
{
    struct stmt *s = mem_alloc(sizeof(*s));
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(db->h, sql, (int)len + 1, SQLITE_PREPARE_PERSISTENT, &s->h, &tail);
    enum status st;

    if (rc != SQLITE_OK) {
        st = sql_fail(db, rc, e, sql);
        goto fail;
    }
    if (!s->h || tail[strspn(tail, " \t\r\n;")] || !stmt_map(s)) {
        log_event(LOG_ERROR, "db.statement", "not one statement with parameters $1..$n: %s", sql);
        st = err_set(e, E_DB_SQL, NULL);
        goto fail;
    }
    s->sql = mem_strdup(sql);
    s->len = len;
    s->hash = hash;
    s->chain = db->bucket[hash % STMT_BUCKETS];
    db->bucket[hash % STMT_BUCKETS] = s;
    lru_push(db, s);
    db->stmts++;
    *out = s;
    return ST_OK;
fail:
    stmt_free(s);
    return st;
}

static enum status stmt_take(struct db *db, const char *sql, struct stmt **out, struct err *e)
{
    size_t len = strlen(sql);
    uint64_t hash = text_hash(sql, len);
    struct stmt *s = db->bucket[hash % STMT_BUCKETS];
    enum status st;

    while (s && (s->busy || s->hash != hash || s->len != len || memcmp(s->sql, sql, len) != 0))
        s = s->chain;
    if (s) {
        if (db->head != s) {
            lru_unlink(db, s);
            lru_push(db, s);
        }
    } else if ((st = stmt_prepare(db, sql, len, hash, &s, e)) != ST_OK) {
        return st;
    }
    s->busy = true;
    /* Statements in use are never dropped, so nesting deeper than the limit only grows the cache for a while.
     */
    for (struct stmt *old = db->tail; old && db->stmts > STMT_LIMIT;) {
        struct stmt *prev = old->prev;

        if (!old->busy)
            stmt_drop(db, old);
        old = prev;
    }
    *out = s;
    return ST_OK;
}

/* Returns the error of the last step, as sqlite3_reset repeats it. */
static int stmt_give(struct stmt *s)
{
    int rc = sqlite3_reset(s->h);

    sqlite3_clear_bindings(s->h);
    s->busy = false;
    return rc;
}

/* Parameters ----------------------------------------------------------------------------------------- */

static int bind_text(sqlite3_stmt *h, int i, const char *text, sqlite3_destructor_type keep)
{
    return text ? sqlite3_bind_text64(h, i, text, strlen(text), keep, SQLITE_UTF8) : sqlite3_bind_null(h, i);
}

static int bind_blob(sqlite3_stmt *h, int i, const void *p, size_t len, sqlite3_destructor_type keep)
{
    /* An empty blob is a blob, not NULL. */
    return len ? sqlite3_bind_blob64(h, i, p, len, keep) : sqlite3_bind_zeroblob(h, i, 0);
}

/* `ap` is a pointer so that each call advances the caller's list. */
static int bind_one(sqlite3_stmt *h, int i, char kind, va_list *ap, sqlite3_destructor_type keep)
{
    const int64_t *pi;
    const double *pr;
    const void *p;

    switch (kind) {
    case 'i':
        return sqlite3_bind_int64(h, i, va_arg(*ap, int64_t));
    case 'I':
        pi = va_arg(*ap, const int64_t *);
        return pi ? sqlite3_bind_int64(h, i, *pi) : sqlite3_bind_null(h, i);
    case 'r':
        return sqlite3_bind_double(h, i, va_arg(*ap, double));
    case 'R':
        pr = va_arg(*ap, const double *);
        return pr ? sqlite3_bind_double(h, i, *pr) : sqlite3_bind_null(h, i);
    case 't':
        return bind_text(h, i, va_arg(*ap, const char *), keep);
    case 'b':
        p = va_arg(*ap, const void *);
        return bind_blob(h, i, p, va_arg(*ap, size_t), keep);
    case 'n':
        return sqlite3_bind_null(h, i);
    default:
        return SQLITE_MISUSE;
    }
}

/* `keep`: SQLITE_STATIC where the statement ends before the caller returns, else SQLITE_TRANSIENT. */
static enum status stmt_bind(struct db *db, struct stmt *s, struct err *e, const char *fmt, va_list *ap,
                             sqlite3_destructor_type keep)
{
    size_t given = fmt ? strlen(fmt) : 0;

    if (given != (size_t)s->count) {
        log_event(LOG_ERROR, "db.statement", "%zu parameters for %d: %s", given, s->count, s->sql);
        return err_set(e, E_DB_SQL, NULL);
    }
    for (size_t n = 0; n < given; n++) {
        int rc = bind_one(s->h, s->index[n], fmt[n], ap, keep);

        if (rc != SQLITE_OK)
            return sql_fail(db, rc, e, s->sql);
    }
    return ST_OK;
}

static enum status start(struct db *db, struct rows *r, struct err *e, const char *sql, const char *fmt,
                         va_list *ap, sqlite3_destructor_type keep)
{
    struct stmt *s;
    enum status st;

    *r = (struct rows){ .db = db };
    st = stmt_take(db, sql, &s, e);
    if (st == ST_OK) {
        r->stmt = s;
        st = stmt_bind(db, s, e, fmt, ap, keep);
    }
    if (st != ST_OK)
        r->done = true;
    return st;
}

/* Rows ----------------------------------------------------------------------------------------------- */

enum status db_rows(struct db *db, struct rows *r, struct err *e, const char *sql, const char *fmt, ...)
{
    enum status st;
    va_list ap;

    va_start(ap, fmt);
    st = start(db, r, e, sql, fmt, &ap, SQLITE_TRANSIENT);
    va_end(ap);
    return st;
}

bool rows_next(struct rows *r)
{
    struct stmt *s = r->stmt;
    int rc;

    if (r->done)
        return false;
    rc = sqlite3_step(s->h);
    if (rc == SQLITE_ROW)
        return true;
    r->done = true;
    if (rc != SQLITE_DONE)
        r->st = ST_FAIL; /* rows_end says which: sqlite3_reset repeats the error */
    return false;
}

enum status rows_end(struct rows *r, enum status st, struct err *e)
{
    struct stmt *s = r->stmt;
    int rc;

    r->done = true;
    r->stmt = NULL;
    if (!s)
        return st;
    rc = stmt_give(s);
    if (r->st != ST_OK && st == ST_OK)
        st = sql_fail(r->db, rc, e, s->sql);
    return st;
}

static sqlite3_stmt *handle(const struct rows *r)
{
    return ((struct stmt *)r->stmt)->h;
}

bool row_null(const struct rows *r, int col)
{
    return sqlite3_column_type(handle(r), col) == SQLITE_NULL;
}

int64_t row_int(const struct rows *r, int col)
{
    return sqlite3_column_int64(handle(r), col);
}

double row_real(const struct rows *r, int col)
{
    return sqlite3_column_double(handle(r), col);
}

const char *row_text(const struct rows *r, int col)
{
    return (const char *)sqlite3_column_text(handle(r), col);
}

const void *row_blob(const struct rows *r, int col, size_t *len)
{
    const void *p = sqlite3_column_blob(handle(r), col);

    *len = (size_t)sqlite3_column_bytes(handle(r), col);
    return p;
}

char *row_dup(const struct rows *r, int col, struct arena *a)
{
    const char *text = row_text(r, col);

    return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(handle(r), col)) : NULL;
}

/* One-shot statements -------------------------------------------------------------------------------- */

enum status db_exec(struct db *db, int64_t *changed, struct err *e, const char *sql, const char *fmt, ...)
{
    struct rows r;
    enum status st;
    va_list ap;

    va_start(ap, fmt);
    st = start(db, &r, e, sql, fmt, &ap, SQLITE_STATIC);
    va_end(ap);
    while (st == ST_OK && rows_next(&r))
        ;
    if (changed)
        *changed = st == ST_OK && r.st == ST_OK ? sqlite3_changes64(db->h) : 0;
    return rows_end(&r, st, e);
}

enum status db_insert(struct db *db, int64_t *id, struct err *e, const char *sql, const char *fmt, ...)
{
    struct rows r;
    enum status st;
    va_list ap;

    va_start(ap, fmt);
    st = start(db, &r, e, sql, fmt, &ap, SQLITE_STATIC);
    va_end(ap);
    while (st == ST_OK && rows_next(&r))
        ;
    *id = st == ST_OK && r.st == ST_OK && sqlite3_changes64(db->h) ? sqlite3_last_insert_rowid(db->h) : 0;
    return rows_end(&r, st, e);
}

/* Leaves the first row current, or reports that there is none. */
static enum status first(struct rows *r, struct err *e)
{
    if (rows_next(r))
        return ST_OK;
    return r->st == ST_OK ? err_set(e, E_TIDAK_ADA, NULL) : ST_OK;
}

/* Runs INSERT … RETURNING to its end, where foreign keys are checked; a query needs no more rows. */
static void rest(struct rows *r)
{
    while (!sqlite3_stmt_readonly(handle(r)) && rows_next(r))
        ;
}

enum status db_int(struct db *db, int64_t *out, struct err *e, const char *sql, const char *fmt, ...)
{
    struct rows r;
    enum status st;
    va_list ap;

    *out = 0;
    va_start(ap, fmt);
    st = start(db, &r, e, sql, fmt, &ap, SQLITE_STATIC);
    va_end(ap);
    if (st == ST_OK)
        st = first(&r, e);
    if (st == ST_OK && !r.done) {
        *out = row_int(&r, 0);
        rest(&r);
    }
    return rows_end(&r, st, e);
}

enum status db_text(struct db *db, char **out, struct arena *a, struct err *e, const char *sql,
                    const char *fmt, ...)
{
    struct rows r;
    enum status st;
    va_list ap;

    *out = NULL;
    va_start(ap, fmt);
    st = start(db, &r, e, sql, fmt, &ap, SQLITE_STATIC);
    va_end(ap);
    if (st == ST_OK)
        st = first(&r, e);
    if (st == ST_OK && !r.done) {
        *out = row_dup(&r, 0, a);
        rest(&r);
    }
    return rows_end(&r, st, e);
}

/* Migrations: migrate.h. Every file is applied in its own transaction and recorded in skema_versi with the
 * SHA-256 of its text as it lies in schema/, before substitution. */
#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/assets.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"

/* What migrations may write where SQLite and PostgreSQL differ in types, here for SQLite. */
static const struct {
    const char *token, *text;
} tokens[] = {
    { "@ID@", "INTEGER PRIMARY KEY" },           /* surrogate key, numbered by the engine */
    { "@BIG@", "INTEGER" },                      /* 64 bits */
    { "@REAL@", "REAL" },                        /* double */
    { "@BLOB@", "BLOB" },                        /* bytes */
    { "@STRICT@", "STRICT" },                    /* after ')': types are enforced */
    { "@STRICT_KEY@", "STRICT, WITHOUT ROWID" }, /* the same, stored by its primary key */
};

struct migration {
    int n;
    const char *name; /* "0001_awal" */
    const struct asset *asset;
};

/* "schema/NNNN_name.sql" → NNNN, 0 if `path` is something else. */
static int number_of(const char *path)
{
    size_t len = strlen(path);
    int n = 0;

    if (len < 17 || strncmp(path, "schema/", 7) != 0 || strcmp(path + len - 4, ".sql") != 0 ||
        path[11] != '_')
        return 0;
    for (int i = 7; i < 11; i++) {
        if (path[i] < '0' || path[i] > '9')
            return 0;
        n = n * 10 + (path[i] - '0');
    }
    return n;
}

int migrate_latest(void)
{
    int latest = 0;

    for (size_t i = 0; i < assets_count; i++) {
        int n = number_of(assets[i].path);

        latest = n > latest ? n : latest;
    }
    return latest;
}

/* Migration `n`; how many of that number the binary carries: 0, 1, or too many. */
static int migration_get(int n, struct arena *a, struct migration *out)
{
    int found = 0;

    *out = (struct migration){ .n = n };
    for (size_t i = 0; i < assets_count; i++)
        if (number_of(assets[i].path) == n) {
            const char *name = assets[i].path + strlen("schema/");

            *out = (struct migration){ n, arena_strndup(a, name, strlen(name) - 4), &assets[i] };
            found++;
        }
    return found;
}

enum status migrate_version(struct db *db, int *version, struct err *e)
{
    int64_t n = 0;
    enum status st;

    *version = 0;
    st = db_int(db, &n, e, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'skema_versi'",
                "");
    if (st == ST_OK && n > 0)
        st = db_int(db, &n, e, "SELECT coalesce(max(versi), 0) FROM skema_versi", "");
    if (st == ST_OK)
        *version = (int)n;
    return st;
}

/* What was applied must be what this binary carries, without a hole: otherwise one number means two schemas.
 * A number that no file has is skipped, so that work on several of them need not wait for one another. */
static enum status check_applied(struct db *db, int version, struct err *e)
{
    struct arena *a = arena_new();
    enum status st = ST_OK;
    struct rows r;
    int expect = 0;

    if (version == 0)
        goto out;
    st = db_rows(db, &r, e, "SELECT versi, nama, sha256 FROM skema_versi ORDER BY versi", "");
    while (st == ST_OK && rows_next(&r)) {
        int n = (int)row_int(&r, 0);
        struct migration m;
        struct digest d;
        char hex[DIGEST_HEX];

        while (++expect < n && migration_get(expect, a, &m) == 0)
            ;
        if (n != expect || migration_get(n, a, &m) != 1) {
            st = err_set(e, E_SKEMA_BEDA, "Migrasi nomor %d tidak dikenal program ini.", n);
            break;
        }
        hash_sha256(m.asset->data, m.asset->len, &d);
        digest_hex(&d, hex);
        if (strcmp(hex, row_text(&r, 2)) != 0)
            st = err_set(e, E_SKEMA_BEDA, "Migrasi %s sudah diterapkan dengan isi lain.", row_text(&r, 1));
    }
    st = rows_end(&r, st, e);
out:
    arena_free(a);
    return st;
}

/* The row of the token at `at`, -1 for a plain '@', COUNT(tokens) for one that is not in the list. */
static int token_at(const char *at, const char *end)
{
    const char *p = at + 1;

    while (p < end && ((*p >= 'A' && *p <= 'Z') || *p == '_'))
        p++;
    if (p == end || *p != '@' || p == at + 1)
        return -1;
    for (size_t i = 0; i < COUNT(tokens); i++)
        if (strlen(tokens[i].token) == (size_t)(p + 1 - at) &&
            memcmp(at, tokens[i].token, (size_t)(p + 1 - at)) == 0)
            return (int)i;
    return COUNT(tokens);
}

static enum status substitute(const struct migration *m, struct buf *out, struct err *e)
{
    const char *p = (const char *)m->asset->data, *end = p + m->asset->len;

    while (p < end) {
        const char *at = memchr(p, '@', (size_t)(end - p));
        int token;

        buf_add(out, p, (size_t)((at ? at : end) - p));
        if (!at)
            break;
        token = token_at(at, end);
        if (token == COUNT(tokens))
            return err_set(e, E_SKEMA_RUSAK, "Migrasi %s memuat lambang yang tidak dikenal: %.12s.", m->name,
                           at);
        buf_str(out, token < 0 ? "@" : tokens[token].text);
        p = at + (token < 0 ? 1 : strlen(tokens[token].token));
    }
    return ST_OK;
}

static enum status record(struct db *db, const struct migration *m, struct err *e)
{
    char now[TIME_TEXT], hex[DIGEST_HEX];
    struct digest d;

    time_format(clock_now(), now);
    hash_sha256(m->asset->data, m->asset->len, &d);
    digest_hex(&d, hex);
    return db_exec(db, NULL, e,
                   "INSERT INTO skema_versi (versi, nama, waktu, sha256) VALUES ($1, $2, $3, $4)", "ittt",
                   (int64_t)m->n, m->name, now, hex);
}

static enum status check_keys(struct db *db, const struct migration *m, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, "PRAGMA foreign_key_check", "");

    if (st == ST_OK && rows_next(&r))
        st = err_set(e, E_SKEMA_RUSAK, "Migrasi %s meninggalkan acuan yang putus pada tabel %s.", m->name,
                     row_text(&r, 0));
    return rows_end(&r, st, e);
}

static enum status apply(struct db *db, const struct migration *m, struct err *e)
{
    static const char table[] =
        "CREATE TABLE IF NOT EXISTS skema_versi (versi INTEGER PRIMARY KEY, nama TEXT NOT NULL,"
        " waktu TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT";
    struct buf sql = BUF_NONE;
    enum status st = substitute(m, &sql, e);

    if (st != ST_OK || (st = db_begin(db, e)) != ST_OK)
        goto out;
    if ((st = db_script(db, table, e)) == ST_OK && (st = db_script(db, sql.p ? sql.p : "", e)) != ST_OK &&
        e->code == E_DB_SQL)
        st = err_set(e, E_SKEMA_RUSAK, "Migrasi %s tidak dapat diterapkan.", m->name);
    if (st == ST_OK && !db_in_transaction(db))
        st = err_set(e, E_SKEMA_RUSAK, "Migrasi %s mengakhiri transaksinya sendiri.", m->name);
    if (st == ST_OK && (st = check_keys(db, m, e)) == ST_OK)
        st = record(db, m, e);
    if (st == ST_OK)
        st = db_commit(db, e);
    else
        db_rollback(db);
out:
    buf_free(&sql);
    return st;
}

static enum status check_versions(struct db *db, int *version, struct err *e)
{
    enum status st = migrate_version(db, version, e);

    if (st == ST_OK && *version > migrate_latest())
        return err_set(e, E_SKEMA_BARU, "Skema basis data berversi %d, program ini hanya mengenal sampai %d.",
                       *version, migrate_latest());
    return st == ST_OK ? check_applied(db, *version, e) : st;
}

enum status migrate_run(struct db *db, bool dry_run, void (*report)(void *arg, int n, const char *name),
                        void *arg, struct err *e)
{
    struct arena *a = arena_new();
    char *url = arena_printf(a, "sqlite:%s", db_path(db));
    int version, lock = -1;
    enum status st = check_versions(db, &version, e);

    if (st != ST_OK || version == migrate_latest())
        goto out;
    if (!dry_run &&
        ((st = db_lock(url, false, &lock, e)) != ST_OK ||
         (st = check_versions(db, &version, e)) != ST_OK)) /* again: another may have just done it */
        goto out;
    for (int n = version + 1; n <= migrate_latest() && st == ST_OK; n++) {
        struct migration m;
        int found = migration_get(n, a, &m);

        if (found == 0)
            continue;
        if (found > 1)
            st = err_set(e, E_SKEMA_RUSAK, "Migrasi nomor %d ganda di dalam program.", n);
        else if (!dry_run)
            st = apply(db, &m, e);
        if (st == ST_OK && !dry_run)
            log_event(LOG_INFO, "db.migrate", "%s: %s", db_path(db), m.name);
        if (st == ST_OK && report)
            report(arg, n, m.name);
    }
out:
    if (lock >= 0)
        close(lock);
    arena_free(a);
    return st;
}

enum status db_lock(const char *url, bool shared, int *fd, struct err *e)
{
    struct buf name = BUF_NONE;
    enum status st = ST_OK;

    *fd = -1;
    if (strncmp(url, "sqlite:", 7) != 0) {
        st = err_set(e, E_DB_URL, NULL);
        goto out;
    }
    buf_printf(&name, "%s.lock", url + 7);
    *fd = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0) {
        st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_DB_BUKA, "Berkas %s tidak dapat dibuka: %s.",
                     name.p, strerror(errno));
    } else if (flock(*fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            st = err_set(e, E_IO, "Berkas %s tidak dapat dikunci: %s.", name.p, strerror(errno));
        else if (shared)
            st = err_set(e, E_SERVER_JALAN, "Basis data %s sedang dimigrasikan.", url + 7);
        else
            st = err_set(e, E_SERVER_JALAN, NULL);
        close(*fd);
        *fd = -1;
    }
out:
    buf_free(&name);
    return st;
}

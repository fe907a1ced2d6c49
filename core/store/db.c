/* Connections, transactions and errors of db.h on SQLite. Statements and rows: statement.c. */
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/migrate.h"

int db_busy_ms = 30000;

/* Errors --------------------------------------------------------------------------------------------- */

/* The first row that fits wins: an extended code, or a primary code in the lower byte. */
static const struct {
    int rc;
    enum code code;
} codes[] = {
    { SQLITE_CONSTRAINT_UNIQUE, E_DB_GANDA },
    { SQLITE_CONSTRAINT_PRIMARYKEY, E_DB_GANDA },
    { SQLITE_CONSTRAINT_ROWID, E_DB_GANDA },
    { SQLITE_CONSTRAINT_FOREIGNKEY, E_DB_ACUAN },
    { SQLITE_CONSTRAINT, E_DB_BATASAN }, /* CHECK, NOT NULL, datatype, triggers */
    { SQLITE_MISMATCH, E_DB_BATASAN },
    { SQLITE_TOOBIG, E_TERLALU_BESAR },
    { SQLITE_FULL, E_DISK_PENUH },
    { SQLITE_BUSY, E_SIBUK },
    { SQLITE_LOCKED, E_SIBUK },
    { SQLITE_CORRUPT, E_DB_RUSAK },
    { SQLITE_NOTADB, E_DB_RUSAK },
    { SQLITE_CANTOPEN, E_DB_BUKA },
    { SQLITE_PERM, E_DB_BUKA },
    { SQLITE_READONLY, E_DB_BUKA },
    { SQLITE_IOERR, E_IO },
};

/* Not every full disk is SQLITE_FULL: creating the WAL or growing its index fails as CANTOPEN or IOERR, and
 * SQLite does not always keep the errno. */
static bool disk_full(const struct db *db)
{
    int no = sqlite3_system_errno(db->h);
    struct statvfs s;

    return no == ENOSPC || no == EDQUOT ||
           (statvfs(db->path, &s) == 0 && (uint64_t)s.f_bavail * s.f_frsize < 64 * 1024);
}

static enum code code_of(const struct db *db, int rc)
{
    int primary = rc & 0xff;

    if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && disk_full(db))
        return E_DISK_PENUH;
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].rc == rc || codes[i].rc == primary)
            return codes[i].code;
    return E_DB_SQL;
}

enum status sql_fail(struct db *db, int rc, struct err *e, const char *sql)
{
    enum code c = code_of(db, rc);
    const char *detail = sqlite3_errmsg(db->h);

    switch (c) {
    case E_DB_GANDA:
    case E_DB_ACUAN:
    case E_DB_BATASAN:
        return err_set(e, c, "%s (%s)", code_row(c)->id, detail);
    case E_SIBUK:
    case E_TERLALU_BESAR:
        return err_set(e, c, NULL);
    case E_DB_BUKA:
        log_event(LOG_ERROR, "db.error", "%s: %s (%d)", db->path, detail, rc);
        return err_set(e, c, "Basis data %s tidak dapat dibuka atau ditulis.", db->path);
    default:
        /* The engine's words go to the log; the person gets the row's sentence. */
        log_event(LOG_ERROR, "db.error", "%s: %s (%d, errno %d)%s%s", db->path, detail, rc,
                  sqlite3_system_errno(db->h), sql ? ": " : "", sql ? sql : "");
        return err_set(e, c, NULL);
    }
}

/* A statement of ours, without parameters, that is not worth a place in the cache. */
static enum status plain(struct db *db, const char *sql, struct err *e)
{
    int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? ST_OK : sql_fail(db, rc, e, sql);
}

/* Waiting -------------------------------------------------------------------------------------------- */

static void nap(void)
{
    struct timespec t = { 0, 500 * 1000 };

    nanosleep(&t, NULL);
}

/* SQLite's own handler sleeps up to 100 ms between tries, and would miss the gaps between two groups of a
 * busy writer; half a millisecond finds them. */
static int on_busy(void *arg, int tries)
{
    struct db *db = arg;
    int64_t now = clock_monotonic();

    if (tries == 0)
        db->busy_since = now;
    if (now - db->busy_since >= (int64_t)db_busy_ms * 1000)
        return 0;
    nap();
    return 1;
}

/* SQLite's write lock has no queue: a server under load would take it again before a waiting CLI command
 * wakes up, and the reverse. So a connection that waits for the lock holds the turn meanwhile, a lock on the
 * first byte of PATH.lock, and whoever just finished waits for the turn. The kernel frees it if we die. */
static bool turn_set(struct db *db, short type)
{
    struct flock l = { .l_type = type, .l_whence = SEEK_SET, .l_len = 1 };

    return fcntl(db->turn, F_OFD_SETLK, &l) == 0;
}

static enum status turn_take(struct db *db, struct err *e)
{
    int64_t since = clock_monotonic();

    while (!turn_set(db, F_WRLCK)) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return err_set(e, E_IO, "Kunci %s.lock tidak dapat dipakai: %s.", db->path, strerror(errno));
        if (clock_monotonic() - since >= (int64_t)db_busy_ms * 1000)
            return err_set(e, E_SIBUK, NULL);
        nap();
    }
    return ST_OK;
}

/* Opening -------------------------------------------------------------------------------------------- */

static void engine_setup(void)
{
    /* Counting allocations takes a mutex that all connections would share. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

static enum status url_path(const char *url, const char **path, struct err *e)
{
    if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0)
        return err_set(e, E_DB_MESIN, NULL);
    if (strncmp(url, "sqlite:", 7) != 0)
        return err_set(e, E_DB_URL, "Alamat basis data \"%s\" tidak dikenal.", url);
    *path = url + 7;
    if (!**path || (*path)[0] == ':' || (*path)[strlen(*path) - 1] == '/')
        return err_set(e, E_DB_URL, "Alamat basis data \"%s\" tidak menyebut sebuah berkas.", url);
    return ST_OK;
}

enum status db_url(const char *url, const char *data_dir, char *out, size_t size, struct err *e)
{
    const char *path;
    enum status st = ST_OK;
    int n;

    if (url && *url) {
        st = url_path(url, &path, e);
        n = snprintf(out, size, "%s", url);
    } else {
        n = snprintf(out, size, "sqlite:%s/tenayan.db", data_dir && *data_dir ? data_dir : "./data");
    }
    if (st == ST_OK && (n < 0 || (size_t)n >= size))
        st = err_set(e, E_DB_URL, "Alamat basis data terlalu panjang.");
    return st;
}

static enum status sync_folder(const char *path, struct err *e)
{
    char *folder = mem_strdup(path), *slash = strrchr(folder, '/');
    enum status st = ST_OK;
    int fd;

    if (slash)
        slash[slash == folder] = '\0';
    fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        st = err_set(e, E_IO, "Folder %s tidak dapat disinkronkan: %s.", slash ? folder : ".",
                     strerror(errno));
    if (fd >= 0)
        close(fd);
    free(folder);
    return st;
}

static enum status make_folders(const char *path, struct err *e)
{
    char *p = mem_strdup(path);
    enum status st = ST_OK;

    for (char *s = strchr(p + 1, '/'); s && st == ST_OK; s = strchr(s + 1, '/')) {
        *s = '\0';
        if (mkdir(p, 0700) == 0)
            st = sync_folder(p, e);
        else if (errno != EEXIST)
            st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_DB_BUKA, "Folder %s tidak dapat dibuat: %s.",
                         p, strerror(errno));
        *s = '/';
    }
    free(p);
    return st;
}

/* SQLite creates files with the umask's mode, and its WAL with the database's: so the database is there
 * first. */
static enum status create_file(const char *path, struct err *e)
{
    enum status st = make_folders(path, e);
    int fd;

    if (st != ST_OK)
        return st;
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? ST_OK
                               : err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_DB_BUKA,
                                         "Basis data %s tidak dapat dibuat: %s.", path, strerror(errno));
    close(fd);
    return sync_folder(path, e);
}

static enum status check_file(const char *path, bool create, struct err *e)
{
    struct stat s;

    if (stat(path, &s) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return err_set(e, E_DB_BUKA, "Basis data %s tidak dapat dibuka: %s.", path, strerror(errno));
        return create ? create_file(path, e) : err_set(e, E_DB_TIDAK_ADA, "Basis data %s tidak ada.", path);
    }
    if (!S_ISREG(s.st_mode))
        return err_set(e, E_DB_BUKA, "%s bukan berkas.", path);
    return ST_OK;
}

static int open_lock_file(const char *path)
{
    char *name = mem_alloc(strlen(path) + 6);
    int fd;

    sprintf(name, "%s.lock", path);
    fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(name);
    return fd;
}

static enum status configure(struct db *db, struct err *e)
{
    static const struct {
        int op, on;
    } switches[] = {
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 }, { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_DQS_DML, 0 }, /* "x" is a name, as elsewhere */
        { SQLITE_DBCONFIG_DQS_DDL, 0 },     { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    /* Sizes: cache in KiB (negative), WAL cut back to 64 MiB after a long read held it up. */
    static const char common[] = "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;";
    static const char reader[] = "PRAGMA query_only=ON; PRAGMA cache_size=-8192;";
    static const char writer[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"
                                 "PRAGMA journal_size_limit=67108864;";
    enum status st;

    sqlite3_extended_result_codes(db->h, 1);
    sqlite3_busy_handler(db->h, on_busy, db);
    for (size_t i = 0; i < COUNT(switches); i++) {
        int rc = sqlite3_db_config(db->h, switches[i].op, switches[i].on, NULL);

        if (rc != SQLITE_OK)
            return sql_fail(db, rc, e, NULL);
    }
    st = plain(db, common, e);
    if (st == ST_OK)
        st = plain(db, db->mode == DB_READ ? reader : writer, e);
    return st;
}

enum status db_open_any(const char *url, enum db_mode mode, bool create, struct db **out, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int flags = SQLITE_OPEN_NOMUTEX | (mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    struct db *db = NULL;
    const char *path;
    enum status st;
    int rc;

    *out = NULL;
    pthread_once(&once, engine_setup);
    if ((st = url_path(url, &path, e)) != ST_OK || (st = check_file(path, create, e)) != ST_OK)
        return st;
    db = mem_alloc(sizeof(*db));
    db->path = mem_strdup(path);
    db->mode = mode;
    db->turn = -1;
    rc = sqlite3_open_v2(path, &db->h, flags, NULL);
    if (rc != SQLITE_OK) {
        st = sql_fail(db, rc, e, NULL);
        goto fail;
    }
    if (mode == DB_WRITE && (db->turn = open_lock_file(path)) < 0) {
        st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_DB_BUKA, "Berkas %s.lock tidak dapat dibuka: %s.",
                     path, strerror(errno));
        goto fail;
    }
    if ((st = configure(db, e)) != ST_OK)
        goto fail;
    *out = db;
    return ST_OK;
fail:
    db_close(db);
    return st;
}

enum status db_open(const char *url, enum db_mode mode, struct db **out, struct err *e)
{
    enum status st = db_open_any(url, mode, false, out, e);
    int version;

    if (st != ST_OK)
        return st;
    st = migrate_version(*out, &version, e);
    if (st == ST_OK && version != migrate_latest())
        st = err_set(e, version < migrate_latest() ? E_SKEMA_LAMA : E_SKEMA_BARU,
                     "Skema basis data berversi %d, program ini memerlukan versi %d.", version,
                     migrate_latest());
    if (st != ST_OK) {
        db_close(*out);
        *out = NULL;
    }
    return st;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    stmt_drop_all(db);
    sqlite3_close(db->h);
    if (db->turn >= 0)
        close(db->turn);
    free(db->path);
    free(db);
}

const char *db_path(const struct db *db)
{
    return db->path;
}

/* Transactions --------------------------------------------------------------------------------------- */

enum status db_snapshot(struct db *db, struct err *e)
{
    return db_exec(db, NULL, e, "BEGIN", "");
}

/* Also ends what an error has already ended. */
static void end(struct db *db, const char *sql)
{
    struct err e = ERR_NONE;

    if (db_in_transaction(db) && db_exec(db, NULL, &e, sql, "") != ST_OK)
        log_event(LOG_ERROR, "db.rollback", "%s: %s", db->path, e.msg);
}

void db_snapshot_end(struct db *db)
{
    end(db, "ROLLBACK");
}

void db_before_commit(struct db *db, enum status (*fn)(struct db *db, struct err *e))
{
    db->before_commit = fn;
}

enum status db_begin(struct db *db, struct err *e)
{
    enum status st = turn_take(db, e);

    db->before_commit = NULL; /* of a transaction that an error ended */
    if (st != ST_OK)
        return st;
    st = db_exec(db, NULL, e, "BEGIN IMMEDIATE", "");
    turn_set(db, F_UNLCK);
    return st;
}

enum status db_commit(struct db *db, struct err *e)
{
    enum status (*last)(struct db * db, struct err * e) = db->before_commit;
    enum status st = ST_OK;

    db->before_commit = NULL;
    if (last)
        st = last(db, e);
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "COMMIT", "");
    if (st != ST_OK)
        db_rollback(db);
    return st;
}

void db_rollback(struct db *db)
{
    db->before_commit = NULL;
    end(db, "ROLLBACK");
}

bool db_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(db->h);
}

enum status db_savepoint(struct db *db, struct err *e)
{
    return db_exec(db, NULL, e, "SAVEPOINT perintah", "");
}

enum status db_release(struct db *db, struct err *e)
{
    return db_exec(db, NULL, e, "RELEASE perintah", "");
}

void db_rollback_savepoint(struct db *db)
{
    end(db, "ROLLBACK TO perintah");
    end(db, "RELEASE perintah");
}

/* Whole database ------------------------------------------------------------------------------------- */

void db_checkpoint(struct db *db)
{
    int rc = sqlite3_wal_checkpoint_v2(db->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    if (rc != SQLITE_OK) /* a reader is still there; the next open does it */
        log_event(LOG_WARN, "db.checkpoint", "%s: %s", db->path, sqlite3_errmsg(db->h));
}

enum status db_script(struct db *db, const char *sql, struct err *e)
{
    return plain(db, sql, e);
}

static enum status copy_pages(struct db *db, const char *path, struct err *e)
{
    struct db to = { .path = (char *)path };
    sqlite3_backup *b = NULL;
    enum status st = ST_OK;
    int rc = sqlite3_open_v2(path, &to.h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    sqlite3_extended_result_codes(to.h, 1);
    if (rc == SQLITE_OK) {
        b = sqlite3_backup_init(to.h, "main", db->h, "main");
        /* All pages in one read transaction: a copy in portions would start again after every commit. */
        rc = b ? sqlite3_backup_step(b, -1) : sqlite3_errcode(to.h);
        if (b && rc == SQLITE_DONE)
            rc = sqlite3_backup_finish(b);
        else if (b)
            sqlite3_backup_finish(b);
    }
    if (rc != SQLITE_OK)
        st = sql_fail(&to, rc, e, NULL);
    sqlite3_close(to.h);
    return st;
}

enum status db_backup(struct db *db, const char *path, struct err *e)
{
    char *part = mem_alloc(strlen(path) + 10);
    enum status st;
    int fd;

    /* Under another name until it is whole. */
    sprintf(part, "%s.sebagian", path);
    if (access(path, F_OK) == 0) {
        st = err_set(e, E_IO, "Berkas %s sudah ada.", path);
        goto out;
    }
    fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_IO, "Berkas %s tidak dapat dibuat: %s.", part,
                     strerror(errno));
        goto out;
    }
    close(fd);
    st = copy_pages(db, part, e);
    if (st == ST_OK && link(part, path) != 0)
        st = err_set(e, E_IO, "Berkas %s tidak dapat dibuat: %s.", path, strerror(errno));
    unlink(part);
    if (st == ST_OK)
        st = sync_folder(path, e);
out:
    free(part);
    return st;
}

enum status db_try_write(const char *url, int ms, struct err *e)
{
    int was = db_busy_ms;
    struct db *db = NULL;
    enum status st;

    db_busy_ms = ms;
    if ((st = db_open_any(url, DB_WRITE, false, &db, e)) == ST_OK && (st = db_begin(db, e)) == ST_OK)
        db_rollback(db);
    db_close(db);
    db_busy_ms = was;
    return st;
}

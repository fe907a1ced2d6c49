/* Connections, statements, parameters, errors, transactions and backup. */
#include "fixture.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"

const struct asset assets[] = { { "schema/none", (const unsigned char *)"", 0 } };
const size_t assets_count = 1;

static const char schema[] =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, nama TEXT NOT NULL UNIQUE CHECK (length(nama) < 20),"
    " induk INTEGER REFERENCES t, nilai REAL, isi BLOB) STRICT;"
    "CREATE TABLE k (a TEXT, b INTEGER, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE tunda (t INTEGER NOT NULL REFERENCES t DEFERRABLE INITIALLY DEFERRED) STRICT;"
    "INSERT INTO t (id, nama) VALUES (1, 'satu'); INSERT INTO k VALUES ('a', 1);";

static struct db *fresh(void)
{
    struct db *db = open_db(DB_WRITE);

    OK(db_script(db, schema, e));
    return db;
}

static void parameters_have_numbers(void **state)
{
    struct db *db = fresh();
    struct arena *a = arena_new();
    char *text;

    (void)state;
    OK(db_text(db, &text, a, e, "SELECT $2 || $1 || $1 || $3", "ttt", "a", "b", "c"));
    assert_string_equal(text, "baac");
    OK(db_text(db, &text, a, e, "SELECT $3 || $2 || $1", "ttt", "a", "b", "c"));
    assert_string_equal(text, "cba");
    OK(db_exec(db, NULL, e,
               "INSERT INTO t (nama, id) VALUES ($2, $1) ON CONFLICT (id) DO UPDATE SET nama = $2", "it",
               (int64_t)7, "tujuh"));
    assert_int_equal(count(db, "SELECT count(*) FROM t WHERE id = 7 AND nama = 'tujuh'"), 1);
    OK(db_int(db, &(int64_t){ 0 }, e,
              "SELECT 1 WHERE $12 = 12 AND $1 = 1 AND $2 = 2 AND $10 = 10 AND $3+$4+$5+$6+$7+$8+$9+$11 = 53",
              "iiiiiiiiiiii", (int64_t)1, (int64_t)2, (int64_t)3, (int64_t)4, (int64_t)5, (int64_t)6,
              (int64_t)7, (int64_t)8, (int64_t)9, (int64_t)10, (int64_t)11, (int64_t)12));
    arena_free(a);
    db_close(db);
}

static void values_survive(void **state)
{
    struct db *db = fresh();
    const int64_t low = INT64_MIN;
    const double third = 1.0 / 3;
    const char bytes[] = { 0, 'x', 0 };
    struct rows r;
    struct err e = ERR_NONE;
    enum status st;
    size_t len = 0;

    (void)state;
    st = db_rows(db, &r, &e,
                 "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                 " typeof($1)||typeof($3)||typeof($4)||typeof($6)||typeof($8)||typeof($10)||typeof($12)",
                 "iIIttrRRbbnt", INT64_MAX, &low, (const int64_t *)NULL, "é\n", (const char *)NULL, third,
                 &third, (const double *)NULL, bytes, sizeof(bytes), "", (size_t)0, "");
    assert_int_equal(st, ST_OK);
    assert_true(rows_next(&r));
    assert_true(row_int(&r, 0) == INT64_MAX && row_int(&r, 1) == INT64_MIN && row_null(&r, 2));
    assert_string_equal(row_text(&r, 3), "é\n");
    assert_null(row_text(&r, 4));
    assert_true(row_real(&r, 5) == third && row_real(&r, 6) == third && row_null(&r, 7));
    assert_memory_equal(row_blob(&r, 8, &len), bytes, sizeof(bytes));
    assert_int_equal(len, 3);
    row_blob(&r, 9, &len);
    assert_true(len == 0 && !row_null(&r, 9) && row_null(&r, 10) && !row_null(&r, 11));
    assert_string_equal(row_text(&r, 12), "integernulltextrealnullblobtext");
    assert_false(rows_next(&r));
    assert_int_equal(rows_end(&r, st, &e), ST_OK);
    db_close(db);
}

/* db_rows must not look at its arguments after it returned. */
static void arguments_are_copied(void **state)
{
    struct db *db = fresh();
    char name[] = "satu";
    struct rows r;
    struct err e = ERR_NONE;
    enum status st = db_rows(db, &r, &e, "SELECT id FROM t WHERE nama = $1", "t", name);

    (void)state;
    memset(name, 'x', 4);
    assert_true(rows_next(&r));
    assert_int_equal(rows_end(&r, st, &e), ST_OK);
    db_close(db);
}

static void wrong_statements_are_refused(void **state)
{
    static const char *const bad[] = {
        "SELECT $1, $2",        /* one is missing */
        "SELECT 1",             /* one too many */
        "SELECT $2",            /* $1 does not occur */
        "SELECT ?",             /* not our dialect */
        "SELECT :a",            /* the same */
        "SELECT $1; SELECT 2",  /* two statements */
        "",                     /* none */
        "-- only a comment\n",  /* none */
        "SELEC $1",             /* syntax */
        "SELECT $1 FROM tiada", /* no such table */
        "SELECT \"tiada\", $1", /* a name in quotes is never a text */
    };
    struct db *db = fresh();
    struct err e2 = ERR_NONE;
    struct rows r;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        print_message("%s\n", bad[i]);
        FAILS(E_DB_SQL, db_exec(db, NULL, e, bad[i], "i", (int64_t)1));
    }
    FAILS(E_DB_SQL, db_exec(db, NULL, e, "SELECT $1", "z", (int64_t)1));
    /* After a failed db_rows the loop does not run and rows_end keeps the error. */
    assert_int_equal(db_rows(db, &r, &e2, "SELEC", ""), ST_FAIL);
    assert_false(rows_next(&r));
    assert_int_equal(rows_end(&r, ST_FAIL, &e2), ST_FAIL);
    assert_int_equal(e2.code, E_DB_SQL);
    db_close(db);
}

static void constraints_have_codes(void **state)
{
    static const struct {
        const char *sql;
        enum code code;
    } rows[] = {
        { "INSERT INTO t (nama) VALUES ('satu')", E_DB_GANDA },
        { "INSERT INTO t (id, nama) VALUES (1, 'x')", E_DB_GANDA },
        { "INSERT INTO k VALUES ('a', 1)", E_DB_GANDA },
        { "INSERT INTO t (nama, induk) VALUES ('x', 99)", E_DB_ACUAN },
        { "INSERT INTO t (nama) VALUES ('terlalu panjang sekali untuk ini')", E_DB_BATASAN },
        { "INSERT INTO t (nama) VALUES (NULL)", E_DB_BATASAN },
        { "INSERT INTO t (nama, nilai) VALUES ('x', 'bukan angka')", E_DB_BATASAN },
        { "INSERT INTO t (id, nama) VALUES ('teks', 'x')", E_DB_BATASAN },
        { "INSERT INTO t (nama, isi) VALUES ('x', randomblob(1100000000))", E_TERLALU_BESAR },
    };
    struct db *db = fresh();
    struct err e2 = ERR_NONE;
    int64_t n;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        print_message("%s\n", rows[i].sql);
        FAILS(rows[i].code, db_exec(db, NULL, e, rows[i].sql, ""));
    }
    assert_int_equal(db_int(db, &n, &e2, "INSERT INTO t (nama, induk) VALUES ('x', 99) RETURNING id", ""),
                     ST_CONFLICT);
    assert_int_equal(e2.code, E_DB_ACUAN);
    assert_int_equal(count(db, "SELECT count(*) FROM t"), 1);
    assert_false(db_in_transaction(db));
    db_close(db);
}

static void one_value(void **state)
{
    struct db *db = fresh();
    struct arena *a = arena_new();
    int64_t n = 5, changed = 0;
    char *text = folder;

    (void)state;
    OK(db_int(db, &n, e, "INSERT INTO t (nama) VALUES ($1), ('tiga') RETURNING id", "t", "dua"));
    assert_int_equal(n, 2);
    assert_int_equal(count(db, "SELECT count(*) FROM t"), 3);
    FAILS(E_TIDAK_ADA, db_int(db, &n, e, "SELECT id FROM t WHERE id = 99", ""));
    FAILS(E_TIDAK_ADA, db_text(db, &text, a, e, "SELECT nama FROM t WHERE id = 99", ""));
    assert_null(text);
    OK(db_text(db, &text, a, e, "SELECT nama FROM t WHERE id = $1", "i", (int64_t)2));
    assert_string_equal(text, "dua");
    OK(db_exec(db, &changed, e, "UPDATE t SET nilai = 1", ""));
    assert_int_equal(changed, 3);
    OK(db_exec(db, &changed, e, "UPDATE t SET nilai = 1 WHERE id = 99", ""));
    assert_int_equal(changed, 0);
    arena_free(a);
    db_close(db);
}

/* The same text inside its own loop, as a walk down a tree does. */
static int depth(struct db *db, int64_t id)
{
    struct rows r;
    struct err e = ERR_NONE;
    enum status st = db_rows(db, &r, &e, "SELECT id FROM t WHERE induk = $1 ORDER BY id", "i", id);
    int n = 1;

    while (st == ST_OK && rows_next(&r))
        n += depth(db, row_int(&r, 0));
    assert_int_equal(rows_end(&r, st, &e), ST_OK);
    return n;
}

static void cache_nests_and_is_bounded(void **state)
{
    struct db *db = fresh();
    char sql[64];

    (void)state;
    OK(db_exec(db, NULL, e,
               "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
               " INSERT INTO t (id, nama, induk) SELECT i, 'n' || i, i - 1 FROM n",
               ""));
    assert_int_equal(depth(db, 1), 400);
    assert_int_equal(depth(db, 1), 400);
    for (int i = 0; i < 1000; i++) {
        int64_t n;

        snprintf(sql, sizeof(sql), "SELECT %d + $1", i % 500);
        OK(db_int(db, &n, e, sql, "i", (int64_t)1));
        assert_int_equal(n, i % 500 + 1);
    }
    assert_true(db->stmts <= STMT_LIMIT);
    /* A cached statement sees a changed schema. */
    assert_int_equal(count(db, "SELECT count(*) FROM k"), 1);
    OK(db_script(db, "ALTER TABLE k ADD COLUMN c TEXT", e));
    assert_int_equal(count(db, "SELECT count(*) FROM k"), 1);
    db_close(db);
}

static void connections_are_set_up(void **state)
{
    static const struct {
        const char *pragma;
        int64_t writer, reader;
    } rows[] = {
        { "PRAGMA synchronous", 2, -1 }, { "PRAGMA foreign_keys", 1, 1 }, { "PRAGMA trusted_schema", 0, 0 },
        { "PRAGMA mmap_size", 0, 0 },    { "PRAGMA query_only", 0, 1 },
    };
    struct db *w = fresh(), *r = open_db(DB_READ);
    struct arena *a = arena_new();
    char *mode;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        print_message("%s\n", rows[i].pragma);
        assert_int_equal(count(w, rows[i].pragma), rows[i].writer);
        if (rows[i].reader >= 0)
            assert_int_equal(count(r, rows[i].pragma), rows[i].reader);
    }
    OK(db_text(r, &mode, a, e, "PRAGMA journal_mode", ""));
    assert_string_equal(mode, "wal");
    FAILS(E_DB_BUKA, db_exec(r, NULL, e, "DELETE FROM k", ""));
    assert_int_equal(count(r, "SELECT count(*) FROM k"), 1);
    arena_free(a);
    db_close(r);
    db_close(w);
}

static void readers_see_only_commits(void **state)
{
    struct db *w = fresh(), *r = open_db(DB_READ);

    (void)state;
    OK(db_begin(w, e));
    OK(db_exec(w, NULL, e, "INSERT INTO t (nama) VALUES ('dua')", ""));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 1);
    OK(db_commit(w, e));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 2);

    OK(db_snapshot(r, e));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 2);
    OK(db_exec(w, NULL, e, "INSERT INTO t (nama) VALUES ('tiga')", ""));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 2);
    db_snapshot_end(r);
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 3);
    db_snapshot_end(r); /* nothing to end is fine */
    db_close(r);
    db_close(w);
}

static void savepoints_roll_back_alone(void **state)
{
    struct db *db = fresh();

    (void)state;
    OK(db_begin(db, e));
    OK(db_savepoint(db, e));
    OK(db_exec(db, NULL, e, "INSERT INTO t (nama) VALUES ('dua')", ""));
    OK(db_release(db, e));
    OK(db_savepoint(db, e));
    OK(db_exec(db, NULL, e, "INSERT INTO t (nama) VALUES ('tiga')", ""));
    db_rollback_savepoint(db);
    OK(db_commit(db, e));
    assert_int_equal(count(db, "SELECT 10 * count(*) + sum(nama = 'dua') FROM t"), 21);
    /* A deferred key fails at COMMIT, which leaves no transaction behind. */
    OK(db_begin(db, e));
    OK(db_exec(db, NULL, e, "INSERT INTO tunda VALUES (99)", ""));
    FAILS(E_DB_ACUAN, db_commit(db, e));
    assert_false(db_in_transaction(db));
    assert_int_equal(count(db, "SELECT count(*) FROM tunda"), 0);
    db_close(db);
}

static void busy_ends(void **state)
{
    struct db *a, *b;
    int64_t before;

    (void)state;
    db_busy_ms = 60;
    a = fresh();
    b = open_db(DB_WRITE);
    OK(db_begin(a, e));
    before = clock_monotonic();
    FAILS(E_SIBUK, db_begin(b, e));
    assert_true(clock_monotonic() - before >= 60000);
    assert_false(db_in_transaction(b));
    FAILS(E_SIBUK, db_exec(b, NULL, e, "DELETE FROM k", ""));
    OK(db_commit(a, e));
    OK(db_begin(b, e));
    db_rollback(b);
    db_close(a);
    db_close(b);
}

static _Atomic bool had_turn;

static void *wait_for_turn(void *arg)
{
    struct db *db = arg;

    OK(db_begin(db, e));
    atomic_store(&had_turn, true);
    OK(db_commit(db, e));
    return NULL;
}

/* Whoever ends a transaction and begins the next at once comes after the one that has been waiting; so
 * neither a busy server nor a long import keeps the other out. */
static void writers_take_turns(void **state)
{
    struct db *a = fresh(), *b = open_db(DB_WRITE);
    int turns = 0;

    (void)state;
    for (int i = 0; i < 20; i++) {
        pthread_t other;

        atomic_store(&had_turn, false);
        OK(db_begin(a, e));
        pthread_create(&other, NULL, wait_for_turn, b);
        usleep(20000U + (unsigned)i * 111U); /* it waits now, and is at any point of its nap */
        OK(db_commit(a, e));
        OK(db_begin(a, e));
        turns += atomic_load(&had_turn);
        OK(db_commit(a, e));
        pthread_join(other, NULL);
    }
    /* A busy machine may start the other thread late now and then; without turns it would be none of them. */
    assert_true(turns >= 12);
    db_close(b);
    db_close(a);
}

static void full_disk_fails_cleanly(void **state)
{
    struct db *w = fresh(), *r = open_db(DB_READ);
    struct err e2 = ERR_NONE;
    char sql[64];

    (void)state;
    snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %d", (int)count(w, "PRAGMA page_count") + 8);
    OK(db_script(w, sql, e));
    OK(db_begin(w, e));
    OK(db_exec(w, NULL, e, "INSERT INTO t (nama) VALUES ('dua')", ""));
    FAILS(E_DISK_PENUH,
          db_exec(w, NULL, e, "INSERT INTO t (nama, isi) VALUES ('tiga', zeroblob(100000))", ""));
    db_rollback(w);
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 1);
    OK(db_script(w, "PRAGMA max_page_count = 100000", e));
    OK(db_exec(w, NULL, e, "INSERT INTO t (nama, isi) VALUES ('tiga', zeroblob(100000))", ""));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 2);
    /* The person reads the row's sentence, not the engine's. */
    assert_int_equal(
        db_script(w, "PRAGMA max_page_count = 1; CREATE TABLE x AS SELECT zeroblob(100000)", &e2),
        ST_UNREACHABLE);
    assert_string_equal(e2.msg, code_row(E_DISK_PENUH)->id);
    db_close(r);
    db_close(w);
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void files_that_are_no_database(void **state)
{
    struct db *db = (struct db *)folder;
    char path[160], u[192];

    (void)state;
    FAILS(E_DB_TIDAK_ADA, db_open(url, DB_READ, &db, e));
    assert_null(db);
    FAILS(E_DB_TIDAK_ADA, db_open_any(url, DB_WRITE, false, &db, e));
    snprintf(path, sizeof(path), "%s/teks.db", folder);
    put(path,
        "Ini bukan basis data, melainkan teks yang cukup panjang untuk sebuah kepala halaman SQLite.\n"
        "Ini bukan basis data, melainkan teks yang cukup panjang untuk sebuah kepala halaman SQLite.\n");
    snprintf(u, sizeof(u), "sqlite:%s", path);
    FAILS(E_DB_RUSAK, db_open_any(u, DB_WRITE, false, &db, e));
    FAILS(E_DB_RUSAK, db_open(u, DB_READ, &db, e));
    snprintf(u, sizeof(u), "sqlite:%s", folder);
    FAILS(E_DB_BUKA, db_open_any(u, DB_WRITE, true, &db, e));
    snprintf(u, sizeof(u), "sqlite:%s/teks.db/dalam.db", folder);
    FAILS(E_DB_BUKA, db_open_any(u, DB_WRITE, true, &db, e));
    assert_null(db);
}

/* A page overwritten in the middle is found, not returned as data. */
static void damage_is_found(void **state)
{
    struct db *db = fresh();
    char path[160];
    struct err e2 = ERR_NONE;
    struct rows r;
    enum status st;
    int fd;

    (void)state;
    OK(db_exec(db, NULL, e,
               "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
               " INSERT INTO t (id, nama) SELECT i, 'n' || i FROM n",
               ""));
    db_close(db);
    snprintf(path, sizeof(path), "%s/uji.db", folder);
    fd = open(path, O_RDWR);
    for (off_t at = 3 * 4096; at < lseek(fd, 0, SEEK_END); at += 4096)
        assert_int_equal(pwrite(fd, "rusak rusak rusak", 17, at), 17);
    close(fd);
    db = open_db(DB_READ);
    st = db_rows(db, &r, &e2, "SELECT id, nama FROM t", "");
    while (st == ST_OK && rows_next(&r))
        ;
    assert_int_equal(rows_end(&r, st, &e2), ST_FAIL);
    assert_int_equal(e2.code, E_DB_RUSAK);
    db_close(db);
}

static void files_are_private(void **state)
{
    struct db *db, *r;
    mode_t old = umask(0);
    struct stat s;
    char u[192], path[192];

    (void)state;
    snprintf(u, sizeof(u), "sqlite:%s/a/b/uji.db", folder);
    OK(db_open_any(u, DB_WRITE, true, &db, e));
    OK(db_script(db, schema, e));
    OK(db_open_any(u, DB_READ, false, &r, e));
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 1);
    umask(old);
    for (const char **n = (const char *[]){ "", "-wal", "-shm", ".lock", NULL }; *n; n++) {
        snprintf(path, sizeof(path), "%s/a/b/uji.db%s", folder, *n);
        print_message("%s\n", path);
        assert_int_equal(stat(path, &s), 0);
        assert_int_equal(s.st_mode & 07777, 0600);
    }
    for (const char **n = (const char *[]){ "a", "a/b", NULL }; *n; n++) {
        snprintf(path, sizeof(path), "%s/%s", folder, *n);
        assert_int_equal(stat(path, &s), 0);
        assert_int_equal(s.st_mode & 07777, 0700);
    }
    snprintf(path, sizeof(path), "%s/a/b/uji.db", folder);
    assert_string_equal(db_path(db), path);
    db_close(r);
    db_close(db);
}

static void urls(void **state)
{
    static const struct {
        const char *url, *dir, *out;
        enum code code;
    } rows[] = {
        { NULL, NULL, "sqlite:./data/tenayan.db", E_NONE },
        { NULL, "/srv/x", "sqlite:/srv/x/tenayan.db", E_NONE },
        { "sqlite:/a/b.db", "/srv/x", "sqlite:/a/b.db", E_NONE },
        { "postgresql://host/db", NULL, NULL, E_DB_MESIN },
        { "postgres://host/db", NULL, NULL, E_DB_MESIN },
        { "mysql://host/db", NULL, NULL, E_DB_URL },
        { "/a/b.db", NULL, NULL, E_DB_URL },
        { "sqlite:", NULL, NULL, E_DB_URL },
        { "sqlite::memory:", NULL, NULL, E_DB_URL },
        { "sqlite:/a/", NULL, NULL, E_DB_URL },
        { "sqlite:/a/nama-berkas-yang-panjangnya-melebihi-tempat-yang-disediakan.db", NULL, NULL, E_DB_URL },
    };
    struct db *db;
    char out[48];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        print_message("%s\n", rows[i].url ? rows[i].url : "(none)");
        if (rows[i].code == E_NONE) {
            OK(db_url(rows[i].url, rows[i].dir, out, sizeof(out), e));
            assert_string_equal(out, rows[i].out);
        } else {
            FAILS(rows[i].code, db_url(rows[i].url, rows[i].dir, out, sizeof(out), e));
        }
    }
    FAILS(E_DB_MESIN, db_open("postgresql://host/db", DB_READ, &db, e));
}

static void backup_is_a_copy(void **state)
{
    struct db *w = fresh(), *r = open_db(DB_READ), *copy;
    char path[160], u[192];
    struct dirent *f;
    DIR *d;

    (void)state;
    OK(db_exec(w, NULL, e,
               "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
               " INSERT INTO t (id, nama) SELECT i, 'n' || i FROM n",
               ""));
    OK(db_begin(w, e)); /* a transaction in flight is not in it and does not hold it up */
    OK(db_exec(w, NULL, e, "DELETE FROM t WHERE id > 1", ""));
    snprintf(path, sizeof(path), "%s/cadangan/salinan.db", folder);
    FAILS(E_IO, db_backup(r, path, e)); /* no such folder */
    snprintf(path, sizeof(path), "%s/salinan.db", folder);
    OK(db_backup(r, path, e));
    FAILS(E_IO, db_backup(r, path, e)); /* never over an existing file */
    OK(db_commit(w, e));
    for (d = opendir(folder); (f = readdir(d));)
        if (strncmp(f->d_name, "salinan", 7) == 0)
            assert_string_equal(f->d_name, "salinan.db");
    closedir(d);
    snprintf(u, sizeof(u), "sqlite:%s", path);
    OK(db_open_any(u, DB_READ, false, &copy, e));
    assert_int_equal(count(copy, "SELECT count(*) FROM t"), 5000);
    assert_int_equal(count(copy, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                     1);
    assert_int_equal(count(r, "SELECT count(*) FROM t"), 1);
    db_close(copy);
    db_checkpoint(w);
    db_close(r);
    db_close(w);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        T(parameters_have_numbers),
        T(values_survive),
        T(arguments_are_copied),
        T(wrong_statements_are_refused),
        T(constraints_have_codes),
        T(one_value),
        T(cache_nests_and_is_bounded),
        T(connections_are_set_up),
        T(readers_see_only_commits),
        T(savepoints_roll_back_alone),
        T(busy_ends),
        T(writers_take_turns),
        T(full_disk_fails_cleanly),
        T(files_that_are_no_database),
        T(damage_is_found),
        T(files_are_private),
        T(urls),
        T(backup_is_a_copy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

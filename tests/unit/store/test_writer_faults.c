/* The writer when something outside fails or competes: disk, COMMIT, the lock, another process. */
#include "writer_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* A CLI command and the server at once: neither loses or fails anything, neither waits for long. */
static void another_process_writes_too(void **state)
{
    enum { EACH = 300 };
    struct writer *w;
    struct cmd *m;
    struct db *db;
    int status;
    pid_t pid = fork(); /* before this process opens the database */

    (void)state;
    if (pid == 0) {
        struct err ce = ERR_NONE;
        int64_t longest = 0;
        bool ok = db_open(url, DB_WRITE, &db, &ce) == ST_OK;

        for (int i = 0; ok && i < EACH; i++) {
            struct cmd c = { .c = { .apply = cmd_apply }, .n = 1000000 + i };
            int64_t before = clock_monotonic();

            ok = command_run(db, &c.c, &ce) == ST_OK;
            longest = clock_monotonic() - before > longest ? clock_monotonic() - before : longest;
        }
        db_close(db);
        _exit(ok && longest < 5000000 ? 0 : 1);
    }
    m = commands(2 * EACH, INSERT);
    w = start(2 * EACH);
    for (int i = 0; i < 2 * EACH; i++) {
        assert_true(writer_submit(w, &m[i].c));
        if (i % 4 == 0)
            wait_done(i - 3);
    }
    wait_done(2 * EACH);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    for (int i = 0; i < 2 * EACH; i++)
        assert_int_equal(m[i].c.st, ST_OK);
    writer_stop(w);
    assert_int_equal(rows_stored(), 3 * EACH);
    free(m);
}

static void disk_full_inside_a_group(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(20, INSERT), *h = hold(w);
    struct db *db;

    (void)state;
    m[5].what = FILL_DISK;
    m[11].what = GROW;
    submit_all(w, m, 20);
    let_go();
    wait_done(21);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(m[i].c.st, i == 11 ? ST_UNREACHABLE : ST_OK);
    }
    assert_int_equal(m[11].c.err.code, E_DISK_PENUH);
    /* SQLite gave up the whole transaction; what came before was applied again, not lost. */
    assert_int_equal(rows_stored(), 20);
    writer_stop(w);
    db = open_db(DB_READ);
    assert_int_equal(count(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                     1);
    db_close(db);
    free(m);
    free(h);
}

static void deferred_key_fails_alone(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(20, INSERT), *h = hold(w);

    (void)state;
    m[7].what = BREAK_DEFERRED;
    submit_all(w, m, 20);
    let_go();
    wait_done(21);
    for (int i = 0; i < 20; i++)
        assert_int_equal(m[i].c.err.code, i == 7 ? E_DB_ACUAN : E_NONE);
    assert_int_equal(rows_stored(), 20);
    writer_stop(w);
    free(m);
    free(h);
}

static void file_limit(rlim_t bytes)
{
    struct rlimit l;

    getrlimit(RLIMIT_FSIZE, &l);
    l.rlim_cur = bytes < l.rlim_max ? bytes : l.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

/* The WAL may not grow: every statement succeeds in the cache, COMMIT cannot write. */
static void commit_fails_for_the_whole_group(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(12, INSERT), *h = hold(w), *later = commands(1, INSERT);
    char path[160];
    struct stat s;

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    m[4].what = FAIL_LATE;
    submit_all(w, m, 12);
    snprintf(path, sizeof(path), "%s/uji.db-wal", folder);
    assert_int_equal(stat(path, &s), 0);
    file_limit((rlim_t)s.st_size);
    let_go();
    wait_done(13);
    file_limit(RLIM_INFINITY);
    for (int i = 0; i < 12; i++)
        assert_int_equal(m[i].c.err.code, E_IO);
    assert_int_equal(h->c.err.code, E_IO);
    assert_int_equal(rows_stored(), 0);
    submit_all(w, later, 1); /* the writer goes on */
    wait_done(14);
    assert_int_equal(later->c.st, ST_OK);
    assert_int_equal(rows_stored(), 1);
    writer_stop(w);
    free(m);
    free(h);
    free(later);
}

static void busy_fails_the_group(void **state)
{
    struct writer *w;
    struct db *other = open_db(DB_WRITE);
    struct cmd *m = commands(12, INSERT), *later = commands(1, INSERT);

    (void)state;
    db_busy_ms = 100;
    w = start(100);
    OK(db_begin(other, e));
    submit_all(w, m, 12);
    wait_done(12);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(m[i].c.err.code, E_SIBUK);
        assert_int_equal(m[i].applied, 0);
    }
    OK(db_commit(other, e));
    submit_all(w, later, 1);
    wait_done(13);
    assert_int_equal(later->c.st, ST_OK);
    writer_stop(w);
    db_close(other);
    free(m);
    free(later);
}

static void without_a_thread(void **state)
{
    struct db *db = open_db(DB_WRITE);
    struct cmd *m = commands(3, INSERT);
    struct err e = ERR_NONE;

    (void)state;
    m[1].what = FAIL_LATE;
    m[2].what = BREAK_DEFERRED;
    assert_int_equal(command_run(db, &m[0].c, &e), ST_OK);
    assert_int_equal(command_run(db, &m[1].c, &e), ST_CONFLICT);
    assert_true(e.code == E_KONFLIK && m[1].c.err.code == E_KONFLIK && m[1].c.st == ST_CONFLICT);
    assert_int_equal(command_run(db, &m[2].c, &e), ST_CONFLICT);
    assert_int_equal(e.code, E_DB_ACUAN);
    assert_false(db_in_transaction(db));
    assert_int_equal(count(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
    free(m);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        T(another_process_writes_too), /* first: it forks */
        T(disk_full_inside_a_group),   T(deferred_key_fails_alone), T(commit_fails_for_the_whole_group),
        T(busy_fails_the_group),       T(without_a_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

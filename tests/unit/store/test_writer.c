/* The writer's contract: groups, savepoints, order, limits, stopping. */
#include "writer_fixture.h"

static void fifty_in_one_group_one_fails(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(50, INSERT), *h = hold(w);
    struct writer_stats s;

    (void)state;
    m[0].n = 1;
    m[17].what = FAIL_LATE;
    m[30].what = BREAK_KEY;
    submit_all(w, m, 50);
    let_go();
    wait_done(51);
    writer_stats(w, &s);
    assert_int_equal(s.commands, 51);
    assert_int_equal(s.failed, 2);
    assert_int_equal(s.queued, 0);
    print_message("51 commands in %d groups\n", (int)s.groups);
    assert_true(s.groups >= 2 && s.groups <= 12); /* 2, or some more on a machine that needs over 5 ms */
    for (int i = 0; i < 50; i++) {
        assert_int_equal(m[i].applied, 1);
        assert_int_equal(m[i].c.st, i == 17 || i == 30 ? ST_CONFLICT : ST_OK);
    }
    assert_int_equal(m[17].c.err.code, E_KONFLIK);
    assert_int_equal(m[30].c.err.code, E_DB_GANDA);
    assert_int_equal(rows_stored(), 49); /* the late failure's row is gone too */
    writer_stop(w);
    free(m);
    free(h);
}

static _Atomic int wrong;

static void done_sees_its_row(struct command *c)
{
    struct cmd *m = (struct cmd *)c;
    char sql[64];

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM t WHERE n = %lld", (long long)m->n);
    if (seen(witness, sql) != (m->c.st == ST_OK))
        atomic_fetch_add(&wrong, 1);
    cmd_done(c);
}

/* From another connection: nothing before COMMIT, everything at the acknowledgement. */
static void acknowledged_means_committed(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(40, INSERT), *h;

    (void)state;
    h = hold(w);
    witness = open_db(DB_READ);
    for (int i = 0; i < 40; i++)
        m[i].c.done = done_sees_its_row;
    m[3].what = FAIL_LATE;
    submit_all(w, m, 20);
    let_go();
    wait_done(21);
    submit_all(w, m + 20, 20);
    wait_done(41);
    writer_stop(w);
    assert_int_equal(atomic_load(&wrong), 0);
    db_close(witness);
    witness = NULL;
    assert_int_equal(rows_stored(), 40);
    free(m);
    free(h);
}

static void uncommitted_is_invisible(void **state)
{
    struct writer *w = start(100);
    struct cmd *m = commands(30, INSERT), *h;

    (void)state;
    h = hold(w);
    witness = open_db(DB_READ);
    submit_all(w, m, 30);
    let_go();
    wait_done(31);
    assert_int_equal(atomic_load(&visible_early), 0);
    writer_stop(w);
    db_close(witness);
    witness = NULL;
    free(m);
    free(h);
}

static void interactive_first_and_one_chunk_per_group(void **state)
{
    struct writer *w = start(100);
    struct cmd *b = commands(3, INSERT), *m = commands(10, INSERT), *h = hold(w);
    int first_bulk = -1, last_interactive = -1;
    bool done_between = true;

    (void)state;
    for (int i = 0; i < 3; i++)
        b[i].c.bulk = true;
    submit_all(w, b, 3);
    submit_all(w, m, 10);
    let_go();
    wait_done(14);
    writer_stop(w);
    for (int i = 0; i < atomic_load(&nhappened); i++) {
        int64_t n = happened[i];

        if (n >= b[0].n && n <= b[2].n) {
            assert_true(done_between);
            done_between = false;
            first_bulk = first_bulk < 0 ? i : first_bulk;
        } else if (n > 0 && n >= m[0].n && n <= m[9].n) {
            last_interactive = i;
        } else if (n < 0) {
            done_between = true;
        }
    }
    assert_true(last_interactive < first_bulk);
    free(b);
    free(m);
    free(h);
}

static struct writer *busy_writer;
static _Atomic bool enough;
static _Atomic int outstanding;

static void done_and_again(struct command *c)
{
    struct cmd *m = (struct cmd *)c;

    atomic_fetch_add(&ndone, 1);
    m->n += 1000;
    if (atomic_load(&enough) || !writer_submit(busy_writer, c))
        atomic_fetch_sub(&outstanding, 1);
}

/* Twenty commands of 1 ms that return at once keep every group full; the chunk still gets its turn. */
static void chunks_are_not_starved(void **state)
{
    struct writer *w = busy_writer = start(100);
    struct cmd *m = commands(20, SLEEP), *b = commands(1, INSERT);
    struct err e = ERR_NONE;
    int before;

    (void)state;
    atomic_store(&enough, false);
    atomic_store(&outstanding, 20);
    for (int i = 0; i < 20; i++)
        m[i].c.done = done_and_again;
    submit_all(w, m, 20);
    wait_done(40);
    before = atomic_load(&ndone);
    b->c.bulk = true;
    b->c.done = NULL;
    assert_int_equal(writer_run(w, &b->c, &e), ST_OK);
    print_message("%d commands went first\n", atomic_load(&ndone) - before);
    assert_true(atomic_load(&ndone) - before < 300);
    atomic_store(&enough, true);
    while (atomic_load(&outstanding) > 0)
        usleep(1000);
    writer_stop(w);
    free(m);
    free(b);
}

static void groups_are_bounded(void **state)
{
    struct writer *w = start(1000);
    struct cmd *m = commands(700, INSERT), *h = hold(w);
    int open = 0, most = 0;

    (void)state;
    submit_all(w, m, 700);
    let_go();
    wait_done(701);
    writer_stop(w);
    for (int i = 0; i < atomic_load(&nhappened); i++) {
        open += happened[i] > 0 ? 1 : -1;
        most = open > most ? open : most;
    }
    assert_int_equal(open, 0);
    assert_true(most > 1 && most <= 256);
    assert_int_equal(rows_stored(), 701);
    free(m);
    free(h);
}

static void full_queue_refuses(void **state)
{
    struct writer *w = start(5);
    struct cmd *m = commands(8, INSERT), *h = hold(w), *b = commands(6, INSERT);
    struct err e = ERR_NONE;
    int taken = 0;

    (void)state;
    submit_all(w, m, 5);
    assert_false(writer_submit(w, &m[5].c));
    m[6].c.done = NULL;
    assert_int_equal(writer_run(w, &m[6].c, &e), ST_AGAIN);
    assert_int_equal(e.code, E_SIBUK);
    for (int i = 0; i < 6; i++) { /* chunks have their own bound */
        b[i].c.bulk = true;
        taken += writer_submit(w, &b[i].c);
    }
    assert_true(taken > 0 && taken < 6);
    let_go();
    wait_done(1 + 5 + taken);
    assert_int_equal(m[5].applied + m[6].applied, 0);
    writer_stop(w);
    free(m);
    free(h);
    free(b);
}

static void stop_drains(void **state)
{
    struct writer *w = start(1000);
    struct cmd *m = commands(500, INSERT);
    char path[160];
    struct stat s;

    (void)state;
    submit_all(w, m, 500);
    writer_stop(w);
    assert_int_equal(atomic_load(&ndone), 500);
    assert_int_equal(rows_stored(), 500);
    snprintf(path, sizeof(path), "%s/uji.db-wal", folder);
    assert_true(stat(path, &s) != 0 || s.st_size == 0); /* checkpointed */
    writer_stop(NULL);
    free(m);
}

static void *run_many(void *arg)
{
    struct writer *w = arg;
    struct cmd *m = commands(1, INSERT);
    static _Atomic int64_t next = 1000;
    int failed = 0;

    for (int i = 0; i < 100; i++) {
        struct err e = ERR_NONE;

        m->c.done = NULL;
        m->c.bulk = i % 10 == 0;
        m->n = atomic_fetch_add(&next, 1);
        m->what = i % 7 == 0 ? FAIL_LATE : INSERT;
        if (writer_run(w, &m->c, &e) != ST_OK) {
            failed++;
            if (e.code != E_KONFLIK || m->c.err.code != E_KONFLIK)
                failed += 1000;
        }
    }
    free(m);
    return (void *)(intptr_t)failed;
}

static void threads_wait_for_their_command(void **state)
{
    struct writer *w = start(50);
    pthread_t t[6];

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++)
        pthread_create(&t[i], NULL, run_many, w);
    for (size_t i = 0; i < COUNT(t); i++) {
        void *failed;

        pthread_join(t[i], &failed);
        assert_int_equal((intptr_t)failed, 15);
    }
    assert_int_equal(rows_stored(), 6 * 85);
    writer_stop(w);
}

static void *submit_chunk(void *arg)
{
    struct cmd *m = commands(1, INSERT);
    struct err e = ERR_NONE;
    enum status st;

    m->c.done = NULL;
    m->c.bulk = true;
    m->n = 5000000 + (intptr_t)&m; /* any number of its own */
    st = writer_run(arg, &m->c, &e);
    free(m);
    return (void *)(intptr_t)st;
}

/* Jobs that wait for room or for their chunk while the writer stops get an answer, and memory stays valid. */
static void stop_answers_waiting_jobs(void **state)
{
    struct writer *w = start(50);
    struct cmd *h = hold(w);
    pthread_t t[12];
    int ok = 0, refused = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(t); i++)
        pthread_create(&t[i], NULL, submit_chunk, w);
    usleep(30000);
    let_go();
    writer_stop(w);
    for (size_t i = 0; i < COUNT(t); i++) {
        void *st;

        pthread_join(t[i], &st);
        ok += (intptr_t)st == ST_OK;
        refused += (intptr_t)st == ST_AGAIN;
    }
    assert_int_equal(ok + refused, 12);
    assert_true(ok >= 4);
    assert_int_equal(rows_stored(), ok + 1);
    free(h);
}

static void old_schema_is_not_written(void **state)
{
    struct writer *w = (struct writer *)folder;
    struct db *db = open_db(DB_WRITE);

    (void)state;
    OK(db_exec(db, NULL, e, "INSERT INTO skema_versi VALUES (2, 'baru', '2027', 'x')", ""));
    FAILS(E_SKEMA_BARU, writer_start(url, 10, &w, e));
    assert_null(w);
    db_close(db);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        T(fifty_in_one_group_one_fails),
        T(acknowledged_means_committed),
        T(uncommitted_is_invisible),
        T(interactive_first_and_one_chunk_per_group),
        T(chunks_are_not_starved),
        T(groups_are_bounded),
        T(full_queue_refuses),
        T(stop_drains),
        T(threads_wait_for_their_command),
        T(stop_answers_waiting_jobs),
        T(old_schema_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

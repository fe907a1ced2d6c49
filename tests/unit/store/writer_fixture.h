/* A writer on a small schema, and commands that note when they were applied and acknowledged. */
#ifndef UNIT_STORE_WRITER_FIXTURE_H
#define UNIT_STORE_WRITER_FIXTURE_H

#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "store/writer.h"

static const char schema[] =
    "CREATE TABLE t (id @ID@, n @BIG@ UNIQUE, isi @BLOB@) @STRICT@;"
    "CREATE TABLE tunda (t @BIG@ REFERENCES t DEFERRABLE INITIALLY DEFERRED) @STRICT@;";
const struct asset assets[] = { { "schema/0001_uji.sql", (const unsigned char *)schema,
                                  sizeof(schema) - 1 } };
const size_t assets_count = 1;

/* One command; what it does when applied is `what`. */
enum what { INSERT, BREAK_KEY, BREAK_DEFERRED, GROW, FAIL_LATE, SLEEP, FILL_DISK, HOLD };
struct cmd {
    struct command c;
    int64_t n;
    enum what what;
    int applied; /* times */
};

/* What happened, in order: n on apply, -n on done. Only the writer thread writes while it runs. */
static int64_t happened[20000];
static _Atomic int nhappened, ndone;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; /* a HOLD command waits for it */
static _Atomic bool held;
static _Atomic int visible_early; /* times that the witness saw other rows than the acknowledged ones */
static struct db *witness;        /* reads from the writer thread */

/* For the writer thread, from which cmocka cannot jump out: -1 if the query failed. */
static inline int64_t seen(struct db *db, const char *sql)
{
    struct err e = ERR_NONE;
    int64_t n;

    return db_int(db, &n, &e, sql, "") == ST_OK ? n : -1;
}

static inline void note(int64_t n)
{
    int at = atomic_fetch_add(&nhappened, 1);

    if (at < (int)COUNT(happened))
        happened[at] = n;
}

static inline enum status cmd_apply(struct command *c, struct db *db, struct err *e)
{
    struct cmd *m = (struct cmd *)c;
    struct timespec ms = { 0, 1000000 };
    char sql[64];
    enum status st = ST_OK;

    m->applied++;
    note(m->n);
    switch (m->what) {
    case SLEEP:
        nanosleep(&ms, NULL);
        break;
    case HOLD:
        atomic_store(&held, true);
        pthread_mutex_lock(&gate);
        pthread_mutex_unlock(&gate);
        break;
    case FILL_DISK:
        snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %d", (int)seen(db, "PRAGMA page_count") + 4);
        st = db_script(db, sql, e);
        break;
    default:
        break;
    }
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "INSERT INTO t (n, isi) VALUES ($1, zeroblob($2))", "ii",
                     m->what == BREAK_KEY ? (int64_t)1 : m->n, (int64_t)(m->what == GROW ? 200000 : 10));
    if (st == ST_OK && m->what == BREAK_DEFERRED)
        st = db_exec(db, NULL, e, "INSERT INTO tunda VALUES (12345)", "");
    if (st == ST_OK && m->what == FAIL_LATE)
        st = err_set(e, E_KONFLIK, NULL);
    if (witness && seen(witness, "SELECT count(*) FROM t") != atomic_load(&ndone))
        atomic_fetch_add(&visible_early, 1);
    return st;
}

static inline void cmd_done(struct command *c)
{
    note(-((struct cmd *)c)->n);
    atomic_fetch_add(&ndone, 1);
}

static _Atomic int64_t next_number; /* unique within a test */

static inline struct cmd *commands(int n, enum what what)
{
    struct cmd *m = mem_alloc(sizeof(*m) * (size_t)n);

    for (int i = 0; i < n; i++)
        m[i] = (struct cmd){ .c = { .apply = cmd_apply, .done = cmd_done },
                             .n = atomic_fetch_add(&next_number, 1),
                             .what = what };
    return m;
}

static inline int setup(void **state)
{
    struct db *db;

    if (folder_setup(state) != 0)
        return -1;
    db = open_db(DB_WRITE);
    OK(migrate_run(db, false, NULL, NULL, e));
    db_close(db);
    atomic_store(&next_number, 100);
    atomic_store(&nhappened, 0);
    atomic_store(&ndone, 0);
    atomic_store(&held, false);
    atomic_store(&visible_early, 0);
    witness = NULL;
    return 0;
}

static inline struct writer *start(size_t limit)
{
    struct writer *w = NULL;

    OK(writer_start(url, limit, &w, e));
    return w;
}

static inline void wait_done(int n)
{
    int64_t since = clock_monotonic();
    struct timespec t = { 0, 200000 };

    while (atomic_load(&ndone) < n) {
        if (clock_monotonic() - since > 60000000)
            fail_msg("only %d of %d done", atomic_load(&ndone), n);
        nanosleep(&t, NULL);
    }
}

/* Keeps the writer in one command for longer than a group may take, so that what follows queues up. */
static inline struct cmd *hold(struct writer *w)
{
    struct cmd *m = commands(1, HOLD);
    struct timespec t = { 0, 200000 };

    pthread_mutex_lock(&gate);
    assert_true(writer_submit(w, &m->c));
    while (!atomic_load(&held))
        nanosleep(&t, NULL);
    return m;
}

static inline void let_go(void)
{
    struct timespec t = { 0, 8000000 };

    nanosleep(&t, NULL);
    pthread_mutex_unlock(&gate);
}

static inline int64_t rows_stored(void)
{
    struct db *db = open_db(DB_READ);
    int64_t n = count(db, "SELECT count(*) FROM t");

    db_close(db);
    return n;
}

static inline void submit_all(struct writer *w, struct cmd *m, int n)
{
    for (int i = 0; i < n; i++)
        assert_true(writer_submit(w, &m[i].c));
}

#endif

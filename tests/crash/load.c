#include "load.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/writer.h"

enum { PARTS = 3, FAIL_EVERY = 13, FAIL_REST = 5, BULK_EVERY = 50, ISI_MAX = 3000 };

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS uji_perintah (n INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE IF NOT EXISTS uji_bagian (kunci INTEGER, bagian INTEGER, n INTEGER NOT NULL REFERENCES "
    "uji_perintah,"
    " isi BLOB NOT NULL, PRIMARY KEY (kunci, bagian)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS uji_jumlah (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
    "INSERT INTO uji_jumlah VALUES (1, 0) ON CONFLICT DO NOTHING;";

struct cmd {
    struct command c;
    int64_t n;
    struct run *run;
};

struct run {
    const struct load *l;
    sem_t room;
    atomic_bool over;
};

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
    return x ^ (x >> 33);
}

/* The bytes that part `part` of command `n` must hold. */
static size_t content(int64_t n, int part, unsigned char out[ISI_MAX])
{
    uint64_t x = mix((uint64_t)n * PARTS + (uint64_t)part + 1);
    size_t len = x % ISI_MAX;

    for (size_t i = 0; i < len; i++) {
        if (i % 8 == 0)
            x = mix(x + i);
        out[i] = (unsigned char)(x >> (i % 8 * 8));
    }
    return len;
}

static bool meant_to_fail(int64_t n)
{
    return n % FAIL_EVERY == FAIL_REST;
}

static void line(int fd, const char *text)
{
    size_t len = strlen(text);

    if (write(fd, text, len) != (ssize_t)len)
        _exit(3);
}

static void acknowledge(const struct cmd *m, enum status st, enum code code)
{
    char text[96];

    if (st == ST_OK)
        snprintf(text, sizeof(text), "ack %lld\n", (long long)m->n);
    else
        snprintf(text, sizeof(text), "nak %lld %s\n", (long long)m->n, code_row(code)->name);
    line(m->run->l->fd, text);
}

static enum status apply(struct command *c, struct db *db, struct err *e)
{
    struct cmd *m = (struct cmd *)c;
    unsigned char isi[ISI_MAX];
    enum status st;

    st = db_exec(db, NULL, e, "INSERT INTO uji_perintah (n) VALUES ($1)", "i", m->n);
    for (int part = 0; part < PARTS && st == ST_OK; part++) {
        size_t len = content(m->n, part, isi);

        if (part == 2 && meant_to_fail(m->n))
            return err_set(e, E_KONFLIK, NULL);
        st = db_exec(db, NULL, e, "INSERT INTO uji_bagian (kunci, bagian, n, isi) VALUES ($1, $2, $3, $4)",
                     "iiib", (int64_t)(mix((uint64_t)m->n) >> 1), (int64_t)part, m->n, isi, len);
    }
    if (st == ST_OK)
        st = db_exec(db, NULL, e, "UPDATE uji_jumlah SET n = n + 1 WHERE id = 1", "");
    if (st == ST_OK && m->run->l->early)
        acknowledge(m, st, E_NONE);
    return st;
}

static void done(struct command *c)
{
    struct cmd *m = (struct cmd *)c;
    struct run *run = m->run;

    if (!run->l->early)
        acknowledge(m, c->st, c->err.code);
    free(m);
    sem_post(&run->room);
}

static enum status set_checkpoint(struct command *c, struct db *db, struct err *e)
{
    char sql[64];

    snprintf(sql, sizeof(sql), "PRAGMA wal_autocheckpoint = %d", ((struct cmd *)c)->run->l->checkpoint);
    return db_script(db, sql, e);
}

/* The three numbers that must agree in every snapshot. */
static enum status counts(struct db *db, int64_t out[3], struct err *e)
{
    static const char *const sql[] = { "SELECT count(*) FROM uji_perintah",
                                       "SELECT n FROM uji_jumlah WHERE id = 1",
                                       "SELECT count(*) FROM uji_bagian" };
    enum status st = db_snapshot(db, e);

    for (int i = 0; i < 3 && st == ST_OK; i++)
        st = db_int(db, &out[i], e, sql[i], "");
    db_snapshot_end(db);
    return st;
}

static void *look_on(void *arg)
{
    struct run *run = arg;
    struct err e = ERR_NONE;
    struct db *db = NULL;
    enum status st = db_open(run->l->url, DB_READ, &db, &e);
    int64_t n[3] = { 0 };
    char text[640];

    while (st == ST_OK && !atomic_load(&run->over)) {
        st = counts(db, n, &e);
        if (st == ST_OK && (n[0] != n[1] || n[2] != PARTS * n[0])) {
            line(run->l->fd, "bad half a command seen\n");
            break;
        }
        usleep(500);
    }
    if (st != ST_OK) {
        snprintf(text, sizeof(text), "bad reader: %s\n", e.msg);
        line(run->l->fd, text);
    }
    db_close(db);
    return NULL;
}

bool load_run(const struct load *l)
{
    struct run run = { .l = l };
    struct cmd setup = { .c = { .apply = set_checkpoint }, .run = &run };
    struct writer *w = NULL;
    struct err e = ERR_NONE;
    pthread_t reader;

    if (writer_start(l->url, (size_t)l->in_flight, &w, &e) != ST_OK ||
        (l->checkpoint && writer_run(w, &setup.c, &e) != ST_OK)) {
        fprintf(stderr, "load: %s\n", e.msg);
        writer_stop(w);
        return false;
    }
    sem_init(&run.room, 0, (unsigned)l->in_flight);
    pthread_create(&reader, NULL, look_on, &run);
    for (int64_t n = l->first; n < l->first + l->count; n++) {
        struct cmd *m = mem_alloc(sizeof(*m));

        *m = (struct cmd){ .c = { .apply = apply, .done = done, .bulk = n % BULK_EVERY == 0 },
                           .n = n,
                           .run = &run };
        sem_wait(&run.room);
        while (!writer_submit(w, &m->c))
            usleep(200); /* chunks have a bound of their own */
    }
    for (int i = 0; i < l->in_flight; i++)
        sem_wait(&run.room);
    atomic_store(&run.over, true);
    pthread_join(reader, NULL);
    writer_stop(w);
    sem_destroy(&run.room);
    return true;
}

bool load_prepare(const char *url)
{
    struct err e = ERR_NONE;
    struct db *db = NULL;
    bool ok = db_open_any(url, DB_WRITE, true, &db, &e) == ST_OK &&
              migrate_run(db, false, NULL, NULL, &e) == ST_OK && db_script(db, tables, &e) == ST_OK;

    if (!ok)
        fprintf(stderr, "load: %s\n", e.msg);
    db_close(db);
    return ok;
}

/* Checking -------------------------------------------------------------------------------------------- */

static bool say(char *why, unsigned size, const char *text, int64_t n)
{
    snprintf(why, size, "%s (%lld)", text, (long long)n);
    return false;
}

static enum status check_content(struct db *db, bool *good, struct err *e)
{
    unsigned char isi[ISI_MAX];
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT n, bagian, isi FROM uji_bagian", "");

    while (st == ST_OK && rows_next(&r)) {
        size_t len = 0, want = content(row_int(&r, 0), (int)row_int(&r, 1), isi);
        const void *p = row_blob(&r, 2, &len);

        *good = *good && len == want && (len == 0 || memcmp(p, isi, len) == 0);
    }
    return rows_end(&r, st, e);
}

static enum status check_presence(struct db *db, bool *there, int64_t limit, bool *good, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, "SELECT n FROM uji_perintah", "");

    while (st == ST_OK && rows_next(&r)) {
        int64_t n = row_int(&r, 0);

        *good = *good && n > 0 && n < limit && !meant_to_fail(n);
        if (n > 0 && n < limit)
            there[n] = true;
    }
    return rows_end(&r, st, e);
}

bool load_check(const char *url, const bool *acked, const bool *denied, int64_t limit, char *why,
                unsigned size)
{
    bool *there = mem_alloc((size_t)limit), good = true, ok = false;
    struct err e = ERR_NONE;
    struct db *db = NULL;
    int64_t n[3], faults = 0;

    /* Whoever opens it first recovers it, with write access. */
    if (db_open(url, DB_WRITE, &db, &e) != ST_OK || counts(db, n, &e) != ST_OK ||
        db_int(db, &faults, &e,
               "SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok')"
               " + (SELECT count(*) FROM pragma_foreign_key_check)",
               "") != ST_OK ||
        check_content(db, &good, &e) != ST_OK || check_presence(db, there, limit, &good, &e) != ST_OK) {
        snprintf(why, size, "cannot be read: %s", e.msg);
        goto out;
    }
    if (faults || !good || n[0] != n[1] || n[2] != PARTS * n[0]) {
        say(why, size, faults ? "structure damaged" : good ? "half a command" : "wrong content", faults);
        goto out;
    }
    for (int64_t i = 0; i < limit; i++)
        if (acked[i] && !there[i]) {
            say(why, size, "acknowledged command is missing", i);
            goto out;
        } else if (denied && denied[i] && there[i]) {
            say(why, size, "failed command is there", i);
            goto out;
        }
    ok = true;
out:
    db_close(db);
    free(there);
    return ok;
}

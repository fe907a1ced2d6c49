/* A database of its own for every test, with a small schema in place of the real one: the test program
 * defines the table of embedded files itself, so the linker leaves the generated one out. */
#ifndef UNIT_STORE_FIXTURE_H
#define UNIT_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/assets.h"
#include "store/db_sqlite.h"
#include "store/migrate.h"

static char folder[64];
static char url[128];

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static inline int folder_setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/tenayan-store-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(url, sizeof(url), "sqlite:%s/uji.db", folder);
    return 0;
}

static inline int folder_teardown(void **state)
{
    (void)state;
    db_busy_ms = 30000;
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

/* The call must succeed; a failure shows its sentence. */
#define OK(call)                                                                                             \
    do {                                                                                                     \
        struct err ok_e = ERR_NONE, *e = &ok_e;                                                              \
        if ((call) != ST_OK)                                                                                 \
            fail_msg("%s: %s (%s)", #call, ok_e.msg, code_row(ok_e.code)->name);                             \
    } while (0)

/* The call must fail with `c`, and its status must be that of the row. */
#define FAILS(c, call)                                                                                       \
    do {                                                                                                     \
        struct err f_e = ERR_NONE, *e = &f_e;                                                                \
        enum status f_st = (call);                                                                           \
        if (f_e.code != (c) || f_st != code_row(c)->status)                                                  \
            fail_msg("%s: %s instead of %s", #call, code_row(f_e.code)->name, code_row(c)->name);            \
    } while (0)

static inline struct db *open_db(enum db_mode mode)
{
    struct db *db = NULL;

    OK(db_open_any(url, mode, mode == DB_WRITE, &db, e));
    return db;
}

static inline int64_t count(struct db *db, const char *sql)
{
    int64_t n = -1;

    OK(db_int(db, &n, e, sql, ""));
    return n;
}

#endif

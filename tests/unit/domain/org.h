/* A database per test, and short ways to put units, posts and people into it through the domain's own doors.
 */
#ifndef UNIT_DOMAIN_ORG_H
#define UNIT_DOMAIN_ORG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/log.h"
#include "domain/jabatan.h"
#include "domain/pegawai.h"
#include "domain/penugasan.h"
#include "domain/unit.h"
#include "store/migrate.h"

static struct db *db;
static struct err err;
static struct arena *mem;
static char folder[64], url[128];

#define OK(call)                                                                                             \
    do {                                                                                                     \
        enum status got_ = (call);                                                                           \
        if (got_ != ST_OK)                                                                                   \
            fail_msg("%s: %s (%s)", #call, err.msg, code_row(err.code)->name);                               \
    } while (0)
/* The call is refused with exactly this code. */
#define REFUSED(call, wanted)                                                                                \
    do {                                                                                                     \
        err_clear(&err);                                                                                     \
        assert_int_not_equal((call), ST_OK);                                                                 \
        assert_string_equal(code_row(err.code)->name, code_row(wanted)->name);                               \
        err_clear(&err);                                                                                     \
    } while (0)

static int org_open(void **state)
{
    (void)state;
    assert_true(sodium_init() >= 0);
    log_level_set(LOG_ERROR);
    err_clear(&err);
    mem = arena_new();
    snprintf(folder, sizeof(folder), "/tmp/tenayan-org-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(url, sizeof(url), "sqlite:%s/t.db", folder);
    OK(db_open_any(url, DB_WRITE, true, &db, &err));
    OK(migrate_run(db, false, NULL, NULL, &err));
    return 0;
}

static int org_close(void **state)
{
    char command[128];

    (void)state;
    db_close(db);
    db = NULL;
    arena_free(mem);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

static inline int64_t mk_unit(const char *kode, int64_t induk)
{
    struct unit_baru u = {
        .kode = kode, .nama = kode, .jenis = "dinas", .induk_id = induk, .mulai = "2020-01-01"
    };

    OK(unit_add(db, &u, &err));
    return u.out_id;
}

static inline int64_t mk_post(const char *nama, int64_t unit, enum jabatan_jenis jenis, bool kepala,
                              int64_t atasan)
{
    struct jabatan j = { .nama = (char *)(uintptr_t)nama,
                         .unit_id = unit,
                         .jenis = jenis,
                         .kepala = kepala,
                         .atasan_id = atasan };

    OK(jabatan_add(db, &j, &err));
    return j.id;
}

/* The n-th person, 1..999. */
static inline int64_t mk_person(int n, const char *nama)
{
    char nip[19];
    struct pegawai p = { .nip = nip, .nama = (char *)(uintptr_t)nama, .status = (char *)(uintptr_t) "pns" };

    snprintf(nip, sizeof(nip), "198501012010011%03u", (unsigned)n % 1000);
    OK(pegawai_add(db, &p, &err));
    return p.id;
}

static inline struct penugasan assignment(int64_t person, int64_t post, enum penugasan_jenis jenis,
                                          const char *from, const char *until)
{
    struct penugasan t = { .pegawai_id = person, .jabatan_id = post, .jenis = jenis };

    snprintf(t.mulai, sizeof(t.mulai), "%s", from);
    snprintf(t.selesai, sizeof(t.selesai), "%s", until);
    if (jenis != TUGAS_DEFINITIF) {
        snprintf(t.dasar_nomor, sizeof(t.dasar_nomor), "800/7/2024");
        snprintf(t.dasar_tanggal, sizeof(t.dasar_tanggal), "2024-12-20");
    }
    return t;
}

static inline int64_t mk_hold(int64_t person, int64_t post, enum penugasan_jenis jenis, const char *from,
                              const char *until)
{
    struct penugasan t = assignment(person, post, jenis, from, until);

    OK(penugasan_add(db, &t, &err));
    return t.id;
}

#endif

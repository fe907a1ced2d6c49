/* A small city with a scored year: one database file per test, real migrations, real plugins in real hosts.
 * Rows by SQL. Scheme at the city, indicators of `uji` (below) at the city too. */
#ifndef UNIT_SCORING_DUNIA_H
#define UNIT_SCORING_DUNIA_H

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

#include "base/json.h"
#include "base/log.h"
#include "domain/aktivasi.h"
#include "domain/perintah.h"
#include "scoring/pasang.h"
#include "script/release.h"
#include "scoring/run.h"
#include "scoring/saran.h"
#include "scoring/verify.h"
#include "store/migrate.h"

/* Under sanitizers the suites use a host of the release build (TENAYAN_HOST). */
#define HOST_EXE (getenv("TENAYAN_HOST") ? getenv("TENAYAN_HOST") : BINARY_DIR "/hostchild")

enum { KOTA = 1, KECAMATAN, DINKES, PUSKESMAS };
enum { TAHUN = 1, TW1 = 2, JAN = 6 }; /* periods of 2025: year 1, quarters 2..5, months 6..17 */

static char folder[64];
static char url[128];
static struct db *db;
static struct arena *arena;
static struct host *host;

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

#define OK(call)                                                                                             \
    do {                                                                                                     \
        struct err ok_e = ERR_NONE, *e = &ok_e;                                                              \
        if ((call) != ST_OK)                                                                                 \
            fail_msg("%s: %s (%s)", #call, ok_e.msg, code_row(ok_e.code)->name);                             \
    } while (0)
#define REFUSED(want, call)                                                                                  \
    do {                                                                                                     \
        struct err no_e = ERR_NONE, *e = &no_e;                                                              \
        enum status no_st = (call);                                                                          \
        if (no_st != code_row(want)->status || no_e.code != (want))                                          \
            fail_msg("%s: expected %s, got %s: %s", #call, code_row(want)->name, code_row(no_e.code)->name,  \
                     no_e.msg);                                                                              \
    } while (0)
#define SQL(text, ...) OK(db_exec(db, NULL, e, text, __VA_ARGS__))

static inline int64_t count(const char *sql)
{
    int64_t n = -1;

    OK(db_int(db, &n, e, sql, ""));
    return n;
}

static inline char *text_of(const char *sql)
{
    char *s = NULL;

    OK(db_text(db, &s, arena, e, sql, ""));
    return s;
}

static const char world[] =
    "INSERT INTO unit (id, kode, nama, jenis, opd) VALUES (1,'kota','Kota','kota',1),"
    "(2,'kec','Kecamatan','kecamatan',1),(3,'dinkes','Dinas','dinas',1),(4,'pusk','Puskesmas','puskesmas',0);"
    "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (2,1,'2020-01-01'),(3,1,'2020-01-01'),"
    "(4,3,'2020-01-01');"
    "INSERT INTO jabatan (id, kode, nama, unit_id, jenis, kepala) VALUES (1,'j1','Staf "
    "kecamatan',2,'pelaksana',0),"
    "(2,'j2','Perawat',4,'fungsional',0),(3,'j3','Kepala Puskesmas',4,'fungsional',1);";

static inline void make_periods(void)
{
    static const char *const last[] = {
        "31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"
    };

    SQL("INSERT INTO periode (id, kode, jenis, mulai, selesai) VALUES "
        "(1,'2025','tahunan','2025-01-01','2025-12-31')",
        "");
    for (int q = 0; q < 4; q++)
        SQL("INSERT INTO periode (id, kode, jenis, mulai, selesai) VALUES ($1,$2,'triwulanan',$3,$4)", "ittt",
            (int64_t)(TW1 + q), arena_printf(arena, "2025-TW%d", q + 1),
            arena_printf(arena, "2025-%02d-01", 3 * q + 1),
            arena_printf(arena, "2025-%02d-%s", 3 * q + 3, last[3 * q + 2]));
    for (int m = 0; m < 12; m++)
        SQL("INSERT INTO periode (id, kode, jenis, mulai, selesai) VALUES ($1,$2,'bulanan',$3,$4)", "ittt",
            (int64_t)(JAN + m), arena_printf(arena, "2025-%02d", m + 1),
            arena_printf(arena, "2025-%02d-01", m + 1), arena_printf(arena, "2025-%02d-%s", m + 1, last[m]));
}

/* A domain command as the system, in a transaction of its own. */
static inline enum status command(perintah_fn *run, void *input, struct err *e)
{
    return perintah_sistem(db, run, input, e);
}

/* The plugin of these tests. `version` and `factor` make different releases. */
static inline void make_uji(struct package *p, const char *version, int factor)
{
    static const char init[] =
        "indikator { kode = \"persen\", judul = \"Persentase\", aspek = \"kualitas\", definisi = \"d\", "
        "rumus = \"a/b\","
        " sumber_data = \"s\", satuan = \"%%\", arah = \"naik\","
        " isian = { tepat = { type = \"integer\", minimum = 0 }, total = { type = \"integer\", minimum = 0 } "
        "},"
        " target = { bawaan = 95, per = \"tahun\" }, konsolidasi = \"hitung_ulang\","
        " realisasi = function(isian, setelan)"
        " if isian.tepat > isian.total then error { code = \"uji.lebih\", pesan = \"tepat melebihi total\" } "
        "end"
        " catat(\"Persen\", isian.tepat, \"tepat / total\")"
        " return num.round(isian.tepat / isian.total * 100 * %d, 2, \"half_up\") end }\n";
    static const char manifest[] =
        "{\"id\":\"uji\",\"version\":\"%s\",\"api\":1,\"title\":\"Uji\",\"description\":\"Plugin uji.\","
        "\"author\":\"Uji\",\"source\":[{\"rule\":\"Uji\",\"date\":\"2025-01-01\"}],\"units\":[\"*\"],"
        "\"requires\":[\"indikator.v1\"],\"provides\":{\"indikator\":[\"persen\"]},\"reads\":[],\"settings\":"
        "{}}";
    static const char cases[] =
        "[{\"indikator\":\"persen\",\"isian\":{\"tepat\":1,\"total\":2},\"hasil\":%d}]";
    char *m = arena_printf(arena, manifest, version), *l = arena_printf(arena, init, factor),
         *t = arena_printf(arena, cases, 50 * factor);
    struct package_file files[] = { { "README.md", (const uint8_t *)"Uji.\n", 5 },
                                    { "init.lua", (const uint8_t *)l, strlen(l) },
                                    { "plugin.json", (const uint8_t *)m, strlen(m) },
                                    { "tests/persen.json", (const uint8_t *)t, strlen(t) } };

    OK(package_from_files(files, COUNT(files), p, e));
}

/* Installs without the gate's own runs, which have their own tests. */
static inline int64_t install(const struct package *p)
{
    struct pasang_install in = { .package = p, .lulus = true };
    const json_t *listing;

    OK(host_load(host, p, &listing, e));
    in.daftar = json_deep_copy(listing);
    OK(command(pasang_install, &in, e));
    pasang_install_clear(&in);
    return in.out_id;
}

static inline void enable(int64_t release, int64_t unit, const char *mulai)
{
    struct pasang_enable in = { .unit_id = unit, .mulai = mulai, .alasan = "Uji" };

    OK(pasang_setelan(db, release, NULL, arena, &in, e));
    OK(command(pasang_enable, &in, e));
}

static inline int64_t install_uji(const char *version, int factor)
{
    struct package p = { 0 };
    int64_t id;

    make_uji(&p, version, factor);
    id = install(&p);
    package_free(&p);
    return id;
}

static inline int64_t install_shipped(const char *name)
{
    struct package p = { 0 };
    int64_t id;

    OK(package_read_shipped(name, &p, e));
    id = install(&p);
    package_free(&p);
    return id;
}

static inline int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/tenayan-skor-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(url, sizeof(url), "sqlite:%s/uji.db", folder);
    log_level_set(LOG_ERROR);
    arena = arena_new();
    host = host_new(HOST_EXE);
    OK(db_open_any(url, DB_WRITE, true, &db, e));
    OK(migrate_run(db, false, NULL, NULL, e));
    OK(db_script(db, world, e));
    make_periods();
    enable(install_shipped("skp-permenpanrb-6-2022"), KOTA, "2025-01-01");
    enable(install_uji("1.0.0", 1), KOTA, "2025-01-01");
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    db_close(db);
    host_free(host);
    arena_free(arena);
    release_forget();
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

/* People and plans
 * ------------------------------------------------------------------------------------------- */

/* Employee n (from 1) at post `jabatan`, with an approved plan; everything of his has the number n. */
static inline void add_plan(int64_t n, int64_t jabatan, int64_t unit, const char *mulai, const char *selesai)
{
    SQL("INSERT INTO pegawai (id, nip, nama, status) VALUES ($1, $2, 'Orang', 'pns')", "it", n,
        arena_printf(arena, "1985010120100110%02d", (int)n));
    SQL("INSERT INTO penugasan (id, pegawai_id, jabatan_id, jenis, mulai) VALUES ($1, $1, $2, 'definitif', "
        "$3)",
        "iit", n, jabatan, "2025-01-01");
    SQL("INSERT INTO skp (id, pegawai_id, penugasan_id, unit_id, mulai, selesai, form, pendekatan, "
        "versi_berlaku,"
        " dibuat) VALUES ($1, $1, $1, $2, $3, $4, 'B', 'kuantitatif', 1, '2025-01-02T00:00:00.000Z')",
        "iitt", n, unit, mulai, selesai);
    SQL("INSERT INTO skp_versi (id, skp_id, n, status) VALUES ($1, $1, 1, 'berjalan')", "i", n);
}

struct ind {
    int rhk, no;
    const char *konsolidasi, *per, *arah, *kode; /* kode of plugin uji, NULL: free */
    double target;
};
/* Adds an indicator (and its RHK) to version `versi`; its id. */
static inline int64_t add_indikator(int64_t versi, const struct ind *i)
{
    int64_t rhk = 0, id = 0;
    struct err none = ERR_NONE;

    if (db_int(db, &rhk, &none, "SELECT id FROM rhk WHERE skp_versi_id = $1 AND no = $2", "ii", versi,
               (int64_t)i->rhk) != ST_OK)
        OK(db_int(db, &rhk, e,
                  "INSERT INTO rhk (skp_versi_id, no, jenis, klasifikasi, teks) VALUES ($1, $2, 'utama', "
                  "'individu',"
                  " 'Hasil') RETURNING id",
                  "ii", versi, (int64_t)i->rhk));
    OK(db_int(
        db, &id, e,
        "INSERT INTO indikator (rhk_id, no, aspek, teks, bawah, satuan, arah, per, konsolidasi, plugin, kode)"
        " VALUES ($1, $2, 'kuantitas', 'Indikator', $3, 'buah', $4, $5, $6, $7, $8) RETURNING id",
        "iirttttt", rhk, (int64_t)i->no, i->target, i->arah ? i->arah : "naik", i->per ? i->per : "bulan",
        i->konsolidasi, i->kode ? "uji" : NULL, i->kode));
    return id;
}

/* What was handed in for one indicator in one period. */
static inline void add_realisasi(int64_t versi, int64_t periode, int64_t indikator, double nilai,
                                 const char *isian)
{
    SQL("INSERT INTO realisasi (skp_versi_id, periode_id, status) VALUES ($1, $2, 'diajukan')"
        " ON CONFLICT DO NOTHING",
        "ii", versi, periode);
    SQL("INSERT INTO realisasi_nilai (realisasi_id, indikator_id, nilai, isian)"
        " SELECT id, $3, $4, $5 FROM realisasi WHERE skp_versi_id = $1 AND periode_id = $2",
        "iiirt", versi, periode, indikator, nilai, isian);
}

static inline int64_t add_evaluasi(int64_t versi, int64_t periode)
{
    int64_t id = 0;

    OK(db_int(db, &id, e, "INSERT INTO evaluasi (skp_versi_id, periode_id) VALUES ($1, $2) RETURNING id",
              "ii", versi, periode));
    return id;
}

/* `n` employees with three indicators and twelve months each, every number different, half of them in the
 * kecamatan. */
static inline void add_city(int n)
{
    OK(db_begin(db, e));
    for (int p = 1; p <= n; p++) {
        int64_t sum, mean, percent;

        add_plan(p, p % 2 ? 1 : 2, p % 2 ? KECAMATAN : PUSKESMAS, p % 5 ? "2025-01-01" : "2025-06-01",
                 "2025-12-31");
        sum = add_indikator(p, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 100 });
        mean = add_indikator(p, &(struct ind){ 1, 2, "rata_rata", "tahun", NULL, NULL, 80.5 });
        percent = add_indikator(p, &(struct ind){ 2, 1, "hitung_ulang", "tahun", NULL, "persen", 95 });
        for (int m = 0; m < 12; m++) {
            char isian[64];

            snprintf(isian, sizeof(isian), "{\"tepat\":%d,\"total\":%d}", 90 + (p * m) % 9, 100);
            add_realisasi(p, JAN + m, sum, 95 + (p + m) % 11, NULL);
            add_realisasi(p, JAN + m, mean, 80 + (double)((p * 7 + m) % 13) / 10, NULL);
            add_realisasi(p, JAN + m, percent, 90 + (p * m) % 9, isian);
        }
    }
    OK(db_commit(db, e));
}

static inline void run_with(const char *periode, int threads, int batch, struct run_result *out)
{
    struct run_options o = { .periode = periode, .threads = threads, .batch = batch, .host = HOST_EXE };
    struct writer *w = NULL;

    OK(writer_start(url, 64, &w, e));
    OK(run_score(url, w, &o, out, e));
    writer_stop(w);
}

#endif

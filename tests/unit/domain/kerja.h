/* A small institution for the tests of the work: a kota with a kecamatan (kelurahan below it) and a dinas
 * whose puskesmas lies in the kecamatan's territory. One database file per test, real migrations, rows by
 * SQL. */
#ifndef UNIT_DOMAIN_KERJA_H
#define UNIT_DOMAIN_KERJA_H

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
#include "domain/capaian_organisasi.h"
#include "domain/evaluasi.h"
#include "domain/realisasi.h"
#include "store/migrate.h"

enum { KOTA = 1, KECAMATAN, KELURAHAN, DINKES, PUSKESMAS, PUSTU };
/* Employees, their accounts, posts and assignments have the same number. */
enum { SEKDA = 1, CAMAT, LURAH, STAF, KADIS, KAPUS, PERAWAT, BIDAN };
enum { AKUN_PUSAT = 9, AKUN_PENGELOLA, AKUN_AUDITOR, AKUN_ADMIN_UNIT };
enum { RELEASE_SKEMA = 1, RELEASE_PUSKESMAS = 2 };
#define HARI "2026-02-02"
#define HASH64 "0123456789012345678901234567890123456789012345678901234567890123"

static const char world[] =
    "INSERT INTO unit (id, kode, nama, jenis, opd) VALUES (1,'kota','Kota','kota',1),"
    "(2,'kec','Kecamatan','kecamatan',1),(3,'kel','Kelurahan','kelurahan',0),(4,'dinkes','Dinas','dinas',1),"
    "(5,'pusk','Puskesmas','puskesmas',0),(6,'pustu','Pustu','pustu',0);"
    "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (2,1,'2020-01-01'),(3,2,'2020-01-01'),"
    "(4,1,'2020-01-01'),(5,4,'2020-01-01'),(6,5,'2020-01-01');"
    "INSERT INTO unit_wilayah (unit_id, wilayah_id, mulai) VALUES (5,2,'2020-01-01');"
    "INSERT INTO jabatan (id, kode, nama, unit_id, jenis, kepala, atasan_id) VALUES"
    "(1,'j1','Sekda',1,'jpt',1,NULL),(2,'j2','Camat',2,'administrator',1,1),(3,'j3','Lurah',3,'pengawas',1,2)"
    ","
    "(4,'j4','Staf',3,'pelaksana',0,3),(5,'j5','Kepala Dinas',4,'jpt',1,1),"
    "(6,'j6','Kepala Puskesmas',5,'fungsional',1,5),(7,'j7','Perawat',5,'fungsional',0,6),"
    "(8,'j8','Bidan',6,'fungsional',0,6);"
    "INSERT INTO pegawai (id, nip, nama, status) VALUES"
    "(1,'197001012000011001','Sekda','pns'),(2,'197101012000011002','Camat','pns'),"
    "(3,'197201012000011003','Lurah','pns'),(4,'198001012005011004','Staf','pns'),"
    "(5,'197301012000011005','Kadis','pns'),(6,'197401012000011006','Kapus','pns'),"
    "(7,'198501012010012007','Perawat','pns'),(8,'198601012010012008','Bidan','pns');"
    "INSERT INTO penugasan (id, pegawai_id, jabatan_id, jenis, mulai, dasar_nomor, dasar_tanggal)"
    " SELECT id, id, id, CASE id WHEN 6 THEN 'tugas_tambahan' ELSE 'definitif' END, '2025-01-01', '800/1',"
    " '2024-12-20' FROM pegawai;"
    "INSERT INTO akun (id, nama, pegawai_id, sandi, dibuat)"
    " SELECT id, nip, id, '!', '2025-01-01T00:00:00.000Z' FROM pegawai;"
    "INSERT INTO akun (id, nama, sandi, dibuat) VALUES (9,'pusat','!','2025-01-01T00:00:00.000Z'),"
    "(10,'pengelola','!','2025-01-01T00:00:00.000Z'),(11,'auditor','!','2025-01-01T00:00:00.000Z'),"
    "(12,'adminunit','!','2025-01-01T00:00:00.000Z');"
    "INSERT INTO peran (akun_id, peran, unit_id, mulai) VALUES (9,'admin_pusat',NULL,'2025-01-01'),"
    "(10,'pengelola',4,'2025-01-01'),(11,'auditor',NULL,'2025-01-01'),(12,'admin_unit',5,'2025-01-01');"
    "INSERT INTO periode (id, kode, jenis, mulai, selesai) VALUES "
    "(1,'2026','tahunan','2026-01-01','2026-12-31'),"
    "(2,'2026-TW1','triwulanan','2026-01-01','2026-03-31'),(3,'2026-01','bulanan','2026-01-01','2026-01-31'),"
    "(4,'2026-02','bulanan','2026-02-01','2026-02-28'),(5,'2026-07','bulanan','2026-07-01','2026-07-31');"
    "INSERT INTO setelan (hash, isi) VALUES ('" HASH64 "', '{}');"
    "INSERT INTO release (id, plugin, label, sha256, api, manifest, daftar, skema, status, dipasang) VALUES"
    "(1,'skp-permenpanrb-6-2022','1.0.0','" HASH64 "',1,'{}','{}','permenpanrb-6-2022','enabled',"
    "'2025-01-01T00:00:00.000Z'),"
    "(2,'puskesmas','1.0.0','1123456789012345678901234567890123456789012345678901234567890123',1,'{}',"
    "'{\"indikator\":[{\"kode\":\"K1\",\"arah\":\"naik\",\"konsolidasi\":\"jumlah\"}]}',NULL,'enabled',"
    "'2025-01-01T00:00:00.000Z');"
    "INSERT INTO aktivasi (unit_id, plugin, release_id, setelan_hash, mulai, waktu) VALUES"
    "(1,'skp-permenpanrb-6-2022',1,'" HASH64 "','2026-01-01','2025-12-01T00:00:00.000Z'),"
    "(5,'puskesmas',2,'" HASH64 "','2026-01-01','2025-12-01T00:00:00.000Z');";

static char folder[64];
static char url[128];
static struct db *db;
static struct arena *arena;

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
/* The call must fail with exactly this code, and its status must be the code's. */
#define REFUSED(want, call)                                                                                  \
    do {                                                                                                     \
        struct err no_e = ERR_NONE, *e = &no_e;                                                              \
        enum status no_st = (call);                                                                          \
        if (no_st != code_row(want)->status || no_e.code != (want))                                          \
            fail_msg("%s: expected %s, got %s: %s", #call, code_row(want)->name, code_row(no_e.code)->name,  \
                     no_e.msg);                                                                              \
    } while (0)

static inline int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/tenayan-kerja-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(url, sizeof(url), "sqlite:%s/uji.db", folder);
    log_level_set(LOG_WARN);
    arena = arena_new();
    OK(db_open_any(url, DB_WRITE, true, &db, e));
    OK(migrate_run(db, false, NULL, NULL, e));
    OK(db_exec(db, NULL, e, "PRAGMA synchronous=OFF", ""));
    OK(db_script(db, world, e));
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    db_close(db);
    arena_free(arena);
    audit_key_drop();
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

static inline void sql(const char *text)
{
    OK(db_script(db, text, e));
}

static inline int64_t number(const char *text)
{
    int64_t n = 0;

    OK(db_int(db, &n, e, text, ""));
    return n;
}

static inline const char *string(const char *text)
{
    char *s;

    OK(db_text(db, &s, arena, e, text, ""));
    return s ? s : "(null)";
}

/* akun 0: the system. */
static inline struct who who_on(int64_t akun, const char *hari)
{
    struct who w;

    if (akun == 0)
        who_system(&w);
    else
        OK(who_load(db, akun, &w, e));
    /* Roles of the fixture hold on every day, so only the day itself has to be moved. */
    snprintf(w.hari, sizeof(w.hari), "%s", hari);
    return w;
}

static inline struct who who_of(int64_t akun)
{
    return who_on(akun, HARI);
}

/* The last command's reply, for a look at it. */
static struct reply_data last;
static char last_body[65536];

static inline enum status run_as(const struct who *w, perintah_fn *fn, void *input, int64_t if_match,
                                 struct err *e)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, w, fn, input);
    p.if_match = if_match;
    st = command_run(db, &p.cmd, e);
    last = p.reply;
    snprintf(last_body, sizeof(last_body), "%s", p.reply.body.p ? p.reply.body.p : "");
    last.body = BUF_NONE;
    perintah_clear(&p);
    return st;
}

static inline enum status run(int64_t akun, perintah_fn *fn, void *input, int64_t if_match, struct err *e)
{
    struct who w = who_of(akun);

    return run_as(&w, fn, input, if_match, e);
}

static inline json_t *json_of(const char *text)
{
    json_t *v = NULL;

    OK(json_read(text, strlen(text), &v, e));
    return v;
}

/* Plans ----------------------------------------------------------------------------------------------------
 */

static const char isi_baik[] =
    "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"Pasien "
    "terlayani\",\"indikator\":["
    "{\"teks\":\"Jumlah "
    "pasien\",\"bawah\":1500,\"satuan\":\"pasien\",\"per\":\"bulan\",\"konsolidasi\":\"jumlah\","
    "\"plugin\":\"puskesmas\",\"kode\":\"K1\"},"
    "{\"teks\":\"Laporan\",\"target_teks\":\"12 laporan\",\"aspek\":\"kuantitas\"}]}],"
    "\"perilaku\":[{\"nilai\":2,\"ekspektasi\":\"Laporan tepat waktu\"}],"
    "\"lampiran\":{\"dukungan\":[\"Alat tensi\"],\"konsekuensi\":[\"Sesuai ketentuan\"]}}";

static inline int64_t skp_versi(int64_t skp)
{
    int64_t n = 0;

    OK(db_int(db, &n, e, "SELECT versi FROM skp WHERE id = $1", "i", skp));
    return n;
}

static inline int64_t buat_skp(int64_t pegawai, const char *mulai, const char *selesai)
{
    struct skp_buat in = { .pegawai_id = pegawai,
                           .penugasan_id = pegawai,
                           .mulai = mulai,
                           .selesai = selesai,
                           .form = "B",
                           .pendekatan = "kuantitatif" };

    OK(run(pegawai, skp_buat, &in, 0, e));
    return in.out_id;
}

static inline enum status simpan_skp(int64_t akun, int64_t skp, const char *isi, int64_t versi, struct err *e)
{
    struct skp_simpan in = { .id = skp };
    json_t *v = json_of(isi);
    enum status st = skp_isi_baca(v, arena, &in.isi, e);

    json_decref(v);
    return st == ST_OK ? run(akun, skp_simpan, &in, versi, e) : st;
}

static inline enum status langkah_skp(int64_t akun, int64_t skp, const char *peristiwa, const char *catatan,
                                      struct err *e)
{
    struct skp_langkah in = { skp, peristiwa, catatan, NULL };

    return run(akun, skp_langkah, &in, skp_versi(skp), e);
}

/* The nurse's plan for 2026, approved by the head of the puskesmas. */
static inline int64_t skp_disetujui(void)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");

    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    return skp;
}

static inline int64_t audit_rows(void)
{
    return number("SELECT count(*) FROM audit");
}

/* A test with the small institution around it. */
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif

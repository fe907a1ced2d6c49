/* doctor: one line a check. What keeps the database from being opened is a finding like the others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/periksa_bukti.h"
#include "app/tulis.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/json.h"
#include "script/host.h"
#include "script/release.h"

enum { RUANG_MIB = 1024, LOCK_MS = 3000 };

struct doctor {
    struct cli *c;
    struct db *db;
    struct arena *a;
    const char *path; /* of the database file */
    struct host *host;
    bool host_well;
    char today[DATE_TEXT];
};

/* What a check found: "" is well, anything else says what is wrong and what to do. */
typedef enum status doctor_fn(struct doctor *d, struct buf *out, struct err *e);

static enum status count(struct doctor *d, int64_t *n, const char *sql, struct err *e)
{
    return db_int(d->db, n, e, sql, strchr(sql, '$') ? "t" : "", d->today);
}

static enum status doc_audit(struct doctor *d, struct buf *out, struct err *e)
{
    struct audit_report r;
    enum status st = audit_verify(d->db, &r, e);

    if (st == ST_OK && r.rusak)
        buf_printf(out, "%lld baris audit rusak, yang pertama nomor %lld: %s", (long long)r.rusak,
                   (long long)r.pertama_rusak, r.masalah);
    return st;
}

static enum status doc_key(struct doctor *d, struct buf *out, struct err *e)
{
    struct stat s;
    const char *path = tulis_beside(d->db, "kunci-audit", d->a);

    (void)e;
    if (stat(path, &s) != 0)
        buf_printf(out, "%s tidak ada: kepala audit tidak ditandatangani sampai ada perubahan pertama", path);
    else if (s.st_mode & 077)
        buf_printf(out, "%s dapat dibaca orang lain: jalankan chmod 600", path);
    return ST_OK;
}

/* Without it nobody with a second factor gets past the code. */
static enum status doc_access_key(struct doctor *d, struct buf *out, struct err *e)
{
    struct stat s;
    const char *path;
    int64_t n = 0;
    enum status st = tulis_akses_path(d->db, d->a, &path, e);

    if (st == ST_OK)
        st = db_int(d->db, &n, e, "SELECT count(*) FROM faktor", "");
    if (st != ST_OK)
        return st;
    if (stat(path, &s) != 0 && n)
        buf_printf(
            out,
            "%s tidak ada: %lld faktor kedua tidak dapat diperiksa; kembalikan kuncinya, atau cabut dengan "
            "user totp-off",
            path, (long long)n);
    else if (stat(path, &s) == 0 && (s.st_mode & 077))
        buf_printf(out, "%s dapat dibaca orang lain: jalankan chmod 600", path);
    return ST_OK;
}

static enum status doc_space(struct doctor *d, struct buf *out, struct err *e)
{
    const char *least = cli_option(d->c, "--ruang");
    uint64_t want = least ? strtoull(least, NULL, 10) : RUANG_MIB, free_mb;
    struct statvfs v;

    if (statvfs(db_path(d->db), &v) != 0)
        return err_set(e, E_IO, NULL);
    free_mb = (uint64_t)v.f_bavail * v.f_frsize >> 20;
    if (free_mb < want)
        buf_printf(out, "ruang cakram tinggal %llu MiB (batas %llu MiB): kosongkan sebelum penuh",
                   (unsigned long long)free_mb, (unsigned long long)want);
    return ST_OK;
}

static enum status doc_evidence(struct doctor *d, struct buf *out, struct err *e)
{
    const char *path = tulis_beside(d->db, "bukti", d->a);
    struct periksa_bukti p;
    enum status st;

    if (access(path, F_OK) == 0 && access(path, W_OK) != 0)
        buf_printf(out, "folder %s tidak dapat ditulis: bukti tidak dapat diunggah", path);
    st = periksa_bukti(d->db, path, &p, e);
    if (st == ST_OK && p.hilang + p.berubah > 0)
        buf_printf(
            out,
            "%s%lld dari %lld berkas bukti hilang, %lld isinya berubah, misalnya %s: pulihkan dari cadangan",
            out->len ? "; " : "", (long long)p.hilang, (long long)p.n, (long long)p.berubah, p.contoh);
    return st;
}

/* The chain orders by number, but a clock that went back would date what is done now before what was done. */
static enum status doc_clock(struct doctor *d, struct buf *out, struct err *e)
{
    char now[TIME_TEXT], *last = NULL;
    enum status st = db_text(d->db, &last, d->a, e, "SELECT coalesce(max(waktu), '') FROM audit", "");

    time_format(clock_now() + (int64_t)60 * 1000000, now);
    if (st == ST_OK && strcmp(last, now) > 0)
        buf_printf(out,
                   "jam server (%.19s) tertinggal dari baris audit terakhir (%.19s): periksa NTP sebelum "
                   "server dijalankan",
                   now, last);
    return st;
}

/* Every release in force: stored as it was let in, and loadable in the sandbox of this machine. */
static enum status load_releases(struct doctor *d, struct buf *bad, struct err *why, struct err *e)
{
    struct rows r;
    enum status st = db_rows(d->db, &r, e, "SELECT DISTINCT release_id FROM aktivasi ORDER BY 1", "");
    int64_t id[256];
    size_t n = 0;

    while (st == ST_OK && n < COUNT(id) && rows_next(&r))
        id[n++] = row_int(&r, 0);
    if ((st = rows_end(&r, st, e)) != ST_OK)
        return st;
    d->host_well = n == 0;
    for (size_t i = 0; i < n; i++) {
        const struct release *rel = NULL;
        const json_t *listing;
        struct err f = ERR_NONE;
        enum status one = release_get(d->db, id[i], &rel, &f);

        if (one == ST_OK) {
            one = host_load(d->host, &rel->package, &listing, &f);
            d->host_well = d->host_well || one == ST_OK;
            if (one != ST_OK)
                *why = f;
        }
        if (one != ST_OK)
            buf_printf(bad, "%srilis %lld tidak dapat dimuat: %s", bad->len ? "; " : "", (long long)id[i],
                       f.msg);
        release_put(rel);
    }
    return ST_OK;
}

static enum status doc_plugins(struct doctor *d, struct buf *out, struct err *e)
{
    struct err why = ERR_NONE;
    enum status st;

    d->host = host_new(NULL);
    st = load_releases(d, out, &why, e);
    if (st == ST_OK && !d->host_well && why.code != E_NONE) {
        buf_clear(out);
        buf_printf(out,
                   "kotak pasir plugin tidak dapat dijalankan di mesin ini (%s): tidak ada nilai yang dapat "
                   "dihitung; "
                   "periksa seccomp, batas memori, dan berkas program",
                   why.msg);
    }
    host_free(d->host);
    return st;
}

/* Counts that should be zero (or, with `want`, should not). */
static const struct {
    const char *name, *sql, *fault;
    bool want;
} figures[] = {
    { "administrator pusat",
      "SELECT count(*) FROM peran p JOIN akun a ON a.id = p.akun_id AND a.aktif = 1 WHERE p.peran = "
      "'admin_pusat' "
      "AND p.unit_id IS NULL AND p.mulai <= $1 AND (p.selesai IS NULL OR p.selesai >= $1)",
      "tidak ada: beri peran dengan tenayan user role NAMA admin_pusat", true },
    { "periode berjalan", "SELECT count(*) FROM periode WHERE mulai <= $1 AND selesai >= $1",
      "tidak ada periode untuk hari ini: jalankan tenayan period create TAHUN", true },
    { "skema penilaian",
      "SELECT count(*) FROM aktivasi a JOIN release r ON r.id = a.release_id WHERE r.skema IS NOT NULL "
      "AND a.mulai <= $1 AND (a.selesai IS NULL OR a.selesai >= $1)",
      "belum ada plugin skema yang berlaku: jalankan tenayan plugin install dan enable", true },
    { "plugin karantina", "SELECT count(*) FROM release WHERE status = 'quarantined'",
      "release plugin dalam karantina: lihat tenayan plugin list", false },
    { "pegawai tanpa jabatan",
      "SELECT count(*) FROM pegawai p WHERE p.aktif_mulai <= $1 AND (p.aktif_selesai IS NULL OR "
      "p.aktif_selesai >= $1) "
      "AND NOT EXISTS (SELECT 1 FROM penugasan t WHERE t.pegawai_id = p.id AND t.jenis = 'definitif' AND "
      "t.mulai <= $1 "
      "AND (t.selesai IS NULL OR t.selesai >= $1))",
      "pegawai aktif tanpa jabatan hari ini: SKP tidak dapat dibuat", false },
    { "SKP tanpa penilai",
      "SELECT count(*) FROM skp s JOIN penugasan t ON t.id = s.penugasan_id JOIN jabatan j ON j.id = "
      "t.jabatan_id "
      "WHERE s.penilai_id IS NULL AND j.atasan_id IS NOT NULL AND s.mulai <= $1 AND s.selesai >= $1",
      "SKP berjalan tanpa pejabat penilai: lengkapi jabatan atasan, Plt, Plh atau delegasi", false },
};

static const struct {
    const char *name;
    doctor_fn *fn;
} checks[] = {
    { "rantai audit", doc_audit }, { "kunci audit", doc_key },       { "kunci akses", doc_access_key },
    { "ruang cakram", doc_space }, { "berkas bukti", doc_evidence }, { "jam", doc_clock },
    { "plugin", doc_plugins },
};

/* Before the database is open ------------------------------------------------------------------------- */

/* Also secrets that everybody may read: those are refused when they are read. */
static void pre_config(struct doctor *d, struct buf *out)
{
    struct conf *conf = NULL;
    struct err e = ERR_NONE;

    if (conf_load(cli_option(d->c, "--config"), &conf, &e) != ST_OK)
        buf_printf(out, "%s", e.msg);
    conf_free(conf);
}

static void pre_zone(struct doctor *d, struct buf *out)
{
    struct conf *conf = NULL;
    struct err e = ERR_NONE;

    if (conf_load(cli_option(d->c, "--config"), &conf, &e) == ST_OK &&
        clock_zone_set(conf_text(conf, "instansi.zona"), &e) != ST_OK)
        buf_printf(out, "zona waktu tidak dikenal (%s): %s", conf_origin(conf, "instansi.zona"), e.msg);
    conf_free(conf);
}

static void pre_folder(struct doctor *d, struct buf *out)
{
    const char *slash = strrchr(d->path, '/');
    const char *dir = slash ? arena_printf(d->a, "%.*s", (int)(slash - d->path), d->path) : ".";
    struct stat s;

    if (stat(dir, &s) == 0 && (s.st_mode & S_IRWXO))
        buf_printf(out, "folder %s dapat dibuka semua orang (%03o): jalankan chmod 700", dir,
                   s.st_mode & 0777);
    if (stat(d->path, &s) == 0 && (s.st_mode & S_IWOTH))
        buf_printf(out, "%s%s dapat diubah semua orang: jalankan chmod 600", out->len ? "; " : "", d->path);
}

static void pre_wal(struct doctor *d, struct buf *out)
{
    if (access(d->path, F_OK) != 0 && access(arena_printf(d->a, "%s-wal", d->path), F_OK) == 0)
        buf_printf(out,
                   "%s-wal ada tanpa basis datanya: jangan dihapus; kembalikan %s yang sepasang dengannya",
                   d->path, d->path);
}

static void pre_lock(struct doctor *d, struct buf *out)
{
    struct err e = ERR_NONE;

    if (access(d->path, F_OK) == 0 && db_try_write(d->c->url, LOCK_MS, &e) != ST_OK && e.code == E_SIBUK)
        buf_printf(out, "basis data dikunci proses lain lebih dari %d detik: cari prosesnya dengan fuser %s",
                   LOCK_MS / 1000, d->path);
}

static void pre_open(struct doctor *d, struct buf *out)
{
    struct err e = ERR_NONE;

    if (db_open(d->c->url, DB_READ, &d->db, &e) != ST_OK)
        buf_printf(out, "%s %s", e.msg, code_row(e.code)->tindakan);
}

static const struct {
    const char *name;
    void (*fn)(struct doctor *d, struct buf *out);
} before[] = {
    { "konfigurasi", pre_config }, { "zona waktu", pre_zone },  { "izin folder", pre_folder },
    { "berkas WAL", pre_wal },     { "kunci tulis", pre_lock }, { "basis data", pre_open },
};

static void doctor_line(struct cli *c, struct jw *w, const char *name, const struct buf *fault)
{
    bool well = fault->len == 0;

    jw_open(w, '{');
    jw_ktext(w, "nama", name);
    jw_kbool(w, "baik", well);
    jw_ktext(w, "pesan", well ? "" : fault->p);
    jw_close(w);
    if (!c->json)
        printf("%-6s %s%s%s\n", well ? "baik" : "PERIKSA", name, well ? "" : ": ", well ? "" : fault->p);
    if (!well)
        c->exit = code_row(E_MASUKAN)->exit;
}

/* A check that cannot be made is a finding too: it says why. */
static void told(struct buf *fault, enum status st, struct err *e)
{
    if (st == ST_OK)
        return;
    buf_printf(fault, "%s%s %s", fault->len ? "; " : "", e->msg, code_row(e->code)->tindakan);
    err_clear(e);
}

static void look_inside(struct doctor *d, struct jw *w)
{
    struct buf fault = BUF_NONE;
    struct err e = ERR_NONE;

    /* Without the key the signature of the head cannot be looked at; a missing key is a finding of its own.
     */
    if (access(tulis_beside(d->db, "kunci-audit", d->a), R_OK) == 0) {
        told(&fault, tulis_audit_key(d->db, &e), &e);
        if (fault.len)
            doctor_line(d->c, w, "isi kunci audit", &fault);
    }
    for (size_t i = 0; i < COUNT(checks); i++) {
        buf_clear(&fault);
        told(&fault, checks[i].fn(d, &fault, &e), &e);
        doctor_line(d->c, w, checks[i].name, &fault);
    }
    for (size_t i = 0; i < COUNT(figures); i++) {
        int64_t n = 0;
        enum status st = count(d, &n, figures[i].sql, &e);

        buf_clear(&fault);
        if (st == ST_OK && (n > 0) != figures[i].want)
            buf_printf(&fault, "%s%s", figures[i].want ? "" : arena_printf(d->a, "%lld ", (long long)n),
                       figures[i].fault);
        told(&fault, st, &e);
        doctor_line(d->c, w, figures[i].name, &fault);
    }
    buf_free(&fault);
}

static enum status doctor_run(struct cli *c, struct err *e)
{
    struct doctor d = { .c = c, .a = c->a, .path = strchr(c->url, ':') + 1 };
    struct buf fault = BUF_NONE, json = BUF_NONE;
    struct jw w;

    (void)e;
    jw_start(&w, &json);
    jw_open(&w, '[');
    for (size_t i = 0; i < COUNT(before); i++) {
        buf_clear(&fault);
        before[i].fn(&d, &fault);
        doctor_line(c, &w, before[i].name, &fault);
    }
    clock_today(d.today);
    if (d.db)
        look_inside(&d, &w);
    jw_close(&w);
    if (c->json)
        printf("%s\n", json.p);
    buf_free(&fault);
    buf_free(&json);
    db_close(d.db);
    audit_key_drop();
    return ST_OK;
}

static const struct cli_option doctor_options[] = {
    { "--config", "FILE", "settings (default /etc/tenayan/tenayan.conf if it is there)" },
    { "--ruang", "MIB", "how much of the disk must be free (default 1024)" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_doctor[] = {
    { .name = "doctor",
      .args = "",
      .help = "looks for what is or would go wrong and says what to do; exit 7 if it finds something",
      .example = "tenayan doctor --data /var/lib/tenayan",
      .options = doctor_options,
      .run = doctor_run },
    { .name = NULL },
};

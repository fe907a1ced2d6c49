/* Small commands: nip check, version, doctor. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/tulis.h"
#include "base/clock.h"
#include "base/json.h"
#include "domain/nip.h"
#include "store/migrate.h"

static void json_codes(struct jw *w, const char *key, const enum code *codes, int n)
{
    jw_key(w, key);
    jw_open(w, '[');
    for (int i = 0; i < n; i++) {
        jw_open(w, '{');
        jw_ktext(w, "code", code_row(codes[i])->name);
        jw_ktext(w, "pesan", code_row(codes[i])->id);
        jw_close(w);
    }
    jw_close(w);
}

static void nip_json(const struct nip *n)
{
    struct buf b = BUF_NONE;
    struct jw w;
    char sex[2] = { n->kelamin, '\0' };

    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_kbool(&w, "valid", n->valid);
    jw_ktext(&w, "jenis", nip_jenis_kode(n->jenis));
    jw_ktext(&w, "lahir", n->lahir[0] ? n->lahir : NULL);
    jw_ktext(&w, "tmt", n->tmt[0] ? n->tmt : NULL);
    jw_ktext(&w, "kelamin", n->kelamin ? sex : NULL);
    jw_key(&w, "urut");
    if (n->urut)
        jw_int(&w, n->urut);
    else
        jw_null(&w);
    json_codes(&w, "galat", n->galat, n->ngalat);
    json_codes(&w, "peringatan", n->peringatan, n->nperingatan);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static void nip_text(const struct nip *n, const char *given)
{
    char shown[22];

    nip_display(n->teks[0] ? n->teks : given, shown);
    printf("%s: %s\n", shown, n->valid ? "sah" : "tidak sah");
    if (n->valid)
        printf("  %s, lahir %s, TMT %s, %s, nomor urut %03d\n", n->jenis == NIP_PNS ? "PNS" : "PPPK",
               n->lahir, n->tmt, n->kelamin == 'L' ? "laki-laki" : "perempuan", n->urut);
    for (int i = 0; i < n->ngalat; i++)
        printf("  galat: %s\n", code_row(n->galat[i])->id);
    for (int i = 0; i < n->nperingatan; i++)
        printf("  peringatan: %s\n", code_row(n->peringatan[i])->id);
}

static enum status nip_run(struct cli *c, struct err *e)
{
    struct nip n;
    struct nip_acuan ref = { .lahir = cli_option(c, "--lahir") };
    const char *sex = cli_option(c, "--kelamin");

    if (sex && strcmp(sex, "L") != 0 && strcmp(sex, "P") != 0)
        return err_set(e, E_PENGGUNAAN, "--kelamin harus L atau P.");
    ref.kelamin = sex ? sex[0] : '\0';
    nip_check(c->args[0], &ref, &n);
    if (c->json)
        nip_json(&n);
    else
        nip_text(&n, c->args[0]);
    c->exit = n.valid ? 0 : code_row(E_NIP_BENTUK)->exit;
    return ST_OK;
}

static enum status version_run(struct cli *c, struct err *e)
{
    (void)e;
    if (c->json)
        printf("{\"versi\":\"%s\",\"skema\":%d}\n", TENAYAN_VERSION, migrate_latest());
    else
        printf("tenayan %s (skema %d)\n", TENAYAN_VERSION, migrate_latest());
    return ST_OK;
}

/* doctor ---------------------------------------------------------------------------------------------- */

struct doctor {
    struct db *db;
    struct arena *a;
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
    struct statvfs v;
    uint64_t free_mb;

    if (statvfs(db_path(d->db), &v) != 0)
        return err_set(e, E_IO, NULL);
    free_mb = (uint64_t)v.f_bavail * v.f_frsize >> 20;
    if (free_mb < 1024)
        buf_printf(out, "ruang cakram tinggal %llu MiB: kosongkan sebelum penuh",
                   (unsigned long long)free_mb);
    return ST_OK;
}

static enum status doc_evidence(struct doctor *d, struct buf *out, struct err *e)
{
    const char *path = tulis_beside(d->db, "bukti", d->a);

    (void)e;
    if (access(path, F_OK) == 0 && access(path, W_OK) != 0)
        buf_printf(out, "folder %s tidak dapat ditulis: bukti tidak dapat diunggah", path);
    return ST_OK;
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
    { "ruang cakram", doc_space }, { "folder bukti", doc_evidence },
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

static enum status doctor_run(struct cli *c, struct err *e)
{
    struct doctor d = { .a = c->a };
    struct buf fault = BUF_NONE, json = BUF_NONE;
    struct jw w;
    enum status st;

    /* Opening looks at the schema version already. */
    if ((st = cli_db(c, DB_READ, &d.db, e)) != ST_OK)
        return st;
    clock_today(d.today);
    /* Without the key the signature of the head cannot be looked at; a missing key is a finding of its own.
     */
    if (access(tulis_beside(d.db, "kunci-audit", c->a), R_OK) == 0)
        st = tulis_audit_key(d.db, e);
    jw_start(&w, &json);
    jw_open(&w, '[');
    for (size_t i = 0; st == ST_OK && i < COUNT(checks); i++) {
        buf_clear(&fault);
        if ((st = checks[i].fn(&d, &fault, e)) == ST_OK)
            doctor_line(c, &w, checks[i].name, &fault);
    }
    for (size_t i = 0; st == ST_OK && i < COUNT(figures); i++) {
        int64_t n = 0;

        buf_clear(&fault);
        st = count(&d, &n, figures[i].sql, e);
        if (st == ST_OK && (n > 0) != figures[i].want)
            buf_printf(&fault, "%s%s", figures[i].want ? "" : arena_printf(c->a, "%lld ", (long long)n),
                       figures[i].fault);
        if (st == ST_OK)
            doctor_line(c, &w, figures[i].name, &fault);
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", json.p);
    buf_free(&fault);
    buf_free(&json);
    db_close(d.db);
    audit_key_drop();
    return st;
}

static const struct cli_option nip_options[] = {
    { "--lahir", "TANGGAL", "stored birth date to compare with, YYYY-MM-DD" },
    { "--kelamin", "L|P", "stored sex to compare with" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_misc[] = {
    { .name = "nip check",
      .args = "NIP",
      .min = 1,
      .max = 1,
      .help = "checks an employee number and says what it tells",
      .example = "tenayan nip check 198501012010011001 --json",
      .options = nip_options,
      .run = nip_run },
    { .name = "doctor",
      .args = "",
      .help = "looks for what would go wrong: audit chain, disk, roles, periods, people without posts",
      .example = "tenayan doctor --data /var/lib/tenayan",
      .run = doctor_run },
    { .name = "version",
      .args = "",
      .help = "prints the version of the program and of the schema that it knows",
      .example = "tenayan version",
      .run = version_run },
    { .name = NULL },
};

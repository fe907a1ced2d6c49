/* The database as a whole: init, migrate, backup, restore. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/periksa_bukti.h"
#include "app/tulis.h"
#include "base/json.h"
#include "domain/akun.h"
#include "domain/demo.h"
#include "domain/unit.h"
#include "store/migrate.h"

/* init ------------------------------------------------------------------------------------------------ */

static enum status init_unit(struct perintah *p, struct db *db, struct err *e)
{
    struct unit_baru *u = p->input;
    struct audit_entry a = { .objek = "unit", .peristiwa = "tambah" };
    enum status st = unit_add(db, u, e);

    if (st == ST_OK)
        st = db_exec(db, NULL, e, "INSERT INTO meta (kunci, nilai) VALUES ('instansi.nama', $1)", "t",
                     u->nama);
    a.objek_id = u->out_id;
    return st == ST_OK ? audit_add(db, &p->who, &a, NULL, e) : st;
}

/* The first account, a central administrator, with a one-time code. */
static enum status init_admin(struct tulis *t, const char *nama, char kode[KODE_SEKALI], struct err *e)
{
    char hash[SANDI_TEXT], today[DATE_TEXT];
    struct akun_tambah in = { .nama = nama, .sandi_hash = hash, .ganti_sandi = true, .jam = KODE_JAM_MAX };
    struct akun_peran role = { .peran = PERAN_ADMIN_PUSAT, .mulai = today };
    enum status st;

    clock_today(today);
    sandi_acak(kode);
    sandi_hash(kode, hash);
    st = tulis_run(t, akun_tambah, &in, e);
    role.akun_id = in.out_id;
    return st == ST_OK ? tulis_run(t, akun_setel_peran, &role, e) : st;
}

static void print_account(const struct cli *c, const char *nama, const char *kode)
{
    struct buf b = BUF_NONE;
    struct jw w;

    if (!c->json) {
        printf("Basis data siap: %s\nAkun administrator pusat: %s\nKode sekali pakai: %s\n"
               "Kode ini hanya ditampilkan sekali; saat login pertama, kata sandi baru harus dibuat.\n",
               c->url, nama, kode);
        return;
    }
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_ktext(&w, "basis_data", c->url);
    jw_ktext(&w, "akun", nama);
    jw_ktext(&w, "kode_sekali", kode);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static enum status init_run(struct cli *c, struct err *e)
{
    const char *akun = cli_option(c, "--akun"), *nama = cli_option(c, "--instansi"),
               *jenis = cli_option(c, "--jenis");
    struct unit_baru u = { .nama = nama ? nama : "Instansi", .jenis = jenis ? jenis : "kota", .opd = true };
    struct tulis t;
    char kode[KODE_SEKALI];
    enum status st = tulis_create(c, &t, e);

    u.mulai = "1900-01-01";
    if (st == ST_OK)
        st = demo_kosong(t.db, e);
    if (st == ST_OK)
        st = tulis_run(&t, init_unit, &u, e);
    if (st == ST_OK)
        st = init_admin(&t, akun ? akun : "admin", kode, e);
    tulis_close(&t);
    if (st == ST_OK)
        print_account(c, akun ? akun : "admin", kode);
    sodium_memzero(kode, sizeof(kode));
    return st;
}

/* migrate --------------------------------------------------------------------------------------------- */

struct migrate_report {
    bool json;
    int n;
    struct jw w;
};

static void migrate_line(void *arg, int n, const char *name)
{
    struct migrate_report *r = arg;

    r->n++;
    if (r->json)
        jw_text(&r->w, name);
    else
        printf("%04d %s\n", n, name);
}

static enum status migrate_cmd(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct migrate_report r = { .json = c->json };
    struct db *db = NULL;
    bool dry = cli_flag(c, "--dry-run");
    enum status st = db_open_any(c->url, DB_WRITE, false, &db, e);

    jw_start(&r.w, &b);
    jw_open(&r.w, '{');
    jw_kbool(&r.w, "coba", dry);
    jw_key(&r.w, "migrasi");
    jw_open(&r.w, '[');
    if (st == ST_OK)
        st = migrate_run(db, dry, migrate_line, &r, e);
    jw_close(&r.w);
    jw_close(&r.w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK)
        printf(r.n ? (dry ? "%d migrasi akan diterapkan.\n" : "%d migrasi diterapkan.\n")
                   : "Skema sudah terbaru.\n",
               r.n);
    buf_free(&b);
    db_close(db);
    return st;
}

/* backup ---------------------------------------------------------------------------------------------- */

static enum status io_fail(const char *what, const char *path, struct err *e)
{
    return err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_IO, "%s %s: %s.", what, path, strerror(errno));
}

/* Copies one file and syncs it. */
static enum status copy_file(const char *from, const char *to, struct err *e)
{
    char chunk[65536];
    ssize_t n = 0;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out = -1;
    enum status st = ST_OK;

    if (in < 0)
        return io_fail("Tidak dapat membaca", from, e);
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0)
        st = io_fail("Tidak dapat membuat", to, e);
    while (st == ST_OK && (n = read(in, chunk, sizeof(chunk))) > 0)
        if (write(out, chunk, (size_t)n) != n)
            st = io_fail("Tidak dapat menulis", to, e);
    if (st == ST_OK && (n < 0 || fsync(out) != 0))
        st = io_fail("Tidak dapat menyalin", from, e);
    close(in);
    if (out >= 0)
        close(out);
    return st;
}

/* Evidence is named by its content, so files that come or go meanwhile do no harm: what the copied database
 * refers to was there before it. Subfolders (by first digits) are followed. */
static enum status copy_folder(const char *from, const char *to, int64_t *n, struct err *e)
{
    DIR *d = opendir(from);
    struct dirent *f;
    struct arena *a = arena_new();
    enum status st = ST_OK;

    if (!d && errno != ENOENT)
        st = io_fail("Tidak dapat membaca", from, e);
    if (d && mkdir(to, 0700) != 0 && errno != EEXIST)
        st = io_fail("Tidak dapat membuat", to, e);
    while (d && st == ST_OK && (f = readdir(d))) {
        char *src = arena_printf(a, "%s/%s", from, f->d_name), *dst = arena_printf(a, "%s/%s", to, f->d_name);
        struct stat s;

        /* Uploads in progress (tmp) are nobody's evidence yet. */
        if (f->d_name[0] == '.' || strcmp(f->d_name, "tmp") == 0 || lstat(src, &s) != 0)
            continue;
        if (S_ISDIR(s.st_mode)) {
            st = copy_folder(src, dst, n, e);
        } else if (S_ISREG(s.st_mode)) {
            st = copy_file(src, dst, e);
            *n += st == ST_OK;
        }
    }
    if (d)
        closedir(d);
    arena_free(a);
    return st;
}

/* What the copy names must be in it, byte for byte. */
static enum status check_copy(const char *dir, struct periksa_bukti *p, struct err *e)
{
    struct arena *a = arena_new();
    struct db *db = NULL;
    enum status st = db_open(arena_printf(a, "sqlite:%s/tenayan.db", dir), DB_READ, &db, e);

    if (st == ST_OK)
        st = periksa_bukti(db, arena_printf(a, "%s/bukti", dir), p, e);
    if (st == ST_OK && p->hilang + p->berubah > 0)
        st =
            err_set(e, E_CADANGAN_RUSAK, "%s: %lld berkas bukti hilang dan %lld isinya berubah, misalnya %s.",
                    dir, (long long)p->hilang, (long long)p->berubah, p->contoh);
    db_close(db);
    arena_free(a);
    return st;
}

/* Into a data folder without a database. The keys are not in the backup: who restores brings them. */
static enum status restore_cmd(struct cli *c, struct err *e)
{
    const char *from = c->args[0], *to = c->data;
    struct periksa_bukti p = { 0 };
    int64_t files = 0;
    enum status st = check_copy(from, &p, e);

    if (st == ST_OK && mkdir(to, 0700) != 0 && errno != EEXIST)
        st = io_fail("Tidak dapat membuat", to, e);
    if (st == ST_OK && (access(arena_printf(c->a, "%s/tenayan.db", to), F_OK) == 0 ||
                        access(arena_printf(c->a, "%s/bukti", to), F_OK) == 0))
        st = err_set(e, E_CADANGAN_ADA, "%s sudah berisi data; pemulihan tidak pernah menimpa.", to);
    if (st == ST_OK)
        st = copy_folder(arena_printf(c->a, "%s/bukti", from), arena_printf(c->a, "%s/bukti", to), &files, e);
    /* The database last: where it is, everything that it names is. */
    if (st == ST_OK)
        st = copy_file(arena_printf(c->a, "%s/tenayan.db", from), arena_printf(c->a, "%s/tenayan.db", to), e);
    if (st == ST_OK)
        st = check_copy(to, &p, e);
    if (st == ST_OK && c->json)
        printf("{\"bukti\":%lld}\n", (long long)files);
    else if (st == ST_OK)
        printf(
            "Dipulihkan ke %s: basis data dan %lld berkas bukti. Kembalikan kunci-audit dan kunci-akses dari "
            "simpanannya, lalu jalankan tenayan audit verify dan tenayan doctor.\n",
            to, (long long)files);
    return st;
}

static enum status backup_cmd(struct cli *c, struct err *e)
{
    const char *to = c->args[0];
    char *file = arena_printf(c->a, "%s/tenayan.db", to), *from;
    struct db *db = NULL;
    struct periksa_bukti named = { 0 };
    int64_t files = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st == ST_OK && mkdir(to, 0700) != 0)
        st = errno == EEXIST ? err_set(e, E_CADANGAN_ADA, "%s sudah ada; cadangan tidak pernah menimpa.", to)
                             : io_fail("Tidak dapat membuat", to, e);
    if (st == ST_OK)
        st = db_backup(db, file, e);
    if (st == ST_OK) {
        from = tulis_beside(db, "bukti", c->a);
        st = copy_folder(from, arena_printf(c->a, "%s/bukti", to), &files, e);
    }
    if (st == ST_OK)
        st = check_copy(to, &named, e);
    if (st == ST_OK && c->json)
        printf("{\"basis_data\":\"tenayan.db\",\"bukti\":%lld}\n", (long long)files);
    else if (st == ST_OK)
        printf("Cadangan selesai: %s dan %lld berkas bukti. Kunci audit (kunci-audit) dan kunci akses "
               "(kunci-akses) sengaja tidak disalin: simpan terpisah.\n",
               file, (long long)files);
    db_close(db);
    return st;
}

/* Rows ------------------------------------------------------------------------------------------------ */

static const struct cli_option init_options[] = {
    { "--instansi", "NAMA", "name of the institution (default Instansi)" },
    { "--jenis", "JENIS", "kind of the topmost unit (default kota)" },
    { "--akun", "NAMA", "name of the first administrator's account (default admin)" },
    { NULL, NULL, NULL },
};
static const struct cli_option migrate_options[] = {
    { "--dry-run", NULL, "only lists what would be applied" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_data[] = {
    { .name = "init",
      .args = "",
      .help = "creates a database with its first administrator and prints his one-time code",
      .example = "tenayan init --instansi \"Pemerintah Kota Pekanbaru\" --data /var/lib/tenayan",
      .options = init_options,
      .run = init_run },
    { .name = "migrate",
      .args = "",
      .help = "brings the schema of a database up to this program; no server may run",
      .example = "tenayan migrate --dry-run",
      .options = migrate_options,
      .run = migrate_cmd },
    { .name = "backup",
      .args = "DIR",
      .min = 1,
      .max = 1,
      .help = "copies database and evidence into a new folder while the server runs",
      .example = "tenayan backup /media/cadangan/2026-02-02",
      .run = backup_cmd },
    { .name = "restore",
      .args = "DIR",
      .min = 1,
      .max = 1,
      .help = "copies a backup into a data folder that holds none, and checks that its evidence is whole",
      .example = "tenayan restore /media/cadangan/2026-02-02 --data /var/lib/tenayan",
      .run = restore_cmd },
    { .name = NULL },
};

/* Accounts, units and periods from the command line. */
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/akun.h"
#include "domain/pegawai.h"
#include "domain/periode.h"
#include "domain/unit.h"

static void print_json(struct buf *b)
{
    printf("%s\n", b->p);
    buf_free(b);
}

/* user ------------------------------------------------------------------------------------------------ */

static void print_code(const struct cli *c, const char *nama, const char *kode, int64_t sampai)
{
    char until[TIME_TEXT];
    struct buf b = BUF_NONE;
    struct jw w;

    time_format(sampai, until);
    if (!c->json) {
        printf("Akun: %s\nKode sekali pakai: %s\nBerlaku sampai: %s\nKode hanya ditampilkan sekali; saat "
               "login, kata sandi baru "
               "harus dibuat.\n",
               nama, kode, until);
        return;
    }
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_ktext(&w, "akun", nama);
    jw_ktext(&w, "kode_sekali", kode);
    jw_ktext(&w, "berlaku_sampai", until);
    jw_close(&w);
    print_json(&b);
}

/* --jam, or the usual time. */
static enum status code_hours(const struct cli *c, int *out, struct err *e)
{
    const char *text = cli_option(c, "--jam");
    char *end = NULL;
    long n = text ? strtol(text, &end, 10) : KODE_JAM;

    if (text && (*end || n < 1 || n > KODE_JAM_MAX))
        return err_set(e, E_PENGGUNAAN, "--jam harus 1 sampai %d.", KODE_JAM_MAX);
    *out = (int)n;
    return ST_OK;
}

static enum status user_add(struct cli *c, struct err *e)
{
    char kode[KODE_SEKALI], hash[SANDI_TEXT];
    struct akun_tambah in = { .nama = c->args[0], .sandi_hash = hash, .ganti_sandi = true };
    struct err ignored = ERR_NONE;
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st = code_hours(c, &in.jam, e);

    if (st == ST_OK)
        st = tulis_open(c, &t, e);

    /* A NIP names the employee whose account it becomes. */
    if (st == ST_OK && pegawai_find(t.db, c->args[0], &in.pegawai_id, &ignored) == ST_OK)
        in.nama = NULL;
    else if (st == ST_OK && cli_option(c, "--pegawai"))
        st = pegawai_find(t.db, cli_option(c, "--pegawai"), &in.pegawai_id, e);
    sandi_acak(kode);
    sandi_hash(kode, hash);
    if (st == ST_OK)
        st = tulis_run(&t, akun_tambah, &in, e);
    if (st == ST_OK)
        st = akun_load(t.db, in.out_id, &k, e);
    tulis_close(&t);
    if (st == ST_OK)
        print_code(c, k.nama, kode, in.out_sampai);
    return st;
}

static enum status user_reset(struct cli *c, struct err *e)
{
    char kode[KODE_SEKALI], hash[SANDI_TEXT];
    struct akun_setel_ulang in = { .kode_hash = hash };
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st = code_hours(c, &in.jam, e);

    if (st == ST_OK)
        st = tulis_open(c, &t, e);
    if (st == ST_OK)
        st = akun_find(t.db, c->args[0], &k, e);
    if (st == ST_OK) {
        sandi_acak(kode);
        sandi_hash(kode, hash);
        in.akun_id = k.id;
        st = tulis_run(&t, akun_setel_ulang, &in, e);
    }
    tulis_close(&t);
    if (st == ST_OK)
        print_code(c, k.nama, kode, in.out_sampai);
    return st;
}

static enum status user_active(struct cli *c, bool active, struct err *e)
{
    struct akun_aktif in = { .aktif = active };
    struct akun k;
    struct tulis t;
    enum status st = tulis_open(c, &t, e);

    if (st == ST_OK)
        st = akun_find(t.db, c->args[0], &k, e);
    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, akun_setel_aktif, &in, e);
    }
    tulis_close(&t);
    return st;
}

static enum status user_close(struct cli *c, struct err *e)
{
    return user_active(c, false, e);
}

static enum status user_open(struct cli *c, struct err *e)
{
    return user_active(c, true, e);
}

static enum status user_role(struct cli *c, struct err *e)
{
    char today[DATE_TEXT];
    const char *unit = cli_option(c, "--unit"), *from = cli_option(c, "--mulai");
    struct akun_peran in = { .selesai = cli_option(c, "--selesai"), .cabut = cli_flag(c, "--cabut") };
    struct akun k;
    struct tulis t;
    enum status st;

    clock_today(today);
    in.mulai = from ? from : today;
    if (!peran_parse(c->args[1], &in.peran))
        return err_set(e, E_PERAN, "Peran %s tidak dikenal.", c->args[1]);
    st = tulis_open(c, &t, e);
    if (st == ST_OK)
        st = akun_find(t.db, c->args[0], &k, e);
    if (st == ST_OK && unit)
        st = unit_find(t.db, unit, &in.unit_id, e);
    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, akun_setel_peran, &in, e);
    }
    tulis_close(&t);
    return st;
}

/* Roles of one account as "admin_unit@dinkes"; an array in JSON. */
static enum status roles_of(struct db *db, int64_t akun_id, const char *hari, struct jw *w, struct buf *text,
                            struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT p.peran, u.kode FROM peran p LEFT JOIN unit u ON u.id = p.unit_id "
                "WHERE p.akun_id = $1 AND p.mulai <= $2 AND (p.selesai IS NULL OR p.selesai >= $2) "
                "ORDER BY p.id",
                "it", akun_id, hari);

    jw_key(w, "peran");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        const char *unit = row_text(&r, 1);

        jw_open(w, '{');
        jw_ktext(w, "peran", row_text(&r, 0));
        jw_ktext(w, "unit", unit);
        jw_close(w);
        buf_printf(text, " %s%s%s", row_text(&r, 0), unit ? "@" : "", unit ? unit : "");
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

/* One account's row; in text, a line. */
static enum status user_row(struct cli *c, struct db *db, const struct rows *r, const char *hari,
                            struct jw *w, struct err *e)
{
    struct buf roles = BUF_NONE;
    const char *nama = row_text(r, 3);
    bool usable = strcmp(row_text(r, 4), "!") != 0;
    enum status st;

    jw_open(w, '{');
    jw_ktext(w, "akun", row_text(r, 1));
    jw_ktext(w, "pegawai", nama);
    jw_kbool(w, "aktif", row_int(r, 2) != 0);
    jw_kbool(w, "bersandi", usable);
    jw_kbool(w, "faktor_kedua", row_int(r, 5) != 0);
    st = roles_of(db, row_int(r, 0), hari, w, &roles, e);
    jw_close(w);
    if (!c->json)
        printf("%-20s %-32s %s%s%s%s\n", row_text(r, 1), nama ? nama : "-", row_int(r, 2) ? "aktif" : "tutup",
               usable ? "" : " tanpa-sandi", row_int(r, 5) ? " faktor-kedua" : "", roles.p ? roles.p : "");
    buf_free(&roles);
    return st;
}

static enum status user_list(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct jw w;
    struct db *db = NULL;
    struct rows r;
    char today[DATE_TEXT];
    const char *role = cli_option(c, "--peran");
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK)
        return st;
    clock_today(today);
    jw_start(&w, &b);
    jw_open(&w, '[');
    st = db_rows(db, &r, e,
                 "SELECT a.id, a.nama, a.aktif, p.nama, a.sandi, a.faktor FROM akun a "
                 "LEFT JOIN pegawai p ON p.id = a.pegawai_id WHERE $1 = '' OR EXISTS (SELECT 1 FROM peran x "
                 "WHERE x.akun_id = a.id AND x.peran = $1 AND x.mulai <= $2 AND (x.selesai IS NULL OR "
                 "x.selesai >= $2)) ORDER BY a.nama",
                 "tt", role ? role : "", today);
    while (st == ST_OK && rows_next(&r))
        st = user_row(c, db, &r, today, &w, e);
    st = rows_end(&r, st, e);
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

/* unit ------------------------------------------------------------------------------------------------ */

static enum status unit_list_run(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct jw w;
    struct db *db = NULL;
    struct rows r;
    char today[DATE_TEXT];
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK)
        return st;
    clock_today(today);
    jw_start(&w, &b);
    jw_open(&w, '[');
    st = db_rows(db, &r, e,
                 "SELECT u.kode, u.nama, u.jenis, i.kode, l.kode, u.opd FROM unit u "
                 "LEFT JOIN unit_induk x ON x.unit_id = u.id AND x.mulai <= $1 AND (x.selesai IS NULL OR "
                 "x.selesai >= $1) LEFT JOIN unit i ON i.id = x.induk_id "
                 "LEFT JOIN unit_wilayah y ON y.unit_id = u.id AND y.mulai <= $1 AND (y.selesai IS NULL OR "
                 "y.selesai >= $1) LEFT JOIN unit l ON l.id = y.wilayah_id ORDER BY u.kode",
                 "t", today);
    while (st == ST_OK && rows_next(&r)) {
        static const char *const keys[] = { "kode", "nama", "jenis", "induk", "wilayah" };

        jw_open(&w, '{');
        for (int i = 0; i < 5; i++)
            jw_ktext(&w, keys[i], row_text(&r, i));
        jw_kbool(&w, "opd", row_int(&r, 5) != 0);
        jw_close(&w);
        if (!c->json)
            printf("%-32s %-14s %-32s %s\n", row_text(&r, 0), row_text(&r, 2),
                   row_null(&r, 3) ? "-" : row_text(&r, 3), row_text(&r, 1));
    }
    st = rows_end(&r, st, e);
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

struct unit_input {
    struct unit_baru u;
    int64_t wilayah_id;
};

static enum status unit_add_apply(struct perintah *p, struct db *db, struct err *e)
{
    struct unit_input *in = p->input;
    struct audit_entry a = { .objek = "unit", .peristiwa = "tambah", .catatan = in->u.nama };
    enum status st = unit_add(db, &in->u, e);

    if (st == ST_OK && in->wilayah_id)
        st = unit_set_wilayah(db, in->u.out_id, in->wilayah_id, in->u.mulai, e);
    a.objek_id = in->u.out_id;
    return st == ST_OK ? audit_add(db, &p->who, &a, NULL, e) : st;
}

static enum status unit_add_run(struct cli *c, struct err *e)
{
    const char *induk = cli_option(c, "--induk"), *wilayah = cli_option(c, "--wilayah"),
               *jenis = cli_option(c, "--jenis"), *from = cli_option(c, "--mulai");
    struct unit_input in = { .u = { .kode = c->args[0], .nama = c->args[1], .opd = cli_flag(c, "--opd") } };
    struct tulis t;
    int32_t day;
    enum status st;

    if (!jenis)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --jenis, misalnya kelurahan.");
    if (from && !date_parse(from, &day))
        return err_set(e, E_TANGGAL, NULL);
    in.u.jenis = jenis;
    in.u.mulai = from ? from : "1900-01-01";
    st = tulis_open(c, &t, e);
    if (st == ST_OK && induk)
        st = unit_find(t.db, induk, &in.u.induk_id, e);
    if (st == ST_OK && wilayah)
        st = unit_find(t.db, wilayah, &in.wilayah_id, e);
    if (st == ST_OK)
        st = tulis_run(&t, unit_add_apply, &in, e);
    tulis_close(&t);
    return st;
}

/* period ---------------------------------------------------------------------------------------------- */

static enum status period_list(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct jw w;
    struct db *db = NULL;
    struct periode *p = NULL;
    size_t n = 0;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st == ST_OK)
        st = periode_list(db, 0, NULL, c->a, &p, &n, e);
    jw_start(&w, &b);
    jw_open(&w, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        const char *status = periode_machine.states[p[i].status];

        jw_open(&w, '{');
        jw_ktext(&w, "kode", p[i].kode);
        jw_ktext(&w, "jenis", periode_jenis_kode(p[i].jenis));
        jw_ktext(&w, "mulai", p[i].mulai);
        jw_ktext(&w, "selesai", p[i].selesai);
        jw_ktext(&w, "status", status);
        jw_close(&w);
        if (!c->json)
            printf("%-10s %-12s %s %s %s\n", p[i].kode, periode_jenis_kode(p[i].jenis), p[i].mulai,
                   p[i].selesai, status);
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status period_create(struct cli *c, struct err *e)
{
    struct periode_buat in = { .kode = NULL };
    const char *kode = c->args[0];
    struct tulis t;
    enum status st;

    if (strlen(kode) == 4 && strspn(kode, "0123456789") == 4)
        in.tahun = (int)strtol(kode, NULL, 10);
    else
        in.kode = kode;
    st = tulis_open(c, &t, e);
    if (st == ST_OK)
        st = tulis_run(&t, periode_buat, &in, e);
    tulis_close(&t);
    if (st == ST_OK && !c->json)
        printf("Periode %s dibuat.\n", kode);
    return st;
}

/* Rows ------------------------------------------------------------------------------------------------ */

static const struct cli_option user_add_options[] = {
    { "--pegawai", "NIP", "the employee whose account it is (an account named by a NIP is his anyway)" },
    { "--jam", "N", "how many hours the code holds, 1 to 720 (default 72)" },
    { NULL, NULL, NULL },
};
static const struct cli_option user_reset_options[] = {
    { "--jam", "N", "how many hours the code holds, 1 to 720 (default 72)" },
    { NULL, NULL, NULL },
};
static const struct cli_option user_role_options[] = {
    { "--unit", "KODE", "scope: this unit and those below it" },
    { "--mulai", "TANGGAL", "first day (default today)" },
    { "--selesai", "TANGGAL", "last day (default open)" },
    { "--cabut", NULL, "ends the role instead" },
    { NULL, NULL, NULL },
};
static const struct cli_option user_list_options[] = {
    { "--peran", "PERAN", "only accounts that have this role today" },
    { NULL, NULL, NULL },
};
static const struct cli_option unit_add_options[] = {
    { "--jenis", "JENIS", "kind: dinas, kecamatan, kelurahan, puskesmas, sekolah, …" },
    { "--induk", "KODE", "unit above it in the line of command" },
    { "--wilayah", "KODE", "unit in whose territory it lies" },
    { "--mulai", "TANGGAL", "first day (default: always)" },
    { "--opd", NULL, "it is an OPD (unor induk)" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_org[] = {
    { .name = "user add",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "creates an account with a one-time code",
      .example = "tenayan user add 198501012010011001",
      .options = user_add_options,
      .run = user_add },
    { .name = "user reset",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "replaces a password by a one-time code and ends all sessions",
      .example = "tenayan user reset 198501012010011001 --jam 24",
      .options = user_reset_options,
      .run = user_reset },
    { .name = "user close",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "closes an account and ends its sessions",
      .example = "tenayan user close 198501012010011001",
      .run = user_close },
    { .name = "user open",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "opens a closed account again",
      .example = "tenayan user open 198501012010011001",
      .run = user_open },
    { .name = "user role",
      .args = "NIP|NAMA PERAN",
      .min = 2,
      .max = 2,
      .help = "gives or ends a role: pengelola, admin_unit, admin_pusat, auditor",
      .example = "tenayan user role 198501012010011001 pengelola --unit dinkes",
      .options = user_role_options,
      .run = user_role },
    { .name = "user list",
      .args = "",
      .help = "lists accounts with their roles",
      .example = "tenayan user list --peran auditor",
      .options = user_list_options,
      .run = user_list },
    { .name = "unit list",
      .args = "",
      .help = "lists units with what they stand under",
      .example = "tenayan unit list --json",
      .run = unit_list_run },
    { .name = "unit add",
      .args = "KODE NAMA",
      .min = 2,
      .max = 2,
      .help = "adds a unit",
      .example =
          "tenayan unit add kel-rejosari \"Kelurahan Rejosari\" --jenis kelurahan --induk kec-tenayan-raya",
      .options = unit_add_options,
      .run = unit_add_run },
    { .name = "period list",
      .args = "",
      .help = "lists periods with their state",
      .example = "tenayan period list --json",
      .run = period_list },
    { .name = "period create",
      .args = "TAHUN|KODE",
      .min = 1,
      .max = 1,
      .help = "creates a year with its quarters and months, or a single period",
      .example = "tenayan period create 2026",
      .run = period_create },
    { .name = NULL },
};

/* Employees in and out as CSV: import pegawai, export pegawai. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/impor_cetak.h"
#include "app/tulis.h"
#include "base/json.h"
#include "domain/csv.h"
#include "domain/impor.h"

static enum status import_run(struct cli *c, struct err *e)
{
    struct buf file = BUF_NONE;
    struct impor in = { .nama = c->args[0],
                        .coba = cli_flag(c, "--dry-run"),
                        .lewati_salah = cli_flag(c, "--skip-bad"),
                        .a = c->a };
    struct who who;
    struct tulis t = TULIS_NONE;
    enum status st = impor_berkas(c->args[0], &file, e);

    if (st == ST_OK)
        st = tulis_open(c, &t, e);
    who_system(&who);
    in.bytes = file.p ? file.p : "";
    in.len = file.len;
    if (st == ST_OK)
        st = impor_jalankan(t.db, &who, &in, e);
    tulis_close(&t);
    if (st != ST_OK && e->line)
        snprintf(e->file, sizeof(e->file), "%s", c->args[0]);
    if (st == ST_OK)
        impor_cetak(c, &in);
    buf_free(&file);
    return st;
}

static enum status export_run(struct cli *c, struct err *e)
{
    const char *path = c->args[0];
    struct buf out = BUF_NONE;
    struct who who;
    struct db *db = NULL;
    FILE *f = NULL;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    if (st == ST_OK)
        st = ekspor_pegawai(db, &who, &out, e);
    if (st == ST_OK && strcmp(path, "-") == 0) {
        fwrite(out.p, 1, out.len, stdout);
    } else if (st == ST_OK) {
        f = fopen(path, "wxe"); /* never over an existing file */
        if (!f || fwrite(out.p, 1, out.len, f) != out.len || fflush(f) != 0)
            st = err_set(e, errno == ENOSPC ? E_DISK_PENUH : E_IO, "Berkas %s tidak dapat ditulis: %s.", path,
                         strerror(errno));
    }
    if (f)
        fclose(f);
    buf_free(&out);
    db_close(db);
    return st;
}

static const struct cli_option import_options[] = {
    { "--dry-run", NULL, "does everything but keep it: shows faults and differences" },
    { "--skip-bad", NULL, "applies the sound rows and reports the others" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_impor[] = {
    { .name = "import pegawai",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "reads employees, posts and superiors from a CSV file; all rows or none",
      .example = "tenayan import pegawai pegawai.csv --dry-run",
      .options = import_options,
      .run = import_run },
    { .name = "export pegawai",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "writes employees as CSV that spreadsheets leave intact and import pegawai reads",
      .example = "tenayan export pegawai pegawai.csv",
      .run = export_run },
    { .name = NULL },
};

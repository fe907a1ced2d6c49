/* import realisasi: values of indicators for units or people, entered once with their source. */
#include <string.h>

#include "app/impor_cetak.h"
#include "app/tulis.h"
#include "base/json.h"
#include "domain/impor_realisasi.h"
#include "scoring/data_hitung.h"

/* Lets the plugins compute; what they refuse is a fault of the row. */
static enum status compute(struct tabel *t, struct db *db, struct host *host, struct err *e)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < t->n && st == ST_OK; i++) {
        struct tabel_baris *b = &t->baris[i];
        struct data_baris_impor *x = b->isi;
        struct err why = ERR_NONE;
        json_t *isian;

        if (b->salah)
            continue;
        if ((st = json_read(x->mentah, strlen(x->mentah), &isian, e)) != ST_OK)
            return st;
        st = data_hitung(db, host, &x->isi, isian, t->in.a, &why);
        json_decref(isian);
        if (st == ST_FAIL || st == ST_UNREACHABLE || st == ST_AGAIN) {
            *e = why;
            return st;
        }
        if (st != ST_OK)
            tabel_tolak(t, b, -1, why.code, "%s", why.msg);
        st = ST_OK;
        cli_progress("nilai", (int64_t)i + 1, (int64_t)t->n);
    }
    cli_progress_end();
    return st;
}

static enum status import_run(struct cli *c, struct err *e)
{
    struct host *host = host_new(NULL);
    struct buf file = BUF_NONE;
    struct tabel t = { .jenis = &tabel_realisasi,
                       .in = { .nama = c->args[0],
                               .coba = cli_flag(c, "--dry-run"),
                               .lewati_salah = cli_flag(c, "--skip-bad"),
                               .a = c->a } };
    struct tulis w = TULIS_NONE;
    struct who who;
    enum status st = impor_berkas(c->args[0], &file, e);

    if (st == ST_OK)
        st = tulis_open(c, &w, e);
    who_system(&who);
    t.in.bytes = file.p ? file.p : "";
    t.in.len = file.len;
    if (st == ST_OK)
        st = tabel_baca(&t, w.db, &who, e);
    if (st == ST_OK)
        st = compute(&t, w.db, host, e);
    if (st == ST_OK)
        st = tulis_run(&w, tabel_terapkan, &t, e);
    tulis_close(&w);
    if (st != ST_OK && e->line)
        snprintf(e->file, sizeof(e->file), "%s", c->args[0]);
    if (st == ST_OK)
        impor_cetak(c, &t.in);
    buf_free(&t.galat);
    buf_free(&file);
    host_free(host);
    return st;
}

static const struct cli_option options[] = {
    { "--dry-run", NULL, "does everything but keep it: shows faults" },
    { "--skip-bad", NULL, "applies the sound rows and reports the others" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_realisasi[] = {
    { .name = "import realisasi",
      .args = "FILE.csv",
      .min = 1,
      .max = 1,
      .help = "indicator values of units or people: Periode;Indikator;Sumber;Unit;NIP;Plugin and a column "
              "per input",
      .example = "tenayan import realisasi simpus-2026-11.csv --dry-run",
      .options = options,
      .run = import_run },
    { .name = NULL },
};

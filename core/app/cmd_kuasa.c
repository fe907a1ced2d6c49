/* Who may draft for whom, and what waits: kuasa list, naskah list. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/json.h"
#include "domain/naskah.h"

enum { PAGE = 200 };

static enum status kuasa_rows(struct cli *c, struct err *e)
{
    struct kuasa_saring f = { .berlaku = cli_flag(c, "--berlaku"), .batas = PAGE };
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    struct kuasa *rows;
    bool lagi = true;
    struct who who;
    struct jw w;
    size_t n;
    enum status st = cli_db(c, DB_READ, &db, e);

    who_system(&who);
    clock_today(who.hari);
    jw_start(&w, &b);
    jw_open(&w, '[');
    while (st == ST_OK && lagi) {
        st = kuasa_list(db, &who, &f, c->a, &rows, &n, &lagi, e);
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            const struct kuasa *k = &rows[i];

            f.sesudah = k->id;
            kuasa_baris_json(k, &w);
            if (!c->json)
                printf("%6lld  %s sampai %s  %-32s -> %-32s %s%s\n", (long long)k->id, k->mulai, k->selesai,
                       k->nama, k->penerima_nama, k->nomor, k->dicabut ? "  (dicabut)" : "");
        }
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status naskah_rows(struct cli *c, struct err *e)
{
    struct naskah_saring f = { .status = cli_option(c, "--status"), .batas = PAGE };
    struct buf b = BUF_NONE;
    struct db *db = NULL;
    struct naskah *rows;
    bool lagi = true;
    struct who who;
    struct jw w;
    size_t n;
    int state;
    enum status st;

    if (f.status && !flow_state(&naskah_machine, f.status, &state))
        return err_set(e, E_PENGGUNAAN, "Status naskah \"%s\" tidak dikenal.", f.status);
    st = cli_db(c, DB_READ, &db, e);
    who_system(&who);
    clock_today(who.hari);
    jw_start(&w, &b);
    jw_open(&w, '[');
    while (st == ST_OK && lagi) {
        st = naskah_list(db, &who, &f, c->a, &rows, &n, &lagi, e);
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            const struct naskah *x = &rows[i];

            f.sesudah = x->id;
            naskah_baris_json(x, &w);
            if (!c->json)
                printf("%6lld  %-15s %-28s untuk %-32s oleh %-32s sampai %s\n", (long long)x->id,
                       naskah_machine.states[x->status], x->jenis ? x->jenis->kode : "", x->nama,
                       x->penyiap_nama, x->batas);
        }
    }
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    db_close(db);
    return st;
}

static const struct cli_option kuasa_options[] = {
    { "--berlaku", NULL, "only those that hold today" },
    { NULL, NULL, NULL },
};
static const struct cli_option naskah_options[] = {
    { "--status", "STATUS", "only these, such as disiapkan or lembar_diunggah" },
    { NULL, NULL, NULL },
};
const struct cli_command cmds_kuasa[] = {
    { .name = "kuasa list",
      .args = "",
      .help = "who may draft for whom, by which letter and until when",
      .example = "tenayan kuasa list --berlaku",
      .options = kuasa_options,
      .run = kuasa_rows },
    { .name = "naskah list",
      .args = "",
      .help = "steps that were prepared for somebody else and what became of them",
      .example = "tenayan naskah list --status disiapkan",
      .options = naskah_options,
      .run = naskah_rows },
    { .name = NULL },
};

/* Receipts checked at the command line, as the public endpoint does. */
#include <stdio.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/tanda_terima.h"

static void print_text(const struct tanda_terima *t, const char *why)
{
    if (t)
        printf("Sah: %s, %s\nhash %s\n", t->judul, t->waktu, t->hash);
    else
        printf("Tidak sah: %s\n", why);
}

static enum status receipt_check(struct cli *c, struct err *e)
{
    const char *hash = cli_option(c, "--hash");
    struct buf b = BUF_NONE;
    struct tanda_terima t;
    const char *why = "";
    bool good;
    struct db *db;
    struct jw w;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st != ST_OK)
        return st;
    st = tanda_terima_cari(db, c->args[0], &t, e);
    db_close(db);
    if (st != ST_OK && st != ST_NOT_FOUND && st != ST_INVALID)
        return st;
    good = st == ST_OK;
    if (!good)
        why = st == ST_INVALID ? "kodenya salah ketik." : "tidak ada tanda terima dengan kode itu.";
    if (good && hash && strcmp(hash, t.hash) != 0) {
        good = false;
        why = "dokumennya bukan yang dulu diajukan (hash berbeda).";
    }
    err_clear(e);
    jw_start(&w, &b);
    tanda_terima_json(good ? &t : NULL, &w);
    if (c->json)
        printf("%s\n", b.p);
    else
        print_text(good ? &t : NULL, why);
    buf_free(&b);
    c->exit = good ? 0 : 7;
    return ST_OK;
}

static const struct cli_option check_options[] = {
    { "--hash", "HEX", "the document's hash must be this one too" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_receipt[] = {
    { .name = "receipt check",
      .args = "KODE",
      .min = 1,
      .max = 1,
      .help = "says whether a receipt is ours: kind, time and hash, never whose (exit 7: it is not)",
      .example = "tenayan receipt check ABCDE-FGHJK-MNPQR",
      .options = check_options,
      .run = receipt_check },
    { .name = NULL },
};

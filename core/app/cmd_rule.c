/* Dated limits of the law from the command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/aturan.h"

static enum status print_rows(struct db *db, bool json, struct err *e)
{
    struct buf b = BUF_NONE;
    json_t *rows = NULL, *row;
    struct jw w;
    size_t i;
    enum status st;

    jw_start(&w, &b);
    if ((st = aturan_json(db, &w, e)) != ST_OK)
        goto out;
    if (json) {
        printf("%s\n", b.p);
        goto out;
    }
    if ((st = json_read(b.p, b.len, &rows, e)) != ST_OK)
        goto out;
    json_array_foreach(rows, i, row)
    {
        const char *kode, *mulai, *satuan, *sumber, *keyakinan;
        json_int_t nilai;

        if (json_unpack(row, "{s:s, s:s, s:I, s:s, s:s, s:s}", "kode", &kode, "mulai", &mulai, "nilai",
                        &nilai, "satuan", &satuan, "sumber", &sumber, "keyakinan", &keyakinan) == 0)
            printf("%-30s sejak %s  %3lld %s  [%s] %s\n", kode, mulai, (long long)nilai, satuan, keyakinan,
                   sumber);
    }
out:
    json_decref(rows);
    buf_free(&b);
    return st;
}

static enum status rule_list(struct cli *c, struct err *e)
{
    struct tulis t;
    enum status st = tulis_open(c, &t, e);

    if (st == ST_OK)
        st = print_rows(t.db, c->json, e);
    tulis_close(&t);
    return st;
}

static enum status rule_set(struct cli *c, struct err *e)
{
    const char *nilai = c->args[1];
    struct aturan_tetapkan in = { .kode = c->args[0],
                                  .mulai = cli_option(c, "--mulai"),
                                  .sumber = cli_option(c, "--sumber") };
    int32_t day;
    struct tulis t;
    enum status st;

    if (!nilai[0] || strlen(nilai) > 6 || nilai[strspn(nilai, "0123456789")])
        return err_set(e, E_PENGGUNAAN, "NILAI harus bilangan bulat.");
    if (!in.mulai || !date_parse(in.mulai, &day) || !in.sumber)
        return err_set(e, E_PENGGUNAAN, "--mulai TANGGAL dan --sumber TEKS wajib diisi.");
    in.nilai = strtoll(nilai, NULL, 10);
    st = tulis_open(c, &t, e);
    if (st == ST_OK)
        st = tulis_run(&t, aturan_tetapkan, &in, e);
    if (st == ST_OK)
        st = print_rows(t.db, c->json, e);
    tulis_close(&t);
    return st;
}

static const struct cli_option set_options[] = {
    { "--mulai", "TANGGAL", "first day on which it holds; must lie ahead" },
    { "--sumber", "TEKS", "number and date of the decree" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_rule[] = {
    { .name = "rule list",
      .args = "",
      .help = "lists limits and deadlines with their dates and sources",
      .example = "tenayan rule list",
      .run = rule_list },
    { .name = "rule set",
      .args = "KODE NILAI",
      .min = 2,
      .max = 2,
      .help = "sets a limit from a day on",
      .example = "tenayan rule set keberatan.putusan_hari 21 --mulai 2027-01-01 --sumber \"Perwako 7/2026\"",
      .options = set_options,
      .run = rule_set },
    { .name = NULL },
};

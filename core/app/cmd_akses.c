/* Access from the command line: second factors, sessions and machine tokens of accounts. */
#include <stdlib.h>
#include <string.h>

#include "app/tulis.h"
#include "base/json.h"
#include "domain/faktor.h"
#include "domain/token.h"
#include "domain/unit.h"

/* The account that the first argument names. */
static enum status open_for(struct cli *c, struct tulis *t, struct akun *k, struct err *e)
{
    enum status st = tulis_open(c, t, e);

    return st == ST_OK ? akun_find(t->db, c->args[0], k, e) : st;
}

static enum status totp_off(struct cli *c, struct err *e)
{
    struct faktor_cabut in = { .alasan = cli_option(c, "--alasan") };
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st;

    if (!in.alasan)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --alasan, misalnya \"Ponsel hilang\".");
    st = open_for(c, &t, &k, e);
    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, faktor_cabut, &in, e);
    }
    tulis_close(&t);
    if (st == ST_OK && !c->json)
        printf("Faktor kedua akun %s dicabut; semua sesinya berakhir.\n", k.nama);
    return st;
}

static enum status logout(struct cli *c, struct err *e)
{
    struct sesi_cabut in = { .id = 0 };
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st = open_for(c, &t, &k, e);

    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, sesi_cabut, &in, e);
    }
    tulis_close(&t);
    return st;
}

/* token ---------------------------------------------------------------------------------------------------
 */

enum { ACTIONS = 40 };

/* "skp.lihat,skp.susun" as a list in the arena; 0 where there is none. */
static size_t split(struct cli *c, const char *text, const char **out)
{
    char *rest = text ? arena_strdup(c->a, text) : NULL, *word;
    size_t n = 0;

    while (rest && n < ACTIONS && (word = strsep(&rest, ", ")))
        if (*word)
            out[n++] = word;
    return n;
}

static enum status days(const struct cli *c, int *out, struct err *e)
{
    const char *text = cli_option(c, "--hari");
    char *end = NULL;
    long n = text ? strtol(text, &end, 10) : 90;

    if (text && (*end || n < 1 || n > TOKEN_HARI_MAX))
        return err_set(e, E_PENGGUNAAN, "--hari harus 1 sampai %d.", TOKEN_HARI_MAX);
    *out = (int)n;
    return ST_OK;
}

static void print_token(const struct cli *c, const char *akun, const struct token_buat *in)
{
    struct buf b = BUF_NONE;
    char until[TIME_TEXT];
    struct jw w;

    time_format(in->out.out_berakhir, until);
    if (!c->json) {
        printf("Akun: %s\nToken: %s\nBerlaku sampai: %s\nToken hanya ditampilkan sekali.\n", akun,
               in->out.out_token, until);
        return;
    }
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_ktext(&w, "akun", akun);
    jw_kint(&w, "id", in->out.out_id);
    jw_ktext(&w, "token", in->out.out_token);
    jw_ktext(&w, "berakhir", until);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static enum status token_add(struct cli *c, struct err *e)
{
    const char *names[ACTIONS], *unit = cli_option(c, "--unit");
    struct token_buat in = { .nama = c->args[1], .baca = !cli_flag(c, "--tulis"), .aksi = names };
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st = days(c, &in.hari, e);

    if (st != ST_OK)
        return st;
    in.naksi = split(c, cli_option(c, "--aksi"), names);
    st = open_for(c, &t, &k, e);
    if (st == ST_OK && unit)
        st = unit_find(t.db, unit, &in.unit_id, e);
    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, token_buat, &in, e);
    }
    tulis_close(&t);
    if (st == ST_OK)
        print_token(c, k.nama, &in);
    return st;
}

static enum status token_list(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct jw w;
    struct akun k;
    struct db *db = NULL;
    json_t *rows = NULL, *row;
    size_t i;
    enum status st = cli_db(c, DB_READ, &db, e);

    if (st == ST_OK)
        st = akun_find(db, c->args[0], &k, e);
    jw_start(&w, &b);
    jw_open(&w, '[');
    if (st == ST_OK)
        st = sesi_list(db, k.id, 0, &w, e);
    jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK)
        st = json_read(b.p, b.len, &rows, e);
    json_array_foreach(rows, i, row)
    {
        const char *last = json_string_value(json_object_get(row, "terakhir"));
        const char *name = json_string_value(json_object_get(row, "nama"));
        const char *agent = json_string_value(json_object_get(row, "agen"));

        printf("%6lld  %-6s %-32s sampai %.16s  terakhir %.16s\n",
               (long long)json_integer_value(json_object_get(row, "id")),
               json_string_value(json_object_get(row, "jenis")),
               name    ? name
               : agent ? agent
                       : "-",
               json_string_value(json_object_get(row, "berakhir")), last ? last : "-");
    }
    json_decref(rows);
    buf_free(&b);
    db_close(db);
    return st;
}

static enum status token_end(struct cli *c, struct err *e)
{
    struct sesi_cabut in = { .id = strtoll(c->args[1], NULL, 10) };
    struct akun k;
    struct tulis t = TULIS_NONE;
    enum status st;

    if (in.id < 1)
        return err_set(e, E_PENGGUNAAN, "Nomor token harus bilangan; lihat tenayan token list.");
    st = open_for(c, &t, &k, e);
    if (st == ST_OK) {
        in.akun_id = k.id;
        st = tulis_run(&t, sesi_cabut, &in, e);
    }
    tulis_close(&t);
    return st;
}

/* Rows ----------------------------------------------------------------------------------------------------
 */

static const struct cli_option totp_options[] = {
    { "--alasan", "TEKS", "why; the audit keeps it" },
    { NULL, NULL, NULL },
};
static const struct cli_option token_options[] = {
    { "--hari", "N", "how many days it holds, 1 to 366 (default 90)" },
    { "--tulis", NULL, "it may write too (default: it only reads)" },
    { "--aksi", "NAMA,…",
      "only these actions, such as skp.lihat,evaluasi.lihat (default: all of the owner's)" },
    { "--unit", "KODE", "only this unit and those below it" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_akses[] = {
    { .name = "user totp-off",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "takes the second factor of an account away and ends its sessions",
      .example = "tenayan user totp-off 198501012010011001 --alasan \"Ponsel hilang\"",
      .options = totp_options,
      .run = totp_off },
    { .name = "user logout",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "ends all sessions and tokens of an account",
      .example = "tenayan user logout 198501012010011001",
      .run = logout },
    { .name = "token add",
      .args = "NIP|NAMA LABEL",
      .min = 2,
      .max = 2,
      .help = "makes a machine token for an account and shows it once",
      .example = "tenayan token add bank.data \"Tarik data malam\" --aksi skp.lihat,evaluasi.lihat --hari 30",
      .options = token_options,
      .run = token_add },
    { .name = "token list",
      .args = "NIP|NAMA",
      .min = 1,
      .max = 1,
      .help = "lists the sessions and tokens of an account",
      .example = "tenayan token list bank.data",
      .run = token_list },
    { .name = "token end",
      .args = "NIP|NAMA NOMOR",
      .min = 2,
      .max = 2,
      .help = "ends one session or token",
      .example = "tenayan token end bank.data 12",
      .run = token_end },
    { .name = NULL },
};

/* Small commands: nip check, version. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
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
    { .name = "version",
      .args = "",
      .help = "prints the version of the program and of the schema that it knows",
      .example = "tenayan version",
      .run = version_run },
    { .name = NULL },
};

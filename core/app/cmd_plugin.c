/* Commands for plugin authors, which need no database: plugin new, check, test, call, fields. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "base/json.h"
#include "script/api_text.h"
#include "script/fields.h"
#include "script/gate.h"
#include "script/report.h"
#include "script/template.h"

/* DIR, or the id of a shipped plugin. `notes` as of package_note_dir. */
static enum status open_package(const char *where, struct findings *notes, struct package *p, struct err *e)
{
    struct stat s;
    enum status st;

    if (strchr(where, '/') || (stat(where, &s) == 0 && S_ISDIR(s.st_mode)))
        return package_note_dir(where, notes, p, e);
    st = package_note_shipped(where, notes, p, e);
    if (st == ST_NOT_FOUND)
        st = err_set(e, E_PLUGIN_TIDAK_ADA,
                     "Plugin \"%s\" tidak ditemukan: bukan folder dan bukan plugin bawaan.", where);
    return st;
}

static enum status new_run(struct cli *c, struct err *e)
{
    const char *kind = cli_option(c, "--kind");
    enum status st;

    if (!kind)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --kind indikator, skema, pelatihan atau fungsi.");
    if ((st = template_write(kind, c->args[0], e)) != ST_OK)
        return st;
    fprintf(stderr, "Plugin %s ada di %s.\nLanjut: tenayan plugin check %s\n", kind, c->args[0], c->args[0]);
    if (c->json) {
        struct buf b = BUF_NONE;
        struct jw w;

        jw_start(&w, &b);
        jw_open(&w, '{');
        jw_ktext(&w, "folder", c->args[0]);
        jw_ktext(&w, "jenis", kind);
        jw_close(&w);
        printf("%s\n", b.p);
        buf_free(&b);
    }
    return ST_OK;
}

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static void print_finding(FILE *out, const char *folder, const struct finding *x)
{
    fprintf(out, "%s/%s", folder, x->file);
    if (x->line)
        fprintf(out, ":%d", x->line);
    if (x->column)
        fprintf(out, ":%d", x->column);
    fprintf(out, ": %s: %s%s%s%s [%s]\n", x->warning ? "peringatan" : "galat", x->msg, x->at[0] ? " (" : "",
            x->at, x->at[0] ? ")" : "", code_row(x->code)->name);
}

static void check_text(const char *folder, const struct package *p, const struct check *k)
{
    static const char *const kinds[] = { "indikator", "skema", "pelatihan", "fungsi" };
    char hex[DIGEST_HEX];

    for (size_t i = 0; i < k->findings->n; i++)
        print_finding(stdout, folder, &k->findings->list[i]);
    if (k->findings->nerrors) {
        printf("%s: %zu galat\n", folder, k->findings->nerrors);
        return;
    }
    digest_hex(&p->digest, hex);
    printf("%s %s: sah, %zu berkas\n  sha256 %s\n", p->manifest.id, p->manifest.version, p->nfiles, hex);
    for (size_t n = 0; n < COUNT(kinds); n++) {
        const json_t *list = json_object_get(k->listing, kinds[n]);

        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *item = json_array_get(list, i);

            printf("  %s %s  %s\n", kinds[n], text(item, n == 3 ? "nama" : "kode"), text(item, "judul"));
        }
    }
}

/* "plugins/_template": a folder of templates, whose manifests are not filled in yet. */
static bool is_template(const char *where)
{
    const char *name = where + strlen(where);

    while (name > where && name[-1] == '/')
        name--;
    while (name > where && name[-1] != '/')
        name--;
    return *name == '_';
}

static void check_skipped(struct cli *c, const char *where, struct jw *w)
{
    if (!c->json) {
        printf("%s: dilewati, folder yang diawali _ memuat templat\n", where);
        return;
    }
    jw_open(w, '{');
    jw_ktext(w, "folder", where);
    jw_kbool(w, "dilewati", true);
    findings_json(w, findings_new(c->a));
    jw_close(w);
}

/* One package; `w` collects its JSON. */
static enum status check_one(struct cli *c, const char *where, struct jw *w, struct err *e)
{
    struct package p = { 0 };
    struct host *h = host_new(NULL);
    struct check k = { 0 };
    enum status st;

    if (is_template(where)) {
        check_skipped(c, where, w);
        st = ST_OK;
        goto out;
    }
    if ((st = open_package(where, findings_new(c->a), &p, e)) != ST_OK)
        goto out;
    st = package_check(h, &p, c->a, &k, e);
    if (!k.findings)
        goto out;
    if (c->json)
        report_check(w, where, &p, &k);
    else
        check_text(where, &p, &k);
    /* Findings are what was asked for, not a failure to answer. */
    if (st != ST_OK)
        c->exit = 7;
    st = ST_OK;
out:
    host_free(h);
    package_free(&p);
    return st;
}

static enum status check_run(struct cli *c, struct err *e)
{
    struct buf b = BUF_NONE;
    struct jw w;
    enum status st = ST_OK;

    jw_start(&w, &b);
    if (c->nargs > 1)
        jw_open(&w, '[');
    for (int i = 0; i < c->nargs && st == ST_OK; i++)
        st = check_one(c, c->args[i], &w, e);
    if (st == ST_OK && c->nargs > 1)
        jw_close(&w);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    buf_free(&b);
    return st;
}

static void test_json(const struct test_report *r)
{
    struct buf b = BUF_NONE;
    struct jw w;

    jw_start(&w, &b);
    report_test(&w, r);
    printf("%s\n", b.p);
    buf_free(&b);
}

enum { WIDEST = 44 }; /* a longer name shifts its own line only */

/* Characters of a UTF-8 text. */
static int text_columns(const char *s)
{
    int n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static double percent(int64_t part, int64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

/* Cells are padded by characters: printf counts bytes. */
static void put_cell(const char *s, int width)
{
    int n = width - text_columns(s);

    printf("%s%*s", s, n > 0 ? n : 0, "");
}

static void test_text(const struct test_report *r)
{
    int id = 5, name = 6; /* widest cells */

    for (size_t i = 0; i < r->ncases; i++) {
        id = text_columns(r->cases[i].id) > id ? text_columns(r->cases[i].id) : id;
        name = text_columns(r->cases[i].name) > name ? text_columns(r->cases[i].name) : name;
    }
    id = id < WIDEST ? id : WIDEST;
    printf("       ");
    put_cell("kasus", id + 2);
    put_cell("fungsi", name + 2);
    printf("      instruksi            memori\n");
    for (size_t i = 0; i < r->ncases; i++) {
        const struct test_case *t = &r->cases[i];

        printf("%s  ", t->passed ? "lulus" : "GAGAL");
        put_cell(t->id, id + 2);
        put_cell(t->name, name + 2);
        printf("%9lld %5.1f%% %9lld KiB %5.1f%%\n", (long long)t->instructions,
               percent(t->instructions, r->limits.instructions), (long long)((t->peak + 1023) / 1024),
               percent(t->peak, r->limits.memory));
        if (!t->passed)
            printf("       %s:%d: %s\n", t->file, t->line, t->msg);
    }
    for (size_t i = 0; i < r->nuntested; i++)
        printf("belum  %s: belum ada kasus uji\n", r->untested[i]);
    printf("%zu lulus, %zu gagal; satu kasus boleh memakai paling banyak 50%% dari batas\n",
           r->ncases - r->nfailed, r->nfailed);
}

static enum status test_run(struct cli *c, struct err *e)
{
    struct package p = { 0 };
    struct test_report r = { 0 };
    enum status st;

    if ((st = open_package(c->args[0], NULL, &p, e)) == ST_OK)
        st = package_test(NULL, &p, c->a, &r, e);
    for (size_t i = 0; !c->json && r.findings && i < r.findings->n; i++)
        if (r.findings->list[i].warning) /* errors are what the command ends with */
            print_finding(stderr, c->args[0], &r.findings->list[i]);
    /* Failed cases are the command's data, not its failure. */
    if (st == ST_OK || r.nfailed) {
        c->exit = st == ST_OK ? 0 : code_row(e->code)->exit;
        st = ST_OK;
        if (c->json)
            test_json(&r);
        else
            test_text(&r);
    }
    package_free(&p);
    return st;
}

static enum status read_object(const char *option, const char *given, json_t **out, struct err *e)
{
    enum status st = json_read(given, strlen(given), out, e);

    if (st == ST_OK && !json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        st = err_set(e, E_JSON, "%s harus objek JSON, misalnya '{\"pasien\": 10}'.", option);
    }
    return st;
}

static void print_trace(const char *answer)
{
    json_t *o = json_loads(answer, 0, NULL), *steps = json_object_get(o, "jejak");

    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        struct buf value = BUF_NONE;

        json_canonical(json_object_get(step, "nilai"), &value);
        fprintf(stderr, "%zu. %s: %s%s%s%s\n", i + 1, text(step, "label"), value.p,
                text(step, "rumus")[0] ? " (" : "", text(step, "rumus"), text(step, "rumus")[0] ? ")" : "");
        buf_free(&value);
    }
    json_decref(o);
}

static enum status call_run(struct cli *c, struct err *e)
{
    const char *given = cli_option(c, "--input"), *preset = cli_option(c, "--settings");
    struct package p = { 0 };
    struct host *h = host_new(NULL);
    json_t *input = NULL, *settings = NULL;
    struct buf out = BUF_NONE;
    enum status st;

    if ((st = read_object("--input", given ? given : "{}", &input, e)) != ST_OK ||
        (preset && (st = read_object("--settings", preset, &settings, e)) != ST_OK) ||
        (st = open_package(c->args[0], NULL, &p, e)) != ST_OK ||
        (st = plugin_call(h, &p, c->args[1], input, settings, &out, e)) != ST_OK)
        goto out;
    printf("%s\n", out.p);
    if (cli_flag(c, "--trace"))
        print_trace(out.p);
out:
    buf_free(&out);
    json_decref(input);
    json_decref(settings);
    host_free(h);
    package_free(&p);
    return st;
}

static enum status fields_run(struct cli *c, struct err *e)
{
    const json_t *objects = json_object_get(plugin_api(), "objek");
    const char *name;
    json_t *object;

    (void)e;
    if (c->json) {
        struct buf b = BUF_NONE;

        json_canonical(plugin_api(), &b);
        printf("%s\n", b.p);
        buf_free(&b);
        return ST_OK;
    }
    json_object_foreach((json_t *)objects, name, object)
    {
        const json_t *list = json_object_get(object, "medan");

        printf("%s: %s\n", name, text(object, "keterangan"));
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *f = json_array_get(list, i);

            printf("  %-20s %-24s %s %s\n", text(f, "nama"), text(f, "tipe"),
                   json_is_true(json_object_get(f, "wajib")) ? "wajib   " : "opsional",
                   text(f, "keterangan"));
        }
    }
    return ST_OK;
}

static void api_json(struct buf *out)
{
    json_canonical(plugin_api(), out);
}

static enum status api_run(struct cli *c, struct err *e)
{
    static const struct {
        const char *name;
        void (*write)(struct buf *out);
    } formats[] = {
        { "markdown", api_markdown },
        { "luacats", api_luacats },
        { "completion", api_completion },
        { "json", api_json },
    };
    const char *format = cli_option(c, "--format");
    struct buf b = BUF_NONE;

    if (!format)
        format = c->json ? "json" : "markdown";
    for (size_t i = 0; i < COUNT(formats); i++)
        if (strcmp(formats[i].name, format) == 0)
            formats[i].write(&b);
    if (!b.p)
        return err_set(e, E_PENGGUNAAN, "--format %s tidak dikenal: markdown, luacats, completion atau json.",
                       format);
    printf("%s%s", b.p, b.p[b.len - 1] == '\n' ? "" : "\n");
    buf_free(&b);
    return ST_OK;
}

static const struct cli_option api_options[] = {
    { "--format", "BENTUK", "markdown, luacats, completion or json" },
    { NULL, NULL, NULL },
};
static const struct cli_option new_options[] = {
    { "--kind", "JENIS", "indikator, skema, pelatihan or fungsi" },
    { NULL, NULL, NULL },
};
static const struct cli_option call_options[] = {
    { "--input", "JSON", "the input object (default {})" },
    { "--settings", "JSON", "settings over the manifest's defaults" },
    { "--trace", NULL, "the steps for people, on standard error" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_plugin[] = {
    { .name = "plugin new",
      .args = "DIR",
      .min = 1,
      .max = 1,
      .help = "writes a new plugin that passes its own tests",
      .example = "tenayan plugin new plugin-dinas --kind indikator",
      .options = new_options,
      .run = new_run },
    { .name = "plugin check",
      .args = "DIR|ID...",
      .min = 1,
      .max = 1000,
      .help = "says everything that is wrong in a plugin, with file and line, and what it registers",
      .example = "tenayan plugin check plugin-dinas",
      .run = check_run },
    { .name = "plugin test",
      .args = "DIR|ID",
      .min = 1,
      .max = 1,
      .help = "runs a plugin's own tests in every order, alone and in two processes",
      .example = "tenayan plugin test puskesmas",
      .run = test_run },
    { .name = "plugin call",
      .args = "DIR|ID FUNGSI",
      .min = 2,
      .max = 2,
      .help = "calls one function of a plugin and prints result and trace",
      .example = "tenayan plugin call skp-permenpanrb-6-2022 predikat --input "
                 "'{\"hasil\":\"sesuai\",\"perilaku\":\"di_atas\"}'",
      .options = call_options,
      .run = call_run,
      .galat_on_stdout = true },
    { .name = "plugin fields",
      .args = "",
      .help = "lists the objects that plugins are given, with every field",
      .example = "tenayan plugin fields",
      .run = fields_run },
    { .name = "plugin api",
      .args = "",
      .help = "prints everything that plugin code may use: for people, editors and programs",
      .example = "tenayan plugin api --format luacats > tenayan.lua",
      .options = api_options,
      .run = api_run },
    { .name = NULL },
};

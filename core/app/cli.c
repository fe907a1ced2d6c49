#include "app/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

static const struct cli_command *const tables[] = {
#define COMMANDS(array) array,
#include "commands.def"
#undef COMMANDS
};

static const struct cli_option common[] = {
    { "--data", "DIR", "folder of the database and the evidence (default ./data)" },
    { "--db", "URL", "database, sqlite:PATH (default DIR/tenayan.db)" },
    { "--json", NULL, "data as JSON on standard output" },
    { "--help", NULL, "this text" },
};

typedef void visit_fn(const struct cli_command *c, void *arg);

static void each_command(visit_fn *visit, void *arg)
{
    for (size_t t = 0; t < COUNT(tables); t++)
        for (const struct cli_command *c = tables[t]; c->name; c++)
            visit(c, arg);
}

static bool is_prefix(const char *prefix, const char *name)
{
    size_t n = strlen(prefix);

    return n == 0 || (strncmp(prefix, name, n) == 0 && (name[n] == '\0' || name[n] == ' '));
}

static void print_row(const struct cli_command *c, void *arg)
{
    char usage[160];

    if (!is_prefix(arg, c->name))
        return;
    snprintf(usage, sizeof(usage), "%s %s", c->name, c->args);
    printf("  %-44s %s\n", usage, c->help);
}

/* Help of a group ("plugin") or of everything (""). */
static void help_group(const char *prefix)
{
    printf("tenayan %s: open performance management for Indonesian civil servants\n\n"
           "Usage: tenayan COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands:\n",
           TENAYAN_VERSION);
    each_command(print_row, (void *)(uintptr_t)prefix);
    printf("\nEvery command takes --help, --json, --data DIR and --db URL.\nExample: tenayan demo && tenayan "
           "serve "
           "--listen 127.0.0.1:8080\n");
}

static void help_options(const struct cli_option *o, size_t n)
{
    char left[64];

    for (size_t i = 0; i < n && o[i].name; i++) {
        snprintf(left, sizeof(left), "%s %s", o[i].name, o[i].arg ? o[i].arg : "");
        printf("  %-24s %s\n", left, o[i].help);
    }
}

static void help_command(const struct cli_command *c)
{
    printf("Usage: tenayan %s %s\n\n%s\n\nOptions:\n", c->name, c->args, c->help);
    if (c->options)
        help_options(c->options, SIZE_MAX);
    help_options(common, COUNT(common));
    printf("\nExample: %s\n", c->example);
}

struct match {
    char words[160];
    const struct cli_command *found;
};

static void match_row(const struct cli_command *c, void *arg)
{
    struct match *m = arg;

    if (strcmp(c->name, m->words) == 0)
        m->found = c;
}

static void count_group(const struct cli_command *c, void *arg)
{
    struct match *m = arg;

    if (is_prefix(m->words, c->name))
        m->found = c;
}

/* The longest command name, of one or two words, at the start of argv; *used words belong to it. */
static const struct cli_command *find_command(int argc, char **argv, int *used)
{
    for (int n = 2; n >= 1; n--) {
        struct match m = { .found = NULL };

        if (argc < n || (n == 2 && argv[1][0] == '-'))
            continue;
        snprintf(m.words, sizeof(m.words), "%s%s%s", argv[0], n == 2 ? " " : "", n == 2 ? argv[1] : "");
        each_command(match_row, &m);
        if (m.found) {
            *used = n;
            return m.found;
        }
    }
    return NULL;
}

static int option_index(const struct cli_command *c, const char *name)
{
    for (int i = 0; c->options && c->options[i].name; i++)
        if (strcmp(c->options[i].name, name) == 0)
            return i;
    return -1;
}

const char *cli_option(const struct cli *c, const char *name)
{
    int i = option_index(c->command, name);

    return i < 0 ? NULL : c->values[i];
}

bool cli_flag(const struct cli *c, const char *name)
{
    return cli_option(c, name) != NULL;
}

/* One option at argv[*i]; accepts "--name value" and "--name=value". */
static enum status take_option(struct cli *c, int argc, char **argv, int *i, struct err *e)
{
    char name[64];
    const char *word = argv[*i], *eq = strchr(word, '='), *value = eq ? eq + 1 : NULL;
    const struct cli_option *o = NULL;
    int index;

    snprintf(name, sizeof(name), "%.*s", eq ? (int)(eq - word) : (int)strlen(word), word);
    index = option_index(c->command, name);
    if (index >= 0)
        o = &c->command->options[index];
    for (size_t k = 0; !o && k < COUNT(common); k++)
        if (strcmp(common[k].name, name) == 0)
            o = &common[k];
    if (!o)
        return err_set(e, E_PENGGUNAAN, "Pilihan %s tidak dikenal oleh \"%s\".", name, c->command->name);
    if (o->arg && !value) {
        if (*i + 1 >= argc)
            return err_set(e, E_PENGGUNAAN, "Pilihan %s memerlukan nilai %s.", name, o->arg);
        value = argv[++*i];
    }
    if (!o->arg && value)
        return err_set(e, E_PENGGUNAAN, "Pilihan %s tidak memakai nilai.", name);
    if (index >= 0)
        c->values[index] = o->arg ? value : "";
    else if (strcmp(name, "--json") == 0)
        c->json = true;
    else if (strcmp(name, "--data") == 0)
        c->data = value;
    else if (strcmp(name, "--db") == 0)
        c->db = value;
    return ST_OK;
}

static enum status parse(struct cli *c, int argc, char **argv, struct err *e)
{
    const char **args = arena_array(c->a, const char *, argc + 1);
    enum status st;

    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            while (++i < argc)
                args[c->nargs++] = argv[i];
        } else if (argv[i][0] == '-' && argv[i][1] != '\0') {
            if ((st = take_option(c, argc, argv, &i, e)) != ST_OK)
                return st;
        } else {
            args[c->nargs++] = argv[i];
        }
    }
    c->args = args;
    if (c->nargs < c->command->min || c->nargs > c->command->max)
        return err_set(e, E_PENGGUNAAN, "Bentuk perintah: tenayan %s %s", c->command->name, c->command->args);
    return db_url(c->db, c->data, c->url, sizeof(c->url), e);
}

static int report(const struct cli *c, enum status st, const struct err *e)
{
    const struct code_row *row = code_row(e->code);
    struct buf b = BUF_NONE;

    if (c->json || c->command->galat_on_stdout) {
        json_galat(e, &b);
        printf("%s\n", b.p);
        buf_free(&b);
    } else {
        fprintf(stderr, "tenayan: %s\n", e->msg);
        if (e->file[0])
            fprintf(stderr, "  %s, baris %d\n", e->file, e->line);
        for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++)
            fprintf(stderr, "  %s: %s\n", e->faults[i].at, e->faults[i].msg);
        if (row->tindakan[0])
            fprintf(stderr, "  %s\n", row->tindakan);
    }
    return row->exit ? row->exit : st == ST_OK ? 0 : 1;
}

enum status cli_db(struct cli *c, enum db_mode mode, struct db **out, struct err *e)
{
    return db_open(c->url, mode, out, e);
}

void cli_progress(const char *what, int64_t done, int64_t total)
{
    static int64_t last;
    int64_t now = clock_monotonic();
    bool tty = isatty(STDERR_FILENO);

    if (now - last < (tty ? 100000 : 5000000))
        return;
    last = now;
    if (!tty) {
        fprintf(stderr, "%s: %lld%s%lld\n", what, (long long)done, total ? " / " : ", ", (long long)total);
        return;
    }
    fprintf(stderr, "\r%s [", what);
    for (int i = 0; i < 30; i++)
        fputc(total > 0 && done * 30 / total > i ? '#' : '.', stderr);
    fprintf(stderr, "] %lld / %lld ", (long long)done, (long long)total);
}

void cli_progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static int usage(int argc, char **argv)
{
    struct match m = { .found = NULL };

    if (argc == 0 || argv[0][0] == '-' || strcmp(argv[0], "help") == 0) {
        help_group("");
        return argc == 0 ? 2 : 0;
    }
    snprintf(m.words, sizeof(m.words), "%s", argv[0]);
    each_command(count_group, &m);
    if (m.found && wants_help(argc, argv)) {
        help_group(m.words);
        return 0;
    }
    fprintf(stderr, "tenayan: perintah \"%s%s%s\" tidak dikenal.\n  Jalankan: tenayan --help\n", argv[0],
            argc > 1 && argv[1][0] != '-' ? " " : "", argc > 1 && argv[1][0] != '-' ? argv[1] : "");
    return code_row(E_PENGGUNAAN)->exit;
}

int cli_main(int argc, char **argv)
{
    struct cli c = { .data = "data" };
    struct err e = ERR_NONE;
    enum status st;
    int used = 0, code;

    argc--;
    argv++;
    c.command = find_command(argc, argv, &used);
    if (!c.command)
        return usage(argc, argv);
    if (wants_help(argc - used, argv + used)) {
        help_command(c.command);
        return 0;
    }
    c.a = arena_new();
    st = parse(&c, argc - used, argv + used, &e);
    if (st == ST_OK)
        st = c.command->run(&c, &e);
    code = st == ST_OK ? c.exit : report(&c, st, &e);
    arena_free(c.a);
    return fflush(stdout) == 0 || code ? code : 1;
}

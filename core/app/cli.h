/* The command line: one table of commands drives parsing, --help, completion and man pages.
 *
 * Each core/app/cmd_NAME.c exports the rows cmds_NAME; the build lists them in commands.def. Every command
 * takes --data DIR, --db URL, --json and --help without naming them.
 */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "store/db.h"

struct cli_option {
    const char *name; /* "--periode" */
    const char *arg;  /* "KODE", or NULL for a flag */
    const char *help;
};

struct cli;
struct cli_command {
    const char *name;                 /* "plugin call" */
    const char *args;                 /* "DIR|ID FUNGSI", for help */
    int min, max;                     /* number of positional arguments */
    const char *help;                 /* one sentence */
    const char *example;              /* "tenayan plugin call puskesmas P1 --input '{\"pasien\":1500}'" */
    const struct cli_option *options; /* ends with a row whose name is NULL; may be NULL */
    /* Data goes to stdout, messages to stderr. On failure fill `e`; cli.c prints it (as `galat` object on
     * stdout with --json) and turns it into the exit code of its row. */
    enum status (*run)(struct cli *c, struct err *e);
    bool galat_on_stdout; /* errors as a `galat` object even without --json (plugin call) */
};

struct cli {
    const struct cli_command *command;
    int nargs;
    const char *const *args;
    bool json;
    const char *data, *db; /* as given: data defaults to ./data, db may be NULL */
    char url[512];         /* resolved database URL */
    struct arena *a;
    int exit;               /* if not 0 on ST_OK: the exit code (7: problems found, 75: try again) */
    const char *values[32]; /* by index of the option in command->options */
};

/* Value of an option, NULL if not given; a flag gives "". */
const char *cli_option(const struct cli *c, const char *name);
bool cli_flag(const struct cli *c, const char *name);
/* Opens c->url; migrates nothing. */
MUST_USE enum status cli_db(struct cli *c, enum db_mode mode, struct db **out, struct err *e);
/* A progress line: a bar on a terminal, a line every 5 s elsewhere; always on stderr. total 0: unknown. */
void cli_progress(const char *what, int64_t done, int64_t total);
void cli_progress_end(void);

int cli_main(int argc, char **argv);

/* The rows of every cmd_NAME.c, each array ending with a row whose name is NULL. */
#define COMMANDS(array) extern const struct cli_command array[];
#include "commands.def"
#undef COMMANDS

#endif

/* A database opened for commands of the command line: shared lock (no migration meanwhile), write connection,
 * audit key; and running a domain command on it as the system. */
#ifndef APP_TULIS_H
#define APP_TULIS_H

#include "app/cli.h"
#include "domain/perintah.h"

struct tulis {
    struct db *db;
    int lock;
};
#define TULIS_NONE ((struct tulis){ NULL, -1 })
/* E_DB_TIDAK_ADA, E_SKEMA_LAMA and the like as db_open. */
MUST_USE enum status tulis_open(struct cli *c, struct tulis *t, struct err *e);
/* Creates the folder and the file if they are not there, and migrates an empty database. */
MUST_USE enum status tulis_create(struct cli *c, struct tulis *t, struct err *e);
void tulis_close(struct tulis *t);
MUST_USE enum status tulis_run(struct tulis *t, perintah_fn *run, void *input, struct err *e);
/* Where the audit key lies: `kunci-audit` beside the database, or what the settings say (audit.kunci in
 * /etc/tenayan/tenayan.conf, TENAYAN_AUDIT_KUNCI). Every command and the server sign with the same one. */
MUST_USE enum status tulis_audit_path(const struct db *db, struct arena *a, const char **path, struct err *e);
/* Loads it, and makes it if it is not there. */
MUST_USE enum status tulis_audit_key(const struct db *db, struct err *e);
/* The same for the access key: `kunci-akses`, or akses.kunci. */
MUST_USE enum status tulis_akses_path(const struct db *db, struct arena *a, const char **path, struct err *e);
/* "DIR/name" beside the database file. */
char *tulis_beside(const struct db *db, const char *name, struct arena *a);

#endif

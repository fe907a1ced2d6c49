/* Numbered migrations, schema/NNNN_name.sql, carried by the binary; table `skema_versi` lists what was
 * applied. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* The highest number that this binary knows. */
int migrate_latest(void);
/* 0 for an empty database. */
MUST_USE enum status migrate_version(struct db *db, int *version, struct err *e);
/* Applies what is missing, each in its own transaction, after replacing the substitution tokens
 * (listed in migrate.c). With `dry_run` only lists. `report` gets one call per migration, may be NULL.
 * E_SKEMA_BARU if the database is newer; E_SERVER_JALAN if a server holds the database's lock file. */
MUST_USE enum status migrate_run(struct db *db, bool dry_run,
                                 void (*report)(void *arg, int n, const char *name), void *arg,
                                 struct err *e);

/* One server (or migration) per database: an flock on PATH.lock for the life of the process.
 * shared=true is taken by servers and writing CLI commands, shared=false by migrate. */
MUST_USE enum status db_lock(const char *url, bool shared, int *fd, struct err *e);

#endif

#include "app/tulis.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "store/migrate.h"

char *tulis_beside(const struct db *db, const char *name, struct arena *a)
{
    const char *path = db_path(db), *slash = strrchr(path, '/');

    return arena_printf(a, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, name);
}

/* What the settings say, or the file of that name beside the database. */
static enum status key_path(const struct db *db, const char *setting, const char *name, struct arena *a,
                            const char **path, struct err *e)
{
    struct conf *c = NULL;
    enum status st = conf_load(NULL, &c, e);
    const char *given = st == ST_OK ? conf_text(c, setting) : NULL;

    *path = given && *given ? arena_strdup(a, given) : tulis_beside(db, name, a);
    conf_free(c);
    return st;
}

enum status tulis_audit_path(const struct db *db, struct arena *a, const char **path, struct err *e)
{
    return key_path(db, "audit.kunci", "kunci-audit", a, path, e);
}

enum status tulis_akses_path(const struct db *db, struct arena *a, const char **path, struct err *e)
{
    return key_path(db, "akses.kunci", "kunci-akses", a, path, e);
}

enum status tulis_audit_key(const struct db *db, struct err *e)
{
    struct arena *a = arena_new();
    const char *path;
    enum status st = tulis_audit_path(db, a, &path, e);

    if (st == ST_OK)
        st = audit_key_load(path, e);
    arena_free(a);
    return st;
}

enum status tulis_open(struct cli *c, struct tulis *t, struct err *e)
{
    enum status st;

    *t = TULIS_NONE;
    /* First the database: a lock file beside a mistyped path helps nobody. */
    if ((st = cli_db(c, DB_WRITE, &t->db, e)) != ST_OK)
        return st;
    if ((st = db_lock(c->url, true, &t->lock, e)) == ST_OK)
        st = tulis_audit_key(t->db, e);
    if (st != ST_OK)
        tulis_close(t);
    return st;
}

/* mkdir -p for the folder of the database file. */
static enum status make_folder(const char *path, struct err *e)
{
    char *copy = mem_strdup(path);
    enum status st = ST_OK;

    for (char *s = strchr(copy + 1, '/'); s && st == ST_OK; s = strchr(s + 1, '/')) {
        *s = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            st = err_set(e, E_IO, "Folder %s tidak dapat dibuat: %s.", copy, strerror(errno));
        *s = '/';
    }
    free(copy);
    return st;
}

enum status tulis_create(struct cli *c, struct tulis *t, struct err *e)
{
    int version = 0;
    enum status st;

    *t = TULIS_NONE;
    if (strncmp(c->url, "sqlite:", 7) == 0 && (st = make_folder(c->url + 7, e)) != ST_OK)
        return st;
    if ((st = db_open_any(c->url, DB_WRITE, true, &t->db, e)) != ST_OK)
        return st;
    /* An older database is not brought up in passing: `migrate` does that, after a backup. */
    st = migrate_version(t->db, &version, e);
    if (st == ST_OK && version == 0)
        st = migrate_run(t->db, false, NULL, NULL, e);
    db_close(t->db);
    t->db = NULL;
    return st == ST_OK ? tulis_open(c, t, e) : st;
}

void tulis_close(struct tulis *t)
{
    db_close(t->db);
    if (t->lock >= 0)
        close(t->lock);
    *t = TULIS_NONE;
    audit_key_drop();
}

enum status tulis_run(struct tulis *t, perintah_fn *run, void *input, struct err *e)
{
    return perintah_sistem(t->db, run, input, e);
}

#include "base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STANDARD "/etc/tenayan/tenayan.conf"

const struct conf_key conf_keys[] = {
    { "data.dir", CONF_TEXT, "./data", 0, 0, "folder of the database and the evidence" },
    { "data.db", CONF_TEXT, NULL, 0, 0, "sqlite:PATH, if the database lies elsewhere" },
    { "instansi.zona", CONF_TEXT, "Asia/Jakarta", 0, 0, "Asia/Jakarta, Asia/Makassar or Asia/Jayapura" },
    { "instansi.bantuan", CONF_TEXT, "", 0, 0, "whom to ask when logging in fails; shown on the login page" },
    { "audit.kunci", CONF_TEXT, NULL, 0, 0, "file of the audit signing key, outside database and backup" },
    { "akses.kunci", CONF_TEXT, NULL, 0, 0,
      "file of the key for second factors, outside database and backup" },
    { "akses.faktor_kedua", CONF_TEXT, "admin_pusat,admin_unit,pengelola", 0, 0,
      "roles that must have a second factor, with commas; empty: none" },
    { "log.level", CONF_TEXT, "info", 0, 0, "debug, info, warn or error" },
    { "server.listen", CONF_TEXT, "127.0.0.1:8080", 0, 0, "ADDR:PORT, several with commas" },
    { "server.proxies", CONF_TEXT, "", 0, 0, "addresses and networks of trusted reverse proxies" },
    { "server.plain_cookie", CONF_BOOL, "tidak", 0, 0, "log in over plain HTTP from other machines" },
    { "server.metrics_open", CONF_BOOL, "tidak", 0, 0, "answer /metrics to other machines" },
    { "server.workers", CONF_INT, "0", 0, 64, "worker threads; 0: by the cores" },
    { "server.hash_threads", CONF_INT, "0", 0, 2, "passwords hashed at once; 0: by the cores" },
    { "limits.queue", CONF_INT, "1024", 16, 65536, "requests that may wait for a worker" },
    { "limits.clients", CONF_INT, "2000", 4, 50000, "connections in all" },
    { "limits.clients_address", CONF_INT, "100", 1, 50000, "connections of one address" },
    { "limits.header_ms", CONF_INT, "10000", 50, 600000, "until the headers are complete" },
    { "limits.body_ms", CONF_INT, "30000", 50, 600000, "until the body is complete" },
    { "limits.upload_ms", CONF_INT, "600000", 50, 3600000, "until an upload is complete" },
    { "limits.idle_ms", CONF_INT, "60000", 50, 3600000, "between two requests" },
    { "limits.write_ms", CONF_INT, "60000", 50, 3600000, "without progress while a reply is sent" },
    { "limits.drain_ms", CONF_INT, "25000", 50, 30000, "for requests in flight at shutdown" },
};
const size_t conf_count = COUNT(conf_keys);

struct value {
    char *text;   /* NULL: not given */
    char *origin; /* NULL: the default */
};

struct conf {
    struct value values[COUNT(conf_keys)];
};

static size_t find(const char *name)
{
    for (size_t i = 0; i < conf_count; i++)
        if (strcmp(conf_keys[i].name, name) == 0)
            return i;
    return conf_count;
}

static bool to_bool(const char *s, bool *out)
{
    static const char *const words[] = { "tidak", "ya", "false", "true", "0", "1", "no", "yes", "off", "on" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasecmp(s, words[i]) == 0) {
            *out = i % 2 == 1;
            return true;
        }
    return false;
}

static bool to_int(const char *s, int64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoll(s, &end, 10);
    return errno == 0 && end != s && *end == '\0' && !isspace((unsigned char)*s);
}

static enum status check(const struct conf_key *k, const char *text, const char *origin, struct err *e)
{
    int64_t n;
    bool b;

    if (k->type == CONF_INT && (!to_int(text, &n) || n < k->min || n > k->max))
        return err_set(e, E_KONFIGURASI, "%s: %s harus bilangan %lld sampai %lld, bukan \"%s\".", origin,
                       k->name, (long long)k->min, (long long)k->max, text);
    if (k->type == CONF_BOOL && !to_bool(text, &b))
        return err_set(e, E_KONFIGURASI, "%s: %s harus ya atau tidak, bukan \"%s\".", origin, k->name, text);
    return ST_OK;
}

/* First line of a file that only its owner and group may read. */
static enum status read_secret(const char *path, const char *origin, char **out, struct err *e)
{
    char line[1024];
    struct stat sb;
    FILE *f = fopen(path, "re");
    enum status st = ST_OK;

    if (!f)
        return err_set(e, E_KONFIGURASI, "%s: %s: %s.", origin, path, strerror(errno));
    if (fstat(fileno(f), &sb) != 0 || (sb.st_mode & S_IROTH)) {
        st = err_set(e, E_KONFIGURASI, "%s: %s dapat dibaca semua orang; jalankan chmod 600.", origin, path);
    } else if (!fgets(line, sizeof(line), f)) {
        st = err_set(e, E_KONFIGURASI, "%s: %s kosong.", origin, path);
    } else {
        line[strcspn(line, "\r\n")] = '\0';
        *out = mem_strdup(line);
    }
    fclose(f);
    return st;
}

/* `name` may end in _file. ST_NOT_FOUND: no such key. A later source replaces an earlier one. */
static enum status put(struct conf *c, const char *name, const char *text, const char *origin, struct err *e)
{
    size_t i = find(name), len = strlen(name);
    char *copy = NULL;
    enum status st = ST_OK;

    if (i == conf_count && len > 5 && strcmp(name + len - 5, "_file") == 0) {
        char base[64];

        snprintf(base, sizeof(base), "%.*s", (int)(len - 5), name);
        i = find(base);
        if (i < conf_count && conf_keys[i].type == CONF_TEXT)
            st = read_secret(text, origin, &copy, e);
        else
            i = conf_count;
    }
    if (i == conf_count)
        return ST_NOT_FOUND;
    if (st == ST_OK && !copy)
        copy = mem_strdup(text);
    if (st != ST_OK || (st = check(&conf_keys[i], copy, origin, e)) != ST_OK) {
        free(copy);
        return st;
    }
    free(c->values[i].text);
    free(c->values[i].origin);
    c->values[i].text = copy;
    c->values[i].origin = mem_strdup(origin);
    return ST_OK;
}

/* The file ------------------------------------------------------------------------------------------- */

struct reading {
    struct conf *c;
    FILE *f;
    const char *path;
    int line;
    enum status st;
    struct err *e;
};

/* inih tells its handler no line, so the reader counts. */
static char *next_line(char *s, int n, void *arg)
{
    struct reading *r = arg;
    char *got = fgets(s, n, r->f);

    if (got) {
        r->line++;
        if (!strchr(s, '\n') && !feof(r->f) && r->st == ST_OK)
            r->st = err_set(r->e, E_KONFIGURASI, "%s:%d: baris terlalu panjang.", r->path, r->line);
    }
    return r->st == ST_OK ? got : NULL;
}

static int on_pair(void *arg, const char *section, const char *key, const char *text)
{
    struct reading *r = arg;
    char name[96], origin[320];
    size_t i;

    if (r->st != ST_OK)
        return 0;
    snprintf(name, sizeof(name), "%s.%s", section, key);
    snprintf(origin, sizeof(origin), "%s:%d", r->path, r->line);
    i = find(name);
    if (i < conf_count && r->c->values[i].text)
        r->st = err_set(r->e, E_KONFIGURASI, "%s: %s disebut dua kali.", origin, name);
    else if ((r->st = put(r->c, name, text, origin, r->e)) == ST_NOT_FOUND)
        r->st = err_set(r->e, E_KONFIGURASI, "%s: kunci %s tidak dikenal.", origin, name);
    return r->st == ST_OK;
}

static enum status read_file(struct conf *c, const char *path, bool must, struct err *e)
{
    struct reading r = { .c = c, .path = path, .st = ST_OK, .e = e };
    int rc;

    r.f = fopen(path, "re");
    if (!r.f && errno == ENOENT && !must)
        return ST_OK;
    if (!r.f)
        return err_set(e, E_KONFIGURASI, "%s: %s.", path, strerror(errno));
    rc = ini_parse_stream(next_line, &r, on_pair, &r);
    fclose(r.f);
    if (r.st == ST_OK && rc != 0)
        r.st = err_set(e, E_KONFIGURASI, "%s:%d: baris tidak dapat dibaca.", path, rc);
    return r.st;
}

/* The environment ------------------------------------------------------------------------------------- */

static bool is_section(const char *name)
{
    size_t n = strcspn(name, ".");

    for (size_t i = 0; i < conf_count; i++)
        if (strncmp(conf_keys[i].name, name, n + 1) == 0)
            return true;
    return false;
}

/* TENAYAN_LIMITS_HEADER_MS=5 is limits.header_ms. What names no section of ours is somebody else's. */
static enum status read_variable(struct conf *c, const char *entry, struct err *e)
{
    const char *eq = strchr(entry, '=');
    size_t prefix = strlen("TENAYAN_"), len = eq ? (size_t)(eq - entry) : 0;
    char name[96], origin[128], *dot;
    enum status st;

    if (len <= prefix || len - prefix >= sizeof(name) || strncmp(entry, "TENAYAN_", prefix) != 0)
        return ST_OK;
    for (size_t i = 0; i < len - prefix; i++)
        name[i] = (char)tolower((unsigned char)entry[prefix + i]);
    name[len - prefix] = '\0';
    if (!(dot = strchr(name, '_')))
        return ST_OK;
    *dot = '.';
    if (!is_section(name))
        return ST_OK;
    snprintf(origin, sizeof(origin), "%.*s", (int)len, entry);
    st = put(c, name, eq + 1, origin, e);
    return st == ST_NOT_FOUND ? err_set(e, E_KONFIGURASI, "%s: kunci %s tidak dikenal.", origin, name) : st;
}

enum status conf_load(const char *path, struct conf **out, struct err *e)
{
    struct conf *c = mem_alloc(sizeof(*c));
    enum status st = read_file(c, path ? path : STANDARD, path != NULL, e);

    for (char **v = environ; st == ST_OK && *v; v++)
        st = read_variable(c, *v, e);
    *out = NULL;
    if (st == ST_OK)
        *out = c;
    else
        conf_free(c);
    return st;
}

void conf_free(struct conf *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < conf_count; i++) {
        free(c->values[i].text);
        free(c->values[i].origin);
    }
    free(c);
}

static size_t index_of(const char *name, enum conf_type type)
{
    size_t i = find(name);

    if (i == conf_count || conf_keys[i].type != type) {
        fprintf(stderr, "conf: %s\n", name);
        abort();
    }
    return i;
}

static const char *value_of(const struct conf *c, size_t i)
{
    return c && c->values[i].text ? c->values[i].text : conf_keys[i].absent;
}

const char *conf_text(const struct conf *c, const char *name)
{
    return value_of(c, index_of(name, CONF_TEXT));
}

int64_t conf_int(const struct conf *c, const char *name)
{
    return strtoll(value_of(c, index_of(name, CONF_INT)), NULL, 10);
}

bool conf_bool(const struct conf *c, const char *name)
{
    bool b = false;

    to_bool(value_of(c, index_of(name, CONF_BOOL)), &b);
    return b;
}

const char *conf_origin(const struct conf *c, const char *name)
{
    size_t i = find(name);

    return i < conf_count && c && c->values[i].origin ? c->values[i].origin : "bawaan";
}

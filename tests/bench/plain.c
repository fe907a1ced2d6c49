#include "plain.h"

#include <math.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

noreturn void die(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fputs("bench: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

/* Text ----------------------------------------------------------------------------------------------- */

void text_add(struct text *t, const void *p, size_t n)
{
    if (t->len + n >= t->cap) {
        t->cap = 2 * (t->len + n) + 256;
        t->p = realloc(t->p, t->cap);
        if (!t->p)
            die("out of memory");
    }
    memcpy(t->p + t->len, p, n);
    t->len += n;
    t->p[t->len] = '\0';
}

void text_str(struct text *t, const char *s)
{
    text_add(t, s, strlen(s));
}

void text_char(struct text *t, char c)
{
    text_add(t, &c, 1);
}

void text_int(struct text *t, int64_t v)
{
    char digits[24], *at = digits + sizeof(digits);
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do
        *--at = (char)('0' + u % 10);
    while ((u /= 10) != 0);
    if (v < 0)
        *--at = '-';
    text_add(t, at, (size_t)(digits + sizeof(digits) - at));
}

void text_number(struct text *t, double v)
{
    char out[40];

    if (v == trunc(v) && fabs(v) <= 9007199254740992.0) {
        text_int(t, (int64_t)v);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, sizeof(out), "%.*g", digits, v);
        if (strtod(out, NULL) == v)
            break;
    }
    text_str(t, out);
}

void text_quote(struct text *t, const char *s)
{
    text_char(t, '"');
    for (;;) {
        size_t n = 0;

        while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
            n++;
        text_add(t, s, n);
        s += n;
        if (!*s)
            break;
        if ((unsigned char)*s < 0x20 && *s != '\n')
            die("control character in a text");
        text_char(t, '\\');
        text_char(t, *s == '\n' ? 'n' : *s);
        s++;
    }
    text_char(t, '"');
}

void text_key(struct text *t, const char *name)
{
    if (t->len && t->p[t->len - 1] != '{' && t->p[t->len - 1] != '[')
        text_char(t, ',');
    text_char(t, '"');
    text_str(t, name);
    text_add(t, "\":", 2);
}

/* SQLite --------------------------------------------------------------------------------------------- */

sqlite3 *db_open(const char *path)
{
    sqlite3 *db;

    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        die("%s: %s", path, sqlite3_errmsg(db));
    sqlite3_busy_timeout(db, 30000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    db_exec(db, "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"
                "PRAGMA journal_size_limit=67108864");
    return db;
}

sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
        die("%s: %s", sqlite3_errmsg(db), sql);
    return s;
}

void db_exec(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die("%s: %s", sqlite3_errmsg(db), sql);
}

bool db_row(sqlite3_stmt *s)
{
    int rc = sqlite3_step(s);

    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        die("%s: %s", sqlite3_errmsg(sqlite3_db_handle(s)), sqlite3_sql(s));
    sqlite3_reset(s);
    return false;
}

void db_run(sqlite3_stmt *s)
{
    while (db_row(s))
        ;
}

void bind_text(sqlite3_stmt *s, int i, const char *v)
{
    sqlite3_bind_text(s, i, v, -1, SQLITE_STATIC);
}

void bind_id(sqlite3_stmt *s, int i, int64_t v)
{
    if (v)
        sqlite3_bind_int64(s, i, v);
    else
        sqlite3_bind_null(s, i);
}

const char *col_text(sqlite3_stmt *s, int i)
{
    const char *t = (const char *)sqlite3_column_text(s, i);

    return t ? t : "";
}

void now_text(char out[NOW])
{
    struct timespec t;
    struct tm tm;

    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &tm);
    snprintf(out, NOW, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", ((unsigned)tm.tm_year + 1900) % 10000,
             ((unsigned)tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100,
             (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100, (unsigned)(t.tv_nsec / 1000000) % 1000);
}

void blake2b_hex(const void *p, size_t n, char out[HEX])
{
    uint8_t d[32];

    crypto_generichash(d, sizeof(d), p, n, NULL, 0);
    sodium_bin2hex(out, HEX, d, sizeof(d));
}

/* Audit ---------------------------------------------------------------------------------------------- */

struct audit {
    sqlite3_stmt *head, *add, *move, *sign;
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    struct text row;
};

struct audit *audit_open(sqlite3 *db, const char *key_path)
{
    struct audit *a = calloc(1, sizeof(*a));
    char hex[2 * crypto_sign_SEEDBYTES + 1];
    uint8_t seed[crypto_sign_SEEDBYTES], public[crypto_sign_PUBLICKEYBYTES];
    FILE *f = fopen(key_path, "r");

    if (!a || !f || !fgets(hex, sizeof(hex), f) ||
        sodium_hex2bin(seed, sizeof(seed), hex, strlen(hex), NULL, NULL, NULL) != 0)
        die("no audit key at %s", key_path);
    fclose(f);
    crypto_sign_seed_keypair(public, a->secret, seed);
    a->head = db_prepare(db, "SELECT n, hash FROM kepala_audit WHERE satu = 1");
    a->add =
        db_prepare(db, "INSERT INTO audit (n, waktu, akun_id, objek, objek_id, peristiwa, dari, ke, dokumen,"
                       " peran, isi, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    a->move = db_prepare(db, "UPDATE kepala_audit SET n = ?, hash = ?, tanda = '', waktu = ? WHERE satu = 1");
    a->sign = db_prepare(db, "UPDATE kepala_audit SET tanda = ? WHERE satu = 1");
    return a;
}

static void quoted(struct text *t, const char *key, const char *value)
{
    text_key(t, key);
    text_quote(t, value);
}

/* The row as canonical JSON, keys in the order of their bytes. */
static void canonical(struct text *t, const struct audit_row *r, int64_t n, const char *now)
{
    t->len = 0;
    text_char(t, '{');
    text_key(t, "akun_id");
    if (r->akun_id)
        text_int(t, r->akun_id);
    else
        text_str(t, "null");
    text_str(t, ",\"atas_nama\":null,\"catatan\":\"\"");
    quoted(t, "dari", r->dari);
    quoted(t, "dokumen", r->dokumen);
    quoted(t, "isi", r->isi);
    quoted(t, "ke", r->ke);
    text_key(t, "n");
    text_int(t, n);
    quoted(t, "objek", r->objek);
    text_key(t, "objek_id");
    text_int(t, r->objek_id);
    quoted(t, "peran", r->peran);
    quoted(t, "peristiwa", r->peristiwa);
    quoted(t, "waktu", now);
    text_char(t, '}');
}

void audit_add(struct audit *a, const struct audit_row *r)
{
    const char *texts[] = { r->peristiwa, r->dari, r->ke, r->dokumen, r->peran, r->isi };
    uint8_t d[32];
    char now[NOW], hash[HEX];
    crypto_generichash_state h;
    int64_t n;

    if (!db_row(a->head) || sodium_hex2bin(d, sizeof(d), col_text(a->head, 1), 64, NULL, NULL, NULL) != 0)
        die("no audit head");
    n = sqlite3_column_int64(a->head, 0) + 1;
    sqlite3_reset(a->head);
    now_text(now);
    canonical(&a->row, r, n, now);
    crypto_generichash_init(&h, NULL, 0, sizeof(d));
    crypto_generichash_update(&h, d, sizeof(d));
    crypto_generichash_update(&h, (const uint8_t *)a->row.p, a->row.len);
    crypto_generichash_final(&h, d, sizeof(d));
    sodium_bin2hex(hash, sizeof(hash), d, sizeof(d));
    sqlite3_bind_int64(a->add, 1, n);
    bind_text(a->add, 2, now);
    bind_id(a->add, 3, r->akun_id);
    bind_text(a->add, 4, r->objek);
    sqlite3_bind_int64(a->add, 5, r->objek_id);
    for (int i = 0; i < 6; i++)
        bind_text(a->add, 6 + i, texts[i]);
    bind_text(a->add, 12, hash);
    db_run(a->add);
    sqlite3_bind_int64(a->move, 1, n);
    bind_text(a->move, 2, hash);
    bind_text(a->move, 3, now);
    db_run(a->move);
}

void audit_seal(struct audit *a)
{
    char tanda[2 * crypto_sign_BYTES + 1], text[96];
    uint8_t sig[crypto_sign_BYTES];

    if (!db_row(a->head))
        die("no audit head");
    snprintf(text, sizeof(text), "%lld %s", (long long)sqlite3_column_int64(a->head, 0),
             col_text(a->head, 1));
    sqlite3_reset(a->head);
    crypto_sign_detached(sig, NULL, (const uint8_t *)text, strlen(text), a->secret);
    sodium_bin2hex(tanda, sizeof(tanda), sig, sizeof(sig));
    bind_text(a->sign, 1, tanda);
    db_run(a->sign);
}

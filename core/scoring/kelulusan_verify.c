/* Stored grades and recommendations against their release, settings and input. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "scoring/hitung.h"
#include "scoring/kelulusan.h"

enum { PAGE = 200 };

/* Both kinds of rows in one shape. */
struct stored {
    int64_t id, release_id, jp; /* jp -1: none */
    const char *kode, *setelan_hash, *masukan, *masukan_hash, *nilai;
};

struct checker {
    struct db *db;
    struct host *host;
    struct rules *rules;
    struct arena *a;
    const char *apa;
    struct kelulusan_verify *out;
};

static void differ(struct checker *c, const struct stored *x, const char *fmt, ...) PRINTF(3, 4);
static void differ(struct checker *c, const struct stored *x, const char *fmt, ...)
{
    struct kelulusan_verify *out = c->out;
    va_list ap;

    out->berbeda++;
    if (out->nbeda < KELULUSAN_BEDA) {
        struct kelulusan_beda *b = &out->beda[out->nbeda++];

        b->apa = c->apa;
        b->id = x->id;
        va_start(ap, fmt);
        vsnprintf(b->rincian, sizeof(b->rincian), fmt, ap);
        va_end(ap);
    }
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static enum status page(struct checker *c, const char *sql, int64_t after, struct stored *rows, size_t *n,
                        struct err *e)
{
    struct rows r;
    enum status st = db_rows(c->db, &r, e, sql, "ii", after, (int64_t)PAGE);

    *n = 0;
    while (st == ST_OK && *n < PAGE && rows_next(&r))
        rows[(*n)++] = (struct stored){
            .id = row_int(&r, 0),
            .release_id = row_int(&r, 1),
            .kode = or_empty(row_dup(&r, 2, c->a)),
            .setelan_hash = or_empty(row_dup(&r, 3, c->a)),
            .masukan = or_empty(row_dup(&r, 4, c->a)),
            .masukan_hash = or_empty(row_dup(&r, 5, c->a)),
            .nilai = or_empty(row_dup(&r, 6, c->a)),
            .jp = row_null(&r, 7) ? -1 : row_int(&r, 7),
        };
    return rows_end(&r, st, e);
}

/* Input, settings and release are what their hashes name; *rule NULL: a difference was noted. */
static enum status identity(struct checker *c, const struct stored *x, const struct rule **rule,
                            struct err *e)
{
    char hash[DIGEST_HEX];
    char *isi = NULL;
    enum status st;

    *rule = NULL;
    masukan_hash(x->masukan, strlen(x->masukan), hash);
    if (strcmp(hash, x->masukan_hash) != 0) {
        differ(c, x, "hash masukan %.16s…, tercatat %.16s…", hash, x->masukan_hash);
        return ST_OK;
    }
    st = rules_get(c->rules, c->db, x->release_id, x->setelan_hash, rule, e);
    if (st != ST_OK && e->code == E_RELEASE_RUSAK) {
        differ(c, x, "%.200s", e->msg);
        err_clear(e);
        return ST_OK;
    }
    if (st == ST_OK)
        st = db_text(c->db, &isi, c->a, e, "SELECT isi FROM setelan WHERE hash = $1", "t", x->setelan_hash);
    if (st != ST_OK)
        return st;
    masukan_hash(isi, strlen(isi), hash);
    if (strcmp(hash, x->setelan_hash) != 0) {
        differ(c, x, "hash setelan %.16s…, tercatat %.16s…", hash, x->setelan_hash);
        *rule = NULL;
    }
    return ST_OK;
}

static enum status check_grade(struct checker *c, const struct stored *x, struct err *e)
{
    const struct rule *rule;
    struct penilaian now;
    struct modul m;
    enum status st = identity(c, x, &rule, e);

    if (st != ST_OK || !rule || (st = modul_muat(c->db, x->release_id, x->kode, c->a, &m, e)) != ST_OK ||
        (st = kelulusan_aturan(c->host, rule, &m, x->masukan, c->a, &now, e)) != ST_OK)
        return st;
    if (!now.nilai)
        differ(c, x, "tercatat %.80s, dihitung galat %.60s", x->nilai, now.galat);
    else if (strcmp(now.nilai, x->nilai) != 0)
        differ(c, x, "tercatat %.100s, dihitung %.100s", x->nilai, now.nilai);
    else if (x->jp != (now.lulus ? now.jp : -1))
        differ(c, x, "tercatat %lld JP, dihitung %lld", (long long)x->jp, (long long)now.jp);
    return ST_OK;
}

static enum status check_advice(struct checker *c, const struct stored *x, struct err *e)
{
    const struct rule *rule;
    struct host_row row = { .code = E_NONE };
    struct buf rows = BUF_NONE;
    char function[160];
    struct host_request q = { .function = function, .nrows = 1, .rows = &rows };
    enum status st = identity(c, x, &rule, e);

    if (st != ST_OK || !rule)
        return st;
    snprintf(function, sizeof(function), "pelatihan.%s.sarankan", x->kode);
    q.release = &rule->release->package;
    q.settings = &rule->settings;
    q.optional = rule->optional;
    q.noptional = rule->noptional;
    wire_array(&rows, 1);
    st = masukan_wire(rule->release, function, x->masukan, strlen(x->masukan), &rows, e);
    if (st == ST_OK)
        st = host_run(c->host, &q, c->a, &row, e);
    buf_free(&rows);
    if (st != ST_OK)
        return st;
    if (hitung_code(&row) != E_NONE)
        differ(c, x, "tercatat %.80s, dihitung galat %.60s", x->nilai, code_row(hitung_code(&row))->name);
    else if (strlen(x->nilai) != row.value_len || memcmp(x->nilai, row.value, row.value_len) != 0)
        differ(c, x, "tercatat %.100s, dihitung %.*s", x->nilai,
               row.value_len > 100 ? 100 : (int)row.value_len, row.value);
    return ST_OK;
}

static const struct kind {
    const char *apa, *sql;
    enum status (*check)(struct checker *c, const struct stored *x, struct err *e);
} kinds[] = {
    { "percobaan",
      "SELECT x.id, x.release_id, l.kode, x.setelan_hash, x.masukan, x.masukan_hash, x.nilai, x.jp"
      " FROM pelatihan_percobaan x JOIN pelatihan l ON l.id = x.pelatihan_id"
      " WHERE x.id > $1 AND x.nilai IS NOT NULL ORDER BY x.id LIMIT $2",
      check_grade },
    { "anjuran",
      "SELECT id, release_id, kode, setelan_hash, masukan, masukan_hash, nilai, NULL FROM anjuran"
      " WHERE id > $1 ORDER BY id LIMIT $2",
      check_advice },
};

enum status kelulusan_verify(struct db *db, struct host *host, void (*progress)(void *arg, int64_t done),
                             void *arg, struct kelulusan_verify *out, struct err *e)
{
    struct checker c = { .db = db, .host = host, .rules = rules_new(), .a = arena_new(), .out = out };
    enum status st = ST_OK;

    *out = (struct kelulusan_verify){ 0 };
    for (size_t k = 0; st == ST_OK && k < COUNT(kinds); k++) {
        int64_t after = 0;
        size_t n = PAGE;

        c.apa = kinds[k].apa;
        while (st == ST_OK && n == PAGE) {
            struct stored *rows;

            arena_reset(c.a);
            rows = arena_array(c.a, struct stored, PAGE);
            st = page(&c, kinds[k].sql, after, rows, &n, e);
            for (size_t i = 0; st == ST_OK && i < n; i++) {
                st = kinds[k].check(&c, &rows[i], e);
                out->diperiksa++;
                after = rows[i].id;
            }
            if (progress)
                progress(arg, out->diperiksa);
        }
    }
    rules_free(c.rules);
    arena_free(c.a);
    return st;
}

#include "scoring/verify.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "scoring/hitung.h"

enum { PAGE = 500, THREADS_MAX = 64 };

static const char *const sebab_kode[] = { "nilai", "masukan", "setelan", "release", "tertunda" };

const char *verify_sebab_kode(enum verify_sebab s)
{
    return sebab_kode[s];
}

/* A stored row, texts in the page's arena. */
struct stored {
    int64_t id, evaluasi_id, release_id;
    char *kode, *setelan_hash, *masukan_hash, *masukan, *nilai, *galat;
    const struct rule *rule; /* NULL: already found to differ */
    bool called;
};

struct verify {
    const char *url;
    const struct verify_options *o;
    int64_t total;
    int64_t *stopped; /* quarantined releases, as of the start */
    size_t nstopped;
    pthread_mutex_t lock;
    int64_t next; /* the last id that was given out */
    bool end;
    struct verify_result *out;
    enum status st;
    struct err err;
};

struct checker {
    struct verify *v;
    pthread_t thread;
    struct db *db;
    struct host *host;
    struct rules *rules;
    struct arena *a;
    size_t n;
    struct stored *rows;
};

static void differ(struct checker *c, const struct stored *x, enum verify_sebab sebab, const char *fmt, ...)
    PRINTF(4, 5);
static void differ(struct checker *c, const struct stored *x, enum verify_sebab sebab, const char *fmt, ...)
{
    struct verify_result *out = c->v->out;
    va_list ap;

    pthread_mutex_lock(&c->v->lock);
    out->berbeda++;
    if (out->nbeda < VERIFY_BEDA) {
        struct verify_beda *b = &out->beda[out->nbeda++];

        *b = (struct verify_beda){ .hasil_id = x->id, .evaluasi_id = x->evaluasi_id, .sebab = sebab };
        snprintf(b->kode, sizeof(b->kode), "%s", x->kode);
        va_start(ap, fmt);
        vsnprintf(b->rincian, sizeof(b->rincian), fmt, ap);
        va_end(ap);
    }
    pthread_mutex_unlock(&c->v->lock);
}

/* Reading -------------------------------------------------------------------------------------------- */

/* A damaged file may hold NULL where the schema forbids it: that is a difference, not a fall. */
static char *text_of(const struct rows *r, int col, struct arena *a)
{
    char *s = row_dup(r, col, a);

    return s ? s : arena_strdup(a, "");
}

/* The next page, each row given to one thread. Short statements: nothing is held open between pages. */
static enum status take_page(struct checker *c, struct err *e)
{
    struct verify *v = c->v;
    struct rows r;
    enum status st;

    c->n = 0;
    arena_reset(c->a);
    c->rows = arena_array(c->a, struct stored, PAGE);
    pthread_mutex_lock(&v->lock);
    st = db_rows(c->db, &r, e,
                 "SELECT id, evaluasi_id, release_id, kode, setelan_hash, masukan_hash, masukan, nilai, galat"
                 " FROM hasil WHERE id > $1 ORDER BY id LIMIT 500",
                 "i", v->next);
    while (st == ST_OK && !v->end && c->n < PAGE && rows_next(&r)) {
        struct stored *x = &c->rows[c->n++];

        x->id = row_int(&r, 0);
        x->evaluasi_id = row_int(&r, 1);
        x->release_id = row_int(&r, 2);
        x->kode = text_of(&r, 3, c->a);
        x->setelan_hash = text_of(&r, 4, c->a);
        x->masukan_hash = text_of(&r, 5, c->a);
        x->masukan = text_of(&r, 6, c->a);
        x->nilai = row_dup(&r, 7, c->a);
        x->galat = x->nilai ? row_dup(&r, 8, c->a) : text_of(&r, 8, c->a);
        v->next = x->id;
    }
    st = rows_end(&r, st, e);
    v->end = v->end || c->n == 0 || v->st != ST_OK;
    pthread_mutex_unlock(&v->lock);
    return st;
}

/* A quarantined release must not run: nothing is said about its results. */
static bool is_stopped(const struct verify *v, int64_t release_id)
{
    for (size_t i = 0; i < v->nstopped; i++)
        if (v->stopped[i] == release_id)
            return true;
    return false;
}

/* Identities: input and settings are what their hashes name; release_get has checked the release. */
static enum status check_identity(struct checker *c, struct stored *x, struct err *e)
{
    char hash[DIGEST_HEX];
    struct arena *a = arena_new();
    char *isi = NULL;
    enum status st = ST_OK;

    if (is_stopped(c->v, x->release_id)) {
        pthread_mutex_lock(&c->v->lock);
        c->v->out->karantina++;
        pthread_mutex_unlock(&c->v->lock);
        goto out;
    }
    masukan_hash(x->masukan, strlen(x->masukan), hash);
    if (strcmp(hash, x->masukan_hash) != 0) {
        differ(c, x, BEDA_MASUKAN, "hash masukan %.16s…, tercatat %.16s…", hash, x->masukan_hash);
        goto out;
    }
    st = rules_get(c->rules, c->db, x->release_id, x->setelan_hash, &x->rule, e);
    if (st != ST_OK && e->code == E_RELEASE_RUSAK) {
        differ(c, x, BEDA_RELEASE, "%.200s", e->msg);
        err_clear(e);
        st = ST_OK;
        goto out;
    }
    if (st == ST_OK)
        st = db_text(c->db, &isi, a, e, "SELECT isi FROM setelan WHERE hash = $1", "t", x->setelan_hash);
    if (st != ST_OK)
        goto out;
    masukan_hash(isi, strlen(isi), hash);
    if (strcmp(hash, x->setelan_hash) != 0) {
        differ(c, x, BEDA_SETELAN, "hash setelan %.16s…, tercatat %.16s…", hash, x->setelan_hash);
        x->rule = NULL;
    }
out:
    arena_free(a);
    return st;
}

/* Computing again ------------------------------------------------------------------------------------ */

static void compare(struct checker *c, const struct stored *x, const struct host_row *row)
{
    enum code code = hitung_code(row);
    const char *name = code == E_NONE ? NULL : code_row(code)->name;

    if (row->undecided) {
        differ(c, x, BEDA_TERTUNDA, "waktu habis");
        return;
    }
    if (name) {
        if (!x->galat || strcmp(name, x->galat) != 0)
            differ(c, x, BEDA_NILAI, "tercatat %.100s, dihitung galat %.60s", x->nilai ? x->nilai : x->galat,
                   name);
    } else if (!x->nilai || strlen(x->nilai) != row->value_len ||
               memcmp(x->nilai, row->value, row->value_len) != 0) {
        differ(c, x, BEDA_NILAI, "tercatat %.100s, dihitung %.*s", x->nilai ? x->nilai : x->galat,
               row->value_len > 100 ? 100 : (int)row->value_len, row->value);
    }
}

static bool same_function(const char *a, const char *b)
{
    size_t n = strcspn(a, "#");

    return strcspn(b, "#") == n && memcmp(a, b, n) == 0;
}

/* Every row of the page that calls the same function of the same rule as `first`, in one host call. */
static enum status call_group(struct checker *c, size_t first, struct err *e)
{
    const struct rule *rule = c->rows[first].rule;
    const char *kode = c->rows[first].kode;
    char function[160];
    struct buf body = BUF_NONE, rows = BUF_NONE;
    size_t at[PAGE], n = 0;
    struct host_row *got;
    struct rule_optional opt;
    enum status st = ST_OK;

    snprintf(function, sizeof(function), "%.*s", (int)strcspn(kode, "#"), kode);
    for (size_t i = first; i < c->n; i++) {
        struct stored *x = &c->rows[i];

        if (x->called || x->rule != rule || !rule || !same_function(x->kode, kode))
            continue;
        x->called = true;
        if (masukan_wire(rule->release, kode, x->masukan, strlen(x->masukan), &body, e) == ST_OK) {
            at[n++] = i;
        } else {
            differ(c, x, BEDA_MASUKAN, "%.200s", e->msg);
            err_clear(e);
        }
    }
    rule_optional(rule, function, &opt);
    wire_array(&rows, (uint32_t)n);
    buf_add(&rows, body.p ? body.p : "", body.len);
    got = arena_array(c->a, struct host_row, n + 1);
    if (n)
        st = host_run(c->host,
                      &(struct host_request){ .release = &rule->release->package,
                                              .function = function,
                                              .settings = &rule->settings,
                                              .rows = &rows,
                                              .nrows = n,
                                              .optional = opt.nama,
                                              .noptional = opt.n },
                      c->a, got, e);
    for (size_t i = 0; i < n; i++) {
        struct host_row all = { .code = e->code };

        if (st == ST_OK || hitung_vonis(e))
            compare(c, &c->rows[at[i]], st == ST_OK ? &got[i] : &all);
    }
    if (st != ST_OK && hitung_vonis(e)) {
        err_clear(e);
        st = ST_OK;
    }
    rule_optional_clear(&opt);
    buf_free(&body);
    buf_free(&rows);
    return st;
}

static enum status check_page(struct checker *c, struct err *e)
{
    enum status st = ST_OK;
    int64_t done;

    for (size_t i = 0; st == ST_OK && i < c->n; i++)
        st = check_identity(c, &c->rows[i], e);
    for (size_t i = 0; st == ST_OK && i < c->n; i++)
        if (c->rows[i].rule && !c->rows[i].called)
            st = call_group(c, i, e);
    pthread_mutex_lock(&c->v->lock);
    done = c->v->out->diperiksa += (int64_t)c->n;
    pthread_mutex_unlock(&c->v->lock);
    if (c->v->o->progress)
        c->v->o->progress(c->v->o->arg, done, c->v->total);
    return st;
}

static void report(const struct checker *c)
{
    const struct verify_options *o = c->v->o;

    if (!o->lapor)
        return;
    pthread_mutex_lock(&c->v->lock);
    o->lapor(o->arg, c->host);
    pthread_mutex_unlock(&c->v->lock);
}

static void *work(void *arg)
{
    struct checker *c = arg;
    struct err e = ERR_NONE;
    enum status st = db_open(c->v->url, DB_READ, &c->db, &e);

    c->host = host_new(c->v->o->host);
    c->rules = rules_new();
    c->a = arena_new();
    while (st == ST_OK && (st = take_page(c, &e)) == ST_OK && c->n) {
        st = check_page(c, &e);
        report(c);
    }
    if (st != ST_OK) {
        pthread_mutex_lock(&c->v->lock);
        if (c->v->st == ST_OK) {
            c->v->st = st;
            c->v->err = e;
        }
        pthread_mutex_unlock(&c->v->lock);
    }
    rules_free(c->rules);
    host_free(c->host);
    db_close(c->db);
    arena_free(c->a);
    return NULL;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct verify_beda *)a)->hasil_id, y = ((const struct verify_beda *)b)->hasil_id;

    return x < y ? -1 : x > y;
}

static enum status read_stopped(struct db *db, struct verify *v, struct err *e)
{
    struct rows r;
    size_t cap = 0;
    enum status st =
        db_rows(db, &r, e, "SELECT id FROM release WHERE status = 'quarantined' ORDER BY id", "");

    while (st == ST_OK && rows_next(&r)) {
        if (v->nstopped == cap) {
            cap = cap ? 2 * cap : 16;
            v->stopped = mem_grow(v->stopped, cap * sizeof(*v->stopped));
        }
        v->stopped[v->nstopped++] = row_int(&r, 0);
    }
    return rows_end(&r, st, e);
}

static enum status look_before(struct verify *v, struct err *e)
{
    struct db *db = NULL;
    enum status st = db_open(v->url, DB_READ, &db, e);

    if (st == ST_OK)
        st = db_int(db, &v->total, e, "SELECT count(*) FROM hasil", "");
    if (st == ST_OK)
        st = read_stopped(db, v, e);
    db_close(db);
    return st;
}

enum status verify_all(const char *url, const struct verify_options *o, struct verify_result *out,
                       struct err *e)
{
    struct verify v = { .url = url, .o = o, .out = out, .lock = PTHREAD_MUTEX_INITIALIZER };
    struct checker *c = mem_alloc(THREADS_MAX * sizeof(*c));
    long want = o->threads > 0 ? o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    int n = 0;
    enum status st;

    *out = (struct verify_result){ 0 };
    out->beda = mem_alloc(VERIFY_BEDA * sizeof(*out->beda));
    st = look_before(&v, e);
    if (want > THREADS_MAX)
        want = THREADS_MAX;
    for (; st == ST_OK && n < (want < 1 ? 1 : want); n++) {
        c[n].v = &v;
        if (pthread_create(&c[n].thread, NULL, work, &c[n]) != 0)
            break;
    }
    if (st == ST_OK && !n)
        st = err_set(e, E_GAGAL, "Benang kerja tidak dapat dibuat.");
    for (int i = 0; i < n; i++)
        pthread_join(c[i].thread, NULL);
    if (st == ST_OK && v.st != ST_OK) {
        *e = v.err;
        st = v.st;
    }
    qsort(out->beda, out->nbeda, sizeof(*out->beda), by_id);
    pthread_mutex_destroy(&v.lock);
    free(v.stopped);
    free(c);
    return st;
}

void verify_result_free(struct verify_result *r)
{
    free(r->beda);
    *r = (struct verify_result){ 0 };
}

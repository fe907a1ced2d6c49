#include "script/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "script/child.h"
#include "script/fact.h"
#include "script/fields.h"
#include "script/reply.h"

enum {
    BATCH_ROWS = 512,
    BATCH_BYTES = 4 * 1024 * 1024,
#ifdef TENAYAN_SANITIZER
    DEADLINE_US = 6000000,
#else
    DEADLINE_US = 2000000, /* CPU of a request; the child's own limits end it long before */
#endif
    DEADLINE_ROW_US = 30000, /* and for each row of a batch: a timed row stops itself within two ticks */
    BUSY_US = 300000000,     /* a child that has worked so long is replaced: its CPU limit is for its life */
};

/* One release that the child may hold, and what it registered; kept for the host's life. */
struct known {
    struct known *next;
    struct digest digest;
    json_t *listing;
    int slot;     /* -1: the child does not hold it */
    int64_t used; /* when, for choosing a slot */
    bool counts;  /* its rows tend to be long: count from the start, instead of running twice */
};

struct host {
    char *exe;
    struct child child;
    struct known *known;
    int64_t uses, busy_us;
    struct buf head;
    size_t nkills;
    struct host_kill kills[HOST_KILLS];
};

struct host *host_new(const char *exe)
{
    struct host *h = mem_alloc(sizeof(*h));

#ifdef TENAYAN_SANITIZER
    if (!exe)
        exe = getenv("TENAYAN_HOST");
#endif
    h->exe = mem_strdup(exe ? exe : "/proc/self/exe");
    h->child.fd = -1;
    return h;
}

static void forget_slots(struct host *h)
{
    for (struct known *k = h->known; k; k = k->next)
        k->slot = -1;
}

void host_free(struct host *h)
{
    if (!h)
        return;
    child_stop(&h->child);
    while (h->known) {
        struct known *k = h->known;

        h->known = k->next;
        json_decref(k->listing);
        free(k);
    }
    buf_free(&h->head);
    free(h->exe);
    free(h);
}

const char *host_exe(const struct host *h)
{
    return h->exe;
}

int host_pid(const struct host *h)
{
    return (int)h->child.pid;
}

static enum status alive(struct host *h, struct err *e)
{
    if (h->child.pid && h->busy_us > BUSY_US)
        child_stop(&h->child);
    if (h->child.pid)
        return ST_OK;
    forget_slots(h);
    h->busy_us = 0;
    return child_start(&h->child, h->exe, e);
}

/* --- load --- */

static struct known *known_of(struct host *h, const struct digest *d)
{
    for (struct known *k = h->known; k; k = k->next)
        if (digest_equal(&k->digest, d))
            return k;
    return NULL;
}

static int slot_for(struct host *h)
{
    struct known *in[HOST_SLOTS] = { NULL }, *oldest = NULL;

    for (struct known *k = h->known; k; k = k->next)
        if (k->slot >= 0)
            in[k->slot] = k;
    for (int i = 0; i < HOST_SLOTS; i++) {
        if (!in[i])
            return i;
        if (!oldest || in[i]->used < oldest->used)
            oldest = in[i];
    }
    return oldest->slot;
}

static bool is_source(const char *path)
{
    size_t n = strlen(path);

    return n > 4 && strcmp(path + n - 4, ".lua") == 0;
}

static int64_t least(int64_t wish, int64_t most)
{
    return wish > 0 && wish < most ? wish : most;
}

/* [limits], [[path, bytes], …]: the end of two kinds of frame. */
static void add_sources(struct buf *out, const struct package *p)
{
    const struct limits most = LIMITS_CALL, *l = &p->manifest.limits;
    uint32_t n = 0;

    for (size_t i = 0; i < p->nfiles; i++)
        n += is_source(p->files[i].path);
    wire_array(out, 3);
    wire_int(out, least(l->instructions, most.instructions));
    wire_int(out, least(l->memory, most.memory));
    wire_int(out, least(l->cpu_us, most.cpu_us));
    wire_array(out, n);
    for (size_t i = 0; i < p->nfiles; i++) {
        if (!is_source(p->files[i].path))
            continue;
        wire_array(out, 2);
        wire_text(out, p->files[i].path, SIZE_MAX);
        wire_bin(out, p->files[i].data, p->files[i].len);
    }
}

static void load_frame(struct buf *out, const struct package *p, int slot)
{
    buf_clear(out);
    wire_array(out, 4);
    wire_int(out, FRAME_LOAD);
    wire_int(out, slot);
    add_sources(out, p);
}

/* The kind of the next frame, its body behind it in *w. */
static enum child_end receive(struct host *h, struct wire *w, int64_t *kind)
{
    struct wire_item it;
    enum child_end end = child_receive(&h->child, w);

    if (end != CHILD_FINE)
        return end;
    if (wire_next(w, &it) != WIRE_ARRAY || it.n != 2 || wire_next(w, &it) != WIRE_INT)
        return child_distrust(&h->child);
    *kind = it.i;
    return CHILD_FINE;
}

static enum child_end send_frame(struct host *h, int64_t us, const struct buf *settings,
                                 const struct buf *rows)
{
    const struct buf *pieces[3] = { &h->head, settings, rows };

    return child_send(&h->child, us, pieces, settings ? 3 : 1);
}

/* CHILD_FINE also where the release was refused: then e->code is set. */
static enum child_end try_load(struct host *h, const struct package *p, struct known *k, struct err *e)
{
    char code[64];
    struct buf json = BUF_NONE;
    struct wire w;
    int64_t kind = 0;
    int slot = slot_for(h);
    enum child_end end;

    load_frame(&h->head, p, slot);
    for (struct known *o = h->known; o; o = o->next)
        if (o->slot == slot)
            o->slot = -1;
    if ((end = send_frame(h, DEADLINE_US, NULL, NULL)) != CHILD_FINE ||
        (end = receive(h, &w, &kind)) != CHILD_FINE)
        return end;
    if (kind == FRAME_ERROR)
        return reply_failure(&w, e, code) ? CHILD_FINE : child_distrust(&h->child);
    if (kind != FRAME_LOADED || !reply_value(&w, true, &json)) {
        end = child_distrust(&h->child);
    } else {
        json_decref(k->listing);
        k->listing = json_loadb(json.p, json.len, 0, NULL);
        k->slot = slot;
    }
    buf_free(&json);
    return end;
}

/* What is left to say of a load or of a row that ended its process twice. */
static enum status blame(enum child_end end, struct err *e)
{
    if (end == CHILD_DEADLINE)
        return err_set(e, E_PLUGIN_BATAS_WAKTU, NULL);
    if (end == CHILD_CRASHED)
        return err_set(e, E_PLUGIN_MATI, NULL);
    return err_set(e, E_PLUGIN_HOST, "Proses plugin dihentikan dari luar, dua kali.");
}

static enum status loaded(struct host *h, const struct package *p, struct known **out, struct err *e)
{
    struct known *k = known_of(h, &p->digest);
    enum child_end end = CHILD_FINE;
    enum status st;

    *out = NULL;
    if (!k) {
        k = mem_alloc(sizeof(*k));
        k->digest = p->digest;
        k->slot = -1;
        k->next = h->known;
        h->known = k;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
        if ((st = alive(h, e)) != ST_OK)
            return st;
        if (k->slot >= 0) {
            k->used = ++h->uses;
            *out = k;
            return ST_OK;
        }
        *e = ERR_NONE;
        end = try_load(h, p, k, e);
        if (end == CHILD_FINE && e->code)
            return err_status(e);
        if (end == CHILD_FINE)
            attempt = -1;
    }
    return blame(end, e);
}

enum status host_load(struct host *h, const struct package *p, const json_t **listing, struct err *e)
{
    struct known *k = known_of(h, &p->digest);
    enum status st = ST_OK;

    if (!k || !k->listing)
        st = loaded(h, p, &k, e);
    if (st == ST_OK && listing)
        *listing = k->listing;
    return st;
}

static void add_type(struct buf *out, const char *owner, const char *name, const json_t *type)
{
    wire_array(out, 3);
    wire_text(out, owner, SIZE_MAX);
    wire_text(out, name, SIZE_MAX);
    wire_text(out, json_string_value(type), SIZE_MAX);
}

/* plugin-api.json as walk.h wants it: the child reads no JSON. */
static void inspect_types(struct buf *out)
{
    const char *owner, *name;
    json_t *o, *f;
    uint32_t n = 0;

    json_object_foreach(json_object_get(plugin_api(), "objek"), owner, o) n +=
        (uint32_t)json_array_size(json_object_get(o, "medan"));
    json_object_foreach(json_object_get(plugin_api(), "fungsi"), owner, o) n += (uint32_t)json_object_size(o);
    wire_array(out, n);
    json_object_foreach(json_object_get(plugin_api(), "objek"), owner,
                        o) for (size_t i = 0; i < json_array_size(json_object_get(o, "medan")); i++)
    {
        f = json_array_get(json_object_get(o, "medan"), i);
        add_type(out, owner, json_string_value(json_object_get(f, "nama")), json_object_get(f, "tipe"));
    }
    json_object_foreach(json_object_get(plugin_api(), "fungsi"), owner, o)
    {
        json_object_foreach(o, name, f)
        {
            char call[24];

            snprintf(call, sizeof(call), "%.20s()", owner);
            add_type(out, call, name, json_object_get(f, "isian"));
        }
    }
}

enum status host_inspect(struct host *h, const struct package *p, struct arena *a, struct fact **list,
                         size_t *n, struct err *e)
{
    enum child_end end = CHILD_FINE;
    struct wire w;
    int64_t kind = 0;
    enum status st;

    for (int attempt = 0; attempt < 2; attempt++) {
        if ((st = alive(h, e)) != ST_OK)
            return st;
        buf_clear(&h->head);
        wire_array(&h->head, 4);
        wire_int(&h->head, FRAME_INSPECT);
        add_sources(&h->head, p);
        inspect_types(&h->head);
        end = send_frame(h, DEADLINE_US, NULL, NULL);
        if (end == CHILD_FINE)
            end = receive(h, &w, &kind);
        if (end == CHILD_FINE && (kind != FRAME_FACTS || !facts_unpack(&w, a, list, n)))
            end = child_distrust(&h->child);
        if (end == CHILD_FINE)
            return ST_OK;
    }
    return blame(end, e);
}

/* --- call --- */

struct run {
    struct host *h;
    const struct host_request *q;
    struct arena *a;
    struct host_row *rows;
    const uint8_t **at; /* where each row's bytes begin; nrows + 1 */
    struct buf body;    /* header of the array of rows and their bytes */
};

static void call_frame(struct run *r, const struct known *k, size_t from, size_t n, int64_t flags)
{
    const struct host_request *q = r->q;
    struct buf *out = &r->h->head;

    buf_clear(out);
    wire_array(out, 7);
    wire_int(out, FRAME_CALL);
    wire_int(out, k->slot);
    wire_text(out, q->function, SIZE_MAX);
    wire_int(out, flags | (q->trace ? CALL_TRACE : 0));
    wire_array(out, (uint32_t)q->noptional);
    for (size_t i = 0; i < q->noptional; i++)
        wire_text(out, q->optional[i], SIZE_MAX);
    if (!q->settings)
        wire_nil(out);
    buf_clear(&r->body);
    wire_array(&r->body, (uint32_t)n);
    buf_add(&r->body, r->at[from], (size_t)(r->at[from + n] - r->at[from]));
}

/* Reads the replies to a call of n rows. *verdict says whether they count; e->code is set if the child could
 * not begin at all. `again` marks the rows that must run alone. */
static enum child_end replies(struct run *r, size_t from, size_t n, bool counted, bool *again,
                              enum wire_verdict *verdict, struct err *e)
{
    size_t done = 0;
    char code[64];
    struct wire w;
    struct wire_item it;
    int64_t kind = 0;
    enum child_end end;

    for (;;) {
        if ((end = receive(r->h, &w, &kind)) != CHILD_FINE)
            return end;
        if (kind == FRAME_ERROR)
            return reply_failure(&w, e, code) ? CHILD_FINE : child_distrust(&r->h->child);
        if (kind == FRAME_DONE) {
            if (wire_next(&w, &it) != WIRE_INT || it.i < BATCH_GOOD || it.i > BATCH_IMPURE ||
                (it.i == BATCH_GOOD && done != n))
                break;
            *verdict = (enum wire_verdict)it.i;
            return CHILD_FINE;
        }
        if (kind != FRAME_ROWS || wire_next(&w, &it) != WIRE_ARRAY || it.n > n - done)
            break;
        for (uint32_t i = 0; i < it.n; i++, done++)
            if (!reply_row(&w, r->a, r->q->trace, counted, &r->rows[from + done], &again[done]))
                return child_distrust(&r->h->child);
    }
    return child_distrust(&r->h->child);
}

static enum child_end call(struct run *r, const struct known *k, size_t from, size_t n, int64_t flags,
                           bool *again, enum wire_verdict *verdict, struct err *e)
{
    static const struct buf none = BUF_NONE;
    int64_t us = DEADLINE_US + DEADLINE_ROW_US * (int64_t)n, start = clock_monotonic();
    enum child_end end;

    call_frame(r, k, from, n, flags);
    end = send_frame(r->h, us, r->q->settings ? r->q->settings : &none, &r->body);
    if (end == CHILD_FINE)
        end = replies(r, from, n, flags & CALL_COUNTED, again, verdict, e);
    r->h->busy_us += clock_monotonic() - start;
    return end;
}

static void row_failed(struct run *r, size_t i, const struct err *e)
{
    struct host_row *row = &r->rows[i];

    *row = (struct host_row){ .code = e->code };
    row->err = arena_new_of(r->a, struct err);
    *row->err = *e;
}

size_t host_kills(struct host *h, struct host_kill out[HOST_KILLS])
{
    size_t n = h->nkills;

    memcpy(out, h->kills, n * sizeof(*out));
    h->nkills = 0;
    return n;
}

/* The argument as the results' input hash has it; where it is no such value, its bytes. */
static void input_digest(const struct run *r, size_t i, struct digest *out)
{
    struct wire w = { r->at[i], r->at[i + 1] };
    struct buf json = BUF_NONE;

    if (reply_value(&w, true, &json))
        hash_blake2b(json.p, json.len, out);
    else
        hash_blake2b(r->at[i], (size_t)(r->at[i + 1] - r->at[i]), out);
    buf_free(&json);
}

static void note_kill(struct run *r, size_t i)
{
    struct host_kill *k = &r->h->kills[r->h->nkills];

    if (r->h->nkills == HOST_KILLS)
        return;
    r->h->nkills++;
    k->release = r->q->release->digest;
    k->code = r->rows[i].code;
    snprintf(k->function, sizeof(k->function), "%s", r->q->function);
    input_digest(r, i, &k->input);
}

/* One row in a fresh state, counted: its verdict. `before`: the batch that held it ended by its own doing.
 * What does it once more alone is to blame; so a first such end alone is tried again. */
static enum status alone(struct run *r, size_t i, bool before, struct err *e)
{
    enum child_end end = CHILD_FINE;
    enum wire_verdict verdict = BATCH_GOOD;
    struct known *k;
    struct err row = ERR_NONE;
    int own = before, others = 0;
    enum status st;
    bool again;

    while (own < 2 && others < 2) {
        if ((st = loaded(r->h, r->q->release, &k, e)) != ST_OK)
            return st;
        again = false;
        end = call(r, k, i, 1, CALL_COUNTED | CALL_ALONE, &again, &verdict, e);
        if (end == CHILD_FINE) {
            if (e->code)
                return err_status(e);
            if (again || verdict != BATCH_GOOD)
                end = child_distrust(&r->h->child);
        }
        if (end == CHILD_FINE) {
            r->rows[i].undecided = r->rows[i].code == E_PLUGIN_BATAS_WAKTU;
            return ST_OK;
        }
        own += r->h->child.blame;
        others += !r->h->child.blame;
        log_event(LOG_WARN, "plugin.host.ulang", "plugin %s, %s: host lost%s",
                  r->q->release->manifest.id ? r->q->release->manifest.id : "?", r->q->function,
                  own < 2 && others < 2 ? ", row is run again" : "");
    }
    (void)blame(end, &row);
    row_failed(r, i, &row);
    r->rows[i].undecided = end != CHILD_CRASHED;
    if (own == 2)
        note_kill(r, i);
    return ST_OK;
}

/* Rows from..from+n, at most one batch. */
static enum status batch(struct run *r, size_t from, size_t n, struct err *e)
{
    bool again[BATCH_ROWS] = { false };
    enum wire_verdict verdict = BATCH_GOOD;
    size_t long_rows = 0;
    struct known *k;
    enum child_end end;
    enum status st;
    bool all, own;

    if (r->q->counted && n == 1)
        return alone(r, from, false, e);
    if ((st = loaded(r->h, r->q->release, &k, e)) != ST_OK)
        return st;
    end = call(r, k, from, n, r->q->counted || k->counts ? CALL_COUNTED : 0, again, &verdict, e);
    if (end == CHILD_FINE && e->code)
        return err_status(e);
    if (end == CHILD_KILLED) { /* from outside: as if it had not been tried */
        if ((st = loaded(r->h, r->q->release, &k, e)) != ST_OK)
            return st;
        memset(again, 0, sizeof(again));
        end = call(r, k, from, n, r->q->counted || k->counts ? CALL_COUNTED : 0, again, &verdict, e);
        if (end == CHILD_FINE && e->code)
            return err_status(e);
    }
    all = end != CHILD_FINE || verdict != BATCH_GOOD;
    own = end != CHILD_FINE && r->h->child.blame;
    for (size_t i = 0; i < n; i++) {
        long_rows += again[i];
        if ((all || again[i]) && (st = alone(r, from + i, own, e)) != ST_OK)
            return st;
    }
    if (n >= 8 && long_rows * 2 > n)
        k->counts = true;
    return ST_OK;
}

/* Where each row begins. */
static bool index_rows(struct run *r)
{
    const struct buf *b = r->q->rows;
    struct wire w = { (const uint8_t *)b->p, (const uint8_t *)b->p + b->len };
    struct wire_item it;

    if (wire_next(&w, &it) != WIRE_ARRAY || it.n != r->q->nrows)
        return false;
    for (size_t i = 0; i < r->q->nrows; i++) {
        r->at[i] = w.p;
        if (!wire_skip(&w))
            return false;
    }
    r->at[r->q->nrows] = w.p;
    return true;
}

enum status host_run(struct host *h, const struct host_request *q, struct arena *a, struct host_row *rows,
                     struct err *e)
{
    struct run r = { .h = h, .q = q, .a = a, .rows = rows };
    enum status st = ST_OK;

    r.at = mem_alloc(sizeof(*r.at) * (q->nrows + 1));
    if (!index_rows(&r)) {
        st = err_set(e, E_PLUGIN_ISIAN, "Isian untuk plugin tidak tersusun dengan benar.");
        goto out;
    }
    for (size_t from = 0, n; st == ST_OK && from < q->nrows; from += n) {
        n = 1;
        while (from + n < q->nrows && n < BATCH_ROWS && r.at[from + n + 1] - r.at[from] <= BATCH_BYTES)
            n++;
        if (r.at[from + 1] - r.at[from] > BATCH_BYTES) {
            struct err big = ERR_NONE;

            (void)err_set(&big, E_TERLALU_BESAR, "Isian satu baris lebih dari 4 MiB.");
            row_failed(&r, from, &big);
            continue;
        }
        st = batch(&r, from, n, e);
    }
out:
    buf_free(&r.body);
    free(r.at);
    return st;
}

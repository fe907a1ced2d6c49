#include "script/worker.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "script/heap.h"
#include "script/host.h"
#include "script/inspect.h"
#include "script/lib.h"
#include "script/lockdown.h"

enum { KEEP_BUFFER = 1024 * 1024 };

struct worker {
    int fd;
    struct buf in, out, row;
    struct source slots[HOST_SLOTS];
};

/* One CALL frame, as cursors into it. */
struct call {
    const struct source *src;
    char kind[16], kode[80], member[16];
    bool nilai;
    int64_t flags;
    struct wire optional, settings;
    uint32_t noptional, nrows;
    struct wire row;   /* the next row */
    struct buf *value; /* where its value goes */
};

/* --- frames --- */

static bool read_all(int fd, void *to, size_t n)
{
    char *p = to;

    while (n) {
        ssize_t k = read(fd, p, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static bool read_frame(struct worker *w)
{
    uint8_t b[4];
    size_t n;

    if (w->in.cap > KEEP_BUFFER)
        buf_free(&w->in);
    buf_clear(&w->in);
    if (!read_all(w->fd, b, sizeof(b)))
        return false;
    n = b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
    if (n > WIRE_REQUEST)
        return false;
    buf_reserve(&w->in, n);
    w->in.len = n;
    return read_all(w->fd, w->in.p, n);
}

static bool send(struct worker *w)
{
    const struct buf *piece = &w->out;
    bool good = wire_write(w->fd, false, &piece, 1);

    if (w->out.cap > KEEP_BUFFER)
        buf_free(&w->out);
    buf_clear(&w->out);
    return good;
}

static void add_failure(struct buf *out, const struct failure *f)
{
    wire_array(out, 5);
    wire_text(out, code_row(f->err.code)->name, SIZE_MAX);
    wire_text(out, f->err.msg, SIZE_MAX);
    wire_text(out, f->err.file, SIZE_MAX);
    wire_int(out, f->err.line);
    wire_text(out, f->plugin_code, SIZE_MAX);
}

static bool send_failure(struct worker *w, const struct failure *f)
{
    buf_clear(&w->out);
    wire_array(&w->out, 2);
    wire_int(&w->out, FRAME_ERROR);
    add_failure(&w->out, f);
    return send(w);
}

/* --- load --- */

static void source_free(struct source *s)
{
    for (size_t i = 0; i < s->nfiles; i++) {
        free((void *)(uintptr_t)s->files[i].path);
        free((void *)(uintptr_t)s->files[i].data);
    }
    free(s->files);
    *s = (struct source){ 0 };
}

static char *copy(const struct wire_item *it)
{
    char *p = mem_alloc((size_t)it->n + 1);

    memcpy(p, it->s, it->n);
    return p;
}

static bool read_int(struct wire *w, int64_t *out)
{
    struct wire_item it;

    if (wire_next(w, &it) != WIRE_INT)
        return false;
    *out = it.i;
    return true;
}

static bool read_source(struct wire *w, struct source *s)
{
    struct wire_item it, data;

    if (wire_next(w, &it) != WIRE_ARRAY || it.n != 3 || !read_int(w, &s->limits.instructions) ||
        !read_int(w, &s->limits.memory) || !read_int(w, &s->limits.cpu_us))
        return false;
    if (wire_next(w, &it) != WIRE_ARRAY || it.n > PACKAGE_FILES)
        return false;
    s->files = mem_alloc(sizeof(*s->files) * ((size_t)it.n + 1));
    for (uint32_t n = it.n; n; n--) {
        if (wire_next(w, &it) != WIRE_ARRAY || it.n != 2 || wire_next(w, &it) != WIRE_TEXT ||
            wire_next(w, &data) != WIRE_BIN)
            return false;
        s->files[s->nfiles].path = copy(&it);
        s->files[s->nfiles].data = copy(&data);
        s->files[s->nfiles++].len = data.n;
    }
    return true;
}

/* Sources that are looked at, not kept. */
static bool on_inspect(struct worker *w, struct wire *in)
{
    struct source src = { 0 };
    struct walk_types types = { 0 };
    struct arena *a = arena_new();
    struct facts *facts = facts_new(a);
    bool good = read_source(in, &src) && inspect_types(in, a, &types);

    if (good) {
        budget_timer(true);
        inspect_sources(&src, &types, facts);
        budget_timer(false);
        wire_array(&w->out, 2);
        wire_int(&w->out, FRAME_FACTS);
        facts_pack(facts, &w->out);
        good = send(w);
    }
    source_free(&src);
    arena_free(a);
    return good;
}

static int pack_listing(lua_State *L)
{
    l_listing_pack(L, lua_touserdata(L, 1));
    return 0;
}

static bool on_load(struct worker *w, struct wire *in)
{
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;
    int64_t slot;
    bool good;

    if (!read_int(in, &slot) || slot < 0 || slot >= HOST_SLOTS)
        return false;
    source_free(&w->slots[slot]);
    if (!read_source(in, &w->slots[slot]))
        return false;
    budget_timer(true);
    wire_array(&w->out, 2);
    wire_int(&w->out, FRAME_LOADED);
    good = sandbox_open(&sb, &w->slots[slot]) && sandbox_run(&sb, pack_listing, &w->out, 0, &limits, true);
    budget_timer(false);
    good = good ? send(w) : send_failure(w, &sb.failure);
    sandbox_close(&sb);
    return good;
}

/* --- call --- */

/* "fungsi.NAMA", "skema.KODE.saran": codes hold no point. */
static bool split_name(struct call *c, const struct wire_item *it)
{
    char name[160], *dot, *last;

    if (it->n >= sizeof(name))
        return false;
    memcpy(name, it->s, it->n);
    name[it->n] = '\0';
    if (!(dot = strchr(name, '.')))
        return false;
    *dot++ = '\0';
    last = strrchr(dot, '.');
    if (last)
        *last++ = '\0';
    else if (strcmp(name, "fungsi") == 0)
        last = (char *)(uintptr_t) "hitung";
    else
        return false;
    if (strlen(name) >= sizeof(c->kind) || strlen(dot) >= sizeof(c->kode) ||
        strlen(last) >= sizeof(c->member))
        return false;
    strcpy(c->kind, name);
    strcpy(c->kode, dot);
    strcpy(c->member, last);
    c->nilai = strcmp(c->kind, "skema") == 0 && strcmp(c->member, "nilai") == 0;
    return true;
}

static bool read_call(struct worker *w, struct wire *in, struct call *c)
{
    struct wire_item it;
    int64_t slot;

    *c = (struct call){ .value = &w->row };
    if (!read_int(in, &slot) || slot < 0 || slot >= HOST_SLOTS || !w->slots[slot].nfiles)
        return false;
    c->src = &w->slots[slot];
    if (wire_next(in, &it) != WIRE_TEXT || !split_name(c, &it) || !read_int(in, &c->flags))
        return false;
    if (wire_next(in, &it) != WIRE_ARRAY)
        return false;
    c->optional = *in;
    c->noptional = it.n;
    for (uint32_t i = 0; i < c->noptional; i++)
        if (wire_next(in, &it) != WIRE_TEXT)
            return false;
    c->settings = *in;
    if (!wire_skip(in) || wire_next(in, &it) != WIRE_ARRAY)
        return false;
    c->nrows = it.n;
    c->row = *in;
    return !(c->flags & CALL_ALONE) || (c->nrows == 1 && c->flags & CALL_COUNTED);
}

static int prepare(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    struct wire settings = c->settings, optional = c->optional;
    struct wire_item it;

    l_value_push(L, &settings);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_rawgeti(L, LUA_REGISTRYINDEX, R_STRICT_MT);
        lua_setmetatable(L, -2);
    }
    lua_rawseti(L, LUA_REGISTRYINDEX, R_SETTINGS);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_OPTIONAL);
    for (uint32_t i = 0; i < c->noptional; i++) {
        wire_next(&optional, &it);
        lua_pushlstring(L, it.s, it.n);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    l_function_find(L, c->kind, c->kode, c->nilai ? "capaian" : c->member);
    lua_rawseti(L, LUA_REGISTRYINDEX, R_CALL);
    if (c->nilai) {
        l_function_find(L, c->kind, c->kode, "saran");
        lua_rawseti(L, LUA_REGISTRYINDEX, R_SARAN);
    }
    return 0;
}

static int fingerprint(lua_State *L)
{
    *(uint64_t *)lua_touserdata(L, 1) = purity_fingerprint(L);
    return 0;
}

/* May raise: runs within a row. */
static int run_plain(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, R_CALL);
    l_value_push(L, &c->row);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_SETTINGS);
    lua_call(L, 2, 1);
    l_value_pack(L, -1, c->value);
    return 0;
}

/* Achievement of the indicator object at `idx`: a number or nil, left on the stack. */
static void capaian(lua_State *L, int idx, lua_Integer i)
{
    double v;

    lua_pushliteral(L, "realisasi");
    if (lua_rawget(L, idx) == LUA_TNIL)
        return;
    lua_pop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_CALL);
    lua_pushvalue(L, idx);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_SETTINGS);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1))
        return;
    if (lua_type(L, -1) != LUA_TNUMBER)
        l_raise(L, E_PLUGIN_HASIL, "capaian indikator ke-%lld harus angka, bukan %s.", (long long)i,
                type_words(lua_type(L, -1)));
    v = lua_tonumber(L, -1);
    if (!isfinite(v) || fabs(v) > NUMBER_MAX)
        l_raise(L, E_PLUGIN_ANGKA, "capaian indikator ke-%lld bukan angka yang dapat dipakai.", (long long)i);
}

/* A value for the result: null stands as NULL light userdata, which l_value_pack knows. */
static void null_for_nil(lua_State *L)
{
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushlightuserdata(L, NULL);
    }
}

/* Stack: 1 call, 2 evaluasi, 3 its indikator, 4 list of achievements. */
static void all_capaian(lua_State *L)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, 3);

    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(L, 3, i) != LUA_TTABLE)
            l_raise(L, E_PLUGIN_HASIL, "evaluasi.indikator[%lld] bukan objek.", (long long)i);
        capaian(L, 5, i);
        lua_pushliteral(L, "capaian");
        lua_pushvalue(L, 6);
        if (lua_isnil(L, -1)) { /* may be read all the same */
            lua_rawgeti(L, LUA_REGISTRYINDEX, R_ABSENT);
            lua_pushvalue(L, 7);
            lua_pushboolean(L, 1);
            lua_rawset(L, -3);
            lua_settop(L, 8);
            sandbox_of(L)->absent = true;
        }
        lua_rawset(L, 5);
        null_for_nil(L);
        lua_rawseti(L, 4, i);
        lua_settop(L, 4);
    }
}

static int run_nilai(lua_State *L)
{
    static const char *const always[] = { "hasil", "perilaku", "nilai" };
    struct call *c = lua_touserdata(L, 1);

    l_value_push(L, &c->row);
    lua_pushnil(L);
    if (lua_istable(L, 2)) {
        lua_pop(L, 1);
        lua_pushliteral(L, "indikator");
        lua_rawget(L, 2);
    }
    if (!lua_istable(L, 3)) {
        lua_settop(L, 2);
        lua_newtable(L);
    }
    lua_createtable(L, (int)lua_rawlen(L, 3), 0);
    l_mark_list(L, 4);
    all_capaian(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_SARAN);
    lua_pushvalue(L, 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, R_SETTINGS);
    lua_call(L, 2, 1); /* 5 */
    if (!lua_istable(L, 5) && !lua_isnil(L, 5))
        return l_raise(L, E_PLUGIN_HASIL, "saran harus mengembalikan tabel { hasil = …, … }, bukan %s.",
                       type_words(lua_type(L, 5)));
    lua_createtable(L, 0, 4); /* 6: a copy; what saran returned may be evaluasi itself */
    if (lua_istable(L, 5)) {
        lua_pushnil(L);
        while (lua_next(L, 5)) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, 6);
        }
    }
    for (size_t i = 0; i < COUNT(always); i++) {
        lua_pushstring(L, always[i]);
        lua_pushvalue(L, -1);
        lua_rawget(L, 6);
        null_for_nil(L);
        lua_rawset(L, 6);
    }
    lua_pushliteral(L, "capaian");
    lua_pushvalue(L, 4);
    lua_rawset(L, 6);
    l_value_pack(L, 6, c->value);
    return 0;
}

static void add_row(struct worker *w, struct sandbox *sb, enum wire_row kind, const struct failure *f)
{
    struct buf *out = &w->out;

    wire_array(out, 5);
    wire_int(out, kind);
    if (kind == ROW_VALUE)
        buf_add(out, w->row.p, w->row.len);
    else if (kind == ROW_FAILURE)
        add_failure(out, f);
    else
        wire_nil(out);
    if (sb->trace) {
        wire_array(out, sb->nsteps);
        buf_add(out, sb->steps.p, sb->steps.len);
    } else {
        wire_nil(out);
    }
    wire_int(out, sb->budget.used);
    wire_int(out, (int64_t)sb->budget.peak);
}

/* Runs the next row into w->row; steps over it whatever happens. */
static enum wire_row run_row(struct worker *w, struct sandbox *sb, struct call *c)
{
    struct wire start = c->row;

    buf_clear(&w->row);
    buf_clear(&sb->steps);
    sb->nsteps = 0;
    sb->steps_full = false;
    value_absent_reset(sb);
    if (sandbox_run(sb, c->nilai ? run_nilai : run_plain, c, 0, &c->src->limits, c->flags & CALL_COUNTED))
        return ROW_VALUE;
    c->row = start;
    if (!wire_skip(&c->row))
        _exit(1);
    return sb->budget.stop && !(c->flags & CALL_ALONE) ? ROW_RECOUNT : ROW_FAILURE;
}

struct tally {
    size_t count_at; /* where the array's length stands, five bytes */
    uint32_t n;
};

static void open_rows(struct worker *w, struct tally *t)
{
    buf_clear(&w->out);
    wire_array(&w->out, 2);
    wire_int(&w->out, FRAME_ROWS);
    t->count_at = w->out.len;
    t->n = 0;
    buf_add(&w->out, "\xDD\0\0\0", 5);
}

static bool close_rows(struct worker *w, struct tally *t)
{
    for (int i = 0; i < 4; i++)
        w->out.p[t->count_at + 1 + (size_t)i] = (char)(t->n >> (8 * (3 - i)));
    return send(w);
}

/* The fingerprint needs room of its own and must not fail where the plugin filled its memory. */
static bool take_print(struct sandbox *sb, uint64_t *print)
{
    struct limits limits = LIMITS_LOAD;

    limits.memory *= 3;
    limits.instructions = limits.instructions * 1000;
    limits.cpu_us = 2000000;
    return sandbox_run(sb, fingerprint, print, 0, &limits, false);
}

static bool run_rows(struct worker *w, struct sandbox *sb, struct call *c)
{
    uint64_t before = 0, after = 1;
    bool alone = c->flags & CALL_ALONE, good = true;
    struct tally t;
    enum wire_row kind = ROW_VALUE;
    struct budget used;
    struct failure failure;

    sb->trace = c->flags & CALL_TRACE;
    good = take_print(sb, &before);
    open_rows(w, &t);
    for (uint32_t i = 0; i < c->nrows; i++) {
        kind = run_row(w, sb, c);
        if (alone)
            break;
        add_row(w, sb, kind, &sb->failure);
        t.n++;
        if (w->out.len > WIRE_FLUSH) {
            if (!close_rows(w, &t))
                return false;
            open_rows(w, &t);
        }
    }
    used = sb->budget;
    failure = sb->failure;
    good = good && take_print(sb, &after) && before == after;
    if (alone) {
        sb->budget.used = used.used;
        sb->budget.peak = used.peak;
        if (!good && !used.stop) {
            kind = ROW_FAILURE;
            failure = (struct failure){ 0 };
            (void)err_set(&failure.err, E_PLUGIN_TIDAK_MURNI, NULL);
        }
        add_row(w, sb, kind, &failure);
        t.n++;
        good = true;
    }
    if (!close_rows(w, &t))
        return false;
    buf_clear(&w->out);
    wire_array(&w->out, 2);
    wire_int(&w->out, FRAME_DONE);
    wire_int(&w->out, good ? BATCH_GOOD : BATCH_IMPURE);
    return send(w);
}

static bool on_call(struct worker *w, struct wire *in)
{
    struct limits limits = LIMITS_LOAD;
    struct sandbox sb;
    struct call c;
    bool good;

    if (!read_call(w, in, &c))
        return false;
    limits.memory *= 2; /* settings and names are the host's, not the plugin's */
    budget_timer(true);
    if (sandbox_open(&sb, c.src) && sandbox_run(&sb, prepare, &c, 0, &limits, true))
        good = run_rows(w, &sb, &c);
    else
        good = send_failure(w, &sb.failure);
    budget_timer(false);
    sandbox_close(&sb);
    return good;
}

static bool serve(struct worker *w)
{
    struct wire in;
    struct wire_item it;
    int64_t kind;

    if (!read_frame(w))
        return false;
    in = (struct wire){ (const uint8_t *)w->in.p, (const uint8_t *)w->in.p + w->in.len };
    buf_clear(&w->out);
    if (wire_next(&in, &it) != WIRE_ARRAY || !read_int(&in, &kind))
        return false;
    if (kind == FRAME_INSPECT)
        return on_inspect(w, &in);
    return kind == FRAME_LOAD ? on_load(w, &in) : kind == FRAME_CALL ? on_call(w, &in) : false;
}

int worker_main(int fd)
{
    static struct worker w;
    struct buf report = BUF_NONE;

    if (!lockdown_parent(fd)) {
        fputs("tenayan plugin-host hanya dijalankan oleh tenayan sendiri.\n", stderr);
        return 2;
    }
    mallopt(M_ARENA_MAX, 1);
    if (sodium_init() < 0 || !heap_init())
        return 1;
    purity_key();
    budget_timer_init();
    if (!sandbox_self_check(&report)) {
        fprintf(stderr, "plugin-host: nama yang terjangkau berbeda dari daftar:\n%s",
                report.p ? report.p : "");
        return 3;
    }
    buf_free(&report);
    if (!lockdown_enter(fd))
        return 4;
    w.fd = fd;
    while (serve(&w))
        ;
    _exit(0);
}

/* Runs a package's own tests: forward, backward and each alone, in two processes, and compares every answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/jschema.h"
#include "base/json.h"
#include "script/check.h"
#include "script/gate.h"

enum { CASES = 2000, BATCH = 50, PROCESSES = 2, SECONDS = 20, LIMITED = 5 };

/* One case with what is needed to run it. */
struct item {
    struct test_case *c;
    json_t *input; /* borrowed from the file */
    const struct group *group;
    const char *answer; /* the first one: value or error, with its text */
};

/* Cases that may share a batch: same function, same settings. */
struct group {
    struct target target;
    const char *name, *settings; /* canonical */
    struct buf packed;
};

struct run {
    const struct package *p;
    const json_t *listing;
    struct arena *a;
    struct test_report *report;
    struct item *items;
    size_t nitems;
    struct group **groups;
    size_t ngroups;
    json_t **files;
    size_t nfiles;
    /* Somebody waits, and others wait for the place that this holds: a package gets so long in all, and not
     * one case after the other may run into its limit. */
    int64_t until;
    size_t nlimited;
    struct findings *notes; /* gate_cases: faults are noted, nothing is run */
};

static const char *text(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static const char *canonical(struct arena *a, const json_t *v)
{
    struct buf b = BUF_NONE;
    char *s;

    json_canonical(v, &b);
    s = arena_strndup(a, b.p, b.len);
    buf_free(&b);
    return s;
}

static void group_free(struct group *g)
{
    target_free(&g->target);
    buf_free(&g->packed);
    free(g);
}

/* The group of a case; made when it is the first. */
static enum status group_of(struct run *r, const char *name, const json_t *given, const struct group **out,
                            struct err *e)
{
    json_t *settings;
    struct buf canon = BUF_NONE;
    struct digest digest;
    struct group *g;
    enum status st = package_settings(r->p, given, &settings, &canon, &digest, e);

    if (st != ST_OK)
        goto out;
    for (size_t i = 0; i < r->ngroups; i++) {
        if (strcmp(r->groups[i]->name, name) == 0 && strcmp(r->groups[i]->settings, canon.p) == 0) {
            *out = r->groups[i];
            goto out;
        }
    }
    g = mem_alloc(sizeof(*g));
    r->groups[r->ngroups++] = g; /* from here on freed with the run */
    g->name = arena_strdup(r->a, name);
    g->settings = arena_strndup(r->a, canon.p, canon.len);
    wire_json(&g->packed, settings);
    *out = g;
    if ((st = target_find(r->p, r->listing, name, &g->target, e)) != ST_OK)
        group_free(r->groups[--r->ngroups]); /* the next case of that name is told the same */
out:
    json_decref(settings);
    buf_free(&canon);
    return st;
}

static enum status case_fault(struct err *e, const struct test_case *c, const char *why)
{
    snprintf(e->file, sizeof(e->file), "%.90s", c->file);
    e->line = c->line;
    return err_set(e, E_PLUGIN_KASUS, "%s:%d: kasus %s: %s", c->file, c->line, c->id, why);
}

static const char *const kinds[] = { "fungsi", "indikator", "skema", "pelatihan" };
static const char *const keys[] = { "id", "judul", "isian", "setelan", "hasil", "galat" };

static enum status check_keys(const json_t *o, const struct test_case *c, struct err *e)
{
    const char *key;
    json_t *v;
    size_t named = 0;

    json_object_foreach((json_t *)o, key, v)
    {
        bool known = false;
        char why[160];

        for (size_t i = 0; i < COUNT(keys); i++)
            known |= strcmp(keys[i], key) == 0;
        for (size_t i = 0; i < COUNT(kinds); i++)
            if (strcmp(kinds[i], key) == 0)
                known = json_is_string(v) && ++named;
        if (!known) {
            snprintf(why, sizeof(why),
                     "\"%.60s\" tidak dikenal (boleh fungsi, indikator, skema, pelatihan, isian, "
                     "setelan, hasil, galat).",
                     key);
            return case_fault(e, c, why);
        }
    }
    if (named != 1)
        return case_fault(e, c, "tepat satu dari fungsi, indikator, skema, pelatihan harus ada.");
    if (!json_object_get(o, "hasil") == !json_object_get(o, "galat"))
        return case_fault(e, c, "tepat satu dari hasil dan galat harus ada.");
    return ST_OK;
}

/* Reads one case. An input that does not fit is an answer too: the case may expect plugin.isian. */
static enum status read_case(struct run *r, const struct package_file *f, size_t n, json_t *o, struct err *e)
{
    struct test_case *c = &r->report->cases[r->report->ncases];
    struct item *item = &r->items[r->nitems];
    struct err bad = ERR_NONE;
    char at[32];
    enum status st;

    /* Of an answer that differs, the expected one is what has to be looked at. */
    snprintf(at, sizeof(at), "/%zu/%s", n, text(o, "galat") ? "galat" : "hasil");
    *c = (struct test_case){ .file = f->path,
                             .line = json_line((const char *)f->data, f->len, at),
                             .msg = "" };
    c->id = text(o, "id") ? arena_strdup(r->a, text(o, "id")) : arena_printf(r->a, "%s#%zu", f->path, n + 1);
    if (!json_is_object(o))
        return case_fault(e, c, "harus objek.");
    if ((st = check_keys(o, c, e)) != ST_OK)
        return st;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text(o, kinds[i]))
            c->name = arena_strdup(r->a, text(o, kinds[i]));
    if (json_object_get(o, "galat") && !text(o, "galat"))
        return case_fault(e, c, "galat harus kode galat, misalnya \"plugin.gagal\".");
    c->expected = text(o, "galat") ? arena_strdup(r->a, text(o, "galat"))
                                   : canonical(r->a, json_object_get(o, "hasil"));
    if (group_of(r, c->name, json_object_get(o, "setelan"), &item->group, &bad) != ST_OK)
        return case_fault(e, c, bad.msg);
    r->report->ncases++;
    if (!json_object_get(o, "isian"))
        json_object_set_new(o, "isian", json_object());
    item->c = c;
    item->input = json_object_get(o, "isian");
    if (target_input(&item->group->target, item->input, &bad) == ST_OK) {
        r->nitems++;
        return ST_OK;
    }
    c->code = bad.code;
    c->got = code_row(bad.code)->name;
    c->passed = text(o, "galat") && strcmp(c->got, c->expected) == 0;
    c->msg = c->passed ? "" : arena_strdup(r->a, bad.msg);
    return ST_OK;
}

static enum status note(struct run *r, const char *file, enum status st, struct err *e)
{
    if (st == ST_OK || !r->notes)
        return st;
    finding_err(r->notes, e, file);
    *e = ERR_NONE;
    return ST_OK;
}

static enum status read_file(struct run *r, const struct package_file *f, struct err *e)
{
    json_t *v;
    enum status st;

    if ((st = package_read_json(f, &v, e)) != ST_OK) {
        snprintf(e->file, sizeof(e->file), "%.90s", f->path);
        return st;
    }
    if (!json_is_array(v))
        v = json_pack("[o]", v);
    r->files[r->nfiles++] = v;
    for (size_t n = 0; n < json_array_size(v); n++) {
        if (r->report->ncases >= CASES)
            return err_set(e, E_PLUGIN_KASUS, "Paket memuat lebih dari %d kasus uji.", CASES);
        if ((st = note(r, f->path, read_case(r, f, n, json_array_get(v, n), e), e)) != ST_OK)
            return st;
    }
    return ST_OK;
}

static enum status read_cases(struct run *r, struct err *e)
{
    for (size_t i = 0; i < r->p->nfiles; i++) {
        const struct package_file *f = &r->p->files[i];
        enum status st;

        if (strncmp(f->path, "tests/", 6) == 0 && (st = note(r, f->path, read_file(r, f, e), e)) != ST_OK)
            return st;
    }
    if (r->report->ncases == 0)
        return err_set(e, E_PLUGIN_KASUS, "Paket tidak memuat kasus uji (tests/*.json).");
    return ST_OK;
}

/* What a row answered, comparable byte by byte. */
static const char *answer_of(struct run *r, const struct host_row *row)
{
    if (row->code == E_NONE)
        return arena_strndup(r->a, row->value, row->value_len);
    return arena_printf(r->a, "%s %s %s:%d %s", code_row(row->code)->name, row->plugin_code, row->err->file,
                        row->err->line, row->err->msg);
}

static void record(struct run *r, struct item *item, const struct host_row *row, bool counted,
                   const char *pass)
{
    const char *answer = answer_of(r, row);
    struct test_case *c = item->c;

    if (counted) {
        c->instructions = row->instructions > c->instructions ? row->instructions : c->instructions;
        c->peak = row->peak > c->peak ? row->peak : c->peak;
    }
    if (item->answer) {
        if (strcmp(item->answer, answer) != 0 && c->code != E_PLUGIN_URUTAN) {
            c->passed = false;
            c->msg = arena_printf(r->a, "%s: %.200s, sebelumnya %.200s", pass, answer, item->answer);
            c->code = E_PLUGIN_URUTAN;
        }
        return;
    }
    item->answer = answer;
    c->code = row->code;
    r->nlimited += row->code != E_NONE && code_row(row->code)->status == ST_LIMIT;
    if (row->code == E_NONE) {
        struct err bad = ERR_NONE;

        c->got = answer;
        if (target_result(&item->group->target, row->value, row->value_len, &bad) != ST_OK)
            c->msg = arena_strdup(r->a, bad.msg);
        else if (strcmp(c->got, c->expected) != 0)
            c->msg = arena_printf(r->a, "hasil %.200s, seharusnya %.200s", c->got, c->expected);
        else
            c->passed = true;
        return;
    }
    c->got = arena_strdup(r->a, row->plugin_code[0] ? row->plugin_code : code_row(row->code)->name);
    c->passed = strcmp(c->got, c->expected) == 0 || strcmp(code_row(row->code)->name, c->expected) == 0;
    if (!c->passed)
        c->msg = row->err->file[0] ? arena_printf(r->a, "%s (%s:%d): %s", c->got, row->err->file,
                                                  row->err->line, row->err->msg)
                                   : arena_printf(r->a, "%s: %s", c->got, row->err->msg);
}

static enum status check_patience(const struct run *r, struct err *e)
{
    if (r->nlimited > LIMITED)
        return err_set(e, E_PLUGIN_SEMPIT,
                       "Lebih dari %d kasus uji melewati batas instruksi, memori atau waktu; uji dihentikan.",
                       LIMITED);
    if (clock_monotonic() > r->until)
        return err_set(e, E_PLUGIN_BATAS_WAKTU, "Uji paket berjalan lebih dari %d detik.", SECONDS);
    return ST_OK;
}

/* Runs `n` cases of one group in the order of `list` as one batch. */
static enum status run_batch(struct run *r, struct host *h, struct item **list, size_t n, bool counted,
                             const char *pass, struct err *e)
{
    const struct group *g = list[0]->group;
    struct host_row *rows = mem_alloc(sizeof(*rows) * n);
    struct arena *a = arena_new();
    struct buf packed = BUF_NONE;
    enum status st;

    if ((st = check_patience(r, e)) != ST_OK)
        goto out;
    wire_array(&packed, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        wire_json(&packed, list[i]->input);
    st = host_run(h,
                  &(struct host_request){ .release = r->p,
                                          .function = g->target.function,
                                          .settings = &g->packed,
                                          .rows = &packed,
                                          .nrows = n,
                                          .counted = counted,
                                          .optional = g->target.optional,
                                          .noptional = g->target.noptional },
                  a, rows, e);
    for (size_t i = 0; i < n && st == ST_OK; i++)
        record(r, list[i], &rows[i], counted, pass);
out:
    arena_free(a);
    buf_free(&packed);
    free(rows);
    return st;
}

/* One pass over all cases of each group, forward or backward, in batches or one by one. */
static enum status run_pass(struct run *r, struct host *h, bool backward, bool alone, const char *pass,
                            struct err *e)
{
    struct item **list = mem_alloc(sizeof(struct item *) * (r->nitems + 1));
    enum status st = ST_OK;

    for (size_t k = 0; k < r->ngroups && st == ST_OK; k++) {
        const struct group *g = r->groups[backward ? r->ngroups - 1 - k : k];
        size_t n = 0, step;

        for (size_t i = 0; i < r->nitems; i++) {
            struct item *item = &r->items[backward ? r->nitems - 1 - i : i];

            if (item->group == g)
                list[n++] = item;
        }
        for (size_t i = 0; i < n && st == ST_OK; i += step) {
            step = alone ? 1 : n - i < BATCH ? n - i : BATCH;
            st = run_batch(r, h, list + i, step, alone, pass, e);
        }
    }
    free(list);
    return st;
}

static void check_room(struct run *r, struct test_case *c)
{
    const struct limits *l = &r->p->manifest.limits;

    if (!c->passed || c->code != E_NONE)
        return;
    if (c->instructions > l->instructions / 2)
        c->msg = arena_printf(r->a, "memakai %lld dari %lld instruksi, lebih dari separuh",
                              (long long)c->instructions, (long long)l->instructions);
    else if (c->peak > l->memory / 2)
        c->msg = arena_printf(r->a, "memakai %lld dari %lld bita, lebih dari separuh", (long long)c->peak,
                              (long long)l->memory);
    if (c->msg[0]) {
        c->passed = false;
        c->code = E_PLUGIN_SEMPIT;
    }
}

static bool tested(const struct run *r, const char *name)
{
    for (size_t i = 0; i < r->report->ncases; i++)
        if (strcmp(r->report->cases[i].name, name) == 0)
            return true;
    return false;
}

/* Every function that was registered, by the name that a case gives it. */
static void find_untested(struct run *r)
{
    static const struct {
        const char *kind, *function, *key, *suffix; /* key NULL: called by the function's bare name */
    } rows[] = {
        { "indikator", "realisasi", "kode", "" },
        { "fungsi", "hitung", "nama", "" },
        { "skema", "capaian", NULL, "" },
        { "skema", "saran", NULL, "" },
        { "skema", "predikat", NULL, "" },
        { "skema", "distribusi", NULL, "" },
        { "pelatihan", "lulus", "kode", ".lulus" },
        { "pelatihan", "jp_diakui", "kode", ".jp_diakui" },
        { "pelatihan", "sarankan", "kode", ".sarankan" },
    };
    size_t room = 0;

    for (size_t k = 0; k < COUNT(rows); k++)
        room += json_array_size(json_object_get(r->listing, rows[k].kind));
    r->report->untested = arena_array(r->a, const char *, room + 1);
    for (size_t k = 0; k < COUNT(rows); k++) {
        const json_t *list = json_object_get(r->listing, rows[k].kind);

        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *item = json_array_get(list, i);
            const char *own = rows[k].key ? text(item, rows[k].key) : rows[k].function;
            const char *name = arena_printf(r->a, "%s%s", own ? own : "", rows[k].suffix);

            if (json_is_true(json_object_get(item, rows[k].function)) && !tested(r, name))
                r->report->untested[r->report->nuntested++] = name;
        }
    }
}

/* Where the check saw something lasting being written: the line to look at when calls are not alike. */
static const struct finding *lasting(const struct run *r)
{
    const struct findings *f = r->report->findings;

    for (size_t i = 0; f && i < f->n; i++)
        if (f->list[i].code == E_PLUGIN_TIDAK_MURNI)
            return &f->list[i];
    return NULL;
}

static enum status verdict(struct run *r, struct err *e)
{
    const struct test_case *first = NULL;
    const struct finding *cause;

    for (size_t i = 0; i < r->report->ncases; i++) {
        struct test_case *c = &r->report->cases[i];

        check_room(r, c);
        if (c->passed)
            continue;
        r->report->nfailed++;
        if (!first)
            first = c;
    }
    if (!first)
        return ST_OK;
    snprintf(e->file, sizeof(e->file), "%.90s", first->file);
    e->line = first->line;
    if ((first->code == E_PLUGIN_TIDAK_MURNI || first->code == E_PLUGIN_URUTAN) && (cause = lasting(r))) {
        snprintf(e->file, sizeof(e->file), "%.90s", cause->file);
        e->line = cause->line;
        return err_set(e, first->code == E_PLUGIN_URUTAN ? E_PLUGIN_URUTAN : E_PLUGIN_UJI,
                       "Kasus %s (%s:%d): %s", first->id, first->file, first->line, cause->msg);
    }
    return err_set(
        e, first->code == E_PLUGIN_SEMPIT || first->code == E_PLUGIN_URUTAN ? first->code : E_PLUGIN_UJI,
        "%zu dari %zu kasus uji gagal; yang pertama %s (%s:%d): %s", r->report->nfailed, r->report->ncases,
        first->id, first->file, first->line, first->msg);
}

static void run_free(struct run *r)
{
    for (size_t i = 0; i < r->ngroups; i++)
        group_free(r->groups[i]);
    for (size_t i = 0; i < r->nfiles; i++)
        json_decref(r->files[i]);
}

static void run_room(struct run *r)
{
    *r->report = (struct test_report){ .limits = r->p->manifest.limits,
                                       .cases = arena_array(r->a, struct test_case, CASES) };
    r->items = arena_array(r->a, struct item, CASES);
    r->groups = arena_array(r->a, struct group *, CASES + 1);
    r->files = arena_array(r->a, json_t *, r->p->nfiles + 1);
}

void gate_cases(const struct package *p, const json_t *listing, struct findings *findings)
{
    struct test_report report;
    struct run r = { .p = p, .listing = listing, .a = arena_new(), .report = &report, .notes = findings };
    struct err e = ERR_NONE;

    run_room(&r);
    if (read_cases(&r, &e) != ST_OK && !r.nfiles) /* none at all */
        finding_add(findings, &(struct finding){ .code = e.code, .warning = true }, "%s", e.msg);
    for (size_t i = 0; i < report.ncases; i++) {
        const struct test_case *c = &report.cases[i];

        if (c->code && !c->passed)
            finding_add(findings, &(struct finding){ .code = c->code, .file = c->file, .line = c->line },
                        "kasus %s: %s", c->id, c->msg);
    }
    run_free(&r);
    arena_free(r.a);
}

enum status package_test(const char *exe, const struct package *p, struct arena *a,
                         struct test_report *report, struct err *e)
{
    static const struct {
        const char *name;
        bool backward, alone;
    } passes[] = { { "urut", false, false }, { "terbalik", true, false }, { "sendiri", false, true } };
    struct run r = {
        .p = p, .a = a, .report = report, .until = clock_monotonic() + (int64_t)SECONDS * 1000000
    };
    struct host *hosts[PROCESSES] = { host_new(exe), host_new(exe) };
    struct check check;
    enum status st;

    run_room(&r);
    st = package_check(hosts[0], p, a, &check, e);
    report->findings = check.findings;
    r.listing = check.listing;
    if (st != ST_OK || (st = read_cases(&r, e)) != ST_OK)
        goto out;
    find_untested(&r);
    for (int i = 0; i < PROCESSES && st == ST_OK; i++)
        for (size_t k = 0; k < COUNT(passes) && st == ST_OK; k++)
            st = run_pass(&r, hosts[i], passes[k].backward, passes[k].alone, passes[k].name, e);
    if (st == ST_OK)
        st = verdict(&r, e);
out:
    run_free(&r);
    for (int i = 0; i < PROCESSES; i++)
        host_free(hosts[i]);
    return st;
}

#include "domain/aktivasi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TREE_DEPTH = 64 };

struct unit_row {
    int64_t id, induk_id;
};

struct aktivasi_peta {
    bool pinned; /* the entries are pins: no climbing */
    size_t nunits, cunits;
    struct unit_row *units; /* by id */
    size_t n, cap;
    struct aktivasi *entries; /* by unit; within a unit what begins last comes first; one a plugin */
};

/* Both queries give the same columns. The order makes the first of a plugin the one that holds. */
static const char live_sql[] =
    "SELECT a.unit_id, a.release_id, r.plugin, a.setelan_hash, COALESCE(r.skema, ''), r.status"
    " FROM aktivasi a JOIN release r ON r.id = a.release_id"
    " WHERE a.mulai <= $1 AND (a.selesai IS NULL OR a.selesai >= $1)"
    " ORDER BY a.unit_id, a.mulai DESC, a.id DESC";
static const char unit_sql[] =
    "SELECT a.unit_id, a.release_id, r.plugin, a.setelan_hash, COALESCE(r.skema, ''), r.status"
    " FROM aktivasi a JOIN release r ON r.id = a.release_id"
    " WHERE a.unit_id = $2 AND a.mulai <= $1 AND (a.selesai IS NULL OR a.selesai >= $1)"
    " ORDER BY a.mulai DESC, a.id DESC";
static const char pin_sql[] =
    "SELECT p.unit_id, p.release_id, r.plugin, p.setelan_hash, COALESCE(r.skema, ''), r.status"
    " FROM pin p JOIN release r ON r.id = p.release_id"
    " WHERE p.periode_id = $1 ORDER BY p.unit_id, r.plugin";
static const char unit_pin_sql[] =
    "SELECT p.unit_id, p.release_id, r.plugin, p.setelan_hash, COALESCE(r.skema, ''), r.status"
    " FROM pin p JOIN release r ON r.id = p.release_id"
    " WHERE p.periode_id = $1 AND p.unit_id = $2 ORDER BY r.plugin";
static const char induk_sql[] = "SELECT induk_id FROM unit_induk WHERE unit_id = $1 AND mulai <= $2"
                                " AND (selesai IS NULL OR selesai >= $2) ORDER BY mulai DESC LIMIT 1";

static void fill(const struct rows *r, struct aktivasi *out)
{
    *out = (struct aktivasi){ .unit_id = row_int(r, 0), .release_id = row_int(r, 1) };
    snprintf(out->plugin, sizeof(out->plugin), "%s", row_text(r, 2));
    snprintf(out->setelan_hash, sizeof(out->setelan_hash), "%s", row_text(r, 3));
    snprintf(out->skema, sizeof(out->skema), "%s", row_text(r, 4));
    out->karantina = strcmp(row_text(r, 5), "quarantined") == 0;
}

/* Appends unless the unit (the last one in the list) already has one of that plugin. */
static void add(struct aktivasi_peta *p, const struct rows *r)
{
    struct aktivasi next;

    fill(r, &next);
    for (size_t i = p->n; i > 0 && p->entries[i - 1].unit_id == next.unit_id; i--)
        if (strcmp(p->entries[i - 1].plugin, next.plugin) == 0)
            return;
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 64;
        p->entries = mem_grow(p->entries, p->cap * sizeof(*p->entries));
    }
    p->entries[p->n++] = next;
}

static enum status period_of(struct db *db, int64_t periode_id, char mulai[16], bool *closed, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(
        db, &r, e, "SELECT mulai, CASE WHEN status = 'ditutup' THEN 1 ELSE 0 END FROM periode WHERE id = $1",
        "i", periode_id);

    if (st == ST_OK && rows_next(&r)) {
        snprintf(mulai, 16, "%s", row_text(&r, 0));
        *closed = row_int(&r, 1) != 0;
        found = true;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_SCORE_PERIODE, NULL) : st;
}

static enum status load_units(struct db *db, struct aktivasi_peta *p, const char *hari, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT u.id, COALESCE((SELECT i.induk_id FROM unit_induk i WHERE i.unit_id = u.id"
                " AND i.mulai <= $1 AND (i.selesai IS NULL OR i.selesai >= $1)"
                " ORDER BY i.mulai DESC LIMIT 1), 0) FROM unit u ORDER BY u.id",
                "t", hari);

    while (st == ST_OK && rows_next(&r)) {
        if (p->nunits == p->cunits) {
            p->cunits = p->cunits ? 2 * p->cunits : 64;
            p->units = mem_grow(p->units, p->cunits * sizeof(*p->units));
        }
        p->units[p->nunits++] = (struct unit_row){ row_int(&r, 0), row_int(&r, 1) };
    }
    return rows_end(&r, st, e);
}

static enum status load(struct db *db, const char *sql, int64_t periode_id, const char *hari,
                        struct aktivasi_peta *p, struct err *e)
{
    struct rows r;
    enum status st = hari ? db_rows(db, &r, e, sql, "t", hari) : db_rows(db, &r, e, sql, "i", periode_id);

    while (st == ST_OK && rows_next(&r))
        add(p, &r);
    return rows_end(&r, st, e);
}

static enum status load_live(struct db *db, const char *hari, struct aktivasi_peta *p, struct err *e)
{
    enum status st = load_units(db, p, hari, e);

    return st == ST_OK ? load(db, live_sql, 0, hari, p, e) : st;
}

enum status aktivasi_peta_load(struct db *db, int64_t periode_id, struct aktivasi_peta **out, struct err *e)
{
    struct aktivasi_peta *p = mem_alloc(sizeof(*p));
    char hari[16];
    enum status st = period_of(db, periode_id, hari, &p->pinned, e);

    if (st == ST_OK)
        st = p->pinned ? load(db, pin_sql, periode_id, NULL, p, e) : load_live(db, hari, p, e);
    if (st == ST_OK) {
        *out = p;
        return ST_OK;
    }
    aktivasi_peta_free(p);
    return st;
}

void aktivasi_peta_free(struct aktivasi_peta *p)
{
    if (!p)
        return;
    free(p->units);
    free(p->entries);
    free(p);
}

/* The first entry of a unit, or one behind the last of the list. */
static size_t lower(const struct aktivasi_peta *p, int64_t unit_id)
{
    size_t lo = 0, hi = p->n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (p->entries[mid].unit_id < unit_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int64_t induk(const struct aktivasi_peta *p, int64_t unit_id)
{
    size_t lo = 0, hi = p->nunits;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (p->units[mid].id < unit_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < p->nunits && p->units[lo].id == unit_id ? p->units[lo].induk_id : 0;
}

static bool answers(const struct aktivasi *a, const char *plugin)
{
    return plugin ? strcmp(a->plugin, plugin) == 0 : a->skema[0] != '\0';
}

const struct aktivasi *aktivasi_peta_find(const struct aktivasi_peta *p, int64_t unit_id, const char *plugin)
{
    for (int depth = 0; unit_id && depth < TREE_DEPTH; depth++) {
        for (size_t i = lower(p, unit_id); i < p->n && p->entries[i].unit_id == unit_id; i++)
            if (answers(&p->entries[i], plugin))
                return &p->entries[i];
        unit_id = p->pinned ? 0 : induk(p, unit_id);
    }
    return NULL;
}

size_t aktivasi_peta_ganti(struct aktivasi_peta *p, const char *plugin, const struct aktivasi *ini)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        int64_t unit = p->entries[i].unit_id;

        if (!answers(&p->entries[i], plugin))
            continue;
        p->entries[i] = *ini;
        p->entries[i].unit_id = unit;
        n++;
    }
    return n;
}

/* One unit's own entries into `p`, which must be empty. */
static enum status load_unit(struct db *db, int64_t unit_id, const char *hari, struct aktivasi_peta *p,
                             struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, unit_sql, "ti", hari, unit_id);

    while (st == ST_OK && rows_next(&r))
        add(p, &r);
    return rows_end(&r, st, e);
}

static enum status load_unit_pins(struct db *db, int64_t unit_id, int64_t periode_id, struct aktivasi_peta *p,
                                  struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, unit_pin_sql, "ii", periode_id, unit_id);

    while (st == ST_OK && rows_next(&r))
        add(p, &r);
    return rows_end(&r, st, e);
}

static enum status climb(struct db *db, int64_t *unit_id, const char *hari, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e, induk_sql, "it", *unit_id, hari);

    *unit_id = st == ST_OK && rows_next(&r) ? row_int(&r, 0) : 0;
    return rows_end(&r, st, e);
}

/* `kapan`: "pada periode itu", "hari ini". */
static enum status none(int64_t unit_id, const char *plugin, const char *kapan, struct db *db, struct err *e)
{
    struct arena *a = arena_new();
    char *nama = NULL;
    struct err ignored = ERR_NONE;
    enum status st;

    if (db_text(db, &nama, a, &ignored, "SELECT nama FROM unit WHERE id = $1", "i", unit_id) != ST_OK)
        nama = NULL;
    st = err_set(e, E_AKTIVASI_TIDAK_ADA,
                 plugin ? "Plugin %s tidak berlaku bagi %s %s." : "Tidak ada %s yang berlaku bagi %s %s.",
                 plugin ? plugin : "skema penilaian", nama ? nama : "unit itu", kapan);
    arena_free(a);
    return st;
}

/* By the pins of a period, or by the activations of a day. */
static enum status find(struct db *db, int64_t unit_id, const char *plugin, int64_t pins_of, const char *hari,
                        struct aktivasi *out, struct err *e)
{
    struct aktivasi_peta p = { .pinned = pins_of != 0 };
    int64_t unit = unit_id, periode_id = pins_of;
    bool found = false;
    enum status st = ST_OK;

    for (int depth = 0; st == ST_OK && unit && !found && depth < TREE_DEPTH; depth++) {
        p.n = 0;
        st = p.pinned ? load_unit_pins(db, unit, periode_id, &p, e) : load_unit(db, unit, hari, &p, e);
        for (size_t i = 0; i < p.n && !found; i++) {
            found = answers(&p.entries[i], plugin);
            if (found)
                *out = p.entries[i];
        }
        if (st == ST_OK && !found && !p.pinned)
            st = climb(db, &unit, hari, e);
        else
            unit = 0;
    }
    free(p.entries);
    return st == ST_OK && !found ? ST_END : st;
}

enum status aktivasi_find(struct db *db, int64_t unit_id, const char *plugin, int64_t periode_id,
                          struct aktivasi *out, struct err *e)
{
    char hari[16];
    bool closed = false;
    enum status st = period_of(db, periode_id, hari, &closed, e);

    if (st == ST_OK)
        st = find(db, unit_id, plugin, closed ? periode_id : 0, hari, out, e);
    return st == ST_END ? none(unit_id, plugin, "pada periode itu", db, e) : st;
}

enum status aktivasi_find_hari(struct db *db, int64_t unit_id, const char *plugin, const char *hari,
                               struct aktivasi *out, struct err *e)
{
    enum status st = find(db, unit_id, plugin, 0, hari, out, e);

    return st == ST_END ? none(unit_id, plugin, "hari ini", db, e) : st;
}

/* Each distinct plugin of the map once, in the order of its name. */
static size_t plugins_of(const struct aktivasi_peta *p, char (**out)[64])
{
    char(*names)[64] = mem_alloc((p->n + 1) * sizeof(*names));
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        size_t k = 0;

        while (k < n && strcmp(names[k], p->entries[i].plugin) != 0)
            k++;
        if (k == n)
            memcpy(names[n++], p->entries[i].plugin, sizeof(names[0]));
    }
    qsort(names, n, sizeof(names[0]), (int (*)(const void *, const void *))strcmp);
    *out = names;
    return n;
}

/* What holds for `unit_id` of `plugin`, or NULL; of several schemes only the one that wins. */
static const struct aktivasi *holds(const struct aktivasi_peta *p, int64_t unit_id, const char *plugin)
{
    const struct aktivasi *x = aktivasi_peta_find(p, unit_id, plugin);

    return x && x->skema[0] && aktivasi_peta_find(p, unit_id, NULL) != x ? NULL : x;
}

static void list(const struct aktivasi_peta *p, int64_t unit_id, struct arena *a, struct aktivasi **out,
                 size_t *n)
{
    char(*names)[64] = NULL;
    size_t count = plugins_of(p, &names);

    *n = 0;
    *out = arena_array(a, struct aktivasi, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct aktivasi *x = holds(p, unit_id, names[i]);

        if (x)
            (*out)[(*n)++] = *x;
    }
    free(names);
}

enum status aktivasi_list(struct db *db, int64_t unit_id, int64_t periode_id, struct arena *a,
                          struct aktivasi **out, size_t *n, struct err *e)
{
    struct aktivasi_peta *p = NULL;
    enum status st = aktivasi_peta_load(db, periode_id, &p, e);

    *n = 0;
    if (st != ST_OK)
        return st;
    list(p, unit_id, a, out, n);
    aktivasi_peta_free(p);
    return ST_OK;
}

enum status aktivasi_list_hari(struct db *db, int64_t unit_id, const char *hari, struct arena *a,
                               struct aktivasi **out, size_t *n, struct err *e)
{
    struct aktivasi_peta *p = mem_alloc(sizeof(*p));
    enum status st = load_live(db, hari, p, e);

    *n = 0;
    if (st == ST_OK)
        list(p, unit_id, a, out, n);
    aktivasi_peta_free(p);
    return st;
}

enum status aktivasi_pin(struct db *db, int64_t periode_id, struct err *e)
{
    struct aktivasi_peta p = { 0 };
    char(*names)[64] = NULL;
    size_t count;
    char hari[16];
    bool closed;
    enum status st = period_of(db, periode_id, hari, &closed, e);

    /* The state may have been written before: what is pinned comes from the live activations. */
    if (st == ST_OK)
        st = load_live(db, hari, &p, e);
    count = plugins_of(&p, &names);
    for (size_t u = 0; st == ST_OK && u < p.nunits; u++)
        for (size_t i = 0; st == ST_OK && i < count; i++) {
            const struct aktivasi *x = holds(&p, p.units[u].id, names[i]);

            if (x)
                st = db_exec(db, NULL, e,
                             "INSERT INTO pin (periode_id, unit_id, plugin, release_id, setelan_hash)"
                             " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                             "iitit", periode_id, p.units[u].id, x->plugin, x->release_id, x->setelan_hash);
        }
    free(names);
    free(p.units);
    free(p.entries);
    return st;
}

#include "script/manifest.h"

#include <stdio.h>
#include <string.h>

#include "base/assets.h"
#include "base/jschema.h"
#include "base/json.h"
#include "script/fields.h"
#include "script/finding.h"

static const char file_name[] = "plugin.json";

/* The first fault's place becomes the error's file and line. */
static enum status located(const struct package_file *f, enum status st, struct err *e)
{
    if (st == ST_OK)
        return st;
    snprintf(e->file, sizeof(e->file), "%s", file_name);
    if (e->nfaults)
        e->line = json_line((const char *)f->data, f->len, e->faults[0].at);
    return st;
}

static enum status check_shape(json_t *manifest, struct err *e)
{
    const struct asset *asset = asset_find("schema/plugin.schema.json");
    json_t *schema = NULL;
    struct jschema s = { .flags = JSCHEMA_TRUSTED };
    enum status st;

    if (!asset)
        return err_set(e, E_GAGAL, "Skema manifes tidak terbawa dalam program.");
    if ((st = json_read((const char *)asset->data, asset->len, &schema, e)) != ST_OK)
        return st;
    s.schema = schema;
    st = jschema_check(&s, manifest, E_PLUGIN_MANIFES, e);
    json_decref(schema);
    return st;
}

static bool known_kind(const char *kind)
{
    const json_t *kinds = json_object_get(plugin_api(), "jenis_unit");

    return json_object_get(kinds, kind) != NULL;
}

/* Kinds of units are data: a region adds its own with `unit add --jenis`. A word that is close to a known
 * kind is taken for a slip of the pen; any other is a kind that this list has not heard of, and enabling
 * compares it with the unit. */
static void check_units(const json_t *units, struct err *e)
{
    for (size_t i = 0; i < json_array_size(units); i++) {
        const char *unit = json_string_value(json_array_get(units, i)), *near;
        char at[32];

        if (!unit || strcmp(unit, "*") == 0 || strncmp(unit, "kode:", 5) == 0 || known_kind(unit))
            continue;
        snprintf(at, sizeof(at), "/units/%zu", i);
        near = text_nearest(unit, json_object_get(plugin_api(), "jenis_unit"));
        if (near)
            err_fault(e, at, "Jenis unit \"%s\" tidak dikenal; mungkin maksudnya \"%s\".", unit, near);
    }
}

static bool is_text(const json_t *v, const char *s)
{
    return json_is_string(v) && strcmp(json_string_value(v), s) == 0;
}

/* `plugin call` names fungsi, indikator and the skema's functions by bare names, so these may not meet. */
static void check_names(const json_t *provides, struct err *e)
{
    const json_t *fungsi = json_object_get(provides, "fungsi"),
                 *indikator = json_object_get(provides, "indikator");
    static const char *const skema[] = { "capaian", "saran", "predikat", "distribusi", "nilai" };
    bool has_skema = json_array_size(json_object_get(provides, "skema")) > 0;
    char at[48];

    for (int list = 0; list < 2; list++) {
        const json_t *names = list ? indikator : fungsi;

        for (size_t i = 0; i < json_array_size(names); i++) {
            const char *name = json_string_value(json_array_get(names, i));

            if (!name)
                continue;
            snprintf(at, sizeof(at), "/provides/%s/%zu", list ? "indikator" : "fungsi", i);
            for (size_t j = 0; has_skema && j < COUNT(skema); j++)
                if (strcmp(name, skema[j]) == 0)
                    err_fault(e, at, "Nama \"%s\" sudah menjadi nama fungsi skema.", name);
            for (size_t j = 0; list == 0 && j < json_array_size(indikator); j++)
                if (is_text(json_array_get(indikator, j), name))
                    err_fault(e, at,
                              "Nama \"%s\" juga kode indikator; plugin call tidak dapat membedakannya.",
                              name);
        }
    }
}

static enum status check_settings(struct manifest *m, struct err *e)
{
    json_t *object, *s;
    const char *key;
    enum status st;

    if (!json_is_object(m->settings))
        return ST_OK; /* its shape was refused already */
    json_object_foreach((json_t *)m->settings, key, s)
    {
        char at[128];

        snprintf(at, sizeof(at), "/settings/%.100s", key);
        if (!json_object_get(s, "default"))
            err_fault(e, at, "Setelan \"%s\" memerlukan default.", key);
    }
    if (e->nfaults)
        return err_set(e, E_PLUGIN_MANIFES, "plugin.json: %s", e->faults[0].msg);
    object = jschema_object(m->settings);
    st = jschema_check_schema(object, "", E_PLUGIN_SKEMA, e);
    json_decref(object);
    /* The wrapper's place is not the author's: /properties/x is his /settings/x. */
    for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
        char *at = e->faults[i].at, rest[sizeof(e->faults[i].at)];

        if (strncmp(at, "/properties", 11) == 0) {
            snprintf(rest, sizeof(rest), "%s", at + 11);
            snprintf(at, sizeof(e->faults[i].at), "/settings%.*s", (int)sizeof(rest) - 12, rest);
        }
    }
    return st;
}

static void check_limits(struct manifest *m, const json_t *limits, struct err *e)
{
    const struct {
        const char *key;
        int64_t *value, unit;
    } rows[] = {
        { "instructions", &m->limits.instructions, 1 },
        { "memory", &m->limits.memory, 1 },
        { "cpu_ms", &m->limits.cpu_us, 1000 },
    };

    m->limits = LIMITS_CALL;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const json_t *v = json_object_get(limits, rows[i].key);
        char at[40];

        if (!json_is_integer(v))
            continue;
        snprintf(at, sizeof(at), "/limits/%s", rows[i].key);
        if (json_integer_value(v) > *rows[i].value / rows[i].unit)
            err_fault(e, at, "Batas hanya boleh diturunkan; batas server %lld.",
                      (long long)(*rows[i].value / rows[i].unit));
        else
            *rows[i].value = json_integer_value(v) * rows[i].unit;
    }
}

static const char *text(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

/* A stage's faults, where notes are taken: written down with their lines, and the next stage follows. */
static enum status noted(struct package *p, const struct package_file *f, enum status st, struct err *e)
{
    if (st == ST_OK || !p->notes)
        return located(f, st, e);
    for (int i = 0; i < e->nfaults && i < ERR_FAULTS; i++) {
        struct finding x = { .code = e->code, .file = file_name, .at = e->faults[i].at };

        x.line = json_place((const char *)f->data, f->len, x.at, &x.column);
        finding_add(p->notes, &x, "%s", e->faults[i].msg);
    }
    if (!e->nfaults)
        finding_err(p->notes, e, file_name);
    *e = ERR_NONE;
    return ST_OK;
}

static void take_fields(struct manifest *m)
{
    m->id = text(m->json, "id");
    m->version = text(m->json, "version");
    m->title = text(m->json, "title");
    m->description = text(m->json, "description");
    m->author = text(m->json, "author");
    m->api = (int)json_integer_value(json_object_get(m->json, "api"));
    m->source = json_object_get(m->json, "source");
    m->units = json_object_get(m->json, "units");
    m->requires_ = json_object_get(m->json, "requires");
    m->provides = json_object_get(m->json, "provides");
    m->reads = json_object_get(m->json, "reads");
    if (!json_object_get(m->json, "settings"))
        json_object_set_new(m->json, "settings", json_object());
    m->settings = json_object_get(m->json, "settings");
}

static enum status check_values(struct manifest *m, struct err *e)
{
    check_units(m->units, e);
    check_names(m->provides, e);
    check_limits(m, json_object_get(m->json, "limits"), e);
    return e->nfaults ? err_set(e, E_PLUGIN_MANIFES, "plugin.json: %s", e->faults[0].msg) : ST_OK;
}

enum status manifest_read(struct package *p, struct err *e)
{
    const struct package_file *f = package_file(p, file_name);
    struct manifest *m = &p->manifest;
    uint64_t reads;
    enum status st;

    m->limits = LIMITS_CALL;
    if (!f) {
        st = err_set(e, E_PLUGIN_PAKET, "Paket tidak memuat plugin.json.");
        if (!p->notes)
            return st;
        finding_err(p->notes, e, "");
        *e = ERR_NONE;
        return ST_OK;
    }
    snprintf(e->file, sizeof(e->file), "%s", file_name);
    if ((st = package_read_json(f, &m->json, e)) != ST_OK)
        return noted(p, f, st, e);
    if ((st = noted(p, f, check_shape(m->json, e), e)) != ST_OK || !json_is_object(m->json))
        return st;
    take_fields(m);
    if ((st = noted(p, f, check_values(m, e), e)) != ST_OK ||
        (st = noted(p, f, fields_parse(m->reads, &reads, e), e)) != ST_OK ||
        (st = noted(p, f, check_settings(m, e), e)) != ST_OK)
        return st;
    e->file[0] = '\0';
    return ST_OK;
}

bool manifest_fits(const struct manifest *m, const char *kind, const char *code)
{
    for (size_t i = 0; i < json_array_size(m->units); i++) {
        const char *unit = json_string_value(json_array_get(m->units, i));

        bool by_code = strncmp(unit, "kode:", 5) == 0;

        if (strcmp(unit, "*") == 0 || (by_code ? strcmp(unit + 5, code) == 0 : strcmp(unit, kind) == 0))
            return true;
    }
    return false;
}

static bool holds(const json_t *list, const char *key, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *other = key ? text(item, key) : json_string_value(item);

        if (other && strcmp(other, name) == 0)
            return true;
    }
    return false;
}

enum status manifest_match(const struct package *p, const json_t *listing, struct err *e)
{
    static const char *const kinds[] = { "indikator", "skema", "pelatihan", "fungsi" };
    char at[128];

    for (size_t k = 0; k < COUNT(kinds); k++) {
        const json_t *said = json_object_get(p->manifest.provides, kinds[k]);
        const json_t *done = json_object_get(listing, kinds[k]);
        const char *key = strcmp(kinds[k], "fungsi") == 0 ? "nama" : "kode";

        for (size_t i = 0; i < json_array_size(said); i++) {
            const char *name = json_string_value(json_array_get(said, i));

            if (name && !holds(done, key, name)) {
                snprintf(at, sizeof(at), "/provides/%s/%zu", kinds[k], i);
                err_fault(e, at, "%s \"%s\" ada di provides tetapi tidak didaftarkan init.lua.", kinds[k],
                          name);
            }
        }
        for (size_t i = 0; i < json_array_size(done); i++) {
            const char *name = text(json_array_get(done, i), key);

            if (name && !holds(said, NULL, name)) {
                snprintf(at, sizeof(at), "/%s/%s", kinds[k], name);
                err_fault(e, at, "%s \"%s\" didaftarkan init.lua tetapi tidak ada di provides.", kinds[k],
                          name);
            }
        }
    }
    return e->nfaults ? err_set(e, E_PLUGIN_DAFTAR, "%s", e->faults[0].msg) : ST_OK;
}

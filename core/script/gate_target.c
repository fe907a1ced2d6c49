/* Names of functions, the schemas of what goes in and comes out, from schema/plugin-api.json and `isian`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jschema.h"
#include "base/json.h"
#include "script/fields.h"
#include "script/gate.h"

enum { OPTIONAL = 64, LIST_MAX = 1000 };

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static void optional_add(struct target *t, const char *name)
{
    for (size_t i = 0; i < t->noptional; i++)
        if (strcmp(t->optional[i], name) == 0)
            return;
    if (t->noptional < OPTIONAL)
        t->optional[t->noptional++] = mem_strdup(name);
}

static json_t *object_schema(struct target *t, const char *name, uint64_t reads, bool derived);

/* The schema of one field by its `tipe`. */
static json_t *type_schema(struct target *t, const char *type, const json_t *field, uint64_t reads,
                           bool derived)
{
    static const struct {
        const char *name, *type, *format;
    } plain[] = {
        { "teks", "string", NULL },      { "bulat", "integer", NULL },    { "bilangan", "number", NULL },
        { "ya_tidak", "boolean", NULL }, { "tanggal", "string", "date" },
    };
    json_t *s;

    if (strncmp(type, "daftar ", 7) == 0)
        return json_pack("{s:s,s:o,s:i}", "type", "array", "items",
                         type_schema(t, type + 7, NULL, reads, derived), "maxItems", LIST_MAX);
    for (size_t i = 0; i < COUNT(plain); i++) {
        if (strcmp(type, plain[i].name) != 0)
            continue;
        s = json_pack("{s:s}", "type", plain[i].type);
        if (plain[i].format)
            json_object_set_new(s, "format", json_string(plain[i].format));
        if (json_object_get(field, "pilihan"))
            json_object_set_new(s, "enum", json_deep_copy(json_object_get(field, "pilihan")));
        if (json_object_get(field, "minimum"))
            json_object_set(s, "minimum", json_object_get(field, "minimum"));
        return s;
    }
    return object_schema(t, type, reads, derived);
}

/* May be null as well. */
static void nullable(json_t *schema)
{
    json_t *choices = json_object_get(schema, "enum");

    json_object_set_new(schema, "type", json_pack("[s,s]", text(schema, "type"), "null"));
    if (choices)
        json_array_append_new(choices, json_null());
}

/* Which part of `reads` speaks of this field; 0: not of the evaluation, always there. */
static uint64_t field_bits(const char *object, const char *field)
{
    char path[96];
    enum field f;

    if (strcmp(object, "evaluasi") == 0) {
        if (strcmp(field, "indikator") == 0)
            return FIELDS_INDIKATOR;
        if (strcmp(field, "periode") == 0)
            return FIELDS_PERIODE;
        if (strcmp(field, "belajar") == 0)
            return FIELDS_BELAJAR;
        snprintf(path, sizeof(path), "%s", field);
    } else {
        snprintf(path, sizeof(path), "%s.%s", object, field);
    }
    f = field_find(path);
    return f == FIELD_COUNT ? 0 : FIELD_BIT(f);
}

/* An object of plugin-api.json, less what `reads` hides. `derived`: fields that the host fills are given. */
static json_t *object_schema(struct target *t, const char *name, uint64_t reads, bool derived)
{
    const json_t *fields =
        json_object_get(json_object_get(json_object_get(plugin_api(), "objek"), name), "medan");
    json_t *properties = json_object(), *required = json_array();

    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *f = json_array_get(fields, i);
        const char *field = text(f, "nama");
        uint64_t bits = field_bits(name, field);
        json_t *s;

        if (bits && !(bits & reads))
            continue;
        if (bits && !derived && strcmp(text(f, "sumber"), "host") == 0) {
            optional_add(t, field); /* not given from outside, but there when the plugin looks */
            continue;
        }
        s = type_schema(t, text(f, "tipe"), f, reads, derived);
        if (json_is_true(json_object_get(f, "wajib"))) {
            json_array_append_new(required, json_string(field));
        } else {
            nullable(s);
            optional_add(t, field);
        }
        json_object_set_new(properties, field, s);
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties, "required", required,
                     "additionalProperties", 0);
}

/* Names of fields that an author's schema lets be absent, at every level. */
static void optional_of(struct target *t, const json_t *schema)
{
    const json_t *properties = json_object_get(schema, "properties"),
                 *required = json_object_get(schema, "required");
    const json_t *items = json_object_get(schema, "items");
    const char *key;
    json_t *s;

    json_object_foreach((json_t *)properties, key, s)
    {
        bool must = false;

        for (size_t i = 0; i < json_array_size(required); i++)
            must |= strcmp(json_string_value(json_array_get(required, i)), key) == 0;
        if (!must)
            optional_add(t, key);
        optional_of(t, s);
    }
    if (items)
        optional_of(t, items);
}

static const json_t *entry(const json_t *listing, const char *kind, const char *key, const char *name)
{
    const json_t *list = json_object_get(listing, kind);

    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(text(json_array_get(list, i), key), name) == 0)
            return json_array_get(list, i);
    return NULL;
}

static void api_target(struct target *t, const char *kind, const char *function, uint64_t reads)
{
    const json_t *f =
        json_object_get(json_object_get(json_object_get(plugin_api(), "fungsi"), kind), function);
    bool by_host = strcmp(text(f, "oleh"), "host") == 0;
    struct target nothing = { .optional = mem_alloc(sizeof(char *) * OPTIONAL) };

    t->hidden = (FIELD_BIT(FIELD_COUNT) - 1) & ~reads;
    t->input = object_schema(t, text(f, "isian"), reads, !by_host);
    t->result = type_schema(&nothing, text(f, "hasil"), f, ~(uint64_t)0, true);
    if (by_host) { /* capaian of an indicator without realisasi */
        json_t *list = json_object_get(json_object_get(t->result, "properties"), "capaian");

        nullable(json_object_get(list, "items"));
    }
    for (size_t i = 0; i < nothing.noptional; i++)
        free((void *)(uintptr_t)nothing.optional[i]);
    free(nothing.optional);
}

static void author_target(struct target *t, const json_t *e)
{
    t->input = jschema_object(json_object_get(e, "isian"));
    optional_of(t, t->input);
}

static enum status unknown(const char *name, const json_t *listing, struct err *e)
{
    static const struct {
        const char *kind, *key;
    } kinds[] = { { "fungsi", "nama" }, { "indikator", "kode" } };
    json_t *names = json_object();
    const char *near;

    for (size_t k = 0; k < COUNT(kinds); k++) {
        const json_t *list = json_object_get(listing, kinds[k].kind);

        for (size_t i = 0; i < json_array_size(list); i++)
            json_object_set_new(names, text(json_array_get(list, i), kinds[k].key), json_null());
    }
    if (json_array_size(json_object_get(listing, "skema"))) {
        const json_t *skema = json_object_get(json_object_get(plugin_api(), "fungsi"), "skema");

        json_object_update(names, (json_t *)skema);
    }
    near = text_nearest(name, names);
    if (near)
        err_set(e, E_PLUGIN_FUNGSI, "Plugin tidak mempunyai fungsi \"%.80s\"; mungkin maksudnya \"%s\".",
                name, near);
    else
        err_set(e, E_PLUGIN_FUNGSI, "Plugin tidak mempunyai fungsi \"%.80s\".", name);
    json_decref(names);
    return err_status(e);
}

enum status target_find(const struct package *p, const json_t *listing, const char *name, struct target *out,
                        struct err *e)
{
    const json_t *skema = json_array_get(json_object_get(listing, "skema"), 0), *found;
    const char *dot = strrchr(name, '.');
    uint64_t reads;
    char kode[80];
    enum status st;

    *out = (struct target){ .optional = mem_alloc(sizeof(char *) * OPTIONAL) };
    if ((st = fields_parse(p->manifest.reads, &reads, e)) != ST_OK)
        return st;
    snprintf(kode, sizeof(kode), "%.*s", dot ? (int)(dot - name) : 0, name);
    if (dot) {
        if (!(found = entry(listing, "pelatihan", "kode", kode)) ||
            !json_is_true(json_object_get(found, dot + 1)) ||
            !json_object_get(json_object_get(json_object_get(plugin_api(), "fungsi"), "pelatihan"), dot + 1))
            return unknown(name, listing, e);
        snprintf(out->function, sizeof(out->function), "pelatihan.%s.%.40s", kode, dot + 1);
        api_target(out, "pelatihan", dot + 1, reads);
    } else if (skema &&
               json_object_get(json_object_get(json_object_get(plugin_api(), "fungsi"), "skema"), name)) {
        snprintf(out->function, sizeof(out->function), "skema.%.64s.%s", text(skema, "kode"), name);
        api_target(out, "skema", name, reads);
    } else if ((found = entry(listing, "fungsi", "nama", name))) {
        snprintf(out->function, sizeof(out->function), "fungsi.%.64s", name);
        author_target(out, found);
    } else if ((found = entry(listing, "indikator", "kode", name))) {
        snprintf(out->function, sizeof(out->function), "indikator.%.64s.realisasi", name);
        author_target(out, found);
        out->result = json_pack("{s:s}", "type", "number");
    } else {
        return unknown(name, listing, e);
    }
    return ST_OK;
}

void target_free(struct target *t)
{
    json_decref(t->input);
    json_decref(t->result);
    for (size_t i = 0; i < t->noptional; i++)
        free((void *)(uintptr_t)t->optional[i]);
    free(t->optional);
    *t = (struct target){ 0 };
}

/* A field that exists but is hidden deserves its own words. */
static void check_hidden(const struct target *t, const char *object, const json_t *v, struct err *e)
{
    const char *key;
    json_t *child;

    json_object_foreach((json_t *)v, key, child)
    {
        uint64_t bits = field_bits(object, key);
        char at[128];

        if (bits && (bits & ~t->hidden) == 0) {
            snprintf(at, sizeof(at), "/%.100s", key);
            err_fault(e, at, "Medan \"%s\" tidak disebut dalam reads di plugin.json.", key);
        } else if (bits == FIELDS_PERIODE) {
            check_hidden(t, "periode", child, e);
        } else if (bits == FIELDS_BELAJAR) {
            check_hidden(t, "belajar", child, e);
        } else if (bits == FIELDS_INDIKATOR) {
            for (size_t i = 0; i < json_array_size(child); i++)
                check_hidden(t, "indikator", json_array_get(child, i), e);
        }
    }
}

enum status target_input(const struct target *t, json_t *input, struct err *e)
{
    struct jschema s = { .schema = t->input, .flags = JSCHEMA_STRICT };

    if (t->hidden)
        check_hidden(t, strstr(t->function, ".capaian") ? "indikator" : "evaluasi", input, e);
    if (t->hidden && json_is_object(json_object_get(input, "evaluasi")))
        check_hidden(t, "evaluasi", json_object_get(input, "evaluasi"), e);
    if (e->nfaults)
        return err_set(e, E_PLUGIN_ISIAN, "%s", e->faults[0].msg);
    jschema_defaults(t->input, input);
    return jschema_check(&s, input, E_PLUGIN_ISIAN, e);
}

enum status target_result(const struct target *t, const char *value, size_t len, struct err *e)
{
    struct jschema s = { .schema = t->result, .flags = JSCHEMA_STRICT };
    json_t *v;
    enum status st;

    if (!t->result)
        return ST_OK;
    if ((st = json_read(value, len, &v, e)) != ST_OK)
        return st;
    st = jschema_check(&s, v, E_PLUGIN_HASIL, e);
    json_decref(v);
    return st;
}

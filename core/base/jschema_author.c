/* Is a schema that a stranger wrote (a plugin's settings, the inputs of its functions) within the subset? */
#include "base/jschema.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH = 6, NODES = 400, PROPERTIES = 64, CHOICES = 200, TEXT = 2000, ITEMS = 5000, LETTERS = 20000 };

struct author {
    struct err *e;
    enum code code;
    int depth, nodes, faults;
};

static void level(struct author *a, const char *at, json_t *schema);

#define FAULT(a, at, ...)                                                                                    \
    do {                                                                                                     \
        err_fault((a)->e, at, __VA_ARGS__);                                                                  \
        (a)->faults++;                                                                                       \
    } while (0)

enum { PLACE = 192 };

/* A pointer that is too long loses its end, which only makes a message vaguer. */
static void join(char out[PLACE], const char *at, const char *key)
{
    if (snprintf(out, PLACE, "%s/%s", at, key) >= PLACE)
        out[PLACE - 1] = '\0';
}

enum kind {
    K_TEXT,
    K_TYPE,
    K_FIELDS,
    K_NAMES,
    K_SCHEMA,
    K_MORE,
    K_CHOICES,
    K_ANY,
    K_NUMBER,
    K_COUNT,
    K_BOOL,
    K_FORMAT,
    K_LIST
};

static const struct {
    const char *key;
    enum kind kind;
    const char *types; /* the types that it belongs to, NULL: every one */
} keywords[] = {
    { "type", K_TYPE, NULL },
    { "title", K_TEXT, NULL },
    { "description", K_TEXT, NULL },
    { "enum", K_CHOICES, NULL },
    { "const", K_ANY, NULL },
    { "default", K_ANY, NULL },
    { "properties", K_FIELDS, "object" },
    { "required", K_NAMES, "object" },
    { "additionalProperties", K_MORE, "object" },
    { "items", K_SCHEMA, "array" },
    { "minItems", K_COUNT, "array" },
    { "maxItems", K_COUNT, "array" },
    { "uniqueItems", K_BOOL, "array" },
    { "minimum", K_NUMBER, "number integer" },
    { "maximum", K_NUMBER, "number integer" },
    { "exclusiveMinimum", K_NUMBER, "number integer" },
    { "exclusiveMaximum", K_NUMBER, "number integer" },
    { "minLength", K_COUNT, "string" },
    { "maxLength", K_COUNT, "string" },
    { "format", K_FORMAT, "string" },
    { "oneOf", K_LIST, NULL },
    { "anyOf", K_LIST, NULL },
};
static const char *const type_names[] = {
    "object", "array", "string", "number", "integer", "boolean", "null"
};

static bool is_type(const json_t *t)
{
    for (size_t i = 0; json_is_string(t) && i < COUNT(type_names); i++)
        if (strcmp(json_string_value(t), type_names[i]) == 0)
            return true;
    return false;
}

static void check_type(struct author *a, const char *at, const json_t *t)
{
    size_t n = json_array_size(t);

    for (size_t i = 0; i < n; i++)
        if (!is_type(json_array_get(t, i)))
            n = 0;
    if (!is_type(t) && (n == 0 || n > COUNT(type_names)))
        FAULT(a, at,
              "type harus salah satu (atau daftar) dari: object, array, string, number, integer, boolean, "
              "null.");
}

/* One of `wanted` (separated by spaces) among the schema's types? */
static bool meets(const json_t *schema, const char *wanted)
{
    const json_t *t = json_object_get(schema, "type");
    size_t n = json_is_string(t) ? 1 : json_array_size(t);

    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_is_string(t) ? t : json_array_get(t, i));

        if (name && *name && strstr(wanted, name))
            return true;
    }
    return false;
}

static bool good_name(const char *s)
{
    size_t n = strlen(s);

    return n >= 1 && n <= 64 && islower((unsigned char)s[0]) &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static void check_fields(struct author *a, const char *at, json_t *fields)
{
    const char *key;
    json_t *s;

    if (!json_is_object(fields)) {
        FAULT(a, at, "properties harus objek {nama: skema}.");
        return;
    }
    if (json_object_size(fields) > PROPERTIES)
        FAULT(a, at, "Lebih dari %d isian.", PROPERTIES);
    json_object_foreach(fields, key, s)
    {
        char place[PLACE];

        join(place, at, key);
        if (!good_name(key))
            FAULT(a, place, "Nama isian: huruf kecil, angka dan garis bawah, diawali huruf.");
        level(a, place, s);
    }
}

static void check_names(struct author *a, const char *at, const json_t *schema, const json_t *names)
{
    const json_t *fields = json_object_get(schema, "properties");

    if (!json_is_array(names))
        FAULT(a, at, "required harus daftar nama.");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));

        if (!name || !json_object_get(fields, name))
            FAULT(a, at, "required menyebut \"%s\" yang tidak ada di properties.", name ? name : "");
    }
}

static void check_list(struct author *a, const char *at, json_t *list)
{
    if (!json_is_array(list) || json_array_size(list) == 0 || json_array_size(list) > 8)
        FAULT(a, at, "Harus daftar 1 sampai 8 skema.");
    for (size_t i = 0; i < json_array_size(list) && i < 8; i++) {
        char place[PLACE], index[24];

        snprintf(index, sizeof(index), "%zu", i);
        join(place, at, index);
        level(a, place, json_array_get(list, i));
    }
}

static void check_count(struct author *a, const char *at, const char *key, const json_t *v)
{
    json_int_t most = strstr(key, "Items") ? ITEMS : LETTERS;

    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > most)
        FAULT(a, at, "%s harus bilangan bulat 0 sampai %lld.", key, (long long)most);
}

static bool one_of(const json_t *v, const char *x, const char *y)
{
    const char *s = json_string_value(v);

    return s && (strcmp(s, x) == 0 || strcmp(s, y) == 0);
}

static void keyword(struct author *a, const char *at, const char *key, json_t *v, json_t *schema)
{
    size_t k = 0;
    char place[PLACE];

    while (k < COUNT(keywords) && strcmp(keywords[k].key, key) != 0)
        k++;
    join(place, at, key);
    if (k == COUNT(keywords)) {
        FAULT(a, place, "Kata kunci skema \"%s\" tidak didukung.", key);
        return;
    }
    if (keywords[k].types && !meets(schema, keywords[k].types))
        FAULT(a, place, "%s hanya untuk type %s.", key, keywords[k].types);
    switch (keywords[k].kind) {
    case K_TEXT:
        if (!json_is_string(v) || json_string_length(v) > TEXT)
            FAULT(a, place, "%s harus teks, paling panjang %d bita.", key, TEXT);
        break;
    case K_TYPE:
        check_type(a, place, v);
        break;
    case K_FIELDS:
        check_fields(a, place, v);
        break;
    case K_NAMES:
        check_names(a, place, schema, v);
        break;
    case K_SCHEMA:
        level(a, place, v);
        break;
    case K_MORE:
        if (!json_is_boolean(v))
            level(a, place, v);
        break;
    case K_CHOICES:
        if (!json_is_array(v) || json_array_size(v) == 0 || json_array_size(v) > CHOICES)
            FAULT(a, place, "enum harus daftar 1 sampai %d pilihan.", CHOICES);
        break;
    case K_NUMBER:
        if (!json_is_number(v) || fabs(json_number_value(v)) > 9007199254740992.0)
            FAULT(a, place, "%s harus bilangan dalam ±9007199254740992.", key);
        break;
    case K_COUNT:
        check_count(a, place, key, v);
        break;
    case K_BOOL:
        if (!json_is_boolean(v))
            FAULT(a, place, "%s harus true atau false.", key);
        break;
    case K_FORMAT:
        if (!one_of(v, "date", "date-time"))
            FAULT(a, place, "format yang didukung hanya date dan date-time.");
        break;
    case K_LIST:
        check_list(a, place, v);
        break;
    case K_ANY:
        break;
    }
}

static void ordered(struct author *a, const char *at, const json_t *schema, const char *low, const char *high)
{
    const json_t *l = json_object_get(schema, low), *h = json_object_get(schema, high);

    if (json_is_number(l) && json_is_number(h) && json_number_value(l) > json_number_value(h))
        FAULT(a, at, "%s lebih besar dari %s.", low, high);
}

/* The default and every choice must fit the schema itself. */
static void check_values(struct author *a, const char *at, json_t *schema)
{
    struct jschema s = { .schema = schema, .flags = JSCHEMA_STRICT };
    json_t *preset = json_object_get(schema, "default"), *choices = json_object_get(schema, "enum");

    for (size_t i = 0; i <= json_array_size(choices); i++) {
        json_t *v = i < json_array_size(choices) ? json_array_get(choices, i) : preset;
        struct err nowhere = ERR_NONE;
        json_t *copy = json_deep_copy(v);

        if (v && jschema_check(&s, copy, a->code, &nowhere) != ST_OK)
            FAULT(a, at, "%s tidak cocok dengan skemanya sendiri: %s", v == preset ? "default" : "enum",
                  nowhere.nfaults ? nowhere.faults[0].msg : nowhere.msg);
        json_decref(copy);
    }
}

static void level(struct author *a, const char *at, json_t *schema)
{
    const char *key;
    json_t *v;
    int before = a->faults;

    if (!json_is_object(schema)) {
        FAULT(a, at, "Skema harus objek, misalnya {\"type\": \"integer\"}.");
        return;
    }
    if (a->depth >= DEPTH || ++a->nodes > NODES) {
        FAULT(a, at, "Skema terlalu dalam (lebih dari %d tingkat) atau terlalu besar.", DEPTH);
        return;
    }
    a->depth++;
    if (!json_object_get(schema, "type"))
        FAULT(a, at, "type belum ada.");
    json_object_foreach(schema, key, v) keyword(a, at, key, v, schema);
    if (meets(schema, "array") && !json_object_get(schema, "items"))
        FAULT(a, at, "type array memerlukan items.");
    if (json_is_true(json_object_get(schema, "uniqueItems")) && !json_object_get(schema, "maxItems"))
        FAULT(a, at, "uniqueItems memerlukan maxItems.");
    ordered(a, at, schema, "minimum", "maximum");
    ordered(a, at, schema, "minLength", "maxLength");
    ordered(a, at, schema, "minItems", "maxItems");
    if (a->faults == before)
        check_values(a, at, schema);
    a->depth--;
}

enum status jschema_check_schema(const json_t *schema, const char *at, enum code code, struct err *e)
{
    struct author a = { .e = e, .code = code };

    level(&a, at, (json_t *)schema);
    if (!a.faults)
        return ST_OK;
    return err_set(e, code, "%s %s: %s", code_row(code)->id, e->faults[0].at, e->faults[0].msg);
}

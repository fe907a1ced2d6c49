#include "base/jschema.h"

#include <math.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

enum { REF_DEPTH = 64, POINTER = 256 };
static const double EXACT = 9007199254740992.0; /* 2^53: beyond it a double skips integers */

struct walk {
    const json_t *root;
    unsigned flags;
    struct err *e;
    char at[POINTER];
    size_t len;
    int depth;
    int faults;
};

static void check(struct walk *w, const json_t *schema, json_t *v);

#define FAULT(w, ...)                                                                                        \
    do {                                                                                                     \
        err_fault((w)->e, (w)->at, __VA_ARGS__);                                                             \
        (w)->faults++;                                                                                       \
    } while (0)

static size_t push(struct walk *w, const char *key)
{
    size_t before = w->len;

    if (w->len + 1 < POINTER)
        w->at[w->len++] = '/';
    for (; *key && w->len + 3 < POINTER; key++) {
        if (*key == '~' || *key == '/') {
            w->at[w->len++] = '~';
            w->at[w->len++] = *key == '~' ? '0' : '1';
        } else {
            w->at[w->len++] = *key;
        }
    }
    w->at[w->len] = '\0';
    return before;
}

static void pop(struct walk *w, size_t before)
{
    w->len = before;
    w->at[before] = '\0';
}

int text_distance(const char *a, const char *b, int limit)
{
    enum { MAX = 80 };
    int row[3][MAX + 1], na = (int)strlen(a), nb = (int)strlen(b);

    if (na > MAX || nb > MAX || abs(na - nb) >= limit)
        return limit;
    for (int j = 0; j <= nb; j++)
        row[0][j] = j;
    for (int i = 1; i <= na; i++) {
        int *cur = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];

        cur[0] = i;
        for (int j = 1; j <= nb; j++) {
            int best = up[j - 1] + (a[i - 1] != b[j - 1]);

            if (up[j] + 1 < best)
                best = up[j] + 1;
            if (cur[j - 1] + 1 < best)
                best = cur[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && up2[j - 2] + 1 < best)
                best = up2[j - 2] + 1;
            cur[j] = best;
        }
    }
    return row[na % 3][nb] < limit ? row[na % 3][nb] : limit;
}

const char *text_nearest(const char *word, const json_t *object)
{
    const char *key, *best = NULL;
    json_t *v;
    int distance = strlen(word) < 4 ? 2 : 4; /* further away than this it is another word */

    json_object_foreach((json_t *)object, key, v)
    {
        int d = text_distance(word, key, distance);

        if (d < distance) {
            distance = d;
            best = key;
        }
    }
    return best;
}

static size_t code_points(const char *s, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

static const struct {
    const char *name, *id;
} types[] = {
    { "object", "objek" },    { "array", "daftar" },           { "string", "teks" },
    { "number", "bilangan" }, { "integer", "bilangan bulat" }, { "boolean", "true atau false" },
    { "null", "null" },
};

static const char *type_label(const char *name)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].id;
    return NULL;
}

static const char *value_label(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return "objek";
    case JSON_ARRAY:
        return "daftar";
    case JSON_STRING:
        return "teks";
    case JSON_INTEGER:
        return "bilangan bulat";
    case JSON_REAL:
        return "bilangan pecahan";
    case JSON_NULL:
        return "null";
    default:
        return "true atau false";
    }
}

static bool exact(const json_t *v)
{
    if (json_is_integer(v))
        return json_integer_value(v) <= (json_int_t)EXACT && json_integer_value(v) >= -(json_int_t)EXACT;
    return json_is_number(v) && fabs(json_number_value(v)) <= EXACT;
}

static bool integral(const json_t *v)
{
    return exact(v) && json_number_value(v) == trunc(json_number_value(v));
}

static bool has_type(const json_t *v, const char *type)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return strcmp(type, "object") == 0;
    case JSON_ARRAY:
        return strcmp(type, "array") == 0;
    case JSON_STRING:
        return strcmp(type, "string") == 0;
    case JSON_INTEGER:
    case JSON_REAL:
        return (strcmp(type, "number") == 0 && exact(v)) || (strcmp(type, "integer") == 0 && integral(v));
    case JSON_NULL:
        return strcmp(type, "null") == 0;
    default:
        return strcmp(type, "boolean") == 0;
    }
}

/* Does the schema's type name `type`, alone or in its list? */
static bool names_type(const json_t *schema, const char *type)
{
    const json_t *t = json_object_get(schema, "type");
    const char *one = json_string_value(t);

    if (one)
        return strcmp(one, type) == 0;
    for (size_t i = 0; i < json_array_size(t); i++) {
        one = json_string_value(json_array_get(t, i));
        if (one && strcmp(one, type) == 0)
            return true;
    }
    return false;
}

static bool same(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b))
        return json_number_value(a) == json_number_value(b);
    return json_equal((json_t *)a, (json_t *)b) == 1;
}

static bool check_type(struct walk *w, const json_t *schema, const json_t *v)
{
    const json_t *t = json_object_get(schema, "type");
    char wanted[128] = "";
    size_t n = json_is_array(t) ? json_array_size(t) : t ? 1 : 0;

    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_is_array(t) ? json_array_get(t, i) : t);
        const char *label = name ? type_label(name) : NULL;
        size_t used = strlen(wanted);

        if (!label)
            continue;
        if (has_type(v, name))
            return true;
        snprintf(wanted + used, sizeof(wanted) - used, "%s%s", used ? " atau " : "", label);
    }
    if (!n)
        return true;
    if (json_is_number(v) && !exact(v))
        FAULT(w, "Bilangan di luar ±9007199254740992.");
    else
        FAULT(w, "Harus %s, bukan %s.", wanted, value_label(v));
    return false;
}

static void check_enum(struct walk *w, const json_t *schema, const json_t *v)
{
    const json_t *list = json_object_get(schema, "enum"), *only = json_object_get(schema, "const");
    struct buf text = BUF_NONE;

    if (only && !same(only, v)) {
        json_canonical(only, &text);
        FAULT(w, "Harus %s.", text.p);
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        if (same(json_array_get(list, i), v))
            goto out;
    if (list) {
        buf_clear(&text);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *item = json_array_get(list, i);

            buf_str(&text, i ? ", " : "");
            if (json_is_string(item))
                buf_str(&text, json_string_value(item));
            else
                json_canonical(item, &text);
        }
        FAULT(w, "Harus salah satu dari: %s.", text.p ? text.p : "");
    }
out:
    buf_free(&text);
}

static void number_text(double d, char out[40])
{
    struct buf b = BUF_NONE;

    json_number(&b, d);
    snprintf(out, 40, "%s", b.p);
    buf_free(&b);
}

static void check_number(struct walk *w, const json_t *schema, double d)
{
    static const struct {
        const char *key, *words;
        int sign; /* +1: the value may not be below, -1: not above */
        bool open;
    } rows[] = {
        { "minimum", "paling kecil", 1, false },
        { "maximum", "paling besar", -1, false },
        { "exclusiveMinimum", "lebih dari", 1, true },
        { "exclusiveMaximum", "kurang dari", -1, true },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const json_t *bound = json_object_get(schema, rows[i].key);
        double diff = (d - json_number_value(bound)) * rows[i].sign;
        char text[40];

        if (!json_is_number(bound) || diff > 0 || (diff == 0 && !rows[i].open))
            continue;
        number_text(json_number_value(bound), text);
        FAULT(w, "Harus %s %s.", rows[i].words, text);
    }
}

/* -1 if the keyword is absent. */
static json_int_t count_of(const json_t *schema, const char *key)
{
    const json_t *n = json_object_get(schema, key);

    return json_is_number(n) ? (json_int_t)json_number_value(n) : -1;
}

static void check_pattern(struct walk *w, const json_t *schema, const char *text)
{
    const char *pattern = json_string_value(json_object_get(schema, "pattern"));
    regex_t re;

    if (!pattern)
        return;
    if (!(w->flags & JSCHEMA_TRUSTED) || regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        FAULT(w, "Skema memuat pola yang tidak dapat dipakai.");
        return;
    }
    if (regexec(&re, text, 0, NULL, 0) != 0)
        FAULT(w, "Tidak berbentuk seperti yang diminta (%s).", pattern);
    regfree(&re);
}

static void check_string(struct walk *w, const json_t *schema, const json_t *v)
{
    const char *s = json_string_value(v), *format = json_string_value(json_object_get(schema, "format"));
    json_int_t n = (json_int_t)code_points(s, json_string_length(v));
    json_int_t min = count_of(schema, "minLength"), max = count_of(schema, "maxLength");
    int32_t day;
    int64_t us;

    if (min >= 0 && n < min)
        FAULT(w, min == 1 ? "Tidak boleh kosong." : "Paling sedikit %lld huruf.", (long long)min);
    if (max >= 0 && n > max)
        FAULT(w, "Paling banyak %lld huruf.", (long long)max);
    if (format && strcmp(format, "date") == 0 && !date_parse(s, &day))
        FAULT(w, "Harus tanggal yang ada, berbentuk 2026-02-28.");
    if (format && strcmp(format, "date-time") == 0 && !time_parse(s, &us))
        FAULT(w, "Harus waktu berbentuk 2026-02-28T03:04:05Z.");
    check_pattern(w, schema, s);
}

/* The number in the kind that the schema wants: 1500.0 becomes 1500 for an integer, 1500 becomes 1500.0 for a
 * number, so that a plugin sees one kind whatever was typed. NULL if nothing is to change. */
static json_t *as_wanted(const json_t *schema, const json_t *v)
{
    bool integer = names_type(schema, "integer"), number = names_type(schema, "number");

    if (json_is_real(v) && integer && !number && integral(v))
        return json_integer((json_int_t)json_real_value(v));
    if (json_is_integer(v) && number && !integer)
        return json_real((double)json_integer_value(v));
    return NULL;
}

static const json_t *resolve(struct walk *w, const json_t *schema)
{
    for (int i = 0; i < REF_DEPTH; i++) {
        const char *ref = json_string_value(json_object_get(schema, "$ref"));

        if (!ref)
            return schema;
        if (!(w->flags & JSCHEMA_TRUSTED) || strncmp(ref, "#/", 2) != 0)
            return NULL;
        schema = w->root;
        for (ref++; schema && *ref == '/';) {
            char name[128];
            size_t n = strcspn(++ref, "/");

            snprintf(name, sizeof(name), "%.*s", (int)n, ref);
            schema = json_object_get(schema, name);
            ref += n;
        }
    }
    return NULL;
}

static void check_array(struct walk *w, const json_t *schema, json_t *v)
{
    const json_t *items = json_object_get(schema, "items");
    json_int_t n = (json_int_t)json_array_size(v), min = count_of(schema, "minItems"),
               max = count_of(schema, "maxItems");

    if (min >= 0 && n < min)
        FAULT(w, "Paling sedikit %lld butir.", (long long)min);
    if (max >= 0 && n > max) {
        FAULT(w, "Paling banyak %lld butir.", (long long)max);
        return;
    }
    for (size_t i = 0; i < (size_t)n; i++) {
        char key[24];
        size_t before;
        json_t *whole;

        snprintf(key, sizeof(key), "%zu", i);
        before = push(w, key);
        if (json_is_object(items)) {
            check(w, items, json_array_get(v, i));
            if ((whole = as_wanted(resolve(w, items), json_array_get(v, i))))
                json_array_set_new(v, i, whole);
        }
        for (size_t j = 0; j < i && json_is_true(json_object_get(schema, "uniqueItems")); j++) {
            if (same(json_array_get(v, i), json_array_get(v, j))) {
                FAULT(w, "Butir ini sama dengan butir ke-%zu.", j + 1);
                break;
            }
        }
        pop(w, before);
    }
}

static void unknown_field(struct walk *w, const json_t *properties, const char *key)
{
    const char *near = text_nearest(key, properties);

    if (near)
        FAULT(w, "Isian \"%s\" tidak dikenal; mungkin maksudnya \"%s\".", key, near);
    else
        FAULT(w, "Isian \"%s\" tidak dikenal.", key);
}

static void check_object(struct walk *w, const json_t *schema, json_t *v)
{
    const json_t *properties = json_object_get(schema, "properties");
    const json_t *required = json_object_get(schema, "required");
    const json_t *more = json_object_get(schema, "additionalProperties");
    const char *key;
    json_t *child, *whole;
    void *tmp;

    json_object_foreach_safe(v, tmp, key, child)
    {
        const json_t *s = json_object_get(properties, key);
        size_t before = push(w, key);

        if (!s && json_is_object(more))
            s = more;
        if (json_is_object(s)) {
            check(w, s, child);
            if ((whole = as_wanted(resolve(w, s), child)))
                json_object_set_new(v, key, whole);
        } else if (json_is_false(more) || (!more && w->flags & JSCHEMA_STRICT)) {
            unknown_field(w, properties, key);
        }
        pop(w, before);
    }
    for (size_t i = 0; i < json_array_size(required); i++) {
        size_t before;

        key = json_string_value(json_array_get(required, i));
        if (!key || json_object_get(v, key))
            continue;
        before = push(w, key);
        FAULT(w, "Isian wajib \"%s\" belum ada.", key);
        pop(w, before);
    }
}

/* Does `v` fit `schema`? Faults go nowhere. */
static bool fits(const struct walk *w, const json_t *schema, json_t *v)
{
    struct err nowhere = ERR_NONE;
    struct walk trial = *w;

    trial.e = &nowhere;
    trial.faults = 0;
    check(&trial, schema, v);
    return trial.faults == 0;
}

static void check_choice(struct walk *w, const json_t *schema, json_t *v)
{
    const json_t *one = json_object_get(schema, "oneOf"), *any = json_object_get(schema, "anyOf"),
                 *all = json_object_get(schema, "allOf"), *list = one ? one : any;
    size_t hits = 0;

    for (size_t i = 0; i < json_array_size(all); i++)
        check(w, json_array_get(all, i), v);
    if (!list)
        return;
    for (size_t i = 0; i < json_array_size(list); i++)
        hits += fits(w, json_array_get(list, i), v);
    if (hits == 0 && json_array_size(list) == 1)
        check(w, json_array_get(list, 0), v);
    else if (hits == 0)
        FAULT(w, "Tidak cocok dengan satu pun bentuk yang diperbolehkan.");
    else if (one && hits > 1)
        FAULT(w, "Cocok dengan lebih dari satu bentuk; harus tepat satu.");
}

static void check(struct walk *w, const json_t *schema, json_t *v)
{
    schema = resolve(w, schema);
    if (!json_is_object(schema) || w->depth >= REF_DEPTH) {
        FAULT(w, "Skema memuat acuan yang tidak dapat dipakai.");
        return;
    }
    w->depth++;
    if (check_type(w, schema, v)) {
        check_enum(w, schema, v);
        if (json_is_number(v))
            check_number(w, schema, json_number_value(v));
        else if (json_is_string(v))
            check_string(w, schema, v);
        else if (json_is_array(v))
            check_array(w, schema, v);
        else if (json_is_object(v))
            check_object(w, schema, v);
        check_choice(w, schema, v);
    }
    w->depth--;
}

static enum status verdict(const struct walk *w, enum code code, struct err *e)
{
    const struct fault *f = &e->faults[0];

    if (!w->faults)
        return ST_OK;
    return err_set(e, code, "%s %s%s%s", code_row(code)->id, f->at, f->at[0] ? ": " : "", f->msg);
}

static void walk_start(struct walk *w, const char *at, struct err *e)
{
    *w = (struct walk){ .e = e };
    snprintf(w->at, sizeof(w->at), "%s", at ? at : "");
    w->len = strlen(w->at);
}

enum status jschema_check(const struct jschema *s, json_t *value, enum code code, struct err *e)
{
    struct walk w;

    walk_start(&w, s->at, e);
    w.root = s->root ? s->root : s->schema;
    w.flags = s->flags;
    check(&w, s->schema, value);
    return verdict(&w, code, e);
}

void jschema_defaults(const json_t *schema, json_t *value)
{
    const json_t *properties = json_object_get(schema, "properties"),
                 *items = json_object_get(schema, "items");
    const char *key;
    json_t *s;

    if (json_is_object(value)) {
        json_object_foreach((json_t *)properties, key, s)
        {
            const json_t *preset = json_object_get(s, "default");

            if (!json_object_get(value, key) && preset)
                json_object_set_new(value, key, json_deep_copy(preset));
            jschema_defaults(s, json_object_get(value, key));
        }
    }
    for (size_t i = 0; items && i < json_array_size(value); i++)
        jschema_defaults(items, json_array_get(value, i));
}

json_t *jschema_object(const json_t *fields)
{
    json_t *schema = json_object(), *required = json_array(), *s;
    const char *key;

    json_object_foreach((json_t *)fields, key, s)
    {
        if (!json_object_get(s, "default") && !names_type(s, "null"))
            json_array_append_new(required, json_string(key));
    }
    json_object_set_new(schema, "type", json_string("object"));
    /* An empty Lua table arrives as an empty list. */
    json_object_set_new(schema, "properties",
                        json_is_object(fields) ? json_deep_copy(fields) : json_object());
    json_object_set_new(schema, "required", required);
    json_object_set_new(schema, "additionalProperties", json_false());
    return schema;
}

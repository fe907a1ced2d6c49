#include "scoring/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jschema.h"
#include "base/json.h"

struct node {
    struct rule rule;
    int64_t release_id;
    bool borrowed; /* the release is the caller's */
    struct node *next;
};

struct rules {
    struct node *head;
    uint64_t n;
};

struct rules *rules_new(void)
{
    return mem_alloc(sizeof(struct rules));
}

static void node_free(struct node *n)
{
    if (!n->borrowed)
        release_put(n->rule.release);
    buf_free(&n->rule.settings);
    free(n);
}

void rules_free(struct rules *s)
{
    while (s && s->head) {
        struct node *n = s->head;

        s->head = n->next;
        node_free(n);
    }
    free(s);
}

/* JSON to msgpack by schema -------------------------------------------------------------------------- */

static bool says_integer(const json_t *type)
{
    const char *name = json_string_value(type);

    return name && strcmp(name, "integer") == 0;
}

bool schema_integer(const json_t *schema)
{
    const json_t *type = json_object_get(schema, "type");
    size_t i;
    json_t *x;

    json_array_foreach(type, i, x) if (says_integer(x)) return true;
    return says_integer(type);
}

static void wire_members(struct buf *out, const json_t *object, const json_t *fields)
{
    const char *name;
    json_t *v;

    wire_map(out, (uint32_t)json_object_size(object));
    json_object_foreach((json_t *)(uintptr_t)object, name, v)
    {
        wire_text(out, name, strlen(name));
        wire_typed(out, v, fields ? json_object_get(fields, name) : NULL);
    }
}

void wire_typed(struct buf *out, const json_t *value, const json_t *schema)
{
    size_t i;
    json_t *v;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        wire_members(out, value, json_object_get(schema, "properties"));
        break;
    case JSON_ARRAY:
        wire_array(out, (uint32_t)json_array_size(value));
        json_array_foreach(value, i, v) wire_typed(out, v, json_object_get(schema, "items"));
        break;
    case JSON_INTEGER:
        if (!schema || schema_integer(schema))
            wire_int(out, json_integer_value(value));
        else
            wire_real(out, (double)json_integer_value(value));
        break;
    default:
        wire_json(out, value);
    }
}

void wire_fields(struct buf *out, const json_t *object, const json_t *fields)
{
    wire_members(out, object, fields);
}

/* Functions ------------------------------------------------------------------------------------------ */

const json_t *rule_isian(const struct release *r, const char *function)
{
    static const char head[] = "indikator.", tail[] = ".realisasi";
    size_t n = strcspn(function, "#"), fixed = sizeof(head) + sizeof(tail) - 2;
    char kode[96];

    if (strncmp(function, head, sizeof(head) - 1) != 0 || n <= fixed || n - fixed >= sizeof(kode))
        return NULL;
    memcpy(kode, function + sizeof(head) - 1, n - fixed);
    kode[n - fixed] = '\0';
    return json_object_get(release_indikator(r, kode), "isian");
}

static bool is_required(const json_t *schema, const char *name)
{
    const json_t *list = json_object_get(schema, "required");
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x) if (strcmp(json_string_value(x), name) == 0) return true;
    return false;
}

void rule_optional(const struct rule *r, const char *function, struct rule_optional *out)
{
    static const char *const predikat[] = { "evaluasi" };
    const json_t *fields = rule_isian(r->release, function);
    const char *name;
    json_t *v;

    *out = (struct rule_optional){ .nama = r->optional, .n = r->noptional };
    if (strcmp(function, r->predikat) == 0) {
        out->nama = predikat;
        out->n = COUNT(predikat);
    }
    if (!fields)
        return;
    out->schema = jschema_object(fields);
    out->own = mem_alloc((json_object_size(fields) + 1) * sizeof(*out->own));
    out->nama = out->own;
    out->n = 0;
    json_object_foreach((json_t *)(uintptr_t)fields, name, v) if (!is_required(out->schema, name))
        out->own[out->n++] = name;
}

void rule_optional_clear(struct rule_optional *o)
{
    json_decref(o->schema);
    free(o->own);
    *o = (struct rule_optional){ 0 };
}

/* Rules ---------------------------------------------------------------------------------------------- */

static enum status read_settings(struct db *db, struct rule *r, struct err *e)
{
    struct arena *a = arena_new();
    char *text;
    json_t *v = NULL;
    enum status st =
        db_text(db, &text, a, e, "SELECT isi FROM setelan WHERE hash = $1", "t", r->setelan_hash);

    if (st == ST_OK)
        st = json_read(text, strlen(text), &v, e);
    if (st == ST_OK)
        wire_fields(&r->settings, v, r->release->package.manifest.settings);
    json_decref(v);
    arena_free(a);
    return st;
}

/* `indikator.capaian` and its like are filled in by the child, and a whole group's name is optional too where
 * one of its fields is: reading a field that was not declared stays an error. */
static void list_optional(struct rule *r)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (r->release->reads & FIELD_BIT(f) && !field_rows[f].required)
            r->optional[r->noptional++] = field_rows[f].name;
}

/* A complete rule into the set. */
static void put_first(struct rules *s, struct node *n)
{
    list_optional(&n->rule);
    if (n->rule.release->skema[0]) {
        snprintf(n->rule.nilai, sizeof(n->rule.nilai), "skema.%s.nilai", n->rule.release->skema);
        snprintf(n->rule.predikat, sizeof(n->rule.predikat), "skema.%s.predikat", n->rule.release->skema);
    }
    n->rule.seq = ++s->n;
    n->next = s->head;
    s->head = n;
}

enum status rules_get(struct rules *s, struct db *db, int64_t release_id, const char *setelan_hash,
                      const struct rule **out, struct err *e)
{
    struct node **p = &s->head, *n;
    enum status st;

    while (*p && ((*p)->release_id != release_id || strcmp((*p)->rule.setelan_hash, setelan_hash) != 0))
        p = &(*p)->next;
    n = *p;
    if (n) { /* what was used last is found first */
        *p = n->next;
        n->next = s->head;
        s->head = n;
        *out = &n->rule;
        return ST_OK;
    }
    n = mem_alloc(sizeof(*n));
    n->release_id = release_id;
    snprintf(n->rule.setelan_hash, sizeof(n->rule.setelan_hash), "%s", setelan_hash);
    st = release_get(db, release_id, &n->rule.release, e);
    if (st == ST_OK)
        st = read_settings(db, &n->rule, e);
    if (st != ST_OK) {
        node_free(n);
        return st;
    }
    put_first(s, n);
    *out = &n->rule;
    return ST_OK;
}

void rules_add(struct rules *s, const struct release *r, const json_t *setelan, const char *setelan_hash)
{
    struct node *n = mem_alloc(sizeof(*n));

    n->release_id = r->id;
    n->borrowed = true;
    n->rule.release = r;
    snprintf(n->rule.setelan_hash, sizeof(n->rule.setelan_hash), "%s", setelan_hash);
    wire_fields(&n->rule.settings, setelan, r->package.manifest.settings);
    put_first(s, n);
}

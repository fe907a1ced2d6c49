/* Judges what a package reads of the objects that the host gives it, against `reads`, `settings` and its own
 * `isian`; and what it declares without reading it. */
#include <stdio.h>
#include <string.h>

#include "base/jschema.h"
#include "script/check_names.h"
#include "script/fields.h"

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

/* The nearest key of a JSON object, or of a list of {"nama"}. */
static const char *near_key(const char *name, const json_t *keys)
{
    const char *best = NULL, *key;
    int distance = names_reach(name);
    json_t *v;

    json_object_foreach((json_t *)keys, key, v) names_nearer(name, key, &best, &distance);
    for (size_t i = 0; i < json_array_size(keys); i++)
        names_nearer(name, text(json_array_get(keys, i), "nama"), &best, &distance);
    return best;
}

static bool has_key(const char *name, const json_t *keys)
{
    if (json_is_object(keys))
        return json_object_get(keys, name) != NULL;
    for (size_t i = 0; i < json_array_size(keys); i++)
        if (strcmp(text(json_array_get(keys, i), "nama"), name) == 0)
            return true;
    return false;
}

/* `of`: "isian indikator x", "settings di plugin.json", "objek evaluasi". */
static void unknown(struct names *n, const struct fact *x, const char *of, const json_t *keys)
{
    struct finding at = names_place(n, x, E_PLUGIN_MEDAN, x->b);
    const char *near = near_key(x->b, keys);

    if (near)
        finding_add(n->findings, &at, "Medan '%s' tidak ada dalam %s; mungkin maksudnya '%s'.", x->b, of,
                    near);
    else
        finding_add(n->findings, &at, "Medan '%s' tidak ada dalam %s.", x->b, of);
}

static const json_t *registered(const json_t *listing, const char *kind, const char *code)
{
    const json_t *list = json_object_get(listing, kind);
    const char *key = strcmp(kind, "fungsi") == 0 ? "nama" : "kode";

    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(text(json_array_get(list, i), key), code) == 0)
            return json_array_get(list, i);
    return NULL;
}

/* x->a is "isian KIND CODE". */
static void judge_input(struct names *n, const struct fact *x, const json_t *listing)
{
    char kind[16] = "", code[80] = "", of[128];
    const json_t *o;

    if (sscanf(x->a, "isian %15s %79s", kind, code) != 2 || !(o = registered(listing, kind, code)))
        return;
    o = json_object_get(o, "isian");
    snprintf(of, sizeof(of), "isian %s %s", kind, code);
    if (!has_key(x->b, o))
        unknown(n, x, of, o);
}

/* "evaluasi" "periode" stands for every periode.…; the field's own path otherwise. */
static bool declared(const struct names *n, const char *object, const char *field)
{
    const json_t *reads = n->p->manifest.reads;
    char path[FACT_WORD * 2 + 2], below[FACT_WORD + 2];

    snprintf(path, sizeof(path), "%s%s%s", strcmp(object, "evaluasi") == 0 ? "" : object,
             strcmp(object, "evaluasi") == 0 ? "" : ".", field);
    snprintf(below, sizeof(below), "%.*s.", FACT_WORD, field);
    for (size_t i = 0; i < json_array_size(reads); i++) {
        const char *s = json_string_value(json_array_get(reads, i));

        if (s && (strcmp(s, path) == 0 ||
                  (strcmp(object, "evaluasi") == 0 && strncmp(s, below, strlen(below)) == 0)))
            return true;
    }
    return false;
}

static void judge_object(struct names *n, const struct fact *x)
{
    const json_t *object = json_object_get(json_object_get(plugin_api(), "objek"), x->a);
    const json_t *fields = json_object_get(object, "medan");
    bool top = strcmp(x->a, "evaluasi") == 0;
    char of[FACT_WORD + 16];

    if (!object)
        return;
    snprintf(of, sizeof(of), "objek %s", x->a);
    if (!has_key(x->b, fields))
        unknown(n, x, of, fields);
    else if (json_is_true(json_object_get(object, "reads")) && !declared(n, x->a, x->b)) {
        struct finding at = names_place(n, x, E_PLUGIN_MEDAN, x->b);

        finding_add(n->findings, &at,
                    "Medan '%s%s%s' dipakai di sini, tetapi tidak disebut dalam reads di plugin.json.",
                    top ? "" : x->a, top ? "" : ".", x->b);
    }
}

static void judge_silent(struct names *n, const struct fact *x)
{
    struct finding at = { .code = E_PLUGIN_HASIL, .file = x->file, .line = x->line };
    char kind[16] = "", code[80] = "", member[32] = "";

    if (sscanf(x->a, "%15s %79s %31s", kind, code, member) == 3)
        finding_add(
            n->findings, &at,
            "Fungsi %s dari %s '%s' tidak mengembalikan nilai: belum ada return sebelum end di baris ini.",
            member, kind, code);
}

static void judge_lasting(struct names *n, const struct fact *x)
{
    struct finding at = { .code = E_PLUGIN_TIDAK_MURNI, .warning = true, .file = x->file, .line = x->line };

    if (x->a[0])
        finding_add(n->findings, &at,
                    "Variabel '%s' di luar fungsi diubah di sini, sehingga hasil bergantung pada panggilan "
                    "sebelumnya. "
                    "Pakai local di dalam fungsi.",
                    x->a);
    else
        finding_add(
            n->findings, &at,
            "Tabel di luar fungsi diubah di sini, sehingga hasil bergantung pada panggilan sebelumnya. Buat "
            "tabel baru di dalam fungsi, misalnya dengan list.copy.");
}

/* Was `field` of `object` seen to be read, or may it be? */
static bool used(const struct names *n, const char *object, const char *field)
{
    return names_have(n, FACT_FIELD, object, field) || names_have(n, FACT_WHOLE, object, NULL) ||
           ((names_have(n, FACT_LOST, object, NULL) || names_have(n, FACT_LOST, "evaluasi", NULL)) &&
            names_have(n, FACT_NAME, field, NULL));
}

/* A warning at that place of plugin.json. */
static struct finding unused(const struct names *n, const char *pointer)
{
    const struct package_file *f = package_file(n->p, "plugin.json");
    struct finding x = {
        .code = E_PLUGIN_TAK_TERPAKAI, .warning = true, .file = "plugin.json", .at = pointer
    };

    if (f)
        x.line = json_place((const char *)f->data, f->len, pointer, &x.column);
    return x;
}

static void unused_reads(struct names *n)
{
    const json_t *reads = n->p->manifest.reads;

    for (size_t i = 0; i < json_array_size(reads); i++) {
        const char *path = json_string_value(json_array_get(reads, i)),
                   *dot = path ? strchr(path, '.') : NULL;
        char object[64] = "evaluasi", at[32];
        struct finding where;

        if (!path)
            continue;
        if (dot)
            snprintf(object, sizeof(object), "%.*s", (int)(dot - path), path);
        if (used(n, object, dot ? dot + 1 : path))
            continue;
        snprintf(at, sizeof(at), "/reads/%zu", i);
        where = unused(n, at);
        finding_add(n->findings, &where,
                    "Medan '%s' disebut dalam reads tetapi tidak dibaca di mana pun; hapus supaya plugin "
                    "hanya melihat "
                    "yang diperlukan.",
                    path);
    }
}

static void unused_settings(struct names *n)
{
    const char *key;
    json_t *v;

    json_object_foreach((json_t *)n->p->manifest.settings, key, v)
    {
        struct finding where;
        char at[128];

        if (names_have(n, FACT_FIELD, "setelan", key) || names_have(n, FACT_WHOLE, "setelan", NULL) ||
            (names_have(n, FACT_LOST, "setelan", NULL) && names_have(n, FACT_NAME, key, NULL)))
            continue;
        snprintf(at, sizeof(at), "/settings/%.100s", key);
        where = unused(n, at);
        finding_add(n->findings, &where,
                    "Setelan '%s' tidak dibaca di mana pun; hapus, atau pakai setelan.%s.", key, key);
    }
}

void check_fields(struct names *n, const json_t *listing)
{
    for (size_t i = 0; i < n->nfacts && n->findings->n < FINDINGS_MOST; i++) {
        const struct fact *x = &n->facts[i];

        if (x->kind == FACT_SILENT)
            judge_silent(n, x);
        if (x->kind == FACT_LASTING)
            judge_lasting(n, x);
        if (x->kind != FACT_FIELD || strncmp(x->file, "lib/", 4) == 0)
            continue;
        if (strncmp(x->a, "isian ", 6) == 0)
            judge_input(n, x, listing);
        else if (strcmp(x->a, "setelan") != 0)
            judge_object(n, x);
        else if (!has_key(x->b, n->p->manifest.settings))
            unknown(n, x, "settings di plugin.json", n->p->manifest.settings);
    }
    if (names_have(n, FACT_CUT, "", NULL))
        return;
    unused_reads(n);
    unused_settings(n);
}

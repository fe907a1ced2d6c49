#include "script/check_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/jschema.h"
#include "script/fields.h"
#include "script/lex.h"
#include "script/lib_names.h"
#include "script/place.h"

/* How far a word may be from what was meant: two slips, one in short words. */
int names_reach(const char *name)
{
    return strlen(name) <= 4 ? 2 : 3;
}

/* The nearest of two candidates; another case of the same letters is nearest of all. */
void names_nearer(const char *name, const char *candidate, const char **best, int *distance)
{
    int d = strcasecmp(name, candidate) == 0 ? 1 : text_distance(name, candidate, *distance);

    if (d < *distance && strcmp(name, candidate) != 0) {
        *distance = d;
        *best = candidate;
    }
}

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static const json_t *members(const char *library)
{
    return json_object_get(json_object_get(json_object_get(plugin_api(), "pustaka"), library), "fungsi");
}

static bool listed(const json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(text(json_array_get(list, i), "nama"), name) == 0)
            return true;
    return false;
}

static void nearer_listed(const json_t *list, const char *name, const char **best, int *distance)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        names_nearer(name, text(json_array_get(list, i), "nama"), best, distance);
}

static bool known_global(const char *name)
{
    const json_t *global = json_object_get(plugin_api(), "global");

    return listed(json_object_get(global, "muat"), name) || listed(json_object_get(global, "selalu"), name) ||
           json_object_get(json_object_get(plugin_api(), "pustaka"), name);
}

static const struct package_file *source(const struct names *n, const char *file)
{
    const struct package_file *f = package_file(n->p, file);

    return f && f->data ? f : NULL;
}

/* Words of the file itself, such as a local name in other letters. */
static void nearer_in_file(const struct names *n, const struct fact *x, const char **best, int *distance)
{
    const struct package_file *f = source(n, x->file);
    struct token t, before = { .type = TOKEN_END };
    struct lex l;

    if (!f)
        return;
    lex_start(&l, (const char *)f->data, f->len);
    while (lex_next(&l, &t)) {
        bool declared = token_is(&before, "local") || token_is(&before, "function") ||
                        token_is(&before, "(") || token_is(&before, ",");

        if (t.type == TOKEN_NAME && declared && t.len < 64)
            names_nearer(x->a, arena_strndup(n->findings->a, t.s, t.len), best, distance);
        before = t;
    }
}

/* The column of the first word `name` on the fact's line. */
static int column_of(const struct names *n, const struct fact *x, const char *name)
{
    const struct package_file *f = source(n, x->file);
    struct token t;
    struct lex l;

    if (!f)
        return 0;
    lex_start(&l, (const char *)f->data, f->len);
    while (lex_next(&l, &t) && t.line <= x->line)
        if (t.line == x->line && token_is(&t, name))
            return t.column;
    return 0;
}

struct finding names_place(const struct names *n, const struct fact *x, enum code code, const char *name)
{
    return (struct finding){ .code = code,
                             .file = x->file,
                             .line = x->line,
                             .column = x->column ? x->column : column_of(n, x, name) };
}

bool names_have(const struct names *n, enum fact_kind kind, const char *a, const char *b)
{
    for (size_t i = 0; i < n->nfacts; i++)
        if (n->facts[i].kind == kind && strcmp(n->facts[i].a, a) == 0 &&
            (!b || strcmp(n->facts[i].b, b) == 0))
            return true;
    return false;
}

/* Says more than "string is not there": the member that is read of it has its own word. */
static bool said_by_member(const struct names *n, const struct fact *x)
{
    char full[FACT_WORD * 2 + 2];

    for (size_t i = 0; i < n->nfacts; i++) {
        const struct fact *y = &n->facts[i];

        if (y->kind != FACT_MEMBER || x->line != y->line || strcmp(x->a, y->a) != 0 ||
            strcmp(x->file, y->file) != 0)
            continue;
        snprintf(full, sizeof(full), "%s.%s", y->a, y->b);
        if (absent_hint(full))
            return true;
    }
    return false;
}

static void judge_read(struct names *n, const struct fact *x)
{
    const char *hint = absent_hint(x->a), *near = NULL;
    int distance = names_reach(x->a);
    struct finding at;
    const char *library;
    json_t *o;

    if (known_global(x->a) || said_by_member(n, x))
        return;
    at = names_place(n, x, E_PLUGIN_NAMA, x->a);
    if (hint) {
        finding_add(n->findings, &at, "'%s' tidak tersedia bagi plugin: %s", x->a, hint);
        return;
    }
    if (strcmp(x->a, "setelan") == 0 || strcmp(x->a, "isian") == 0) {
        finding_add(n->findings, &at,
                    "'%s' tidak dikenal di sini: tulis function(isian, setelan) supaya fungsi ini "
                    "menerimanya.",
                    x->a);
        return;
    }
    nearer_listed(json_object_get(json_object_get(plugin_api(), "global"), "selalu"), x->a, &near, &distance);
    nearer_listed(json_object_get(json_object_get(plugin_api(), "global"), "muat"), x->a, &near, &distance);
    json_object_foreach(json_object_get(plugin_api(), "pustaka"), library, o)
        names_nearer(x->a, library, &near, &distance);
    nearer_in_file(n, x, &near, &distance);
    if (near)
        finding_add(n->findings, &at, "Nama '%s' tidak dikenal; mungkin maksudnya '%s'.", x->a, near);
    else
        finding_add(n->findings, &at,
                    "Nama '%s' tidak dikenal. Periksa ejaannya, atau tulis local %s lebih dulu.", x->a, x->a);
}

static void judge_write(struct names *n, const struct fact *x)
{
    const char *dot = strchr(x->a, '.');
    struct finding at = names_place(n, x, E_PLUGIN_GLOBAL, dot ? dot + 1 : x->a);

    if (dot)
        finding_add(n->findings, &at, "Pustaka %.*s tidak boleh diubah.", (int)(dot - x->a), x->a);
    else
        finding_add(n->findings, &at, "Nama global '%s' tidak boleh diisi; tulis local %s = …", x->a, x->a);
}

static void judge_member(struct names *n, const struct fact *x)
{
    struct finding at;
    const json_t *list = members(x->a);
    const char *hint, *near = NULL;
    int distance = names_reach(x->b);
    char full[FACT_WORD * 2 + 2];

    if (listed(list, x->b) || (!list && known_global(x->a)))
        return;
    at = names_place(n, x, E_PLUGIN_NAMA, x->b);
    snprintf(full, sizeof(full), "%s.%s", x->a, x->b);
    hint = absent_hint(full);
    if (!hint && strcmp(x->a, "text") == 0) {
        snprintf(full, sizeof(full), "string.%s", x->b);
        hint = absent_hint(full);
    }
    if (hint) {
        finding_add(n->findings, &at, "%s.%s tidak tersedia bagi plugin: %s", x->a, x->b, hint);
    } else if (list) {
        nearer_listed(list, x->b, &near, &distance);
        if (near)
            finding_add(n->findings, &at, "%s.%s tidak ada; mungkin maksudnya %s.%s.", x->a, x->b, x->a,
                        near);
        else
            finding_add(n->findings, &at, "%s.%s tidak ada dalam pustaka %s.", x->a, x->b, x->a);
    }
}

/* s:upper() is text.upper(s). A method of a table of the author's own is a key that is written somewhere. */
static void judge_method(struct names *n, const struct fact *x)
{
    struct finding at;
    bool certain = strcmp(x->b, "teks") == 0;
    const char *hint, *near = NULL;
    int distance = names_reach(x->a);
    char full[FACT_WORD + 8];

    if (listed(members("text"), x->a) ||
        (!certain && (names_have(n, FACT_STORED, x->a, NULL) || names_have(n, FACT_CUT, "", NULL))))
        return;
    at = names_place(n, x, E_PLUGIN_NAMA, x->a);
    snprintf(full, sizeof(full), "string.%s", x->a);
    if ((hint = absent_hint(full))) {
        finding_add(n->findings, &at, "Metode :%s() tidak tersedia bagi plugin: %s", x->a, hint);
        return;
    }
    at.warning = !certain; /* its table may have got it under a computed key */
    nearer_listed(members("text"), x->a, &near, &distance);
    if (near)
        finding_add(n->findings, &at, "Metode :%s() tidak ada; mungkin maksudnya :%s().", x->a, near);
    else
        finding_add(n->findings, &at, "Metode :%s() tidak ada. Teks hanya mempunyai metode pustaka text.",
                    x->a);
}

/* Modules of the shared library speak of the n-th row ("rentang ke-3 …") of the table that they are given on
 * this line: its own line, where the table is written out there. */
static void row_of_table(const struct names *n, const struct fact *x, struct finding *at)
{
    const char *ke = strstr(x->b, " ke-"), *colon = strstr(x->b, ": ");
    const struct package_file *f = source(n, at->file);
    char pointer[24], *end;
    long row;

    if (!ke || !colon || !f || !at->line || strcspn(x->b, " ") < (size_t)(colon - x->b))
        return;
    row = strtol(ke + 4, &end, 10);
    if (row < 1 || row > 10000)
        return;
    snprintf(pointer, sizeof(pointer), "/%ld", row - 1);
    (void)place_find((const char *)f->data, f->len, at->line, "", pointer, &at->line, &at->column);
}

static void judge_failure(struct names *n, const struct fact *x)
{
    enum code code = code_find(x->a);
    struct finding at = { .code = code ? code : E_PLUGIN_GALAT,
                          .file = x->file[0] ? x->file : "init.lua",
                          .line = x->line,
                          .column = x->column };

    if (source(n, at.file) && check_is_utf16(source(n, at.file)))
        return; /* said better by check_sources */
    for (size_t i = 0; code == E_PLUGIN_USE && i < n->findings->n; i++)
        if (n->findings->list[i].code == code && n->findings->list[i].line == at.line &&
            strcmp(n->findings->list[i].file, at.file) == 0)
            return; /* said when the files were read */
    row_of_table(n, x, &at);
    finding_add(n->findings, &at, "%s", x->b);
}

void check_names(struct names *n)
{
    static void (*const judges[FACT_KINDS])(struct names *, const struct fact *) = {
        [FACT_FAILURE] = judge_failure, [FACT_READ] = judge_read,     [FACT_WRITE] = judge_write,
        [FACT_MEMBER] = judge_member,   [FACT_METHOD] = judge_method,
    };

    /* Who has made so many slips is helped by the first of them; and each costs a look through the file. */
    for (size_t i = 0; i < n->nfacts && n->findings->n < FINDINGS_MOST; i++) {
        const struct fact *x = &n->facts[i];

        /* The shared library is ours, and its tests are. */
        if (judges[x->kind] && (x->kind == FACT_FAILURE || strncmp(x->file, "lib/", 4) != 0))
            judges[x->kind](n, x);
    }
}

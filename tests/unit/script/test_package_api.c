/* schema/plugin-api.json describes exactly the names that plugin code reaches, and what init.lua may
 * register. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/fields.h"
#include "script/gate.h"

static const char *const reachable[] = {
#include "script/reachable.def"
};

static const char *described[300];
static size_t ndescribed;

static void describe(const char *library, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(f, "nama"));
        bool number = strcmp(name, "pi") == 0 || strcmp(name, "huge") == 0;
        char full[128];

        assert_true(json_string_length(json_object_get(f, "keterangan")) > 1);
        assert_non_null(strstr(json_string_value(json_object_get(f, "bentuk")), name));
        snprintf(full, sizeof(full), "%s%s%s %s", library, *library ? "." : "", name,
                 number ? "number" : "function");
        described[ndescribed++] = mem_strdup(full);
        if (strcmp(library, "text") == 0) {
            snprintf(full, sizeof(full), "\"\".%s function", name);
            described[ndescribed++] = mem_strdup(full);
        }
    }
}

static int order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void every_name_is_described(void **state)
{
    const json_t *global = json_object_get(plugin_api(), "global"),
                 *libraries = json_object_get(plugin_api(), "pustaka");
    const char *name;
    json_t *library;

    (void)state;
    describe("", json_object_get(global, "muat"));
    describe("", json_object_get(global, "selalu"));
    json_object_foreach((json_t *)libraries, name, library)
    {
        char full[64];

        snprintf(full, sizeof(full), "%s table", name);
        described[ndescribed++] = mem_strdup(full);
        describe(name, json_object_get(library, "fungsi"));
    }
    qsort(described, ndescribed, sizeof(*described), order);
    for (size_t i = 0; i < ndescribed || i < COUNT(reachable); i++)
        if (i >= ndescribed || i >= COUNT(reachable) || strcmp(described[i], reachable[i]) != 0)
            fail_msg("described %s, reachable %s", i < ndescribed ? described[i] : "-",
                     i < COUNT(reachable) ? reachable[i] : "-");
    for (size_t i = 0; i < ndescribed; i++)
        free((void *)(uintptr_t)described[i]);
}

/* Schemas of every skema and pelatihan function can be built, with every field read and with none. */
static void every_function_has_a_schema(void **state)
{
    static const char *const names[] = { "capaian", "saran",   "predikat",    "distribusi",
                                         "nilai",   "p.lulus", "p.jp_diakui", "p.sarankan" };
    json_t *listing = json_pack("{s:[{s:s}],s:[{s:s,s:b,s:b,s:b}]}", "skema", "kode", "s", "pelatihan",
                                "kode", "p", "lulus", 1, "jp_diakui", 1, "sarankan", 1);

    (void)state;
    for (int all = 0; all < 2; all++) {
        struct package p = { 0 };
        json_t *reads = json_array();

        for (int f = 0; all && f < FIELD_COUNT; f++)
            json_array_append_new(reads, json_string(field_rows[f].path));
        p.manifest.reads = reads;
        for (size_t i = 0; i < COUNT(names); i++) {
            struct target t;
            struct err e = ERR_NONE;

            if (target_find(&p, listing, names[i], &t, &e) != ST_OK)
                fail_msg("%s: %s", names[i], e.msg);
            assert_non_null(t.input);
            assert_non_null(t.result);
            assert_true((t.hidden == 0) == (all == 1));
            target_free(&t);
        }
        json_decref(reads);
    }
    json_decref(listing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_described),
        cmocka_unit_test(every_function_has_a_schema),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

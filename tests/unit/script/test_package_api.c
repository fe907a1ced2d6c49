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

#include "script/api_text.h"
#include "script/fields.h"
#include "script/gate.h"
#include "script/heap.h"
#include "script/sandbox.h"

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

/* The parameters of a function are those of its form, in their order. */
static void check_parameters(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i), *parameters = json_object_get(f, "parameter");
        const char *at = json_string_value(json_object_get(f, "bentuk"));

        assert_non_null(json_object_get(f, "hasil"));
        for (size_t k = 0; k < json_array_size(parameters); k++) {
            const char *p = json_string_value(json_array_get(parameters, k));
            char name[32];

            snprintf(name, sizeof(name), "%.*s", (int)strcspn(p, ":"), p);
            if (strchr(at, '(') && !(at = strstr(at, name)))
                fail_msg("%s: %s", json_string_value(json_object_get(f, "bentuk")), p);
        }
    }
}

static void every_parameter_has_a_type(void **state)
{
    const char *name;
    json_t *o;

    (void)state;
    json_object_foreach(json_object_get(plugin_api(), "global"), name, o) check_parameters(o);
    json_object_foreach(json_object_get(plugin_api(), "pustaka"), name, o)
        check_parameters(json_object_get(o, "fungsi"));
    for (size_t i = 0; i < json_array_size(json_object_get(plugin_api(), "pustaka_bersama")); i++) {
        const json_t *m = json_array_get(json_object_get(plugin_api(), "pustaka_bersama"), i);

        check_parameters(json_object_get(m, "anggota"));
        assert_true(json_object_get(m, "anggota") || json_object_get(m, "parameter"));
    }
}

/* What the registering functions take is what is described, both ways. */
static void every_registration_is_described(void **state)
{
    const char *kind;
    json_t *list;

    (void)state;
    json_object_foreach(json_object_get(plugin_api(), "daftar"), kind, list)
    {
        struct daftar_field f;
        size_t n = 0;

        for (; daftar_field(kind, n, &f); n++) {
            const json_t *o = NULL, *words;

            for (size_t i = 0; i < json_array_size(list) && !o; i++)
                if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "nama")), f.name) == 0)
                    o = json_array_get(list, i);
            if (!o)
                fail_msg("%s.%s is not described", kind, f.name);
            assert_string_equal(json_string_value(json_object_get(o, "tipe")), f.type);
            assert_int_equal(json_is_true(json_object_get(o, "wajib")), f.must);
            words = json_object_get(o, "pilihan");
            assert_int_equal(words != NULL, f.words != NULL);
            for (size_t i = 0, left = f.words ? strlen(f.words) - 1 : 0; i < json_array_size(words) || left;
                 i++) {
                char word[40];

                assert_true(i < json_array_size(words));
                snprintf(word, sizeof(word), " %s ", json_string_value(json_array_get(words, i)));
                assert_non_null(strstr(f.words, word));
                left -= strlen(word) - 1;
            }
        }
        assert_int_equal(n, json_array_size(list));
    }
}

/* The names of the sandbox itself, walked here as the child walks them at its start. */
static void the_sandbox_has_these_names(void **state)
{
    struct buf report = BUF_NONE;

    (void)state;
    assert_true(heap_init());
    if (!sandbox_self_check(&report))
        fail_msg("%s", report.p);
    buf_free(&report);
}

static void definitions_are_lua(void **state)
{
    struct buf b = BUF_NONE;
    lua_State *L = luaL_newstate();

    (void)state;
    api_luacats(&b);
    if (luaL_loadbuffer(L, b.p, b.len, "=tenayan.lua") != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
    lua_close(L);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_described),     cmocka_unit_test(every_function_has_a_schema),
        cmocka_unit_test(every_parameter_has_a_type),  cmocka_unit_test(every_registration_is_described),
        cmocka_unit_test(the_sandbox_has_these_names), cmocka_unit_test(definitions_are_lua),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

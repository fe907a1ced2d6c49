/* The compiled-in field table equals schema/plugin-api.json, and stands in canonical order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "script/fields.h"

static const char *const group_names[] = { "evaluasi", "belajar", "indikator", "periode" };
static const char *const type_names[] = { "teks", "bulat", "bilangan", "ya_tidak" };

static const json_t *column(const struct field_row *row)
{
    const json_t *objects = json_object_get(plugin_api(), "objek");
    const json_t *list = json_object_get(json_object_get(objects, group_names[row->group]), "medan");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *c = json_array_get(list, i);

        if (strcmp(json_string_value(json_object_get(c, "nama")), row->name) == 0)
            return c;
    }
    return NULL;
}

static void every_row_is_described(void **state)
{
    (void)state;
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field_row *row = &field_rows[f];
        const json_t *c = column(row);
        const char *type;

        if (!c)
            fail_msg("%s is not in plugin-api.json", row->path);
        type = json_string_value(json_object_get(c, "tipe"));
        if (strcmp(type, "tanggal") == 0)
            type = "teks";
        assert_string_equal(type, type_names[row->type]);
        assert_int_equal(json_is_true(json_object_get(c, "wajib")), row->required);
        assert_int_equal(strcmp(json_string_value(json_object_get(c, "sumber")), "host") == 0, row->derived);
    }
}

static void every_column_has_a_row(void **state)
{
    const json_t *objects = json_object_get(plugin_api(), "objek");
    size_t leaves = 0;

    (void)state;
    for (size_t g = 0; g < COUNT(group_names); g++) {
        const json_t *list = json_object_get(json_object_get(objects, group_names[g]), "medan");
        const char *last = "";

        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *c = json_array_get(list, i);
            const char *name = json_string_value(json_object_get(c, "nama"));
            const char *type = json_string_value(json_object_get(c, "tipe"));

            assert_true(strcmp(last, name) < 0);
            last = name;
            leaves += strncmp(type, "daftar ", 7) != 0 && strcmp(type, "periode") != 0 &&
                      strcmp(type, "belajar") != 0;
            assert_true(json_string_length(json_object_get(c, "keterangan")) > 5);
        }
    }
    assert_int_equal(leaves, FIELD_COUNT);
}

static void rows_stand_in_canonical_order(void **state)
{
    (void)state;
    for (int f = 1; f < FIELD_COUNT; f++) {
        char a[64], b[64];

        /* Inside evaluasi a nested object stands where its key does. */
        snprintf(a, sizeof(a), "%s", field_rows[f - 1].path);
        snprintf(b, sizeof(b), "%s", field_rows[f].path);
        if (strcmp(a, b) >= 0)
            fail_msg("%s stands before %s", a, b);
    }
    for (int f = 0; f < FIELD_COUNT; f++) {
        assert_int_equal((FIELDS_BELAJAR & FIELD_BIT(f)) != 0, field_rows[f].group == FG_BELAJAR);
        assert_int_equal((FIELDS_INDIKATOR & FIELD_BIT(f)) != 0, field_rows[f].group == FG_INDIKATOR);
        assert_int_equal((FIELDS_PERIODE & FIELD_BIT(f)) != 0, field_rows[f].group == FG_PERIODE);
    }
}

static void reads_become_a_mask(void **state)
{
    json_t *reads = json_pack("[s,s]", "kepala_unit", "indikator.realisasi");
    struct err e = ERR_NONE;
    uint64_t mask;

    (void)state;
    assert_int_equal(fields_parse(reads, &mask, &e), ST_OK);
    assert_true(mask == (FIELD_BIT(F_KEPALA_UNIT) | FIELD_BIT(F_INDIKATOR_REALISASI)));
    json_array_append_new(reads, json_string("indikator"));
    json_array_append_new(reads, json_string("indikator.realisai"));
    assert_int_equal(fields_parse(reads, &mask, &e), ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_MANIFES);
    assert_int_equal(e.nfaults, 2);
    assert_string_equal(e.faults[1].at, "/reads/3");
    assert_non_null(strstr(e.faults[1].msg, "indikator.realisasi"));
    json_decref(reads);
    e = ERR_NONE;
    assert_int_equal(fields_parse(NULL, &mask, &e), ST_OK);
    assert_true(mask == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_described),
        cmocka_unit_test(every_column_has_a_row),
        cmocka_unit_test(rows_stand_in_canonical_order),
        cmocka_unit_test(reads_become_a_mask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

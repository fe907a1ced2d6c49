/* plugin.json: what is refused, on which line, with which hint; and `provides` against what was registered.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "script/manifest.h"

static const char good[] = "{\n"
                           "  \"id\": \"contoh\",\n"
                           "  \"version\": \"1.0.0\",\n"
                           "  \"api\": 1,\n"
                           "  \"title\": \"Contoh\",\n"
                           "  \"description\": \"Plugin untuk uji manifes.\",\n"
                           "  \"author\": \"Uji\",\n"
                           "  \"source\": [{ \"rule\": \"Aturan uji\", \"date\": \"2026-02-01\" }],\n"
                           "  \"units\": [\"puskesmas\", \"kode:1471.05\"],\n"
                           "  \"requires\": [\"fungsi.v1\"],\n"
                           "  \"provides\": { \"fungsi\": [\"hitung\"], \"indikator\": [\"satu\"] },\n"
                           "  \"reads\": [\"kepala_unit\"],\n"
                           "  \"settings\": { \"ambang\": { \"type\": \"number\", \"default\": 1 } },\n"
                           "  \"limits\": { \"instructions\": 1000000 }\n"
                           "}\n";

/* Each row replaces a piece of the good manifest. */
static const struct {
    const char *from, *to;
    int line;
    enum code code;
    const char *word;
} rows[] = {
    { "\"1.0.0\",", "\"1.0.0\"", 4, E_JSON, "baris 4" },
    { "\"api\": 1", "\"api\": 1, \"api\": 1", 4, E_JSON, "" },
    { "\"api\": 1", "\"api\": 2", 4, E_PLUGIN_MANIFES, "Harus 1" },
    { "\"contoh\"", "\"Contoh Saya\"", 2, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"contoh\"", "\"..\"", 2, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"1.0.0\"", "\"1.0\"", 3, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"1.0.0\"", "\"01.0.0\"", 3, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"title\"", "\"tilte\"", 5, E_PLUGIN_MANIFES, "\"title\"" },
    { "2026-02-01", "1 Februari 2026", 8, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"puskesmas\"", "\"puskesmass\"", 9, E_PLUGIN_MANIFES, "\"puskesmas\"" },
    { "\"puskesmas\"", "\"Puskesmas\"", 9, E_PLUGIN_MANIFES, "berbentuk" },
    { "\"puskesmas\"", "1", 9, E_PLUGIN_MANIFES, "teks" },
    { "fungsi.v1", "waktu.v9", 10, E_PLUGIN_MANIFES, "salah satu" },
    { "\"satu\"", "\"hitung\"", 11, E_PLUGIN_MANIFES, "indikator" },
    { "\"satu\"]", "\"satu\"], \"skema\": [\"a\", \"b\"]", 11, E_PLUGIN_MANIFES, "banyak 1" },
    { "[\"hitung\"]", "[\"saran\"], \"skema\": [\"a\"]", 11, E_PLUGIN_MANIFES, "saran" },
    { "kepala_unit", "kepala_untit", 12, E_PLUGIN_MANIFES, "\"kepala_unit\"" },
    { "kepala_unit", "indikator", 12, E_PLUGIN_MANIFES, "tidak ada" },
    { "kepala_unit", "tanggal_lahir", 12, E_PLUGIN_MANIFES, "tidak ada" },
    { ", \"default\": 1", "", 13, E_PLUGIN_MANIFES, "default" },
    { "\"type\": \"number\"", "\"type\": \"string\"", 13, E_PLUGIN_SKEMA, "default" },
    { "\"type\": \"number\"", "\"type\": \"number\", \"pattern\": \"(a+)+\"", 13, E_PLUGIN_SKEMA, "pattern" },
    { "1000000", "90000000", 14, E_PLUGIN_MANIFES, "5000000" },
    { "1000000", "\"banyak\"", 14, E_PLUGIN_MANIFES, "bilangan" },
    { "{\n  \"id\"", "[{\n  \"id\"", 16, E_JSON, "" },
};

static enum status read_text(const char *text, size_t len, struct package *p, struct err *e)
{
    struct package_file files[] = {
        { "plugin.json", (const uint8_t *)text, len },
        { "init.lua", (const uint8_t *)"", 0 },
    };

    *e = ERR_NONE;
    return package_from_files(files, 2, p, e);
}

static void every_row(void **state)
{
    struct package p;
    struct err e;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *at = strstr(good, rows[i].from);
        char text[2000];

        assert_non_null(at);
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good), good, rows[i].to,
                 at + strlen(rows[i].from));
        if (read_text(text, strlen(text), &p, &e) != ST_INVALID || e.code != rows[i].code ||
            e.line != rows[i].line || strcmp(e.file, "plugin.json") != 0 || !strstr(e.msg, rows[i].word))
            fail_msg("%s: %s line %d: %s", rows[i].to, code_row(e.code)->name, e.line, e.msg);
        package_free(&p);
    }
}

static void a_good_manifest_is_read(void **state)
{
    struct package p;
    struct err e;

    (void)state;
    if (read_text(good, strlen(good), &p, &e) != ST_OK)
        fail_msg("%s", e.msg);
    assert_int_equal(p.manifest.limits.instructions, 1000000);
    assert_int_equal(p.manifest.limits.memory, 8 * 1024 * 1024);
    assert_true(manifest_fits(&p.manifest, "puskesmas", "x"));
    assert_true(manifest_fits(&p.manifest, "dinas", "1471.05"));
    assert_false(manifest_fits(&p.manifest, "dinas", "1471.0"));
    assert_false(manifest_fits(&p.manifest, "kode:1471.05", "x"));
    package_free(&p);
}

static void deep_manifests_are_refused(void **state)
{
    size_t n = 100000;
    char *text = mem_alloc(n);
    struct package p;
    struct err e;

    (void)state;
    memset(text, '[', n);
    assert_int_equal(read_text(text, n, &p, &e), ST_INVALID);
    assert_int_equal(e.code, E_JSON);
    package_free(&p);
    free(text);
}

static void provides_is_what_was_registered(void **state)
{
    json_t *listing =
        json_pack("{s:[{s:s}],s:[{s:s}]}", "fungsi", "nama", "hitung", "indikator", "kode", "satu");
    struct package p;
    struct err e;

    (void)state;
    assert_int_equal(read_text(good, strlen(good), &p, &e), ST_OK);
    assert_int_equal(manifest_match(&p, listing, &e), ST_OK);
    json_object_set_new(listing, "fungsi", json_pack("[{s:s}]", "nama", "hitungan"));
    assert_int_equal(manifest_match(&p, listing, &e), ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_DAFTAR);
    assert_int_equal(e.nfaults, 2);
    package_free(&p);
    json_decref(listing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(a_good_manifest_is_read),
        cmocka_unit_test(deep_manifests_are_refused),
        cmocka_unit_test(provides_is_what_was_registered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

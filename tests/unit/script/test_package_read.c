/* Packages from folders and archives: what is taken, what is refused and why, and the identity of a release.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "script/package.h"

static const char manifest[] =
    "{\n \"id\": \"contoh\",\n \"version\": \"1.0.0\",\n \"api\": 1,\n \"title\": \"Contoh\",\n"
    " \"description\": \"Plugin untuk uji pembaca paket.\",\n \"author\": \"Uji\",\n"
    " \"source\": [{\"rule\": \"Aturan uji\", \"date\": \"2026\"}],\n \"units\": [\"puskesmas\"],\n"
    " \"requires\": [],\n \"provides\": {},\n \"reads\": []\n}\n";

static char folder[] = "/tmp/paket-XXXXXX";

static void put(const char *name, const char *text, size_t len)
{
    char path[300], *slash;
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    for (slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0700);
    }
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
}

static int start(void **state)
{
    (void)state;
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    if (!mkdtemp(folder))
        return -1;
    put("plugin.json", manifest, strlen(manifest));
    put("init.lua", "-- kosong\n", 10);
    return 0;
}

static int stop(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command) == 0 ? 0 : -1;
}

static enum code read_code(struct err *e)
{
    struct package p;

    *e = ERR_NONE;
    (void)!package_read_dir(folder, &p, e);
    package_free(&p);
    return e->code;
}

static void a_sound_folder_is_read(void **state)
{
    struct package p;
    struct err e = ERR_NONE;

    (void)state;
    put("tests/a.json", "[]", 2);
    put("materi/satu.md", "# Satu\n", 7);
    assert_int_equal(package_read_dir(folder, &p, &e), ST_OK);
    assert_int_equal(p.nfiles, 4);
    assert_string_equal(p.files[0].path, "init.lua");
    assert_string_equal(p.files[1].path, "materi/satu.md");
    assert_string_equal(p.manifest.id, "contoh");
    assert_int_equal(p.manifest.limits.instructions, 5000000);
    package_free(&p);
}

/* SHA-256 over (u32 length, path, u64 length, bytes), computed here by hand. */
static void the_identity_is_the_content(void **state)
{
    struct package p, q;
    struct err e = ERR_NONE;
    struct buf b = BUF_NONE;
    struct digest d;

    (void)state;
    assert_int_equal(package_read_dir(folder, &p, &e), ST_OK);
    buf_add(&b, "\x08\0\0\0init.lua\x0a\0\0\0\0\0\0\0-- kosong\n", 4 + 8 + 8 + 10);
    buf_add(&b, "\x0b\0\0\0plugin.json", 15);
    buf_add(
        &b,
        (const char[]){ (char)(sizeof(manifest) - 1), (char)((sizeof(manifest) - 1) >> 8), 0, 0, 0, 0, 0, 0 },
        8);
    buf_str(&b, manifest);
    hash_sha256(b.p, b.len, &d);
    assert_true(digest_equal(&d, &p.digest));
    assert_int_equal(package_from_files(p.files, p.nfiles, &q, &e), ST_OK);
    assert_true(digest_equal(&q.digest, &p.digest));
    buf_free(&b);
    package_free(&p);
    package_free(&q);
}

static void what_does_not_belong_is_refused(void **state)
{
    static const struct {
        const char *name;
        size_t size;
        enum code code;
        const char *word;
    } rows[] = {
        { ".git", 1, E_PLUGIN_PAKET, "tersembunyi" },
        { "catatan.txt", 1, E_PLUGIN_PAKET, "catatan.txt" },
        { "gambar.svg", 1, E_PLUGIN_PAKET, "gambar.svg" },
        { "modul.so", 1, E_PLUGIN_PAKET, "modul.so" },
        { "Besar.lua", 1, E_PLUGIN_PAKET, "huruf kecil" },
        { "a b.lua", 1, E_PLUGIN_PAKET, "huruf kecil" },
        { "a\n.lua", 1, E_PLUGIN_PAKET, "huruf kecil" },
        { "tests/a.lua", 1, E_PLUGIN_PAKET, "tests" },
        { "a/b/c.md", 1, E_PLUGIN_PAKET, "satu tingkat" },
        { "a/b.lua", 1, E_PLUGIN_PAKET, "langsung" },
        { "lib/matriks.lua", 1, E_PLUGIN_PAKET, "pustaka" },
        { "besar.lua", PACKAGE_SOURCE + 1, E_PLUGIN_BESAR, "besar.lua" },
        { "foto.png", 5 * 1024 * 1024, E_PLUGIN_BESAR, "foto.png" },
        { "rusak.md", 1, E_PLUGIN_PAKET, "UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *data = mem_alloc(rows[i].size), path[300];
        struct err e;

        memset(data, strcmp(rows[i].name, "rusak.md") == 0 ? 0xFF : 'x', rows[i].size);
        put(rows[i].name, data, rows[i].size);
        if (read_code(&e) != rows[i].code || !strstr(e.msg, rows[i].word))
            fail_msg("%s: %s (%s)", rows[i].name, code_row(e.code)->name, e.msg);
        snprintf(path, sizeof(path), "rm -rf '%s/%s' %s/a", folder, rows[i].name, folder);
        assert_int_equal(system(path), 0);
        free(data);
    }
}

static void links_and_devices_are_refused(void **state)
{
    char path[300];
    struct err e;

    (void)state;
    snprintf(path, sizeof(path), "%s/rahasia.md", folder);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_int_equal(read_code(&e), E_PLUGIN_PAKET);
    assert_non_null(strstr(e.msg, "tautan"));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(read_code(&e), E_PLUGIN_PAKET);
    unlink(path);
    snprintf(path, sizeof(path), "%s/luar", folder);
    assert_int_equal(symlink("/etc", path), 0);
    assert_int_equal(read_code(&e), E_PLUGIN_PAKET);
    unlink(path);
}

static void many_files_are_refused_early(void **state)
{
    char name[40];
    struct err e;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "banyak/f%d.md", i);
        put(name, "", 0);
    }
    assert_int_equal(read_code(&e), E_PLUGIN_BESAR);
}

static void the_total_is_limited(void **state)
{
    char *data = mem_alloc(PACKAGE_FILE);
    struct err e;

    (void)state;
    for (int i = 0; i < 4; i++) {
        char name[20];

        snprintf(name, sizeof(name), "p%d.png", i);
        put(name, data, PACKAGE_FILE);
    }
    assert_int_equal(read_code(&e), E_PLUGIN_BESAR);
    free(data);
}

static void a_missing_part_is_named(void **state)
{
    char path[300];
    struct err e;

    (void)state;
    snprintf(path, sizeof(path), "%s/init.lua", folder);
    unlink(path);
    assert_int_equal(read_code(&e), E_PLUGIN_PAKET);
    assert_non_null(strstr(e.msg, "init.lua"));
    snprintf(path, sizeof(path), "%s/plugin.json", folder);
    unlink(path);
    assert_int_equal(read_code(&e), E_PLUGIN_PAKET);
    assert_non_null(strstr(e.msg, "plugin.json"));
    memcpy(path, "/tidak/ada", 11);
}

static void use_takes_in_the_library(void **state)
{
    static const char source[] =
        "-- use \"bukan-ini\"\n--[==[ use 'bukan' ]] ]==]\nlocal s = [[use \"bukan\"]] .. 'use \"x\"'\n"
        "local t = { use = 1 }\nlocal q = t.use\n\nlocal m = use \"mtriks\"\n";
    static const char good[] = "local m = use(\n'matriks')\nlocal n = use \"sendiri\"\n";
    struct package p;
    struct err e;

    (void)state;
    put("init.lua", source, strlen(source));
    assert_int_equal(read_code(&e), E_PLUGIN_USE);
    assert_string_equal(e.file, "init.lua");
    assert_int_equal(e.line, 7);
    assert_non_null(strstr(e.msg, "\"matriks\""));
    put("init.lua", good, strlen(good));
    put("sendiri.lua", "return 1", 8);
    e = ERR_NONE;
    assert_int_equal(package_read_dir(folder, &p, &e), ST_OK);
    assert_non_null(package_file(&p, "lib/matriks.lua"));
    assert_null(package_file(&p, "lib/sendiri.lua"));
    package_free(&p);
}

static void settings_have_defaults_and_limits(void **state)
{
    char text[2000];
    struct package p;
    struct err e = ERR_NONE;
    json_t *out, *given = json_pack("{s:f}", "ambang", 110.0);
    struct buf canonical = BUF_NONE;
    struct digest d;

    (void)state;
    snprintf(text, sizeof(text),
             "%.*s,\n \"settings\": {\"ambang\": {\"type\": \"number\", \"minimum\": 0, \"default\": 100},"
             " \"nama\": {\"type\": \"string\", \"default\": \"x\"}}\n}\n",
             (int)strlen(manifest) - 3, manifest);
    put("plugin.json", text, strlen(text));
    assert_int_equal(package_read_dir(folder, &p, &e), ST_OK);
    assert_int_equal(package_settings(&p, NULL, &out, &canonical, &d, &e), ST_OK);
    assert_string_equal(canonical.p, "{\"ambang\":100,\"nama\":\"x\"}");
    json_decref(out);
    assert_int_equal(package_settings(&p, given, &out, &canonical, &d, &e), ST_OK);
    assert_string_equal(canonical.p, "{\"ambang\":110,\"nama\":\"x\"}");
    json_decref(out);
    json_object_set_new(given, "ambnag", json_integer(1));
    json_object_set_new(given, "ambang", json_integer(-1));
    assert_int_equal(package_settings(&p, given, &out, &canonical, &d, &e), ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_SETELAN);
    assert_int_equal(e.nfaults, 2);
    json_decref(given);
    buf_free(&canonical);
    package_free(&p);
}

/* A tar member; `name` up to 100 bytes. */
static void member(struct buf *b, const char *name, char type, const char *data, size_t len)
{
    unsigned char h[512] = { 0 };
    unsigned sum = 0;

    snprintf((char *)h, 100, "%s", name);
    memcpy(h + 100, "0000644", 7);
    snprintf((char *)h + 124, 12, "%011zo", len);
    memset(h + 148, ' ', 8);
    h[156] = (unsigned char)type;
    memcpy(h + 257,
           "ustar\0"
           "00",
           8);
    for (int i = 0; i < 512; i++)
        sum += h[i];
    snprintf((char *)h + 148, 8, "%06o", sum);
    buf_add(b, h, 512);
    buf_add(b, data, len);
    memset(h, 0, 512);
    buf_add(b, h, (512 - len % 512) % 512);
}

static void archives_are_read_like_folders(void **state)
{
    struct buf b = BUF_NONE;
    struct package p, q;
    struct err e = ERR_NONE;
    char zero[1024] = { 0 };
    static const char longer[] = "33 path=contoh/materi/panjang.md\n";

    (void)state;
    assert_int_equal(strlen(longer), 33);
    put("materi/panjang.md", "# Satu\n", 7);
    member(&b, "contoh/", '5', "", 0);
    member(&b, "contoh/plugin.json", '0', manifest, strlen(manifest));
    member(&b, "x", 'x', longer, strlen(longer));
    member(&b, "contoh/pendek.md", '0', "# Satu\n", 7);
    member(&b, "contoh/init.lua", '0', "-- kosong\n", 10);
    buf_add(&b, zero, sizeof(zero));
    assert_int_equal(package_read_tar(b.p, b.len, &p, &e), ST_OK);
    assert_int_equal(package_read_dir(folder, &q, &e), ST_OK);
    assert_true(digest_equal(&p.digest, &q.digest));
    package_free(&p);
    package_free(&q);
    /* Every cut and every flipped byte of the first blocks: refused or read, never worse. */
    for (size_t i = 0; i < b.len; i += 37) {
        e = ERR_NONE;
        (void)!package_read_tar(b.p, i, &p, &e);
        package_free(&p);
        b.p[i] ^= 0x55;
        e = ERR_NONE;
        (void)!package_read_tar(b.p, b.len, &p, &e);
        package_free(&p);
        b.p[i] ^= 0x55;
    }
    buf_free(&b);
}

static void hostile_archives_are_refused(void **state)
{
    static const struct {
        const char *name;
        char type;
    } rows[] = {
        { "../plugin.json", '0' }, { "/etc/passwd", '0' }, { "a/../b.lua", '0' },
        { "init.lua", '1' },       { "init.lua", '2' },    { "init.lua", '3' },
        { "init.lua", '6' },       { ".sembunyi", '0' },   { "init.lua", '0' }, /* twice */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf b = BUF_NONE;
        struct package p;
        struct err e = ERR_NONE;

        member(&b, "plugin.json", '0', manifest, strlen(manifest));
        member(&b, "init.lua", '0', "-- kosong\n", 10);
        member(&b, rows[i].name, rows[i].type, "x", 1);
        if (package_read_tar(b.p, b.len, &p, &e) != ST_INVALID || e.code != E_PLUGIN_PAKET)
            fail_msg("%s type %c: %s", rows[i].name, rows[i].type, e.msg);
        package_free(&p);
        buf_free(&b);
    }
}

static void shipped_packages_are_found(void **state)
{
    struct package p;
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(package_read_shipped("tidak-ada", &p, &e), ST_NOT_FOUND);
    package_free(&p);
    assert_int_equal(package_read_shipped("_template", &p, &e), ST_NOT_FOUND);
    package_free(&p);
    assert_int_equal(package_read_shipped("../schema", &p, &e), ST_NOT_FOUND);
    package_free(&p);
    e = ERR_NONE;
    if (package_read_shipped("skp-permenpanrb-6-2022", &p, &e) != ST_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(p.manifest.id, "skp-permenpanrb-6-2022");
    package_free(&p);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_folder_is_read),
        TEST(the_identity_is_the_content),
        TEST(what_does_not_belong_is_refused),
        TEST(links_and_devices_are_refused),
        TEST(many_files_are_refused_early),
        TEST(the_total_is_limited),
        TEST(a_missing_part_is_named),
        TEST(use_takes_in_the_library),
        TEST(settings_have_defaults_and_limits),
        TEST(archives_are_read_like_folders),
        TEST(hostile_archives_are_refused),
        cmocka_unit_test(shipped_packages_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Packages as folders: too many files, paths out of the folder, links, devices, and nesting that would eat a
 * parser's stack. Also the cases of the test phase, which need a whole package. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "script/gate.h"

static char folder[64];

static void start(void)
{
    snprintf(folder, sizeof(folder), "/tmp/hostile-XXXXXX");
    if (!mkdtemp(folder))
        abort();
}

static void stop(void)
{
    char command[100];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    if (system(command) != 0)
        abort();
}

static void put(const char *name, const char *text, size_t len)
{
    char path[400], *slash;
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    for (slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0700);
    }
    f = fopen(path, "wb");
    if (!f || fwrite(text, 1, len, f) != len)
        abort();
    fclose(f);
}

static void put_text(const char *name, const char *text)
{
    put(name, text, strlen(text));
}

static void manifest(const char *provides, const char *settings)
{
    struct buf b = BUF_NONE;

    buf_printf(
        &b,
        "{\"id\":\"serang\",\"version\":\"1.0.0\",\"api\":1,\"title\":\"Serang\",\"description\":\"Paket "
        "uji.\","
        "\"author\":\"Uji\",\"source\":[{\"rule\":\"Aturan uji\",\"date\":\"2026\"}],\"units\":[\"*\"],"
        "\"requires\":[\"fungsi.v1\"],\"provides\":%s,\"reads\":[]%s%s}",
        provides, settings ? ",\"settings\":" : "", settings ? settings : "");
    put("plugin.json", b.p, b.len);
    buf_free(&b);
}

static const char *const sound =
    "fungsi { nama = 'serang', judul = 'S', isian = {}, hitung = function() return 1 end }\n";

static void sound_package(void)
{
    start();
    manifest("{\"fungsi\":[\"serang\"]}", NULL);
    put_text("init.lua", sound);
    put_text("README.md", "# Serang\n");
    put_text("tests/a.json", "[{\"id\":\"a\",\"fungsi\":\"serang\",\"isian\":{},\"hasil\":1}]");
}

void test_case(const char *name, const char *text, const char *want)
{
    const char *cases = strstr(text, "-- uji: "), *end = cases ? strchr(cases, '\n') : NULL;
    struct package p;
    struct err e = ERR_NONE;
    struct test_report report;
    struct arena *a = arena_new();
    const char *got;
    char why[700];

    if (!end) {
        verdict(name, false, "baris '-- uji:' tidak ada");
        return;
    }
    sound_package();
    put("tests/a.json", cases + 8, (size_t)(end - cases - 8));
    put_text("init.lua", text);
    memset(&report, 0, sizeof(report));
    if (package_read_dir(folder, &p, &e) == ST_OK)
        (void)!package_test(exe_path, &p, a, &report, &e);
    package_free(&p);
    got = e.code ? code_row(e.code)->name : "ok";
    snprintf(why, sizeof(why), "%s (%s %s:%d), diharapkan %s", got, e.msg, e.file, e.line, want);
    verdict(name, strcmp(got, want) == 0, why);
    arena_free(a);
    stop();
}

/* Reads the folder, loads it, runs its tests; refused with a sentence, never more than that. */
static void refused(const char *name)
{
    struct package p;
    struct err e = ERR_NONE;
    struct test_report report;
    struct arena *a = arena_new();
    char why[700];

    memset(&report, 0, sizeof(report));
    if (package_read_dir(folder, &p, &e) == ST_OK)
        (void)!package_test(exe_path, &p, a, &report, &e);
    package_free(&p);
    snprintf(why, sizeof(why), "%s (%s %s:%d)", e.code ? code_row(e.code)->name : "diterima", e.msg, e.file,
             e.line);
    verdict(name, e.code && strncmp(code_row(e.code)->name, "umum.gagal", 10) != 0 && e.msg[0], why);
    arena_free(a);
    stop();
}

static void path_of(const char *name, char out[400])
{
    snprintf(out, 400, "%s/%s", folder, name);
}

static void many_files(void)
{
    sound_package();
    for (int i = 0; i < 1000; i++) {
        char name[40];

        snprintf(name, sizeof(name), "m%d.lua", i);
        put_text(name, "return 1\n");
    }
    refused("package_1000_files");
}

static void links(void)
{
    char at[400];

    sound_package();
    path_of("rahasia.lua", at);
    if (symlink("/etc/passwd", at) != 0)
        abort();
    refused("package_link_to_a_file");
    sound_package();
    path_of("init.lua", at);
    unlink(at);
    if (symlink("/etc/passwd", at) != 0)
        abort();
    refused("package_init_is_a_link");
    sound_package();
    path_of("materi", at);
    if (symlink("/etc", at) != 0)
        abort();
    refused("package_folder_is_a_link");
    sound_package();
    path_of("pipa.lua", at);
    if (mkfifo(at, 0600) != 0)
        abort();
    refused("package_holds_a_pipe");
    sound_package();
    put_text(".tersembunyi.lua", "return 1");
    refused("package_hidden_file");
    sound_package();
    put_text("a/b/c/d.lua", "return 1");
    refused("package_nested_folders");
    sound_package();
    put_text("nama aneh\n.lua", "return 1");
    refused("package_strange_name");
    sound_package();
    put_text("jahat.so", "\x7f"
                         "ELF");
    refused("package_library");
}

static void nested(const char *name, const char *file, const char *head, const char *open, int depth)
{
    struct buf b = BUF_NONE;

    sound_package();
    buf_str(&b, head);
    for (int i = 0; i < depth; i++)
        buf_str(&b, open);
    put(file, b.p, b.len);
    buf_free(&b);
    refused(name);
}

static void pattern(const char *name, const char *settings)
{
    sound_package();
    manifest("{\"fungsi\":[\"serang\"]}", settings);
    refused(name);
}

void packages(void)
{
    many_files();
    links();
    nested("manifest_100000_deep", "plugin.json", "", "[", 100000);
    nested("manifest_objects_100000_deep", "plugin.json", "{\"id\":", "{\"a\":", 100000);
    nested("settings_100000_deep", "plugin.json",
           "{\"id\":\"serang\",\"settings\":", "{\"properties\":", 100000);
    nested("tests_100000_deep", "tests/b.json", "", "[", 100000);
    nested("tests_input_100000_deep", "tests/b.json",
           "[{\"id\":\"b\",\"fungsi\":\"serang\",\"isian\":", "{\"a\":", 100000);
    pattern("settings_with_pattern",
            "{\"a\":{\"type\":\"string\",\"title\":\"A\",\"pattern\":\"(a+)+$\",\"default\":\"\"}}");
    pattern("settings_with_reference", "{\"a\":{\"$ref\":\"file:///etc/passwd\"}}");
    pattern("settings_without_default",
            "{\"a\":{\"type\":\"integer\",\"title\":\"A\",\"minimum\":9,\"default\":1}}");
    sound_package();
    manifest("{\"fungsi\":[\"lain\"]}", NULL);
    refused("provides_something_else");
    sound_package();
    put("init.lua", "\x1bLuaT", 5);
    refused("package_of_bytecode");
    sound_package();
    put_text("tests/a.json", "[{\"id\":\"a\",\"fungsi\":\"serang\",\"isian\":{},\"hasil\":1,\"hasil\":2}]");
    refused("tests_with_a_key_twice");
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/conf.h"

static char path[64], secret[64];

static void put(const char *file, const char *text, mode_t mode)
{
    FILE *f = fopen(file, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(file, mode), 0);
}

static enum status load(const char *text, struct conf **c, struct err *e)
{
    *e = ERR_NONE;
    put(path, text, 0600);
    return conf_load(path, c, e);
}

static void test_defaults(void **state)
{
    struct conf *c;
    struct err e;

    (void)state;
    assert_int_equal(load("", &c, &e), ST_OK);
    assert_string_equal(conf_text(c, "server.listen"), "127.0.0.1:8080");
    assert_string_equal(conf_text(c, "instansi.zona"), "Asia/Jakarta");
    assert_null(conf_text(c, "data.db"));
    assert_int_equal(conf_int(c, "limits.drain_ms"), 25000);
    assert_false(conf_bool(c, "server.plain_cookie"));
    assert_string_equal(conf_origin(c, "server.listen"), "bawaan");
    conf_free(c);
    assert_string_equal(conf_text(NULL, "data.dir"), "./data");
}

static void test_file_and_environment(void **state)
{
    struct conf *c;
    struct err e;
    char at[96];

    (void)state;
    setenv("TENAYAN_LIMITS_HEADER_MS", "250", 1);
    setenv("TENAYAN_HOST", "somebody else's", 1);
    assert_int_equal(load("# catatan\n[server]\nlisten = [::1]:99 ; komentar\nplain_cookie = "
                          "ya\n\n[limits]\nheader_ms = 100\n"
                          "queue=99\n",
                          &c, &e),
                     ST_OK);
    unsetenv("TENAYAN_LIMITS_HEADER_MS");
    unsetenv("TENAYAN_HOST");
    assert_string_equal(conf_text(c, "server.listen"), "[::1]:99");
    assert_true(conf_bool(c, "server.plain_cookie"));
    assert_int_equal(conf_int(c, "limits.header_ms"), 250);
    assert_int_equal(conf_int(c, "limits.queue"), 99);
    snprintf(at, sizeof(at), "%s:3", path);
    assert_string_equal(conf_origin(c, "server.listen"), at);
    assert_string_equal(conf_origin(c, "limits.header_ms"), "TENAYAN_LIMITS_HEADER_MS");
    conf_free(c);
}

static void test_refused(void **state)
{
    static const struct {
        const char *text, *names; /* what the sentence must name */
    } rows[] = {
        { "[server]\nlistn = x\n", ":2: kunci server.listn" },
        { "[servr]\nlisten = x\n", "servr.listen" },
        { "listen = x\n", ":1" },
        { "[server]\nlisten = a\nlisten = b\n", "server.listen disebut dua kali" },
        { "[server]\nworkers = many\n", "server.workers" },
        { "[server]\nworkers = 65\n", "0 sampai 64" },
        { "[server]\nworkers = -1\n", "server.workers" },
        { "[server]\nworkers =\n", "server.workers" },
        { "[server]\nplain_cookie = maybe\n", "ya atau tidak" },
        { "[server]\nthis is no pair\n", ":2" },
        { "[server\nlisten = x\n", ":2" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct conf *c;
        struct err e;

        assert_int_equal(load(rows[i].text, &c, &e), ST_CONFIG);
        assert_null(c);
        assert_int_equal(e.code, E_KONFIGURASI);
        if (!strstr(e.msg, rows[i].names))
            fail_msg("row %zu: %s", i, e.msg);
    }
}

static void test_long_line(void **state)
{
    char text[2048];
    struct conf *c;
    struct err e;

    (void)state;
    snprintf(text, sizeof(text), "[server]\nproxies = %01500d\n", 0);
    assert_int_equal(load(text, &c, &e), ST_CONFIG);
    assert_non_null(strstr(e.msg, "terlalu panjang"));
}

static void test_misspelt_variable(void **state)
{
    struct conf *c;
    struct err e;

    (void)state;
    setenv("TENAYAN_SERVER_LISTN", "x", 1);
    assert_int_equal(load("", &c, &e), ST_CONFIG);
    assert_non_null(strstr(e.msg, "TENAYAN_SERVER_LISTN"));
    unsetenv("TENAYAN_SERVER_LISTN");
}

static void test_secret_file(void **state)
{
    char text[256];
    struct conf *c;
    struct err e;

    (void)state;
    snprintf(text, sizeof(text), "[data]\ndb_file = %s\n", secret);
    put(secret, "postgresql://tenayan:rahasia@db/tenayan\nsecond line\n", 0600);
    assert_int_equal(load(text, &c, &e), ST_OK);
    assert_string_equal(conf_text(c, "data.db"), "postgresql://tenayan:rahasia@db/tenayan");
    conf_free(c);
    put(secret, "x\n", 0604);
    assert_int_equal(load(text, &c, &e), ST_CONFIG);
    assert_non_null(strstr(e.msg, "chmod 600"));
    put(secret, "", 0600);
    assert_int_equal(load(text, &c, &e), ST_CONFIG);
    unlink(secret);
    assert_int_equal(load(text, &c, &e), ST_CONFIG);
    /* Only texts can be secrets. */
    assert_int_equal(load("[server]\nworkers_file = /dev/null\n", &c, &e), ST_CONFIG);
}

static void test_missing_file(void **state)
{
    struct conf *c;
    struct err e = ERR_NONE;

    (void)state;
    assert_int_equal(conf_load("/nowhere/tenayan.conf", &c, &e), ST_CONFIG);
    assert_non_null(strstr(e.msg, "/nowhere/tenayan.conf"));
}

/* The shipped example names every key, and holds. */
static void test_example(void **state)
{
    struct conf *c;
    struct err e = ERR_NONE;
    char text[16384];
    FILE *f = fopen(SOURCE_DIR "/etc/tenayan.conf", "r");
    size_t n;

    (void)state;
    assert_non_null(f);
    n = fread(text, 1, sizeof(text) - 1, f);
    text[n] = '\0';
    fclose(f);
    for (size_t i = 0; i < conf_count; i++) {
        char line[64], section[32];
        const char *dot = strchr(conf_keys[i].name, '.');

        snprintf(section, sizeof(section), "\n[%.*s]\n", (int)(dot - conf_keys[i].name), conf_keys[i].name);
        snprintf(line, sizeof(line), "\n#%s =", dot + 1);
        if (!strstr(text, section) || !strstr(text, line))
            fail_msg("etc/tenayan.conf does not name %s", conf_keys[i].name);
    }
    assert_int_equal(conf_load(SOURCE_DIR "/etc/tenayan.conf", &c, &e), ST_OK);
    conf_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),          cmocka_unit_test(test_file_and_environment),
        cmocka_unit_test(test_refused),           cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_misspelt_variable), cmocka_unit_test(test_secret_file),
        cmocka_unit_test(test_missing_file),      cmocka_unit_test(test_example),
    };
    int fd;

    strcpy(path, "/tmp/tenayan-conf-XXXXXX");
    strcpy(secret, "/tmp/tenayan-secret-XXXXXX");
    if ((fd = mkstemp(path)) < 0 || close(fd) != 0 || (fd = mkstemp(secret)) < 0 || close(fd) != 0)
        return 1;
    fd = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(secret);
    return fd;
}

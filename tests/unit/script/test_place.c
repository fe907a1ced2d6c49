/* Places in a source: words with their columns, and where a part of a table stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "script/lex.h"
#include "script/place.h"

static void reads_words(void **state)
{
    static const struct {
        const char *source, *words; /* "line:column:text", behind each other */
    } rows[] = {
        { "local a = 1.5", "1:1:local 1:7:a 1:9:= 1:11:1.5 " },
        { "\xEF\xBB\xBFlocal", "1:1:local " },
        { "a -- b\nc", "1:1:a 2:1:c " },
        { "a --[[ b\n]] c --[==[ ]] ]==] d", "1:1:a 2:4:c 2:21:d " },
        { "'a\\'b' \"c\" d", "1:1:a\\'b 1:8:c 1:12:d " },
        { "[[x\ny]] z", "1:1:x\ny 2:5:z " },
        { "a[b]", "1:1:a 1:2:[ 1:3:b 1:4:] " },
        { "1..2", "1:1:1 1:2:. 1:3:. 1:4:2 " },
        { "1e-5+0x1F", "1:1:1e-5 1:5:+ 1:6:0x1F " },
        { "é\tb", "1:1:\xC3 1:2:\xA9 1:3:b " },
        { "a\r\nb", "1:1:a 2:1:b " },
        { "'open\nb", "1:1:open 2:1:b " },
        { "", "" },
        { "--[[ open", "" },
        { "[==[ open", "1:1: open " },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_NONE;
        struct token t;
        struct lex l;

        lex_start(&l, rows[i].source, strlen(rows[i].source));
        buf_str(&out, "");
        while (lex_next(&l, &t))
            buf_printf(&out, "%d:%d:%.*s ", t.line, t.column, (int)t.len, t.s);
        if (strcmp(out.p ? out.p : "", rows[i].words) != 0)
            fail_msg("%s: %s", rows[i].source, out.p);
        buf_free(&out);
    }
}

static const char table[] = "local x = { a = 1 }\n"                                       /* 1 */
                            "indikator {\n"                                               /* 2 */
                            "  kode = \"a\", judul = \"J, {\",\n"                         /* 3 */
                            "  isian = { pasien = { type = \"integer\", minimum = 0 },\n" /* 4 */
                            "            [\"lain nya\"] = { type = \"x\" } },\n"          /* 5 */
                            "  realisasi = function(isian, setelan)\n"                    /* 6 */
                            "    if isian.a then return 1, 2 end\n"                       /* 7 */
                            "    for i = 1, 2 do local t = { satuan = 1, 2 } end\n"       /* 8 */
                            "    repeat local y = 1 until true\n"                         /* 9 */
                            "    return f(function() return { satuan = 3 } end, 2)\n"     /* 10 */
                            "  end,\n"                                                    /* 11 */
                            "  satuan = \"%\"; arah = naik,\n"                            /* 12 */
                            "  materi = { { judul = \"1\" },\n"                           /* 13 */
                            "             { judul = \"2\", gambar = { \"a.png\",\n"       /* 14 */
                            "                \"b.png\" } } },\n"                          /* 15 */
                            "}\n"                                                         /* 16 */
                            "indikator(rasio {\n"                                         /* 17 */
                            "  kode = \"b\",\n"                                           /* 18 */
                            "})\n";                                                       /* 19 */

static void finds_fields(void **state)
{
    static const struct {
        int line;
        const char *word, *pointer;
        int at_line, at_column;
    } rows[] = {
        { 2, "indikator", "", 2, 11 },
        { 2, "indikator", "/kode", 3, 3 },
        { 2, "indikator", "/judul", 3, 15 },
        { 2, "indikator", "/isian/pasien/minimum", 4, 42 },
        { 2, "indikator", "/isian/lain nya/type", 5, 30 },
        { 2, "indikator", "/isian/tidak-ada", 4, 3 },
        { 2, "indikator", "/satuan", 12, 3 },
        { 2, "indikator", "/arah", 12, 17 },
        { 2, "indikator", "/realisasi", 6, 3 },
        { 2, "indikator", "/materi/1/gambar/1", 15, 17 },
        { 2, "indikator", "/materi/0/judul", 13, 16 },
        { 2, "indikator", "/tidak-ada", 2, 11 },
        { 17, "indikator", "/kode", 18, 3 },
        { 1, "", "/a", 1, 13 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int line = 0, column = 0;

        assert_true(place_find(table, sizeof(table) - 1, rows[i].line, rows[i].word, rows[i].pointer, &line,
                               &column));
        if (line != rows[i].at_line || column != rows[i].at_column)
            fail_msg("%s: %d:%d", rows[i].pointer, line, column);
    }
}

static void finds_no_table(void **state)
{
    int line, column;
    struct buf deep = BUF_NONE;

    (void)state;
    assert_false(place_find("indikator(x)", 12, 1, "indikator", "/a", &line, &column));
    assert_false(place_find("x {", 3, 2, "x", "/a", &line, &column));
    assert_true(place_find("x {", 3, 1, "x", "/a", &line, &column));
    assert_true(place_find("x { a =", 7, 1, "x", "/a", &line, &column));
    for (int i = 0; i < 100; i++)
        buf_str(&deep, "{ a = ");
    assert_true(place_find(deep.p, deep.len, 1, "",
                           "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a",
                           &line, &column));
    buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_words),
        cmocka_unit_test(finds_fields),
        cmocka_unit_test(finds_no_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the child notes of sources: walked here in this process, without a host. A row is a source and the
 * facts that it must and must not leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/heap.h"
#include "script/inspect.h"

static struct walk_type type_list[] = {
    { "evaluasi", "indikator", "daftar indikator" },
    { "evaluasi", "form", "teks" },
    { "evaluasi", "kepala_unit", "ya_tidak" },
    { "indikator", "target", "bilangan" },
    { "indikator", "judul", "teks" },
    { "skema()", "saran", "evaluasi" },
};
static const struct walk_types types = { COUNT(type_list), type_list };

static const char *const kinds[FACT_KINDS] = {
    [FACT_FAILURE] = "galat",  [FACT_READ] = "baca",     [FACT_WRITE] = "tulis",
    [FACT_MEMBER] = "anggota", [FACT_METHOD] = "metode", [FACT_NAME] = "nama",
    [FACT_STORED] = "isi",     [FACT_FIELD] = "medan",   [FACT_WHOLE] = "utuh",
    [FACT_LOST] = "hilang",    [FACT_LASTING] = "tetap", [FACT_REGISTERED] = "daftar",
    [FACT_SILENT] = "bisu",    [FACT_CUT] = "terpotong",
};

/* Every fact as a line "medan init.lua:3 evaluasi form". */
static char *facts_of(const char *init, const char *lib)
{
    struct source_file files[2] = { { "init.lua", init, strlen(init) },
                                    { "lib/alat.lua", lib, lib ? strlen(lib) : 0 } };
    struct source src = { .limits = LIMITS_CALL, .nfiles = lib ? 2 : 1, .files = files };
    struct arena *a = arena_new();
    struct facts *facts = facts_new(a);
    struct buf out = BUF_NONE;

    inspect_sources(&src, &types, facts);
    buf_char(&out, '\n');
    for (size_t i = 0; i < facts->n; i++) {
        const struct fact *x = &facts->list[i];

        buf_printf(&out, "%s %s:%d %s %s\n", kinds[x->kind], x->file, x->line, x->a, x->b);
    }
    arena_free(a);
    return out.p;
}

#define SARAN(body) "skema { kode = 's', judul = 'S', saran = function(evaluasi, setelan)\n" body "\nend }"

static const struct {
    const char *name, *init, *lib;
    const char *must[4], *never[3]; /* parts of the lines */
} rows[] = {
    { "a global is read where it stands",
      "local a = 1\nlocal b = nilai",
      NULL,
      { "baca init.lua:2 nilai" },
      { NULL } },
    { "a local is none", "local nilai = 1\nlocal b = nilai", NULL, { NULL }, { "baca init.lua:2 nilai" } },
    { "a global is written",
      "local function f()\n nilai = 1\nend",
      NULL,
      { "tulis init.lua:2 nilai" },
      { NULL } },
    { "members",
      "local a = string.format\nlocal b = text.upper",
      NULL,
      { "anggota init.lua:1 string format", "anggota init.lua:2 text upper" },
      { NULL } },
    { "a library under another name",
      "local t = text\nlocal b = t.uper",
      NULL,
      { "anggota init.lua:2 text uper" },
      { NULL } },
    { "a library is written", "text.trim = 1", NULL, { "tulis init.lua:1 text.trim" }, { NULL } },
    { "methods of texts and of others",
      "local s, t = 'a', {}\nlocal x = s:upper()\nlocal y = ('b'):gsub()\nlocal z = t:isi()",
      NULL,
      { "metode init.lua:2 upper teks", "metode init.lua:3 gsub teks", "metode init.lua:4 isi " },
      { NULL } },
    { "a field",
      SARAN("return { hasil = evaluasi.form }"),
      NULL,
      { "medan init.lua:2 evaluasi form" },
      { "hilang" } },
    { "an element of a list",
      SARAN("local n = 0\nfor _, i in ipairs(evaluasi.indikator) do\nn = n + i.target\nend\nreturn { nilai = "
            "n }"),
      NULL,
      { "medan init.lua:3 evaluasi indikator", "medan init.lua:4 indikator target" },
      { "hilang" } },
    { "by number",
      SARAN("return { hasil = evaluasi.indikator[1].judul }"),
      NULL,
      { "medan init.lua:2 indikator judul" },
      { "hilang" } },
    { "a function of list",
      SARAN("return { nilai = list.sum(evaluasi.indikator, function(i) return i.target end) }"),
      NULL,
      { "medan init.lua:2 indikator target" },
      { "hilang" } },
    { "a helper",
      "local function f(e)\nreturn e.form\nend\n" SARAN("return { hasil = f(evaluasi) }"),
      NULL,
      { "medan init.lua:2 evaluasi form" },
      { "hilang" } },
    { "a helper within",
      SARAN("local function f(x)\nreturn x.target\nend\nreturn { nilai = f(evaluasi.indikator[1]) }"),
      NULL,
      { "medan init.lua:3 indikator target" },
      { "hilang" } },
    { "a closure over the argument",
      SARAN("local function f()\nreturn evaluasi.form\nend\nreturn { hasil = f() }"),
      NULL,
      { "medan init.lua:3 evaluasi form" },
      { "hilang" } },
    { "an argument that is written again is not followed",
      SARAN("evaluasi = { form = 1 }\nreturn { hasil = evaluasi.form }"),
      NULL,
      { NULL },
      { "medan init.lua:3" } },
    { "nor one that a closure writes",
      SARAN("local f = function() evaluasi = {} end\nf()\nreturn { hasil = evaluasi.form }"),
      NULL,
      { NULL },
      { "medan init.lua:4" } },
    { "two ways that agree",
      SARAN("local e\nif setelan.a then e = evaluasi else e = evaluasi end\nreturn { hasil = e.form }"),
      NULL,
      { "medan init.lua:4 evaluasi form", "medan init.lua:3 setelan a" },
      { NULL } },
    { "two ways that differ",
      SARAN("local e = {}\nif setelan.a then e = evaluasi end\nreturn { hasil = e.form }"),
      NULL,
      { "hilang :0 evaluasi" },
      { "medan init.lua:4" } },
    { "a loop that changes it",
      SARAN("local e = evaluasi\nfor i = 1, 2 do\nif e.form then e = {} end\nend\nreturn { hasil = 1 }"),
      NULL,
      { "hilang :0 evaluasi" },
      { "medan init.lua:4" } },
    { "after a way out",
      SARAN("if setelan.a then return { hasil = nil } end\nlocal e = evaluasi\nreturn { hasil = e.form }"),
      NULL,
      { "medan init.lua:4 evaluasi form" },
      { "hilang" } },
    { "a computed key",
      SARAN("for _, k in ipairs({ 'form' }) do catat(k, evaluasi[k]) end\nreturn { hasil = nil }"),
      NULL,
      { "utuh init.lua:2 evaluasi" },
      { NULL } },
    { "pairs over it",
      SARAN("for k, v in pairs(evaluasi) do catat(k, v) end\nreturn { hasil = nil }"),
      NULL,
      { "utuh init.lua:2 evaluasi" },
      { NULL } },
    { "given away",
      SARAN("catat('x', evaluasi)\nreturn { hasil = nil }"),
      NULL,
      { "hilang :0 evaluasi" },
      { NULL } },
    { "kept in a table",
      SARAN("local t = { e = evaluasi }\nreturn { hasil = t.e.form }"),
      NULL,
      { "hilang :0 evaluasi" },
      { NULL } },
    { "returned whole", SARAN("return evaluasi"), NULL, { "hilang :0 evaluasi" }, { NULL } },
    { "own inputs",
      "fungsi { nama = 'f', isian = {}, hitung = function(isian)\nreturn isian.a\nend }",
      NULL,
      { "medan init.lua:2 isian fungsi f a", "daftar init.lua:1 fungsi f" },
      { NULL } },
    { "no result",
      "fungsi { nama = 'f', hitung = function(isian)\nlocal a = 1\nend }",
      NULL,
      { "bisu init.lua:3 fungsi f hitung" },
      { NULL } },
    { "only an error",
      "fungsi { nama = 'f', hitung = function(isian)\nerror('tidak')\nend }",
      NULL,
      { NULL },
      { "bisu" } },
    { "an outer variable",
      "local n = 0\nfungsi { nama = 'f', hitung = function()\nn = n + 1\nreturn n\nend }",
      NULL,
      { "tetap init.lua:3 n" },
      { NULL } },
    { "an outer table",
      "local t = {}\nfungsi { nama = 'f', hitung = function()\nt[1] = 1\nt.a = 1\nlist.insert(t, 1)\nreturn "
      "1\nend }",
      NULL,
      { "tetap init.lua:3 ", "tetap init.lua:4 ", "tetap init.lua:5 " },
      { NULL } },
    { "several",
      "local n, t = 0, { 0 }\nfungsi { nama = 'f', hitung = function(isian, setelan)\nn = n + 1\nt[1] = "
      "n\nreturn n\nend }",
      NULL,
      { "tetap init.lua:3 n", "tetap init.lua:4 " },
      { NULL } },
    { "a variable of the call",
      "fungsi { nama = 'f', hitung = function()\nlocal n, t = 0, {}\nlocal function g() n = n + 1 t[1] = n "
      "end\ng()\nreturn n\nend }",
      NULL,
      { NULL },
      { "tetap" } },
    { "the library speaks for its caller",
      "local alat = use 'alat'\n" SARAN("local a = 1\nreturn { hasil = alat(evaluasi) }"),
      "return function(e) return e.form end",
      { "medan init.lua:4 evaluasi form" },
      { "medan lib" } },
    { "a syntax error", "local a = 1\nlocal b = = 2", NULL, { "galat init.lua:2 plugin.sintaks" }, { NULL } },
    { "all registrations are looked at",
      "indikator { kode = 'a' }\nindikator { kode = 'b' }",
      NULL,
      { "galat init.lua:1 plugin.pendaftaran", "galat init.lua:2 plugin.pendaftaran" },
      { NULL } },
};

static void notes_what_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *facts = facts_of(rows[i].init, rows[i].lib), line[128];

        for (size_t k = 0; k < COUNT(rows[i].must) && rows[i].must[k]; k++) {
            snprintf(line, sizeof(line), "\n%s", rows[i].must[k]);
            if (!strstr(facts, line))
                fail_msg("%s: no \"%s\" in%s", rows[i].name, rows[i].must[k], facts);
        }
        for (size_t k = 0; k < COUNT(rows[i].never) && rows[i].never[k]; k++) {
            snprintf(line, sizeof(line), "\n%s", rows[i].never[k]);
            if (strstr(facts, line))
                fail_msg("%s: \"%s\" in%s", rows[i].name, rows[i].never[k], facts);
        }
        free(facts);
    }
}

/* More constants than an instruction can name directly: globals and fields are found all the same. */
static void many_constants(void **state)
{
    struct buf b = BUF_NONE;
    char *facts;

    (void)state;
    buf_str(&b, "local t = {\n");
    for (int i = 0; i < 400; i++)
        buf_printf(&b, "k%d = 'v%d',\n", i, i);
    buf_str(&b, "}\nlocal x = nilai_jauh\nlocal y = text.jauh\nglobal_jauh = 1\n");
    facts = facts_of(b.p, NULL);
    assert_non_null(strstr(facts, "baca init.lua:403 nilai_jauh"));
    assert_non_null(strstr(facts, "anggota init.lua:404 text jauh"));
    assert_non_null(strstr(facts, "tulis init.lua:405 global_jauh"));
    free(facts);
    buf_free(&b);
}

/* Sources that would take long or much: bounded, and it is said that not everything was looked at. */
static void is_bounded(void **state)
{
    struct buf b = BUF_NONE;
    char *facts;

    (void)state;
    for (int i = 0; i < 7000; i++)
        buf_printf(&b, "x%d = 1\n", i);
    facts = facts_of(b.p, NULL);
    assert_non_null(strstr(facts, "terpotong"));
    free(facts);
    buf_clear(&b);
    /* A function that calls itself twice, with every argument known. */
    buf_str(&b, "local f\nfunction f2(e) end\nf = function(e, n) f(e, evaluasi) f(e, n) return e.form end\n");
    buf_str(&b, SARAN("return { hasil = f(evaluasi, 1) }"));
    free(facts_of(b.p, NULL));
    buf_clear(&b);
    buf_str(&b, "local a\n");
    for (int i = 0; i < 1500; i++)
        buf_printf(&b, "do if a then goto l%d end ::l%d:: end\n", i, i);
    free(facts_of(b.p, NULL));
    buf_free(&b);
}

/* The parent reads what a child in an attacker's hands may send. */
static void damaged_facts_are_refused(void **state)
{
    static const int others[] = { 0x00, 0x7F, 0x93, 0xA1, 0xC0, 0xDD, 0xFF };
    struct arena *a = arena_new();
    struct facts *facts = facts_new(a);
    struct buf b = BUF_NONE;
    struct fact *list;
    size_t n;

    (void)state;
    fact_add(facts, FACT_READ, "init.lua", 3, "nilai", NULL);
    fact_add(facts, FACT_MEMBER, "init.lua", 70000, "text", "upper");
    fact_add(facts, FACT_READ, "init.lua", 3, "nilai", NULL); /* once */
    fact_add(facts, FACT_NAME, NULL, 0, "\xFF", NULL);        /* not a text */
    facts_pack(facts, &b);
    {
        struct wire w = { (const uint8_t *)b.p, (const uint8_t *)b.p + b.len };

        assert_true(facts_unpack(&w, a, &list, &n));
        assert_int_equal(n, 2);
        assert_string_equal(list[1].b, "upper");
        assert_int_equal(list[1].line, 70000);
    }
    for (size_t i = 0; i <= b.len; i++)
        for (size_t k = 0; k < COUNT(others); k++) {
            size_t len = k ? b.len : i; /* cut, or one byte replaced */
            char *copy = mem_alloc(len + 1);
            struct wire w = { (const uint8_t *)copy, (const uint8_t *)copy + len };

            memcpy(copy, b.p, len);
            if (k && i < len)
                copy[i] = (char)others[k];
            if (facts_unpack(&w, a, &list, &n))
                for (size_t j = 0; j < n; j++)
                    assert_true(list[j].kind < FACT_KINDS && list[j].line >= 0 && list[j].a && list[j].b);
            free(copy);
        }
    arena_free(a);
    buf_free(&b);
}

static int start(void **state)
{
    (void)state;
    return heap_init() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_what_is_there),
        cmocka_unit_test(many_constants),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(damaged_facts_are_refused),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}

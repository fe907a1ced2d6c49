#include "host_fixture.h"

/* program, input, output: what comes back as canonical JSON */
static const struct {
    const char *body, *arg, *out;
} values[] = {
    { "return isian.a + isian.b", "{\"a\":1,\"b\":2}", "3" },
    { "return isian.a / 2", "{\"a\":3}", "1.5" },
    { "return isian.a / 3 * 3", "{\"a\":4}", "4" },
    { "return { b = 1, a = { x = true } }", "{}", "{\"a\":{\"x\":true},\"b\":1}" },
    { "return { 1, 'dua', false }", "{}", "[1,\"dua\",false]" },
    { "return {}", "{}", "{}" },
    { "return list.new()", "{}", "[]" },
    { "return isian.t", "{\"t\":[]}", "[]" },
    { "return isian.t", "{\"t\":{}}", "{}" },
    { "return nil", "{}", "null" },
    { "return isian.x == nil", "{\"x\":null}", "true" },
    { "return isian", "{\"a\":[{\"b\":\"é\"}]}", "{\"a\":[{\"b\":\"é\"}]}" },
    { "return math.type == nil", "{}", NULL },
    { "return -0.0", "{}", "0" },
    { "local o = '' for k in pairs({b=1,a=2,[2]=1,[1]=1}) do o = o .. k end return o", "{}", "\"12ab\"" },
    { "local ok, e = pcall(function() return isian.salah end) return { ok, e.code }", "{}",
      "[false,\"plugin.medan_tidak_dikenal\"]" },
    { "local ok, e = pcall(error, 'x') return { ok, e }", "{}", "[false,\"x\"]" },
    { "return ('  ab '):trim():upper()", "{}", "\"AB\"" },
};

static void gives_values(void **state)
{
    for (size_t i = 0; i < COUNT(values); i++) {
        struct host_row r = bench_body(*state, values[i].body, values[i].arg);

        if (!values[i].out) {
            assert_int_equal(r.code, E_PLUGIN_NAMA);
            continue;
        }
        if (r.code)
            fail_msg("%s: %s", values[i].body, r.err->msg);
        assert_string_equal(r.value, values[i].out);
        assert_int_equal(strlen(r.value), r.value_len);
    }
}

static const struct {
    const char *body, *arg;
    enum code code;
    const char *msg; /* part of the sentence */
} errors[] = {
    { "return isian.tidak", "{\"a\":1}", E_PLUGIN_MEDAN, "'tidak'" },
    { "return isian.a.b", "{\"a\":{}}", E_PLUGIN_MEDAN, "'b'" },
    { "return nihil + 1", "{}", E_PLUGIN_NAMA, "'nihil'" },
    { "local x return x + 1", "{}", E_PLUGIN_GALAT,
      "Operasi hitung pada nilai nil (kosong) (variabel lokal 'x')" },
    { "local t = {} t.a.b = 1", "{}", E_PLUGIN_GALAT, "(medan 'a')" },
    { "local t = {} t.f()", "{}", E_PLUGIN_GALAT,
      "Pemanggilan nilai nil (kosong) sebagai fungsi (medan 'f')" },
    { "return 1 < 'a'", "{}", E_PLUGIN_GALAT, "Perbandingan angka dengan teks" },
    { "return {} < {}", "{}", E_PLUGIN_GALAT, "Perbandingan dua nilai tabel" },
    { "return #nil", "{}", E_PLUGIN_GALAT, "Panjang" },
    { "return string.format('%d', 1)", "{}", E_PLUGIN_NAMA, "text" },
    { "return ('x'):gsub('a', 'b')", "{}", E_PLUGIN_NAMA, "text.replace" },
    { "return os.time()", "{}", E_PLUGIN_NAMA, "tanggal" },
    { "x = 1", "{}", E_PLUGIN_GLOBAL, "local x" },
    { "math.abs = nil", "{}", E_PLUGIN_GLOBAL, "math" },
    { "error { code = 'predikat.tidak_dikenal', pesan = 'Label tidak dikenal' }", "{}", E_PLUGIN_GAGAL,
      "Label tidak dikenal" },
    { "error('rusak')", "{}", E_PLUGIN_GALAT, "rusak" },
    { "error()", "{}", E_PLUGIN_GALAT, "nil" },
    { "return 0/0", "{}", E_PLUGIN_ANGKA, "NaN" },
    { "return { x = 1/0 }", "{}", E_PLUGIN_ANGKA, "tak hingga" },
    { "return 2^53 * 2", "{}", E_PLUGIN_ANGKA, "2^53" },
    { "return 1 << 60", "{}", E_PLUGIN_ANGKA, "2^53" },
    { "return function() end", "{}", E_PLUGIN_HASIL, "fungsi" },
    { "return { [true] = 1 }", "{}", E_PLUGIN_HASIL, "Kunci" },
    { "return { 1, nil, 3 }", "{}", E_PLUGIN_HASIL, "berlubang" },
    { "return '\\xff'", "{}", E_PLUGIN_HASIL, "UTF-8" },
    { "local t = {} t.t = t return t", "{}", E_PLUGIN_HASIL, "berputar" },
    { "local t = {} local u = t for i = 1, 20 do u.x = {} u = u.x end return t", "{}", E_PLUGIN_BATAS_HASIL,
      "tingkat" },
    { "while true do end", "{}", E_PLUGIN_BATAS_INSTRUKSI, "5000000" },
    { "while true do pcall(function() while true do end end) end", "{}", E_PLUGIN_BATAS_INSTRUKSI, NULL },
    { "local t = {} for i = 1, 1e7 do t[i] = i .. 'abcdefghijklmnop' end", "{}", E_PLUGIN_BATAS_MEMORI,
      NULL },
    { "local function f() return 1 + f() end return f()", "{}", E_PLUGIN_BATAS_REKURSI, NULL },
    { "indikator {}", "{}", E_PLUGIN_FASE, NULL },
};

static void gives_errors(void **state)
{
    for (size_t i = 0; i < COUNT(errors); i++) {
        struct host_row r = bench_body(*state, errors[i].body, errors[i].arg);

        if (r.code != errors[i].code)
            fail_msg("%s: %s, %s", errors[i].body, code_row(r.code)->name, r.err ? r.err->msg : r.value);
        if (errors[i].msg && !strstr(r.err->msg, errors[i].msg))
            fail_msg("%s: %s", errors[i].body, r.err->msg);
    }
}

static void names_file_line_and_code(void **state)
{
    struct host_row r;

    assert_int_equal(bench_run(*state,
                               "local x\nfungsi { nama = 'f', hitung = function(i)\n  return x.y\nend }",
                               "fungsi.f", "[{}]", (struct host_request){ 0 }, &r),
                     ST_OK);
    assert_int_equal(r.code, E_PLUGIN_GALAT);
    assert_string_equal(r.err->file, "init.lua");
    assert_int_equal(r.err->line, 3);
    r = bench_body(*state, "error { code = 'a.b', pesan = 'c' }", "{}");
    assert_string_equal(r.plugin_code, "a.b");
    assert_string_equal(r.err->msg, "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_values),
        cmocka_unit_test(gives_errors),
        cmocka_unit_test(names_file_line_and_code),
    };

    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

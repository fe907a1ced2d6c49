/* Batches: what one row does never shows in another, and what happens when the host is lost. */
#include "host_fixture.h"

#include <signal.h>

#include "script/wire.h"

static const char scheme[] =
    "skema { kode = 's', judul = 'S',\n"
    "  capaian = function(ind, setelan)\n"
    "    catat('capaian', ind.realisasi, 'realisasi / target')\n"
    "    return ind.realisasi / ind.target * 100\n"
    "  end,\n"
    "  saran = function(ev, setelan)\n"
    "    local n, jumlah = 0, 0\n"
    "    for _, ind in ipairs(ev.indikator) do\n"
    "      if ind.capaian then n = n + 1 jumlah = jumlah + ind.capaian end\n"
    "    end\n"
    "    if n == 0 then return {} end\n"
    "    return { hasil = jumlah / n >= setelan.ambang and 'sesuai' or 'di_bawah', nilai = jumlah / n }\n"
    "  end }\n";

static void composes_a_score(void **state)
{
    struct host_row r[3];
    struct buf settings = BUF_NONE;
    size_t n;

    rows_of(&settings, "[1]", &n);
    buf_clear(&settings);
    wire_map(&settings, 1);
    wire_text(&settings, "ambang", SIZE_MAX);
    wire_int(&settings, 90);
    assert_int_equal(
        bench_run(*state, scheme, "skema.s.nilai",
                  "[{\"indikator\":[{\"realisasi\":50,\"target\":100},{\"realisasi\":null,\"target\":9},"
                  "{\"realisasi\":150,\"target\":100}]},"
                  "{\"indikator\":[]},"
                  "{\"indikator\":[{\"realisasi\":1,\"target\":0}]}]",
                  (struct host_request){ .settings = &settings, .trace = true }, r),
        ST_OK);
    assert_string_equal(r[0].value,
                        "{\"capaian\":[50,null,150],\"hasil\":\"sesuai\",\"nilai\":100,\"perilaku\":null}");
    assert_string_equal(r[0].trace,
                        "[{\"label\":\"capaian\",\"nilai\":50,\"rumus\":\"realisasi / target\"},"
                        "{\"label\":\"capaian\",\"nilai\":150,\"rumus\":\"realisasi / target\"}]");
    assert_string_equal(r[1].value, "{\"capaian\":[],\"hasil\":null,\"nilai\":null,\"perilaku\":null}");
    assert_string_equal(r[1].trace, "[]");
    assert_int_equal(r[2].code, E_PLUGIN_ANGKA);
    buf_free(&settings);
}

static void limits_optional_fields(void **state)
{
    static const char *const optional[] = { "jam" };
    struct host_row r[2];

    assert_int_equal(bench_run(*state,
                               "fungsi { nama = 'f', hitung = function(i) return i.jam or i.sesi end }",
                               "fungsi.f", "[{\"jam\":3},{}]",
                               (struct host_request){ .optional = optional, .noptional = 1 }, r),
                     ST_OK);
    assert_string_equal(r[0].value, "3");
    assert_int_equal(r[1].code, E_PLUGIN_MEDAN);
    /* a nil in one row excuses no other row */
    assert_int_equal(bench_run(*state, "fungsi { nama = 'f', hitung = function(i) return i.jam == nil end }",
                               "fungsi.f", "[{\"jam\":null},{}]", (struct host_request){ 0 }, r),
                     ST_OK);
    assert_string_equal(r[0].value, "true");
    assert_int_equal(r[1].code, E_PLUGIN_MEDAN);
}

/* Each keeps something between calls in another place. */
static const char *const impure[] = {
    "local n = 0 fungsi { nama = 'f', hitung = function(i) n = n + 1 return n end }",
    "local memo = {} fungsi { nama = 'f', hitung = function(i) memo[i.x] = true return 1 end }",
    "local last fungsi { nama = 'f', hitung = function(i) last = i return 1 end }",
    "fungsi { nama = 'f', hitung = function(i, s) s.baru = (s.baru or 0) + 1 return s.baru end }",
    "local f do local n = 0 f = function() n = n + 1 return n end end "
    "fungsi { nama = 'f', hitung = function(i) return f() end }",
    "local t = { daftar = { {} } } fungsi { nama = 'f', hitung = function(i) list.insert(t.daftar[1], 1) "
    "return 1 "
    "end }",
    "local t = list.new() fungsi { nama = 'f', hitung = function(i) list.insert(t, 1) return #t end }",
};

static void discards_impure_batches(void **state)
{
    static const char *const optional[] = { "baru" };

    for (size_t i = 0; i < COUNT(impure); i++) {
        struct host_row r[3];

        assert_int_equal(bench_run(*state, impure[i], "fungsi.f", "[{\"x\":1},{\"x\":2},{\"x\":3}]",
                                   (struct host_request){ .optional = optional, .noptional = 1 }, r),
                         ST_OK);
        for (int k = 0; k < 3; k++)
            if (r[k].code != E_PLUGIN_TIDAK_MURNI)
                fail_msg("%s: row %d: %s", impure[i], k, r[k].code ? r[k].err->msg : r[k].value);
    }
}

static void keeps_scratch_that_is_put_back(void **state)
{
    struct host_row r;

    assert_int_equal(
        bench_run(*state,
                  "local t = { x = 1 } fungsi { nama = 'f', hitung = function(i) t.x = 2 local y = t.x "
                  "t.x = 1 i.x = 5 return y + i.x end }",
                  "fungsi.f", "[{\"x\":1}]", (struct host_request){ 0 }, &r),
        ST_OK);
    assert_int_equal(r.code, E_NONE);
    assert_string_equal(r.value, "7");
}

static void a_bad_row_stays_alone(void **state)
{
    static const char source[] =
        "fungsi { nama = 'f', hitung = function(i)\n"
        "  if i.x == 2 then while true do end end\n"
        "  if i.x == 3 then local t = {} while true do list.insert(t, ('x'):rep(1000) .. #t) end end\n"
        "  if i.x == 4 then error('empat') end\n"
        "  local s = 0 for k = 1, 1000 do s = s + k * i.x end return s end }";
    struct host_row r[6];

    assert_int_equal(bench_run(*state, source, "fungsi.f",
                               "[{\"x\":1},{\"x\":2},{\"x\":3},{\"x\":4},{\"x\":5},{\"x\":6}]",
                               (struct host_request){ 0 }, r),
                     ST_OK);
    assert_string_equal(r[0].value, "500500");
    assert_int_equal(r[1].code, E_PLUGIN_BATAS_INSTRUKSI);
    assert_int_equal(r[2].code, E_PLUGIN_BATAS_MEMORI);
    assert_int_equal(r[3].code, E_PLUGIN_GALAT);
    assert_string_equal(r[4].value, "2502500");
    assert_string_equal(r[5].value, "3003000");
    assert_false(r[1].undecided);
}

static void counts_the_same_every_time(void **state)
{
    struct host_row a[2], b[1];
    static const char source[] = "fungsi { nama = 'f', hitung = function(i) local s = 0 "
                                 "for k = 1, i.n do s = s + k end return s end }";

    assert_int_equal(bench_run(*state, source, "fungsi.f", "[{\"n\":100000},{\"n\":200000}]",
                               (struct host_request){ .counted = true }, a),
                     ST_OK);
    assert_int_equal(bench_run(*state, source, "fungsi.f", "[{\"n\":200000}]",
                               (struct host_request){ .counted = true }, b),
                     ST_OK);
    assert_int_equal(a[1].instructions, b[0].instructions);
    assert_in_range(b[0].instructions, 400000, 400200);
    assert_in_range(a[0].instructions, 200000, 200200);
    assert_true(b[0].peak > 1000 && b[0].peak < 1000000);
}

/* The verdict at the limit is the count's, however fast the machine is: 2 instructions a turn. */
static void the_count_is_the_verdict(void **state)
{
    struct host_row r[2];

    assert_int_equal(bench_run(*state,
                               "fungsi { nama = 'f', hitung = function(i) local s = 0 "
                               "for k = 1, i.n do s = s + k end return s end }",
                               "fungsi.f", "[{\"n\":2499000},{\"n\":2501000}]", (struct host_request){ 0 },
                               r),
                     ST_OK);
    assert_int_equal(r[0].code, E_NONE);
    assert_int_equal(r[1].code, E_PLUGIN_BATAS_INSTRUKSI);
}

static void survives_a_kill_from_outside(void **state)
{
    struct bench *b = *state;
    struct host_row r = bench_body(b, "return isian.a", "{\"a\":1}");

    assert_string_equal(r.value, "1");
    assert_true(host_pid(b->host) > 0);
    kill(host_pid(b->host), SIGKILL);
    r = bench_body(b, "return isian.a", "{\"a\":2}");
    assert_int_equal(r.code, E_NONE);
    assert_string_equal(r.value, "2");
}

static void says_why_nothing_can_run(void **state)
{
    struct bench *b = *state;
    struct host_row r;
    struct host *whole = b->host;

    assert_int_equal(bench_run(b, "fungsi { nama = 'f', hitung = function(i) return 1", "fungsi.f", "[{}]",
                               (struct host_request){ 0 }, &r),
                     ST_INVALID);
    assert_int_equal(b->err.code, E_PLUGIN_SINTAKS);
    assert_string_equal(b->err.file, "init.lua");
    assert_int_equal(b->err.line, 1);
    assert_int_equal(bench_run(b, "fungsi { nama = 'f', hitung = function(i) return 1 end }", "fungsi.g",
                               "[{}]", (struct host_request){ 0 }, &r),
                     ST_INVALID);
    assert_int_equal(b->err.code, E_PLUGIN_FUNGSI);
    b->host = host_new("/tidak/ada");
    assert_int_equal(bench_run(b, "fungsi { nama = 'f', hitung = function(i) return 1 end }", "fungsi.f",
                               "[{}]", (struct host_request){ 0 }, &r),
                     ST_UNREACHABLE);
    assert_int_equal(b->err.code, E_PLUGIN_HOST);
    host_free(b->host);
    b->host = whole;
}

static void holds_several_releases(void **state)
{
    struct bench *b = *state;

    for (int round = 0; round < 2; round++)
        for (int i = 0; i < HOST_SLOTS + 3; i++) {
            char body[64], want[16];
            struct host_row r;

            snprintf(body, sizeof(body), "return %d + isian.a", i);
            snprintf(want, sizeof(want), "%d", i + round);
            r = bench_body(b, body, round ? "{\"a\":1}" : "{\"a\":0}");
            assert_string_equal(r.value, want);
        }
}

/* Lengths of tables with holes follow from Lua's hashes of texts, tables and functions: if those were random,
 * a plugin could draw lots. */
static void draws_no_lots(void **state)
{
    static const char body[] =
        "local s = 12345\n"
        "local function acak(n) s = (s * 1103515245 + 12345) % 2147483648 return s // 65536 % n end\n"
        "local kunci = {}\n"
        "for i = 1, 30 do kunci[i] = isian.teks and 'k' .. i or i % 2 == 0 and {} or function() return i end "
        "end\n"
        "if not isian.teks then kunci[1], kunci[2], kunci[3] = text.len, ipairs, (ipairs({})) end\n"
        "local n = 0\n"
        "for uji = 1, 600 do\n"
        "  local t = {}\n"
        "  for op = 1, 40 do\n"
        "    local k = acak(4)\n"
        "    if k == 0 then t[kunci[acak(30) + 1]] = 1\n"
        "    elseif k == 1 then t[kunci[acak(30) + 1]] = nil\n"
        "    elseif k == 2 then t[acak(20) + 1] = true\n"
        "    else t[acak(20) + 1] = nil end\n"
        "  end\n"
        "  n = (n * 31 + #t) % 1000000007\n"
        "end\n"
        "return n";
    struct bench *b = *state;
    struct host *whole = b->host;
    char first[2][32] = { "", "" };

    for (int round = 0; round < 4; round++) {
        b->host = host_new(HOST_EXE);
        for (int k = 0; k < 2; k++) {
            struct host_row r = bench_body(b, body, k ? "{\"teks\":false}" : "{\"teks\":true}");

            assert_int_equal(r.code, E_NONE);
#ifdef TENAYAN_SANITIZER
            if (k)
                continue;
#endif
            if (!round)
                snprintf(first[k], sizeof(first[k]), "%s", r.value);
            assert_string_equal(r.value, first[k]);
        }
        host_free(b->host);
    }
    b->host = whole;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(composes_a_score),
        cmocka_unit_test(limits_optional_fields),
        cmocka_unit_test(discards_impure_batches),
        cmocka_unit_test(keeps_scratch_that_is_put_back),
        cmocka_unit_test(a_bad_row_stays_alone),
        cmocka_unit_test(counts_the_same_every_time),
        cmocka_unit_test(the_count_is_the_verdict),
        cmocka_unit_test(survives_a_kill_from_outside),
        cmocka_unit_test(says_why_nothing_can_run),
        cmocka_unit_test(holds_several_releases),
        cmocka_unit_test(draws_no_lots),
    };

    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

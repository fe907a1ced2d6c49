/* The libraries that plugins see: expression and its value as canonical JSON. These rows are the promise that
 * results of one `api` number never change. */
#include "host_fixture.h"

static const struct {
    const char *expr, *out;
} rows[] = {
    /* num.round works on the decimal text that people see */
    { "num.round(2.675, 2, 'half_up')", "2.68" },
    { "num.round(-2.675, 2, 'half_up')", "-2.68" },
    { "num.round(1.005, 2, 'half_up')", "1.01" },
    { "num.round(1.115, 2, 'half_up')", "1.12" },
    { "num.round(0.285, 2, 'half_up')", "0.29" },
    { "num.round(2.665, 2, 'half_even')", "2.66" },
    { "num.round(2.675, 2, 'half_even')", "2.68" },
    { "num.round(2.5, 0, 'half_even')", "2" },
    { "num.round(3.5, 0, 'half_even')", "4" },
    { "num.round(2.6650001, 2, 'half_even')", "2.67" },
    { "num.round(2.679, 2, 'down')", "2.67" },
    { "num.round(-2.679, 2, 'down')", "-2.67" },
    { "num.round(2.671, 2, 'up')", "2.68" },
    { "num.round(-2.671, 2, 'up')", "-2.68" },
    { "num.round(2.67, 2, 'up')", "2.67" },
    { "num.round(0.1 + 0.2, 1, 'up')", "0.4" },
    { "num.round(-2.671, 2, 'floor')", "-2.68" },
    { "num.round(2.679, 2, 'floor')", "2.67" },
    { "num.round(-2.679, 2, 'ceil')", "-2.67" },
    { "num.round(2.671, 2, 'ceil')", "2.68" },
    { "num.round(1.1, 1, 'floor')", "1.1" },
    { "num.round(4.35 * 100, 0, 'floor')", "434" },
    { "num.round(4.35, 2, 'floor')", "4.35" },
    { "num.round(99.995, 2, 'half_up')", "100" },
    { "num.round(9.5, 0, 'half_up')", "10" },
    { "num.round(0.5, 0, 'half_up')", "1" },
    { "num.round(0.05, 1, 'half_up')", "0.1" },
    { "num.round(0.04, 1, 'half_up')", "0" },
    { "num.round(0.004, 1, 'up')", "0.1" },
    { "num.round(-0.4, 0, 'half_up')", "0" },
    { "num.round(0.000001, 2, 'half_up')", "0" },
    { "num.round(123456789.125, 2, 'half_up')", "123456789.13" },
    { "num.round(9007199254740991, 0, 'half_up')", "9007199254740991" },
    { "num.round(7, 3, 'half_up')", "7" },
    { "num.round(103.57142857142857, 2, 'half_up')", "103.57" },
    { "num.round(5e-324, 15, 'up')", "1e-15" },
    { "num.clamp(130, 0, 120)", "120" },
    { "num.clamp(-1, 0, 120)", "0" },
    { "{ num.is_integer(3), num.is_integer(3.0), num.is_integer(3.5), num.is_integer('3'), "
      "num.is_integer(1/0) }",
      "[true,true,false,false,false]" },
    { "{ num.format(18.75, 2), num.format(12.5, 2), num.format(3, 0), num.format(-0.001, 2), "
      "num.format(2.675, 2) }",
      "[\"18.75\",\"12.50\",\"3\",\"0.00\",\"2.68\"]" },
    { "{ num.format(1234567.891, 2, 'id'), num.format(-1234, 0, 'id'), num.format(999, 1, 'id'), "
      "num.format(0, 0, "
      "'id'), num.format(100000, 0, 'id') }",
      "[\"1.234.567,89\",\"-1.234\",\"999,0\",\"0\",\"100.000\"]" },
    { "{ num.text(18.75), num.text(12.5), num.text(3.0), num.text(7), num.text(0.1 + 0.2) }",
      "[\"18.75\",\"12.5\",\"3\",\"7\",\"0.30000000000000004\"]" },
    { "num.percent(400 + 20, 420)", "100" },
    /* text */
    { "{ text.len('añb'), ('abc'):len(), text.len('') }", "[3,3,0]" },
    { "{ text.upper('Añ z'), text.lower('ÀB Z') }", "[\"Añ Z\",\"Àb z\"]" },
    { "{ text.trim('  a b\\t\\n'), text.trim(''), text.trim('\\u{A0}x\\u{A0}'), text.trim('   ') }",
      "[\"a b\",\"\",\"x\",\"\"]" },
    { "{ text.collapse('  a   b\\n c '), text.fold('  Sangat   BAIK ') }", "[\"a b c\",\"sangat baik\"]" },
    { "{ text.sub('añbc', 2, 3), text.sub('añbc', -2), text.sub('abc', 0), text.sub('abc', 3, 2), "
      "text.sub('abc', 2, "
      "99) }",
      "[\"ñb\",\"bc\",\"abc\",\"\",\"bc\"]" },
    { "{ text.find('añbañb', 'b'), text.find('añbañb', 'b', 4), text.find('abc', ''), text.find('a.c', '.') "
      "}",
      "[3,6,1,2]" },
    { "text.find('abc', 'x') == nil", "true" },
    { "{ text.contains('abc', 'bc'), text.starts_with('abc', 'ab'), text.ends_with('abc', 'bc'), "
      "text.ends_with('c', "
      "'bc') }",
      "[true,true,true,false]" },
    { "text.split('a,b,,c', ',')", "[\"a\",\"b\",\"\",\"c\"]" },
    { "text.split('', ',')", "[\"\"]" },
    { "text.join(text.split('a--b--c', '--'), '+')", "\"a+b+c\"" },
    { "text.join({ 1, 'x', 2.5 }, ' ')", "\"1 x 2.5\"" },
    { "text.join({})", "\"\"" },
    { "{ text.rep('ab', 3), text.rep('ab', 0), text.rep('a', 3, '-') }", "[\"ababab\",\"\",\"a-a-a\"]" },
    { "{ text.replace('a.b.c', '.', '!'), text.replace('aaa', 'aa', 'b'), text.replace('abc', 'x', 'y') }",
      "[\"a!b!c\",\"ba\",\"abc\"]" },
    { "text.fill('{n} dari {m}, {{n}', { n = 3, m = 'lima' })", "\"3 dari lima, {n}\"" },
    { "{ text.pad('7', 3), text.pad('7', 3, '0'), text.pad('1234', 3) }", "[\"  7\",\"007\",\"1234\"]" },
    { "{ text.is_digits('0123'), text.is_digits(''), text.is_digits('1a') }", "[true,false,false]" },
    { "text.chars('añ')", "[\"a\",\"ñ\"]" },
    /* list */
    { "list.sort({ 3, 1, 2 })", "[1,2,3]" },
    { "list.sort({ 'b', 'a', 'B', 'ab' })", "[\"B\",\"a\",\"ab\",\"b\"]" },
    { "list.map(list.sort({ { k = 1, v = 'a' }, { k = 0, v = 'b' }, { k = 1, v = 'c' }, { k = 0, v = 'd' } "
      "}, "
      "function(a, b) return a.k < b.k end), function(t) return t.v end)",
      "[\"b\",\"d\",\"a\",\"c\"]" },
    { "list.map({ 1, 2 }, function(v, i) return v * 10 + i end)", "[11,22]" },
    { "list.filter({ 1, 2, 3, 4 }, function(v) return v % 2 == 0 end)", "[2,4]" },
    { "list.filter({ 1 }, function() return false end)", "[]" },
    { "{ list.sum({}), list.sum({ 1, 2.5 }), list.sum({ { n = 2 }, { n = 3 } }, function(t) return t.n end) "
      "}",
      "[0,3.5,5]" },
    { "{ list.min({ 3, 1, 2 }), list.max({ 3, 1, 2 }), list.mean({ 1, 2, 3, 4 }), list.min({}) == nil }",
      "[1,3,2.5,true]" },
    { "{ list.contains({ 1, 'a' }, 'a'), list.contains({ 1 }, '1'), list.index_of({ 'a', 'b' }, 'b') }",
      "[true,false,2]" },
    { "list.keys({ b = 1, a = 2, [2] = 3, [1] = 4 })", "[1,2,\"a\",\"b\"]" },
    { "list.keys({})", "[]" },
    { "list.copy({ a = 1, b = { 2 } })", "{\"a\":1,\"b\":[2]}" },
    { "list.range(1, 3)", "[1,2,3]" },
    { "list.range(5, 1, -2)", "[5,3,1]" },
    { "list.range(2, 1)", "[]" },
    { "list.reverse({ 1, 2, 3 })", "[3,2,1]" },
    { "list.concat({ 1 }, {}, { 2, 3 })", "[1,2,3]" },
    { "list.concat()", "[]" },
    { "list.new(1, 2)", "[1,2]" },
    /* date */
    { "date.parse('2024-02-29')", "{\"bulan\":2,\"hari\":29,\"tahun\":2024}" },
    { "{ date.is_valid('2025-02-29'), date.is_valid('2025-2-1'), date.is_valid('2025-12-31'), "
      "date.is_valid(5) }",
      "[false,false,true,false]" },
    { "date.make(2025, 3, 1)", "\"2025-03-01\"" },
    { "{ date.year('2025-03-09'), date.month('2025-03-09'), date.day('2025-03-09'), "
      "date.weekday('2025-03-09'), "
      "date.weekday('2025-03-10') }",
      "[2025,3,9,7,1]" },
    { "{ date.days_between('2024-02-28', '2024-03-01'), date.days_between('2025-01-02', '2025-01-01') }",
      "[2,-1]" },
    { "{ date.months_between('2025-01-31', '2025-02-28'), date.months_between('2025-01-15', '2025-03-14'), "
      "date.months_between('2025-03-15', '2025-01-15'), date.months_between('2025-01-01', '2026-01-01') }",
      "[1,1,-2,12]" },
    { "{ date.add_days('2024-12-31', 1), date.add_days('2025-01-01', -1) }",
      "[\"2025-01-01\",\"2024-12-31\"]" },
    { "{ date.add_months('2025-01-31', 1), date.add_months('2024-01-31', 1), date.add_months('2025-01-15', "
      "-13) }",
      "[\"2025-02-28\",\"2024-02-29\",\"2023-12-15\"]" },
    { "{ date.days_in_month(2024, 2), date.days_in_month(2025, 2) }", "[29,28]" },
    { "{ date.format('2025-02-01'), date.format('2025-02-03', 'hari') }",
      "[\"1 Februari 2025\",\"Senin, 3 Februari 2025\"]" },
    /* math and base */
    { "{ math.abs(-3), math.abs(-2.5), math.ceil(1.2), math.floor(-1.2), math.max(1, 3, 2), math.min(2, 1) }",
      "[3,2.5,2,-2,3,1]" },
    { "{ math.tointeger(3.0), math.tointeger(3.5) == nil, math.tointeger('3') == nil, math.floor(7) }",
      "[3,true,true,7]" },
    { "{ tonumber('12'), tonumber(' 1.5 '), tonumber('x') == nil, tonumber('ff', 16), tonumber('-10', 2), "
      "tonumber(true) == nil }",
      "[12,1.5,true,255,-2,true]" },
    { "{ tostring(1), tostring(1.5), tostring(nil), tostring(true), tostring({}), tostring(text.len), "
      "type({}) }",
      "[\"1\",\"1.5\",\"nil\",\"true\",\"tabel\",\"fungsi\",\"table\"]" },
    { "{ select('#', 1, nil, 3), (select(2, 'a', 'b', 'c')), (select(-1, 'a', 'b')) }", "[3,\"b\",\"b\"]" },
    { "{ pcall(error, { code = 1 }) }", "[false,{\"code\":1}]" },
    { "{ assert(1, 'x') }", "[1,\"x\"]" },
    { "{ 1 // 1, 7 // 2, 7 / 2, 7 % 3, 2 ^ 10, 1e15 }", "[1,3,3.5,1,1024,1000000000000000]" },
};

static void answers_as_promised(void **state)
{
    char body[1024];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct host_row r;

        snprintf(body, sizeof(body), "return %s", rows[i].expr);
        r = bench_body(*state, body, "{}");
        if (r.code)
            fail_msg("%s: %s", rows[i].expr, r.err->msg);
        if (strcmp(r.value, rows[i].out) != 0)
            fail_msg("%s: %s, expected %s", rows[i].expr, r.value, rows[i].out);
    }
}

/* Plain arithmetic may stand for the decimal text only where both agree: every rule, many numbers. */
static void shortcut_agrees_with_text(void **state)
{
    static const char body[] =
        "local n, beda = 0, list.new()\n"
        "for _, aturan in ipairs({ 'half_up', 'half_even', 'down', 'up', 'floor', 'ceil' }) do\n"
        "  for i = isian.dari, isian.dari + 400 do\n"
        "    local x = i / 1000\n"
        "    local a = num.round(x, 2, aturan)\n"
        "    local s, sisa = i // 10, i % 10\n"
        "    local naik = sisa > 0 and (aturan == 'up' or aturan == 'ceil')\n"
        "      or aturan == 'half_up' and sisa >= 5\n"
        "      or aturan == 'half_even' and (sisa > 5 or sisa == 5 and s % 2 == 1)\n"
        "    local harap = (naik and s + 1 or s) / 100\n"
        "    n = n + 1\n"
        "    if a ~= harap then list.insert(beda, aturan .. ' ' .. x .. ' ' .. a) end\n"
        "  end\n"
        "end\n"
        "return { n = n, beda = beda }";

    for (int from = 0; from < 40000; from += 1999) {
        char arg[40];
        struct host_row r;

        snprintf(arg, sizeof(arg), "{\"dari\":%d}", from);
        r = bench_body(*state, body, arg);
        assert_int_equal(r.code, E_NONE);
        assert_string_equal(r.value, "{\"beda\":[],\"n\":2406}");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_as_promised),
        cmocka_unit_test(shortcut_agrees_with_text),
    };

    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

/* Consolidation as arithmetic: slots, months, targets, inputs, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scoring/konsolidasi.h"

static const struct kalender year = { .kode = "2025",
                                      .jenis = "tahunan",
                                      .mulai = "2025-01-01",
                                      .selesai = "2025-12-31",
                                      .tahun = 2025,
                                      .nbulan = 12 };
static const struct kalender quarter = { .kode = "2025-TW2",
                                         .jenis = "triwulanan",
                                         .mulai = "2025-04-01",
                                         .selesai = "2025-06-30",
                                         .tahun = 2025,
                                         .bulan_pertama = 3,
                                         .nbulan = 3 };
static const struct kalender month = { .kode = "2025-05",
                                       .jenis = "bulanan",
                                       .mulai = "2025-05-01",
                                       .selesai = "2025-05-31",
                                       .tahun = 2025,
                                       .bulan_pertama = 4,
                                       .nbulan = 1 };

static double value(const struct kalender *k, enum konsolidasi kind, uint32_t ada, const double nilai[SLOTS])
{
    int8_t slots[SLOTS];
    size_t n = konsolidasi_bagian(k, ada, slots);

    assert_true(n > 0);
    return konsolidasi_nilai(kind, slots, n, nilai);
}

/* U1: twelve months of 1 500 patients, target 1 500 a month: 18 000 of 18 000. */
static void u1(void **state)
{
    double nilai[SLOTS];

    (void)state;
    for (int i = 0; i < SLOTS; i++)
        nilai[i] = 1500;
    assert_true(value(&year, KONS_JUMLAH, 0xfff, nilai) == 18000);
    assert_true(konsolidasi_target(1500, PER_BULAN, KONS_JUMLAH, 12) == 18000);
}

/* U3: prevalence 16, 15, 13.5: the last. */
static void u3(void **state)
{
    const double nilai[SLOTS] = { 16, 15, 13.5 };

    (void)state;
    assert_true(value(&year, KONS_TERAKHIR, 7, nilai) == 13.5);
}

/* U4: present seven of twelve months, 1 500 a month: 10 500. */
static void u4(void **state)
{
    int served = bulan_bertugas(&year, "2025-06-01", "2025-12-31");

    (void)state;
    assert_int_equal(served, 7);
    assert_true(konsolidasi_target(1500, PER_BULAN, KONS_JUMLAH, served) == 10500);
}

static void months_served(void **state)
{
    static const struct {
        const char *id;
        const struct kalender *k;
        const char *mulai, *selesai;
        int months;
    } rows[] = {
        { "whole year", &year, "2025-01-01", "2025-12-31", 12 },
        { "until the 14th", &year, "2025-01-01", "2025-05-14", 4 },
        { "until the 15th", &year, "2025-01-01", "2025-05-15", 5 },
        { "from the 15th", &year, "2025-05-15", "2025-12-31", 8 },
        { "from the 16th", &year, "2025-05-16", "2025-12-31", 7 },
        { "two plans share no month", &quarter, "2025-05-15", "2025-06-30", 2 },
        { "touches only", &month, "2025-05-20", "2025-12-31", 1 },
        { "outside", &month, "2025-06-01", "2025-12-31", 0 },
        { "another year", &year, "2024-01-01", "2024-12-31", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (bulan_bertugas(rows[i].k, rows[i].mulai, rows[i].selesai) != rows[i].months)
            fail_msg("%s: %d", rows[i].id, bulan_bertugas(rows[i].k, rows[i].mulai, rows[i].selesai));
}

static void finest_granularity(void **state)
{
    /* Months of the first quarter, the second quarter itself, nothing else. */
    double nilai[SLOTS] = { 10, 20, 30 };
    uint32_t ada = 7 | 1U << (SLOT_TRIWULAN + 1);

    (void)state;
    nilai[SLOT_TRIWULAN + 1] = 100;
    assert_true(value(&year, KONS_JUMLAH, ada, nilai) == 160);
    assert_true(value(&year, KONS_RATA_RATA, ada, nilai) == 60); /* (10+20+30+3×100)/6 */
    assert_true(value(&year, KONS_TERAKHIR, ada, nilai) == 100);
    /* The quarter's own number gives way to its months. */
    nilai[SLOT_TRIWULAN] = 999;
    assert_true(value(&year, KONS_JUMLAH, ada | 1U << SLOT_TRIWULAN, nilai) == 160);
    /* The year's own number counts only alone. */
    nilai[SLOT_TAHUN] = 777;
    assert_true(value(&year, KONS_JUMLAH, ada | 1U << SLOT_TAHUN, nilai) == 160);
    assert_true(value(&year, KONS_JUMLAH, 1U << SLOT_TAHUN, nilai) == 777);
}

static void a_quarter_sees_its_own(void **state)
{
    double nilai[SLOTS] = { 1, 2, 4, 8, 16, 32, 64 };
    int8_t slots[SLOTS];

    (void)state;
    assert_true(value(&quarter, KONS_JUMLAH, 0x7f, nilai) == 56);
    assert_true(value(&month, KONS_JUMLAH, 1U << 4, nilai) == 16);
    assert_int_equal(konsolidasi_bagian(&quarter, 7, slots), 0);
}

static void targets(void **state)
{
    static const struct {
        const char *id;
        double target;
        enum per per;
        enum konsolidasi kind;
        int bulan;
        double want;
    } rows[] = {
        { "month in a month", 1500, PER_BULAN, KONS_JUMLAH, 1, 1500 },
        { "year in a quarter", 12, PER_TAHUN, KONS_JUMLAH, 3, 3 },
        { "quarter in a year", 12, PER_TRIWULAN, KONS_JUMLAH, 12, 48 },
        { "year, seven months", 100, PER_TAHUN, KONS_JUMLAH, 7, 58.333333 },
        { "percent stays", 95, PER_BULAN, KONS_HITUNG_ULANG, 12, 95 },
        { "mean stays", 80, PER_BULAN, KONS_RATA_RATA, 7, 80 },
        { "last stays", 14, PER_TAHUN, KONS_TERAKHIR, 3, 14 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (konsolidasi_target(rows[i].target, rows[i].per, rows[i].kind, rows[i].bulan) != rows[i].want)
            fail_msg("%s", rows[i].id);
}

static void sums_are_rounded_once(void **state)
{
    const double nilai[SLOTS] = { 0.1, 0.2, 0.3 };

    (void)state;
    assert_true(value(&year, KONS_JUMLAH, 7, nilai) == 0.6);
    assert_true(value(&year, KONS_RATA_RATA, 7, nilai) == 0.2);
    assert_true(bulat6(-0.0000005) == -0.000001);
    assert_true(bulat6(123456789012.5) == 123456789012.5);
}

/* U2, the inputs: 90/100, 10/20, 300/300 give 400/420. */
static void u2_inputs(void **state)
{
    static const char *const months[] = { "{\"tepat\":90,\"total\":100}", "{\"tepat\":10,\"total\":20}",
                                          "{\"tepat\":300,\"total\":300}" };
    struct isian_jumlah j;
    struct buf b = BUF_NONE;

    (void)state;
    isian_mulai(&j);
    for (size_t i = 0; i < COUNT(months); i++)
        assert_true(isian_tambah(&j, months[i], strlen(months[i])));
    isian_json(&j, &b);
    assert_string_equal(b.p, "{\"tepat\":400,\"total\":420}");
    buf_free(&b);
}

static void inputs(void **state)
{
    static const struct {
        const char *id, *a, *b, *want; /* want NULL: refused */
    } rows[] = {
        { "empty", "{}", "{}", "{}" },
        { "decimals", "{\"x\":0.1}", "{\"x\":0.2}", "{\"x\":0.3}" },
        { "negative", "{\"x\":-5}", "{\"x\":2}", "{\"x\":-3}" },
        { "exponent", "{\"x\":1e3}", "{\"x\":1}", "{\"x\":1001}" },
        { "large", "{\"x\":9007199254740990}", "{\"x\":2}", "{\"x\":9007199254740992}" },
        { "text: the last", "{\"t\":\"a\",\"x\":1}", "{\"t\":\"b \\\" ,}\",\"x\":2}",
          "{\"t\":\"b \\\" ,}\",\"x\":3}" },
        { "booleans", "{\"y\":true}", "{\"y\":false}", "{\"y\":false}" },
        { "other keys", "{\"b\":1}", "{\"a\":2,\"c\":3}", "{\"a\":2,\"b\":1,\"c\":3}" },
        { "nested: the last", "{\"d\":[1,{\"e\":\"]\"}],\"x\":1}", "{\"d\":[2],\"x\":1}",
          "{\"d\":[2],\"x\":2}" },
        { "prefixes", "{\"a\":1,\"aa\":2}", "{\"a\":1,\"aa\":2}", "{\"a\":2,\"aa\":4}" },
        { "not closed", "{\"x\":1", "{}", NULL },
        { "not an object", "[1]", "{}", NULL },
        { "rubbish behind", "{\"x\":1}}", "{}", NULL },
        { "no value", "{\"x\":}", "{}", NULL },
        { "no colon", "{\"x\"}", "{}", NULL },
        { "text open", "{\"x\":\"a}", "{}", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct isian_jumlah j;
        struct buf b = BUF_NONE;
        bool ok;

        isian_mulai(&j);
        ok = isian_tambah(&j, rows[i].a, strlen(rows[i].a)) && isian_tambah(&j, rows[i].b, strlen(rows[i].b));
        isian_json(&j, &b);
        if (ok != (rows[i].want != NULL) || (ok && strcmp(b.p, rows[i].want) != 0))
            fail_msg("%s: %s", rows[i].id, ok ? b.p : "refused");
        buf_free(&b);
    }
}

static void many_inputs_are_refused(void **state)
{
    struct isian_jumlah j;
    struct buf b = BUF_NONE;

    (void)state;
    buf_char(&b, '{');
    for (int i = 0; i <= ISIAN_MAX; i++)
        buf_printf(&b, "%s\"k%03d\":1", i ? "," : "", i);
    buf_char(&b, '}');
    isian_mulai(&j);
    assert_false(isian_tambah(&j, b.p, b.len));
    buf_free(&b);
}

static void words(void **state)
{
    static const struct {
        double x;
        const char *text;
    } rows[] = { { 0, "0" },          { 1500, "1.500" },  { 1234567.5, "1.234.567,5" },
                 { -1000, "-1.000" }, { 95.24, "95,24" }, { 0.000001, "0,000001" },
                 { 100, "100" },      { 999, "999" } };
    const double nilai[SLOTS] = { 1500, 1400 };
    const int8_t slots[] = { 0, 1 };
    struct buf b = BUF_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_clear(&b);
        angka_tulis(&b, rows[i].x);
        assert_string_equal(b.p, rows[i].text);
    }
    buf_clear(&b);
    konsolidasi_teks(&b, KONS_JUMLAH, slots, 2, nilai, 2900);
    assert_string_equal(b.p, "1.500 (Januari) + 1.400 (Februari) = 2.900");
    buf_clear(&b);
    konsolidasi_teks(&b, KONS_RATA_RATA, slots, 2, nilai, 1450);
    assert_string_equal(b.p, "(1.500 (Januari) + 1.400 (Februari)) ÷ 2 = 1.450");
    buf_clear(&b);
    target_teks(&b, 1500, PER_BULAN, KONS_JUMLAH, 7);
    assert_string_equal(b.p, "1.500 per bulan × 7 bulan = 10.500");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(u1),
        cmocka_unit_test(u2_inputs),
        cmocka_unit_test(u3),
        cmocka_unit_test(u4),
        cmocka_unit_test(months_served),
        cmocka_unit_test(finest_granularity),
        cmocka_unit_test(a_quarter_sees_its_own),
        cmocka_unit_test(targets),
        cmocka_unit_test(sums_are_rounded_once),
        cmocka_unit_test(inputs),
        cmocka_unit_test(many_inputs_are_refused),
        cmocka_unit_test(words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

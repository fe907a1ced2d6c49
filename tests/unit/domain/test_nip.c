/* DOMAIN 13.6, every row by its id, and dates as people write them. */
#include "org.h"

#include "domain/nip.h"
#include "domain/tanggal.h"

#define TODAY "2026-02-02"

static const struct {
    const char *id, *nip, *lahir;
    char sex;
    enum nip_jenis jenis;
    enum code galat, peringatan; /* E_NONE: none */
} rows[] = {
    { "I1", "198501012010011001", NULL, 0, NIP_PNS, E_NONE, E_NONE },
    { "I3", "198702292010012001", NULL, 0, NIP_PNS, E_NIP_LAHIR, E_NONE },
    { "I4", "198513012010011001", NULL, 0, NIP_PNS, E_NIP_LAHIR, E_NONE },
    { "I7", "198501012010013001", NULL, 0, NIP_PNS, E_NIP_KELAMIN, E_NONE },
    { "I8", "19850101201001100", NULL, 0, NIP_TAK_DIKENAL, E_NIP_BENTUK, E_NONE },
    { "I9", "19850101 201001 1 001", NULL, 0, NIP_PNS, E_NONE, E_NONE },
    { "I11", "198501012010011000", NULL, 0, NIP_PNS, E_NIP_URUT, E_NONE },
    { "I12", "198501012010012001", NULL, 'L', NIP_PNS, E_NONE, E_NIP_KELAMIN_BEDA },
    /* rules of 8.1 that the table has no row for */
    { "leap day", "198402292010012001", NULL, 0, NIP_PNS, E_NONE, E_NONE },
    { "pppk", "199003152023211007", NULL, 0, NIP_PPPK, E_NONE, E_NONE },
    { "month 13 of TMT", "198501012010131001", NULL, 0, NIP_TAK_DIKENAL, E_NIP_TMT, E_NONE },
    { "month 00 of TMT", "198501012010001001", NULL, 0, NIP_TAK_DIKENAL, E_NIP_TMT, E_NONE },
    { "15 years old", "199501012010121001", NULL, 0, NIP_PNS, E_NIP_USIA, E_NONE },
    { "16 years old", "199401012010011001", NULL, 0, NIP_PNS, E_NONE, E_NIP_USIA_MUDA },
    { "18 years old", "199201012010011001", NULL, 0, NIP_PNS, E_NONE, E_NONE },
    { "born today", "202602022026021001", NULL, 0, NIP_PNS, E_NIP_LAHIR, E_NONE },
    { "born 1899", "189901011920011001", NULL, 0, NIP_PNS, E_NIP_LAHIR, E_NONE },
    { "TMT to come", "200001012027011001", NULL, 0, NIP_PNS, E_NONE, E_NIP_TMT_DEPAN },
    { "other birth", "198501012010011001", "1985-01-02", 0, NIP_PNS, E_NONE, E_NIP_LAHIR_BEDA },
    { "letter", "19850101201001100A", NULL, 0, NIP_TAK_DIKENAL, E_NIP_BENTUK, E_NONE },
    { "19 digits", "1985010120100110011", NULL, 0, NIP_TAK_DIKENAL, E_NIP_BENTUK, E_NONE },
    { "empty", "  ", NULL, 0, NIP_TAK_DIKENAL, E_NIP_KOSONG, E_NONE },
    { "minus sign", "-98501012010011001", NULL, 0, NIP_TAK_DIKENAL, E_NIP_BENTUK, E_NONE },
};

static bool is_only(const enum code *list, int n, enum code wanted)
{
    return wanted == E_NONE ? n == 0 : n == 1 && list[0] == wanted;
}

static void test_rows(void **state)
{
    int failed = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct nip_acuan ref = { .hari = TODAY, .lahir = rows[i].lahir, .kelamin = rows[i].sex };
        struct nip n;

        nip_check(rows[i].nip, &ref, &n);
        if (n.valid != (rows[i].galat == E_NONE) || n.jenis != rows[i].jenis ||
            !is_only(n.galat, n.ngalat, rows[i].galat) ||
            !is_only(n.peringatan, n.nperingatan, rows[i].peringatan)) {
            print_error("%s: valid %d, %d galat, %d peringatan\n", rows[i].id, n.valid, n.ngalat,
                        n.nperingatan);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static void test_fields(void **state)
{
    struct nip n;
    char shown[22];

    (void)state;
    nip_check("198501012010011001", NULL, &n);
    assert_string_equal(n.lahir, "1985-01-01");
    assert_string_equal(n.tmt, "2010-01");
    assert_int_equal(n.kelamin, 'L');
    assert_int_equal(n.urut, 1);
    nip_check("199003152023212007", NULL, &n);
    assert_string_equal(n.tmt, "2023");
    assert_int_equal(n.kelamin, 'P');
    assert_int_equal(n.urut, 7);
    nip_display("198501012010011001", shown);
    assert_string_equal(shown, "19850101 201001 1 001");
}

static void test_several_faults(void **state)
{
    struct nip n;

    (void)state;
    nip_check("198513012010143000", NULL, &n);
    assert_int_equal(n.ngalat, 4); /* birth, TMT, sex, serial */
}

static void test_other_pppk_code(void **state)
{
    struct nip_acuan ref = { .hari = TODAY, .kode_pppk = "21,22" };
    struct nip n;

    (void)state;
    nip_check("199003152023221007", &ref, &n);
    assert_int_equal(n.jenis, NIP_PPPK);
    ref.kode_pppk = NULL;
    nip_check("199003152023221007", &ref, &n);
    assert_int_equal(n.jenis, NIP_TAK_DIKENAL);
}

static const struct {
    const char *text, *date; /* date NULL: refused */
} dates[] = {
    { "2025-02-01", "2025-02-01" },
    { "01-02-2025", "2025-02-01" },
    { "1/2/2025", "2025-02-01" },
    { "01.02.2025", "2025-02-01" },
    { "1 Februari 2025", "2025-02-01" },
    { "1 februari 2025", "2025-02-01" },
    { "01 Peb 2025", "2025-02-01" },
    { "3 Nopember 2024", "2024-11-03" },
    { "17 Agt. 2024", "2024-08-17" },
    { "29 Februari 2024", "2024-02-29" },
    { "29 Februari 2025", NULL },
    { "31-04-2025", NULL },
    { "13/13/2025", NULL },
    { "1-2/2025", NULL },
    { "1 Febtember 2025", NULL },
    { "1/2/25", NULL },
    { "01-Feb-25", NULL },
    { "2025", NULL },
    { "", NULL },
    { "45321", NULL },
    { "1 Februari 2025 x", NULL },
    { "0-1-2025", NULL },
};

static void test_dates(void **state)
{
    char out[DATE_TEXT], shown[TANGGAL_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        bool ok = tanggal_baca(dates[i].text, out);

        if (ok != (dates[i].date != NULL) || (ok && strcmp(out, dates[i].date) != 0))
            fail_msg("\"%s\": %s", dates[i].text, ok ? out : "refused");
    }
    assert_string_equal(tanggal_tulis("2025-03-14", shown), "14 Maret 2025");
    assert_string_equal(tanggal_tulis("x", shown), "");
    tanggal_geser("2024-03-01", -1, out);
    assert_string_equal(out, "2024-02-29");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),           cmocka_unit_test(test_fields),
        cmocka_unit_test(test_several_faults), cmocka_unit_test(test_other_pppk_code),
        cmocka_unit_test(test_dates),
    };

    (void)org_open;
    (void)org_close;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

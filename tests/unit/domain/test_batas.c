/* Limits: whose rule, which day, outages that move it; zones at midnight; receipts; periods that lock. */
#include "kerja.h"

#include "domain/batas.h"
#include "domain/gangguan.h"
#include "domain/tanda_terima.h"

static char clock_file[96];

static void now_is(const char *text)
{
    FILE *f = fopen(clock_file, "w");

    assert_non_null(f);
    fprintf(f, "%s\n", text);
    fclose(f);
}

static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    snprintf(clock_file, sizeof(clock_file), "%s/jam", folder);
    now_is("2026-02-02T02:00:00Z");
    OK(clock_test_file(clock_file, e));
    OK(clock_zone_set("Asia/Jakarta", e));
    return 0;
}

static int end(void **state)
{
    OK(clock_zone_set("Asia/Jakarta", e));
    return teardown(state);
}
#define B(name) cmocka_unit_test_setup_teardown(name, begin, end)

static struct batas limit_on(const char *hari, int64_t unit, int64_t pegawai)
{
    struct batas_soal s = { LB_REALISASI_AJUKAN, unit, pegawai, 3, "bulanan", "2026-01-31" };
    struct batas b = { .asal = "" };

    OK(batas_hitung(db, &s, hari, &b, e));
    return b;
}

static void whose_rule_holds(void **state)
{
    struct batas b = limit_on("2026-02-05", PUSTU, 0);

    (void)state;
    assert_string_equal(b.batas, "2026-02-05"); /* as shipped */
    assert_int_equal(b.unit_id, 0);
    assert_int_equal(b.keadaan, BATAS_TEPAT);
    b = limit_on("2026-02-09", PUSTU, 0);
    assert_int_equal(b.keadaan, BATAS_TOLERANSI); /* never refused without a tolerance that ends */
    assert_int_equal(b.hari_lewat, 4);
    sql("INSERT INTO batas_aturan (unit_id, langkah, jenis, mulai, batas_hari, tutup_hari) VALUES"
        "(1,'realisasi_ajukan','','2026-01-01',7,9),(4,'realisasi_ajukan','bulanan','2026-01-31',3,3),"
        "(4,'realisasi_ajukan','bulanan','2026-02-01',20,20);");
    assert_string_equal(limit_on("2026-02-02", KELURAHAN, 0).batas, "2026-02-07");
    b = limit_on("2026-02-04", PUSTU, 0); /* the dinas' own, and of the day counted from */
    assert_string_equal(b.batas, "2026-02-03");
    assert_int_equal(b.unit_id, DINKES);
    assert_int_equal(b.keadaan, BATAS_DITUTUP);
    sql("INSERT INTO batas_periode (unit_id, periode_id, langkah, batas, tutup, alasan, waktu) VALUES"
        "(1,3,'realisasi_ajukan','2026-02-10','2026-02-12','Libur','2026-02-01T00:00:00.000Z');");
    assert_string_equal(limit_on("2026-02-04", PUSTU, 0).batas, "2026-02-10");
    sql("INSERT INTO batas_pengecualian (pegawai_id, langkah, sampai, alasan, waktu) VALUES"
        "(7,'','2026-02-20','Sakit','2026-02-01T00:00:00.000Z'),"
        "(8,'skp_ajukan','2026-02-25','Sakit','2026-02-01T00:00:00.000Z');");
    assert_string_equal(limit_on("2026-02-18", PUSTU, PERAWAT).asal, "pengecualian");
    assert_int_equal(limit_on("2026-02-18", PUSTU, PERAWAT).keadaan, BATAS_TEPAT);
    assert_int_equal(limit_on("2026-02-18", PUSTU, BIDAN).keadaan, BATAS_DITUTUP);
    sql("UPDATE batas_pengecualian SET dicabut = '2026-02-02T00:00:00.000Z';");
    assert_int_equal(limit_on("2026-02-18", PUSTU, PERAWAT).keadaan, BATAS_DITUTUP);
}

static int64_t extension(const char *hari)
{
    int64_t us = -1;

    OK(gangguan_perpanjangan(db, hari, &us, e));
    return us / 60000000;
}

static void outages_give_back_what_they_took(void **state)
{
    static const struct {
        const char *id, *dari, *sampai;
        int64_t menit;
    } rows[] = {
        /* Day 5 ends at 17:00Z. */
        { "too short", "2026-02-05T10:00:00.000Z", "2026-02-05T10:14:59.000Z", 0 },
        { "two hours", "2026-02-05T10:00:00.000Z", "2026-02-05T12:00:00.000Z", 120 },
        { "over midnight", "2026-02-05T16:00:00.000Z", "2026-02-05T18:00:00.000Z", 120 },
        { "begun before the window", "2026-02-04T15:00:00.000Z", "2026-02-04T18:00:00.000Z", 60 },
        { "before the window", "2026-02-04T10:00:00.000Z", "2026-02-04T16:00:00.000Z", 0 },
        { "after the end", "2026-02-05T17:00:01.000Z", "2026-02-05T20:00:00.000Z", 0 },
        { "more than the most", "2026-02-05T10:00:00.000Z", "2026-02-12T10:00:00.000Z", 72 * 60 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        sql(arena_printf(arena,
                         "DELETE FROM gangguan; INSERT INTO gangguan (dari, sampai, sebab, waktu)"
                         " VALUES ('%s','%s','mati','%s');",
                         rows[i].dari, rows[i].sampai, rows[i].sampai));
        if (extension("2026-02-05") != rows[i].menit)
            fail_msg("%s: %lld", rows[i].id, (long long)extension("2026-02-05"));
    }
    /* One in the time that another has won moves it again; two that overlap count once. */
    sql("DELETE FROM gangguan; INSERT INTO gangguan (dari, sampai, sebab, waktu) VALUES"
        "('2026-02-05T14:00:00.000Z','2026-02-05T15:00:00.000Z','mati','2026-02-05T15:00:00.000Z'),"
        "('2026-02-05T14:30:00.000Z','2026-02-05T15:30:00.000Z','luar','2026-02-05T15:30:00.000Z'),"
        "('2026-02-05T17:30:00.000Z','2026-02-05T18:00:00.000Z','mati','2026-02-05T18:00:00.000Z');");
    assert_int_equal(extension("2026-02-05"), 120);
    sql("INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES"
        "('gangguan.perpanjang','2026-02-05',0,'ya/tidak','Uji','C');");
    assert_int_equal(extension("2026-02-05"), 0);
    assert_int_equal(extension("2026-02-04"), 0);
}

static void a_prolonged_day_has_not_ended(void **state)
{
    char day[DATE_TEXT];

    (void)state;
    sql("INSERT INTO gangguan (dari, sampai, sebab, waktu) VALUES"
        "('2026-02-05T14:00:00.000Z','2026-02-05T16:00:00.000Z','mati','2026-02-05T16:00:00.000Z');");
    now_is("2026-02-05T18:59:59Z"); /* 01:59 on the 6th */
    OK(gangguan_hari(db, "2026-02-06", day, e));
    assert_string_equal(day, "2026-02-05");
    assert_int_equal(limit_on("2026-02-06", PUSTU, 0).keadaan, BATAS_TEPAT);
    now_is("2026-02-05T19:00:00Z");
    OK(gangguan_hari(db, "2026-02-06", day, e));
    assert_string_equal(day, "2026-02-06");
    assert_int_equal(limit_on("2026-02-06", PUSTU, 0).keadaan, BATAS_TOLERANSI);
}

static void midnight_is_that_of_the_zone(void **state)
{
    static const struct {
        const char *zone, *before, *after;
    } rows[] = {
        { "Asia/Jakarta", "2026-02-05T16:59:59Z", "2026-02-05T17:00:00Z" },
        { "Asia/Makassar", "2026-02-05T15:59:59Z", "2026-02-05T16:00:00Z" },
        { "Asia/Jayapura", "2026-02-05T14:59:59Z", "2026-02-05T15:00:00Z" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char today[DATE_TEXT];

        OK(clock_zone_set(rows[i].zone, e));
        now_is(rows[i].before);
        clock_today(today);
        assert_string_equal(today, "2026-02-05");
        assert_int_equal(limit_on(today, PUSTU, 0).keadaan, BATAS_TEPAT);
        now_is(rows[i].after);
        clock_today(today);
        assert_string_equal(today, "2026-02-06");
        assert_int_equal(limit_on(today, PUSTU, 0).keadaan, BATAS_TOLERANSI);
        /* An outage in the last hour before each zone's midnight is in the window of that day. */
        sql(arena_printf(arena,
                         "DELETE FROM gangguan; INSERT INTO gangguan (dari, sampai, sebab, waktu) VALUES"
                         "('2026-02-05T%02d:00:00.000Z','2026-02-05T%02d:30:00.000Z','mati','x');",
                         16 - (int)i, 16 - (int)i));
        assert_int_equal(extension("2026-02-05"), 30);
        assert_int_equal(limit_on(today, PUSTU, 0).keadaan, BATAS_TEPAT);
        sql("DELETE FROM gangguan;");
    }
}

static void lock(const char *hari, int64_t want)
{
    struct batas_berkala in = { .out_dikunci = -1 };
    struct who w = who_on(0, hari);

    OK(run_as(&w, batas_berkala, &in, 0, e));
    assert_int_equal(in.out_dikunci, want);
}

static void periods_lock_by_themselves(void **state)
{
    (void)state;
    lock("2026-03-30", 0); /* as shipped nothing closes */
    sql("INSERT INTO batas_aturan (unit_id, langkah, jenis, mulai, batas_hari, tutup_hari) VALUES"
        "(1,'realisasi_ajukan','bulanan','2026-01-01',5,7),(5,'realisasi_ajukan','bulanan','2026-01-01',5,20)"
        ";");
    lock("2026-02-08", 0);
    lock("2026-02-20", 0); /* the puskesmas may still */
    sql("INSERT INTO batas_pengecualian (pegawai_id, sampai, alasan, waktu) VALUES "
        "(7,'2026-02-25','Sakit','x');");
    lock("2026-02-21", 0);
    lock("2026-02-26", 1);
    assert_string_equal(string("SELECT status FROM periode WHERE kode = '2026-01'"), "dikunci");
    assert_string_equal(string("SELECT peran || ':' || ke FROM audit ORDER BY n DESC LIMIT 1"),
                        "sistem:dikunci");
    /* Opened again, people lock it; and the rule may say that nothing locks by itself. */
    {
        struct periode_langkah in = { 3, "buka", "Perbaikan" };
        struct who w = who_on(AKUN_PUSAT, "2026-02-27");

        OK(run_as(&w, periode_langkah, &in, number("SELECT versi FROM periode WHERE id = 3"), e));
    }
    lock("2026-02-28", 0);
    sql("UPDATE batas_aturan SET kunci = 0 WHERE unit_id = 5;");
    lock("2026-03-30", 0);
    sql("UPDATE batas_aturan SET kunci = 1 WHERE unit_id = 5;");
    lock("2026-03-30", 1); /* February */
}

static void codes_find_every_slip(void **state)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct audit_entry a = { .objek = "realisasi", .objek_id = 1, .peristiwa = "ajukan", .dokumen = HASH64 };
    struct who w = who_of(PERAWAT);
    char kode[TANDA_KODE + 1], out[TANDA_KODE + 1], printed[TANDA_CETAK + 1];
    struct tanda_terima t;

    (void)state;
    OK(audit_add(db, &w, &a, NULL, e));
    snprintf(kode, sizeof(kode), "%s", string("SELECT kode FROM tanda_terima"));
    tanda_terima_cetak(kode, printed);
    assert_true(tanda_terima_kode(printed, out));
    assert_string_equal(out, kode);
    OK(tanda_terima_cari(db, printed, &t, e));
    assert_string_equal(t.hash, HASH64);
    for (int i = 0; i < TANDA_KODE; i++)
        for (int j = 0; j < 32; j++) {
            snprintf(out, sizeof(out), "%s", kode);
            out[i] = alphabet[j];
            if (strcmp(out, kode) != 0)
                assert_false(tanda_terima_kode(out, printed));
        }
    for (int i = 0; i + 1 < TANDA_KODE; i++) {
        char swapped[TANDA_KODE + 1];

        snprintf(swapped, sizeof(swapped), "%s", kode);
        swapped[i] = kode[i + 1];
        swapped[i + 1] = kode[i];
        if (i != 12 && strcmp(swapped, kode) != 0)
            assert_false(tanda_terima_kode(swapped, out));
    }
    assert_false(tanda_terima_kode("", out));
    assert_false(tanda_terima_kode("ABCDE-FGHJK-MNPQR-ST", out));
    assert_false(tanda_terima_kode("ABCDEFGHJKMNPQ'", out));
    a.peristiwa = "terima"; /* no submission, no receipt */
    OK(audit_add(db, &w, &a, NULL, e));
    assert_int_equal(number("SELECT count(*) FROM tanda_terima"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        B(whose_rule_holds),
        B(outages_give_back_what_they_took),
        B(a_prolonged_day_has_not_ended),
        B(midnight_is_that_of_the_zone),
        B(periods_lock_by_themselves),
        B(codes_find_every_slip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

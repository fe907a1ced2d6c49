/* Days as rows say they are: calendars by the nearest unit, Ramadan, holidays, shifts over midnight and over
 * the end of a month, absence, transfers, zones. */
#include "kerja.h"

#include "domain/harikerja.h"
#include "domain/progres.h"

/* 2026-02-02 is a Monday. Kota: five days of 450 minutes (Friday 480); the puskesmas six, of 390 and 240. */
static const char calendars[] =
    "INSERT INTO kalender (id, unit_id, jenis, hari_kerja, nama, mulai, selesai) VALUES"
    "(1,1,'biasa',5,'Lima hari','2026-01-01',NULL),(2,5,'biasa',6,'Enam hari','2026-01-01',NULL),"
    "(3,1,'khusus',5,'Ramadan','2026-02-18','2026-03-19'),(4,1,'khusus',6,'Ramadan','2026-02-18','2026-03-19'"
    ");"
    "INSERT INTO kalender_jam (kalender_id, hari, masuk, pulang, istirahat) VALUES"
    "(1,1,'07:30','16:00',60),(1,2,'07:30','16:00',60),(1,3,'07:30','16:00',60),(1,4,'07:30','16:00',60),"
    "(1,5,'07:30','17:00',90),(2,1,'07:30','14:00',0),(2,2,'07:30','14:00',0),(2,3,'07:30','14:00',0),"
    "(2,4,'07:30','14:00',0),(2,5,'07:30','11:30',0),(2,6,'07:30','14:00',0),"
    "(3,1,'08:00','15:00',30),(3,2,'08:00','15:00',30),(3,3,'08:00','15:00',30),(3,4,'08:00','15:00',30),"
    "(3,5,'08:00','15:30',60),(4,1,'08:00','14:00',30),(4,2,'08:00','14:00',30),(4,3,'08:00','14:00',30),"
    "(4,4,'08:00','14:00',30),(4,5,'08:00','11:30',0),(4,6,'08:00','14:00',30);"
    "INSERT INTO hari_libur (unit_id, tanggal, jenis, nama) VALUES (1,'2026-02-17','nasional','Imlek'),"
    "(1,'2026-02-16','cuti_bersama','Cuti bersama'),(4,'2026-02-16','masuk','Tetap melayani');";

static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    sql(calendars);
    return 0;
}
#define H(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static struct harikerja day(int64_t pegawai, const char *tanggal)
{
    struct harikerja h;

    OK(harikerja_satu(db, pegawai, tanggal, arena, &h, e));
    return h;
}

static void expect(const char *id, int64_t pegawai, const char *tanggal, const char *jenis, int menit)
{
    struct harikerja h = day(pegawai, tanggal);

    if (strcmp(hari_jenis_kode(h.jenis), jenis) != 0 || h.menit != menit)
        fail_msg("%s: %s is %s of %d minutes, not %s of %d", id, tanggal, hari_jenis_kode(h.jenis), h.menit,
                 jenis, menit);
}

static void the_nearest_calendar_holds(void **state)
{
    static const struct {
        const char *id;
        int64_t who;
        const char *tanggal, *jenis;
        int menit;
    } rows[] = {
        { "five days, Monday", CAMAT, "2026-02-02", "kerja", 450 },
        { "five days, Friday", CAMAT, "2026-02-06", "kerja", 480 },
        { "five days, Saturday", CAMAT, "2026-02-07", "libur", 0 },
        { "below the kecamatan", STAF, "2026-02-02", "kerja", 450 },
        { "six days, Friday", PERAWAT, "2026-02-06", "kerja", 240 },
        { "six days, Saturday", PERAWAT, "2026-02-07", "kerja", 390 },
        { "six days, Sunday", PERAWAT, "2026-02-08", "libur", 0 },
        { "below the puskesmas", BIDAN, "2026-02-07", "kerja", 390 },
        { "holiday for all", PERAWAT, "2026-02-17", "libur", 0 },
        { "cuti bersama", CAMAT, "2026-02-16", "libur", 0 },
        { "the dinas keeps it open", PERAWAT, "2026-02-16", "kerja", 390 },
        { "Ramadan, five days", CAMAT, "2026-02-18", "kerja", 390 },
        { "Ramadan, six days", PERAWAT, "2026-02-21", "kerja", 330 },
        { "Ramadan, six days, Friday", PERAWAT, "2026-02-20", "kerja", 210 },
        { "Ramadan's last day", CAMAT, "2026-03-19", "kerja", 390 },
        { "the day after", CAMAT, "2026-03-20", "kerja", 480 },
        { "before any calendar", CAMAT, "2025-12-30", "tanpa_kalender", 0 },
        { "before the post", CAMAT, "2024-12-31", "di_luar", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].id, rows[i].who, rows[i].tanggal, rows[i].jenis, rows[i].menit);
}

static void a_night_belongs_to_the_day_on_which_it_begins(void **state)
{
    char out[DATE_TEXT];
    struct harikerja h;
    static const struct {
        const char *waktu, *hari; /* UTC; the institution is seven hours ahead */
    } moments[] = {
        { "2026-02-28T13:59:00.000Z", "2026-02-28" }, /* 20:59: before the night */
        { "2026-02-28T20:00:00.000Z", "2026-02-28" }, /* 03:00 on the first of March */
        { "2026-03-01T00:29:00.000Z", "2026-02-28" }, /* 07:29 */
        { "2026-03-01T00:30:00.000Z", "2026-03-01" }, /* 07:30: it is over */
        { "2026-02-03T20:00:00.000Z", "2026-02-04" }, /* an early shift ended long ago */
    };

    (void)state;
    sql("INSERT INTO roster (pegawai_id, tanggal, kode, masuk, pulang, istirahat) VALUES"
        "(7,'2026-02-03','P','07:30','14:00',0),(7,'2026-02-28','M','21:00','07:30',30),"
        "(7,'2026-02-04','L',NULL,NULL,0),(7,'2026-02-05','P','07:30','14:00',0),"
        "(7,'2026-02-05','S','14:00','21:00',30);");
    expect("early", PERAWAT, "2026-02-03", "shift", 390);
    expect("off", PERAWAT, "2026-02-04", "lepas", 0);
    expect("two shifts", PERAWAT, "2026-02-05", "shift", 780);
    expect("no row in a month with a roster", PERAWAT, "2026-02-06", "lepas", 0);
    expect("a holiday does not matter to it", PERAWAT, "2026-02-17", "lepas", 0);
    expect("night", PERAWAT, "2026-02-28", "shift", 600);
    expect("the month after has none", PERAWAT, "2026-03-02", "kerja", 330);
    h = day(PERAWAT, "2026-02-28");
    assert_int_equal(h.pulang, 1440 + 450);
    harikerja_akhir(&h, out);
    assert_string_equal(out, "2026-03-01");
    for (size_t i = 0; i < COUNT(moments); i++) {
        int64_t us;

        assert_true(time_parse(moments[i].waktu, &us));
        OK(harikerja_dinas(db, PERAWAT, us, out, e));
        if (strcmp(out, moments[i].hari) != 0)
            fail_msg("%s: %s, not %s", moments[i].waktu, out, moments[i].hari);
    }
}

static void the_zone_is_the_institutions(void **state)
{
    char out[DATE_TEXT];
    int64_t us;

    (void)state;
    assert_true(time_parse("2026-02-02T16:30:00.000Z", &us)); /* 23:30 in Jakarta, 01:30 in Jayapura */
    OK(harikerja_dinas(db, CAMAT, us, out, e));
    assert_string_equal(out, "2026-02-02");
    assert_int_equal(time_minute(us), 23 * 60 + 30);
    OK(clock_zone_set("Asia/Jayapura", e));
    OK(harikerja_dinas(db, CAMAT, us, out, e));
    assert_int_equal(time_minute(us), 90);
    OK(clock_zone_set("Asia/Jakarta", e));
    assert_string_equal(out, "2026-02-03");
}

static void absence_excuses_what_was_due(void **state)
{
    (void)state;
    sql("INSERT INTO ketidakhadiran (pegawai_id, jenis, mulai, selesai, waktu) VALUES"
        "(2,'cuti_tahunan','2026-02-05','2026-02-09','2026-01-01T00:00:00.000Z'),"
        "(2,'dinas_luar','2026-02-11','2026-02-11','2026-01-01T00:00:00.000Z'),"
        "(2,'cuti_sakit','2026-02-12','2026-02-12','2026-01-01T00:00:00.000Z'),"
        "(7,'cuti_melahirkan','2026-02-28','2026-05-28','2026-01-01T00:00:00.000Z');"
        "INSERT INTO roster (pegawai_id, tanggal, kode, masuk, pulang) VALUES"
        "(7,'2026-02-27','M','21:00','07:30'),(7,'2026-02-28','M','21:00','07:30');");
    expect("before", CAMAT, "2026-02-04", "kerja", 450);
    expect("leave", CAMAT, "2026-02-05", "cuti", 0);
    expect("a Sunday within", CAMAT, "2026-02-08", "libur", 0);
    expect("its last day", CAMAT, "2026-02-09", "cuti", 0);
    expect("after", CAMAT, "2026-02-10", "kerja", 450);
    expect("away on duty", CAMAT, "2026-02-11", "dinas_luar", 0);
    expect("ill", CAMAT, "2026-02-12", "sakit", 0);
    expect("the night before the leave", PERAWAT, "2026-02-27", "shift", 630);
    expect("the night that would begin in it", PERAWAT, "2026-02-28", "cuti", 0);
}

static void a_month_follows_the_person(void **state)
{
    struct harikerja *days;
    size_t n;
    int due = 0;

    (void)state;
    /* On the 16th the midwife goes to the kelurahan; on the 20th her unit's tree changes, too. */
    sql("UPDATE penugasan SET selesai = '2026-02-15' WHERE id = 8;"
        "INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai) VALUES (8, 4, 'definitif', "
        "'2026-02-16');"
        "UPDATE unit_induk SET selesai = '2026-02-19' WHERE unit_id = 3;"
        "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (3, 5, '2026-02-20');");
    OK(harikerja_rentang(db, BIDAN, "2026-02-01", "2026-02-28", arena, &days, &n, e));
    assert_int_equal(n, 28);
    for (size_t i = 0; i < n; i++)
        due += days[i].menit;
    assert_int_equal(days[13].menit, 390);        /* Saturday 14th, six days */
    assert_int_equal(days[15].jenis, HARI_LIBUR); /* Monday 16th: cuti bersama of the kota */
    assert_int_equal(days[18].menit, 390);        /* Thursday 19th, Ramadan of five days */
    assert_int_equal(days[19].menit, 210);        /* Friday 20th, six days again */
    assert_int_equal(days[20].jenis, HARI_KERJA); /* and Saturday counts */
    assert_int_equal(due, 10 * 390 + 2 * 240 + 2 * 390 + 210 + 330 + 5 * 330 + 210);
    REFUSED(E_MASUKAN, harikerja_rentang(db, BIDAN, "2026-02-02", "2026-02-01", arena, &days, &n, e));
    REFUSED(E_MASUKAN, harikerja_rentang(db, BIDAN, "2026-01-01", "2026-12-31", arena, &days, &n, e));
    REFUSED(E_PEGAWAI_TIDAK_ADA, harikerja_rentang(db, 99, "2026-02-01", "2026-02-01", arena, &days, &n, e));
}

static struct shift night(const char *tanggal)
{
    return (struct shift){ tanggal, "M", "21:00", "07:30", 0 };
}

static void rosters_do_not_overlap(void **state)
{
    struct shift feb[] = { night("2026-02-28") };
    struct shift mar[] = { { "2026-03-01", "P", "07:00", "14:00", 0 } };
    struct shift ok[] = { { "2026-03-01", "P", "07:30", "14:00", 0 }, night("2026-03-01") };
    struct shift bad[] = { { "2026-03-01", "P", "07:30", "14:00", 0 },
                           { "2026-03-01", "S", "13:00", "21:00", 0 } };
    struct shift other[] = { night("2026-04-01") };
    struct roster_pasang in = { .pegawai_id = PERAWAT, .bulan = "2026-02", .n = 1, .shift = feb };

    (void)state;
    OK(run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e));
    in.bulan = "2026-03";
    in.shift = mar;
    REFUSED(E_ROSTER_TUMPANG,
            run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e)); /* the night runs until 07:30 */
    in.shift = bad;
    in.n = 2;
    REFUSED(E_ROSTER_TUMPANG, run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e));
    in.shift = ok;
    OK(run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e));
    assert_int_equal(number("SELECT count(*) FROM roster"), 3);
    in.shift = other;
    in.n = 1;
    REFUSED(E_MASUKAN, run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e));
    in.n = 0; /* an empty month goes back to the calendar */
    OK(run(AKUN_ADMIN_UNIT, roster_pasang, &in, 0, e));
    expect("calendar again", PERAWAT, "2026-03-02", "kerja", 330);
    REFUSED(E_TIDAK_BERHAK, run(PERAWAT, roster_pasang, &in, 0, e));
    REFUSED(E_PEGAWAI_TIDAK_ADA, run(LURAH, roster_pasang, &in, 0, e));
}

static void a_new_calendar_ends_the_one_before(void **state)
{
    struct kalender_jam jam[5];
    struct kalender_pasang in = { .unit_id = KOTA,
                                  .jenis = "biasa",
                                  .nama = "Jam baru",
                                  .mulai = "2026-03-02",
                                  .dasar = "Keputusan uji",
                                  .hari_kerja = 5,
                                  .njam = 5,
                                  .jam = jam };

    (void)state;
    for (int i = 0; i < 5; i++)
        jam[i] = (struct kalender_jam){ i + 1, "08:00", "16:00", 60 };
    OK(run(AKUN_PUSAT, kalender_pasang, &in, 0, e));
    assert_string_equal(string("SELECT selesai FROM kalender WHERE id = 1"), "2026-03-01");
    expect("old hours", CAMAT, "2026-02-02", "kerja", 450);
    expect("new hours", CAMAT, "2026-03-24", "kerja", 420);
    in.nama = "Jam baru, dibetulkan";
    OK(run(AKUN_PUSAT, kalender_pasang, &in, 0, e));
    assert_int_equal(number("SELECT count(*) FROM kalender WHERE unit_id = 1 AND mulai = '2026-03-02'"), 1);
    assert_int_equal(number("SELECT count(*) FROM audit WHERE objek = 'kalender'"), 2);
    REFUSED(E_TIDAK_BERHAK, run(AKUN_ADMIN_UNIT, kalender_pasang, &in, 0, e)); /* of the puskesmas only */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        H(the_nearest_calendar_holds),         H(a_night_belongs_to_the_day_on_which_it_begins),
        H(the_zone_is_the_institutions),       H(absence_excuses_what_was_due),
        H(a_month_follows_the_person),         H(rosters_do_not_overlap),
        H(a_new_calendar_ends_the_one_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Objections: the fourteen days, who hears and decides, and what time makes of a result. */
#include "kerja.h"

#include "domain/aturan.h"
#include "domain/keberatan.h"

/* The nurse's plan, and an evaluation that her head has fixed. */
static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    assert_int_equal(skp_disetujui(), 1);
    sql("INSERT INTO evaluasi (id, skp_versi_id, periode_id, status, rating_hasil, rating_perilaku, predikat)"
        " SELECT 1, id, 2, 'ditetapkan', 'sesuai', 'sesuai', 'baik' FROM skp_versi WHERE skp_id = 1;");
    return 0;
}
#define K(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static int64_t versi(const char *table)
{
    return number(arena_printf(arena, "SELECT versi FROM %s WHERE id = 1", table));
}

static enum status evaluation_on(const char *hari, int64_t akun, const char *event, const char *note,
                                 struct err *e)
{
    struct evaluasi_langkah in = { 1, event, note };
    struct who w = who_on(akun, hari);

    return run_as(&w, evaluasi_langkah, &in, versi("evaluasi"), e);
}

static enum status object_on(const char *hari, int64_t akun, struct err *e)
{
    struct keberatan_ajukan in = { 1, "Dua posyandu tidak dihitung", 0 };
    struct who w = who_on(akun, hari);

    return run_as(&w, keberatan_ajukan, &in, versi("evaluasi"), e);
}

static enum status step_on(const char *hari, int64_t akun, const char *event, const char *note, struct err *e)
{
    struct keberatan_langkah in = { 1, event, note };
    struct who w = who_on(akun, hari);

    return run_as(&w, keberatan_langkah, &in, versi("keberatan"), e);
}

static void O1_day_fourteen_is_in_time(void **state)
{
    (void)state;
    OK(evaluation_on("2026-02-02", PERAWAT, "terima", NULL, e));
    assert_string_equal(string("SELECT batas_keberatan FROM evaluasi"), "2026-02-16");
    OK(object_on("2026-02-16", PERAWAT, e));
    assert_int_equal(last.status, 201);
    assert_string_equal(string("SELECT k.status || ' ' || v.status FROM keberatan k, evaluasi v"),
                        "diajukan keberatan");
}

static void day_fifteen_is_kept_and_not_heard(void **state)
{
    (void)state;
    OK(evaluation_on("2026-02-02", PERAWAT, "terima", NULL, e));
    OK(object_on("2026-02-17", PERAWAT, e));
    assert_string_equal(string("SELECT k.status || ' ' || v.status FROM keberatan k, evaluasi v"),
                        "tidak_diterima ditetapkan");
    REFUSED(E_ALUR_PERISTIWA, step_on("2026-02-17", KADIS, "periksa", NULL, e));
    REFUSED(E_KEBERATAN_ADA, object_on("2026-02-17", PERAWAT, e));
}

static void O3_the_decision_is_final(void **state)
{
    (void)state;
    OK(object_on("2026-02-03", PERAWAT, e)); /* who objects has received it */
    assert_string_equal(string("SELECT diterima FROM evaluasi"), "2026-02-03");
    OK(step_on("2026-02-04", KADIS, "periksa", NULL, e));
    REFUSED(E_KEBERATAN_PENJELASAN, step_on("2026-02-05", KADIS, "tolak", "Tidak terbukti", e));
    OK(step_on("2026-02-05", PERAWAT, "jelaskan", "Lihat register", e));
    OK(step_on("2026-02-05", KAPUS, "jelaskan", "Tidak ada di register", e));
    assert_string_equal(string("SELECT penjelasan_pegawai || '/' || penjelasan_penilai FROM keberatan"),
                        "Lihat register/Tidak ada di register");
    OK(step_on("2026-02-06", KADIS, "tolak", "Tidak terbukti", e));
    assert_string_equal(string("SELECT k.status || ' ' || v.status || ' ' || v.predikat FROM keberatan k,"
                               " evaluasi v"),
                        "ditolak diputus baik");
    REFUSED(E_ALUR_PERISTIWA, object_on("2026-02-07", PERAWAT, e));
    REFUSED(E_ALUR_PERISTIWA, step_on("2026-02-07", KADIS, "tolak", "Sekali lagi", e));
}

/* Who does not answer does not hold up the other: from the day after the limit on it is decided. */
static void silence_does_not_stop_the_decision(void **state)
{
    (void)state;
    OK(object_on("2026-02-03", PERAWAT, e));
    OK(step_on("2026-02-04", KADIS, "periksa", NULL, e));
    assert_string_equal(string("SELECT batas_penjelasan FROM keberatan"), "2026-02-09");
    OK(step_on("2026-02-05", PERAWAT, "jelaskan", "Lihat register", e));
    REFUSED(E_KEBERATAN_PENJELASAN, step_on("2026-02-09", KADIS, "tolak", "Tidak terbukti", e));
    OK(step_on("2026-02-10", KADIS, "tolak", "Tidak terbukti", e));
}

static void another_predikat_must_be_the_matrix_s(void **state)
{
    struct hasil_baru h = { .kode = "skema.permenpanrb-6-2022.predikat",
                            .release_id = RELEASE_SKEMA,
                            .setelan_hash = HASH64,
                            .masukan_hash = HASH64,
                            .masukan = "{}",
                            .api = 1,
                            .nilai = "\"sangat_baik\"" };
    struct keberatan_putus in = { .id = 1,
                                  .nilai = { .rating_hasil = "di_atas",
                                             .rating_perilaku = "sesuai",
                                             .alasan = "Terbukti",
                                             .catatan = "",
                                             .predikat = "baik",
                                             .nhasil = 1,
                                             .hasil = &h,
                                             .saran = -1,
                                             .predikat_hasil = 0 } };
    struct who kadis = who_on(KADIS, "2026-02-12");

    (void)state;
    OK(object_on("2026-02-03", PERAWAT, e));
    OK(step_on("2026-02-04", KADIS, "periksa", NULL, e));
    REFUSED(E_PREDIKAT_GAGAL, run_as(&kadis, keberatan_putus, &in, versi("keberatan"), e));
    h.nilai = "\"baik\"";
    h.release_id = RELEASE_PUSKESMAS;
    REFUSED(E_MASUKAN_BERUBAH, run_as(&kadis, keberatan_putus, &in, versi("keberatan"), e));
    h.release_id = RELEASE_SKEMA;
    in.nilai.rating_hasil = "sesuai";
    REFUSED(E_KEBERATAN_SAMA, run_as(&kadis, keberatan_putus, &in, versi("keberatan"), e));
    in.nilai.rating_hasil = "di_atas";
    OK(run_as(&kadis, keberatan_putus, &in, versi("keberatan"), e));
    assert_string_equal(string("SELECT semula_hasil || menjadi_hasil FROM keberatan"), "sesuaidi_atas");
    assert_string_equal(string("SELECT v.rating_hasil || ' ' || h.nilai FROM evaluasi v JOIN hasil h"
                               " ON h.id = v.predikat_hasil_id"),
                        "di_atas \"baik\"");
    assert_int_equal(number("SELECT length(dokumen) FROM audit WHERE objek = 'keberatan'"
                            " AND peristiwa = 'ubah'"),
                     64);
}

static void time_makes_it_final(void **state)
{
    struct keberatan_berkala in = { .sampai = 0 };
    struct who day16 = who_on(0, "2026-02-16"), day17 = who_on(0, "2026-02-17");

    (void)state;
    OK(evaluation_on("2026-02-02", KAPUS, "serahkan", "Diserahkan di ruang rapat", e));
    REFUSED(E_EVALUASI_DITANGGAPI, evaluation_on("2026-02-03", KAPUS, "serahkan", "Lagi", e));
    OK(evaluation_on("2026-02-10", PERAWAT, "tolak", "Belum sepakat", e)); /* the clock goes on */
    assert_string_equal(string("SELECT tanggapan || batas_keberatan FROM evaluasi"), "menolak2026-02-16");
    OK(run_as(&day16, keberatan_berkala, &in, 0, e));
    assert_int_equal(in.out_final, 0);
    OK(run_as(&day17, keberatan_berkala, &in, 0, e));
    assert_int_equal(in.out_final, 1);
    assert_string_equal(string("SELECT status FROM evaluasi"), "final");
    OK(object_on("2026-02-18", PERAWAT, e)); /* kept, as what it is */
    assert_string_equal(string("SELECT status FROM keberatan"), "tidak_diterima");
}

static void a_rule_holds_from_its_day(void **state)
{
    struct aturan_tetapkan in = { "keberatan.hari", "2026-03-01", "Perwako 1/2026", 10 };
    char last_day[DATE_TEXT];

    (void)state;
    REFUSED(E_TIDAK_BERHAK, run(AKUN_ADMIN_UNIT, aturan_tetapkan, &in, 0, e));
    OK(run(AKUN_PUSAT, aturan_tetapkan, &in, 0, e));
    OK(aturan_batas(db, "keberatan.hari", "2026-02-28", last_day, e));
    assert_string_equal(last_day, "2026-03-14");
    OK(aturan_batas(db, "keberatan.hari", "2026-03-01", last_day, e));
    assert_string_equal(last_day, "2026-03-11");
    in.mulai = HARI;
    REFUSED(E_ATURAN_MULAI, run(AKUN_PUSAT, aturan_tetapkan, &in, 0, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        K(O1_day_fourteen_is_in_time),
        K(day_fifteen_is_kept_and_not_heard),
        K(O3_the_decision_is_final),
        K(silence_does_not_stop_the_decision),
        K(another_predikat_must_be_the_matrix_s),
        K(time_makes_it_final),
        K(a_rule_holds_from_its_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

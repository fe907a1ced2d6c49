/* The evaluator of a plan by date, and what time does to plans. */
#include "kerja.h"

/* DOMAIN 13.8 O6: while the head is away his Plh evaluates; afterwards he himself again. */
static void o6_a_plh_evaluates_while_the_head_is_away(void **state)
{
    struct skp_langkah ajukan = { .peristiwa = "ajukan" }, setujui = { .peristiwa = "setujui" };
    struct skp_langkah kembali = { .peristiwa = "kembalikan", .catatan = "Periksa lagi" };
    struct who perawat, bidan, kapus;
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");

    (void)state;
    sql("INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, selesai, dasar_nomor, dasar_tanggal)"
        " VALUES (8, 6, 'plh', '2026-03-03', '2026-03-14', '800/9', '2026-03-01')");
    ajukan.id = setujui.id = kembali.id = skp;
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    perawat = who_on(PERAWAT, "2026-03-05");
    bidan = who_on(BIDAN, "2026-03-05");
    kapus = who_on(KAPUS, "2026-03-05");
    OK(run_as(&perawat, skp_langkah, &ajukan, skp_versi(skp), e));
    assert_string_equal(string("SELECT penilai_cara || penilai_id FROM skp"), "plh8");
    REFUSED(E_TIDAK_BERHAK, run_as(&kapus, skp_langkah, &setujui, skp_versi(skp), e));
    OK(run_as(&bidan, skp_langkah, &kembali, skp_versi(skp), e));
    perawat = who_on(PERAWAT, "2026-03-17");
    bidan = who_on(BIDAN, "2026-03-17");
    kapus = who_on(KAPUS, "2026-03-17");
    OK(run_as(&perawat, skp_langkah, &ajukan, skp_versi(skp), e));
    assert_string_equal(string("SELECT penilai_cara || penilai_id FROM skp"), "definitif6");
    REFUSED(E_SKP_TIDAK_ADA, run_as(&bidan, skp_langkah, &setujui, skp_versi(skp), e));
    OK(run_as(&kapus, skp_langkah, &setujui, skp_versi(skp), e));
    assert_int_equal(number("SELECT count(*) FROM audit WHERE peristiwa = 'penilai'"), 2);
}

/* His authority ended in between: a Plh who did not decide in time cannot any more. */
static void authority_is_that_of_the_day_of_the_step(void **state)
{
    struct skp_langkah ajukan = { .peristiwa = "ajukan" }, setujui = { .peristiwa = "setujui" };
    struct who perawat, bidan;
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");

    (void)state;
    sql("INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, selesai, dasar_nomor, dasar_tanggal)"
        " VALUES (8, 6, 'plh', '2026-03-03', '2026-03-14', '800/9', '2026-03-01')");
    ajukan.id = setujui.id = skp;
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    perawat = who_on(PERAWAT, "2026-03-14");
    OK(run_as(&perawat, skp_langkah, &ajukan, skp_versi(skp), e));
    bidan = who_on(BIDAN, "2026-03-15");
    REFUSED(E_SKP_TIDAK_ADA, run_as(&bidan, skp_langkah, &setujui, skp_versi(skp), e));
    assert_string_equal(string("SELECT penilai_cara || penilai_id FROM skp"),
                        "plh8"); /* the refusal changed nothing */
}

static void time_moves_plans_on(void **state)
{
    int64_t skp = skp_disetujui();
    struct skp_berkala in = { .sampai = 0 };
    struct who sys = who_on(0, "2026-02-02"), late = who_on(0, "2027-01-01"), perawat = who_of(PERAWAT);

    (void)state;
    REFUSED(E_TIDAK_BERHAK, run_as(&perawat, skp_berkala, &in, 0, e));
    OK(run_as(&sys, skp_berkala, &in, 0, e));
    assert_string_equal(string("SELECT status FROM skp_versi"), "berjalan");
    assert_int_equal(in.out_berubah, 1);
    assert_int_equal(in.out_sampai, skp);
    assert_false(in.out_sisa);
    OK(run_as(&sys, skp_berkala, &in, 0, e)); /* nothing to do twice */
    assert_int_equal(in.out_berubah, 0);
    OK(run_as(&late, skp_berkala, &in, 0, e));
    assert_string_equal(string("SELECT status FROM skp_versi"), "selesai");
    /* A new head: plans follow him on his first day, before anybody asks. */
    sql("UPDATE skp_versi SET status = 'berjalan';"
        "UPDATE penugasan SET selesai = '2026-04-30' WHERE id = 6;"
        "INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, dasar_nomor, dasar_tanggal)"
        " VALUES (8, 6, 'tugas_tambahan', '2026-05-01', '800/10', '2026-04-20')");
    sys = who_on(0, "2026-05-01");
    OK(run_as(&sys, skp_berkala, &in, 0, e));
    assert_int_equal(number("SELECT penilai_id FROM skp"), BIDAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(o6_a_plh_evaluates_while_the_head_is_away),
        T(authority_is_that_of_the_day_of_the_step),
        T(time_moves_plans_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

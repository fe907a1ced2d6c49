/* Verification finds what was tampered with, and nothing else; installing, enabling and their refusals. */
#include "dunia.h"

static void verified(int threads, int64_t want, struct verify_result *v)
{
    struct verify_options o = { .threads = threads, .host = HOST_EXE };

    OK(verify_all(url, &o, v, e));
    if (v->berbeda != want)
        fail_msg("%lld differ instead of %lld; first: %s", (long long)v->berbeda, (long long)want,
                 v->nbeda ? v->beda[0].rincian : "");
}

static void scored(void)
{
    struct run_result r;

    add_city(9);
    run_with("2025", 2, 500, &r);
    run_result_free(&r);
}

/* Each row: what somebody changed in the database, and how many results say so and why. */
static void tampering_shows(void **state)
{
    static const struct {
        const char *id, *sql;
        int64_t differ;
        enum verify_sebab sebab;
    } rows[] = {
        { "a value",
          "UPDATE hasil SET nilai = '99' WHERE id = (SELECT min(id) FROM hasil WHERE kode LIKE 'ind%')", 1,
          BEDA_NILAI },
        { "a value into an error", "UPDATE hasil SET nilai = NULL, galat = 'plugin.gagal' WHERE id = 3", 1,
          BEDA_NILAI },
        { "an input", "UPDATE hasil SET masukan = replace(masukan, 'total', 'totol') WHERE id = 1", 1,
          BEDA_MASUKAN },
        { "settings", "UPDATE setelan SET isi = '{}' WHERE isi <> '{}'", 9, BEDA_SETELAN },
        { "a release's code",
          "UPDATE release_berkas SET isi = CAST(isi || X'20' AS BLOB) WHERE release_id = 2 AND path = "
          "'init.lua'",
          9, BEDA_RELEASE },
    };

    (void)state;
    scored();
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct verify_result v;

        verified(1 + (int)i % 2, 0, &v);
        assert_int_equal(v.diperiksa, 18);
        verify_result_free(&v);
        OK(db_begin(db, e));
        OK(db_script(db,
                     "CREATE TABLE h AS SELECT * FROM hasil; CREATE TABLE s AS SELECT * FROM setelan;"
                     "CREATE TABLE b AS SELECT * FROM release_berkas",
                     e));
        SQL(rows[i].sql, "");
        OK(db_commit(db, e));
        release_forget();
        verified(2, rows[i].differ, &v);
        if (v.beda[0].sebab != rows[i].sebab)
            fail_msg("%s: %s", rows[i].id, verify_sebab_kode(v.beda[0].sebab));
        verify_result_free(&v);
        OK(db_begin(db, e));
        OK(db_script(
            db,
            "UPDATE hasil SET (nilai, galat, masukan) = (SELECT nilai, galat, masukan FROM h WHERE"
            " h.id = hasil.id); UPDATE setelan SET isi = (SELECT isi FROM s WHERE s.hash = setelan.hash);"
            "UPDATE release_berkas SET isi = (SELECT isi FROM b WHERE b.release_id = "
            "release_berkas.release_id"
            " AND b.path = release_berkas.path); DROP TABLE h; DROP TABLE s; DROP TABLE b",
            e));
        OK(db_commit(db, e));
    }
}

/* An upgrade changes no stored result: old rows are derived by the old release. */
static void old_results_stand(void **state)
{
    struct verify_result v;
    struct run_result r;

    (void)state;
    scored();
    enable(install_uji("2.0.0", 2), KOTA, "2025-01-01");
    run_with("2025", 2, 500, &r);
    run_result_free(&r);
    verified(2, 0, &v);
    assert_int_equal(v.diperiksa, 36);
    verify_result_free(&v);
}

/* The matrix call of a rating is a result like any other. */
static void predikat_is_verified(void **state)
{
    struct predikat_hasil p;
    struct verify_result v;
    int64_t id, row;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    id = add_evaluasi(1, TAHUN);
    OK(predikat_hitung(db, host, id, "di_atas", "di_atas", false, arena, &p, e));
    OK(hasil_add(db, &p.hasil, &row, e));
    verified(1, 0, &v);
    assert_int_equal(v.diperiksa, 1);
    verify_result_free(&v);
    SQL("UPDATE hasil SET nilai = '\"kurang\"'", "");
    verified(1, 1, &v);
    verify_result_free(&v);
}

/* Installing ----------------------------------------------------------------------------------------- */

static void a_release_comes_back_as_it_went_in(void **state)
{
    struct package p = { 0 };
    const struct release *a, *b;
    int64_t id = install_uji("5.0.0", 1);

    (void)state;
    make_uji(&p, "5.0.0", 1);
    OK(release_get(db, id, &a, e));
    OK(release_get(db, id, &b, e));
    assert_ptr_equal(a, b); /* content never changes: one copy a thread */
    assert_true(digest_equal(&a->package.digest, &p.digest));
    assert_int_equal(a->package.nfiles, p.nfiles);
    for (size_t i = 0; i < p.nfiles; i++) {
        assert_string_equal(a->package.files[i].path, p.files[i].path);
        assert_int_equal(a->package.files[i].len, p.files[i].len);
        assert_memory_equal(a->package.files[i].data, p.files[i].data, p.files[i].len);
    }
    assert_non_null(release_indikator(a, "persen"));
    assert_null(release_indikator(a, "lain"));
    assert_string_equal(a->skema, "");
    release_put(a);
    release_put(b);
    REFUSED(E_RELEASE_TIDAK_ADA, release_get(db, 99, &a, e));
    package_free(&p);
}

static void installing_twice_is_one_release(void **state)
{
    int64_t first = install_uji("3.0.0", 4), releases = count("SELECT count(*) FROM release"),
            files = count("SELECT count(*) FROM release_berkas"),
            audits = count("SELECT count(*) FROM audit");

    (void)state;
    assert_int_equal(install_uji("3.0.0", 4), first);
    assert_int_equal(count("SELECT count(*) FROM release"), releases);
    assert_int_equal(count("SELECT count(*) FROM release_berkas"), files);
    assert_int_equal(count("SELECT count(*) FROM audit"), audits + 1);
    assert_string_equal(text_of("SELECT status FROM release WHERE label = '3.0.0'"), "validated");
}

/* A package whose own test fails is stored with the reason and cannot be enabled. */
static void the_gate(void **state)
{
    struct package p = { 0 };
    struct pasang_install in;
    struct pasang_enable on = { .unit_id = KOTA, .mulai = "2025-01-01" };
    struct package_file files[8];
    size_t n;

    (void)state;
    make_uji(&p, "4.0.0", 1);
    OK(pasang_periksa(host, &p, &in, e));
    assert_true(in.lulus);
    pasang_install_clear(&in);
    n = p.nfiles;
    assert_true(n <= COUNT(files));
    memcpy(files, p.files, n * sizeof(files[0]));
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].path, "tests/persen.json") == 0) {
            static const char wrong[] =
                "[{\"indikator\":\"persen\",\"isian\":{\"tepat\":1,\"total\":2},\"hasil\":51}]";

            files[i].data = (const uint8_t *)wrong;
            files[i].len = strlen(wrong);
        }
    {
        struct package bad = { 0 };

        OK(package_from_files(files, n, &bad, e));
        OK(pasang_periksa(host, &bad, &in, e));
        assert_false(in.lulus);
        assert_true(in.alasan[0] != '\0');
        OK(command(pasang_install, &in, e));
        pasang_install_clear(&in);
        package_free(&bad);
    }
    assert_string_equal(
        text_of("SELECT status || ' ' || alasan_kode || ' ' || alasan_berkas || ' ' || alasan_baris"
                " FROM release ORDER BY id DESC LIMIT 1"),
        "uploaded plugin.uji_gagal tests/persen.json 1");
    OK(pasang_setelan(db, in.out_id, NULL, arena, &on, e));
    REFUSED(E_RELEASE_BELUM_LULUS, command(pasang_enable, &on, e));
    package_free(&p);
}

static void enabling_has_conditions(void **state)
{
    struct pasang_enable on = { .unit_id = KECAMATAN, .mulai = "2025-01-01", .alasan = "Uji" };
    int64_t puskesmas = install_shipped("puskesmas");
    int64_t before = count("SELECT n FROM generasi WHERE nama = 'aktivasi'");
    json_t *bad = json_pack("{s:s}", "ambang_atas", "banyak");

    (void)state;
    OK(pasang_setelan(db, puskesmas, NULL, arena, &on, e));
    REFUSED(E_PLUGIN_UNIT, command(pasang_enable, &on, e));
    on.unit_id = PUSKESMAS;
    on.mulai = "2025-01-02";
    REFUSED(E_PLUGIN_MULAI, command(pasang_enable, &on, e));
    on.mulai = "2025-04-01";
    assert_int_equal(count("SELECT n FROM generasi WHERE nama = 'aktivasi'"), before);
    OK(command(pasang_enable, &on, e));
    assert_int_equal(count("SELECT n FROM generasi WHERE nama = 'aktivasi'"), before + 1);
    assert_string_equal(text_of("SELECT status FROM release WHERE plugin = 'puskesmas'"), "enabled");
    on.setelan = "{\"kuis_minimal\":1}"; /* not what the hash names */
    REFUSED(E_PLUGIN_SETELAN, command(pasang_enable, &on, e));
    REFUSED(E_PLUGIN_SETELAN, pasang_setelan(db, 1, bad, arena, &on, e));
    on.unit_id = 99;
    REFUSED(E_SCORE_UNIT, command(pasang_enable, &on, e));
    on.release_id = 99;
    REFUSED(E_RELEASE_TIDAK_ADA, command(pasang_enable, &on, e));
    json_decref(bad);
}

static void disabling(void **state)
{
    struct pasang_disable off = {
        .plugin = "uji", .unit_id = KECAMATAN, .mulai = "2025-04-01", .alasan = "Uji"
    };
    struct aktivasi a;
    struct buf b = BUF_NONE;
    struct jw w;

    (void)state;
    REFUSED(E_AKTIVASI_TIDAK_ADA, command(pasang_disable, &off, e));
    off.unit_id = KOTA;
    OK(command(pasang_disable, &off, e));
    OK(aktivasi_find(db, KECAMATAN, "uji", TW1, &a, e));
    REFUSED(E_AKTIVASI_TIDAK_ADA, aktivasi_find(db, KECAMATAN, "uji", TW1 + 1, &a, e));
    assert_string_equal(text_of("SELECT status FROM release WHERE plugin = 'uji'"), "disabled");
    REFUSED(E_AKTIVASI_TIDAK_ADA, command(pasang_disable, &off, e));
    /* And on again. */
    enable(2, KOTA, "2025-07-01");
    OK(aktivasi_find(db, KECAMATAN, "uji", TW1 + 2, &a, e));
    assert_string_equal(text_of("SELECT status FROM release WHERE plugin = 'uji'"), "enabled");
    jw_start(&w, &b);
    OK(pasang_list(db, &w, e));
    assert_non_null(strstr(b.p, "\"selesai\":\"2025-03-31\""));
    buf_free(&b);
}

static void a_stranger_may_not(void **state)
{
    struct pasang_enable on = { .unit_id = KOTA, .mulai = "2025-01-01" };
    struct perintah p;
    struct who who = { .akun_id = 1, .nperan = 1, .peran = { { PERAN_PEGAWAI, 0 } } };

    (void)state;
    OK(pasang_setelan(db, 2, NULL, arena, &on, e));
    perintah_init(&p, &who, pasang_enable, &on);
    {
        struct err e = ERR_NONE;

        if (command_run(db, &p.cmd, &e) == ST_OK)
            fail_msg("enabled without a right");
        assert_true(e.code == E_TIDAK_BERHAK || e.code == E_TIDAK_ADA);
    }
    perintah_clear(&p);
}

static void shipped_plugins_find_their_units(void **state)
{
    (void)state;
    SQL("DELETE FROM usulan_aktivasi", "");
    SQL("DELETE FROM aktivasi", "");
    OK(pasang_bawaan(db, host, "2025-01-01", e));
    assert_int_equal(count("SELECT count(*) FROM aktivasi"), 4);
    assert_int_equal(count("SELECT unit_id FROM aktivasi WHERE plugin = 'jp-asn'"), KOTA);
    assert_int_equal(count("SELECT unit_id FROM aktivasi WHERE plugin = 'skp-permenpanrb-6-2022'"), KOTA);
    assert_int_equal(count("SELECT unit_id FROM aktivasi WHERE plugin = 'kecamatan'"), KECAMATAN);
    assert_int_equal(count("SELECT unit_id FROM aktivasi WHERE plugin = 'puskesmas'"), PUSKESMAS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tampering_shows, setup, teardown),
        cmocka_unit_test_setup_teardown(old_results_stand, setup, teardown),
        cmocka_unit_test_setup_teardown(predikat_is_verified, setup, teardown),
        cmocka_unit_test_setup_teardown(a_release_comes_back_as_it_went_in, setup, teardown),
        cmocka_unit_test_setup_teardown(installing_twice_is_one_release, setup, teardown),
        cmocka_unit_test_setup_teardown(the_gate, setup, teardown),
        cmocka_unit_test_setup_teardown(enabling_has_conditions, setup, teardown),
        cmocka_unit_test_setup_teardown(disabling, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stranger_may_not, setup, teardown),
        cmocka_unit_test_setup_teardown(shipped_plugins_find_their_units, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

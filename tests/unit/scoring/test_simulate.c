/* Simulations over the demonstration year, against what two full scoring runs say. */
#include "dua_run.h"

static void stored_predikat_stay(const json_t *report)
{
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 5; b++) {
            char *sql = arena_printf(arena,
                                     "SELECT count(*) FROM evaluasi e JOIN periode p ON p.id = e.periode_id"
                                     " WHERE p.kode = '2025' AND e.predikat = '%s'",
                                     predikat[a]);

            assert_int_equal(cell(report, "predikat", a, b), a == b ? count(sql) : 0);
        }
}

static void a_stricter_copy_moves_as_two_runs_do(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    struct gerak g;
    int64_t outside;
    json_t *report;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    report = simulate(&m, &s);
    run_in_copy(&p, NULL, NULL, &g, &outside);
    assert_true(g.berubah > 5);
    same_as_runs(report, &g);
    gerak_clear(&g);
    stored_predikat_stay(report);
    assert_int_equal(num(report, "dibandingkan"), s.evaluasi);
    assert_int_equal(num(report, "gagal_calon"), 0);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static void other_settings_alone_move_the_same(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    struct gerak g;
    int64_t outside;
    json_t *report, *settings = json_pack("{s:i}", "ambang_bawah", 104);

    (void)state;
    OK(package_read_shipped("skp-permenpanrb-6-2022", &p, e));
    m = ask(&p);
    m.setelan = settings;
    report = simulate(&m, &s);
    run_in_copy(&p, settings, NULL, &g, &outside);
    assert_true(g.berubah > 5);
    same_as_runs(report, &g);
    gerak_clear(&g);
    /* The release is the one in force, only its settings differ. */
    assert_true(json_equal(json_object_get(json_array_get(json_object_get(report, "berlaku"), 0), "sha256"),
                           json_object_get(json_object_get(report, "calon"), "sha256")));
    assert_false(
        json_equal(json_object_get(json_array_get(json_object_get(report, "berlaku"), 0), "setelan_hash"),
                   json_object_get(json_object_get(report, "calon"), "setelan_hash")));
    json_decref(report);
    json_decref(settings);
    simulasi_clear(&s);
    package_free(&p);
}

/* In one unit and below it; enabling it there changes nobody else. */
static void in_one_unit_as_two_runs_do(void **state)
{
    static const char *const units[] = { "dinkes", "kec-tenayan-raya", "kel-rejosari" };
    struct package p = { 0 };
    int64_t changed = 0;

    (void)state;
    make_strict(&p);
    for (size_t i = 0; i < COUNT(units); i++) {
        struct simulasi_minta m = ask(&p);
        struct simulasi s;
        struct gerak g;
        int64_t outside;
        json_t *report;

        m.unit = units[i];
        report = simulate(&m, &s);
        run_in_copy(&p, NULL, units[i], &g, &outside);
        same_as_runs(report, &g);
        assert_int_equal(outside, 0);
        changed += g.berubah;
        gerak_clear(&g);
        json_decref(report);
        simulasi_clear(&s);
    }
    assert_true(changed > 5);
    package_free(&p);
}

/* Another way to compute an indicator's percentage changes values, and through them some suggestions. */
static void other_values_move_as_two_runs_do(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    struct gerak g;
    int64_t outside;
    json_t *report;

    (void)state;
    make_candidate(&p, "lib/capaian_6_2022.lua", "Capaian indikator (persen)", "return persen",
                   "return persen > 102 and persen - 6 or persen");
    m = ask(&p);
    report = simulate(&m, &s);
    run_in_copy(&p, NULL, NULL, &g, &outside);
    assert_true(g.nilai > g.berubah && g.berubah > 0);
    same_as_runs(report, &g);
    gerak_clear(&g);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

/* Other candidates ----------------------------------------------------------------------------------- */

static void the_same_release_changes_nothing(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report;

    (void)state;
    OK(package_read_shipped("skp-permenpanrb-6-2022", &p, e));
    m = ask(&p);
    report = simulate(&m, &s);
    assert_true(s.evaluasi > 50);
    assert_int_equal(s.berubah, 0);
    assert_int_equal(json_array_size(json_object_get(report, "terbesar")), 0);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static void another_matrix_moves_stored_ratings(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report;
    int64_t moved = count("SELECT count(*) FROM evaluasi e JOIN periode p ON p.id = e.periode_id WHERE"
                          " p.kode = '2025' AND rating_hasil = 'sesuai' AND rating_perilaku = 'sesuai'");

    (void)state;
    assert_true(moved > 0);
    make_candidate(&p, "lib/predikat_6_2022.lua", "  sesuai       =", "\"baik\", ", "\"sangat_baik\", ");
    m = ask(&p);
    report = simulate(&m, &s);
    assert_int_equal(cell(report, "predikat", 3, 4), moved);
    assert_int_equal(num(json_object_get(report, "berubah"), "predikat"), moved);
    assert_int_equal(num(json_object_get(report, "berubah"), "saran"), 0);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static void failures_are_listed_with_their_code(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report, *one;
    size_t i;
    int64_t heads = count("SELECT count(*) FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id"
                          " WHERE h.kode LIKE 'skema.%' AND json_extract(h.masukan, '$.kepala_unit') = 1");

    (void)state;
    assert_true(heads > 2);
    make_candidate(
        &p, "init.lua", "saran = function", "return saran(",
        "if evaluasi.kepala_unit then error { code = \"uji.kepala\", pesan = \"Kepala, é.\" } end\n"
        "    return saran(");
    m = ask(&p);
    report = simulate(&m, &s);
    assert_int_equal(s.gagal, heads);
    assert_int_equal(num(report, "gagal_calon"), heads);
    assert_int_equal(num(report, "gagal_berlaku"), 0);
    assert_int_equal(json_array_size(json_object_get(report, "gagal")), heads);
    json_array_foreach(json_object_get(report, "gagal"), i, one)
    {
        assert_string_equal(json_string_value(json_object_get(one, "sisi")), "calon");
        assert_string_equal(json_string_value(json_object_get(one, "code")), code_row(E_PLUGIN_GAGAL)->name);
        assert_non_null(strstr(json_string_value(json_object_get(one, "pesan")), "Kepala, é."));
        assert_int_equal(strlen(json_string_value(json_object_get(one, "nip"))), 18);
        assert_string_equal(json_string_value(json_object_get(one, "berkas")), "init.lua");
        assert_true(num(one, "baris") > 10);
    }
    one = json_array_get(json_object_get(report, "gagal_per_kode"), 0);
    assert_int_equal(num(one, "jumlah"), heads);
    /* What is in force could compute all of them, and that is said in one sentence. */
    assert_int_equal(num(report, "gagal_baru"), heads);
    assert_int_equal(json_array_size(json_object_get(report, "peringatan")), 1);
    one = json_array_get(json_object_get(report, "peringatan"), 0);
    assert_string_equal(json_string_value(json_object_get(one, "kode")), "gagal_baru");
    assert_non_null(strstr(json_string_value(json_object_get(one, "pesan")),
                           arena_printf(arena, "Calon gagal pada %lld evaluasi di ", (long long)heads)));
    assert_non_null(strstr(json_string_value(json_object_get(one, "pesan")), "plugin.gagal: "));
    assert_int_equal(s.tertunda, 0);
    /* Those who did not fail are compared as ever. */
    assert_int_equal(num(report, "dibandingkan") + heads, num(report, "evaluasi"));
    assert_int_equal(num(json_object_get(report, "berubah"), "ada"), 0);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

/* A millisecond of CPU is too little for one round of the loop, even alone: no verdict, only no time. */
static void what_ran_out_of_time_makes_it_incomplete(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report, *one;
    int64_t id;

    (void)state;
    make_candidate(&p, "init.lua", "saran = function", "return saran(",
                   "if evaluasi.kepala_unit then for i = 1, 600000 do local x = {} end end\n"
                   "    return saran(");
    change(&p, "plugin.json", "\"settings\"", "\"settings\"", "\"limits\": {\"cpu_ms\": 1}, \"settings\"");
    m = ask(&p);
    report = simulate(&m, &s);
    assert_true(s.tertunda > 0);
    assert_int_equal(num(report, "tertunda"), s.tertunda);
    assert_int_equal(num(report, "dibandingkan") + s.tertunda, num(report, "evaluasi"));
    assert_int_equal(num(report, "gagal_baru"), 0);
    one = json_array_get(json_object_get(report, "peringatan"), 0);
    assert_string_equal(json_string_value(json_object_get(one, "kode")), "tertunda");
    OK(command(simulasi_simpan, &s, e));
    id = count(arena_printf(arena, "SELECT tertunda FROM simulasi WHERE id = %lld", (long long)s.out_id));
    assert_int_equal(id, s.tertunda);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static void a_cancelled_one_ends_without_a_report(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    struct err cancelled = ERR_NONE;
    atomic_bool cancel = true;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    m.cancel = &cancel;
    assert_int_not_equal(simulasi_hitung(&m, &s, &cancelled), ST_OK);
    assert_int_equal(cancelled.code, E_RUN_BATAL);
    assert_null(s.laporan.p);
    package_free(&p);
}

static void a_scheme_under_a_new_name_replaces_all(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report;

    (void)state;
    make_candidate(&p, "plugin.json", "\"id\"", "skp-permenpanrb-6-2022", "skema-dinas");
    m = ask(&p);
    report = simulate(&m, &s);
    assert_int_equal(num(report, "evaluasi"), num(report, "evaluasi_periode"));
    assert_int_equal(s.berubah, 0);
    assert_int_equal(s.gagal, 0);
    assert_non_null(strstr(json_string_value(json_object_get(report, "catatan")), "Skema ini baru"));
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

/* The report ----------------------------------------------------------------------------------------- */

static void units_add_up(const json_t *report)
{
    static const char *const keys[] = { "evaluasi", "gagal_calon" };
    int64_t sum[2] = { 0, 0 }, changed = 0;
    const char *before = "";
    size_t i;
    json_t *u;

    json_array_foreach(json_object_get(report, "per_unit"), i, u)
    {
        const json_t *pattern = json_object_get(u, "distribusi");
        const char *kode = json_string_value(json_object_get(u, "kode"));

        assert_true(strcmp(before, kode) < 0);
        before = kode;
        for (int k = 0; k < 2; k++)
            sum[k] += num(u, keys[k]);
        changed += num(json_object_get(u, "berubah"), "ada");
        if (json_is_string(json_object_get(pattern, "organisasi")))
            assert_true(json_is_boolean(json_object_get(
                json_object_get(json_object_get(pattern, "sesudah"), "pola"), "memenuhi_pola")));
    }
    for (int k = 0; k < 2; k++)
        assert_int_equal(sum[k], num(report, keys[k]));
    assert_int_equal(changed, num(json_object_get(report, "berubah"), "ada"));
}

static void the_largest_come_with_both_traces(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report, *one;
    size_t i;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    report = simulate(&m, &s);
    units_add_up(report);
    assert_true(s.berubah > 20);
    assert_int_equal(json_array_size(json_object_get(report, "terbesar")), 20);
    json_array_foreach(json_object_get(report, "terbesar"), i, one)
    {
        const json_t *a = json_object_get(one, "sebelum"), *b = json_object_get(one, "sesudah");

        assert_false(json_equal(json_object_get(a, "hasil"), json_object_get(b, "hasil")));
        assert_true(json_array_size(json_object_get(a, "jejak")) > 3);
        assert_true(json_array_size(json_object_get(b, "jejak")) > 3);
    }
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static void one_question_has_one_answer(void **state)
{
    struct package p = { 0 };
    struct simulasi a, b;
    struct simulasi_minta m;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    m.threads = 1;
    OK(simulasi_hitung(&m, &a, e));
    m.threads = 2;
    m.batch = 7;
    OK(simulasi_hitung(&m, &b, e));
    assert_string_equal(a.laporan.p, b.laporan.p);
    assert_string_equal(a.hash, b.hash);
    simulasi_clear(&b);
    /* Also of a closed year, where pins hold instead of activations. */
    OK(db_begin(db, e));
    OK(aktivasi_pin(db, count("SELECT id FROM periode WHERE kode = '2025'"), e));
    SQL("UPDATE periode SET status = 'ditutup' WHERE kode = '2025'", "");
    OK(db_commit(db, e));
    OK(simulasi_hitung(&m, &b, e));
    assert_string_equal(a.laporan.p, b.laporan.p);
    SQL("UPDATE periode SET status = 'terbuka' WHERE kode = '2025'", "");
    SQL("DELETE FROM pin", "");
    simulasi_clear(&a);
    simulasi_clear(&b);
    package_free(&p);
}

static void a_unit_means_those_below_it_too(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report;
    int64_t one = count("SELECT count(*) FROM evaluasi e JOIN periode p ON p.id = e.periode_id JOIN skp_versi"
                        " v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id JOIN unit u ON u.id ="
                        " s.unit_id WHERE p.kode = '2025' AND u.kode = 'kec-tenayan-raya'");

    (void)state;
    make_strict(&p);
    m = ask(&p);
    m.unit = "kec-tenayan-raya";
    report = simulate(&m, &s);
    assert_true(num(report, "evaluasi") > one); /* the kelurahan too */
    assert_true(json_array_size(json_object_get(report, "per_unit")) > 2);
    units_add_up(report);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

/* Storing -------------------------------------------------------------------------------------------- */

/* Rows of every table but these three that are not in both files. */
static int64_t differing(const char *copy)
{
    struct rows r;
    int64_t sum = 0, tables = 0;

    OK(db_exec(db, NULL, e, arena_printf(arena, "ATTACH '%s' AS lama", copy), ""));
    OK(db_rows(db, &r, e,
               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
               " AND name NOT IN ('simulasi', 'audit', 'kepala_audit') ORDER BY name",
               ""));
    while (rows_next(&r)) {
        const char *t = row_text(&r, 0);

        tables++;
        sum += count(arena_printf(arena,
                                  "SELECT count(*) FROM (SELECT * FROM (SELECT * FROM main.%s EXCEPT SELECT *"
                                  " FROM lama.%s) UNION ALL SELECT * FROM (SELECT * FROM lama.%s EXCEPT"
                                  " SELECT * FROM main.%s))",
                                  t, t, t, t));
    }
    OK(rows_end(&r, ST_OK, e));
    OK(db_exec(db, NULL, e, "DETACH lama", ""));
    assert_true(tables > 30);
    return sum;
}

static void only_report_and_audit_are_written(void **state)
{
    char *copy = arena_printf(arena, "%s/sebelum.db", folder);
    int64_t audits = count("SELECT count(*) FROM audit"), reports = count("SELECT count(*) FROM simulasi");
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    struct audit_report chain;
    char *text;
    char hash[DIGEST_HEX];
    struct digest d;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    OK(db_backup(db, copy, e));
    OK(simulasi_hitung(&m, &s, e));
    OK(command(simulasi_simpan, &s, e));
    assert_int_equal(differing(copy), 0);
    assert_int_equal(count("SELECT count(*) FROM audit"), audits + 1);
    assert_int_equal(count("SELECT count(*) FROM simulasi"), reports + 1);
    text = text_of(arena_printf(arena, "SELECT laporan FROM simulasi WHERE id = %lld", (long long)s.out_id));
    hash_blake2b(text, strlen(text), &d);
    digest_hex(&d, hash);
    assert_string_equal(hash, s.hash);
    assert_string_equal(text_of("SELECT dokumen FROM audit ORDER BY n DESC LIMIT 1"), hash);
    assert_string_equal(text_of("SELECT sha256 FROM simulasi ORDER BY id DESC LIMIT 1"), s.sha256);
    OK(audit_verify(db, &chain, e));
    assert_int_equal(chain.rusak, 0);
    simulasi_clear(&s);
    package_free(&p);
}

static void an_empty_period_is_a_stored_note(void **state)
{
    struct package p = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *report;

    (void)state;
    make_strict(&p);
    m = ask(&p);
    m.periode = "2026";
    report = simulate(&m, &s);
    assert_non_null(strstr(json_string_value(json_object_get(report, "catatan")),
                           "Tidak ada evaluasi pada periode 2026"));
    OK(command(simulasi_simpan, &s, e));
    assert_int_equal(count("SELECT evaluasi FROM simulasi ORDER BY id DESC LIMIT 1"), 0);
    json_decref(report);
    simulasi_clear(&s);
    package_free(&p);
}

static enum status as_employee(struct simulasi *s, struct err *e)
{
    struct who who = { .akun_id = 1, .pegawai_id = 1, .hari = "2026-01-05", .nperan = 1 };
    struct perintah p;
    enum status st;

    who.peran[0].peran = PERAN_PEGAWAI;
    perintah_init(&p, &who, simulasi_simpan, s);
    st = command_run(db, &p.cmd, e);
    perintah_clear(&p);
    return st;
}

static void what_cannot_be_is_refused(void **state)
{
    struct package p = { 0 }, broken = { 0 };
    struct simulasi s;
    struct simulasi_minta m;
    json_t *settings = json_pack("{s:i}", "ambang_tengah", 1);
    int64_t reports = count("SELECT count(*) FROM simulasi");

    (void)state;
    make_strict(&p);
    m = ask(&p);
    m.periode = "2031";
    REFUSED(E_SCORE_PERIODE, simulasi_hitung(&m, &s, e));
    m = ask(&p);
    m.unit = "tidak-ada";
    REFUSED(E_SCORE_UNIT, simulasi_hitung(&m, &s, e));
    m = ask(&p);
    m.setelan = settings;
    REFUSED(E_PLUGIN_SETELAN, simulasi_hitung(&m, &s, e));
    /* Does not register what it provides. */
    make_candidate(&broken, "init.lua", "fungsi {", "rating_hasil_kepala_unit", "rating_lain");
    m = ask(&broken);
    REFUSED(E_PLUGIN_DAFTAR, simulasi_hitung(&m, &s, e));
    m = ask(&p);
    m.periode = "2026";
    OK(simulasi_hitung(&m, &s, e));
    REFUSED(E_TIDAK_BERHAK, as_employee(&s, e));
    assert_int_equal(count("SELECT count(*) FROM simulasi"), reports);
    simulasi_clear(&s);
    json_decref(settings);
    package_free(&p);
    package_free(&broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stricter_copy_moves_as_two_runs_do),
        cmocka_unit_test(other_settings_alone_move_the_same),
        cmocka_unit_test(in_one_unit_as_two_runs_do),
        cmocka_unit_test(other_values_move_as_two_runs_do),
        cmocka_unit_test(the_same_release_changes_nothing),
        cmocka_unit_test(another_matrix_moves_stored_ratings),
        cmocka_unit_test(failures_are_listed_with_their_code),
        cmocka_unit_test(what_ran_out_of_time_makes_it_incomplete),
        cmocka_unit_test(a_cancelled_one_ends_without_a_report),
        cmocka_unit_test(a_scheme_under_a_new_name_replaces_all),
        cmocka_unit_test(the_largest_come_with_both_traces),
        cmocka_unit_test(one_question_has_one_answer),
        cmocka_unit_test(a_unit_means_those_below_it_too),
        cmocka_unit_test(only_report_and_audit_are_written),
        cmocka_unit_test(an_empty_period_is_a_stored_note),
        cmocka_unit_test(what_cannot_be_is_refused),
    };

    return cmocka_run_group_tests(tests, demo_setup, teardown);
}

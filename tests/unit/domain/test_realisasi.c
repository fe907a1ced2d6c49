/* Realisations: values, evidence rows, steps, periods that end. */
#include "kerja.h"

#include "base/clock.h"

static int64_t skp, plugin_ik, free_ik;

static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    skp = skp_disetujui();
    plugin_ik = number("SELECT id FROM indikator WHERE plugin IS NOT NULL");
    free_ik = number("SELECT id FROM indikator WHERE plugin IS NULL");
    return 0;
}
#define R(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static int64_t versi(void)
{
    return number("SELECT coalesce(max(versi), 0) FROM realisasi");
}

static enum status save(int64_t akun, int64_t periode, struct realisasi_nilai *v, size_t n, int64_t if_match,
                        struct err *e)
{
    struct realisasi_simpan in = { skp, periode, n, v };

    return run(akun, realisasi_simpan, &in, if_match, e);
}

static enum status step(int64_t akun, const char *event, const char *note, struct err *e)
{
    struct realisasi_langkah in = { skp, 3, event, note };

    return run(akun, realisasi_langkah, &in, versi(), e);
}

static enum status add_file(int64_t akun, int64_t periode, int64_t indikator, struct err *e)
{
    struct bukti_tambah in = { .skp_id = skp,
                               .periode_id = periode,
                               .indikator_id = indikator,
                               .berkas = { HASH64, "register \"Januari\".pdf", "application/pdf", 1234 } };

    return run(akun, bukti_tambah, &in, 0, e);
}

static const double v1400 = 1400, v1 = 1;

static void fill(struct realisasi_nilai out[2])
{
    out[0] = (struct realisasi_nilai){
        plugin_ik, "{\"pasien\":1400}", &v1400, RELEASE_PUSKESMAS, "", "SIMPUS", NULL, NULL
    };
    out[1] = (struct realisasi_nilai){ free_ik, NULL, &v1, 0, "Laporan Januari", "", NULL, NULL };
}

static json_t *body(void)
{
    return json_of(last_body);
}

static void the_first_save_makes_the_row(void **state)
{
    struct realisasi_nilai v[2];
    struct realisasi r;
    struct who w = who_of(PERAWAT);
    json_t *j, *first;

    (void)state;
    fill(v);
    OK(realisasi_load(db, &w, skp, 3, arena, &r, e));
    assert_int_equal(r.id, 0);
    assert_int_equal(r.status, REALISASI_DRAF);
    OK(save(PERAWAT, 3, v, 2, 0, e));
    assert_int_equal(last.etag, 1);
    j = body();
    first = json_array_get(json_object_get(j, "nilai"), 0);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(first, "isian"), "pasien")), 1400);
    assert_int_equal(json_integer_value(json_object_get(first, "release_id")), RELEASE_PUSKESMAS);
    assert_int_equal(json_array_size(json_object_get(j, "peringatan")), 2); /* no evidence for either */
    json_decref(j);
    REFUSED(E_TANPA_VERSI, save(PERAWAT, 3, v, 2, 0, e));
    REFUSED(E_VERSI, save(PERAWAT, 3, v, 2, 9, e));
    v[1].nilai = NULL;
    OK(save(PERAWAT, 3, v, 2, 1, e));
    assert_int_equal(last.etag, 2);
    assert_int_equal(number("SELECT count(*) FROM realisasi_nilai WHERE nilai IS NULL"), 1);
    assert_string_equal(
        string("SELECT objek || peristiwa || length(dokumen) FROM audit ORDER BY n DESC LIMIT 1"),
        "realisasisimpan64");
}

static void values_must_fit_their_indicator(void **state)
{
    struct {
        const char *id;
        struct realisasi_nilai v;
        enum code code;
        const char *at;
    } rows[] = {
        { "another plan's", { 999, NULL, &v1, 0, "", "", NULL, NULL }, E_MASUKAN, "/nilai/0/indikator_id" },
        { "a plugin's by hand",
          { plugin_ik, NULL, &v1400, 0, "", "", NULL, NULL },
          E_MASUKAN,
          "/nilai/0/isian" },
        { "a free one with inputs",
          { free_ik, "{}", &v1, 0, "", "", NULL, NULL },
          E_MASUKAN,
          "/nilai/0/nilai" },
        { "a free one of a release",
          { free_ik, NULL, &v1, RELEASE_PUSKESMAS, "", "", NULL, NULL },
          E_MASUKAN,
          "/nilai/0/nilai" },
        { "not computed", { plugin_ik, "{}", NULL, 0, "", "", NULL, NULL }, E_MASUKAN_BERUBAH, NULL },
        { "by a release that is not active",
          { plugin_ik, "{}", &v1, RELEASE_SKEMA, "", "", NULL, NULL },
          E_MASUKAN_BERUBAH,
          NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err e = ERR_NONE;

        if (save(PERAWAT, 3, &rows[i].v, 1, 0, &e) == ST_OK || e.code != rows[i].code)
            fail_msg("%s: %s", rows[i].id, code_row(e.code)->name);
        if (rows[i].at && strcmp(e.faults[0].at, rows[i].at) != 0)
            fail_msg("%s: fault at %s", rows[i].id, e.faults[0].at);
    }
    {
        struct realisasi_nilai twice[2] = { { free_ik, NULL, &v1, 0, "", "", NULL, NULL },
                                            { free_ik, NULL, &v1, 0, "", "", NULL, NULL } };

        REFUSED(E_MASUKAN, save(PERAWAT, 3, twice, 2, 0, e));
    }
    assert_int_equal(number("SELECT count(*) FROM realisasi"), 0);
}

static void bodies_become_canonical_inputs(void **state)
{
    struct realisasi_simpan in = { skp, 3, 0, NULL };
    json_t *v = json_of("{\"nilai\":[{\"indikator_id\":1,\"isian\":{\"b\":2.0,\"a\":1},\"teks\":\"x\"},"
                        "{\"indikator_id\":2,\"nilai\":-0.5}]}");
    struct err no = ERR_NONE;

    (void)state;
    OK(realisasi_simpan_baca(v, arena, &in, e));
    assert_int_equal(in.n, 2);
    assert_string_equal(in.nilai[0].isian, "{\"a\":1,\"b\":2}");
    assert_null(in.nilai[0].nilai);
    assert_true(*in.nilai[1].nilai == -0.5);
    json_decref(v);
    v = json_of("{\"nilai\":[{\"indikator_id\":1,\"isian\":[1],\"release_id\":1}]}");
    assert_int_equal(realisasi_simpan_baca(v, arena, &in, &no), ST_INVALID);
    assert_int_equal(no.nfaults, 2); /* a client does not name releases */
    json_decref(v);
}

static void only_an_approved_plan_within_its_span(void **state)
{
    struct realisasi_nilai v[2];
    struct realisasi r;
    struct who w = who_of(PERAWAT), bidan = who_of(BIDAN), camat = who_of(CAMAT);
    int64_t other = buat_skp(BIDAN, "2026-01-01", "2026-06-30");

    (void)state;
    fill(v);
    REFUSED(E_SKP_BELUM_DISETUJUI, realisasi_load(db, &bidan, other, 3, arena, &r, e));
    sql("UPDATE skp SET versi_berlaku = 1 WHERE id = 2");
    REFUSED(E_PERIODE_LUAR, realisasi_load(db, &bidan, other, 5, arena, &r, e));
    REFUSED(E_PERIODE_TIDAK_ADA,
            run(PERAWAT, realisasi_simpan, &(struct realisasi_simpan){ skp, 99, 2, v }, 0, e));
    REFUSED(E_SKP_TIDAK_ADA, realisasi_load(db, &w, 99, 3, arena, &r, e));
    /* Whoever may not see it does not learn in which state it is. */
    REFUSED(E_SKP_TIDAK_ADA, realisasi_load(db, &camat, other, 5, arena, &r, e));
    REFUSED(E_TIDAK_BERHAK, save(KAPUS, 3, v, 2, 0, e));
    REFUSED(E_SKP_TIDAK_ADA, save(LURAH, 3, v, 2, 0, e));
}

static void the_way_to_acceptance(void **state)
{
    struct realisasi_nilai v[2];
    json_t *j;

    (void)state;
    fill(v);
    REFUSED(E_REALISASI_KOSONG, step(PERAWAT, "ajukan", NULL, e));
    OK(save(PERAWAT, 3, v, 1, 0, e));
    OK(step(PERAWAT, "ajukan", NULL, e)); /* one value and no evidence: warned, not blocked */
    j = body();
    assert_int_equal(json_array_size(json_object_get(j, "peringatan")), 3);
    json_decref(j);
    REFUSED(E_REALISASI_TERKUNCI, save(PERAWAT, 3, v, 2, versi(), e));
    OK(add_file(PERAWAT, 3, plugin_ik, e)); /* evidence is welcome all the same */
    OK(step(KAPUS, "kembalikan", "Lengkapi laporan", e));
    j = body();
    assert_string_equal(json_string_value(json_object_get(j, "catatan")), "Lengkapi laporan");
    assert_int_equal(json_integer_value(json_object_get(j, "jumlah_bukti")), 1);
    json_decref(j);
    OK(save(PERAWAT, 3, v, 2, versi(), e));
    OK(step(PERAWAT, "ajukan", NULL, e));
    OK(step(PERAWAT, "tarik", NULL, e));
    OK(step(PERAWAT, "ajukan", NULL, e));
    OK(step(KAPUS, "terima", NULL, e));
    assert_string_equal(string("SELECT status FROM realisasi"), "diterima");
    OK(add_file(PERAWAT, 3, 0, e));
}

static void a_period_that_ended_takes_nothing(void **state)
{
    struct realisasi_nilai v[2];

    (void)state;
    fill(v);
    OK(save(PERAWAT, 3, v, 2, 0, e));
    OK(add_file(PERAWAT, 3, 0, e));
    OK(step(PERAWAT, "ajukan", NULL, e));
    sql("UPDATE periode SET status = 'dikunci' WHERE id = 3");
    REFUSED(E_PERIODE_DITUTUP, add_file(PERAWAT, 3, 0, e));
    REFUSED(E_PERIODE_DITUTUP, step(PERAWAT, "tarik", NULL, e));
    REFUSED(E_PERIODE_DITUTUP, step(KAPUS, "kembalikan", "Lengkapi", e)); /* a dead end for the owner */
    OK(step(KAPUS, "terima", NULL, e));                                   /* the evaluator still decides */
    sql("UPDATE realisasi SET status = 'draf'");
    REFUSED(E_PERIODE_DITUTUP, save(PERAWAT, 3, v, 2, versi(), e));
    REFUSED(E_PERIODE_DITUTUP, step(PERAWAT, "ajukan", NULL, e));
    REFUSED(E_PERIODE_DITUTUP, run(PERAWAT, bukti_hapus, &(struct bukti_hapus){ 1 }, 0, e));
    sql("UPDATE periode SET status = 'ditutup' WHERE id = 3; UPDATE realisasi SET status = 'diajukan'");
    REFUSED(E_PERIODE_DITUTUP, step(KAPUS, "terima", NULL, e));
}

static void evidence_rows(void **state)
{
    struct who kapus = who_of(KAPUS), pengelola = who_of(AKUN_PENGELOLA), pusat = who_of(AKUN_PUSAT),
               camat = who_of(CAMAT);
    struct bukti b;
    json_t *j;

    (void)state;
    OK(add_file(PERAWAT, 3, plugin_ik, e)); /* before anything was entered: no lock, DOMAIN 10 */
    assert_int_equal(last.status, 201);
    assert_string_equal(last.lokasi, "/api/v1/bukti/1");
    j = body();
    assert_int_equal(json_integer_value(json_object_get(j, "realisasi_versi")), 2);
    json_decref(j);
    REFUSED(E_MASUKAN, add_file(PERAWAT, 3, 999, e));
    REFUSED(E_TIDAK_BERHAK, add_file(KAPUS, 3, 0, e));
    REFUSED(E_SKP_TIDAK_ADA, add_file(CAMAT, 3, 0, e));
    OK(bukti_load(db, &kapus, 1, arena, &b, e));
    assert_string_equal(b.nama, "register \"Januari\".pdf");
    OK(bukti_load(db, &pengelola, 1, arena, &b, e));
    /* The figures are his, the patients are not. */
    REFUSED(E_BUKTI_TIDAK_ADA, bukti_load(db, &pusat, 1, arena, &b, e));
    REFUSED(E_BUKTI_TIDAK_ADA, bukti_load(db, &camat, 1, arena, &b, e));
    REFUSED(E_BUKTI_TIDAK_ADA, bukti_load(db, &kapus, 2, arena, &b, e));
    {
        struct realisasi r;
        struct buf out = BUF_NONE;
        struct jw w;

        OK(realisasi_load(db, &pusat, skp, 3, arena, &r, e));
        jw_start(&w, &out);
        OK(realisasi_json(db, &pusat, &r, &w, e));
        j = json_of(out.p);
        assert_int_equal(json_array_size(json_object_get(j, "bukti")), 0);
        assert_int_equal(json_integer_value(json_object_get(j, "jumlah_bukti")), 1);
        json_decref(j);
        buf_free(&out);
    }
    REFUSED(E_TIDAK_BERHAK, run(KAPUS, bukti_hapus, &(struct bukti_hapus){ 1 }, 0, e));
    OK(run(PERAWAT, bukti_hapus, &(struct bukti_hapus){ 1 }, 0, e));
    assert_int_equal(number("SELECT count(*) FROM bukti"), 0);
    assert_string_equal(string("SELECT dokumen || isi FROM audit ORDER BY n DESC LIMIT 1"),
                        HASH64 "{\"berkas\":\"register \\\"Januari\\\".pdf\"}");
}

static void a_realisation_stays_with_the_version_it_was_written_for(void **state)
{
    struct realisasi_nilai v[2];
    struct realisasi r;
    struct who w = who_of(PERAWAT);

    (void)state;
    fill(v);
    OK(save(PERAWAT, 3, v, 2, 0, e));
    OK(langkah_skp(PERAWAT, skp, "revisi", "Anggaran", e));
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    OK(realisasi_load(db, &w, skp, 3, arena, &r, e));
    assert_int_equal(r.n, 1);
    assert_int_equal(r.nnilai, 2);
    OK(realisasi_load(db, &w, skp, 4, arena, &r, e)); /* the next month: the version now in force */
    assert_int_equal(r.n, 2);
    assert_int_equal(r.id, 0);
}

static void lists_count_what_is_there(void **state)
{
    struct realisasi_nilai v[2];
    struct who kapus = who_of(KAPUS), camat = who_of(CAMAT);
    struct realisasi_saring f = { .periode_id = 3, .lingkup = SKP_TIM, .batas = 10 };
    struct realisasi_baris *rows;
    size_t n;
    bool more;

    (void)state;
    fill(v);
    OK(save(PERAWAT, 3, v, 1, 0, e));
    OK(save(PERAWAT, 4, v, 2, 0, e));
    OK(realisasi_list(db, &kapus, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].nilai, 1);
    assert_int_equal(rows[0].indikator, 2);
    assert_string_equal(rows[0].periode, "2026-01");
    f = (struct realisasi_saring){ .skp_id = skp, .lingkup = SKP_SEMUA, .batas = 1 };
    OK(realisasi_list(db, &kapus, &f, arena, &rows, &n, &more, e));
    assert_true(n == 1 && more);
    OK(realisasi_list(db, &camat, &f, arena, &rows, &n, &more, e));
    assert_true(n == 0 && !more);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        R(the_first_save_makes_the_row),
        R(values_must_fit_their_indicator),
        R(bodies_become_canonical_inputs),
        R(only_an_approved_plan_within_its_span),
        R(the_way_to_acceptance),
        R(a_period_that_ended_takes_nothing),
        R(evidence_rows),
        R(a_realisation_stays_with_the_version_it_was_written_for),
        R(lists_count_what_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

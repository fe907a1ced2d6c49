/* Suggestions, predikat and realisations, with real hosts; U1 to U4 from rows to number and trace. */
#include "dunia.h"
#include "scoring/masukan.h"
#include "scoring/replay.h"

static void suggest(int64_t evaluasi, struct saran *out)
{
    OK(saran_hitung(db, host, evaluasi, true, arena, out, e));
}

/* The nth indicator's field in the stored input of the scheme. */
static double field(const struct saran *s, size_t n, const char *name)
{
    json_t *v = NULL, *i, *x;
    double got;

    OK(json_read(s->skema->masukan, strlen(s->skema->masukan), &v, e));
    i = json_array_get(json_object_get(v, "indikator"), n);
    x = json_object_get(i, name);
    if (!json_is_number(x))
        fail_msg("no %s in %s", name, s->skema->masukan);
    got = json_number_value(x);
    json_decref(v);
    return got;
}

static void traced(const struct saran *s, const char *text)
{
    if (!strstr(s->jejak, text))
        fail_msg("no \"%s\" in %s", text, s->jejak);
}

static void u1_u2_u3(void **state)
{
    static const char *const isian[] = { "{\"tepat\":90,\"total\":100}", "{\"tepat\":10,\"total\":20}",
                                         "{\"tepat\":300,\"total\":300}" };
    static const double last[] = { 16, 15, 13.5 };
    int64_t u1, u2, u3;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    u1 = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 1500 });
    u2 = add_indikator(1, &(struct ind){ 1, 2, "hitung_ulang", "tahun", NULL, "persen", 95 });
    u3 = add_indikator(1, &(struct ind){ 2, 1, "terakhir", "tahun", "turun", NULL, 14 });
    for (int m = 0; m < 12; m++)
        add_realisasi(1, JAN + m, u1, 1500, NULL);
    for (int m = 0; m < 3; m++) {
        add_realisasi(1, JAN + m, u2, 50, isian[m]);
        add_realisasi(1, JAN + m, u3, last[m], NULL);
    }
    suggest(add_evaluasi(1, TAHUN), &s);
    assert_int_equal(s.gagal, E_NONE);
    assert_true(field(&s, 0, "realisasi") == 18000 && field(&s, 0, "target") == 18000);
    assert_true(field(&s, 1, "realisasi") == 95.24 && field(&s, 1, "target") == 95);
    assert_true(field(&s, 2, "realisasi") == 13.5 && field(&s, 2, "target") == 14);
    assert_int_equal(s.nhasil, 2);
    assert_string_equal(s.hasil[0].kode, "indikator.persen.realisasi#1.2");
    assert_string_equal(s.hasil[0].masukan, "{\"tepat\":400,\"total\":420}");
    assert_string_equal(s.hasil[0].nilai, "95.24");
    assert_ptr_equal(s.skema, &s.hasil[1]);
    traced(&s, "jumlah: 1.500 (Januari) + 1.500 (Februari)");
    traced(&s, "1.500 per bulan × 12 bulan = 18.000");
    traced(&s, "isian 3 bagian (Januari, Februari, Maret) dijumlahkan");
    traced(&s, "16 (Januari); 15 (Februari); 13,5 (Maret); yang terakhir 13,5");
    assert_string_equal(s.rating_hasil, "sesuai");
    assert_string_equal(s.rating_perilaku, "");
}

static void u4(void **state)
{
    int64_t i;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-06-01", "2025-12-31");
    i = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 1500 });
    for (int m = 5; m < 12; m++)
        add_realisasi(1, JAN + m, i, 1500, NULL);
    suggest(add_evaluasi(1, TAHUN), &s);
    assert_true(field(&s, 0, "target") == 10500 && field(&s, 0, "realisasi") == 10500);
    traced(&s, "1.500 per bulan × 7 bulan = 10.500");
    traced(&s, "\"label\":\"Bulan bertugas\",\"nilai\":7");
}

/* A revision in May: what was handed in under version 1 counts; of one month in both, the later version's. */
static void earlier_versions_count(void **state)
{
    int64_t old, new;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    old = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 10 });
    SQL("INSERT INTO skp_versi (id, skp_id, n, status) VALUES (100, 1, 2, 'berjalan')", "");
    new = add_indikator(100, &(struct ind){ 3, 1, "jumlah", "bulan", NULL, NULL, 10 });
    SQL("UPDATE indikator SET asal_id = $1 WHERE id = $2", "ii", old, new);
    for (int m = 0; m < 5; m++)
        add_realisasi(1, JAN + m, old, 1, NULL);
    add_realisasi(100, JAN + 4, new, 100, NULL);
    add_realisasi(100, JAN + 5, new, 100, NULL);
    suggest(add_evaluasi(100, TAHUN), &s);
    assert_true(field(&s, 0, "realisasi") == 204);
    /* The old version's own evaluation does not see the later one. */
    suggest(add_evaluasi(1, TAHUN), &s);
    assert_true(field(&s, 0, "realisasi") == 5);
}

/* Drafts and returned ones are not handed in. */
static void only_what_was_handed_in(void **state)
{
    int64_t i;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    i = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 10 });
    for (int m = 0; m < 4; m++)
        add_realisasi(1, JAN + m, i, 10, NULL);
    SQL("UPDATE realisasi SET status = 'draf' WHERE periode_id = 6", "");
    SQL("UPDATE realisasi SET status = 'dikembalikan' WHERE periode_id = 7", "");
    SQL("UPDATE realisasi SET status = 'diterima' WHERE periode_id = 8", "");
    suggest(add_evaluasi(1, TAHUN), &s);
    assert_true(field(&s, 0, "realisasi") == 20);
}

/* The hash tells whether anything moved that the suggestion was made of, and needs no plugin. */
static void moved_input_is_seen(void **state)
{
    char before[DIGEST_HEX], after[DIGEST_HEX];
    int64_t sum, percent, evaluasi;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    sum = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 10 });
    percent = add_indikator(1, &(struct ind){ 1, 2, "hitung_ulang", "tahun", NULL, "persen", 95 });
    for (int m = 0; m < 2; m++) {
        add_realisasi(1, JAN + m, sum, 10, NULL);
        add_realisasi(1, JAN + m, percent, 50, "{\"tepat\":1,\"total\":2}");
    }
    evaluasi = add_evaluasi(1, TAHUN);
    suggest(evaluasi, &s);
    OK(saran_masukan_hash(db, evaluasi, before, e));
    assert_string_equal(before, s.keadaan);
    /* Not read by the scheme: nothing moves. */
    SQL("UPDATE pegawai SET status = 'cpns'", "");
    OK(saran_masukan_hash(db, evaluasi, after, e));
    assert_string_equal(after, before);
    SQL("UPDATE realisasi_nilai SET isian = '{\"tepat\":2,\"total\":2}' WHERE isian IS NOT NULL"
        " AND realisasi_id = (SELECT min(id) FROM realisasi)",
        "");
    OK(saran_masukan_hash(db, evaluasi, after, e));
    assert_string_not_equal(after, before);
    SQL("UPDATE realisasi_nilai SET isian = '{\"tepat\":1,\"total\":2}' WHERE isian IS NOT NULL", "");
    OK(saran_masukan_hash(db, evaluasi, after, e));
    assert_string_equal(after, before);
    enable(install_uji("1.1.0", 2), KOTA, "2025-01-01");
    OK(saran_masukan_hash(db, evaluasi, after, e));
    assert_string_not_equal(after, before);
}

static void failing_indicator_is_no_zero(void **state)
{
    int64_t percent;
    struct saran s;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    percent = add_indikator(1, &(struct ind){ 1, 1, "hitung_ulang", "tahun", NULL, "persen", 95 });
    add_realisasi(1, JAN, percent, 50, "{\"tepat\":9,\"total\":2}");
    add_realisasi(1, JAN + 1, percent, 50, "{\"tepat\":1,\"total\":2}");
    suggest(add_evaluasi(1, TAHUN), &s);
    assert_int_equal(s.gagal, E_SCORE_INDIKATOR);
    assert_non_null(strstr(s.pesan, "tepat melebihi total"));
    assert_int_equal(s.indeks, -1);
    assert_non_null(s.skema);
    assert_null(s.skema->nilai);
    assert_string_equal(s.skema->galat, "score.indikator_gagal");
    assert_int_equal(s.nhasil, 1);
    assert_string_equal(s.hasil[0].galat, "plugin.gagal");
    assert_string_equal(s.rating_hasil, "");
    /* A month whose inputs are missing cannot be added up. */
    SQL("UPDATE realisasi_nilai SET isian = NULL WHERE realisasi_id = (SELECT min(id) FROM realisasi)", "");
    suggest(count("SELECT id FROM evaluasi"), &s);
    assert_int_equal(s.gagal, E_SCORE_INDIKATOR);
    assert_int_equal(s.nhasil, 0);
}

static void refusals(void **state)
{
    struct saran s;
    int64_t id;

    (void)state;
    REFUSED(E_SCORE_EVALUASI, saran_hitung(db, host, 77, false, arena, &s, e));
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    id = add_evaluasi(1, TAHUN);
    SQL("UPDATE evaluasi SET status = 'tidak_dinilai'", "");
    REFUSED(E_SCORE_TIDAK_DINILAI, saran_hitung(db, host, id, false, arena, &s, e));
    SQL("UPDATE evaluasi SET status = 'belum'", "");
    SQL("UPDATE release SET status = 'quarantined' WHERE skema IS NOT NULL", "");
    REFUSED(E_RELEASE_KARANTINA, saran_hitung(db, host, id, false, arena, &s, e));
    SQL("DELETE FROM usulan_aktivasi", "");
    SQL("DELETE FROM aktivasi", "");
    REFUSED(E_AKTIVASI_TIDAK_ADA, saran_hitung(db, host, id, false, arena, &s, e));
}

static void predikat(void **state)
{
    static const struct {
        const char *hasil, *perilaku, *want;
    } rows[] = { { "di_atas", "di_atas", "sangat_baik" },
                 { "sesuai", "di_bawah", "kurang" },
                 { "di_bawah", "sesuai", "butuh_perbaikan" },
                 { "di_bawah", "di_bawah", "sangat_kurang" } };
    struct predikat_hasil p;
    int64_t id;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    id = add_evaluasi(1, TAHUN);
    for (size_t i = 0; i < COUNT(rows); i++) {
        OK(predikat_hitung(db, host, id, rows[i].hasil, rows[i].perilaku, true, arena, &p, e));
        assert_string_equal(p.predikat, rows[i].want);
        assert_string_equal(p.hasil.kode, "skema.permenpanrb-6-2022.predikat");
        assert_non_null(strstr(p.jejak, "PermenPANRB 6/2022"));
    }
    OK(predikat_hitung(db, host, id, "hebat", "sesuai", false, arena, &p, e));
    assert_string_equal(p.predikat, "");
    assert_non_null(p.hasil.galat);
}

static void realisasi(void **state)
{
    struct realisasi_hasil r;
    json_t *isian = json_pack("{s:f,s:i}", "tepat", 95.0, "total", 100);
    struct err e = ERR_NONE;

    (void)state;
    if (realisasi_hitung(db, host, PUSKESMAS, JAN, "uji", "persen", isian, "/nilai/0/isian", true, arena, &r,
                         &e) != ST_OK)
        fail_msg("%s", e.msg);
    assert_true(r.nilai == 95);
    assert_string_equal(r.isian, "{\"tepat\":95,\"total\":100}");
    assert_int_equal(r.release_id, count("SELECT max(id) FROM release"));
    json_object_set_new(isian, "lain", json_integer(1));
    json_object_set_new(isian, "tepat", json_integer(-1));
    assert_int_equal(realisasi_hitung(db, host, PUSKESMAS, JAN, "uji", "persen", isian, "/nilai/0/isian",
                                      false, arena, &r, &e),
                     ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_ISIAN);
    assert_int_equal(e.nfaults, 2);
    assert_memory_equal(e.faults[0].at, "/nilai/0/isian/", 15);
    json_object_del(isian, "lain");
    json_object_set_new(isian, "tepat", json_integer(101));
    err_clear(&e);
    assert_int_equal(realisasi_hitung(db, host, PUSKESMAS, JAN, "uji", "persen", isian, "/nilai/0/isian",
                                      false, arena, &r, &e),
                     ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_GAGAL);
    assert_string_equal(e.faults[0].at, "/nilai/0/isian");
    err_clear(&e);
    assert_int_equal(
        realisasi_hitung(db, host, PUSKESMAS, JAN, "uji", "lain", isian, NULL, false, arena, &r, &e),
        ST_INVALID);
    assert_int_equal(e.code, E_PLUGIN_FUNGSI);
    err_clear(&e);
    assert_int_equal(
        realisasi_hitung(db, host, PUSKESMAS, JAN, "lain", "persen", isian, NULL, false, arena, &r, &e),
        ST_NOT_FOUND);
    json_decref(isian);
}

static void available_indicators(void **state)
{
    struct buf b = BUF_NONE;
    struct jw w;

    (void)state;
    jw_start(&w, &b);
    OK(indikator_tersedia(db, PUSKESMAS, TAHUN, &w, e));
    assert_non_null(strstr(b.p, "\"plugin\":\"uji\""));
    assert_non_null(strstr(b.p, "\"kode\":\"persen\""));
    buf_free(&b);
}

/* What is written in one pass: canonical JSON, and the msgpack that the stored JSON gives again. */
static void both_forms_say_the_same(void **state)
{
    static const uint64_t all = (FIELD_BIT(FIELD_COUNT) - 1) & ~FIELD_BIT(F_INDIKATOR_CAPAIAN);
    struct kalender k;
    struct sheets s;
    struct buf json = BUF_NONE, wire = BUF_NONE, again = BUF_NONE, canonical = BUF_NONE;
    const struct release *r = NULL;
    int64_t i, id;

    (void)state;
    add_plan(1, 2, PUSKESMAS, "2025-01-01", "2025-12-31");
    i = add_indikator(1, &(struct ind){ 1, 1, "rata_rata", "bulan", NULL, NULL, 80.25 });
    add_indikator(1, &(struct ind){ 2, 1, "jumlah", "bulan", "turun", NULL, 0 });
    SQL("UPDATE indikator SET teks = 'Bunyi \"x\" \\ é', atas = 90, aspek = NULL WHERE id = $1", "i", i);
    SQL("UPDATE indikator SET bawah = NULL WHERE id <> $1", "i", i);
    add_realisasi(1, JAN, i, 81.125, NULL);
    SQL("INSERT INTO akun (id, nama, sandi, dibuat) VALUES (1, 'a', '!', 'x')", "");
    SQL("INSERT INTO capaian_organisasi (unit_id, periode_id, predikat, akun_id, waktu) VALUES (4, 1, "
        "'baik', 1, 'x')",
        "");
    SQL("UPDATE jabatan SET jenjang = 'ahli_muda' WHERE id = 2", "");
    id = add_evaluasi(1, TAHUN);
    OK(kalender_load(db, TAHUN, &k, e));
    sheets_init(&s);
    OK(sheet_head(db, &s, &k, id, e));
    OK(sheet_body(db, &s, &k, all, e));
    OK(release_get(db, 1, &r, e));
    /* Every single field alone, and all of them. */
    for (int f = 0; f <= FIELD_COUNT; f++) {
        uint64_t reads = f < FIELD_COUNT ? FIELD_BIT(f) : all;
        json_t *v = NULL;

        buf_clear(&json);
        buf_clear(&wire);
        buf_clear(&again);
        buf_clear(&canonical);
        masukan_evaluasi(&s.sheet[0], s.indikator, &k, reads, &json, &wire);
        OK(json_read(json.p, json.len, &v, e));
        json_canonical(v, &canonical);
        assert_string_equal(json.p, canonical.p);
        OK(masukan_wire(r, "skema.x.nilai", json.p, json.len, &again, e));
        assert_int_equal(wire.len, again.len);
        assert_memory_equal(wire.p, again.p, wire.len);
        json_decref(v);
    }
    assert_non_null(strstr(json.p, "\"target\":null"));
    assert_non_null(strstr(json.p, "\"capaian_organisasi\":\"baik\""));
    assert_non_null(strstr(json.p, "\"jenjang\":\"ahli_muda\""));
    assert_non_null(strstr(json.p, "\"realisasi\":81.125"));
    release_put(r);
    sheets_clear(&s);
    buf_free(&json);
    buf_free(&wire);
    buf_free(&again);
    buf_free(&canonical);
}

/* A functional official who heads the unit by tugas tambahan is its head while that holds. */
static void head_by_additional_task(void **state)
{
    struct saran s;
    int64_t id;

    (void)state;
    add_plan(1, 2, PUSKESMAS, "2025-01-01", "2025-12-31");
    id = add_evaluasi(1, TAHUN);
    suggest(id, &s);
    assert_non_null(strstr(s.skema->masukan, "\"kepala_unit\":false"));
    SQL("INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, selesai, dasar_nomor, dasar_tanggal)"
        " VALUES (1, 3, 'tugas_tambahan', '2025-03-01', '2025-12-31', '1', '2025-02-20')",
        "");
    suggest(id, &s);
    assert_non_null(strstr(s.skema->masukan, "\"kepala_unit\":true"));
    SQL("UPDATE penugasan SET selesai = '2025-12-30' WHERE jenis = 'tugas_tambahan'", "");
    suggest(id, &s);
    assert_non_null(strstr(s.skema->masukan, "\"kepala_unit\":false"));
}

static void replayed(void **state)
{
    struct run_result run;
    struct replay r;
    struct buf b = BUF_NONE;
    struct jw w;

    (void)state;
    add_city(2);
    REFUSED(E_SCORE_EVALUASI, replay_load(db, host, 1, arena, &r, e));
    run_with("2025", 1, 500, &run);
    run_result_free(&run);
    OK(replay_load(db, host, 1, arena, &r, e));
    assert_int_equal(r.n, 2);
    assert_true(r.baris[0].sama && r.baris[1].sama && r.data_sama);
    replay_text(&r, true, &b);
    assert_non_null(strstr(b.p, "Konsolidasi realisasi dan target"));
    assert_non_null(strstr(b.p, "sumber: PermenPANRB 6/2022"));
    assert_non_null(strstr(b.p, "sama dengan yang tersimpan"));
    buf_clear(&b);
    jw_start(&w, &b);
    replay_json(&r, &w);
    {
        json_t *v = NULL;

        OK(json_read(b.p, b.len, &v, e));
        assert_true(json_is_true(json_object_get(v, "data_sama")));
        json_decref(v);
    }
    buf_free(&b);
    /* Changed since: the number is still explained as it was, and the change is said. */
    SQL("UPDATE realisasi_nilai SET nilai = nilai + 5", "");
    OK(replay_load(db, host, 1, arena, &r, e));
    assert_true(r.baris[1].sama);
    assert_false(r.data_sama);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(u1_u2_u3, setup, teardown),
        cmocka_unit_test_setup_teardown(u4, setup, teardown),
        cmocka_unit_test_setup_teardown(earlier_versions_count, setup, teardown),
        cmocka_unit_test_setup_teardown(only_what_was_handed_in, setup, teardown),
        cmocka_unit_test_setup_teardown(moved_input_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(failing_indicator_is_no_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(predikat, setup, teardown),
        cmocka_unit_test_setup_teardown(realisasi, setup, teardown),
        cmocka_unit_test_setup_teardown(available_indicators, setup, teardown),
        cmocka_unit_test_setup_teardown(both_forms_say_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(head_by_additional_task, setup, teardown),
        cmocka_unit_test_setup_teardown(replayed, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

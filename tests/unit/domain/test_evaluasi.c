/* Evaluations: preparing a period, rating beside a suggestion, fixing, and who sees what when. */
#include "kerja.h"

static int64_t skp, id;

static int begin(void **state)
{
    struct evaluasi_siapkan in = { .periode_id = 2 };

    if (setup(state) != 0)
        return -1;
    skp = skp_disetujui();
    OK(run(AKUN_PUSAT, evaluasi_siapkan, &in, 0, e));
    assert_int_equal(in.out_dibuat, 1);
    id = number("SELECT id FROM evaluasi");
    return 0;
}
#define V(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static const char *now_hash = HASH64;
static enum status input_now(struct db *d, int64_t evaluasi, char hash[DIGEST_HEX], struct err *e)
{
    (void)d;
    (void)e;
    assert_int_equal(evaluasi, id);
    snprintf(hash, DIGEST_HEX, "%s", now_hash);
    return ST_OK;
}

/* What a worker hands over: a suggestion of `saran` (NULL: it failed) and the matrix's answer. */
static struct hasil_baru results[2];
static struct evaluasi_nilai rating(const char *hasil, const char *perilaku, const char *predikat,
                                    const char *saran)
{
    static char suggested[64], matrix[40];

    snprintf(suggested, sizeof(suggested), "{\"hasil\":\"%s\",\"nilai\":null,\"perilaku\":null}",
             saran ? saran : "");
    snprintf(matrix, sizeof(matrix), "\"%s\"", predikat);
    results[0] = (struct hasil_baru){ .kode = "skema.permenpanrb-6-2022.nilai",
                                      .release_id = RELEASE_SKEMA,
                                      .setelan_hash = HASH64,
                                      .masukan_hash = HASH64,
                                      .masukan = "{\"a\":1}",
                                      .api = 1,
                                      .nilai = suggested };
    if (!saran)
        results[0].nilai = NULL, results[0].galat = "plugin.gagal", results[0].pesan = "Tidak terhitung.";
    results[1] = (struct hasil_baru){ .kode = "skema.permenpanrb-6-2022.predikat",
                                      .release_id = RELEASE_SKEMA,
                                      .setelan_hash = HASH64,
                                      .masukan_hash = HASH64,
                                      .masukan = "{\"b\":1}",
                                      .api = 1,
                                      .nilai = matrix };
    return (struct evaluasi_nilai){ .id = id,
                                    .rating_hasil = hasil,
                                    .rating_perilaku = perilaku,
                                    .alasan = "",
                                    .catatan = "",
                                    .predikat = predikat,
                                    .nhasil = 2,
                                    .hasil = results,
                                    .saran = 0,
                                    .predikat_hasil = 1,
                                    .masukan_hash = HASH64,
                                    .masukan = input_now };
}

static int64_t versi(void)
{
    return number("SELECT versi FROM evaluasi WHERE id = 1");
}

static enum status rate(int64_t akun, struct evaluasi_nilai *in, struct err *e)
{
    now_hash = HASH64;
    return run(akun, evaluasi_nilai, in, versi(), e);
}

static enum status step(int64_t akun, const char *event, const char *note, struct err *e)
{
    struct evaluasi_langkah in = { id, event, note };

    return run(akun, evaluasi_langkah, &in, versi(), e);
}

static const char *text_at(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));

    return s ? s : "(null)";
}

static void a_period_is_prepared_once(void **state)
{
    struct evaluasi_siapkan in = { .periode_id = 2 }, year = { .periode_id = 1 }, july = { .periode_id = 5 };

    (void)state;
    OK(run(AKUN_PUSAT, evaluasi_siapkan, &in, 0, e));
    assert_int_equal(in.out_dibuat + in.out_dipindah, 0);
    assert_string_equal(string("SELECT status || segmen FROM evaluasi"), "belum1");
    REFUSED(E_TIDAK_BERHAK, run(KADIS, evaluasi_siapkan, &in, 0, e));
    /* A transfer in the middle of the year: two segments of the year, one of July. */
    {
        struct skp_langkah end = { skp, "gantikan", "Mutasi", "2026-06-30" };
        struct skp_buat next = { PERAWAT, PERAWAT, "2026-07-01", "2026-12-31", "B", "kuantitatif", 0 };

        OK(run(AKUN_ADMIN_UNIT, skp_langkah, &end, skp_versi(skp), e));
        OK(run(PERAWAT, skp_buat, &next, 0, e));
        OK(simpan_skp(PERAWAT, next.out_id, isi_baik, skp_versi(next.out_id), e));
        OK(run(AKUN_PUSAT, evaluasi_siapkan, &year, 0, e));
        assert_int_equal(year.out_dibuat, 1); /* the new plan is not approved yet */
        OK(langkah_skp(PERAWAT, next.out_id, "ajukan", NULL, e));
        OK(langkah_skp(KAPUS, next.out_id, "setujui", NULL, e));
        OK(run(AKUN_PUSAT, evaluasi_siapkan, &year, 0, e));
        assert_int_equal(year.out_dibuat, 1);
        assert_string_equal(string("SELECT group_concat(segmen) FROM (SELECT segmen FROM evaluasi"
                                   " WHERE periode_id = 1 ORDER BY id)"),
                            "1,2");
        OK(run(0, evaluasi_siapkan, &july, 0, e));
        assert_int_equal(july.out_dibuat, 1);
    }
    sql("UPDATE periode SET status = 'ditutup' WHERE id = 2");
    REFUSED(E_PERIODE_DITUTUP, run(AKUN_PUSAT, evaluasi_siapkan, &in, 0, e));
}

static void an_unrated_row_follows_the_version_in_force(void **state)
{
    struct evaluasi_siapkan in = { .periode_id = 2 };
    int rounds = 0;

    (void)state;
    for (; rounds < 2; rounds++) {
        OK(langkah_skp(PERAWAT, skp, "revisi", "Anggaran", e));
        OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
        OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
        OK(run(AKUN_PUSAT, evaluasi_siapkan, &in, 0, e));
        assert_int_equal(in.out_dibuat, 0);
        assert_int_equal(in.out_dipindah, rounds == 0);
        if (rounds == 0) {
            struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");

            OK(rate(KAPUS, &v, e)); /* from now on it stays with the version that was rated */
        }
    }
    assert_int_equal(number("SELECT k.n FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id"), 2);
}

static void rating_stores_the_suggestion_beside_it(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "di_atas", "baik", "sesuai");
    json_t *j;

    (void)state;
    OK(rate(KAPUS, &v, e));
    j = json_of(last_body);
    assert_string_equal(text_at(j, "status"), "dinilai");
    assert_string_equal(text_at(j, "predikat"), "baik");
    assert_string_equal(text_at(json_object_get(json_object_get(j, "saran"), "nilai"), "hasil"), "sesuai");
    assert_string_equal(text_at(json_object_get(j, "saran"), "plugin"), "skp-permenpanrb-6-2022");
    json_decref(j);
    assert_int_equal(number("SELECT count(*) FROM hasil"), 2);
    assert_int_equal(number("SELECT penilai_id FROM evaluasi"), KAPUS);
    /* Rated again with the same inputs: the rows are referred to, not doubled, not changed. */
    v = rating("di_bawah", "sesuai", "butuh_perbaikan", "sesuai");
    v.alasan = "Laporan sering terlambat";
    results[1].masukan_hash[0] = 'f';
    OK(rate(KAPUS, &v, e));
    assert_int_equal(number("SELECT count(*) FROM hasil"), 3);
    assert_int_equal(number("SELECT saran_hasil_id FROM evaluasi"), 1);
    assert_string_equal(string("SELECT catatan FROM audit ORDER BY n DESC LIMIT 1"),
                        "Laporan sering terlambat");
}

static void differing_needs_a_reason(void **state)
{
    struct evaluasi_nilai v = rating("di_atas", "sesuai", "baik", "sesuai");
    struct err no = ERR_NONE;

    (void)state;
    assert_int_equal(rate(KAPUS, &v, &no), ST_INVALID);
    assert_int_equal(no.code, E_ALASAN_WAJIB);
    assert_string_equal(no.faults[0].at, "/alasan");
    v.alasan = "  ";
    REFUSED(E_ALASAN_WAJIB, rate(KAPUS, &v, e));
    v.alasan = "Melampaui target di tiga posyandu";
    OK(rate(KAPUS, &v, e));
    /* Without a suggestion there is nothing to differ from. */
    v = rating("di_bawah", "sesuai", "butuh_perbaikan", NULL);
    OK(rate(KAPUS, &v, e));
}

static void what_was_computed_must_still_hold(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");

    (void)state;
    now_hash = "f123456789012345678901234567890123456789012345678901234567890123";
    REFUSED(E_MASUKAN_BERUBAH, run(KAPUS, evaluasi_nilai, &v, versi(), e));
    v = rating("sesuai", "sesuai", "baik", "sesuai");
    results[1].release_id = RELEASE_PUSKESMAS;
    REFUSED(E_MASUKAN_BERUBAH, rate(KAPUS, &v, e));
    v = rating("sesuai", "sesuai", "baik", "sesuai");
    v.predikat = "sangat_baik"; /* not what the matrix said */
    REFUSED(E_PREDIKAT_GAGAL, rate(KAPUS, &v, e));
    v = rating("sesuai", "sesuai", "istimewa", "sesuai");
    REFUSED(E_PREDIKAT_GAGAL, rate(KAPUS, &v, e));
    v = rating("sesuai", "sesuai", "baik", "sesuai");
    results[1].nilai = NULL, results[1].galat = "plugin.gagal", results[1].pesan = "Berhenti.";
    REFUSED(E_PREDIKAT_GAGAL, rate(KAPUS, &v, e));
    assert_int_equal(number("SELECT count(*) FROM hasil"), 0);
    assert_string_equal(string("SELECT status FROM evaluasi"), "belum");
}

static void only_the_evaluator_rates_and_never_himself(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");

    (void)state;
    REFUSED(E_NILAI_DIRI, rate(PERAWAT, &v, e));
    REFUSED(E_TIDAK_BERHAK, rate(KADIS, &v, e));
    REFUSED(E_TIDAK_BERHAK, rate(AKUN_PENGELOLA, &v, e));
    REFUSED(E_TIDAK_BERHAK, rate(AKUN_AUDITOR, &v, e));
    REFUSED(E_TIDAK_BERHAK, rate(0, &v, e)); /* a rating is a person's */
    REFUSED(E_EVALUASI_TIDAK_ADA, rate(CAMAT, &v, e));
    /* Data that say that she evaluates herself help nobody. */
    sql("UPDATE skp SET penilai_id = 7");
    REFUSED(E_NILAI_DIRI, rate(PERAWAT, &v, e));
    /* Her brother in office does it from the day on which he heads the puskesmas. */
    sql("UPDATE penugasan SET selesai = '2026-01-31' WHERE id = 6;"
        "INSERT INTO penugasan (pegawai_id, jabatan_id, jenis, mulai, dasar_nomor, dasar_tanggal)"
        " VALUES (8, 6, 'tugas_tambahan', '2026-02-01', '800/10', '2026-01-20')");
    REFUSED(E_EVALUASI_TIDAK_ADA, rate(KAPUS, &v, e));
    OK(rate(BIDAN, &v, e));
    assert_int_equal(number("SELECT penilai_id FROM evaluasi"), BIDAN);
}

static void fixing_signs_the_document(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");
    struct evaluasi x;
    struct buf b = BUF_NONE;
    struct digest d;
    char hex[DIGEST_HEX];

    (void)state;
    REFUSED(E_ALUR_PERISTIWA, step(KAPUS, "tetapkan", NULL, e));
    OK(rate(KAPUS, &v, e));
    OK(step(KAPUS, "tetapkan", NULL, e));
    OK(evaluasi_muat(db, id, arena, &x, e));
    evaluasi_dokumen(&x, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, hex);
    buf_free(&b);
    assert_string_equal(
        string("SELECT peristiwa || ' ' || peran || ' ' || dokumen FROM audit ORDER BY n DESC LIMIT 1"),
        arena_printf(arena, "tetapkan penilai %s", hex));
    assert_true(x.ditetapkan && strlen(x.ditetapkan) == TIME_TEXT - 1);
    REFUSED(E_ALUR_PERISTIWA, rate(KAPUS, &v, e)); /* fixed is fixed */
    REFUSED(E_ALUR_PERISTIWA, step(KAPUS, "tetapkan", NULL, e));
    REFUSED(E_ALUR_PERISTIWA, step(KAPUS, "keberatan", "x", e));
}

static const char *seen_by(int64_t akun, const char *key)
{
    struct who w = who_of(akun);
    struct evaluasi_saring f = { .lingkup = SKP_SEMUA, .periode_id = 2, .batas = 10 };
    struct evaluasi x, *rows;
    struct buf b = BUF_NONE;
    struct jw out;
    const char *one, *many;
    json_t *v;
    size_t n;
    bool more;

    OK(evaluasi_load(db, &w, id, arena, &x, e));
    jw_start(&out, &b);
    OK(evaluasi_json(db, &w, &x, &out, e));
    v = json_of(b.p);
    one = arena_strdup(arena, text_at(v, key));
    if (akun == PERAWAT && strcmp(text_at(v, "predikat"), "(null)") == 0) {
        assert_true(json_is_null(json_object_get(v, "saran")));
        assert_string_equal(text_at(v, "alasan"), "");
    }
    json_decref(v);
    buf_clear(&b);
    OK(evaluasi_list(db, &w, &f, arena, &rows, &n, &more, e));
    assert_int_equal(n, 1);
    jw_start(&out, &b);
    evaluasi_baris_json(&rows[0], &out);
    v = json_of(b.p);
    many = arena_strdup(arena, text_at(v, key));
    json_decref(v);
    buf_free(&b);
    assert_string_equal(one, many); /* the list tells no more than the resource */
    return one;
}

static void the_employee_sees_it_when_it_is_fixed(void **state)
{
    struct evaluasi_nilai v = rating("di_bawah", "sesuai", "butuh_perbaikan", "sesuai");
    struct who camat = who_of(CAMAT);
    struct evaluasi x;

    (void)state;
    v.alasan = "Rahasia sampai ditetapkan";
    OK(rate(KAPUS, &v, e));
    assert_string_equal(seen_by(PERAWAT, "predikat"), "(null)");
    assert_string_equal(seen_by(PERAWAT, "rating_hasil"), "(null)");
    assert_string_equal(seen_by(PERAWAT, "status"), "dinilai");
    assert_string_equal(seen_by(KAPUS, "predikat"), "butuh_perbaikan");
    assert_string_equal(seen_by(KADIS, "rating_hasil"), "di_bawah");
    /* Not by another office of hers either. */
    sql("INSERT INTO peran (akun_id, peran, unit_id, mulai) VALUES (7, 'pengelola', 5, '2026-01-01')");
    assert_string_equal(seen_by(PERAWAT, "predikat"), "(null)");
    OK(step(KAPUS, "tetapkan", NULL, e));
    assert_string_equal(seen_by(PERAWAT, "predikat"), "butuh_perbaikan");
    assert_string_equal(seen_by(PERAWAT, "rating_hasil"), "di_bawah");
    REFUSED(E_EVALUASI_TIDAK_ADA, evaluasi_load(db, &camat, id, arena, &x, e));
}

static void somebody_who_did_not_work_is_left_out(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");

    (void)state;
    OK(step(AKUN_PENGELOLA, "lewati", "Cuti besar tiga bulan", e));
    assert_string_equal(string("SELECT status || catatan FROM evaluasi"),
                        "tidak_dinilaiCuti besar tiga bulan");
    REFUSED(E_ALUR_PERISTIWA, rate(KAPUS, &v, e));
    OK(step(KAPUS, "pulihkan", "Sudah kembali Maret", e));
    OK(rate(KAPUS, &v, e));
}

static void a_closed_period_takes_no_rating(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");

    (void)state;
    sql("UPDATE periode SET status = 'dikunci' WHERE id = 2");
    OK(rate(KAPUS, &v, e));
    sql("UPDATE periode SET status = 'ditutup' WHERE id = 2");
    REFUSED(E_PERIODE_DITUTUP, rate(KAPUS, &v, e));
    REFUSED(E_PERIODE_DITUTUP, step(KAPUS, "tetapkan", NULL, e));
}

static void figures_name_nobody(void **state)
{
    struct evaluasi_nilai v = rating("sesuai", "sesuai", "baik", "sesuai");
    static const char *const want[] = {
        "{\"sangat_baik\":0,\"baik\":0,\"butuh_perbaikan\":0,\"kurang\":0,\"sangat_kurang\":0,\"belum\":1,"
        "\"tidak_dinilai\":0}",
        "{\"sangat_baik\":0,\"baik\":1,\"butuh_perbaikan\":0,\"kurang\":0,\"sangat_kurang\":0,\"belum\":0,"
        "\"tidak_dinilai\":0}",
        "{\"sangat_baik\":0,\"baik\":0,\"butuh_perbaikan\":0,\"kurang\":0,\"sangat_kurang\":0,\"belum\":0,"
        "\"tidak_dinilai\":0}",
    };
    static const int64_t units[] = { DINKES, PUSKESMAS, KECAMATAN };

    (void)state;
    OK(rate(KAPUS, &v, e));
    for (int i = 0; i < 3; i++) {
        struct buf b = BUF_NONE;
        struct jw w;

        if (i == 1)
            OK(step(KAPUS, "tetapkan", NULL, e));
        jw_start(&w, &b);
        OK(evaluasi_angka(db, units[i], 2, HARI, &w, e));
        assert_string_equal(b.p, want[i]);
        buf_free(&b);
    }
}

static void bodies_are_read_with_pointers(void **state)
{
    static const struct {
        const char *body, *at;
    } rows[] = {
        { "{\"rating_hasil\":\"sesuai\"}", "/rating_perilaku" },
        { "{\"rating_hasil\":\"baik\",\"rating_perilaku\":\"sesuai\"}", "/rating_hasil" },
        { "{\"rating_hasil\":\"sesuai\",\"rating_perilaku\":\"sesuai\",\"predikat\":\"baik\"}", "/predikat" },
        { "{\"rating_hasil\":\"sesuai\",\"rating_perilaku\":1}", "/rating_perilaku" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err no = ERR_NONE;
        struct evaluasi_nilai in;
        json_t *v = json_of(rows[i].body);

        assert_int_equal(evaluasi_nilai_baca(v, arena, &in, &no), ST_INVALID);
        assert_string_equal(no.faults[0].at, rows[i].at);
        json_decref(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        V(a_period_is_prepared_once),
        V(an_unrated_row_follows_the_version_in_force),
        V(rating_stores_the_suggestion_beside_it),
        V(differing_needs_a_reason),
        V(what_was_computed_must_still_hold),
        V(only_the_evaluator_rates_and_never_himself),
        V(fixing_signs_the_document),
        V(the_employee_sees_it_when_it_is_fixed),
        V(somebody_who_did_not_work_is_left_out),
        V(a_closed_period_takes_no_rating),
        V(figures_name_nobody),
        V(bodies_are_read_with_pointers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

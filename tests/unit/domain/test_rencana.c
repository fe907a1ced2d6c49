/* Planning: signatures that an edit voids, RHK with an identity over versions, provisional parents and their
 * ties, circles, warnings and what an approval keeps of them. */
#include "kerja.h"

static const char *text_at(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));

    return s ? s : "(null)";
}

/* A plan's resource, as its owner sees it; the caller owns it. */
static json_t *resource(int64_t akun, int64_t skp)
{
    struct who w = who_of(akun);
    struct buf b = BUF_NONE;
    struct skp s;
    struct jw out;
    json_t *v;

    OK(skp_load(db, &w, skp, 0, arena, &s, e));
    jw_start(&out, &b);
    OK(skp_json(db, &w, &s, &out, e));
    v = json_of(b.p);
    buf_free(&b);
    return v;
}

/* How often a warning of this kind stands in the plan. */
static int warned(int64_t akun, int64_t skp, const char *kode)
{
    json_t *v = resource(akun, skp), *list = json_object_get(v, "peringatan"), *w;
    size_t i;
    int n = 0;

    json_array_foreach(list, i, w) n += strcmp(text_at(w, "kode"), kode) == 0;
    json_decref(v);
    return n;
}

#define SATU(teks, rest)                                                                                     \
    "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"organisasi\",\"teks\":\"" teks "\"," rest "}]}"
#define IKI(teks, bawah)                                                                                     \
    "\"indikator\":[{\"teks\":\"" teks "\",\"bawah\":" bawah                                                 \
    ",\"satuan\":\"pasien\",\"aspek\":\"kuantitas\",\"konsolidasi\":\"jumlah\"}]"

static int64_t first_rhk(int64_t skp, int n)
{
    return number(arena_printf(arena,
                               "SELECT r.id FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id"
                               " WHERE v.skp_id = %lld AND v.n = %d AND r.no = 1",
                               (long long)skp, n));
}

static const char *child_body(const char *more)
{
    return arena_printf(arena, SATU("Melayani", IKI("Kunjungan", "100") "%s"), more);
}

/* Signatures -----------------------------------------------------------------------------------------------
 */

static bool signed_by(int64_t skp, const char *side)
{
    json_t *v = resource(PERAWAT, skp);
    bool yes = json_is_object(json_object_get(json_object_get(v, "tanda_tangan"), side));

    json_decref(v);
    return yes;
}

/* Each kind of edit, by whoever makes it, after the owner has signed. */
static void every_edit_voids_the_signature(void **state)
{
    static const struct {
        const char *id, *dari, *menjadi;
    } rows[] = {
        { "result", "Pasien terlayani", "Pasien cepat terlayani" },
        { "indicator", "Jumlah pasien", "Jumlah kunjungan" },
        { "target", "1500", "1600" },
        { "target text", "12 laporan", "24 laporan" },
        { "expectation", "Laporan tepat waktu", "Laporan lengkap" },
        { "annex", "Alat tensi", "Alat tensi digital" },
        { "consequence", "Sesuai ketentuan", "Sesuai Perwako" },
    };
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    struct skp_ekspektasi hope = { .id = skp };
    const char *before = NULL;

    (void)state;
    OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf b = BUF_NONE;
        const char *at = strstr(isi_baik, rows[i].dari), *hash;

        OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
        assert_true(signed_by(skp, "pegawai"));
        hash = string("SELECT hash FROM skp_versi");
        assert_string_equal(hash, string("SELECT ttd_pegawai_hash FROM skp_versi"));
        OK(langkah_skp(KAPUS, skp, "kembalikan", "Perbaiki", e));
        assert_non_null(at);
        buf_printf(&b, "%.*s%s%s", (int)(at - isi_baik), isi_baik, rows[i].menjadi,
                   at + strlen(rows[i].dari));
        OK(simpan_skp(PERAWAT, skp, b.p, skp_versi(skp), e));
        buf_free(&b);
        if (signed_by(skp, "pegawai") || strcmp(string("SELECT hash FROM skp_versi"), "(null)") != 0)
            fail_msg("%s: the signature stands", rows[i].id);
        OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
        if (strcmp(hash, string("SELECT hash FROM skp_versi")) == 0)
            fail_msg("%s: the same document", rows[i].id);
        OK(langkah_skp(PERAWAT, skp, "tarik", NULL, e));
        assert_false(signed_by(skp, "pegawai"));
        OK(simpan_skp(PERAWAT, skp, isi_baik, skp_versi(skp), e));
    }
    /* The leader's own edit, while it is submitted. */
    OK(langkah_skp(PERAWAT, skp, "ajukan", NULL, e));
    for (int i = 0; i < PERILAKU_NILAI; i++)
        hope.ekspektasi[i] = "lain";
    OK(run(KAPUS, skp_ekspektasi, &hope, skp_versi(skp), e));
    assert_false(signed_by(skp, "pegawai"));
    REFUSED(E_SKP_TANDA_TANGAN, langkah_skp(KAPUS, skp, "setujui", NULL, e));
    REFUSED(E_TIDAK_BERHAK, langkah_skp(KAPUS, skp, "tandatangani", NULL, e));
    OK(langkah_skp(PERAWAT, skp, "tandatangani", NULL, e));
    REFUSED(E_SKP_SUDAH_DITANDATANGANI, langkah_skp(PERAWAT, skp, "tandatangani", NULL, e));
    before = string("SELECT ttd_pegawai_hash FROM skp_versi");
    OK(langkah_skp(KAPUS, skp, "setujui", NULL, e));
    assert_true(signed_by(skp, "pegawai") && signed_by(skp, "penilai"));
    assert_string_equal(before, string("SELECT ttd_penilai_hash FROM skp_versi"));
    assert_int_equal(number("SELECT ttd_penilai_id FROM skp_versi"), KAPUS);
}

static void a_revision_says_why_by_code_and_text(void **state)
{
    int64_t skp = skp_disetujui();
    struct skp_revisi in = { skp, "Anggaran dipotong", "anggaran" };
    json_t *v;

    (void)state;
    in.alasan = " ";
    REFUSED(E_TANPA_CATATAN, run(PERAWAT, skp_revisi, &in, skp_versi(skp), e));
    in.alasan = "Anggaran dipotong";
    in.kode = "bosan";
    REFUSED(E_DB_BATASAN, run(PERAWAT, skp_revisi, &in, skp_versi(skp), e));
    in.kode = "anggaran";
    OK(run(PERAWAT, skp_revisi, &in, skp_versi(skp), e));
    v = json_of(last_body);
    assert_string_equal(text_at(v, "alasan_kode"), "anggaran");
    assert_string_equal(text_at(v, "alasan"), "Anggaran dipotong");
    json_decref(v);
}

/* Cascade --------------------------------------------------------------------------------------------------
 */

static int64_t kapus_plan(const char *teks, const char *bawah)
{
    int64_t skp = buat_skp(KAPUS, "2026-01-01", "2026-12-31");
    const char *body =
        arena_printf(arena,
                     "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"organisasi\",\"teks\":"
                     "\"%s\",\"induk_sementara\":\"Dinas sehat\",\"indikator\":[{\"teks\":"
                     "\"Kunjungan\",\"bawah\":%s,\"satuan\":\"pasien\",\"aspek\":\"kuantitas\","
                     "\"konsolidasi\":\"jumlah\"}]}]}",
                     teks, bawah);

    OK(simpan_skp(KAPUS, skp, body, skp_versi(skp), e));
    return skp;
}

static void approve(int64_t akun, int64_t penilai, int64_t skp)
{
    OK(langkah_skp(akun, skp, "ajukan", NULL, e));
    OK(langkah_skp(penilai, skp, "setujui", NULL, e));
}

/* She plans, and even has it approved, before her superior has a plan; the tie comes later and touches no
 * signature. */
static void nobody_waits_for_his_superior(void **state)
{
    int64_t child = buat_skp(PERAWAT, "2026-01-01", "2026-12-31"), parent, rhk;
    struct skp_tautkan tie = { .id = child };
    char hash[DIGEST_HEX];
    struct skp s;
    json_t *v, *induk;

    (void)state;
    OK(simpan_skp(PERAWAT, child, child_body(",\"induk_sementara\":\"Masyarakat terlayani\""),
                  skp_versi(child), e));
    assert_int_equal(warned(PERAWAT, child, "induk_sementara"), 1);
    assert_int_equal(warned(PERAWAT, child, "tanpa_induk"), 0);
    approve(PERAWAT, KAPUS, child);
    parent = kapus_plan("Masyarakat terlayani", "100");
    {
        struct who w = who_of(KAPUS);
        struct buf b = BUF_NONE;
        struct jw out;

        OK(skp_load(db, &w, child, 0, arena, &s, e));
        jw_start(&out, &b);
        OK(skp_tautan_json(db, &s, arena, &out, e));
        v = json_of(b.p);
        buf_free(&b);
    }
    induk = json_array_get(json_object_get(v, "data"), 0);
    assert_string_equal(text_at(induk, "sebab"), "sementara");
    tie.rhk_id = json_integer_value(json_object_get(induk, "rhk_id"));
    tie.induk_rhk_id = json_integer_value(json_object_get(json_object_get(induk, "usul"), "id"));
    assert_int_equal(tie.induk_rhk_id, first_rhk(parent, 1));
    json_decref(v);
    REFUSED(E_TIDAK_BERHAK, run(KADIS, skp_tautkan, &tie, skp_versi(child), e));
    REFUSED(E_SKP_TIDAK_ADA, run(LURAH, skp_tautkan, &tie, skp_versi(child), e));
    OK(run(KAPUS, skp_tautkan, &tie, skp_versi(child), e));
    OK(skp_muat(db, child, 0, arena, &s, e));
    skp_dokumen_hash(&s, hash);
    assert_string_equal(hash, string("SELECT hash FROM skp_versi WHERE n = 1 AND skp_id = 1"));
    assert_int_equal(s.isi.rhk[0].kini_id, tie.induk_rhk_id);

    /* A revision takes the tie as its link; the superior's revision keeps it by identity. */
    OK(langkah_skp(PERAWAT, child, "revisi", "Strategi", e));
    OK(skp_muat(db, child, 0, arena, &s, e));
    assert_int_equal(s.isi.rhk[0].induk_rhk_id, tie.induk_rhk_id);
    assert_string_equal(s.isi.rhk[0].induk_sementara, "");
    assert_int_equal(s.isi.rhk[0].pokok_id, tie.rhk_id);
    approve(KAPUS, KADIS, parent);
    OK(langkah_skp(KAPUS, parent, "revisi", "Anggaran", e));
    rhk = first_rhk(parent, 2);
    OK(skp_muat(db, child, 0, arena, &s, e));
    assert_int_equal(s.isi.rhk[0].kini_id, tie.induk_rhk_id); /* the draft counts for nobody else */
    approve(KAPUS, KADIS, parent);
    OK(skp_muat(db, child, 0, arena, &s, e));
    assert_int_equal(s.isi.rhk[0].kini_id, rhk);
    assert_int_equal(warned(PERAWAT, child, "induk_dilepas"), 0);
    /* And where his next version drops it, hers says so. */
    OK(langkah_skp(KAPUS, parent, "revisi", "Strategi", e));
    OK(simpan_skp(KAPUS, parent, SATU("Lain", IKI("Lain", "5")), skp_versi(parent), e));
    approve(KAPUS, KADIS, parent);
    assert_int_equal(warned(PERAWAT, child, "induk_dilepas"), 1);
    /* Untied, and an RHK that is not hers. */
    tie.rhk_id = rhk;
    REFUSED(E_RHK_TIDAK_ADA, run(KAPUS, skp_tautkan, &tie, skp_versi(child), e));
}

static void circles_have_a_code(void **state)
{
    int64_t parent = kapus_plan("A", "1"), child = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    struct skp_tautkan tie = { .id = parent, .rhk_id = first_rhk(parent, 1) };

    (void)state;
    OK(simpan_skp(PERAWAT, child,
                  child_body(arena_printf(arena, ",\"induk_rhk_id\":%lld", (long long)first_rhk(parent, 1))),
                  skp_versi(child), e));
    /* For a while she is the evaluator of her head. */
    sql("INSERT INTO delegasi (pegawai_id, penilai_id, mulai, dasar_nomor, dasar_tanggal)"
        " VALUES (6, 7, '2026-01-01', '1', '2025-12-01')");
    OK(skp_penilai_segarkan(db, &(struct who){ .hari = HARI, .nperan = 1, .peran = { { PERAN_SISTEM, 0 } } },
                            parent, e));
    assert_int_equal(number("SELECT penilai_id FROM skp WHERE id = 1"), PERAWAT);
    tie.induk_rhk_id = first_rhk(child, 1);
    REFUSED(E_RHK_BERPUTAR, run(KAPUS, skp_tautkan, &tie, skp_versi(parent), e));
    REFUSED(E_RHK_BERPUTAR,
            simpan_skp(KAPUS, parent,
                       arena_printf(arena, SATU("A", IKI("Kunjungan", "1") ",\"induk_rhk_id\":%lld"),
                                    (long long)tie.induk_rhk_id),
                       skp_versi(parent), e));
    REFUSED(E_MASUKAN,
            simpan_skp(PERAWAT, child, child_body(",\"induk_rhk_id\":1,\"induk_sementara\":\"dua-duanya\""),
                       skp_versi(child), e));
}

/* Warnings -------------------------------------------------------------------------------------------------
 */

/* Each row is one plan that must be warned about, and the same without its fault, that must not. */
static void warnings_name_what_is_missing(void **state)
{
    static const struct {
        const char *kode, *salah, *benar;
    } rows[] = {
        { "tanpa_utama", "{\"rhk\":[]}", SATU("A", IKI("K", "1")) },
        { "tanpa_induk", SATU("A", IKI("K", "1")), SATU("A", IKI("K", "1") ",\"induk_sementara\":\"B\"") },
        { "tanpa_indikator", SATU("A", "\"indikator\":[]"), SATU("A", IKI("K", "1")) },
        { "target_kosong", SATU("A", "\"indikator\":[{\"teks\":\"K\"}]"),
          SATU("A", "\"indikator\":[{\"teks\":\"K\",\"target_teks\":\"3\"}]") },
        { "target_bukan_angka", SATU("A", "\"indikator\":[{\"teks\":\"K\",\"target_teks\":\"3\"}]"),
          SATU("A", IKI("K", "1")) },
        { "target_nol", SATU("A", IKI("K", "0")), SATU("A", IKI("K", "1")) },
        { "tanpa_satuan", SATU("A", "\"indikator\":[{\"teks\":\"K\",\"bawah\":1}]"),
          SATU("A", IKI("K", "1")) },
        { "tanpa_aspek", SATU("A", "\"indikator\":[{\"teks\":\"K\",\"bawah\":1}]"),
          SATU("A", IKI("K", "1")) },
        { "tambahan_tanpa_penugasan",
          "{\"rhk\":[{\"jenis\":\"tambahan\",\"klasifikasi\":\"individu\",\"teks\":\"A\",\"indikator\":[]}]}",
          "{\"rhk\":[{\"jenis\":\"tambahan\",\"klasifikasi\":\"individu\",\"teks\":\"A\",\"penugasan_dari\":"
          "\"Sekda\",\"indikator\":[]}]}" },
        { "rhk_ganda",
          "{\"rhk\":[{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"A\",\"indikator\":[]},"
          "{\"jenis\":\"utama\",\"klasifikasi\":\"individu\",\"teks\":\"A\",\"indikator\":[]}]}",
          SATU("A", IKI("K", "1")) },
        { "lampiran_kosong", SATU("A", IKI("K", "1")),
          "{\"rhk\":[],\"lampiran\":{\"dukungan\":[\"a\"],\"pertanggungjawaban\":[\"b\"],\"konsekuensi\":"
          "[\"c\"]}}" },
        { "tanpa_ekspektasi", SATU("A", IKI("K", "1")),
          "{\"rhk\":[],\"perilaku\":[{\"nilai\":1,\"ekspektasi\":\"x\"}]}" },
    };
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        OK(simpan_skp(PERAWAT, skp, rows[i].salah, skp_versi(skp), e));
        if (warned(PERAWAT, skp, rows[i].kode) < 1)
            fail_msg("%s: no warning", rows[i].kode);
        OK(simpan_skp(PERAWAT, skp, rows[i].benar, skp_versi(skp), e));
        if (warned(PERAWAT, skp, rows[i].kode) != 0)
            fail_msg("%s: warned without a reason", rows[i].kode);
    }
    sql("UPDATE skp SET form = 'A'");
    OK(simpan_skp(PERAWAT, skp, SATU("A", IKI("K", "1")), skp_versi(skp), e));
    assert_int_equal(warned(PERAWAT, skp, "tanpa_perspektif"), 1);
    assert_int_equal(warned(PERAWAT, skp, "tanpa_induk"), 0); /* form A has no superior's column */
}

/* 100 pasien of the leader, split between two: what is said with 60 + 30, 60 + 40, and within the rule. */
static void a_direct_split_adds_up(void **state)
{
    int64_t parent = kapus_plan("Terlayani", "100"), a = buat_skp(PERAWAT, "2026-01-01", "2026-12-31"),
            b = buat_skp(BIDAN, "2026-01-01", "2026-12-31"), induk = first_rhk(parent, 1);
    static const char *const shares[][2] = { { "60", "1" }, { "30", "1" }, { "40", "0" }, { "36", "0" } };
    const char *form = SATU("Melayani", IKI("Kunjungan", "%s") ",\"metode\":\"%s\",\"induk_rhk_id\":%lld");

    (void)state;
    assert_int_equal(warned(KAPUS, parent, "tanpa_anak"), 1);
    for (size_t i = 0; i < COUNT(shares); i++) {
        int64_t skp = i ? b : a, who = i ? BIDAN : PERAWAT;

        OK(simpan_skp(who, skp, arena_printf(arena, form, shares[i][0], "langsung", (long long)induk),
                      skp_versi(skp), e));
        if (warned(KAPUS, parent, "jumlah_tidak_sama") != atoi(shares[i][1]) ||
            warned(who, skp, "jumlah_tidak_sama") != atoi(shares[i][1]))
            fail_msg("share %s: %d", shares[i][0], warned(KAPUS, parent, "jumlah_tidak_sama"));
    }
    assert_int_equal(warned(KAPUS, parent, "tanpa_anak"), 0);
    sql("INSERT INTO aturan (kode, mulai, nilai, satuan, sumber, keyakinan) VALUES"
        " ('kaskade.toleransi_persen', '2026-01-01', 3, 'persen', 'uji', 'I')");
    assert_int_equal(warned(BIDAN, b, "jumlah_tidak_sama"), 1);
    /* What supports without being a part of it is not added. */
    OK(simpan_skp(BIDAN, b, arena_printf(arena, form, "1", "tidak_langsung", (long long)induk), skp_versi(b),
                  e));
    OK(simpan_skp(PERAWAT, a, arena_printf(arena, form, "1", "tidak_langsung", (long long)induk),
                  skp_versi(a), e));
    assert_int_equal(warned(KAPUS, parent, "jumlah_tidak_sama"), 0);
}

static void an_approval_keeps_its_warnings(void **state)
{
    int64_t skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    int before;
    json_t *v;

    (void)state;
    OK(simpan_skp(PERAWAT, skp, SATU("A", IKI("K", "0")), skp_versi(skp), e));
    before = warned(KAPUS, skp, "target_nol") + warned(KAPUS, skp, "tanpa_induk");
    assert_int_equal(before, 2);
    approve(PERAWAT, KAPUS, skp);
    /* What changes afterwards changes nothing of what was approved. */
    sql("UPDATE indikator SET bawah = 7; UPDATE rhk SET induk_sementara = 'B';");
    assert_int_equal(warned(KAPUS, skp, "target_nol") + warned(KAPUS, skp, "tanpa_induk"), 2);
    v = json_of(string("SELECT isi FROM audit WHERE peristiwa = 'setujui'"));
    assert_true(json_integer_value(json_object_get(v, "peringatan")) > 2);
    json_decref(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_edit_voids_the_signature), T(a_revision_says_why_by_code_and_text),
        T(nobody_waits_for_his_superior),  T(circles_have_a_code),
        T(warnings_name_what_is_missing),  T(a_direct_split_adds_up),
        T(an_approval_keeps_its_warnings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

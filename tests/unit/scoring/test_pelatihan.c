/* Training where plugin and domain meet: learning in a scheme's input, grades and their faults, JP of a year,
 * recommendations, and stored grades computed again. */
#include "dunia.h"

#include "domain/pelatihan_bagian.h"
#include "scoring/jp.h"
#include "scoring/kelulusan.h"
#include "scoring/sarankan.h"

#define NOW "2025-04-01T00:00:00.000Z"

/* A package of one init.lua with what it provides and reads. */
static int64_t install_lua(const char *id, const char *provides, const char *reads, const char *lua)
{
    char *m = arena_printf(
        arena,
        "{\"id\":\"%s\",\"version\":\"1.0.0\",\"api\":1,\"title\":\"Uji\",\"description\":\"Plugin uji.\","
        "\"author\":\"Uji\",\"source\":[{\"rule\":\"Uji\",\"date\":\"2025-01-01\"}],\"units\":[\"*\"],"
        "\"requires\":[],\"provides\":%s,\"reads\":%s,\"settings\":{}}",
        id, provides, reads);
    struct package_file files[] = { { "README.md", (const uint8_t *)"Uji.\n", 5 },
                                    { "init.lua", (const uint8_t *)lua, strlen(lua) },
                                    { "materi.md", (const uint8_t *)"# Satu\n", 7 },
                                    { "plugin.json", (const uint8_t *)m, strlen(m) } };
    struct package p = { 0 };
    int64_t release;

    OK(package_from_files(files, COUNT(files), &p, e));
    release = install(&p);
    package_free(&p);
    return release;
}

static int64_t record(int64_t person, const char *selesai, int64_t usul, int64_t diakui, const char *diikuti,
                      const char *diverifikasi)
{
    int64_t id = 0;

    OK(db_int(db, &id, e,
              "INSERT INTO pelatihan (pegawai_id, cara, judul, jenis, selesai, status, jp_usulan, jp_diakui, "
              "dibuat, diikuti,"
              " diusulkan, diverifikasi) VALUES ($1, 'luar', 'Sertifikat', 'klasikal', $2, $3, $4, $5, $6, "
              "$6, $7, $8)"
              " RETURNING id",
              "ittIIttt", person, selesai,
              diverifikasi ? "diverifikasi"
              : selesai    ? "lulus"
                           : "berjalan",
              selesai ? &usul : NULL, diverifikasi ? &diakui : NULL, diikuti, selesai ? diikuti : NULL,
              diverifikasi));
    return id;
}

/* Learning in a scheme's input ------------------------------------------------------------------------------
 */

static const char belajar_lua[] =
    "skema { kode = \"belajar\", judul = \"Belajar\", capaian = function(i, s) return 100 end,"
    " saran = function(evaluasi, setelan) local b = evaluasi.belajar"
    " catat(\"JP\", b.jp) return { hasil = b.jp_tahun >= 20 and \"di_atas\" or \"sesuai\" } end,"
    " predikat = function(i, s) return \"baik\" end,"
    " distribusi = function(i, s) return { memenuhi_pola = true, informasi = false, catatan = list.new() } "
    "end }\n";
#define ALL_BELAJAR                                                                                          \
    "[\"belajar.jp\",\"belajar.jp_tahun\",\"belajar.jp_usulan\",\"belajar.modul_berjalan\",\"belajar.modul_" \
    "selesai\"]"

static void input_is(int64_t evaluasi, const char *want, const char *rating)
{
    struct saran s;

    OK(saran_hitung(db, host, evaluasi, false, arena, &s, e));
    assert_non_null(s.skema);
    assert_string_equal(s.skema->masukan, want);
    assert_string_equal(s.rating_hasil, rating);
}

static void a_scheme_reads_what_was_learnt(void **state)
{
    int64_t year, quarter, other, late;

    (void)state;
    enable(install_lua("skema-belajar", "{\"skema\":[\"belajar\"]}", ALL_BELAJAR, belajar_lua), KECAMATAN,
           "2025-01-01");
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    add_plan(2, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    year = add_evaluasi(1, TAHUN);
    quarter = add_evaluasi(1, TW1 + 1);
    other = add_evaluasi(2, TAHUN);
    record(1, "2025-02-10", 18, 16, "2025-02-01T00:00:00.000Z", "2025-02-20T00:00:00.000Z");
    record(1, "2025-05-20", 6, 4, "2025-05-01T00:00:00.000Z", "2025-06-01T00:00:00.000Z");
    record(1, "2025-06-30", 3, 0, "2025-06-01T00:00:00.000Z", NULL);
    record(1, NULL, 0, 0, "2025-06-15T00:00:00.000Z", NULL);
    record(1, "2024-12-31", 40, 40, "2024-12-01T00:00:00.000Z",
           "2025-01-03T00:00:00.000Z"); /* J6: last year's */
    input_is(
        year,
        "{\"belajar\":{\"jp\":20,\"jp_tahun\":20,\"jp_usulan\":3,\"modul_berjalan\":2,\"modul_selesai\":2}}",
        "di_atas");
    /* The second quarter has its own JP; those of the year reach back to January. */
    input_is(
        quarter,
        "{\"belajar\":{\"jp\":4,\"jp_tahun\":20,\"jp_usulan\":3,\"modul_berjalan\":2,\"modul_selesai\":1}}",
        "di_atas");
    input_is(
        other,
        "{\"belajar\":{\"jp\":0,\"jp_tahun\":0,\"jp_usulan\":0,\"modul_berjalan\":0,\"modul_selesai\":0}}",
        "sesuai");

    /* Closed in July: what is verified, begun or given up afterwards moves nothing any more. */
    OK(db_begin(db, e));
    OK(aktivasi_pin(db, TAHUN, e));
    OK(db_commit(db, e));
    SQL("UPDATE periode SET status = 'ditutup' WHERE id = $1", "i", (int64_t)TAHUN);
    SQL("INSERT INTO audit (n, waktu, objek, objek_id, peristiwa, ke, hash) VALUES (900, "
        "'2025-07-01T00:00:00.000Z',"
        " 'periode', 1, 'tutup', 'ditutup', "
        "'0123456789012345678901234567890123456789012345678901234567890123')",
        "");
    late = record(1, "2025-03-01", 9, 9, "2025-02-15T00:00:00.000Z", "2026-01-05T00:00:00.000Z");
    SQL("UPDATE pelatihan SET status = 'diverifikasi', jp_diakui = 3, diverifikasi = "
        "'2026-01-05T00:00:00.000Z'"
        " WHERE selesai = '2025-06-30'",
        "");
    SQL("UPDATE pelatihan SET status = 'dibatalkan', berakhir = '2026-01-05T00:00:00.000Z' WHERE status = "
        "'berjalan'",
        "");
    record(1, "2025-12-01", 50, 50, "2025-11-01T00:00:00.000Z", "2025-12-05T00:00:00.000Z");
    SQL("UPDATE pelatihan SET diikuti = '2025-08-01T00:00:00.000Z' WHERE id = $1", "i", late);
    input_is(
        year,
        "{\"belajar\":{\"jp\":20,\"jp_tahun\":20,\"jp_usulan\":3,\"modul_berjalan\":2,\"modul_selesai\":2}}",
        "di_atas");
}

static void others_are_given_nothing_of_it(void **state)
{
    struct saran s;
    int64_t i, evaluasi;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    i = add_indikator(1, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 100 });
    add_realisasi(1, JAN, i, 100, NULL);
    evaluasi = add_evaluasi(1, TAHUN);
    record(1, "2025-02-10", 16, 16, "2025-02-01T00:00:00.000Z", "2025-02-20T00:00:00.000Z");
    OK(saran_hitung(db, host, evaluasi, false, arena, &s, e));
    assert_null(strstr(s.skema->masukan, "belajar"));
}

/* Grades ----------------------------------------------------------------------------------------------------
 */

/* kuis_benar chooses what goes wrong. */
static const char nakal_lua[] =
    "pelatihan { kode = \"nakal\", judul = \"Nakal\", jenis = \"elearning\", jp = 5,"
    " materi = { { judul = \"Satu\", berkas = \"materi.md\", menit = 45 } },"
    " kuis = { { soal = \"?\", pilihan = { \"a\", \"b\" }, jawaban = 1 } },"
    " lulus = function(c, s) local n = c.kuis_benar catat(\"Benar\", n)"
    " if n == 1 then while true do end end"
    " if n == 2 then error { code = \"nakal.tolak\", pesan = \"Tidak mau.\" } end"
    " if n == 3 then return true end"
    " if n == 4 then return { lulus = \"ya\", alasan = \"x\" } end"
    " if n == 5 then return { lulus = true } end"
    " if n == 6 then local t = list.new() while true do list.insert(t, text.rep(\"x\", 4000)) end end"
    " return { lulus = n >= 7, alasan = \"Nilai \" .. n } end,"
    " jp_diakui = function(c, s) catat(\"JP\", 5)"
    " if c.kuis_benar == 8 then return 2.5 end if c.kuis_benar == 9 then return -1 end"
    " if c.kuis_benar == 10 then return 5000 end if c.kuis_benar == 11 then return nil end return 5 end }\n"
    "pelatihan { kode = \"tanpa\", judul = \"Tanpa JP\", jenis = \"klasikal\", jp = 3,"
    " lulus = function(c, s) return { lulus = true, alasan = \"Hadir \" .. c.tanggal } end }\n";

static const struct {
    int64_t benar;
    const char *galat; /* beginning of the code; NULL: graded */
    bool lulus;
    int64_t jp;
} grades[] = {
    { 0, NULL, false, 0 },
    { 1, "plugin.batas", false, 0 },
    { 2, "plugin.gagal", false, 0 },
    { 3, "plugin.bentuk_hasil", false, 0 },
    { 4, "plugin.bentuk_hasil", false, 0 },
    { 5, "plugin.bentuk_hasil", false, 0 },
    { 6, "plugin.batas", false, 0 },
    { 7, NULL, true, 5 },
    { 8, "plugin.bentuk_hasil", false, 0 },
    { 9, "plugin.bentuk_hasil", false, 0 },
    { 10, "plugin.bentuk_hasil", false, 0 },
    { 11, "plugin.bentuk_hasil", false, 0 },
};

static void grade_with(const struct modul *m, const char *setelan, const char *masukan, struct penilaian *out)
{
    OK(kelulusan_hitung(db, host, m, setelan, masukan, arena, out, e));
}

#define PROVIDES_NAKAL "{\"pelatihan\":[\"nakal\",\"tanpa\"]}"

static void load_nakal(const char *kode, struct modul *m)
{
    enable(install_lua("nakal", PROVIDES_NAKAL, "[]", nakal_lua), KOTA, "2025-01-01");
    OK(modul_cari(db, KECAMATAN, "nakal", kode, "2025-06-01", arena, m, e));
}

static void only_sound_answers_are_grades(void **state)
{
    struct penilaian h;
    struct modul m;

    (void)state;
    load_nakal("nakal", &m);
    assert_true(m.nkuis == 1 && m.nmateri == 1 && m.ada_lulus && m.jp == 5);
    for (size_t i = 0; i < COUNT(grades); i++) {
        char *json =
            arena_printf(arena,
                         "{\"jenis\":\"elearning\",\"kuis_benar\":%d,\"kuis_jumlah\":12,\"materi_jumlah\":1,"
                         "\"materi_selesai\":1,\"sertifikat\":false,\"tanggal\":\"2025-06-01\"}",
                         (int)grades[i].benar);

        grade_with(&m, m.setelan_hash, json, &h);
        if ((h.galat == NULL) != (grades[i].galat == NULL) ||
            (h.galat && strncmp(h.galat, grades[i].galat, strlen(grades[i].galat)) != 0))
            fail_msg("%d: %s %s %s", (int)grades[i].benar, h.galat, h.pesan, h.nilai);
        assert_true((h.nilai != NULL) == (h.galat == NULL));
        assert_true(h.lulus == grades[i].lulus && h.jp == grades[i].jp);
        if (h.galat)
            assert_true(h.pesan && strlen(h.pesan) > 5);
    }
    /* Both rules in one trace. */
    grade_with(&m, m.setelan_hash,
               "{\"jenis\":\"elearning\",\"kuis_benar\":7,\"kuis_jumlah\":12,\"materi_jumlah\":1,"
               "\"materi_selesai\":1,\"sertifikat\":false,\"tanggal\":\"2025-06-01\"}",
               &h);
    assert_non_null(strstr(h.jejak, "\"Benar\""));
    assert_non_null(strstr(h.jejak, "},{"));
    assert_non_null(strstr(h.jejak, "\"JP\""));
    m.karantina = true;
    grade_with(&m, m.setelan_hash, "{}", &h);
    assert_string_equal(h.galat, code_row(E_RELEASE_KARANTINA)->name);
}

static void without_a_rule_for_jp_the_module_says(void **state)
{
    struct penilaian h;
    struct modul m;

    (void)state;
    load_nakal("tanpa", &m);
    grade_with(&m, m.setelan_hash,
               "{\"jenis\":\"klasikal\",\"kuis_jumlah\":0,\"materi_jumlah\":0,\"materi_selesai\":0,"
               "\"sertifikat\":false,\"tanggal\":\"2025-06-01\"}",
               &h);
    assert_true(h.lulus && h.jp == 3);
    assert_string_equal(h.nilai, "{\"alasan\":\"Hadir 2025-06-01\",\"lulus\":true}");
}

/* Again -----------------------------------------------------------------------------------------------------
 */

static void stored_grades_are_computed_again(void **state)
{
    static const struct {
        const char *what, *sql;
        int64_t differ;
    } rows[] = {
        { "as it was", "SELECT 1", 0 },
        { "pass", "UPDATE pelatihan_percobaan SET nilai = replace(nilai, 'false', 'true')", 1 },
        { "reason", "UPDATE pelatihan_percobaan SET nilai = replace(nilai, 'Nilai', 'nilai')", 1 },
        { "input",
          "UPDATE pelatihan_percobaan SET masukan = replace(masukan, '\"kuis_benar\":0', '\"kuis_benar\":7')",
          1 },
        { "hash of input",
          "UPDATE pelatihan_percobaan SET masukan_hash = replace(masukan_hash, 'a', 'b') || ''", 1 },
        { "advice", "UPDATE anjuran SET nilai = '{}'", 0 },
    };
    struct kelulusan_verify v;
    struct pelatihan x;
    struct penilaian h;
    struct buf json = BUF_NONE;
    char hash[DIGEST_HEX];
    int64_t id = 0, answer = 2;
    struct modul m;

    (void)state;
    load_nakal("nakal", &m);
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    OK(db_int(
        db, &id, e,
        "INSERT INTO pelatihan (pegawai_id, cara, plugin, kode, release_id, setelan_hash, judul, jenis, "
        "status, dibuat)"
        " VALUES (1, 'modul', 'nakal', 'nakal', $1, $2, 'Nakal', 'elearning', 'berjalan', $3) RETURNING id",
        "itt", m.release_id, m.setelan_hash, NOW));
    OK(pelatihan_muat(db, id, "2025-06-01", arena, &x, e));
    pelatihan_catatan(&x, &m, kuis_benar(&m, &answer), "2025-06-01", &json, hash);
    grade_with(&m, m.setelan_hash, json.p, &h);
    assert_true(h.nilai && !h.lulus);
    OK(percobaan_tambah(db, &x, &m, 1, &answer, &json, hash, &h, e));
    buf_free(&json);
    for (size_t i = 0; i < COUNT(rows); i++) {
        OK(db_savepoint(db, e));
        SQL(rows[i].sql, "");
        OK(kelulusan_verify(db, host, NULL, NULL, &v, e));
        if (v.diperiksa != 1 || v.berbeda != rows[i].differ)
            fail_msg("%s: %d differ: %s", rows[i].what, (int)v.berbeda, v.nbeda ? v.beda[0].rincian : "");
        db_rollback_savepoint(db);
    }
}

/* JP of a year ----------------------------------------------------------------------------------------------
 */

static int64_t member(const char *json, const char *key)
{
    json_t *v = NULL;
    int64_t n;

    OK(json_read(json, strlen(json), &v, e));
    n = json_integer_value(json_object_get(v, key));
    json_decref(v);
    return n;
}

static void jp_count_when_verified(void **state)
{
    struct jp_tahun y;

    (void)state;
    add_plan(1, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    REFUSED(E_AKTIVASI_TIDAK_ADA, jp_hitung(db, host, 1, 2025, "2025-06-01", arena, &y, e));
    enable(install_shipped("jp-asn"), KOTA, "2025-01-01");
    OK(jp_hitung(db, host, 1, 2025, "2025-06-01", arena, &y, e));
    assert_true(member(y.hasil, "jp") == 0 && member(y.hasil, "target") == 20 && !y.bersama_usulan);
    record(1, "2025-03-01", 18, 18, NOW, NOW);
    record(1, "2024-03-01", 50, 50, NOW, NOW);
    record(1, "2025-04-01", 6, 0, NOW, NULL);
    OK(jp_hitung(db, host, 1, 2025, "2025-06-01", arena, &y, e));
    assert_true(member(y.hasil, "jp") == 18 && member(y.bersama_usulan, "jp") == 24);
    assert_true(y.ndiverifikasi == 1 && y.nusulan == 1 && strlen(y.jejak) > 10);
    /* J2: 18 JP and one coaching session of 2 JP. */
    SQL("INSERT INTO pelatihan (pegawai_id, cara, judul, jenis, sesi, selesai, status, dibuat, diikuti, "
        "diusulkan,"
        " diverifikasi) VALUES (1, 'luar', 'Coaching', 'coaching', 1, '2025-05-02', 'diverifikasi', $1, $1, "
        "$1, $1)",
        "t", NOW);
    OK(jp_hitung(db, host, 1, 2025, "2025-06-01", arena, &y, e));
    assert_true(member(y.hasil, "jp") == 20);
    assert_non_null(strstr(y.hasil, "\"terpenuhi\":true"));
    SQL("UPDATE pegawai SET status = 'pppk_paruh_waktu' WHERE id = 1", "");
    OK(jp_hitung(db, host, 1, 2025, "2025-06-01", arena, &y, e));
    assert_int_equal(member(y.hasil, "target"), 24);
}

/* Recommendations -------------------------------------------------------------------------------------------
 */

static const char anjur_lua[] =
    "local function lulus(c, s) return { lulus = true, alasan = \"ya\" } end\n"
    "pelatihan { kode = \"kurang\", judul = \"Kurang\", jenis = \"elearning\", jp = 2, lulus = lulus,"
    " sarankan = function(evaluasi, s) for _, i in ipairs(evaluasi.indikator) do"
    " if i.realisasi ~= nil and i.realisasi < i.target then"
    " return { sarankan = true, alasan = i.kode .. \" kurang dari \" .. num.text(i.target) } end end"
    " return { sarankan = false, alasan = \"Cukup.\" } end }\n"
    "pelatihan { kode = \"rusak\", judul = \"Rusak\", jenis = \"elearning\", jp = 2, lulus = lulus,"
    " sarankan = function(e, s) return { sarankan = true, alasan = \"\" } end }\n";

static enum status store(int64_t evaluasi, const struct sarankan *s, struct err *e)
{
    struct anjuran_simpan in = {
        .evaluasi_id = evaluasi, .n = s->n, .baru = s->baru, .gagal = "[]", .hitung_keadaan = sarankan_keadaan
    };

    memcpy(in.keadaan, s->keadaan, sizeof(in.keadaan));
    return command(anjuran_simpan, &in, e);
}

static void only_who_has_a_gap_is_recommended(void **state)
{
    int64_t percent, evaluasi, other;
    struct kelulusan_verify v;
    struct sarankan s;
    const char *why;

    (void)state;
    enable(install_lua("anjur", "{\"pelatihan\":[\"kurang\",\"rusak\"]}",
                       "[\"indikator.kode\",\"indikator.realisasi\",\"indikator.target\"]", anjur_lua),
           KOTA, "2025-01-01");
    for (int n = 1; n <= 2; n++) {
        add_plan(n, 1, KECAMATAN, "2025-01-01", "2025-12-31");
        percent = add_indikator(n, &(struct ind){ 1, 1, "hitung_ulang", "tahun", NULL, "persen", 95 });
        add_realisasi(n, JAN, percent, 90, "{\"tepat\":90,\"total\":100}");
        add_realisasi(n, JAN + 1, percent, 90,
                      n == 1 ? "{\"tepat\":9,\"total\":10}" : "{\"tepat\":1000,\"total\":1000}");
    }
    evaluasi = add_evaluasi(1, TAHUN);
    other = add_evaluasi(2, TAHUN);
    OK(sarankan_hitung(db, host, evaluasi, "2025-06-01", arena, &s, e));
    /* The indicator was computed again from its months: 99 of 110. */
    assert_true(s.n == 1 && s.baru[0].sarankan && s.ngagal == 1);
    assert_string_equal(s.baru[0].alasan, "persen kurang dari 95");
    assert_non_null(strstr(s.baru[0].masukan, "\"realisasi\":90"));
    assert_string_equal(s.gagal[0].kode, "rusak");
    OK(store(evaluasi, &s, e));
    OK(sarankan_hitung(db, host, other, "2025-06-01", arena, &s, e));
    assert_true(s.n == 1 && !s.baru[0].sarankan);
    OK(store(other, &s, e));
    assert_int_equal(count("SELECT count(*) FROM anjuran WHERE berlaku = 1 AND sarankan = 1"), 1);
    OK(anjuran_alasan(db, 1, "anjur", "kurang", arena, &why, e));
    assert_string_equal(why, "persen kurang dari 95");
    OK(anjuran_alasan(db, 2, "anjur", "kurang", arena, &why, e));
    assert_string_equal(why, "");
    OK(kelulusan_verify(db, host, NULL, NULL, &v, e));
    assert_true(v.diperiksa == 2 && v.berbeda == 0);

    /* What it was computed from has moved: nothing is stored. */
    OK(sarankan_hitung(db, host, evaluasi, "2025-06-01", arena, &s, e));
    SQL("UPDATE realisasi_nilai SET isian = '{\"tepat\":100,\"total\":100}', nilai = 100", "");
    REFUSED(E_MASUKAN_BERUBAH, store(evaluasi, &s, e));
    OK(sarankan_hitung(db, host, evaluasi, "2025-06-01", arena, &s, e));
    OK(store(evaluasi, &s, e));
    assert_int_equal(count("SELECT count(*) FROM anjuran WHERE berlaku = 1 AND sarankan = 1"), 0);
    assert_int_equal(count("SELECT count(*) FROM anjuran WHERE evaluasi_id = 1"), 2);
    REFUSED(E_SCORE_EVALUASI, sarankan_hitung(db, host, 999, "2025-06-01", arena, &s, e));
}

/* The order of questions: every attempt its own, always the same, nobody left out. */
static void questions_are_shuffled_by_attempt(void **state)
{
    size_t one[50], two[50], again[50];
    bool seen[50] = { false };

    (void)state;
    kuis_urutan(7, 1, 50, one);
    kuis_urutan(7, 1, 50, again);
    kuis_urutan(7, 2, 50, two);
    assert_memory_equal(one, again, sizeof(one));
    assert_memory_not_equal(one, two, sizeof(one));
    for (size_t i = 0; i < 50; i++)
        seen[one[i]] = true;
    for (size_t i = 0; i < 50; i++)
        assert_true(seen[i]);
    kuis_urutan(7, 1, 0, one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_scheme_reads_what_was_learnt, setup, teardown),
        cmocka_unit_test_setup_teardown(others_are_given_nothing_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(only_sound_answers_are_grades, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_rule_for_jp_the_module_says, setup, teardown),
        cmocka_unit_test_setup_teardown(stored_grades_are_computed_again, setup, teardown),
        cmocka_unit_test_setup_teardown(jp_count_when_verified, setup, teardown),
        cmocka_unit_test_setup_teardown(only_who_has_a_gap_is_recommended, setup, teardown),
        cmocka_unit_test(questions_are_shuffled_by_attempt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

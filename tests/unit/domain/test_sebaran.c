/* Who counts where in the pattern of predikat, and the head whose result rating is his unit's achievement. */
#include "kerja.h"

#include "domain/kepala.h"

/* A plan with an approved version and its evaluation in the first quarter. */
static int64_t rated(int64_t pegawai, int64_t unit, const char *mulai, const char *selesai, int segmen,
                     const char *status, const char *predikat)
{
    int64_t skp = 0, versi = 0, v = 0;

    OK(db_int(
        db, &skp, e,
        "INSERT INTO skp (pegawai_id, penugasan_id, unit_id, mulai, selesai, form, pendekatan, versi_berlaku,"
        " dibuat) VALUES ($1, $1, $2, $3, $4, 'B', 'kuantitatif', 1, '2026-01-01T00:00:00.000Z') RETURNING "
        "id",
        "iitt", pegawai, unit, mulai, selesai));
    OK(db_int(db, &versi, e,
              "INSERT INTO skp_versi (skp_id, n, status) VALUES ($1, 1, 'berjalan') RETURNING id", "i", skp));
    OK(db_int(db, &v, e,
              "INSERT INTO evaluasi (skp_versi_id, periode_id, segmen, status, rating_hasil, rating_perilaku,"
              " predikat) VALUES ($1, 2, $2, $3, 'sesuai', 'sesuai', $4) RETURNING id",
              "iitt", versi, (int64_t)segmen, status, predikat));
    return v;
}

static int64_t year(int64_t pegawai, int64_t unit, const char *status, const char *predikat)
{
    return rated(pegawai, unit, "2026-01-01", "2026-12-31", 1, status, predikat);
}

static int64_t counts_in(int64_t unit, const char *hari)
{
    int64_t out = 0;

    OK(unit_hitung(db, unit, hari, &out, e));
    return out;
}

static enum status set_hitung(int64_t akun, int64_t unit, int64_t in, const char *mulai, struct err *e)
{
    return run(akun, unit_hitung_pasang, &(struct unit_hitung_pasang){ unit, in, mulai, "SK 1" }, 0, e);
}

static void a_unit_counts_in_its_opd_or_where_it_says(void **state)
{
    (void)state;
    assert_int_equal(counts_in(KELURAHAN, HARI), KECAMATAN);
    assert_int_equal(counts_in(PUSTU, HARI), DINKES);
    assert_int_equal(counts_in(DINKES, HARI), DINKES);
    assert_int_equal(counts_in(KOTA, HARI), KOTA);
    REFUSED(E_UNIT_HITUNG, set_hitung(AKUN_PUSAT, PUSTU, KECAMATAN, "2026-03-01", e));
    REFUSED(E_UNIT_HITUNG, set_hitung(AKUN_PUSAT, PUSTU, KELURAHAN, "2026-03-01", e));
    REFUSED(E_TIDAK_BERHAK, set_hitung(KADIS, PUSTU, PUSKESMAS, "2026-03-01", e));
    REFUSED(E_UNIT_TIDAK_ADA, set_hitung(AKUN_PUSAT, 99, PUSKESMAS, "2026-03-01", e));
    OK(set_hitung(AKUN_ADMIN_UNIT, PUSTU, PUSKESMAS, "2026-03-01", e));
    assert_int_equal(counts_in(PUSTU, "2026-02-28"), DINKES);
    assert_int_equal(counts_in(PUSTU, "2026-03-01"), PUSKESMAS);
    OK(set_hitung(AKUN_PUSAT, PUSTU, PUSTU, "2026-06-01", e));
    assert_int_equal(counts_in(PUSTU, "2026-06-01"), PUSTU);
    /* Moved away, it no longer stands under what it named. */
    sql("UPDATE unit_induk SET selesai = '2026-06-30' WHERE unit_id = 5;"
        "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (5, 2, '2026-07-01');"
        "INSERT INTO unit_hitung (unit_id, hitung_id, mulai, dasar) VALUES (5, 4, '2026-01-01', 'SK 2');");
    assert_int_equal(counts_in(PUSKESMAS, "2026-06-30"), DINKES);
    assert_int_equal(counts_in(PUSKESMAS, "2026-07-01"), KECAMATAN);
    sql("UPDATE periode SET status = 'ditutup' WHERE id = 2");
    REFUSED(E_UNIT_HITUNG, set_hitung(AKUN_PUSAT, PUSTU, PUSKESMAS, "2026-03-31", e));
    OK(set_hitung(AKUN_PUSAT, PUSTU, PUSKESMAS, "2026-04-01", e));
}

static void without_marks_the_topmost_below_the_root_counts(void **state)
{
    (void)state;
    sql("UPDATE unit SET opd = 0");
    assert_int_equal(counts_in(PUSTU, HARI), DINKES);
    assert_int_equal(counts_in(KOTA, HARI), KOTA);
}

static struct sebaran of(int64_t unit)
{
    struct sebaran s;

    OK(sebaran_muat(db, unit, 2, arena, &s, NULL, NULL, e));
    return s;
}

static void everybody_counts_once(void **state)
{
    struct sebaran s;
    struct buf b = BUF_NONE;

    (void)state;
    year(PERAWAT, PUSKESMAS, "ditetapkan", "baik");
    /* The midwife came from the kelurahan in the quarter: her last segment counts, and there. */
    rated(BIDAN, KELURAHAN, "2026-01-01", "2026-02-14", 1, "ditetapkan", "kurang");
    rated(BIDAN, PUSTU, "2026-02-15", "2026-12-31", 2, "dinilai", "sangat_baik");
    year(STAF, KELURAHAN, "tidak_dinilai", NULL);
    year(LURAH, KELURAHAN, "belum", "baik"); /* a rating that was taken back does not count */
    s = of(PUSKESMAS);
    assert_int_equal(s.unit_id, DINKES);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.jumlah[0], 1);
    assert_int_equal(s.jumlah[1], 1);
    s = of(KELURAHAN);
    assert_int_equal(s.unit_id, KECAMATAN);
    assert_int_equal(s.n, 0);
    assert_int_equal(s.belum, 1);
    assert_int_equal(s.tidak_dinilai, 1);
    /* Passed over in the second half, she is judged by the first. */
    sql("UPDATE evaluasi SET status = 'tidak_dinilai' WHERE segmen = 2");
    s = of(KELURAHAN);
    assert_int_equal(s.jumlah[3], 1);
    assert_int_equal(of(PUSKESMAS).n, 1);
    s = of(PUSKESMAS);
    snprintf(s.organisasi, sizeof(s.organisasi), "baik");
    sebaran_masukan(&s, &b);
    assert_string_equal(b.p, "{\"jumlah\":{\"baik\":1,\"butuh_perbaikan\":0,\"kurang\":0,\"sangat_baik\":0,"
                             "\"sangat_kurang\":0},\"organisasi\":\"baik\"}");
    buf_free(&b);
}

/* The head of a counting unit belongs to the level above it; a head below it counts in it like everybody. */
static void heads_count_one_level_above(void **state)
{
    (void)state;
    year(KADIS, DINKES, "ditetapkan", "sangat_baik");
    year(KAPUS, PUSKESMAS, "ditetapkan", "baik");
    year(SEKDA, KOTA, "ditetapkan", "baik");
    assert_int_equal(of(DINKES).jumlah[0], 0);
    assert_int_equal(of(DINKES).jumlah[1], 1);
    assert_int_equal(of(KOTA).jumlah[0], 1);
    assert_int_equal(of(KOTA).n, 1); /* above the root is nothing */
    OK(set_hitung(AKUN_PUSAT, PUSKESMAS, PUSKESMAS, "2026-01-01", e));
    assert_int_equal(of(PUSKESMAS).n, 0);
    assert_int_equal(of(DINKES).jumlah[1], 1);
}

/* Head of the unit ------------------------------------------------------------------------------------------
 */

#define FUNGSI "'{\"fungsi\":[{\"nama\":\"rating_hasil_kepala_unit\"}]}'"

static struct kepala head(int64_t id, struct evaluasi *v)
{
    struct kepala k;

    OK(evaluasi_muat(db, id, arena, v, e));
    OK(kepala_muat(db, v, &k, e));
    return k;
}

static void who_heads_a_unit(void **state)
{
    int64_t kapus = year(KAPUS, PUSKESMAS, "belum", NULL), perawat = year(PERAWAT, PUSKESMAS, "belum", NULL);
    struct evaluasi v;
    struct kepala k;

    (void)state;
    k = head(kapus, &v);
    assert_true(k.ya && !k.berlaku); /* a scheme without the function leaves the rating free */
    sql("UPDATE release SET daftar = " FUNGSI " WHERE id = 1");
    assert_true(head(kapus, &v).berlaku);
    assert_false(head(perawat, &v).ya);
    /* As Plt on the last day of the period, not after it; a Plh is not judged as head. */
    sql("INSERT INTO penugasan (id, pegawai_id, jabatan_id, jenis, mulai, selesai, dasar_nomor, "
        "dasar_tanggal)"
        " VALUES (50, 7, 6, 'plt', '2026-03-01', '2026-03-31', '1', '2026-02-01')");
    assert_true(head(perawat, &v).ya);
    sql("UPDATE penugasan SET selesai = '2026-03-30' WHERE id = 50");
    assert_false(head(perawat, &v).ya);
    sql("UPDATE penugasan SET selesai = '2026-03-31', jenis = 'plh' WHERE id = 50");
    assert_false(head(perawat, &v).ya);
}

static void nobody_types_the_rating_of_a_head(void **state)
{
    int64_t id = year(KAPUS, PUSKESMAS, "belum", NULL);
    struct hasil_baru h = { .kode = KEPALA_KODE,
                            .release_id = 1,
                            .setelan_hash = HASH64,
                            .masukan_hash = HASH64,
                            .masukan = "{\"organisasi\":\"istimewa\"}",
                            .api = 1,
                            .nilai = "\"di_atas\"" };
    struct evaluasi v;
    int64_t row = 0;

    (void)state;
    OK(evaluasi_muat(db, id, arena, &v, e));
    OK(kepala_cocok(db, &v, NULL, "sesuai", e));
    sql("UPDATE release SET daftar = " FUNGSI " WHERE id = 1");
    REFUSED(E_KEPALA_MENUNGGU, kepala_cocok(db, &v, NULL, "sesuai", e));
    REFUSED(E_KEPALA_MENUNGGU, kepala_masih(db, &v, e));
    sql("INSERT INTO capaian_organisasi (unit_id, periode_id, predikat) VALUES (5, 2, 'istimewa')");
    REFUSED(E_MASUKAN_BERUBAH, kepala_cocok(db, &v, NULL, "di_atas", e));
    REFUSED(E_KEPALA_RATING, kepala_cocok(db, &v, &h, "sesuai", e));
    OK(kepala_cocok(db, &v, &h, "di_atas", e));
    REFUSED(E_KEPALA_BERUBAH, kepala_masih(db, &v, e));
    h.evaluasi_id = id;
    OK(hasil_add(db, &h, &row, e));
    OK(db_exec(db, NULL, e, "UPDATE evaluasi SET kepala_hasil_id = $1, status = 'dinilai' WHERE id = $2",
               "ii", row, id));
    OK(kepala_masih(db, &v, e));
    sql("UPDATE capaian_organisasi SET predikat = 'baik'");
    REFUSED(E_KEPALA_BERUBAH, kepala_masih(db, &v, e));
    REFUSED(E_MASUKAN_BERUBAH, kepala_cocok(db, &v, &h, "di_atas", e));
    /* Once his evaluation is fixed by it, the achievement stays. */
    sql("UPDATE evaluasi SET status = 'ditetapkan'");
    REFUSED(E_CAPAIAN_DIPAKAI,
            run(KADIS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "kurang", NULL, NULL, "x" }, 1, e));
    REFUSED(E_CAPAIAN_DIPAKAI, run(KADIS, capaian_langkah,
                                   &(struct capaian_langkah){ .isi = { PUSKESMAS, 2, NULL, NULL, NULL, "x" },
                                                              .peristiwa = "batalkan" },
                                   1, e));
}

/* An office over the whole city does not make him judge of his own house. */
static void nobody_fixes_his_own_unit(void **state)
{
    (void)state;
    sql("INSERT INTO peran (akun_id, peran, mulai) VALUES (6, 'admin_pusat', '2025-01-01')");
    REFUSED(E_CAPAIAN_DIRI,
            run(KAPUS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "istimewa", NULL, NULL, NULL }, 0, e));
    /* He also heads the level above for a time: then the next one above fixes. */
    sql("UPDATE penugasan SET selesai = '2026-01-31' WHERE id = 5;"
        "INSERT INTO penugasan (id, pegawai_id, jabatan_id, jenis, mulai, dasar_nomor, dasar_tanggal)"
        " VALUES (51, 6, 5, 'plt', '2026-02-01', '1', '2026-01-30')");
    REFUSED(E_CAPAIAN_DIRI,
            run(KAPUS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "istimewa", NULL, NULL, NULL }, 0, e));
    OK(run(SEKDA, capaian_organisasi_tetapkan,
           &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "baik", NULL, NULL, NULL }, 0, e));
}

static enum status look(int64_t akun, const char *event, const char *note, struct pola_hasil *p,
                        int64_t versi, struct err *e)
{
    struct buf b = BUF_NONE;

    sebaran_masukan(&p->sebaran, &b);
    p->masukan = arena_strdup(arena, b.p);
    buf_free(&b);
    return run(akun, capaian_langkah,
               &(struct capaian_langkah){
                   .isi = { PUSKESMAS, 2, NULL, NULL, NULL, note }, .peristiwa = event, .pola = p },
               versi, e);
}

static void a_pattern_that_is_not_met_needs_a_reason(void **state)
{
    struct pola_hasil p = { .release_id = 1,
                            .setelan_hash = HASH64,
                            .nilai = "{\"memenuhi_pola\":false,\"informasi\":false,\"catatan\":[]}" };

    (void)state;
    year(PERAWAT, PUSKESMAS, "dinilai", "baik");
    sql("INSERT INTO capaian_organisasi (unit_id, periode_id, predikat) VALUES (5, 2, 'baik')");
    REFUSED(E_MASUKAN_BERUBAH, look(KAPUS, "setel_pola", "x", &p, 1, e)); /* figures of nothing */
    p.sebaran = of(PUSKESMAS);
    REFUSED(E_POLA_ALASAN, look(KAPUS, "setel_pola", " ", &p, 1, e));
    OK(look(KAPUS, "setel_pola", "Pegawai baru masih dibina", &p, 1, e));
    assert_string_equal(string("SELECT alasan FROM capaian_pola"), "Pegawai baru masih dibina");
    p.memenuhi = true;
    REFUSED(E_TIDAK_BERHAK, look(KAPUS, "tetapkan_predikat", "x", &p, 2, e));
    REFUSED(E_POLA_ALASAN, look(KADIS, "tetapkan_predikat", NULL, &p, 2, e)); /* one is not fixed yet */
    sql("UPDATE evaluasi SET status = 'ditetapkan'");
    OK(look(KADIS, "tetapkan_predikat", NULL, &p, 2, e));
    assert_int_equal(number("SELECT count(*) FROM capaian_pola WHERE memenuhi = 1 AND belum = 0"), 1);
    assert_int_equal(number("SELECT length(dokumen) FROM audit WHERE peristiwa = 'tetapkan_predikat'"), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_unit_counts_in_its_opd_or_where_it_says),
        T(without_marks_the_topmost_below_the_root_counts),
        T(everybody_counts_once),
        T(heads_count_one_level_above),
        T(who_heads_a_unit),
        T(nobody_types_the_rating_of_a_head),
        T(nobody_fixes_his_own_unit),
        T(a_pattern_that_is_not_met_needs_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

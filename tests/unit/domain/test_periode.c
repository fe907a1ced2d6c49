/* Periods: codes, a whole year, locking and closing with its pins. */
#include "kerja.h"

static const struct {
    const char *kode;
    int jenis; /* -1: refused */
    const char *mulai, *selesai;
} rows[] = {
    { "2026", PERIODE_TAHUNAN, "2026-01-01", "2026-12-31" },
    { "2026-TW1", PERIODE_TRIWULANAN, "2026-01-01", "2026-03-31" },
    { "2026-TW4", PERIODE_TRIWULANAN, "2026-10-01", "2026-12-31" },
    { "2026-02", PERIODE_BULANAN, "2026-02-01", "2026-02-28" },
    { "2028-02", PERIODE_BULANAN, "2028-02-01", "2028-02-29" },
    { "2026-12", PERIODE_BULANAN, "2026-12-01", "2026-12-31" },
    { "2026-13", -1, NULL, NULL },
    { "2026-00", -1, NULL, NULL },
    { "2026-TW0", -1, NULL, NULL },
    { "2026-TW5", -1, NULL, NULL },
    { "2026-1", -1, NULL, NULL },
    { "20261", -1, NULL, NULL },
    { "202", -1, NULL, NULL },
    { "", -1, NULL, NULL },
    { "0026", -1, NULL, NULL },
    { "2026-TW1 ", -1, NULL, NULL },
    { "2026/TW1", -1, NULL, NULL },
    { "abcd", -1, NULL, NULL },
};

static void kind_and_span_follow_from_the_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err e = ERR_NONE;
        struct periode p;
        enum status st = periode_parse(rows[i].kode, &p, &e);

        if ((st == ST_OK) != (rows[i].jenis >= 0))
            fail_msg("%s", rows[i].kode);
        if (st != ST_OK) {
            assert_int_equal(e.code, E_PERIODE_KODE);
            continue;
        }
        assert_int_equal(p.jenis, rows[i].jenis);
        assert_string_equal(p.mulai, rows[i].mulai);
        assert_string_equal(p.selesai, rows[i].selesai);
    }
}

static void a_whole_year_at_once(void **state)
{
    struct periode_buat year = { NULL, 2027 }, month = { "2026-03", 0 }, again = { "2026-01", 0 },
                        bad = { "x", 0 };
    struct periode *list;
    enum periode_jenis q = PERIODE_TRIWULANAN;
    json_t *v;
    size_t n;

    (void)state;
    OK(run(AKUN_PUSAT, periode_buat, &year, 0, e));
    v = json_of(last_body);
    assert_int_equal(json_array_size(v), 17);
    json_decref(v);
    assert_int_equal(last.status, 201);
    assert_int_equal(audit_rows(), 17);
    OK(periode_list(db, 2027, NULL, arena, &list, &n, e));
    assert_int_equal(n, 17);
    assert_string_equal(list[0].kode, "2027"); /* longest first */
    assert_string_equal(list[1].kode, "2027-TW1");
    assert_string_equal(list[2].kode, "2027-01");
    OK(periode_list(db, 2027, &q, arena, &list, &n, e));
    assert_int_equal(n, 4);
    OK(periode_list(db, 0, NULL, arena, &list, &n, e));
    assert_int_equal(n, 22);
    OK(run(0, periode_buat, &month, 0, e));
    assert_string_equal(last.lokasi, "/api/v1/periode/2026-03");
    REFUSED(E_PERIODE_ADA, run(AKUN_PUSAT, periode_buat, &again, 0, e));
    REFUSED(E_PERIODE_ADA, run(AKUN_PUSAT, periode_buat, &year, 0, e));
    REFUSED(E_PERIODE_KODE, run(AKUN_PUSAT, periode_buat, &bad, 0, e));
    year.tahun = 2026; /* some of them are there: all or none */
    REFUSED(E_PERIODE_ADA, run(AKUN_PUSAT, periode_buat, &year, 0, e));
    assert_int_equal(number("SELECT count(*) FROM periode"), 23);
    REFUSED(E_TIDAK_BERHAK, run(KADIS, periode_buat, &month, 0, e));
}

/* An administrator whose role is for one unit is none for the whole institution's calendar. */
static void a_scoped_administrator_has_no_calendar(void **state)
{
    struct periode_buat month = { "2026-03", 0 };

    (void)state;
    sql("UPDATE peran SET unit_id = 4 WHERE akun_id = 9");
    REFUSED(E_TIDAK_BERHAK, run(AKUN_PUSAT, periode_buat, &month, 0, e));
}

static enum status step(int64_t akun, const char *event, const char *note, struct err *e)
{
    struct periode_langkah in = { 2, event, note };

    return run(akun, periode_langkah, &in, number("SELECT versi FROM periode WHERE id = 2"), e);
}

static void closing_waits_for_evaluations_and_pins(void **state)
{
    int64_t pins;

    (void)state;
    skp_disetujui();
    sql("INSERT INTO evaluasi (skp_versi_id, periode_id) SELECT id, 2 FROM skp_versi");
    OK(step(AKUN_PUSAT, "kunci", NULL, e));
    OK(step(AKUN_PUSAT, "buka", "Salah tanggal", e));
    assert_string_equal(string("SELECT catatan FROM audit ORDER BY n DESC LIMIT 1"), "Salah tanggal");
    OK(step(AKUN_PUSAT, "kunci", NULL, e));
    REFUSED(E_PERIODE_BELUM_SELESAI, step(AKUN_PUSAT, "tutup", NULL, e));
    sql("UPDATE evaluasi SET status = 'dinilai'");
    REFUSED(E_PERIODE_BELUM_SELESAI, step(AKUN_PUSAT, "tutup", NULL, e));
    sql("UPDATE evaluasi SET status = 'ditetapkan'");
    OK(step(AKUN_PUSAT, "tutup", NULL, e));
    pins = number("SELECT count(*) FROM pin WHERE periode_id = 2 AND unit_id = 5");
    assert_int_equal(pins, 2); /* the scheme from above and its own plugin */
    REFUSED(E_ALUR_PERISTIWA, step(AKUN_PUSAT, "buka", "x", e));
    REFUSED(E_PERIODE_DITUTUP, periode_terbuka(db, 2, e));
    REFUSED(E_PERIODE_DITUTUP, periode_belum_ditutup(db, 2, e));
    REFUSED(E_PERIODE_TIDAK_ADA, periode_terbuka(db, 99, e));
}

static void locked_is_read_and_rated_but_not_entered(void **state)
{
    struct periode p;

    (void)state;
    OK(periode_terbuka(db, 2, e));
    OK(step(AKUN_PUSAT, "kunci", NULL, e));
    REFUSED(E_PERIODE_DITUTUP, periode_terbuka(db, 2, e));
    OK(periode_belum_ditutup(db, 2, e));
    OK(periode_find(db, "2026-TW1", &p, e));
    assert_int_equal(p.status, PERIODE_DIKUNCI);
    REFUSED(E_PERIODE_TIDAK_ADA, periode_find(db, "2031", &p, e));
}

static enum status set_capaian(int64_t akun, int64_t unit, const char *predikat, int64_t versi, struct err *e)
{
    struct capaian_organisasi_tetapkan in = { unit, 2, predikat, NULL, NULL, versi ? "Bukti baru" : NULL };

    return run(akun, capaian_organisasi_tetapkan, &in, versi, e);
}

/* A unit's achievement is fixed one level above. */
static void achievement_is_fixed_above(void **state)
{
    struct capaian_organisasi c;

    (void)state;
    OK(capaian_organisasi_muat(db, PUSKESMAS, 2, &c, e));
    assert_int_equal(c.versi, 0);
    REFUSED(E_TIDAK_BERHAK, set_capaian(KAPUS, PUSKESMAS, "istimewa", 0, e));
    REFUSED(E_TIDAK_BERHAK, set_capaian(CAMAT, PUSKESMAS, "istimewa", 0, e));
    REFUSED(E_TIDAK_BERHAK, set_capaian(AKUN_PENGELOLA, PUSKESMAS, "istimewa", 0, e));
    OK(set_capaian(KADIS, PUSKESMAS, "baik", 0, e));
    assert_int_equal(last.etag, 1);
    REFUSED(E_TANPA_VERSI, set_capaian(KADIS, PUSKESMAS, "istimewa", 0, e));
    /* Only one level above: the next but one has to leave it to him. */
    REFUSED(E_TIDAK_BERHAK, set_capaian(SEKDA, PUSKESMAS, "istimewa", 1, e));
    REFUSED(E_TANPA_CATATAN,
            run(KADIS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "istimewa", NULL, NULL, " " }, 1, e));
    REFUSED(E_CAPAIAN_BAGIAN,
            run(KADIS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 1, "baik", "sesuai", NULL, NULL }, 0, e));
    REFUSED(E_CAPAIAN_BAGIAN,
            run(KADIS, capaian_organisasi_tetapkan,
                &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 2, "baik", "sesuai", "sesuai", "x" }, 1,
                e));
    OK(run(KADIS, capaian_organisasi_tetapkan,
           &(struct capaian_organisasi_tetapkan){ PUSKESMAS, 1, "baik", "sesuai", "di_atas", NULL }, 0, e));
    OK(set_capaian(KADIS, PUSKESMAS, "istimewa", 1, e));
    REFUSED(E_VERSI, set_capaian(KADIS, PUSKESMAS, "kurang", 1, e));
    REFUSED(E_TIDAK_BERHAK, set_capaian(SEKDA, KOTA, "baik", 0, e)); /* the root has nobody above */
    OK(set_capaian(AKUN_PUSAT, KOTA, "baik", 0, e));
    OK(set_capaian(0, DINKES, "baik", 0, e));
    REFUSED(E_UNIT_TIDAK_ADA, set_capaian(AKUN_PUSAT, 99, "baik", 0, e));
    REFUSED(E_DB_BATASAN, set_capaian(AKUN_PUSAT, KOTA, "sempurna", 1, e));
    OK(capaian_organisasi_muat(db, PUSKESMAS, 2, &c, e));
    assert_string_equal(c.predikat, "istimewa");
    sql("UPDATE periode SET status = 'ditutup' WHERE id = 2");
    REFUSED(E_PERIODE_DITUTUP, set_capaian(KADIS, PUSKESMAS, "baik", 2, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(kind_and_span_follow_from_the_code),       T(a_whole_year_at_once),
        T(a_scoped_administrator_has_no_calendar),   T(closing_waits_for_evaluations_and_pins),
        T(locked_is_read_and_rated_but_not_entered), T(achievement_is_fixed_above),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

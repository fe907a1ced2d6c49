/* The demonstration data: sound, the same every time, and refused where there is data already. */
#include "org.h"

#include "domain/demo.h"
#include "domain/demo_bagian.h"
#include "domain/progres.h"
#include "domain/nip.h"

static int64_t number(const char *sql)
{
    int64_t n = -1;

    OK(db_int(db, &n, &err, sql, ""));
    return n;
}

static void load(int64_t people, struct demo *d)
{
    *d = (struct demo){ .pegawai = people };
    OK(demo_susun(db, d, &err));
    OK(demo_tahun(db, d, &err));
}

static void story(void **state)
{
    struct demo d;
    struct akun k;

    (void)state;
    load(0, &d);
    assert_int_equal(number("SELECT count(*) FROM pegawai"), d.out_pegawai);
    assert_in_range(d.out_pegawai, 70, 90);
    assert_int_equal(number("SELECT count(*) FROM unit WHERE jenis = 'kelurahan'"), 8);
    assert_int_equal(number("SELECT count(*) FROM pegawai WHERE status = 'cpns'"), 1);
    assert_true(number("SELECT count(*) FROM pegawai WHERE status = 'pppk'") > 0);
    assert_int_equal(number("SELECT count(*) FROM penugasan WHERE jenis = 'plh' AND mulai = '2025-03-03' AND "
                            "selesai = '2025-03-14'"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM penugasan WHERE jenis IN ('plt', 'tugas_tambahan')"), 2);
    assert_int_equal(number("SELECT count(*) FROM periode"), 34);
    assert_int_equal(number("SELECT count(*) FROM meta WHERE kunci = 'data_contoh' AND nilai = '1'"), 1);
    /* Everybody but the Sekda has an evaluator; all have an account, eight can log in. */
    assert_int_equal(number("SELECT count(*) FROM skp WHERE penilai_id IS NULL"), 2);
    assert_int_equal(number("SELECT count(*) FROM akun"), d.out_pegawai);
    assert_int_equal(number("SELECT count(*) FROM akun WHERE sandi <> '!'"), DEMO_AKUN);
    for (int i = 0; i < DEMO_AKUN; i++) {
        OK(akun_find(db, d.akun[i].nip, &k, &err));
        assert_true(sandi_verify(k.sandi, d.akun[i].kata_sandi));
    }
    REFUSED(demo_susun(db, &d, &err), E_DB_BERISI);
}

/* Days of the demonstration: every plan of the running year has some, each receipt fits its entry, nobody
 * works where nothing is due, and the rows are the same every time. */
static void days_of_work(void **state)
{
    struct demo d;
    struct rows r;
    enum status st;

    (void)state;
    load(0, &d);
    assert_int_equal(number("SELECT count(*) FROM progres"), 2328);
    assert_int_equal(number("SELECT count(*) FROM skp WHERE mulai >= '2026' AND id NOT IN"
                            " (SELECT skp_id FROM progres)"),
                     0);
    assert_int_equal(
        number("SELECT count(*) FROM progres WHERE tanggal IN"
               " (SELECT tanggal FROM hari_libur) AND pegawai_id NOT IN (SELECT pegawai_id FROM roster)"),
        0);
    assert_int_equal(number("SELECT count(DISTINCT status) FROM progres"), 3);
    assert_int_equal(number("SELECT count(*) FROM hari_libur WHERE dasar LIKE '%Keputusan Bersama%'"), 25);
    st = db_rows(db, &r, &err, "SELECT id FROM progres WHERE hash IS NOT NULL ORDER BY id", "");
    while (st == ST_OK && rows_next(&r)) {
        struct progres p;
        char hash[DIGEST_HEX];

        if (row_int(&r, 0) % 50)
            continue;
        st = progres_muat(db, row_int(&r, 0), mem, &p, &err);
        if (st == ST_OK) {
            progres_hash(&p, p.diajukan, hash);
            assert_string_equal(hash, p.hash);
        }
    }
    OK(rows_end(&r, st, &err));
}

static void every_nip_is_valid(void **state)
{
    struct demo d;
    struct rows r;
    struct nip n;
    int64_t seen = 0;
    enum status st;

    (void)state;
    load(DEMO_TERKECIL, &d);
    st = db_rows(db, &r, &err, "SELECT nip, tanggal_lahir, kelamin, status FROM pegawai", "");
    while (st == ST_OK && rows_next(&r)) {
        struct nip_acuan ref = { .lahir = row_text(&r, 1), .kelamin = row_text(&r, 2)[0] };

        nip_check(row_text(&r, 0), &ref, &n);
        if (!n.valid || n.nperingatan || (n.jenis == NIP_PPPK) != (strcmp(row_text(&r, 3), "pppk") == 0))
            fail_msg("%s", row_text(&r, 0));
        seen++;
    }
    OK(rows_end(&r, st, &err));
    assert_int_equal(seen, DEMO_TERKECIL);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The identities of a large city: none twice, all valid. */
static void many_people(void **state)
{
    static char seen[200000][19];
    struct demo_orang o;
    struct nip n;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        demo_orang(i, "pns", &o);
        memcpy(seen[i], o.nip, 19);
        if (i % 97 == 0) {
            nip_check(o.nip, NULL, &n);
            assert_true(n.valid && n.nperingatan == 0);
        }
    }
    qsort(seen, 200000, 19, by_text);
    for (int i = 1; i < 200000; i++)
        assert_string_not_equal(seen[i - 1], seen[i]);
}

/* Ratings and predikat are pairs of the matrix: PermenPANRB 6/2022 (DOMAIN 4.1). */
static void predikat_is_that_of_the_matrix(void **state)
{
    static const char *const matrix[][3] = {
        { "di_atas", "di_bawah", "kurang" },
        { "di_atas", "sesuai", "baik" },
        { "di_atas", "di_atas", "sangat_baik" },
        { "sesuai", "di_bawah", "kurang" },
        { "sesuai", "sesuai", "baik" },
        { "sesuai", "di_atas", "baik" },
        { "di_bawah", "di_bawah", "sangat_kurang" },
        { "di_bawah", "sesuai", "butuh_perbaikan" },
        { "di_bawah", "di_atas", "butuh_perbaikan" },
    };
    struct demo d;
    int64_t n = 0, all;

    (void)state;
    load(300, &d);
    all = number("SELECT count(*) FROM evaluasi");
    assert_int_equal(
        all, number("SELECT count(*) FROM evaluasi WHERE status = 'ditetapkan' AND predikat IS NOT NULL"));
    for (size_t i = 0; i < COUNT(matrix); i++) {
        int64_t k = 0;

        OK(db_int(db, &k, &err,
                  "SELECT count(*) FROM evaluasi WHERE rating_hasil = $1 AND rating_perilaku = $2 AND "
                  "predikat = $3",
                  "ttt", matrix[i][0], matrix[i][1], matrix[i][2]));
        n += k;
    }
    assert_int_equal(n, all);
    assert_true(number("SELECT count(*) FROM evaluasi WHERE predikat = 'baik'") * 10 >= all * 5);
    assert_true(number("SELECT count(DISTINCT predikat) FROM evaluasi") == 5);
}

/* A year of each: 4 RHK of 2 indicators, 12 months, 4 quarters and the year. */
static void a_full_year_each(void **state)
{
    struct demo d;

    (void)state;
    load(300, &d);
    assert_int_equal(number("SELECT count(*) FROM pegawai"), 300);
    assert_int_equal(
        number("SELECT count(*) FROM (SELECT s.id FROM skp s JOIN skp_versi v ON v.skp_id = s.id JOIN rhk r "
               "ON r.skp_versi_id = v.id JOIN indikator i ON i.rhk_id = r.id WHERE s.mulai = '2025-01-01' "
               "GROUP BY s.id HAVING count(*) <> 8) x"),
        0);
    assert_int_equal(number("SELECT count(*) FROM skp WHERE mulai = '2025-01-01'"), 299); /* but the CPNS */
    assert_int_equal(
        number("SELECT count(*) FROM (SELECT v.id FROM skp s JOIN skp_versi v ON v.skp_id = s.id LEFT JOIN "
               "realisasi r ON r.skp_versi_id = v.id WHERE s.mulai = '2025-01-01' GROUP BY v.id HAVING "
               "count(r.id) <> 12) x"),
        0);
    assert_int_equal(
        number("SELECT count(*) FROM (SELECT v.id FROM skp s JOIN skp_versi v ON v.skp_id = s.id LEFT JOIN "
               "evaluasi e ON e.skp_versi_id = v.id WHERE s.mulai = '2025-01-01' GROUP BY v.id HAVING "
               "count(e.id) <> 5) x"),
        0);
    assert_int_equal(number("SELECT count(*) FROM realisasi_nilai"), d.out_nilai);
    /* A subordinate's RHK hangs on one of his evaluator's. */
    assert_int_equal(
        number("SELECT count(*) FROM rhk r JOIN skp_versi v ON v.id = r.skp_versi_id JOIN skp s ON s.id = "
               "v.skp_id JOIN rhk q ON q.id = r.induk_rhk_id JOIN skp_versi w ON w.id = q.skp_versi_id "
               "JOIN skp t ON t.id = w.skp_id WHERE t.mulai > s.selesai OR t.selesai < s.mulai"),
        0);
}

/* Everything but passwords and times is the same in two loads. */
static char *fingerprint(void)
{
    static const char *const columns[] = {
        "SELECT nip || nama || status FROM pegawai ORDER BY id",
        "SELECT kode || nama FROM unit ORDER BY id",
        "SELECT pegawai_id || ':' || penugasan_id || ':' || coalesce(penilai_id, 0) || penilai_alasan FROM "
        "skp ORDER BY id",
        "SELECT realisasi_id || ':' || indikator_id || ':' || coalesce(isian, '') || ':' || nilai FROM "
        "realisasi_nilai "
        "ORDER BY realisasi_id, indikator_id",
        "SELECT skp_versi_id || rating_hasil || rating_perilaku || predikat FROM evaluasi ORDER BY id",
    };
    struct hash_state h;
    struct digest out;
    char *hex = arena_alloc(mem, DIGEST_HEX);
    struct rows r;

    hash_start_blake2b(&h);
    for (size_t i = 0; i < COUNT(columns); i++) {
        enum status st = db_rows(db, &r, &err, columns[i], "");

        while (st == ST_OK && rows_next(&r))
            hash_add(&h, row_text(&r, 0), strlen(row_text(&r, 0)));
        OK(rows_end(&r, st, &err));
    }
    hash_finish(&h, &out);
    digest_hex(&out, hex);
    return hex;
}

static void the_same_every_time(void **state)
{
    struct demo d;
    char first[DIGEST_HEX];

    load(250, &d);
    memcpy(first, fingerprint(), sizeof(first));
    org_close(state);
    org_open(state);
    load(250, &d);
    assert_string_equal(first, fingerprint());
}

static void refuses_any_data(void **state)
{
    struct demo d = { .pegawai = 0 };

    (void)state;
    OK(demo_kosong(db, &err));
    mk_unit("x", 0);
    REFUSED(demo_susun(db, &d, &err), E_DB_BERISI);
    assert_int_equal(number("SELECT count(*) FROM pegawai"), 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, org_open, org_close)
    const struct CMUnitTest tests[] = {
        T(story),
        T(days_of_work),
        T(every_nip_is_valid),
        T(many_people),
        T(predikat_is_that_of_the_matrix),
        T(a_full_year_each),
        T(the_same_every_time),
        T(refuses_any_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Runs: the same digest whatever the threads and batches, resumed after a stop, pinned by a closed period. */
#include <pthread.h>

#include "domain/job.h"
#include "dunia.h"
#include "scoring/digest.h"

enum { ORANG = 23 };

/* The digest by the book: DESIGN 7, from the stored rows of a run. */
static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void digest_by_hand(int64_t run_id, char out[DIGEST_HEX])
{
    char *lines[4096];
    size_t n = 0;
    struct hash_state h;
    struct digest d;
    struct err err = ERR_NONE;
    struct rows r;
    enum status st = db_rows(
        db, &r, &err,
        "SELECT p.nip || char(9) || q.kode || char(9) || v.segmen || char(9) || h.kode || char(9) || l.sha256"
        " || char(9) || h.setelan_hash || char(9) || h.masukan_hash || char(9) || COALESCE(h.nilai, h.galat)"
        " || char(10) FROM run_hasil x JOIN hasil h ON h.id = x.hasil_id JOIN release l ON l.id = "
        "h.release_id"
        " JOIN evaluasi v ON v.id = x.evaluasi_id JOIN periode q ON q.id = v.periode_id"
        " JOIN skp_versi w ON w.id = v.skp_versi_id JOIN skp s ON s.id = w.skp_id"
        " JOIN pegawai p ON p.id = s.pegawai_id WHERE x.run_id = $1",
        "i", run_id);

    while (st == ST_OK && n < COUNT(lines) && rows_next(&r))
        lines[n++] = row_dup(&r, 0, arena);
    OK(rows_end(&r, st, e));
    qsort(lines, n, sizeof(lines[0]), by_text);
    hash_start_blake2b(&h);
    for (size_t i = 0; i < n; i++)
        hash_add(&h, lines[i], strlen(lines[i]));
    hash_finish(&h, &d);
    digest_hex(&d, out);
}

static void same_digest_for_any_way(void **state)
{
    static const struct {
        int threads, batch;
    } ways[] = { { 1, 500 }, { 2, 500 }, { 1, 1 }, { 2, 1 }, { 2, 7 } };
    char first[DIGEST_HEX], hand[DIGEST_HEX];
    struct run_result r;
    int64_t rows = 0;

    (void)state;
    add_city(ORANG);
    for (size_t i = 0; i < COUNT(ways); i++) {
        run_with("2025", ways[i].threads, ways[i].batch, &r);
        assert_int_equal(r.dinilai, ORANG);
        assert_int_equal(r.gagal, 0);
        assert_false(r.dilanjutkan);
        if (i == 0) {
            memcpy(first, r.digest, sizeof(first));
            rows = count("SELECT count(*) FROM hasil");
            assert_int_equal(rows, 2 * ORANG);
            digest_by_hand(r.run_id, hand);
            assert_string_equal(r.digest, hand);
        }
        assert_string_equal(r.digest, first);
        /* An equal row is referred to, never stored twice. */
        assert_int_equal(count("SELECT count(*) FROM hasil"), rows);
        run_result_free(&r);
    }
    SQL("VACUUM", "");
    run_with("2025", 2, 500, &r);
    assert_string_equal(r.digest, first);
    run_result_free(&r);
    assert_int_equal(count("SELECT count(*) FROM run_hasil"), 6 * 2 * ORANG);
    assert_int_equal(count("SELECT count(*) FROM run WHERE selesai IS NOT NULL AND digest IS NOT NULL"), 6);
}

/* Stops a run after some batches. */
struct stopper {
    atomic_int stop;
    int after, how;
};
static void stop_after(void *arg, int64_t done, int64_t total)
{
    struct stopper *s = arg;

    (void)total;
    if (done >= s->after)
        atomic_store(&s->stop, s->how);
}

static void run_stopped(int threads, int how, enum code want)
{
    struct stopper s = { .after = 6, .how = how };
    struct run_options o = { .periode = "2025",
                             .threads = threads,
                             .batch = 2,
                             .host = HOST_EXE,
                             .progress = stop_after,
                             .arg = &s,
                             .stop = &s.stop };
    struct run_result r;
    struct writer *w = NULL;

    OK(writer_start(url, 64, &w, e));
    REFUSED(want, run_score(url, w, &o, &r, e));
    run_result_free(&r);
    writer_stop(w);
}

static void resumes_to_the_same_digest(void **state)
{
    char whole[DIGEST_HEX];
    struct run_result r;

    (void)state;
    add_city(ORANG);
    run_with("2025", 1, 500, &r);
    memcpy(whole, r.digest, sizeof(whole));
    run_result_free(&r);
    for (int threads = 1; threads <= 2; threads++) {
        int64_t runs = count("SELECT count(*) FROM run");

        run_stopped(threads, RUN_PAUSE, E_RUN_JEDA);
        assert_int_equal(count("SELECT count(*) FROM run WHERE selesai IS NULL"), 1);
        assert_true(count("SELECT sampai FROM run WHERE selesai IS NULL") > 0);
        run_with("2025", 2, 3, &r);
        assert_true(r.dilanjutkan);
        assert_int_equal(r.dinilai, ORANG);
        assert_string_equal(r.digest, whole);
        run_result_free(&r);
        assert_int_equal(count("SELECT count(*) FROM run"), runs + 1);
        assert_int_equal(count("SELECT count(*) FROM run_hasil WHERE run_id = (SELECT max(id) FROM run)"),
                         2 * ORANG);
    }
}

/* A process that was killed leaves chunks behind the mark: what has changed since must not count twice. */
static void killed_run_forgets_what_lies_behind_the_mark(void **state)
{
    char whole[DIGEST_HEX];
    struct run_result r;

    (void)state;
    add_city(ORANG);
    run_with("2025", 1, 500, &r);
    run_result_free(&r);
    SQL("UPDATE run SET selesai = NULL, digest = NULL, sampai = (SELECT min(id) + 4 FROM evaluasi), dinilai "
        "= 5",
        "");
    SQL("UPDATE realisasi_nilai SET nilai = nilai + 1 WHERE indikator_id IN (SELECT i.id FROM indikator i"
        " JOIN rhk h ON h.id = i.rhk_id WHERE h.skp_versi_id = 20 AND i.konsolidasi = 'jumlah')",
        "");
    run_with("2025", 2, 4, &r);
    assert_true(r.dilanjutkan);
    assert_int_equal(r.dinilai, ORANG);
    memcpy(whole, r.digest, sizeof(whole));
    run_result_free(&r);
    run_with("2025", 1, 500, &r);
    assert_false(r.dilanjutkan);
    assert_string_equal(r.digest, whole);
    run_result_free(&r);
}

static void old_interruption_begins_anew(void **state)
{
    struct run_result r;

    (void)state;
    add_city(3);
    run_with("2025", 1, 500, &r);
    run_result_free(&r);
    SQL("UPDATE run SET selesai = NULL, digest = NULL, mulai = '2020-01-01T00:00:00.000Z'", "");
    run_with("2025", 1, 500, &r);
    assert_false(r.dilanjutkan);
    run_result_free(&r);
    assert_int_equal(count("SELECT count(*) FROM run WHERE selesai IS NULL"), 0);
}

static void cancelled_run_has_ended(void **state)
{
    struct run_result r;

    (void)state;
    add_city(ORANG);
    run_stopped(2, RUN_CANCEL, E_RUN_BATAL);
    assert_int_equal(count("SELECT count(*) FROM run WHERE selesai IS NOT NULL AND digest IS NULL"), 1);
    run_with("2025", 2, 500, &r);
    assert_false(r.dilanjutkan);
    assert_int_equal(r.dinilai, ORANG);
    run_result_free(&r);
}

/* One person's inputs that the indicator refuses: he is not computed, with a reason; nobody else notices. */
static void one_failing_indicator(void **state)
{
    struct run_result r;
    struct verify_options o = { .threads = 2, .host = HOST_EXE };
    struct verify_result v;

    (void)state;
    add_city(ORANG);
    SQL("UPDATE realisasi_nilai SET isian = '{\"tepat\":9000,\"total\":100}' WHERE isian IS NOT NULL"
        " AND realisasi_id = (SELECT id FROM realisasi WHERE skp_versi_id = 4 AND periode_id = 8)",
        "");
    run_with("2025", 2, 5, &r);
    assert_int_equal(r.dinilai, ORANG - 1);
    assert_int_equal(r.gagal, 1);
    assert_int_equal(r.nsisa, 1);
    assert_int_equal(r.sisa[0].code, E_SCORE_INDIKATOR);
    assert_non_null(strstr(r.sisa[0].pesan, "tepat melebihi total"));
    assert_string_equal(r.sisa[0].nip, "198501012010011004");
    run_result_free(&r);
    assert_int_equal(count("SELECT count(*) FROM hasil WHERE galat IS NOT NULL"), 1);
    /* Both of the digest's sources agree, and the error is re-derived as it was. */
    OK(verify_all(url, &o, &v, e));
    assert_int_equal(v.berbeda, 0);
    assert_int_equal(v.diperiksa, count("SELECT count(*) FROM hasil"));
    verify_result_free(&v);
}

static void a_closed_period_keeps_its_release(void **state)
{
    char before[DIGEST_HEX];
    struct run_result r;
    int64_t old = count("SELECT max(id) FROM release WHERE plugin = 'uji'"), new;

    (void)state;
    add_city(ORANG);
    run_with("2025-TW1", 2, 500, &r);
    memcpy(before, r.digest, sizeof(before));
    run_result_free(&r);
    OK(db_begin(db, e));
    OK(aktivasi_pin(db, TW1, e));
    SQL("UPDATE periode SET status = 'ditutup' WHERE id = 2", "");
    OK(db_commit(db, e));
    new = install_uji("2.0.0", 3);
    assert_true(new != old);
    enable(new, KOTA, "2025-01-01");
    enable(new, KECAMATAN, "2025-01-01");
    run_with("2025-TW1", 2, 7, &r);
    assert_string_equal(r.digest, before);
    run_result_free(&r);
    /* The open quarter beside it follows the new release. */
    run_with("2025-TW2", 2, 500, &r);
    assert_int_equal(r.dinilai, ORANG);
    run_result_free(&r);
    assert_int_equal(
        count("SELECT count(DISTINCT h.release_id) FROM hasil h JOIN release l ON l.id = h.release_id"
              " JOIN evaluasi v ON v.id = h.evaluasi_id WHERE l.plugin = 'uji' AND v.periode_id = 3"),
        1);
    assert_int_equal(
        count("SELECT max(h.release_id) FROM hasil h JOIN release l ON l.id = h.release_id"
              " JOIN evaluasi v ON v.id = h.evaluasi_id WHERE l.plugin = 'uji' AND v.periode_id = 3"),
        new);
}

/* A scheme that says more than it should: `words` times 60 letters. */
static int64_t install_talker(int words)
{
    static const char manifest[] =
        "{\"id\":\"panjang\",\"version\":\"1.0.%d\",\"api\":1,\"title\":\"Uji\",\"description\":\"Skema "
        "untuk uji.\","
        "\"author\":\"Uji\","
        "\"source\":[{\"rule\":\"Uji\",\"date\":\"2025-01-01\"}],\"units\":[\"*\"],\"requires\":[\"skema."
        "v1\"],"
        "\"provides\":{\"skema\":[\"panjang\"]},\"reads\":[\"kepala_unit\"],\"settings\":{}}";
    static const char init[] =
        "local kata = \"012345678901234567890123456789012345678901234567890123456789\"\n"
        "skema { kode = \"panjang\", judul = \"P\", capaian = function() return 100 end,\n"
        "  saran = function() local s = \"\" for i = 1, %d do s = s .. kata end return { hasil = \"sesuai\", "
        "kata = s } end,\n"
        "  predikat = function() return \"baik\" end, distribusi = function() return {} end }\n";
    char *m = arena_printf(arena, manifest, words), *l = arena_printf(arena, init, words);
    struct package_file files[] = { { "README.md", (const uint8_t *)"Uji.\n", 5 },
                                    { "init.lua", (const uint8_t *)l, strlen(l) },
                                    { "plugin.json", (const uint8_t *)m, strlen(m) } };
    struct package p = { 0 };
    int64_t id;

    OK(package_from_files(files, COUNT(files), &p, e));
    id = install(&p);
    package_free(&p);
    return id;
}

/* Values too long to keep in memory are read back for the digest; those beyond the limit are an error that
 * verifies. */
static void long_values(void **state)
{
    struct verify_options o = { .threads = 1, .host = HOST_EXE };
    struct verify_result v;
    struct run_result r;
    char hand[DIGEST_HEX];

    (void)state;
    add_city(7);
    enable(install_talker(10), KOTA, "2025-01-01");
    run_with("2025", 2, 2, &r);
    assert_int_equal(r.dinilai, 7);
    digest_by_hand(r.run_id, hand);
    assert_string_equal(r.digest, hand);
    run_result_free(&r);
    enable(install_talker(400), KOTA, "2025-01-01");
    run_with("2025", 2, 2, &r);
    assert_int_equal(r.gagal, 7);
    assert_int_equal(r.sisa[0].code, E_PLUGIN_BATAS_HASIL);
    digest_by_hand(r.run_id, hand);
    assert_string_equal(r.digest, hand);
    run_result_free(&r);
    OK(verify_all(url, &o, &v, e));
    assert_int_equal(v.berbeda, 0);
    verify_result_free(&v);
}

static void only_a_unit_and_below(void **state)
{
    struct run_options o = { .periode = "2025", .unit = "dinkes", .threads = 2, .host = HOST_EXE };
    struct run_result r;
    struct writer *w = NULL;

    (void)state;
    add_city(ORANG);
    OK(writer_start(url, 64, &w, e));
    OK(run_score(url, w, &o, &r, e));
    assert_int_equal(r.dinilai, ORANG / 2);
    run_result_free(&r);
    o.unit = "tidak-ada";
    REFUSED(E_SCORE_UNIT, run_score(url, w, &o, &r, e));
    run_result_free(&r);
    o = (struct run_options){ .periode = "2031", .host = HOST_EXE };
    REFUSED(E_SCORE_PERIODE, run_score(url, w, &o, &r, e));
    run_result_free(&r);
    writer_stop(w);
}

/* A unit without a scheme: not computed, with a reason, and nothing invented. */
static void no_scheme_no_number(void **state)
{
    struct pasang_disable off = {
        .plugin = "skp-permenpanrb-6-2022", .unit_id = KOTA, .mulai = "2025-01-01", .alasan = "Uji"
    };
    struct run_result r;

    (void)state;
    add_city(4);
    enable(count("SELECT id FROM release WHERE plugin LIKE 'skp%'"), KECAMATAN, "2025-01-01");
    OK(command(pasang_disable, &off, e));
    run_with("2025", 1, 500, &r);
    assert_int_equal(r.dinilai, 2);
    assert_int_equal(r.gagal, 2);
    assert_int_equal(r.sisa[0].code, E_AKTIVASI_TIDAK_ADA);
    run_result_free(&r);
}

/* What runs out of time even alone -------------------------------------------------------------------- */

/* `uji` as 1.1.0, which for one person compares long texts: no instruction limit sees that, only the clock.
 */
static int64_t install_slow(void)
{
    static const char loop[] = "if isian.total == 1207 then local a = text.rep(\"x\", 500000) local b, n = a "
                               ".. \"1\", 0 a = a .. \"2\""
                               " for i = 1, 1e9 do if a < b then n = n + 1 end end end ";
    struct package p = { 0 }, slow = { 0 };
    struct package_file files[8];
    int64_t id;

    make_uji(&p, "1.1.0", 1);
    assert_true(p.nfiles <= COUNT(files));
    for (size_t i = 0; i < p.nfiles; i++) {
        const char *text = (const char *)p.files[i].data, *at = strstr(text, "return num.round");

        files[i] = p.files[i];
        if (strcmp(files[i].path, "init.lua") != 0)
            continue;
        assert_non_null(at);
        files[i].data = (const uint8_t *)arena_printf(arena, "%.*s%s%s", (int)(at - text), text, loop, at);
        files[i].len += strlen(loop);
    }
    OK(package_from_files(files, p.nfiles, &slow, e));
    id = install(&slow);
    package_free(&p);
    package_free(&slow);
    return id;
}

static void what_runs_out_of_time_stays_open(void **state)
{
    char hand[DIGEST_HEX], whole[DIGEST_HEX];
    struct run_result r;

    (void)state;
    add_city(ORANG);
    SQL("UPDATE realisasi_nilai SET isian = '{\"tepat\":90,\"total\":107}' WHERE isian IS NOT NULL AND "
        "realisasi_id ="
        " (SELECT id FROM realisasi WHERE skp_versi_id = 3 AND periode_id = $1)",
        "i", (int64_t)JAN);
    run_with("2025", 2, 7, &r);
    memcpy(whole, r.digest, sizeof(whole));
    assert_int_equal(r.tertunda, 0);
    run_result_free(&r);
    enable(install_slow(), KOTA, "2025-01-01");
    for (int i = 0; i < 2; i++) { /* a second try finds the same */
        run_with("2025", 1 + i, i ? 500 : 4, &r);
        assert_int_equal(r.tertunda, 1);
        assert_int_equal(r.gagal, 0);
        assert_int_equal(r.dinilai, ORANG - 1);
        assert_int_equal(r.nsisa, 1);
        assert_int_equal(r.sisa[0].code, E_PLUGIN_BATAS_WAKTU);
        assert_string_equal(r.sisa[0].nip, "198501012010011003");
        assert_true(utf8_valid(r.sisa[0].pesan, strlen(r.sisa[0].pesan)) && r.sisa[0].pesan[0]);
        digest_by_hand(r.run_id, hand);
        assert_string_equal(r.digest, hand);
        assert_string_not_equal(r.digest, whole);
        /* No value and no failure is kept of that row, neither is a score made without it. */
        assert_int_equal(
            count(arena_printf(arena,
                               "SELECT count(*) FROM run_hasil x JOIN evaluasi v ON v.id = x.evaluasi_id"
                               " WHERE x.run_id = %lld AND v.skp_versi_id = 3",
                               (long long)r.run_id)),
            0);
        assert_int_equal(
            count(arena_printf(arena, "SELECT tertunda FROM run WHERE id = %lld", (long long)r.run_id)), 1);
        run_result_free(&r);
    }
    enable(install_uji("1.0.0", 1), KOTA, "2025-01-01");
    run_with("2025", 2, 500, &r);
    assert_string_equal(r.digest, whole);
    run_result_free(&r);
}

/* A second run of the database while one goes on. */
struct racing {
    struct writer *w;
    enum code got;
};
static void race(void *arg, int64_t done, int64_t total)
{
    struct racing *x = arg;
    struct run_options o = { .periode = "2025", .host = HOST_EXE };
    struct run_result r;
    struct err e = ERR_NONE;

    (void)done;
    (void)total;
    if (x->got != E_NONE)
        return;
    if (run_score(url, x->w, &o, &r, &e) == ST_OK)
        fail_msg("two runs at once");
    x->got = e.code;
    run_result_free(&r);
}

static void one_run_at_a_time(void **state)
{
    struct racing x = { .got = E_NONE };
    struct run_options o = { .periode = "2025", .threads = 1, .host = HOST_EXE, .progress = race, .arg = &x };
    struct run_result r;

    (void)state;
    add_city(3);
    OK(writer_start(url, 64, &x.w, e));
    OK(run_score(url, x.w, &o, &r, e));
    assert_int_equal(x.got, E_RUN_JALAN);
    run_result_free(&r);
    writer_stop(x.w);
}

/* Jobs ----------------------------------------------------------------------------------------------- */

static void wait_for(const char *sql, int64_t want)
{
    for (int i = 0; i < 600; i++) {
        if (count(sql) == want)
            return;
        usleep(50000);
    }
    fail_msg("waited in vain: %s", sql);
}

static void jobs_run_and_are_resumed(void **state)
{
    struct job_buat in = { .jenis = "score.run", .isi = "{\"periode\":\"2025\"}" };
    struct job_buat bad = { .jenis = "score.run", .isi = "{}" };
    struct job_runner *runner = NULL;
    struct writer *w = NULL;
    char *hasil;

    (void)state;
    add_city(5);
    OK(command(job_buat, &in, e));
    OK(command(job_buat, &bad, e));
    /* As a server that died left it. */
    SQL("UPDATE job SET status = 'jalan' WHERE id = $1", "i", in.out_id);
    OK(job_requeue(db, e));
    OK(writer_start(url, 64, &w, e));
    OK(job_runner_start(url, w, HOST_EXE, &runner, e));
    wait_for("SELECT count(*) FROM job WHERE status = 'selesai'", 1);
    wait_for("SELECT count(*) FROM job WHERE status = 'gagal'", 1);
    assert_int_equal(count("SELECT count(*) FROM job WHERE status = 'selesai' AND maju = 5 AND total = 5"),
                     1);
    hasil = text_of("SELECT hasil FROM job WHERE status = 'selesai'");
    assert_non_null(strstr(hasil, "\"dinilai\":5"));
    assert_non_null(strstr(text_of("SELECT hasil FROM job WHERE status = 'gagal'"), "job.isi"));
    /* Woken for one that comes later. */
    OK(command(job_buat, &in, e));
    job_runner_wake(runner);
    wait_for("SELECT count(*) FROM job WHERE status = 'selesai'", 2);
    job_runner_stop(runner);
    writer_stop(w);
    assert_int_equal(count("SELECT count(*) FROM run WHERE job_id IS NOT NULL AND digest IS NOT NULL"), 2);
}

static void queued_job_is_cancelled_at_once(void **state)
{
    struct job_buat in = { .jenis = "score.run", .isi = "{\"periode\":\"2025\"}" };
    struct job_batal off;

    (void)state;
    OK(command(job_buat, &in, e));
    off.id = in.out_id;
    OK(command(job_batal, &off, e));
    assert_int_equal(count("SELECT count(*) FROM job WHERE status = 'batal'"), 1);
    REFUSED(E_JOB_SELESAI, command(job_batal, &off, e));
    off.id = 99;
    REFUSED(E_JOB_TIDAK_ADA, command(job_batal, &off, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_digest_for_any_way, setup, teardown),
        cmocka_unit_test_setup_teardown(resumes_to_the_same_digest, setup, teardown),
        cmocka_unit_test_setup_teardown(killed_run_forgets_what_lies_behind_the_mark, setup, teardown),
        cmocka_unit_test_setup_teardown(old_interruption_begins_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(cancelled_run_has_ended, setup, teardown),
        cmocka_unit_test_setup_teardown(one_failing_indicator, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_period_keeps_its_release, setup, teardown),
        cmocka_unit_test_setup_teardown(long_values, setup, teardown),
        cmocka_unit_test_setup_teardown(only_a_unit_and_below, setup, teardown),
        cmocka_unit_test_setup_teardown(no_scheme_no_number, setup, teardown),
        cmocka_unit_test_setup_teardown(what_runs_out_of_time_stays_open, setup, teardown),
        cmocka_unit_test_setup_teardown(one_run_at_a_time, setup, teardown),
        cmocka_unit_test_setup_teardown(jobs_run_and_are_resumed, setup, teardown),
        cmocka_unit_test_setup_teardown(queued_job_is_cancelled_at_once, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

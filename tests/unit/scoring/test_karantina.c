/* What counts towards a quarantine and what does not, with a host that really hangs and crashes (hostulah).
 */
#include "dunia.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "scoring/karantina.h"
#include "scoring/masukan.h"
#include "scoring/replay.h"

/* Beside the host that the suites use: under sanitizers that of the release build. */
static const char *ulah(void)
{
    static char path[512];
    const char *exe = HOST_EXE;

    snprintf(path, sizeof(path), "%.*s/hostulah", (int)(strrchr(exe, '/') - exe), exe);
    return path;
}
#define ULAH ulah()
enum { HANG = 777001, SEGV, SYS };

static int64_t uji; /* the release of `uji` */

/* Employee n, whose one indicator has this input in all. */
static int64_t person(int64_t n, int tepat, int total)
{
    int64_t ind;

    add_plan(n, 1, KECAMATAN, "2025-01-01", "2025-12-31");
    ind = add_indikator(n, &(struct ind){ 1, 1, "hitung_ulang", "tahun", NULL, "persen", 95 });
    add_realisasi(n, JAN, ind, 90, arena_printf(arena, "{\"tepat\":%d,\"total\":%d}", tepat, total));
    add_realisasi(n, JAN + 1, ind, 90, "{\"tepat\":0,\"total\":0}"); /* so that the plugin adds up */
    return add_evaluasi(n, TAHUN);
}

static int ready(void **state)
{
    if (setup(state) != 0)
        return -1;
    uji = count("SELECT id FROM release WHERE plugin = 'uji'");
    return 0;
}

static const char *status(void)
{
    return text_of("SELECT status FROM release WHERE plugin = 'uji'");
}

static void report(struct host *h, const char *asal)
{
    struct karantina_catat in = { .asal = asal };

    in.n = host_kills(h, in.kill);
    if (in.n)
        OK(command(karantina_catat, &in, e));
}

/* The evaluator's preview of one evaluation, and what it left behind. */
static void preview(struct host *h, int64_t evaluasi, enum code want)
{
    struct saran s;

    OK(saran_hitung(db, h, evaluasi, false, arena, &s, e));
    if (s.gagal != want)
        fail_msg("evaluasi %lld: %s %s", (long long)evaluasi, code_row(s.gagal)->name,
                 s.pesan ? s.pesan : "");
    report(h, "permintaan");
}

static int64_t events(void)
{
    return count("SELECT count(*) FROM kejadian_plugin");
}

static void three_distinct_calls(void **state)
{
    static const int how[] = { SEGV, SYS, HANG };
    struct host *h = host_new(ULAH);
    char hash[DIGEST_HEX];
    struct aktivasi a;

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_string_equal(status(), "enabled");
        preview(h, person(i + 1, i + 1, how[i]), how[i] == HANG ? E_PLUGIN_BATAS_WAKTU : E_SCORE_INDIKATOR);
        assert_int_equal(events(), i + 1);
    }
    assert_string_equal(status(), "quarantined");
    {
        const char *text = "{\"tepat\":1,\"total\":777002}";

        masukan_hash(text, strlen(text), hash);
    }
    assert_string_equal(text_of("SELECT masukan_hash FROM kejadian_plugin ORDER BY id LIMIT 1"), hash);
    assert_string_equal(text_of("SELECT group_concat(galat, ' ') FROM kejadian_plugin"),
                        "plugin.mati plugin.mati plugin.batas_waktu");
    /* The reason names the calls, and the history says who did it. */
    hash[12] = '\0';
    assert_non_null(strstr(text_of("SELECT alasan FROM release WHERE plugin = 'uji'"), hash));
    assert_non_null(
        strstr(text_of("SELECT alasan FROM release WHERE plugin = 'uji'"), "indikator.persen.realisasi"));
    assert_string_equal(text_of("SELECT dari || ' ' || ke || ' ' || coalesce(akun_id, 'sistem') FROM audit "
                                "WHERE peristiwa = 'karantina'"),
                        "enabled quarantined sistem");
    assert_int_equal(count("SELECT count(*) FROM audit WHERE objek = 'release' AND peristiwa = 'mati'"), 3);
    /* The unit keeps its activation, and nothing else steps in. */
    OK(aktivasi_find(db, KECAMATAN, "uji", TAHUN, &a, e));
    assert_true(a.karantina);
    assert_int_equal(a.release_id, uji);
    preview(h, person(4, 1, 100), E_RELEASE_KARANTINA);
    host_free(h);
}

static void the_same_call_again_and_again(void **state)
{
    struct host *h = host_new(ULAH);
    int64_t one, two;

    (void)state;
    one = person(1, 1, SEGV);
    two = person(2, 1, SEGV); /* somebody else's, with the same input */
    for (int i = 0; i < 3; i++)
        preview(h, one, E_SCORE_INDIKATOR);
    preview(h, two, E_SCORE_INDIKATOR);
    assert_int_equal(events(), 1);
    assert_string_equal(status(), "enabled");
    host_free(h);
}

/* Deaths from outside -------------------------------------------------------------------------------------
 */

struct killer {
    struct host *host;
    atomic_bool stop;
};

static void *kill_often(void *arg)
{
    struct killer *k = arg;

    while (!atomic_load(&k->stop)) {
        int pid = host_pid(k->host);

        usleep(30000);
        if (pid && pid == host_pid(k->host))
            kill(pid, SIGKILL);
    }
    return NULL;
}

static void two_of_its_own_and_one_from_outside(void **state)
{
    struct host *h = host_new(ULAH);
    struct killer k = { .host = h };
    pthread_t t;

    (void)state;
    preview(h, person(1, 1, SEGV), E_SCORE_INDIKATOR);
    preview(h, person(2, 2, SYS), E_SCORE_INDIKATOR);
    assert_int_equal(events(), 2);
    pthread_create(&t, NULL, kill_often, &k);
    preview(h, person(3, 3, HANG), E_PLUGIN_BATAS_WAKTU);
    atomic_store(&k.stop, true);
    pthread_join(t, NULL);
    assert_int_equal(events(), 2);
    assert_string_equal(status(), "enabled");
    /* One that did it by itself all the same is the third. */
    preview(h, person(4, 4, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "quarantined");
    host_free(h);
}

static void ten_minutes(void **state)
{
    struct host *h = host_new(ULAH);
    char old[TIME_TEXT];

    (void)state;
    preview(h, person(1, 1, SEGV), E_SCORE_INDIKATOR);
    preview(h, person(2, 2, SEGV), E_SCORE_INDIKATOR);
    time_format(clock_now() - 11LL * 60 * 1000000, old);
    SQL("UPDATE kejadian_plugin SET waktu = $1", "t", old);
    preview(h, person(3, 3, SEGV), E_SCORE_INDIKATOR);
    preview(h, person(4, 4, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "enabled");
    preview(h, person(5, 1, SEGV), E_SCORE_INDIKATOR); /* the first input once more counts again */
    assert_string_equal(status(), "quarantined");
    host_free(h);
}

/* Runs ----------------------------------------------------------------------------------------------------
 */

static void run_ulah(struct run_result *r)
{
    struct run_options o = { .periode = "2025", .threads = 1, .batch = 1, .host = ULAH };
    struct writer *w = NULL;

    OK(writer_start(url, 64, &w, e));
    OK(run_score(url, w, &o, r, e));
    writer_stop(w);
}

/* The first three crash; the run goes on by the same release to its end, and then the release is stopped. */
static void a_run_is_finished_first(void **state)
{
    struct run_result r;
    int64_t before;

    (void)state;
    for (int i = 1; i <= 3; i++)
        person(i, i, SEGV);
    for (int i = 4; i <= 8; i++)
        person(i, 90 + i, 100);
    before = count("SELECT count(*) FROM aktivasi");
    run_ulah(&r);
    assert_int_equal(r.dinilai, 5);
    assert_int_equal(r.gagal, 3);
    assert_int_equal(r.sisa[0].code, E_SCORE_INDIKATOR);
    run_result_free(&r);
    assert_string_equal(status(), "quarantined");
    assert_string_equal(text_of("SELECT DISTINCT asal FROM kejadian_plugin"), "run");
    assert_string_equal(text_of("SELECT tunda FROM release WHERE plugin = 'uji'"), "");
    /* From now on: not computed, with the reason. */
    run_ulah(&r);
    assert_int_equal(r.dinilai, 0);
    assert_int_equal(r.gagal, 8);
    assert_int_equal(r.sisa[7].code, E_RELEASE_KARANTINA);
    run_result_free(&r);
    assert_int_equal(count("SELECT count(*) FROM aktivasi"), before);
}

/* A preview during a run counts at once and takes effect after it; a run whose process is gone holds nothing
 * up. */
static void waiting_for_a_run(void **state)
{
    struct host *h = host_new(ULAH);
    struct karantina_terapkan in = { .paksa = false };
    char now[TIME_TEXT];

    (void)state;
    time_format(clock_now(), now);
    SQL("INSERT INTO run (periode_id, mulai, denyut) VALUES (1, $1, $1)", "t", now);
    for (int i = 1; i <= 3; i++)
        preview(h, person(i, i, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "enabled");
    assert_non_null(strstr(text_of("SELECT tunda FROM release WHERE plugin = 'uji'"), "3 panggilan"));
    preview(h, person(4, 1, 100), E_NONE);
    OK(command(karantina_terapkan, &in, e));
    assert_string_equal(status(), "enabled");
    time_format(clock_now() - 11LL * 60 * 1000000, now);
    SQL("UPDATE run SET denyut = $1", "t", now);
    OK(command(karantina_terapkan, &in, e));
    assert_int_equal(in.out_n, 1);
    assert_string_equal(status(), "quarantined");
    host_free(h);
}

/* Verification and replay ---------------------------------------------------------------------------------
 */

static void lapor(void *arg, struct host *h)
{
    (void)arg;
    report(h, "verify");
}

static void verifying_counts_and_stops(void **state)
{
    struct verify_options o = { .threads = 1, .host = ULAH, .lapor = lapor };
    struct verify_result v;
    struct run_result r;
    struct replay rep;
    int64_t rows;

    (void)state;
    for (int i = 1; i <= 3; i++)
        person(i, i, SEGV); /* plain numbers to the real host */
    run_with("2025", 1, 500, &r);
    assert_int_equal(r.dinilai, 3);
    run_result_free(&r);
    OK(verify_all(url, &o, &v, e));
    assert_int_equal(v.berbeda, 3);
    verify_result_free(&v);
    assert_string_equal(status(), "quarantined");
    assert_string_equal(text_of("SELECT DISTINCT asal FROM kejadian_plugin"), "verify");
    /* It must not run: neither equal nor different. */
    o.host = HOST_EXE;
    rows =
        count("SELECT count(*) FROM hasil WHERE release_id = (SELECT id FROM release WHERE plugin = 'uji')");
    OK(verify_all(url, &o, &v, e));
    assert_int_equal(v.karantina, rows);
    assert_int_equal(v.berbeda, 0);
    verify_result_free(&v);
    REFUSED(E_RELEASE_KARANTINA, replay_load(db, host, 1, arena, &rep, e));
}

/* The way out ---------------------------------------------------------------------------------------------
 */

static void out_of_quarantine(void **state)
{
    struct host *h = host_new(ULAH);
    struct pasang_langkah in = { .id = uji, .peristiwa = "pulihkan", .catatan = "Mesinnya yang rusak" };

    (void)state;
    for (int i = 1; i <= 3; i++)
        preview(h, person(i, i, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "quarantined");
    OK(pasang_uji(db, HOST_EXE, uji, &in.uji, e));
    assert_true(in.uji.lulus);
    in.catatan = "";
    REFUSED(E_TANPA_CATATAN, command(pasang_langkah, &in, e));
    in.catatan = "Mesinnya yang rusak";
    in.uji.lulus = false;
    (void)(err_set(&in.uji.galat, E_PLUGIN_UJI, NULL) == ST_OK);
    REFUSED(E_PLUGIN_UJI, command(pasang_langkah, &in, e));
    assert_string_equal(status(), "quarantined");
    in.uji.lulus = true;
    OK(command(pasang_langkah, &in, e));
    /* Where it held it holds again; what happened before is settled. */
    assert_string_equal(status(), "enabled");
    assert_string_equal(
        text_of("SELECT group_concat(ke, ' ') FROM (SELECT ke FROM audit WHERE objek = 'release'"
                " AND ke <> '' ORDER BY n DESC LIMIT 3)"),
        "enabled validated quarantined");
    preview(h, person(4, 4, SEGV), E_SCORE_INDIKATOR);
    preview(h, person(5, 5, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "enabled");
    preview(h, person(6, 6, SEGV), E_SCORE_INDIKATOR);
    assert_string_equal(status(), "quarantined");
    REFUSED(E_ALUR_PERISTIWA,
            command(pasang_langkah,
                    &(struct pasang_langkah){ .id = uji, .peristiwa = "aktivasi", .catatan = "x" }, e));
    host_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(three_distinct_calls, ready, teardown),
        cmocka_unit_test_setup_teardown(the_same_call_again_and_again, ready, teardown),
        cmocka_unit_test_setup_teardown(two_of_its_own_and_one_from_outside, ready, teardown),
        cmocka_unit_test_setup_teardown(ten_minutes, ready, teardown),
        cmocka_unit_test_setup_teardown(a_run_is_finished_first, ready, teardown),
        cmocka_unit_test_setup_teardown(waiting_for_a_run, ready, teardown),
        cmocka_unit_test_setup_teardown(verifying_counts_and_stops, ready, teardown),
        cmocka_unit_test_setup_teardown(out_of_quarantine, ready, teardown),
    };

#ifdef TENAYAN_SANITIZER
    /* How a process dies is what these look at, and a sanitizer takes signals and exits for its own. */
    for (size_t i = 0; i < COUNT(tests); i++)
        print_message("[  SKIPPED ] %s\n", tests[i].name);
    return 0;
#else
    return cmocka_run_group_tests(tests, NULL, NULL);
#endif
}

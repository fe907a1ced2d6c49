/* What holds where and when: nearest ancestor, dates, several schemes, pins. The map of a period and the
 * single look-up must always agree. */
#include "kerja.h"

#include "domain/aktivasi.h"

enum { SKEMA_2 = 3, PUSKESMAS_2, QUARTER = 2, JULY = 5 };

static void more_releases(void)
{
    OK(db_exec(
        db, NULL, e,
        "INSERT INTO release (id, plugin, label, sha256, api, manifest, daftar, skema, status, dipasang)"
        " SELECT 3, 'skema-lain', '1.0.0', replace(sha256, '01', 'a1'), api, manifest, daftar, 'lain',"
        " 'enabled', dipasang FROM release WHERE id = 1",
        ""));
    OK(db_exec(
        db, NULL, e,
        "INSERT INTO release (id, plugin, label, sha256, api, manifest, daftar, skema, status, dipasang)"
        " SELECT 4, plugin, '2.0.0', replace(sha256, '12', 'b2'), api, manifest, daftar, NULL, 'enabled',"
        " dipasang FROM release WHERE id = 2",
        ""));
}

static void activate(int64_t unit, const char *plugin, int64_t release, const char *mulai,
                     const char *selesai)
{
    OK(db_exec(db, NULL, e,
               "INSERT INTO aktivasi (unit_id, plugin, release_id, setelan_hash, mulai, selesai, waktu)"
               " VALUES ($1, $2, $3, $4, $5, $6, 'x')",
               "itittt", unit, plugin, release, HASH64, mulai, selesai));
}

/* The release that holds, 0 if none. */
static int64_t release_of(int64_t unit, const char *plugin, int64_t periode)
{
    struct err no = ERR_NONE;
    struct aktivasi a = { 0 };
    enum status st = aktivasi_find(db, unit, plugin, periode, &a, &no);

    if (st != ST_OK && no.code != E_AKTIVASI_TIDAK_ADA)
        fail_msg("%s", no.msg);
    return st == ST_OK ? a.release_id : 0;
}

/* Every unit, plugin and period: the map says the same. */
static void both_agree(void)
{
    static const char *const plugins[] = { NULL, "skp-permenpanrb-6-2022", "puskesmas", "skema-lain",
                                           "tidak-ada" };

    for (int64_t periode = 1; periode <= JULY; periode++) {
        struct aktivasi_peta *p = NULL;

        OK(aktivasi_peta_load(db, periode, &p, e));
        for (int64_t unit = KOTA; unit <= PUSTU; unit++)
            for (size_t i = 0; i < COUNT(plugins); i++) {
                const struct aktivasi *a = aktivasi_peta_find(p, unit, plugins[i]);

                if ((a ? a->release_id : 0) != release_of(unit, plugins[i], periode))
                    fail_msg("unit %d, %s, period %d", (int)unit, plugins[i] ? plugins[i] : "scheme",
                             (int)periode);
            }
        aktivasi_peta_free(p);
    }
}

static void nearest_ancestor(void **state)
{
    (void)state;
    more_releases();
    assert_int_equal(release_of(PUSTU, NULL, QUARTER), RELEASE_SKEMA);
    assert_int_equal(release_of(PUSTU, "puskesmas", QUARTER), RELEASE_PUSKESMAS);
    assert_int_equal(release_of(KELURAHAN, "puskesmas", QUARTER), 0);
    activate(DINKES, "skema-lain", SKEMA_2, "2026-01-01", NULL);
    assert_int_equal(release_of(PUSTU, NULL, QUARTER), SKEMA_2);
    assert_int_equal(release_of(KECAMATAN, NULL, QUARTER), RELEASE_SKEMA);
    /* By name both are there. */
    assert_int_equal(release_of(PUSTU, "skp-permenpanrb-6-2022", QUARTER), RELEASE_SKEMA);
    both_agree();
}

static void as_of_the_first_day(void **state)
{
    (void)state;
    more_releases();
    activate(PUSKESMAS, "puskesmas", PUSKESMAS_2, "2026-01-02", NULL);
    assert_int_equal(release_of(PUSKESMAS, "puskesmas", QUARTER), RELEASE_PUSKESMAS);
    assert_int_equal(release_of(PUSKESMAS, "puskesmas", JULY), PUSKESMAS_2);
    activate(PUSTU, "puskesmas", RELEASE_PUSKESMAS, "2026-01-01", "2026-03-31");
    assert_int_equal(release_of(PUSTU, "puskesmas", QUARTER), RELEASE_PUSKESMAS);
    assert_int_equal(release_of(PUSTU, "puskesmas", JULY), PUSKESMAS_2);
    both_agree();
}

/* Of two that begin on one day the later row holds; a release without the scheme takes it away from its
 * plugin. */
static void the_later_row(void **state)
{
    (void)state;
    more_releases();
    activate(KOTA, "skp-permenpanrb-6-2022", SKEMA_2, "2026-01-01", NULL);
    activate(PUSKESMAS, "puskesmas", PUSKESMAS_2, "2026-01-01", NULL);
    assert_int_equal(release_of(PUSKESMAS, "puskesmas", QUARTER), PUSKESMAS_2);
    both_agree();
}

static void a_unit_that_moves(void **state)
{
    (void)state;
    more_releases();
    activate(DINKES, "skema-lain", SKEMA_2, "2026-01-01", NULL);
    OK(db_exec(db, NULL, e, "UPDATE unit_induk SET selesai = '2026-06-30' WHERE unit_id = 5", ""));
    OK(db_exec(db, NULL, e, "INSERT INTO unit_induk (unit_id, induk_id, mulai) VALUES (5, 2, '2026-07-01')",
               ""));
    assert_int_equal(release_of(PUSKESMAS, NULL, QUARTER), SKEMA_2);
    assert_int_equal(release_of(PUSKESMAS, NULL, JULY), RELEASE_SKEMA);
    both_agree();
}

static void quarantine_is_said(void **state)
{
    struct aktivasi a;

    (void)state;
    OK(db_exec(db, NULL, e, "UPDATE release SET status = 'quarantined' WHERE id = 2", ""));
    OK(aktivasi_find(db, PUSKESMAS, "puskesmas", QUARTER, &a, e));
    assert_true(a.karantina);
}

static void pins(void **state)
{
    struct aktivasi *list;
    size_t n;

    (void)state;
    more_releases();
    activate(DINKES, "skema-lain", SKEMA_2, "2026-01-01", NULL);
    /* As the close does it: state first, then the pins. */
    OK(db_exec(db, NULL, e, "UPDATE periode SET status = 'ditutup' WHERE id = 2", ""));
    assert_int_equal(release_of(PUSTU, NULL, QUARTER), 0);
    OK(aktivasi_pin(db, QUARTER, e));
    OK(aktivasi_pin(db, QUARTER, e));
    activate(PUSTU, "puskesmas", PUSKESMAS_2, "2026-01-01", NULL);
    activate(PUSTU, "skp-permenpanrb-6-2022", RELEASE_SKEMA, "2026-01-01", NULL);
    OK(db_exec(db, NULL, e, "UPDATE aktivasi SET selesai = '2025-12-31' WHERE plugin = 'skema-lain'", ""));
    assert_int_equal(release_of(PUSTU, NULL, QUARTER), SKEMA_2);
    assert_int_equal(release_of(PUSTU, "puskesmas", QUARTER), RELEASE_PUSKESMAS);
    assert_int_equal(release_of(KELURAHAN, NULL, QUARTER), RELEASE_SKEMA);
    assert_int_equal(release_of(PUSTU, NULL, JULY), RELEASE_SKEMA);
    assert_int_equal(release_of(PUSTU, "puskesmas", JULY), PUSKESMAS_2);
    OK(aktivasi_list(db, PUSTU, QUARTER, arena, &list, &n, e));
    assert_int_equal(n, 2);
    assert_string_equal(list[0].plugin, "puskesmas");
    assert_string_equal(list[1].plugin, "skema-lain");
    both_agree();
}

static void unknown_period(void **state)
{
    struct aktivasi a;
    struct aktivasi_peta *p = NULL;

    (void)state;
    REFUSED(E_SCORE_PERIODE, aktivasi_find(db, KOTA, NULL, 99, &a, e));
    REFUSED(E_SCORE_PERIODE, aktivasi_peta_load(db, 99, &p, e));
    REFUSED(E_AKTIVASI_TIDAK_ADA, aktivasi_find(db, 99, NULL, QUARTER, &a, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nearest_ancestor, setup, teardown),
        cmocka_unit_test_setup_teardown(as_of_the_first_day, setup, teardown),
        cmocka_unit_test_setup_teardown(the_later_row, setup, teardown),
        cmocka_unit_test_setup_teardown(a_unit_that_moves, setup, teardown),
        cmocka_unit_test_setup_teardown(quarantine_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(pins, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_period, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

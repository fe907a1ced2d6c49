/* The dated tree of units, territory, and the line of posts. */
#include "org.h"

static bool contains(const struct unit_ids *ids, int64_t id)
{
    for (size_t i = 0; i < ids->n; i++)
        if (ids->id[i] == id)
            return true;
    return false;
}

static void test_tree_by_date(void **state)
{
    int64_t kota = mk_unit("kota", 0), a = mk_unit("a", kota), b = mk_unit("b", kota), c = mk_unit("c", a);
    struct unit_ids ids;
    struct unit u;

    (void)state;
    OK(unit_pindah(db, c, b, "2025-07-01", &err));
    OK(unit_subtree(db, a, "2025-06-30", mem, &ids, &err));
    assert_true(contains(&ids, c));
    OK(unit_subtree(db, a, "2025-07-01", mem, &ids, &err));
    assert_false(contains(&ids, c));
    assert_int_equal(ids.n, 1);
    OK(unit_ancestors(db, c, "2025-07-01", mem, &ids, &err));
    assert_int_equal(ids.n, 3);
    assert_int_equal(ids.id[0], c);
    assert_int_equal(ids.id[1], b);
    assert_int_equal(ids.id[2], kota);
    OK(unit_load(db, c, "2025-06-30", mem, &u, &err));
    assert_int_equal(u.induk_id, a);
    OK(unit_load(db, c, "2019-01-01", mem, &u, &err));
    assert_int_equal(u.induk_id, 0);
}

static void test_cycles(void **state)
{
    int64_t kota = mk_unit("kota", 0), a = mk_unit("a", kota), b = mk_unit("b", a), c = mk_unit("c", b);

    (void)state;
    REFUSED(unit_pindah(db, a, a, "2025-01-01", &err), E_UNIT_BERPUTAR);
    REFUSED(unit_pindah(db, a, c, "2025-01-01", &err), E_UNIT_BERPUTAR);
    int64_t other = mk_unit("other", 0);
    OK(unit_pindah(db, a, other, "2026-01-01", &err)); /* a leaves the kota then … */
    OK(unit_pindah(db, kota, a, "2027-01-01", &err));  /* … so the kota may come under it later */
    REFUSED(unit_pindah(db, other, kota, "2026-06-01", &err),
            E_UNIT_BERPUTAR); /* sound until 2027, a ring then */
}

static void test_move_twice(void **state)
{
    int64_t kota = mk_unit("kota", 0), a = mk_unit("a", kota), b = mk_unit("b", kota), c = mk_unit("c", a),
            n = 0;
    struct unit u;

    (void)state;
    OK(unit_pindah(db, c, b, "2026-01-01", &err));
    OK(unit_pindah(db, c, kota, "2025-01-01", &err)); /* replaces what was planned for later */
    OK(unit_load(db, c, "2026-06-01", mem, &u, &err));
    assert_int_equal(u.induk_id, kota);
    OK(db_int(db, &n, &err, "SELECT count(*) FROM unit_induk WHERE unit_id = $1", "i", c));
    assert_int_equal(n, 2);
    OK(db_int(db, &n, &err,
              "SELECT count(*) FROM unit_induk a JOIN unit_induk b ON a.unit_id = b.unit_id AND "
              "a.mulai < b.mulai AND coalesce(a.selesai, '9999') >= b.mulai",
              ""));
    assert_int_equal(n, 0);
}

static void test_territory(void **state)
{
    int64_t kota = mk_unit("kota", 0), kec = mk_unit("kec", kota), kel = mk_unit("kel", kec),
            dinas = mk_unit("dinas", kota), pkm = mk_unit("pkm", dinas), pustu = mk_unit("pustu", dinas);
    struct unit_ids ids;

    (void)state;
    OK(unit_set_wilayah(db, pkm, kec, "2025-01-01", &err));
    OK(unit_set_wilayah(db, pustu, kel, "2025-01-01", &err));
    OK(unit_territory(db, kec, "2025-06-01", mem, &ids, &err));
    assert_int_equal(ids.n, 2);
    assert_true(contains(&ids, pkm) && contains(&ids, pustu));
    OK(unit_territory(db, kec, "2024-12-31", mem, &ids, &err));
    assert_int_equal(ids.n, 0);
    OK(unit_subtree(db, kec, "2025-06-01", mem, &ids, &err));
    assert_false(contains(&ids, pkm)); /* territory is no command */
    REFUSED(unit_set_wilayah(db, kec, kec, "2025-01-01", &err), E_UNIT_BERPUTAR);
}

static void test_codes(void **state)
{
    struct unit_baru u = { .nama = "UPT Puskesmas (Baru)", .jenis = "puskesmas", .mulai = "2025-01-01" };
    struct unit v;
    int64_t id;

    (void)state;
    OK(unit_add(db, &u, &err));
    OK(unit_load(db, u.out_id, "2025-01-01", mem, &v, &err));
    assert_string_equal(v.kode, "upt-puskesmas-baru");
    OK(unit_add(db, &u, &err));
    OK(unit_find(db, "upt-puskesmas-baru-2", &id, &err));
    assert_int_equal(id, u.out_id);
    u.kode = "upt-puskesmas-baru";
    REFUSED(unit_add(db, &u, &err), E_UNIT_GANDA);
    REFUSED(unit_find(db, "tidak-ada", &id, &err), E_UNIT_TIDAK_ADA);
}

static void test_generation(void **state)
{
    int64_t before = 0, after = 0, kota = mk_unit("kota", 0);

    (void)state;
    OK(db_int(db, &before, &err, "SELECT n FROM generasi WHERE nama = 'unit'", ""));
    OK(unit_pindah(db, mk_unit("a", 0), kota, "2025-01-01", &err));
    OK(db_int(db, &after, &err, "SELECT n FROM generasi WHERE nama = 'unit'", ""));
    assert_true(after > before);
}

static void test_posts(void **state)
{
    int64_t u = mk_unit("u", 0), top = mk_post("Kepala", u, JAB_PENGAWAS, true, 0),
            mid = mk_post("Wakil", u, JAB_PENGAWAS, false, top),
            low = mk_post("Staf", u, JAB_PELAKSANA, false, mid), found, head;

    (void)state;
    REFUSED(jabatan_set_atasan(db, top, low, "2025-01-01", &err), E_JABATAN_BERPUTAR);
    REFUSED(jabatan_set_atasan(db, top, top, "2025-01-01", &err), E_JABATAN_BERPUTAR);
    OK(jabatan_set_atasan(db, low, top, "2025-01-01", &err));
    OK(jabatan_find(db, u, "STAF", &found, &err));
    assert_int_equal(found, low);
    REFUSED(jabatan_find(db, u, "Tukang", &found, &err), E_JABATAN_TIDAK_ADA);
    OK(unit_kepala(db, u, "2025-01-01", &head, &err));
    assert_int_equal(head, 0);
    int64_t p = mk_person(1, "Kepala"), q = mk_person(2, "Plh");
    mk_hold(p, top, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(q, top, TUGAS_PLH, "2025-03-03", "2025-03-14");
    OK(unit_kepala(db, u, "2025-03-05", &head, &err));
    assert_int_equal(head, q);
    OK(unit_kepala(db, u, "2025-03-17", &head, &err));
    assert_int_equal(head, p);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, org_open, org_close)
    const struct CMUnitTest tests[] = { T(test_tree_by_date), T(test_cycles), T(test_move_twice),
                                        T(test_territory),    T(test_codes),  T(test_generation),
                                        T(test_posts) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

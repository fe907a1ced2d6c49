/* Who may hold what at the same time, and who evaluates whom: DOMAIN 13.7 O4, 13.8 O6 and O7, and around
 * them. */
#include "org.h"

static int64_t kota, kec, dinas, pkm;
static int64_t j_sekda, j_camat, j_sekcam, j_kasi, j_staf, j_kadis, j_kapus, j_dokter, j_perawat;
static int64_t p_sekda, p_camat, p_sekcam, p_kasi, p_staf, p_kadis, p_kapus, p_perawat;

/* Sekda – camat – sekcam, kasi – staf; sekda – kepala dinas – (kepala puskesmas by tugas tambahan) – perawat.
 */
static int city(void **state)
{
    org_open(state);
    kota = mk_unit("kota", 0);
    kec = mk_unit("kec", kota);
    dinas = mk_unit("dinas", kota);
    pkm = mk_unit("pkm", dinas);
    j_sekda = mk_post("Sekretaris Daerah", kota, JAB_JPT, true, 0);
    j_camat = mk_post("Camat", kec, JAB_ADMINISTRATOR, true, j_sekda);
    j_sekcam = mk_post("Sekretaris Kecamatan", kec, JAB_ADMINISTRATOR, false, j_camat);
    j_kasi = mk_post("Kepala Seksi", kec, JAB_PENGAWAS, false, j_camat);
    j_staf = mk_post("Pengelola", kec, JAB_PELAKSANA, false, j_kasi);
    j_kadis = mk_post("Kepala Dinas Kesehatan", dinas, JAB_JPT, true, j_sekda);
    j_kapus = mk_post("Kepala Puskesmas", pkm, JAB_FUNGSIONAL, true, j_kadis);
    j_dokter = mk_post("Dokter Ahli Madya", pkm, JAB_FUNGSIONAL, false, j_kapus);
    j_perawat = mk_post("Perawat Terampil", pkm, JAB_FUNGSIONAL, false, j_kapus);
    p_sekda = mk_person(1, "Sekda");
    p_camat = mk_person(2, "Camat");
    p_sekcam = mk_person(3, "Sekcam");
    p_kasi = mk_person(4, "Kasi");
    p_staf = mk_person(5, "Staf");
    p_kadis = mk_person(6, "Kadis");
    p_kapus = mk_person(7, "Dokter");
    p_perawat = mk_person(8, "Perawat");
    mk_hold(p_sekda, j_sekda, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_camat, j_camat, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_sekcam, j_sekcam, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_kasi, j_kasi, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_staf, j_staf, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_kadis, j_kadis, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_kapus, j_dokter, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(p_kapus, j_kapus, TUGAS_TAMBAHAN, "2024-01-01", "");
    mk_hold(p_perawat, j_perawat, TUGAS_DEFINITIF, "2024-01-01", "");
    return 0;
}

/* Resolves and compares evaluator, his superior and the manner. */
static void expect(int64_t who, const char *day, int64_t penilai, int64_t atasan, enum penilai_cara cara,
                   const char *words)
{
    struct penilai p;

    OK(penilai_resolve(db, who, 0, day, &p, &err));
    assert_int_equal(p.penilai_id, penilai);
    assert_int_equal(p.atasan_penilai_id, atasan);
    assert_string_equal(penilai_cara_kode(p.cara), penilai_cara_kode(cara));
    if (!strstr(p.alasan, words))
        fail_msg("\"%s\" does not say \"%s\"", p.alasan, words);
}

static void O6_plh_on_leave_days_only(void **state)
{
    (void)state;
    mk_hold(p_sekcam, j_camat, TUGAS_PLH, "2025-03-03", "2025-03-14");
    expect(p_kasi, "2025-03-05", p_sekcam, p_sekda, CARA_PLH,
           "Plh. Camat dari 3 Maret 2025 sampai 14 Maret 2025");
    expect(p_kasi, "2025-03-17", p_camat, p_sekda, CARA_DEFINITIF,
           "Camat memangku jabatan Camat pada 17 Maret 2025");
    expect(p_kasi, "2025-03-02", p_camat, p_sekda, CARA_DEFINITIF, "Camat");
    expect(p_kasi, "2025-03-14", p_sekcam, p_sekda, CARA_PLH, "Plh.");
    /* The Plh himself is not his own evaluator. */
    expect(p_sekcam, "2025-03-05", p_camat, p_sekda, CARA_DEFINITIF, "memangku jabatan Camat");
}

static void O7_head_by_tugas_tambahan(void **state)
{
    (void)state;
    expect(p_perawat, "2025-03-05", p_kapus, p_kadis, CARA_DEFINITIF,
           "tugas tambahan menurut keputusan nomor 800/7/2024 tanggal 20 Desember 2024");
    expect(p_kapus, "2025-03-05", p_kadis, p_sekda, CARA_NAIK, "dipangku oleh yang bersangkutan sendiri");
}

static void O4_self_and_below_pengawas(void **state)
{
    struct delegasi d = { .pegawai_id = p_perawat,
                          .penilai_id = p_perawat,
                          .mulai = "2025-01-01",
                          .dasar_nomor = "1",
                          .dasar_tanggal = "2024-12-31" };
    int64_t team = mk_post("Ketua Kelompok", kec, JAB_PELAKSANA, false, j_kasi),
            lead = mk_person(20, "Ketua"), member = mk_person(21, "Anggota"),
            post = mk_post("Anggota", kec, JAB_PELAKSANA, false, team);

    (void)state;
    REFUSED(delegasi_add(db, &d, &err), E_DELEGASI_DIRI);
    mk_hold(lead, team, TUGAS_DEFINITIF, "2024-01-01", "");
    mk_hold(member, post, TUGAS_DEFINITIF, "2024-01-01", "");
    /* A pelaksana may not evaluate, whatever his post is called: the climb goes on. */
    expect(member, "2025-03-05", p_kasi, p_camat, CARA_NAIK,
           "Ketua Kelompok di bawah pengawas dan tanpa delegasi");
    d = (struct delegasi){ .pegawai_id = member,
                           .penilai_id = lead,
                           .mulai = "2025-04-01",
                           .dasar_nomor = "800/9/2025",
                           .dasar_tanggal = "2025-03-28" };
    OK(delegasi_add(db, &d, &err));
    expect(member, "2025-04-01", lead, p_kasi, CARA_DELEGASI, "delegasi menurut keputusan nomor 800/9/2025");
    expect(member, "2025-03-31", p_kasi, p_camat, CARA_NAIK, "");
}

static void delegation_comes_first(void **state)
{
    struct delegasi d = { .pegawai_id = p_kasi,
                          .penilai_id = p_sekcam,
                          .mulai = "2025-03-01",
                          .selesai = "2025-03-31",
                          .dasar_nomor = "1",
                          .dasar_tanggal = "2025-02-20" };

    (void)state;
    mk_hold(p_kadis, j_camat, TUGAS_PLH, "2025-03-03", "2025-03-14");
    OK(delegasi_add(db, &d, &err));
    expect(p_kasi, "2025-03-05", p_sekcam, p_kadis, CARA_DELEGASI, "delegasi");
    REFUSED(delegasi_add(db, &d, &err), E_DELEGASI_TUMPANG);
    d.dasar_nomor = "";
    REFUSED(delegasi_add(db, &d, &err), E_PENUGASAN_DASAR);
    d.dasar_nomor = "2";
    d.selesai = "2025-02-01";
    REFUSED(delegasi_add(db, &d, &err), E_PENUGASAN_TANGGAL);
}

static void vacant_post_has_a_plt(void **state)
{
    int64_t id = 0;

    (void)state;
    OK(db_int(db, &id, &err, "SELECT id FROM penugasan WHERE jabatan_id = $1", "i", j_camat));
    OK(penugasan_tutup(db, id, "2025-05-31", &err));
    mk_hold(p_sekcam, j_camat, TUGAS_PLT, "2025-06-01", "");
    expect(p_kasi, "2025-05-31", p_camat, p_sekda, CARA_DEFINITIF, "Camat");
    expect(p_kasi, "2025-06-01", p_sekcam, p_sekda, CARA_PLT,
           "Plt. Camat pada 1 Juni 2025 karena jabatan itu lowong");
    expect(p_sekcam, "2025-06-01", p_sekda, 0, CARA_NAIK, "Camat dipangku oleh yang bersangkutan sendiri");
}

static void holder_before_plt(void **state)
{
    (void)state;
    mk_hold(p_sekcam, j_camat, TUGAS_PLT, "2025-06-01", "");
    expect(p_kasi, "2025-06-02", p_camat, p_sekda, CARA_DEFINITIF, "Camat memangku");
}

static void climbs_twice(void **state)
{
    int64_t a = 0, b = 0;

    (void)state;
    OK(db_int(db, &a, &err, "SELECT id FROM penugasan WHERE jabatan_id = $1", "i", j_kasi));
    OK(db_int(db, &b, &err, "SELECT id FROM penugasan WHERE jabatan_id = $1", "i", j_camat));
    OK(penugasan_tutup(db, a, "2025-05-31", &err));
    OK(penugasan_tutup(db, b, "2025-05-31", &err));
    expect(p_staf, "2025-06-01", p_sekda, 0, CARA_NAIK,
           "Kepala Seksi lowong, Camat lowong; atasan berikutnya");
}

static void retired_superior_is_gone(void **state)
{
    (void)state;
    OK(db_exec(db, NULL, &err, "UPDATE pegawai SET aktif_selesai = '2025-02-28' WHERE id = $1", "i", p_kasi));
    expect(p_staf, "2025-02-28", p_kasi, p_camat, CARA_DEFINITIF, "Kasi");
    expect(p_staf, "2025-03-01", p_camat, p_sekda, CARA_NAIK, "lowong");
}

static void nobody_above_the_top(void **state)
{
    struct penilai p;

    (void)state;
    REFUSED(penilai_resolve(db, p_sekda, 0, "2025-03-05", &p, &err), E_PENILAI_TIDAK_ADA);
    REFUSED(penilai_resolve(db, mk_person(50, "Tanpa Jabatan"), 0, "2025-03-05", &p, &err),
            E_PENUGASAN_TIDAK_ADA);
}

static void loop_in_data_ends(void **state)
{
    struct penilai p;
    int64_t a = mk_post("Putar A", kec, JAB_PENGAWAS, false, 0),
            b = mk_post("Putar B", kec, JAB_PENGAWAS, false, a), person = mk_person(51, "Pusing");

    (void)state;
    OK(db_exec(db, NULL, &err, "UPDATE jabatan SET atasan_id = $1 WHERE id = $2", "ii", b, a));
    mk_hold(person, a, TUGAS_DEFINITIF, "2024-01-01", "");
    REFUSED(penilai_resolve(db, person, 0, "2025-03-05", &p, &err), E_PENILAI_TIDAK_ADA);
}

static void overlaps(void **state)
{
    struct penugasan t;
    int64_t p = mk_person(60, "Baru"), other = mk_post("Lain", kec, JAB_PELAKSANA, false, j_kasi);

    (void)state;
    t = assignment(p, j_camat, TUGAS_DEFINITIF, "2025-01-01", ""); /* the post has its holder */
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TUMPANG);
    t = assignment(p_staf, other, TUGAS_DEFINITIF, "2025-01-01", ""); /* the person has a post */
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TUMPANG);
    t = assignment(p, j_kapus, TUGAS_TAMBAHAN, "2025-01-01", ""); /* one head of a puskesmas */
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TUMPANG);
    t = assignment(p, j_perawat, TUGAS_DEFINITIF, "2025-01-01", ""); /* functional posts are shared */
    OK(penugasan_add(db, &t, &err));
    t = assignment(p_camat, j_camat, TUGAS_DEFINITIF, "2023-01-01",
                   "2023-12-31"); /* the day before is free */
    OK(penugasan_add(db, &t, &err));
    t = assignment(p_camat, j_camat, TUGAS_DEFINITIF, "2022-01-01", "2023-01-01"); /* one shared day */
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TUMPANG);
}

static void forms(void **state)
{
    struct penugasan t = assignment(p_sekcam, j_camat, TUGAS_PLH, "2025-03-03", "");

    (void)state;
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TANGGAL); /* a Plh ends */
    t = assignment(p_sekcam, j_camat, TUGAS_PLT, "2025-03-03", "");
    t.dasar_nomor[0] = '\0';
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_DASAR);
    t = assignment(p_sekcam, j_camat, TUGAS_PLH, "2025-03-14", "2025-03-03");
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TANGGAL);
    t = assignment(p_sekcam, j_camat, TUGAS_DEFINITIF, "2025-02-30", "");
    REFUSED(penugasan_add(db, &t, &err), E_PENUGASAN_TANGGAL);
    t = assignment(p_sekcam, 9999, TUGAS_PLT, "2025-03-03", "");
    REFUSED(penugasan_add(db, &t, &err), E_JABATAN_TIDAK_ADA);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, city, org_close)
    const struct CMUnitTest tests[] = {
        T(O6_plh_on_leave_days_only),
        T(O7_head_by_tugas_tambahan),
        T(O4_self_and_below_pengawas),
        T(delegation_comes_first),
        T(vacant_post_has_a_plt),
        T(holder_before_plt),
        T(climbs_twice),
        T(retired_superior_is_gone),
        T(nobody_above_the_top),
        T(loop_in_data_ends),
        T(overlaps),
        T(forms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

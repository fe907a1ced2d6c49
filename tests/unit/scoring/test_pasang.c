/* Putting a release in force: every condition, who decides, and what happens when the world moves meanwhile.
 */
#include "dunia.h"

#include "base/clock.h"

/* Accounts: two who may change plugins of the puskesmas by their unit, one by the whole institution. */
enum { DINAS = 1, PKM, PUSAT, KEC, AUDITOR, OPERATOR = 0 };

static const char people[] =
    "INSERT INTO akun (id, nama, sandi, dibuat) VALUES (1,'dinas','!','2025-01-01T00:00:00.000Z'),"
    "(2,'pkm','!','2025-01-01T00:00:00.000Z'),(3,'pusat','!','2025-01-01T00:00:00.000Z'),"
    "(4,'kec','!','2025-01-01T00:00:00.000Z'),(5,'auditor','!','2025-01-01T00:00:00.000Z');"
    "INSERT INTO peran (akun_id, peran, unit_id, mulai) VALUES (1,'admin_unit',3,'2025-01-01'),"
    "(2,'admin_unit',4,'2025-01-01'),(3,'admin_pusat',NULL,'2025-01-01'),(4,'admin_unit',2,'2025-01-01'),"
    "(5,'auditor',NULL,'2025-01-01');";

static int64_t lama, baru; /* releases of `uji`; the old one holds at the city */

static int ready(void **state)
{
    if (setup(state) != 0)
        return -1;
    OK(db_script(db, people, e));
    lama = count("SELECT id FROM release WHERE plugin = 'uji'");
    baru = install_uji("2.0.0", 2);
    return 0;
}

static void only(int64_t akun)
{
    SQL("UPDATE akun SET aktif = 0", "");
    SQL("UPDATE akun SET aktif = 1 WHERE id = $1", "i", akun);
}

static enum status as(int64_t akun, perintah_fn *run, void *input, int64_t versi, struct err *out)
{
    struct perintah p;
    struct who who;
    enum status st;

    if (akun == OPERATOR)
        who_system(&who);
    else
        OK(who_load(db, akun, &who, e));
    perintah_init(&p, &who, run, input);
    p.if_match = versi;
    st = command_run(db, &p.cmd, out);
    if (st != ST_OK)
        *out = p.cmd.err;
    perintah_clear(&p);
    return st;
}

/* The new release for the puskesmas from the third quarter on. */
static struct pasang_enable wish(int64_t release)
{
    struct pasang_enable in = { .unit_id = PUSKESMAS, .mulai = "2025-07-01" };

    OK(pasang_setelan(db, release, NULL, arena, &in, e));
    return in;
}

static int64_t propose(int64_t akun, struct pasang_enable *in)
{
    OK(as(akun, pasang_enable, in, 0, e));
    return in->out_usulan;
}

static enum status decide(int64_t akun, int64_t usulan, const char *peristiwa, const char *catatan,
                          struct err *out)
{
    struct pasang_putus in = { .id = usulan, .peristiwa = peristiwa, .catatan = catatan };

    return as(akun, pasang_putus, &in,
              count(arena_printf(arena, "SELECT versi FROM usulan_aktivasi WHERE id = %d", (int)usulan)),
              out);
}

static const char *state_of(int64_t usulan)
{
    return text_of(
        arena_printf(arena, "SELECT status || ' ' || coalesce(cara, '-') FROM usulan_aktivasi WHERE id = %d",
                     (int)usulan));
}

/* Somebody of `unit` with numbers in the period: real data. */
static void data(int64_t n, int64_t unit, int64_t periode)
{
    int64_t ind;

    add_plan(n, unit == KECAMATAN ? 1 : 2, unit, "2025-01-01", "2025-12-31");
    ind = add_indikator(n, &(struct ind){ 1, 1, "jumlah", "bulan", NULL, NULL, 10 });
    add_realisasi(n, periode, ind, 9, NULL);
    add_evaluasi(n, periode);
}

/* As a simulation leaves it; unit 0: the whole institution. */
static void simulated(int64_t release, const char *setelan_hash, int64_t unit, int64_t periode)
{
    SQL("INSERT INTO simulasi (periode_id, unit_id, plugin, label, sha256, setelan_hash, evaluasi, berubah, "
        "gagal,"
        " laporan, hash, durasi_us, waktu) SELECT $3, $2, plugin, label, sha256, $4, 7, 3, 1,"
        " '{\"catatan\":null,\"perpindahan\":{\"rating_hasil\":[]}}', sha256, 1, '2025-06-01T00:00:00.000Z'"
        " FROM release WHERE id = $1",
        "iIit", release, unit ? &unit : NULL, periode, setelan_hash);
}

/* What holds: nothing of it may change by what is refused. */
static const char *holds(void)
{
    return text_of("SELECT (SELECT group_concat(id || ':' || release_id || ':' || coalesce(selesai, '-'))"
                   " FROM aktivasi) || ' ' || (SELECT n FROM generasi WHERE nama = 'aktivasi') || ' '"
                   " || (SELECT group_concat(status) FROM usulan_aktivasi) || ' '"
                   " || (SELECT group_concat(status) FROM release)");
}
#define STAYS(want, call)                                                                                    \
    do {                                                                                                     \
        const char *stays_before = holds();                                                                  \
        int64_t stays_rows = count("SELECT count(*) FROM audit");                                            \
        REFUSED(want, call);                                                                                 \
        assert_string_equal(holds(), stays_before);                                                          \
        assert_int_equal(count("SELECT count(*) FROM audit"), stays_rows);                                   \
    } while (0)

/* Conditions ----------------------------------------------------------------------------------------------
 */

static void conditions_in_order(void **state)
{
    struct pasang_enable in = wish(baru), pkm = wish(install_shipped("puskesmas"));

    (void)state;
    /* Each wrong thing is put right before the next one is named: all are wrong at first. */
    pkm.unit_id = KECAMATAN;
    pkm.mulai = "2025-07-02";
    SQL("UPDATE release SET status = 'uploaded' WHERE id = $1", "i", pkm.release_id);
    STAYS(E_RELEASE_BELUM_LULUS, as(PUSAT, pasang_enable, &pkm, 0, e));
    SQL("UPDATE release SET status = 'quarantined', alasan = 'Uji' WHERE id = $1", "i", pkm.release_id);
    STAYS(E_RELEASE_KARANTINA, as(PUSAT, pasang_enable, &pkm, 0, e));
    SQL("UPDATE release SET status = 'validated' WHERE id = $1", "i", pkm.release_id);
    STAYS(E_PLUGIN_UNIT, as(PUSAT, pasang_enable, &pkm, 0, e));
    pkm.unit_id = PUSKESMAS;
    STAYS(E_PLUGIN_MULAI, as(PUSAT, pasang_enable, &pkm, 0, e));
    SQL("UPDATE periode SET status = 'ditutup' WHERE mulai = '2025-07-01'", "");
    pkm.mulai = "2025-07-01";
    STAYS(E_PERIODE_DITUTUP, as(PUSAT, pasang_enable, &pkm, 0, e));
    SQL("UPDATE periode SET status = 'terbuka' WHERE kode = '2025-TW3'", "");
    pkm.periode_id = count("SELECT id FROM periode WHERE kode = '2025-07'"); /* the month is closed */
    STAYS(E_PERIODE_DITUTUP, as(PUSAT, pasang_enable, &pkm, 0, e));
    pkm.periode_id = count("SELECT id FROM periode WHERE kode = '2025-TW3'");
    pkm.setelan = "{\"ada\":1}";
    STAYS(E_PLUGIN_SETELAN, as(PUSAT, pasang_enable, &pkm, 0, e));
    SQL("UPDATE periode SET status = 'terbuka'", "");

    data(1, PUSKESMAS, TW1);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e));
    in.unit_id = 99;
    STAYS(E_SCORE_UNIT, as(PUSAT, pasang_enable, &in, 0, e));
    in.release_id = 99;
    STAYS(E_RELEASE_TIDAK_ADA, as(PUSAT, pasang_enable, &in, 0, e));
}

static void which_simulation_counts(void **state)
{
    struct pasang_enable in = wish(baru);
    struct err why = ERR_NONE;
    char *command_line;

    (void)state;
    data(1, PUSKESMAS, TW1);
    data(2, KECAMATAN, TW1 + 1); /* newer, but another unit's */
    assert_int_equal(as(PUSAT, pasang_enable, &in, 0, &why), ST_CONFLICT);
    command_line =
        arena_printf(arena, "tenayan plugin simulate %d --periode 2025-TW1 --unit pusk", (int)baru);
    if (!strstr(why.msg, command_line))
        fail_msg("%s", why.msg);
    simulated(lama, in.setelan_hash, 0, TW1);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e)); /* another release */
    simulated(baru, "0000000000000000000000000000000000000000000000000000000000000000", 0, TW1);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e)); /* other settings */
    simulated(baru, in.setelan_hash, 0, TW1 + 1);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e)); /* another period */
    simulated(baru, in.setelan_hash, KECAMATAN, TW1);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e)); /* another unit */
    simulated(baru, in.setelan_hash, DINKES, TW1);
    SQL("UPDATE simulasi SET tertunda = 1", "");
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &in, 0, e)); /* not complete */
    SQL("UPDATE simulasi SET tertunda = 0", "");
    propose(PUSAT, &in); /* one above it covers it */
    assert_int_equal(count("SELECT simulasi_id FROM usulan_aktivasi WHERE status = 'diajukan'"), 5);
    OK(decide(PUSAT, in.out_usulan, "tarik", NULL, e));
    simulated(baru, in.setelan_hash, 0, TW1);
    propose(PUSAT, &in); /* and the newest one is shown */
    assert_int_equal(count("SELECT simulasi_id FROM usulan_aktivasi WHERE status = 'diajukan'"), 6);
    assert_string_equal(text_of("SELECT dokumen FROM audit ORDER BY n DESC LIMIT 1"),
                        text_of("SELECT hash FROM simulasi WHERE id = 6"));
}

static void no_period_to_simulate(void **state)
{
    struct pasang_enable in = wish(baru);
    int64_t id;

    (void)state;
    data(1, KECAMATAN, TW1);
    id = propose(PUSAT, &in);
    assert_string_equal(text_of("SELECT tanpa_simulasi FROM usulan_aktivasi ORDER BY id DESC LIMIT 1"),
                        "Belum ada periode dengan data sebelum 2025-07-01.");
    assert_non_null(strstr(text_of("SELECT isi FROM audit ORDER BY n DESC LIMIT 1"), "Belum ada periode"));
    /* By the time that somebody decides there is one. */
    data(2, PUSKESMAS, TW1);
    STAYS(E_SIMULASI_BELUM, decide(DINAS, id, "setujui", NULL, e));
}

/* Who decides ---------------------------------------------------------------------------------------------
 */

static void a_second_person(void **state)
{
    struct pasang_enable in = wish(baru);
    struct pasang_putus yes = { .peristiwa = "setujui" };
    struct aktivasi a;
    int64_t id;

    (void)state;
    in.alasan = "SK baru"; /* a reason alone does not do where there is somebody else */
    STAYS(E_TIDAK_BERHAK, as(KEC, pasang_enable, &in, 0, e));
    STAYS(E_TIDAK_BERHAK, as(AUDITOR, pasang_enable, &in, 0, e));
    id = propose(DINAS, &in);
    assert_int_equal(in.out_id, 0);
    assert_string_equal(state_of(id), "diajukan -");
    assert_string_equal(text_of("SELECT status FROM release WHERE label = '2.0.0'"), "validated");
    STAYS(E_USULAN_ADA, as(PKM, pasang_enable, &in, 0, e));

    STAYS(E_USULAN_SENDIRI, decide(DINAS, id, "setujui", "ya", e));
    STAYS(E_USULAN_ORANG_KEDUA, decide(DINAS, id, "konfirmasi", "ya", e));
    STAYS(E_USULAN_BUKAN_PENGUSUL, decide(PKM, id, "konfirmasi", "ya", e));
    STAYS(E_USULAN_BUKAN_PENGUSUL, decide(PKM, id, "tarik", NULL, e));
    STAYS(E_USULAN_TIDAK_ADA, decide(KEC, id, "setujui", NULL, e));
    STAYS(E_TIDAK_BERHAK, decide(AUDITOR, id, "setujui", NULL, e));
    STAYS(E_ALUR_PERISTIWA, decide(PKM, id, "hapus", NULL, e));
    yes.id = id;
    STAYS(E_TANPA_VERSI, as(PKM, pasang_putus, &yes, 0, e));
    STAYS(E_VERSI, as(PKM, pasang_putus, &yes, 9, e));
    OK(aktivasi_find(db, PUSKESMAS, "uji", TW1 + 2, &a, e));
    assert_int_equal(a.release_id, lama);

    OK(decide(PKM, id, "setujui", NULL, e));
    assert_string_equal(state_of(id), "disetujui persetujuan");
    OK(aktivasi_find(db, PUSKESMAS, "uji", TW1 + 2, &a, e));
    assert_int_equal(a.release_id, baru);
    assert_int_equal(count("SELECT aktivasi_id FROM usulan_aktivasi ORDER BY id DESC LIMIT 1"),
                     count("SELECT max(id) FROM aktivasi"));
    assert_int_equal(count("SELECT akun_id FROM aktivasi ORDER BY id DESC LIMIT 1"), DINAS);
    assert_int_equal(count("SELECT pemutus_id FROM usulan_aktivasi ORDER BY id DESC LIMIT 1"), PKM);
    assert_string_equal(text_of("SELECT group_concat(objek || ' ' || peristiwa || ' ' || akun_id) FROM"
                                " (SELECT * FROM audit ORDER BY n DESC LIMIT 3)"),
                        "release aktivasi 2,aktivasi setujui 2,aktivasi usulkan 1");
    STAYS(E_ALUR_PERISTIWA, decide(PUSAT, id, "setujui", NULL, e));
}

static void one_person_alone(void **state)
{
    struct pasang_enable in = wish(baru);
    int64_t id;

    (void)state;
    id = propose(DINAS, &in);
    only(DINAS); /* the others have left meanwhile */
    STAYS(E_TANPA_CATATAN, decide(DINAS, id, "konfirmasi", " ", e));
    STAYS(E_USULAN_SENDIRI, decide(DINAS, id, "setujui", NULL, e));
    OK(decide(DINAS, id, "konfirmasi", "Sendirian", e));
    assert_string_equal(state_of(id), "disetujui konfirmasi");

    in = wish(lama);
    STAYS(E_USULAN_ALASAN, as(DINAS, pasang_enable, &in, 0, e));
    in.alasan = " ";
    STAYS(E_USULAN_ALASAN, as(DINAS, pasang_enable, &in, 0, e));
    in.alasan = "Kembali";
    id = propose(DINAS, &in);
    assert_true(in.out_id > 0);
    assert_string_equal(state_of(id), "disetujui konfirmasi");
    assert_string_equal(
        text_of("SELECT catatan FROM audit WHERE peristiwa = 'konfirmasi' ORDER BY n DESC LIMIT 1"),
        "Kembali");
    /* A role that has ended, or has not begun, is nobody. */
    SQL("UPDATE akun SET aktif = 1", "");
    SQL("UPDATE peran SET selesai = '2025-06-30' WHERE akun_id = 2", "");
    SQL("UPDATE peran SET mulai = '2999-01-01' WHERE akun_id = 3", "");
    in = wish(baru);
    STAYS(E_USULAN_ALASAN, as(DINAS, pasang_enable, &in, 0, e));
}

static void taken_back_and_rejected(void **state)
{
    struct pasang_enable in = wish(baru);
    int64_t id = propose(DINAS, &in);

    (void)state;
    OK(decide(DINAS, id, "tarik", NULL, e));
    assert_string_equal(state_of(id), "dibatalkan -");
    STAYS(E_ALUR_PERISTIWA, decide(PKM, id, "setujui", NULL, e));
    id = propose(DINAS, &in);
    STAYS(E_TANPA_CATATAN, decide(PKM, id, "tolak", NULL, e));
    STAYS(E_USULAN_SENDIRI, decide(DINAS, id, "tolak", "x", e));
    OK(decide(PKM, id, "tolak", "Ambang belum disepakati", e));
    assert_string_equal(state_of(id), "ditolak -");
    assert_int_equal(count("SELECT count(*) FROM aktivasi WHERE unit_id = 4"), 0);
}

static void the_operator(void **state)
{
    struct pasang_enable in = wish(baru);
    int64_t id;

    (void)state;
    id = propose(OPERATOR, &in); /* without a reason: an account decides */
    assert_string_equal(state_of(id), "diajukan -");
    STAYS(E_USULAN_SENDIRI, decide(OPERATOR, id, "setujui", NULL, e));
    OK(decide(OPERATOR, id, "tarik", NULL, e));
    id = propose(OPERATOR, &in);
    OK(decide(PKM, id, "setujui", NULL, e));
    in = wish(lama);
    in.alasan = "Keadaan darurat";
    id = propose(OPERATOR, &in);
    assert_string_equal(state_of(id), "disetujui operator");
    in = wish(baru);
    id = propose(DINAS, &in);
    STAYS(E_USULAN_BUKAN_PENGUSUL, decide(OPERATOR, id, "tarik", NULL, e));
    OK(decide(OPERATOR, id, "setujui", NULL, e));
    assert_string_equal(state_of(id), "disetujui persetujuan");
    only(KEC); /* nobody could ever decide */
    in = wish(lama);
    STAYS(E_USULAN_ALASAN, as(OPERATOR, pasang_enable, &in, 0, e));
}

/* Meanwhile -----------------------------------------------------------------------------------------------
 */

static const char *button(int64_t usulan, int64_t akun, const char *aksi)
{
    struct buf b = BUF_NONE;
    struct usulan u;
    struct who who;
    json_t *v = NULL, *x;
    const char *out = "none";
    struct jw w;
    size_t i;

    OK(who_load(db, akun, &who, e));
    OK(pasang_usulan(db, &who, usulan, arena, &u, e));
    jw_start(&w, &b);
    OK(usulan_json(db, &u, &who, &w, e));
    OK(json_read(b.p, b.len, &v, e));
    json_array_foreach(json_object_get(v, "aksi"), i, x)
    {
        if (strcmp(json_string_value(json_object_get(x, "aksi")), aksi) != 0)
            continue;
        out = json_is_true(json_object_get(x, "boleh"))
                  ? "boleh"
                  : arena_strdup(arena, json_string_value(json_object_get(x, "code")));
    }
    json_decref(v);
    buf_free(&b);
    return out;
}

static void the_world_moves(void **state)
{
    struct pasang_enable in = wish(baru);
    int64_t id;

    (void)state;
    in.periode_id = TW1 + 2;
    data(1, PUSKESMAS, TW1);
    simulated(baru, in.setelan_hash, 0, TW1);
    id = propose(DINAS, &in);
    assert_string_equal(button(id, PKM, "setujui"), "boleh");
    assert_string_equal(button(id, DINAS, "setujui"), "usulan.sendiri");
    assert_string_equal(button(id, DINAS, "tarik"), "boleh");

    SQL("UPDATE release SET status = 'quarantined', alasan = 'Uji' WHERE id = $1", "i", baru);
    STAYS(E_RELEASE_KARANTINA, decide(PKM, id, "setujui", NULL, e));
    assert_string_equal(button(id, PKM, "setujui"), "release.karantina");
    SQL("UPDATE release SET status = 'validated', alasan = '' WHERE id = $1", "i", baru);

    SQL("UPDATE periode SET status = 'ditutup' WHERE id = $1", "i", (int64_t)TW1 + 2);
    STAYS(E_PERIODE_DITUTUP, decide(PKM, id, "setujui", NULL, e));
    assert_string_equal(button(id, PKM, "setujui"), "periode.ditutup");
    SQL("UPDATE periode SET status = 'terbuka'", "");

    data(2, PUSKESMAS, TW1 + 1); /* a newer period has data */
    STAYS(E_SIMULASI_BELUM, decide(PKM, id, "setujui", NULL, e));
    simulated(baru, in.setelan_hash, 0, TW1 + 1);
    STAYS(E_SIMULASI_BELUM, decide(PKM, id, "setujui", NULL, e)); /* not what was shown */
    assert_string_equal(button(id, PKM, "setujui"), "plugin.belum_disimulasi");
    OK(decide(DINAS, id, "tarik", NULL, e));
    id = propose(DINAS, &in);
    OK(decide(PKM, id, "setujui", NULL, e));
}

/* A change of settings alone, and the way back, go the same way; an earlier simulation still counts. */
static void settings_and_the_way_back(void **state)
{
    struct pasang_enable in = { .unit_id = KOTA, .mulai = "2025-07-01", .alasan = "Uji" }, first = in;
    json_t *stricter = json_pack("{s:i}", "ambang_bawah", 104);
    int64_t skema = count("SELECT id FROM release WHERE skema IS NOT NULL"), id;
    struct aktivasi a;

    (void)state;
    only(PUSAT);
    data(1, PUSKESMAS, TW1);
    OK(pasang_setelan(db, skema, NULL, arena, &first, e));
    OK(pasang_setelan(db, skema, stricter, arena, &in, e));
    assert_string_not_equal(in.setelan_hash, first.setelan_hash);
    {
        struct err why = ERR_NONE;

        assert_int_equal(as(PUSAT, pasang_enable, &in, 0, &why), ST_CONFLICT);
        assert_non_null(strstr(why.msg, " --settings '{\"ambang_bawah\":104}'"));
    }
    simulated(skema, in.setelan_hash, 0, TW1);
    propose(PUSAT, &in);
    OK(aktivasi_find(db, PUSKESMAS, NULL, TW1 + 2, &a, e));
    assert_string_equal(a.setelan_hash, in.setelan_hash);
    STAYS(E_SIMULASI_BELUM, as(PUSAT, pasang_enable, &first, 0, e));
    simulated(skema, first.setelan_hash, 0, TW1);
    propose(PUSAT, &first);
    propose(PUSAT, &in); /* back and forth: nothing has to be simulated again */
    id = propose(PUSAT, &first);
    assert_int_equal(count("SELECT count(*) FROM aktivasi WHERE unit_id = 1 AND mulai = '2025-07-01'"), 4);
    assert_string_equal(state_of(id), "disetujui konfirmasi");
    OK(aktivasi_find(db, PUSKESMAS, NULL, TW1 + 2, &a, e));
    assert_string_equal(a.setelan_hash, first.setelan_hash);
    json_decref(stricter);
}

/* Ending ------------------------------------------------------------------------------------------------- */

static void ending_needs_one_person_with_a_reason(void **state)
{
    struct pasang_disable off = { .plugin = "uji", .unit_id = KOTA, .mulai = "2025-07-01" };

    (void)state;
    STAYS(E_TANPA_CATATAN, as(PUSAT, pasang_disable, &off, 0, e));
    off.alasan = "Rumus diganti";
    STAYS(E_TIDAK_BERHAK, as(DINAS, pasang_disable, &off, 0, e));
    SQL("UPDATE periode SET status = 'ditutup' WHERE kode = '2025-TW3'", "");
    off.periode_id = TW1 + 2;
    STAYS(E_PERIODE_DITUTUP, as(PUSAT, pasang_disable, &off, 0, e));
    off.periode_id = 0;
    OK(as(PUSAT, pasang_disable, &off, 0, e));
    assert_string_equal(
        text_of("SELECT status || ' ' || alasan FROM release WHERE label = '1.0.0' AND plugin = 'uji'"),
        "disabled Rumus diganti");
}

static void everywhere_at_once(void **state)
{
    struct pasang_langkah stop = { .id = lama, .peristiwa = "karantina", .catatan = "Salah hitung" };
    int64_t versi = count("SELECT versi FROM release WHERE plugin = 'uji' AND label = '1.0.0'");
    struct aktivasi a;

    (void)state;
    STAYS(E_TIDAK_BERHAK, as(DINAS, pasang_langkah, &stop, versi, e));
    STAYS(E_TIDAK_BERHAK, as(AUDITOR, pasang_langkah, &stop, versi, e));
    STAYS(E_TANPA_VERSI, as(PUSAT, pasang_langkah, &stop, 0, e));
    OK(as(PUSAT, pasang_langkah, &stop, versi, e));
    OK(aktivasi_find(db, PUSKESMAS, "uji", TW1, &a, e));
    assert_true(a.karantina);
    /* A unit may still end what it has of it. */
    OK(as(PUSAT, pasang_disable,
          &(struct pasang_disable){ .plugin = "uji", .unit_id = KOTA, .mulai = "2025-07-01", .alasan = "x" },
          0, e));
    assert_string_equal(text_of("SELECT status FROM release WHERE plugin = 'uji' AND label = '1.0.0'"),
                        "quarantined");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(conditions_in_order, ready, teardown),
        cmocka_unit_test_setup_teardown(which_simulation_counts, ready, teardown),
        cmocka_unit_test_setup_teardown(no_period_to_simulate, ready, teardown),
        cmocka_unit_test_setup_teardown(a_second_person, ready, teardown),
        cmocka_unit_test_setup_teardown(one_person_alone, ready, teardown),
        cmocka_unit_test_setup_teardown(taken_back_and_rejected, ready, teardown),
        cmocka_unit_test_setup_teardown(the_operator, ready, teardown),
        cmocka_unit_test_setup_teardown(the_world_moves, ready, teardown),
        cmocka_unit_test_setup_teardown(settings_and_the_way_back, ready, teardown),
        cmocka_unit_test_setup_teardown(ending_needs_one_person_with_a_reason, ready, teardown),
        cmocka_unit_test_setup_teardown(everywhere_at_once, ready, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

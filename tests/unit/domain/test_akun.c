/* Login in steps, delays, one-time codes, sessions and roles. */
#include "org.h"

#include "domain/token.h"

/* The version that a person who changes an account has seen; the system needs none. */
static int64_t seen;

static enum status run(enum status (*fn)(struct perintah *, struct db *, struct err *), const struct who *who,
                       void *input)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, who, fn, input);
    p.if_match = seen;
    st = command_run(db, &p.cmd, &err);
    perintah_clear(&p);
    return st;
}

static int64_t account(const char *name, const char *password, bool change)
{
    char hash[SANDI_TEXT] = "!";
    struct akun_tambah in = { .nama = name, .sandi_hash = hash, .ganti_sandi = change };
    struct who sys;

    who_system(&sys);
    if (password)
        sandi_hash(password, hash);
    OK(run(akun_tambah, &sys, &in));
    return in.out_id;
}

/* As the server does it. */
static struct akun_masuk login(const char *name, const char *password)
{
    struct akun k;
    struct akun_masuk in = { .alamat = "127.0.0.1" };
    struct who who = { .akun_id = 0 };

    OK(akun_find(db, name, &k, &err));
    in.akun_id = k.id;
    in.sandi = k.sandi;
    in.benar = sandi_verify(k.sandi, password);
    who.akun_id = k.id;
    clock_today(who.hari);
    OK(run(akun_masuk, &who, &in));
    in.sandi = NULL;
    return in;
}

static void passwords(void **state)
{
    char a[SANDI_TEXT], b[SANDI_TEXT], code[KODE_SEKALI], other[KODE_SEKALI];

    (void)state;
    sandi_hash("rahasia sekali", a);
    sandi_hash("rahasia sekali", b);
    assert_string_not_equal(a, b);
    assert_true(strncmp(a, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0);
    assert_true(sandi_verify(a, "rahasia sekali"));
    assert_false(sandi_verify(a, "rahasia sekalI"));
    assert_false(sandi_verify("!", "!"));
    assert_false(sandi_verify("", ""));
    sandi_acak(code);
    sandi_acak(other);
    assert_int_equal(strlen(code), 19);
    assert_string_not_equal(code, other);
    REFUSED(sandi_check("pendek", "a", NULL, &err), E_SANDI_LEMAH);
    REFUSED(sandi_check("aaaaaaaaaaaaaaaa", "a", NULL, &err), E_SANDI_LEMAH);
    REFUSED(sandi_check("Budi-198501012010011001", "198501012010011001", NULL, &err), E_SANDI_LEMAH);
    OK(sandi_check("kuda baterai staples", "198501012010011001", NULL, &err));
}

/* Names that do not exist must not answer faster: the dummy is a real hash with the same costs. */
static void unknown_names_cost_the_same(void **state)
{
    char a[SANDI_TEXT];
    int64_t real = INT64_MAX, dummy = INT64_MAX;

    (void)state;
    sandi_hash("rahasia sekali", a);
    for (int i = 0; i < 5; i++) {
        int64_t t = clock_monotonic(), u;

        (void)sandi_verify(a, "salah");
        u = clock_monotonic();
        real = u - t < real ? u - t : real;
        (void)sandi_verify(NULL, "salah");
        dummy = clock_monotonic() - u < dummy ? clock_monotonic() - u : dummy;
    }
    assert_true(dummy * 2 > real && real * 2 > dummy);
}

static void delay(void **state)
{
    static const struct {
        int64_t failures, seconds;
    } rows[] = { { 0, 0 }, { 4, 0 },  { 5, 1 },   { 6, 2 },       { 7, 4 },
                 { 8, 8 }, { 9, 16 }, { 10, 30 }, { 1000000, 30 } };
    int64_t now = 1770000000000000;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(akun_tunda(rows[i].failures, now, now), rows[i].seconds * 1000000);
    assert_int_equal(akun_tunda(8, now - 3000000, now), 5000000);
    assert_int_equal(akun_tunda(8, now - 9000000, now), 0);
    assert_int_equal(akun_tunda(10, now + 3600000000, now), 30000000); /* a clock that was set back */
}

static void weak_passwords(void **state)
{
    static const struct {
        const char *sandi;
        bool weak;
    } rows[] = {
        { "1234567890", true },
        { "0812-3456-7890", true },
        { "password123456", true },
        { "Rahasia2026!", true },
        { "Indonesia_Merdeka", true },
        { "qwertyuiop", true },
        { "PekanbaruKota1", true },
        { "tenayan-raya-2026", true },
        { "198501012010011001", true },
        { "x198501012010011001", true },
        { "kuda baterai staples", false },
        { "rahasia dapur nenek", false },
        { "Melati putih 27", false },
        { "\xc3\xa9\xc3\xa8\xc3\xaa\xc3\xab\xc3\xa0\xc3\xa1", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum status st = sandi_check(rows[i].sandi, "budi.santoso", "198501012010011001", &err);

        if ((st != ST_OK) != rows[i].weak)
            fail_msg("%s: %s", rows[i].sandi, err.msg);
        err_clear(&err);
    }
}

static void steps(void **state)
{
    struct akun_masuk in;
    struct sesi s;
    char hash[SANDI_TEXT];

    (void)state;
    account("budi", "kode sekali pakai", true);
    in = login("budi", "kode sekali pakai");
    assert_true(in.out_diterima);
    assert_int_equal(in.out_langkah, LANGKAH_GANTI_SANDI);
    OK(sesi_find(db, in.out_token, clock_now(), &s, &err));
    assert_int_equal(s.langkah, LANGKAH_GANTI_SANDI);
    assert_string_not_equal(s.token, in.out_token); /* only the digest is stored */

    struct who who = { .akun_id = in.akun_id };
    struct akun_ganti_sandi change = { .akun_id = in.akun_id, .baru = hash, .sesi = s.token };
    sandi_hash("kuda baterai staples", hash);
    OK(run(akun_ganti_sandi, &who, &change));
    OK(sesi_find(db, in.out_token, clock_now(), &s, &err));
    assert_int_equal(s.langkah, LANGKAH_SELESAI);
    assert_false(login("budi", "kode sekali pakai").out_diterima); /* used up */
    in = login("budi", "kuda baterai staples");
    assert_int_equal(in.out_langkah, LANGKAH_SELESAI);
    /* Now the old password is asked for. */
    REFUSED(run(akun_ganti_sandi, &who, &change), E_MASUK_SALAH);
    struct who other = { .akun_id = in.akun_id + 1 };
    REFUSED(run(akun_ganti_sandi, &other, &change), E_TIDAK_BERHAK);
}

static void failures(void **state)
{
    struct akun k;

    (void)state;
    account("budi", "kuda baterai staples", false);
    for (int i = 0; i < 6; i++)
        assert_false(login("budi", "salah").out_diterima);
    OK(akun_find(db, "budi", &k, &err));
    assert_int_equal(k.gagal, 6);
    assert_true(akun_tunda(k.gagal, k.gagal_pada, clock_now()) > 0);
    assert_true(
        login("budi", "kuda baterai staples").out_diterima); /* right is right, however often wrong before */
    OK(akun_find(db, "budi", &k, &err));
    assert_int_equal(k.gagal, 0);
    /* A quiet hour forgets. */
    OK(db_exec(db, NULL, &err, "UPDATE akun SET gagal = 9, gagal_pada = '2020-01-01T00:00:00.000Z'", ""));
    assert_false(login("budi", "salah").out_diterima);
    OK(akun_find(db, "budi", &k, &err));
    assert_int_equal(k.gagal, 1);
}

static void password_changed_meanwhile(void **state)
{
    struct akun k;
    struct akun_masuk in = { .benar = true };
    struct who who = { .akun_id = account("budi", "kuda baterai staples", false) };

    (void)state;
    OK(akun_find(db, "budi", &k, &err));
    in.akun_id = k.id;
    in.sandi = k.sandi;
    OK(db_exec(db, NULL, &err, "UPDATE akun SET sandi = '!' WHERE id = $1", "i", k.id));
    OK(run(akun_masuk, &who, &in));
    assert_false(in.out_diterima);
}

static void reset_and_close(void **state)
{
    struct akun_masuk in;
    struct sesi s;
    struct who sys;
    char hash[SANDI_TEXT];
    struct akun_setel_ulang reset = { .kode_hash = hash, .jam = KODE_JAM };
    struct akun_aktif off = { .aktif = false };

    (void)state;
    who_system(&sys);
    account("budi", "kuda baterai staples", false);
    in = login("budi", "kuda baterai staples");
    sandi_hash("abcd-efgh-jkmn-pqrs", hash);
    reset.akun_id = off.akun_id = in.akun_id;
    OK(run(akun_setel_ulang, &sys, &reset));
    REFUSED(sesi_find(db, in.out_token, clock_now(), &s, &err), E_SESI_TIDAK_SAH);
    in = login("budi", "abcd-efgh-jkmn-pqrs");
    assert_int_equal(in.out_langkah, LANGKAH_GANTI_SANDI);
    OK(run(akun_setel_aktif, &sys, &off));
    REFUSED(sesi_find(db, in.out_token, clock_now(), &s, &err), E_SESI_TIDAK_SAH);
    assert_false(login("budi", "abcd-efgh-jkmn-pqrs").out_diterima);
    struct who who;
    REFUSED(who_load(db, in.akun_id, &who, &err), E_TIDAK_BERHAK);
}

static void sessions(void **state)
{
    struct akun_masuk in;
    struct sesi s;
    int64_t now = clock_now(), hour = (int64_t)3600 * 1000000;
    struct token_buat t = { .nama = "skrip", .baca = true, .hari = 1 };

    (void)state;
    account("budi", "kuda baterai staples", false);
    in = login("budi", "kuda baterai staples");
    assert_true(in.out_berakhir > now + 12 * hour - 60000000 && in.out_berakhir < now + 12 * hour + 60000000);
    OK(sesi_find(db, in.out_token, now + 12 * hour - 60000000, &s, &err));
    REFUSED(sesi_find(db, in.out_token, now + 12 * hour + 60000000, &s, &err), E_SESI_TIDAK_SAH);
    REFUSED(sesi_find(db, "00", now, &s, &err), E_SESI_TIDAK_SAH);
    REFUSED(sesi_find(db, s.token, now, &s, &err), E_SESI_TIDAK_SAH); /* the stored digest opens nothing */
    OK(sesi_find(db, in.out_token, now, &s, &err));
    assert_true(sesi_csrf_cocok(&s, in.out_csrf));
    assert_false(sesi_csrf_cocok(&s, "x"));
    assert_false(sesi_csrf_cocok(&s, NULL));

    struct who who = { .akun_id = in.akun_id };
    t.akun_id = in.akun_id;
    OK(run(token_buat, &who, &t));
    OK(sesi_find(db, t.out.out_token, now, &s, &err));
    assert_true(s.bearer && s.baca && s.lingkup.id == t.out.out_id);
    char stored[DIGEST_HEX];
    sesi_token_hash(in.out_token, stored);
    OK(run(sesi_keluar, &who, stored));
    OK(run(sesi_keluar, &who, stored));
    REFUSED(sesi_find(db, in.out_token, now, &s, &err), E_SESI_TIDAK_SAH);
    OK(sesi_sweep(db, now + 25 * hour, &err));
    int64_t left = 1;
    OK(db_int(db, &left, &err, "SELECT count(*) FROM sesi", ""));
    assert_int_equal(left, 0);
}

static void names(void **state)
{
    struct akun_tambah in = { .nama = "budi", .sandi_hash = "!" };
    struct who sys;
    struct akun k;
    int64_t p = mk_person(1, "Budi");

    (void)state;
    who_system(&sys);
    OK(run(akun_tambah, &sys, &in));
    REFUSED(run(akun_tambah, &sys, &in), E_AKUN_GANDA);
    in.nama = "A b";
    REFUSED(run(akun_tambah, &sys, &in), E_AKUN_NAMA);
    in = (struct akun_tambah){ .pegawai_id = p, .sandi_hash = "!" };
    OK(run(akun_tambah, &sys, &in));
    OK(akun_find(db, "19850101 201001 1 001", &k, &err));
    assert_int_equal(k.pegawai_id, p);
    REFUSED(akun_find(db, "tidak-ada", &k, &err), E_AKUN_TIDAK_ADA);
}

static void roles(void **state)
{
    struct who sys, who, admin;
    int64_t kota = mk_unit("kota", 0), a = mk_unit("a", kota), b = mk_unit("b", kota);
    int64_t id = account("budi", NULL, false), chief = account("admin.a", NULL, false);
    struct akun_peran r = { .akun_id = id, .peran = PERAN_AUDITOR, .mulai = "2020-01-01" };

    (void)state;
    who_system(&sys);
    OK(run(akun_setel_peran, &sys, &r));
    OK(who_load(db, id, &who, &err));
    assert_true(who_has(&who, PERAN_AUDITOR));
    assert_false(who_has(&who, PERAN_PEGAWAI)); /* no employee behind it */
    r.cabut = true;
    r.mulai = who.hari;
    OK(run(akun_setel_peran, &sys, &r));
    OK(who_load(db, id, &who, &err));
    assert_false(who_has(&who, PERAN_AUDITOR));

    r = (struct akun_peran){ .akun_id = id, .peran = PERAN_PENGELOLA, .mulai = "2020-01-01" };
    REFUSED(run(akun_setel_peran, &sys, &r), E_PERAN);
    r.peran = PERAN_SISTEM;
    REFUSED(run(akun_setel_peran, &sys, &r), E_PERAN);

    /* A unit's administrator gives roles within his unit, and none that reach further. */
    r = (struct akun_peran){
        .akun_id = chief, .peran = PERAN_ADMIN_UNIT, .unit_id = a, .mulai = "2020-01-01"
    };
    OK(run(akun_setel_peran, &sys, &r));
    OK(who_load(db, chief, &admin, &err));
    r = (struct akun_peran){ .akun_id = id, .peran = PERAN_PENGELOLA, .unit_id = a, .mulai = "2020-01-01" };
    REFUSED(run(akun_setel_peran, &admin, &r), E_TANPA_VERSI);
    OK(db_int(db, &seen, &err, "SELECT versi FROM akun WHERE id = $1", "i", id));
    OK(run(akun_setel_peran, &admin, &r));
    REFUSED(run(akun_setel_peran, &admin, &r), E_VERSI);
    seen = 0;
    r.unit_id = b;
    assert_int_not_equal(run(akun_setel_peran, &admin, &r), ST_OK);
    err_clear(&err);
    r.peran = PERAN_ADMIN_PUSAT;
    r.unit_id = 0;
    REFUSED(run(akun_setel_peran, &admin, &r), E_TIDAK_BERHAK);
}

static void every_step_is_audited(void **state)
{
    int64_t n = 0;

    (void)state;
    account("budi", "kuda baterai staples", false);
    (void)login("budi", "salah");
    (void)login("budi", "kuda baterai staples");
    OK(db_int(
        db, &n, &err,
        "SELECT count(*) FROM audit WHERE objek = 'akun' AND peristiwa IN ('tambah', 'masuk_gagal', 'masuk')",
        ""));
    assert_int_equal(n, 3);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, org_open, org_close)
    const struct CMUnitTest tests[] = {
        T(passwords), T(unknown_names_cost_the_same), T(delay),           T(weak_passwords), T(steps),
        T(failures),  T(password_changed_meanwhile),  T(reset_and_close), T(sessions),       T(names),
        T(roles),     T(every_step_is_audited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

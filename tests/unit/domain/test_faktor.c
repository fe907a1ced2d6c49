/* The second factor: RFC 6238, one use of a step, sealing, recovery codes, delays, and who must have it. */
#include "org.h"

#include <sys/stat.h>

#include "domain/faktor.h"
#include "domain/segel.h"
#include "domain/sesi.h"

static const uint8_t rfc_secret[TOTP_RAHASIA + 1] = "12345678901234567890";
static int64_t account_id;
static struct who me;

static enum status run(enum status (*fn)(struct perintah *, struct db *, struct err *), const struct who *who,
                       void *input)
{
    struct perintah p;
    enum status st;

    perintah_init(&p, who, fn, input);
    st = command_run(db, &p.cmd, &err);
    perintah_clear(&p);
    return st;
}

static int open_all(void **state)
{
    struct akun_tambah in = { .nama = "budi", .sandi_hash = "!" };
    char path[96];
    struct who sys;

    org_open(state);
    snprintf(path, sizeof(path), "%s/kunci-akses", folder);
    OK(segel_kunci(path, &err));
    who_system(&sys);
    OK(run(akun_tambah, &sys, &in));
    account_id = in.out_id;
    OK(who_load(db, account_id, &me, &err));
    return 0;
}

static int close_all(void **state)
{
    segel_lepas();
    OK(faktor_wajib_peran("", &err));
    return org_close(state);
}

/* Appendix B of RFC 6238 has eight digits; six are the last of them. */
static void rfc_6238(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } rows[] = {
        { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char code[TOTP_ANGKA + 1];
        int64_t step = totp_langkah(rows[i].seconds * 1000000), got = 0;

        totp_kode(rfc_secret, step, code);
        assert_string_equal(code, rows[i].code);
        for (int64_t off = -2; off <= 2; off++) {
            int64_t at = (rows[i].seconds + off * TOTP_DETIK) * 1000000;
            bool near = off >= -1 && off <= 1;

            if (at < 0)
                continue;
            assert_int_equal(totp_cocok(rfc_secret, rows[i].code, at, 0, &got), near);
            assert_true(!near || got == step);
        }
        /* Taken once, it and what lies before it are gone. */
        assert_false(totp_cocok(rfc_secret, rows[i].code, rows[i].seconds * 1000000, step, &got));
        assert_true(totp_cocok(rfc_secret, rows[i].code, rows[i].seconds * 1000000, step - 1, &got));
    }
}

static void odd_codes(void **state)
{
    static const char *const wrong[] = {
        "", "28708", "2870822", "94287082", "28708a", " 287082", "\xff\xff\xff\xff\xff\xff"
    };
    int64_t step;

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(totp_cocok(rfc_secret, wrong[i], 59000000, 0, &step));
}

static void base32(void **state)
{
    char text[TOTP_BASE32];

    (void)state;
    totp_base32(rfc_secret, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void uri(void **state)
{
    struct buf b = BUF_NONE;

    (void)state;
    faktor_uri("Kota \"A\" & B/ü", "19850101@x", "GEZD", &b);
    assert_string_equal(
        b.p, "otpauth://totp/Tenayan%20Kota%20%22A%22%20%26%20B%2F%C3%BC:19850101%40x?secret=GEZD"
             "&issuer=Tenayan%20Kota%20%22A%22%20%26%20B%2F%C3%BC&algorithm=SHA1&digits=6&period=30");
    buf_free(&b);
}

static void sealing(void **state)
{
    char a[SEGEL_TEXT], b[SEGEL_TEXT], h[DIGEST_HEX], g[DIGEST_HEX], path[96];
    uint8_t out[SEGEL_ISI];
    size_t n;
    struct stat s;

    (void)state;
    OK(segel_tutup("faktor 1", "rahasia", 7, a, &err));
    OK(segel_tutup("faktor 1", "rahasia", 7, b, &err));
    assert_string_not_equal(a, b);
    OK(segel_buka("faktor 1", a, out, sizeof(out), &n, &err));
    assert_int_equal(n, 7);
    assert_memory_equal(out, "rahasia", 7);
    REFUSED(segel_buka("faktor 2", a, out, sizeof(out), &n, &err), E_KUNCI_AKSES);
    REFUSED(segel_buka("faktor 1", a, out, 6, &n, &err), E_KUNCI_AKSES);
    REFUSED(segel_buka("faktor 1", "zz", out, sizeof(out), &n, &err), E_KUNCI_AKSES);
    REFUSED(segel_buka("faktor 1", "", out, sizeof(out), &n, &err), E_KUNCI_AKSES);
    a[60] = a[60] == '0' ? '1' : '0';
    REFUSED(segel_buka("faktor 1", a, out, sizeof(out), &n, &err), E_KUNCI_AKSES);
    OK(segel_hash("faktor 1", "kode", h, &err));
    OK(segel_hash("faktor 1k", "ode", g, &err));
    assert_string_not_equal(h, g);
    /* Another key opens nothing, and without one nothing is sealed. */
    snprintf(path, sizeof(path), "%s/kunci-lain", folder);
    OK(segel_kunci(path, &err));
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    REFUSED(segel_buka("faktor 1", b, out, sizeof(out), &n, &err), E_KUNCI_AKSES);
    segel_lepas();
    REFUSED(segel_tutup("faktor 1", "x", 1, a, &err), E_KUNCI_AKSES);
    assert_int_equal(chmod(path, 0644), 0);
    REFUSED(segel_kunci(path, &err), E_KUNCI_AKSES);
}

static struct faktor_langkah step(const char *code)
{
    return (struct faktor_langkah){ .akun_id = account_id, .kode = code };
}

/* A code of the step `off` from now. */
static const char *code_at(int64_t off)
{
    static char code[TOTP_ANGKA + 1];

    totp_kode(rfc_secret, totp_langkah(clock_now()) + off, code);
    return code;
}

static struct faktor_langkah enrol(void)
{
    struct faktor_mulai begin = { .akun_id = account_id };
    struct faktor_langkah s;

    memcpy(begin.rahasia, rfc_secret, TOTP_RAHASIA);
    OK(run(faktor_mulai, &me, &begin));
    assert_string_equal(begin.base32, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    s = step(code_at(0));
    OK(run(faktor_sahkan, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_TOTP);
    return s;
}

static void steps_are_taken_once(void **state)
{
    struct faktor_langkah s;
    struct who who;
    struct faktor f;

    (void)state;
    s = step("123456");
    REFUSED(run(faktor_sahkan, &me, &s), E_FAKTOR_BELUM);
    REFUSED(run(faktor_matikan, &me, &s), E_FAKTOR_BELUM);
    (void)enrol();
    OK(who_load(db, account_id, &who, &err));
    assert_true(who.faktor);
    OK(faktor_load(db, account_id, &f, &err));
    assert_true(f.aktif && f.sisa == FAKTOR_KODE);
    struct faktor_mulai again = { .akun_id = account_id };
    REFUSED(run(faktor_mulai, &me, &again), E_FAKTOR_ADA);

    static char code[8];
    snprintf(code, sizeof(code), "%s", code_at(1));
    s = step(code);
    OK(run(faktor_kode_baru, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_TOTP);
    s = step(code);
    OK(run(faktor_kode_baru, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_SALAH);
    s = step(code_at(0)); /* an earlier step than the last one */
    OK(run(faktor_kode_baru, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_SALAH);
    s = step(code_at(1));
    REFUSED(run(faktor_kode_baru, &(struct who){ .akun_id = account_id + 1 }, &s), E_TIDAK_BERHAK);
    struct who token = me;
    token.token.id = 3;
    REFUSED(run(faktor_kode_baru, &token, &s), E_TIDAK_BERHAK);
}

static void recovery(void **state)
{
    struct faktor_langkah first = enrol(), s;
    struct faktor f;

    (void)state;
    s = step(first.pemulihan[3]);
    OK(run(faktor_kode_baru, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_PEMULIHAN);
    OK(faktor_load(db, account_id, &f, &err));
    assert_int_equal(f.sisa, FAKTOR_KODE); /* ten new ones */
    first.kode = first.pemulihan[4];       /* of the old ones */
    OK(run(faktor_matikan, &me, &first));
    assert_int_equal(first.hasil, FAKTOR_SALAH);
    s.kode = s.pemulihan[0];
    OK(run(faktor_matikan, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_PEMULIHAN);
    OK(faktor_load(db, account_id, &f, &err));
    assert_true(!f.ada && f.sisa == 0);
}

static void delay(void **state)
{
    static const struct {
        int64_t failed, seconds;
    } rows[] = { { 0, 0 },      { 4, 0 },      { 5, 60 },     { 6, 120 },        { 9, 960 },
                 { 15, 61440 }, { 16, 86400 }, { 17, 86400 }, { 1000000, 86400 } };
    int64_t now = 1770000000000000;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(faktor_tunda(rows[i].failed, now, now), rows[i].seconds * 1000000);
    assert_int_equal(faktor_tunda(5, now - 59000000, now), 1000000);
    assert_int_equal(faktor_tunda(5, now - 60000000, now), 0);
    assert_int_equal(faktor_tunda(5, now + 3600000000, now), 60000000); /* a clock that was set back */
}

static void guessing(void **state)
{
    struct faktor_langkah s;

    (void)state;
    (void)enrol();
    for (int i = 0; i < 5; i++) {
        s = step("abcdef");
        OK(run(faktor_matikan, &me, &s));
        assert_int_equal(s.hasil, FAKTOR_SALAH);
    }
    assert_true(s.tunda > 0);
    s = step(code_at(1));
    OK(run(faktor_matikan, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_DITAHAN);
    /* Looked at again after a while, and a right one ends the series. */
    OK(db_exec(db, NULL, &err, "UPDATE faktor SET gagal_pada = '2020-01-01T00:00:00.000Z'", ""));
    s = step(code_at(1));
    OK(run(faktor_matikan, &me, &s));
    assert_int_equal(s.hasil, FAKTOR_TOTP);
}

static void taken_away(void **state)
{
    struct faktor_cabut in = { .akun_id = account_id };
    struct who sys;
    int64_t n = 0;

    (void)state;
    who_system(&sys);
    in.alasan = "Ponsel hilang";
    REFUSED(run(faktor_cabut, &sys, &in), E_FAKTOR_BELUM);
    (void)enrol();
    in.alasan = " \n";
    REFUSED(run(faktor_cabut, &sys, &in), E_TANPA_CATATAN);
    in.alasan = "Ponsel hilang";
    REFUSED(run(faktor_cabut, &me, &in), E_AKUN_TIDAK_ADA); /* no right over accounts */
    OK(run(faktor_cabut, &sys, &in));
    OK(db_int(db, &n, &err,
              "SELECT count(*) FROM audit WHERE peristiwa = 'faktor_dicabut' AND catatan = "
              "'Ponsel hilang'",
              ""));
    assert_int_equal(n, 1);
}

static void sealed_text_stays_with_its_account(void **state)
{
    struct akun_tambah other = { .nama = "wati", .sandi_hash = "!" };
    struct faktor_langkah s;
    struct who sys, wati;

    (void)state;
    who_system(&sys);
    (void)enrol();
    OK(run(akun_tambah, &sys, &other));
    OK(who_load(db, other.out_id, &wati, &err));
    /* Who can write into the database cannot give his own secret to somebody else. */
    OK(db_exec(db, NULL, &err,
               "INSERT INTO faktor (akun_id, rahasia, sejak) SELECT $1, rahasia, sejak FROM faktor", "i",
               other.out_id));
    s = (struct faktor_langkah){ .akun_id = other.out_id, .kode = code_at(1) };
    REFUSED(run(faktor_matikan, &wati, &s), E_KUNCI_AKSES);
}

static void who_must_have_it(void **state)
{
    struct who w = { .nperan = 1, .peran[0].peran = PERAN_ADMIN_PUSAT };

    (void)state;
    assert_false(faktor_wajib(&w));
    REFUSED(faktor_wajib_peran("admin_pusat,camat", &err), E_KONFIGURASI);
    REFUSED(faktor_wajib_peran("sistem", &err), E_KONFIGURASI);
    OK(faktor_wajib_peran(" pengelola, admin_pusat", &err));
    assert_true(faktor_wajib(&w));
    assert_int_equal(faktor_langkah_sesi(&w, LANGKAH_SELESAI), LANGKAH_DAFTAR_FAKTOR);
    assert_int_equal(faktor_langkah_sesi(&w, LANGKAH_GANTI_SANDI), LANGKAH_GANTI_SANDI);
    w.faktor = true;
    assert_int_equal(faktor_langkah_sesi(&w, LANGKAH_SELESAI), LANGKAH_SELESAI);
    w.peran[0].peran = PERAN_PEGAWAI;
    assert_false(faktor_wajib(&w));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_6238),
        cmocka_unit_test(odd_codes),
        cmocka_unit_test(base32),
        cmocka_unit_test(uri),
        T(sealing),
        T(steps_are_taken_once),
        T(recovery),
        cmocka_unit_test(delay),
        T(guessing),
        T(taken_away),
        T(sealed_text_stays_with_its_account),
        T(who_must_have_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Idempotency: a repeated key is answered, never run; failures leave nothing. */
#include "kerja.h"

#include "base/clock.h"

static int runs;

struct note {
    const char *text;
    bool fail;
};
/* A command that changes a row, leaves an audit row and answers. */
static enum status write_note(struct perintah *p, struct db *d, struct err *e)
{
    const struct note *in = p->input;
    struct audit_entry a = { .objek = "uji", .objek_id = 1, .peristiwa = "catat" };
    enum status st;

    runs++;
    st = db_exec(d, NULL, e,
                 "INSERT INTO meta (kunci, nilai) VALUES ('uji', $1) ON CONFLICT (kunci) DO UPDATE SET nilai "
                 "= nilai || $1",
                 "t", in->text);
    if (st != ST_OK || (st = audit_add(d, &p->who, &a, NULL, e)) != ST_OK)
        return st;
    if (in->fail)
        return err_set(e, E_KONFLIK, NULL);
    p->reply.status = 201;
    p->reply.etag = runs;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/uji/%d", runs);
    buf_printf(&p->reply.body, "{\"catatan\":\"%s\",\"ke\":%d}", in->text, runs);
    return ST_OK;
}

static bool ulang;

static enum status send(int64_t akun, const char *key, const char *body, struct note *in, struct err *e)
{
    struct who w = who_of(akun);
    struct perintah p;
    enum status st;

    perintah_init(&p, &w, write_note, in);
    p.kunci = key;
    hash_blake2b(body, strlen(body), &p.permintaan);
    st = command_run(db, &p.cmd, e);
    last = p.reply;
    snprintf(last_body, sizeof(last_body), "%s", p.reply.body.p ? p.reply.body.p : "");
    last.body = BUF_NONE;
    ulang = p.ulang;
    perintah_clear(&p);
    return st;
}

static int begin(void **state)
{
    runs = 0;
    return setup(state);
}

static void a_repeated_key_gets_the_same_answer(void **state)
{
    struct note in = { "a", false };

    (void)state;
    OK(send(PERAWAT, "k-1", "isi", &in, e));
    assert_false(ulang);
    for (int i = 0; i < 3; i++) {
        OK(send(PERAWAT, "k-1", "isi", &in, e));
        assert_true(ulang);
        assert_int_equal(runs, 1);
        assert_int_equal(last.status, 201);
        assert_int_equal(last.etag, 1);
        assert_string_equal(last.lokasi, "/api/v1/uji/1");
        assert_string_equal(last_body, "{\"catatan\":\"a\",\"ke\":1}");
    }
    assert_string_equal(string("SELECT nilai FROM meta WHERE kunci = 'uji'"), "a");
    assert_int_equal(audit_rows(), 1);
}

static void the_same_key_with_another_body_is_refused(void **state)
{
    struct note in = { "a", false };

    (void)state;
    OK(send(PERAWAT, "k-1", "isi", &in, e));
    REFUSED(E_KUNCI_BEDA, send(PERAWAT, "k-1", "lain", &in, e));
    assert_int_equal(code_row(E_KUNCI_BEDA)->http, 422);
    assert_int_equal(runs, 1);
}

static void keys_belong_to_a_user(void **state)
{
    struct note in = { "a", false };

    (void)state;
    OK(send(PERAWAT, "k-1", "isi", &in, e));
    OK(send(KAPUS, "k-1", "lain", &in, e));
    assert_false(ulang);
    OK(send(PERAWAT, NULL, "isi", &in, e)); /* without a key every one is new */
    OK(send(0, "k-1", "isi", &in, e));      /* the command line has no keys */
    OK(send(0, "k-1", "isi", &in, e));
    assert_int_equal(runs, 5);
    assert_int_equal(number("SELECT count(*) FROM idempotensi"), 2);
}

static void a_failed_command_stores_nothing(void **state)
{
    struct note in = { "a", true };

    (void)state;
    REFUSED(E_KONFLIK, send(PERAWAT, "k-1", "isi", &in, e));
    assert_int_equal(number("SELECT count(*) FROM idempotensi"), 0);
    assert_int_equal(number("SELECT count(*) FROM meta WHERE kunci = 'uji'"), 0);
    assert_int_equal(audit_rows(), 0);
    in.fail = false;
    OK(send(PERAWAT, "k-1", "lain", &in, e)); /* the key is still free, also for another body */
    assert_false(ulang);
    assert_int_equal(runs, 2);
}

static void keys_are_kept_for_72_hours(void **state)
{
    struct note in = { "a", false };
    char moment[TIME_TEXT];

    (void)state;
    OK(send(PERAWAT, "k-1", "isi", &in, e));
    time_format(clock_now() - (int64_t)71 * 3600 * 1000000, moment);
    OK(db_exec(db, NULL, e, "UPDATE idempotensi SET waktu = $1", "t", moment));
    OK(perintah_sweep(db, e));
    OK(send(PERAWAT, "k-1", "isi", &in, e));
    assert_true(ulang);
    time_format(clock_now() - (int64_t)73 * 3600 * 1000000, moment);
    OK(db_exec(db, NULL, e, "UPDATE idempotensi SET waktu = $1", "t", moment));
    OK(send(PERAWAT, "k-1", "lain", &in, e)); /* forgotten even before the sweep has come */
    assert_false(ulang);
    OK(db_exec(db, NULL, e, "UPDATE idempotensi SET waktu = $1", "t", moment));
    OK(perintah_sweep(db, e));
    assert_int_equal(number("SELECT count(*) FROM idempotensi"), 0);
}

static void a_command_may_run_twice(void **state)
{
    struct note in = { "a", false };
    struct who w = who_of(PERAWAT);
    struct perintah p;

    (void)state;
    perintah_init(&p, &w, write_note, &in);
    p.kunci = "k-1";
    /* The writer runs it again when its group was rolled back. */
    OK(db_begin(db, e));
    OK(p.cmd.apply(&p.cmd, db, e));
    db_rollback(db);
    OK(command_run(db, &p.cmd, e));
    assert_string_equal(p.reply.body.p, "{\"catatan\":\"a\",\"ke\":2}");
    perintah_clear(&p);
}

/* The key comes before version and state: a lost reply is repeated although the version has moved. */
static void the_key_is_looked_up_first(void **state)
{
    int64_t skp, versi;
    struct skp_langkah in = { .peristiwa = "batal" };
    struct who w = who_of(PERAWAT);
    struct perintah p;

    (void)state;
    skp = buat_skp(PERAWAT, "2026-01-01", "2026-12-31");
    versi = skp_versi(skp);
    in.id = skp;
    for (int i = 0; i < 2; i++) {
        perintah_init(&p, &w, skp_langkah, &in);
        p.kunci = "batal-1";
        p.if_match = versi;
        OK(command_run(db, &p.cmd, e));
        assert_int_equal(p.ulang, i);
        assert_non_null(strstr(p.reply.body.p, "\"status\":\"batal\""));
        perintah_clear(&p);
    }
    REFUSED(E_VERSI, run(PERAWAT, skp_langkah, &in, versi, e));
}

static void versions_are_compared(void **state)
{
    struct who w = who_of(PERAWAT), sys = who_of(0);
    struct perintah p;

    (void)state;
    perintah_init(&p, &w, write_note, NULL);
    REFUSED(E_TANPA_VERSI, perintah_versi(&p, 3, e));
    assert_int_equal(code_row(E_TANPA_VERSI)->http, 428);
    p.if_match = 2;
    REFUSED(E_VERSI, perintah_versi(&p, 3, e));
    assert_int_equal(code_row(E_VERSI)->http, 412);
    p.if_match = 3;
    OK(perintah_versi(&p, 3, e));
    perintah_init(&p, &sys, write_note, NULL);
    OK(perintah_versi(&p, 3, e));
    p.if_match = 2;
    REFUSED(E_VERSI, perintah_versi(&p, 3, e));
    perintah_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_repeated_key_gets_the_same_answer, begin, teardown),
        cmocka_unit_test_setup_teardown(the_same_key_with_another_body_is_refused, begin, teardown),
        cmocka_unit_test_setup_teardown(keys_belong_to_a_user, begin, teardown),
        cmocka_unit_test_setup_teardown(a_failed_command_stores_nothing, begin, teardown),
        cmocka_unit_test_setup_teardown(keys_are_kept_for_72_hours, begin, teardown),
        cmocka_unit_test_setup_teardown(a_command_may_run_twice, begin, teardown),
        cmocka_unit_test_setup_teardown(the_key_is_looked_up_first, begin, teardown),
        cmocka_unit_test_setup_teardown(versions_are_compared, begin, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

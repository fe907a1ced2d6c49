/* The chain: what tampering looks like. Every row is a way to change the past. */
#include "kerja.h"

static char key_path[128];

static int setup_signed(void **state)
{
    if (setup(state) != 0)
        return -1;
    snprintf(key_path, sizeof(key_path), "%s/kunci-audit", folder);
    OK(audit_key_load(key_path, e));
    for (int i = 1; i <= 6; i++) {
        struct who w = who_of(i);
        struct audit_entry a = {
            .objek = "skp", .objek_id = i, .peristiwa = "uji", .catatan = "Catatan \"lama\""
        };
        int64_t n = 0;

        OK(audit_add(db, &w, &a, &n, e));
        assert_int_equal(n, i);
    }
    return 0;
}

static struct audit_report verify(void)
{
    struct audit_report r;

    OK(audit_verify(db, &r, e));
    return r;
}

static const struct {
    const char *id, *sql;
    int64_t rusak, pertama;
} ways[] = {
    { "untouched", "", 0, 0 },
    { "a note", "UPDATE audit SET catatan = 'lain' WHERE n = 3", 1, 3 },
    { "who", "UPDATE audit SET akun_id = 1 WHERE n = 3", 1, 3 },
    { "nobody", "UPDATE audit SET akun_id = NULL WHERE n = 3", 1, 3 },
    { "when", "UPDATE audit SET waktu = '2020-01-01T00:00:00.000Z' WHERE n = 2", 1, 2 },
    { "what", "UPDATE audit SET objek_id = 9 WHERE n = 1", 1, 1 },
    { "on whose behalf", "UPDATE audit SET atas_nama = 4 WHERE n = 6", 1, 6 },
    { "document", "UPDATE audit SET dokumen = 'x' WHERE n = 4", 1, 4 },
    { "content", "UPDATE audit SET isi = '{ }' WHERE n = 4", 1, 4 },
    { "two rows", "UPDATE audit SET catatan = 'lain' WHERE n IN (2, 5)", 2, 2 },
    { "a hash", "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'z') WHERE n = 3", 2, 3 },
    { "a missing row", "DELETE FROM audit WHERE n = 3", 1, 3 },
    { "the first row", "DELETE FROM audit WHERE n = 1", 1, 1 },
    { "two missing rows", "DELETE FROM audit WHERE n IN (3, 4)", 2, 3 },
    { "renumbered", "DELETE FROM audit WHERE n = 3; UPDATE audit SET n = n - 1 WHERE n > 3", 3 + 1, 3 },
    { "a cut tail", "DELETE FROM audit WHERE n > 4", 2, 5 },
    /* Whoever also moves the head cannot sign it. */
    { "a cut tail with its head",
      "DELETE FROM audit WHERE n > 4; UPDATE kepala_audit SET n = 4, hash = (SELECT hash FROM audit WHERE n "
      "= 4)",
      1, 4 },
    { "everything cut", "DELETE FROM audit; DELETE FROM kepala_audit", 1, 1 },
    { "a head without signature", "UPDATE kepala_audit SET tanda = ''", 1, 6 },
    { "a head with another hash", "UPDATE kepala_audit SET hash = (SELECT hash FROM audit WHERE n = 5)", 2,
      6 },
    { "a forged signature",
      "UPDATE kepala_audit SET tanda = CASE substr(tanda, 1, 1) WHEN 'e' THEN 'f' ELSE 'e' END || "
      "substr(tanda, 2)",
      1, 6 },
    { "a row behind the head",
      "INSERT INTO audit SELECT 7, waktu, akun_id, atas_nama, objek, objek_id, peristiwa, dari, ke, catatan,"
      " dokumen, peran, isi, hash FROM audit WHERE n = 6",
      2, 7 },
};

static void each_way_of_tampering_shows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct audit_report r;

        OK(db_begin(db, e));
        sql(ways[i].sql);
        /* audit_verify takes a snapshot of its own, so the change is committed and undone by hand. */
        OK(db_commit(db, e));
        r = verify();
        if (r.rusak != ways[i].rusak || r.pertama_rusak != ways[i].pertama)
            fail_msg("%s: %lld broken from %lld (%s)", ways[i].id, (long long)r.rusak,
                     (long long)r.pertama_rusak, r.masalah);
        assert_true((r.masalah[0] != '\0') == (r.rusak > 0));
        db_close(db);
        arena_free(arena);
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
        audit_key_drop();
        assert_int_equal(setup_signed(state), 0);
    }
}

/* No column of a row is outside its digest. */
static void every_column_counts(void **state)
{
    static const char *const text[] = { "waktu",   "objek",   "peristiwa", "dari", "ke",
                                        "catatan", "dokumen", "peran",     "isi" };
    static const char *const ids[] = { "akun_id", "atas_nama", "objek_id" };

    (void)state;
    assert_int_equal(number("SELECT count(*) FROM pragma_table_info('audit')"),
                     COUNT(text) + COUNT(ids) + 2); /* n and hash */
    for (size_t i = 0; i < COUNT(text) + COUNT(ids); i++) {
        bool is_text = i < COUNT(text);
        const char *column = is_text ? text[i] : ids[i - COUNT(text)];
        struct audit_report r;

        sql(arena_printf(arena, "CREATE TEMP TABLE lama AS SELECT %s AS x FROM audit WHERE n = 5", column));
        sql(arena_printf(arena,
                         is_text ? "UPDATE audit SET %s = %s || ' ' WHERE n = 5"
                                 : "UPDATE audit SET %s = coalesce(%s, 0) + 1 WHERE n = 5",
                         column, column));
        r = verify();
        if (r.rusak != 1 || r.pertama_rusak != 5)
            fail_msg("column %s may be changed unseen", column);
        sql(arena_printf(arena, "UPDATE audit SET %s = (SELECT x FROM lama) WHERE n = 5; DROP TABLE lama",
                         column));
        assert_int_equal(verify().rusak, 0);
    }
}

static void a_whole_chain_of_another_key_does_not_pass(void **state)
{
    char other[128];
    struct audit_report r;

    (void)state;
    snprintf(other, sizeof(other), "%s/kunci-lain", folder);
    OK(audit_key_load(other, e));
    r = verify();
    assert_int_equal(r.rusak, 1);
    assert_non_null(strstr(r.masalah, "Tanda tangan"));
    /* Without any key the chain is walked, and the report says what it could not look at. */
    audit_key_drop();
    r = verify();
    assert_int_equal(r.rusak, 0);
    assert_non_null(strstr(r.masalah, "tidak diperiksa"));
    assert_int_equal(r.baris, 6);
    assert_string_equal(r.hash_akhir, string("SELECT hash FROM kepala_audit"));
}

static void the_key_is_kept_close(void **state)
{
    struct stat s;
    struct audit_report r;

    (void)state;
    assert_int_equal(stat(key_path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    audit_key_drop();
    OK(audit_key_load(key_path, e)); /* the same one again */
    r = verify();
    assert_int_equal(r.rusak, 0);
    chmod(key_path, 0644);
    REFUSED(E_KUNCI_AUDIT, audit_key_load(key_path, e));
    chmod(key_path, 0600);
    assert_int_equal(truncate(key_path, 10), 0);
    REFUSED(E_KUNCI_AUDIT, audit_key_load(key_path, e));
    REFUSED(E_KUNCI_AUDIT, audit_key_load("/nonexistent/kunci", e));
    REFUSED(E_KUNCI_AUDIT, audit_key_load(folder, e));
}

static void an_unsigned_head_stays_unsigned_until_the_next_row(void **state)
{
    struct who w = who_of(1);
    struct audit_entry a = { .objek = "uji", .objek_id = 1 };

    (void)state;
    audit_key_drop();
    OK(audit_add(db, &w, &a, NULL, e));
    assert_string_equal(string("SELECT tanda FROM kepala_audit"), "");
    OK(audit_key_load(key_path, e));
    assert_int_equal(verify().rusak, 1);
    OK(audit_add(db, &w, &a, NULL, e));
    assert_int_equal(verify().rusak, 0);
}

static void a_rolled_back_command_leaves_no_gap(void **state)
{
    struct who w = who_of(1);
    struct audit_entry a = { .objek = "uji", .objek_id = 1 };

    (void)state;
    OK(db_begin(db, e));
    OK(db_savepoint(db, e));
    OK(audit_add(db, &w, &a, NULL, e));
    db_rollback_savepoint(db);
    OK(audit_add(db, &w, &a, NULL, e));
    OK(db_commit(db, e));
    assert_int_equal(verify().rusak, 0);
    assert_int_equal(verify().baris, 7);
    /* The signature of a group survives that its last command fails. */
    OK(db_begin(db, e));
    OK(audit_add(db, &w, &a, NULL, e));
    OK(db_savepoint(db, e));
    OK(audit_add(db, &w, &a, NULL, e));
    db_rollback_savepoint(db);
    OK(db_commit(db, e));
    assert_int_equal(verify().rusak, 0);
    assert_int_equal(verify().baris, 8);
    /* And a group that was rolled back as a whole asks for nothing later. */
    OK(db_begin(db, e));
    OK(audit_add(db, &w, &a, NULL, e));
    db_rollback(db);
    sql("UPDATE kepala_audit SET tanda = ''");
    OK(db_begin(db, e));
    OK(db_commit(db, e));
    assert_int_equal(verify().rusak, 1);
}

static void the_history_of_an_object_is_readable(void **state)
{
    struct buf b = BUF_NONE;
    struct jw w;
    json_t *v, *row;

    (void)state;
    jw_start(&w, &b);
    OK(audit_history(db, "skp", 3, &w, e));
    v = json_of(b.p);
    assert_int_equal(json_array_size(v), 1);
    row = json_array_get(v, 0);
    assert_string_equal(json_string_value(json_object_get(row, "oleh")), "Lurah");
    assert_string_equal(json_string_value(json_object_get(row, "catatan")), "Catatan \"lama\"");
    json_decref(v);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_way_of_tampering_shows, setup_signed, teardown),
        cmocka_unit_test_setup_teardown(every_column_counts, setup_signed, teardown),
        cmocka_unit_test_setup_teardown(a_whole_chain_of_another_key_does_not_pass, setup_signed, teardown),
        cmocka_unit_test_setup_teardown(the_key_is_kept_close, setup_signed, teardown),
        cmocka_unit_test_setup_teardown(an_unsigned_head_stays_unsigned_until_the_next_row, setup_signed,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_rolled_back_command_leaves_no_gap, setup_signed, teardown),
        cmocka_unit_test_setup_teardown(the_history_of_an_object_is_readable, setup_signed, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

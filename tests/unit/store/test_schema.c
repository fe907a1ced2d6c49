/* The real migrations, as the binary carries them: they apply to an empty database and hold no fault. */
#include "fixture.h"

static void real_schema_applies(void **state)
{
    struct db *db = open_db(DB_WRITE), *r;

    (void)state;
    assert_true(migrate_latest() >= 1);
    OK(migrate_run(db, false, NULL, NULL, e));
    OK(db_open(url, DB_READ, &r, e));
    assert_int_equal(count(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                     0);
    assert_int_equal(count(db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    /* Types are enforced everywhere, and every foreign key names an existing table. */
    assert_int_equal(
        count(db, "SELECT count(*) FROM pragma_table_list"
                  " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict"),
        0);
    assert_int_equal(count(db, "SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) f"
                               " WHERE s.type = 'table' AND f.\"table\" NOT IN"
                               " (SELECT name FROM sqlite_schema WHERE type = 'table')"),
                     0);
    db_close(r);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(real_schema_applies, folder_setup, folder_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Migrations: order, tokens, refusals, the lock. The third one fails half way on purpose; no file has
 * number 3. */
#include "fixture.h"

#include "base/hash.h"

static const char first[] = "-- Isi pertama: @ID@, surel a@b.id\n"
                            "CREATE TABLE orang (id @ID@, surel TEXT CHECK (surel LIKE '%@%'), n @BIG@,"
                            " x @REAL@, isi @BLOB@) @STRICT@;\n"
                            "CREATE TABLE kunci (k TEXT PRIMARY KEY, v TEXT) @STRICT_KEY@;\n"
                            "INSERT INTO orang (surel) VALUES ('a@b');\n";
static const char second[] = "ALTER TABLE kunci ADD COLUMN w TEXT;\n";
static const char third[] =
    "CREATE TABLE setengah (id @ID@) @STRICT@;\nINSERT INTO orang (surel) VALUES ('c@d');\n"
    "INSERT INTO tidak_ada VALUES (1);\n";

#define TEXT(s) (const unsigned char *)(s), sizeof(s) - 1
const struct asset assets[] = {
    { "plugins/x/0009_bukan.sql", TEXT("SELECT 1") }, { "schema/0001_awal.sql", TEXT(first) },
    { "schema/0002_lanjut.sql", TEXT(second) },       { "schema/0004_gagal.sql", TEXT(third) },
    { "schema/001_pendek.sql", TEXT("SELECT 1") },    { "schema/plugin.schema.json", TEXT("{}") },
};
const size_t assets_count = COUNT(assets);

static char listed[256];

static void list(void *arg, int n, const char *name)
{
    size_t len = strlen(listed);

    assert_ptr_equal(arg, listed);
    snprintf(listed + len, sizeof(listed) - len, "%d=%s ", n, name);
}

static int version(struct db *db)
{
    int v = -1;

    OK(migrate_version(db, &v, e));
    return v;
}

static void applies_in_order_and_stops_at_a_failure(void **state)
{
    struct db *db = open_db(DB_WRITE);
    struct err e2 = ERR_NONE;

    (void)state;
    assert_int_equal(migrate_latest(), 4);
    assert_int_equal(version(db), 0);
    listed[0] = '\0';
    OK(migrate_run(db, true, list, listed, e));
    assert_string_equal(listed, "1=0001_awal 2=0002_lanjut 4=0004_gagal ");
    assert_int_equal(version(db), 0);
    assert_int_equal(count(db, "SELECT count(*) FROM sqlite_schema"), 0);

    listed[0] = '\0';
    assert_int_equal(migrate_run(db, false, list, listed, &e2), ST_FAIL);
    assert_int_equal(e2.code, E_SKEMA_RUSAK);
    assert_string_equal(e2.msg, "Migrasi 0004_gagal tidak dapat diterapkan.");
    assert_string_equal(listed, "1=0001_awal 2=0002_lanjut ");
    assert_int_equal(version(db), 2);
    assert_int_equal(count(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'setengah'"), 0);
    assert_int_equal(count(db, "SELECT count(*) FROM orang"), 1);
    assert_int_equal(count(db, "SELECT count(*) FROM skema_versi WHERE versi = 1 AND nama = '0001_awal'"
                               " AND waktu LIKE '20__-__-__T__:__:__.___Z' AND length(sha256) = 64"),
                     1);
    listed[0] = '\0';
    OK(migrate_run(db, true, list, listed, e));
    assert_string_equal(listed, "4=0004_gagal ");
    FAILS(E_SKEMA_RUSAK, migrate_run(db, false, NULL, NULL, e));
    db_close(db);
}

/* What the third would have written if it did not fail. */
static void pretend_third(struct db *db)
{
    struct digest d;
    char hex[DIGEST_HEX];

    FAILS(E_SKEMA_RUSAK, migrate_run(db, false, NULL, NULL, e));
    hash_sha256(third, sizeof(third) - 1, &d);
    digest_hex(&d, hex);
    OK(db_exec(db, NULL, e, "INSERT INTO skema_versi VALUES (4, '0004_gagal', '2026', $1)", "t", hex));
}

static void tokens_become_types(void **state)
{
    static const struct {
        const char *column, *type;
    } rows[] = {
        { "id", "INTEGER" }, { "n", "INTEGER" }, { "x", "REAL" }, { "isi", "BLOB" }, { "surel", "TEXT" }
    };
    struct db *db = open_db(DB_WRITE);
    struct arena *a = arena_new();
    char *type;

    (void)state;
    FAILS(E_SKEMA_RUSAK, migrate_run(db, false, NULL, NULL, e));
    for (size_t i = 0; i < COUNT(rows); i++) {
        OK(db_text(db, &type, a, e, "SELECT type FROM pragma_table_info('orang') WHERE name = $1", "t",
                   rows[i].column));
        assert_string_equal(type, rows[i].type);
    }
    assert_int_equal(count(db, "SELECT strict FROM pragma_table_list WHERE name = 'orang'"), 1);
    assert_int_equal(count(db, "SELECT strict + wr FROM pragma_table_list WHERE name = 'kunci'"), 2);
    OK(db_text(db, &type, a, e, "SELECT surel FROM orang", ""));
    assert_string_equal(type, "a@b");
    arena_free(a);
    db_close(db);
}

static void versions_gate_opening(void **state)
{
    struct db *w = open_db(DB_WRITE), *db;

    (void)state;
    FAILS(E_SKEMA_LAMA, db_open(url, DB_READ, &db, e)); /* empty */
    FAILS(E_SKEMA_RUSAK, migrate_run(w, false, NULL, NULL, e));
    FAILS(E_SKEMA_LAMA, db_open(url, DB_WRITE, &db, e)); /* the third is missing */
    pretend_third(w);
    OK(db_open(url, DB_READ, &db, e));
    db_close(db);
    OK(db_open(url, DB_WRITE, &db, e));
    db_close(db);
    OK(migrate_run(w, false, NULL, NULL, e)); /* nothing left to do */
    OK(db_exec(w, NULL, e, "INSERT INTO skema_versi VALUES (5, '0005_masa_depan', '2027', 'x')", ""));
    FAILS(E_SKEMA_BARU, db_open(url, DB_READ, &db, e));
    FAILS(E_SKEMA_BARU, db_open(url, DB_WRITE, &db, e));
    FAILS(E_SKEMA_BARU, migrate_run(w, false, NULL, NULL, e));
    FAILS(E_SKEMA_BARU, migrate_run(w, true, NULL, NULL, e));
    assert_null(db);
    db_close(w);
}

static void changed_migrations_are_refused(void **state)
{
    struct db *db = open_db(DB_WRITE);

    (void)state;
    pretend_third(db);
    OK(db_exec(db, NULL, e, "UPDATE skema_versi SET sha256 = $1 WHERE versi = 2", "t",
               "0000000000000000000000000000000000000000000000000000000000000000"));
    FAILS(E_SKEMA_BEDA, migrate_run(db, false, NULL, NULL, e));
    FAILS(E_SKEMA_BEDA, migrate_run(db, true, NULL, NULL, e));
    OK(db_exec(db, NULL, e, "DELETE FROM skema_versi WHERE versi = 2", "")); /* a hole */
    FAILS(E_SKEMA_BEDA, migrate_run(db, false, NULL, NULL, e));
    db_close(db);
}

static void one_server_or_one_migration(void **state)
{
    struct db *db = open_db(DB_WRITE);
    int server, command, migration;

    (void)state;
    OK(db_lock(url, true, &server, e));
    OK(db_lock(url, true, &command, e));
    FAILS(E_SERVER_JALAN, db_lock(url, false, &migration, e));
    assert_int_equal(migration, -1);
    FAILS(E_SERVER_JALAN, migrate_run(db, false, NULL, NULL, e));
    assert_int_equal(version(db), 0);
    OK(migrate_run(db, true, NULL, NULL, e)); /* listing disturbs nobody */
    close(server);
    FAILS(E_SERVER_JALAN, migrate_run(db, false, NULL, NULL, e));
    close(command);
    OK(db_lock(url, false, &migration, e));
    FAILS(E_SERVER_JALAN, db_lock(url, true, &server, e));
    close(migration);
    FAILS(E_SKEMA_RUSAK, migrate_run(db, false, NULL, NULL, e)); /* got as far as the third */
    OK(db_lock(url, false, &migration, e));                      /* and let the lock go */
    close(migration);
    db_close(db);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        T(applies_in_order_and_stops_at_a_failure), T(tokens_become_types),         T(versions_gate_opening),
        T(changed_migrations_are_refused),          T(one_server_or_one_migration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

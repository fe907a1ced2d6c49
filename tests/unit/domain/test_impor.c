/* CSV reading and writing, and what an import may and may not do inside its transaction. The files that
 * people send are tried by tests/import. */
#include "org.h"

#include "domain/csv.h"
#include "domain/impor.h"

static struct csv_tabel table;

static void parse(const char *text)
{
    OK(csv_baca(text, strlen(text), mem, &table, &err));
}

static void separators_and_ends(void **state)
{
    static const struct {
        const char *text;
        char separator;
    } rows[] = {
        { "a;b\n1;2\n", ';' },
        { "a,b\r\n1,2\r\n", ',' },
        { "\xEF\xBB\xBF"
          "a;b\r1;2\r",
          ';' },
        { "\"a,x,y\";b\n1;2", ';' },
        { "a\n1\n", ';' },
        { "a;b\n\n\n1;2\n;\n\n", ';' },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        parse(rows[i].text);
        assert_int_equal(table.pemisah, rows[i].separator);
        assert_int_equal(table.nbaris, 1);
        assert_string_equal(table.baris[0].sel[0], "1");
    }
}

static void rows_as_a_spreadsheet_numbers_them(void **state)
{
    (void)state;
    parse("a;b\n\"x\ny\nz\";1\n\n  ;\nlast;2\n");
    assert_int_equal(table.nbaris, 2);
    assert_string_equal(table.baris[0].sel[0], "x\ny\nz");
    assert_int_equal(table.baris[0].nomor, 2);
    assert_int_equal(table.baris[1].nomor, 5);
}

static void cells(void **state)
{
    static const char *const rows[][2] = {
        { "  x  ", "x" },
        { "'1985", "1985" },
        { "''x", "'x" },
        { "=\"19\"", "19" },
        { "\xC2\xA0x\xE2\x80\x8B", "x" },
        { "\t\n x y \n", "x y" },
        { "", "" },
        { "   ", "" },
        { "=1", "=1" },
        { "'", "" },
    };
    char cell[32];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        snprintf(cell, sizeof(cell), "%s", rows[i][0]);
        assert_string_equal(csv_bersih(cell), rows[i][1]);
    }
}

static void refused(const char *text, size_t len)
{
    err_clear(&err);
    assert_int_not_equal(csv_baca(text, len, mem, &table, &err), ST_OK);
    assert_true(err.code == E_IMPOR_BENTUK || err.code == E_TERLALU_BESAR);
    err_clear(&err);
}

static void bad_files(void **state)
{
    char *wide = arena_alloc(mem, 4000), *long_cell = arena_alloc(mem, 4000);

    (void)state;
    refused("", 0);
    refused("\n\n", 2);
    refused("a;\"b\n1;2", 8);
    refused("a\0b", 3);
    refused("a;\xFF", 3);
    memset(wide, ';', 100);
    refused(wide, 100);
    memset(long_cell, 'x', 3000);
    refused(long_cell, 3000);
    refused("", (size_t)CSV_BYTES_MAX + 1);
}

static void what_we_write_comes_back(void **state)
{
    static const char *const texts[] = { "",    "x",    "=1+1", "+62", "-",          "@a",   "'s",
                                         "a;b", "a\"b", "a\nb", "12",  "2025-01-01", "\ttab" };
    struct buf b = BUF_NONE;

    (void)state;
    csv_mulai(&b);
    csv_teks(&b, "judul");
    csv_akhir(&b);
    for (size_t i = 1; i < COUNT(texts); i++) {
        csv_teks(&b, texts[i]);
        csv_akhir(&b);
    }
    parse(b.p);
    assert_int_equal(table.nbaris, COUNT(texts) - 1);
    for (size_t i = 1; i < COUNT(texts); i++) {
        char first = table.baris[i - 1].sel[0][0];

        assert_false(first == '=' || first == '+' || first == '-' || first == '@');
        /* blanks around a cell are not kept, everything else is */
        assert_string_equal(csv_bersih(table.baris[i - 1].sel[0]),
                            i == COUNT(texts) - 1 ? "\ttab" : texts[i]);
    }
    buf_free(&b);
}

static struct impor in;

static enum status import(const char *text, bool skip, const struct who *who)
{
    struct who sys;

    who_system(&sys);
    in = (struct impor){
        .nama = "uji.csv", .bytes = text, .len = strlen(text), .lewati_salah = skip, .a = mem
    };
    err_clear(&err);
    return impor_jalankan(db, who ? who : &sys, &in, &err);
}

static int64_t count(const char *table_name)
{
    char sql[64];
    int64_t n = -1;

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table_name);
    OK(db_int(db, &n, &err, sql, ""));
    return n;
}

#define HEAD "NIP;Nama;Jabatan;TMT Jabatan;Unor;Eselon;NIP Atasan\n"

static void all_or_nothing(void **state)
{
    (void)state;
    mk_unit("dinas", 0);
    OK(import(HEAD "198501012010011001;A;Kepala Dinas;2025-01-01;dinas;II.b;\n"
                   "198501012010011002;B;Kepala Dinas;2025-01-01;dinas;II.b;\n",
              false, NULL));
    assert_false(in.diterapkan);
    assert_int_equal(in.salah, 1);
    assert_int_equal(in.galat[0].code, E_PENUGASAN_TUMPANG);
    assert_int_equal(count("pegawai") + count("jabatan") + count("penugasan") + count("audit"), 0);
}

static void skipping_undoes_the_whole_row(void **state)
{
    (void)state;
    mk_unit("dinas", 0);
    OK(import(HEAD "198501012010011001;A;Kepala Dinas;2025-01-01;dinas;II.b;\n"
                   "198501012010011002;B;Kepala Dinas;2025-01-01;dinas;II.b;\n"
                   "198501012010011003;C;Staf;2025-01-01;dinas;;198501012010011002\n",
              true, NULL));
    assert_true(in.diterapkan);
    assert_int_equal(in.salah, 2); /* B, and C who hangs on B */
    assert_int_equal(count("pegawai"), 1);
    assert_int_equal(count("jabatan"), 1); /* no post was made for C */
}

static void superior_later_in_the_file(void **state)
{
    int64_t n = 0;

    (void)state;
    mk_unit("dinas", 0);
    OK(import(HEAD "198501012010011003;C;Staf;2025-01-01;dinas;;198501012010011001\n"
                   "198501012010011001;A;Kepala Dinas;2025-01-01;dinas;II.b;\n",
              false, NULL));
    assert_true(in.diterapkan);
    OK(db_int(db, &n, &err,
              "SELECT count(*) FROM jabatan s JOIN jabatan k ON k.id = s.atasan_id WHERE s.nama = 'Staf' "
              "AND k.kepala = 1",
              ""));
    assert_int_equal(n, 1);
}

static void moving_needs_its_date(void **state)
{
    (void)state;
    mk_unit("dinas", 0);
    OK(import(HEAD "198501012010011003;C;Staf;2025-01-01;dinas;;\n", false, NULL));
    OK(import(HEAD "198501012010011003;C;Juru;;dinas;;\n", false, NULL));
    assert_int_equal(in.galat[0].code, E_PENUGASAN_TANGGAL);
    OK(import(HEAD "198501012010011003;C;Juru;2025-01-01;dinas;;\n", false,
              NULL)); /* the very day of the old post */
    assert_int_equal(in.galat[0].code, E_PENUGASAN_TANGGAL);
    assert_false(in.diterapkan);
    OK(import(HEAD "198501012010011003;C;Juru;2025-02-01;dinas;;\n", false, NULL));
    assert_true(in.diterapkan);
    assert_int_equal(count("penugasan"), 2);
}

static void rights_of_a_unit_admin(void **state)
{
    int64_t kota = mk_unit("kota", 0), mine = mk_unit("milik", kota);
    struct who admin = { .akun_id = 1, .nperan = 1 };

    (void)state;
    mk_unit("lain", kota);
    OK(db_exec(db, NULL, &err, "INSERT INTO akun (id, nama, sandi, dibuat) VALUES (1, 'a', '!', 'x')", ""));
    admin.peran[0].peran = PERAN_ADMIN_UNIT;
    admin.peran[0].unit_id = mine;
    clock_today(admin.hari);
    OK(import(HEAD
              "198501012010011001;A;Staf;2025-01-01;milik;;\n198501012010011002;B;Staf;2025-01-01;lain;;\n",
              true, &admin));
    assert_true(in.diterapkan);
    assert_int_equal(in.baru, 1);
    assert_int_equal(in.galat[0].code, E_TIDAK_BERHAK);
}

static void ambiguous_unit(void **state)
{
    int64_t kota = mk_unit("kota", 0);
    struct unit_baru a = { .kode = "u1",
                           .nama = "Tata Usaha",
                           .jenis = "x",
                           .induk_id = mk_unit("dinas-a", kota),
                           .mulai = "2020-01-01" },
                     b = { .kode = "u2",
                           .nama = "Tata Usaha",
                           .jenis = "x",
                           .induk_id = mk_unit("dinas-b", kota),
                           .mulai = "2020-01-01" };

    (void)state;
    OK(unit_add(db, &a, &err));
    OK(unit_add(db, &b, &err));
    OK(import(
        "NIP;Nama;Jabatan;TMT Jabatan;Unor;Unor Induk\n198501012010011001;A;Staf;2025-01-01;tata  usaha;\n",
        false, NULL));
    assert_int_equal(in.galat[0].code, E_UNIT_TIDAK_ADA);
    OK(import("NIP;Nama;Jabatan;TMT Jabatan;Unor;Unor Induk\n198501012010011001;A;Staf;2025-01-01;Tata "
              "Usaha;dinas-b\n",
              false, NULL));
    assert_true(in.diterapkan);
    int64_t unit = 0;
    OK(db_int(db, &unit, &err, "SELECT unit_id FROM jabatan", ""));
    assert_int_equal(unit, b.out_id);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, org_open, org_close)
    const struct CMUnitTest tests[] = {
        T(separators_and_ends),
        T(rows_as_a_spreadsheet_numbers_them),
        T(cells),
        T(bad_files),
        T(what_we_write_comes_back),
        T(all_or_nothing),
        T(skipping_undoes_the_whole_row),
        T(superior_later_in_the_file),
        T(moving_needs_its_date),
        T(rights_of_a_unit_admin),
        T(ambiguous_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The evidence store: names by content, types by content, strays. */
#include "kerja.h"

#include <dirent.h>
#include <time.h>
#include <utime.h>

static char dir[96];

static int begin(void **state)
{
    if (setup(state) != 0)
        return -1;
    snprintf(dir, sizeof(dir), "%s/bukti", folder);
    return 0;
}
#define B(name) cmocka_unit_test_setup_teardown(name, begin, teardown)

static enum status put(const char *nama, const void *data, size_t n, size_t step, struct bukti_berkas *out,
                       struct err *e)
{
    struct bukti_tulis *w;
    enum status st = bukti_mulai(dir, nama, &w, e);

    for (size_t i = 0; st == ST_OK && i < n; i += step)
        st = bukti_isi(w, (const char *)data + i, n - i < step ? n - i : step, e);
    if (st == ST_OK)
        st = bukti_selesai(w, out, e);
    if (st != ST_OK)
        bukti_batal(w);
    return st;
}

static int count_files(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *x;
    int n = 0;

    while (d && (x = readdir(d)))
        if (x->d_name[0] != '.') {
            char below[512];
            struct stat s;

            snprintf(below, sizeof(below), "%s/%s", path, x->d_name);
            assert_int_equal(lstat(below, &s), 0);
            n += S_ISDIR(s.st_mode) ? count_files(below) : 1;
        }
    if (d)
        closedir(d);
    return n;
}

/* A ZIP of empty stored files with these names, as small as it gets. */
static void zip(struct buf *out, const char *const *names, const char *first_content)
{
    struct buf dirs = BUF_NONE;
    unsigned n = 0;
    size_t start;

    for (; names[n]; n++) {
        unsigned char head[46] = "PK\3\4", entry[46] = "PK\1\2";
        size_t len = strlen(names[n]), at = out->len,
               body = n == 0 && first_content ? strlen(first_content) : 0;

        head[18] = head[22] = (unsigned char)body;
        head[26] = (unsigned char)len;
        buf_add(out, head, 30);
        buf_add(out, names[n], len);
        buf_add(out, first_content ? first_content : "", body);
        entry[28] = (unsigned char)len;
        entry[42] = (unsigned char)at;
        entry[43] = (unsigned char)(at >> 8);
        buf_add(&dirs, entry, 46);
        buf_add(&dirs, names[n], len);
    }
    start = out->len;
    buf_add(out, dirs.p, dirs.len);
    {
        unsigned char end[22] = "PK\5\6";

        end[8] = end[10] = (unsigned char)n;
        end[12] = (unsigned char)dirs.len;
        end[13] = (unsigned char)(dirs.len >> 8);
        end[16] = (unsigned char)start;
        end[17] = (unsigned char)(start >> 8);
        buf_add(out, end, 22);
    }
    buf_free(&dirs);
}

static void a_file_is_named_by_its_content(void **state)
{
    struct bukti_berkas one, two;
    char path[512], back[64];
    struct stat s;
    FILE *f;

    (void)state;
    OK(put("laporan.txt", "abc", 3, 1, &one, e));
    /* FIPS 180-4 */
    assert_string_equal(one.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(one.tipe, "text/plain");
    assert_int_equal(one.ukuran, 3);
    bukti_path(dir, one.sha256, path, sizeof(path));
    assert_string_equal(path + strlen(dir),
                        "/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    f = fopen(path, "rb");
    assert_int_equal(fread(back, 1, sizeof(back), f), 3);
    fclose(f);
    assert_memory_equal(back, "abc", 3);
    OK(put("lain.csv", "abc", 3, 3, &two, e));
    assert_string_equal(two.sha256, one.sha256);
    assert_string_equal(two.tipe, "text/csv");
    assert_int_equal(count_files(dir), 1); /* one content, one file, nothing left aside */
}

static const struct {
    const char *nama, *data;
    size_t n;
    enum code code; /* E_NONE: accepted */
} contents[] = {
    { "a.pdf", "%PDF-1.7 isi", 12, E_NONE },
    { "A.PDF", "%PDF-1.7 isi", 12, E_NONE },
    { "a.pdf", "%PD", 3, E_BUKTI_ISI },
    { "a.pdf", "<html>", 6, E_BUKTI_ISI },
    { "a.pdf", "MZ\x90\0", 4, E_BUKTI_ISI },
    { "a.jpg", "\xFF\xD8\xFF\xE0 gambar", 11, E_NONE },
    { "a.jpeg", "\x89PNG\r\n\x1A\n", 8, E_BUKTI_ISI },
    { "a.png", "\x89PNG\r\n\x1A\n isi", 12, E_NONE },
    { "a.webp", "RIFF\1\2\3\4WEBPVP8 ", 16, E_NONE },
    { "a.webp", "RIFF\1\2\3\4AVI LIST", 16, E_BUKTI_ISI },
    { "a.webp", "RIFF\1\2\3", 7, E_BUKTI_ISI },
    { "a.txt", "Catatan é\n", 11, E_NONE },
    { "a.txt", "a\0b", 3, E_BUKTI_ISI },
    { "a.csv", "nama;nilai\r\n\"x\";1\r\n", 19, E_NONE },
    { "a.csv", "PK\3\4", 4, E_BUKTI_ISI },
    { "a.docx", "PK\3\4 bukan zip", 14, E_BUKTI_ISI },
    { "a.exe", "MZ", 2, E_BUKTI_JENIS },
    { "a.html", "<p>", 3, E_BUKTI_JENIS },
    { "a.svg", "<svg>", 5, E_BUKTI_JENIS },
    { "tanpa-ekor", "x", 1, E_BUKTI_JENIS },
    { "a.pdf.exe", "%PDF-", 5, E_BUKTI_JENIS },
    { "a.txt", "", 0, E_BUKTI_KOSONG },
};

static void content_and_name_must_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(contents); i++)
        for (size_t step = 1; step <= 64; step += 63) { /* byte by byte, and at once */
            struct bukti_berkas out;
            struct err no = ERR_NONE;
            enum status st = put(contents[i].nama, contents[i].data, contents[i].n, step, &out, &no);

            if (no.code != contents[i].code || (st == ST_OK) != (no.code == E_NONE))
                fail_msg("%s, row %zu: %s", contents[i].nama, i, code_row(no.code)->name);
        }
    /* Nothing that was refused is left. */
    assert_int_equal(count_files(dir), 6);
}

static void office_files_are_looked_into(void **state)
{
    static const struct {
        const char *nama;
        const char *names[5], *first;
        bool ok;
    } rows[] = {
        { "a.docx", { "[Content_Types].xml", "word/document.xml" }, NULL, true },
        { "a.docx", { "[Content_Types].xml", "xl/workbook.xml" }, NULL, false },
        { "a.docx", { "word/document.xml" }, NULL, false },
        { "a.docx", { "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin" }, NULL, false },
        { "a.xlsx", { "[Content_Types].xml", "xl/workbook.xml" }, NULL, true },
        { "a.xlsx", { "[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin" }, NULL, false },
        { "a.pptx", { "[Content_Types].xml", "ppt/presentation.xml" }, NULL, true },
        { "a.odt", { "mimetype", "content.xml" }, "application/vnd.oasis.opendocument.text", true },
        { "a.ods", { "mimetype", "content.xml" }, "application/vnd.oasis.opendocument.text", false },
        { "a.ods", { "mimetype", "content.xml" }, "application/vnd.oasis.opendocument.spreadsheet", true },
        { "a.odt", { "mimetype", "Basic/x.xml" }, "application/vnd.oasis.opendocument.text", false },
        { "a.odt", { "content.xml" }, NULL, false },
        { "a.xlsx", { "jebakan.exe" }, NULL, false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf b = BUF_NONE;
        struct bukti_berkas out;
        struct err no = ERR_NONE;
        enum status st;

        zip(&b, rows[i].names, rows[i].first);
        st = put(rows[i].nama, b.p, b.len, 7, &out, &no);
        if ((st == ST_OK) != rows[i].ok)
            fail_msg("%s, row %zu: %s", rows[i].nama, i, code_row(no.code)->name);
        /* A directory that points outside, and a tail that is cut, are no ZIP. */
        if (rows[i].ok) {
            b.p[b.len - 6] = 0x7f;
            REFUSED(E_BUKTI_ISI, put(rows[i].nama, b.p, b.len, 64, &out, e));
            REFUSED(E_BUKTI_ISI, put(rows[i].nama, b.p, b.len - 5, 64, &out, e));
        }
        buf_free(&b);
    }
}

static void sizes_are_limited_by_type(void **state)
{
    size_t n = 5 * 1024 * 1024;
    char *data = mem_alloc(n + 1);
    struct bukti_berkas out;

    (void)state;
    memset(data, 'x', n + 1);
    OK(put("a.txt", data, n, 65536, &out, e));
    REFUSED(E_BUKTI_BESAR, put("a.txt", data, n + 1, 65536, &out, e));
    assert_int_equal(code_row(E_BUKTI_BESAR)->http, 413);
    assert_int_equal(count_files(dir), 1);
    assert_true(bukti_batas() >= (int64_t)n);
    free(data);
}

static void names_are_made_harmless(void **state)
{
    static const struct {
        const char *given, *kept;
    } rows[] = {
        { "laporan.txt", "laporan.txt" },
        { "../../etc/passwd.txt", "passwd.txt" },
        { "C:\\dokumen\\lap.txt", "lap.txt" },
        { "a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt" },
        { "kué.txt", "kué.txt" },
        { "\xFF\xFE.txt", "berkas.txt" },
    };
    struct bukti_berkas out;
    struct buf b = BUF_NONE;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        OK(put(rows[i].given, "x", 1, 1, &out, e));
        assert_string_equal(out.nama, rows[i].kept);
    }
    for (int i = 0; i < 200; i++)
        buf_str(&b, "é");
    buf_str(&b, ".txt");
    OK(put(b.p, "x", 1, 1, &out, e));
    assert_true(strlen(out.nama) < sizeof(out.nama) && utf8_valid(out.nama, strlen(out.nama)));
    assert_string_equal(strrchr(out.nama, '.'), ".txt");
    buf_free(&b);
}

static void age(const char *path, int hours)
{
    struct utimbuf t = { time(NULL) - hours * 3600, time(NULL) - hours * 3600 };

    assert_int_equal(utime(path, &t), 0);
}

static void the_sweep_takes_old_strays_only(void **state)
{
    struct bukti_berkas named, old, young;
    char path[512], aside[512];
    struct bukti_tulis *w;
    int64_t removed;
    FILE *f;

    (void)state;
    OK(bukti_sweep(db, dir, &removed, e)); /* no folder yet */
    assert_int_equal(removed, 0);
    skp_disetujui();
    sql("INSERT INTO realisasi (id, skp_versi_id, periode_id) SELECT 1, id, 3 FROM skp_versi");
    OK(put("a.txt", "bernama", 7, 7, &named, e));
    OK(put("b.txt", "lama", 4, 4, &old, e));
    OK(put("c.txt", "muda", 4, 4, &young, e));
    OK(db_exec(
        db, NULL, e,
        "INSERT INTO bukti (realisasi_id, sha256, nama, tipe, ukuran, diunggah) VALUES (1, $1, 'a.txt',"
        " 'text/plain', 7, '2026-01-01T00:00:00.000Z')",
        "t", named.sha256));
    bukti_path(dir, named.sha256, path, sizeof(path));
    age(path, 100);
    /* A certificate is named by its training record. */
    OK(put("e.txt", "sertifikat", 10, 10, &named, e));
    OK(db_exec(db, NULL, e,
               "INSERT INTO pelatihan (pegawai_id, cara, judul, jenis, selesai, status, dibuat, "
               "bukti_sha256) VALUES (7,"
               " 'luar', 'Sertifikat', 'klasikal', '2026-01-10', 'lulus', '2026-01-11T00:00:00.000Z', $1)",
               "t", named.sha256));
    bukti_path(dir, named.sha256, path, sizeof(path));
    age(path, 100);
    bukti_path(dir, old.sha256, path, sizeof(path));
    age(path, 25);
    snprintf(aside, sizeof(aside), "%s/sementara-0123", dir);
    f = fopen(aside, "w");
    fclose(f);
    age(aside, 25);
    OK(bukti_mulai(dir, "d.txt", &w, e)); /* an upload in flight */
    OK(bukti_sweep(db, dir, &removed, e));
    assert_int_equal(removed, 2);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_not_equal(access(aside, F_OK), 0);
    OK(bukti_isi(w, "x", 1, e));
    OK(bukti_selesai(w, &old, e));
    assert_int_equal(count_files(dir), 4);
    /* Somebody sends an old stray again: from now on it is young. */
    bukti_path(dir, young.sha256, path, sizeof(path));
    age(path, 30);
    OK(put("c.txt", "muda", 4, 4, &young, e));
    OK(bukti_sweep(db, dir, &removed, e));
    assert_int_equal(removed, 0);
}

static void a_broken_upload_leaves_nothing(void **state)
{
    struct bukti_tulis *w;

    (void)state;
    OK(bukti_mulai(dir, "a.txt", &w, e));
    OK(bukti_isi(w, "setengah", 8, e));
    assert_int_equal(count_files(dir), 1);
    bukti_batal(w);
    bukti_batal(NULL);
    assert_int_equal(count_files(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        B(a_file_is_named_by_its_content), B(content_and_name_must_agree), B(office_files_are_looked_into),
        B(sizes_are_limited_by_type),      B(names_are_made_harmless),     B(the_sweep_takes_old_strays_only),
        B(a_broken_upload_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Simulations over the demonstration year and two full scoring runs to hold them against. */
#ifndef UNIT_SCORING_DUA_RUN_H
#define UNIT_SCORING_DUA_RUN_H

#include "dunia.h"

#include "domain/demo.h"
#include "scoring/simulate.h"

static const char *const rating[] = { "di_bawah", "sesuai", "di_atas" };
static const char *const predikat[] = { "sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik" };
/* PermenPANRB 6/2022, as indices of `predikat`: [hasil][perilaku]. */
static const int matriks[3][3] = { { 0, 2, 2 }, { 1, 3, 3 }, { 1, 3, 4 } };
static int64_t run_berlaku;

/* The demonstration year, scored with what is in force; its periods stay open. */
static inline int demo_setup(void **state)
{
    struct demo *d;
    struct run_result r;

    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/tenayan-simulasi-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(url, sizeof(url), "sqlite:%s/uji.db", folder);
    log_level_set(LOG_ERROR);
    arena = arena_new();
    host = host_new(HOST_EXE);
    d = arena_new_of(arena, struct demo);
    OK(db_open_any(url, DB_WRITE, true, &db, e));
    OK(migrate_run(db, false, NULL, NULL, e));
    OK(demo_susun(db, d, e));
    OK(pasang_bawaan(db, host, "2025-01-01", e));
    OK(demo_tahun(db, d, e));
    run_with("2025", 2, 100, &r);
    assert_true(r.dinilai > 50);
    run_berlaku = r.run_id;
    run_result_free(&r);
    return 0;
}

/* Candidates ----------------------------------------------------------------------------------------- */

/* The package with `old` behind `from` replaced by `new` in one file; the place must be there. */
static inline void change(struct package *p, const char *path, const char *from, const char *old,
                          const char *new)
{
    struct package before = *p;
    struct package_file *files = arena_array(arena, struct package_file, before.nfiles);

    for (size_t i = 0; i < before.nfiles; i++) {
        char *text, *at;

        files[i] = before.files[i];
        if (strcmp(files[i].path, path) != 0)
            continue;
        text = arena_strndup(arena, (const char *)files[i].data, files[i].len);
        at = strstr(text, from);
        assert_non_null(at);
        at = strstr(at, old);
        assert_non_null(at);
        text = arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
        files[i].data = (const uint8_t *)text;
        files[i].len = strlen(text);
    }
    OK(package_from_files(files, before.nfiles, p, e));
    package_free(&before);
}

/* The shipped scheme, changed so. */
static inline void make_candidate(struct package *p, const char *path, const char *from, const char *old,
                                  const char *new)
{
    OK(package_read_shipped("skp-permenpanrb-6-2022", p, e));
    change(p, path, from, old, new);
}

static inline void make_strict(struct package *p)
{
    make_candidate(p, "plugin.json", "\"ambang_bawah\"", "\"default\": 100", "\"default\": 104");
}

static inline struct simulasi_minta ask(const struct package *p)
{
    return (struct simulasi_minta){ .url = url, .periode = "2025", .package = p, .host = HOST_EXE };
}

/* The report as JSON; the caller owns both. */
static inline json_t *simulate(const struct simulasi_minta *m, struct simulasi *s)
{
    json_t *report = NULL;

    OK(simulasi_hitung(m, s, e));
    OK(json_read(s->laporan.p, s->laporan.len, &report, e));
    return report;
}

static inline int64_t cell(const json_t *report, const char *name, int from, int to)
{
    const json_t *rows = json_object_get(json_object_get(report, "perpindahan"), name);

    return json_integer_value(json_array_get(json_array_get(rows, (size_t)from), (size_t)to));
}

static inline int64_t num(const json_t *o, const char *key)
{
    assert_true(json_is_integer(json_object_get(o, key)));
    return json_integer_value(json_object_get(o, key));
}

/* Two full runs -------------------------------------------------------------------------------------- */

struct gerak {
    int64_t rating[3][3], saran[5][5], berubah, nilai;
    json_t *unit; /* kode of the unit → {"saran": n, "nilai": n, "evaluasi": n}; gerak_clear */
};

static inline int place(const char *const *codes, int n, const char *text)
{
    for (int i = 0; i < n; i++)
        if (strcmp(codes[i], text) == 0)
            return i;
    fail_msg("unknown code %s", text);
    return -1;
}

static inline void count_up(json_t *unit, const char *kode, const char *key, bool more)
{
    json_t *row = json_object_get(unit, kode);

    if (!row) {
        row = json_pack("{s:i,s:i,s:i}", "evaluasi", 0, "nilai", 0, "saran", 0);
        json_object_set_new(unit, kode, row);
    }
    if (more)
        json_integer_set(json_object_get(row, key), json_integer_value(json_object_get(row, key)) + 1);
}

/* What lies between two runs of the database `db`, of `unit` and those below it on 1 January (NULL: all).
 * gerak_clear. */
static inline void difference(int64_t before, int64_t after, const char *unit, struct gerak *g)
{
    struct rows r;

    *g = (struct gerak){ .unit = json_object() };
    OK(db_rows(
        db, &r, e,
        "WITH RECURSIVE bawah(id) AS (SELECT id FROM unit WHERE $3 = '' OR kode = $3 UNION SELECT i.unit_id"
        " FROM unit_induk i JOIN bawah b ON i.induk_id = b.id WHERE i.mulai <= '2025-01-01' AND"
        " (i.selesai IS NULL OR i.selesai >= '2025-01-01'))"
        " SELECT json_extract(a.nilai, '$.hasil'), json_extract(b.nilai, '$.hasil'), e.rating_perilaku, "
        "u.kode,"
        " json_extract(a.nilai, '$.capaian', '$.nilai') IS NOT json_extract(b.nilai, '$.capaian', '$.nilai')"
        " FROM run_hasil x JOIN hasil a ON a.id = x.hasil_id JOIN evaluasi e ON e.id = x.evaluasi_id"
        " JOIN run_hasil y ON y.evaluasi_id = x.evaluasi_id JOIN hasil b ON b.id = y.hasil_id"
        " JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id JOIN unit u ON u.id = "
        "s.unit_id"
        " WHERE x.run_id = $1 AND y.run_id = $2 AND a.kode LIKE 'skema.%' AND b.kode LIKE 'skema.%'"
        " AND s.unit_id IN (SELECT id FROM bawah)",
        "iit", before, after, unit ? unit : ""));
    while (rows_next(&r)) {
        int a = place(rating, 3, row_text(&r, 0)), b = place(rating, 3, row_text(&r, 1)),
            p = place(rating, 3, row_text(&r, 2));

        g->rating[a][b]++;
        g->saran[matriks[a][p]][matriks[b][p]]++;
        g->berubah += a != b;
        g->nilai += row_int(&r, 4);
        count_up(g->unit, row_text(&r, 3), "evaluasi", true);
        count_up(g->unit, row_text(&r, 3), "saran", a != b);
        count_up(g->unit, row_text(&r, 3), "nilai", row_int(&r, 4) != 0);
    }
    OK(rows_end(&r, ST_OK, e));
}

static inline void gerak_clear(struct gerak *g)
{
    json_decref(g->unit);
}

/* Puts release and settings in force in a copy of the database, where the scheme in force has its activation
 * or for `unit`, scores the year there, and says what is different in `unit` (NULL: everywhere). What differs
 * outside of it is in *outside. */
static inline void run_in_copy(const struct package *p, const json_t *settings, const char *unit,
                               struct gerak *g, int64_t *outside)
{
    char *copy = arena_printf(arena, "%s/salinan.db", folder);
    struct db *original = db;
    char original_url[128];
    struct pasang_enable in = { .mulai = "2025-01-01", .alasan = "Uji" };
    struct run_result r;
    struct gerak all;
    int64_t release;

    OK(db_backup(db, copy, e));
    memcpy(original_url, url, sizeof(url));
    snprintf(url, sizeof(url), "sqlite:%.100s", copy);
    OK(db_open(url, DB_WRITE, &db, e));
    in.unit_id = unit ? count(arena_printf(arena, "SELECT id FROM unit WHERE kode = '%s'", unit))
                      : count("SELECT a.unit_id FROM aktivasi a JOIN release r ON r.id = a.release_id"
                              " WHERE r.skema IS NOT NULL");
    release = install(p);
    OK(pasang_setelan(db, release, settings, arena, &in, e));
    OK(command(pasang_enable, &in, e));
    run_with("2025", 2, 100, &r);
    difference(run_berlaku, r.run_id, unit, g);
    difference(run_berlaku, r.run_id, NULL, &all);
    *outside = all.berubah + all.nilai - g->berubah - g->nilai;
    gerak_clear(&all);
    run_result_free(&r);
    db_close(db);
    db = original;
    memcpy(url, original_url, sizeof(url));
    assert_int_equal(unlink(copy), 0);
}

/* Every cell of the movement tables, and the counts of every unit. */
static inline void same_as_runs(const json_t *report, const struct gerak *g)
{
    const json_t *changed = json_object_get(report, "berubah");
    size_t i;
    json_t *u;

    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++)
            assert_int_equal(cell(report, "rating_hasil", a, b), g->rating[a][b]);
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 5; b++)
            assert_int_equal(cell(report, "predikat_saran", a, b), g->saran[a][b]);
    assert_int_equal(num(changed, "saran"), g->berubah);
    assert_int_equal(num(changed, "nilai"), g->nilai);
    assert_int_equal(json_array_size(json_object_get(report, "per_unit")), json_object_size(g->unit));
    json_array_foreach(json_object_get(report, "per_unit"), i, u)
    {
        const json_t *want = json_object_get(g->unit, json_string_value(json_object_get(u, "kode")));
        const json_t *got = json_object_get(u, "berubah");

        assert_non_null(want);
        assert_int_equal(num(u, "evaluasi"), num(want, "evaluasi"));
        assert_int_equal(num(got, "saran"), num(want, "saran"));
        assert_int_equal(num(got, "nilai"), num(want, "nilai"));
    }
}

#endif

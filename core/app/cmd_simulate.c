/* plugin simulate: what a candidate would change, over the stored inputs of a past period. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cmd_plugin_store.h"
#include "base/json.h"
#include "scoring/simulate.h"
#include "script/release.h"

/* The candidate: borrowed from a stored release, or read here. */
struct calon {
    struct package own;
    const struct release *release;
};

/* A folder or .tar if there is one; else a release of the store, by number or name as `plugin enable` takes
 * it; else a shipped plugin. */
static enum status open_candidate(const char *where, struct db *db, struct calon *c,
                                  const struct package **out, struct err *e)
{
    struct stat s;
    int64_t id;
    enum status st;

    *out = &c->own;
    if (stat(where, &s) == 0)
        return plugin_open_package(where, &c->own, e);
    st = plugin_find_release(db, where, &id, e);
    if (st == ST_NOT_FOUND) {
        err_clear(e);
        return plugin_open_package(where, &c->own, e);
    }
    if (st == ST_OK && (st = release_get(db, id, &c->release, e)) == ST_OK)
        *out = &c->release->package;
    return st;
}

static void progress(void *arg, int64_t done, int64_t total)
{
    (void)arg;
    cli_progress("simulasi", done, total);
}

static long long number(const json_t *o, const char *key)
{
    return (long long)json_integer_value(json_object_get(o, key));
}

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "-";
}

/* On stderr, so that they are seen beside --json too. */
static void print_warnings(const json_t *report)
{
    size_t i;
    json_t *x;

    json_array_foreach(json_object_get(report, "peringatan"), i, x)
        fprintf(stderr, "Perhatian: %s\n", text(x, "pesan"));
}

/* A table of moves: a row before, a column after. */
static void print_table(const json_t *moves, const char *title, const char *order, const char *key)
{
    const json_t *names = json_object_get(moves, order), *rows = json_object_get(moves, key);
    size_t i, k;
    json_t *row, *name, *cell;

    printf("\n%s (baris: sekarang, kolom: dengan calon)\n%-18s", title, "");
    json_array_foreach(names, i, name) printf(" %16s", json_string_value(name));
    printf("\n");
    json_array_foreach(rows, i, row)
    {
        printf("%-18s", json_string_value(json_array_get(names, i)));
        json_array_foreach(row, k, cell) printf(" %16lld", (long long)json_integer_value(cell));
        printf("\n");
    }
}

static void print_pattern(const json_t *unit, const char *side)
{
    const json_t *x = json_object_get(json_object_get(unit, "distribusi"), side),
                 *pola = json_object_get(x, "pola");
    const char *name;
    json_t *n;

    printf("    %s:", side);
    json_object_foreach(json_object_get(x, "jumlah"), name, n)
        printf(" %s %lld", name, (long long)json_integer_value(n));
    if (pola)
        printf("; pola %s",
               json_is_true(json_object_get(pola, "memenuhi_pola")) ? "terpenuhi" : "tidak terpenuhi");
    if (json_object_get(x, "galat"))
        printf("; pola: %s", text(x, "galat"));
    printf("\n");
}

static void print_units(const json_t *report)
{
    size_t i;
    json_t *u;

    printf("\nPer unit\n");
    json_array_foreach(json_object_get(report, "per_unit"), i, u)
    {
        const json_t *ubah = json_object_get(u, "berubah");

        printf(
            "  %s: %lld evaluasi, %lld berubah (saran %lld, predikat %lld, predikat saran %lld, nilai %lld),"
            " gagal %lld\n",
            text(u, "kode"), number(u, "evaluasi"), number(ubah, "ada"), number(ubah, "saran"),
            number(ubah, "predikat"), number(ubah, "predikat_saran"), number(ubah, "nilai"),
            number(u, "gagal_calon"));
        print_pattern(u, "sebelum");
        print_pattern(u, "sesudah");
    }
}

static void print_people(const json_t *report)
{
    size_t i;
    json_t *o;

    if (json_array_size(json_object_get(report, "terbesar")))
        printf("\nPergeseran terbesar\n");
    json_array_foreach(json_object_get(report, "terbesar"), i, o)
    {
        const json_t *a = json_object_get(o, "sebelum"), *b = json_object_get(o, "sesudah");

        printf("  %s (%s): saran %s → %s, predikat saran %s → %s, predikat %s → %s\n", text(o, "nip"),
               text(o, "unit"), text(a, "hasil"), text(b, "hasil"), text(a, "predikat_saran"),
               text(b, "predikat_saran"), text(a, "predikat"), text(b, "predikat"));
    }
    json_array_foreach(json_object_get(report, "gagal"), i, o)
    {
        printf("%s  %s (%s), %s: ", i ? "" : "\nTidak dapat dihitung\n", text(o, "nip"), text(o, "unit"),
               text(o, "sisi"));
        if (json_is_string(json_object_get(o, "berkas")))
            printf("%s:%lld: ", text(o, "berkas"), number(o, "baris"));
        printf("%s [%s]\n", text(o, "pesan"), text(o, "code"));
    }
}

static void print_report(const struct simulasi *s, const json_t *report)
{
    const json_t *moves = json_object_get(report, "perpindahan");

    printf("Simulasi %lld: %s %s pada %s\n", (long long)s->out_id, s->plugin, s->label,
           text(report, "periode"));
    if (json_is_string(json_object_get(report, "catatan")))
        printf("%s\n", text(report, "catatan"));
    printf("%lld evaluasi dibandingkan, %lld berubah, %lld gagal dengan calon, %.2f detik%s\n",
           (long long)s->evaluasi, (long long)s->berubah, (long long)s->gagal, (double)s->durasi_us / 1e6,
           s->tertunda ? "; belum lengkap" : "");
    if (!number(report, "evaluasi"))
        return;
    print_table(moves, "Saran rating hasil kerja", "urutan_rating", "rating_hasil");
    print_table(moves, "Predikat menurut saran", "urutan_predikat", "predikat_saran");
    print_table(moves, "Predikat dari rating yang tersimpan", "urutan_predikat", "predikat");
    print_units(report);
    print_people(report);
}

static enum status print(const struct cli *c, const struct simulasi *s, struct err *e)
{
    json_t *report = NULL;
    enum status st = json_read(s->laporan.p, s->laporan.len, &report, e);

    if (st == ST_OK && c->json) {
        struct buf b = BUF_NONE;

        json_object_set_new(report, "id", json_integer(s->out_id));
        json_object_set_new(report, "hash", json_string(s->hash));
        json_object_set_new(report, "lengkap", json_boolean(s->tertunda == 0));
        json_object_set_new(report, "detik", json_real((double)s->durasi_us / 1e6));
        json_canonical(report, &b);
        printf("%s\n", b.p);
        buf_free(&b);
    } else if (st == ST_OK) {
        print_report(s, report);
    }
    if (st == ST_OK)
        print_warnings(report);
    json_decref(report);
    return st;
}

static enum status simulate_run(struct cli *c, struct err *e)
{
    const char *given = cli_option(c, "--settings");
    struct simulasi_minta m = { .url = c->url,
                                .periode = cli_option(c, "--periode"),
                                .unit = cli_option(c, "--unit"),
                                .progress = progress };
    struct simulasi s = { .out_id = 0 };
    struct calon calon = { .release = NULL };
    struct tulis t = TULIS_NONE;
    json_t *settings = NULL;
    enum status st;

    if (!m.periode)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --periode KODE.");
    if ((given && (st = json_read(given, strlen(given), &settings, e)) != ST_OK) ||
        (st = tulis_open(c, &t, e)) != ST_OK ||
        (st = open_candidate(c->args[0], t.db, &calon, &m.package, e)) != ST_OK)
        goto out;
    m.setelan = settings;
    st = simulasi_hitung(&m, &s, e);
    cli_progress_end();
    if (st == ST_OK)
        st = tulis_run(&t, simulasi_simpan, &s, e);
    if (st == ST_OK)
        st = print(c, &s, e);
    if (s.tertunda)
        c->exit = 75;
out:
    simulasi_clear(&s);
    release_put(calon.release);
    package_free(&calon.own);
    json_decref(settings);
    tulis_close(&t);
    return st;
}

static const struct cli_option simulate_options[] = {
    { "--periode", "KODE", "the past period whose stored inputs are used" },
    { "--unit", "KODE", "only this unit and those below it" },
    { "--settings", "JSON", "settings over the manifest's defaults" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_simulate[] = {
    { "plugin simulate", "DIR|TAR|ID", 1, 1,
      "computes a candidate beside what is in force and stores who would change",
      "tenayan plugin simulate ./plugin-saya --periode 2025 --unit kec-tenayan-raya", simulate_options,
      simulate_run, false },
    { NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, false },
};

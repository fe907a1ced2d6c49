/* Plugins in the database: plugin install, enable, disable, list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cmd_plugin_store.h"
#include "base/json.h"
#include "domain/unit.h"
#include "scoring/konsolidasi.h"
#include "scoring/pasang.h"

enum status plugin_open_package(const char *where, struct package *p, struct err *e)
{
    struct stat s;
    enum status st;

    if (stat(where, &s) != 0) {
        st = package_read_shipped(where, p, e);
        return st == ST_NOT_FOUND
                   ? err_set(e, E_PLUGIN_TIDAK_ADA,
                             "Plugin \"%s\" tidak ditemukan: bukan folder, bukan berkas .tar, dan bukan"
                             " plugin bawaan.",
                             where)
                   : st;
    }
    return S_ISDIR(s.st_mode) ? package_read_dir(where, p, e) : package_read_tar_file(where, p, e);
}

static void print_installed(const struct cli *c, const struct package *p, const struct pasang_install *in)
{
    struct buf b = BUF_NONE;
    struct jw w;

    if (!c->json) {
        printf("Rilis %lld: %s %s %s\n", (long long)in->out_id, p->manifest.id, p->manifest.version,
               in->lulus ? "lulus pemeriksaan" : "belum lulus, disimpan sebagai uploaded");
        if (!in->lulus)
            printf("  %s%s%s\n", in->galat.file, in->galat.file[0] ? ": " : "", in->alasan);
        return;
    }
    jw_start(&w, &b);
    jw_open(&w, '{');
    jw_kint(&w, "id", in->out_id);
    jw_ktext(&w, "plugin", p->manifest.id);
    jw_ktext(&w, "versi", p->manifest.version);
    jw_kbool(&w, "lulus", in->lulus);
    jw_kbool(&w, "baru", in->out_baru);
    jw_ktext(&w, "alasan", in->alasan);
    jw_key(&w, "galat");
    pasang_galat(&w, in->lulus ? NULL : code_row(in->galat.code)->name, in->galat.file, in->galat.line);
    jw_close(&w);
    printf("%s\n", b.p);
    buf_free(&b);
}

static enum status install_run(struct cli *c, struct err *e)
{
    struct package p = { 0 };
    struct pasang_install in = { 0 };
    struct host *h = host_new(NULL);
    struct tulis t = TULIS_NONE;
    enum status st;

    if ((st = plugin_open_package(c->args[0], &p, e)) == ST_OK &&
        (st = pasang_periksa(h, &p, &in, e)) == ST_OK && (st = tulis_open(c, &t, e)) == ST_OK &&
        (st = tulis_run(&t, pasang_install, &in, e)) == ST_OK) {
        print_installed(c, &p, &in);
        if (!in.lulus)
            c->exit = 7;
    }
    tulis_close(&t);
    pasang_install_clear(&in);
    host_free(h);
    package_free(&p);
    return st;
}

enum status plugin_find_release(struct db *db, const char *name, int64_t *id, struct err *e)
{
    char *end;
    struct rows r;
    enum status st;

    *id = strtoll(name, &end, 10);
    if (*name && !*end)
        return ST_OK;
    *id = 0;
    st = db_rows(db, &r, e,
                 "SELECT id FROM release WHERE plugin = $1 AND status IN ('validated', 'enabled', 'disabled')"
                 " ORDER BY id DESC LIMIT 1",
                 "t", name);
    if (st == ST_OK && rows_next(&r))
        *id = row_int(&r, 0);
    st = rows_end(&r, st, e);
    return st == ST_OK && !*id
               ? err_set(e, E_RELEASE_TIDAK_ADA, "Tidak ada rilis %s yang lulus pemeriksaan.", name)
               : st;
}

/* --unit and --periode, which both commands need. */
static enum status find_place(struct cli *c, struct db *db, int64_t *unit_id, struct kalender *k,
                              struct err *e)
{
    const char *unit = cli_option(c, "--unit"), *periode = cli_option(c, "--periode");
    enum status st;

    if (!unit || !periode)
        return err_set(e, E_PENGGUNAAN, "Sebutkan --unit KODE dan --periode KODE.");
    st = unit_find(db, unit, unit_id, e);
    return st == ST_OK ? kalender_find(db, periode, k, e) : st;
}

static enum status read_settings(struct cli *c, json_t **out, struct err *e)
{
    const char *text = cli_option(c, "--settings");

    return text ? json_read(text, strlen(text), out, e) : ST_OK;
}

static enum status enable_run(struct cli *c, struct err *e)
{
    struct pasang_enable in = { .dasar_nomor = cli_option(c, "--dasar"),
                                .dasar_tanggal = cli_option(c, "--tanggal"),
                                .alasan = cli_option(c, "--alasan") };
    struct tulis t = TULIS_NONE;
    struct kalender k;
    json_t *settings = NULL;
    int64_t release_id;
    enum status st;

    if ((st = read_settings(c, &settings, e)) != ST_OK || (st = tulis_open(c, &t, e)) != ST_OK ||
        (st = find_place(c, t.db, &in.unit_id, &k, e)) != ST_OK ||
        (st = plugin_find_release(t.db, c->args[0], &release_id, e)) != ST_OK ||
        (st = pasang_setelan(t.db, release_id, settings, c->a, &in, e)) != ST_OK)
        goto out;
    in.mulai = k.mulai;
    in.periode_id = k.id;
    st = tulis_run(&t, pasang_enable, &in, e);
    if (st == ST_OK && c->json)
        printf("{\"usulan\":%lld,\"status\":\"%s\",\"id\":%lld,\"release_id\":%lld,\"mulai\":\"%s\","
               "\"setelan_hash\":\"%s\"}\n",
               (long long)in.out_usulan, in.out_id ? "disetujui" : "diajukan", (long long)in.out_id,
               (long long)release_id, k.mulai, in.setelan_hash);
    else if (st == ST_OK && in.out_id)
        printf("Rilis %lld berlaku bagi %s dan di bawahnya mulai %s.\n", (long long)release_id,
               cli_option(c, "--unit"), k.mulai);
    else if (st == ST_OK)
        printf("Usulan %lld menunggu persetujuan administrator unit itu, lewat aplikasi.\n",
               (long long)in.out_usulan);
out:
    json_decref(settings);
    tulis_close(&t);
    return st;
}

static enum status disable_run(struct cli *c, struct err *e)
{
    struct pasang_disable in = { .plugin = c->args[0], .alasan = cli_option(c, "--alasan") };
    struct tulis t = TULIS_NONE;
    struct kalender k;
    enum status st;

    if ((st = tulis_open(c, &t, e)) == ST_OK && (st = find_place(c, t.db, &in.unit_id, &k, e)) == ST_OK) {
        in.mulai = k.mulai;
        in.periode_id = k.id;
        st = tulis_run(&t, pasang_disable, &in, e);
    }
    if (st == ST_OK && c->json)
        printf("{\"plugin\":\"%s\",\"mulai\":\"%s\"}\n", in.plugin, k.mulai);
    else if (st == ST_OK)
        printf("Plugin %s tidak lagi berlaku mulai %s.\n", in.plugin, k.mulai);
    tulis_close(&t);
    return st;
}

static void print_release(const json_t *r)
{
    size_t i;
    json_t *a;
    const char *alasan = json_string_value(json_object_get(r, "alasan"));

    printf("%lld  %s %s  %s%s%s\n", (long long)json_integer_value(json_object_get(r, "id")),
           json_string_value(json_object_get(r, "plugin")), json_string_value(json_object_get(r, "versi")),
           json_string_value(json_object_get(r, "status")), alasan && *alasan ? ": " : "",
           alasan ? alasan : "");
    json_array_foreach(json_object_get(r, "aktivasi"), i, a)
    {
        const char *selesai = json_string_value(json_object_get(a, "selesai"));

        printf("    %s mulai %s%s%s\n", json_string_value(json_object_get(a, "unit")),
               json_string_value(json_object_get(a, "mulai")), selesai ? " sampai " : "",
               selesai ? selesai : "");
    }
}

static enum status list_run(struct cli *c, struct err *e)
{
    struct db *db = NULL;
    struct buf b = BUF_NONE;
    struct jw w;
    json_t *list = NULL, *r;
    size_t i;
    enum status st = cli_db(c, DB_READ, &db, e);

    jw_start(&w, &b);
    if (st == ST_OK)
        st = pasang_list(db, &w, e);
    if (st == ST_OK && c->json)
        printf("%s\n", b.p);
    else if (st == ST_OK && (st = json_read(b.p, b.len, &list, e)) == ST_OK)
        json_array_foreach(list, i, r) print_release(r);
    json_decref(list);
    buf_free(&b);
    db_close(db);
    return st;
}

static const struct cli_option enable_options[] = {
    { "--unit", "KODE", "unit that uses it, with those below it" },
    { "--periode", "KODE", "first period that uses it" },
    { "--settings", "JSON", "settings that differ from the defaults" },
    { "--dasar", "NOMOR", "number of the decree" },
    { "--tanggal", "TANGGAL", "date of the decree, 2026-01-05" },
    { "--alasan", "TEKS", "why it comes into force at once, without a second person; stored" },
    { NULL, NULL, NULL },
};
static const struct cli_option disable_options[] = {
    { "--unit", "KODE", "unit that has it enabled" },
    { "--periode", "KODE", "first period without it" },
    { "--alasan", "TEKS", "why; stored" },
    { NULL, NULL, NULL },
};

const struct cli_command cmds_plugin_store[] = {
    { "plugin install", "DIR|TAR|ID", 1, 1,
      "lets a plugin through its gate and stores it; one that fails its tests waits as `uploaded` (exit 7)",
      "tenayan plugin install ./plugin-saya", NULL, install_run, false },
    { "plugin enable", "PLUGIN|RILIS", 1, 1,
      "puts a release in force for a unit from a period on: with --alasan at once, otherwise proposed to the"
      " unit's administrators, of whom one decides",
      "tenayan plugin enable puskesmas --unit pkm-tenayan-raya --periode 2026-TW1 --alasan \"SK 188/2026\"",
      enable_options, enable_run, false },
    { "plugin disable", "PLUGIN", 1, 1, "ends a plugin for a unit from a period on",
      "tenayan plugin disable puskesmas --unit pkm-tenayan-raya --periode 2026-TW2 --alasan \"Rumus "
      "diganti\"",
      disable_options, disable_run, false },
    { "plugin list", "", 0, 0, "lists releases and where each is in force", "tenayan plugin list", NULL,
      list_run, false },
    { NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, false },
};

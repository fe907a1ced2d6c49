#include "scoring/jp.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/pegawai.h"
#include "scoring/hitung.h"

#define PLUGIN "jp-asn"
enum { CATATAN_MAX = 500 }; /* as the plugin's schema has it */

/* The regulation knows two kinds of people here; CPNS are civil servants in training. */
static const char *status_of(const char *status)
{
    return strncmp(status, "pppk", 4) == 0 ? "pppk" : "pns";
}

/* Records of one state, by day, as the plugin's `catatan`. */
static enum status read_records(struct db *db, int64_t pegawai_id, int tahun, const char *status,
                                json_t *list, struct arena *a, int64_t **ids, size_t *n, struct err *e)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    struct rows r;
    enum status st;

    date_format(date_day(tahun, 1, 1), from);
    date_format(date_day(tahun, 12, 31), to);
    *ids = arena_array(a, int64_t, CATATAN_MAX);
    *n = 0;
    st = db_rows(db, &r, e,
                 "SELECT id, jenis, selesai, COALESCE(jp_diakui, jp_usulan), jam, sesi FROM pelatihan"
                 " WHERE pegawai_id = $1 AND status = $2 AND selesai BETWEEN $3 AND $4 ORDER BY selesai, id"
                 " LIMIT $5",
                 "ittti", pegawai_id, status, from, to, (int64_t)CATATAN_MAX);
    while (st == ST_OK && *n < CATATAN_MAX && rows_next(&r)) {
        json_t *v = json_pack("{s:s,s:s}", "jenis", row_text(&r, 1), "tanggal", row_text(&r, 2));

        (*ids)[(*n)++] = row_int(&r, 0);
        if (!row_null(&r, 3))
            json_object_set_new(v, "jp", json_integer(row_int(&r, 3)));
        if (!row_null(&r, 4))
            json_object_set_new(v, "jam", json_real(row_real(&r, 4)));
        if (!row_null(&r, 5))
            json_object_set_new(v, "sesi", json_integer(row_int(&r, 5)));
        json_array_append_new(list, v);
    }
    return rows_end(&r, st, e);
}

/* What the plugin registered for its function. */
static const json_t *registration(const struct release *r)
{
    const json_t *list = json_object_get(r->daftar, "fungsi");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);
        const char *nama = json_string_value(json_object_get(v, "nama"));

        if (nama && strcmp(nama, "hitung") == 0)
            return v;
    }
    return NULL;
}

static enum status call(struct host *host, const struct rule *rule, const json_t *isian, struct arena *a,
                        const char **hasil, const char **jejak, struct err *e)
{
    static const char *const optional[] = { "jam", "jp", "sesi" };
    struct buf rows = BUF_NONE;
    struct host_row row = { .code = E_NONE };
    struct host_request q = { .release = &rule->release->package,
                              .function = "fungsi.hitung",
                              .settings = &rule->settings,
                              .rows = &rows,
                              .nrows = 1,
                              .trace = true,
                              .optional = optional,
                              .noptional = COUNT(optional) };
    enum status st;

    wire_array(&rows, 1);
    wire_fields(&rows, isian, json_object_get(registration(rule->release), "isian"));
    st = host_run(host, &q, a, &row, e);
    buf_free(&rows);
    if (st != ST_OK)
        return st;
    if (row.undecided)
        return err_set(e, E_PLUGIN_BATAS_WAKTU, NULL);
    if (hitung_code(&row) != E_NONE) {
        if (row.err)
            *e = *row.err;
        else
            err_set(e, hitung_code(&row), NULL);
        return err_status(e);
    }
    *hasil = arena_strndup(a, row.value, row.value_len);
    if (jejak)
        *jejak = arena_strdup(a, row.trace ? row.trace : "[]");
    return ST_OK;
}

static enum status find_rule(struct db *db, struct rules *rules, int64_t unit_id, const char *hari,
                             struct arena *a, const struct rule **rule, struct jp_tahun *out, struct err *e)
{
    struct aktivasi x;
    enum status st = aktivasi_find_hari(db, unit_id, PLUGIN, hari, &x, e);

    if (st != ST_OK)
        return st;
    if (x.karantina)
        return err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", x.plugin);
    if ((st = rules_get(rules, db, x.release_id, x.setelan_hash, rule, e)) != ST_OK)
        return st;
    if (!registration((*rule)->release))
        return err_set(e, E_PLUGIN_FUNGSI, "Plugin %s tidak mempunyai fungsi hitung.", x.plugin);
    out->plugin = arena_strdup(a, x.plugin);
    out->label = arena_strdup(a, (*rule)->release->label);
    out->sha256 = arena_strdup(a, (*rule)->release->sha256);
    out->setelan_hash = arena_strdup(a, x.setelan_hash);
    return ST_OK;
}

enum status jp_hitung(struct db *db, struct host *host, int64_t pegawai_id, int tahun, const char *hari,
                      struct arena *a, struct jp_tahun *out, struct err *e)
{
    struct rules *rules = rules_new();
    json_t *list = json_array(), *isian = NULL;
    struct buf json = BUF_NONE;
    const struct rule *rule;
    struct pegawai p;
    enum status st;

    *out = (struct jp_tahun){ 0 };
    if ((st = pegawai_load(db, pegawai_id, hari, a, &p, e)) != ST_OK ||
        (st = find_rule(db, rules, p.unit_id, hari, a, &rule, out, e)) != ST_OK ||
        (st = read_records(db, pegawai_id, tahun, "diverifikasi", list, a, &out->diverifikasi,
                           &out->ndiverifikasi, e)) != ST_OK)
        goto out;
    isian = json_pack("{s:s,s:i,s:O}", "status", status_of(p.status), "tahun", tahun, "catatan", list);
    json_canonical(isian, &json);
    masukan_hash(json.p, json.len, out->masukan_hash);
    if ((st = call(host, rule, isian, a, &out->hasil, &out->jejak, e)) != ST_OK ||
        (st = read_records(db, pegawai_id, tahun, "lulus", list, a, &out->usulan, &out->nusulan, e)) != ST_OK)
        goto out;
    if (out->nusulan)
        st = call(host, rule, isian, a, &out->bersama_usulan, NULL, e);
out:
    json_decref(isian);
    json_decref(list);
    buf_free(&json);
    rules_free(rules);
    return st;
}

#include "scoring/kelulusan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "scoring/hitung.h"

/* Numbers of `catatan` that reach the plugin as fractions even where they are whole (plugin-api.json). */
static json_t *catatan_fields(void)
{
    return json_pack("{s:{s:s},s:{s:s}}", "jam", "type", "number", "jp", "type", "number");
}

static void fail(struct penilaian *out, enum code c, const char *pesan, struct arena *a)
{
    *out = (struct penilaian){ .galat = code_row(c)->name,
                               .pesan = arena_strdup(a, pesan && *pesan ? pesan : code_row(c)->id) };
}

/* One function with one row; false: `out` says why there is no value. */
static bool call(struct host *host, const struct rule *rule, const char *function, const struct buf *wire,
                 struct arena *a, struct host_row *row, struct penilaian *out)
{
    static const char *const optional[] = { "jam", "jp", "kuis_benar", "sesi" };
    struct host_request q = { .release = &rule->release->package,
                              .function = function,
                              .settings = &rule->settings,
                              .nrows = 1,
                              .trace = true,
                              .optional = optional,
                              .noptional = COUNT(optional) };
    struct buf rows = BUF_NONE;
    struct err e = ERR_NONE;
    enum status st;

    wire_array(&rows, 1);
    buf_add(&rows, wire->p, wire->len);
    q.rows = &rows;
    *row = (struct host_row){ .code = E_NONE };
    st = host_run(host, &q, a, row, &e);
    buf_free(&rows);
    if (st != ST_OK)
        fail(out, e.code, e.msg, a);
    else if (row->undecided)
        fail(out, E_PLUGIN_BATAS_WAKTU, NULL, a);
    else if (hitung_code(row) != E_NONE)
        fail(out, hitung_code(row), row->err ? row->err->msg : NULL, a);
    else
        return true;
    return false;
}

/* {"alasan":"…","lulus":true} */
static bool take_verdict(const struct host_row *row, struct arena *a, struct penilaian *out)
{
    struct err e = ERR_NONE;
    json_t *v = NULL, *lulus;
    bool ok;

    if (json_read(row->value, row->value_len, &v, &e) != ST_OK)
        v = NULL;
    lulus = json_object_get(v, "lulus");
    ok = json_is_boolean(lulus) && json_is_string(json_object_get(v, "alasan"));
    if (ok) {
        out->nilai = arena_strndup(a, row->value, row->value_len);
        out->lulus = json_is_true(lulus);
    } else {
        fail(out, E_PLUGIN_HASIL, "Aturan lulus modul ini tidak menjawab lulus dan alasan.", a);
    }
    json_decref(v);
    return ok;
}

static bool take_jp(const struct host_row *row, struct arena *a, struct penilaian *out)
{
    struct err e = ERR_NONE;
    json_t *v = NULL;
    double d;

    if (json_read(row->value, row->value_len, &v, &e) != ST_OK)
        v = NULL;
    d = json_is_number(v) ? json_number_value(v) : -1;
    json_decref(v);
    if (d < 0 || d > JP_MAX || d != (double)(int64_t)d) {
        fail(out, E_PLUGIN_HASIL,
             arena_printf(a, "JP yang diakui harus bilangan bulat 0 sampai %d; modul ini memberi %.40s.",
                          JP_MAX, arena_strndup(a, row->value, row->value_len)),
             a);
        return false;
    }
    out->jp = (int64_t)d;
    return true;
}

/* "[…]" and "[…]" as one list. */
static const char *both_traces(const char *one, const char *two, struct arena *a)
{
    size_t n = one ? strlen(one) : 0;

    if (n <= 2 || !two || strlen(two) <= 2)
        return n > 2 ? one : two;
    return arena_printf(a, "%.*s,%s", (int)n - 1, one, two + 1);
}

static void grade(struct host *host, const struct rule *rule, const struct modul *m, const struct buf *wire,
                  struct arena *a, struct penilaian *out)
{
    struct host_row lulus, jp = { .trace = NULL };
    char function[160];

    *out = (struct penilaian){ .nilai = NULL };
    snprintf(function, sizeof(function), "pelatihan.%s.lulus", m->kode);
    if (!call(host, rule, function, wire, a, &lulus, out) || !take_verdict(&lulus, a, out))
        return;
    if (out->lulus && m->ada_jp) {
        snprintf(function, sizeof(function), "pelatihan.%s.jp_diakui", m->kode);
        if (!call(host, rule, function, wire, a, &jp, out) || !take_jp(&jp, a, out))
            return;
    } else if (out->lulus) {
        out->jp = m->jp;
    }
    out->jejak = arena_strdup(a, both_traces(lulus.trace, jp.trace, a));
}

enum status kelulusan_aturan(struct host *host, const struct rule *rule, const struct modul *m,
                             const char *masukan, struct arena *a, struct penilaian *out, struct err *e)
{
    struct buf wire = BUF_NONE;
    json_t *v = NULL, *fields = catatan_fields();
    enum status st = json_read(masukan, strlen(masukan), &v, e);

    if (st == ST_OK) {
        wire_fields(&wire, v, fields);
        grade(host, rule, m, &wire, a, out);
    }
    json_decref(v);
    json_decref(fields);
    buf_free(&wire);
    return st;
}

enum status kelulusan_hitung(struct db *db, struct host *host, const struct modul *m,
                             const char *setelan_hash, const char *masukan, struct arena *a,
                             struct penilaian *out, struct err *e)
{
    struct rules *rules = rules_new();
    const struct rule *rule;
    enum status st = ST_OK;

    if (m->karantina) {
        fail(out, E_RELEASE_KARANTINA, "Rilis plugin modul ini sedang dikarantina.", a);
    } else if ((st = rules_get(rules, db, m->release_id, setelan_hash, &rule, e)) == ST_OK) {
        st = kelulusan_aturan(host, rule, m, masukan, a, out, e);
    } else if (e->code == E_RELEASE_RUSAK) {
        fail(out, e->code, e->msg, a);
        err_clear(e);
        st = ST_OK;
    }
    rules_free(rules);
    return st;
}

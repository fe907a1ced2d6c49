#include "scoring/saran.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jschema.h"
#include "scoring/jejak.h"

/* The period that an evaluation belongs to. */
static enum status kalender_of(struct db *db, int64_t evaluasi_id, struct kalender *k, struct err *e)
{
    int64_t periode = 0;
    enum status st =
        db_int(db, &periode, e, "SELECT periode_id FROM evaluasi WHERE id = $1", "i", evaluasi_id);

    if (st == ST_NOT_FOUND)
        return err_set(e, E_SCORE_EVALUASI, NULL);
    return st == ST_OK ? kalender_load(db, periode, k, e) : st;
}

static enum status read_one(struct hitung *h, struct db *db, int64_t evaluasi_id, struct err *e)
{
    enum status st = hitung_baca(h, db, &evaluasi_id, 1, e);
    const struct sheet *x = h->sheets.sheet;

    if (st == ST_OK && x->tidak_dinilai)
        st = err_set(e, E_SCORE_TIDAK_DINILAI, NULL);
    else if (st == ST_OK && !x->rule && x->gagal)
        st = err_set(e, x->gagal, "%s", x->pesan);
    return st;
}

enum status saran_masukan_hash(struct db *db, int64_t evaluasi_id, char out[DIGEST_HEX], struct err *e)
{
    struct kalender k;
    struct hitung h;
    enum status st = kalender_of(db, evaluasi_id, &k, e);

    if (st != ST_OK)
        return st;
    hitung_init(&h, &k, NULL, NULL);
    st = read_one(&h, db, evaluasi_id, e);
    if (st == ST_OK)
        hitung_keadaan(&h, out);
    hitung_clear(&h);
    return st;
}

/* Texts of a row into the caller's arena, for the batch goes away. */
static void keep(struct arena *a, const struct hitung *h, const struct hitung_hasil *x,
                 struct hasil_baru *out)
{
    hitung_baris(h, x, out);
    out->kode = arena_strdup(a, out->kode);
    out->masukan = arena_strdup(a, out->masukan);
    out->nilai = arena_strdup(a, out->nilai);
    out->pesan = arena_strdup(a, out->pesan);
}

static void rating_of(const json_t *nilai, const char *key, char out[16])
{
    static const char *const codes[] = { "di_atas", "sesuai", "di_bawah" };
    const char *text = json_string_value(json_object_get(nilai, key));

    out[0] = '\0';
    for (size_t i = 0; text && i < COUNT(codes); i++)
        if (strcmp(text, codes[i]) == 0)
            snprintf(out, 16, "%s", text);
}

static void read_ratings(struct saran *out)
{
    struct err ignored = ERR_NONE;
    json_t *v = NULL;

    if (!out->skema || !out->skema->nilai ||
        json_read(out->skema->nilai, strlen(out->skema->nilai), &v, &ignored) != ST_OK)
        return;
    rating_of(v, "hasil", out->rating_hasil);
    rating_of(v, "perilaku", out->rating_perilaku);
    json_decref(v);
}

const char *saran_jejak(const struct hitung *h, struct arena *a)
{
    const char *out;
    struct buf b = BUF_NONE;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '[');
    jejak_konsolidasi(h, &w);
    for (size_t i = 0; i < h->n; i++)
        if (h->hasil[i].indikator == SIZE_MAX)
            jejak_plugin(h->hasil[i].jejak, &w);
    jw_close(&w);
    out = arena_strndup(a, b.p, b.len);
    buf_free(&b);
    return out;
}

/* The scheme was not called, because an indicator before it failed. Never stored: it is a function of
 * nothing. */
static const struct hasil_baru *not_called(const struct hitung *h, struct arena *a)
{
    const struct sheet *x = h->sheets.sheet;
    struct hasil_baru *out = arena_new_of(a, struct hasil_baru);
    struct buf json = BUF_NONE;

    masukan_evaluasi(x, &h->sheets.indikator[x->first], h->kalender, x->rule->release->reads, &json, NULL);
    *out = (struct hasil_baru){
        .evaluasi_id = x->evaluasi_id,
        .kode = arena_strdup(a, x->rule->nilai),
        .release_id = x->rule->release->id,
        .masukan = arena_strndup(a, json.p, json.len),
        .api = x->rule->release->api,
        .galat = code_row(x->gagal)->name,
        .pesan = arena_strdup(a, x->pesan),
    };
    memcpy(out->setelan_hash, x->rule->setelan_hash, sizeof(out->setelan_hash));
    masukan_hash(json.p, json.len, out->masukan_hash);
    buf_free(&json);
    return out;
}

static void take(const struct hitung *h, struct arena *a, struct saran *out)
{
    const struct sheet *x = h->sheets.sheet;

    out->hasil = arena_array(a, struct hasil_baru, h->n + 1);
    for (size_t i = 0; i < h->n; i++) {
        if (h->hasil[i].tertunda)
            continue;
        keep(a, h, &h->hasil[i], &out->hasil[out->nhasil]);
        if (h->hasil[i].indikator == SIZE_MAX)
            out->indeks = (int)out->nhasil;
        out->nhasil++;
    }
    out->tertunda = x->tertunda;
    if (out->indeks >= 0)
        out->skema = &out->hasil[out->indeks];
    else if (!x->tertunda && x->rule && x->gagal)
        out->skema = not_called(h, a);
    out->gagal = x->gagal;
    out->pesan = arena_strdup(a, x->pesan);
    if (x->rule) {
        snprintf(out->plugin, sizeof(out->plugin), "%s", x->rule->release->plugin);
        snprintf(out->sha256, sizeof(out->sha256), "%s", x->rule->release->sha256);
    }
    read_ratings(out);
    if (h->trace)
        out->jejak = saran_jejak(h, a);
}

enum status saran_hitung(struct db *db, struct host *host, int64_t evaluasi_id, bool trace, struct arena *a,
                         struct saran *out, struct err *e)
{
    struct kalender k;
    struct hitung h;
    enum status st;

    *out = (struct saran){ .evaluasi_id = evaluasi_id, .indeks = -1 };
    if ((st = kalender_of(db, evaluasi_id, &k, e)) != ST_OK)
        return st;
    hitung_init(&h, &k, NULL, host);
    h.trace = trace;
    /* One view for activation, plan and realisations; it ends before the plugin is called. */
    if ((st = db_snapshot(db, e)) == ST_OK) {
        st = read_one(&h, db, evaluasi_id, e);
        db_snapshot_end(db);
    }
    if (st == ST_OK) {
        hitung_keadaan(&h, out->keadaan);
        st = hitung_jalan(&h, e);
    }
    if (st == ST_OK)
        take(&h, a, out);
    hitung_clear(&h);
    return st;
}

/* One call -------------------------------------------------------------------------------------------- */

/* Calls one function with one row; `row` lives in `a`. */
enum status rule_call_one(struct host *host, const struct rule *rule, const char *function,
                          const struct buf *wire, bool trace, struct arena *a, struct host_row *row,
                          struct err *e)
{
    struct rule_optional optional;
    struct buf rows = BUF_NONE;
    struct host_request q = { .release = &rule->release->package,
                              .function = function,
                              .settings = &rule->settings,
                              .rows = &rows,
                              .nrows = 1,
                              .trace = trace };
    enum status st;

    rule_optional(rule, function, &optional);
    q.optional = optional.nama;
    q.noptional = optional.n;
    wire_array(&rows, 1);
    buf_add(&rows, wire->p, wire->len);
    *row = (struct host_row){ .code = E_NONE };
    st = host_run(host, &q, a, row, e);
    buf_free(&rows);
    rule_optional_clear(&optional);
    return st;
}

static bool is_predikat(const char *json, char out[24])
{
    static const char *const codes[] = { "sangat_baik", "baik", "butuh_perbaikan", "kurang",
                                         "sangat_kurang" };

    for (size_t i = 0; i < COUNT(codes); i++) {
        size_t n = strlen(codes[i]);

        if (strlen(json) == n + 2 && json[0] == '"' && memcmp(json + 1, codes[i], n) == 0) {
            snprintf(out, 24, "%s", codes[i]);
            return true;
        }
    }
    return false;
}

enum status predikat_aturan(struct host *host, const struct rule *rule, const char *hasil,
                            const char *perilaku, bool trace, struct arena *a, struct predikat_hasil *out,
                            struct err *e)
{
    struct buf wire = BUF_NONE;
    struct host_row row;
    char *json = arena_printf(a, "{\"hasil\":\"%s\",\"perilaku\":\"%s\"}", hasil, perilaku);
    enum status st;

    wire_map(&wire, 2);
    wire_text(&wire, "hasil", 5);
    wire_text(&wire, hasil, strlen(hasil));
    wire_text(&wire, "perilaku", 8);
    wire_text(&wire, perilaku, strlen(perilaku));
    st = rule_call_one(host, rule, rule->predikat, &wire, trace, a, &row, e);
    buf_free(&wire);
    if (st != ST_OK && !hitung_vonis(e))
        return st;
    if (st != ST_OK)
        row = (struct host_row){ .code = e->code, .err = e };
    out->hasil.masukan = json;
    masukan_hash(json, strlen(json), out->hasil.masukan_hash);
    out->tertunda = row.undecided;
    out->jejak = row.trace;
    if (row.code == E_NONE) {
        out->hasil.nilai = arena_strndup(a, row.value, row.value_len);
        if (!is_predikat(out->hasil.nilai, out->predikat))
            return err_set(e, E_PLUGIN_HASIL, "Skema tidak menghasilkan predikat yang dikenal.");
    } else {
        out->hasil.galat = code_row(row.code)->name;
        out->hasil.pesan = arena_strdup(a, row.err ? row.err->msg : code_row(row.code)->id);
    }
    err_clear(e);
    return ST_OK;
}

enum status predikat_hitung(struct db *db, struct host *host, int64_t evaluasi_id, const char *rating_hasil,
                            const char *rating_perilaku, bool trace, struct arena *a,
                            struct predikat_hasil *out, struct err *e)
{
    struct kalender k;
    struct aktivasi found;
    struct rules *rules = rules_new();
    const struct rule *rule;
    int64_t unit;
    enum status st;

    *out = (struct predikat_hasil){ .hasil.evaluasi_id = evaluasi_id };
    if ((st = kalender_of(db, evaluasi_id, &k, e)) != ST_OK ||
        (st = db_int(db, &unit, e,
                     "SELECT s.unit_id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id"
                     " JOIN skp s ON s.id = v.skp_id WHERE e.id = $1",
                     "i", evaluasi_id)) != ST_OK ||
        (st = aktivasi_find(db, unit, NULL, k.id, &found, e)) != ST_OK)
        goto out;
    if (found.karantina) {
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", found.plugin);
        goto out;
    }
    if ((st = rules_get(rules, db, found.release_id, found.setelan_hash, &rule, e)) != ST_OK)
        goto out;
    out->hasil.kode = arena_strdup(a, rule->predikat);
    out->hasil.release_id = found.release_id;
    out->hasil.api = rule->release->api;
    memcpy(out->hasil.setelan_hash, found.setelan_hash, sizeof(out->hasil.setelan_hash));
    st = predikat_aturan(host, rule, rating_hasil, rating_perilaku, trace, a, out, e);
out:
    rules_free(rules);
    return st;
}

/* Realisations ----------------------------------------------------------------------------------------- */

static enum status take_number(const struct host_row *row, const char *kode, struct arena *a, double *out,
                               struct err *e)
{
    char *end, *text = arena_strndup(a, row->value, row->value_len);

    *out = strtod(text, &end) + 0.0;
    return end == text || *end ? err_set(e, E_PLUGIN_HASIL, "Indikator %s tidak menghasilkan bilangan.", kode)
                               : ST_OK;
}

/* The plugin's refusal as the error of this call. */
static enum status refused(const struct host_row *row, const char *at, struct err *e)
{
    if (row->err)
        *e = *row->err;
    else
        err_set(e, row->code, NULL);
    if (at)
        err_fault(e, at, "%s", e->msg);
    return code_row(row->code)->status;
}

static enum status realisasi_call(struct host *host, const struct rule *rule, const char *kode, json_t *isian,
                                  const char *at, bool trace, struct arena *a, struct realisasi_hasil *out,
                                  struct err *e)
{
    const json_t *entry = release_indikator(rule->release, kode), *fields = json_object_get(entry, "isian");
    json_t *schema = jschema_object(fields);
    struct jschema check = { .schema = schema, .flags = JSCHEMA_STRICT, .at = at };
    struct buf wire = BUF_NONE, json = BUF_NONE;
    struct host_row row;
    enum status st;

    if (!entry) {
        st = err_set(e, E_PLUGIN_FUNGSI, "Plugin %s tidak mempunyai indikator %s.", rule->release->plugin,
                     kode);
        goto out;
    }
    jschema_defaults(schema, isian);
    if ((st = jschema_check(&check, isian, E_PLUGIN_ISIAN, e)) != ST_OK)
        goto out;
    wire_fields(&wire, isian, fields);
    st = rule_call_one(host, rule, arena_printf(a, "indikator.%s.realisasi", kode), &wire, trace, a, &row, e);
    if (st == ST_OK && row.code != E_NONE)
        st = refused(&row, at, e);
    if (st != ST_OK || (st = take_number(&row, kode, a, &out->nilai, e)) != ST_OK)
        goto out;
    json_canonical(isian, &json);
    out->isian = arena_strndup(a, json.p, json.len);
    out->release_id = rule->release->id;
    out->jejak = row.trace;
out:
    json_decref(schema);
    buf_free(&wire);
    buf_free(&json);
    return st;
}

enum status realisasi_hitung(struct db *db, struct host *host, int64_t unit_id, int64_t periode_id,
                             const char *plugin, const char *kode, json_t *isian, const char *at, bool trace,
                             struct arena *a, struct realisasi_hasil *out, struct err *e)
{
    struct rules *rules = rules_new();
    struct aktivasi found;
    const struct rule *rule;
    enum status st;

    *out = (struct realisasi_hasil){ 0 };
    if ((st = aktivasi_find(db, unit_id, plugin, periode_id, &found, e)) != ST_OK)
        goto out;
    if (found.karantina) {
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", plugin);
        goto out;
    }
    if ((st = rules_get(rules, db, found.release_id, found.setelan_hash, &rule, e)) == ST_OK)
        st = realisasi_call(host, rule, kode, isian, at, trace, a, out, e);
out:
    rules_free(rules);
    return st;
}

static void put_indikator(const struct aktivasi *x, const json_t *entry, struct jw *w)
{
    static const char *const keys[] = { "kode",   "judul", "aspek", "definisi", "rumus",      "sumber_data",
                                        "satuan", "arah",  "isian", "target",   "konsolidasi" };

    jw_open(w, '{');
    jw_ktext(w, "plugin", x->plugin);
    jw_kint(w, "release_id", x->release_id);
    for (size_t i = 0; i < COUNT(keys); i++) {
        json_t *v = json_object_get(entry, keys[i]);

        if (!v)
            continue;
        jw_key(w, keys[i]);
        jw_json(w, v);
    }
    jw_close(w);
}

enum status indikator_tersedia(struct db *db, int64_t unit_id, int64_t periode_id, struct jw *out,
                               struct err *e)
{
    struct arena *a = arena_new();
    struct aktivasi *list;
    size_t n;
    enum status st = aktivasi_list(db, unit_id, periode_id, a, &list, &n, e);

    jw_open(out, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        const struct release *r;
        json_t *entry;
        size_t k;

        if (list[i].karantina || (st = release_get(db, list[i].release_id, &r, e)) != ST_OK)
            continue;
        json_array_foreach(json_object_get(r->daftar, "indikator"), k, entry)
            put_indikator(&list[i], entry, out);
        release_put(r);
    }
    jw_close(out);
    arena_free(a);
    return st;
}

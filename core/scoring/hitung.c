#include "scoring/hitung.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A function of a rule and the rows that wait for it. Kept from batch to batch. */
struct hitung_call {
    const struct rule *rule;
    uint32_t kode_hash; /* of an indicator; 0: the scheme */
    char kode[80];      /* of an indicator, "" */
    char function[112];
    const json_t *fields; /* schema of an indicator's inputs */
    struct rule_optional optional;
    struct buf rows; /* msgpack: an array whose length is written last */
    size_t n, cap;
    size_t *at; /* which of h->hasil */
    struct hitung_call *next;
};

enum { ARRAY_HEAD = 5 }; /* array32 */

void hitung_init(struct hitung *h, const struct kalender *k, const struct aktivasi_peta *peta,
                 struct host *host)
{
    *h = (struct hitung){ .kalender = k, .peta = peta, .host = host, .rules = rules_new(), .a = arena_new() };
    sheets_init(&h->sheets);
}

void hitung_clear(struct hitung *h)
{
    while (h->calls) {
        struct hitung_call *c = h->calls;

        h->calls = c->next;
        rule_optional_clear(&c->optional);
        free(c->at);
        buf_free(&c->rows);
        free(c);
    }
    sheets_clear(&h->sheets);
    rules_free(h->rules);
    arena_free(h->a);
    free(h->hasil);
    *h = (struct hitung){ 0 };
}

static void reset(struct hitung *h)
{
    sheets_reset(&h->sheets);
    arena_reset(h->a);
    h->n = 0;
    for (struct hitung_call *c = h->calls; c; c = c->next)
        c->n = 0;
}

/* Calls ---------------------------------------------------------------------------------------------- */

/* The call of a rule: of its scheme (kode NULL) or of an indicator. */
static struct hitung_call *call_of(struct hitung *h, const struct rule *rule, const char *kode, uint32_t hash)
{
    struct hitung_call *c = h->calls;

    while (c && (c->rule != rule || c->kode_hash != hash || strcmp(c->kode, kode ? kode : "") != 0))
        c = c->next;
    if (c)
        return c;
    c = mem_alloc(sizeof(*c));
    c->rule = rule;
    c->kode_hash = hash;
    snprintf(c->kode, sizeof(c->kode), "%s", kode ? kode : "");
    if (kode)
        snprintf(c->function, sizeof(c->function), "indikator.%s.realisasi", c->kode);
    else
        snprintf(c->function, sizeof(c->function), "%s", rule->nilai);
    c->fields = rule_isian(rule->release, c->function);
    rule_optional(rule, c->function, &c->optional);
    c->next = h->calls;
    h->calls = c;
    return c;
}

static void call_start_row(struct hitung_call *c, size_t at)
{
    if (!c->n) {
        buf_clear(&c->rows);
        buf_add(&c->rows, "\xdd\0\0\0\0", ARRAY_HEAD);
    }
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 64;
        c->at = mem_grow(c->at, c->cap * sizeof(*c->at));
    }
    c->at[c->n++] = at;
}

bool hitung_vonis(const struct err *e)
{
    enum status st = code_row(e->code)->status;

    return st == ST_INVALID || st == ST_LIMIT;
}

enum code hitung_code(const struct host_row *row)
{
    return row->code == E_NONE && row->value_len > HASIL_MAX ? E_PLUGIN_BATAS_HASIL : row->code;
}

static void take_row(struct hitung *h, struct hitung_hasil *x, const struct host_row *row)
{
    x->code = hitung_code(row);
    x->tertunda = row->undecided;
    x->jejak = row->trace;
    if (x->code == E_NONE)
        x->nilai = arena_strndup(h->a, row->value, row->value_len);
    else
        x->pesan = arena_strdup(h->a, row->err ? row->err->msg : code_row(x->code)->id);
    if (x->code != E_NONE && row->err && row->err->file[0]) {
        x->berkas = arena_strdup(h->a, row->err->file);
        x->baris = row->err->line;
    }
}

static enum status call_run(struct hitung *h, struct hitung_call *c, struct err *e)
{
    struct host_row *rows;
    struct host_request q = { .release = &c->rule->release->package,
                              .function = c->function,
                              .settings = &c->rule->settings,
                              .rows = &c->rows,
                              .nrows = c->n,
                              .trace = h->trace,
                              .optional = c->optional.nama,
                              .noptional = c->optional.n };
    enum status st;

    if (!c->n)
        return ST_OK;
    for (int i = 1; i < ARRAY_HEAD; i++)
        c->rows.p[i] = (char)(c->n >> (8 * (4 - i)) & 0xff);
    rows = arena_array(h->a, struct host_row, c->n);
    st = host_run(h->host, &q, h->a, rows, e);
    if (st != ST_OK && !hitung_vonis(e))
        return st;
    for (size_t i = 0; i < c->n; i++) {
        struct host_row all = { .code = e->code, .err = e };

        take_row(h, &h->hasil[c->at[i]], st == ST_OK ? &rows[i] : &all);
    }
    c->n = 0;
    err_clear(e);
    return ST_OK;
}

static struct hitung_hasil *new_hasil(struct hitung *h, size_t sheet, size_t indikator,
                                      const struct hitung_call *call, const char *kode)
{
    struct hitung_hasil *x;

    if (h->n == h->cap) {
        h->cap = h->cap ? 2 * h->cap : 64;
        h->hasil = mem_grow(h->hasil, h->cap * sizeof(*h->hasil));
    }
    x = &h->hasil[h->n++];
    *x = (struct hitung_hasil){
        .sheet = sheet, .indikator = indikator, .rule = call->rule, .call = call, .kode = kode
    };
    return x;
}

static void set_masukan(struct hitung *h, struct hitung_hasil *x, const struct buf *json)
{
    x->masukan = arena_strndup(h->a, json->p, json->len);
    x->nmasukan = json->len;
    hash_blake2b(json->p, json->len, &x->masukan_hash);
}

/* Reading -------------------------------------------------------------------------------------------- */

static enum status find_rule(struct hitung *h, struct db *db, struct sheet *x, const char *plugin,
                             const struct rule **out, struct err *e)
{
    struct aktivasi found = { 0 };
    const struct aktivasi *a = &found;
    enum status st = ST_OK;

    *out = NULL;
    if (h->peta)
        a = aktivasi_peta_find(h->peta, x->unit_id, plugin);
    else
        st = aktivasi_find(db, x->unit_id, plugin, h->kalender->id, &found, e);
    if (!a || st == ST_NOT_FOUND) {
        sheet_fail(&h->sheets, x, E_AKTIVASI_TIDAK_ADA, "Tidak ada %s%s yang berlaku bagi unit ini pada %s.",
                   plugin ? "plugin " : "skema penilaian", plugin ? plugin : "", h->kalender->kode);
        err_clear(e);
        return ST_OK;
    }
    if (st == ST_OK && a->karantina) {
        sheet_fail(&h->sheets, x, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", a->plugin);
        return ST_OK;
    }
    return st == ST_OK ? rules_get(h->rules, db, a->release_id, a->setelan_hash, out, e) : st;
}

/* One indicator whose number the plugin has to compute from the sum of its inputs. */
static enum status prepare_indikator(struct hitung *h, struct db *db, size_t sheet, size_t at, struct err *e)
{
    struct sheet *x = &h->sheets.sheet[sheet];
    const struct sheet_indikator *i = &h->sheets.indikator[at];
    const struct rule *rule = NULL;
    struct isian_jumlah sum;
    struct buf json = BUF_NONE;
    struct hitung_call *c;
    struct hitung_hasil *y;
    enum status st = i->bebas ? ST_OK : find_rule(h, db, x, i->plugin, &rule, e);

    if (st != ST_OK || x->gagal)
        return st;
    if (!rule || !masukan_isian(i, &sum)) {
        sheet_fail(&h->sheets, x, E_SCORE_INDIKATOR,
                   "Indikator %s tidak dapat dihitung ulang: isian bulanannya tidak lengkap.", i->kode);
        return ST_OK;
    }
    c = call_of(h, rule, i->kode, i->kode_hash);
    call_start_row(c, h->n);
    y = new_hasil(h, sheet, at, c, arena_printf(h->a, "%s#%d.%d", c->function, i->rhk, i->no));
    isian_json(&sum, &json);
    isian_wire(&sum, c->fields, &c->rows);
    set_masukan(h, y, &json);
    buf_free(&json);
    return ST_OK;
}

static enum status read_one(struct hitung *h, struct db *db, int64_t id, struct err *e)
{
    size_t at = h->sheets.n;
    uint64_t reads;
    struct sheet *x;
    enum status st = sheet_head(db, &h->sheets, h->kalender, id, e);

    if (st != ST_OK)
        return st;
    x = &h->sheets.sheet[at];
    if (x->tidak_dinilai)
        return ST_OK;
    st = find_rule(h, db, x, NULL, &x->rule, e);
    if (st != ST_OK || !x->rule)
        return st;
    reads = x->rule->release->reads | h->tambahan;
    if (h->trace)
        reads |= FIELD_BIT(F_INDIKATOR_JUDUL) | FIELD_BIT(F_INDIKATOR_SATUAN);
    st = sheet_body(db, &h->sheets, h->kalender, reads, e);
    for (size_t i = x->first; st == ST_OK && i < x->first + x->nindikator && !x->gagal; i++)
        if (h->sheets.indikator[i].hitung)
            st = prepare_indikator(h, db, at, i, e);
    return st;
}

enum status hitung_baca(struct hitung *h, struct db *db, const int64_t *ids, size_t n, struct err *e)
{
    enum status st = ST_OK;

    reset(h);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = read_one(h, db, ids[i], e);
    return st;
}

/* Computing ------------------------------------------------------------------------------------------ */

/* The indicator's number into its sheet; a sheet with a failed one is not computed. */
static void take_indikator(struct hitung *h, struct hitung_hasil *x)
{
    struct sheet *s = &h->sheets.sheet[x->sheet];
    struct sheet_indikator *i = &h->sheets.indikator[x->indikator];
    char *end = NULL;

    if (x->tertunda) {
        s->tertunda = true;
        sheet_fail(&h->sheets, s, E_PLUGIN_BATAS_WAKTU, "Indikator %s belum dihitung: waktunya habis.",
                   i->kode);
        return;
    }
    if (x->code == E_NONE) {
        i->realisasi = strtod(x->nilai, &end) + 0.0;
        i->ada_realisasi = end != x->nilai && *end == '\0';
        if (!i->ada_realisasi)
            sheet_fail(&h->sheets, s, E_SCORE_INDIKATOR, "Indikator %s tidak menghasilkan bilangan.",
                       i->kode);
        return;
    }
    sheet_fail(&h->sheets, s, E_SCORE_INDIKATOR, "Indikator %s: %s", i->kode, x->pesan);
}

static void prepare_skema(struct hitung *h, size_t at, struct buf *json)
{
    const struct sheet *x = &h->sheets.sheet[at];
    struct hitung_call *c = call_of(h, x->rule, NULL, 0);
    struct hitung_hasil *y;

    call_start_row(c, h->n);
    y = new_hasil(h, at, SIZE_MAX, c, c->function);
    buf_clear(json);
    masukan_evaluasi(x, &h->sheets.indikator[x->first], h->kalender, x->rule->release->reads, json, &c->rows);
    set_masukan(h, y, json);
}

static enum status run_calls(struct hitung *h, struct err *e)
{
    enum status st = ST_OK;

    for (struct hitung_call *c = h->calls; st == ST_OK && c; c = c->next)
        st = call_run(h, c, e);
    return st;
}

enum status hitung_jalan(struct hitung *h, struct err *e)
{
    struct buf json = BUF_NONE;
    size_t first;
    enum status st = run_calls(h, e);

    for (size_t i = 0; st == ST_OK && i < h->n; i++)
        take_indikator(h, &h->hasil[i]);
    first = h->n;
    for (size_t i = 0; st == ST_OK && i < h->sheets.n; i++)
        if (h->sheets.sheet[i].rule && !h->sheets.sheet[i].gagal)
            prepare_skema(h, i, &json);
    if (st == ST_OK)
        st = run_calls(h, e);
    for (size_t i = first; st == ST_OK && i < h->n; i++) {
        struct hitung_hasil *x = &h->hasil[i];
        struct sheet *s = &h->sheets.sheet[x->sheet];

        s->tertunda |= x->tertunda;
        if (x->code != E_NONE)
            sheet_fail(&h->sheets, s, x->code, "%s", x->pesan);
    }
    buf_free(&json);
    return st;
}

/* Out ------------------------------------------------------------------------------------------------ */

void hitung_baris(const struct hitung *h, const struct hitung_hasil *x, struct hasil_baru *out)
{
    *out = (struct hasil_baru){
        .evaluasi_id = h->sheets.sheet[x->sheet].evaluasi_id,
        .kode = x->kode,
        .release_id = x->rule->release->id,
        .masukan = x->masukan,
        .api = x->rule->release->api,
        .nilai = x->nilai,
        .galat = x->code == E_NONE ? NULL : code_row(x->code)->name,
        .pesan = x->pesan,
    };
    memcpy(out->setelan_hash, x->rule->setelan_hash, sizeof(out->setelan_hash));
    digest_hex(&x->masukan_hash, out->masukan_hash);
}

const char *hitung_fungsi(const struct hitung_hasil *x)
{
    return x->call->function;
}

static void add_rule(struct buf *b, const char *kode, const struct rule *r)
{
    buf_printf(b, "%s\t%s\t%s\t", kode, r->release->sha256, r->setelan_hash);
}

void hitung_keadaan(const struct hitung *h, char out[DIGEST_HEX])
{
    const struct sheet *x = &h->sheets.sheet[0];
    struct buf b = BUF_NONE;

    if (x->rule) {
        add_rule(&b, x->rule->nilai, x->rule);
        masukan_evaluasi(x, &h->sheets.indikator[x->first], h->kalender, x->rule->release->reads, &b, NULL);
        buf_char(&b, '\n');
    }
    for (size_t i = 0; i < h->n; i++) {
        add_rule(&b, h->hasil[i].kode, h->hasil[i].rule);
        buf_add(&b, h->hasil[i].masukan, h->hasil[i].nmasukan);
        buf_char(&b, '\n');
    }
    if (x->gagal)
        buf_printf(&b, "%s\n", code_row(x->gagal)->name);
    masukan_hash(b.p ? b.p : "", b.len, out);
    buf_free(&b);
}

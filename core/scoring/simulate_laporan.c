/* A simulation's report: counted from the records of all evaluations, in one thread and in a fixed order, so
 * that the same question always gives the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "scoring/simulate_laporan.h"

static const char *const sim_ubah[UBAH] = { "ada", "saran", "predikat", "predikat_saran", "nilai" };

/* Counting ------------------------------------------------------------------------------------------- */

bool sim_computed(const struct sim_sisi *x)
{
    return !x->gagal && !x->tertunda;
}

static bool both(int8_t a, int8_t b)
{
    return a >= 0 && b >= 0;
}

static void changes(const struct sim_orang *o, bool out[UBAH])
{
    const struct sim_sisi *a = &o->sisi[SIM_BERLAKU], *b = &o->sisi[SIM_CALON];
    bool ok = sim_computed(a) && sim_computed(b);

    out[U_SARAN] = ok && (a->hasil != b->hasil || a->perilaku != b->perilaku);
    out[U_PREDIKAT] = both(a->predikat, b->predikat) && a->predikat != b->predikat;
    out[U_PREDIKAT_SARAN] = ok && a->predikat_saran != b->predikat_saran;
    out[U_NILAI] = ok && o->nilai_beda;
    out[U_ADA] = out[U_SARAN] || out[U_PREDIKAT] || out[U_PREDIKAT_SARAN] || out[U_NILAI];
}

static int by_unit_id(const void *a, const void *b)
{
    int64_t x = ((const struct sim_unit *)a)->id, y = ((const struct sim_unit *)b)->id;

    return x < y ? -1 : x > y;
}

static int by_kode(const void *a, const void *b)
{
    return strcmp(((const struct sim_unit *)a)->kode, ((const struct sim_unit *)b)->kode);
}

static struct sim_unit *unit_of(const struct laporan *l, int64_t id)
{
    struct sim_unit key = { .id = id };

    return bsearch(&key, l->unit, l->nunit, sizeof(*l->unit), by_unit_id);
}

static void count_moves(struct laporan *l, const struct sim_orang *o)
{
    const struct sim_sisi *a = &o->sisi[SIM_BERLAKU], *b = &o->sisi[SIM_CALON];

    if (both(a->predikat, b->predikat))
        l->pindah[a->predikat][b->predikat]++;
    if (!sim_computed(a) || !sim_computed(b))
        return;
    l->dihitung++;
    if (both(a->predikat_saran, b->predikat_saran))
        l->pindah_saran[a->predikat_saran][b->predikat_saran]++;
    if (both(a->hasil, b->hasil))
        l->pindah_rating[a->hasil][b->hasil]++;
    l->muncul += a->hasil < 0 && b->hasil >= 0;
    l->hilang += a->hasil >= 0 && b->hasil < 0;
}

/* What a person would have if the suggestion were followed, or else by the ratings that were given. */
static int8_t predikat_akhir(const struct sim_sisi *x)
{
    return x->predikat_saran >= 0 ? x->predikat_saran : x->predikat;
}

static bool newly_failed(const struct sim_orang *o)
{
    return sim_computed(&o->sisi[SIM_BERLAKU]) && o->sisi[SIM_CALON].gagal != E_NONE;
}

static void count_into(struct sim_unit *u, const struct sim_orang *o, const bool ubah[UBAH])
{
    u->evaluasi++;
    u->tidak_dinilai += o->tidak_dinilai;
    if (o->tidak_dinilai)
        return;
    u->gagal_baru += newly_failed(o);
    u->tertunda += o->sisi[SIM_BERLAKU].tertunda || o->sisi[SIM_CALON].tertunda;
    for (int i = 0; i < UBAH; i++)
        u->ubah[i] += ubah[i];
    for (int side = 0; side < SIM_SISI; side++) {
        int8_t p = predikat_akhir(&o->sisi[side]);

        u->gagal[side] += o->sisi[side].gagal != E_NONE;
        if (p >= 0 && !o->kepala)
            u->jumlah[side][p]++;
    }
    if (o->organisasi >= 0)
        u->organisasi = o->organisasi;
}

static void count_all(struct laporan *l)
{
    struct sim *s = l->s;

    l->berubah = arena_array(s->a, struct sim_orang *, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        struct sim_orang *o = &s->orang[i];
        bool ubah[UBAH] = { false };

        if (!o->tidak_dinilai) {
            changes(o, ubah);
            count_moves(l, o);
            for (int side = 0; side < SIM_SISI; side++)
                l->code[side][o->sisi[side].gagal]++;
            if (newly_failed(o))
                l->code_baru[o->sisi[SIM_CALON].gagal]++;
        }
        count_into(unit_of(l, o->unit_id), o, ubah);
        count_into(&l->semua, o, ubah);
        if (ubah[U_ADA])
            l->berubah[l->nberubah++] = o;
    }
}

static enum status read_units(struct laporan *l, struct err *e)
{
    size_t cap = 0;
    struct rows r;
    enum status st = db_rows(l->db, &r, e, "SELECT id, kode, nama FROM unit ORDER BY id", "");

    while (st == ST_OK && rows_next(&r)) {
        if (l->nunit == cap) {
            cap = cap ? 2 * cap : 64;
            l->unit = mem_grow(l->unit, cap * sizeof(*l->unit));
        }
        l->unit[l->nunit++] = (struct sim_unit){ .id = row_int(&r, 0),
                                                 .kode = row_dup(&r, 1, l->s->a),
                                                 .nama = row_dup(&r, 2, l->s->a),
                                                 .organisasi = -1 };
    }
    return rows_end(&r, st, e);
}

/* JSON ----------------------------------------------------------------------------------------------- */

static json_t *table(const int64_t *cells, int n)
{
    json_t *out = json_array();

    for (int i = 0; i < n; i++) {
        json_t *row = json_array();

        for (int k = 0; k < n; k++)
            json_array_append_new(row, json_integer(cells[i * n + k]));
        json_array_append_new(out, row);
    }
    return out;
}

static json_t *names(const char *const *codes, int n)
{
    json_t *out = json_array();

    for (int i = 0; i < n; i++)
        json_array_append_new(out, json_string(codes[i]));
    return out;
}

static json_t *jumlah_json(const int64_t jumlah[P])
{
    json_t *out = json_object();

    for (int i = 0; i < P; i++)
        json_object_set_new(out, sim_predikat[i], json_integer(jumlah[i]));
    return out;
}

static json_t *ubah_json(const int64_t ubah[UBAH])
{
    json_t *out = json_object();

    for (int i = 0; i < UBAH; i++)
        json_object_set_new(out, sim_ubah[i], json_integer(ubah[i]));
    return out;
}

static void put_counts(json_t *out, const struct sim_unit *u)
{
    json_object_set_new(out, "evaluasi", json_integer(u->evaluasi));
    json_object_set_new(out, "tidak_dinilai", json_integer(u->tidak_dinilai));
    json_object_set_new(out, "tertunda", json_integer(u->tertunda));
    json_object_set_new(out, "gagal_berlaku", json_integer(u->gagal[SIM_BERLAKU]));
    json_object_set_new(out, "gagal_calon", json_integer(u->gagal[SIM_CALON]));
    json_object_set_new(out, "gagal_baru", json_integer(u->gagal_baru));
    json_object_set_new(out, "berubah", ubah_json(u->ubah));
}

/* Distribution --------------------------------------------------------------------------------------- */

/* The scheme's rule of a unit on one side; NULL where there is none. */
static enum status rule_of(struct laporan *l, enum sim_nama side, int64_t unit_id, const struct rule **out,
                           struct err *e)
{
    const struct aktivasi *a = aktivasi_peta_find(l->s->peta[side], unit_id, NULL);

    *out = NULL;
    if (!a || a->karantina)
        return ST_OK;
    return rules_get(l->h[side].rules, l->db, a->release_id, a->setelan_hash, out, e);
}

static bool has_pattern(const struct rule *rule)
{
    const json_t *list = json_object_get(rule->release->daftar, "skema");

    return json_is_true(json_object_get(json_array_get(list, 0), "distribusi"));
}

static enum status call_pattern(struct laporan *l, const struct rule *rule, const char *organisasi,
                                const int64_t jumlah[P], json_t *out, struct err *e)
{
    json_t *input = json_object();
    struct buf rows = BUF_NONE;
    struct host_row row = { .code = E_NONE };
    struct host_request q = { .release = &rule->release->package,
                              .function = arena_printf(l->s->a, "skema.%s.distribusi", rule->release->skema),
                              .settings = &rule->settings,
                              .rows = &rows,
                              .nrows = 1 };
    enum status st;

    json_object_set_new(input, "organisasi", json_string(organisasi));
    json_object_set_new(input, "jumlah", jumlah_json(jumlah));
    wire_array(&rows, 1);
    wire_json(&rows, input);
    json_decref(input);
    st = host_run(l->host, &q, l->s->a, &row, e);
    buf_free(&rows);
    if (st != ST_OK && !hitung_vonis(e))
        return st;
    if (st != ST_OK || row.code != E_NONE) {
        json_object_set_new(out, "galat", json_string(code_row(st != ST_OK ? e->code : row.code)->name));
    } else {
        json_t *v = NULL;
        struct err ignored = ERR_NONE;

        if (json_read(row.value, row.value_len, &v, &ignored) == ST_OK)
            json_object_set_new(out, "pola", v);
    }
    err_clear(e);
    return ST_OK;
}

static enum status put_pattern(struct laporan *l, const struct sim_unit *u, json_t *out, struct err *e)
{
    const char *organisasi = u->organisasi < 0        ? NULL
                             : u->organisasi == P     ? "istimewa"
                             : u->organisasi == P - 1 ? NULL /* no such grade of an organisation */
                                                      : sim_predikat[u->organisasi];
    json_t *both_sides = json_object();
    enum status st = ST_OK;

    json_object_set_new(both_sides, "organisasi", organisasi ? json_string(organisasi) : json_null());
    for (int side = 0; st == ST_OK && side < SIM_SISI; side++) {
        json_t *one = json_object();
        const struct rule *rule;

        json_object_set_new(one, "jumlah", jumlah_json(u->jumlah[side]));
        st = rule_of(l, (enum sim_nama)side, u->id, &rule, e);
        if (st == ST_OK && organisasi && rule && has_pattern(rule))
            st = call_pattern(l, rule, organisasi, u->jumlah[side], one, e);
        json_object_set_new(both_sides, side == SIM_BERLAKU ? "sebelum" : "sesudah", one);
    }
    json_object_set_new(out, "distribusi", both_sides);
    return st;
}

static enum status put_units(struct laporan *l, json_t *out, struct err *e)
{
    json_t *list = json_array();
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < l->nunit; i++) {
        json_t *one;

        if (!l->unit[i].evaluasi)
            continue;
        one = json_object();
        json_object_set_new(one, "kode", json_string(l->unit[i].kode));
        json_object_set_new(one, "nama", json_string(l->unit[i].nama));
        put_counts(one, &l->unit[i]);
        st = put_pattern(l, &l->unit[i], one, e);
        json_array_append_new(list, one);
    }
    json_object_set_new(out, "per_unit", list);
    return st;
}

/* Head ----------------------------------------------------------------------------------------------- */

/* A release in force that the candidate would replace, with how many units' evaluations. */
static enum status put_in_force(struct laporan *l, json_t *out, struct err *e)
{
    json_t *list = json_array();
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < l->nunit; i++) {
        const char *plugin = l->s->semua_skema ? NULL : l->s->m->package->manifest.id;
        const struct aktivasi *a = aktivasi_peta_find(l->s->peta[SIM_BERLAKU], l->unit[i].id, plugin);
        const struct release *r;
        json_t *one;
        bool there = false;

        if (!a || !l->unit[i].evaluasi || (st = release_get(l->db, a->release_id, &r, e)) != ST_OK)
            continue;
        one = json_object();
        json_object_set_new(one, "plugin", json_string(r->plugin));
        json_object_set_new(one, "versi", json_string(r->label));
        json_object_set_new(one, "sha256", json_string(r->sha256));
        json_object_set_new(one, "setelan_hash", json_string(a->setelan_hash));
        for (size_t k = 0; k < json_array_size(list) && !there; k++)
            there = json_equal(json_array_get(list, k), one);
        if (there)
            json_decref(one);
        else
            json_array_append_new(list, one);
        release_put(r);
    }
    json_object_set_new(out, "berlaku", list);
    return st;
}

static json_t *candidate(const struct sim *s)
{
    json_t *out = json_object();

    json_object_set_new(out, "plugin", json_string(s->m->package->manifest.id));
    json_object_set_new(out, "versi", json_string(s->m->package->manifest.version));
    json_object_set_new(out, "sha256", json_string(s->sha256));
    json_object_set_new(out, "setelan", json_deep_copy(s->setelan));
    json_object_set_new(out, "setelan_hash", json_string(s->setelan_hash));
    return out;
}

static json_t *remark(const struct sim *s)
{
    char text[320] = "";

    if (!s->semua)
        snprintf(text, sizeof(text),
                 "Tidak ada evaluasi pada periode %s%s%s: tidak ada yang dapat dibandingkan.",
                 s->kalender.kode, s->m->unit ? " di unit " : "", s->m->unit ? s->m->unit : "");
    else if (!s->n)
        snprintf(text, sizeof(text),
                 "Plugin %s tidak menggantikan apa pun pada periode %s: tidak ada evaluasi yang memakai skema"
                 " atau indikatornya.",
                 s->m->package->manifest.id, s->kalender.kode);
    else if (s->semua_skema)
        snprintf(text, sizeof(text),
                 "Skema ini baru: dibandingkan dengan skema yang berlaku seolah-olah menggantikannya.");
    return text[0] ? json_string(text) : json_null();
}

static void put_head(const struct laporan *l, json_t *out)
{
    const struct sim *s = l->s;
    json_t *pindah = json_object();

    json_object_set_new(out, "periode", json_string(s->kalender.kode));
    json_object_set_new(out, "unit", s->m->unit ? json_string(s->m->unit) : json_null());
    json_object_set_new(out, "calon", candidate(s));
    json_object_set_new(out, "catatan", remark(s));
    json_object_set_new(out, "evaluasi_periode", json_integer((int64_t)s->semua));
    json_object_set_new(out, "dibandingkan", json_integer(l->dihitung));
    put_counts(out, &l->semua);
    json_object_set_new(pindah, "urutan_predikat", names(sim_predikat, P));
    json_object_set_new(pindah, "predikat", table(&l->pindah[0][0], P));
    json_object_set_new(pindah, "predikat_saran", table(&l->pindah_saran[0][0], P));
    json_object_set_new(pindah, "urutan_rating", names(sim_rating, R));
    json_object_set_new(pindah, "rating_hasil", table(&l->pindah_rating[0][0], R));
    json_object_set_new(pindah, "saran_muncul", json_integer(l->muncul));
    json_object_set_new(pindah, "saran_hilang", json_integer(l->hilang));
    json_object_set_new(out, "perpindahan", pindah);
}

static enum status write_all(struct laporan *l, json_t *out, struct err *e)
{
    enum status st = read_units(l, e);

    if (st != ST_OK)
        return st;
    count_all(l);
    qsort(l->unit, l->nunit, sizeof(*l->unit), by_kode);
    put_head(l, out);
    sim_put_warnings(l, out);
    sim_put_failures(l, out);
    if ((st = put_in_force(l, out, e)) == ST_OK && (st = put_units(l, out, e)) == ST_OK)
        st = sim_put_movers(l, out, e);
    return st;
}

enum status sim_laporan(struct sim *s, struct db *db, struct host *host, struct simulasi *out, struct err *e)
{
    struct laporan *l = arena_new_of(s->a, struct laporan);
    json_t *root = json_object();
    enum status st;

    l->s = s;
    l->db = db;
    l->host = host;
    l->semua.organisasi = -1;
    st = sim_calon_make(s, &l->calon, e);
    for (int side = 0; side < SIM_SISI; side++) {
        sim_hitung_init(s, (enum sim_nama)side, &l->calon, host, &l->h[side]);
        l->h[side].trace = true;
    }
    if (st == ST_OK)
        st = write_all(l, root, e);
    if (st == ST_OK) {
        json_canonical(root, &out->laporan);
        out->evaluasi = l->dihitung;
        out->berubah = l->semua.ubah[U_ADA];
        out->gagal = l->semua.gagal[SIM_CALON];
        out->tertunda = l->semua.tertunda;
    }
    for (int side = 0; side < SIM_SISI; side++)
        hitung_clear(&l->h[side]);
    sim_calon_clear(&l->calon);
    free(l->unit);
    json_decref(root);
    return st;
}

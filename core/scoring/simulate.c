#include "scoring/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/unit.h"
#include "scoring/simulate_bagian.h"
#include "script/gate.h"

const char *const sim_predikat[SIM_PREDIKAT] = { "sangat_kurang", "kurang", "butuh_perbaikan", "baik",
                                                 "sangat_baik" };
const char *const sim_rating[SIM_RATING] = { "di_bawah", "sesuai", "di_atas" };
const char *const sim_sisi_nama[SIM_SISI] = { "berlaku", "calon" };

int8_t sim_indeks(const char *const *codes, int n, const char *text)
{
    for (int i = 0; text && i < n; i++)
        if (strcmp(codes[i], text) == 0)
            return (int8_t)i;
    return -1;
}

/* The candidate -------------------------------------------------------------------------------------- */

/* Loading shows that it registers what it provides. Its own tests are the gate's matter: here they may fail,
 * because a dinas tries a number out before it corrects the cases. */
static enum status load_candidate(struct sim *s, struct host *host, struct err *e)
{
    const json_t *listing;
    struct buf canonical = BUF_NONE;
    struct digest digest;
    enum status st = gate_load(host, s->m->package, &listing, e);

    if (st == ST_OK)
        st = package_settings(s->m->package, s->m->setelan, &s->setelan, &canonical, &digest, e);
    if (st == ST_OK) {
        s->daftar = json_deep_copy(listing);
        release_skema(s->daftar, s->skema);
        digest_hex(&s->m->package->digest, s->sha256);
        digest_hex(&digest, s->setelan_hash);
    }
    buf_free(&canonical);
    return st;
}

enum status sim_calon_make(const struct sim *s, struct sim_calon *out, struct err *e)
{
    const struct package *p = s->m->package;
    struct release *r = &out->release;
    enum status st;

    *out = (struct sim_calon){ .release = { .id = SIM_CALON_ID, .api = p->manifest.api } };
    snprintf(r->sha256, sizeof(r->sha256), "%s", s->sha256);
    snprintf(r->plugin, sizeof(r->plugin), "%s", p->manifest.id);
    snprintf(r->label, sizeof(r->label), "%s", p->manifest.version);
    snprintf(r->skema, sizeof(r->skema), "%s", s->skema);
    r->daftar = json_deep_copy(s->daftar);
    out->setelan = json_deep_copy(s->setelan);
    st = package_from_files(p->files, p->nfiles, &r->package, e);
    return st == ST_OK ? fields_parse(r->package.manifest.reads, &r->reads, e) : st;
}

void sim_calon_clear(struct sim_calon *c)
{
    json_decref(c->release.daftar);
    json_decref(c->setelan);
    package_free(&c->release.package);
    *c = (struct sim_calon){ .setelan = NULL };
}

void sim_hitung_init(const struct sim *s, enum sim_nama side, const struct sim_calon *c, struct host *host,
                     struct hitung *h)
{
    hitung_init(h, &s->kalender, s->peta[side], host);
    if (side == SIM_CALON)
        rules_add(h->rules, &c->release, c->setelan, s->setelan_hash);
}

/* Whom it concerns ----------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* An unknown scheme under a new name would be enabled in place of another one. */
static bool concerned(const struct sim *s, int64_t unit_id, bool uses, bool *scheme)
{
    const struct aktivasi *x = aktivasi_peta_find(s->peta[SIM_BERLAKU], unit_id, NULL);

    *scheme = x && strcmp(x->plugin, s->m->package->manifest.id) == 0;
    return *scheme || uses;
}

struct listing {
    struct unit_ids scope;
    size_t cap, nscheme;
    bool *terkena;
};

static void add_row(struct sim *s, const struct rows *r, struct listing *l)
{
    struct sim_orang *o;
    bool scheme;

    if (s->n == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 1024;
        s->orang = mem_grow(s->orang, l->cap * sizeof(*s->orang));
        l->terkena = mem_grow(l->terkena, l->cap * sizeof(*l->terkena));
    }
    o = &s->orang[s->n];
    *o = (struct sim_orang){ .evaluasi_id = row_int(r, 0),
                             .unit_id = row_int(r, 1),
                             .hasil = sim_indeks(sim_rating, SIM_RATING, row_text(r, 2)),
                             .perilaku = sim_indeks(sim_rating, SIM_RATING, row_text(r, 3)),
                             .organisasi = -1 };
    l->terkena[s->n++] = concerned(s, o->unit_id, row_int(r, 4) != 0, &scheme);
    l->nscheme += scheme;
}

static enum status read_rows(struct db *db, struct sim *s, struct listing *l, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT e.id, s.unit_id, e.rating_hasil, e.rating_perilaku, EXISTS (SELECT 1 FROM rhk k"
                " JOIN indikator i ON i.rhk_id = k.id WHERE k.skp_versi_id = v.id AND i.plugin = $2)"
                " FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                " WHERE e.periode_id = $1 ORDER BY e.id",
                "it", s->kalender.id, s->m->package->manifest.id);

    while (st == ST_OK && rows_next(&r)) {
        int64_t unit = row_int(&r, 1);

        if (!s->unit_id || bsearch(&unit, l->scope.id, l->scope.n, sizeof(int64_t), by_id))
            add_row(s, &r, l);
    }
    return rows_end(&r, st, e);
}

static void keep_concerned(struct sim *s, const struct listing *l)
{
    size_t n = 0;

    s->semua = s->n;
    s->semua_skema = s->skema[0] && !l->nscheme;
    for (size_t i = 0; i < s->n; i++)
        if (s->semua_skema || l->terkena[i])
            s->orang[n++] = s->orang[i];
    s->n = n;
}

static enum status find_rows(struct db *db, struct sim *s, struct err *e)
{
    struct listing l = { .cap = 0 };
    enum status st = ST_OK;

    if (s->unit_id)
        st = unit_subtree(db, s->unit_id, s->kalender.mulai, s->a, &l.scope, e);
    if (l.scope.n)
        qsort(l.scope.id, l.scope.n, sizeof(int64_t), by_id);
    if (st == ST_OK)
        st = read_rows(db, s, &l, e);
    if (st == ST_OK)
        keep_concerned(s, &l);
    free(l.terkena);
    return st;
}

/* The map of the candidate's side is the one in force with the candidate in the other's place. */
static enum status prepare(struct db *db, struct sim *s, struct err *e)
{
    struct aktivasi calon = { .release_id = SIM_CALON_ID };
    enum status st;

    if ((st = kalender_find(db, s->m->periode, &s->kalender, e)) != ST_OK)
        return st;
    if (s->m->unit && (st = unit_find(db, s->m->unit, &s->unit_id, e)) != ST_OK)
        return st == ST_NOT_FOUND ? err_set(e, E_SCORE_UNIT, "Unit %s tidak ada.", s->m->unit) : st;
    for (int i = 0; st == ST_OK && i < SIM_SISI; i++)
        st = aktivasi_peta_load(db, s->kalender.id, &s->peta[i], e);
    if (st == ST_OK)
        st = find_rows(db, s, e);
    snprintf(calon.plugin, sizeof(calon.plugin), "%s", s->m->package->manifest.id);
    snprintf(calon.setelan_hash, sizeof(calon.setelan_hash), "%s", s->setelan_hash);
    snprintf(calon.skema, sizeof(calon.skema), "%s", s->skema);
    if (st == ST_OK)
        aktivasi_peta_ganti(s->peta[SIM_CALON], s->semua_skema ? NULL : calon.plugin, &calon);
    return st;
}

/* The whole ------------------------------------------------------------------------------------------ */

static void name_result(const struct sim *s, struct simulasi *out)
{
    const struct manifest *m = &s->m->package->manifest;
    struct digest d;

    out->periode_id = s->kalender.id;
    out->unit_id = s->unit_id;
    snprintf(out->plugin, sizeof(out->plugin), "%s", m->id);
    snprintf(out->label, sizeof(out->label), "%s", m->version);
    snprintf(out->sha256, sizeof(out->sha256), "%s", s->sha256);
    snprintf(out->setelan_hash, sizeof(out->setelan_hash), "%s", s->setelan_hash);
    hash_blake2b(out->laporan.p, out->laporan.len, &d);
    digest_hex(&d, out->hash);
}

enum status simulasi_hitung(const struct simulasi_minta *m, struct simulasi *out, struct err *e)
{
    struct sim s = { .m = m, .a = arena_new() };
    struct host *host = host_new(m->host);
    struct db *db = NULL;
    int64_t begin = clock_monotonic();
    enum status st;

    *out = (struct simulasi){ .out_id = 0 };
    if ((st = load_candidate(&s, host, e)) != ST_OK || (st = db_open(m->url, DB_READ, &db, e)) != ST_OK ||
        (st = prepare(db, &s, e)) != ST_OK || (st = sim_jalan(&s, e)) != ST_OK ||
        (st = sim_laporan(&s, db, host, out, e)) != ST_OK)
        goto out;
    name_result(&s, out);
    out->durasi_us = clock_monotonic() - begin;
out:
    for (int i = 0; i < SIM_SISI; i++)
        aktivasi_peta_free(s.peta[i]);
    for (size_t i = 0; i < s.n; i++)
        for (int side = 0; side < SIM_SISI; side++) {
            free(s.orang[i].sisi[side].pesan);
            free(s.orang[i].sisi[side].berkas);
        }
    free(s.orang);
    json_decref(s.daftar);
    json_decref(s.setelan);
    host_free(host);
    db_close(db);
    arena_free(s.a);
    if (st != ST_OK)
        simulasi_clear(out);
    return st;
}

void simulasi_clear(struct simulasi *s)
{
    buf_free(&s->laporan);
}

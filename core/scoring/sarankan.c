#include "scoring/sarankan.h"

#include <stdio.h>
#include <string.h>

#include "domain/modul.h"
#include "scoring/hitung.h"

/* One batch of one evaluation beside the catalogue of its unit. */
struct work {
    struct db *db;
    struct kalender kalender;
    struct hitung h;
    struct arena *a;
    struct modul *modul;
    size_t n;
};

static bool asks(const struct modul *m)
{
    return m->ada_sarankan && !m->karantina;
}

/* The modules that have a rule and may be asked, and the fields that they read. */
static enum status catalogue(struct work *w, int64_t evaluasi_id, const char *hari, struct err *e)
{
    struct modul *all;
    int64_t unit_id;
    size_t n;
    enum status st = db_int(w->db, &unit_id, e,
                            "SELECT s.unit_id FROM evaluasi e JOIN skp_versi v ON v.id = e.skp_versi_id"
                            " JOIN skp s ON s.id = v.skp_id WHERE e.id = $1",
                            "i", evaluasi_id);

    if (st != ST_OK || (st = modul_katalog(w->db, unit_id, hari, w->a, &all, &n, e)) != ST_OK)
        return st;
    w->modul = arena_array(w->a, struct modul, n + 1);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        const struct rule *rule;

        if (!asks(&all[i]))
            continue;
        st = rules_get(w->h.rules, w->db, all[i].release_id, all[i].setelan_hash, &rule, e);
        if (st != ST_OK)
            break;
        w->h.tambahan |= rule->release->reads;
        w->modul[w->n++] = all[i];
    }
    return st;
}

static enum status read_all(struct work *w, int64_t evaluasi_id, const char *hari, struct err *e)
{
    enum status st = catalogue(w, evaluasi_id, hari, e);
    const struct sheet *x;

    if (st != ST_OK || (st = hitung_baca(&w->h, w->db, &evaluasi_id, 1, e)) != ST_OK)
        return st;
    x = w->h.sheets.sheet;
    if (x->tidak_dinilai)
        return err_set(e, E_SCORE_TIDAK_DINILAI, NULL);
    return !x->rule && x->gagal ? err_set(e, x->gagal, "%s", x->pesan) : ST_OK;
}

static enum status open_work(struct work *w, struct db *db, struct host *host, int64_t evaluasi_id,
                             struct arena *a, struct err *e)
{
    int64_t periode = 0;
    enum status st =
        db_int(db, &periode, e, "SELECT periode_id FROM evaluasi WHERE id = $1", "i", evaluasi_id);

    *w = (struct work){ .db = db, .a = a };
    hitung_init(&w->h, &w->kalender, NULL, host);
    if (st == ST_NOT_FOUND)
        return err_set(e, E_SCORE_EVALUASI, NULL);
    return st == ST_OK ? kalender_load(db, periode, &w->kalender, e) : st;
}

/* Before indicators are computed again: what they come to follows from what stands here. */
static enum status state_of(struct work *w, char out[DIGEST_HEX], struct err *e)
{
    const struct sheet *x = w->h.sheets.sheet;
    char scheme[DIGEST_HEX];
    struct buf b = BUF_NONE;
    enum status st = ST_OK;

    hitung_keadaan(&w->h, scheme);
    buf_printf(&b, "%s\n", scheme);
    for (size_t i = 0; st == ST_OK && i < w->n; i++) {
        const struct rule *rule;

        st = rules_get(w->h.rules, w->db, w->modul[i].release_id, w->modul[i].setelan_hash, &rule, e);
        if (st != ST_OK)
            break;
        buf_printf(&b, "%s\t%s\t%s\t", w->modul[i].kode, rule->release->sha256, rule->setelan_hash);
        masukan_evaluasi(x, &w->h.sheets.indikator[x->first], &w->kalender, rule->release->reads, &b, NULL);
        buf_char(&b, '\n');
    }
    masukan_hash(b.p, b.len, out);
    buf_free(&b);
    return st;
}

enum status sarankan_keadaan(struct db *db, int64_t evaluasi_id, char out[DIGEST_HEX], struct err *e)
{
    struct arena *a = arena_new();
    char hari[DATE_TEXT];
    struct work w;
    enum status st = open_work(&w, db, NULL, evaluasi_id, a, e);

    clock_today(hari);
    if (st == ST_OK && (st = read_all(&w, evaluasi_id, hari, e)) == ST_OK)
        st = state_of(&w, out, e);
    hitung_clear(&w.h);
    arena_free(a);
    return st;
}

/* Asking ---------------------------------------------------------------------------------------------------
 */

static void failed(struct sarankan *out, const struct modul *m, enum code c, const char *pesan,
                   struct arena *a)
{
    size_t i = out->ngagal++;

    out->gagal[i].plugin = m->plugin;
    out->gagal[i].kode = m->kode;
    out->gagal[i].code = code_row(c)->name;
    out->gagal[i].pesan = arena_strdup(a, pesan && *pesan ? pesan : code_row(c)->id);
}

/* {"alasan":"…","sarankan":true} */
static bool take(const struct host_row *row, struct anjuran_baru *x, struct arena *a)
{
    struct err ignored = ERR_NONE;
    json_t *v = NULL, *yes;
    const char *alasan;
    bool ok;

    if (json_read(row->value, row->value_len, &v, &ignored) != ST_OK)
        v = NULL;
    yes = json_object_get(v, "sarankan");
    alasan = json_string_value(json_object_get(v, "alasan"));
    /* Who recommends says why. */
    ok = json_is_boolean(yes) && (!json_is_true(yes) || (alasan && *alasan));
    if (ok) {
        x->nilai = arena_strndup(a, row->value, row->value_len);
        x->sarankan = json_is_true(yes);
        x->alasan = arena_strdup(a, alasan ? alasan : "");
        x->jejak = arena_strdup(a, row->trace);
    }
    json_decref(v);
    return ok;
}

static enum status ask(struct work *w, const struct modul *m, struct sarankan *out, struct err *e)
{
    const struct sheet *x = w->h.sheets.sheet;
    const struct rule *rule;
    struct anjuran_baru *to = &out->baru[out->n];
    struct buf json = BUF_NONE, rows = BUF_NONE;
    struct host_row row = { .code = E_NONE };
    char function[160], hash[DIGEST_HEX];
    struct host_request q = { .function = function, .rows = &rows, .nrows = 1, .trace = true };
    enum status st = rules_get(w->h.rules, w->db, m->release_id, m->setelan_hash, &rule, e);

    if (st != ST_OK)
        return st;
    snprintf(function, sizeof(function), "pelatihan.%s.sarankan", m->kode);
    wire_array(&rows, 1);
    masukan_evaluasi(x, &w->h.sheets.indikator[x->first], &w->kalender, rule->release->reads, &json, &rows);
    masukan_hash(json.p, json.len, hash);
    q.release = &rule->release->package;
    q.settings = &rule->settings;
    q.optional = rule->optional;
    q.noptional = rule->noptional;
    *to = (struct anjuran_baru){ .plugin = m->plugin,
                                 .kode = m->kode,
                                 .judul = m->judul,
                                 .jp = m->jp,
                                 .release_id = m->release_id,
                                 .setelan_hash = m->setelan_hash,
                                 .api = m->api,
                                 .masukan = arena_strndup(w->a, json.p, json.len),
                                 .masukan_hash = arena_strdup(w->a, hash) };
    st = host_run(w->h.host, &q, w->a, &row, e);
    if (st != ST_OK && hitung_vonis(e)) {
        row = (struct host_row){ .code = e->code, .err = e };
        st = ST_OK;
    }
    if (st != ST_OK)
        goto out;
    if (row.undecided)
        failed(out, m, E_PLUGIN_BATAS_WAKTU, NULL, w->a);
    else if (hitung_code(&row) != E_NONE)
        failed(out, m, hitung_code(&row), row.err ? row.err->msg : NULL, w->a);
    else if (!take(&row, to, w->a))
        failed(out, m, E_PLUGIN_HASIL, "Aturan anjuran modul ini tidak menjawab sarankan dan alasan.", w->a);
    else
        out->n++;
    err_clear(e);
out:
    buf_free(&json);
    buf_free(&rows);
    return st;
}

enum status sarankan_hitung(struct db *db, struct host *host, int64_t evaluasi_id, const char *hari,
                            struct arena *a, struct sarankan *out, struct err *e)
{
    const struct sheet *x;
    struct work w;
    enum status st;

    *out = (struct sarankan){ .n = 0 };
    st = open_work(&w, db, host, evaluasi_id, a, e);
    if (st != ST_OK)
        goto out;
    /* One view for activations, plan and realisations; it ends before a plugin is called. */
    if ((st = db_snapshot(db, e)) == ST_OK) {
        st = read_all(&w, evaluasi_id, hari, e);
        if (st == ST_OK)
            st = state_of(&w, out->keadaan, e);
        db_snapshot_end(db);
    }
    if (st != ST_OK || (st = hitung_jalan(&w.h, e)) != ST_OK)
        goto out;
    x = w.h.sheets.sheet;
    if (x->tertunda || x->gagal == E_SCORE_INDIKATOR) {
        st = err_set(e, x->gagal, "%s", x->pesan);
        goto out;
    }
    out->baru = arena_array(a, struct anjuran_baru, w.n + 1);
    out->gagal = arena_alloc(a, (w.n + 1) * sizeof(*out->gagal));
    for (size_t i = 0; st == ST_OK && i < w.n; i++)
        st = ask(&w, &w.modul[i], out, e);
out:
    hitung_clear(&w.h);
    return st;
}

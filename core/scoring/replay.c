#include "scoring/replay.h"

#include <string.h>

#include "base/json.h"
#include "scoring/jejak.h"
#include "scoring/karantina.h"
#include "scoring/saran.h"

/* Head ----------------------------------------------------------------------------------------------- */

static enum status read_head(struct db *db, int64_t id, struct arena *a, struct replay *out, int64_t *saran,
                             int64_t *predikat, int64_t *kepala, int64_t *periode, struct err *e)
{
    struct rows r;
    bool there = false;
    enum status st = db_rows(
        db, &r, e,
        "SELECT p.nip, p.nama, u.nama, q.kode, e.status, e.segmen, e.rating_hasil, e.rating_perilaku,"
        " e.predikat, COALESCE(e.saran_hasil_id, 0), COALESCE(e.predikat_hasil_id, 0), q.id, "
        "COALESCE(e.kepala_hasil_id, 0)"
        " FROM evaluasi e JOIN periode q ON q.id = e.periode_id JOIN skp_versi v ON v.id = e.skp_versi_id"
        " JOIN skp s ON s.id = v.skp_id JOIN pegawai p ON p.id = s.pegawai_id JOIN unit u ON u.id = s.unit_id"
        " WHERE e.id = $1",
        "i", id);

    if (st == ST_OK && rows_next(&r)) {
        const char **texts[] = { &out->nip, &out->nama, &out->unit, &out->periode, &out->status };

        for (int i = 0; i < (int)COUNT(texts); i++)
            *texts[i] = row_dup(&r, i, a);
        out->segmen = (int)row_int(&r, 5);
        out->rating_hasil = row_dup(&r, 6, a);
        out->rating_perilaku = row_dup(&r, 7, a);
        out->predikat = row_dup(&r, 8, a);
        *saran = row_int(&r, 9);
        *predikat = row_int(&r, 10);
        *periode = row_int(&r, 11);
        *kepala = row_int(&r, 12);
        there = true;
    }
    st = rows_end(&r, st, e);
    return st == ST_OK && !there ? err_set(e, E_SCORE_EVALUASI, NULL) : st;
}

/* The scheme's newest row, if the evaluator has not seen one yet. */
static enum status newest(struct db *db, int64_t id, int64_t *saran, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id FROM hasil WHERE evaluasi_id = $1 AND kode LIKE 'skema.%.nilai'"
                             " ORDER BY id DESC LIMIT 1",
                             "i", id);

    if (st == ST_OK && rows_next(&r))
        *saran = row_int(&r, 0);
    st = rows_end(&r, st, e);
    if (st == ST_OK && !*saran)
        st = err_set(e, E_SCORE_BELUM, "Evaluasi %lld belum pernah dihitung.", (long long)id);
    return st;
}

/* Rows ----------------------------------------------------------------------------------------------- */

struct stored {
    struct replay_baris *baris;
    int64_t release_id;
    char *setelan_hash, *masukan_hash, *galat;
};

static enum status read_row(struct db *db, int64_t hasil_id, struct arena *a, struct stored *x, struct err *e)
{
    struct replay_baris *b = x->baris;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT h.kode, h.release_id, h.setelan_hash, h.masukan_hash, h.masukan, h.nilai, h.galat,"
                " h.pesan, h.waktu, s.isi FROM hasil h JOIN setelan s ON s.hash = h.setelan_hash"
                " WHERE h.id = $1",
                "i", hasil_id);

    if (st == ST_OK && rows_next(&r)) {
        b->hasil_id = hasil_id;
        b->kode = row_dup(&r, 0, a);
        x->release_id = row_int(&r, 1);
        x->setelan_hash = row_dup(&r, 2, a);
        x->masukan_hash = row_dup(&r, 3, a);
        b->masukan = row_dup(&r, 4, a);
        b->nilai = row_dup(&r, 5, a);
        x->galat = row_dup(&r, 6, a);
        b->pesan = row_dup(&r, 7, a);
        b->waktu = row_dup(&r, 8, a);
        b->setelan = row_dup(&r, 9, a);
    }
    return rows_end(&r, st, e);
}

static void take_sources(const struct release *r, struct arena *a, struct replay_baris *b)
{
    const json_t *list = r->package.manifest.source;
    size_t i;
    json_t *x;

    b->sumber = arena_array(a, struct replay_sumber, json_array_size(list) + 1);
    json_array_foreach(list, i, x) b->sumber[b->nsumber++] = (struct replay_sumber){
        .aturan = arena_strdup(a, json_string_value(json_object_get(x, "rule"))),
        .tanggal = arena_strdup(a, json_string_value(json_object_get(x, "date"))),
        .catatan = arena_strdup(a, json_string_value(json_object_get(x, "note"))),
    };
}

static enum status compute(struct host *host, const struct rule *rule, struct stored *x, struct arena *a,
                           struct err *e)
{
    struct replay_baris *b = x->baris;
    struct rule_optional optional;
    struct buf rows = BUF_NONE;
    struct host_row row = { .code = E_NONE };
    char *function = arena_strndup(a, b->kode, strcspn(b->kode, "#"));
    enum status st;

    wire_array(&rows, 1);
    rule_optional(rule, function, &optional);
    st = masukan_wire(rule->release, b->kode, b->masukan, strlen(b->masukan), &rows, e);
    if (st == ST_OK)
        st = host_run(host,
                      &(struct host_request){ .release = &rule->release->package,
                                              .function = function,
                                              .settings = &rule->settings,
                                              .rows = &rows,
                                              .nrows = 1,
                                              .trace = true,
                                              .optional = optional.nama,
                                              .noptional = optional.n },
                      a, &row, e);
    if (st == ST_OK) {
        b->jejak = row.trace ? row.trace : "[]";
        b->sama = hitung_code(&row) == E_NONE
                      ? b->nilai && strlen(b->nilai) == row.value_len &&
                            memcmp(b->nilai, row.value, row.value_len) == 0
                      : x->galat && strcmp(x->galat, code_row(hitung_code(&row))->name) == 0;
    }
    rule_optional_clear(&optional);
    buf_free(&rows);
    return st;
}

static enum status replay_row(struct db *db, struct host *host, struct rules *rules, int64_t hasil_id,
                              struct arena *a, struct replay *out, char **masukan_hash_out, struct err *e)
{
    struct stored x = { .baris = &out->baris[out->n] };
    const struct rule *rule;
    enum status st = read_row(db, hasil_id, a, &x, e);

    if (st == ST_OK)
        st = karantina_periksa(db, x.release_id, e);
    if (st == ST_OK)
        st = rules_get(rules, db, x.release_id, x.setelan_hash, &rule, e);
    if (st != ST_OK)
        return st;
    x.baris->plugin = arena_strdup(a, rule->release->plugin);
    x.baris->label = arena_strdup(a, rule->release->label);
    x.baris->sha256 = arena_strdup(a, rule->release->sha256);
    take_sources(rule->release, a, x.baris);
    out->n++;
    if (masukan_hash_out)
        *masukan_hash_out = x.masukan_hash;
    return compute(host, rule, &x, a, e);
}

/* Indicators that were computed again, as they stand in the store: the newest of each place. */
static enum status replay_indikator(struct db *db, struct host *host, struct rules *rules, int64_t sampai,
                                    struct arena *a, struct replay *out, struct err *e)
{
    int64_t ids[256];
    size_t n = 0;
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT max(id) FROM hasil WHERE evaluasi_id = $1 AND kode LIKE 'indikator.%' AND id <= $2"
                " GROUP BY kode ORDER BY 1",
                "ii", out->evaluasi_id, sampai);

    while (st == ST_OK && n < COUNT(ids) && rows_next(&r))
        ids[n++] = row_int(&r, 0);
    st = rows_end(&r, st, e);
    out->baris = arena_array(a, struct replay_baris, n + 3);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = replay_row(db, host, rules, ids[i], a, out, NULL, e);
    return st;
}

/* Today's rows: the steps of consolidation, and whether they give the stored input. */
static enum status consolidate(struct db *db, struct host *host, int64_t periode,
                               const char *masukan_hash_then, struct arena *a, struct replay *out,
                               struct err *e)
{
    struct kalender k;
    struct hitung h;
    struct buf b = BUF_NONE;
    struct jw w;
    char now[DIGEST_HEX] = "";
    enum status st = kalender_load(db, periode, &k, e);

    if (st != ST_OK)
        return st;
    hitung_init(&h, &k, NULL, host);
    h.trace = true;
    st = hitung_baca(&h, db, &out->evaluasi_id, 1, e);
    if (st == ST_OK)
        st = hitung_jalan(&h, e);
    if (st == ST_OK) {
        jw_start(&w, &b);
        jw_open(&w, '[');
        jejak_konsolidasi(&h, &w);
        jw_close(&w);
        out->konsolidasi = arena_strndup(a, b.p, b.len);
        for (size_t i = 0; i < h.n; i++)
            if (h.hasil[i].indikator == SIZE_MAX)
                digest_hex(&h.hasil[i].masukan_hash, now);
        out->data_sama = strcmp(now, masukan_hash_then) == 0;
    }
    buf_free(&b);
    hitung_clear(&h);
    return st;
}

/* A predikat whose matrix call was not stored (carried over from elsewhere): called now, to tell the rule. */
static enum status explain_predikat(struct db *db, struct host *host, struct arena *a, struct replay *out,
                                    struct err *e)
{
    struct replay_baris *b = &out->baris[out->n];
    const struct release *r;
    struct predikat_hasil p;
    enum status st =
        predikat_hitung(db, host, out->evaluasi_id, out->rating_hasil, out->rating_perilaku, true, a, &p, e);

    if (st != ST_OK || (st = release_get(db, p.hasil.release_id, &r, e)) != ST_OK)
        return st;
    *b = (struct replay_baris){ .kode = p.hasil.kode,
                                .plugin = arena_strdup(a, r->plugin),
                                .label = arena_strdup(a, r->label),
                                .sha256 = arena_strdup(a, r->sha256),
                                .masukan = p.hasil.masukan,
                                .nilai = p.hasil.nilai,
                                .pesan = p.hasil.pesan,
                                .jejak = p.jejak ? p.jejak : "[]",
                                .sama = out->predikat && strcmp(out->predikat, p.predikat) == 0 };
    take_sources(r, a, b);
    release_put(r);
    out->n++;
    return ST_OK;
}

enum status replay_load(struct db *db, struct host *host, int64_t evaluasi_id, struct arena *a,
                        struct replay *out, struct err *e)
{
    int64_t saran = 0, predikat = 0, kepala = 0, periode = 0;
    struct rules *rules = rules_new();
    char *then = NULL;
    enum status st;

    *out = (struct replay){ .evaluasi_id = evaluasi_id };
    if ((st = read_head(db, evaluasi_id, a, out, &saran, &predikat, &kepala, &periode, e)) != ST_OK ||
        (!saran && (st = newest(db, evaluasi_id, &saran, e)) != ST_OK) ||
        (st = replay_indikator(db, host, rules, saran, a, out, e)) != ST_OK ||
        (st = replay_row(db, host, rules, saran, a, out, &then, e)) != ST_OK ||
        (kepala && (st = replay_row(db, host, rules, kepala, a, out, NULL, e)) != ST_OK) ||
        (predikat && (st = replay_row(db, host, rules, predikat, a, out, NULL, e)) != ST_OK) ||
        (!predikat && out->rating_hasil && out->rating_perilaku &&
         (st = explain_predikat(db, host, a, out, e)) != ST_OK))
        goto out;
    st = consolidate(db, host, periode, then, a, out, e);
out:
    rules_free(rules);
    return st;
}

/* Out ------------------------------------------------------------------------------------------------ */

static void row_json(const struct replay_baris *b, struct jw *w)
{
    jw_open(w, '{');
    jw_ktext(w, "kode", b->kode);
    jw_ktext(w, "plugin", b->plugin);
    jw_ktext(w, "versi", b->label);
    jw_ktext(w, "sha256", b->sha256);
    jw_ktext(w, "waktu", b->waktu);
    jw_kraw(w, "setelan", b->setelan);
    jw_kraw(w, "masukan", b->masukan);
    jw_kraw(w, "nilai", b->nilai);
    jw_ktext(w, "pesan", b->pesan);
    jw_kbool(w, "sama", b->sama);
    jw_kraw(w, "jejak", b->jejak);
    jw_key(w, "sumber");
    jw_open(w, '[');
    for (size_t i = 0; i < b->nsumber; i++) {
        jw_open(w, '{');
        jw_ktext(w, "aturan", b->sumber[i].aturan);
        jw_ktext(w, "tanggal", b->sumber[i].tanggal);
        jw_ktext(w, "catatan", b->sumber[i].catatan);
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
}

void replay_json(const struct replay *r, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "evaluasi", r->evaluasi_id);
    jw_ktext(w, "nip", r->nip);
    jw_ktext(w, "nama", r->nama);
    jw_ktext(w, "unit", r->unit);
    jw_ktext(w, "periode", r->periode);
    jw_kint(w, "segmen", r->segmen);
    jw_ktext(w, "status", r->status);
    jw_ktext(w, "rating_hasil", r->rating_hasil);
    jw_ktext(w, "rating_perilaku", r->rating_perilaku);
    jw_ktext(w, "predikat", r->predikat);
    jw_kbool(w, "data_sama", r->data_sama);
    jw_kraw(w, "konsolidasi", r->konsolidasi);
    jw_key(w, "hasil");
    jw_open(w, '[');
    for (size_t i = 0; i < r->n; i++)
        row_json(&r->baris[i], w);
    jw_close(w);
    jw_close(w);
}

/* A value as people read it: numbers in the Indonesian way, codes with spaces. */
static void value_text(const json_t *v, struct buf *out)
{
    if (json_is_number(v)) {
        angka_tulis(out, json_number_value(v));
    } else if (json_is_string(v)) {
        for (const char *p = json_string_value(v); *p; p++)
            buf_char(out, *p == '_' ? ' ' : *p);
    } else if (json_is_boolean(v)) {
        buf_str(out, json_is_true(v) ? "ya" : "tidak");
    } else if (json_is_null(v) || !v) {
        buf_str(out, "belum ada");
    } else {
        json_canonical(v, out);
    }
}

static void steps_text(const char *steps, struct buf *out)
{
    struct err ignored = ERR_NONE;
    json_t *list = NULL, *x;
    size_t i;

    if (!steps || json_read(steps, strlen(steps), &list, &ignored) != ST_OK)
        return;
    json_array_foreach(list, i, x)
    {
        const char *label = json_string_value(json_object_get(x, "label")),
                   *rumus = json_string_value(json_object_get(x, "rumus"));

        buf_printf(out, "  %3zu. %s: ", i + 1, label ? label : "");
        value_text(json_object_get(x, "nilai"), out);
        buf_char(out, '\n');
        if (rumus && *rumus)
            buf_printf(out, "       %s\n", rumus);
    }
    json_decref(list);
}

static void row_text_out(const struct replay_baris *b, bool jejak, struct buf *out)
{
    buf_printf(out, "\n%s\n  plugin %s %s, rilis %.12s, %s%s\n", b->kode, b->plugin, b->label, b->sha256,
               b->waktu ? "dihitung " : "tidak tersimpan, dihitung sekarang", b->waktu ? b->waktu : "");
    for (size_t i = 0; i < b->nsumber; i++)
        buf_printf(out, "  sumber: %s%s%s%s\n", b->sumber[i].aturan ? b->sumber[i].aturan : "",
                   b->sumber[i].tanggal ? " (" : "", b->sumber[i].tanggal ? b->sumber[i].tanggal : "",
                   b->sumber[i].tanggal ? ")" : "");
    if (jejak) {
        if (b->setelan)
            buf_printf(out, "  setelan: %s\n", b->setelan);
        buf_printf(out, "  masukan: %s\n", b->masukan);
        steps_text(b->jejak, out);
    }
    buf_printf(out, "  hasil: %s\n", b->nilai ? b->nilai : b->pesan);
    buf_printf(out, "  dihitung ulang: %s\n",
               b->sama ? "sama dengan yang tersimpan" : "BERBEDA dari yang tersimpan");
}

void replay_text(const struct replay *r, bool jejak, struct buf *out)
{
    buf_printf(out, "Evaluasi %lld: %s, NIP %s\nUnit %s, periode %s, segmen %d, status %s\n",
               (long long)r->evaluasi_id, r->nama, r->nip, r->unit, r->periode, r->segmen, r->status);
    if (jejak) {
        buf_str(out, "\nKonsolidasi realisasi dan target\n");
        if (!r->data_sama)
            buf_str(out,
                    "  Perhatian: data telah berubah sejak hasil di bawah dihitung; langkah ini dari data"
                    " sekarang.\n");
        steps_text(r->konsolidasi, out);
    }
    for (size_t i = 0; i < r->n; i++)
        row_text_out(&r->baris[i], jejak, out);
    if (r->rating_hasil)
        buf_printf(out, "\nRating penilai: hasil kerja %s, perilaku kerja %s\nPredikat: %s\n",
                   r->rating_hasil, r->rating_perilaku ? r->rating_perilaku : "-",
                   r->predikat ? r->predikat : "-");
    else
        buf_str(out, "\nPenilai belum memberi rating.\n");
}

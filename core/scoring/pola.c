#include "scoring/pola.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "scoring/hitung.h"
#include "scoring/saran.h"

/* Pattern --------------------------------------------------------------------------------------------------
 */

static bool has_pattern(const struct rule *rule)
{
    const json_t *list = json_object_get(rule->release->daftar, "skema");

    return json_is_true(json_object_get(json_array_get(list, 0), "distribusi"));
}

static enum status take_pattern(const struct host_row *row, struct arena *a, struct pola_hasil *out,
                                struct err *e)
{
    json_t *v = NULL, *memenuhi, *informasi;
    enum status st = json_read(row->value, row->value_len, &v, e);

    if (st != ST_OK)
        return st;
    memenuhi = json_object_get(v, "memenuhi_pola");
    informasi = json_object_get(v, "informasi");
    if (json_is_boolean(memenuhi) && json_is_boolean(informasi)) {
        out->nilai = arena_strndup(a, row->value, row->value_len);
        out->memenuhi = json_is_true(memenuhi);
        out->informasi = json_is_true(informasi);
    } else {
        out->sebab = "Skema tidak menghasilkan pola yang dikenal.";
    }
    json_decref(v);
    return ST_OK;
}

static enum status ask_pattern(struct host *host, const struct rule *rule, struct arena *a,
                               struct pola_hasil *out, struct err *e)
{
    const struct sebaran *s = &out->sebaran;
    struct buf wire = BUF_NONE;
    struct host_row row;
    enum status st;

    wire_map(&wire, 2);
    wire_text(&wire, "jumlah", 6);
    wire_map(&wire, PREDIKAT_N);
    for (int i = 0; i < PREDIKAT_N; i++) {
        wire_text(&wire, sebaran_predikat[i], strlen(sebaran_predikat[i]));
        wire_int(&wire, s->jumlah[i]);
    }
    wire_text(&wire, "organisasi", 10);
    wire_text(&wire, s->organisasi, strlen(s->organisasi));
    st = rule_call_one(host, rule, arena_printf(a, "skema.%s.distribusi", rule->release->skema), &wire, false,
                       a, &row, e);
    buf_free(&wire);
    if (st != ST_OK && !hitung_vonis(e))
        return st;
    if (st != ST_OK || row.code != E_NONE) {
        out->sebab = "Skema tidak dapat menilai pola ini.";
        err_clear(e);
        return ST_OK;
    }
    return take_pattern(&row, a, out, e);
}

enum status pola_hitung(struct db *db, struct host *host, int64_t unit_id, int64_t periode_id,
                        struct arena *a, struct pola_hasil *out, struct err *e)
{
    struct rules *rules = rules_new();
    struct buf masukan = BUF_NONE;
    struct aktivasi found;
    const struct rule *rule;
    enum status st;

    *out = (struct pola_hasil){ .nilai = NULL };
    if ((st = sebaran_muat(db, unit_id, periode_id, a, &out->sebaran, NULL, NULL, e)) != ST_OK)
        goto out;
    sebaran_masukan(&out->sebaran, &masukan);
    out->masukan = arena_strndup(a, masukan.p, masukan.len);
    if (!out->sebaran.organisasi[0]) {
        out->sebab = "Capaian kinerja organisasi unit hitung belum ditetapkan.";
        goto out;
    }
    st = aktivasi_find(db, out->sebaran.unit_id, NULL, periode_id, &found, e);
    if (st == ST_NOT_FOUND || (st == ST_OK && found.karantina)) {
        out->sebab = st == ST_OK ? "Rilis skema dikarantina." : "Tidak ada skema penilaian yang berlaku.";
        err_clear(e);
        st = ST_OK;
        goto out;
    }
    if (st != ST_OK || (st = rules_get(rules, db, found.release_id, found.setelan_hash, &rule, e)) != ST_OK)
        goto out;
    if (!has_pattern(rule)) {
        out->sebab = "Skema yang berlaku tidak mempunyai pola distribusi.";
        goto out;
    }
    st = ask_pattern(host, rule, a, out, e);
    if (st == ST_OK && out->nilai) {
        out->release_id = found.release_id;
        memcpy(out->setelan_hash, found.setelan_hash, sizeof(out->setelan_hash));
    }
out:
    rules_free(rules);
    buf_free(&masukan);
    return st;
}

/* Head of a unit --------------------------------------------------------------------------------------------
 */

static enum status take_rating(const struct host_row *row, struct arena *a, struct kepala_hasil *out,
                               struct err *e)
{
    static const char *const codes[] = { "di_atas", "sesuai", "di_bawah" };

    if (row->undecided)
        return err_set(e, E_PLUGIN_BATAS_WAKTU, NULL);
    if (row->code != E_NONE)
        return err_set(e, E_PLUGIN_GAGAL, "Rating hasil kerja pimpinan unit tidak dapat ditentukan: %s",
                       row->err ? row->err->msg : code_row(row->code)->id);
    out->hasil.nilai = arena_strndup(a, row->value, row->value_len);
    for (size_t i = 0; i < COUNT(codes); i++)
        if (row->value_len == strlen(codes[i]) + 2 &&
            memcmp(row->value + 1, codes[i], row->value_len - 2) == 0)
            snprintf(out->rating, sizeof(out->rating), "%s", codes[i]);
    return out->rating[0] ? ST_OK
                          : err_set(e, E_PLUGIN_HASIL, "Skema tidak menghasilkan rating yang dikenal.");
}

static enum status ask_rating(struct host *host, const struct rule *rule, const struct kepala *k,
                              struct arena *a, struct kepala_hasil *out, struct err *e)
{
    struct buf wire = BUF_NONE, masukan = BUF_NONE;
    struct host_row row;
    enum status st;

    kepala_masukan(k, &masukan);
    out->hasil.masukan = arena_strndup(a, masukan.p, masukan.len);
    masukan_hash(masukan.p, masukan.len, out->hasil.masukan_hash);
    wire_map(&wire, 1);
    wire_text(&wire, "organisasi", 10);
    wire_text(&wire, k->capaian, strlen(k->capaian));
    st = rule_call_one(host, rule, KEPALA_KODE, &wire, false, a, &row, e);
    buf_free(&wire);
    buf_free(&masukan);
    return st == ST_OK ? take_rating(&row, a, out, e) : st;
}

enum status kepala_hitung(struct db *db, struct host *host, const struct evaluasi *v, struct arena *a,
                          struct kepala_hasil *out, struct err *e)
{
    struct rules *rules = rules_new();
    const struct rule *rule;
    struct kepala k;
    enum status st;

    *out = (struct kepala_hasil){ .perlu = false };
    if ((st = kepala_muat(db, v, &k, e)) != ST_OK || !k.berlaku || (st = kepala_menunggu(v, &k, e)) != ST_OK)
        goto out;
    if (k.skema.karantina) {
        st = err_set(e, E_RELEASE_KARANTINA, "Rilis plugin %s dikarantina.", k.skema.plugin);
        goto out;
    }
    if ((st = rules_get(rules, db, k.skema.release_id, k.skema.setelan_hash, &rule, e)) != ST_OK)
        goto out;
    out->perlu = true;
    out->hasil = (struct hasil_baru){
        .evaluasi_id = v->id, .kode = KEPALA_KODE, .release_id = k.skema.release_id, .api = rule->release->api
    };
    memcpy(out->hasil.setelan_hash, k.skema.setelan_hash, sizeof(out->hasil.setelan_hash));
    st = ask_rating(host, rule, &k, a, out, e);
out:
    rules_free(rules);
    return st;
}

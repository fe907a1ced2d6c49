/* The people in a simulation's report: who moves most, with both traces, and for whom it fails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "scoring/saran.h"
#include "scoring/simulate_laporan.h"

/* Movers --------------------------------------------------------------------------------------------- */

static const char *kode_of(const struct laporan *l, int64_t unit_id)
{
    for (size_t i = 0; i < l->nunit; i++)
        if (l->unit[i].id == unit_id)
            return l->unit[i].kode;
    return "";
}

static enum status trace(struct laporan *l, enum sim_nama side, int64_t evaluasi_id, json_t *out,
                         struct err *e)
{
    struct hitung *h = &l->h[side];
    json_t *steps_read = NULL;
    enum status st = db_snapshot(l->db, e);

    if (st != ST_OK)
        return st;
    st = hitung_baca(h, l->db, &evaluasi_id, 1, e);
    db_snapshot_end(l->db);
    if (st == ST_OK)
        st = hitung_jalan(h, e);
    if (st == ST_OK && h->sheets.sheet[0].rule) {
        const char *text = saran_jejak(h, l->s->a);

        st = json_read(text, strlen(text), &steps_read, e);
    }
    json_object_set_new(out, "jejak", steps_read ? steps_read : json_array());
    return st;
}

static json_t *text_or_null(const char *const *codes, int8_t i)
{
    return i >= 0 ? json_string(codes[i]) : json_null();
}

static json_t *side_json(const struct sim_sisi *x)
{
    json_t *out = json_object();

    json_object_set_new(out, "hasil", text_or_null(sim_rating, x->hasil));
    json_object_set_new(out, "perilaku", text_or_null(sim_rating, x->perilaku));
    json_object_set_new(out, "predikat", text_or_null(sim_predikat, x->predikat));
    json_object_set_new(out, "predikat_saran", text_or_null(sim_predikat, x->predikat_saran));
    json_object_set_new(out, "nilai", x->ada_nilai ? json_real(x->nilai) : json_null());
    return out;
}

static json_t *person(const struct laporan *l, const struct sim_orang *o)
{
    json_t *out = json_object();

    json_object_set_new(out, "evaluasi", json_integer(o->evaluasi_id));
    json_object_set_new(out, "nip", json_string(o->nip));
    json_object_set_new(out, "segmen", json_integer(o->segmen));
    json_object_set_new(out, "unit", json_string(kode_of(l, o->unit_id)));
    return out;
}

/* The size of a move: first the predikat of the suggestion, then the predikat, the ratings, the value. */
static int64_t steps(const struct sim_orang *o)
{
    const struct sim_sisi *a = &o->sisi[SIM_BERLAKU], *b = &o->sisi[SIM_CALON];

    return abs(a->predikat_saran - b->predikat_saran) * 10000LL + abs(a->predikat - b->predikat) * 100LL +
           abs(a->hasil - b->hasil) + abs(a->perilaku - b->perilaku);
}

static int by_move(const void *pa, const void *pb)
{
    const struct sim_orang *a = *(struct sim_orang *const *)pa, *b = *(struct sim_orang *const *)pb;
    int64_t x = steps(a), y = steps(b);
    int d;

    if (x != y)
        return x > y ? -1 : 1;
    if (a->selisih != b->selisih)
        return a->selisih > b->selisih ? -1 : 1;
    d = strcmp(a->nip, b->nip);
    if (d)
        return d;
    return a->segmen != b->segmen ? (a->segmen < b->segmen ? -1 : 1)
                                  : (a->evaluasi_id < b->evaluasi_id ? -1 : a->evaluasi_id > b->evaluasi_id);
}

enum status sim_put_movers(struct laporan *l, json_t *out, struct err *e)
{
    json_t *list = json_array();
    enum status st = ST_OK;

    qsort(l->berubah, l->nberubah, sizeof(struct sim_orang *), by_move);
    for (size_t i = 0; st == ST_OK && i < l->nberubah && i < SIM_TERBESAR; i++) {
        const struct sim_orang *o = l->berubah[i];
        json_t *one = person(l, o);

        json_object_set_new(one, "selisih", json_real(o->selisih));
        for (int side = 0; st == ST_OK && side < SIM_SISI; side++) {
            json_t *x = side_json(&o->sisi[side]);

            st = trace(l, (enum sim_nama)side, o->evaluasi_id, x, e);
            json_object_set_new(one, side == SIM_BERLAKU ? "sebelum" : "sesudah", x);
        }
        json_array_append_new(list, one);
    }
    json_object_set_new(out, "terbesar", list);
    return st;
}

/* Failures ------------------------------------------------------------------------------------------- */

void sim_put_failures(const struct laporan *l, json_t *out)
{
    json_t *counts = json_array(), *list = json_array();

    for (int side = 0; side < SIM_SISI; side++)
        for (int c = 1; c < E_COUNT; c++)
            if (l->code[side][c]) {
                json_t *one = json_object();

                json_object_set_new(one, "sisi", json_string(sim_sisi_nama[side]));
                json_object_set_new(one, "code", json_string(code_row((enum code)c)->name));
                json_object_set_new(one, "jumlah", json_integer(l->code[side][c]));
                json_array_append_new(counts, one);
            }
    for (size_t i = 0; i < l->s->n; i++)
        for (int side = 0; side < SIM_SISI; side++) {
            const struct sim_sisi *x = &l->s->orang[i].sisi[side];
            json_t *one;

            if (!x->gagal || l->s->orang[i].tidak_dinilai || json_array_size(list) == SIM_GAGAL)
                continue;
            one = person(l, &l->s->orang[i]);
            json_object_set_new(one, "sisi", json_string(sim_sisi_nama[side]));
            json_object_set_new(one, "code", json_string(code_row(x->gagal)->name));
            json_object_set_new(one, "pesan", json_string(x->pesan));
            json_object_set_new(one, "berkas", x->berkas ? json_string(x->berkas) : json_null());
            json_object_set_new(one, "baris", x->baris ? json_integer(x->baris) : json_null());
            json_array_append_new(list, one);
        }
    json_object_set_new(out, "gagal_per_kode", counts);
    json_object_set_new(out, "gagal", list);
}

/* Warnings ------------------------------------------------------------------------------------------- */

static json_t *warning(const char *kode, const char *pesan)
{
    json_t *out = json_object();

    json_object_set_new(out, "kode", json_string(kode));
    json_object_set_new(out, "pesan", json_string(pesan));
    return out;
}

static enum code most_often(const int64_t count[E_COUNT])
{
    int best = 0;

    for (int c = 1; c < E_COUNT; c++)
        if (count[c] > count[best])
            best = c;
    return (enum code)best;
}

static int64_t units_with_new(const struct laporan *l)
{
    int64_t n = 0;

    for (size_t i = 0; i < l->nunit; i++)
        n += l->unit[i].gagal_baru != 0;
    return n;
}

void sim_put_warnings(const struct laporan *l, json_t *out)
{
    json_t *list = json_array();
    char text[512];

    if (l->semua.tertunda) {
        snprintf(text, sizeof(text),
                 "%lld evaluasi belum dihitung karena waktunya habis: simulasi ini belum lengkap dan tidak"
                 " dapat menjadi dasar mengaktifkan. Jalankan lagi saat mesin tidak sibuk.",
                 (long long)l->semua.tertunda);
        json_array_append_new(list, warning("tertunda", text));
    }
    if (l->semua.gagal_baru) {
        const struct code_row *why = code_row(most_often(l->code_baru));

        snprintf(text, sizeof(text),
                 "Calon gagal pada %lld evaluasi di %lld unit yang dapat dihitung dengan rilis sekarang,"
                 " paling sering karena %s: %s",
                 (long long)l->semua.gagal_baru, (long long)units_with_new(l), why->name, why->id);
        json_array_append_new(list, warning("gagal_baru", text));
    }
    json_object_set_new(out, "peringatan", list);
}

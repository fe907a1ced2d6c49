#include "scoring/jejak.h"

#include <stdio.h>
#include <string.h>

static const char *const kons_nama[] = { "jumlah", "rata-rata", "terakhir", "dihitung ulang" };

static void step_open(struct jw *w, const char *what, const struct sheet_indikator *i)
{
    char label[320];

    snprintf(label, sizeof(label), "%s %d.%d %.200s%s%.20s%s", what, i->rhk, i->no, i->judul ? i->judul : "",
             i->satuan && *i->satuan ? " (" : "", i->satuan ? i->satuan : "",
             i->satuan && *i->satuan ? ")" : "");
    /* %.200s may cut a letter of several bytes in two; the writer of JSON mends it. */
    jw_open(w, '{');
    jw_ktext(w, "label", label);
}

static void step_close(struct jw *w, struct buf *rumus)
{
    jw_ktext(w, "rumus", rumus->p ? rumus->p : "");
    jw_close(w);
    buf_clear(rumus);
}

static void step_served(const struct hitung *h, struct jw *w, struct buf *b)
{
    const struct sheet *x = &h->sheets.sheet[0];

    jw_open(w, '{');
    jw_ktext(w, "label", "Bulan bertugas");
    jw_kint(w, "nilai", x->bulan);
    buf_printf(
        b,
        "SKP %s sampai %s dalam periode %s sampai %s; satu bulan dihitung bila SKP berlaku pada tanggal 15",
        x->mulai, x->selesai, h->kalender->mulai, h->kalender->selesai);
    step_close(w, b);
}

static const struct hitung_hasil *computed(const struct hitung *h, size_t at)
{
    for (size_t k = 0; k < h->n; k++)
        if (h->hasil[k].indikator == at)
            return &h->hasil[k];
    return NULL;
}

static void steps_recomputed(const struct hitung *h, const struct sheet_indikator *i,
                             const struct hitung_hasil *y, struct jw *w, struct buf *b)
{
    step_open(w, "Isian gabungan", i);
    jw_key(w, "nilai");
    jw_raw(w, y->masukan, y->nmasukan);
    buf_printf(b, "isian %zu bagian (", i->nbagian);
    for (size_t k = 0; k < i->nbagian; k++)
        buf_printf(b, "%s%s", k ? ", " : "", slot_nama(i->bagian[k]));
    buf_printf(b, ") dijumlahkan; persentase tidak dirata-rata, melainkan dihitung ulang oleh plugin %s %s",
               y->rule->release->plugin, y->rule->release->label);
    step_close(w, b);
    jejak_plugin(y->jejak, w);
    step_open(w, "Realisasi", i);
    jw_key(w, "nilai");
    if (y->code == E_NONE && y->nilai)
        jw_raw(w, y->nilai, strlen(y->nilai));
    else
        jw_null(w);
    buf_str(b, y->pesan ? y->pesan : "hasil dihitung ulang dari isian gabungan");
    step_close(w, b);
    (void)h;
}

static void steps_target(const struct sheet *x, const struct sheet_indikator *i, struct jw *w, struct buf *b)
{
    step_open(w, "Target", i);
    if (i->ada_bawah)
        jw_kreal(w, "nilai", i->target);
    else
        jw_ktext(w, "nilai", NULL);
    if (i->ada_bawah)
        target_teks(b, i->bawah, i->per, i->konsolidasi, x->bulan);
    else
        buf_str(b, "target tidak berupa angka");
    if (i->ada_atas) {
        buf_str(b, "; batas atas ");
        target_teks(b, i->atas, i->per, i->konsolidasi, x->bulan);
    }
    step_close(w, b);
}

static void steps_indikator(const struct hitung *h, size_t at, struct jw *w, struct buf *b)
{
    const struct sheet_indikator *i = &h->sheets.indikator[at];
    const struct hitung_hasil *y = computed(h, at);

    if (y) {
        steps_recomputed(h, i, y, w, b);
    } else {
        step_open(w, "Realisasi", i);
        if (i->ada_realisasi) {
            jw_kreal(w, "nilai", i->realisasi);
            if (i->nbagian > 1)
                buf_printf(b, "%s: ", kons_nama[i->konsolidasi]);
            konsolidasi_teks(b, i->konsolidasi, i->bagian, i->nbagian, i->nilai, i->realisasi);
        } else {
            jw_ktext(w, "nilai", NULL);
            buf_str(b, "belum ada realisasi yang diajukan");
        }
        step_close(w, b);
    }
    steps_target(&h->sheets.sheet[0], i, w, b);
}

void jejak_konsolidasi(const struct hitung *h, struct jw *w)
{
    const struct sheet *x = &h->sheets.sheet[0];
    struct buf b = BUF_NONE;

    step_served(h, w, &b);
    for (size_t i = x->first; i < x->first + x->nindikator; i++)
        steps_indikator(h, i, w, &b);
    buf_free(&b);
}

void jejak_plugin(const char *trace, struct jw *w)
{
    struct err e = ERR_NONE;
    json_t *list = NULL, *x;
    size_t i;

    if (!trace || json_read(trace, strlen(trace), &list, &e) != ST_OK)
        return;
    json_array_foreach(list, i, x) jw_json(w, x);
    json_decref(list);
}

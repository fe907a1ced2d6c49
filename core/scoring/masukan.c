#include "scoring/masukan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Both forms side by side. A member is written as one key and one value; `first` is whether the JSON needs a
 * comma. */
struct pair {
    struct buf *json, *wire;
    bool first;
};

static void put_key(struct pair *p, const char *name)
{
    size_t n = strlen(name);

    if (!p->first)
        buf_char(p->json, ',');
    p->first = false;
    buf_char(p->json, '"');
    buf_add(p->json, name, n);
    buf_add(p->json, "\":", 2);
    if (p->wire)
        wire_text(p->wire, name, n);
}

static void put_text(struct pair *p, const char *s)
{
    size_t n = strlen(s);

    json_quote(p->json, s, n);
    if (p->wire)
        wire_text(p->wire, s, n);
}

static void put_digits(struct buf *out, int64_t v)
{
    char text[24], *at = text + sizeof(text);
    uint64_t u = v < 0 ? (uint64_t)-v : (uint64_t)v;

    do {
        *--at = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        *--at = '-';
    buf_add(out, at, (size_t)(text + sizeof(text) - at));
}

static void put_int(struct pair *p, int64_t v)
{
    put_digits(p->json, v);
    if (p->wire)
        wire_int(p->wire, v);
}

static void put_real(struct pair *p, double v)
{
    /* Most numbers are whole; json_number gives the same text. */
    if (fabs(v) <= 9007199254740992.0 && v == (double)(int64_t)v)
        put_digits(p->json, (int64_t)v);
    else
        json_number(p->json, v);
    if (p->wire)
        wire_real(p->wire, v);
}

static void put_bool(struct pair *p, bool v)
{
    buf_str(p->json, v ? "true" : "false");
    if (p->wire)
        wire_bool(p->wire, v);
}

static void put_null(struct pair *p)
{
    buf_str(p->json, "null");
    if (p->wire)
        wire_nil(p->wire);
}

static void open_map(struct pair *p, size_t n)
{
    buf_char(p->json, '{');
    p->first = true;
    if (p->wire)
        wire_map(p->wire, (uint32_t)n);
}

static void close_map(struct pair *p)
{
    buf_char(p->json, '}');
    p->first = false;
}

/* Groups --------------------------------------------------------------------------------------------- */

static bool indikator_has(const struct sheet_indikator *i, enum field f)
{
    switch (f) {
    case F_INDIKATOR_ASPEK:
        return i->aspek != NULL;
    case F_INDIKATOR_REALISASI:
        return i->ada_realisasi;
    case F_INDIKATOR_TARGET_ATAS:
        return i->ada_atas;
    default:
        return !field_rows[f].derived;
    }
}

static void put_indikator_field(struct pair *p, const struct sheet_indikator *i, enum field f)
{
    put_key(p, field_rows[f].name);
    switch (f) {
    case F_INDIKATOR_ARAH:
        put_text(p, i->arah);
        break;
    case F_INDIKATOR_ASPEK:
        put_text(p, i->aspek);
        break;
    case F_INDIKATOR_BUKTI:
        put_int(p, i->bukti);
        break;
    case F_INDIKATOR_JENIS:
        put_text(p, i->jenis);
        break;
    case F_INDIKATOR_JUDUL:
        put_text(p, i->judul);
        break;
    case F_INDIKATOR_KODE:
        put_text(p, i->kode);
        break;
    case F_INDIKATOR_REALISASI:
        put_real(p, i->realisasi);
        break;
    case F_INDIKATOR_RHK:
        put_int(p, i->rhk);
        break;
    case F_INDIKATOR_SATUAN:
        put_text(p, i->satuan);
        break;
    case F_INDIKATOR_TARGET:
        if (i->ada_bawah)
            put_real(p, i->target);
        else
            put_null(p);
        break;
    case F_INDIKATOR_TARGET_ATAS:
        put_real(p, i->target_atas);
        break;
    default: /* F_INDIKATOR_TARGET_MAKSIMAL */
        put_bool(p, i->target_maksimal);
    }
}

static void put_indikator(struct pair *p, const struct sheet_indikator *i, const enum field *fields, size_t n)
{
    enum field there[FIELD_COUNT];
    size_t nthere = 0;

    for (size_t k = 0; k < n; k++)
        if (indikator_has(i, fields[k]))
            there[nthere++] = fields[k];
    open_map(p, nthere);
    for (size_t k = 0; k < nthere; k++)
        put_indikator_field(p, i, there[k]);
    close_map(p);
}

static size_t fields_of(uint64_t reads, enum field fields[FIELD_COUNT])
{
    size_t n = 0;

    for (int f = 0; f < FIELD_COUNT; f++)
        if (reads & FIELD_BIT(f) && !field_rows[f].derived)
            fields[n++] = (enum field)f;
    return n;
}

static void put_indikators(struct pair *p, const struct sheet *x, const struct sheet_indikator *indikator,
                           uint64_t reads)
{
    enum field fields[FIELD_COUNT];
    size_t n = fields_of(reads & FIELDS_INDIKATOR, fields);

    put_key(p, "indikator");
    buf_char(p->json, '[');
    if (p->wire)
        wire_array(p->wire, (uint32_t)x->nindikator);
    for (size_t i = 0; i < x->nindikator; i++) {
        if (i)
            buf_char(p->json, ',');
        put_indikator(p, &indikator[i], fields, n);
    }
    buf_char(p->json, ']');
}

static void put_periode(struct pair *p, const struct kalender *k, uint64_t reads)
{
    const char *values[] = { k->jenis, k->kode, k->mulai, k->selesai };
    enum field fields[FIELD_COUNT];
    size_t n = fields_of(reads & FIELDS_PERIODE, fields);

    put_key(p, "periode");
    open_map(p, n);
    for (size_t i = 0; i < n; i++) {
        put_key(p, field_rows[fields[i]].name);
        put_text(p, values[fields[i] - F_PERIODE_JENIS]);
    }
    close_map(p);
}

static void put_belajar(struct pair *p, const struct belajar *b, uint64_t reads)
{
    const int64_t values[] = { b->jp, b->jp_tahun, b->jp_usulan, b->modul_berjalan, b->modul_selesai };
    enum field fields[FIELD_COUNT];
    size_t n = fields_of(reads & FIELDS_BELAJAR, fields);

    put_key(p, "belajar");
    open_map(p, n);
    for (size_t i = 0; i < n; i++) {
        put_key(p, field_rows[fields[i]].name);
        put_int(p, values[fields[i] - F_BELAJAR_JP]);
    }
    close_map(p);
}

static const char *own_text(const struct sheet *x, enum field f)
{
    switch (f) {
    case F_CAPAIAN_ORGANISASI:
        return x->capaian_organisasi;
    case F_FORM:
        return x->form;
    case F_JENIS_JABATAN:
        return x->jenis_jabatan;
    case F_JENJANG:
        return x->jenjang;
    case F_PENDEKATAN:
        return x->pendekatan;
    default:
        return x->status_pegawai;
    }
}

static void put_own(struct pair *p, const struct sheet *x, enum field f)
{
    put_key(p, field_rows[f].name);
    if (f == F_BULAN_BERTUGAS)
        put_int(p, x->bulan);
    else if (f == F_KEPALA_UNIT)
        put_bool(p, x->kepala_unit);
    else
        put_text(p, own_text(x, f));
}

void masukan_evaluasi(const struct sheet *x, const struct sheet_indikator *indikator,
                      const struct kalender *k, uint64_t reads, struct buf *json, struct buf *wire)
{
    struct pair p = { json, wire, true };
    bool list = (reads & FIELDS_INDIKATOR) != 0, period = (reads & FIELDS_PERIODE) != 0;
    bool learning = (reads & FIELDS_BELAJAR) != 0;
    enum field there[FIELD_COUNT];
    size_t n = 0;

    for (int f = 0; f < FIELD_COUNT; f++)
        if (reads & FIELD_BIT(f) && field_rows[f].group == FG_EVALUASI &&
            (f == F_BULAN_BERTUGAS || f == F_KEPALA_UNIT || own_text(x, (enum field)f)))
            there[n++] = (enum field)f;
    open_map(&p, n + list + period + learning);
    if (learning)
        put_belajar(&p, &x->belajar, reads);
    for (size_t i = 0; i <= n; i++) {
        enum field f = i < n ? there[i] : FIELD_COUNT;

        /* The table's order is that of the keys: a group stands where its fields stand. */
        if (list && f > F_FORM) {
            put_indikators(&p, x, indikator, reads);
            list = false;
        }
        if (period && f > F_PENDEKATAN) {
            put_periode(&p, k, reads);
            period = false;
        }
        if (i < n)
            put_own(&p, x, f);
    }
    close_map(&p);
}

/* Inputs of indicators ------------------------------------------------------------------------------- */

bool masukan_isian(const struct sheet_indikator *i, struct isian_jumlah *out)
{
    isian_mulai(out);
    for (size_t b = 0; b < i->nbagian; b++) {
        int slot = i->bagian[b];

        if (!i->isian[slot] || !isian_tambah(out, i->isian[slot], i->nisian[slot]))
            return false;
    }
    for (size_t b = 0; b < out->n; b++)
        if (out->bagian[b].angka && fabs(out->bagian[b].jumlah) > 9007199254740992.0)
            return false;
    return true;
}

static void wire_other(const struct isian_bagian *b, const json_t *schema, struct buf *wire)
{
    json_t *v = json_loadb(b->lain, b->nlain, JSON_DECODE_ANY, NULL);

    if (v)
        wire_typed(wire, v, schema);
    else
        wire_nil(wire);
    json_decref(v);
}

void isian_wire(const struct isian_jumlah *j, const json_t *fields, struct buf *wire)
{
    wire_map(wire, (uint32_t)j->n);
    for (size_t i = 0; i < j->n; i++) {
        const struct isian_bagian *b = &j->bagian[i];
        const json_t *schema = fields ? json_object_getn(fields, b->kunci, b->nkunci) : NULL;

        wire_text(wire, b->kunci, b->nkunci);
        if (!b->angka)
            wire_other(b, schema, wire);
        else if (b->bulat && (!schema || schema_integer(schema)))
            wire_int(wire, (int64_t)b->jumlah);
        else
            wire_real(wire, b->bulat ? b->jumlah + 0.0 : bulat6(b->jumlah));
    }
}

/* Stored inputs -------------------------------------------------------------------------------------- */

static enum field_type type_of(enum field_group group, const char *name)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (field_rows[f].group == group && strcmp(field_rows[f].name, name) == 0)
            return field_rows[f].type;
    return FT_NUMBER;
}

static void wire_group(struct buf *wire, const json_t *object, enum field_group group)
{
    const char *name;
    json_t *v;
    size_t i;
    json_t *x;

    wire_map(wire, (uint32_t)json_object_size(object));
    json_object_foreach((json_t *)(uintptr_t)object, name, v)
    {
        wire_text(wire, name, strlen(name));
        if (json_is_array(v)) {
            wire_array(wire, (uint32_t)json_array_size(v));
            json_array_foreach(v, i, x) wire_group(wire, x, FG_INDIKATOR);
        } else if (json_is_object(v)) {
            wire_group(wire, v, strcmp(name, "belajar") == 0 ? FG_BELAJAR : FG_PERIODE);
        } else if (json_is_integer(v) && type_of(group, name) == FT_NUMBER) {
            wire_real(wire, (double)json_integer_value(v));
        } else {
            wire_json(wire, v);
        }
    }
}

enum status masukan_wire(const struct release *r, const char *kode, const char *json, size_t len,
                         struct buf *wire, struct err *e)
{
    json_t *v = NULL;

    if (json_read(json, len, &v, e) != ST_OK || !json_is_object(v)) {
        json_decref(v);
        err_clear(e);
        return err_set(e, E_SCORE_MASUKAN, NULL);
    }
    if (strncmp(kode, "indikator.", 10) == 0)
        wire_fields(wire, v, rule_isian(r, kode));
    else if (strncmp(kode, "fungsi.", 7) == 0)
        wire_json(wire, v); /* those that are stored with an evaluation take codes only */
    else
        wire_group(wire, v, FG_EVALUASI);
    json_decref(v);
    return ST_OK;
}

void masukan_hash(const char *json, size_t len, char out[DIGEST_HEX])
{
    struct digest d;

    hash_blake2b(json, len, &d);
    digest_hex(&d, out);
}

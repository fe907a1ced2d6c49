/* Commands on realisations: save, steps. Evidence: realisasi_bukti.c. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/aktivasi.h"
#include "domain/perintah_baca.h"
#include "domain/realisasi_asal.h"

/* From the client -----------------------------------------------------------------------------------------
 */

static void read_inputs(const json_t *v, const char *at, struct arena *a, struct realisasi_nilai *out,
                        struct err *e)
{
    const json_t *isian = json_object_get(v, "isian");
    struct buf b = BUF_NONE;
    char here[96];

    if (!isian || json_is_null(isian))
        return;
    if (!json_is_object(isian)) {
        snprintf(here, sizeof(here), "%s/isian", at);
        err_fault(e, here, "Harus berupa objek.");
        return;
    }
    json_canonical(isian, &b);
    out->isian = arena_strndup(a, b.p, b.len);
    buf_free(&b);
}

enum status realisasi_simpan_baca(const json_t *body, struct arena *a, struct realisasi_simpan *out,
                                  struct err *e)
{
    static const struct baca_medan top[] = { { "nilai", BACA_LAIN, 0, true, 0, NULL } };
#define N(field) offsetof(struct realisasi_nilai, field)
    static const struct baca_medan medan[] = {
        { "indikator_id", BACA_BULAT, N(indikator_id), true, 0, NULL },
        { "isian", BACA_LAIN, 0, false, 0, NULL },
        { "nilai", BACA_BILANGAN, N(nilai), false, 0, NULL },
        { "teks", BACA_TEKS, N(teks), false, 2000, NULL },
        { "sumber", BACA_TEKS, N(sumber), false, 400, NULL },
        { "alasan", BACA_TEKS, N(alasan), false, 400, NULL },
    };
#undef N
    const json_t *list;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    list = baca_daftar(body, "", "nilai", false, SKP_RHK_MAX * RHK_INDIKATOR_MAX, e);
    out->n = json_array_size(list);
    out->nilai = arena_array(a, struct realisasi_nilai, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        struct realisasi_nilai *x = &out->nilai[i];
        char at[64];

        snprintf(at, sizeof(at), "/nilai/%zu", i);
        *x = (struct realisasi_nilai){ .teks = "", .sumber = "", .asal = "isian", .alasan = "" };
        baca_objek(json_array_get(list, i), at, medan, COUNT(medan), x, a, e);
        read_inputs(json_array_get(list, i), at, a, x, e);
    }
    return baca_akhir(e);
}

/* Shared --------------------------------------------------------------------------------------------------
 */

static enum status reply(struct perintah *p, struct db *db, int64_t skp_id, int64_t periode_id,
                         struct arena *a, struct err *e)
{
    struct realisasi r;
    struct jw w;
    enum status st = realisasi_muat(db, skp_id, periode_id, a, &r, e);

    if (st != ST_OK)
        return st;
    p->reply.etag = r.versi;
    jw_start(&w, &p->reply.body);
    return realisasi_json(db, &p->who, &r, &w, e);
}

enum status realisasi_ada(struct db *db, struct realisasi *r, struct err *e)
{
    enum status st;

    if (r->id)
        return ST_OK;
    st =
        db_int(db, &r->id, e, "INSERT INTO realisasi (skp_versi_id, periode_id) VALUES ($1, $2) RETURNING id",
               "ii", r->skp_versi_id, r->periode.id);
    r->versi = 1;
    return st;
}

/* Save ----------------------------------------------------------------------------------------------------
 */

static const struct indikator *find_indikator(const struct skp_isi *isi, int64_t id)
{
    for (size_t i = 0; i < isi->nrhk; i++)
        for (size_t j = 0; j < isi->rhk[i].nindikator; j++)
            if (isi->rhk[i].indikator[j].id == id)
                return &isi->rhk[i].indikator[j];
    return NULL;
}

/* The worker computed with the release that was active then: it must still be. */
static enum status check_release(struct db *db, const struct realisasi *r, const struct indikator *i,
                                 int64_t release_id, struct err *e)
{
    struct aktivasi akt;
    enum status st = aktivasi_find(db, r->subject.unit_id, i->plugin, r->periode.id, &akt, e);

    if (st == ST_OK && akt.release_id != release_id)
        st = err_set(e, E_MASUKAN_BERUBAH,
                     "Plugin %s baru saja diganti; nilai dihitung ulang bila disimpan lagi.", i->plugin);
    return st;
}

/* A value is typed for a free indicator, and computed from inputs for one of a plugin. */
static enum status check_value(struct db *db, const struct realisasi *r, const struct realisasi_nilai *x,
                               size_t index, struct err *e)
{
    const struct indikator *i = find_indikator(&r->isi, x->indikator_id);
    char at[64];

    snprintf(at, sizeof(at), "/nilai/%zu/%s", index, !i ? "indikator_id" : i->plugin ? "isian" : "nilai");
    if (!i) {
        err_fault(e, at, "Indikator itu bukan bagian SKP ini.");
    } else if (i->plugin) {
        if (!x->isian && (x->nilai || x->release_id))
            err_fault(e, at, "Indikator plugin diisi melalui isiannya.");
        else if (x->isian && (!x->nilai || !x->release_id))
            return err_set(e, E_MASUKAN_BERUBAH, "Nilai indikator %s belum dihitung.", i->kode);
        else if (x->isian)
            return check_release(db, r, i, x->release_id, e);
    } else if (x->isian || x->release_id) {
        err_fault(e, at, "Indikator ini diisi dengan angka, tanpa isian.");
    }
    for (size_t j = 0; j < index && i; j++)
        if (x[-(ptrdiff_t)(index - j)].indikator_id == x->indikator_id)
            err_fault(e, at, "Indikator itu disebut dua kali.");
    return ST_OK;
}

static bool blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* A data officer's value is not the person's to change; one that follows from the days is, with a reason. */
static void check_origin(const struct asal *from, struct realisasi_nilai *x, size_t index, struct err *e)
{
    bool given = x->isian || x->nilai;
    char at[64];

    x->asal = "isian";
    if (!from)
        return;
    if (from->data.id) {
        snprintf(at, sizeof(at), "/nilai/%zu/isian", index);
        if (x->isian && strcmp(x->isian, from->data.isian) != 0)
            err_fault(e, at, "Nilai ini diisi oleh sumber data (%.80s).", from->data.sumber);
        x->isian = NULL; /* asal_pasang writes it */
        x->nilai = NULL;
        x->release_id = 0;
        return;
    }
    if (!given || (!from->isian && !from->nilai))
        return;
    x->asal = asal_sama(from, x) ? "progres" : "koreksi";
    snprintf(at, sizeof(at), "/nilai/%zu/alasan", index);
    if (x->asal[0] == 'k' && blank(x->alasan))
        err_fault(e, at, "Berbeda dari progres harian yang disetujui; tulis alasannya.");
}

static enum status write_value(struct db *db, int64_t realisasi_id, const struct realisasi_nilai *x,
                               struct err *e)
{
    return db_exec(
        db, NULL, e,
        "INSERT INTO realisasi_nilai (realisasi_id, indikator_id, isian, nilai, release_id, teks, sumber, "
        "asal,"
        " alasan) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (realisasi_id, indikator_id) DO "
        "UPDATE"
        " SET isian = $3, nilai = $4, release_id = $5, teks = $6, sumber = $7, asal = $8, alasan = $9",
        "iitRItttt", realisasi_id, x->indikator_id, x->isian, x->nilai, x->release_id ? &x->release_id : NULL,
        x->teks, x->sumber, x->asal ? x->asal : "isian", x->asal && x->asal[0] == 'k' ? x->alasan : "");
}

/* Row version and audit; what was entered is hashed, so that the row says of which values it speaks. */
static enum status settle(struct perintah *p, struct db *db, const struct realisasi *r,
                          const struct realisasi_simpan *in, bool fresh, struct err *e)
{
    struct audit_entry entry = { .objek = "realisasi",
                                 .objek_id = r->id,
                                 .peristiwa = "simpan",
                                 .dari = fresh ? "" : realisasi_machine.states[r->status],
                                 .ke = realisasi_machine.states[r->status],
                                 .peran = who_has(&p->who, PERAN_SISTEM) ? "sistem" : "pemilik" };
    char hash[DIGEST_HEX];
    struct buf b = BUF_NONE;
    struct digest d;
    struct jw w;
    enum status st;

    jw_start(&w, &b);
    jw_open(&w, '[');
    for (size_t i = 0; i < in->n; i++) {
        const struct realisasi_nilai *x = &in->nilai[i];

        jw_open(&w, '[');
        jw_int(&w, x->indikator_id);
        jw_text(&w, x->isian);
        if (x->nilai)
            jw_real(&w, *x->nilai);
        else
            jw_null(&w);
        jw_text(&w, x->teks);
        jw_text(&w, x->sumber);
        if (x->asal && x->asal[0] == 'k')
            jw_text(&w, x->alasan);
        jw_close(&w);
    }
    jw_close(&w);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, hash);
    buf_free(&b);
    entry.dokumen = hash;
    st = fresh ? ST_OK
               : db_exec(db, NULL, e, "UPDATE realisasi SET versi = versi + 1 WHERE id = $1", "i", r->id);
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

enum status realisasi_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct realisasi_simpan *in = p->input;
    struct arena *a = arena_new();
    struct asal *from;
    size_t nfrom;
    struct realisasi r;
    bool fresh;
    enum status st = realisasi_load(db, &p->who, in->skp_id, in->periode_id, a, &r, e);

    if (st != ST_OK || (st = right_check(db, &p->who, AKSI_REALISASI_ISI, &r.subject, e)) != ST_OK)
        goto out;
    fresh = r.id == 0;
    /* Nothing was there to be overwritten: the first save needs no version. */
    if (!fresh && (st = perintah_versi(p, r.versi, e)) != ST_OK)
        goto out;
    if ((st = realisasi_boleh_isi(db, &r, e)) != ST_OK ||
        (st = realisasi_asal(db, &r, a, &from, &nfrom, e)) != ST_OK)
        goto out;
    for (size_t i = 0; i < in->n && st == ST_OK; i++) {
        st = check_value(db, &r, &in->nilai[i], i, e);
        check_origin(asal_cari(from, nfrom, in->nilai[i].indikator_id), &in->nilai[i], i, e);
    }
    if (st != ST_OK || (st = baca_akhir(e)) != ST_OK || (st = realisasi_ada(db, &r, e)) != ST_OK)
        goto out;
    for (size_t i = 0; i < in->n && st == ST_OK; i++)
        st = write_value(db, r.id, &in->nilai[i], e);
    if (st != ST_OK || (st = asal_pasang(db, &r, from, nfrom, e)) != ST_OK ||
        (st = settle(p, db, &r, in, fresh, e)) != ST_OK)
        goto out;
    st = reply(p, db, in->skp_id, in->periode_id, a, e);
out:
    arena_free(a);
    return st;
}

/* Steps ---------------------------------------------------------------------------------------------------
 */

/* What data officers entered goes in with what is submitted, also where the person had nothing to enter. */
static enum status bring_data(struct perintah *p, struct db *db, struct realisasi *r, struct arena *a,
                              struct err *e)
{
    bool any = false;
    struct asal *from;
    size_t n;
    enum status st;

    if (p->who.pegawai_id != r->pegawai_id ||
        (r->status != REALISASI_DRAF && r->status != REALISASI_DIKEMBALIKAN))
        return ST_OK;
    if ((st = realisasi_asal(db, r, a, &from, &n, e)) != ST_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        any |= from[i].data.id != 0;
    if (!any || (st = realisasi_boleh_isi(db, r, e)) != ST_OK || (st = realisasi_ada(db, r, e)) != ST_OK)
        return st;
    return asal_pasang(db, r, from, n, e);
}

enum status realisasi_dokumen_hash(struct db *db, int64_t id, char out[DIGEST_HEX], struct err *e)
{
    static const char *const parts[] = {
        "SELECT v.indikator_id || ':' || coalesce(v.isian, '') || ':' || coalesce(CAST(v.nilai AS TEXT), '')"
        " || ':' || v.teks || ':' || v.sumber FROM realisasi_nilai v WHERE v.realisasi_id = $1"
        " ORDER BY v.indikator_id",
        "SELECT sha256 || ':' || nama FROM bukti WHERE realisasi_id = $1 ORDER BY sha256, nama",
    };
    json_t *doc =
        json_pack("{s:s, s:I, s:[], s:[]}", "dokumen", "realisasi", "id", (json_int_t)id, "nilai", "bukti");
    struct buf b = BUF_NONE;
    struct digest d;
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT(parts) && st == ST_OK; i++) {
        struct rows r;

        st = db_rows(db, &r, e, parts[i], "i", id);
        while (st == ST_OK && rows_next(&r))
            json_array_append_new(json_object_get(doc, i ? "bukti" : "nilai"), json_string(row_text(&r, 0)));
        st = rows_end(&r, st, e);
    }
    json_canonical(doc, &b);
    hash_blake2b(b.p, b.len, &d);
    digest_hex(&d, out);
    buf_free(&b);
    json_decref(doc);
    return st;
}

enum status realisasi_langkah(struct perintah *p, struct db *db, struct err *e)
{
    const struct realisasi_langkah *in = p->input;
    struct arena *a = arena_new();
    struct flow_object o = { .catatan = in->catatan };
    struct audit_entry entry = { .objek = NULL };
    char hash[DIGEST_HEX];
    struct realisasi r;
    enum status st = skp_penilai_segarkan(db, &p->who, in->skp_id, e);

    if (st != ST_OK || (st = realisasi_load(db, &p->who, in->skp_id, in->periode_id, a, &r, e)) != ST_OK)
        goto out;
    if (r.id && (st = perintah_versi(p, r.versi, e)) != ST_OK)
        goto out;
    if (strcmp(in->peristiwa, "ajukan") == 0 && (st = bring_data(p, db, &r, a, e)) != ST_OK)
        goto out;
    o.id = r.id;
    o.state = (int)r.status;
    o.subject = r.subject;
    if (r.id && strcmp(in->peristiwa, "ajukan") == 0) {
        if ((st = realisasi_dokumen_hash(db, r.id, hash, e)) != ST_OK)
            goto out;
        entry.dokumen = hash;
    }
    if ((st = flow_apply(db, &realisasi_machine, &o, in->peristiwa, &p->who, &entry, e)) != ST_OK)
        goto out;
    st = reply(p, db, in->skp_id, in->periode_id, a, e);
out:
    arena_free(a);
    return st;
}

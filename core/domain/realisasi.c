/* Reading realisations: one with values and evidence, as a resource, and lists. */
#include "domain/realisasi_asal.h"
#include "domain/tanda_terima.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* One -----------------------------------------------------------------------------------------------------
 */

/* The row that exists for any version of the plan, else the version in force. */
static enum status load_head(struct db *db, int64_t skp_id, int64_t periode_id, struct arena *a,
                             struct realisasi *out, struct err *e)
{
    struct rows r;
    bool found, touches = false;
    enum status st =
        db_rows(db, &r, e,
                "SELECT r.id, r.versi, r.status, r.catatan, v.id, v.n, s.pegawai_id, s.penilai_id,"
                " s.atasan_penilai_id, s.unit_id, s.mulai <= p.selesai AND s.selesai >= p.mulai"
                " FROM skp s LEFT JOIN periode p ON p.id = $2"
                " LEFT JOIN realisasi r ON r.periode_id = p.id AND r.skp_versi_id IN"
                " (SELECT id FROM skp_versi WHERE skp_id = s.id)"
                " LEFT JOIN skp_versi v ON v.id = coalesce(r.skp_versi_id,"
                " (SELECT id FROM skp_versi WHERE skp_id = s.id AND n = s.versi_berlaku))"
                " WHERE s.id = $1 ORDER BY v.n DESC LIMIT 1",
                "ii", skp_id, periode_id);

    found = st == ST_OK && rows_next(&r);
    if (found) {
        int status = REALISASI_DRAF;

        if (!row_null(&r, 0))
            flow_state(&realisasi_machine, row_text(&r, 2), &status);
        *out = (struct realisasi){
            .id = row_int(&r, 0),
            .versi = row_int(&r, 1),
            .skp_id = skp_id,
            .skp_versi_id = row_int(&r, 4),
            .n = row_int(&r, 5),
            .pegawai_id = row_int(&r, 6),
            .status = (enum realisasi_status)status,
            .catatan = row_null(&r, 3) ? "" : row_dup(&r, 3, a),
            .subject = { row_int(&r, 6), row_int(&r, 7), row_int(&r, 8), row_int(&r, 9) },
        };
        touches = row_int(&r, 10) != 0;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_SKP_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = periode_load(db, periode_id, &out->periode, e);
    if (st == ST_OK && !out->skp_versi_id)
        return err_set(e, E_SKP_BELUM_DISETUJUI, NULL);
    if (st == ST_OK && !touches && !out->id)
        return err_set(e, E_PERIODE_LUAR, NULL);
    return st;
}

static enum status load_values(struct db *db, struct arena *a, struct realisasi *out, struct err *e)
{
    enum { MAX = SKP_RHK_MAX * RHK_INDIKATOR_MAX };
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT n.indikator_id, n.isian, n.nilai, n.release_id, n.teks, n.sumber, n.asal,"
                " n.alasan"
                " FROM realisasi_nilai n JOIN indikator i ON i.id = n.indikator_id"
                " JOIN rhk h ON h.id = i.rhk_id WHERE n.realisasi_id = $1 ORDER BY h.no, i.no",
                "i", out->id);

    out->nilai = arena_array(a, struct realisasi_nilai, MAX);
    while (st == ST_OK && out->nnilai < MAX && rows_next(&r)) {
        struct realisasi_nilai *x = &out->nilai[out->nnilai++];
        double *v = arena_new_of(a, double);

        *v = row_real(&r, 2);
        *x = (struct realisasi_nilai){
            .indikator_id = row_int(&r, 0),
            .isian = row_dup(&r, 1, a),
            .nilai = row_null(&r, 2) ? NULL : v,
            .release_id = row_int(&r, 3),
            .teks = row_dup(&r, 4, a),
            .sumber = row_dup(&r, 5, a),
            .asal = row_dup(&r, 6, a),
            .alasan = row_dup(&r, 7, a),
        };
    }
    return rows_end(&r, st, e);
}

static enum status load_evidence(struct db *db, struct arena *a, struct realisasi *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, indikator_id, sha256, nama, tipe, ukuran, diunggah FROM bukti"
                             " WHERE realisasi_id = $1 ORDER BY id LIMIT $2",
                             "ii", out->id, (int64_t)BUKTI_MAX);

    out->bukti = arena_array(a, struct bukti, BUKTI_MAX);
    while (st == ST_OK && out->nbukti < BUKTI_MAX && rows_next(&r))
        out->bukti[out->nbukti++] = (struct bukti){
            .id = row_int(&r, 0),
            .realisasi_id = out->id,
            .indikator_id = row_int(&r, 1),
            .sha256 = row_dup(&r, 2, a),
            .nama = row_dup(&r, 3, a),
            .tipe = row_dup(&r, 4, a),
            .ukuran = row_int(&r, 5),
            .diunggah = row_dup(&r, 6, a),
        };
    return rows_end(&r, st, e);
}

static enum status load_rest(struct db *db, struct arena *a, struct realisasi *out, struct err *e)
{
    enum status st = skp_isi_muat(db, out->skp_versi_id, a, &out->isi, e);

    if (st == ST_OK && out->id)
        st = load_values(db, a, out, e);
    return st == ST_OK && out->id ? load_evidence(db, a, out, e) : st;
}

enum status realisasi_muat(struct db *db, int64_t skp_id, int64_t periode_id, struct arena *a,
                           struct realisasi *out, struct err *e)
{
    enum status st = load_head(db, skp_id, periode_id, a, out, e);

    return st == ST_OK ? load_rest(db, a, out, e) : st;
}

/* Whether the plan exists for the asker at all: before its state tells anything. */
static enum status check_seen(struct db *db, const struct who *who, int64_t skp_id, struct err *e)
{
    struct subject s = { 0 };
    struct rows r;
    bool found;
    enum status st =
        db_rows(db, &r, e, "SELECT pegawai_id, penilai_id, atasan_penilai_id, unit_id FROM skp WHERE id = $1",
                "i", skp_id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        s = (struct subject){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2), row_int(&r, 3) };
    st = rows_end(&r, st, e);
    if (st == ST_OK && found)
        st = right_check(db, who, AKSI_REALISASI_LIHAT, &s, e);
    if (st == ST_OK ? !found : e->code == E_TIDAK_ADA)
        return err_set(e, E_SKP_TIDAK_ADA, NULL);
    return st;
}

enum status realisasi_load(struct db *db, const struct who *who, int64_t skp_id, int64_t periode_id,
                           struct arena *a, struct realisasi *out, struct err *e)
{
    enum status st = check_seen(db, who, skp_id, e);

    return st == ST_OK ? realisasi_muat(db, skp_id, periode_id, a, out, e) : st;
}

/* Resource ------------------------------------------------------------------------------------------------
 */

static const struct realisasi_nilai *value_of(const struct realisasi *r, int64_t indikator_id)
{
    for (size_t i = 0; i < r->nnilai; i++)
        if (r->nilai[i].indikator_id == indikator_id)
            return &r->nilai[i];
    return NULL;
}

static bool has_evidence(const struct realisasi *r, int64_t indikator_id)
{
    for (size_t i = 0; i < r->nbukti; i++)
        if (r->bukti[i].indikator_id == indikator_id || r->bukti[i].indikator_id == 0)
            return true;
    return false;
}

static bool open_for_owner(const struct realisasi *r)
{
    return r->status == REALISASI_DRAF || r->status == REALISASI_DIKEMBALIKAN;
}

/* What stands there, or the data officer's value that will when it is saved. What was handed in keeps its
 * own. */
static struct realisasi_nilai shown(const struct realisasi *r, const struct realisasi_nilai *v,
                                    const struct asal *from)
{
    struct realisasi_nilai x = v ? *v : (struct realisasi_nilai){ .teks = "", .sumber = "", .alasan = "" };

    x.asal = v ? v->asal : "isian";
    if (from && from->data.id && open_for_owner(r)) {
        x.isian = from->data.isian;
        x.nilai = &from->data.nilai;
        x.release_id = from->data.release_id;
        x.sumber = from->data.sumber;
        x.asal = "sumber_data";
        x.alasan = "";
    }
    return x;
}

static void value_json(const struct rhk *h, const struct indikator *i, const struct realisasi_nilai *v,
                       const struct asal *from, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "indikator_id", i->id);
    jw_ktext(w, "rhk", h->teks);
    jw_ktext(w, "teks_indikator", i->teks);
    jw_ktext(w, "target_teks", i->target_teks);
    jw_ktext(w, "satuan", i->satuan);
    jw_ktext(w, "plugin", i->plugin);
    jw_ktext(w, "kode", i->kode);
    jw_key(w, "isian");
    if (v->isian)
        jw_raw(w, v->isian, strlen(v->isian));
    else
        jw_null(w);
    jw_key(w, "nilai");
    if (v->nilai)
        jw_real(w, *v->nilai);
    else
        jw_null(w);
    jw_key(w, "release_id");
    if (v->release_id)
        jw_int(w, v->release_id);
    else
        jw_null(w);
    jw_ktext(w, "teks", v->teks);
    jw_ktext(w, "sumber", v->sumber);
    jw_ktext(w, "asal", v->asal);
    jw_ktext(w, "alasan", v->alasan);
    jw_ktext(w, "petugas", from && from->data.id ? from->data.petugas : NULL);
    jw_kint(w, "hari", from ? (int64_t)from->n : 0);
    jw_close(w);
}

void bukti_json(const struct bukti *b, int64_t realisasi_versi, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", b->id);
    jw_key(w, "indikator_id");
    if (b->indikator_id)
        jw_int(w, b->indikator_id);
    else
        jw_null(w);
    jw_ktext(w, "nama", b->nama);
    jw_ktext(w, "tipe", b->tipe);
    jw_kint(w, "ukuran", b->ukuran);
    jw_ktext(w, "sha256", b->sha256);
    jw_ktext(w, "diunggah", b->diunggah);
    if (realisasi_versi)
        jw_kint(w, "realisasi_versi", realisasi_versi);
    jw_close(w);
}

static void warning(struct jw *w, int64_t indikator_id, enum code code)
{
    jw_open(w, '{');
    jw_kint(w, "indikator_id", indikator_id);
    jw_ktext(w, "code", code_row(code)->name);
    jw_ktext(w, "pesan", code_row(code)->id);
    jw_close(w);
}

/* What is missing is said, and blocks nothing. */
static void warnings_json(const struct realisasi *r, const struct asal *from, size_t nfrom, struct jw *w)
{
    jw_open(w, '[');
    for (size_t i = 0; i < r->isi.nrhk; i++)
        for (size_t j = 0; j < r->isi.rhk[i].nindikator; j++) {
            int64_t id = r->isi.rhk[i].indikator[j].id;
            const struct realisasi_nilai *v = value_of(r, id);
            const struct asal *x = asal_cari(from, nfrom, id);
            bool data = x && x->data.id && open_for_owner(r);

            if (!data && (!v || !v->nilai))
                warning(w, id, E_TANPA_NILAI);
            if (!data && x && v && v->nilai && v->asal[0] != 'k' && !asal_sama(x, v))
                warning(w, id, E_PROGRES_BERUBAH);
            if (!has_evidence(r, id))
                warning(w, id, E_TANPA_BUKTI);
        }
    jw_close(w);
}

static enum status evidence_json(struct db *db, const struct who *who, const struct realisasi *r,
                                 struct jw *w, struct err *e)
{
    struct err hidden = ERR_NONE;
    enum status st = right_check(db, who, AKSI_BUKTI_LIHAT, &r->subject, &hidden);

    if (st == ST_FAIL || st == ST_UNREACHABLE) {
        *e = hidden;
        return st;
    }
    jw_kint(w, "jumlah_bukti", (int64_t)r->nbukti);
    jw_key(w, "bukti");
    jw_open(w, '[');
    for (size_t i = 0; st == ST_OK && i < r->nbukti; i++)
        bukti_json(&r->bukti[i], 0, w);
    jw_close(w);
    return ST_OK;
}

enum status realisasi_json(struct db *db, const struct who *who, const struct realisasi *r, struct jw *w,
                           struct err *e)
{
    struct flow_object o = { .id = r->id, .state = (int)r->status, .subject = r->subject };
    struct arena *a = arena_new();
    struct asal *from;
    size_t nfrom;
    enum status st = realisasi_asal(db, r, a, &from, &nfrom, e);

    if (st != ST_OK)
        goto out;
    jw_open(w, '{');
    jw_key(w, "id");
    if (r->id)
        jw_int(w, r->id);
    else
        jw_null(w);
    jw_kint(w, "versi", r->versi);
    jw_kint(w, "skp_id", r->skp_id);
    jw_kint(w, "skp_versi_id", r->skp_versi_id);
    jw_kint(w, "n", r->n);
    jw_ktext(w, "periode", r->periode.kode);
    jw_ktext(w, "periode_status", periode_machine.states[r->periode.status]);
    jw_ktext(w, "status", realisasi_machine.states[r->status]);
    jw_ktext(w, "catatan", r->catatan);
    jw_key(w, "nilai");
    jw_open(w, '[');
    for (size_t i = 0; i < r->isi.nrhk; i++)
        for (size_t j = 0; j < r->isi.rhk[i].nindikator; j++) {
            const struct indikator *x = &r->isi.rhk[i].indikator[j];
            const struct asal *f = asal_cari(from, nfrom, x->id);
            struct realisasi_nilai v = shown(r, value_of(r, x->id), f);

            value_json(&r->isi.rhk[i], x, &v, f, w);
        }
    jw_close(w);
    jw_key(w, "peringatan");
    warnings_json(r, from, nfrom, w);
    if ((st = tanda_terima_member(db, "realisasi", r->id, w, e)) == ST_OK &&
        (st = evidence_json(db, who, r, w, e)) == ST_OK) {
        jw_key(w, "aksi");
        st = realisasi_aksi(db, who, r, &o, w, e);
    }
    jw_close(w);
out:
    arena_free(a);
    return st;
}

/* Lists ---------------------------------------------------------------------------------------------------
 */

enum status realisasi_list(struct db *db, const struct who *who, const struct realisasi_saring *f,
                           struct arena *a, struct realisasi_baris **out, size_t *n, bool *lagi,
                           struct err *e)
{
    const char *plus = skp_cari(who, AKSI_REALISASI_LIHAT, f->lingkup, f->skp_id);
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    buf_str(&sql,
            "SELECT r.id, s.id, r.periode_id, r.versi, p.kode, g.nip, g.nama, u.nama, r.status,"
            " (SELECT count(*) FROM realisasi_nilai x WHERE x.realisasi_id = r.id AND x.nilai IS NOT NULL),"
            " (SELECT count(*) FROM rhk h JOIN indikator i ON i.rhk_id = h.id"
            " WHERE h.skp_versi_id = r.skp_versi_id),"
            " (SELECT count(*) FROM bukti b WHERE b.realisasi_id = r.id)"
            " FROM realisasi r JOIN periode p ON p.id = r.periode_id"
            " JOIN skp_versi v ON v.id = r.skp_versi_id JOIN skp s ON s.id = v.skp_id"
            " JOIN pegawai g ON g.id = s.pegawai_id JOIN unit u ON u.id = s.unit_id"
            " WHERE ($3 IS NULL OR r.status = $3)");
    buf_printf(&sql, " AND %sr.id > $1", plus);
    skp_where_id("v.skp_id", f->skp_id, &sql);
    skp_where_id(*plus ? "+r.periode_id" : "r.periode_id", f->periode_id, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_REALISASI_LIHAT, &skp_kolom_hak, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    buf_printf(&sql, " ORDER BY %sr.id LIMIT $2", plus);
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct realisasi_baris, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "iit", f->sesudah, (int64_t)f->batas + 1, f->status);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas) {
            *lagi = true;
            continue;
        }
        (*out)[(*n)++] = (struct realisasi_baris){
            .id = row_int(&r, 0),
            .skp_id = row_int(&r, 1),
            .periode_id = row_int(&r, 2),
            .versi = row_int(&r, 3),
            .periode = row_dup(&r, 4, a),
            .nip = row_dup(&r, 5, a),
            .nama = row_dup(&r, 6, a),
            .unit = row_dup(&r, 7, a),
            .status = row_dup(&r, 8, a),
            .nilai = row_int(&r, 9),
            .indikator = row_int(&r, 10),
            .bukti = row_int(&r, 11),
        };
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

void realisasi_baris_json(const struct realisasi_baris *b, struct jw *w)
{
    jw_open(w, '{');
    jw_kint(w, "id", b->id);
    jw_kint(w, "skp_id", b->skp_id);
    jw_ktext(w, "periode", b->periode);
    jw_ktext(w, "nip", b->nip);
    jw_ktext(w, "nama", b->nama);
    jw_ktext(w, "unit", b->unit);
    jw_ktext(w, "status", b->status);
    jw_kint(w, "terisi", b->nilai);
    jw_kint(w, "indikator", b->indikator);
    jw_kint(w, "bukti", b->bukti);
    jw_kint(w, "versi", b->versi);
    jw_close(w);
}

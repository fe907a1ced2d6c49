#include "domain/kepala.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

static enum status heads(struct db *db, const struct evaluasi *v, struct kepala *out, struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT " KEPALA_UNIT("$2") ", c.predikat FROM skp s JOIN penugasan t ON t.id = s.penugasan_id"
                                    " JOIN jabatan j ON j.id = t.jabatan_id LEFT JOIN capaian_organisasi c"
                                    " ON c.unit_id = s.unit_id AND c.periode_id = $3 WHERE s.id = $1",
        "iti", v->skp_id, v->periode.selesai, v->periode.id);

    if (st == ST_OK && rows_next(&r)) {
        out->ya = row_int(&r, 0) != 0;
        if (!row_null(&r, 1))
            snprintf(out->capaian, sizeof(out->capaian), "%s", row_text(&r, 1));
    }
    return rows_end(&r, st, e);
}

static bool registers(const json_t *daftar)
{
    const json_t *x;
    size_t i;

    json_array_foreach(json_object_get(daftar, "fungsi"), i, x)
    {
        const char *nama = json_string_value(json_object_get(x, "nama"));

        if (nama && strcmp(nama, KEPALA_FUNGSI) == 0)
            return true;
    }
    return false;
}

/* Does the scheme in force have the function? */
static enum status scheme(struct db *db, const struct evaluasi *v, struct kepala *out, struct err *e)
{
    struct arena *a = arena_new();
    json_t *daftar = NULL;
    char *text = NULL;
    enum status st = aktivasi_find(db, v->unit_id, NULL, v->periode.id, &out->skema, e);

    if (st == ST_NOT_FOUND && e->code == E_AKTIVASI_TIDAK_ADA) { /* rating itself will say so */
        err_clear(e);
        st = ST_OK;
        goto out;
    }
    if (st == ST_OK)
        st = db_text(db, &text, a, e, "SELECT daftar FROM release WHERE id = $1", "i", out->skema.release_id);
    if (st == ST_OK)
        st = json_read(text, strlen(text), &daftar, e);
    out->berlaku = st == ST_OK && registers(daftar);
out:
    json_decref(daftar);
    arena_free(a);
    return st;
}

enum status kepala_muat(struct db *db, const struct evaluasi *v, struct kepala *out, struct err *e)
{
    enum status st;

    *out = (struct kepala){ .ya = false };
    st = heads(db, v, out, e);
    return st == ST_OK && out->ya ? scheme(db, v, out, e) : st;
}

enum status kepala_menunggu(const struct evaluasi *v, const struct kepala *k, struct err *e)
{
    if (!k->berlaku || k->capaian[0])
        return ST_OK;
    return err_set(
        e, E_KEPALA_MENUNGGU,
        "Rating hasil kerja pimpinan unit menunggu penetapan capaian kinerja organisasi %s periode %s.",
        v->unit, v->periode.kode);
}

void kepala_masukan(const struct kepala *k, struct buf *out)
{
    buf_printf(out, "{\"organisasi\":\"%s\"}", k->capaian); /* a code of ours: nothing to escape */
}

enum status kepala_cocok(struct db *db, const struct evaluasi *v, const struct hasil_baru *h,
                         const char *rating, struct err *e)
{
    struct buf masukan = BUF_NONE, nilai = BUF_NONE;
    struct kepala k;
    enum status st = kepala_muat(db, v, &k, e);

    if (st != ST_OK || !k.berlaku || (st = kepala_menunggu(v, &k, e)) != ST_OK)
        return st;
    kepala_masukan(&k, &masukan);
    buf_printf(&nilai, "\"%s\"", rating);
    if (!h || h->release_id != k.skema.release_id || strcmp(h->setelan_hash, k.skema.setelan_hash) != 0 ||
        strcmp(h->masukan, masukan.p) != 0 || !h->nilai) {
        st = err_set(e, E_MASUKAN_BERUBAH, "Capaian kinerja organisasi atau skemanya baru saja berubah.");
    } else if (strcmp(h->nilai, nilai.p) != 0) {
        err_fault(e, "/rating_hasil", "Untuk capaian organisasi %s: %s.", k.capaian, h->nilai);
        st = err_set(e, E_KEPALA_RATING, NULL);
    }
    buf_free(&masukan);
    buf_free(&nilai);
    return st;
}

enum status kepala_masih(struct db *db, const struct evaluasi *v, struct err *e)
{
    struct buf masukan = BUF_NONE;
    struct kepala k;
    int64_t n = 0;
    enum status st = kepala_muat(db, v, &k, e);

    if (st != ST_OK || !k.berlaku || (st = kepala_menunggu(v, &k, e)) != ST_OK)
        return st;
    kepala_masukan(&k, &masukan);
    st = db_int(db, &n, e,
                "SELECT count(*) FROM evaluasi v JOIN hasil h ON h.id = v.kepala_hasil_id WHERE v.id = $1"
                " AND h.masukan = $2 AND h.release_id = $3 AND h.setelan_hash = $4",
                "itit", v->id, masukan.p, k.skema.release_id, k.skema.setelan_hash);
    buf_free(&masukan);
    return st == ST_OK && n == 0 ? err_set(e, E_KEPALA_BERUBAH, NULL) : st;
}

enum status kepala_tetap(struct db *db, const struct evaluasi *v, const char *rating, struct err *e)
{
    struct kepala k;
    enum status st = kepala_muat(db, v, &k, e);

    if (st != ST_OK || !k.berlaku || (v->rating_hasil && strcmp(v->rating_hasil, rating) == 0))
        return st;
    err_fault(e, "/rating_hasil", "Rating hasil kerja pimpinan unit mengikuti capaian organisasinya.");
    return err_set(e, E_KEPALA_RATING, NULL);
}

enum status kepala_json(struct db *db, const struct evaluasi *v, struct jw *w, struct err *e)
{
    struct err why = ERR_NONE;
    struct kepala k;
    enum status st = kepala_muat(db, v, &k, e);

    jw_key(w, "kepala_unit");
    if (st != ST_OK || !k.berlaku) {
        jw_null(w);
        return st;
    }
    jw_open(w, '{');
    jw_ktext(w, "capaian", k.capaian[0] ? k.capaian : NULL);
    jw_ktext(w, "menunggu", kepala_menunggu(v, &k, &why) == ST_OK ? NULL : why.msg);
    jw_kid(w, "hasil_id", v->kepala_hasil_id);
    jw_close(w);
    return ST_OK;
}

/* Favourites: templates that a person keeps for entries that come again and again. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/perintah_baca.h"
#include "domain/progres.h"

/* What a template may hold: no date, no figures of a day. */
struct favorit_isi {
    int64_t rhk_id, butir_id, indikator_id;
    const char *uraian, *hasil, *satuan;
    const double *menit;
    bool shift;
};

enum status progres_favorit_baca(const json_t *body, struct arena *a, struct progres_favorit *out,
                                 struct err *e)
{
#define F(field) offsetof(struct favorit_isi, field)
    static const struct baca_medan top[] = {
        { "nama", BACA_TEKS, offsetof(struct progres_favorit, nama), true, 100, NULL },
        { "isi", BACA_LAIN, 0, true, 0, NULL },
    };
    static const struct baca_medan medan[] = {
        { "rhk_id", BACA_BULAT, F(rhk_id), false, 0, NULL },
        { "butir_id", BACA_BULAT, F(butir_id), false, 0, NULL },
        { "indikator_id", BACA_BULAT, F(indikator_id), false, 0, NULL },
        { "uraian", BACA_TEKS, F(uraian), true, 2000, NULL },
        { "hasil", BACA_TEKS, F(hasil), false, 2000, NULL },
        { "satuan", BACA_TEKS, F(satuan), false, 60, NULL },
        { "menit", BACA_BILANGAN, F(menit), false, 0, NULL },
        { "shift", BACA_YA, F(shift), false, 0, NULL },
    };
#undef F
    const json_t *isi = json_object_get(body, "isi");
    struct favorit_isi ignored = { 0 };
    struct buf b = BUF_NONE;

    baca_objek(body, "", top, COUNT(top), out, a, e);
    if (isi)
        baca_objek(isi, "/isi", medan, COUNT(medan), &ignored, a, e);
    if (e->nfaults == 0) {
        json_canonical(isi, &b);
        out->isi = arena_strndup(a, b.p, b.len);
    }
    buf_free(&b);
    return baca_akhir(e);
}

static enum status owner(const struct perintah *p, struct err *e)
{
    return p->who.pegawai_id ? ST_OK : err_set(e, E_TIDAK_BERHAK, "Akun ini bukan milik seorang pegawai.");
}

static enum status audit(struct perintah *p, struct db *db, int64_t id, const char *event, const char *nama,
                         struct err *e)
{
    struct audit_entry entry = {
        .objek = "progres_favorit", .objek_id = id, .peristiwa = event, .catatan = nama, .peran = "pemilik"
    };

    return audit_add(db, &p->who, &entry, NULL, e);
}

static void one_json(struct jw *w, int64_t id, const char *nama, const char *isi)
{
    jw_open(w, '{');
    jw_kint(w, "id", id);
    jw_ktext(w, "nama", nama);
    jw_key(w, "isi");
    jw_raw(w, isi, strlen(isi));
    jw_close(w);
}

enum status progres_favorit_simpan(struct perintah *p, struct db *db, struct err *e)
{
    struct progres_favorit *in = p->input;
    int64_t n = 0;
    struct jw w;
    enum status st = owner(p, e);

    if (st == ST_OK)
        st = db_int(db, &n, e, "SELECT count(*) FROM progres_favorit WHERE pegawai_id = $1 AND nama <> $2",
                    "it", p->who.pegawai_id, in->nama);
    if (st == ST_OK && n >= FAVORIT_MAX)
        st = err_set(e, E_FAVORIT_BANYAK, NULL);
    if (st == ST_OK)
        st = db_int(db, &in->out_id, e,
                    "INSERT INTO progres_favorit (pegawai_id, nama, isi) VALUES ($1, $2, $3)"
                    " ON CONFLICT (pegawai_id, nama) DO UPDATE SET isi = $3 RETURNING id",
                    "itt", p->who.pegawai_id, in->nama, in->isi);
    if (st == ST_OK)
        st = audit(p, db, in->out_id, "simpan", in->nama, e);
    if (st != ST_OK)
        return st;
    p->reply.status = 201;
    snprintf(p->reply.lokasi, sizeof(p->reply.lokasi), "/api/v1/progres/favorit/%lld", (long long)in->out_id);
    jw_start(&w, &p->reply.body);
    one_json(&w, in->out_id, in->nama, in->isi);
    return ST_OK;
}

enum status progres_favorit_hapus(struct perintah *p, struct db *db, struct err *e)
{
    const struct progres_favorit_hapus *in = p->input;
    int64_t gone = 0;
    enum status st = owner(p, e);

    if (st == ST_OK)
        st = db_exec(db, &gone, e, "DELETE FROM progres_favorit WHERE id = $1 AND pegawai_id = $2", "ii",
                     in->id, p->who.pegawai_id);
    if (st == ST_OK && !gone)
        st = err_set(e, E_FAVORIT_TIDAK_ADA, NULL);
    p->reply.status = 204;
    return st == ST_OK ? audit(p, db, in->id, "hapus", NULL, e) : st;
}

enum status progres_favorit_json(struct db *db, const struct who *who, struct jw *w, struct err *e)
{
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, nama, isi FROM progres_favorit WHERE pegawai_id = $1"
                             " ORDER BY nama, id",
                             "i", who->pegawai_id);

    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r))
        one_json(w, row_int(&r, 0), row_text(&r, 1), row_text(&r, 2));
    jw_close(w);
    jw_close(w);
    return rows_end(&r, st, e);
}

/* /api/v1/skp/{id}/realisasi/{periode}: what was achieved, indicator by indicator. */
#include "domain/realisasi_asal.h"

#include <string.h>

#include "base/json.h"
#include "http/api.h"
#include "http/reads.h"
#include "scoring/saran.h"

static enum status target(struct request *rq, int64_t *skp_id, struct periode *periode)
{
    enum status st = request_id(rq, "id", skp_id);

    return st == ST_OK ? api_periode(rq, "periode", periode) : st;
}

static enum status daftar(struct request *rq)
{
    struct realisasi_saring f = { .lingkup = SKP_SEMUA, .batas = API_BATAS_MAX };
    struct realisasi_baris *rows;
    struct skp s;
    struct jw w;
    size_t n;
    bool lagi;
    enum status st = request_id(rq, "id", &f.skp_id);

    /* A plan that the asker may not know is not there; one without realisations is an empty list. */
    if (st != ST_OK || (st = skp_load(rq->db, &rq->who, f.skp_id, 0, rq->a, &s, &rq->err)) != ST_OK ||
        (st = realisasi_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        realisasi_baris_json(&rows[i], &w);
    api_list_close_int(&w, 0);
    return ST_OK;
}

static enum status baca(struct request *rq)
{
    struct realisasi r;
    struct periode p;
    struct jw w;
    int64_t id;
    enum status st = target(rq, &id, &p);

    if (st != ST_OK || (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK ||
        (st = reads_note(rq, DIBACA_REALISASI, r.id, AKSI_REALISASI_LIHAT, &r.subject)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = r.versi;
    return realisasi_json(rq->db, &rq->who, &r, &w, &rq->err);
}

static const struct indikator *find_indikator(const struct skp_isi *isi, int64_t id)
{
    for (size_t i = 0; i < isi->nrhk; i++)
        for (size_t j = 0; j < isi->rhk[i].nindikator; j++)
            if (isi->rhk[i].indikator[j].id == id)
                return &isi->rhk[i].indikator[j];
    return NULL;
}

/* Lets the plugin turn one row's inputs into its number. */
static enum status hitung(struct request *rq, const struct realisasi *r, struct realisasi_nilai *v,
                          const struct indikator *ik, size_t row)
{
    struct realisasi_hasil *h = arena_new_of(rq->a, struct realisasi_hasil);
    const char *at = arena_printf(rq->a, "/nilai/%zu/isian", row);
    json_t *isian;
    enum status st;

    if (v->nilai) {
        err_fault(&rq->err, arena_printf(rq->a, "/nilai/%zu/nilai", row),
                  "Nilai indikator plugin dihitung dari isian; kirim isian saja.");
        return err_set(&rq->err, E_MASUKAN, NULL);
    }
    if ((st = json_read(v->isian, strlen(v->isian), &isian, &rq->err)) != ST_OK)
        return st;
    st = realisasi_hitung(rq->db, rq->plugins, r->subject.unit_id, r->periode.id, ik->plugin, ik->kode, isian,
                          at, false, rq->a, h, &rq->err);
    json_decref(isian);
    if (st != ST_OK)
        return st;
    v->isian = h->isian;
    v->nilai = &h->nilai;
    v->release_id = h->release_id;
    return ST_OK;
}

static enum status simpan(struct request *rq)
{
    struct realisasi_simpan *in = arena_new_of(rq->a, struct realisasi_simpan);
    struct realisasi r;
    struct periode p;
    int64_t id;
    enum status st = target(rq, &id, &p);

    if (st != ST_OK || (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err)) != ST_OK ||
        (st = realisasi_simpan_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->skp_id = id;
    in->periode_id = p.id;
    request_unpin(rq);
    for (size_t i = 0; i < in->n; i++) {
        const struct indikator *ik = find_indikator(&r.isi, in->nilai[i].indikator_id);

        /* An indicator of another version is the command's to refuse. */
        if (ik && ik->plugin && in->nilai[i].isian && (st = hitung(rq, &r, &in->nilai[i], ik, i)) != ST_OK)
            return st;
    }
    return request_command(rq, realisasi_simpan, in, NULL);
}

static enum status aksi(struct request *rq)
{
    struct realisasi_langkah *in = arena_new_of(rq->a, struct realisasi_langkah);
    struct periode p;
    enum status st = target(rq, &in->skp_id, &p);

    if (st != ST_OK)
        return st;
    in->periode_id = p.id;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, realisasi_langkah, in, NULL);
}

/* What the plugin makes of the proposed inputs, or why it makes nothing of them. A fault of the inputs is an
 * answer here: a day need not fill every field, and the person completes the rest. */
static enum status usul_nilai(struct request *rq, const struct realisasi *r, const struct asal *x,
                              struct jw *w)
{
    struct realisasi_hasil *h = arena_new_of(rq->a, struct realisasi_hasil);
    struct err why = ERR_NONE;
    json_t *isian;
    enum status st = json_read(x->isian, strlen(x->isian), &isian, &rq->err);

    if (st != ST_OK)
        return st;
    st = realisasi_hitung(rq->db, rq->plugins, r->subject.unit_id, r->periode.id, x->indikator->plugin,
                          x->indikator->kode, isian, "/isian", false, rq->a, h, &why);
    json_decref(isian);
    if (st == ST_FAIL || st == ST_UNREACHABLE || st == ST_AGAIN) {
        rq->err = why;
        return st;
    }
    jw_key(w, "nilai");
    if (st == ST_OK)
        jw_real(w, h->nilai);
    else
        jw_null(w);
    jw_key(w, "galat");
    if (st == ST_OK) {
        jw_null(w);
    } else {
        jw_open(w, '{');
        jw_ktext(w, "code", code_row(why.code)->name);
        jw_ktext(w, "pesan", why.msg);
        jw_close(w);
    }
    return ST_OK;
}

static void usul_hari(const struct asal *x, struct jw *w)
{
    jw_key(w, "hari");
    jw_open(w, '[');
    for (size_t i = 0; i < x->n; i++) {
        const struct asal_hari *d = &x->hari[i];

        jw_open(w, '{');
        jw_kint(w, "progres_id", d->progres_id);
        jw_ktext(w, "tanggal", d->tanggal);
        jw_ktext(w, "uraian", d->uraian);
        jw_kraw(w, "isian", d->isian);
        jw_key(w, "nilai");
        if (d->nilai)
            jw_real(w, *d->nilai);
        else
            jw_null(w);
        jw_close(w);
    }
    jw_close(w);
}

static void usul_data(const struct asal *x, struct jw *w)
{
    jw_key(w, "sumber_data");
    if (!x->data.id) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_kint(w, "id", x->data.id);
    jw_ktext(w, "untuk", x->data.untuk);
    jw_ktext(w, "petugas", x->data.petugas);
    jw_ktext(w, "sumber", x->data.sumber);
    jw_ktext(w, "waktu", x->data.waktu);
    jw_kraw(w, "isian", x->data.isian);
    jw_kreal(w, "nilai", x->data.nilai);
    jw_close(w);
}

static enum status usul_satu(struct request *rq, const struct realisasi *r, const struct asal *x,
                             struct jw *w)
{
    enum status st = ST_OK;

    jw_open(w, '{');
    jw_kint(w, "indikator_id", x->indikator->id);
    jw_ktext(w, "rhk", x->rhk->teks);
    jw_ktext(w, "teks_indikator", x->indikator->teks);
    jw_ktext(w, "satuan", x->indikator->satuan);
    jw_ktext(w, "konsolidasi", x->indikator->konsolidasi);
    jw_kraw(w, "isian", x->isian);
    if (x->isian) {
        st = usul_nilai(rq, r, x, w);
    } else {
        jw_key(w, "nilai");
        if (x->nilai)
            jw_real(w, *x->nilai);
        else
            jw_null(w);
        jw_kraw(w, "galat", NULL);
    }
    usul_hari(x, w);
    usul_data(x, w);
    jw_close(w);
    return st;
}

/* The period's numbers as the days and the data officers give them, each opening into where it comes from. */
static enum status usulan(struct request *rq)
{
    struct realisasi r;
    struct asal *list;
    struct periode p;
    struct jw w;
    int64_t id;
    size_t n;
    enum status st = target(rq, &id, &p);

    if (st != ST_OK || (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK ||
        (st = realisasi_asal(rq->db, &r, rq->a, &list, &n, &rq->err)) != ST_OK)
        return st;
    request_unpin(rq);
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kint(&w, "skp_id", id);
    jw_ktext(&w, "periode", p.kode);
    jw_key(&w, "data");
    jw_open(&w, '[');
    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = usul_satu(rq, &r, &list[i], &w);
    jw_close(&w);
    jw_close(&w);
    return st;
}

enum { ROWS_BYTES = 256 * 1024 };

static enum status admit(struct request *rq)
{
    struct realisasi r;
    struct periode p;
    int64_t id;
    enum status st = target(rq, &id, &p);

    if (st != ST_OK || (st = realisasi_load(rq->db, &rq->who, id, p.id, rq->a, &r, &rq->err)) != ST_OK)
        return st;
    return right_check(rq->db, &rq->who, AKSI_REALISASI_ISI, &r.subject, &rq->err);
}

const struct route routes_realisasi[] = {
    { METHOD_GET, "/api/v1/skp/{id}/realisasi", LANE_READ, 0, AKSI_REALISASI_LIHAT, 0, NULL, daftar, NULL },
    { METHOD_GET, "/api/v1/skp/{id}/realisasi/{periode}", LANE_READ, 0, AKSI_REALISASI_LIHAT, 0, NULL, baca,
      NULL },
    { METHOD_GET, "/api/v1/skp/{id}/realisasi/{periode}/usulan", LANE_READ, ROUTE_PLUGIN, AKSI_PROGRES_LIHAT,
      0, NULL, usulan, NULL },
    { METHOD_PUT, "/api/v1/skp/{id}/realisasi/{periode}", LANE_SAVE, ROUTE_PLUGIN | ROUTE_ISIAN, ROUTE_ANYONE,
      ROWS_BYTES, "RealisasiIsi", simpan, admit },
    { METHOD_POST, "/api/v1/skp/{id}/realisasi/{periode}/aksi", LANE_SUBMIT, 0, ROUTE_ANYONE, 0, "Aksi", aksi,
      NULL },
    { .path = NULL },
};

/* Lessons, pictures, quiz and grading below /api/v1/pelatihan/{id}: what a module's release holds, shown
 * safely; answers kept whatever becomes of their grading. */
#include <stdio.h>
#include <string.h>

#include "base/markdown.h"
#include "domain/pelatihan.h"
#include "http/api.h"
#include "scoring/kelulusan.h"
#include "script/release.h"

/* The record with its module. */
static enum status load(struct request *rq, struct pelatihan *p, struct modul *m)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = pelatihan_load(rq->db, &rq->who, id, rq->a, p, &rq->err)) != ST_OK)
        return st;
    if (!p->plugin)
        return err_set(&rq->err, E_PELATIHAN_MATERI,
                       "Pelatihan ini bukan modul: tidak ada materi atau kuisnya.");
    return modul_muat(rq->db, p->release_id, p->kode, rq->a, m, &rq->err);
}

/* Only whose it is. */
static enum status load_own(struct request *rq, struct pelatihan *p, struct modul *m)
{
    enum status st = load(rq, p, m);

    return st == ST_OK ? right_check(rq->db, &rq->who, AKSI_PELATIHAN_IKUTI, &p->subject, &rq->err) : st;
}

/* Lessons --------------------------------------------------------------------------------------------------
 */

static enum status lesson_of(struct request *rq, const struct modul *m, const struct materi **out,
                             int64_t *no)
{
    enum status st = request_id(rq, "no", no);

    if (st != ST_OK || (size_t)*no > m->nmateri)
        return err_set(&rq->err, E_PELATIHAN_MATERI, NULL);
    *out = &m->materi[*no - 1];
    return ST_OK;
}

/* A picture may be named as in the package, or as seen from the lesson's folder. */
static struct markdown_picture *pictures(struct request *rq, const struct pelatihan *p,
                                         const struct materi *x, int64_t no, size_t *n)
{
    struct markdown_picture *out = arena_array(rq->a, struct markdown_picture, 2 * x->ngambar + 1);
    const char *slash = strrchr(x->berkas, '/');
    size_t folder = slash ? (size_t)(slash - x->berkas) + 1 : 0;

    *n = 0;
    for (size_t i = 0; i < x->ngambar; i++) {
        const char *url = arena_printf(rq->a, "/api/v1/pelatihan/%lld/materi/%lld/gambar/%zu",
                                       (long long)p->id, (long long)no, i + 1);

        out[(*n)++] = (struct markdown_picture){ x->gambar[i], url };
        if (folder && strncmp(x->gambar[i], x->berkas, folder) == 0)
            out[(*n)++] = (struct markdown_picture){ x->gambar[i] + folder, url };
    }
    return out;
}

static enum status render(struct request *rq, const struct pelatihan *p, const struct materi *x, int64_t no,
                          struct buf *html)
{
    const struct release *r = NULL;
    const struct package_file *f;
    size_t n;
    struct markdown_picture *list = pictures(rq, p, x, no, &n);
    enum status st = release_get(rq->db, p->release_id, &r, &rq->err);

    if (st != ST_OK)
        return st;
    f = package_file(&r->package, x->berkas);
    if (f)
        st = markdown_html((const char *)f->data, f->len, list, n, html, &rq->err);
    else
        st = err_set(&rq->err, E_MODUL_RUSAK, "Berkas materi %.80s tidak ada dalam rilisnya.", x->berkas);
    release_put(r);
    return st;
}

static enum status materi(struct request *rq)
{
    const struct materi *x = NULL;
    struct buf html = BUF_NONE;
    struct pelatihan p;
    struct modul m;
    int64_t no;
    struct jw w;
    enum status st = load(rq, &p, &m);

    if (st != ST_OK || (st = lesson_of(rq, &m, &x, &no)) != ST_OK)
        return st;
    if ((st = render(rq, &p, x, no, &html)) == ST_OK) {
        w = reply_json(rq, 200);
        jw_open(&w, '{');
        jw_kint(&w, "no", no);
        jw_kint(&w, "jumlah", (int64_t)m.nmateri);
        jw_ktext(&w, "judul", x->judul);
        jw_kint(&w, "menit", x->menit);
        jw_ktext(&w, "html", html.p ? html.p : "");
        jw_ktext(&w, "release", m.sha256);
        api_no_aksi(&w);
        jw_close(&w);
    }
    buf_free(&html);
    return st;
}

static enum status baca(struct request *rq)
{
    struct pelatihan_baca *in = arena_new_of(rq->a, struct pelatihan_baca);
    enum status st;

    if ((st = request_id(rq, "id", &in->id)) != ST_OK || (st = request_id(rq, "no", &in->no)) != ST_OK)
        return st;
    return request_command(rq, pelatihan_baca, in, NULL);
}

/* What the bytes say, never what the name says: a browser is given nothing that could be anything else. */
static const char *picture_type(const struct package_file *f)
{
    if (f->len > 8 && memcmp(f->data, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "image/png";
    return f->len > 3 && memcmp(f->data, "\xff\xd8\xff", 3) == 0 ? "image/jpeg" : NULL;
}

static enum status gambar(struct request *rq)
{
    const struct release *r = NULL;
    const struct package_file *f;
    const struct materi *x = NULL;
    struct pelatihan p;
    struct modul m;
    int64_t no, k;
    const char *type;
    enum status st = load(rq, &p, &m);

    if (st != ST_OK || (st = lesson_of(rq, &m, &x, &no)) != ST_OK || (st = request_id(rq, "k", &k)) != ST_OK)
        return st;
    if ((size_t)k > x->ngambar)
        return err_set(&rq->err, E_TIDAK_ADA, NULL);
    if ((st = release_get(rq->db, p.release_id, &r, &rq->err)) != ST_OK)
        return st;
    f = package_file(&r->package, x->gambar[k - 1]);
    type = f ? picture_type(f) : NULL;
    if (type) {
        rq->reply.type = type;
        rq->reply.cache = "private, max-age=3600";
        rq->reply.etag_text = arena_printf(rq->a, "%.32s-%lld-%lld", m.sha256, (long long)no, (long long)k);
        buf_add(&rq->reply.body, f->data, f->len);
    } else {
        st = err_set(&rq->err, E_TIDAK_ADA, NULL);
    }
    release_put(r);
    return st;
}

/* Quiz -----------------------------------------------------------------------------------------------------
 */

static bool passed(const struct pelatihan *p)
{
    return p->status == PELATIHAN_LULUS || p->status == PELATIHAN_DIVERIFIKASI;
}

/* A question as it is shown; the right choice, the own one and the reason only after a pass. */
static void put_soal(struct jw *w, const struct soal *s, size_t place, bool open, const json_t *own)
{
    jw_open(w, '{');
    jw_kint(w, "no", (int64_t)place + 1);
    jw_ktext(w, "soal", s->teks);
    jw_key(w, "pilihan");
    jw_open(w, '[');
    for (size_t i = 0; i < s->npilihan; i++)
        jw_text(w, s->pilihan[i]);
    jw_close(w);
    if (open) {
        jw_kint(w, "benar", s->jawaban);
        jw_ktext(w, "alasan", s->alasan);
        jw_key(w, "jawaban");
        if (json_is_integer(own))
            jw_int(w, json_integer_value(own));
        else
            jw_null(w);
    }
    jw_close(w);
}

static enum status kuis(struct request *rq)
{
    struct pelatihan p;
    struct percobaan *tries;
    struct modul m;
    json_t *own = NULL;
    size_t n, *order;
    int64_t shown;
    struct jw w;
    enum status st = load_own(rq, &p, &m);

    if (st != ST_OK || (st = percobaan_list(rq->db, p.id, rq->a, &tries, &n, &rq->err)) != ST_OK)
        return st;
    /* After a pass the attempt that passed, in its own order; before it the next one. */
    shown = passed(&p) && n ? tries[n - 1].n : (int64_t)n + 1;
    if (passed(&p) && n &&
        (st = json_read(tries[n - 1].jawaban, strlen(tries[n - 1].jawaban), &own, &rq->err)) != ST_OK)
        return st;
    order = arena_array(rq->a, size_t, m.nkuis + 1);
    kuis_urutan(p.id, shown, m.nkuis, order);
    w = reply_json(rq, 200);
    rq->reply.etag = p.versi;
    jw_open(&w, '{');
    jw_kint(&w, "percobaan", shown);
    jw_key(&w, "soal");
    jw_open(&w, '[');
    for (size_t i = 0; i < m.nkuis; i++)
        put_soal(&w, &m.kuis[order[i]], i, passed(&p) && n, json_array_get(own, order[i]));
    jw_close(&w);
    api_no_aksi(&w);
    jw_close(&w);
    json_decref(own);
    return ST_OK;
}

/* Is there any use in asking the plugin? The command refuses the rest. */
static bool may_be_graded(const struct request *rq, const struct pelatihan *p)
{
    return (p->status == PELATIHAN_BERJALAN || p->status == PELATIHAN_TIDAK_LULUS) &&
           rq->if_match == p->versi;
}

static enum status kirim(struct request *rq)
{
    struct pelatihan_kirim *in = arena_new_of(rq->a, struct pelatihan_kirim);
    struct buf json = BUF_NONE;
    struct pelatihan p;
    struct modul m;
    const char *masukan;
    enum status st = load_own(rq, &p, &m);

    if (st != ST_OK || (st = pelatihan_kirim_baca(rq->json, &p, &m, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->id = p.id;
    in->hari = arena_strdup(rq->a, rq->who.hari);
    pelatihan_catatan(&p, &m, m.nkuis ? kuis_benar(&m, in->jawaban) : -1, in->hari, &json, in->masukan_hash);
    masukan = arena_strndup(rq->a, json.p, json.len);
    buf_free(&json);
    request_unpin(rq);
    if (may_be_graded(rq, &p) && (st = kelulusan_hitung(rq->db, rq->plugins, &m, p.setelan_hash, masukan,
                                                        rq->a, &in->hasil, &rq->err)) != ST_OK)
        return st;
    return request_command(rq, pelatihan_kirim, in, NULL);
}

static enum status nilai(struct request *rq)
{
    struct pelatihan_nilai *in = arena_new_of(rq->a, struct pelatihan_nilai);
    struct percobaan waiting;
    struct pelatihan p;
    struct modul m;
    enum status st = load(rq, &p, &m);

    if (st != ST_OK || (st = pelatihan_boleh_nilai(rq->db, &rq->who, &p.subject, &rq->err)) != ST_OK ||
        (st = percobaan_menunggu(rq->db, p.id, rq->a, &waiting, &rq->err)) != ST_OK)
        return st;
    in->id = p.id;
    in->percobaan_id = waiting.id;
    request_unpin(rq);
    st = kelulusan_hitung(rq->db, rq->plugins, &m, waiting.setelan_hash, waiting.masukan, rq->a, &in->hasil,
                          &rq->err);
    return st == ST_OK ? request_command(rq, pelatihan_nilai, in, NULL) : st;
}

#define DI "/api/v1/pelatihan/{id}"
const struct route routes_kuis[] = {
    { METHOD_GET, DI "/materi/{no}", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, materi, NULL },
    { METHOD_POST, DI "/materi/{no}/baca", LANE_SAVE, 0, AKSI_PELATIHAN_IKUTI, 0, NULL, baca, NULL },
    { METHOD_GET, DI "/materi/{no}/gambar/{k}", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, gambar, NULL },
    { METHOD_GET, DI "/kuis", LANE_READ, 0, AKSI_PELATIHAN_IKUTI, 0, NULL, kuis, NULL },
    { METHOD_POST, DI "/kuis", LANE_SAVE, ROUTE_PLUGIN, AKSI_PELATIHAN_IKUTI, 0, "KuisJawaban", kirim, NULL },
    { METHOD_POST, DI "/nilai", LANE_SAVE, ROUTE_PLUGIN, AKSI_PELATIHAN_LIHAT, 0, NULL, nilai, NULL },
    { .path = NULL },
};

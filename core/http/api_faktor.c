/* /api/v1/saya/faktor: the second factor of one's own account. Each step that changes it asks for the
 * password again; what is shown once is never kept under an Idempotency-Key. */
#include <sodium.h>

#include "domain/faktor.h"
#include "http/api.h"
#include "http/qr.h"
#include "http/session.h"

static void aksi(struct jw *w, const struct faktor *f)
{
    static const struct {
        const char *aksi;
        bool aktif, ada; /* when: on; begun */
    } rows[] = { { "mulai", false, false },
                 { "mulai", false, true },
                 { "sahkan", false, true },
                 { "matikan", true, true },
                 { "kode_pemulihan", true, true } };

    jw_key(w, "aksi");
    jw_open(w, '[');
    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].aktif == f->aktif && rows[i].ada == f->ada) {
            jw_open(w, '{');
            jw_ktext(w, "aksi", rows[i].aksi);
            jw_kbool(w, "boleh", true);
            jw_close(w);
        }
    jw_close(w);
}

static enum status baca(struct request *rq)
{
    struct faktor f;
    struct jw w;
    enum status st = faktor_load(rq->db, rq->who.akun_id, &f, &rq->err);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kbool(&w, "aktif", f.aktif);
    jw_kbool(&w, "wajib", faktor_wajib(&rq->who));
    api_ktext_or_null(&w, "sejak", f.sejak);
    jw_kint(&w, "kode_pemulihan", f.sisa);
    aksi(&w, &f);
    jw_close(&w);
    return ST_OK;
}

/* Enrolment -----------------------------------------------------------------------------------------------
 */

struct mulai {
    struct faktor_mulai in; /* first: the command's input */
    const char *instansi, *nama;
};

static void mulai_selesai(struct request *rq, struct perintah *p)
{
    struct mulai *m = p->input;
    struct buf uri = BUF_NONE, svg = BUF_NONE;
    struct jw w = reply_json(rq, 200);

    faktor_uri(m->instansi, m->nama, m->in.base32, &uri);
    jw_open(&w, '{');
    jw_ktext(&w, "rahasia", m->in.base32);
    jw_ktext(&w, "otpauth", uri.p);
    jw_ktext(&w, "qr", qr_svg(uri.p, &svg) ? svg.p : "");
    jw_close(&w);
    sodium_memzero(&m->in, sizeof(m->in));
    buf_free(&uri);
    buf_free(&svg);
}

static enum status instansi(struct request *rq, const char **out)
{
    char *name = NULL;
    enum status st =
        db_text(rq->db, &name, rq->a, &rq->err, "SELECT nilai FROM meta WHERE kunci = 'instansi.nama'", "");

    if (st == ST_NOT_FOUND) {
        err_clear(&rq->err);
        st = ST_OK;
    }
    *out = name ? name : "";
    return st;
}

static enum status mulai(struct request *rq)
{
    struct mulai *m = arena_new_of(rq->a, struct mulai);
    struct akun *k;
    enum status st = instansi(rq, &m->instansi);

    rq->kunci = NULL;
    if (st != ST_OK || (st = session_password(rq, api_text(rq->json, "sandi"), &k)) != ST_OK)
        return st;
    m->nama = k->nama;
    m->in.akun_id = k->id;
    randombytes_buf(m->in.rahasia, sizeof(m->in.rahasia));
    return request_command(rq, faktor_mulai, m, mulai_selesai);
}

/* Codes ---------------------------------------------------------------------------------------------------
 */

static void kode_selesai(struct request *rq, struct perintah *p)
{
    struct faktor_langkah *in = p->input;
    struct jw w;

    if (in->hasil == FAKTOR_SALAH || in->hasil == FAKTOR_DITAHAN) {
        api_kode_salah(rq, in->hasil == FAKTOR_DITAHAN, in->tunda);
        return;
    }
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_key(&w, "kode_pemulihan");
    jw_open(&w, '[');
    for (int i = 0; i < FAKTOR_KODE; i++)
        jw_text(&w, in->pemulihan[i]);
    jw_close(&w);
    jw_close(&w);
    sodium_memzero(in->pemulihan, sizeof(in->pemulihan));
}

static void mati_selesai(struct request *rq, struct perintah *p)
{
    const struct faktor_langkah *in = p->input;

    if (in->hasil == FAKTOR_SALAH || in->hasil == FAKTOR_DITAHAN)
        api_kode_salah(rq, in->hasil == FAKTOR_DITAHAN, in->tunda);
    else
        reply_empty(rq);
}

static struct faktor_langkah *langkah(struct request *rq)
{
    struct faktor_langkah *in = arena_new_of(rq->a, struct faktor_langkah);

    rq->kunci = NULL;
    *in = (struct faktor_langkah){ .akun_id = rq->who.akun_id,
                                   .kode = api_text(rq->json, "kode"),
                                   .sesi = rq->sesi.token };
    return in;
}

static enum status sahkan(struct request *rq)
{
    return request_command(rq, faktor_sahkan, langkah(rq), kode_selesai);
}

static enum status kode_baru(struct request *rq)
{
    struct akun *k;
    enum status st = session_password(rq, api_text(rq->json, "sandi"), &k);

    return st == ST_OK ? request_command(rq, faktor_kode_baru, langkah(rq), kode_selesai) : st;
}

static enum status matikan(struct request *rq)
{
    struct akun *k;
    enum status st = session_password(rq, api_text(rq->json, "sandi"), &k);

    return st == ST_OK ? request_command(rq, faktor_matikan, langkah(rq), mati_selesai) : st;
}

enum { OWN = ROUTE_PERSON | ROUTE_ENROL, OWN_HASH = OWN | ROUTE_HASH };

const struct route routes_faktor[] = {
    { METHOD_GET, "/api/v1/saya/faktor", LANE_READ, OWN, ROUTE_ANYONE, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/saya/faktor", LANE_LOGIN, OWN_HASH, ROUTE_ANYONE, 4096, "SandiSendiri", mulai,
      NULL },
    { METHOD_POST, "/api/v1/saya/faktor/sahkan", LANE_SAVE, OWN, ROUTE_ANYONE, 4096, "FaktorKode", sahkan,
      NULL },
    { METHOD_POST, "/api/v1/saya/faktor/kode-pemulihan", LANE_LOGIN, OWN_HASH, ROUTE_ANYONE, 4096,
      "FaktorUbah", kode_baru, NULL },
    { METHOD_POST, "/api/v1/saya/faktor/matikan", LANE_LOGIN, OWN_HASH, ROUTE_ANYONE, 4096, "FaktorUbah",
      matikan, NULL },
    { .path = NULL },
};

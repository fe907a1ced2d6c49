/* /api/v1/akun: accounts, for their administrators. A machine's token never comes here to change anything:
 * codes that open accounts go to people only. */
#include <string.h>

#include "domain/faktor.h"
#include "domain/sesi.h"
#include "http/api.h"

static enum status daftar(struct request *rq)
{
    static const char *const words[] = { "pengelola", "admin_unit", "admin_pusat", "auditor", NULL };
    struct akun_saring f = { .teks = request_query(rq, "cari") };
    struct api_page page;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_query_word(rq, "peran", words, &f.peran)) != ST_OK)
        return st;
    if (f.teks && (!*f.teks || strlen(f.teks) > 100))
        return api_fault(rq, "cari", "1 sampai 100 huruf.");
    f.batas = page.batas;
    w = api_list_open(rq);
    st = akun_list(rq->db, &rq->who, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

static enum status baca(struct request *rq)
{
    struct jw w = reply_json(rq, 200);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    return st == ST_OK ? akun_json(rq->db, &rq->who, id, &w, &rq->reply.etag, &rq->err) : st;
}

/* Codes that are shown once --------------------------------------------------------------------------------
 */

static void kode_body(struct request *rq, int status, int64_t id, const char *kode, int64_t sampai)
{
    char until[TIME_TEXT];
    struct jw w = reply_json(rq, status);

    time_format(sampai, until);
    jw_open(&w, '{');
    jw_kint(&w, "akun_id", id);
    jw_ktext(&w, "kode_sekali", kode);
    jw_ktext(&w, "berlaku_sampai", until);
    jw_close(&w);
}

struct tambah {
    struct akun_tambah in; /* first: the command's input */
    char kode[KODE_SEKALI], hash[SANDI_TEXT];
};

static void tambah_selesai(struct request *rq, struct perintah *p)
{
    const struct tambah *t = p->input;

    kode_body(rq, 201, t->in.out_id, t->kode, t->in.out_sampai);
    rq->reply.location = arena_printf(rq->a, "/api/v1/akun/%lld", (long long)t->in.out_id);
}

static enum status tambah(struct request *rq)
{
    struct tambah *t = arena_new_of(rq->a, struct tambah);

    rq->kunci = NULL;
    t->in = (struct akun_tambah){ .nama = api_text(rq->json, "nama"),
                                  .pegawai_id = api_int(rq->json, "pegawai"),
                                  .sandi_hash = t->hash,
                                  .ganti_sandi = true,
                                  .jam = (int)api_int(rq->json, "jam") };
    if (!t->in.nama && !t->in.pegawai_id)
        return api_fault(rq, "/pegawai", "Sebutkan pegawai, atau nama bagi akun tanpa pegawai.");
    request_unpin(rq);
    sandi_acak(t->kode);
    sandi_hash(t->kode, t->hash);
    return request_command(rq, akun_tambah, t, tambah_selesai);
}

struct ulang {
    struct akun_setel_ulang in; /* first: the command's input */
    char kode[KODE_SEKALI], hash[SANDI_TEXT];
};

static void ulang_selesai(struct request *rq, struct perintah *p)
{
    const struct ulang *u = p->input;

    kode_body(rq, 200, u->in.akun_id, u->kode, u->in.out_sampai);
    rq->reply.etag = u->in.out_versi;
}

static enum status setel_ulang(struct request *rq)
{
    struct ulang *u = arena_new_of(rq->a, struct ulang);
    enum status st = request_id(rq, "id", &u->in.akun_id);

    rq->kunci = NULL;
    /* Before a hash is spent; the command asks again. */
    if (st == ST_OK)
        st = akun_boleh_urus(rq->db, &rq->who, u->in.akun_id, &rq->err);
    if (st != ST_OK)
        return st;
    u->in.kode_hash = u->hash;
    u->in.jam = (int)api_int(rq->json, "jam");
    request_unpin(rq);
    sandi_acak(u->kode);
    sandi_hash(u->kode, u->hash);
    return request_command(rq, akun_setel_ulang, u, ulang_selesai);
}

/* Steps ----------------------------------------------------------------------------------------------------
 */

/* The command, then the account as it is now, in the same savepoint. */
struct ubah {
    perintah_fn *run;
    void *input;
    int64_t akun_id;
};

static enum status ubah_run(struct perintah *p, struct db *db, struct err *e)
{
    const struct ubah *u = p->input;
    struct perintah inner = *p;
    struct jw w;
    enum status st;

    inner.input = u->input;
    if ((st = u->run(&inner, db, e)) != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    st = akun_json(db, &p->who, u->akun_id, &w, &p->reply.etag, e);
    if (st == ST_NOT_FOUND) { /* a role may be given to somebody whose account one does not see */
        err_clear(e);
        buf_clear(&p->reply.body);
        p->reply.status = 204;
        st = ST_OK;
    }
    return st;
}

static enum status ubah(struct request *rq, int64_t id, perintah_fn *run, void *input)
{
    struct ubah *u = arena_new_of(rq->a, struct ubah);

    *u = (struct ubah){ run, input, id };
    return request_command(rq, ubah_run, u, NULL);
}

static enum status aksi(struct request *rq)
{
    const char *name = api_text(rq->json, "aksi"), *note = api_text(rq->json, "catatan");
    struct akun_aktif *on = arena_new_of(rq->a, struct akun_aktif);
    struct faktor_cabut *off = arena_new_of(rq->a, struct faktor_cabut);
    struct sesi_cabut *end = arena_new_of(rq->a, struct sesi_cabut);
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK)
        return st;
    if (strcmp(name, "tutup") == 0 || strcmp(name, "buka") == 0) {
        *on = (struct akun_aktif){ .akun_id = id, .aktif = *name == 'b', .catatan = note };
        return ubah(rq, id, akun_setel_aktif, on);
    }
    if (strcmp(name, "cabut_faktor") == 0) {
        *off = (struct faktor_cabut){ .akun_id = id, .alasan = note };
        return ubah(rq, id, faktor_cabut, off);
    }
    if (strcmp(name, "akhiri_sesi") == 0) {
        *end = (struct sesi_cabut){ .akun_id = id };
        return ubah(rq, id, sesi_cabut, end);
    }
    return api_fault(rq, "/aksi", "Aksi ini tidak dikenal.");
}

static enum status peran(struct request *rq)
{
    struct akun_peran *in = arena_new_of(rq->a, struct akun_peran);
    enum status st = request_id(rq, "id", &in->akun_id);

    if (st != ST_OK)
        return st;
    if (!peran_parse(api_text(rq->json, "peran"), &in->peran))
        return api_fault(rq, "/peran", "Peran ini tidak dikenal.");
    in->unit_id = api_int(rq->json, "unit");
    in->mulai = api_text(rq->json, "mulai");
    in->selesai = api_text(rq->json, "selesai");
    in->cabut = json_is_true(json_object_get(rq->json, "cabut"));
    if (!in->mulai)
        in->mulai = rq->who.hari;
    return ubah(rq, in->akun_id, akun_setel_peran, in);
}

/* Sessions of others ---------------------------------------------------------------------------------------
 */

static enum status sesi(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st == ST_OK)
        st = akun_boleh_urus(rq->db, &rq->who, id, &rq->err);
    if (st != ST_OK)
        return st;
    w = api_list_open(rq);
    st = sesi_list(rq->db, id, 0, &w, &rq->err);
    api_list_close(&w, NULL);
    return st;
}

static enum status sesi_akhiri(struct request *rq)
{
    struct sesi_cabut *in = arena_new_of(rq->a, struct sesi_cabut);
    enum status st = request_id(rq, "id", &in->akun_id);

    if (st == ST_OK)
        st = request_id(rq, "sesi", &in->id);
    return st == ST_OK ? request_command(rq, sesi_cabut, in, NULL) : st;
}

enum { PERSON = ROUTE_PERSON, PERSON_HASH = ROUTE_PERSON | ROUTE_HASH };

const struct route routes_akun[] = {
    { METHOD_GET, "/api/v1/akun", LANE_READ, 0, AKSI_AKUN_UBAH, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/akun", LANE_SAVE, PERSON_HASH, AKSI_AKUN_UBAH, 4096, "AkunBaru", tambah, NULL },
    { METHOD_GET, "/api/v1/akun/{id}", LANE_READ, 0, AKSI_AKUN_UBAH, 0, NULL, baca, NULL },
    { METHOD_POST, "/api/v1/akun/{id}/aksi", LANE_SAVE, PERSON, AKSI_AKUN_UBAH, 8192, "Aksi", aksi, NULL },
    { METHOD_POST, "/api/v1/akun/{id}/kode", LANE_SAVE, PERSON_HASH, AKSI_AKUN_UBAH, 4096, "AkunKode",
      setel_ulang, NULL },
    { METHOD_POST, "/api/v1/akun/{id}/peran", LANE_SAVE, PERSON, AKSI_AKUN_UBAH, 4096, "AkunPeran", peran,
      NULL },
    { METHOD_GET, "/api/v1/akun/{id}/sesi", LANE_READ, PERSON, AKSI_AKUN_UBAH, 0, NULL, sesi, NULL },
    { METHOD_DELETE, "/api/v1/akun/{id}/sesi/{sesi}", LANE_SAVE, PERSON, AKSI_AKUN_UBAH, 0, NULL, sesi_akhiri,
      NULL },
    { .path = NULL },
};

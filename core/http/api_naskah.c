/* /api/v1/naskah: steps that were prepared for somebody else. The handler of the ordinary operation does the
 * work, with its plugins and checks, as the person; what it would give to the writer goes there inside of the
 * draft's own command. */
#include "http/api_naskah.h"

#include <string.h>

#include "base/json.h"
#include "http/berkas.h"

/* The object ----------------------------------------------------------------------------------------------
 */

/* Which members the kinds' addresses are made of. */
static const struct need {
    const char *key;
    size_t offset;
    unsigned objek; /* bits of enum naskah_objek */
} needs[] = {
    { "skp", offsetof(struct naskah_sasaran, skp_id), 1u << OBJEK_SKP | 1u << OBJEK_REALISASI },
    { "unit", offsetof(struct naskah_sasaran, unit_id), 1u << OBJEK_CAPAIAN },
    { "evaluasi", offsetof(struct naskah_sasaran, evaluasi_id), 1u << OBJEK_EVALUASI },
};

static bool with_period(const struct naskah_jenis *j)
{
    return j->objek == OBJEK_REALISASI || j->objek == OBJEK_CAPAIAN;
}

static enum status set_id(struct request *rq, const struct naskah_jenis *j, const struct need *x,
                          const char *at, int64_t id, struct naskah_sasaran *out)
{
    if (!(x->objek & 1u << j->objek))
        return ST_OK;
    if (!id)
        return api_fault(rq, at, "Wajib diisi untuk %s.", j->kode);
    memcpy((char *)out + x->offset, &id, sizeof(id));
    return ST_OK;
}

static enum status set_period(struct request *rq, const struct naskah_jenis *j, const char *at,
                              const char *kode, struct naskah_sasaran *out)
{
    struct periode p = { .id = 0 };
    enum status st;

    if (!with_period(j))
        return ST_OK;
    if (!kode)
        return api_fault(rq, at, "Wajib diisi untuk %s.", j->kode);
    st = periode_find(rq->db, kode, &p, &rq->err);
    out->periode_id = p.id;
    return st;
}

enum status api_naskah_sasaran_query(struct request *rq, const struct naskah_jenis *j,
                                     struct naskah_sasaran *out)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(needs); i++) {
        int64_t id;

        st = request_query_int(rq, needs[i].key, 1, INT64_MAX, 0, &id);
        if (st == ST_OK)
            st = set_id(rq, j, &needs[i], needs[i].key, id, out);
    }
    return st == ST_OK ? set_period(rq, j, "periode", request_query(rq, "periode"), out) : st;
}

static enum status sasaran_body(struct request *rq, const struct naskah_jenis *j, struct naskah_sasaran *out)
{
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < COUNT(needs); i++)
        st = set_id(rq, j, &needs[i], arena_printf(rq->a, "/%s", needs[i].key),
                    api_int(rq->json, needs[i].key), out);
    return st == ST_OK ? set_period(rq, j, "/periode", api_text(rq->json, "periode"), out) : st;
}

/* The ordinary operation ----------------------------------------------------------------------------------
 */

static const struct route *row_of(const struct naskah_jenis *j)
{
    for (const struct route *const *set = routes_all; *set; set++)
        for (const struct route *r = *set; r->path; r++)
            if (strcmp(r->path, j->path) == 0 && strcmp(method_name(r->method), j->metode) == 0)
                return r;
    return NULL;
}

/* Its address for this object. */
static enum status address(struct request *rq, const struct naskah_jenis *j, const struct naskah_sasaran *s,
                           struct titipan *t)
{
    int64_t id = s->unit_id ? s->unit_id : s->evaluasi_id ? s->evaluasi_id : s->skp_id;
    char *kode = NULL;
    enum status st = ST_OK;

    if (id)
        t->params[t->nparams++] = (struct param){ "id", arena_printf(rq->a, "%lld", (long long)id) };
    if (!with_period(j))
        return ST_OK;
    st =
        db_text(rq->db, &kode, rq->a, &rq->err, "SELECT kode FROM periode WHERE id = $1", "i", s->periode_id);
    t->params[t->nparams++] = (struct param){ "periode", kode };
    return st;
}

/* Runs it for `pegawai_id`; the command goes into `dalam`, and `run` to the writer. */
static enum status hand_over(struct request *rq, const struct naskah_jenis *j, const struct naskah_sasaran *s,
                             int64_t pegawai_id, json_t *isi, perintah_fn *run, void *input,
                             struct perintah_dalam *dalam)
{
    struct titipan *t = arena_new_of(rq->a, struct titipan);
    const char *word = json_string_value(json_object_get(isi, "aksi"));
    enum status st;

    *t = (struct titipan){ .row = row_of(j), .isi = isi, .bungkus = run, .masukan = input, .dalam = dalam };
    if (!t->row)
        return err_set(&rq->err, E_GAGAL, "Tidak ada operasi untuk naskah %s.", j->kode);
    if (j->aksi && (!word || strcmp(word, j->aksi) != 0))
        return api_fault(rq, "/isi/aksi", "Harus \"%s\".", j->aksi);
    if ((st = naskah_orang(rq->db, pegawai_id, &t->who, &rq->err)) != ST_OK ||
        (st = address(rq, j, s, t)) != ST_OK)
        return st;
    return request_titip(rq, t);
}

static char *canonical(struct request *rq, const json_t *v)
{
    struct buf b = BUF_NONE;
    char *text;

    json_canonical(v, &b);
    text = arena_strndup(rq->a, b.p, b.len);
    buf_free(&b);
    return text;
}

/* A repeated request has changed the state that refuses it now: with a key the writer is asked, who
 * remembers.
 */
static enum status refused(struct request *rq, enum status st, perintah_fn *run, void *input)
{
    if (st != ST_CONFLICT || !rq->kunci)
        return st;
    err_clear(&rq->err);
    return request_command(rq, run, input, NULL);
}

/* Prepare -------------------------------------------------------------------------------------------------
 */

static enum status prepare(struct request *rq, struct naskah_siapkan *in, int64_t pegawai_id)
{
    json_t *isi = json_object_get(rq->json, "isi");

    in->objek_versi = api_int(rq->json, "versi");
    in->isi = canonical(rq, isi);
    return hand_over(rq, in->jenis, &in->sasaran, pegawai_id, isi, naskah_siapkan, in, &in->dalam);
}

/* The object as the person sees it, so that nobody learns by an ordinary handler's refusal what he may not
 * know. */
static enum status early(struct request *rq, const struct naskah_siapkan *in, int64_t pegawai_id)
{
    struct naskah_keadaan k;
    struct buf b = BUF_NONE;
    struct who orang;
    enum status st = naskah_orang(rq->db, pegawai_id, &orang, &rq->err);

    if (st == ST_OK)
        st = naskah_objek(rq->db, &orang, in->jenis, &in->sasaran, rq->a, &k, &b, &rq->err);
    if (st == ST_OK)
        st = naskah_bukan_sendiri(rq->db, in->jenis, &in->sasaran, k.pegawai_id, rq->who.pegawai_id,
                                  rq->who.hari, &rq->err);
    buf_free(&b);
    return st;
}

static enum status siapkan(struct request *rq)
{
    struct naskah_siapkan *in = arena_new_of(rq->a, struct naskah_siapkan);
    struct kuasa k;
    enum status st;

    *in = (struct naskah_siapkan){ .kuasa_id = api_int(rq->json, "kuasa") };
    if (!(in->jenis = naskah_jenis(api_text(rq->json, "jenis"))))
        return api_fault(rq, "/jenis", "Jenis ini tidak dikenal.");
    if ((st = kuasa_pegang(rq->db, &rq->who, in->kuasa_id, in->jenis->kuasa, rq->a, &k, &rq->err)) != ST_OK ||
        (st = sasaran_body(rq, in->jenis, &in->sasaran)) != ST_OK ||
        (st = early(rq, in, k.pegawai_id)) != ST_OK)
        return st;
    return prepare(rq, in, k.pegawai_id);
}

static enum status load(struct request *rq, struct naskah *out)
{
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    return st == ST_OK ? naskah_load(rq->db, &rq->who, id, rq->a, out, &rq->err) : st;
}

static struct flow_object object_of(struct naskah *n)
{
    return (struct flow_object){
        .id = n->id, .state = (int)n->status, .subject = n->subject, .penyiap_id = n->penyiap_id, .data = n
    };
}

static enum status perbarui(struct request *rq)
{
    struct naskah_siapkan *in = arena_new_of(rq->a, struct naskah_siapkan);
    struct flow_object o;
    struct naskah n;
    struct kuasa k;
    enum status st = load(rq, &n);

    if (st != ST_OK)
        return st;
    o = object_of(&n);
    *in = (struct naskah_siapkan){
        .id = n.id, .kuasa_id = n.kuasa_id, .jenis = n.jenis, .sasaran = n.sasaran, .isi = "{}"
    };
    if ((st = flow_boleh(rq->db, &naskah_machine, &o, "perbarui", &rq->who, &rq->err)) != ST_OK ||
        (st = kuasa_pegang(rq->db, &rq->who, n.kuasa_id, n.jenis->kuasa, rq->a, &k, &rq->err)) != ST_OK ||
        (st = early(rq, in, n.pegawai_id)) != ST_OK)
        return refused(rq, st, naskah_siapkan, in);
    return prepare(rq, in, n.pegawai_id);
}

/* Take effect ---------------------------------------------------------------------------------------------
 */

static enum status terapkan(struct request *rq, const char *peristiwa)
{
    struct naskah_terapkan *in = arena_new_of(rq->a, struct naskah_terapkan);
    json_t *isi = NULL;
    struct naskah n;
    enum status st = load(rq, &n);

    if (st != ST_OK)
        return st;
    *in = (struct naskah_terapkan){ .id = n.id,
                                    .peristiwa = peristiwa,
                                    .hash = arena_strdup(rq->a, api_text(rq->json, "hash")) };
    if ((st = naskah_siap(rq->db, &rq->who, &n, peristiwa, in->hash, &rq->err)) != ST_OK)
        return refused(rq, st, naskah_terapkan, in);
    if ((st = json_read(n.isi, strlen(n.isi), &isi, &rq->err)) != ST_OK)
        return st;
    /* request_titip keeps its own reference; ours goes into the request's body, which ends with it. */
    json_object_set_new(rq->json, "isi", isi);
    return hand_over(rq, n.jenis, &n.sasaran, n.pegawai_id, isi, naskah_terapkan, in, &in->dalam);
}

static enum status konfirmasi(struct request *rq)
{
    return terapkan(rq, "konfirmasi");
}

static enum status periksa(struct request *rq)
{
    return terapkan(rq, "periksa");
}

/* Sheet and steps -----------------------------------------------------------------------------------------
 */

static enum status admit_sheet(struct request *rq)
{
    struct flow_object o;
    struct naskah n;
    enum status st = load(rq, &n);

    if (st != ST_OK)
        return st;
    o = object_of(&n);
    return flow_boleh(rq->db, &naskah_machine, &o, "unggah", &rq->who, &rq->err);
}

static enum status unggah(struct request *rq)
{
    struct naskah_unggah *in = arena_new_of(rq->a, struct naskah_unggah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK || (st = admit_sheet(rq)) != ST_OK)
        return st;
    in->nomor = request_query(rq, "nomor");
    in->tanggal = request_query(rq, "tanggal");
    if ((st = berkas_simpan(rq, &in->berkas)) != ST_OK)
        return st;
    return request_command(rq, naskah_unggah, in, NULL);
}

static enum status unduh(struct request *rq)
{
    struct naskah n;
    enum status st = load(rq, &n);

    if (st == ST_OK && !n.lembar_sha256)
        st = err_set(&rq->err, E_TIDAK_ADA, "Belum ada lembar bertanda tangan.");
    return st == ST_OK ? berkas_kirim(rq, n.lembar_sha256, n.lembar_tipe, n.lembar_nama) : st;
}

static enum status aksi(struct request *rq)
{
    struct naskah_langkah *in = arena_new_of(rq->a, struct naskah_langkah);
    enum status st = request_id(rq, "id", &in->id);

    if (st != ST_OK)
        return st;
    in->peristiwa = api_text(rq->json, "aksi");
    in->catatan = api_text(rq->json, "catatan");
    return request_command(rq, naskah_langkah, in, NULL);
}

/* Reading -------------------------------------------------------------------------------------------------
 */

static enum status daftar(struct request *rq)
{
    static const char *const sides[] = { "pemilik", "penyiap", "pemeriksa", NULL };
    static const char *const states[] = { "disiapkan",       "dikonfirmasi", "dikembalikan",
                                          "ditolak",         "ditarik",      "kedaluwarsa",
                                          "lembar_diunggah", "diperiksa",    NULL };
    struct naskah_saring f = { .sebagai = NULL };
    struct naskah *rows;
    struct api_page page;
    size_t n;
    bool lagi;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_query_word(rq, "sebagai", sides, &f.sebagai)) != ST_OK ||
        (st = api_query_word(rq, "status", states, &f.status)) != ST_OK)
        return st;
    f.batas = page.batas;
    if ((st = naskah_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err)) != ST_OK)
        return st;
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        naskah_baris_json(&rows[i], &w);
    api_list_close_int(&w, lagi ? rows[n - 1].id : 0);
    return ST_OK;
}

static enum status baca(struct request *rq)
{
    struct naskah n;
    struct jw w;
    enum status st = load(rq, &n);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    rq->reply.etag = n.versi;
    return naskah_json(rq->db, &rq->who, &n, &w, &rq->err);
}

enum { DRAFT_BYTES = 512 * 1024, SHEET_BYTES = 20 * 1024 * 1024 };

/* Only who holds an authorisation today may send more than a small body. */
static enum status admit_draft(struct request *rq)
{
    struct kuasa_saring f = { .sebagai = "penerima", .berlaku = true, .batas = 1 };
    struct kuasa *rows;
    size_t n = 0;
    bool lagi;
    enum status st = kuasa_list(rq->db, &rq->who, &f, rq->a, &rows, &n, &lagi, &rq->err);

    return st == ST_OK && !n ? err_set(&rq->err, E_TIDAK_BERHAK, NULL) : st;
}

enum { PERSON_PLUGIN = ROUTE_PERSON | ROUTE_PLUGIN };
const struct route routes_naskah[] = {
    { METHOD_GET, "/api/v1/naskah", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/naskah", LANE_SAVE, ROUTE_PLUGIN, ROUTE_ANYONE, DRAFT_BYTES, "NaskahBaru",
      siapkan, admit_draft },
    { METHOD_GET, "/api/v1/naskah/{id}", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, baca, NULL },
    { METHOD_PUT, "/api/v1/naskah/{id}", LANE_SAVE, ROUTE_PLUGIN, ROUTE_ANYONE, DRAFT_BYTES, "NaskahIsi",
      perbarui, admit_draft },
    { METHOD_POST, "/api/v1/naskah/{id}/aksi", LANE_SAVE, 0, ROUTE_ANYONE, 0, "Aksi", aksi, NULL },
    { METHOD_POST, "/api/v1/naskah/{id}/konfirmasi", LANE_SAVE, PERSON_PLUGIN, ROUTE_ANYONE, 0,
      "NaskahKonfirmasi", konfirmasi, NULL },
    { METHOD_POST, "/api/v1/naskah/{id}/periksa", LANE_SAVE, PERSON_PLUGIN, AKSI_NASKAH_PERIKSA, 0,
      "NaskahKonfirmasi", periksa, NULL },
    { METHOD_POST, "/api/v1/naskah/{id}/lembar", LANE_SAVE, ROUTE_UPLOAD, ROUTE_ANYONE, SHEET_BYTES, NULL,
      unggah, admit_sheet },
    { METHOD_GET, "/api/v1/naskah/{id}/lembar", LANE_READ, 0, ROUTE_ANYONE, 0, NULL, unduh, NULL },
    { .path = NULL },
};

/* Judging of the unit over HTTP: its achievement step by step, the pattern of predikat, where it is counted.
 */
#include <string.h>

#include "domain/capaian_organisasi.h"
#include "domain/evaluasi.h"
#include "domain/unit.h"
#include "http/api.h"
#include "scoring/pola.h"

static const char *const status_words[] = {
    "belum", "capaian_diusulkan", "dikembalikan", "capaian_ditetapkan", "pola_disetel", "predikat_ditetapkan",
    NULL
};

static enum status load_unit(struct request *rq, enum aksi a, int64_t *id)
{
    struct subject s = { .unit_id = 0 };
    struct unit u;
    enum status st = request_id(rq, "id", id);

    if (st != ST_OK || (st = unit_load(rq->db, *id, rq->who.hari, rq->a, &u, &rq->err)) != ST_OK)
        return st;
    s.unit_id = *id;
    return right_check(rq->db, &rq->who, a, &s, &rq->err);
}

/* Achievement -----------------------------------------------------------------------------------------------
 */

static enum status daftar(struct request *rq)
{
    struct capaian_saring f = { .batas = 0 };
    struct api_page page;
    struct periode p;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sesudah)) != ST_OK ||
        (st = api_query_word(rq, "status", status_words, &f.status)) != ST_OK)
        return st;
    if (!request_query(rq, "periode"))
        return api_fault(rq, "periode", "Wajib diisi.");
    if ((st = api_periode_query(rq, "periode", &p)) != ST_OK)
        return st;
    f.periode_id = p.id;
    f.batas = page.batas;
    w = api_list_open(rq);
    st = capaian_organisasi_list(rq->db, &rq->who, &f, &w, &rq->err);
    api_list_close_int(&w, f.out_lagi);
    return st;
}

/* Setting the pattern and fixing the predikat look at the distribution: the scheme says what it thinks of it,
 * and the writer refuses if a rating has moved meanwhile. */
static enum status langkah(struct request *rq)
{
    struct capaian_langkah *in = arena_new_of(rq->a, struct capaian_langkah);
    struct periode p;
    enum status st = load_unit(rq, AKSI_UNIT_LIHAT, &in->isi.unit_id);

    if (st != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK ||
        (st = capaian_langkah_baca(rq->json, rq->a, in, &rq->err)) != ST_OK)
        return st;
    in->isi.periode_id = p.id;
    if (strcmp(in->peristiwa, "setel_pola") == 0 || strcmp(in->peristiwa, "tetapkan_predikat") == 0) {
        struct pola_hasil *pola = arena_new_of(rq->a, struct pola_hasil);

        request_unpin(rq);
        st = pola_hitung(rq->db, rq->plugins, in->isi.unit_id, p.id, rq->a, pola, &rq->err);
        if (st != ST_OK)
            return st;
        in->pola = pola;
    }
    return request_command(rq, capaian_langkah, in, NULL);
}

/* Pattern ---------------------------------------------------------------------------------------------------
 */

static enum status sees_figures(struct request *rq, int64_t unit_id, bool *yes)
{
    struct subject s = { .unit_id = unit_id };
    struct err why = ERR_NONE;
    enum status st = right_check(rq->db, &rq->who, AKSI_UNIT_ANGKA, &s, &why);

    *yes = st == ST_OK;
    if (st == ST_OK || st == ST_DENIED || st == ST_NOT_FOUND)
        return ST_OK;
    rq->err = why;
    return st;
}

static enum status answer_pattern(struct request *rq, int64_t unit_id, const struct periode *per)
{
    struct pola_hasil p;
    bool figures = false;
    struct jw w;
    enum status st;

    request_unpin(rq);
    if ((st = pola_hitung(rq->db, rq->plugins, unit_id, per->id, rq->a, &p, &rq->err)) != ST_OK ||
        (st = sees_figures(rq, p.sebaran.unit_id, &figures)) != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_ktext(&w, "periode", per->kode);
    st = pola_json(rq->db, &p, figures, &w, &rq->err);
    jw_close(&w);
    return st;
}

static enum status pola_unit(struct request *rq)
{
    struct periode p;
    int64_t id;
    enum status st = load_unit(rq, AKSI_UNIT_ANGKA, &id);

    if (st != ST_OK || (st = api_periode(rq, "periode", &p)) != ST_OK)
        return st;
    return answer_pattern(rq, id, &p);
}

/* While rating: what the pattern of the counting unit is, and nobody's name. */
static enum status pola_evaluasi(struct request *rq)
{
    struct evaluasi v;
    int64_t id;
    enum status st = request_id(rq, "id", &id);

    if (st != ST_OK || (st = evaluasi_load(rq->db, &rq->who, id, rq->a, &v, &rq->err)) != ST_OK ||
        (st = right_check(rq->db, &rq->who, AKSI_EVALUASI_NILAI, &v.subject, &rq->err)) != ST_OK)
        return st;
    return answer_pattern(rq, v.unit_id, &v.periode);
}

/* Where a unit counts
 * ---------------------------------------------------------------------------------------- */

static enum status hitung_baca(struct request *rq)
{
    struct jw w;
    int64_t id;
    enum status st = load_unit(rq, AKSI_UNIT_LIHAT, &id);

    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    return unit_hitung_json(rq->db, id, rq->who.hari, &w, &rq->err);
}

static enum status hitung_pasang(struct request *rq)
{
    struct unit_hitung_pasang *in = arena_new_of(rq->a, struct unit_hitung_pasang);
    int32_t day;
    enum status st = load_unit(rq, AKSI_UNIT_UBAH, &in->unit_id);

    if (st != ST_OK)
        return st;
    in->hitung_id = api_int(rq->json, "unit_id");
    in->mulai = api_text(rq->json, "mulai");
    in->dasar = api_text(rq->json, "dasar");
    if (!date_parse(in->mulai, &day))
        return api_fault(rq, "mulai", "Bukan tanggal.");
    return request_command(rq, unit_hitung_pasang, in, NULL);
}

const struct route routes_organisasi[] = {
    { METHOD_GET, "/api/v1/capaian-organisasi", LANE_READ, 0, AKSI_UNIT_ANGKA, 0, NULL, daftar, NULL },
    { METHOD_POST, "/api/v1/unit/{id}/capaian-organisasi/{periode}/aksi", LANE_SAVE, ROUTE_PLUGIN,
      ROUTE_ANYONE, 0, "CapaianAksi", langkah, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/pola/{periode}", LANE_READ, ROUTE_PLUGIN, AKSI_UNIT_ANGKA, 0, NULL,
      pola_unit, NULL },
    { METHOD_GET, "/api/v1/evaluasi/{id}/pola", LANE_READ, ROUTE_PLUGIN, AKSI_EVALUASI_NILAI, 0, NULL,
      pola_evaluasi, NULL },
    { METHOD_GET, "/api/v1/unit/{id}/unit-hitung", LANE_READ, 0, AKSI_UNIT_LIHAT, 0, NULL, hitung_baca,
      NULL },
    { METHOD_POST, "/api/v1/unit/{id}/unit-hitung", LANE_SAVE, 0, AKSI_UNIT_UBAH, 0, "UnitHitungPasang",
      hitung_pasang, NULL },
    { .path = NULL },
};

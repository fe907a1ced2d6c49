/* What there is to learn: the catalogue of a person's unit, recommendations with their reasons, and the JP of
 * a year. */
#include <string.h>

#include "domain/modul.h"
#include "domain/pegawai.h"
#include "domain/pelatihan.h"
#include "http/api.h"
#include "scoring/jp.h"
#include "scoring/sarankan.h"

/* The person that ?pegawai= names, or oneself; whose training the asker may see. */
static enum status person(struct request *rq, struct subject *out)
{
    int64_t id;
    enum status st = request_query_int(rq, "pegawai", 1, INT64_MAX, rq->who.pegawai_id, &id);

    if (st != ST_OK)
        return st;
    if (!id)
        return api_fault(rq, "pegawai", "Akun ini bukan milik pegawai: sebut pegawainya.");
    st = pegawai_subject(rq->db, id, rq->who.hari, out, &rq->err);
    if (st == ST_OK)
        st = right_check(rq->db, &rq->who, AKSI_PELATIHAN_LIHAT, out, &rq->err);
    return st != ST_OK && rq->err.code == E_TIDAK_ADA ? err_set(&rq->err, E_PEGAWAI_TIDAK_ADA, NULL) : st;
}

/* Catalogue ------------------------------------------------------------------------------------------------
 */

static void put_lists(struct jw *w, const struct modul *m)
{
    jw_key(w, "kompetensi");
    jw_open(w, '[');
    for (size_t i = 0; i < m->nkompetensi; i++)
        jw_text(w, m->kompetensi[i]);
    jw_close(w);
    jw_key(w, "materi");
    jw_open(w, '[');
    for (size_t i = 0; i < m->nmateri; i++) {
        jw_open(w, '{');
        jw_kint(w, "no", (int64_t)i + 1);
        jw_ktext(w, "judul", m->materi[i].judul);
        jw_kint(w, "menit", m->materi[i].menit);
        jw_close(w);
    }
    jw_close(w);
}

/* The person's newest record of the module that was not given up. */
static const struct pelatihan *record_of(const struct pelatihan *rows, size_t n, const struct modul *m)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].plugin && strcmp(rows[i].plugin, m->plugin) == 0 && strcmp(rows[i].kode, m->kode) == 0 &&
            rows[i].status != PELATIHAN_DIBATALKAN)
            return &rows[i];
    return NULL;
}

static bool is_open(const struct pelatihan *p)
{
    return p && p->status <= PELATIHAN_LULUS;
}

/* May the asker enrol, and if not, why? */
static void put_aksi(struct jw *w, const struct request *rq, const struct subject *s, const struct modul *m,
                     const struct pelatihan *p)
{
    struct err why = ERR_NONE;

    if (m->karantina)
        (void)err_set(&why, E_RELEASE_KARANTINA, NULL);
    else if (!m->ada_lulus)
        (void)err_set(&why, E_MODUL_TANPA_ATURAN, NULL);
    else if (is_open(p))
        (void)err_set(&why, E_PELATIHAN_ADA, NULL);
    jw_key(w, "aksi");
    jw_open(w, '[');
    if (rq->who.pegawai_id == s->pegawai_id)
        flow_aksi_baris(w, "daftar", false, &why);
    jw_close(w);
}

static void put_modul(struct jw *w, const struct request *rq, const struct subject *s, const struct modul *m,
                      const struct pelatihan *p)
{
    jw_open(w, '{');
    jw_ktext(w, "plugin", m->plugin);
    jw_ktext(w, "kode", m->kode);
    jw_ktext(w, "judul", m->judul);
    jw_ktext(w, "jenis", m->jenis);
    jw_kint(w, "jp", m->jp);
    jw_ktext(w, "definisi", m->definisi);
    jw_ktext(w, "dasar", m->dasar);
    put_lists(w, m);
    jw_kint(w, "soal", (int64_t)m->nkuis);
    jw_kid(w, "percobaan", m->percobaan);
    jw_kid(w, "jeda_jam", m->jeda_jam);
    jw_ktext(w, "versi", m->label);
    jw_ktext(w, "release", m->sha256);
    jw_kbool(w, "karantina", m->karantina);
    jw_key(w, "diikuti");
    if (p) {
        jw_open(w, '{');
        jw_kint(w, "id", p->id);
        jw_ktext(w, "status", pelatihan_machine.states[p->status]);
        jw_close(w);
    } else {
        jw_null(w);
    }
    put_aksi(w, rq, s, m, p);
    jw_close(w);
}

static enum status katalog(struct request *rq)
{
    struct pelatihan_saring f = { .lingkup = SKP_SEMUA, .batas = API_BATAS_MAX };
    struct pelatihan *records;
    struct modul *list;
    struct subject s;
    size_t n, nrecords;
    bool lagi;
    struct jw w;
    enum status st = person(rq, &s);

    if (st != ST_OK)
        return st;
    f.pegawai_id = s.pegawai_id;
    if ((st = modul_katalog(rq->db, s.unit_id, rq->who.hari, rq->a, &list, &n, &rq->err)) != ST_OK ||
        (st = pelatihan_list(rq->db, &rq->who, &f, rq->a, &records, &nrecords, &lagi, &rq->err)) != ST_OK)
        return st;
    /* As many as the active plugins bring: a page holds them. */
    w = api_list_open(rq);
    for (size_t i = 0; i < n; i++)
        put_modul(&w, rq, &s, &list[i], record_of(records, nrecords, &list[i]));
    api_list_close_int(&w, 0);
    return ST_OK;
}

/* Recommendations ------------------------------------------------------------------------------------------
 */

static enum status anjuran(struct request *rq)
{
    struct anjuran_saring f = { .lingkup = SKP_SEMUA };
    struct api_page page;
    int64_t next;
    struct jw w;
    enum status st;

    if ((st = api_page(rq, &page)) != ST_OK || (st = api_page_int(rq, &page, 0, &f.sebelum)) != ST_OK ||
        (st = api_lingkup(rq, &f.lingkup)) != ST_OK ||
        (st = request_query_int(rq, "pegawai", 1, INT64_MAX, 0, &f.pegawai_id)) != ST_OK ||
        (st = request_query_int(rq, "evaluasi", 1, INT64_MAX, 0, &f.evaluasi_id)) != ST_OK)
        return st;
    f.batas = page.batas;
    w = api_list_open(rq);
    if ((st = anjuran_list(rq->db, &rq->who, &f, &w, &next, &rq->err)) != ST_OK)
        return st;
    api_list_close_int(&w, next);
    return ST_OK;
}

static const char *failures(struct request *rq, const struct sarankan *s)
{
    struct buf b = BUF_NONE;
    const char *out;
    struct jw w;

    jw_start(&w, &b);
    jw_open(&w, '[');
    for (size_t i = 0; i < s->ngagal; i++) {
        jw_open(&w, '{');
        jw_ktext(&w, "plugin", s->gagal[i].plugin);
        jw_ktext(&w, "kode", s->gagal[i].kode);
        jw_ktext(&w, "code", s->gagal[i].code);
        jw_ktext(&w, "pesan", s->gagal[i].pesan);
        jw_close(&w);
    }
    jw_close(&w);
    out = arena_strndup(rq->a, b.p, b.len);
    buf_free(&b);
    return out;
}

static enum status hitung_anjuran(struct request *rq)
{
    struct anjuran_simpan *in = arena_new_of(rq->a, struct anjuran_simpan);
    struct sarankan found;
    struct subject s;
    enum status st = request_id(rq, "id", &in->evaluasi_id);

    if (st != ST_OK || (st = anjuran_subject(rq->db, &rq->who, in->evaluasi_id, &s, &rq->err)) != ST_OK ||
        (st = anjuran_boleh_hitung(rq->db, &rq->who, &s, &rq->err)) != ST_OK)
        return st;
    request_unpin(rq);
    st = sarankan_hitung(rq->db, rq->plugins, in->evaluasi_id, rq->who.hari, rq->a, &found, &rq->err);
    if (st != ST_OK)
        return st;
    in->n = found.n;
    in->baru = found.baru;
    in->gagal = failures(rq, &found);
    memcpy(in->keadaan, found.keadaan, sizeof(in->keadaan));
    in->hitung_keadaan = sarankan_keadaan;
    return request_command(rq, anjuran_simpan, in, NULL);
}

/* JP of a year ---------------------------------------------------------------------------------------------
 */

static void put_ids(struct jw *w, const char *key, const int64_t *ids, size_t n)
{
    jw_key(w, key);
    jw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        jw_int(w, ids[i]);
    jw_close(w);
}

static enum status jp(struct request *rq)
{
    struct jp_tahun found;
    struct subject s;
    int64_t tahun;
    int y, m, d;
    int32_t today;
    struct jw w;
    enum status st;

    if (!date_parse(rq->who.hari, &today))
        return err_set(&rq->err, E_GAGAL, NULL);
    date_civil(today, &y, &m, &d);
    if ((st = person(rq, &s)) != ST_OK ||
        (st = request_query_int(rq, "tahun", 2000, 2200, y, &tahun)) != ST_OK)
        return st;
    request_unpin(rq);
    st = jp_hitung(rq->db, rq->plugins, s.pegawai_id, (int)tahun, rq->who.hari, rq->a, &found, &rq->err);
    if (st != ST_OK)
        return st;
    w = reply_json(rq, 200);
    jw_open(&w, '{');
    jw_kint(&w, "pegawai_id", s.pegawai_id);
    jw_kint(&w, "tahun", tahun);
    jw_ktext(&w, "plugin", found.plugin);
    jw_ktext(&w, "versi", found.label);
    jw_ktext(&w, "release", found.sha256);
    jw_ktext(&w, "setelan", found.setelan_hash);
    jw_ktext(&w, "masukan", found.masukan_hash);
    jw_kraw(&w, "hasil", found.hasil);
    jw_kraw(&w, "jejak", found.jejak);
    put_ids(&w, "diverifikasi", found.diverifikasi, found.ndiverifikasi);
    put_ids(&w, "usulan", found.usulan, found.nusulan);
    jw_kraw(&w, "bersama_usulan", found.bersama_usulan);
    api_no_aksi(&w);
    jw_close(&w);
    return ST_OK;
}

const struct route routes_katalog[] = {
    { METHOD_GET, "/api/v1/pelatihan/katalog", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, katalog, NULL },
    { METHOD_GET, "/api/v1/pelatihan/anjuran", LANE_READ, 0, AKSI_PELATIHAN_LIHAT, 0, NULL, anjuran, NULL },
    { METHOD_POST, "/api/v1/evaluasi/{id}/anjuran", LANE_SAVE, ROUTE_PLUGIN, AKSI_PELATIHAN_LIHAT, 0, NULL,
      hitung_anjuran, NULL },
    { METHOD_GET, "/api/v1/pelatihan/jp", LANE_READ, ROUTE_PLUGIN, AKSI_PELATIHAN_LIHAT, 0, NULL, jp, NULL },
    { .path = NULL },
};

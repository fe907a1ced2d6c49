#include "domain/anjuran.h"
#include "domain/view.h"

#include <stdio.h>
#include <string.h>

enum status anjuran_subject(struct db *db, const struct who *who, int64_t evaluasi_id, struct subject *out,
                            struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st =
        db_rows(db, &r, e,
                "SELECT s.pegawai_id, s.penilai_id, s.atasan_penilai_id, s.unit_id FROM evaluasi e"
                " JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                " WHERE e.id = $1",
                "i", evaluasi_id);

    if (st == ST_OK && rows_next(&r)) {
        *out = (struct subject){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2), row_int(&r, 3) };
        found = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_EVALUASI_TIDAK_ADA, NULL);
    if (st == ST_OK)
        st = right_check(db, who, AKSI_PELATIHAN_LIHAT, out, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_EVALUASI_TIDAK_ADA, NULL) : st;
}

/* Who is concerned asks: the person, who rates him, the offices. To read the answer is another right. */
enum status anjuran_boleh_hitung(struct db *db, const struct who *who, const struct subject *s, struct err *e)
{
    static const enum aksi any[] = { AKSI_PELATIHAN_IKUTI, AKSI_EVALUASI_NILAI, AKSI_PELATIHAN_KELOLA };
    enum status st = ST_DENIED;

    for (size_t i = 0; i < COUNT(any) && (st == ST_DENIED || st == ST_NOT_FOUND); i++) {
        err_clear(e);
        st = right_check(db, who, any[i], s, e);
    }
    return st == ST_NOT_FOUND ? err_set(e, E_TIDAK_BERHAK, NULL) : st;
}

/* Store ----------------------------------------------------------------------------------------------------
 */

static enum status store(struct db *db, int64_t evaluasi_id, const struct anjuran_baru *x, struct err *e)
{
    char now[TIME_TEXT];

    time_format(clock_now(), now);
    return db_exec(db, NULL, e,
                   "INSERT INTO anjuran (evaluasi_id, plugin, kode, judul, jp, release_id, setelan_hash, api,"
                   " masukan, masukan_hash, sarankan, nilai, alasan, jejak, waktu)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
                   " ON CONFLICT (evaluasi_id, plugin, kode, release_id, setelan_hash, masukan_hash)"
                   " DO UPDATE SET berlaku = 1",
                   "itttiitittitttt", evaluasi_id, x->plugin, x->kode, x->judul, x->jp, x->release_id,
                   x->setelan_hash, (int64_t)x->api, x->masukan, x->masukan_hash, (int64_t)x->sarankan,
                   x->nilai, x->alasan, x->jejak, now);
}

enum status anjuran_simpan(struct perintah *p, struct db *db, struct err *e)
{
    const struct anjuran_simpan *in = p->input;
    struct anjuran_saring f = { .lingkup = SKP_SEMUA, .evaluasi_id = in->evaluasi_id, .batas = 200 };
    struct audit_entry entry = { .objek = "evaluasi", .objek_id = in->evaluasi_id, .peristiwa = "anjuran" };
    char keadaan[DIGEST_HEX], isi[64];
    struct subject s;
    int64_t next;
    int yes = 0;
    struct jw w;
    enum status st = anjuran_subject(db, &p->who, in->evaluasi_id, &s, e);

    if (st != ST_OK || (st = anjuran_boleh_hitung(db, &p->who, &s, e)) != ST_OK ||
        (st = in->hitung_keadaan(db, in->evaluasi_id, keadaan, e)) != ST_OK)
        return st;
    if (strcmp(keadaan, in->keadaan) != 0)
        return err_set(e, E_MASUKAN_BERUBAH, NULL);
    st = db_exec(db, NULL, e, "UPDATE anjuran SET berlaku = 0 WHERE evaluasi_id = $1", "i", in->evaluasi_id);
    for (size_t i = 0; st == ST_OK && i < in->n; i++) {
        st = store(db, in->evaluasi_id, &in->baru[i], e);
        yes += in->baru[i].sarankan;
    }
    snprintf(isi, sizeof(isi), "{\"dianjurkan\":%d,\"diperiksa\":%zu}", yes, in->n);
    entry.isi = isi;
    entry.dokumen = keadaan;
    if (st != ST_OK || (st = audit_add(db, &p->who, &entry, NULL, e)) != ST_OK)
        return st;
    jw_start(&w, &p->reply.body);
    jw_open(&w, '{');
    jw_key(&w, "data");
    jw_open(&w, '[');
    st = anjuran_list(db, &p->who, &f, &w, &next, e);
    jw_close(&w);
    jw_key(&w, "berikut");
    jw_null(&w);
    jw_key(&w, "gagal");
    jw_raw(&w, in->gagal, strlen(in->gagal));
    jw_close(&w);
    return st;
}

/* Lists ----------------------------------------------------------------------------------------------------
 */

static void put_row(const struct rows *r, struct jw *w)
{
    static const char *const texts[] = { "plugin", "kode",    "judul",   "alasan",
                                         "waktu",  "release", "setelan", "masukan" };

    jw_open(w, '{');
    jw_kint(w, "id", row_int(r, 0));
    jw_kint(w, "evaluasi_id", row_int(r, 1));
    jw_ktext(w, "periode", row_text(r, 2));
    view_orang(w, "pegawai", row_int(r, 3), row_text(r, 4), row_text(r, 5));
    for (int i = 0; i < (int)COUNT(texts); i++)
        jw_ktext(w, texts[i], row_text(r, 6 + i));
    jw_kint(w, "jp", row_int(r, 15));
    jw_key(w, "jejak");
    if (row_null(r, 14))
        jw_null(w);
    else
        jw_raw(w, row_text(r, 14), strlen(row_text(r, 14)));
    jw_close(w);
}

/* A record of the same module after the evaluated period: it was taken up. */
#define TAKEN                                                                                                \
    "EXISTS (SELECT 1 FROM pelatihan l WHERE l.pegawai_id = s.pegawai_id AND l.plugin = n.plugin"            \
    " AND l.kode = n.kode AND substr(l.dibuat, 1, 10) > d.selesai AND l.status <> 'dibatalkan')"

enum status anjuran_list(struct db *db, const struct who *who, const struct anjuran_saring *f, struct jw *w,
                         int64_t *next, struct err *e)
{
    struct buf sql = BUF_NONE;
    struct rows r;
    int64_t last = 0;
    int n = 0;
    enum status st;

    *next = 0;
    buf_str(&sql, "SELECT n.id, n.evaluasi_id, d.kode, s.pegawai_id, p.nip, p.nama, n.plugin, n.kode, "
                  "n.judul, n.alasan,"
                  " n.waktu, r.sha256, n.setelan_hash, n.masukan_hash, n.jejak, n.jp FROM anjuran n"
                  " JOIN evaluasi e ON e.id = n.evaluasi_id JOIN periode d ON d.id = e.periode_id"
                  " JOIN skp_versi v ON v.id = e.skp_versi_id JOIN skp s ON s.id = v.skp_id"
                  " JOIN pegawai p ON p.id = s.pegawai_id JOIN release r ON r.id = n.release_id"
                  " WHERE n.berlaku = 1 AND n.sarankan = 1 AND n.id < $1 AND NOT " TAKEN);
    skp_where_id("s.pegawai_id", f->pegawai_id, &sql);
    skp_where_id("n.evaluasi_id", f->evaluasi_id, &sql);
    skp_where_lingkup(who, f->lingkup, &sql);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_PELATIHAN_LIHAT, &skp_kolom_hak, &sql);
    buf_str(&sql, " ORDER BY n.id DESC LIMIT $2");
    st = db_rows(db, &r, e, sql.p, "ii", f->sebelum ? f->sebelum : INT64_MAX, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (++n > f->batas) {
            *next = last;
            continue;
        }
        last = row_int(&r, 0);
        put_row(&r, w);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

enum status anjuran_alasan(struct db *db, int64_t pegawai_id, const char *plugin, const char *kode,
                           struct arena *a, const char **alasan, struct err *e)
{
    struct rows r;
    enum status st =
        db_rows(db, &r, e,
                "SELECT n.alasan FROM skp s JOIN skp_versi v ON v.skp_id = s.id"
                " JOIN evaluasi e ON e.skp_versi_id = v.id JOIN anjuran n ON n.evaluasi_id = e.id"
                " WHERE s.pegawai_id = $1 AND n.plugin = $2 AND n.kode = $3 AND n.berlaku = 1"
                " AND n.sarankan = 1 ORDER BY n.id DESC LIMIT 1",
                "itt", pegawai_id, plugin, kode);

    *alasan = "";
    if (st == ST_OK && rows_next(&r))
        *alasan = row_dup(&r, 0, a);
    return rows_end(&r, st, e);
}

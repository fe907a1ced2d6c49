/* Reading training records: one, many, as JSON. Commands: pelatihan_perintah.c, pelatihan_luar.c. */
#include "domain/pelatihan.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "domain/pegawai.h"
#include "domain/view.h"

const char *const pelatihan_jenis[] = { "klasikal",        "elearning",         "coaching", "mentoring",
                                        "belajar_mandiri", "komunitas_belajar", "magang",   "detasering",
                                        "pertukaran",      "patok_banding",     NULL };

/* Rows ----------------------------------------------------------------------------------------------------
 */

#define COLUMNS                                                                                              \
    "SELECT l.id, l.versi, l.pegawai_id, p.nip, trim(p.gelar_depan || ' ' || p.nama) ||"                     \
    " CASE p.gelar_belakang WHEN '' THEN '' ELSE ', ' || p.gelar_belakang END, l.cara, l.plugin, l.kode,"    \
    " l.release_id, l.setelan_hash, l.acara_id, l.judul, l.jenis, l.jp, l.jam, l.sesi, l.alasan, l.mulai,"   \
    " l.selesai, l.nomor, l.penyelenggara, l.status, l.jp_diakui, l.catatan, l.bukti_sha256, l.bukti_nama,"  \
    " l.bukti_tipe, l.bukti_ukuran, l.dibuat, l.diikuti, l.diusulkan, l.diverifikasi, l.berakhir,"           \
    " (SELECT COALESCE(v.nama, k.nama) FROM akun k LEFT JOIN pegawai v ON v.id = k.pegawai_id"               \
    " WHERE k.id = l.verifikator), (SELECT count(*) FROM pelatihan_materi m WHERE m.pelatihan_id = l.id), "  \
    "l.jp_usulan"                                                                                            \
    " FROM pelatihan l JOIN pegawai p ON p.id = l.pegawai_id "

static const int64_t *whole(const struct rows *r, int col, struct arena *a)
{
    int64_t *v;

    if (row_null(r, col))
        return NULL;
    v = arena_new_of(a, int64_t);
    *v = row_int(r, col);
    return v;
}

static const double *real(const struct rows *r, int col, struct arena *a)
{
    double *v;

    if (row_null(r, col))
        return NULL;
    v = arena_new_of(a, double);
    *v = row_real(r, col);
    return v;
}

static void read_bukti(const struct rows *r, struct bukti_berkas *out)
{
    if (row_null(r, 24))
        return;
    snprintf(out->sha256, sizeof(out->sha256), "%s", row_text(r, 24));
    snprintf(out->nama, sizeof(out->nama), "%s", row_text(r, 25));
    snprintf(out->tipe, sizeof(out->tipe), "%s", row_text(r, 26));
    out->ukuran = row_int(r, 27);
}

static void read_row(const struct rows *r, struct arena *a, struct pelatihan *out)
{
    int status = 0;

    *out = (struct pelatihan){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .pegawai_id = row_int(r, 2),
        .nip = row_dup(r, 3, a),
        .nama = row_dup(r, 4, a),
        .cara = row_dup(r, 5, a),
        .plugin = row_dup(r, 6, a),
        .kode = row_dup(r, 7, a),
        .release_id = row_int(r, 8),
        .setelan_hash = row_dup(r, 9, a),
        .acara_id = row_int(r, 10),
        .judul = row_dup(r, 11, a),
        .jenis = row_dup(r, 12, a),
        .jp = whole(r, 13, a),
        .jam = real(r, 14, a),
        .sesi = whole(r, 15, a),
        .alasan = row_dup(r, 16, a),
        .mulai = row_dup(r, 17, a),
        .selesai = row_dup(r, 18, a),
        .nomor = row_dup(r, 19, a),
        .penyelenggara = row_dup(r, 20, a),
        .jp_diakui = whole(r, 22, a),
        .catatan = row_dup(r, 23, a),
        .dibuat = row_dup(r, 28, a),
        .diikuti = row_dup(r, 29, a),
        .diusulkan = row_dup(r, 30, a),
        .diverifikasi = row_dup(r, 31, a),
        .berakhir = row_dup(r, 32, a),
        .verifikator = row_dup(r, 33, a),
        .materi_selesai = row_int(r, 34),
        .jp_usulan = whole(r, 35, a),
    };
    if (flow_state(&pelatihan_machine, row_text(r, 21), &status))
        out->status = (enum pelatihan_status)status;
    read_bukti(r, &out->bukti);
}

enum status pelatihan_muat(struct db *db, int64_t id, const char *hari, struct arena *a,
                           struct pelatihan *out, struct err *e)
{
    struct rows r;
    bool found = false;
    enum status st = db_rows(db, &r, e, COLUMNS "WHERE l.id = $1", "i", id);

    if (st == ST_OK && rows_next(&r)) {
        read_row(&r, a, out);
        found = true;
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && !found)
        return err_set(e, E_PELATIHAN_TIDAK_ADA, NULL);
    return st == ST_OK ? pegawai_subject(db, out->pegawai_id, hari, &out->subject, e) : st;
}

enum status pelatihan_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                           struct pelatihan *out, struct err *e)
{
    enum status st = pelatihan_muat(db, id, who->hari, a, out, e);

    if (st == ST_OK)
        st = right_check(db, who, AKSI_PELATIHAN_LIHAT, &out->subject, e);
    return st != ST_OK && e->code == E_TIDAK_ADA ? err_set(e, E_PELATIHAN_TIDAK_ADA, NULL) : st;
}

/* The plan that holds today names the evaluator, as for the person himself. */
#define EVALUATOR(column)                                                                                    \
    "(SELECT s." column " FROM skp s WHERE s.pegawai_id = l.pegawai_id AND s.mulai <= $1"                    \
    " AND s.selesai >= $1 ORDER BY s.mulai DESC, s.id DESC LIMIT 1)"

static const struct right_columns kolom_hak = { "l.pegawai_id", EVALUATOR("penilai_id"),
                                                EVALUATOR("atasan_penilai_id"), "j.unit_id" };

enum status pelatihan_list(struct db *db, const struct who *who, const struct pelatihan_saring *f,
                           struct arena *a, struct pelatihan **out, size_t *n, bool *lagi, struct err *e)
{
    char year[8] = "";
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    if (f->tahun)
        snprintf(year, sizeof(year), "%04d", f->tahun);
    buf_str(&sql, COLUMNS "LEFT JOIN penugasan t ON t.pegawai_id = p.id AND t.jenis = 'definitif'"
                          " AND t.mulai <= $1 AND (t.selesai IS NULL OR t.selesai >= $1)"
                          " LEFT JOIN jabatan j ON j.id = t.jabatan_id WHERE l.id < $2"
                          " AND ($3 IS NULL OR l.status = $3) AND ($4 IS NULL OR l.cara = $4)"
                          " AND ($5 = '' OR substr(COALESCE(l.selesai, l.dibuat), 1, 4) = $5)");
    skp_where_id("l.pegawai_id", f->pegawai_id, &sql);
    skp_where_id("l.acara_id", f->acara_id, &sql);
    if (f->lingkup == SKP_DIRI)
        buf_printf(&sql, " AND l.pegawai_id = %lld", (long long)who->pegawai_id);
    else if (f->lingkup == SKP_TIM)
        buf_printf(&sql, " AND " EVALUATOR("penilai_id") " = %lld", (long long)who->pegawai_id);
    buf_str(&sql, " AND ");
    right_where(who, AKSI_PELATIHAN_LIHAT, &kolom_hak, &sql);
    buf_str(&sql, " ORDER BY l.id DESC LIMIT $6");
    *n = 0;
    *lagi = false;
    *out = arena_array(a, struct pelatihan, f->batas + 1);
    st = db_rows(db, &r, e, sql.p, "tittti", who->hari, f->sebelum ? f->sebelum : INT64_MAX, f->status,
                 f->cara, year, (int64_t)f->batas + 1);
    while (st == ST_OK && rows_next(&r)) {
        if (*n == (size_t)f->batas)
            *lagi = true;
        else
            read_row(&r, a, &(*out)[(*n)++]);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

/* Attempts ------------------------------------------------------------------------------------------------
 */

enum status percobaan_list(struct db *db, int64_t pelatihan_id, struct arena *a, struct percobaan **out,
                           size_t *n, struct err *e)
{
    struct buf list = BUF_NONE;
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT id, n, waktu, jawaban, benar, jumlah, release_id, setelan_hash, masukan,"
                             " masukan_hash, nilai, lulus, jp, jejak, galat, pesan, dinilai"
                             " FROM pelatihan_percobaan WHERE pelatihan_id = $1 ORDER BY n",
                             "i", pelatihan_id);

    while (st == ST_OK && rows_next(&r)) {
        struct percobaan x = {
            .id = row_int(&r, 0),
            .n = row_int(&r, 1),
            .waktu = row_dup(&r, 2, a),
            .jawaban = row_dup(&r, 3, a),
            .benar = row_null(&r, 4) ? -1 : row_int(&r, 4),
            .jumlah = row_int(&r, 5),
            .release_id = row_int(&r, 6),
            .setelan_hash = row_dup(&r, 7, a),
            .masukan = row_dup(&r, 8, a),
            .masukan_hash = row_dup(&r, 9, a),
            .nilai = row_dup(&r, 10, a),
            .lulus = row_int(&r, 11) != 0,
            .jp = whole(&r, 12, a),
            .jejak = row_dup(&r, 13, a),
            .galat = row_dup(&r, 14, a),
            .pesan = row_dup(&r, 15, a),
            .dinilai = row_dup(&r, 16, a),
        };

        buf_add(&list, &x, sizeof(x));
    }
    st = rows_end(&r, st, e);
    *n = st == ST_OK ? list.len / sizeof(struct percobaan) : 0;
    *out = arena_array(a, struct percobaan, *n + 1);
    if (*n)
        memcpy(*out, list.p, list.len);
    buf_free(&list);
    return st;
}

enum status percobaan_menunggu(struct db *db, int64_t pelatihan_id, struct arena *a, struct percobaan *out,
                               struct err *e)
{
    struct percobaan *list;
    size_t n;
    enum status st = percobaan_list(db, pelatihan_id, a, &list, &n, e);

    if (st != ST_OK)
        return st;
    if (!n || list[n - 1].nilai)
        return err_set(e, E_PELATIHAN_DINILAI, NULL);
    *out = list[n - 1];
    return ST_OK;
}

/* What the plugin is given ---------------------------------------------------------------------------------
 */

const char *pelatihan_hari(const struct pelatihan *p, const char *hari)
{
    return p->acara_id && p->selesai ? p->selesai : hari;
}

/* Keys sorted bytewise: canonical as it is written. */
void pelatihan_catatan(const struct pelatihan *p, const struct modul *m, int64_t benar, const char *hari,
                       struct buf *json, char hash[DIGEST_HEX])
{
    struct digest d;
    struct jw w;

    buf_clear(json);
    jw_start(&w, json);
    jw_open(&w, '{');
    jw_ktext(&w, "jenis", p->jenis);
    if (p->acara_id && p->jp)
        jw_kint(&w, "jp", *p->jp);
    if (benar >= 0)
        jw_kint(&w, "kuis_benar", benar);
    jw_kint(&w, "kuis_jumlah", (int64_t)m->nkuis);
    jw_kint(&w, "materi_jumlah", (int64_t)m->nmateri);
    jw_kint(&w, "materi_selesai", p->materi_selesai);
    jw_kbool(&w, "sertifikat", false);
    jw_ktext(&w, "tanggal", pelatihan_hari(p, hari));
    jw_close(&w);
    hash_blake2b(json->p, json->len, &d);
    digest_hex(&d, hash);
}

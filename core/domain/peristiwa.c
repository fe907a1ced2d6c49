/* Reading events: one, as a resource, of a person; the kinds; requests for feedback. */
#include "domain/peristiwa.h"

#include <string.h>

#include "base/json.h"
#include "domain/flow.h"
#include "domain/pegawai.h"
#include "domain/peristiwa_bagian.h"
#include "domain/view.h"

#define KOLOM                                                                                                \
    "SELECT p.id, p.versi, p.pegawai_id, p.jabatan_id, p.penilai_id, p.jenis, j.nama, p.tmt, p.sampai,"      \
    " p.nomor, p.tanggal, p.instansi, p.keterangan, p.diterapkan, p.dibatalkan, p.alasan_batal"              \
    " FROM peristiwa p JOIN jenis_peristiwa j ON j.kode = p.jenis"

static void from_row(const struct rows *r, struct arena *a, struct peristiwa *out)
{
    *out = (struct peristiwa){
        .id = row_int(r, 0),
        .versi = row_int(r, 1),
        .pegawai_id = row_int(r, 2),
        .jabatan_id = row_int(r, 3),
        .penilai_id = row_int(r, 4),
        .jenis = row_dup(r, 5, a),
        .nama = row_dup(r, 6, a),
        .tmt = row_dup(r, 7, a),
        .sampai = row_dup(r, 8, a),
        .nomor = row_dup(r, 9, a),
        .tanggal = row_dup(r, 10, a),
        .instansi = row_dup(r, 11, a),
        .keterangan = row_dup(r, 12, a),
        .diterapkan = row_dup(r, 13, a),
        .dibatalkan = row_dup(r, 14, a),
        .alasan_batal = row_dup(r, 15, a),
    };
}

enum status peristiwa_muat(struct db *db, int64_t id, struct arena *a, struct peristiwa *out, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(db, &r, e, KOLOM " WHERE p.id = $1", "i", id);

    found = st == ST_OK && rows_next(&r);
    if (found)
        from_row(&r, a, out);
    st = rows_end(&r, st, e);
    return st == ST_OK && !found ? err_set(e, E_PERISTIWA_TIDAK_ADA, NULL) : st;
}

enum status peristiwa_load(struct db *db, const struct who *who, int64_t id, struct arena *a,
                           struct peristiwa *out, struct err *e)
{
    struct subject s;
    enum status st = peristiwa_muat(db, id, a, out, e);

    if (st == ST_OK)
        st = pegawai_subject(db, out->pegawai_id, who->hari, &s, e);
    if (st == ST_OK && (st = right_check(db, who, AKSI_PEGAWAI_LIHAT, &s, e)) == ST_NOT_FOUND)
        return err_set(e, E_PERISTIWA_TIDAK_ADA, NULL);
    return st;
}

/* The post with its unit, or null. */
static enum status post_json(struct db *db, int64_t id, struct jw *w, struct err *e)
{
    struct rows r;
    int64_t unit = 0;
    enum status st;

    jw_key(w, "jabatan");
    if (!id) {
        jw_null(w);
        return ST_OK;
    }
    st = db_rows(db, &r, e, "SELECT nama, unit_id FROM jabatan WHERE id = $1", "i", id);
    jw_open(w, '{');
    jw_kint(w, "id", id);
    if (st == ST_OK && rows_next(&r)) {
        jw_ktext(w, "nama", row_text(&r, 0));
        unit = row_int(&r, 1);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK)
        st = view_unit(db, w, "unit", unit, e);
    jw_close(w);
    return st;
}

static const char *state_of(const struct peristiwa *p)
{
    return p->dibatalkan ? "dibatalkan" : p->diterapkan ? "berlaku" : "terjadwal";
}

/* What the office may do with it now; others get none. */
static enum status actions(struct db *db, const struct who *who, const struct peristiwa *p, struct jw *w,
                           struct err *e)
{
    struct err why = ERR_NONE;
    struct subject s;
    enum status st = pegawai_subject(db, p->pegawai_id, who->hari, &s, e);

    jw_key(w, "aksi");
    jw_open(w, '[');
    if (st == ST_OK && right_check(db, who, AKSI_PEGAWAI_UBAH, &s, &why) == ST_OK) {
        if (p->dibatalkan)
            (void)err_set(&why, E_PERISTIWA_BATAL, NULL);
        flow_aksi_baris(w, "batal", true, &why);
        flow_aksi_baris(w, "koreksi", true, &why);
    }
    jw_close(w);
    return st;
}

enum status peristiwa_json(struct db *db, const struct who *who, const struct peristiwa *p, struct jw *w,
                           struct err *e)
{
    enum status st;

    jw_open(w, '{');
    jw_kint(w, "id", p->id);
    jw_kint(w, "versi", p->versi);
    jw_ktext(w, "jenis", p->jenis);
    jw_ktext(w, "nama", p->nama);
    jw_ktext(w, "status", state_of(p));
    jw_ktext(w, "tmt", p->tmt);
    jw_ktext(w, "sampai", p->sampai);
    jw_ktext(w, "nomor", p->nomor);
    jw_ktext(w, "tanggal", p->tanggal);
    jw_ktext(w, "instansi", p->instansi);
    jw_ktext(w, "keterangan", p->keterangan);
    jw_ktext(w, "alasan_batal", p->alasan_batal);
    if ((st = view_pegawai(db, w, "pegawai", p->pegawai_id, e)) == ST_OK &&
        (st = post_json(db, p->jabatan_id, w, e)) == ST_OK &&
        (st = view_pegawai(db, w, "penilai", p->penilai_id, e)) == ST_OK)
        st = actions(db, who, p, w, e);
    jw_close(w);
    return st;
}

enum status peristiwa_daftar(struct db *db, const struct who *who, int64_t pegawai_id, struct jw *w,
                             struct err *e)
{
    enum { SHOWN = 200 };
    struct arena *a = arena_new();
    struct peristiwa *all = arena_array(a, struct peristiwa, SHOWN);
    struct rows r;
    size_t n = 0;
    enum status st =
        db_rows(db, &r, e, KOLOM " WHERE p.pegawai_id = $1 ORDER BY p.tmt DESC, p.id DESC LIMIT $2", "ii",
                pegawai_id, (int64_t)SHOWN);

    while (st == ST_OK && n < SHOWN && rows_next(&r))
        from_row(&r, a, &all[n++]);
    st = rows_end(&r, st, e);
    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = peristiwa_json(db, who, &all[i], w, e);
    jw_close(w);
    jw_close(w);
    arena_free(a);
    return st;
}

/* Kinds ---------------------------------------------------------------------------------------------------
 */

static const char *const kelompok_kode[KEL_COUNT] = { "masuk",    "pindah", "status",  "tugas",
                                                      "delegasi", "cuti",   "kembali", "keluar" };

enum status peristiwa_jenis(struct kerja_peristiwa *k, struct err *e)
{
    struct rows r;
    bool found;
    enum status st = db_rows(k->db, &r, e,
                             "SELECT kelompok, status, absen, tutup_skp, dinilai, minta, nama"
                             " FROM jenis_peristiwa WHERE kode = $1",
                             "t", k->p.jenis);

    found = st == ST_OK && rows_next(&r);
    for (int i = 0; found && i < KEL_COUNT; i++)
        if (strcmp(kelompok_kode[i], row_text(&r, 0)) == 0)
            k->kelompok = (enum kelompok)i;
    if (found) {
        k->status = row_dup(&r, 1, k->a);
        k->absen = row_dup(&r, 2, k->a);
        k->tutup_skp = row_int(&r, 3) != 0;
        k->dinilai = row_int(&r, 4) != 0;
        k->minta = row_int(&r, 5) != 0;
        k->p.nama = row_dup(&r, 6, k->a);
    }
    st = rows_end(&r, st, e);
    if (st != ST_OK || found)
        return st;
    err_fault(e, "/jenis", "Jenis peristiwa tidak dikenal.");
    return err_set(e, E_MASUKAN, NULL);
}

enum status peristiwa_jenis_json(struct db *db, struct jw *w, struct err *e)
{
    static const char *const keys[] = { "kode", "nama", "kelompok", "dasar", "keyakinan" };
    struct rows r;
    enum status st = db_rows(db, &r, e,
                             "SELECT kode, nama, kelompok, dasar, keyakinan FROM jenis_peristiwa"
                             " ORDER BY kelompok, kode",
                             "");

    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        for (int i = 0; i < (int)COUNT(keys); i++)
            jw_ktext(w, keys[i], row_text(&r, i));
        jw_close(w);
    }
    jw_close(w);
    return rows_end(&r, st, e);
}

/* Requests for feedback -----------------------------------------------------------------------------------
 */

enum status permintaan_umpan_json(struct db *db, int64_t pegawai_id, bool tentang, struct jw *w,
                                  struct err *e)
{
    struct rows r;
    enum status st = db_rows(
        db, &r, e,
        "SELECT m.id, m.versi, m.skp_id, g.id, g.nip, g.nama, d.id, d.nip, d.nama, m.batas, m.dibuat,"
        " m.selesai, coalesce(j.nama, '') FROM permintaan_umpan_balik m JOIN skp s ON s.id = m.skp_id"
        " JOIN pegawai g ON g.id = s.pegawai_id JOIN pegawai d ON d.id = m.dari_id"
        " LEFT JOIN peristiwa p ON p.id = m.peristiwa_id LEFT JOIN jenis_peristiwa j ON j.kode = p.jenis"
        " WHERE CASE $2 WHEN 1 THEN s.pegawai_id ELSE m.dari_id END = $1"
        " ORDER BY CASE WHEN m.selesai IS NULL THEN 0 ELSE 1 END, m.batas, m.id LIMIT 500",
        "ii", pegawai_id, (int64_t)tentang);

    jw_open(w, '{');
    jw_key(w, "data");
    jw_open(w, '[');
    while (st == ST_OK && rows_next(&r)) {
        jw_open(w, '{');
        jw_kint(w, "id", row_int(&r, 0));
        jw_kint(w, "versi", row_int(&r, 1));
        jw_kint(w, "skp_id", row_int(&r, 2));
        view_orang(w, "pegawai", row_int(&r, 3), row_text(&r, 4), row_text(&r, 5));
        view_orang(w, "dari", row_int(&r, 6), row_text(&r, 7), row_text(&r, 8));
        jw_ktext(w, "batas", row_text(&r, 9));
        jw_ktext(w, "dibuat", row_text(&r, 10));
        jw_ktext(w, "selesai", row_text(&r, 11));
        jw_ktext(w, "karena", row_text(&r, 12));
        jw_close(w);
    }
    jw_close(w);
    jw_close(w);
    return rows_end(&r, st, e);
}

enum status permintaan_selesai(struct perintah *p, struct db *db, struct err *e)
{
    const struct permintaan_selesai *in = p->input;
    struct audit_entry entry = {
        .objek = "permintaan_umpan_balik", .objek_id = in->id, .peristiwa = "selesai", .peran = "penilai"
    };
    char now[TIME_TEXT];
    int64_t mine = 0;
    enum status st = db_int(db, &mine, e,
                            "SELECT count(*) FROM permintaan_umpan_balik WHERE id = $1 AND dari_id = $2"
                            " AND selesai IS NULL",
                            "ii", in->id, p->who.pegawai_id);

    if (st == ST_OK && !mine)
        st = err_set(e, E_TIDAK_ADA, NULL);
    time_format(clock_now(), now);
    if (st == ST_OK)
        st = db_exec(db, NULL, e,
                     "UPDATE permintaan_umpan_balik SET selesai = $2, versi = versi + 1 WHERE id = $1", "it",
                     in->id, now);
    p->reply.status = 204;
    return st == ST_OK ? audit_add(db, &p->who, &entry, NULL, e) : st;
}

/* The dated part of an event: assignments, delegation, absence, service. One function a group of kinds. */
#include <stdio.h>
#include <string.h>

#include "domain/aturan.h"
#include "domain/jabatan.h"
#include "domain/peristiwa_bagian.h"
#include "domain/tanggal.h"

static void day_before(const struct kerja_peristiwa *k, char out[DATE_TEXT])
{
    tanggal_geser(k->p.tmt, -1, out);
}

/* Every assignment, delegation or role of the person that the query names ends the day before. */
static enum status end_rows(struct kerja_peristiwa *k, const char *tabel, const char *sql, struct err *e)
{
    char last[DATE_TEXT];
    struct buf ids = BUF_NONE;
    struct rows r;
    enum status st = db_rows(k->db, &r, e, sql, "it", k->p.pegawai_id, k->p.tmt);

    day_before(k, last);
    while (st == ST_OK && rows_next(&r)) {
        int64_t id = row_int(&r, 0);

        buf_add(&ids, &id, sizeof(id));
    }
    st = rows_end(&r, st, e);
    for (size_t i = 0; st == ST_OK && i < ids.len / sizeof(int64_t); i++)
        st = peristiwa_setel(k, tabel, ((const int64_t *)(const void *)ids.p)[i], "selesai", last, e);
    buf_free(&ids);
    return st;
}

/* The person serves on the day before TMT, or has never served. */
static enum status in_service(struct kerja_peristiwa *k, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(k->db, &n, e,
                            "SELECT count(*) FROM pegawai WHERE id = $1 AND aktif_mulai <= $2"
                            " AND (aktif_selesai IS NULL OR aktif_selesai >= $2)",
                            "it", k->p.pegawai_id, k->p.tmt);

    return st == ST_OK && !n ? err_set(e, E_PERISTIWA_TIDAK_AKTIF, NULL) : st;
}

/* Posts ---------------------------------------------------------------------------------------------------
 */

/* The unit of a post has not ended before the assignment begins. */
static enum status unit_stands(struct kerja_peristiwa *k, int64_t jabatan_id, struct err *e)
{
    int64_t n = 0;
    enum status st = db_int(k->db, &n, e,
                            "SELECT count(*) FROM jabatan j JOIN unit u ON u.id = j.unit_id WHERE j.id = $1"
                            " AND u.berakhir < $2",
                            "it", jabatan_id, k->p.tmt);

    return st == ST_OK && n ? err_set(e, E_UNIT_BERAKHIR, NULL) : st;
}

static enum status assign(struct kerja_peristiwa *k, enum penugasan_jenis jenis, struct err *e)
{
    struct penugasan t = {
        .id = k->pakai, .pegawai_id = k->p.pegawai_id, .jabatan_id = k->p.jabatan_id, .jenis = jenis
    };
    enum status st = unit_stands(k, k->p.jabatan_id, e);

    snprintf(t.mulai, sizeof(t.mulai), "%s", k->p.tmt);
    snprintf(t.selesai, sizeof(t.selesai), "%s", k->p.sampai ? k->p.sampai : "");
    snprintf(t.dasar_nomor, sizeof(t.dasar_nomor), "%s", k->p.nomor);
    snprintf(t.dasar_tanggal, sizeof(t.dasar_tanggal), "%s", k->p.tanggal);
    if (st == ST_OK)
        st = penugasan_add(k->db, &t, e);
    k->pakai = 0;
    return st == ST_OK ? peristiwa_tulis(k, "penugasan", t.id, "", NULL, NULL, e) : st;
}

/* The first day of service, and the status from then on. */
static enum status status_from(struct kerja_peristiwa *k, struct err *e)
{
    int64_t id = 0;
    enum status st;

    if (!k->status)
        return ST_OK;
    /* What the person was before stays readable by date. */
    st = db_exec(k->db, NULL, e,
                 "INSERT INTO pegawai_status (pegawai_id, mulai, status) SELECT id, '1900-01-01', status"
                 " FROM pegawai p WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM pegawai_status s WHERE"
                 " s.pegawai_id = p.id)",
                 "i", k->p.pegawai_id);
    if (st == ST_OK)
        st = db_int(k->db, &id, e,
                    "INSERT INTO pegawai_status (pegawai_id, mulai, status) VALUES ($1, $2, $3)"
                    " ON CONFLICT (pegawai_id, mulai) DO UPDATE SET status = $3 RETURNING id",
                    "itt", k->p.pegawai_id, k->p.tmt, k->status);
    return st == ST_OK ? peristiwa_tulis(k, "pegawai_status", id, "", NULL, NULL, e) : st;
}

static enum status masuk(struct kerja_peristiwa *k, struct err *e)
{
    struct rows r;
    bool left = false, fresh = false;
    int64_t akun = 0;
    enum status st = db_rows(k->db, &r, e,
                             "SELECT CASE WHEN aktif_selesai < $2 THEN 1 ELSE 0 END, CASE WHEN NOT EXISTS"
                             " (SELECT 1 FROM penugasan t WHERE t.pegawai_id = p.id) THEN 1 ELSE 0 END,"
                             " a.id FROM pegawai p LEFT JOIN akun a ON a.pegawai_id = p.id WHERE p.id = $1",
                             "it", k->p.pegawai_id, k->p.tmt);

    if (st == ST_OK && rows_next(&r)) {
        left = row_int(&r, 0) != 0;
        fresh = row_int(&r, 1) != 0;
        akun = row_int(&r, 2);
    }
    st = rows_end(&r, st, e);
    if (st == ST_OK && left)
        st = peristiwa_setel(k, "pegawai", k->p.pegawai_id, "aktif_selesai", NULL, e);
    if (st == ST_OK && left && akun)
        st = peristiwa_setel(k, "akun", akun, "baca_sampai", NULL, e);
    if (st == ST_OK && fresh)
        st = peristiwa_setel(k, "pegawai", k->p.pegawai_id, "aktif_mulai", k->p.tmt, e);
    if (st == ST_OK)
        st = assign(k, TUGAS_DEFINITIF, e);
    return st == ST_OK ? status_from(k, e) : st;
}

/* The old post until the day before, the new one from TMT. Additional duties are bound to the old one. */
static enum status pindah(struct kerja_peristiwa *k, struct err *e)
{
    struct penugasan t;
    char day[TANGGAL_TEXT];
    enum status st = in_service(k, e);

    if (st == ST_OK)
        st = penugasan_of(k->db, k->p.pegawai_id, k->p.tmt, &t, e);
    if (st != ST_OK)
        return st;
    if (strcmp(t.mulai, k->p.tmt) >= 0)
        return err_set(e, E_PENUGASAN_TANGGAL, "TMT harus sesudah TMT jabatan sekarang, %s.",
                       tanggal_tulis(t.mulai, day));
    if (t.jabatan_id == k->p.jabatan_id)
        return err_set(e, E_PENUGASAN_TUMPANG, "Pegawai itu sudah memangku jabatan tersebut.");
    st = end_rows(k, "penugasan",
                  "SELECT id FROM penugasan WHERE pegawai_id = $1 AND mulai < $2"
                  " AND (selesai IS NULL OR selesai >= $2) AND jenis IN ('definitif', 'tugas_tambahan')",
                  e);
    return st == ST_OK ? assign(k, TUGAS_DEFINITIF, e) : st;
}

static enum status ganti_status(struct kerja_peristiwa *k, struct err *e)
{
    enum status st = in_service(k, e);

    return st == ST_OK ? status_from(k, e) : st;
}

/* Acting officials: one Plh at a time, a Plt only where nobody holds the post, nobody for his own post. */
static enum status refuse_acting(struct kerja_peristiwa *k, enum penugasan_jenis jenis, struct err *e)
{
    struct rows r;
    char day[TANGGAL_TEXT];
    bool clash;
    enum status st =
        db_rows(k->db, &r, e,
                "SELECT p.nama, t.jenis, t.mulai FROM penugasan t JOIN pegawai p ON p.id = t.pegawai_id"
                " WHERE t.jabatan_id = $1 AND t.id <> $6 AND t.mulai <= $3 AND (t.selesai IS NULL OR"
                " t.selesai >= $2) AND (t.jenis = $4 OR (t.jenis IN ('definitif', 'tugas_tambahan') AND"
                " ($4 = 'plt' OR t.pegawai_id = $5))) LIMIT 1",
                "itttii", k->p.jabatan_id, k->p.tmt, k->p.sampai ? k->p.sampai : "9999-12-31",
                penugasan_jenis_kode(jenis), k->p.pegawai_id, k->pakai);

    clash = st == ST_OK && rows_next(&r);
    if (clash)
        (void)err_set(e, E_PENUGASAN_TUMPANG, "Jabatan itu sudah dipangku oleh %s (%s) sejak %s.",
                      row_text(&r, 0), row_text(&r, 1), tanggal_tulis(row_text(&r, 2), day));
    if (clash) {
        struct err ignored = ERR_NONE;

        st = rows_end(&r, ST_OK, &ignored);
        return st == ST_OK ? err_status(e) : st;
    }
    return rows_end(&r, st, e);
}

static enum status tugas(struct kerja_peristiwa *k, struct err *e)
{
    enum penugasan_jenis jenis = TUGAS_PLT;
    enum status st = in_service(k, e);

    (void)penugasan_jenis_parse(k->p.jenis, &jenis);
    if (st == ST_OK && jenis != TUGAS_TAMBAHAN)
        st = refuse_acting(k, jenis, e);
    return st == ST_OK ? assign(k, jenis, e) : st;
}

static enum status delegasi(struct kerja_peristiwa *k, struct err *e)
{
    struct delegasi d = { .pegawai_id = k->p.pegawai_id,
                          .penilai_id = k->p.penilai_id,
                          .mulai = k->p.tmt,
                          .selesai = k->p.sampai,
                          .dasar_nomor = k->p.nomor,
                          .dasar_tanggal = k->p.tanggal };
    enum status st = in_service(k, e);

    if (st == ST_OK)
        st = delegasi_add(k->db, &d, e);
    return st == ST_OK ? peristiwa_tulis(k, "delegasi", d.id, "", NULL, NULL, e) : st;
}

/* Absence -------------------------------------------------------------------------------------------------
 */

static enum status cuti(struct kerja_peristiwa *k, struct err *e)
{
    char now[TIME_TEXT];
    int64_t n = 0, id = 0;
    enum status st = in_service(k, e);

    if (st == ST_OK)
        st = db_int(k->db, &n, e,
                    "SELECT count(*) FROM ketidakhadiran WHERE pegawai_id = $1 AND mulai <= $3 AND selesai"
                    " >= $2",
                    "itt", k->p.pegawai_id, k->p.tmt, k->p.sampai);
    if (st == ST_OK && n)
        st = err_set(e, E_KETIDAKHADIRAN_TUMPANG, NULL);
    time_format(clock_now(), now);
    if (st == ST_OK)
        st = db_int(k->db, &id, e,
                    "INSERT INTO ketidakhadiran (pegawai_id, jenis, mulai, selesai, dasar, waktu)"
                    " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                    "ittttt", k->p.pegawai_id, k->absen, k->p.tmt, k->p.sampai, k->p.nomor, now);
    return st == ST_OK ? peristiwa_tulis(k, "ketidakhadiran", id, "", NULL, NULL, e) : st;
}

/* Back earlier than planned, or on the day after: the absence ends the day before TMT. */
static enum status kembali(struct kerja_peristiwa *k, struct err *e)
{
    char last[DATE_TEXT];
    int64_t id = 0;
    enum status st;

    day_before(k, last);
    st =
        db_int(k->db, &id, e,
               "SELECT k.id FROM ketidakhadiran k JOIN jenis_ketidakhadiran j ON j.kode = k.jenis"
               " WHERE k.pegawai_id = $1 AND k.mulai < $2 AND k.selesai >= $3"
               " AND (j.panjang = 1 OR j.kode IN (SELECT absen FROM jenis_peristiwa WHERE absen IS NOT NULL))"
               " ORDER BY k.mulai DESC LIMIT 1",
               "itt", k->p.pegawai_id, k->p.tmt, last);
    if (st == ST_NOT_FOUND)
        return err_set(e, E_PERISTIWA_TIDAK_CUTI, NULL);
    return st == ST_OK ? peristiwa_setel(k, "ketidakhadiran", id, "selesai", last, e) : st;
}

/* The end of service --------------------------------------------------------------------------------------
 */

static enum status later_posts(struct kerja_peristiwa *k, struct err *e)
{
    int64_t n = 0;
    enum status st =
        db_int(k->db, &n, e, "SELECT count(*) FROM penugasan WHERE pegawai_id = $1 AND mulai >= $2", "it",
               k->p.pegawai_id, k->p.tmt);

    return st == ST_OK && n ? err_set(e, E_PENUGASAN_TANGGAL,
                                      "Pegawai itu mempunyai penugasan yang dimulai pada atau sesudah TMT.")
                            : st;
}

static enum status account(struct kerja_peristiwa *k, const char *last, struct err *e)
{
    char until[DATE_TEXT];
    int64_t akun = 0, days = 0;
    enum status st =
        db_int(k->db, &akun, e, "SELECT id FROM akun WHERE pegawai_id = $1", "i", k->p.pegawai_id);

    if (st == ST_NOT_FOUND) {
        err_clear(e);
        return ST_OK;
    }
    if (st == ST_OK)
        st = aturan_nilai(k->db, "akun.mantan_hari", k->p.tmt, &days, e);
    if (st != ST_OK)
        return st;
    tanggal_geser(last, (int)days, until);
    st = peristiwa_setel(k, "akun", akun, "baca_sampai", until, e);
    return st == ST_OK ? end_rows(k, "peran",
                                  "SELECT p.id FROM peran p JOIN akun a ON a.id = p.akun_id WHERE"
                                  " a.pegawai_id = $1 AND p.mulai < $2 AND (p.selesai IS NULL OR"
                                  " p.selesai >= $2)",
                                  e)
                       : st;
}

static enum status keluar(struct kerja_peristiwa *k, struct err *e)
{
    char last[DATE_TEXT];
    enum status st = in_service(k, e);

    day_before(k, last);
    if (st == ST_OK)
        st = later_posts(k, e);
    if (st == ST_OK)
        st = end_rows(k, "penugasan",
                      "SELECT id FROM penugasan WHERE pegawai_id = $1 AND mulai < $2"
                      " AND (selesai IS NULL OR selesai >= $2)",
                      e);
    if (st == ST_OK)
        st = end_rows(k, "delegasi",
                      "SELECT id FROM delegasi WHERE (penilai_id = $1 OR pegawai_id = $1) AND mulai < $2"
                      " AND (selesai IS NULL OR selesai >= $2)",
                      e);
    if (st == ST_OK)
        st = peristiwa_setel(k, "pegawai", k->p.pegawai_id, "aktif_selesai", last, e);
    return st == ST_OK ? account(k, last, e) : st;
}

/* An outgoing evaluator still knows his people: what he has to say is asked for, by the last day on which he
 * may write it. */
static enum status ask_feedback(struct kerja_peristiwa *k, struct err *e)
{
    char last[DATE_TEXT], now[TIME_TEXT];

    day_before(k, last);
    /* Who stays in service can also write later. */
    if (k->kelompok != KEL_KELUAR && strcmp(last, k->who->hari) < 0)
        snprintf(last, sizeof(last), "%s", k->who->hari);
    time_format(clock_now(), now);
    return db_exec(k->db, NULL, e,
                   "INSERT INTO permintaan_umpan_balik (skp_id, dari_id, peristiwa_id, batas, dibuat)"
                   " SELECT s.id, s.penilai_id, $1, $2, $3 FROM skp s WHERE s.mulai <= $2 AND s.selesai >= $2"
                   " AND ((s.penilai_id = $4 AND s.pegawai_id <> $4) OR (s.pegawai_id = $4 AND $5 = 1"
                   " AND s.penilai_id IS NOT NULL)) AND s.versi_berlaku IS NOT NULL"
                   " ON CONFLICT (skp_id, dari_id) DO NOTHING",
                   "ittii", k->p.id, last, now, k->p.pegawai_id, (int64_t)(k->kelompok == KEL_PINDAH));
}

enum status peristiwa_efek(struct kerja_peristiwa *k, struct err *e)
{
    static enum status (*const effects[KEL_COUNT])(struct kerja_peristiwa * k, struct err * e) = {
        [KEL_MASUK] = masuk, [KEL_PINDAH] = pindah,     [KEL_STATUS] = ganti_status, [KEL_TUGAS] = tugas,
        [KEL_CUTI] = cuti,   [KEL_DELEGASI] = delegasi, [KEL_KEMBALI] = kembali,     [KEL_KELUAR] = keluar,
    };
    enum status st = effects[k->kelompok](k, e);

    return st == ST_OK && k->minta ? ask_feedback(k, e) : st;
}

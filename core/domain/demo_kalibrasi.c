/* The calibration session of the story: the evaluators of the dinas, three days before they fixed the last
 * quarter. */
#include "domain/demo_bagian.h"
#include "domain/kalibrasi.h"
#include "domain/unit.h"

#define HARI_RAPAT "2025-12-22"

struct rapat {
    const char *bukan_nip;
    int64_t id, unit_id, periode_id;
};

/* One that stands above, and one that does not: both of the puskesmas, by its head. */
static const struct {
    const char *syarat, *status, *alasan, *semula[3], *menjadi[2], *kata, *tanggapan;
} usul[] = {
    { "v.rating_hasil = 'di_atas' AND v.rating_perilaku = 'di_atas'",
      "diterima",
      "Kunjungan rumah dan posyandu dijalankan sendiri sepanjang triwulan; buktinya lengkap.",
      { "sesuai", "sesuai", "baik" },
      { "di_atas", "di_atas" },
      "Sejalan dengan catatan dinas.",
      "Setuju, bukti dukung baru dibaca bersama." },
    { "v.rating_hasil = 'sesuai' AND v.rating_perilaku = 'sesuai'",
      "dipertahankan",
      "Laporan bulanan dua kali terlambat.",
      { "sesuai", "sesuai", "baik" },
      { "di_bawah", "sesuai" },
      "",
      "Keterlambatan karena data rujukan rumah sakit; target lain tercapai." },
};

static enum status propose(struct db *db, const struct rapat *r, size_t i, struct err *e)
{
    struct buf sql = BUF_NONE;
    int64_t v = 0;
    enum status st;

    buf_printf(
        &sql,
        "SELECT v.id FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"
        " JOIN pegawai g ON g.id = s.pegawai_id JOIN unit u ON u.id = s.unit_id AND u.kode = "
        "'pkm-tenayan-raya'"
        " WHERE v.periode_id = $1 AND g.nip <> $2 AND %s AND s.penilai_id = (SELECT t.pegawai_id FROM "
        "penugasan t"
        " JOIN jabatan j ON j.id = t.jabatan_id AND j.kode = 'kapus' ORDER BY t.id LIMIT 1) ORDER BY v.id "
        "LIMIT 1",
        usul[i].syarat);
    st = db_int(db, &v, e, sql.p, "it", r->periode_id, r->bukan_nip);
    buf_free(&sql);
    if (st != ST_OK)
        return st;
    return db_exec(
        db, NULL, e,
        "INSERT INTO kalibrasi_usul (kalibrasi_id, evaluasi_id, status, alasan, akun_id, semula_hasil,"
        " semula_perilaku, semula_predikat, menjadi_hasil, menjadi_perilaku, menjadi_predikat,"
        " kata_pimpinan, tanggapan, penilai_id, dibuat, diputus) SELECT $1, v.id, $2, $3, a.id, $4, $5,"
        " $6, $7, $8, CASE $2 WHEN 'diterima' THEN v.predikat END, $9, $10, v.penilai_id, $11, $12"
        " FROM evaluasi v CROSS JOIN akun a JOIN penugasan t ON t.pegawai_id = a.pegawai_id JOIN jabatan j"
        " ON j.id = t.jabatan_id AND j.kode = 'kadinkes' WHERE v.id = $13",
        "ittttttttttti", r->id, usul[i].status, usul[i].alasan, usul[i].semula[0], usul[i].semula[1],
        usul[i].semula[2], usul[i].menjadi[0], usul[i].menjadi[1], usul[i].kata, usul[i].tanggapan,
        HARI_RAPAT "T02:40:00.000Z", HARI_RAPAT "T03:10:00.000Z", v);
}

static enum status hold(struct db *db, struct demo_langkah *l, struct err *e)
{
    struct rapat *r = l->data;
    enum status st = unit_find(db, "dinkes", &r->unit_id, e);

    if (st == ST_OK)
        st = db_int(db, &r->periode_id, e, "SELECT id FROM periode WHERE kode = '2025-TW4'", "");
    if (st == ST_OK)
        st = db_int(
            db, &r->id, e,
            "INSERT INTO kalibrasi (unit_id, periode_id, status, tanggal, tempat, agenda, dibuka) VALUES"
            " ($1, $2, 'dibuka', $3, 'Aula Dinas Kesehatan', 'Menyamakan ukuran penilaian triwulan IV', $4)"
            " RETURNING id",
            "iitt", r->unit_id, r->periode_id, HARI_RAPAT, HARI_RAPAT "T02:00:00.000Z");
    if (st == ST_OK) /* everybody who evaluates somebody of the dinas; the leader is one of them */
        st = db_exec(
            db, NULL, e,
            "INSERT INTO kalibrasi_peserta (kalibrasi_id, pegawai_id, sebagai) SELECT DISTINCT $1,"
            " s.penilai_id, CASE WHEN EXISTS (SELECT 1 FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id"
            " AND j.kode = 'kadinkes' WHERE t.pegawai_id = s.penilai_id) THEN 'pimpinan' ELSE 'penilai' END"
            " FROM evaluasi v JOIN skp_versi k ON k.id = v.skp_versi_id JOIN skp s ON s.id = k.skp_id"
            " JOIN unit u ON u.id = s.unit_id AND u.kode IN ('dinkes', 'pkm-tenayan-raya')"
            " WHERE v.periode_id = $2 AND s.penilai_id IS NOT NULL AND s.penilai_id NOT IN (SELECT "
            "t.pegawai_id"
            " FROM penugasan t JOIN jabatan j ON j.id = t.jabatan_id AND j.kode = 'sekda')",
            "ii", r->id, r->periode_id);
    for (size_t i = 0; st == ST_OK && i < COUNT(usul); i++, l->n++)
        st = propose(db, r, i, e);
    return st;
}

enum status demo_kalibrasi(struct db *db, const char *bukan_nip, struct err *e)
{
    struct rapat r = { .bukan_nip = bukan_nip };
    struct demo_langkah l = { .apply = hold, .apa = "kalibrasi", .data = &r };
    struct kalibrasi_langkah close = {
        .peristiwa = "tutup",
        .catatan = "Satu rating diambil alih penilainya, satu dipertahankan dengan alasan."
    };
    enum status st = demo_langkah(db, &l, e);

    close.id = r.id;
    return st == ST_OK ? perintah_sistem(db, kalibrasi_langkah, &close, e) : st;
}

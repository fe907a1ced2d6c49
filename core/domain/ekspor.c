/* Employees as CSV with the columns that the import reads. */
#include <string.h>

#include "domain/csv.h"
#include "domain/impor_bagian.h"

static const char *status_label(const char *kode)
{
    static const char *const labels[][2] = {
        { "pns", "PNS" }, { "cpns", "CPNS" }, { "pppk", "PPPK" }, { "pppk_paruh_waktu", "PPPK Paruh Waktu" }
    };

    for (size_t i = 0; i < COUNT(labels); i++)
        if (strcmp(labels[i][0], kode) == 0)
            return labels[i][1];
    return kode;
}

/* Columns in the order of impor_judul; $1 is the day. The superior is who holds the superior post, and never
 * the person himself. */
#define QUERY                                                                                                \
    "SELECT p.nip, p.nama, p.gelar_depan, p.gelar_belakang, p.tempat_lahir, p.tanggal_lahir, p.kelamin, "    \
    "p.golongan, p.tmt_golongan, j.jenis, j.nama, t.mulai, j.eselon, j.kelas, u.nama, o.nama, "              \
    "p.pendidikan, "                                                                                         \
    "p.status, (SELECT a.nip FROM penugasan s JOIN pegawai a ON a.id = s.pegawai_id WHERE s.jabatan_id = "   \
    "j.atasan_id AND s.jenis IN ('definitif', 'tugas_tambahan') AND s.mulai <= $1 AND (s.selesai IS NULL "   \
    "OR "                                                                                                    \
    "s.selesai >= $1) AND a.id <> p.id ORDER BY s.id LIMIT 1) FROM pegawai p "                               \
    "LEFT JOIN penugasan t ON t.pegawai_id = p.id AND t.jenis = 'definitif' AND t.mulai <= $1 AND "          \
    "(t.selesai IS NULL OR t.selesai >= $1) LEFT JOIN jabatan j ON j.id = t.jabatan_id "                     \
    "LEFT JOIN unit u ON u.id = j.unit_id LEFT JOIN unit_induk i ON i.unit_id = u.id AND i.mulai <= $1 AND " \
    "(i.selesai IS NULL OR i.selesai >= $1) LEFT JOIN unit o ON o.id = i.induk_id WHERE "

enum status ekspor_pegawai(struct db *db, const struct who *who, struct buf *out, struct err *e)
{
    struct right_columns c = { .pegawai = "p.id", .unit = "j.unit_id" };
    struct buf sql = BUF_NONE;
    struct rows r;
    enum status st;

    csv_mulai(out);
    for (int i = 0; i < KOL_COUNT; i++)
        csv_teks(out, impor_judul[i]);
    csv_akhir(out);
    buf_str(&sql, QUERY);
    right_where(who, AKSI_PEGAWAI_LIHAT, &c, &sql);
    buf_str(&sql, " ORDER BY p.id");
    st = db_rows(db, &r, e, sql.p, "t", who->hari);
    while (st == ST_OK && rows_next(&r)) {
        for (int i = 0; i < KOL_COUNT; i++) {
            const char *v = row_text(&r, i);

            if (v && i == KOL_KELAS)
                csv_angka(out, row_int(&r, i));
            else if (v && (i == KOL_NIP || i == KOL_NIP_ATASAN))
                csv_nip(out, v);
            else
                csv_teks(out, v && i == KOL_STATUS ? status_label(v) : v);
        }
        csv_akhir(out);
    }
    st = rows_end(&r, st, e);
    buf_free(&sql);
    return st;
}

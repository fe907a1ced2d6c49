/* The walker: every machine × state × event × actor, through the commands, against a list that is written
 * apart from the tables. What is in the list must happen with its effect; everything else must be refused
 * with the right code and change nothing. */
#include "kerja.h"

#include "domain/progres.h"

#include "domain/acara.h"
#include "domain/dialog.h"
#include "domain/kalibrasi.h"
#include "domain/bimbingan.h"
#include "domain/keberatan.h"
#include "domain/naskah.h"
#include "domain/pemeriksaan.h"
#include "domain/pelatihan_bagian.h"
#include "domain/perintah_baca.h"
#include "domain/rilis.h"
#include "domain/umpan_minta.h"
#include "domain/usulan.h"

/* The actors by the letter that the list uses. */
static const struct actor {
    char letter;
    int64_t akun;
    const char *nama;
} actors[] = {
    { 'P', PERAWAT, "pemilik" },
    { 'N', KAPUS, "penilai" },
    { 'A', KADIS, "atasan_penilai" },
    { 'K', AKUN_PENGELOLA, "pengelola" },
    { 'U', AKUN_ADMIN_UNIT, "admin_unit" },
    { 'C', AKUN_PUSAT, "admin_pusat" },
    { 'S', 0, "sistem" },
    { 'R', AKUN_AUDITOR, "auditor" },
    { 'L', LURAH, "orang lain" },
    { 'B', BIDAN, "pihak" },
};

static const struct allowed {
    const char *machine, *from, *event, *to, *who; /* who in small letters: his guard refuses him */
    bool note;
} list[] = {
    { "periode", "terbuka", "kunci", "dikunci", "CS", false },
    { "periode", "dikunci", "buka", "terbuka", "CS", true },
    { "periode", "dikunci", "tutup", "ditutup", "CS", false },

    { "skp", "draf", "ajukan", "diajukan", "P", false },
    { "skp", "dikembalikan", "ajukan", "diajukan", "P", false },
    { "skp", "diajukan", "tandatangani", "diajukan", "P", false },
    { "skp", "diajukan", "tarik", "draf", "P", false },
    { "skp", "diajukan", "kembalikan", "dikembalikan", "N", true },
    { "skp", "diajukan", "setujui", "disetujui", "N", false },
    { "skp", "disetujui", "mulai", "berjalan", "S", false },
    { "skp", "berjalan", "selesai", "selesai", "S", false },
    { "skp", "disetujui", "revisi", "revisi", "PN", true },
    { "skp", "berjalan", "revisi", "revisi", "PN", true },
    { "skp", "revisi", "ganti", "digantikan", "S", false },
    { "skp", "revisi", "lanjut", "berjalan", "S", false },
    { "skp", "disetujui", "gantikan", "digantikan", "KUCS", true },
    { "skp", "berjalan", "gantikan", "digantikan", "KUCS", true },
    { "skp", "selesai", "gantikan", "digantikan", "KUCS", true },
    { "skp", "digantikan", "pulihkan", "berjalan", "S", true },
    { "skp", "draf", "batal", "batal", "PS", false },
    { "skp", "dikembalikan", "batal", "batal", "PS", false },
    { "skp", "diajukan", "batal", "batal", "S", false },
    { "skp", "disetujui", "batal", "batal", "S", false },

    { "dialog", "draf", "ubah", "draf", "PN", false },
    { "dialog", "menunggu", "ubah", "draf", "PN", false },
    { "dialog", "sah", "ubah", "draf", "PN", false },
    { "dialog", "draf", "sahkan", "menunggu", "PN", false },
    { "dialog", "menunggu", "sahkan", "sah", "PN", false },

    { "realisasi", "draf", "ajukan", "diajukan", "P", false },
    { "realisasi", "dikembalikan", "ajukan", "diajukan", "P", false },
    { "realisasi", "diajukan", "tarik", "draf", "P", false },
    { "realisasi", "diajukan", "terima", "diterima", "N", false },
    { "realisasi", "diajukan", "kembalikan", "dikembalikan", "N", true },

    { "progres", "draf", "ajukan", "diajukan", "P", false },
    { "progres", "dikembalikan", "ajukan", "diajukan", "P", false },
    { "progres", "diajukan", "tarik", "draf", "P", false },
    { "progres", "diajukan", "setujui", "disetujui", "N", false },
    { "progres", "diajukan", "kembalikan", "dikembalikan", "N", true },
    { "progres", "disetujui", "kembalikan", "dikembalikan", "N", true },

    { "evaluasi", "belum", "nilai", "dinilai", "N", false },
    { "evaluasi", "dinilai", "nilai", "dinilai", "N", false },
    { "evaluasi", "dinilai", "tetapkan", "ditetapkan", "N", false },
    { "evaluasi", "ditetapkan", "terima", "ditetapkan", "P", false },
    { "evaluasi", "ditetapkan", "tolak", "ditetapkan", "P", true },
    { "evaluasi", "ditetapkan", "serahkan", "ditetapkan", "NKS", true },
    { "evaluasi", "ditetapkan", "catat_penolakan", "ditetapkan", "NKS", true },
    { "evaluasi", "ditetapkan", "keberatan", "keberatan", "P", true },
    { "evaluasi", "keberatan", "cabut", "ditetapkan", "P", false },
    { "evaluasi", "keberatan", "putus", "diputus", "A", false },
    { "evaluasi", "ditetapkan", "finalkan", "final", "KCS", false },
    { "evaluasi", "diputus", "finalkan", "final", "KCS", false },
    { "evaluasi", "belum", "lewati", "tidak_dinilai", "NKS", true },
    { "evaluasi", "dinilai", "lewati", "tidak_dinilai", "S", true },
    { "evaluasi", "tidak_dinilai", "pulihkan", "belum", "NKS", true },

    { "keberatan", "diajukan", "periksa", "pemeriksaan", "A", false },
    { "keberatan", "pemeriksaan", "jelaskan", "pemeriksaan", "PN", true },
    { "keberatan", "pemeriksaan", "tolak", "ditolak", "A", true },
    { "keberatan", "pemeriksaan", "ubah", "diubah", "A", true },
    { "keberatan", "diajukan", "cabut", "dicabut", "P", false },
    { "keberatan", "pemeriksaan", "cabut", "dicabut", "P", false },

    { "capaian_organisasi", "belum", "usulkan", "capaian_diusulkan", "NKS", true },
    { "capaian_organisasi", "dikembalikan", "usulkan", "capaian_diusulkan", "NKS", true },
    { "capaian_organisasi", "capaian_diusulkan", "usulkan", "capaian_diusulkan", "NKS", true },
    { "capaian_organisasi", "capaian_diusulkan", "tarik", "belum", "NKS", false },
    { "capaian_organisasi", "capaian_diusulkan", "kembalikan", "dikembalikan", "ACS", true },
    { "capaian_organisasi", "belum", "tetapkan", "capaian_ditetapkan", "ACS", false },
    { "capaian_organisasi", "capaian_diusulkan", "tetapkan", "capaian_ditetapkan", "ACS", false },
    { "capaian_organisasi", "dikembalikan", "tetapkan", "capaian_ditetapkan", "ACS", false },
    { "capaian_organisasi", "capaian_ditetapkan", "tetapkan", "capaian_ditetapkan", "ACS", false },
    { "capaian_organisasi", "capaian_ditetapkan", "batalkan", "belum", "ACS", true },
    { "capaian_organisasi", "capaian_ditetapkan", "setel_pola", "pola_disetel", "NACS", false },
    { "capaian_organisasi", "pola_disetel", "tetapkan_predikat", "predikat_ditetapkan", "ACS", false },
    { "capaian_organisasi", "pola_disetel", "buka", "capaian_ditetapkan", "NACS", true },
    { "capaian_organisasi", "predikat_ditetapkan", "buka", "pola_disetel", "ACS", true },

    { "pemeriksaan", "belum", "tanyakan", "ditanyakan", "KS", true },
    { "pemeriksaan", "dijawab", "tanyakan", "ditanyakan", "KS", true },
    { "pemeriksaan", "diperiksa", "tanyakan", "ditanyakan", "KS", true },
    { "pemeriksaan", "ditanyakan", "jawab", "dijawab", "N", true },
    { "pemeriksaan", "belum", "periksa", "diperiksa", "KS", false },
    { "pemeriksaan", "ditanyakan", "periksa", "diperiksa", "KS", false },
    { "pemeriksaan", "dijawab", "periksa", "diperiksa", "KS", false },
    { "pemeriksaan", "diperiksa", "periksa", "diperiksa", "KS", false },
    { "pemeriksaan", "diperiksa", "batalkan", "belum", "KS", true },

    { "kalibrasi", "dijadwalkan", "buka", "dibuka", "AKS", false },
    { "kalibrasi", "dibuka", "tutup", "ditutup", "AKS", true },
    { "kalibrasi", "dijadwalkan", "batalkan", "batal", "AKS", true },

    /* Proposed by the pengelola: nobody else takes it back. */
    { "usul_kalibrasi", "diusulkan", "sampaikan", "diusulkan", "A", true },
    { "usul_kalibrasi", "diusulkan", "terima", "diterima", "N", false },
    { "usul_kalibrasi", "diusulkan", "pertahankan", "dipertahankan", "N", true },
    { "usul_kalibrasi", "diusulkan", "cabut", "dicabut", "Knas", false },

    { "release", "uploaded", "lulus", "validated", "UCS", false },
    { "release", "validated", "aktivasi", "enabled", "UCS", false },
    { "release", "enabled", "aktivasi", "enabled", "UCS", false },
    { "release", "disabled", "aktivasi", "enabled", "UCS", false },
    { "release", "enabled", "hentikan", "enabled", "UCS", true },
    { "release", "quarantined", "hentikan", "quarantined", "UCS", true },
    { "release", "enabled", "nonaktif", "disabled", "S", true },
    { "release", "validated", "karantina", "quarantined", "CS", true },
    { "release", "enabled", "karantina", "quarantined", "CS", true },
    { "release", "disabled", "karantina", "quarantined", "CS", true },
    { "release", "quarantined", "pulihkan", "validated", "CS", true },

    /* Proposed at the command line: the operator neither approves nor rejects it. */
    { "aktivasi", "diajukan", "setujui", "disetujui", "UCs", false },
    { "aktivasi", "diajukan", "konfirmasi", "disetujui", "Suc", true },
    { "aktivasi", "diajukan", "tolak", "ditolak", "UCs", true },
    { "aktivasi", "diajukan", "tarik", "dibatalkan", "Suc", false },

    { "pelatihan", "diundang", "terima", "terdaftar", "P", false },
    { "pelatihan", "diundang", "tolak_undangan", "dibatalkan", "P", true },
    { "pelatihan", "diundang", "keluarkan", "dibatalkan", "KUCS", true },
    { "pelatihan", "terdaftar", "keluarkan", "dibatalkan", "KUCS", true },
    { "pelatihan", "terdaftar", "hadir", "berjalan", "KUCS", false },
    { "pelatihan", "terdaftar", "tidak_hadir", "dibatalkan", "KUCS", false },
    { "pelatihan", "terdaftar", "baca", "berjalan", "P", false },
    { "pelatihan", "berjalan", "baca", "berjalan", "P", false },
    { "pelatihan", "tidak_lulus", "baca", "tidak_lulus", "P", false },
    { "pelatihan", "berjalan", "kirim", "berjalan", "P", false },
    { "pelatihan", "tidak_lulus", "kirim", "berjalan", "P", false },
    { "pelatihan", "berjalan", "luluskan", "lulus", "S", false },
    { "pelatihan", "berjalan", "gagalkan", "tidak_lulus", "S", false },
    { "pelatihan", "lulus", "verifikasi", "diverifikasi", "KUCS", false },
    { "pelatihan", "lulus", "tolak", "ditolak", "KUCS", true },
    { "pelatihan", "terdaftar", "batalkan", "dibatalkan", "P", false },
    { "pelatihan", "berjalan", "batalkan", "dibatalkan", "P", false },
    { "pelatihan", "tidak_lulus", "batalkan", "dibatalkan", "P", false },
    { "pelatihan", "lulus", "batalkan", "dibatalkan", "P", false },

    { "acara", "terbuka", "ubah", "terbuka", "KUCS", false },
    { "acara", "terbuka", "undang", "terbuka", "KUCS", false },
    { "acara", "terbuka", "hadir", "terbuka", "KUCS", false },
    { "acara", "terbuka", "selesaikan", "selesai", "KUCS", false },
    { "acara", "terbuka", "batalkan", "batal", "KUCS", true },

    /* Drafted by L; nobody but a second officer answers for a sheet, not even the operator. */
    { "naskah", "disiapkan", "konfirmasi", "dikonfirmasi", "P", false },
    { "naskah", "disiapkan", "unggah", "lembar_diunggah", "L", false },
    { "naskah", "disiapkan", "kembalikan", "dikembalikan", "P", true },
    { "naskah", "disiapkan", "perbarui", "disiapkan", "L", false },
    { "naskah", "disiapkan", "tarik", "ditarik", "L", false },
    { "naskah", "disiapkan", "tolak", "ditolak", "P", true },
    { "naskah", "disiapkan", "kedaluwarsa", "kedaluwarsa", "S", false },
    { "naskah", "lembar_diunggah", "konfirmasi", "dikonfirmasi", "P", false },
    { "naskah", "lembar_diunggah", "periksa", "diperiksa", "KUCs", false },
    { "naskah", "lembar_diunggah", "kembalikan", "dikembalikan", "PKUCS", true },
    { "naskah", "lembar_diunggah", "perbarui", "disiapkan", "L", false },
    { "naskah", "lembar_diunggah", "tarik", "ditarik", "L", false },
    { "naskah", "lembar_diunggah", "tolak", "ditolak", "P", true },
    { "naskah", "lembar_diunggah", "kedaluwarsa", "kedaluwarsa", "S", false },
    { "naskah", "dikembalikan", "perbarui", "disiapkan", "L", false },
    { "naskah", "dikembalikan", "tarik", "ditarik", "L", false },
    { "naskah", "dikembalikan", "tolak", "ditolak", "P", true },
    { "naskah", "dikembalikan", "kedaluwarsa", "kedaluwarsa", "S", false },

    /* Given by the midwife. */
    { "umpan_balik", "tercatat", "ubah", "tercatat", "B", true },
    { "umpan_balik", "tercatat", "tarik", "ditarik", "B", false },
    { "umpan_balik", "tercatat", "balas", "tercatat", "P", true },
    /* The nurse asked the midwife. */
    { "minta_umpan_balik", "diminta", "penuhi", "dipenuhi", "B", false },
    { "minta_umpan_balik", "diminta", "tolak", "ditolak", "B", true },
    { "minta_umpan_balik", "diminta", "batalkan", "dibatalkan", "PN", false },

    { "bimbingan", "dijadwalkan", "laksanakan", "dilaksanakan", "N", true },
    { "bimbingan", "dijadwalkan", "batalkan", "dibatalkan", "N", true },
    { "bimbingan", "dilaksanakan", "jawab", "dijawab", "P", false },
    { "bimbingan", "dijawab", "terima", "diterima", "A", false },
};

/* clang-format off */
static const char *const events[] = {
    "ajukan", "tarik", "kembalikan", "setujui", "mulai", "selesai", "revisi", "ganti", "lanjut", "gantikan",
    "batal", "terima", "nilai", "tetapkan", "lewati", "pulihkan", "kunci", "buka", "tutup", "keberatan",
    "putus", "finalkan", "hapus", "tolak", "ubah", "cabut", "periksa", "jelaskan", "serahkan",
    "catat_penolakan", "lulus", "aktivasi", "hentikan", "nonaktif", "karantina", "konfirmasi", "baca",
    "kirim", "hadir", "tidak_hadir", "luluskan", "gagalkan", "verifikasi", "keluarkan", "tolak_undangan",
    "batalkan", "undang", "selesaikan", "usulkan", "setel_pola", "tetapkan_predikat", "perbarui", "unggah",
    "kedaluwarsa", "tandatangani", "sahkan", "tanyakan", "jawab", "sampaikan", "pertahankan", "balas",
    "penuhi", "laksanakan", ""
};
/* clang-format on */

static int64_t skp_id;

/* An objection against the nurse's evaluation; nothing stands in the way of its decision. */
static void objection(const char *status)
{
    sql("DELETE FROM keberatan;");
    if (status)
        sql(arena_printf(arena,
                         "INSERT INTO keberatan (id, evaluasi_id, status, alasan, diajukan, batas_penjelasan,"
                         " batas_putusan, semula_hasil, semula_perilaku, semula_predikat) VALUES (1, 1, '%s',"
                         " 'Karena diuji', '2026-01-20T00:00:00.000Z', '2026-01-31', '2026-02-20', 'sesuai',"
                         " 'sesuai', 'baik');",
                         status));
}

/* The nurse has authorised the lurah, who has drafted what she achieved. */
static void draft(void)
{
    struct naskah_siapkan in = { .kuasa_id = 1,
                                 .jenis = naskah_jenis("realisasi.simpan"),
                                 .sasaran = { .skp_id = 1, .periode_id = 3 },
                                 .objek_versi = 1,
                                 .isi = "{\"nilai\":[]}" };
    struct realisasi_simpan values = { .skp_id = 1, .periode_id = 3 };
    struct who lurah = who_of(LURAH);

    in.dalam = (struct perintah_dalam){ realisasi_simpan, &values };
    sql("INSERT INTO kuasa (id, pegawai_id, penerima_id, mulai, selesai, nomor, tanggal, dibuat)"
        " VALUES (1, 7, 3, '2026-01-01', '2026-12-31', '1', '2026-01-01', '2026-01-01T00:00:00.000Z');"
        "INSERT INTO kuasa_jenis (kuasa_id, jenis) VALUES (1, 'realisasi');");
    OK(run_as(&lurah, naskah_siapkan, &in, 0, e));
    assert_int_equal(in.out_id, 1);
}

/* An approved plan with a realisation that has a value, a rated evaluation and an objection. */
static int prepare(void **state)
{
    if (setup(state) != 0)
        return -1;
    skp_id = skp_disetujui();
    sql("INSERT INTO realisasi (id, skp_versi_id, periode_id) SELECT 1, id, 3 FROM skp_versi WHERE skp_id = "
        "1;"
        "INSERT INTO realisasi_nilai (realisasi_id, indikator_id, nilai) SELECT 1, min(id), 5 FROM indikator;"
        "INSERT INTO evaluasi (id, skp_versi_id, periode_id, rating_hasil, rating_perilaku, predikat)"
        " SELECT 1, id, 2, 'sesuai', 'sesuai', 'baik' FROM skp_versi WHERE skp_id = 1;");
    objection("diajukan");
    sql("INSERT INTO capaian_organisasi (id, unit_id, periode_id, predikat) VALUES (1, 5, 2, 'baik');");
    sql("INSERT INTO pemeriksaan (id, evaluasi_id) VALUES (1, 1);"
        "INSERT INTO kalibrasi (id, unit_id, periode_id, status, tanggal) VALUES (1, 4, 2, 'dibuka', "
        "'2026-02-01');"
        "INSERT INTO kalibrasi_peserta (kalibrasi_id, pegawai_id, sebagai)"
        " VALUES (1, 5, 'pimpinan'), (1, 6, 'penilai');"
        "INSERT INTO kalibrasi_usul (id, kalibrasi_id, evaluasi_id, status, alasan, akun_id, semula_hasil,"
        " semula_perilaku, semula_predikat, menjadi_hasil, menjadi_perilaku, dibuat) VALUES (1, 1, 1,"
        " 'diusulkan', 'Banding', 10, 'sesuai', 'sesuai', 'baik', 'di_atas', 'sesuai',"
        " '2026-02-01T00:00:00.000Z');");
    sql("INSERT INTO progres (id, pegawai_id, skp_id, tanggal, uraian)"
        " VALUES (1, 7, 1, '2026-01-15', 'Melayani');");
    sql("INSERT INTO usulan_aktivasi (id, unit_id, plugin, release_id, setelan_hash, mulai, tanpa_simulasi, "
        "waktu)"
        " VALUES (1, 5, 'puskesmas', 2, '" HASH64 "', '2026-01-01', 'uji', '2025-12-01T00:00:00.000Z');");
    sql("INSERT INTO release (id, plugin, label, sha256, api, manifest, daftar, status, dipasang) VALUES "
        "(30, 'latih',"
        " '1.0.0', '2123456789012345678901234567890123456789012345678901234567890123', 1, '{}',"
        " '{\"pelatihan\":[{\"kode\":\"m1\",\"judul\":\"Modul\",\"jenis\":\"klasikal\",\"jp\":2,\"lulus\":"
        "true,"
        "\"materi\":[{\"judul\":\"Satu\",\"berkas\":\"satu.md\",\"menit\":45}]}]}', 'enabled',"
        " '2025-01-01T00:00:00.000Z');"
        "INSERT INTO acara (id, unit_id, plugin, kode, release_id, setelan_hash, judul, jenis, jp, mulai, "
        "selesai, tempat,"
        " kursi, dibuat) VALUES (1, 5, 'latih', 'm1', 30, '" HASH64 "', 'Modul', 'klasikal', 2, '2026-01-10',"
        " '2026-01-10', 'Aula', 3, '2026-01-02T00:00:00.000Z');"
        "INSERT INTO pelatihan (id, pegawai_id, cara, plugin, kode, release_id, setelan_hash, acara_id, "
        "judul, jenis, jp,"
        " mulai, selesai, status, dibuat) VALUES (1, 7, 'acara', 'latih', 'm1', 30, '" HASH64 "', 1, 'Modul',"
        " 'klasikal', 2, '2026-01-10', '2026-01-10', 'diundang', '2026-01-02T00:00:00.000Z');");
    sql("INSERT INTO dialog (id, skp_versi_id, tanggal, cara, kesepakatan, dibuat)"
        " SELECT 1, id, '2026-01-10', 'tatap_muka', 'sepakat', '2026-01-10T00:00:00.000Z' FROM skp_versi;");
    assert_int_equal(skp_id, 1);
    draft();
    sql("INSERT INTO minta_umpan_balik (id, skp_id, oleh_id, kepada_id, sebagai, dibuat)"
        " VALUES (1, 1, 7, 8, 'rekan', '2026-01-10T00:00:00.000Z');"
        "INSERT INTO umpan_balik (id, skp_id, nilai, sifat, teks, tanggal, diberikan, dibuat, oleh_id, peran,"
        " permintaan_id, batas_koreksi) VALUES (1, 1, 1, 'positif', 'Ramah', '2026-05-10', '2026-01-10',"
        " '2026-01-10T00:00:00.000Z', 8, 'rekan', 1, '9999-01-01T00:00:00.000Z');"
        "INSERT INTO bimbingan (id, skp_id, jenis, tanggal, topik, pegawai_id, penilai_id, atasan_id, "
        "unit_id)"
        " VALUES (1, 1, 'bimbingan', '2026-01-20', 'Antrean', 7, 6, 5, 5);");
    return 0;
}

static enum status same_input(struct db *d, int64_t id, char hash[DIGEST_HEX], struct err *e)
{
    (void)d;
    (void)id;
    (void)e;
    snprintf(hash, DIGEST_HEX, "%s", HASH64);
    return ST_OK;
}

static struct hasil_baru matrix = { .kode = "skema.permenpanrb-6-2022.predikat",
                                    .release_id = RELEASE_SKEMA,
                                    .setelan_hash = HASH64,
                                    .masukan_hash = HASH64,
                                    .masukan = "{}",
                                    .api = 1,
                                    .nilai = "\"baik\"" };

static struct evaluasi_nilai ratings(const char *hasil)
{
    return (struct evaluasi_nilai){ .id = 1,
                                    .rating_hasil = hasil,
                                    .rating_perilaku = "sesuai",
                                    .alasan = "",
                                    .catatan = "",
                                    .predikat = "baik",
                                    .nhasil = 1,
                                    .hasil = &matrix,
                                    .saran = -1,
                                    .predikat_hasil = 0,
                                    .masukan_hash = HASH64,
                                    .masukan = same_input };
}

/* Sending an event, machine by machine --------------------------------------------------------------------
 */

static enum status send_periode(const struct who *w, const char *event, const char *note, int64_t versi,
                                struct err *e)
{
    return run_as(w, periode_langkah, &(struct periode_langkah){ 4, event, note }, versi, e);
}

static enum status send_skp(const struct who *w, const char *event, const char *note, int64_t versi,
                            struct err *e)
{
    return run_as(w, skp_langkah, &(struct skp_langkah){ skp_id, event, note, "2026-06-30" }, versi, e);
}

static enum status send_dialog(const struct who *w, const char *event, const char *note, int64_t versi,
                               struct err *e)
{
    struct dialog_simpan change = { .skp_id = skp_id, .id = 1 };
    json_t *v = json_of("{\"tanggal\":\"2026-01-10\",\"cara\":\"daring\",\"kesepakatan\":\"sepakat\"}");

    if (dialog_baca(v, arena, &change.isi, e) != ST_OK)
        fail_msg("%s", e->msg);
    json_decref(v);
    if (strcmp(event, "ubah") == 0)
        return run_as(w, dialog_simpan, &change, versi, e);
    return run_as(w, dialog_langkah, &(struct dialog_langkah){ skp_id, 1, event, note }, versi, e);
}

static enum status send_realisasi(const struct who *w, const char *event, const char *note, int64_t versi,
                                  struct err *e)
{
    return run_as(w, realisasi_langkah, &(struct realisasi_langkah){ skp_id, 3, event, note }, versi, e);
}

static enum status send_progres(const struct who *w, const char *event, const char *note, int64_t versi,
                                struct err *e)
{
    return run_as(w, progres_langkah, &(struct progres_langkah){ 1, event, note }, versi, e);
}

static enum status send_evaluasi(const struct who *w, const char *event, const char *note, int64_t versi,
                                 struct err *e)
{
    struct evaluasi_nilai rating = ratings("sesuai");

    if (strcmp(event, "nilai") == 0)
        return run_as(w, evaluasi_nilai, &rating, versi, e);
    if (strcmp(event, "keberatan") == 0)
        return run_as(w, keberatan_ajukan, &(struct keberatan_ajukan){ 1, note, 0 }, versi, e);
    return run_as(w, evaluasi_langkah, &(struct evaluasi_langkah){ 1, event, note }, versi, e);
}

static enum status send_keberatan(const struct who *w, const char *event, const char *note, int64_t versi,
                                  struct err *e)
{
    struct keberatan_putus in = { .id = 1, .nilai = ratings("di_atas") };

    in.nilai.alasan = note;
    if (strcmp(event, "ubah") == 0)
        return run_as(w, keberatan_putus, &in, versi, e);
    return run_as(w, keberatan_langkah, &(struct keberatan_langkah){ 1, event, note }, versi, e);
}

/* What the scheme says of the pattern comes from a layer above; here it says nothing. */
static enum status send_capaian(const struct who *w, const char *event, const char *note, int64_t versi,
                                struct err *e)
{
    bool names = strcmp(event, "usulkan") == 0 || strcmp(event, "tetapkan") == 0;
    struct pola_hasil pola = { .nilai = NULL };
    struct buf b = BUF_NONE;
    struct capaian_langkah in = { .isi = { PUSKESMAS, 2, names ? "baik" : NULL, NULL, NULL, note },
                                  .peristiwa = event,
                                  .pola = &pola };
    enum status st = sebaran_muat(db, PUSKESMAS, 2, arena, &pola.sebaran, NULL, NULL, e);

    if (st != ST_OK)
        return st;
    sebaran_masukan(&pola.sebaran, &b);
    pola.masukan = arena_strdup(arena, b.p);
    buf_free(&b);
    return run_as(w, capaian_langkah, &in, versi, e);
}

static enum status send_pemeriksaan(const struct who *w, const char *event, const char *note, int64_t versi,
                                    struct err *e)
{
    return run_as(w, pemeriksaan_langkah, &(struct pemeriksaan_langkah){ 1, event, note }, versi, e);
}

static enum status send_kalibrasi(const struct who *w, const char *event, const char *note, int64_t versi,
                                  struct err *e)
{
    return run_as(w, kalibrasi_langkah, &(struct kalibrasi_langkah){ 1, event, note }, versi, e);
}

static enum status send_usul(const struct who *w, const char *event, const char *note, int64_t versi,
                             struct err *e)
{
    struct usul_terima take = { 1, NULL, ratings("di_atas") };

    if (strcmp(event, "terima") == 0)
        return run_as(w, usul_terima, &take, versi, e);
    return run_as(w, usul_langkah, &(struct usul_langkah){ 1, event, note }, versi, e);
}

/* The commands of releases and proposals lie above this layer, with the plugins; here only the machines. */
static enum status step_rilis(struct perintah *p, struct db *d, struct err *e)
{
    struct rilis r;
    enum status st;

    if ((st = rilis_load(d, RELEASE_PUSKESMAS, &r, e)) != ST_OK ||
        (st = perintah_versi(p, r.versi, e)) != ST_OK ||
        (st = rilis_langkah(d, &p->who, p->input, e)) != ST_OK)
        return st;
    p->reply.status = 200;
    p->reply.etag = r.versi + 1;
    return ST_OK;
}

static enum status send_rilis(const struct who *w, const char *event, const char *note, int64_t versi,
                              struct err *e)
{
    struct rilis_langkah in = {
        .id = RELEASE_PUSKESMAS, .unit_id = PUSKESMAS, .peristiwa = event, .catatan = note
    };

    return run_as(w, step_rilis, &in, versi, e);
}

static enum status step_usulan(struct perintah *p, struct db *d, struct err *e)
{
    const char *const *in = p->input;
    struct arena *a = arena_new();
    struct usulan u;
    enum status st;

    if ((st = usulan_load(d, &p->who, 1, a, &u, e)) == ST_OK && (st = perintah_versi(p, u.versi, e)) == ST_OK)
        st = usulan_langkah(d, &p->who, &u, in[0], in[1], e);
    p->reply.status = 200;
    p->reply.etag = u.versi;
    arena_free(a);
    return st;
}

static enum status send_usulan(const struct who *w, const char *event, const char *note, int64_t versi,
                               struct err *e)
{
    const char *in[] = { event, note };

    return run_as(w, step_usulan, (void *)in, versi, e);
}

/* Steps that come with more than a note stand in commands of their own, some of them in other nouns'
 * commands: here the engine alone is asked. */
static enum status step_pelatihan(struct perintah *p, struct db *d, struct err *e)
{
    const struct pelatihan_langkah *in = p->input;
    int64_t jp = 2;
    struct pelatihan x;
    struct pelatihan_jalan l = { .p = &x, .jp = &jp, .hari = HARI };
    enum status st = pelatihan_load(d, &p->who, in->id, arena, &x, e);

    if (st == ST_OK && (st = perintah_versi(p, x.versi, e)) == ST_OK &&
        (st = pelatihan_terapkan(d, &p->who, &l, in->peristiwa, in->catatan, NULL, e)) == ST_OK &&
        (st = pelatihan_muat(d, in->id, HARI, arena, &x, e)) == ST_OK)
        p->reply.etag = x.versi;
    return st;
}

static enum status send_pelatihan(const struct who *w, const char *event, const char *note, int64_t versi,
                                  struct err *e)
{
    static const char *const alone[] = { "luluskan", "gagalkan", "hadir", "tidak_hadir", NULL };
    struct pelatihan_langkah step = { 1, event, note, NULL };
    struct pelatihan_kirim answers = { .id = 1, .n = 1, .jawaban = &(int64_t){ 0 }, .hari = HARI };
    struct buf json = BUF_NONE;
    struct pelatihan x;
    struct modul m;
    enum status st;

    if (kode_ada(alone, event))
        return run_as(w, step_pelatihan, &step, versi, e);
    if (strcmp(event, "baca") == 0)
        return run_as(w, pelatihan_baca, &(struct pelatihan_baca){ 1, 1 }, versi, e);
    if (strcmp(event, "kirim") != 0)
        return run_as(w, pelatihan_langkah, &step, versi, e);
    if ((st = pelatihan_muat(db, 1, HARI, arena, &x, e)) != ST_OK ||
        (st = modul_muat(db, x.release_id, x.kode, arena, &m, e)) != ST_OK)
        return st;
    pelatihan_catatan(&x, &m, -1, HARI, &json, answers.masukan_hash);
    buf_free(&json);
    answers.hasil = (struct penilaian){ .galat = "plugin.batas_waktu", .pesan = "Waktu habis." };
    st = run_as(w, pelatihan_kirim, &answers, versi, e);
    return st;
}

static enum status send_acara(const struct who *w, const char *event, const char *note, int64_t versi,
                              struct err *e)
{
    struct acara_simpan change = { .id = 1,
                                   .unit_id = PUSKESMAS,
                                   .plugin = "latih",
                                   .kode = "m1",
                                   .bentuk = "",
                                   .mulai = "2026-01-10",
                                   .selesai = "2026-01-10",
                                   .tempat = "Aula",
                                   .penyelenggara = "",
                                   .kursi = 3,
                                   .surat_nomor = "" };

    if (strcmp(event, "ubah") == 0)
        return run_as(w, acara_simpan, &change, versi, e);
    if (strcmp(event, "undang") == 0)
        return run_as(w, acara_undang, &(struct acara_undang){ .id = 1 }, versi, e);
    if (strcmp(event, "hadir") == 0)
        return run_as(w, acara_hadir, &(struct acara_hadir){ .id = 1 }, versi, e);
    return run_as(w, acara_langkah, &(struct acara_langkah){ 1, event, note }, versi, e);
}

static enum status send_naskah(const struct who *w, const char *event, const char *note, int64_t versi,
                               struct err *e)
{
    struct realisasi_simpan values = { .skp_id = 1, .periode_id = 3 };
    struct naskah_siapkan anew = {
        .dalam = { realisasi_simpan, &values }, .id = 1, .objek_versi = 1, .isi = "{\"nilai\":[]}"
    };
    struct naskah_terapkan take = { .dalam = { realisasi_simpan, &values },
                                    .id = 1,
                                    .peristiwa = event,
                                    .hash = string("SELECT hash FROM naskah WHERE id = 1") };
    struct naskah_unggah sheet = { .id = 1, .nomor = "1", .tanggal = "2026-01-01" };

    snprintf(sheet.berkas.sha256, sizeof(sheet.berkas.sha256), "%s", HASH64);
    snprintf(sheet.berkas.tipe, sizeof(sheet.berkas.tipe), "application/pdf");
    if (strcmp(event, "perbarui") == 0)
        return run_as(w, naskah_siapkan, &anew, versi, e);
    if (strcmp(event, "konfirmasi") == 0 || strcmp(event, "periksa") == 0)
        return run_as(w, naskah_terapkan, &take, versi, e);
    if (strcmp(event, "unggah") == 0)
        return run_as(w, naskah_unggah, &sheet, versi, e);
    return run_as(w, naskah_langkah, &(struct naskah_langkah){ 1, event, note }, versi, e);
}

static enum status send_umpan(const struct who *w, const char *event, const char *note, int64_t versi,
                              struct err *e)
{
    return run_as(w, umpan_langkah, &(struct umpan_langkah){ 1, event, note }, versi, e);
}

static enum status send_minta(const struct who *w, const char *event, const char *note, int64_t versi,
                              struct err *e)
{
    return run_as(w, umpan_minta_langkah, &(struct umpan_langkah){ 1, event, note }, versi, e);
}

static enum status send_bimbingan(const struct who *w, const char *event, const char *note, int64_t versi,
                                  struct err *e)
{
    struct bimbingan_jawab answers = { .id = 1, .n = 9 };

    if (strcmp(event, "jawab") != 0)
        return run_as(w, bimbingan_langkah, &(struct bimbingan_langkah){ 1, event, note }, versi, e);
    for (size_t i = 0; i < answers.n; i++) {
        answers.butir[i].no = (int64_t)i + 1;
        answers.butir[i].nilai = 4;
        answers.butir[i].catatan = "";
    }
    return run_as(w, bimbingan_jawab, &answers, versi, e);
}

/* What must stand beside a state so that the event has its effect ------------------------------------------
 */

/* The owner's signature is there where the evaluator's comes next, and void where it is his turn. */
static void arrange_skp(const char *state, const char *event)
{
    char hash[DIGEST_HEX];
    struct skp s;

    (void)state;
    OK(skp_muat(db, skp_id, 1, arena, &s, e));
    skp_dokumen_hash(&s, hash);
    OK(db_exec(db, NULL, e, "UPDATE skp_versi SET hash = $1, ttd_pegawai_hash = $2 WHERE id = 1", "tt", hash,
               strcmp(event, "tandatangani") == 0 ? NULL : hash));
}

/* Nobody stands in his own way. */
static void arrange_dialog(const char *state, const char *event)
{
    (void)state;
    (void)event;
    sql("UPDATE dialog SET sah_pegawai = NULL, sah_penilai = NULL WHERE id = 1;"
        "UPDATE skp_versi SET status = 'berjalan' WHERE id = 1;");
}

static void arrange_evaluasi(const char *state, const char *event)
{
    bool withdrawn = strcmp(event, "cabut") == 0;

    if (strcmp(state, "ditetapkan") == 0)
        objection(NULL);
    else
        objection(withdrawn ? "dicabut" : "ditolak");
    sql("UPDATE evaluasi SET batas_keberatan = NULL WHERE id = 1;");
    if (strcmp(event, "finalkan") == 0)
        sql("UPDATE evaluasi SET batas_keberatan = '2026-02-01' WHERE id = 1;");
}

static void arrange_keberatan(const char *state, const char *event)
{
    (void)event;
    objection(state);
    sql("UPDATE evaluasi SET status = 'keberatan' WHERE id = 1;");
}

/* Rated, so that there is something to look at and to talk about. */
static void arrange_dinilai(const char *state, const char *event)
{
    (void)state;
    (void)event;
    objection(NULL);
    sql("UPDATE evaluasi SET status = 'dinilai' WHERE id = 1;"
        "UPDATE kalibrasi SET status = 'dibuka' WHERE id = 1;");
}

/* Every proposal was decided. */
static void arrange_kalibrasi(const char *state, const char *event)
{
    (void)state;
    (void)event;
    sql("UPDATE kalibrasi_usul SET status = 'dicabut';");
}

static void arrange_rilis(const char *state, const char *event)
{
    (void)state;
    sql(strcmp(event, "nonaktif") == 0 ? "UPDATE aktivasi SET selesai = '2026-06-30' WHERE release_id = 2;"
                                       : "UPDATE aktivasi SET selesai = NULL WHERE release_id = 2;");
}

static void arrange_bimbingan(const char *state, const char *event)
{
    (void)state;
    (void)event;
    sql("DELETE FROM jawaban_bimbingan;");
}

/* What is read or handed in is a module's; the rest is about an invitation. */
static void arrange_pelatihan(const char *state, const char *event)
{
    bool own = strcmp(event, "baca") == 0 || strcmp(event, "kirim") == 0;

    (void)state;
    sql("DELETE FROM pelatihan_materi; DELETE FROM pelatihan_percobaan;"
        "UPDATE acara SET status = 'terbuka' WHERE id = 1;");
    sql(own ? "UPDATE pelatihan SET cara = 'modul', acara_id = NULL WHERE id = 1;"
            : "UPDATE pelatihan SET cara = 'acara', acara_id = 1 WHERE id = 1;");
}

/* Its participant was there. */
static void arrange_acara(const char *state, const char *event)
{
    (void)state;
    (void)event;
    sql("UPDATE pelatihan SET cara = 'acara', acara_id = 1, status = 'lulus' WHERE id = 1;");
}

static void arrange_naskah(const char *state, const char *event)
{
    (void)state;
    sql(strcmp(event, "kedaluwarsa") == 0 ? "UPDATE naskah SET batas = '2026-01-02' WHERE id = 1;"
                                          : "UPDATE naskah SET batas = '2026-12-31' WHERE id = 1;");
}

/* The offices see a draft when there is a sheet to compare. */
static bool hidden_naskah(const char *state, char letter)
{
    return strchr("KUC", letter) && strcmp(state, "lembar_diunggah") != 0 && strcmp(state, "diperiksa") != 0;
}

static void *data_naskah(void)
{
    static struct naskah n;

    OK(naskah_muat(db, 1, HARI, arena, &n, e));
    return &n;
}

/* What a guard looks at besides the row, as the noun's own reader gives it to the engine. */
static void *data_usulan(void)
{
    static struct usulan u;

    u = (struct usulan){ .id = 1, .unit_id = PUSKESMAS };
    return &u;
}

static void *data_pelatihan(void)
{
    static struct pelatihan record;
    static struct pelatihan_jalan step;

    OK(pelatihan_muat(db, 1, HARI, arena, &record, e));
    step = (struct pelatihan_jalan){ .p = &record };
    return &step;
}

static void *data_progres(void)
{
    static struct progres p;

    OK(progres_muat(db, 1, arena, &p, e));
    return &p;
}

/* One row a machine: a machine without one fails. */
static const struct objek {
    const struct machine *m;
    int64_t id;
    bool orang;         /* about the nurse */
    const char *pass;   /* who passes the right check of the command; NULL: the engine judges alone */
    const char *unseen; /* for whom it does not exist */
    enum code tidak_ada;
    const char *versi;
    enum status (*send)(const struct who *, const char *, const char *, int64_t, struct err *);
    void (*arrange)(const char *state, const char *event); /* may be NULL */
    const char *awal, *first;                              /* a step that is open at once, and … */
    int64_t by;                                            /* … whose */
    void *(*data)(void);                                   /* may be NULL */
    int64_t penyiap;                                       /* who has drafted it, 0 */
    bool (*hidden)(const char *state, char letter);        /* beside `unseen`; may be NULL */
    int64_t pihak;                                         /* the other side, 0 none */
} objek[] = {
    { &rilis_machine, RELEASE_PUSKESMAS, true, NULL, "", E_NONE, "SELECT versi FROM release WHERE id = 2",
      send_rilis, arrange_rilis, "validated", "karantina", AKUN_PUSAT, NULL, 0, NULL, 0 },
    { &usulan_machine, 1, true, NULL, "PNAKL", E_USULAN_TIDAK_ADA,
      "SELECT versi FROM usulan_aktivasi WHERE id = 1", send_usulan, NULL, "diajukan", "setujui",
      AKUN_ADMIN_UNIT, data_usulan, 0, NULL, 0 },
    { &periode_machine, 4, false, "CS", "", E_NONE, "SELECT versi FROM periode WHERE id = 4", send_periode,
      NULL, "terbuka", "kunci", AKUN_PUSAT, NULL, 0, NULL, 0 },
    { &skp_machine, 1, true, NULL, "L", E_SKP_TIDAK_ADA, "SELECT versi FROM skp WHERE id = 1", send_skp,
      arrange_skp, "draf", "ajukan", PERAWAT, NULL, 0, NULL, 0 },
    { &dialog_machine, 1, true, NULL, "L", E_DIALOG_TIDAK_ADA, "SELECT versi FROM dialog WHERE id = 1",
      send_dialog, arrange_dialog, "draf", "sahkan", PERAWAT, NULL, 0, NULL, 0 },
    { &realisasi_machine, 1, true, NULL, "LU", E_SKP_TIDAK_ADA, "SELECT versi FROM realisasi WHERE id = 1",
      send_realisasi, NULL, "draf", "ajukan", PERAWAT, NULL, 0, NULL, 0 },
    { &progres_machine, 1, true, NULL, "LU", E_PROGRES_TIDAK_ADA, "SELECT versi FROM progres WHERE id = 1",
      send_progres, NULL, "draf", "ajukan", PERAWAT, data_progres, 0, NULL, 0 },
    { &evaluasi_machine, 1, true, NULL, "LU", E_EVALUASI_TIDAK_ADA, "SELECT versi FROM evaluasi WHERE id = 1",
      send_evaluasi, arrange_evaluasi, "belum", "lewati", KAPUS, NULL, 0, NULL, 0 },
    { &keberatan_machine, 1, true, NULL, "LUC", E_KEBERATAN_TIDAK_ADA,
      "SELECT versi FROM keberatan WHERE id = 1", send_keberatan, arrange_keberatan, "diajukan", "periksa",
      KADIS, NULL, 0, NULL, 0 },
    { &pelatihan_machine, 1, true, NULL, "L", E_PELATIHAN_TIDAK_ADA,
      "SELECT versi FROM pelatihan WHERE id = 1", send_pelatihan, arrange_pelatihan, "lulus", "batalkan",
      PERAWAT, data_pelatihan, 0, NULL, 0 },
    { &capaian_organisasi_machine, 1, false, NULL, "", E_NONE,
      "SELECT versi FROM capaian_organisasi WHERE id = 1", send_capaian, NULL, "belum", "usulkan",
      AKUN_PENGELOLA, NULL, 0, NULL, 0 },
    { &pemeriksaan_machine, 1, true, "NAKCSR", "LU", E_EVALUASI_TIDAK_ADA,
      "SELECT versi FROM pemeriksaan WHERE id = 1", send_pemeriksaan, arrange_dinilai, "belum", "tanyakan",
      AKUN_PENGELOLA, NULL, 0, NULL, 0 },
    { &kalibrasi_machine, 1, false, NULL, "PUL", E_KALIBRASI_TIDAK_ADA,
      "SELECT versi FROM kalibrasi WHERE id = 1", send_kalibrasi, arrange_kalibrasi, "dijadwalkan", "buka",
      AKUN_PENGELOLA, NULL, 0, NULL, 0 },
    { &usul_kalibrasi_machine, 1, true, NULL, "PUL", E_USUL_TIDAK_ADA,
      "SELECT versi FROM kalibrasi_usul WHERE id = 1", send_usul, arrange_dinilai, "diusulkan", "sampaikan",
      KADIS, NULL, 0, NULL, 0 },
    { &acara_machine, 1, true, "KUCS", "L", E_ACARA_TIDAK_ADA, "SELECT versi FROM acara WHERE id = 1",
      send_acara, arrange_acara, "terbuka", "batalkan", AKUN_PENGELOLA, NULL, 0, NULL, 0 },
    { &naskah_machine, 1, true, NULL, "NAB", E_NASKAH_TIDAK_ADA, "SELECT versi FROM naskah WHERE id = 1",
      send_naskah, arrange_naskah, "disiapkan", "tarik", LURAH, data_naskah, LURAH, hidden_naskah, 0 },
    { &umpan_balik_machine, 1, true, NULL, "UCRL", E_UMPAN_TIDAK_ADA,
      "SELECT versi FROM umpan_balik WHERE id = 1", send_umpan, NULL, "tercatat", "balas", PERAWAT, NULL, 0,
      NULL, BIDAN },
    { &umpan_minta_machine, 1, true, NULL, "AKUCSRL", E_PERMINTAAN_TIDAK_ADA,
      "SELECT versi FROM minta_umpan_balik WHERE id = 1", send_minta, NULL, "diminta", "batalkan", PERAWAT,
      NULL, 0, NULL, BIDAN },
    { &bimbingan_machine, 1, true, NULL, "KUCRLB", E_BIMBINGAN_TIDAK_ADA,
      "SELECT versi FROM bimbingan WHERE id = 1", send_bimbingan, arrange_bimbingan, "dijadwalkan",
      "batalkan", KAPUS, NULL, 0, NULL, 0 },
};

/* Machines about somebody else than the nurse. */
static const struct {
    const struct machine *m;
    struct subject s;
} others[] = {
    { &capaian_organisasi_machine, { KAPUS, KADIS, 0, PUSKESMAS } }, /* its head, and who fixes */
    { &kalibrasi_machine, { KADIS, 0, 0, DINKES } },
};

static const struct objek *objek_of(const struct machine *m)
{
    for (size_t i = 0; i < COUNT(objek); i++)
        if (objek[i].m == m)
            return &objek[i];
    fail_msg("no row for the machine %s", m->nama);
    return NULL;
}

static int64_t version_of(const struct machine *m)
{
    return number(objek_of(m)->versi);
}

static enum status send(const struct machine *m, const struct who *w, const char *event, const char *note,
                        struct err *e)
{
    return objek_of(m)->send(w, event, note, version_of(m), e);
}

static void put_state(const struct machine *m, const char *state, const char *event)
{
    const struct objek *o = objek_of(m);

    sql(arena_printf(arena, "UPDATE %s SET %s = '%s' WHERE id = %d", m->table, m->column, state, (int)o->id));
    if (o->arrange)
        o->arrange(state, event);
}

static const char *state_of(const struct machine *m)
{
    return string(
        arena_printf(arena, "SELECT %s FROM %s WHERE id = %d", m->column, m->table, (int)objek_of(m)->id));
}

static const struct allowed *find(const struct machine *m, const char *state, const char *event, char letter)
{
    for (size_t i = 0; i < COUNT(list); i++)
        if (strcmp(list[i].machine, m->nama) == 0 && strcmp(list[i].from, state) == 0 &&
            strcmp(list[i].event, event) == 0 && strchr(list[i].who, letter))
            return &list[i];
    return NULL;
}

/* Has the actor this event in any state; has the state this event for anybody? */
static bool known(const struct machine *m, const char *state, const char *event, char letter)
{
    for (size_t i = 0; i < COUNT(list); i++)
        if (strcmp(list[i].machine, m->nama) == 0 && strcmp(list[i].event, event) == 0 &&
            (!state || strcmp(list[i].from, state) == 0) &&
            (!letter || strchr(list[i].who, letter) || strchr(list[i].who, letter + ('a' - 'A'))))
            return true;
    return false;
}

/* What a step leaves besides its state: a query that yields one integer, and that integer. from NULL: in
 * every state. Every row of a machine with an effect has one here (the_tables_hold_nothing_else). */
static const struct effect {
    const char *machine, *from, *event, *query;
    int64_t want;
} effects[] = {
    { "umpan_balik", NULL, "ubah",
      "SELECT count(*) FROM umpan_balik u JOIN umpan_balik_lama l ON l.umpan_balik_id = u.id AND l.teks = "
      "'Ramah'"
      " WHERE u.id = 1 AND u.teks = 'Karena diuji'",
      1 },
    { "umpan_balik", NULL, "balas",
      "SELECT balasan = 'Karena diuji' AND dibalas IS NOT NULL FROM umpan_balik WHERE id = 1", 1 },
    { "minta_umpan_balik", NULL, "tolak",
      "SELECT alasan = 'Karena diuji' FROM minta_umpan_balik WHERE id = 1", 1 },
    { "bimbingan", NULL, "laksanakan", "SELECT langkah = 'Karena diuji' FROM bimbingan WHERE id = 1", 1 },
    { "bimbingan", NULL, "jawab",
      "SELECT count(*) FROM jawaban_bimbingan j JOIN bimbingan b ON b.id = j.bimbingan_id AND "
      "length(b.dokumen) = 64",
      9 },
    { "periode", NULL, "tutup", "SELECT count(*) > 0 FROM pin WHERE periode_id = 4", 1 },
    { "skp", NULL, "ajukan", "SELECT length(hash) FROM skp_versi WHERE id = 1", 64 },
    { "skp", NULL, "tandatangani", "SELECT ttd_pegawai_hash = hash FROM skp_versi WHERE id = 1", 1 },
    { "skp", NULL, "tarik", "SELECT ttd_pegawai_hash IS NULL AND hash IS NULL FROM skp_versi WHERE id = 1",
      1 },
    { "dialog", NULL, "sahkan",
      "SELECT (sah_pegawai IS NULL) + (sah_penilai IS NULL) FROM dialog WHERE id = 1", 1 },
    { "dialog", NULL, "ubah",
      "SELECT hash IS NULL AND sah_pegawai IS NULL AND cara = 'daring' FROM dialog WHERE id = 1", 1 },
    { "skp", NULL, "kembalikan", "SELECT catatan = 'Karena diuji' FROM skp_versi WHERE id = 1", 1 },
    { "skp", NULL, "setujui", "SELECT versi_berlaku = 1 FROM skp WHERE id = 1", 1 },
    { "skp", NULL, "revisi", "SELECT count(*) FROM skp_versi WHERE skp_id = 1 AND n = 2 AND status = 'draf'",
      1 },
    { "skp", NULL, "gantikan", "SELECT selesai = '2026-06-30' FROM skp WHERE id = 1", 1 },
    { "realisasi", NULL, "kembalikan", "SELECT catatan = 'Karena diuji' FROM realisasi WHERE id = 1", 1 },
    { "skp", NULL, "batal", "SELECT count(*) FROM skp_versi WHERE skp_id = 1 AND status = 'revisi'", 0 },
    { "progres", NULL, "ajukan",
      "SELECT diajukan IS NOT NULL AND length(hash) = 64 FROM progres WHERE id = 1", 1 },
    { "progres", NULL, "tarik", "SELECT diajukan IS NULL AND hash IS NULL FROM progres WHERE id = 1", 1 },
    { "progres", NULL, "setujui", "SELECT diputus IS NOT NULL AND penilai_id = 6 FROM progres WHERE id = 1",
      1 },
    { "progres", NULL, "kembalikan",
      "SELECT catatan = 'Karena diuji' AND penilai_id = 6 FROM progres WHERE id = 1", 1 },
    { "evaluasi", NULL, "nilai", "SELECT predikat_hasil_id IS NOT NULL FROM evaluasi WHERE id = 1", 1 },
    /* Only a person's wish is kept; the system may take its own proposal back. */
    { "evaluasi", NULL, "pulihkan",
      "SELECT tetap_dinilai = (SELECT akun_id IS NOT NULL FROM audit WHERE objek = 'evaluasi' ORDER BY n "
      "DESC LIMIT 1)"
      " FROM evaluasi WHERE id = 1",
      1 },
    { "evaluasi", NULL, "lewati", "SELECT catatan = 'Karena diuji' FROM evaluasi WHERE id = 1", 1 },
    { "pelatihan", NULL, "terima", "SELECT diikuti IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "tolak_undangan", "SELECT berakhir IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "keluarkan", "SELECT berakhir IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "tidak_hadir", "SELECT berakhir IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "tolak",
      "SELECT berakhir IS NOT NULL AND catatan = 'Karena diuji' FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "batalkan", "SELECT berakhir IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "hadir", "SELECT count(*) > 0 FROM pelatihan_materi WHERE pelatihan_id = 1", 1 },
    { "pelatihan", NULL, "luluskan",
      "SELECT jp_usulan = 2 AND diusulkan IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "pelatihan", NULL, "verifikasi", "SELECT diverifikasi IS NOT NULL FROM pelatihan WHERE id = 1", 1 },
    { "acara", NULL, "selesaikan",
      "SELECT count(*) FROM pelatihan WHERE acara_id = 1 AND status = 'diundang'", 0 },
    { "acara", NULL, "batalkan", "SELECT catatan = 'Karena diuji' FROM acara WHERE id = 1", 1 },
    { "release", NULL, "lulus", "SELECT alasan = '' FROM release WHERE id = 2", 1 },
    { "release", NULL, "aktivasi", "SELECT alasan = '' FROM release WHERE id = 2", 1 },
    { "release", NULL, "pulihkan", "SELECT alasan = '' FROM release WHERE id = 2", 1 },
    { "release", NULL, "nonaktif", "SELECT alasan = 'Karena diuji' FROM release WHERE id = 2", 1 },
    { "release", NULL, "karantina", "SELECT alasan = 'Karena diuji' FROM release WHERE id = 2", 1 },
    { "aktivasi", NULL, "setujui",
      "SELECT pemutus_id IS NOT NULL AND diputus IS NOT NULL FROM usulan_aktivasi WHERE id = 1", 1 },
    { "aktivasi", NULL, "konfirmasi",
      "SELECT cara = 'operator' AND catatan = 'Karena diuji' FROM usulan_aktivasi WHERE id = 1", 1 },
    { "aktivasi", NULL, "tolak", "SELECT diputus IS NOT NULL FROM usulan_aktivasi WHERE id = 1", 1 },
    { "aktivasi", NULL, "tarik", "SELECT diputus IS NOT NULL FROM usulan_aktivasi WHERE id = 1", 1 },
    { "capaian_organisasi", NULL, "usulkan",
      "SELECT usul_predikat IS NOT NULL AND usul_waktu IS NOT NULL FROM capaian_organisasi WHERE id = 1", 1 },
    { "capaian_organisasi", NULL, "kembalikan",
      "SELECT catatan = 'Karena diuji' FROM capaian_organisasi WHERE id = 1", 1 },
    { "capaian_organisasi", NULL, "tetapkan",
      "SELECT predikat IS NOT NULL AND waktu IS NOT NULL FROM capaian_organisasi WHERE id = 1", 1 },
    { "capaian_organisasi", NULL, "batalkan",
      "SELECT predikat IS NULL AND catatan = 'Karena diuji' FROM capaian_organisasi WHERE id = 1", 1 },
    { "capaian_organisasi", NULL, "buka",
      "SELECT catatan = 'Karena diuji' FROM capaian_organisasi WHERE id = 1", 1 },
    { "pemeriksaan", NULL, "tanyakan",
      "SELECT catatan = 'Karena diuji' AND waktu IS NOT NULL FROM pemeriksaan", 1 },
    { "pemeriksaan", NULL, "jawab", "SELECT jawaban = 'Karena diuji' AND waktu IS NOT NULL FROM pemeriksaan",
      1 },
    { "pemeriksaan", NULL, "periksa",
      "SELECT catatan = 'Karena diuji' AND waktu IS NOT NULL FROM pemeriksaan", 1 },
    { "pemeriksaan", NULL, "batalkan", "SELECT catatan = 'Karena diuji' FROM pemeriksaan", 1 },
    { "kalibrasi", NULL, "buka", "SELECT dibuka IS NOT NULL FROM kalibrasi WHERE id = 1", 1 },
    { "kalibrasi", NULL, "tutup",
      "SELECT risalah = 'Karena diuji' AND length(hash) = 64 AND ditutup IS NOT NULL FROM kalibrasi", 1 },
    { "usul_kalibrasi", NULL, "sampaikan", "SELECT kata_pimpinan = 'Karena diuji' FROM kalibrasi_usul", 1 },
    { "usul_kalibrasi", NULL, "terima",
      "SELECT x.menjadi_predikat = 'baik' AND x.penilai_id = 6 AND v.rating_hasil = 'di_atas'"
      " FROM kalibrasi_usul x JOIN evaluasi v ON v.id = x.evaluasi_id",
      1 },
    { "usul_kalibrasi", NULL, "pertahankan",
      "SELECT tanggapan = 'Karena diuji' AND penilai_id = 6 AND diputus IS NOT NULL FROM kalibrasi_usul", 1 },
    { "usul_kalibrasi", NULL, "cabut", "SELECT diputus IS NOT NULL FROM kalibrasi_usul", 1 },
    { "capaian_organisasi", NULL, "setel_pola",
      "SELECT count(*) FROM capaian_pola WHERE capaian_id = 1 AND peristiwa = 'setel_pola'", 1 },
    { "capaian_organisasi", NULL, "tetapkan_predikat",
      "SELECT count(*) FROM capaian_pola WHERE capaian_id = 1 AND peristiwa = 'tetapkan_predikat'", 1 },
    { "evaluasi", NULL, "tetapkan", "SELECT ditetapkan IS NOT NULL FROM evaluasi WHERE id = 1", 1 },
    { "evaluasi", NULL, "terima",
      "SELECT tanggapan = 'menerima' AND diterima IS NOT NULL AND batas_keberatan IS NOT NULL FROM evaluasi "
      "WHERE id = 1",
      1 },
    { "evaluasi", NULL, "tolak",
      "SELECT tanggapan = 'menolak' AND batas_keberatan IS NOT NULL FROM evaluasi WHERE id = 1", 1 },
    { "evaluasi", NULL, "serahkan",
      "SELECT tanggapan = '' AND diterima IS NOT NULL AND batas_keberatan IS NOT NULL FROM evaluasi WHERE id "
      "= 1",
      1 },
    { "evaluasi", NULL, "catat_penolakan", "SELECT tanggapan = 'menolak' FROM evaluasi WHERE id = 1", 1 },
    { "keberatan", NULL, "periksa", "SELECT batas_penjelasan <> '2026-01-31' FROM keberatan WHERE id = 1",
      1 },
    { "keberatan", NULL, "jelaskan",
      "SELECT penjelasan_pegawai || penjelasan_penilai = 'Karena diuji' FROM keberatan WHERE id = 1", 1 },
    { "keberatan", NULL, "tolak",
      "SELECT k.putusan = 'Karena diuji' AND v.status = 'diputus' FROM keberatan k JOIN evaluasi v ON v.id = "
      "1",
      1 },
    { "keberatan", NULL, "ubah",
      "SELECT k.menjadi_hasil = 'di_atas' AND v.rating_hasil = 'di_atas' AND v.status = 'diputus' FROM "
      "keberatan k"
      " JOIN evaluasi v ON v.id = 1",
      1 },
    { "keberatan", NULL, "cabut", "SELECT status = 'ditetapkan' FROM evaluasi WHERE id = 1", 1 },
    { "naskah", NULL, "konfirmasi",
      "SELECT n.diputus IS NOT NULL AND r.versi = 2 FROM naskah n JOIN realisasi r ON r.id = 1", 1 },
    { "naskah", NULL, "periksa",
      "SELECT n.pemeriksa_id IS NOT NULL AND n.diputus IS NOT NULL AND r.versi = 2 FROM naskah n JOIN "
      "realisasi r ON r.id = 1",
      1 },
    { "naskah", NULL, "unggah",
      "SELECT lembar_nomor = '1' AND length(lembar_sha256) = 64 FROM naskah WHERE id = 1", 1 },
    { "naskah", NULL, "perbarui", "SELECT lembar_sha256 IS NULL FROM naskah WHERE id = 1", 1 },
    { "naskah", NULL, "kembalikan", "SELECT catatan = 'Karena diuji' FROM naskah WHERE id = 1", 1 },
    { "naskah", NULL, "tolak", "SELECT catatan = 'Karena diuji' FROM naskah WHERE id = 1", 1 },
};

static const struct effect *effect_of(const struct machine *m, const char *state, const char *event)
{
    for (size_t i = 0; i < COUNT(effects); i++)
        if (strcmp(effects[i].machine, m->nama) == 0 && strcmp(effects[i].event, event) == 0 &&
            (!effects[i].from || strcmp(effects[i].from, state) == 0))
            return &effects[i];
    return NULL;
}

/* It is his event in this state, but his guard refuses. */
static bool guarded(const struct machine *m, const char *state, const char *event, char letter)
{
    return !find(m, state, event, letter) && known(m, state, event, letter);
}

static bool is_code(enum code got, const enum code *want)
{
    for (; *want; want++)
        if (got == *want)
            return true;
    return false;
}

static void expect_refused(const struct machine *m, const char *state, const char *event,
                           const struct actor *a, enum code got)
{
    const struct objek *o = objek_of(m);
    enum code hidden[] = { o->tidak_ada, E_NONE };
    enum code denied[] = { E_TIDAK_BERHAK, E_NILAI_DIRI, E_PERIKSA_DIRI, E_NONE };
    enum code state_[] = { E_ALUR_PERISTIWA, E_NONE };
    enum code guard[] = { E_USULAN_SENDIRI, E_USULAN_BUKAN_PENGUSUL, E_NASKAH_PEMERIKSA, E_NONE };
    const enum code *want = state_;

    bool stranger = a->letter == 'B' && !o->pihak && strchr(o->unseen, 'L');

    if (stranger || strchr(o->unseen, a->letter) || (o->hidden && o->hidden(state, a->letter)))
        want = hidden;
    else if (o->pass && !strchr(o->pass, a->letter))
        want = denied;
    else if (guarded(m, state, event, a->letter))
        want = guard;
    else if (known(m, NULL, event, '\0') && !known(m, NULL, event, a->letter))
        want = denied;
    else if (known(m, state, event, '\0'))
        want = denied; /* this state has it, for somebody else */
    if (!is_code(got, want))
        fail_msg("%s %s --%s--> by %s: %s", m->nama, state, event, a->nama, code_row(got)->name);
}

static void walk_one(const struct machine *m, const char *state, const char *event, const struct actor *a)
{
    const struct allowed *row = find(m, state, event, a->letter);
    struct who w = who_of(a->akun);
    struct err e = ERR_NONE;
    const char *own;
    enum status st;
    int64_t versi, rows;

    put_state(m, state, event);
    versi = version_of(m);
    rows = audit_rows();
    if (row && row->note) { /* first without the note that it needs */
        st = send(m, &w, event, " \n", &e);
        if (st == ST_OK || e.code != E_TANPA_CATATAN || e.nfaults != 1)
            fail_msg("%s %s --%s--> without a note: %s", m->nama, state, event, code_row(e.code)->name);
        err_clear(&e);
    }
    st = send(m, &w, event, "Karena diuji", &e);
    if (!row) {
        if (st == ST_OK)
            fail_msg("%s %s --%s--> by %s was allowed", m->nama, state, event, a->nama);
        expect_refused(m, state, event, a, e.code);
        assert_string_equal(state_of(m), state);
        assert_int_equal(version_of(m), versi);
        assert_int_equal(audit_rows(), rows);
        return;
    }
    if (st != ST_OK)
        fail_msg("%s %s --%s--> by %s: %s (%s)", m->nama, state, event, a->nama, e.msg,
                 code_row(e.code)->name);
    assert_string_equal(state_of(m), row->to);
    assert_true(version_of(m) > versi);
    assert_in_range(audit_rows(), rows + 1, rows + 2); /* an objection brings its evaluation along */
    own = arena_printf(arena, "FROM audit WHERE objek = '%s' ORDER BY n DESC LIMIT 1", m->nama);
    assert_string_equal(string(arena_printf(arena, "SELECT dari || ' ' || peristiwa || ' ' || ke %s", own)),
                        arena_printf(arena, "%s %s %s", state, event, row->to));
    assert_int_equal(number(arena_printf(arena, "SELECT coalesce(akun_id, 0) %s", own)), a->akun);
    if (effect_of(m, state, event) &&
        number(effect_of(m, state, event)->query) != effect_of(m, state, event)->want)
        fail_msg("%s %s --%s--> by %s: %s", m->nama, state, event, a->nama,
                 effect_of(m, state, event)->query);
    if (last.status != 201) /* 201 answers with what was made, not with the object */
        assert_int_equal(last.etag, version_of(m));
}

/* A copy of the prepared database to come back to after every step. */
static void each_machine_state_event_and_actor(void **state)
{
    struct db *copy_from = db;
    char backup[96], used[128];
    size_t steps = 0, states = 0, done = 0;
    bool hit[COUNT(list)] = { false };

    (void)state;
    snprintf(backup, sizeof(backup), "%s/awal.db", folder);
    OK(db_backup(db, backup, e));
    for (size_t i = 0; machines[i]; i++)
        for (size_t s = 0; s < machines[i]->nstates; s++, states++)
            for (size_t v = 0; v < COUNT(events); v++)
                for (size_t a = 0; a < COUNT(actors); a++) {
                    const struct machine *m = machines[i];
                    const struct allowed *row = find(m, m->states[s], events[v], actors[a].letter);

                    /* A refused step changes nothing, so only after an allowed one is a fresh copy needed. */
                    walk_one(m, m->states[s], events[v], &actors[a]);
                    steps++;
                    if (!row)
                        continue;
                    hit[row - list] = true;
                    done++;
                    if (db != copy_from)
                        db_close(db);
                    snprintf(used, sizeof(used), "sqlite:%s/langkah.db", folder);
                    remove(used + 7);
                    {
                        struct db *fresh;
                        char source[112];

                        snprintf(source, sizeof(source), "sqlite:%s", backup);
                        OK(db_open_any(source, DB_WRITE, false, &fresh, e));
                        OK(db_backup(fresh, used + 7, e));
                        db_close(fresh);
                    }
                    OK(db_open_any(used, DB_WRITE, false, &db, e));
                    OK(db_exec(db, NULL, e, "PRAGMA synchronous=OFF", ""));
                }
    for (size_t i = 0; i < COUNT(list); i++)
        if (!hit[i])
            fail_msg("never walked: %s %s %s", list[i].machine, list[i].from, list[i].event);
    assert_int_equal(steps, states * COUNT(events) * COUNT(actors));
    assert_true(done > COUNT(list));
    if (db != copy_from)
        db_close(copy_from);
}

static void the_tables_hold_nothing_else(void **state)
{
    size_t rows = 0;

    (void)state;
    for (size_t i = 0; machines[i]; i++) {
        rows += machines[i]->nrows;
        assert_ptr_equal(machine_find(machines[i]->nama), machines[i]);
        for (size_t r = 0; r < machines[i]->nrows; r++) {
            const struct transition *t = &machines[i]->rows[r];

            assert_true(t->from >= 0 && (size_t)t->from < machines[i]->nstates);
            assert_true(t->to >= 0 && (size_t)t->to < machines[i]->nstates);
            assert_int_not_equal(t->who, 0);
            if (t->effect && !effect_of(machines[i], machines[i]->states[t->from], t->event))
                fail_msg("%s %s: its effect is not asserted", machines[i]->nama, t->event);
        }
    }
    assert_int_equal(rows, COUNT(list));
    assert_null(machine_find("tidak-ada"));
}

/* What the list of buttons says is what happens. */
static void one_button(const struct machine *m, size_t s, const char *event, const struct actor *a)
{
    const struct allowed *row = find(m, m->states[s], event, a->letter);
    const struct objek *x = objek_of(m);
    struct flow_object o = { .id = x->id, .state = (int)s, .penyiap_id = x->penyiap };
    struct who w = who_of(a->akun);
    struct buf b = BUF_NONE;
    json_t *v, *button = NULL;
    struct jw out;

    put_state(m, m->states[s], event);
    if (x->data)
        o.data = x->data();
    if (x->orang)
        o.subject = (struct subject){ PERAWAT, KAPUS, KADIS, PUSKESMAS };
    for (size_t n = 0; n < COUNT(others); n++)
        if (others[n].m == m)
            o.subject = others[n].s;
    o.pihak_id = x->pihak;
    jw_start(&out, &b);
    OK(flow_aksi(db, m, &o, &w, &out, e));
    v = json_of(b.p);
    for (size_t n = 0; n < json_array_size(v); n++)
        if (strcmp(json_string_value(json_object_get(json_array_get(v, n), "aksi")), event) == 0)
            button = json_array_get(v, n);
    /* Events that are never this person's are no buttons. */
    if ((button != NULL) != known(m, NULL, event, a->letter))
        fail_msg("%s %s: button %s of %s", m->nama, m->states[s], event, a->nama);
    if (button && json_is_true(json_object_get(button, "boleh")) != (row != NULL))
        fail_msg("%s %s: %s by %s is %s", m->nama, m->states[s], event, a->nama, b.p);
    if (button && row)
        assert_int_equal(json_is_true(json_object_get(button, "catatan")), row->note);
    else if (button)
        assert_true(json_is_string(json_object_get(button, "code")) &&
                    json_is_string(json_object_get(button, "alasan")));
    json_decref(v);
    buf_free(&b);
}

static void buttons_tell_the_truth(void **state)
{
    (void)state;
    for (size_t i = 0; machines[i]; i++)
        for (size_t s = 0; s < machines[i]->nstates; s++)
            for (size_t v = 0; v < COUNT(events); v++)
                for (size_t a = 0; a < COUNT(actors); a++)
                    one_button(machines[i], s, events[v], &actors[a]);
}

static void a_stale_version_stops_every_machine(void **state)
{
    (void)state;
    for (size_t i = 0; machines[i]; i++) {
        const struct objek *x = objek_of(machines[i]);
        struct who w = who_of(x->by);
        int64_t versi;

        put_state(x->m, x->awal, x->first);
        versi = version_of(x->m);
        REFUSED(E_TANPA_VERSI, x->send(&w, x->first, "x", 0, e));
        REFUSED(E_VERSI, x->send(&w, x->first, "x", versi + 1, e));
        OK(x->send(&w, x->first, "x", versi, e));
        REFUSED(E_VERSI, x->send(&w, x->first, "x", versi, e));
    }
}

static void diagrams_show_every_row(void **state)
{
    (void)state;
    for (size_t i = 0; machines[i]; i++) {
        struct buf b = BUF_NONE;
        size_t arrows = 0;

        flow_dot(machines[i], &b);
        for (const char *s = b.p; (s = strstr(s, " -> ")); s++)
            arrows++;
        assert_int_equal(arrows, machines[i]->nrows);
        assert_int_equal(strncmp(b.p, "digraph ", 8), 0);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tables_hold_nothing_else, setup, teardown),
        cmocka_unit_test_setup_teardown(each_machine_state_event_and_actor, prepare, teardown),
        cmocka_unit_test_setup_teardown(buttons_tell_the_truth, prepare, teardown),
        cmocka_unit_test_setup_teardown(a_stale_version_stops_every_machine, prepare, teardown),
        cmocka_unit_test_setup_teardown(diagrams_show_every_row, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

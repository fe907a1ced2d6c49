/* What the plans of the demonstration data contain: indicators of the shipped packages puskesmas and
 * kecamatan, and free ones. Targets are those of an invented unit. */
#include "domain/demo_bagian.h"

/* Rows of packages and free rows; `per` and `konsolidasi` are those of the package. */
#define RASIO(aspek, teks, persen, arah, paket, kode, f1, f2, penuh)                                         \
    {                                                                                                        \
        aspek, teks, #persen "%", persen, "%", arah, "tahun", "hitung_ulang", paket, kode, ISI_RASIO, f1,    \
            f2, penuh                                                                                        \
    }
#define JUMLAH(aspek, teks, n, satuan, paket, kode, f1)                                                      \
    {                                                                                                        \
        aspek, teks, #n " " satuan " per bulan", n, satuan, "naik", "bulan", "jumlah", paket, kode,          \
            ISI_JUMLAH, f1, NULL, 0                                                                          \
    }
#define NILAI(aspek, teks, v, satuan, arah, konsolidasi, paket, kode, f1)                                    \
    {                                                                                                        \
        aspek, teks, #v " " satuan, v, satuan, arah, "tahun", konsolidasi, paket, kode, ISI_NILAI, f1, NULL, \
            0                                                                                                \
    }
#define RATA(aspek, teks, v, satuan, arah, paket, kode, f1, f2, penuh)                                       \
    {                                                                                                        \
        aspek, teks, #v " " satuan, v, satuan, arah, "tahun", "hitung_ulang", paket, kode, ISI_RATA, f1, f2, \
            penuh                                                                                            \
    }
#define TERAKHIR(aspek, teks, persen, arah, paket, kode, f1, f2, penuh)                                      \
    {                                                                                                        \
        aspek, teks, #persen "%", persen, "%", arah, "tahun", "terakhir", paket, kode, ISI_RASIO, f1, f2,    \
            penuh                                                                                            \
    }
#define BEBAS(aspek, teks, v, satuan, arah, per, konsolidasi)                                                \
    {                                                                                                        \
        aspek, teks, #v " " satuan, v, satuan, arah, per, konsolidasi, NULL, NULL, ISI_BEBAS, NULL, NULL, 0  \
    }

#define PKM "puskesmas"
#define KEC "kecamatan"

const struct demo_rhk demo_rhk[TPL_COUNT][DEMO_RHK] = {
    [TPL_UMUM] = {
        { "Terlaksananya program dan kegiatan unit sesuai rencana", "tidak_langsung", "proses_bisnis",
          { BEBAS("kuantitas", "Jumlah laporan kegiatan yang diselesaikan", 4, "laporan", "naik", "bulan",
                  "jumlah"),
            BEBAS("waktu", "Rata-rata waktu penyelesaian naskah dinas", 2, "hari", "turun", "bulan",
                  "rata_rata") } },
        { "Meningkatnya kualitas layanan kepada pemangku kepentingan", "tidak_langsung", "penerima_layanan",
          { BEBAS("kualitas", "Indeks kepuasan penerima layanan", 85, "indeks", "naik", "bulan", "terakhir"),
            BEBAS("waktu", "Pengaduan yang belum ditindaklanjuti lebih dari 3 hari", 1, "pengaduan", "turun",
                  "bulan", "rata_rata") } },
        { "Terkelolanya anggaran dan aset secara akuntabel", "tidak_langsung", "anggaran",
          { BEBAS("biaya", "Realisasi anggaran terhadap rencana kas", 95, "%", "naik", "bulan", "rata_rata"),
            BEBAS("kuantitas", "Jumlah dokumen pertanggungjawaban yang lengkap", 10, "dokumen", "naik",
                  "bulan", "jumlah") } },
        { "Berkembangnya kompetensi pegawai di unit", "tidak_langsung", "penguatan_internal",
          { BEBAS("kuantitas", "Jumlah pembinaan dan bimbingan kinerja", 2, "kegiatan", "naik", "bulan",
                  "jumlah"),
            BEBAS("kualitas", "Ketepatan pengisian logbook kinerja", 95, "%", "naik", "bulan",
                  "rata_rata") } },
    },
    [TPL_PERAWAT] = {
        { "Terlaksananya pelayanan rawat jalan yang cepat dan aman", "langsung", "penerima_layanan",
          { JUMLAH("kuantitas", "Kunjungan rawat jalan yang dilayani", 150, "pasien", PKM, "kunjungan-rawat-jalan", "pasien"),
            RATA("waktu", "Waktu tunggu pendaftaran", 10, "menit", "turun", PKM, "waktu-tunggu-pendaftaran", "menit", "pasien", 100) } },
        { "Terlayaninya penderita penyakit tidak menular dan menular sesuai standar", "langsung",
          "penerima_layanan",
          { RASIO("kualitas", "Penderita hipertensi yang dilayani sesuai standar", 100, "naik", PKM, "hipertensi-sesuai-standar",
                  "dilayani", "sasaran", 40),
            RASIO("kuantitas", "Penemuan kasus TB terhadap target", 90, "naik", PKM, "penemuan-kasus-tb", "ditemukan", "target_kasus", 20) } },
        { "Meningkatnya cakupan imunisasi dan pemantauan balita", "langsung", "penerima_layanan",
          { RASIO("kuantitas", "Imunisasi dasar lengkap", 95, "naik", PKM, "imunisasi-dasar-lengkap", "lengkap", "sasaran", 60),
            BEBAS("kuantitas", "Kunjungan rumah keluarga rawan", 8, "kunjungan", "naik", "bulan", "jumlah") } },
        { "Tertibnya rujukan dan pencatatan medis", "tidak_langsung", "proses_bisnis",
          { RASIO("kualitas", "Rujukan non-spesialistik", 2, "turun", PKM, "rujukan-non-spesialistik", "non_spesialistik", "rujukan", 150),
            BEBAS("kualitas", "Kelengkapan rekam medis", 98, "%", "naik", "bulan", "rata_rata") } },
    },
    [TPL_BIDAN] = {
        { "Meningkatnya pelayanan ibu hamil dan bersalin", "langsung", "penerima_layanan",
          { RASIO("kuantitas", "Cakupan ANC K6 ibu hamil", 100, "naik", PKM, "cakupan-anc-k6", "dilayani", "sasaran", 20),
            RASIO("kuantitas", "Persalinan di fasilitas pelayanan kesehatan", 100, "naik", PKM, "persalinan-di-fasyankes",
                  "dilayani", "sasaran", 10) } },
        { "Meningkatnya cakupan imunisasi dan kesehatan bayi", "langsung", "penerima_layanan",
          { RASIO("kuantitas", "Imunisasi dasar lengkap", 95, "naik", PKM, "imunisasi-dasar-lengkap", "lengkap", "sasaran", 60),
            BEBAS("kuantitas", "Kunjungan neonatal lengkap", 10, "bayi", "naik", "bulan", "jumlah") } },
        { "Terpantaunya tumbuh kembang balita", "langsung", "penerima_layanan",
          { BEBAS("kuantitas", "Posyandu yang dibina", 4, "posyandu", "naik", "bulan", "jumlah"),
            TERAKHIR("kualitas", "Prevalensi stunting wilayah binaan", 14, "turun", PKM, "prevalensi-stunting", "stunting", "diukur", 50) } },
        { "Tertibnya pelayanan dan pencatatan kebidanan", "tidak_langsung", "proses_bisnis",
          { RATA("waktu", "Waktu tunggu pendaftaran poli KIA", 10, "menit", "turun", PKM, "waktu-tunggu-pendaftaran", "menit", "pasien", 100),
            BEBAS("kualitas", "Kelengkapan register kohort", 98, "%", "naik", "bulan", "rata_rata") } },
    },
    [TPL_PUSKESMAS] = {
        { "Terselenggaranya pelayanan kesehatan puskesmas bagi masyarakat", "tidak_langsung",
          "penerima_layanan",
          { JUMLAH("kuantitas", "Kunjungan rawat jalan puskesmas", 1500, "pasien", PKM, "kunjungan-rawat-jalan", "pasien"),
            RATA("waktu", "Waktu tunggu pendaftaran", 10, "menit", "turun", PKM, "waktu-tunggu-pendaftaran", "menit", "pasien", 100) } },
        { "Tercapainya standar pelayanan minimal bidang kesehatan", "tidak_langsung", "penerima_layanan",
          { RASIO("kuantitas", "Imunisasi dasar lengkap", 95, "naik", PKM, "imunisasi-dasar-lengkap", "lengkap", "sasaran", 60),
            RASIO("kuantitas", "Penemuan kasus TB terhadap target", 90, "naik", PKM, "penemuan-kasus-tb", "ditemukan", "target_kasus", 20) } },
        { "Terkendalinya masalah gizi dan rujukan", "tidak_langsung", "proses_bisnis",
          { TERAKHIR("kualitas", "Prevalensi stunting", 14, "turun", PKM, "prevalensi-stunting", "stunting", "diukur", 50),
            RASIO("kualitas", "Rujukan non-spesialistik", 2, "turun", PKM, "rujukan-non-spesialistik", "non_spesialistik", "rujukan",
                  150) } },
        { "Tertibnya administrasi dan mutu puskesmas", "tidak_langsung", "penguatan_internal",
          { BEBAS("kuantitas", "Jumlah laporan dan dokumen mutu", 4, "dokumen", "naik", "bulan", "jumlah"),
            BEBAS("kualitas", "Kelengkapan data pelayanan", 98, "%", "naik", "bulan", "rata_rata") } },
    },
    [TPL_KECAMATAN] = {
        { "Meningkatnya kualitas pelayanan administrasi terpadu kecamatan", "tidak_langsung",
          "penerima_layanan",
          { RASIO("kualitas", "Pelayanan PATEN selesai sesuai SOP", 95, "naik", KEC, "paten-sesuai-sop", "tepat_waktu",
                  "total", 100),
            RATA("waktu", "Waktu penyelesaian surat pengantar", 1, "hari", "turun", KEC, "waktu-surat-pengantar", "hari", "surat", 100) } },
        { "Tertanganinya pengaduan dan ketertiban wilayah", "tidak_langsung", "proses_bisnis",
          { RASIO("waktu", "Pengaduan masyarakat ditindaklanjuti paling lama 3 hari", 90, "naik", KEC, "pengaduan-ditindaklanjuti", "ditindaklanjuti", "pengaduan", 20),
            JUMLAH("kuantitas", "Kegiatan gotong royong dan kebersihan", 4, "kegiatan", KEC, "kegiatan-gotong-royong",
                   "kegiatan") } },
        { "Meningkatnya partisipasi masyarakat dalam pembangunan", "tidak_langsung", "penerima_layanan",
          { TERAKHIR("kuantitas", "Usulan musrenbang yang terakomodasi", 40, "naik", KEC, "usulan-musrenbang-terakomodasi", "terakomodasi", "usulan", 50),
            BEBAS("kuantitas", "Pembinaan RT dan RW", 6, "pertemuan", "naik", "bulan", "jumlah") } },
        { "Tertibnya tata kelola kecamatan", "tidak_langsung", "penguatan_internal",
          { NILAI("kualitas", "Indeks Kepuasan Masyarakat pelayanan kecamatan", 88, "indeks", "naik",
                  "terakhir", KEC, "ikm-kecamatan", "nilai_ikm"),
            BEBAS("kuantitas", "Jumlah laporan yang disampaikan tepat waktu", 3, "laporan", "naik", "bulan",
                  "jumlah") } },
    },
    [TPL_KELURAHAN] = {
        { "Meningkatnya kualitas pelayanan administrasi kelurahan", "langsung", "penerima_layanan",
          { RASIO("kualitas", "Pelayanan PATEN selesai sesuai SOP", 95, "naik", KEC, "paten-sesuai-sop", "tepat_waktu",
                  "total", 40),
            RATA("waktu", "Waktu penyelesaian surat pengantar", 1, "hari", "turun", KEC, "waktu-surat-pengantar", "hari", "surat", 50) } },
        { "Tertanganinya pengaduan dan kebersihan kelurahan", "langsung", "proses_bisnis",
          { RASIO("waktu", "Pengaduan masyarakat ditindaklanjuti paling lama 3 hari", 90, "naik", KEC, "pengaduan-ditindaklanjuti", "ditindaklanjuti", "pengaduan", 10),
            JUMLAH("kuantitas", "Kegiatan gotong royong dan kebersihan", 4, "kegiatan", KEC, "kegiatan-gotong-royong",
                   "kegiatan") } },
        { "Meningkatnya partisipasi masyarakat dalam pembangunan", "langsung", "anggaran",
          { TERAKHIR("kuantitas", "Usulan musrenbang yang terakomodasi", 40, "naik", KEC, "usulan-musrenbang-terakomodasi", "terakomodasi", "usulan", 50),
            BEBAS("kuantitas", "Musyawarah dan pertemuan warga", 2, "pertemuan", "naik", "bulan", "jumlah") } },
        { "Tertibnya administrasi kelurahan", "tidak_langsung", "penguatan_internal",
          { BEBAS("kualitas", "Kelengkapan register kelurahan", 98, "%", "naik", "bulan", "rata_rata"),
            BEBAS("kuantitas", "Jumlah laporan yang disampaikan tepat waktu", 2, "laporan", "naik", "bulan",
                  "jumlah") } },
    },
};

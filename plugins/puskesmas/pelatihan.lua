-- Modul pelatihan: pencatatan data SPM. Lulus bila semua materi selesai dan kuis cukup; dianjurkan kepada pegawai yang
-- realisasi atau buktinya belum lengkap.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "pencatatan-data-spm",
  judul = "Pencatatan data SPM kesehatan",
  definisi = "Penyebut yang benar, dari register ke laporan bulanan, dan memeriksa angka sebelum dikirim.",
  jp = 4,
  dasar = "Permenkes tentang Standar Pelayanan Minimal bidang kesehatan",
  kompetensi = { "Pengelolaan data pelayanan", "Mutu pencatatan" },
  materi = {
    { judul = "Mengapa penyebut menentukan", berkas = "materi/penyebut.md", menit = 60 },
    { judul = "Dari register ke laporan bulanan", berkas = "materi/register.md", menit = 60 },
    { judul = "Memeriksa data sebelum dikirim", berkas = "materi/pemeriksaan.md", menit = 60 },
  },
  kuis = {
    {
      soal = "Bulan Januari 90 dari 100, Februari 10 dari 20, Maret 300 dari 300 ibu dilayani. Berapa cakupan triwulan?",
      pilihan = { "80%, rata-rata ketiga bulan", "95,24%, yaitu 400 dari 420", "100%, bulan terakhir" },
      jawaban = 2,
      alasan = "Pembilang dan penyebut dijumlahkan dulu; persentase tidak dirata-ratakan.",
    },
    {
      soal = "Sasaran ibu bersalin bulan ini nol. Apa yang diisi?",
      pilihan = { "Isian dikosongkan", "0%", "100%" },
      jawaban = 1,
      alasan = "Tanpa penyebut tidak ada persentase; nol akan dianggap gagal mencapai target.",
    },
    {
      soal = "Prevalensi stunting Januari 16%, Februari 15%, Maret 13,5%. Angka triwulan I?",
      pilihan = { "14,83%", "44,5%", "13,5%" },
      jawaban = 3,
      alasan = "Prevalensi adalah keadaan: yang dipakai pengukuran terakhir.",
    },
    {
      soal = "Pasien dari luar wilayah dilayani di Puskesmas. Di mana ia dihitung untuk SPM?",
      pilihan = { "Di Puskesmas yang melayani", "Di wilayah tempat tinggalnya", "Di keduanya" },
      jawaban = 2,
      alasan = "Sasaran SPM adalah penduduk wilayah; pencatatan ganda membuat cakupan melebihi kenyataan.",
    },
    {
      soal = "Seorang ibu diperiksa enam kali, semuanya pada trimester kedua dan ketiga. Apakah masuk K6?",
      pilihan = { "Ya, sudah enam kali", "Tidak, trimester pertama terlewat", "Ya, bila dokter memeriksanya" },
      jawaban = 2,
      alasan = "K6 menuntut kunjungan menurut trimesternya, termasuk sekali pada trimester pertama.",
    },
    {
      soal = "Imunisasi dasar lengkap 108%. Apa langkah pertama?",
      pilihan = { "Memotongnya menjadi 100%", "Mencari anak luar wilayah dan anak yang tercatat dua kali", "Menaikkan sasaran sendiri" },
      jawaban = 2,
      alasan = "Cari sebab yang paling sering dulu; sasaran hanya diubah Dinas Kesehatan.",
    },
    {
      soal = "Apa bukti dukung yang baik untuk cakupan antenatal?",
      pilihan = {
        "Foto kegiatan",
        "Rekap kohort dengan tanggal, pelayanan dan jumlah, tanpa nama dan NIK",
        "Surat tugas",
      },
      jawaban = 2,
      alasan = "Bukti harus dapat dihitung ulang menjadi angka yang dilaporkan, tanpa membuka data pasien.",
    },
  },
  sarankan = use "anjuran_bukti",
})

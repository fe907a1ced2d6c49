-- Modul pelatihan: penertiban yang persuasif.

local anjuran = use "anjuran"
local elearning = use "elearning"

pelatihan(elearning {
  kode = "penertiban-persuasif",
  judul = "Penertiban yang persuasif",
  definisi = "Persiapan dan tahap penertiban, berbicara di lapangan, dan paksaan sebagai langkah terakhir.",
  jp = 3,
  kompetensi = { "Komunikasi", "Penegakan peraturan daerah" },
  materi = {
    { judul = "Sebelum turun ke lapangan", berkas = "materi/persiapan.md", menit = 45 },
    { judul = "Berbicara lebih dahulu", berkas = "materi/berbicara.md", menit = 45 },
    { judul = "Bila paksaan tidak terhindar", berkas = "materi/paksaan.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Riwayat teguran belum ada. Bolehkah penertiban dilaksanakan?",
      pilihan = { "Boleh, bila jelas melanggar", "Belum; kembali ke tahap sebelumnya", "Boleh, dengan izin lurah" },
      jawaban = 2,
      alasan = "Tahap dan tenggangnya harus dapat dibuktikan.",
    },
    {
      soal = "Siapa yang mencatat di lapangan?",
      pilihan = { "Tidak perlu", "Anggota lain selain yang berbicara", "Pedagang" },
      jawaban = 2,
      alasan = "Satu berbicara, yang lain mencatat.",
    },
    {
      soal = "Apa yang pertama dilakukan di depan pedagang?",
      pilihan = { "Mengangkut barang", "Menyapa, mendengar, lalu menyebut aturan dengan waktu dan pilihan", "Memotret pedagang" },
      jawaban = 2,
      alasan = "Berbicara mendahului tindakan.",
    },
    {
      soal = "Pedagang merekam penertiban dengan telepon. Apa yang dilakukan?",
      pilihan = { "Merebut teleponnya", "Membiarkan dan bekerja seperti biasa", "Mengusirnya" },
      jawaban = 2,
      alasan = "Rekaman juga saksi bagi petugas yang bekerja dengan benar.",
    },
    {
      soal = "Pedagang menolak menandatangani daftar barang. Apa yang ditulis?",
      pilihan = { "Tanda tangan petugas di tempatnya", "\"Menolak menandatangani\", disaksikan", "Daftarnya dibatalkan" },
      jawaban = 2,
      alasan = "Keadaan sebenarnya dicatat dan disaksikan.",
    },
    {
      soal = "Empat laporan, waktu tiba 10, 20, 30 dan 40 menit. Rata-ratanya?",
      pilihan = { "25 menit", "30 menit", "100 menit" },
      jawaban = 1,
      alasan = "100 menit dibagi 4 laporan.",
    },
  },
  sarankan = anjuran { "pkl-persuasif", "pelanggaran-perda-selesai" },
})

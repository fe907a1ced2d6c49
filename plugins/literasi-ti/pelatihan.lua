-- Modul pelatihan: literasi teknologi informasi. Dianjurkan kepada pegawai yang beberapa indikatornya belum mempunyai
-- realisasi atau bukti, karena mencatat dan melampirkan memerlukan keterampilan ini.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "literasi-ti",
  judul = "Literasi teknologi informasi perkantoran",
  definisi = "Mengelola berkas, pengolah kata, lembar kerja, laporan, surel dan kerja bersama, keamanan dan data pribadi.",
  jp = 8,
  kompetensi = { "Literasi digital", "Administrasi perkantoran", "Keamanan informasi" },
  materi = {
    { judul = "Berkas yang dapat ditemukan kembali", berkas = "materi/berkas.md", menit = 60 },
    { judul = "Pengolah kata: surat yang dapat dipakai lagi", berkas = "materi/dokumen.md", menit = 60 },
    { judul = "Lembar kerja: tabel yang dapat dihitung", berkas = "materi/tabel.md", menit = 60 },
    { judul = "Dari tabel menjadi laporan", berkas = "materi/laporan.md", menit = 60 },
    { judul = "Surel, tanda tangan elektronik, bekerja bersama", berkas = "materi/surel.md", menit = 60 },
    { judul = "Keamanan dan data pribadi", berkas = "materi/keamanan.md", menit = 60 },
  },
  kuis = {
    {
      soal = "Mana nama berkas yang baik?",
      pilihan = { "laporan baru fix.xlsx", "2026-03-laporan-kecamatan.xlsx", "Document1.xlsx" },
      jawaban = 2,
      alasan = "Tahun di depan mengurutkan sendiri; isinya terbaca tanpa dibuka.",
    },
    {
      soal = "Mengapa judul dokumen memakai gaya, bukan huruf tebal besar?",
      pilihan = { "Supaya berwarna", "Daftar isi dan penomoran terbentuk sendiri", "Supaya tidak dapat diubah" },
      jawaban = 2,
      alasan = "Satu perubahan gaya mengubah seluruh dokumen.",
    },
    {
      soal = "NIP berubah menjadi 1,98501E+17. Mengapa?",
      pilihan = { "NIP salah", "Lembar kerja menganggapnya angka; simpan sebagai teks", "Berkas terkena virus" },
      jawaban = 2,
      alasan = "Angka delapan belas digit melebihi ketelitian lembar kerja.",
    },
    {
      soal = "Bagaimana menghitung persen berkas tepat waktu setahun dari dua belas bulan?",
      pilihan = { "Merata-ratakan dua belas persentase", "Menjumlahkan keduanya, lalu membagi sekali", "Memakai bulan terbaik" },
      jawaban = 2,
      alasan = "Bulan yang sepi tidak boleh dihitung seberat bulan yang ramai.",
    },
    {
      soal = "Judul grafik mana yang paling membantu pimpinan?",
      pilihan = { "Grafik pelayanan", "Tepat waktu turun sejak Mei", "Grafik 1" },
      jawaban = 2,
      alasan = "Judul menyebut kesimpulannya.",
    },
    {
      soal = "Operator meminta sandi Anda agar pekerjaan cepat selesai. Apa jawabannya?",
      pilihan = { "Memberi tahu lewat telepon", "Tidak; gunakan kewenangan yang tercatat", "Menulisnya di kertas" },
      jawaban = 2,
      alasan = "Setiap orang memakai akunnya sendiri.",
    },
    {
      soal = "Sebuah pesan mengirim \"undangan-rapat.apk\". Apa yang dilakukan?",
      pilihan = { "Membukanya, karena dari kenalan", "Tidak dibuka; ditanyakan ke pengirimnya lewat jalan lain", "Diteruskan ke grup" },
      jawaban = 2,
      alasan = "Akun kenalan pun dapat dibajak; undangan tidak berupa aplikasi.",
    },
    {
      soal = "Ponsel dinas hilang. Apa yang pertama?",
      pilihan = { "Menunggu dikembalikan", "Melapor hari itu juga dan mengganti sandi", "Membeli yang baru" },
      jawaban = 2,
      alasan = "Waktu menentukan kerugiannya.",
    },
  },
  sarankan = use "anjuran_bukti",
})

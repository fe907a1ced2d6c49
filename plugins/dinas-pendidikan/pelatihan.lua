-- Modul pelatihan: mutu data Dapodik. Dianjurkan kepada pegawai yang realisasi atau buktinya belum lengkap.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "mutu-data-dapodik",
  judul = "Mutu data Dapodik di sekolah",
  definisi = "Identitas murid dan guru, memeriksa data sebelum sinkronisasi, dan membentuk angka indikator darinya.",
  jp = 4,
  kompetensi = { "Pengelolaan data pendidikan", "Ketelitian" },
  materi = {
    { judul = "Identitas yang benar sejak awal", berkas = "materi/identitas.md", menit = 60 },
    { judul = "Memeriksa sebelum sinkronisasi", berkas = "materi/periksa.md", menit = 60 },
    { judul = "Dari Dapodik ke indikator", berkas = "materi/angka.md", menit = 60 },
  },
  kuis = {
    {
      soal = "NIK berubah menjadi 1,47111E+15 di lembar kerja. Mengapa?",
      pilihan = { "NIK-nya salah", "Lembar kerja menganggapnya angka; simpan sebagai teks", "Berkas terkena virus" },
      jawaban = 2,
      alasan = "Enam belas angka melebihi ketelitian lembar kerja; angka belakangnya hilang.",
    },
    {
      soal = "Murid perempuan lahir 5 Maret 2016. Angka ke-7 sampai ke-12 NIK-nya?",
      pilihan = { "050316", "450316", "160345" },
      jawaban = 2,
      alasan = "Tanggal lahir perempuan ditambah 40.",
    },
    {
      soal = "Murid pindahan datang, tetapi sekolah asal belum mengeluarkannya. Apa yang dilakukan?",
      pilihan = { "Mengetiknya sebagai murid baru", "Menghubungi operator sekolah asal dan menunggu", "Membiarkannya tanpa data" },
      jawaban = 2,
      alasan = "Mengetik baru membuat NISN kedua untuk anak yang sama.",
    },
    {
      soal = "Validasi tanggal lahir gagal karena berbeda dengan data kependudukan, dan kartu keluarganya yang keliru. Siapa memperbaiki?",
      pilihan = { "Operator mengganti tanggal di Dapodik", "Orang tua membetulkannya di Disdukcapil", "Dibiarkan" },
      jawaban = 2,
      alasan = "Dapodik mengikuti dokumen kependudukan yang benar, bukan sebaliknya.",
    },
    {
      soal = "240 murid tahun lalu. Dua putus Februari, satu September. Apa isian September?",
      pilihan = { "1", "3", "1,25" },
      jawaban = 2,
      alasan = "Isian adalah jumlah sejak awal tahun: 3 dari 240.",
    },
    {
      soal = "Mengapa partisipasi sekolah setahun tidak dihitung dengan menjumlahkan dua belas bulan?",
      pilihan = {
        "Karena anak yang sama terhitung dua belas kali; yang berlaku keadaan terakhir",
        "Karena Dapodik hanya dibuka dua kali setahun",
        "Karena targetnya 99%",
      },
      jawaban = 1,
      alasan = "Partisipasi adalah keadaan pada satu tanggal.",
    },
  },
  sarankan = use "anjuran_bukti",
})

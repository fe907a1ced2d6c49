-- Modul pelatihan: layanan dokumen 24 jam, mutu data kependudukan.

local anjuran = use "anjuran"
local elearning = use "elearning"

pelatihan(elearning {
  kode = "layanan-dokumen-24-jam",
  judul = "Layanan dokumen kependudukan 24 jam",
  definisi = "Loket, alur sampai siap diserahkan dalam 24 jam, dan dokumen yang dapat dipercaya.",
  jp = 3,
  kompetensi = { "Pelayanan publik", "Administrasi kependudukan" },
  materi = {
    { judul = "Sejak berkas lengkap", berkas = "materi/loket.md", menit = 45 },
    { judul = "Menjaga 24 jam", berkas = "materi/duapuluhempat.md", menit = 45 },
    { judul = "Dokumen yang dapat dipercaya", berkas = "materi/dokumen.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Sejak kapan 24 jam dihitung?",
      pilihan = { "Sejak nomor antrean diambil", "Sejak persyaratan dinyatakan lengkap", "Sejak berkas dientri" },
      jawaban = 2,
      alasan = "Berkas yang kurang dikembalikan dengan daftar tertulis; waktunya belum berjalan.",
    },
    {
      soal = "Kapan dokumen dihitung selesai?",
      pilihan = { "Ketika siap diserahkan atau terkirim", "Ketika diambil warga", "Ketika dicetak" },
      jawaban = 1,
      alasan = "Warga boleh mengambilnya kapan saja; pelayanannya sudah selesai.",
    },
    {
      soal = "Dari lengkap sampai siap 13 jam, 24 menit di antaranya bekerja. Apa yang diperbaiki lebih dulu?",
      pilihan = { "Kecepatan mengetik", "Jam tetap untuk verifikasi dan tanda tangan", "Jumlah pencetak" },
      jawaban = 2,
      alasan = "Hampir seluruh waktunya menunggu, bukan bekerja.",
    },
    {
      soal = "Pekan pertama 180 dari 200, pekan kedua 40 dari 80 dokumen selesai dalam 24 jam. Berapa persen dua pekan?",
      pilihan = { "70%", "78,57%", "90%" },
      jawaban = 2,
      alasan = "220 dari 280; persentase tidak dirata-ratakan.",
    },
    {
      soal = "Kepala dinas menitipkan frasa sandi tanda tangan elektroniknya kepada staf. Apa akibatnya?",
      pilihan = {
        "Tidak ada, karena stafnya dipercaya",
        "Ia dianggap menandatangani semua yang dibuat dengan frasa itu",
        "Dokumennya batal dengan sendirinya",
      },
      jawaban = 2,
      alasan = "Sertifikat mengikat pemiliknya; penanda tangan berhalangan menunjuk pengganti.",
    },
    {
      soal = "Dokumen salah tulis karena petugas. Bagaimana pemiliknya dilayani?",
      pilihan = { "Mengantre lagi dengan permohonan baru", "Diperbaiki hari itu juga tanpa antre ulang", "Diminta menunggu sidak" },
      jawaban = 2,
      alasan = "Kesalahan kita tidak menambah pekerjaan warga.",
    },
  },
  sarankan = anjuran { "dokumen-24-jam", "pengaduan-selesai" },
})

pelatihan(elearning {
  kode = "mutu-data-kependudukan",
  judul = "Mutu data kependudukan",
  definisi = "Satu orang satu NIK, penulisan nama, dan menghitung cakupan dengan jujur.",
  jp = 4,
  kompetensi = { "Pengelolaan data", "Ketelitian" },
  materi = {
    { judul = "Satu orang, satu NIK", berkas = "materi/nik.md", menit = 60 },
    { judul = "Nama dan tanggal seperti pada akta", berkas = "materi/nama.md", menit = 60 },
    { judul = "Menghitung cakupan", berkas = "materi/cakupan.md", menit = 60 },
  },
  kuis = {
    {
      soal = "Dua data dengan nama mirip ditemukan. Apa langkah pertama?",
      pilihan = { "Hapus yang lama", "Periksa tanggal lahir, nama ibu dan dokumennya", "Biarkan keduanya" },
      jawaban = 2,
      alasan = "Penggabungan memerlukan bukti dan alasan.",
    },
    {
      soal = "Seorang warga pindah dari Dumai ke Pekanbaru. Bagaimana NIK-nya?",
      pilihan = { "Diganti menurut wilayah baru", "Tetap", "Ditambah kode baru" },
      jawaban = 2,
      alasan = "Wilayah pada NIK adalah tempat pendaftaran pertama.",
    },
    {
      soal = "KTP menulis \"Muhamad\", akta menulis \"Muhammad\". Mana yang diikuti?",
      pilihan = { "KTP", "Akta kelahiran", "Yang lebih sering dipakai" },
      jawaban = 2,
      alasan = "Akta kelahiran adalah dasarnya.",
    },
    {
      soal = "Warga meminta gelarnya ditulis pada akta kelahiran anaknya. Apa jawabannya?",
      pilihan = { "Ditulis", "Tidak: gelar tidak dicatat pada akta", "Ditulis bila ada ijazah" },
      jawaban = 2,
      alasan = "Akta mencatat nama, tidak memuat gelar.",
    },
    {
      soal = "Cakupan akta bulan ini 103%. Apa sebab yang paling mungkin?",
      pilihan = { "Pelayanan sangat baik", "Penyebut dari tanggal yang berbeda", "Anak dari luar daerah tidak dihitung" },
      jawaban = 2,
      alasan = "Pembilang dan penyebut harus dari tanggal yang sama.",
    },
    {
      soal = "Mana yang dijumlahkan dari bulan ke bulan?",
      pilihan = { "Anak yang memiliki akta", "Dokumen yang selesai dalam 24 jam", "Penduduk yang sudah direkam" },
      jawaban = 2,
      alasan = "Kejadian dijumlahkan; keadaan memakai yang terakhir.",
    },
  },
  sarankan = anjuran { "data-ganda-terselesaikan", "akta-kelahiran-0-18" },
})

-- Modul pelatihan: pelayanan surat di kelurahan.

local anjuran = use "anjuran"
local elearning = use "elearning"

pelatihan(elearning {
  kode = "pelayanan-surat-kelurahan",
  judul = "Pelayanan surat di kelurahan",
  definisi = "Menerima berkas dengan benar sekali, register yang dapat dihitung, dan menolak dengan baik.",
  jp = 3,
  kompetensi = { "Pelayanan publik", "Administrasi umum" },
  materi = {
    { judul = "Syarat lebih dahulu", berkas = "materi/syarat.md", menit = 45 },
    { judul = "Register yang dapat dihitung", berkas = "materi/register.md", menit = 45 },
    { judul = "Warga yang ditolak", berkas = "materi/menolak.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Kapan waktu pelayanan mulai dihitung?",
      pilihan = { "Saat warga datang", "Saat berkas lengkap diterima", "Saat lurah membacanya" },
      jawaban = 2,
      alasan = "Berkas yang kurang dikembalikan dengan daftar tertulis; waktunya belum berjalan.",
    },
    {
      soal = "Warga datang tanpa fotokopi KK. Apa yang dilakukan?",
      pilihan = {
        "Berkas diterima dulu, dilengkapi nanti",
        "Dikembalikan dengan daftar tertulis apa yang kurang dan cara menyusulkannya",
        "Diminta datang lagi besok",
      },
      jawaban = 2,
      alasan = "Daftar tertulis mencegah kedatangan kedua untuk hal yang sama.",
    },
    {
      soal = "Januari 3 dari 10 surat tepat waktu, Februari 12 dari 14. Berapa persen dua bulan itu?",
      pilihan = { "57,86%", "62,5%", "85,71%" },
      jawaban = 2,
      alasan = "15 dari 24; persentase tidak dirata-ratakan.",
    },
    {
      soal = "RT dengan data mutakhir: 30 dari 40 pada Maret, 38 dari 40 pada Desember. Berapa angka tahun itu?",
      pilihan = { "95%", "85%", "170%" },
      jawaban = 1,
      alasan = "Ini keadaan, bukan kejadian: yang berlaku adalah keadaan terakhir.",
    },
    {
      soal = "Permohonan ditolak. Bagaimana dicatat?",
      pilihan = { "Dihapus dari register", "Selesai, ditolak, dengan alasan", "Dibiarkan terbuka" },
      jawaban = 2,
      alasan = "Penolakan dengan alasan adalah penyelesaian.",
    },
    {
      soal = "Kenalan lurah meminta suratnya didahulukan. Apa yang benar?",
      pilihan = {
        "Didahulukan tanpa dicatat",
        "Masuk register dengan nomor urutnya dan dikerjakan menurut urutan",
        "Ditolak karena meminta didahulukan",
      },
      jawaban = 2,
      alasan = "Register mencatat semua menurut urutannya; itu melindungi petugas dan warga lain.",
    },
  },
  sarankan = anjuran { "surat-sesuai-sop", "waktu-surat-keterangan", "pengaduan-warga" },
})

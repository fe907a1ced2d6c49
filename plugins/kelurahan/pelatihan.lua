-- Modul pelatihan: Pelayanan surat di kelurahan.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "pelayanan-surat-kelurahan",
  judul = "Pelayanan surat di kelurahan",
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
      soal = "Januari 3 dari 10 surat tepat waktu, Februari 12 dari 14. Berapa persen dua bulan itu?",
      pilihan = { "57,86%", "62,5%", "85,71%" },
      jawaban = 2,
      alasan = "15 dari 24; persentase tidak dirata-ratakan.",
    },
    {
      soal = "Permohonan ditolak. Bagaimana dicatat?",
      pilihan = { "Dihapus dari register", "Selesai, ditolak, dengan alasan", "Dibiarkan terbuka" },
      jawaban = 2,
      alasan = "Penolakan dengan alasan adalah penyelesaian.",
    },
  },
  sarankan = function(evaluasi)
    for _, i in ipairs(evaluasi.indikator) do
      local kurang = i.kode == "surat-sesuai-sop" and i.realisasi ~= nil and i.realisasi < i.target
      if kurang then
        catat(i.judul, i.realisasi, "target " .. num.text(i.target))
        return { sarankan = true, alasan = "Realisasi " .. i.judul .. " belum mencapai target." }
      end
    end
    return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." }
  end,
})

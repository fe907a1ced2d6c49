-- Modul pelatihan: Teknologi informasi dasar untuk pekerjaan sekolah.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "teknologi-informasi-dasar",
  judul = "Teknologi informasi dasar untuk pekerjaan sekolah",
  jp = 5,
  kompetensi = { "Literasi digital", "Keamanan informasi" },
  materi = {
    { judul = "Berkas yang mudah ditemukan", berkas = "materi/berkas.md", menit = 75 },
    { judul = "Tabel yang dapat dihitung", berkas = "materi/tabel.md", menit = 75 },
    { judul = "Sandi dan data pribadi", berkas = "materi/sandi.md", menit = 75 },
  },
  kuis = {
    {
      soal = "NIP berubah menjadi 1,98501E+17. Mengapa?",
      pilihan = { "NIP salah", "Lembar kerja menganggapnya angka; simpan sebagai teks", "Berkas terkena virus" },
      jawaban = 2,
      alasan = "Angka delapan belas digit melebihi ketelitian lembar kerja.",
    },
    {
      soal = "Operator meminta sandi Anda agar pekerjaan cepat selesai. Apa jawabannya?",
      pilihan = { "Memberi tahu lewat telepon", "Tidak; gunakan kewenangan yang tercatat", "Menulisnya di kertas" },
      jawaban = 2,
      alasan = "Setiap orang memakai akunnya sendiri.",
    },
    {
      soal = "Mana nama berkas yang baik?",
      pilihan = { "laporan baru fix.xlsx", "2026-7A-evaluasi-budi.xlsx", "Document1.xlsx" },
      jawaban = 2,
      alasan = "Tahun, kelas, jenis, nama.",
    },
    {
      soal = "Di mana nilai murid dibagikan?",
      pilihan = { "Grup percakapan", "Tempat bersama yang berhak akses", "Status" },
      jawaban = 2,
      alasan = "Nilai adalah data pribadi.",
    },
  },
  sarankan = function(evaluasi)
    for _, i in ipairs(evaluasi.indikator) do
      local kurang = i.kode == "laporan-evaluasi-pembelajaran" and i.realisasi ~= nil and i.realisasi < i.target
      if kurang then
        catat(i.judul, i.realisasi, "target " .. num.text(i.target))
        return { sarankan = true, alasan = "Realisasi " .. i.judul .. " belum mencapai target." }
      end
    end
    return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." }
  end,
})

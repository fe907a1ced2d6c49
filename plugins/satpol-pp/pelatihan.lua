-- Modul pelatihan: Penertiban yang persuasif.

local elearning = use "elearning"

pelatihan(elearning {
  kode = "penertiban-persuasif",
  judul = "Penertiban yang persuasif",
  jp = 3,
  kompetensi = { "Komunikasi", "Penegakan peraturan daerah" },
  materi = {
    { judul = "Sebelum turun ke lapangan", berkas = "materi/persiapan.md", menit = 45 },
    { judul = "Berbicara lebih dahulu", berkas = "materi/berbicara.md", menit = 45 },
    { judul = "Bila paksaan tidak terhindar", berkas = "materi/paksaan.md", menit = 45 },
  },
  kuis = {
    {
      soal = "Apa yang pertama dilakukan di lapangan?",
      pilihan = { "Mengangkut barang", "Menyebut aturan dan memberi waktu yang jelas", "Memotret pedagang" },
      jawaban = 2,
      alasan = "Berbicara mendahului tindakan.",
    },
    {
      soal = "Siapa yang mencatat?",
      pilihan = { "Tidak perlu", "Anggota lain selain yang berbicara", "Pedagang" },
      jawaban = 2,
      alasan = "Satu berbicara, yang lain mencatat.",
    },
    {
      soal = "Empat laporan, waktu tiba 10, 20, 30 dan 40 menit. Rata-ratanya?",
      pilihan = { "25 menit", "30 menit", "100 menit" },
      jawaban = 1,
      alasan = "100 menit dibagi 4 laporan.",
    },
  },
  sarankan = function(evaluasi)
    for _, i in ipairs(evaluasi.indikator) do
      local kurang = i.kode == "pkl-persuasif" and i.realisasi ~= nil and i.realisasi < i.target
      if kurang then
        catat(i.judul, i.realisasi, "target " .. num.text(i.target))
        return { sarankan = true, alasan = "Realisasi " .. i.judul .. " belum mencapai target." }
      end
    end
    return { sarankan = false, alasan = "Tidak ada kesenjangan pada indikator terkait." }
  end,
})

-- Satu modul pelatihan: materi Markdown, kuis, dan aturan lulus.

local function lulus(catatan, setelan)
  if catatan.materi_selesai < catatan.materi_jumlah then
    return { lulus = false, alasan = "Materi belum selesai semua." }
  end
  if catatan.kuis_benar == nil then
    return { lulus = false, alasan = "Kuis belum dikerjakan." }
  end
  local nilai = 100 * catatan.kuis_benar / catatan.kuis_jumlah
  catat("Nilai kuis (persen)", nilai, "jawaban benar / soal × 100")
  if nilai < setelan.kuis_minimal then
    return { lulus = false, alasan = "Nilai kuis belum cukup." }
  end
  return { lulus = true, alasan = "Materi selesai dan nilai kuis cukup." }
end

pelatihan {
  kode = "contoh-pelatihan",
  judul = "Contoh modul pelatihan",
  jenis = "elearning",
  jp = 2,
  kompetensi = { "Contoh kompetensi" },
  materi = { { judul = "Materi pertama", berkas = "materi/satu.md", menit = 45 } },
  kuis = {
    {
      soal = "Di mana materi modul ini ditulis?",
      pilihan = { "Dalam materi/satu.md", "Dalam plugin.json" },
      jawaban = 1,
      alasan = "Setiap berkas materi disebut dalam init.lua.",
    },
  },
  lulus = lulus,
  jp_diakui = function(catatan, setelan)
    if lulus(catatan, setelan).lulus then return 2 end
    return 0
  end,
  sarankan = function(evaluasi, setelan)
    for _, indikator in ipairs(evaluasi.indikator) do
      if indikator.bukti == 0 then return { sarankan = true, alasan = "Ada indikator tanpa bukti dukung." } end
    end
    return { sarankan = false, alasan = "Semua indikator mempunyai bukti dukung." }
  end,
}

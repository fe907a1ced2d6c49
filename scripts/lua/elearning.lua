-- The usual rules of a self-paced module: passed when all lessons are done and the quiz is good enough; then its `jp`
-- counts. The package needs the setting `kuis_minimal` (percent).
--
--   pelatihan(elearning { kode = "…", judul = "…", jp = 4, materi = { … }, kuis = { … }, sarankan = … })

local function lulus(catatan, setelan)
  if catatan.materi_selesai < catatan.materi_jumlah then
    catat("Materi selesai", catatan.materi_selesai, "dari " .. num.text(catatan.materi_jumlah))
    return { lulus = false, alasan = "Materi belum selesai semua." }
  end
  if catatan.kuis_benar == nil then
    return { lulus = false, alasan = "Kuis belum dikerjakan." }
  end
  local nilai = num.round(100 * catatan.kuis_benar / catatan.kuis_jumlah, 2, "half_up")
  catat("Nilai kuis (persen)", nilai, "jawaban benar / soal × 100")
  catat("Nilai paling rendah", setelan.kuis_minimal, "setelan")
  if nilai < setelan.kuis_minimal then
    return { lulus = false, alasan = "Nilai kuis kurang dari " .. num.text(setelan.kuis_minimal) .. "." }
  end
  return { lulus = true, alasan = "Semua materi selesai dan nilai kuis cukup." }
end

return function(modul)
  modul.jenis = "elearning"
  modul.lulus = lulus
  modul.jp_diakui = function(catatan, setelan)
    if not lulus(catatan, setelan).lulus then return 0 end
    catat("JP diakui", modul.jp, "JP modul ini")
    return modul.jp
  end
  return modul
end

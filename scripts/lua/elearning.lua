-- The usual rules of a self-paced module: passed when all lessons are done and the quiz is good enough; then its JP
-- count, but never more than the minutes of its lessons make. The package needs the settings `kuis_minimal` (percent)
-- and `menit_per_jp`.
--
--   pelatihan(elearning { kode = "…", judul = "…", jp = 4, materi = { … }, kuis = { … }, sarankan = … })

local jp = use "jp"

local function lulus(catatan, setelan)
  if catatan.materi_selesai < catatan.materi_jumlah then
    catat("Materi selesai", catatan.materi_selesai, "dari " .. num.text(catatan.materi_jumlah))
    return { lulus = false, alasan = "Materi belum selesai semua." }
  end
  if catatan.kuis_jumlah == 0 then return { lulus = true, alasan = "Semua materi selesai." } end
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
  local menit = 0
  for _, m in ipairs(modul.materi) do menit = menit + m.menit end
  modul.jenis = "elearning"
  modul.lulus = lulus
  modul.jp_diakui = function(catatan, setelan)
    if not lulus(catatan, setelan).lulus then return 0 end
    local termuat = jp.dari_menit(menit, setelan.menit_per_jp)
    local diakui = math.min(modul.jp, termuat)
    catat("Menit materi", menit, "jumlah menit semua materi")
    catat("JP diakui", diakui, "JP modul, paling banyak menit materi / menit per JP")
    return diakui
  end
  return modul
end

-- Satu kalimat untuk penilai tentang usaha belajar; angkanya dari pelatihan yang tercatat. Tanpa usaha belajar pun
-- kalimatnya menyatakan keadaan, bukan menghakimi: ada pegawai yang tidak memerlukan pelatihan pada periode itu.

local pola_selesai = "{jp} JP terverifikasi dari {selesai} pelatihan pada periode ini"
local pola_target = "sejak awal tahun {tahun} dari {target} JP"

return function(belajar, status, setelan)
  local pppk = text.starts_with(status, "pppk")
  local bagian = list.new()
  if belajar.modul_selesai > 0 then
    list.insert(bagian, text.fill(pola_selesai, { jp = num.text(belajar.jp), selesai = num.text(belajar.modul_selesai) }))
  else
    list.insert(bagian, "Belum ada pelatihan terverifikasi pada periode ini")
  end
  if pppk then
    list.insert(bagian, "sejak awal tahun " .. num.text(belajar.jp_tahun) .. " JP, paling banyak " .. num.text(setelan.jp_pppk) .. " yang diakui")
  else
    list.insert(bagian, text.fill(pola_target, { tahun = num.text(belajar.jp_tahun), target = num.text(setelan.jp_pns) }))
  end
  if belajar.jp_usulan > 0 then list.insert(bagian, num.text(belajar.jp_usulan) .. " JP lulus menunggu verifikasi") end
  if belajar.modul_berjalan > 0 then list.insert(bagian, num.text(belajar.modul_berjalan) .. " pelatihan sedang diikuti") end
  return text.join(bagian, "; ") .. "."
end

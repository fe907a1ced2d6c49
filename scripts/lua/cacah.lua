-- An indicator that is a plain count or amount of one period; a longer period adds its months.
--
--   indikator(cacah {
--     kode = "…", judul = "…", definisi = "…", sumber_data = "…", aspek = "kuantitas", satuan = "kali",
--     isian = { "patroli", "Patroli yang dilaksanakan" },
--     target = { bawaan = 30, per = "bulan" } })           -- arah "naik" unless given

local kecil = use "kecil"

return function(i)
  local nama, judul = i.isian[1], i.isian[2]
  i.arah = i.arah or "naik"
  i.konsolidasi = i.konsolidasi or "jumlah"
  i.rumus = kecil(judul)
  i.isian = { [nama] = { type = "integer", minimum = 0, title = judul } }
  i.realisasi = function(isian)
    catat(judul, isian[nama], i.sumber_data)
    return isian[nama]
  end
  return i
end

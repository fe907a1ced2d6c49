-- An indicator that is a value measured from time to time, such as an index or a survey: the last one known counts.
--
--   indikator(nilai_terakhir {
--     kode = "…", judul = "…", definisi = "…", sumber_data = "…", aspek = "kualitas", satuan = "indeks",
--     isian = { "nilai_ikm", "Nilai IKM", 25, 100 },        -- name, title, lowest and highest possible
--     target = { bawaan = 88, per = "tahun" } })            -- arah "naik" unless given

local kecil = use "kecil"

return function(i)
  local nama, judul = i.isian[1], i.isian[2]
  i.rumus = i.rumus or kecil(judul) .. " terakhir"
  i.arah = i.arah or "naik"
  i.konsolidasi = "terakhir"
  i.isian = { [nama] = { type = "number", minimum = i.isian[3], maximum = i.isian[4], title = judul } }
  i.realisasi = function(isian)
    catat(judul, isian[nama], "yang terakhir berlaku")
    return isian[nama]
  end
  return i
end

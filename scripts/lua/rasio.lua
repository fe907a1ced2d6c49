-- An indicator that is a percentage of two counts: numerator and denominator are entered, a longer period adds both and
-- divides once (`hitung_ulang`), because percentages are never averaged.
--
--   indikator(rasio {
--     kode = "…", judul = "…", definisi = "…", sumber_data = "…", aspek = "waktu",
--     bagian = { "tepat_waktu", "Berkas selesai tepat waktu" },
--     dari = { "selesai", "Berkas selesai" },
--     target = { bawaan = 95, per = "tahun" } })          -- arah "naik" unless given
--
-- Two kinds of numbers must not be added over the months, and say konsolidasi = "terakhir": a state (inhabitants with an
-- identity card among all) and what is entered as the total since the start of the year.
-- melebihi = true where the denominator is an estimate or a target, which the numerator may exceed.

local kecil = use "kecil"
local persen = use "persen"

local function bulat(judul)
  return { type = "integer", minimum = 0, title = judul }
end

return function(i)
  local bagian, dari, melebihi = i.bagian, i.dari, i.melebihi == true
  local a, b, nama = bagian[1], dari[1], kecil(dari[2])
  i.bagian, i.dari, i.melebihi = nil, nil, nil
  i.satuan = "%"
  i.arah = i.arah or "naik"
  i.konsolidasi = i.konsolidasi or "hitung_ulang"
  i.rumus = kecil(bagian[2]) .. " / " .. nama .. " × 100"
  i.isian = { [a] = bulat(bagian[2]), [b] = bulat(dari[2]) }
  i.realisasi = function(isian) return persen(isian[a], isian[b], nama, melebihi) end
  return i
end

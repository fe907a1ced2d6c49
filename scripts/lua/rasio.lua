-- An indicator that is a percentage of two counts: numerator and denominator are entered, a longer period adds both and
-- divides once (`hitung_ulang`), because percentages are never averaged.
--
--   indikator(rasio {
--     kode = "…", judul = "…", definisi = "…", sumber_data = "…", aspek = "waktu",
--     bagian = { "tepat_waktu", "Berkas selesai tepat waktu" },
--     dari = { "selesai", "Berkas selesai" },
--     target = { bawaan = 95, per = "tahun" } })          -- arah "naik" unless given

local persen = use "persen"

local function bulat(judul)
  return { type = "integer", minimum = 0, title = judul }
end

return function(i)
  local bagian, dari = i.bagian, i.dari
  local a, b, nama = bagian[1], dari[1], text.lower(dari[2])
  i.bagian, i.dari = nil, nil
  i.satuan = "%"
  i.arah = i.arah or "naik"
  i.konsolidasi = "hitung_ulang"
  i.rumus = text.lower(bagian[2]) .. " / " .. nama .. " × 100"
  i.isian = { [a] = bulat(bagian[2]), [b] = bulat(dari[2]) }
  i.realisasi = function(isian) return persen(isian[a], isian[b], nama) end
  return i
end

-- Suggestion of the rating of results for a scheme after PermenPANRB 6/2022. The rule leaves it to the evaluator and gives
-- no formula; this way is a policy [I] that settings change, and never more than a suggestion:
--   indicator   above if its capaian exceeds `ambang_atas`, below if it is less than `ambang_bawah`;
--   RHK         as low as its lowest indicator, unless more than `bagian_terbanyak` percent are above: above;
--   SKP         above if more than that part of the main RHK is above and none below, below if more than that part is
--               below, otherwise as expected;
--   additional  RHK tambahan that are above count as above, and never lower anything.
-- Behaviour is not suggested: no formula judges how people behave. The head of a unit takes the rating that the settings
-- `pimpinan_…` give to the achievement of the organisation.
--
--   saran = use "saran_hasil" (evaluasi, setelan)        -- { hasil = … }

local urutan = { di_bawah = 1, sesuai = 2, di_atas = 3 }

local function rating(capaian, setelan)
  if capaian > setelan.ambang_atas then return "di_atas" end
  if capaian < setelan.ambang_bawah then return "di_bawah" end
  return "sesuai"
end

-- RHK menurut urutan munculnya: { nomor, jenis, terendah, indikator, di_atas }
local function kumpulkan(daftar, setelan)
  local rhk, letak = {}, {}
  for nomor, indikator in ipairs(daftar) do
    local capaian = indikator.capaian
    local utama = indikator.jenis == "utama"
    if capaian == nil and utama then return nil, nomor end

    local ke = letak[indikator.rhk]
    if ke == nil then
      ke = #rhk + 1
      letak[indikator.rhk] = ke
      rhk[ke] = { nomor = indikator.rhk, utama = utama, terendah = "di_atas", indikator = 0, di_atas = 0 }
    end
    local r = rhk[ke]
    local nilai = "di_bawah" -- indikator tambahan tanpa realisasi tidak mengangkat RHK-nya
    if capaian ~= nil then nilai = rating(capaian, setelan) end
    r.indikator = r.indikator + 1
    if nilai == "di_atas" then r.di_atas = r.di_atas + 1 end
    if urutan[nilai] < urutan[r.terendah] then r.terendah = nilai end
  end
  return rhk
end

local function rating_rhk(r, bagian)
  if 100 * r.di_atas > bagian * r.indikator then return "di_atas" end
  return r.terendah
end

local function dari_indikator(evaluasi, setelan)
  local rhk, kurang = kumpulkan(evaluasi.indikator, setelan)
  if rhk == nil then
    catat("Indikator utama yang belum mempunyai realisasi", kurang, "nomor urut dalam SKP")
    catat("Saran rating hasil kerja", "belum ada", "saran memerlukan realisasi semua indikator utama")
    return nil
  end

  local bagian = setelan.bagian_terbanyak
  local utama, di_atas, di_bawah, tambahan = 0, 0, 0, 0
  for _, r in ipairs(rhk) do
    local nilai = rating_rhk(r, bagian)
    catat("RHK nomor", r.nomor, r.utama and "utama" or "tambahan")
    catat("Banyaknya indikator", r.indikator)
    catat("Di antaranya di atas ekspektasi", r.di_atas)
    catat("Rating RHK", nilai, "di atas bila lebih dari bagian terbanyak indikatornya di atas, selain itu yang terendah")
    if not r.utama then
      if nilai == "di_atas" then tambahan = tambahan + 1 end
    else
      utama = utama + 1
      if nilai == "di_atas" then di_atas = di_atas + 1 end
      if nilai == "di_bawah" then di_bawah = di_bawah + 1 end
    end
  end
  if utama == 0 then
    catat("Saran rating hasil kerja", "belum ada", "SKP tidak mempunyai RHK utama")
    return nil
  end

  local hasil = "sesuai"
  if di_bawah == 0 and 100 * (di_atas + tambahan) > bagian * utama then hasil = "di_atas" end
  if 100 * di_bawah > bagian * utama then hasil = "di_bawah" end
  catat("Bagian terbanyak (persen)", bagian, "setelan")
  catat("Banyaknya RHK utama", utama)
  catat("RHK utama di atas ekspektasi", di_atas)
  catat("RHK utama di bawah ekspektasi", di_bawah)
  catat("RHK tambahan di atas ekspektasi", tambahan)
  catat("Saran rating hasil kerja", hasil,
    "di atas: lebih dari bagian terbanyak RHK utama di atas dan tidak ada yang di bawah; di bawah: lebih dari bagian itu di bawah")
  return hasil
end

return function(evaluasi, setelan)
  if not evaluasi.kepala_unit then
    return { hasil = dari_indikator(evaluasi, setelan) }
  end
  local organisasi = evaluasi.capaian_organisasi
  if organisasi == nil then
    catat("Saran rating hasil kerja", "belum ada", "capaian kinerja organisasi belum ditetapkan")
    return { hasil = nil }
  end
  local hasil = setelan["pimpinan_" .. organisasi]
  catat("Capaian kinerja organisasi", organisasi)
  catat("Saran rating hasil kerja", hasil, "pimpinan unit memakai capaian organisasinya, SE MenPANRB 3/2023; padanannya setelan")
  return { hasil = hasil }
end

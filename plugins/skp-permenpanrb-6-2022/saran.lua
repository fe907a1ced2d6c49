-- Saran rating hasil kerja. Aturan menyerahkannya kepada penilai dan tidak memberi rumus; cara ini kebijakan
-- yang dapat diubah lewat setelan, dan selalu hanya saran:
--   indikator  di atas bila capaiannya melebihi ambang_atas, di bawah bila kurang dari ambang_bawah;
--   RHK        serendah indikatornya yang terendah, kecuali lebih dari separuh di atas: di atas;
--   SKP        di atas bila lebih dari separuh RHK utama di atas dan tidak ada yang di bawah,
--              di bawah bila lebih dari separuh RHK utama di bawah, selain itu sesuai;
--   tambahan   RHK tambahan yang di atas ikut dihitung sebagai di atas, tidak pernah menurunkan.
-- Perilaku tidak disarankan: tidak ada rumus yang menilai perilaku orang.

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

local function rating_rhk(r)
  if 2 * r.di_atas > r.indikator then return "di_atas" end
  return r.terendah
end

local function dari_indikator(evaluasi, setelan)
  local rhk, kurang = kumpulkan(evaluasi.indikator, setelan)
  if rhk == nil then
    catat("Indikator utama yang belum mempunyai realisasi", kurang, "nomor urut dalam SKP")
    catat("Saran rating hasil kerja", "belum ada", "saran memerlukan realisasi semua indikator utama")
    return nil
  end

  local utama, di_atas, di_bawah, tambahan = 0, 0, 0, 0
  for _, r in ipairs(rhk) do
    local nilai = rating_rhk(r)
    catat("RHK nomor", r.nomor, r.utama and "utama" or "tambahan")
    catat("Banyaknya indikator", r.indikator)
    catat("Di antaranya di atas ekspektasi", r.di_atas)
    catat("Rating RHK", nilai, "di atas bila lebih dari separuh indikatornya di atas, selain itu yang terendah")
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
  if di_bawah == 0 and 2 * (di_atas + tambahan) > utama then hasil = "di_atas" end
  if 2 * di_bawah > utama then hasil = "di_bawah" end
  catat("Banyaknya RHK utama", utama)
  catat("RHK utama di atas ekspektasi", di_atas)
  catat("RHK utama di bawah ekspektasi", di_bawah)
  catat("RHK tambahan di atas ekspektasi", tambahan)
  catat("Saran rating hasil kerja", hasil,
    "di atas: lebih dari separuh RHK utama di atas dan tidak ada yang di bawah; di bawah: lebih dari separuh di bawah")
  return hasil
end

return function(evaluasi, setelan, rating_pimpinan)
  if not evaluasi.kepala_unit then
    return { hasil = dari_indikator(evaluasi, setelan) }
  end
  local organisasi = evaluasi.capaian_organisasi
  if organisasi == nil then
    catat("Saran rating hasil kerja", "belum ada", "capaian kinerja organisasi belum ditetapkan")
    return { hasil = nil }
  end
  local hasil = rating_pimpinan[organisasi]
  catat("Capaian kinerja organisasi", organisasi)
  catat("Saran rating hasil kerja", hasil, "pimpinan unit memakai capaian organisasinya, SE MenPANRB 3/2023")
  return { hasil = hasil }
end

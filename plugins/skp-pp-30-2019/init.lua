-- Skema numerik lama: PP 30/2019 pasal 41, dengan nilai indikator PermenPANRB 8/2021.

local capaian = use "capaian"

local function dua_desimal(x)
  return num.round(x, 2, "half_up")
end

fungsi {
  nama = "capaian_iki",
  isian = {
    arah = { type = "string", enum = { "naik", "turun" }, title = "Arah indikator" },
    target_bawah = { type = "number", minimum = 0, title = "Target, batas bawah" },
    target_atas = { type = "number", minimum = 0, title = "Target, batas atas" },
    realisasi = { type = "number", minimum = 0, title = "Realisasi" },
  },
  hitung = function(isian, setelan)
    if isian.target_atas < isian.target_bawah then
      error { code = "target.terbalik", pesan = "Batas atas target lebih kecil daripada batas bawahnya." }
    end
    local banding = { arah = isian.arah, target = isian.target_bawah, realisasi = isian.realisasi }
    if isian.target_atas > isian.target_bawah then banding.target_atas = isian.target_atas end
    local hasil, rumus, t = capaian(banding, {
      dalam_rentang = setelan.capaian_dalam_rentang, target_nol = setelan.capaian_target_nol,
    })
    catat("Target yang dipakai (T)", t)
    catat("Capaian IKI", hasil, rumus .. " (PermenPANRB 8/2021)")
    return hasil
  end,
}

local function nilai_capaian(c, target_maksimal, awal)
  if c > 110 then return 120, "Sangat Baik: di atas 110%" end
  if c > 100 then
    return awal + (120 - awal) / 9 * (c - 101), "Sangat Baik: awal + (120 − awal) / (110 − 101) × (c − 101)"
  end
  if c == 100 and target_maksimal then return 120, "target maksimal tercapai penuh" end
  if c == 100 then return 109, "Baik: 100%" end
  if c >= 80 then return 70 + 19 / 19 * (c - 80), "Cukup: 70 + (89 − 70) / (99 − 80) × (c − 80)" end
  if c >= 60 then return 50 + 19 / 19 * (c - 60), "Kurang: 50 + (69 − 50) / (79 − 60) × (c − 60)" end
  return c / 59 * 49, "Sangat Kurang: c / 59 × 49"
end

fungsi {
  nama = "nilai_capaian",
  isian = {
    capaian = { type = "number", minimum = 0, maximum = 100000, title = "Capaian (%)" },
    target_maksimal = { type = "boolean", title = "Target sudah yang tertinggi yang mungkin" },
  },
  hitung = function(isian, setelan)
    local c = num.round(isian.capaian, 0, setelan.pembulatan_capaian) -- tabelnya dalam persen bulat
    local nilai, rumus = nilai_capaian(c, isian.target_maksimal, setelan.nilai_di_atas_target)
    nilai = dua_desimal(nilai)
    catat("Persen bulat", c, "dibulatkan menurut setelan: " .. setelan.pembulatan_capaian)
    catat("Nilai capaian", nilai, rumus)
    return nilai
  end,
}

fungsi {
  nama = "nilai_skp",
  isian = {
    utama = { type = "array", maxItems = 100, items = { type = "number", minimum = 0 }, title = "Nilai kinerja utama yang sudah dibobot" },
    tambahan = { type = "array", maxItems = 100, items = { type = "number", minimum = 0 }, title = "Nilai kinerja tambahan" },
  },
  hitung = function(isian, setelan)
    local ku, kt = dua_desimal(list.sum(isian.utama)), dua_desimal(list.sum(isian.tambahan))
    local diakui = math.min(kt, setelan.batas_tambahan)
    catat("Kinerja utama", ku, "jumlah nilai yang sudah dibobot")
    catat("Kinerja tambahan", diakui, "jumlah " .. kt .. ", paling banyak " .. setelan.batas_tambahan)
    return dua_desimal(ku + diakui)
  end,
}

local bobot = { ["70/30"] = { 70, 30 }, ["60/40"] = { 60, 40 } }

-- Dibandingkan dalam seperseratus bulat, tanpa pecahan biner.
local function predikat(seratus, ide_baru, setelan)
  if seratus >= 11000 and ide_baru then return "sangat_baik" end
  if seratus >= 9000 then return "baik" end
  if seratus >= setelan.batas_kurang * 100 then return "butuh_perbaikan" end -- dicetak "Cukup" pada skema ini
  if seratus >= setelan.batas_sangat_kurang * 100 then return "kurang" end
  return "sangat_kurang"
end

fungsi {
  nama = "nilai_kinerja",
  isian = {
    skp = { type = "number", minimum = 0, maximum = 120, title = "Nilai SKP" },
    perilaku = { type = "number", minimum = 0, maximum = 120, title = "Nilai perilaku kerja" },
    bobot = { type = "string", enum = { "70/30", "60/40" }, title = "Bobot SKP dan perilaku kerja" },
    ide_baru = { type = "boolean", title = "Menciptakan ide atau cara baru yang bermanfaat" },
  },
  hitung = function(isian, setelan)
    local b = bobot[isian.bobot]
    local nilai = dua_desimal((b[1] * isian.skp + b[2] * isian.perilaku) / 100)
    local hasil = predikat(num.round(nilai * 100, 0, "half_up"), isian.ide_baru, setelan)
    catat("Nilai kinerja", nilai, b[1] .. "% × SKP + " .. b[2] .. "% × perilaku (PP 30/2019 pasal 41)")
    catat("Predikat", hasil, "Sangat Baik hanya dengan ide atau cara baru")
    return { nilai = nilai, predikat = hasil }
  end,
}

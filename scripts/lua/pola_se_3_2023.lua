-- Distribution of predikat in one unit: SE MenPANRB 3/2023. A consideration for the leader, no ban.
-- In whole numbers: upper bounds are rounded down, lower ones up (the circular does not say how). Those who are not
-- evaluated and the head of the unit are left out by whoever asks. Needs the setting `pegawai_minimal`.
--
--   distribusi = use "pola_se_3_2023"       -- ({ organisasi, jumlah }, setelan) → { memenuhi_pola, informasi, catatan }

local pola = use "kurva" {
  golongan        = { "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang" },

  istimewa        = { { "terbesar", "sangat_baik" },
                      { "paling_banyak", 70, "sangat_baik" } },

  baik            = { { "terbesar", "baik" },
                      { "paling_banyak", 70, "baik" },
                      { "ada", "butuh_perbaikan", "kurang" } },

  butuh_perbaikan = { { "paling_sedikit", 60, "butuh_perbaikan" },
                      { "paling_banyak", 10, "sangat_baik" } },

  kurang          = { { "paling_sedikit", 60, "kurang" },
                      { "paling_sedikit", 10, "butuh_perbaikan" },
                      { "paling_banyak", 10, "sangat_baik" } },

  sangat_kurang   = { { "paling_sedikit", 60, "sangat_kurang" },
                      { "paling_sedikit", 10, "kurang", "butuh_perbaikan" },
                      { "tidak_ada", "sangat_baik" } },
}

local sebutan = {
  sangat_baik     = "Sangat Baik",
  baik            = "Baik",
  butuh_perbaikan = "Butuh Perbaikan",
  kurang          = "Kurang",
  sangat_kurang   = "Sangat Kurang",
}

-- Golongan yang disebut aturan mulai tempat ke-`awal`: "Kurang dan/atau Butuh Perbaikan".
local function nama_golongan(aturan, awal)
  local nama = sebutan[aturan[awal]]
  for i = awal + 1, #aturan do nama = nama .. " dan/atau " .. sebutan[aturan[i]] end
  return nama
end

local function kode_golongan(aturan, awal)
  local kode = aturan[awal]
  for i = awal + 1, #aturan do kode = kode .. "_atau_" .. aturan[i] end
  return kode
end

-- Kode tetap dan kalimat untuk satu aturan yang tidak terpenuhi.
local bentuk = {
  terbesar = function(r)
    return r[2] .. "_bukan_terbesar", sebutan[r[2]] .. " seharusnya golongan terbesar."
  end,
  paling_banyak = function(r)
    return kode_golongan(r, 3) .. "_lebih_dari_" .. tostring(r[2]),
      nama_golongan(r, 3) .. " paling banyak " .. tostring(r[2]) .. "%"
  end,
  paling_sedikit = function(r)
    return kode_golongan(r, 3) .. "_kurang_dari_" .. tostring(r[2]),
      nama_golongan(r, 3) .. " paling sedikit " .. tostring(r[2]) .. "%"
  end,
  ada = function(r)
    return "tanpa_" .. kode_golongan(r, 2), "Harus ada pegawai " .. nama_golongan(r, 2) .. "."
  end,
  tidak_ada = function(r)
    return "ada_" .. kode_golongan(r, 2), "Tidak boleh ada pegawai " .. nama_golongan(r, 2) .. "."
  end,
}

return function(isian, setelan)
  local n, total = isian.jumlah, 0
  for golongan in pairs(sebutan) do
    total = total + n[golongan]
  end
  catat("Pegawai dalam pola", total, "jumlah kelima predikat")
  if total == 0 then return { memenuhi_pola = true, informasi = true, catatan = list.new() } end

  local catatan = list.new()
  for i, tidak in ipairs(pola(isian.organisasi, n)) do
    local kode, pesan = bentuk[tidak.aturan[1]](tidak.aturan)
    if tidak.aturan[1] == "paling_banyak" or tidak.aturan[1] == "paling_sedikit" then
      pesan = pesan .. "; sekarang " .. tostring(tidak.jumlah) .. " dari " .. tostring(total) .. " pegawai."
    end
    catatan[i] = { kode = kode, pesan = pesan }
    catat(kode, false, pesan .. " SE MenPANRB 3/2023, capaian organisasi " .. isian.organisasi)
  end

  local informasi = total < setelan.pegawai_minimal
  if informasi then
    catat("Hanya keterangan", true, "kurang dari " .. tostring(setelan.pegawai_minimal) .. " pegawai")
  end
  return { memenuhi_pola = #catatan == 0, informasi = informasi, catatan = catatan }
end

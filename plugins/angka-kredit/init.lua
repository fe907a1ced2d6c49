-- Angka kredit: (bulan / 12) × persentase predikat × koefisien jenjang setahun.
-- PermenPANRB 1/2023 pasal 37; Peraturan BKN 3/2023. Disimpan pasti sebagai n/192:
-- n = bulan × (4 × persentase) × (4 × koefisien), karena 12 × 4 × 4 = 192.

local pecahan = use "pecahan"

local SERIBU = 1000
local PENYEBUT = 192

-- 4 × persentase.
local persen4 = { sangat_baik = 6, baik = 4, butuh_perbaikan = 3, kurang = 2, sangat_kurang = 1 }

-- Jenjang keahlian: 4 × koefisien setahun, syarat kumulatif kenaikan pangkat dan jenjang (jenjang puncak: tidak ada).
local keahlian = {
  ahli_pertama = { koefisien4 = 50,  pangkat = 50,  jenjang = 100 },
  ahli_muda    = { koefisien4 = 100, pangkat = 100, jenjang = 200 },
  ahli_madya   = { koefisien4 = 150, pangkat = 150, jenjang = 450 },
  ahli_utama   = { koefisien4 = 200, pangkat = 200 },
}
local tanpa_jenjang = { penyelia = true }

-- Jenjang keterampilan belum dipastikan, jadi angkanya setelan.
local function angka_jenjang(nama, setelan)
  if keahlian[nama] then return keahlian[nama] end
  local syarat = { koefisien4 = pecahan.kali(setelan["koefisien_" .. nama], 4), pangkat = setelan["pangkat_" .. nama] }
  if not tanpa_jenjang[nama] then syarat.jenjang = setelan["jenjang_" .. nama] end
  return syarat
end

local nama_jenjang = { "pemula", "terampil", "mahir", "penyelia", "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama" }
local nama_predikat = { "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang" }

local isian_jenjang = { type = "string", enum = nama_jenjang, title = "Jenjang jabatan fungsional" }
local isian_predikat = { type = "string", enum = nama_predikat, title = "Predikat kinerja" }
local isian_bulan = { type = "integer", minimum = 1, maximum = 12, title = "Bulan dinilai" }

local function konversi(baris, setelan)
  local koefisien4 = angka_jenjang(baris.jenjang, setelan).koefisien4
  local n = baris.bulan * persen4[baris.predikat] * koefisien4
  catat("Angka kredit " .. baris.jenjang, pecahan.tulis(n, PENYEBUT, 3),
    baris.bulan .. "/12 × " .. 25 * persen4[baris.predikat] .. "% × " ..
    pecahan.tulis(koefisien4, 4, 2))
  return n
end

fungsi {
  nama = "konversi",
  isian = { jenjang = isian_jenjang, predikat = isian_predikat, bulan = isian_bulan },
  hitung = function(isian, setelan)
    local n = konversi(isian, setelan)
    return { angka = pecahan.tulis(n, PENYEBUT, setelan.desimal), n = n }
  end,
}

fungsi {
  nama = "akumulasi",
  isian = {
    jenjang = isian_jenjang,
    awal = { type = "string", minLength = 1, maxLength = 12, title = "Angka kredit awal dalam jenjang ini" },
    rincian = {
      type = "array", maxItems = 200, title = "Periode yang dikonversi",
      items = {
        type = "object", additionalProperties = false, required = { "predikat", "bulan", "jenjang" },
        properties = { predikat = isian_predikat, bulan = isian_bulan, jenjang = isian_jenjang },
      },
    },
  },
  hitung = function(isian, setelan)
    local syarat = angka_jenjang(isian.jenjang, setelan)
    -- Seluruh jumlah dalam 1/192000, sehingga awal tiga desimal pun tetap pasti.
    local jumlah = pecahan.baca(isian.awal) * PENYEBUT
    catat("Awal", isian.awal, "angka kredit yang dibawa dalam jenjang " .. isian.jenjang)
    for _, baris in ipairs(isian.rincian) do
      if baris.jenjang == isian.jenjang then
        jumlah = jumlah + konversi(baris, setelan) * SERIBU
      else
        catat("Tidak dihitung", baris.jenjang, "kenaikan jenjang memulai angka kredit dari 0 (Peraturan BKN 3/2023)")
      end
    end
    local penuh = PENYEBUT * SERIBU
    local angka = pecahan.tulis(jumlah, penuh, setelan.desimal)
    catat("Jumlah", angka, "awal + seluruh konversi, dibulatkan sekali")
    local hasil = {
      angka = angka,
      n = (2 * jumlah + SERIBU) // (2 * SERIBU), -- 1/192 terdekat; pasti bila awal kelipatannya
      minimal_pangkat = pecahan.tulis(syarat.pangkat, 1, setelan.desimal),
      layak_pangkat = jumlah >= syarat.pangkat * penuh,
      layak_jenjang = false,
    }
    if syarat.jenjang then
      hasil.minimal_jenjang = pecahan.tulis(syarat.jenjang, 1, setelan.desimal)
      hasil.layak_jenjang = jumlah >= syarat.jenjang * penuh
    end
    return hasil
  end,
}

-- [R] Ijazah lebih tinggi yang sesuai bidang: sebagian dari syarat kenaikan pangkat, sekali tiap ijazah.
local tingkat = { sma = 1, d1 = 2, d2 = 3, d3 = 4, d4 = 5, s1 = 5, s2 = 6, s3 = 7 }
local isian_ijazah = { type = "string", enum = { "sma", "d1", "d2", "d3", "d4", "s1", "s2", "s3" }, title = "Ijazah" }

fungsi {
  nama = "ijazah",
  isian = { jenjang = isian_jenjang, lama = isian_ijazah, baru = isian_ijazah, predikat = isian_predikat },
  hitung = function(isian, setelan)
    if tingkat[isian.baru] <= tingkat[isian.lama] then
      error { code = "ijazah.tidak_lebih_tinggi", pesan = "Ijazah baru harus lebih tinggi daripada yang sudah diakui." }
    end
    if isian.predikat ~= "baik" and isian.predikat ~= "sangat_baik" then
      error { code = "ijazah.predikat", pesan = "Predikat terakhir harus paling rendah Baik." }
    end
    local pangkat = angka_jenjang(isian.jenjang, setelan).pangkat
    local angka = pecahan.tulis(pangkat * setelan.persen_ijazah, 100, setelan.desimal)
    catat("Angka kredit ijazah", angka, setelan.persen_ijazah .. "% × syarat kenaikan pangkat " .. pangkat)
    return { angka = angka }
  end,
}

-- Perpindahan dari jabatan lain: angka kredit sekian tahun dalam pangkat, ditambah nilai dasar pangkatnya.
local golongan = { "iii_a", "iii_b", "iii_c", "iii_d", "iv_a", "iv_b", "iv_c", "iv_d", "iv_e" }

fungsi {
  nama = "perpindahan",
  isian = {
    jenjang = { type = "string", enum = { "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama" }, title = "Jenjang yang dimasuki" },
    golongan = { type = "string", enum = golongan, title = "Golongan ruang" },
    predikat = isian_predikat,
    tahun = { type = "integer", minimum = 0, maximum = 40, title = "Tahun dalam pangkat terakhir" },
  },
  hitung = function(isian, setelan)
    local n = isian.tahun * 12 * persen4[isian.predikat] * keahlian[isian.jenjang].koefisien4
    local dasar = setelan["dasar_golongan_" .. isian.golongan]
    local diperoleh = pecahan.tulis(n, PENYEBUT, setelan.desimal)
    catat("Angka kredit dari tahun dalam pangkat", diperoleh, isian.tahun .. " tahun × persentase predikat × koefisien jenjang")
    catat("Nilai dasar golongan", dasar, "setelan")
    local angka = pecahan.tulis(n + pecahan.kali(dasar, PENYEBUT), PENYEBUT, setelan.desimal)
    catat("Angka kredit perpindahan", angka, "dijumlahkan, dibulatkan sekali")
    return { diperoleh = diperoleh, angka = angka }
  end,
}

fungsi {
  nama = "integrasi",
  isian = {
    jenjang = { type = "string", enum = { "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama" }, title = "Jenjang" },
    konvensional = { type = "string", minLength = 1, maxLength = 12, title = "Angka kredit konvensional kumulatif" },
  },
  hitung = function(isian, setelan)
    local dasar = setelan["dasar_" .. isian.jenjang]
    local seribu = pecahan.baca(isian.konvensional) - dasar * SERIBU
    if seribu < 0 then
      error { code = "integrasi.kurang", pesan = "Angka kredit konvensional lebih kecil daripada nilai dasar " .. num.text(dasar) .. "." }
    end
    local angka = pecahan.tulis(seribu, SERIBU, setelan.desimal)
    catat("Angka kredit integrasi", angka, "konvensional kumulatif − nilai dasar " .. dasar .. " [R]")
    return { angka = angka }
  end,
}

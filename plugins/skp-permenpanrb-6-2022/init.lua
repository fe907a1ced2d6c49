-- Pengelolaan kinerja pegawai ASN: PermenPANRB 6/2022, dengan cara penetapan predikat SE MenPANRB 3/2023.
--
-- Predikat tidak dihitung dengan angka: penilai menetapkan dua rating, matriks menetapkan predikat.
-- Fungsi saran hanya membantu penilai; batasnya ada di setelan karena aturan tidak memberi angka.

local saran = use "saran_hasil"

-- Sebutan predikat pada formulir dan rekap. Seluruh teks dibandingkan, bukan sebagian:
-- "Sangat Baik" memuat "Baik". Yang tidak tertulis di sini ditolak, tidak ditebak.
local sebutan = {
  ["sangat baik"]      = "sangat_baik",
  ["baik"]             = "baik",
  ["butuh perbaikan"]  = "butuh_perbaikan",
  ["perlu perbaikan"]  = "butuh_perbaikan",
  ["kurang"]           = "kurang",
  ["kurang/misconduct"] = "kurang",
  ["sangat kurang"]    = "sangat_kurang",
}

skema {
  kode = "permenpanrb-6-2022",
  judul = "Pengelolaan kinerja PermenPANRB 6/2022",

  capaian = use "capaian_6_2022",

  saran = function(evaluasi, setelan)
    return saran(evaluasi, setelan)
  end,

  predikat = use "predikat_6_2022",
  distribusi = use "pola_se_3_2023",
}

fungsi {
  nama = "baca_predikat",
  judul = "Baca sebutan predikat dari formulir atau rekap",
  isian = { label = { type = "string", minLength = 1, maxLength = 100, title = "Sebutan predikat" } },
  hitung = function(isian, setelan)
    local bersih = text.fold(isian.label)
    local hasil = sebutan[bersih]
    if hasil == nil then error("sebutan predikat tidak dikenal: " .. isian.label) end
    catat("Predikat", hasil, "sebutan \"" .. bersih .. "\"")
    return hasil
  end,
}

fungsi {
  nama = "rating_hasil_kepala_unit",
  judul = "Rating hasil kerja pimpinan unit dari capaian kinerja organisasi",
  isian = {
    organisasi = {
      type = "string",
      enum = { "istimewa", "baik", "butuh_perbaikan", "kurang", "sangat_kurang" },
      title = "Capaian kinerja organisasi",
    },
  },
  hitung = function(isian, setelan)
    -- SE MenPANRB 3/2023: capaian organisasi menjadi rating hasil kerja pimpinannya; padanan tiap capaian setelan.
    local hasil = setelan["pimpinan_" .. isian.organisasi]
    catat("Rating hasil kerja pimpinan unit", hasil,
      "capaian kinerja organisasi " .. isian.organisasi .. ", SE MenPANRB 3/2023")
    return hasil
  end,
}

-- Indeks Profesionalitas ASN: kualifikasi (25) + kompetensi (40) + kinerja (30) + disiplin (5).
-- PermenPANRB 38/2018; Peraturan BKN 8/2019. Subnilai selain kualifikasi bertanda [R] pada README.

local kualifikasi = { s3 = 25, s2 = 20, s1 = 15, d4 = 15, d3 = 10, d2 = 5, d1 = 5, sma = 5, smp = 1, sd = 1 }
local kinerja = { sangat_baik = 30, baik = 25, butuh_perbaikan = 15, kurang = 5, sangat_kurang = 1 }
local disiplin = { tidak_ada = 5, ringan = 3, sedang = 2, berat = 1 }

-- Unsur kompetensi tiap jenis jabatan; jumlahnya 40.
local kompetensi = {
  struktural = { { "diklat_kepemimpinan", 15 }, { "diklat_20jp", 15 }, { "seminar", 10 } },
  fungsional = { { "diklat_fungsional", 15 }, { "diklat_20jp", 15 }, { "seminar", 10 } },
  pelaksana  = { { "diklat_20jp", 22.5 }, { "seminar", 17.5 } },
}

local function nilai_kompetensi(isian)
  local jumlah = 0
  for _, unsur in ipairs(kompetensi[isian.jenis_jabatan]) do
    local nama, bobot = unsur[1], unsur[2]
    local nilai = isian[nama] and bobot or 0
    catat("Kompetensi: " .. nama, nilai, isian[nama] and "ada" or "belum ada, dari " .. bobot)
    jumlah = jumlah + nilai
  end
  return jumlah
end

local function kategori(nilai, setelan)
  if nilai > setelan.batas_sangat_tinggi then return "sangat_tinggi" end
  if nilai > setelan.batas_tinggi then return "tinggi" end
  if nilai > setelan.batas_sedang then return "sedang" end
  if nilai > setelan.batas_rendah then return "rendah" end
  return "sangat_rendah"
end

local function pilihan(judul, ...)
  return { type = "string", enum = { ... }, title = judul }
end

fungsi {
  nama = "indeks",
  isian = {
    jenis_jabatan = pilihan("Jenis jabatan", "struktural", "fungsional", "pelaksana"),
    pendidikan = pilihan("Pendidikan terakhir", "s3", "s2", "s1", "d4", "d3", "d2", "d1", "sma", "smp", "sd"),
    diklat_kepemimpinan = { type = "boolean", title = "Diklat kepemimpinan" },
    diklat_fungsional = { type = "boolean", title = "Diklat fungsional" },
    diklat_20jp = { type = "boolean", title = "Diklat teknis 20 JP dalam setahun terakhir" },
    seminar = { type = "boolean", title = "Seminar dalam dua tahun terakhir" },
    predikat = pilihan("Predikat kinerja", "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"),
    hukuman = pilihan("Hukuman disiplin", "tidak_ada", "ringan", "sedang", "berat"),
  },
  hitung = function(isian, setelan)
    local rincian = {
      kualifikasi = kualifikasi[isian.pendidikan],
      kompetensi = nilai_kompetensi(isian),
      kinerja = kinerja[isian.predikat],
      disiplin = disiplin[isian.hukuman],
    }
    local nilai = rincian.kualifikasi + rincian.kompetensi + rincian.kinerja + rincian.disiplin
    catat("Kualifikasi", rincian.kualifikasi, "pendidikan " .. isian.pendidikan)
    catat("Kompetensi", rincian.kompetensi, "jumlah unsur jabatan " .. isian.jenis_jabatan)
    catat("Kinerja", rincian.kinerja, "predikat " .. isian.predikat)
    catat("Disiplin", rincian.disiplin, "hukuman " .. isian.hukuman)
    catat("Indeks", nilai, "kualifikasi + kompetensi + kinerja + disiplin (" .. setelan.aturan .. ")")
    return { nilai = nilai, kategori = kategori(nilai, setelan), rincian = rincian }
  end,
}

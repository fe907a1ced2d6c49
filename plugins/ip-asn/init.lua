-- Indeks Profesionalitas ASN: kualifikasi (25) + kompetensi (40) + kinerja (30) + disiplin (5).
-- PermenPANRB 38/2018; Peraturan BKN 8/2019. Subnilai selain kualifikasi bertanda [R] pada README.

local rentang_nilai = use "rentang_nilai"

-- Setelan yang memberi subnilai; semuanya bertanda pada plugin.json.
local kualifikasi = {
  s3 = "kualifikasi_s3", s2 = "kualifikasi_s2", s1 = "kualifikasi_s1", d4 = "kualifikasi_s1", d3 = "kualifikasi_d3",
  d2 = "kualifikasi_sma", d1 = "kualifikasi_sma", sma = "kualifikasi_sma", smp = "kualifikasi_smp", sd = "kualifikasi_smp",
}

-- Unsur kompetensi tiap jenis jabatan: isian dan setelannya; bawaannya berjumlah 40.
local kompetensi = {
  struktural = { { "diklat_kepemimpinan", "diklat_kepemimpinan" }, { "diklat_20jp", "diklat_20jp" }, { "seminar", "seminar" } },
  fungsional = { { "diklat_fungsional", "diklat_fungsional" }, { "diklat_20jp", "diklat_20jp" }, { "seminar", "seminar" } },
  pelaksana  = { { "diklat_20jp", "diklat_20jp_pelaksana" }, { "seminar", "seminar_pelaksana" } },
}

local function nilai_kompetensi(isian, setelan)
  local jumlah = 0
  for _, unsur in ipairs(kompetensi[isian.jenis_jabatan]) do
    local nama, bobot = unsur[1], setelan["nilai_" .. unsur[2]]
    local nilai = isian[nama] and bobot or 0
    catat("Kompetensi: " .. nama, nilai, isian[nama] and "ada" or "belum ada, dari " .. num.text(bobot))
    jumlah = jumlah + nilai
  end
  return jumlah
end

-- Batasnya setelan; yang tidak naik ditolak dengan sebabnya.
local function kategori(nilai, setelan)
  return rentang_nilai {
    { dari = 0, "sangat_rendah" },
    { di_atas = setelan.batas_rendah, "rendah" },
    { di_atas = setelan.batas_sedang, "sedang" },
    { di_atas = setelan.batas_tinggi, "tinggi" },
    { di_atas = setelan.batas_sangat_tinggi, "sangat_tinggi" },
  } (nilai)
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
      kualifikasi = setelan[kualifikasi[isian.pendidikan]],
      kompetensi = nilai_kompetensi(isian, setelan),
      kinerja = setelan["kinerja_" .. isian.predikat],
      disiplin = setelan["disiplin_" .. isian.hukuman],
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

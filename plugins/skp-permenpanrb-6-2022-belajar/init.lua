-- Varian skp-permenpanrb-6-2022: penilai melihat usaha belajar pegawai sebagai catatan di samping saran. Saran, capaian,
-- predikat dan pola distribusi sama seperti skema asalnya, sampai bita terakhir; belajar tidak menjadi angka penilaian.

local catatan = use "catatan"
local hitung_capaian = use "capaian"
local saran = use "saran_hasil"
local distribusi = use "pola_se_3_2023"

-- Predikat kinerja: PermenPANRB 6/2022. Baris: hasil kerja, kolom: perilaku kerja.
local predikat = use "matriks" {
  kolom        = { "di_bawah",      "sesuai",           "di_atas" },
  di_atas      = { "kurang",        "baik",             "sangat_baik" },
  sesuai       = { "kurang",        "baik",             "baik" },
  di_bawah     = { "sangat_kurang", "butuh_perbaikan",  "butuh_perbaikan" },
}

skema {
  kode = "permenpanrb-6-2022-belajar",
  judul = "Pengelolaan kinerja PermenPANRB 6/2022, dengan catatan belajar",

  capaian = function(indikator, setelan)
    local persen, rumus, t = hitung_capaian(indikator, {
      dalam_rentang = setelan.capaian_dalam_rentang,
      target_nol = setelan.capaian_target_nol,
      target_nol_tertinggi = setelan.capaian_target_nol_tertinggi,
    })
    catat("Realisasi (R)", indikator.realisasi)
    catat("Target yang dipakai (T)", t)
    catat("Capaian indikator (persen)", persen, rumus)
    return persen
  end,

  saran = function(evaluasi, setelan)
    local hasil = saran(evaluasi, setelan)
    catat("Catatan untuk penilai", catatan(evaluasi.belajar, evaluasi.status_pegawai, setelan),
      "usaha belajar; bahan umpan balik, tidak mengubah saran")
    return hasil
  end,

  predikat = function(isian)
    local hasil = predikat(isian.hasil, isian.perilaku)
    catat("Rating hasil kerja", isian.hasil, "ditetapkan penilai")
    catat("Rating perilaku kerja", isian.perilaku, "ditetapkan penilai")
    catat("Predikat kinerja", hasil, "matriks hasil kerja dan perilaku kerja, PermenPANRB 6/2022")
    return hasil
  end,

  distribusi = distribusi,
}

local bulat = function(judul) return { type = "integer", minimum = 0, maximum = 100000, title = judul } end

fungsi {
  nama = "catatan_belajar",
  judul = "Catatan belajar untuk penilai",
  isian = {
    status_pegawai = { type = "string", enum = { "pns", "cpns", "pppk", "pppk_paruh_waktu" }, title = "Status kepegawaian" },
    jp = bulat("JP terverifikasi pada periode ini"),
    jp_tahun = bulat("JP terverifikasi sejak awal tahun"),
    jp_usulan = bulat("JP lulus yang belum diverifikasi"),
    modul_berjalan = bulat("Pelatihan yang berjalan"),
    modul_selesai = bulat("Pelatihan terverifikasi pada periode ini"),
  },
  hitung = function(isian, setelan)
    local teks = catatan(isian, isian.status_pegawai, setelan)
    catat("Catatan untuk penilai", teks, "usaha belajar; bahan umpan balik, tidak mengubah saran")
    return teks
  end,
}

-- Varian skp-permenpanrb-6-2022: penilai melihat usaha belajar pegawai sebagai catatan di samping saran. Saran, capaian,
-- predikat dan pola distribusi sama seperti skema asalnya, sampai bita terakhir; belajar tidak menjadi angka penilaian.

local catatan = use "catatan"
local saran = use "saran_hasil"

skema {
  kode = "permenpanrb-6-2022-belajar",
  judul = "Pengelolaan kinerja PermenPANRB 6/2022, dengan catatan belajar",

  capaian = use "capaian_6_2022",

  saran = function(evaluasi, setelan)
    local hasil = saran(evaluasi, setelan)
    catat("Catatan untuk penilai", catatan(evaluasi.belajar, evaluasi.status_pegawai, setelan),
      "usaha belajar; bahan umpan balik, tidak mengubah saran")
    return hasil
  end,

  predikat = use "predikat_6_2022",
  distribusi = use "pola_se_3_2023",
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

-- Pengelolaan kinerja pegawai ASN menurut PermenPANRB 6/2022 dan SE MenPANRB 3/2023.

local matriks = use "matriks"

-- Predikat kinerja: PermenPANRB 6/2022. Baris: hasil kerja, kolom: perilaku kerja.
local predikat = matriks {
  kolom        = { "di_bawah",      "sesuai",           "di_atas" },
  di_atas      = { "kurang",        "baik",             "sangat_baik" },
  sesuai       = { "kurang",        "baik",             "baik" },
  di_bawah     = { "sangat_kurang", "butuh_perbaikan",  "butuh_perbaikan" },
}

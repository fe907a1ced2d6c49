-- Predikat kinerja from the two ratings: the nine cells of PermenPANRB 6/2022. Rows: hasil kerja, columns: perilaku kerja.
--
--   predikat = use "predikat_6_2022"       -- ({ hasil, perilaku }) → "baik"

local matriks = use "matriks" {
  kolom        = { "di_bawah",      "sesuai",           "di_atas" },
  di_atas      = { "kurang",        "baik",             "sangat_baik" },
  sesuai       = { "kurang",        "baik",             "baik" },
  di_bawah     = { "sangat_kurang", "butuh_perbaikan",  "butuh_perbaikan" },
}

return function(isian)
  local hasil = matriks(isian.hasil, isian.perilaku)
  catat("Rating hasil kerja", isian.hasil, "ditetapkan penilai")
  catat("Rating perilaku kerja", isian.perilaku, "ditetapkan penilai")
  catat("Predikat kinerja", hasil, "matriks hasil kerja dan perilaku kerja, PermenPANRB 6/2022")
  return hasil
end

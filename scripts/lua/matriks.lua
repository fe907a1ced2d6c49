-- A decision matrix, written as it stands in the rule and checked for gaps when the plugin loads.
--
--   local predikat = use "matriks" {
--     kolom    = { "di_bawah",      "sesuai",          "di_atas" },
--     di_atas  = { "kurang",        "baik",            "sangat_baik" },
--     sesuai   = { "kurang",        "baik",            "baik" },
--     di_bawah = { "sangat_kurang", "butuh_perbaikan", "butuh_perbaikan" },
--   }
--   predikat("di_atas", "sesuai")  --> "baik"
--
-- Every row has as many cells as there are columns; an unknown row or column is an error, never a guess.

return function(tabel)
  assert(type(tabel) == "table" and type(tabel.kolom) == "table" and #tabel.kolom > 0,
    "matriks: kolom belum ada")

  local kolom, sel, baris = {}, {}, 0
  for i, nama in ipairs(tabel.kolom) do
    assert(type(nama) == "string", "matriks: nama kolom harus teks")
    assert(kolom[nama] == nil, "matriks: kolom " .. nama .. " ditulis dua kali")
    kolom[nama] = i
  end

  for nama, isi in pairs(tabel) do
    if nama ~= "kolom" then
      assert(type(isi) == "table", "matriks: baris " .. tostring(nama) .. " harus daftar")
      local salinan, banyak = {}, 0
      for i, nilai in pairs(isi) do
        assert(math.tointeger(i) and i >= 1 and i <= #tabel.kolom,
          "matriks: baris " .. tostring(nama) .. " memuat sel di luar kolom")
        salinan[i] = nilai
        banyak = banyak + 1
      end
      assert(banyak == #tabel.kolom, "matriks: baris " .. tostring(nama) .. " tidak lengkap")
      sel[nama] = salinan
      baris = baris + 1
    end
  end
  assert(baris > 0, "matriks: baris belum ada")

  return function(nama_baris, nama_kolom)
    local r = sel[nama_baris]
    if r == nil then error("matriks: baris tidak dikenal: " .. tostring(nama_baris)) end
    local k = kolom[nama_kolom]
    if k == nil then error("matriks: kolom tidak dikenal: " .. tostring(nama_kolom)) end
    return r[k]
  end
end

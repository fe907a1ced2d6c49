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

-- The cells {row = {cell by number}} and the columns {name = number}; or nil and what is wrong.
local function baca(tabel)
  if type(tabel) ~= "table" or type(tabel.kolom) ~= "table" or #tabel.kolom == 0 then return nil, "kolom belum ada" end

  local kolom, sel, baris = {}, {}, 0
  for i, nama in ipairs(tabel.kolom) do
    if type(nama) ~= "string" then return nil, "nama kolom harus teks" end
    if kolom[nama] ~= nil then return nil, "kolom " .. nama .. " ditulis dua kali" end
    kolom[nama] = i
  end

  for nama, isi in pairs(tabel) do
    if nama ~= "kolom" then
      local di = "baris " .. tostring(nama)
      if type(isi) ~= "table" then return nil, di .. " harus daftar" end
      local salinan, banyak = {}, 0
      for i, nilai in pairs(isi) do
        if not math.tointeger(i) or i < 1 or i > #tabel.kolom then return nil, di .. " memuat sel di luar kolom" end
        salinan[i] = nilai
        banyak = banyak + 1
      end
      if banyak ~= #tabel.kolom then return nil, di .. " tidak lengkap" end
      sel[nama] = salinan
      baris = baris + 1
    end
  end
  if baris == 0 then return nil, "baris belum ada" end
  return sel, kolom
end

return function(tabel)
  local sel, kolom = baca(tabel)
  if sel == nil then error("matriks: " .. kolom, 2) end

  return function(nama_baris, nama_kolom)
    local r = sel[nama_baris]
    if r == nil then error("matriks: baris tidak dikenal: " .. tostring(nama_baris), 2) end
    local k = kolom[nama_kolom]
    if k == nil then error("matriks: kolom tidak dikenal: " .. tostring(nama_kolom), 2) end
    return r[k]
  end
end

-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local galat
fungsi { nama = "serang", hitung = function(isian, setelan)
  local _, e = pcall(function() return isian.tidak_ada end)
  galat = galat or e
  return galat.baris
end }

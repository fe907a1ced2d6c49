-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local function pencacah()
  local n = 0
  return { naik = function() n = n + 1 return n end }
end
local p = pencacah()
fungsi { nama = "serang", hitung = function(isian, setelan) return p.naik() end }

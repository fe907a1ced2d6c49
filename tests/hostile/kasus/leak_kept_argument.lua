-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local lama
fungsi { nama = "serang", hitung = function(isian, setelan)
  local x = lama and lama.x or 0
  lama = isian
  return x
end }

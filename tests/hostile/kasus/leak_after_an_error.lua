-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local n = 0
fungsi { nama = "serang", hitung = function(isian, setelan)
  n = n + 1
  error("baris " .. n)
end }

-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local maju = pairs({ a = 1, b = 2, c = 3 })
fungsi { nama = "serang", hitung = function(isian, setelan)
  local k = maju()
  return k or "habis"
end }

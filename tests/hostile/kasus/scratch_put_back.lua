-- fase: call | bentuk: paket | kode: ok | batas: kemurnian | hasil: 10 20 30
local t = { n = 1 }
fungsi { nama = "serang", hitung = function(isian, setelan)
  t.n = isian.x
  local n = t.n * 10
  t.n = 1
  return n
end }

-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
local daftar = { nama = "serang", isian = { n = 0 } }
function daftar.hitung(isian, setelan)
  daftar.isian.n = daftar.isian.n + 1
  return daftar.isian.n
end
fungsi(daftar)

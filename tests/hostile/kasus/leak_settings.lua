-- fase: call | bentuk: paket | kode: plugin.tidak_murni | batas: kemurnian
fungsi { nama = "serang", hitung = function(isian, setelan)
  setelan[1] = (setelan[1] or 0) + 1
  return setelan[1]
end }

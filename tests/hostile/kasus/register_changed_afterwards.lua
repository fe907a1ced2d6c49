-- fase: load | kode: ok | batas: pendaftaran
local t = { nama = "serang", hitung = function() return 1 end }
fungsi(t)
t.nama = "../x"
t.hitung = nil

-- fase: load | kode: plugin.pendaftaran | batas: 500 pendaftaran
for i = 1, 1000 do fungsi { nama = "f" .. i, hitung = function() return 1 end } end

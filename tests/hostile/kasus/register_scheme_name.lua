-- fase: load | kode: plugin.nama_bentrok | batas: kode
fungsi { nama = "predikat", hitung = function() return 1 end }

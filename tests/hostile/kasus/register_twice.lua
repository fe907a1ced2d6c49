-- fase: load | kode: plugin.nama_bentrok | batas: kode
fungsi { nama = "sama", hitung = function() return 1 end }
fungsi { nama = "sama", hitung = function() return 1 end }

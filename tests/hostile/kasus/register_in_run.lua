-- fase: call | kode: plugin.fase | batas: fase | muat: ok
fungsi { nama = "baru", hitung = function() return 1 end }

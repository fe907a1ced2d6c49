-- fase: load | kode: ok | batas: 128 KiB | isi: 131072
fungsi { nama = "serang", hitung = function() return 1 end }

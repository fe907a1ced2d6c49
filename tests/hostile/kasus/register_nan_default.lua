-- fase: load | kode: plugin.angka | batas: angka
fungsi { nama = "a", isian = { x = { default = 0 / 0 } }, hitung = function() return 1 end }

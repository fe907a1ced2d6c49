-- fase: test | kode: plugin.batas_sempit | batas: separuh batas
-- uji: [{"id":"satu","fungsi":"serang","isian":{"x":1},"hasil":1},{"id":"dua","fungsi":"serang","isian":{"x":2},"hasil":2}]
fungsi { nama = "serang", judul = "S", isian = { x = { type = "integer", title = "x" } }, hitung = function(isian, setelan) for i = 1, 3000000 do end return isian.x end }

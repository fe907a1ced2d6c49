-- fase: test | kode: ok | batas: uji
-- uji: [{"id":"satu","fungsi":"serang","isian":{"x":1},"hasil":1},{"id":"dua","fungsi":"serang","isian":{"x":2},"hasil":2}]
fungsi { nama = "serang", judul = "S", isian = { x = { type = "integer", title = "x" } }, hitung = function(isian, setelan) return isian.x end }

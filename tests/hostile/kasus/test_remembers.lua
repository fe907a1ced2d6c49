-- fase: test | kode: plugin.uji_gagal | batas: kemurnian
-- uji: [{"id":"satu","fungsi":"serang","isian":{"x":1},"hasil":1},{"id":"dua","fungsi":"serang","isian":{"x":2},"hasil":2}]
local ingat = {}
fungsi { nama = "serang", judul = "S", isian = { x = { type = "integer", title = "x" } }, hitung = function(isian, setelan) ingat[isian.x] = true return isian.x end }

-- fase: test | kode: plugin.uji_gagal | batas: kemurnian
-- uji: [{"id":"satu","fungsi":"serang","isian":{"x":1},"hasil":1},{"id":"dua","fungsi":"serang","isian":{"x":2},"hasil":2}]
local n = 0
fungsi { nama = "serang", judul = "S", isian = { x = { type = "integer", title = "x" } }, hitung = function(isian, setelan) n = n + 1 return n end }

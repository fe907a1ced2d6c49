-- fase: load | kode: plugin.bentuk_hasil | batas: bentuk
local t = {}
t.t = t
fungsi { nama = "a", isian = t, hitung = function() return 1 end }

-- fase: load | kode: plugin.batas_hasil | batas: 16 tingkat
local t = {}
for i = 1, 40 do t = { t = t } end
fungsi { nama = "a", isian = t, hitung = function() return 1 end }

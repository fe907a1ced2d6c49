-- fase: load | kode: plugin.batas_hasil | batas: 4096 nilai
local t = {}
for i = 1, 6000 do t["f" .. i] = i end
fungsi { nama = "a", isian = t, hitung = function() return 1 end }

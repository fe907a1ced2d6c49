-- fase: result | kode: plugin.batas_hasil | batas: 256 KiB
local s = text.rep("x", 1000)
return list.map(list.range(1, 300), function(i) return s .. i end)

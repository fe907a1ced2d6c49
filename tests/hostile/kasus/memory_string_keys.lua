-- fase: call | kode: plugin.batas_memori | batas: memori
local t = {}
for i = 1, 1e7 do t["kunci" .. i] = i end

-- fase: call | kode: plugin.batas_memori | batas: memori | muat: plugin.batas_instruksi
local t = {}
for i = 1, 1e6 do t[i] = text.rep("x", 4000) .. i end

-- fase: call | kode: plugin.batas_memori | batas: memori
local simpan = {}
local s = text.rep("a,", 50000)
for i = 1, 100 do simpan[i] = text.split(s, ",") end

-- fase: call | kode: plugin.batas_instruksi | batas: instruksi | baris: 1
local s = text.rep("x", 500000)
for i = 1, 1e9 do local t = s .. i end

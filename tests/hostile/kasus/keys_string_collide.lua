-- fase: call | kode: plugin.batas_memori | batas: memori | baris: 1
-- berbeda hanya di tengah teks yang panjang
local t, a, b = {}, text.rep("a", 100), text.rep("b", 100)
for i = 1, 1e6 do t[a .. i .. b] = true end

-- fase: result | kode: plugin.batas_hasil | batas: 256 KiB
local t = {}
for i = 1, 300 do t[text.rep("k", 1000) .. i] = 1 end
return t

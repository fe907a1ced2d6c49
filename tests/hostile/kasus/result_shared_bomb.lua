-- fase: result | kode: plugin.batas_hasil | batas: 4096 nilai
local t = { 1 }
for i = 1, 7 do t = { t, t, t, t, t, t, t, t } end
return t

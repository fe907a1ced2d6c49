-- fase: result | kode: plugin.batas_hasil | batas: 8 tingkat
local t = 1
for i = 1, 9 do t = { t } end
return t

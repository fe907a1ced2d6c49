-- fase: call | kode: plugin.batas_memori | batas: memori
local t = {}
while true do t = { t, {}, {}, {}, {} } end

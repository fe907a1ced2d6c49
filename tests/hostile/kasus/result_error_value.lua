-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
local _, e = pcall(function() return tidak_dikenal end)
return { e }

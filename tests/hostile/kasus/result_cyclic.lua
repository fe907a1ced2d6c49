-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
local t = {}
t.t = t
return t

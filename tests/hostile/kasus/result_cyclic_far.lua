-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
local a, b, c = {}, {}, {}
a.b, b.c, c[1] = b, c, a
return a

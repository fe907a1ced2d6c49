-- fase: load | kode: ok | batas: memori | ulang: 190
local t%d = { %d.5, "k%d" }

-- fase: call | kode: plugin.galat | batas: pesan
local t = {}
return t.nilai + 1

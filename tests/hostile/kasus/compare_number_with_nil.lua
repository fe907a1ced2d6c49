-- fase: call | kode: plugin.galat | batas: pesan
local x
return 1 < x

-- fase: call | kode: plugin.galat | batas: nama
local f <close> = {}
return 1

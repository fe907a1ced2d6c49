-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB
local s = text.rep("x", 262144)
return #(s .. s)

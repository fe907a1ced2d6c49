-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB
local s = text.rep("x", 100000)
return text.join({ s, s, s, s, s, s })

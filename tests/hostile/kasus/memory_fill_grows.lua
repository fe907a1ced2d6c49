-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB
local s = text.rep("x", 200000)
return text.fill("{a}{a}{a}", { a = s })

-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB
local s = "x"
while true do s = s .. s end

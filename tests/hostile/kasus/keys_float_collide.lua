-- fase: call | kode: plugin.batas_memori | batas: blok 512 KiB | baris: 1
-- mantissa berbeda hanya di bit yang tidak ikut di-hash
local t = {}
for i = 1, 1e6 do t[1 + i * 2.0 ^ -52] = true end

-- fase: call | kode: plugin.batas_waktu | batas: waktu (baris tidak diputuskan) | baris: 1
local a = text.rep("x", 500000)
local b, n = a .. "1", 0
a = a .. "2"
for i = 1, 1e9 do if a < b then n = n + 1 end end
return n

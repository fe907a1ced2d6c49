-- fase: call | kode: plugin.batas_waktu | batas: waktu (baris tidak diputuskan) | baris: 1
local t = {}
for i = 1, 12000 do t[1 + i * 2.0 ^ -52] = true end
local n, k = 0, 1 + 20000 * 2.0 ^ -52
for i = 1, 1e9 do if t[k] then n = n + 1 end end
return n

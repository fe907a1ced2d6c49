-- fase: call | kode: plugin.batas_memori | batas: memori | muat: plugin.batas_instruksi
local simpan = {}
for i = 1, 83 do simpan[i] = text.rep("z", 98000) .. i end
local n = 0
for i = 1, 1e6 do
  local t = text.rep("w", 90000) .. i
  n = n + #t
end
return n

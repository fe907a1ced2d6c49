-- fase: call | kode: ok | batas: isian | hasil: 0
for k in pairs(isian) do isian[k] = nil end
local n = 0
for k in pairs(isian) do n = n + 1 end
return n

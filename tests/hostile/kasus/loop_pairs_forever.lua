-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
local t = { a = 1, b = 2 }
while true do
  for k, v in pairs(t) do t[k] = v + 1 end
end

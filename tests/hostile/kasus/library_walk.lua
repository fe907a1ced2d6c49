-- fase: call | kode: ok | batas: nama | hasil: 0
local n = 0
for _, t in ipairs({ text, list, num, date, math, _ENV }) do
  for k in pairs(t) do n = n + 1 end
end
return n

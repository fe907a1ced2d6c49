-- fase: call | kode: ok | batas: urutan | hasil: "ac"
local t, s = { a = 1, b = 2, c = 3 }, ""
for k in pairs(t) do
  s = s .. k
  t.b = nil
  t["z" .. k] = 1
end
return s

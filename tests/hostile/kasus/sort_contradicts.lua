-- fase: call | kode: ok | batas: urutan | hasil: 2000
local n = 0
return #list.sort(list.range(1, 2000), function(a, b) n = n + 1 return n % 3 == 0 end)

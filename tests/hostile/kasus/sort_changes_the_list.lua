-- fase: call | kode: ok | batas: urutan | hasil: [500,1]
local t = list.range(1, 500)
list.sort(t, function(a, b) t[#t] = nil return a > b end)
return { t[1], t[500] }

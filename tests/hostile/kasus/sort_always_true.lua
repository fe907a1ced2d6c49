-- fase: call | kode: ok | batas: urutan | hasil: 2000
return #list.sort(list.range(1, 2000), function(a, b) return true end)

-- fase: call | kode: plugin.global_ditolak | batas: nama
math.floor = function(x) return x + 1 end
return 1

-- fase: call | kode: plugin.global_ditolak | batas: nama
list.sort(text, function(a, b) return true end)
return 1

-- fase: call | kode: plugin.global_ditolak | batas: nama
pairs = function() end
return 1

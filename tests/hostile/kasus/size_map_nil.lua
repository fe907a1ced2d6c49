-- fase: call | kode: plugin.galat | batas: argumen
return list.map({ 1 }, function() end)

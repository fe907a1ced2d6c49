-- fase: call | kode: plugin.galat | batas: pesan
error(function() end)

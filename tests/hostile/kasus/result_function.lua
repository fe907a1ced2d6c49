-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
return function() end

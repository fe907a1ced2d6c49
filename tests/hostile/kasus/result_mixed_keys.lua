-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
return { 1, 2, a = 3 }

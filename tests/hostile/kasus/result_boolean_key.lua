-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
return { [true] = 1 }

-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
return { [{}] = 1 }

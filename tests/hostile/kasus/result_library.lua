-- fase: result | kode: plugin.bentuk_hasil | batas: bentuk
return { f = text.len }

-- fase: result | kode: plugin.bentuk_hasil | batas: UTF-8
return { ["\xc0\x80"] = 1 }

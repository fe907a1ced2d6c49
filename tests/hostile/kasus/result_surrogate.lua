-- fase: result | kode: plugin.bentuk_hasil | batas: UTF-8
return "\xed\xa0\x80"

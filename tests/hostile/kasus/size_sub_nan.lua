-- fase: call | kode: plugin.galat | batas: argumen
return text.sub("abc", 0 / 0)

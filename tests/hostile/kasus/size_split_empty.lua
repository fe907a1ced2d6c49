-- fase: call | kode: plugin.galat | batas: argumen
return text.split("abc", "")

-- fase: call | kode: plugin.galat | batas: argumen
return text.replace("abc", "", "x")

-- fase: call | kode: plugin.galat | batas: argumen
return text.fill("{a", {})

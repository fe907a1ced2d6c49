-- fase: call | kode: plugin.galat | batas: argumen
return text.pad("x", 1e12)

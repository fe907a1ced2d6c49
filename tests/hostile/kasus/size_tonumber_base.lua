-- fase: call | kode: plugin.galat | batas: argumen
return tonumber("zz", 99)

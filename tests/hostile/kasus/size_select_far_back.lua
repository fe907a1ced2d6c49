-- fase: call | kode: plugin.galat | batas: argumen
return select(-9, 1)

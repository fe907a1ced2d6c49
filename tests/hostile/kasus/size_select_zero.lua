-- fase: call | kode: plugin.galat | batas: argumen
return select(0, 1)

-- fase: call | kode: plugin.galat | batas: argumen
return list.range(0 / 0, 1)

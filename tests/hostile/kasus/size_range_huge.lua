-- fase: call | kode: plugin.galat | batas: argumen
return list.range(1, 1e15)

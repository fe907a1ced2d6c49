-- fase: call | kode: plugin.galat | batas: argumen
return num.format(1, -1)

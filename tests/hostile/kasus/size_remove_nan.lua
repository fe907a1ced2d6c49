-- fase: call | kode: plugin.galat | batas: argumen
return list.remove({ 1 }, 0 / 0)

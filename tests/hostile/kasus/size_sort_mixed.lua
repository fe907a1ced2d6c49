-- fase: call | kode: plugin.galat | batas: argumen
return list.sort({ 1, "a", {} })

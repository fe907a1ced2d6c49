-- fase: call | kode: plugin.galat | batas: argumen
return list.insert({ 1 }, -5, 2)

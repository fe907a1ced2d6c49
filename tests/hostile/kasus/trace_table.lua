-- fase: call | kode: plugin.galat | batas: jejak | muat: plugin.fase
catat("tabel", {})
return 7

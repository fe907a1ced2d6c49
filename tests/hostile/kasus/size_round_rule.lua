-- fase: call | kode: plugin.galat | batas: argumen
return num.round(1.5, 0, "acak")

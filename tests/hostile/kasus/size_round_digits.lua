-- fase: call | kode: plugin.galat | batas: argumen
return num.round(1.5, 400, "half_up")

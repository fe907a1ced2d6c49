-- fase: call | kode: plugin.angka | batas: argumen
return num.round(0 / 0, 2, "half_up")

-- fase: call | kode: plugin.angka | batas: argumen
return num.percent(1, 0)

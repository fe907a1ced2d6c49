-- fase: result | kode: plugin.angka | batas: angka
return math.abs(1 << 63)

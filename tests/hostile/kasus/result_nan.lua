-- fase: result | kode: plugin.angka | batas: angka
return 0 / 0

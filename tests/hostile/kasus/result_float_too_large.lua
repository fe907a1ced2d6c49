-- fase: result | kode: plugin.angka | batas: angka
return 2.0 ^ 53 + 2

-- fase: result | kode: plugin.angka | batas: angka
return { nilai = 1 / 0 }

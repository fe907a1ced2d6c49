-- fase: result | kode: plugin.angka | batas: angka
return (1 << 53) + 1

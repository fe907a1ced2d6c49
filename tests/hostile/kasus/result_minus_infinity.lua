-- fase: result | kode: plugin.angka | batas: angka
return -math.huge

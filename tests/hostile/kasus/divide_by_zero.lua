-- fase: call | kode: plugin.galat | batas: angka
return 1 // 0

-- fase: call | kode: plugin.galat | batas: pesan
error { 1, 2, 3 }

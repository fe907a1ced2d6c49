-- fase: call | kode: plugin.galat | batas: pesan
error("\xff\0\n\27[31m")

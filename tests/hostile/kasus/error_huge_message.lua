-- fase: call | kode: plugin.galat | batas: pesan
error(text.rep("é", 100000))

-- fase: call | kode: plugin.galat | batas: pesan
pcall(pcall, error, "a")
error("b")

-- fase: call | kode: plugin.galat | batas: pesan
error { code = "Buruk/../../x", pesan = "palsu" }

-- fase: call | kode: plugin.gagal | batas: pesan
error { code = "plugin.batas_memori", pesan = "palsu" }

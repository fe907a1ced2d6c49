-- fase: load | kode: plugin.pendaftaran | batas: pendaftaran
skema { kode = "s", judul = "S" }

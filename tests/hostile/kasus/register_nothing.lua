-- fase: load | kode: plugin.galat | batas: pendaftaran
fungsi()

-- fase: call | kode: plugin.nama_tidak_dikenal | batas: nama
return ("x"):gsub("x", "y")

-- fase: call | kode: plugin.nama_tidak_dikenal | batas: nama
return isiann.x

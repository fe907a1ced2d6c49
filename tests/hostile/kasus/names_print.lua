-- fase: call | kode: plugin.nama_tidak_dikenal | batas: nama
print("halo")

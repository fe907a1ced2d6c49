-- fase: call | kode: plugin.global_ditolak | batas: nama
hitungan = (isian.x or 0) + 1
return hitungan

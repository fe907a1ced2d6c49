-- fase: call | kode: plugin.global_ditolak | batas: nama
_ENV.hitungan = 1
return 1

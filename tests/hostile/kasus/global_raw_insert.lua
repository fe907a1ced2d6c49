-- fase: call | kode: plugin.global_ditolak | batas: nama
list.insert(_ENV, "kunci")
return #_ENV

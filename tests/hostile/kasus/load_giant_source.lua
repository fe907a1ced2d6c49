-- fase: load | kode: plugin.batas_sumber | batas: 128 KiB | isi: 131073
return 1

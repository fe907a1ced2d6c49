-- fase: load | kode: ok | batas: waktu | ulang: 7000
::a%d:: do end

-- fase: load | kode: ok | batas: waktu | ulang: 4000
do goto a%d end ::a%d::

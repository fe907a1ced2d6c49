-- fase: load | kode: plugin.nama_bentrok | batas: kode
fungsi { nama = "sama", hitung = function() return 1 end }
indikator { kode = "sama", judul = "J", definisi = "d", sumber_data = "s", aspek = "kuantitas", satuan = "orang", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }

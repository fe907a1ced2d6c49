-- fase: load | kode: plugin.pendaftaran | batas: kode
indikator { kode = "-a", judul = "J", definisi = "d", sumber_data = "s", aspek = "kuantitas", satuan = "orang", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }

-- fase: load | kode: plugin.pendaftaran | batas: pendaftaran
indikator { kode = "a", judul = "J", definisi = "d", sumber_data = "s", aspek = "kuantitas", satuan = "x", arah = "miring", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }

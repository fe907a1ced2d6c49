-- fase: load | kode: plugin.pendaftaran | batas: pendaftaran
indikator { kode = "a", judul = "J", definisi = "d", sumber_data = "  ", aspek = "kuantitas", satuan = "orang", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }

-- fase: load | kode: plugin.pendaftaran | batas: kode
indikator { kode = text.rep("a", 65), judul = "J", definisi = "d", sumber_data = "s", aspek = "kuantitas", satuan = "orang", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end }

-- fase: load | kode: plugin.pendaftaran | batas: pendaftaran
indikator { kode = "a", judul = "J", definisi = "d", sumber_data = "s", aspek = "kuantitas", satuan = "orang", arah = "naik", isian = {}, konsolidasi = "jumlah", realisasi = function() return 1 end, target = { bawaan = { 9, 1 }, per = "bulan" } }

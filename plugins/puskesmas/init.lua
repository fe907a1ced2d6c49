-- Indikator kinerja Puskesmas. Setiap indikator menerima isian satu bulan dan mengembalikan satu angka;
-- triwulan dan tahun mengikuti `konsolidasi`. Persentase tidak pernah dirata-ratakan: `hitung_ulang`
-- menjumlahkan pembilang dan penyebutnya, lalu menghitung lagi.

local persen = use "persen"
use "pelatihan"

local bulat = function(judul) return { type = "integer", minimum = 0, title = judul } end

indikator {
  kode = "kunjungan-rawat-jalan",
  judul = "Kunjungan rawat jalan",
  aspek = "kuantitas",
  definisi = "Banyaknya kunjungan pasien rawat jalan di Puskesmas dan jaringannya, baru maupun lama.",
  rumus = "jumlah kunjungan",
  sumber_data = "Register SIMPUS",
  satuan = "pasien",
  arah = "naik",
  isian = { pasien = bulat("Jumlah kunjungan") },
  target = { bawaan = 1500, per = "bulan" },
  konsolidasi = "jumlah",
  realisasi = function(isian, setelan)
    catat("Kunjungan", isian.pasien, "register SIMPUS")
    return isian.pasien
  end,
}

indikator {
  kode = "cakupan-anc-k6",
  judul = "Cakupan pelayanan antenatal K6",
  aspek = "kualitas",
  definisi = "Ibu hamil yang mendapat pelayanan antenatal paling sedikit enam kali sesuai standar.",
  rumus = "ibu hamil dilayani / sasaran × 100",
  sumber_data = "Kohort ibu, e-Kohort",
  dasar = "SPM kesehatan: pelayanan kesehatan ibu hamil",
  satuan = "%",
  arah = "naik",
  isian = { dilayani = bulat("Ibu hamil dilayani K6"), sasaran = bulat("Sasaran ibu hamil") },
  target = { bawaan = 100, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.dilayani, isian.sasaran, "ibu hamil") end,
}

indikator {
  kode = "persalinan-di-fasyankes",
  judul = "Persalinan di fasilitas pelayanan kesehatan",
  aspek = "kualitas",
  definisi = "Ibu bersalin yang ditolong tenaga kesehatan di fasilitas pelayanan kesehatan sesuai standar.",
  rumus = "ibu bersalin di fasyankes / sasaran × 100",
  sumber_data = "Kohort ibu, laporan bidan desa",
  dasar = "SPM kesehatan: pelayanan kesehatan ibu bersalin",
  satuan = "%",
  arah = "naik",
  isian = { dilayani = bulat("Ibu bersalin di fasyankes"), sasaran = bulat("Sasaran ibu bersalin") },
  target = { bawaan = 100, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.dilayani, isian.sasaran, "ibu bersalin") end,
}

indikator {
  kode = "imunisasi-dasar-lengkap",
  judul = "Imunisasi dasar lengkap",
  aspek = "kuantitas",
  definisi = "Bayi yang sudah mendapat seluruh imunisasi dasar sebelum berumur satu tahun.",
  rumus = "bayi imunisasi lengkap / sasaran bayi × 100",
  sumber_data = "ASIK, kohort bayi",
  satuan = "%",
  arah = "naik",
  isian = { lengkap = bulat("Bayi imunisasi dasar lengkap"), sasaran = bulat("Sasaran bayi") },
  target = { bawaan = 95, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.lengkap, isian.sasaran, "bayi") end,
}

indikator {
  kode = "pemantauan-balita",
  judul = "Balita dipantau pertumbuhan dan perkembangannya",
  aspek = "kuantitas",
  definisi = "Balita yang ditimbang, diukur dan dipantau perkembangannya sesuai standar.",
  rumus = "balita dipantau / sasaran balita × 100",
  sumber_data = "e-PPGBM, buku KIA",
  dasar = "SPM kesehatan: pelayanan kesehatan balita",
  satuan = "%",
  arah = "naik",
  isian = { dipantau = bulat("Balita dipantau"), sasaran = bulat("Sasaran balita") },
  target = { bawaan = 100, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.dipantau, isian.sasaran, "balita") end,
}

indikator {
  kode = "prevalensi-stunting",
  judul = "Prevalensi stunting",
  aspek = "kualitas",
  definisi = "Balita pendek dan sangat pendek di antara balita yang diukur. Keadaan terakhir yang dipakai, bukan jumlahnya.",
  rumus = "balita stunting / balita diukur × 100",
  sumber_data = "e-PPGBM",
  satuan = "%",
  arah = "turun",
  isian = { stunting = bulat("Balita stunting"), diukur = bulat("Balita diukur") },
  target = { bawaan = 14, per = "tahun" },
  konsolidasi = "terakhir",
  realisasi = function(isian, setelan) return persen(isian.stunting, isian.diukur, "balita diukur") end,
}

indikator {
  kode = "penemuan-kasus-tb",
  judul = "Penemuan kasus tuberkulosis",
  aspek = "kuantitas",
  definisi = "Kasus TB yang ditemukan dan dicatat, dibandingkan dengan target penemuan kasus dari Dinas Kesehatan.",
  rumus = "kasus ditemukan / target penemuan × 100",
  sumber_data = "SITB",
  satuan = "%",
  arah = "naik",
  isian = { ditemukan = bulat("Kasus TB ditemukan"), target_kasus = bulat("Target penemuan kasus") },
  target = { bawaan = 90, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.ditemukan, isian.target_kasus, "target kasus") end,
}

indikator {
  kode = "hipertensi-sesuai-standar",
  judul = "Penderita hipertensi dilayani sesuai standar",
  aspek = "kualitas",
  definisi = "Penderita hipertensi yang mendapat pelayanan kesehatan sesuai standar.",
  rumus = "penderita dilayani / sasaran × 100",
  sumber_data = "SIMPUS, laporan program PTM",
  dasar = "SPM kesehatan: pelayanan kesehatan penderita hipertensi",
  satuan = "%",
  arah = "naik",
  isian = { dilayani = bulat("Penderita dilayani"), sasaran = bulat("Sasaran penderita") },
  target = { bawaan = 100, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.dilayani, isian.sasaran, "penderita hipertensi") end,
}

indikator {
  kode = "waktu-tunggu-pendaftaran",
  judul = "Waktu tunggu pendaftaran",
  aspek = "waktu",
  definisi = "Rata-rata waktu sejak pasien mengambil nomor sampai selesai didaftarkan.",
  rumus = "jumlah menit tunggu / pasien",
  sumber_data = "Mesin antrean",
  satuan = "menit",
  arah = "turun",
  isian = {
    menit = { type = "number", minimum = 0, title = "Jumlah menit tunggu semua pasien" },
    pasien = bulat("Pasien didaftar"),
  },
  target = { bawaan = 10, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan)
    if isian.pasien == 0 then error("pasien yang didaftar nol: kosongkan isian bulan ini") end
    local rata_rata = num.round(isian.menit / isian.pasien, 2, "half_up")
    catat("Jumlah menit tunggu", isian.menit)
    catat("Pasien", isian.pasien)
    catat("Rata-rata menit tunggu", rata_rata, "menit / pasien, dibulatkan dua angka")
    return rata_rata
  end,
}

indikator {
  kode = "rujukan-non-spesialistik",
  judul = "Rasio rujukan kasus non-spesialistik",
  aspek = "kualitas",
  definisi = "Rujukan kasus yang seharusnya selesai di Puskesmas, di antara seluruh rujukan rawat jalan.",
  rumus = "rujukan non-spesialistik / seluruh rujukan × 100",
  sumber_data = "P-Care",
  satuan = "%",
  arah = "turun",
  isian = { non_spesialistik = bulat("Rujukan non-spesialistik"), rujukan = bulat("Seluruh rujukan") },
  target = { bawaan = 2, per = "tahun" },
  konsolidasi = "hitung_ulang",
  realisasi = function(isian, setelan) return persen(isian.non_spesialistik, isian.rujukan, "rujukan") end,
}

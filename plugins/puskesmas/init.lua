-- Indikator kinerja Puskesmas. Setiap indikator menerima isian satu bulan dan mengembalikan satu angka;
-- triwulan dan tahun mengikuti `konsolidasi`. Persentase tidak pernah dirata-ratakan: `hitung_ulang`
-- menjumlahkan pembilang dan penyebutnya, lalu menghitung lagi. Sasaran SPM adalah perkiraan jumlah penduduk,
-- sehingga yang dilayani boleh melebihinya.

local cacah = use "cacah"
local rasio = use "rasio"
local rata_rata = use "rata_rata"
use "pelatihan"

indikator(cacah {
  kode = "kunjungan-rawat-jalan",
  judul = "Kunjungan rawat jalan",
  aspek = "kuantitas",
  definisi = "Banyaknya kunjungan pasien rawat jalan di Puskesmas dan jaringannya, baru maupun lama.",
  sumber_data = "Register SIMPUS",
  satuan = "pasien",
  isian = { "pasien", "Kunjungan" },
  target = { bawaan = 1500, per = "bulan" },
})

indikator(rasio {
  kode = "cakupan-anc-k6",
  judul = "Cakupan pelayanan antenatal K6",
  aspek = "kualitas",
  definisi = "Ibu hamil yang mendapat pelayanan antenatal paling sedikit enam kali sesuai standar.",
  sumber_data = "Kohort ibu, e-Kohort",
  dasar = "SPM kesehatan: pelayanan kesehatan ibu hamil",
  bagian = { "dilayani", "Ibu hamil dilayani K6" },
  dari = { "sasaran", "Sasaran ibu hamil" },
  melebihi = true,
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "persalinan-di-fasyankes",
  judul = "Persalinan di fasilitas pelayanan kesehatan",
  aspek = "kualitas",
  definisi = "Ibu bersalin yang ditolong tenaga kesehatan di fasilitas pelayanan kesehatan sesuai standar.",
  sumber_data = "Kohort ibu, laporan bidan desa",
  dasar = "SPM kesehatan: pelayanan kesehatan ibu bersalin",
  bagian = { "dilayani", "Ibu bersalin di fasyankes" },
  dari = { "sasaran", "Sasaran ibu bersalin" },
  melebihi = true,
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "imunisasi-dasar-lengkap",
  judul = "Imunisasi dasar lengkap",
  aspek = "kuantitas",
  definisi = "Bayi yang sudah mendapat seluruh imunisasi dasar sebelum berumur satu tahun.",
  sumber_data = "ASIK, kohort bayi",
  bagian = { "lengkap", "Bayi imunisasi dasar lengkap" },
  dari = { "sasaran", "Sasaran bayi" },
  melebihi = true,
  target = { bawaan = 95, per = "tahun" },
})

indikator(rasio {
  kode = "pemantauan-balita",
  judul = "Balita dipantau pertumbuhan dan perkembangannya",
  aspek = "kuantitas",
  definisi = "Balita yang ditimbang, diukur dan dipantau perkembangannya sesuai standar.",
  sumber_data = "e-PPGBM, buku KIA",
  dasar = "SPM kesehatan: pelayanan kesehatan balita",
  bagian = { "dipantau", "Balita dipantau" },
  dari = { "sasaran", "Sasaran balita" },
  melebihi = true,
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "prevalensi-stunting",
  judul = "Prevalensi stunting",
  aspek = "kualitas",
  definisi = "Balita pendek dan sangat pendek di antara balita yang diukur. Keadaan terakhir yang dipakai, bukan jumlahnya.",
  sumber_data = "e-PPGBM",
  arah = "turun",
  bagian = { "stunting", "Balita stunting" },
  dari = { "diukur", "Balita diukur" },
  target = { bawaan = 14, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "penemuan-kasus-tb",
  judul = "Penemuan kasus tuberkulosis",
  aspek = "kuantitas",
  definisi = "Kasus TB yang ditemukan dan dicatat, dibandingkan dengan target penemuan kasus dari Dinas Kesehatan.",
  sumber_data = "SITB",
  bagian = { "ditemukan", "Kasus TB ditemukan" },
  dari = { "target_kasus", "Target penemuan kasus" },
  melebihi = true,
  target = { bawaan = 90, per = "tahun" },
})

indikator(rasio {
  kode = "hipertensi-sesuai-standar",
  judul = "Penderita hipertensi dilayani sesuai standar",
  aspek = "kualitas",
  definisi = "Penderita hipertensi yang mendapat pelayanan kesehatan sesuai standar.",
  sumber_data = "SIMPUS, laporan program PTM",
  dasar = "SPM kesehatan: pelayanan kesehatan penderita hipertensi",
  bagian = { "dilayani", "Penderita dilayani" },
  dari = { "sasaran", "Sasaran penderita" },
  melebihi = true,
  target = { bawaan = 100, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-tunggu-pendaftaran",
  judul = "Waktu tunggu pendaftaran",
  aspek = "waktu",
  definisi = "Rata-rata waktu sejak pasien mengambil nomor sampai selesai didaftarkan.",
  sumber_data = "Mesin antrean",
  satuan = "menit",
  jumlah = { "menit", "Jumlah menit tunggu semua pasien" },
  banyak = { "pasien", "Pasien didaftar" },
  target = { bawaan = 10, per = "tahun" },
})

indikator(rasio {
  kode = "rujukan-non-spesialistik",
  judul = "Rasio rujukan kasus non-spesialistik",
  aspek = "kualitas",
  definisi = "Rujukan kasus yang seharusnya selesai di Puskesmas, di antara seluruh rujukan rawat jalan.",
  sumber_data = "P-Care",
  arah = "turun",
  bagian = { "non_spesialistik", "Rujukan non-spesialistik" },
  dari = { "rujukan", "Seluruh rujukan" },
  target = { bawaan = 2, per = "tahun" },
})

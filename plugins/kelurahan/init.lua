-- Indikator kinerja kelurahan.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local nilai_terakhir = use "nilai_terakhir"
local rasio = use "rasio"
local rata_rata = use "rata_rata"
use "pelatihan"

indikator(rasio {
  kode = "surat-sesuai-sop",
  judul = "Surat keterangan selesai sesuai SOP",
  aspek = "waktu",
  definisi = "Surat keterangan dan surat pengantar yang selesai dalam waktu menurut SOP.",
  sumber_data = "Register surat kelurahan",
  bagian = { "tepat_waktu", "Surat selesai tepat waktu" },
  dari = { "selesai", "Surat selesai" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-surat-keterangan",
  judul = "Rata-rata waktu penyelesaian surat keterangan",
  aspek = "waktu",
  definisi = "Hari kerja sejak berkas lengkap diterima sampai surat ditandatangani.",
  sumber_data = "Register surat kelurahan",
  satuan = "hari",
  jumlah = { "hari", "Jumlah hari semua surat" },
  banyak = { "surat", "Surat selesai" },
  target = { bawaan = 1, per = "tahun" },
})

indikator(cacah {
  kode = "gotong-royong",
  judul = "Gotong royong dan kebersihan lingkungan",
  aspek = "kuantitas",
  definisi = "Kegiatan gotong royong warga yang digerakkan kelurahan.",
  sumber_data = "Laporan kegiatan dengan foto dan daftar hadir",
  satuan = "kegiatan",
  isian = { "kegiatan", "Kegiatan yang dilaksanakan" },
  target = { bawaan = 4, per = "bulan" },
})

indikator(rasio {
  kode = "pbb-p2-kelurahan",
  judul = "Realisasi PBB-P2 wilayah kelurahan",
  aspek = "kuantitas",
  definisi = "Pokok PBB-P2 yang sudah dibayar sejak awal tahun, dibandingkan dengan pokok ketetapan setahun wilayah kelurahan; denda dan tunggakan tahun lalu tidak termasuk.",
  sumber_data = "Laporan Bapenda",
  bagian = { "dibayar", "PBB-P2 dibayar sejak awal tahun (rupiah)" },
  dari = { "pokok", "Pokok ketetapan setahun (rupiah)" },
  target = { bawaan = 80, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "laporan-rt-rw",
  judul = "RT dan RW melapor tepat waktu",
  aspek = "waktu",
  definisi = "RT dan RW yang menyampaikan laporan bulanan sampai tanggal 5.",
  sumber_data = "Daftar penerimaan laporan",
  bagian = { "tepat", "RT dan RW tepat waktu" },
  dari = { "jumlah", "RT dan RW seluruhnya" },
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "pengaduan-warga",
  judul = "Pengaduan warga ditindaklanjuti paling lama 3 hari",
  aspek = "waktu",
  definisi = "Pengaduan yang dijawab atau diteruskan dalam tiga hari kerja.",
  sumber_data = "Register pengaduan",
  bagian = { "ditindaklanjuti", "Pengaduan ditindaklanjuti tepat waktu" },
  dari = { "diterima", "Pengaduan diterima" },
  target = { bawaan = 90, per = "tahun" },
})

indikator(rasio {
  kode = "data-penduduk-mutakhir",
  judul = "Data penduduk RT yang mutakhir",
  aspek = "kualitas",
  definisi = "RT yang data penduduknya pada akhir bulan sudah diperbarui dalam tiga bulan terakhir. Keadaan terakhir yang dipakai.",
  sumber_data = "Buku induk penduduk kelurahan",
  bagian = { "mutakhir", "RT dengan data mutakhir" },
  dari = { "rt", "RT seluruhnya" },
  target = { bawaan = 90, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(nilai_terakhir {
  kode = "ikm-kelurahan",
  judul = "Indeks Kepuasan Masyarakat",
  aspek = "kualitas",
  definisi = "Nilai survei kepuasan masyarakat setelah dikonversi ke skala 25–100.",
  sumber_data = "Laporan survei kepuasan masyarakat",
  dasar = "PermenPANRB 14/2017",
  satuan = "indeks",
  isian = { "nilai_ikm", "Nilai IKM", 25, 100 },
  target = { bawaan = 88, per = "tahun" },
})

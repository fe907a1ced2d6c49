-- Indikator kinerja Satuan Polisi Pamong Praja.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local cacah = use "cacah"
local rasio = use "rasio"
local rata_rata = use "rata_rata"
use "pelatihan"

indikator(rasio {
  kode = "pelanggaran-perda-selesai",
  judul = "Pelanggaran perda terselesaikan",
  aspek = "kualitas",
  definisi = "Pelanggaran peraturan daerah yang selesai ditangani.",
  sumber_data = "Register penegakan perda",
  bagian = { "selesai", "Pelanggaran diselesaikan" },
  dari = { "ditemukan", "Pelanggaran ditemukan" },
  target = { bawaan = 90, per = "tahun" },
})

indikator(cacah {
  kode = "patroli-wilayah",
  judul = "Patroli wilayah",
  aspek = "kuantitas",
  definisi = "Patroli yang dilaksanakan dan dilaporkan.",
  sumber_data = "Jurnal patroli",
  satuan = "kali",
  isian = { "patroli", "Patroli yang dilaksanakan" },
  target = { bawaan = 30, per = "bulan" },
})

indikator(rasio {
  kode = "gangguan-24-jam",
  judul = "Gangguan trantibum tertangani paling lama 24 jam",
  aspek = "waktu",
  definisi = "Gangguan ketenteraman dan ketertiban umum yang tertangani dalam 24 jam.",
  sumber_data = "Laporan kejadian",
  bagian = { "tertangani", "Gangguan tertangani dalam 24 jam" },
  dari = { "dilaporkan", "Gangguan dilaporkan" },
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "pkl-persuasif",
  judul = "PKL ditertibkan secara persuasif",
  aspek = "kualitas",
  definisi = "Penertiban pedagang kaki lima yang selesai tanpa paksaan.",
  sumber_data = "Berita acara penertiban",
  bagian = { "persuasif", "Penertiban persuasif" },
  dari = { "penertiban", "Penertiban seluruhnya" },
  target = { bawaan = 80, per = "tahun" },
})

indikator(rata_rata {
  kode = "waktu-respons-laporan",
  judul = "Waktu respons laporan",
  aspek = "waktu",
  definisi = "Menit sejak laporan diterima sampai petugas tiba.",
  sumber_data = "Log piket",
  satuan = "menit",
  jumlah = { "menit", "Jumlah menit semua laporan" },
  banyak = { "laporan", "Laporan ditanggapi" },
  target = { bawaan = 30, per = "tahun" },
})

indikator(cacah {
  kode = "linmas-terlatih",
  judul = "Anggota linmas terlatih",
  aspek = "kuantitas",
  definisi = "Anggota linmas yang selesai dilatih.",
  sumber_data = "Daftar peserta pelatihan",
  satuan = "orang",
  isian = { "orang", "Anggota linmas dilatih" },
  target = { bawaan = 50, per = "tahun" },
})

indikator(rasio {
  kode = "warga-terdampak-dilayani",
  judul = "Warga terdampak penegakan mendapat layanan",
  aspek = "kualitas",
  definisi = "Warga yang terdampak penegakan perda dan mendapat layanan menurut SPM.",
  sumber_data = "Laporan penegakan",
  bagian = { "dilayani", "Warga dilayani" },
  dari = { "terdampak", "Warga terdampak" },
  target = { bawaan = 100, per = "tahun" },
})

indikator(rasio {
  kode = "reklame-ilegal-dibersihkan",
  judul = "Titik reklame ilegal dibersihkan",
  aspek = "kuantitas",
  definisi = "Titik reklame tanpa izin yang dibersihkan.",
  sumber_data = "Daftar titik reklame",
  bagian = { "dibersihkan", "Titik dibersihkan" },
  dari = { "ditemukan", "Titik ditemukan" },
  target = { bawaan = 95, per = "tahun" },
})

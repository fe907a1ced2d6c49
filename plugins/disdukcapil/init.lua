-- Indikator kinerja Dinas Kependudukan dan Pencatatan Sipil.
-- Setiap indikator menerima isian satu bulan dan mengembalikan satu angka; triwulan dan tahun mengikuti `konsolidasi`.
-- Target bawaan hanya contoh yang wajar: yang berlaku ditetapkan dalam SKP.

local nilai_terakhir = use "nilai_terakhir"
local rasio = use "rasio"
use "pelatihan"

indikator(rasio {
  kode = "perekaman-ktp-el",
  judul = "Perekaman KTP-el",
  aspek = "kuantitas",
  definisi = "Penduduk wajib KTP yang sampai akhir bulan sudah direkam. Keadaan terakhir yang dipakai.",
  sumber_data = "SIAK",
  bagian = { "direkam", "Penduduk sudah direkam" },
  dari = { "wajib_ktp", "Penduduk wajib KTP" },
  target = { bawaan = 99.5, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "akta-kelahiran-0-18",
  judul = "Kepemilikan akta kelahiran 0–18 tahun",
  aspek = "kuantitas",
  definisi = "Anak berumur 0–18 tahun yang sampai akhir bulan memiliki akta kelahiran. Keadaan terakhir yang dipakai.",
  sumber_data = "SIAK",
  bagian = { "memiliki", "Anak memiliki akta" },
  dari = { "anak", "Anak 0–18 tahun" },
  target = { bawaan = 98, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "kartu-identitas-anak",
  judul = "Kepemilikan Kartu Identitas Anak",
  aspek = "kuantitas",
  definisi = "Anak berumur kurang dari 17 tahun yang sampai akhir bulan memiliki KIA. Keadaan terakhir yang dipakai.",
  sumber_data = "SIAK",
  bagian = { "memiliki", "Anak memiliki KIA" },
  dari = { "anak", "Anak kurang dari 17 tahun" },
  target = { bawaan = 60, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "dokumen-24-jam",
  judul = "Dokumen selesai paling lama 24 jam",
  aspek = "waktu",
  definisi = "Dokumen kependudukan yang selesai dalam 24 jam sejak berkas lengkap.",
  sumber_data = "SIAK, antrean layanan",
  bagian = { "tepat_waktu", "Dokumen selesai dalam 24 jam" },
  dari = { "selesai", "Dokumen selesai" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rasio {
  kode = "ikd-aktif",
  judul = "Identitas Kependudukan Digital aktif",
  aspek = "kuantitas",
  definisi = "Pemilik KTP-el yang sampai akhir bulan sudah mengaktifkan IKD. Keadaan terakhir yang dipakai.",
  sumber_data = "Dasbor IKD",
  bagian = { "aktif", "IKD aktif" },
  dari = { "pemilik", "Pemilik KTP-el" },
  target = { bawaan = 30, per = "tahun" },
  konsolidasi = "terakhir",
})

indikator(rasio {
  kode = "pengaduan-selesai",
  judul = "Pengaduan selesai",
  aspek = "kualitas",
  definisi = "Pengaduan yang diterima bulan itu dan sudah selesai.",
  sumber_data = "Register pengaduan",
  bagian = { "selesai", "Pengaduan selesai" },
  dari = { "diterima", "Pengaduan diterima" },
  target = { bawaan = 95, per = "tahun" },
})

indikator(rasio {
  kode = "data-ganda-terselesaikan",
  judul = "Data ganda terselesaikan",
  aspek = "kualitas",
  definisi = "Data ganda yang ditemukan bulan itu dan sudah dibersihkan.",
  sumber_data = "Daftar data ganda SIAK",
  bagian = { "selesai", "Data ganda diselesaikan" },
  dari = { "ditemukan", "Data ganda ditemukan" },
  target = { bawaan = 100, per = "tahun" },
})

indikator(nilai_terakhir {
  kode = "ikm-disdukcapil",
  judul = "Indeks Kepuasan Masyarakat",
  aspek = "kualitas",
  definisi = "Nilai survei kepuasan masyarakat setelah dikonversi ke skala 25–100.",
  sumber_data = "Laporan survei kepuasan masyarakat",
  dasar = "PermenPANRB 14/2017",
  satuan = "indeks",
  isian = { "nilai_ikm", "Nilai IKM", 25, 100 },
  target = { bawaan = 88, per = "tahun" },
})
